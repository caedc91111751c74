"""Foods that may be one and the same. Never all against all: only foods that share a key are compared.

Two keys: the barcode, written one way; and the folded words of name and brand in any order. Within a key each food is
compared with the best of them, so that ten of a kind make nine items and not forty-five. Keys are kept in a temporary
file while the table is looked through.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from itertools import groupby, pairwise

from foods.choices import Grade
from foods.curation.popularity import logged
from foods.curation.rows import Row, read
from foods.curation.rules import FACTORS, Doubt, changes_of, mark_of, times
from foods.models import ConcernKind, Food
from foods.search.folding import words

CLOSE = Decimal("0.05")  # of the higher figure
SAME = Decimal("0.02")  # of the figure: a thousand times it, rounded
_GRADES = {str(grade): place for place, grade in enumerate(Grade.values)}
_PUBLISHED = {str(Grade.ANALYSED), str(Grade.CALCULATED), str(Grade.ASSUMED)}
_BINDING = {"with", "without", "no", "not", "non", "low", "reduced", "sans", "ohne"}
_BATCH = 500


def gtin_key(gtin: str) -> str:
    """A barcode with and without leading zeros is one; "" for none."""
    digits = gtin.strip().lstrip("0")
    return digits.zfill(14) if digits else ""


def spellings(gtin: str) -> set[str]:
    """The ways in which a table may hold this barcode."""
    digits = gtin.strip().lstrip("0")
    return {digits.zfill(length) for length in (8, 12, 13, 14) if len(digits) <= length} | {digits} if digits else set()


def name_key(row: Row) -> str:
    """The words of name and brand in any order and spelling, with what the figure is of.

    A word keeps the “without” before it: with salt and without peanuts is not without salt and with peanuts.
    """
    said = words(f"{row.name} {row.brand}")
    bound = [f"{before} {word}" if before in _BINDING else word for before, word in pairwise(["", *said])]
    return " ".join([*sorted(bound), row.basis])


def is_pair(one: Row, other: Row) -> bool:
    """Whether it is worth a curator's time to look at these two."""
    if one.pk == other.pk or (one.market and other.market and one.market != other.market):
        return False
    codes = gtin_key(one.gtin), gtin_key(other.gtin)
    if codes[0] and codes[0] == codes[1]:
        return True
    if all(codes) or name_key(one) != name_key(other):  # another barcode is another product to its maker
        return False
    if one.source_id != other.source_id and {one.grade, other.grade} <= _PUBLISHED:
        return False  # each table of a public body has its own milk, and readers may want either
    return is_close(one.b12_ug, other.b12_ug)


def is_close(one: Decimal | None, other: Decimal | None) -> bool:
    """Figures within 5 % of the higher one; what is not known is close to nothing."""
    return one is not None and other is not None and abs(one - other) <= CLOSE * max(one, other)


def doubt_of(one: Row, other: Row, *, keep: int) -> Doubt:
    low, high = sorted((one, other))
    mark = mark_of(
        ConcernKind.DUPLICATE,
        low.pk,
        high.pk,
        name_key(low),
        name_key(high),
        low.b12_ug,
        high.b12_ug,
        low.gtin,
        high.gtin,
    )
    same_code = bool(gtin_key(one.gtin)) and gtin_key(one.gtin) == gtin_key(other.gtin)
    loser, winner = (one, other) if keep == other.pk else (other, one)
    facts = {"keep": keep, "same": "gtin" if same_code else "name"}
    return Doubt(ConcernKind.DUPLICATE, winner.pk, mark, facts, (not same_code,), loser.pk)


def best(rows: Sequence[Row], counts: Mapping[int, int]) -> Row:
    """The one to keep: what most people log, then the better grade, then what was reviewed, then the older one."""
    return min(rows, key=lambda row: (-counts.get(row.pk, 0), _GRADES.get(row.grade, 9), not row.reviewed, row.pk))


