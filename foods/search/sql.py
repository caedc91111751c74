"""The one query of a search: candidates from the index, their rank, and the rows that are shown.

Candidates are the first of the index in the order of `documents.number`, so their count is bounded whatever the size
of the table; rank is worked out for them alone, and foods and portions are read only for what is shown.
"""

from collections.abc import Mapping, Sequence

from foods.choices import State
from foods.search.terms import Term

MOST_USUALS = 100
LOOSE_ROWS = 80
_SPARE = 10  # rows read beyond those shown, in case some of the index is out of date

SHOWN = """f.id, f.name, f.brand, f.market, f.category, f.origin, f.form, f.route, f.reliability, f.grade, f.basis,
    f.b12_ug, f.b12_added_ug, p.id, p.name, p.quantity, f.owner_id"""
PORTION = "LEFT JOIN foods_portion p ON p.food_id = f.id AND p.is_default"
_LOOSE = {
    "sqlite": "SELECT rowid AS id FROM foods_searchfts WHERE foods_searchfts MATCH %s ORDER BY rowid LIMIT %s",
    "postgresql": "SELECT id FROM foods_search_matches(%s, %s) AS m (id)",
}
# Where the loose matches end before their bound, the whole words are all among them and are not looked for again.
_EXACT = {
    "sqlite": "SELECT id FROM (SELECT rowid AS id FROM foods_searchfts WHERE foods_searchfts MATCH "
    "CASE WHEN (SELECT count(*) FROM loose) = {bound} THEN %s ELSE '\"\"' END ORDER BY rowid LIMIT %s) AS m",
    "postgresql": "SELECT id FROM foods_search_matches(%s, %s) AS m (id) WHERE (SELECT count(*) FROM loose) = {bound}",
}
# OFFSET 0 keeps PostgreSQL to looking rows up one by one: without statistics it would read whole tables instead.
_DOCUMENT = {
    "sqlite": "CROSS JOIN foods_searchdoc d ON d.id = hit.id",
    "postgresql": "CROSS JOIN LATERAL (SELECT * FROM foods_searchdoc WHERE id = hit.id OFFSET 0) AS d",
}
_FOOD = {
    "sqlite": f"CROSS JOIN foods_food f ON f.id = best.food_id {PORTION}",
    "postgresql": "CROSS JOIN LATERAL (SELECT * FROM foods_food WHERE id = best.food_id OFFSET 0) AS f "
    "LEFT JOIN LATERAL (SELECT * FROM foods_portion WHERE food_id = best.food_id AND is_default OFFSET 0) AS p ON TRUE",
}


