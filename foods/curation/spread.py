"""What is usual in a category: the middle of its figures, and how far they lie apart.

Fortified foods are counted apart: a cereal with and one without added B12 are two kinds of thing. On log10 of the
figures, because they differ by factors. The median and the median distance from it (MAD) are not moved
by the very values that are looked for. Zeros are left out: they say that there is none, not that there is little.
"""

import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.core.cache import cache

from foods.choices import Origin, Reliability, State
from foods.models import Food

FEWEST = 20  # fewer figures say nothing about what is usual
NARROWEST = 0.2  # of the scale: five times the median is never an outlier, however alike the others are
_TO_SIGMA = 1.4826  # MAD of normal figures to their standard deviation
_KEY = "foods:curation:spreads"
_CHUNK = 5_000

Key = tuple[str, str, bool]  # category, basis, whether B12 was added


@dataclass(frozen=True, slots=True)
class Spread:
    """Of log10 of µg in the basis."""

    figures: int
    middle: float
    scale: float

    def z(self, ug: float) -> float:
        """How many robust standard deviations a figure above 0 lies from the middle."""
        return (math.log10(ug) - self.middle) / self.scale

    @property
    def median_ug(self) -> float:
        return 10**self.middle


Spreads = Mapping[Key, Spread]


def spread_of(logs: Iterable[float]) -> Spread | None:
    """None where there are too few figures."""
    values = sorted(logs)
    if len(values) < FEWEST:
        return None
    middle = median(values)
    mad = median(sorted(abs(value - middle) for value in values))
    return Spread(len(values), middle, max(_TO_SIGMA * mad, NARROWEST))


def was_added(origin: str, added_ug: Decimal | None) -> bool:
    return origin != Origin.FOOD or bool(added_ug)


def measure() -> Spreads:
    """Of the table as it stands; four bytes a figure, and kept for checks of a few foods."""
    logs: dict[Key, array] = {}
    last = 0
    foods = Food.objects.filter(state=State.PUBLISHED, owner=None, reliability=Reliability.ACTIVE).order_by("pk")
    rows = foods.values_list("pk", "category", "basis", "b12_ug", "origin", "b12_added_ug")
    while some := list(rows.filter(pk__gt=last)[:_CHUNK]):
        last = some[-1][0]
        for _pk, category, basis, ug, origin, added in some:
            if ug:
                key = category, basis, was_added(origin, added)
                logs.setdefault(key, array("f")).append(math.log10(ug))
    found = {key: spread for key, values in logs.items() if (spread := spread_of(values)) is not None}
    cache.set(_KEY, [(*key, one.figures, one.middle, one.scale) for key, one in found.items()], None)
    return found


def known() -> Spreads:
    """As last measured, which is each night; measured now where that never was."""
    kept = cache.get(_KEY)
    if kept is None:
        return measure()
    return {(category, basis, added): Spread(*rest) for category, basis, added, *rest in kept}
