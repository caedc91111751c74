"""Keeping the index in step with the foods: whoever writes foods or aliases calls `reindex` with what was touched."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TypedDict

from django.db import connection, transaction

from foods.choices import State
from foods.models import Alias, Food
from foods.search.documents import Document, build

_CHUNK = 2_000
_MOST_WORDS = 20_000
_LOCK = 0xB12
_FIELDS = ["id", "food_id", "owner_id", "prominence", "plainness", "name", "head", "alias", "extra", "words", "aliases"]
_values = attrgetter(*_FIELDS)


class NewFood(TypedDict):
    """What the index needs of a food that was written just now."""

    food_id: int
    name: str
    brand: str
    market: str
    form: str
    route: str
    prominence: int
    aliases: list[str]


def reindex(food_ids: Iterable[int] | None = None) -> int:
    """Bring the index up to date for these foods, or for all; returns how many rows of it changed.

    Call it after the foods and their aliases are written, best in the same transaction. Foods that are no longer
    published leave the index; foods that did not change cost a read. All foods: the vocabulary is counted anew.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if food_ids is None:
            return _reindex_all()
        ids = sorted(set(food_ids))
        return sum(_reindex(ids[start : start + _CHUNK]) for start in range(0, len(ids), _CHUNK))


def add_new(foods: Iterable[NewFood]) -> None:
    """Index shared foods that were written just now, without reading them again; in the same transaction."""
    documents = [build(owner_id=None, reviewed=False, **food) for food in foods]
    if not documents:
        return
    if connection.vendor == "postgresql":
        _execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    docs: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for document in documents:
        _count(document, docs, shown)
    _insert(documents)
    _add_words(docs, shown)


def _reindex_all() -> int:
    _execute("DELETE FROM foods_searchword")
    gone = _column(
        "SELECT food_id FROM foods_searchdoc d WHERE NOT EXISTS "
        "(SELECT 1 FROM foods_food f WHERE f.id = d.food_id AND f.state = %s)",
        [State.PUBLISHED],
    )
    _remove(gone)
    changed = len(gone)
    docs: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for ids in _all_ids():
        fresh, stale = _compare(ids)
        changed += _replace(stale, fresh.values())
        for document in fresh.values():
            _count(document, docs, shown)
    _add_words(docs, shown)
    return changed


def _reindex(ids: Sequence[int]) -> int:
    fresh, old = _compare(ids)
    docs: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for document in fresh.values():
        _count(document, docs, shown)
    docs.subtract(word for row in old.values() if row["owner_id"] is None for word in row["words"].split())
    changed = _replace(old, fresh.values())
    _add_words(docs, shown)
    return changed


def _compare(ids: Sequence[int]) -> tuple[dict[int, Document], dict[int, dict]]:
    """The documents as they should be and the rows as they are, by food."""
    rows = _rows(f"SELECT {', '.join(_FIELDS)} FROM foods_searchdoc WHERE food_id IN ({_marks(ids)})", ids)  # nosec B608
    return {document.food_id: document for document in _documents(ids)}, {
        row[1]: dict(zip(_FIELDS, row, strict=True)) for row in rows
    }


def _replace(old: dict[int, dict], fresh: Iterable[Document]) -> int:
    """Write only what differs; returns how many foods that were."""
    new = [doc for doc in fresh if old.get(doc.food_id) != {field: getattr(doc, field) for field in _FIELDS}]
    kept = {doc.food_id for doc in fresh} - {doc.food_id for doc in new}
    stale = [food_id for food_id in old if food_id not in kept]
    _remove(stale)
    _insert(new)
    return len({*stale, *(doc.food_id for doc in new)})


def _documents(ids: Sequence[int]) -> Iterator[Document]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for food_id, name in Alias.objects.filter(food__in=ids).order_by("pk").values_list("food_id", "name"):
        aliases[food_id].append(name)
    foods = Food.objects.filter(pk__in=ids).order_by()
    fields = ["state", "pk", "name", "brand", "market", "owner_id", "prominence", "reviewed_at", "form", "route"]
    for state, pk, name, brand, market, owner_id, prominence, reviewed_at, form, route in foods.values_list(*fields):
        if state != State.PUBLISHED:  # asked for here: PostgreSQL without statistics would read the index of states
            continue
        yield build(
            food_id=pk,
            name=name,
            brand=brand,
            market=market,
            owner_id=owner_id,
            prominence=prominence,
            reviewed=reviewed_at is not None,
            form=form,
            route=route,
            aliases=aliases[pk],
        )


def _all_ids() -> Iterator[list[int]]:
    last = 0
    foods = Food.objects.order_by("pk").values_list("pk", flat=True)
    while ids := list(foods.filter(pk__gt=last)[:_CHUNK]):
        yield ids
        last = ids[-1]


def _count(document: Document, docs: Counter[str], shown: dict[str, str]) -> None:
    if document.owner_id is None:
        docs.update(document.words.split())
        for word, surface in document.surface.items():
            if len(surface) <= len(shown.get(word, surface)):
                shown[word] = surface


def _insert(documents: Sequence[Document]) -> None:
    documents = sorted(documents, key=lambda document: document.id)  # neighbours in the index are written together
    if connection.vendor == "postgresql":
        _copy(documents)
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO foods_searchdoc ({', '.join(_FIELDS)}) VALUES ({_marks(_FIELDS)})",  # nosec B608
            list(map(_values, documents)),
        )


def _copy(documents: Sequence[Document]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY foods_searchdoc ({', '.join(_FIELDS)}, tokens) FROM STDIN") as copy,
    ):
        for document in documents:
            copy.write_row((*_values(document), tokens(document)))


def tokens(document: Document) -> str | None:
    """PostgreSQL's index entry: every word with the step of the food's rank before it. None for a private food."""
    if document.owner_id is not None:
        return None
    step = document.bucket
    return " ".join([f"'{step}{word}'" for word in document.words.split()])


def _remove(food_ids: Sequence[int]) -> None:
    for start in range(0, len(food_ids), _CHUNK):
        some = food_ids[start : start + _CHUNK]
        _execute(f"DELETE FROM foods_searchdoc WHERE food_id IN ({_marks(some)})", some)  # nosec B608


def _add_words(docs: Counter[str], shown: dict[str, str]) -> None:
    """Count these words up or down; a word that no document holds leaves the vocabulary."""
    rows = [
        (word, word[::-1], len(word), shown.get(word, word), count) for word, count in sorted(docs.items()) if count
    ]
    sql = "INSERT INTO foods_searchword (word, reversed, length, shown, docs) {values} {conflict}"
    conflict = "ON CONFLICT (word) DO UPDATE SET docs = foods_searchword.docs + excluded.docs"
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(sql.format(values="VALUES (%s, %s, %s, %s, %s)", conflict=conflict), rows)
        else:  # thousands of statements would cost more than all the rest
            values = "SELECT * FROM unnest(%s::text[], %s::text[], %s::int[], %s::text[], %s::int[])"
            for start in range(0, len(rows), _MOST_WORDS):
                columns = map(list, zip(*rows[start : start + _MOST_WORDS], strict=True))
                cursor.execute(sql.format(values=values, conflict=conflict), list(columns))
        cursor.executemany(
            "DELETE FROM foods_searchword WHERE word = %s AND docs <= 0",
            [(word,) for word, *_, count in rows if count < 0],
        )


def _marks(values: Sequence) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def _execute(sql: str, params: Sequence = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _rows(sql: str, params: Sequence = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _column(sql: str, params: Sequence = ()) -> list[int]:
    return [row[0] for row in _rows(sql, params)]
