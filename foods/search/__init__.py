"""Search of the food database: `search`, `highlight` for its results, `reindex` for whoever writes foods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial

from django.db import connection

from foods.search import sql
from foods.search.folding import fold_word, raw_words
from foods.search.index import reindex
from foods.search.marks import highlight
from foods.search.repair import repair
from foods.search.terms import Term, barcodes, parse, said

__all__ = ["Hit", "Results", "highlight", "reindex", "search"]

ENOUGH = 3  # with fewer hits the spelling is looked at
_LONG = 4  # letters of a word that is looked at although it begins a brand
_KEPT = 2  # hits by the beginning of a brand that stay before what was likelier meant
MOST_HITS = 100
_STORED = Decimal("0.0001")
_PORTION = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Hit:
    """A food that matches, with its default portion. Figures are µg in the food's basis; None is unknown."""

    food_id: int
    name: str
    brand: str
    market: str
    category: str
    origin: str
    form: str
    route: str
    reliability: str
    grade: str
    basis: str
    b12_ug: Decimal | None
    b12_added_ug: Decimal | None
    portion_id: int | None
    portion_name: str
    portion_quantity: Decimal | None  # g, ml or units, as the basis says
    own: bool
    matched_alias: str  # the alias that matched where the name did not


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, best first."""

    query: str  # as typed, trimmed
    searched: str  # the words searched for, after a repair the repaired ones
    repaired: bool
    hits: tuple[Hit, ...]
    more: bool


def search(
    text: str, *, owner_id: int | None = None, boosts: Mapping[int, float] | None = None, limit: int = 10,
    exact: bool = False,
) -> Results:  # fmt: skip
    """Published foods, and with `owner_id` that person's own, that hold every word of `text`, or begin with it.

    `boosts`: food → weight of what this person logs; they come first. `exact`: the spelling is not repaired.
    One query; where fewer than three foods match, or only brands that begin so, two more. Any text is allowed.
    """
    query = text.strip()
    limit = max(1, min(limit, MOST_HITS))
    if codes := barcodes(query):
        rows = _rows(*sql.by_barcode(codes, owner_id=owner_id, limit=limit))
        return _results(query, query, False, [_hit(row, ()) for row in rows], limit)
    terms = parse(query)
    if not terms:
        return Results(query, "", False, (), False)
    asked = partial(sql.build, vendor=connection.vendor, owner_id=owner_id, boosts=boosts or {}, limit=limit)
    rows = _rows(*asked(terms))
    hits = [_hit(row, terms) for row in rows]
    are_few = len(rows) < min(ENOUGH, limit + 1) and not _are_words(terms, rows)
    if not exact and (are_few or _are_brands(terms, rows)):
        better = repair(terms, hits=len(rows), owner_id=owner_id)
        kept = hits if are_few else hits[:_KEPT]
        seen = {hit.food_id for hit in kept}
        rows = _rows(*asked(better.terms)) if better else []
        if better and (more := [_hit(row, better.terms) for row in rows if row[0] not in seen]):
            return _results(query, better.searched, True, kept + more, limit)
    return _results(query, said(terms), False, hits, limit)


def _results(query: str, searched: str, repaired: bool, hits: Sequence[Hit], limit: int) -> Results:
    return Results(query, searched, repaired, tuple(hits[:limit]), len(hits) > limit)


def _rows(statement: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _are_words(terms: Sequence[Term], rows: Sequence[tuple]) -> bool:
    """Whether each word stands in a match as it was typed: then there is nothing to repair."""
    return all(any(f" {term.word} " in row[-4] for row in rows) for term in terms)


def _are_brands(terms: Sequence[Term], rows: Sequence[tuple]) -> bool:
    """Whether one long word found nothing but brands that begin with it, as "burgar" finds Burgarpul's."""
    if len(terms) != 1 or len(terms[0].word) < _LONG:
        return False
    term = terms[0]
    return not any(f" {term.word} " in row[-4] or term.in_text(row[-3]) or row[-1] for row in rows)


def _hit(row: tuple, terms: Sequence[Term]) -> Hit:
    *texts, b12_ug, added_ug, portion_id, portion_name, quantity, owner_id, _, name, extra, aliases = row
    figures = (_decimal(b12_ug, _STORED), _decimal(added_ug, _STORED))
    portion = (portion_id, portion_name or "", _decimal(quantity, _PORTION))
    match = (owner_id is not None, _alias(terms, name + extra, aliases) if aliases else "")
    return Hit(*texts, *figures, *portion, *match)


def _decimal(value: Decimal | float | None, places: Decimal) -> Decimal | None:
    """As the database stores it: SQLite hands out floats and integers."""
    return value if value is None or isinstance(value, Decimal) else Decimal(str(value)).quantize(places)


def _alias(terms: Sequence[Term], found_in: str, aliases: str) -> str:
    """The alias that holds most of the words, where name, brand and the like do not hold all of them."""
    if all(term.in_text(found_in) for term in terms):
        return ""
    return max(aliases.split("\n"), key=lambda alias: _matches(terms, alias))


def _matches(terms: Sequence[Term], alias: str) -> int:
    text = _folded(alias)
    return sum(term.in_text(text) for term in terms)


@lru_cache(maxsize=8192)
def _folded(alias: str) -> str:
    return f" {' '.join(fold_word(word) for word in raw_words(alias))} "
