"""Whether a log keeps a schedule that works without a natural source of B12. Pure; docs/risks.md, Diet and intake.

A day is judged by the rules of `domain.cover`. This runs for every vegan on every page: what is clear from a glance at
a day's doses is not judged at length.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.domain.cover import (
    DAILY_UG,
    FORTIFIED_UG,
    MERGE_MIN,
    WEEK_DAYS,
    WEEKLY_UG,
    Crystalline,
    DayState,
    DayTaken,
    Rule,
    cover,
)
from tracker.domain.risks.facts import WINDOW_DAYS

MOST_DAYS, MOST_OF = 4, 5  # so many of so many days make a habit
CHILD_UNTIL_YEARS = 14.0
_WEEKS = WINDOW_DAYS // WEEK_DAYS
_CRUMB = 1e-9  # what adding binary fractions loses


class _ChildRow(NamedTuple):
    """From and under so many years: µg once a day, twice a day each, or twice a week each."""

    from_years: float
    until_years: float
    once_ug: float
    twice_ug: float
    week_ug: float


CHILD_ROWS = (  # VeganHealth, daily needs by age
    _ChildRow(0.5, 1.0, 5.0, 0.5, 200.0),
    _ChildRow(1.0, 4.0, 10.0, 0.5, 375.0),
    _ChildRow(4.0, 9.0, 15.0, 1.0, 500.0),
    _ChildRow(9.0, CHILD_UNTIL_YEARS, 20.0, 1.5, 750.0),
)


class _Glance(NamedTuple):
    """A day's doses: known µg altogether and in the largest; how many minutes lie between the first and the last known
    one, and between the first and the last of all; whether one is unknown."""

    day: DayTaken
    ago: int
    ug: float
    largest_ug: float
    known_min: int
    all_min: int
    unknown: bool


def reaches(ug: float, needed_ug: float) -> bool:
    """At least as much: 0.7 + 1.4 + 0.3 is 2.4."""
    return ug >= needed_ug - _CRUMB


def most(days: int, among: int) -> bool:
    """At least 80 %."""
    return days * MOST_OF >= MOST_DAYS * among


def kept(days: Sequence[DayTaken], *, today: dt.date, age_years: float | None = None) -> bool | None:
    """Whether one of the schedules is kept; None where doses without a figure could make it.

    Fortified food in two servings or 10 µg at once on most of the tracked days among the last 28, or 2,000 µg in each
    of four weeks; of a child also what its row says. `days` reach one day further back, for the weeks.
    """
    glances = [_glance(day, (today - day.date).days) for day in days if day.tracked]
    if not any(one.day.crystalline for one in glances):
        return False
    seen = [one for one in glances if 0 <= one.ago < WINDOW_DAYS]
    judged = [_on_most_days(map(judge, seen)) for judge in (_daily, _fortified)]
    if True in judged or _each_week(glances) or _kept_by_a_child(seen, glances, age_years):
        return True
    return None if None in judged or _each_week(glances, unknown_ug=WEEKLY_UG) else False


def _glance(day: DayTaken, ago: int) -> _Glance:
    total, largest, unknown = 0.0, 0.0, False
    known: list[int] = []
    minutes: list[int] = []
    for minute, ug in day.crystalline:
        if ug is None:
            unknown = True
        elif ug > 0:
            total += ug
            largest = max(largest, ug)
            known.append(minute)
        if ug is None or ug > 0:
            minutes.append(minute)
    return _Glance(day, ago, total, largest, _span(known), _span(minutes), unknown)


def _span(minutes: Sequence[int]) -> int:
    return max(minutes) - min(minutes) if len(minutes) > 1 else 0


# --- most days -------------------------------------------------------------------------------------------------------
def _on_most_days(states: Iterable[DayState]) -> bool | None:
    given = list(states)
    covered, maybe = given.count(DayState.COVERED), given.count(DayState.MAYBE)
    if given and most(covered, len(given)):
        return True
    return None if given and most(covered + maybe, len(given)) else False


def _daily(one: _Glance) -> DayState:
    if reaches(one.largest_ug, DAILY_UG):
        return DayState.COVERED
    if reaches(one.ug, DAILY_UG):
        return _by_cover(one, Rule.DAILY)  # enough over the day: at once?
    return DayState.MAYBE if one.unknown else DayState.SHORT


def _fortified(one: _Glance) -> DayState:
    if one.all_min <= MERGE_MIN:
        return DayState.SHORT  # one serving, whatever it holds
    if not reaches(one.ug, FORTIFIED_UG):
        return DayState.MAYBE if one.unknown else DayState.SHORT
    return DayState.COVERED if one.known_min > MERGE_MIN else _by_cover(one, Rule.FORTIFIED)


def _by_cover(one: _Glance, rule: Rule) -> DayState:
    """At length: only few days need it."""
    return cover((one.day,), rule=rule, today=one.day.date, window_days=1, target_ug=None).days[0][1]


# --- every week ------------------------------------------------------------------------------------------------------
def _weeks(glances: Iterable[_Glance], back: int) -> list[list[_Glance]]:
    """Four weeks counted back from so many days ago, without those of which no day is tracked."""
    weeks: list[list[_Glance]] = [[] for _ in range(_WEEKS)]
    for one in glances:
        if 0 <= one.ago - back < WINDOW_DAYS:
            weeks[(one.ago - back) // WEEK_DAYS].append(one)
    return [week for week in weeks if week]


def _each_week(glances: Sequence[_Glance], *, unknown_ug: float = 0.0) -> bool:
    """From today or from yesterday, whichever helps: a dose that is due today may still be to come."""
    return any(_enough(_weeks(glances, back), unknown_ug) for back in (0, 1))


def _enough(weeks: Sequence[Sequence[_Glance]], unknown_ug: float) -> bool:
    taken = (sum(one.ug + (unknown_ug if one.unknown else 0.0) for one in week) for week in weeks)
    return bool(weeks) and all(reaches(ug, WEEKLY_UG) for ug in taken)


# --- children --------------------------------------------------------------------------------------------------------
def _kept_by_a_child(seen: Sequence[_Glance], glances: Sequence[_Glance], age_years: float | None) -> bool:
    years = -1.0 if age_years is None else age_years
    row = next((row for row in CHILD_ROWS if row.from_years <= years < row.until_years), None)
    if row is None:
        return False
    servings = [_servings(one.day.crystalline) for one in seen]
    once = sum(any(reaches(ug, row.once_ug) for ug in taken) for taken in servings)
    twice = sum(_twice(taken, row.twice_ug) for taken in servings)
    if seen and most(max(once, twice), len(seen)):
        return True
    weeks = (_weeks(glances, back) for back in (0, 1))
    return any(all(_twice((one.largest_ug for one in week), row.week_ug) for week in four) for four in weeks if four)


def _twice(taken: Iterable[float], ug: float) -> bool:
    return sum(reaches(one, ug) for one in taken) >= 2


def _servings(doses: Sequence[Crystalline]) -> list[float]:
    """Known µg, taken together what follows within half an hour after the first of it."""
    servings: list[float] = []
    start = -MERGE_MIN - 1
    for minute, ug in sorted((dose for dose in doses if dose.ug), key=lambda dose: dose.minute):
        if minute - start > MERGE_MIN:
            servings.append(0.0)
            start = minute
        servings[-1] += ug or 0.0
    return servings
