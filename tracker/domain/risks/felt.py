"""Scores of symptoms as rules see them: the latest of each, and how it came to it. Pure; docs/risks.md, Facts."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tracker.domain.risks.facts import WINDOW_DAYS, Precision, Symptom, When

RISE_DAYS = 7  # between two scores that are held against each other
SCORE_DAYS = WINDOW_DAYS + RISE_DAYS  # how far back scores are wanted, today included
HAPPENING = frozenset(("falls", "incontinence", "infant_regression"))  # a later "no" does not undo what happened


class Score(NamedTuple):
    """One symptom on one day. `places`: words of the body map."""

    on: dt.date
    score: float
    course: str = ""
    places: frozenset[str] = frozenset()


class Told(NamedTuple):
    """What was said of a symptom as a whole. `first_on`: its first score; `onset`: when it began."""

    first_on: dt.date | None = None
    onset: When | None = None
    looked_into: bool = False


_NOTHING_TOLD = Told()


def symptoms_of(
    scores: Mapping[str, Sequence[Score]], told: Mapping[str, Told], *, today: dt.date
) -> tuple[Symptom, ...]:
    """Of each key that has a score of the last 28 days. `scores` by key, in any order, of SCORE_DAYS."""
    found = (
        _symptom(key, sorted(given, key=_day), told.get(key, _NOTHING_TOLD), today) for key, given in scores.items()
    )
    return tuple(one for one in found if one)


def _day(score: Score) -> dt.date:
    return score.on


def _symptom(key: str, scores: Sequence[Score], told: Told, today: dt.date) -> Symptom | None:
    """`scores` oldest first, each of another day."""
    known = [one for one in scores if 0 <= (today - one.on).days < SCORE_DAYS]
    month = [one for one in known if (today - one.on).days < WINDOW_DAYS]
    if not month:
        return None
    felt = [one for one in month if one.score > 0]
    shown = felt[-1] if felt and key in HAPPENING else month[-1]
    firsts = [told.first_on, *(one.on for one in known if one.score > 0)]
    return Symptom(
        key=key,
        severity=shown.score,
        last=shown.on,
        first=min((date for date in firsts if date), default=None),
        onset=_onset(told.onset, today),
        course=shown.course,
        rise=_rise(known),
        days=len(felt),
        looked_into=told.looked_into,
        places=shown.places,
    )


def _onset(said: When | None, today: dt.date) -> dt.date | None:
    """A year that is still going on does not say whether it is new: then the first score counts."""
    if said is None or (said.precision == Precision.YEAR and said.date.year == today.year):
        return None
    return said.date


def _rise(scores: Sequence[Score]) -> float | None:
    """The most it went up from one score to a later one within a week, less what it has eased since; None where no two
    are so close."""
    return max(_rises(scores), default=None)


def _rises(scores: Sequence[Score]) -> Iterable[float]:
    for place, later in enumerate(scores):
        for earlier in scores[:place]:
            if (later.on - earlier.on).days <= RISE_DAYS:
                yield min(later.score, scores[-1].score) - earlier.score
