"""How a symptom goes over time, told from its scores: trend, what moved together, points of a small line. Pure.

docs/care.md, Symptoms. A score that was not given is unknown, never 0, and there is no total of several symptoms.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import NamedTuple

FORTNIGHT_DAYS = 14
TREND_DAYS = 2 * FORTNIGHT_DAYS
FEWEST = 4  # scores in each fortnight before they are held against each other (estimate)
LEAST_MOVE = 1.0  # points between two medians that count as a move of several symptoms (estimate)

SCORED = ("0-10", "count", "kg")  # what has a median; of yes and no only the days are counted
Scored = tuple[dt.date, float]


class Way(StrEnum):
    ROSE = "rose"
    FELL = "fell"
    SAME = "same"


class Trend(NamedTuple):
    """The median of the last 14 days, today included, and of the 14 before; None with fewer than FEWEST scores."""

    now: float | None
    before: float | None
    scores_now: int
    scores_before: int

    @property
    def known(self) -> bool:
        return self.now is not None and self.before is not None

    @property
    def moved(self) -> float | None:
        """Points up (above 0) or down."""
        return self.now - self.before if self.known else None

    @property
    def way(self) -> Way | None:
        if not self.known:
            return None
        return Way.SAME if self.moved == 0 else Way.ROSE if self.moved > 0 else Way.FELL


def trend(scores: Iterable[Scored], *, today: dt.date) -> Trend:
    now, before = [], []
    for on, score in scores:
        ago = (today - on).days
        if 0 <= ago < FORTNIGHT_DAYS:
            now.append(score)
        elif FORTNIGHT_DAYS <= ago < TREND_DAYS:
            before.append(score)
    return Trend(_median(now), _median(before), len(now), len(before))


def _median(scores: Sequence[float]) -> float | None:
    return float(median(scores)) if len(scores) >= FEWEST else None


# --- several of them -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Pattern:
    """Which symptoms moved, and the clusters in which two or more moved the same way and none the other way."""

    rose: tuple[str, ...] = ()
    fell: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    rose_together: tuple[str, ...] = ()
    fell_together: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.rose or self.fell or self.same)


def pattern(trends: Mapping[str, Trend], cluster_of: Mapping[str, str]) -> Pattern:
    """Facts of those with a known trend, in their order; a move of less than LEAST_MOVE is none."""
    ways = {key: _clear_way(one) for key, one in trends.items() if one.known}
    rose, fell, same = (tuple(key for key, way in ways.items() if way is wanted) for wanted in Way)
    return Pattern(rose, fell, same, _together(rose, fell, cluster_of), _together(fell, rose, cluster_of))


def _clear_way(one: Trend) -> Way | None:
    return Way.SAME if one.moved is not None and abs(one.moved) < LEAST_MOVE else one.way


def _together(moved: Sequence[str], otherwise: Sequence[str], cluster_of: Mapping[str, str]) -> tuple[str, ...]:
    against = {cluster_of[key] for key in otherwise}
    clusters = [cluster_of[key] for key in moved]
    return tuple(one for one in dict.fromkeys(clusters) if clusters.count(one) > 1 and one not in against)


# --- the small line --------------------------------------------------------------------------------------------------
class Step(StrEnum):
    """What one point of a line stands for."""

    DAY = "day"
    WEEK = "week"  # from Monday
    MONTH = "month"


class Point(NamedTuple):
    """The median of the scores of a day, week or month that begins on `first`, and between what they lay."""

    first: dt.date
    score: float
    low: float
    high: float
    scores: int


def start_of(day: dt.date, step: Step) -> dt.date:
    if step is Step.DAY:
        return day
    return day - dt.timedelta(days=day.weekday()) if step is Step.WEEK else day.replace(day=1)


def points(scores: Iterable[Scored], step: Step) -> list[Point]:
    """Oldest first; a day, week or month without a score has no point. `scores` in any order."""
    held: dict[dt.date, list[float]] = {}
    for on, score in scores:
        held.setdefault(start_of(on, step), []).append(score)
    return [
        Point(day, float(median(held[day])), min(held[day]), max(held[day]), len(held[day])) for day in sorted(held)
    ]


_LONGEST_GAP_DAYS = {Step.DAY: 21, Step.WEEK: 35, Step.MONTH: 92}  # estimates


def strokes(found: Sequence[Point], step: Step) -> list[list[Point]]:
    """The pieces that a line is drawn through: nothing is known of a longer gap, so it stays open."""
    pieces: list[list[Point]] = []
    for point in found:
        if pieces and (point.first - pieces[-1][-1].first).days <= _LONGEST_GAP_DAYS[step]:
            pieces[-1].append(point)
        else:
            pieces.append([point])
    return pieces
