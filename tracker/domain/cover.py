"""Whether the days of a window were covered, by the rule a person chose. docs/model.md, Cover. Pure.

Swallowed µg are compared, never absorbed ones, and a day of which nothing is known stays apart from a short one. The
amounts of the schedules are those that the Vegan Society and the British Dietetic Association name for people without
a natural source; how much of a mean may come from a few days is our estimate.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

FORTIFIED_UG, FORTIFIED_SERVINGS = 3.0, 2  # a day, in servings that are not one meal
DAILY_UG = 10.0  # at once
WEEKLY_UG, WEEK_DAYS = 2000.0, 7
MERGE_MIN = 30  # what follows within this after the first of a group is one serving
LOOKBACK_DAYS = 28  # over which one large dose is looked for
_CRUMB = 1e-9  # what adding binary fractions loses: 0.7 + 1.4 + 0.3 is 2.4


class Rule(StrEnum):
    """What makes a day covered."""

    INTAKE = "intake"
    FORTIFIED = "fortified"
    DAILY = "daily"
    WEEKLY = "weekly"
    INJECTIONS = "injections"


class DayState(StrEnum):
    """`MAYBE`: only what is unknown could make it."""

    COVERED = "covered"
    MAYBE = "maybe"
    SHORT = "short"
    UNTRACKED = "untracked"


class Crystalline(NamedTuple):
    """B12 that is not bound in food, taken at one time: minutes of the person's day, µg. None: a supplement of which
    nobody knows how much it holds."""

    minute: int
    ug: float | None


@dataclass(frozen=True, slots=True)
class DayTaken:
    """What is known of one day. `known_ug` is swallowed: injections are left out.

    `unknown_upper_ug` is the most that the day's `unknown` entries together may plausibly hold; None where one of
    them has no bound. `entries` counts all of them, `supplements` those that were swallowed and count, with the known
    µg of these in `supplement_ug`.
    """

    date: dt.date
    tracked: bool
    known_ug: float = 0.0
    unknown: int = 0
    unknown_upper_ug: float | None = 0.0
    crystalline: tuple[Crystalline, ...] = ()
    injected: bool = False
    entries: int = 0
    supplements: int = 0
    supplement_ug: float = 0.0


@dataclass(frozen=True, slots=True)
class Cover:
    """The verdict on a window, oldest day first. The means are µg a tracked day, None where none is tracked.

    `mean_upper_ug` is None too where nobody can say how much the unknown might hold. `lifted_by_large_dose` is said
    of the intake rule only. `next_due` may lie in the past: then it is overdue.
    """

    rule: Rule
    window_days: int
    target_ug: float | None
    days: tuple[tuple[dt.date, DayState], ...]
    tracked: int
    untracked: int
    covered: int
    maybe: int
    short: int
    mean_known_ug: float | None
    mean_upper_ug: float | None
    unknown: int
    lifted_by_large_dose: bool
    next_due: dt.date | None
    interval_days: int | None = None

    @property
    def has_verdict(self) -> bool:
        """False while something is missing without which nobody can tell: then every tracked day is `MAYBE`."""
        needed = {Rule.INTAKE: self.target_ug, Rule.INJECTIONS: self.interval_days}
        return needed.get(self.rule, True) is not None


@dataclass(frozen=True, slots=True)
class _Case:
    """The days by date, and what the rules measure them against."""

    days: Mapping[dt.date, DayTaken]
    injected: Sequence[dt.date]
    today: dt.date
    target_ug: float | None
    interval_days: int | None

    def before(self, date: dt.date, days: int) -> Iterable[DayTaken]:
        """The days known among the `days` that end with `date`."""
        dates = (date - dt.timedelta(days=n) for n in range(days))
        return [self.days[one] for one in dates if one in self.days]


def cover(
    days: Sequence[DayTaken],
    *,
    rule: Rule,
    today: dt.date,
    window_days: int,
    target_ug: float | None,
    interval_days: int | None = None,
) -> Cover:
    """The verdict on the `window_days` that end with `today`.

    `days`, in any order, each date once, reach further back than the window where more is known: four weeks for the
    weekly rule and for one large dose, an interval for injections. A date that is not among them is not tracked.
    Raises ValueError for a window or interval of no days.
    """
    if window_days < 1 or (interval_days is not None and interval_days < 1):
        raise ValueError("A window and an interval are at least a day.")
    injected = [day.date for day in days if day.injected]
    case = _Case({day.date: day for day in days}, injected, today, target_ug, interval_days)
    dates = [today - dt.timedelta(days=n) for n in reversed(range(window_days))]
    tracked = [case.days[date] for date in dates if date in case.days and case.days[date].tracked]
    judged = {day.date: _JUDGES[rule](day, case) for day in tracked}
    states = list(judged.values())
    mean, upper = _means(tracked)
    return Cover(
        rule=rule,
        window_days=window_days,
        target_ug=target_ug,
        days=tuple((date, judged.get(date, DayState.UNTRACKED)) for date in dates),
        tracked=len(tracked),
        untracked=window_days - len(tracked),
        covered=states.count(DayState.COVERED),
        maybe=states.count(DayState.MAYBE),
        short=states.count(DayState.SHORT),
        mean_known_ug=mean,
        mean_upper_ug=upper,
        unknown=sum(day.unknown for day in tracked),
        lifted_by_large_dose=rule == Rule.INTAKE and _lifted(case),
        next_due=_NEXT_DUE[rule](case) if rule in _NEXT_DUE else None,
        interval_days=interval_days,
    )


def _means(tracked: Sequence[DayTaken]) -> tuple[float | None, float | None]:
    if not tracked:
        return None, None
    known = sum(day.known_ug for day in tracked)
    uppers = [_upper(day) for day in tracked]
    bounded = [ug for ug in uppers if ug is not None]
    upper = (known + sum(bounded)) / len(tracked) if len(bounded) == len(uppers) else None
    return known / len(tracked), upper


def _upper(day: DayTaken) -> float | None:
    return day.unknown_upper_ug if day.unknown else 0.0


def _lifted(case: _Case) -> bool:
    """More than half of four weeks' µg comes from fewer than four days of 28, or as few in proportion (estimate).

    Four weekly doses are a regular source: so no, where one day more holds half as much as the largest. And what is
    less than a day's target is no large dose.
    """
    known = sorted((day.known_ug for day in case.before(case.today, LOOKBACK_DAYS) if day.tracked), reverse=True)
    few = (len(known) * 4 - 1) // LOOKBACK_DAYS  # the most days that are still fewer than 4 of 28
    if few < 1 or case.target_ug is None or not _reaches(known[0], case.target_ug):
        return False
    return known[few] < known[0] / 2 and sum(known[:few]) > sum(known) / 2 + _CRUMB


# --- one day, by each rule -------------------------------------------------------------------------------------------
def _reaches(ug: float, needed_ug: float) -> bool:
    return ug >= needed_ug - _CRUMB


def _by_intake(day: DayTaken, case: _Case) -> DayState:
    if case.target_ug is None:
        return DayState.MAYBE
    if _reaches(day.known_ug, case.target_ug):
        return DayState.COVERED
    upper = _upper(day)
    could = upper is None or _reaches(day.known_ug + upper, case.target_ug)
    return DayState.MAYBE if could else DayState.SHORT


class _Serving(NamedTuple):
    ug: float
    unknown: bool


def _servings(day: DayTaken) -> list[_Serving]:
    """What was taken within half an hour after the first of it counts as one. Without servings that hold nothing."""
    found: list[_Serving] = []
    first = -MERGE_MIN - 1
    for minute, ug in sorted(day.crystalline, key=lambda taken: taken.minute):
        if ug is not None and ug <= 0:
            continue
        if minute - first > MERGE_MIN:
            found.append(_Serving(0.0, False))
            first = minute
        found[-1] = _Serving(found[-1].ug + (ug or 0.0), found[-1].unknown or ug is None)
    return found


def _by_fortified(day: DayTaken, case: _Case) -> DayState:
    servings = _servings(day)
    known = [serving for serving in servings if serving.ug > 0]
    if len(known) >= FORTIFIED_SERVINGS and _reaches(sum(serving.ug for serving in known), FORTIFIED_UG):
        return DayState.COVERED
    could = len(servings) >= FORTIFIED_SERVINGS and any(serving.unknown for serving in servings)
    return DayState.MAYBE if could else DayState.SHORT


def _by_daily(day: DayTaken, case: _Case) -> DayState:
    if _reaches(_most_at_once_ug(day), DAILY_UG):
        return DayState.COVERED
    return DayState.MAYBE if any(ug is None for _, ug in day.crystalline) else DayState.SHORT


def _most_at_once_ug(day: DayTaken) -> float:
    """The most within any half hour: one more small thing before it never makes it less."""
    taken = [one for one in day.crystalline if one.ug]
    return max(
        (sum(other.ug or 0.0 for other in taken if 0 <= other.minute - one.minute <= MERGE_MIN) for one in taken),
        default=0.0,
    )


def _by_week(day: DayTaken, case: _Case) -> DayState:
    taken = [ug for one in case.before(day.date, WEEK_DAYS) for _, ug in one.crystalline]
    if _reaches(sum(ug for ug in taken if ug is not None), WEEKLY_UG):
        return DayState.COVERED
    return DayState.MAYBE if None in taken else DayState.SHORT


def _by_injections(day: DayTaken, case: _Case) -> DayState:
    if case.interval_days is None:
        return DayState.MAYBE
    in_time = any(0 <= (day.date - date).days <= case.interval_days for date in case.injected)
    return DayState.COVERED if in_time else DayState.SHORT


_JUDGES = {
    Rule.INTAKE: _by_intake,
    Rule.FORTIFIED: _by_fortified,
    Rule.DAILY: _by_daily,
    Rule.WEEKLY: _by_week,
    Rule.INJECTIONS: _by_injections,
}


# --- when the next one is due ----------------------------------------------------------------------------------------
def _week_ends(case: _Case) -> dt.date | None:
    """The first day without cover after the last day with it, if nothing more is taken."""
    taken = {one.date: sum(ug or 0.0 for _, ug in one.crystalline) for one in case.days.values()}
    with_some = [date for date, ug in taken.items() if ug > 0 and date <= case.today]
    for last in sorted(with_some, reverse=True):
        total, date = 0.0, last
        while total < WEEKLY_UG - _CRUMB and (last - date).days < WEEK_DAYS:
            total += taken.get(date, 0.0)
            oldest, date = date, date - dt.timedelta(days=1)
        if total >= WEEKLY_UG - _CRUMB:
            return oldest + dt.timedelta(days=WEEK_DAYS)
    return None


def _injection_due(case: _Case) -> dt.date | None:
    given = [date for date in case.injected if date <= case.today]
    if not given or case.interval_days is None:
        return None
    return max(given) + dt.timedelta(days=case.interval_days)


_NEXT_DUE = {Rule.WEEKLY: _week_ends, Rule.INJECTIONS: _injection_due}