def among(groups: Sequence[Sequence[int]]) -> list[Doubt]:
    """Foods that share a key, by their numbers: each that is a pair with the best of its group, once."""
    ids = {pk for group in groups for pk in group}
    rows, counts = {row.pk: row for row in read(ids)}, logged(ids)
    found: dict[str, Doubt] = {}
    for group in groups:
        there = [rows[pk] for pk in group if pk in rows]
        kept = best(there, counts) if len(there) > 1 else None
        for row in there:
            if kept is None:
                continue
            doubt = doubt_of(kept, row, keep=kept.pk) if is_pair(kept, row) else slip_beside(row, kept)
            if doubt is not None:
                found[doubt.mark] = doubt
    return list(found.values())


def slip_beside(row: Row, kept: Row) -> Doubt | None:
    """The same name with a thousand times the figure, or a thousandth: one of the two has the wrong unit."""
    if not row.b12_ug or not kept.b12_ug or name_key(row) != name_key(kept) or row.category != kept.category:
        return None
    for factor in FACTORS:
        if abs(row.b12_ug * factor - kept.b12_ug) <= SAME * kept.b12_ug:
            mark = mark_of(ConcernKind.UNIT, row.pk, kept.pk, row.b12_ug, kept.b12_ug)
            then = row.b12_ug * factor
            facts = {"changes": changes_of(row, then), "times": times(row.b12_ug, then), "beside": kept.pk}
            return Doubt(ConcernKind.UNIT, row.pk, mark, facts, (-float(row.b12_ug),))
    return None


class Keys:
    """The keys of all foods, in a file of its own that is gone when it is closed; memory stays flat."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA cache_size = -16000")
        self._file.execute("CREATE TABLE keys (key INTEGER NOT NULL, food INTEGER NOT NULL)")
        self._file.execute("BEGIN")

    def add(self, rows: Iterable[Row]) -> None:
        self._file.executemany("INSERT INTO keys VALUES (?, ?)", (pair for row in rows for pair in _keys(row)))

    def shared(self) -> Iterator[list[int]]:
        """The foods of each key that more than one has."""
        self._file.execute("CREATE INDEX by_key ON keys (key, food)")
        cursor = self._file.execute(
            "SELECT key, food FROM keys WHERE key IN (SELECT key FROM keys GROUP BY key HAVING COUNT(*) > 1) "
            "ORDER BY key, food"
        )
        for _key, pairs in groupby(cursor, key=lambda pair: pair[0]):
            yield [food for _same, food in pairs]

    def close(self) -> None:
        self._file.close()


def _keys(row: Row) -> Iterator[tuple[int, int]]:
    yield _number(f"name {name_key(row)}"), row.pk
    if code := gtin_key(row.gtin):
        yield _number(f"gtin {code}"), row.pk


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


MOST_ALIKE = 50  # of one key; more is a name like “milk” without a brand, and compared with the best of fifty


def of_keys(keys: Keys) -> Iterator[list[Doubt]]:
    """The pairs of a table whose keys were collected; some hundred foods are read at a time."""
    batch: list[list[int]] = []
    for ids in keys.shared():
        batch.append(ids[:MOST_ALIKE])
        if sum(map(len, batch)) >= _BATCH:
            yield among(batch)
            batch = []
    if batch:
        yield among(batch)


def of_barcodes(rows: Iterable[Row]) -> list[Doubt]:
    """The pairs of some foods with any that has the same barcode."""
    codes = {key for row in rows if (key := gtin_key(row.gtin))}
    wanted = sorted(spelling for code in codes for spelling in spellings(code))
    groups: dict[str, list[int]] = {}
    for start in range(0, len(wanted), _BATCH):
        same = Food.objects.published().filter(gtin__in=wanted[start : start + _BATCH]).exclude(gtin="")
        for pk, gtin in same.order_by("pk").values_list("pk", "gtin"):
            groups.setdefault(gtin_key(gtin), []).append(pk)
    return among([ids[:MOST_ALIKE] for ids in groups.values() if len(ids) > 1])