class _Sql:
    """Text and parameters that grow together."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.params: list[object] = []

    def add(self, text: str, *params: object) -> "_Sql":
        self.parts.append(text)
        self.params += params
        return self

    def any_like(self, column: str, patterns: Sequence[str]) -> "_Sql":
        return self.add(f"({' OR '.join([f'{column} LIKE %s'] * len(patterns))})", *patterns)

    def built(self) -> tuple[str, list]:
        return " ".join(self.parts), self.params


def build(
    terms: Sequence[Term], *, vendor: str, owner_id: int | None, boosts: Mapping[int, float], limit: int
) -> tuple[str, list]:
    """The query and its parameters. Rows: `SHOWN`, then the document's words, name, extra and aliases; best first."""
    sql = _Sql()
    usuals = sorted(boosts.items(), key=lambda item: -item[1])[:MOST_USUALS]
    sql.add("WITH")
    if usuals:
        values = ", ".join(["(%s, %s)"] * len(usuals))
        sql.add(f"usual (food_id, weight) AS (VALUES {values}),", *(part for pair in usuals for part in pair))
    bound = max(LOOSE_ROWS, limit + 4 * _SPARE)
    sql.add("loose AS (").add(_LOOSE[vendor], index_query(terms, vendor, loose=True), bound).add("),")
    sql.add("hit AS (SELECT id FROM loose UNION")
    sql.add(_EXACT[vendor].format(bound=bound), index_query(terms, vendor, loose=False), bound + LOOSE_ROWS // 2)
    if owner_id is not None:
        _all_terms(sql.add("UNION SELECT d.id FROM foods_searchdoc d WHERE d.owner_id = %s", owner_id), terms)
    if usuals:
        _weigh(sql, terms, owner_id=owner_id)
    sql.add("), best AS (SELECT d.id, d.food_id, d.words, d.name, d.extra, d.aliases,")
    _order(sql, terms, usuals=bool(usuals))
    sql.add(f"FROM {'weighed AS hit' if usuals else 'hit'} {_DOCUMENT[vendor]}")
    sql.add("ORDER BY tier, weight DESC, score DESC, d.id LIMIT %s)", limit + 1 + _SPARE)
    sql.add(f"SELECT {SHOWN}, best.words, best.name, best.extra, best.aliases FROM best {_FOOD[vendor]}")  # nosec B608
    sql.add("WHERE f.state = %s AND (f.owner_id IS NULL OR f.owner_id = %s)", State.PUBLISHED, owner_id)
    sql.add("ORDER BY best.tier, best.weight DESC, best.score DESC, best.id LIMIT %s", limit + 1)
    return sql.built()


def _weigh(sql: _Sql, terms: Sequence[Term], *, owner_id: int | None) -> None:
    """Add the usuals that match to the hits, each hit once, with the weight of a usual or none.

    Grouping is cheaper than looking for each hit among the usuals: 0.1 ms of a search by somebody with sixteen.
    """
    sql.add("), mine AS (SELECT d.id, u.weight FROM usual u JOIN foods_searchdoc d ON d.food_id = u.food_id")
    sql.add("WHERE (d.owner_id IS NULL OR d.owner_id = %s)", owner_id)
    _all_terms(sql, terms)
    sql.add("), weighed AS (SELECT id, MAX(weight) AS weight FROM (SELECT id, CAST(NULL AS REAL) AS weight FROM hit")
    sql.add("UNION ALL SELECT id, weight FROM mine) AS every GROUP BY id")


def by_barcode(codes: Sequence[str], *, owner_id: int | None, limit: int) -> tuple[str, list]:
    """The same rows for foods with one of these codes; one's own first."""
    marks = ", ".join(["%s"] * len(codes))
    text = (
        f"SELECT {SHOWN}, '', '', '', '' FROM foods_food f {PORTION} WHERE f.gtin <> '' AND f.gtin IN ({marks}) "
        "AND f.state = %s AND (f.owner_id IS NULL OR f.owner_id = %s) "
        "ORDER BY CASE WHEN f.owner_id IS NULL THEN 1 ELSE 0 END, f.prominence DESC, f.id LIMIT %s"  # nosec B608
    )
    return text, [*codes, State.PUBLISHED, owner_id, limit + 1]


def index_query(terms: Sequence[Term], vendor: str, *, loose: bool) -> str:
    """All the words, each quoted, in the language of FTS5 or of tsquery; loose: heads of longer words count too.

    Folded words hold nothing but letters, digits and points, so quoting them is safe. "~" is where PostgreSQL's
    function writes the step of the rank.
    """
    if vendor == "sqlite":
        return " AND ".join(f"({' OR '.join(_fts5(term, loose))})" for term in terms)
    return " & ".join(f"({' | '.join(_tsquery(term, loose))})" for term in terms)


def _fts5(term: Term, loose: bool) -> list[str]:
    return [f'"{word}"' for word in _whole(term, loose)] + ([f'"{term.raw}"*'] if loose else [])


def _tsquery(term: Term, loose: bool) -> list[str]:
    return [f"'~{word}'" for word in _whole(term, loose)] + ([f"'~{term.raw}':*"] if loose else [])


def _whole(term: Term, loose: bool) -> list[str]:
    """The words to ask for whole: in a loose query those that the beginning does not cover."""
    return [word for word in term.exact if not (loose and word.startswith(term.raw))]


def _all_terms(sql: _Sql, terms: Sequence[Term]) -> None:
    for term in terms:
        sql.add("AND").any_like("d.words", [*(f"% {word} %" for word in term.exact), f"% {term.raw}%"])


def _order(sql: _Sql, terms: Sequence[Term], *, usuals: bool) -> None:
    """tier (usuals with whole words, usuals, own, the rest), weight of a usual, and score."""
    if usuals:
        sql.add("CASE WHEN hit.weight IS NOT NULL THEN CASE WHEN")
        for place, term in enumerate(terms):
            sql.add("AND" if place else "").any_like("d.words", [f"% {word} %" for word in term.exact])
        sql.add("THEN 0 ELSE 1 END WHEN d.owner_id IS NOT NULL THEN 2 ELSE 3 END AS tier,")
        sql.add("COALESCE(hit.weight, 0) AS weight,")
    else:
        sql.add("CASE WHEN d.owner_id IS NOT NULL THEN 2 ELSE 3 END AS tier, 0 AS weight,")
    _score(sql, terms)
    sql.add("AS score")


def _score(sql: _Sql, terms: Sequence[Term]) -> None:
    """Points: 12 a step of prominence, up to 63 for plainness, and for how the words match.

    A whole word in the name is worth five steps of prominence, so that "ham" is ham before hamburger, and yet what
    everybody means by three letters stands before an odd food that has a word of just these.
    """
    sql.add("12 * d.prominence + d.plainness + (")
    for place, term in enumerate(terms):
        _word_points(sql.add("+" if place else ""), term)
    sql.add(f") / {len(terms)}")
    heads = [f" {word} " for term in terms for word in term.exact]
    sql.add(f"+ CASE WHEN d.head IN ({', '.join(['%s'] * len(heads))}) THEN 24", *heads)
    sql.add("WHEN").any_like("d.head", [f" {term.raw}%" for term in terms]).add("THEN 10 ELSE 0 END")
    sql.add("+ CASE WHEN").any_like("d.name", [f"{head}%" for head in heads]).add("THEN 12")
    sql.add("WHEN").any_like("d.name", [f" {term.raw}%" for term in terms]).add("THEN 6 ELSE 0 END")
    phrase = " ".join(term.exact[0] for term in terms)
    sql.add("+ CASE WHEN d.name = %s THEN 40 WHEN d.alias LIKE %s THEN 34", f" {phrase} ", f"%| {phrase} |%")
    sql.add("WHEN d.name LIKE %s THEN 14 WHEN d.name LIKE %s THEN 10", f" {phrase}%", f"% {phrase}%")
    sql.add("WHEN d.alias LIKE %s THEN 8 ELSE 0 END", f"%| {phrase}%")


def _word_points(sql: _Sql, term: Term) -> None:
    if len(term.word) == 1:  # one letter is the beginning of something, not the "m" of "M&M"
        sql.add("10")
        return
    sql.add("CASE")
    for place, word in enumerate(term.exact):
        lost = 20 + 6 * place if term.instead else 0
        for column, points in (("name", 60), ("alias", 54), ("extra", 48)):
            sql.add(f"WHEN d.{column} LIKE %s THEN {points - lost}", f"% {word} %")
    sql.add("WHEN d.name LIKE %s THEN 10 ELSE 4 END", f"% {term.raw}%")
