"""How a body store might change over years. A model, not a measurement. Pure; docs/model.md, Store projection.

One pool loses a share of itself every day and gains what is absorbed. Nobody has measured this pool in anyone who uses
this: no figure from here may be shown without its band, and none may become a date, a finding or advice.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from operator import add, mul, sub, truediv
from typing import NamedTuple

from tracker.domain.parameters import Span
from tracker.domain.quantiles import (
    LEAST_LOSS_PER_DAY,
    MOST_LOSS_PER_DAY,
    THRESHOLD_UG,
    Draws,
    draws,
    percentiles,
)
from tracker.domain.states import USUAL_LOSS_PER_DAY

START_UG = 2500.0  # usually 2,000–3,000; Carmel 2008, Institute of Medicine 1998
START_LONG_WITHOUT_UG = 1000.0  # after two years or more without any source: estimate, the model itself gives 968
DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
MOST_MONTHS = 120  # drawn at most; docs/model.md, Store projection
DISPLAY_CAP_YEARS = 30  # beyond, a page says "more than 30"
_POINTS = 20  # a curve this smooth needs no more; each costs a sort of all draws
_AT_LEAST_UG = 1e-9  # a plateau this close below the threshold never gets there


def store_after(start_ug: float, absorbed_per_day: float, loss_per_day: float, days: float) -> float:
    """µg in store after `days`. `ValueError` for anything negative or not finite."""
    _check(start_ug=start_ug, absorbed_per_day=absorbed_per_day, loss_per_day=loss_per_day, days=days)
    if not loss_per_day:
        return start_ug + absorbed_per_day * days
    lost = -math.expm1(-loss_per_day * days)
    return start_ug * (1 - lost) + absorbed_per_day / loss_per_day * lost


def plateau_ug(absorbed_per_day: float, loss_per_day: float) -> float | None:
    """µg at which the store settles, wherever it began; None: without any loss it does not. `ValueError` as above."""
    _check(absorbed_per_day=absorbed_per_day, loss_per_day=loss_per_day)
    return absorbed_per_day / loss_per_day if loss_per_day else None


def years_to(
    start_ug: float, absorbed_per_day: float, loss_per_day: float, threshold_ug: float = THRESHOLD_UG
) -> float | None:
    """Years until the store is down to `threshold_ug`: 0 if it is already, None if it never is.

    `ValueError` for anything negative or not finite, and for a threshold of 0, which is never reached but in the limit.
    """
    _check(start_ug=start_ug, absorbed_per_day=absorbed_per_day, loss_per_day=loss_per_day, threshold_ug=threshold_ug)
    if not threshold_ug:
        raise ValueError("the threshold must be above 0")
    if start_ug <= threshold_ug:
        return 0.0
    if not loss_per_day:
        return None
    years = _years(start_ug, loss_per_day, absorbed_per_day, threshold_ug)
    return None if math.isinf(years) else years


def half_life_days(loss_per_day: float) -> float | None:
    """Days until half of a store without any intake is lost; None: never, without any loss. `ValueError` as above."""
    _check(loss_per_day=loss_per_day)
    return math.log(2) / loss_per_day if loss_per_day else None


class Runway(NamedTuple):
    """Years to the low threshold that 10, 50 and 90 % of the draws fall short of; None: not reached.

    `never_share` (0–1) of the draws never get there.
    """

    p10: float | None
    p50: float | None
    p90: float | None
    never_share: float


class StorePoint(NamedTuple):
    """The 10th, the 50th and the 90th percentile of the store, in µg, `months` from now."""

    months: float
    low_ug: float
    middle_ug: float
    high_ug: float


@dataclass(frozen=True, slots=True)
class Projection:
    """The band of the store over time. `plateau_ug`: its middle is intake over loss, its ends hold eight in ten draws.

    `absorbed_per_day` (µg), `loss_per_day` (share of the store) and `start_ug` are what it was made from.
    """

    points: tuple[StorePoint, ...]
    runway: Runway
    plateau_ug: Span
    absorbed_per_day: Span
    loss_per_day: float
    start_ug: float


def project(
    *,
    absorbed_per_day: Span,
    loss_per_day: float = USUAL_LOSS_PER_DAY,
    start_ug: float = START_UG,
    months: int = MOST_MONTHS,
) -> Projection:
    """The store over the next `months` (1–120), if one goes on like this. The same inputs give the same band.

    `absorbed_per_day` in µg: its ends are those of states that have a range, of unknown foods and of injections. The
    spread of the model's own constants is added here and must not be in them. At most 21 points, evenly spaced, and
    the last month. `ValueError` for ends out of order, for anything negative or not finite, and for a loss outside
    0.0007–0.0026.
    """
    _check(start_ug=start_ug, low=absorbed_per_day.low, high=absorbed_per_day.high)
    if not absorbed_per_day.low <= absorbed_per_day.middle <= absorbed_per_day.high:
        raise ValueError(f"the ends of a range lie on both sides of its middle: {absorbed_per_day}")
    if not LEAST_LOSS_PER_DAY <= loss_per_day <= MOST_LOSS_PER_DAY:
        raise ValueError(f"a loss a day lies within {LEAST_LOSS_PER_DAY}–{MOST_LOSS_PER_DAY}, not {loss_per_day}")
    if not 1 <= months <= MOST_MONTHS:
        raise ValueError(f"1 to {MOST_MONTHS} months can be drawn, not {months}")
    drawn = draws(start_ug=start_ug, loss_per_day=loss_per_day, absorbed_per_day=absorbed_per_day)
    settled = list(map(truediv, drawn.absorbed_per_day, drawn.loss_per_day))
    low, _, high = percentiles(settled)
    return Projection(
        tuple(_points(drawn, settled, months)),
        _runway(drawn),
        Span(low, absorbed_per_day.middle / loss_per_day, high),
        absorbed_per_day,
        loss_per_day,
        start_ug,
    )


def _points(drawn: Draws, settled: list[float], months: int) -> Iterator[StorePoint]:
    """Step by step: what lies above (or, negative, below) the plateau shrinks by the same share every step."""
    step = math.ceil(months / _POINTS)
    above = list(map(sub, drawn.start_ug, settled))
    yield StorePoint(0.0, *percentiles(drawn.start_ug))
    at, kept_step, kept = 0, 0, [1.0]
    while at < months:
        gap = min(step, months - at)
        if gap != kept_step:
            kept_step, kept = gap, [math.exp(-loss * gap * DAYS_A_MONTH) for loss in drawn.loss_per_day]
        at += gap
        above = list(map(mul, above, kept))
        yield StorePoint(float(at), *percentiles(map(add, settled, above)))


def _runway(drawn: Draws) -> Runway:
    years = list(map(_years, *drawn))
    p10, p50, p90 = (None if math.isinf(value) else value for value in percentiles(years))
    return Runway(p10, p50, p90, years.count(math.inf) / len(years))


def _years(start_ug: float, loss_per_day: float, absorbed_per_day: float, threshold_ug: float) -> float:
    """As `years_to`, infinite for never; the loss is above 0."""
    if start_ug <= threshold_ug:
        return 0.0
    plateau = absorbed_per_day / loss_per_day
    if plateau >= threshold_ug - _AT_LEAST_UG:
        return math.inf
    return math.log((start_ug - plateau) / (threshold_ug - plateau)) / loss_per_day / DAYS_A_YEAR


def _check(**figures: float) -> None:
    for name, figure in figures.items():
        if not 0 <= figure < math.inf:
            raise ValueError(f"{name} must be finite and not negative, not {figure}")
