"""The search index: one row a food, its words in FTS5 or a GIN index, and the vocabulary that repairs spelling.

These tables are no models: nothing but `foods.search` reads or writes them (docs/decisions/0002-search.md).
"""

from django.db import migrations

_COLUMNS = """
    food_id bigint NOT NULL UNIQUE {references},
    owner_id bigint,
    prominence smallint NOT NULL,
    plainness smallint NOT NULL,
    name text {collate} NOT NULL,
    head text {collate} NOT NULL,
    alias text {collate} NOT NULL,
    extra text {collate} NOT NULL,
    words text {collate} NOT NULL,
    aliases text NOT NULL
"""
_OWNER = "CREATE INDEX foods_searchdoc_owner ON foods_searchdoc (owner_id) WHERE owner_id IS NOT NULL"
_WORD = """
CREATE TABLE foods_searchword (
    word text {collate} NOT NULL PRIMARY KEY,
    reversed text {collate} NOT NULL,
    length smallint NOT NULL,
    shown text NOT NULL,
    docs integer NOT NULL
)
"""
_REVERSED = "CREATE INDEX foods_searchword_reversed ON foods_searchword (reversed)"

# The words of private foods stay out of the shared index and so out of the vocabulary.
# Words arrive folded, so the tokenizer has only to split at spaces. The prefix indexes make the first matches of any
# prefix cost the same at a thousand rows and at a million; detail=none and no column sizes keep them small.
SQLITE = [
    "CREATE TABLE foods_searchdoc (id integer NOT NULL PRIMARY KEY,"
    + _COLUMNS.format(references="REFERENCES foods_food (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED", collate="")
    + ")",
    _OWNER,
    "CREATE VIEW foods_searchshared AS SELECT id, words FROM foods_searchdoc WHERE owner_id IS NULL",
    """CREATE VIRTUAL TABLE foods_searchfts USING fts5(
        words, content='foods_searchshared', content_rowid='id', detail='none', columnsize=0,
        prefix='1 2 3 4 5 6 7 8 9 10', tokenize="ascii tokenchars '.'")""",
    """CREATE TRIGGER foods_searchdoc_added AFTER INSERT ON foods_searchdoc WHEN new.owner_id IS NULL BEGIN
        INSERT INTO foods_searchfts (rowid, words) VALUES (new.id, new.words);
    END""",
    """CREATE TRIGGER foods_searchdoc_removed AFTER DELETE ON foods_searchdoc WHEN old.owner_id IS NULL BEGIN
        INSERT INTO foods_searchfts (foods_searchfts, rowid, words) VALUES ('delete', old.id, old.words);
    END""",
    _WORD.format(collate=""),
    _REVERSED,
]
SQLITE_BACK = [
    "DROP TABLE foods_searchword",
    "DROP TABLE foods_searchfts",
    "DROP VIEW foods_searchshared",
    "DROP TABLE foods_searchdoc",
]

# A GIN index cannot be read in order of rank: each word is stored with the step of its food's rank before it ("0milk")
# and the function looks step by step until it has enough. A foreign key would make TRUNCATE of foods_food fail.
POSTGRESQL = [
    "CREATE TABLE foods_searchdoc (id bigint NOT NULL PRIMARY KEY,"
    + _COLUMNS.format(references="", collate='COLLATE "C"')
    + ", tokens tsvector)",
    _OWNER,
    "CREATE INDEX foods_searchdoc_tokens ON foods_searchdoc USING gin (tokens) WITH (fastupdate = off)",
    _WORD.format(collate='COLLATE "C"'),
    _REVERSED,
    """CREATE FUNCTION foods_search_matches(query text, most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE ROWS 100 SET enable_seqscan = off AS $$
    DECLARE
        step integer;
        fresh integer;
        missing integer := most;
    BEGIN
        FOR step IN 0..7 LOOP
            RETURN QUERY SELECT id FROM foods_searchdoc
                WHERE tokens @@ replace(query, '~', step::text)::tsquery LIMIT missing;
            GET DIAGNOSTICS fresh = ROW_COUNT;
            missing := missing - fresh;
            EXIT WHEN missing <= 0;
        END LOOP;
    END $$""",
    """CREATE FUNCTION foods_search_forget() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            DELETE FROM foods_searchdoc;
            DELETE FROM foods_searchword;
        ELSE
            DELETE FROM foods_searchdoc WHERE food_id = old.id;
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER foods_search_removed AFTER DELETE ON foods_food
        FOR EACH ROW EXECUTE FUNCTION foods_search_forget()""",
    """CREATE TRIGGER foods_search_emptied AFTER TRUNCATE ON foods_food
        FOR EACH STATEMENT EXECUTE FUNCTION foods_search_forget()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER foods_search_emptied ON foods_food",
    "DROP TRIGGER foods_search_removed ON foods_food",
    "DROP FUNCTION foods_search_forget()",
    "DROP FUNCTION foods_search_matches(text, integer)",
    "DROP TABLE foods_searchword",
    "DROP TABLE foods_searchdoc",
]


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("foods", "0001_initial")]

    operations = [
        migrations.RunPython(
            _run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            _run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        )
    ]
