"""The journal of symptoms: how one goes over time, what moved together, what is asked beside a score. Pure.

docs/care.md, Symptoms. A score that was not given is unknown, never 0, and there is no total of several symptoms.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.risks.red_flags import FALL_TRIPPED, FALL_UNEXPLAINED, SELF_HARM
from tracker.domain.symptoms import CLUSTERS, SYMPTOMS, Symptom

FORTNIGHT_DAYS = 14
TREND_DAYS = 2 * FORTNIGHT_DAYS
FEWEST = 4  # scores in each fortnight before they are held against each other (estimate)
LEAST_MOVE = 1.0  # points between two medians that count as a move of several symptoms (estimate)

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
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def way(self) -> Way | None:
        moved = self.moved
        if moved is None:
            return None
        return Way.SAME if moved == 0 else Way.ROSE if moved > 0 else Way.FELL


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


# --- what is asked beside a score ------------------------------------------------------------------------------------
PLACES = (  # words of the body map; rules know the beginnings and ends of them
    "left_hand", "right_hand", "left_arm", "right_arm", "left_foot", "right_foot", "left_leg", "right_leg",
    "face", "one_side", "saddle",
)  # fmt: skip
COURSED = frozenset(("numbness", "tingling", "muscle_weakness", "ataxia", "balance", "falls"))  # whose course is read
FLAGS: Mapping[str, tuple[str, ...]] = MappingProxyType(  # with the course at most two questions a symptom
    {
        "numbness": ("one_sided",),
        "muscle_weakness": ("one_sided",),
        "ataxia": ("sudden_trouble_walking",),
        "balance": ("sudden_trouble_walking",),
        "vision": ("sudden_sight_loss", "worsening_sight"),
        "incontinence": ("bladder_leg_weakness", "saddle_numbness"),
        "breathlessness": ("breathless_at_rest", "chest_pain"),
        "palpitations": ("fainting_palpitations", "chest_pain"),
        "pallor": ("jaundice",),
        "headache": ("worst_headache", "headache_fever_stiff_neck"),
        "dizziness": ("fainting",),
        "memory": ("rapid_memory_change",),
        "confusion": ("sudden_confusion",),
        "depression": (SELF_HARM,),
        "mouth_ulcers": ("ulcer_3_weeks",),
        "appetite": ("unplanned_weight_loss",),
        "weight_loss": ("unplanned_weight_loss",),
        "diarrhoea": ("diarrhoea_blood_fever",),
    }
)
FALL_ANSWERS = (FALL_TRIPPED, FALL_UNEXPLAINED)


def is_placed(symptom: Symptom) -> bool:
    """Whether the body map is asked beside it."""
    return "map" in symptom.scale or "where" in symptom.scale


def scored_as(symptom: Symptom) -> str:
    """ "0-10", "yes/no", "count" or "kg"; what is found by somebody else ("note", "number") is not scored."""
    return symptom.scale[0]


CHOOSABLE: Mapping[str, Symptom] = MappingProxyType(
    {
        key: symptom
        for cluster in CLUSTERS
        for key, symptom in SYMPTOMS.items()
        if symptom.cluster == cluster and scored_as(symptom) not in ("note", "number")
    }
)  # by cluster, in the order of the table
