"""Cycles between injections, and how a symptom scores by the day of them. Pure; docs/care.md, Injections and cycles.

A cycle runs from the day of one injection to the day before the next. It compares only with itself: scores late in a
cycle with scores in its middle. That something repeats says nothing of why.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise
from statistics import median, median_low
from typing import NamedTuple

SHORTEST_CYCLE_DAYS = 14  # closer together they are loading doses: estimate
LONG_TIMES = 2.0  # longer than this many usual intervals, one may be missing in the log: estimate
LEAST_CYCLES = 3  # complete ones, before anything is said of a pattern
MOST_CYCLES = 6  # the last ones that are compared: a treatment changes over the years; estimate
LEAST_SCORES = 2  # in the middle third and in the last third each, so at least four a cycle: estimate
LEAST_DIFFERENCE = 1.0  # of 0–10, between the medians of two thirds: estimate


@dataclass(frozen=True, slots=True)
class Cycle:
    """`after`: the first day that is not of it; of the one that runs, the day after today. `long`: not compared."""

    start: dt.date
    after: dt.date
    complete: bool
    long: bool = False

    @property
    def days(self) -> int:
        return (self.after - self.start).days

    def day_of(self, day: dt.date) -> int:
        """0 is the day of the injection."""
        return (day - self.start).days


class Scored(NamedTuple):
    """A score of 0–10 on a day."""

    on: dt.date
    score: float


class Way(StrEnum):
    """What the last third is, beside the middle third, in every cycle that is compared."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"  # not the same in all of them, or too little


@dataclass(frozen=True, slots=True)
class Comparison:
    """`complete`: cycles that ended and are not overly long; `compared`: those of them with enough scores.

    `way` None: fewer than three can be compared, so nothing is said. `from_day`: where the last third of them begins.
    """

    complete: int
    compared: tuple[Cycle, ...] = ()
    differences: tuple[float, ...] = ()
    way: Way | None = None
    from_day: int | None = None


def cycles(injections: Iterable[dt.date], *, today: dt.date, planned_days: float | None = None) -> tuple[Cycle, ...]:
    """In the order of time; the last one runs. Order and double logs of a day do not matter; empty without any.

    Complete ones of fewer than 14 days are left out: those are loading doses.
    """
    days = sorted({day for day in injections if day <= today})
    if not days:
        return ()
    ended = [(a, b) for a, b in pairwise(days) if (b - a).days >= SHORTEST_CYCLE_DAYS]
    limit = long_after_days([(b - a).days for a, b in ended], planned_days=planned_days)
    found = [Cycle(a, b, complete=True, long=_is_long(a, b, limit)) for a, b in ended]
    last, after = days[-1], today + dt.timedelta(days=1)
    return (*found, Cycle(last, after, complete=False, long=_is_long(last, today, limit)))


def long_after_days(lengths: Sequence[int], *, planned_days: float | None = None) -> float | None:
    """Days after which a gap is overly long: twice what was planned, or twice the median where that is longer.

    None where neither is known.
    """
    known = [float(median_low(lengths))] if lengths else []
    known += [planned_days] if planned_days else []
    return LONG_TIMES * max(known) if known else None


def _is_long(first: dt.date, last: dt.date, limit: float | None) -> bool:
    return limit is not None and (last - first).days > limit


def by_day(cycle: Cycle, scores: Iterable[Scored]) -> tuple[tuple[int, float], ...]:
    """(day of the cycle, score) of the scores that fall into it, in the order of days."""
    return tuple(sorted((cycle.day_of(on), score) for on, score in scores if cycle.start <= on < cycle.after))


def last_third(days: float) -> float:
    """The day on which the last third of a cycle begins."""
    return days * 2 / 3


def difference(cycle: Cycle, scores: Iterable[Scored]) -> float | None:
    """The median of the scores in the last third less that in the middle third; None with too few in either."""
    placed = by_day(cycle, scores)
    begins, ends = cycle.days / 3, last_third(cycle.days)
    middle = [score for day, score in placed if begins <= day < ends]
    late = [score for day, score in placed if ends <= day]
    if min(len(middle), len(late)) < LEAST_SCORES:
        return None
    return median(late) - median(middle)


def compare(found: Sequence[Cycle], scores: Sequence[Scored]) -> Comparison:
    """Whether the last third stands out in the same way in each of the last cycles that can be compared."""
    ended = [cycle for cycle in found if cycle.complete and not cycle.long]
    newest_first = ((cycle, figure) for cycle in reversed(ended) if (figure := difference(cycle, scores)) is not None)
    recent = list(islice(newest_first, MOST_CYCLES))[::-1]
    compared, figures = tuple(cycle for cycle, _ in recent), tuple(figure for _, figure in recent)
    if len(recent) < LEAST_CYCLES:
        return Comparison(len(ended), compared, figures)
    from_day = round(last_third(median(cycle.days for cycle in compared)))
    return Comparison(len(ended), compared, figures, _way(figures), from_day)


def _way(figures: Sequence[float]) -> Way:
    if all(figure >= LEAST_DIFFERENCE for figure in figures):
        return Way.HIGHER
    return Way.LOWER if all(figure <= -LEAST_DIFFERENCE for figure in figures) else Way.NONE
