"""The uncertain figures of the store projection as fixed draws, the same at every request. Pure.

Random draws would give another band at every reload. These are the points of a rank-1 lattice instead: evenly spread
over all five figures at once, symmetric about the middle, with the middle of all five among them. What they give agrees
with simulations of many random draws to about 1 %, and to 4 % in its longest tail; docs/model.md, Store projection.
"""

import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import repeat
from operator import mul
from statistics import NormalDist
from typing import NamedTuple

from tracker.domain.parameters import Span

DRAWS = 505  # ends on 5, so that the 10th, the 50th and the 90th percentile are draws themselves
START_FOLD = 1.5  # geometric SD of the store at the start; Carmel 2008, Institute of Medicine 1998 (means 600–3,900 µg)
LOSS_SD_PER_DAY = 0.0003  # Doets 2013
LEAST_LOSS_PER_DAY, MOST_LOSS_PER_DAY = 0.0007, 0.0026
THRESHOLD_UG = 300.0  # Institute of Medicine 1998
THRESHOLD_SD_UG = 60.0  # estimate
LEAST_THRESHOLD_UG, MOST_THRESHOLD_UG = 150.0, 500.0
INTAKE_LOG_SD = 0.3  # of what is absorbed; estimate

_STEPS = (1, 348, 57, 99, 244)  # best of 90,000 tried against 2,000,000 random draws
_TENTH, _HALF, _NINE_TENTHS = DRAWS // 10, DRAWS // 2, DRAWS * 9 // 10


class Draws(NamedTuple):
    """One value of each figure for every draw, in the same order."""

    start_ug: list[float]
    loss_per_day: tuple[float, ...]
    absorbed_per_day: list[float]
    threshold_ug: tuple[float, ...]


def draws(*, start_ug: float, loss_per_day: float, absorbed_per_day: Span) -> Draws:
    """All draws around these middles. `loss_per_day` lies within the limits above, the rest is not negative.

    Half of the draws take an intake from `low` to the middle, half from the middle to `high`, each evenly, before the
    general spread: one draw from end to end would move the median away from the middle line wherever the middle is not
    halfway (the states' middle is the upper end of what is released, an unknown food has no lower end).
    """
    return Draws(
        list(map(mul, _START_SHARES, repeat(start_ug))),
        _losses(loss_per_day),
        _intakes(absorbed_per_day),
        _THRESHOLDS,
    )


def percentiles(values: Iterable[float]) -> tuple[float, float, float]:
    """The 10th, the 50th and the 90th percentile of one value for every draw; infinite values come last."""
    ordered = sorted(values)
    return ordered[_TENTH], ordered[_HALF], ordered[_NINE_TENTHS]


def _evenly(step: int) -> list[float]:
    """One axis of the lattice: every middle of the `DRAWS` equal parts of 0–1 once, in the order that `step` gives."""
    return [((draw - _HALF) * step + _HALF) % DRAWS / DRAWS + 0.5 / DRAWS for draw in range(DRAWS)]


def _normally(step: int) -> list[float]:
    return list(map(NormalDist().inv_cdf, _evenly(step)))


def _clipped(middle: float, sd: float, scores: Iterable[float], least: float, most: float) -> tuple[float, ...]:
    return tuple(min(most, max(least, middle + sd * score)) for score in scores)


_START_SHARES = [START_FOLD**score for score in _normally(_STEPS[0])]
_LOSS_SCORES = _normally(_STEPS[1])
_INTAKE_SHARES = [math.exp(INTAKE_LOG_SD * score) for score in _normally(_STEPS[2])]
_THRESHOLDS = _clipped(THRESHOLD_UG, THRESHOLD_SD_UG, _normally(_STEPS[3]), LEAST_THRESHOLD_UG, MOST_THRESHOLD_UG)
_ENDS = [(max(0.0, 1 - 2 * part), max(0.0, 2 * part - 1)) for part in _evenly(_STEPS[4])]  # way to low, way to high


@lru_cache(maxsize=16)
def _losses(loss_per_day: float) -> tuple[float, ...]:
    return _clipped(loss_per_day, LOSS_SD_PER_DAY, _LOSS_SCORES, LEAST_LOSS_PER_DAY, MOST_LOSS_PER_DAY)


def _intakes(absorbed_per_day: Span) -> list[float]:
    low, middle, high = absorbed_per_day
    if low == high:
        return list(map(mul, _INTAKE_SHARES, repeat(middle)))
    below, above = middle - low, high - middle
    return [
        share * (middle - to_low * below + to_high * above)
        for share, (to_low, to_high) in zip(_INTAKE_SHARES, _ENDS, strict=True)
    ]
