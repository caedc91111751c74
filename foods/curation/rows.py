"""Foods as the checks read them: lean, a few thousand at a time, in the order of their numbers."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from foods.choices import State
from foods.models import Food

CHUNK = 2_000
LABEL = "label"  # the source of what stands on products


class Row(NamedTuple):
    """One published shared food. Figures are µg in its basis; None is unknown."""

    pk: int
    name: str
    brand: str
    market: str
    category: str
    origin: str
    reliability: str
    basis: str
    b12_ug: Decimal | None
    b12_added_ug: Decimal | None
    low_ug: Decimal | None
    high_ug: Decimal | None
    grade: str
    gtin: str
    figure_date: str
    source_id: int
    source_key: str
    source_is_open: bool  # whether a reader can find it: it has a publisher or an address, or is the label itself
    reviewed: bool
    imported: bool  # from a published file, which has newer editions


_FIELDS = (
    "pk", "name", "brand", "market", "category", "origin", "reliability", "basis", "b12_ug", "b12_added_ug",
    "low_ug", "high_ug", "grade", "gtin", "figure_date", "source_id", "source__key", "source__url",
    "source__publisher", "reviewed_at", "loaded__imported",
)  # fmt: skip


def read(food_ids: Iterable[int]) -> list[Row]:
    """Those of these foods that are published and shared."""
    return [_row(values) for values in Food.objects.published().filter(pk__in=list(food_ids)).values_list(*_FIELDS)]


def all_rows() -> Iterator[list[Row]]:
    last = 0
    foods = Food.objects.published().order_by("pk").values_list(*_FIELDS)
    while rows := [_row(values) for values in foods.filter(pk__gt=last)[:CHUNK]]:
        last = rows[-1].pk
        yield rows


def some_rows(food_ids: Iterable[int]) -> Iterator[list[Row]]:
    ids = sorted(set(food_ids))
    for start in range(0, len(ids), CHUNK):
        yield read(ids[start : start + CHUNK])


def _row(values: tuple) -> Row:
    *known, url, publisher, reviewed_at, imported = values
    return Row(*known, bool(url or publisher) or known[-1] == LABEL, reviewed_at is not None, bool(imported))


def is_current(state: str, owner_id: int | None) -> bool:
    """Whether the checks look at such a food at all."""
    return state == State.PUBLISHED and owner_id is None
