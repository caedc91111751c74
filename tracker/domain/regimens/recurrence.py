"""When the doses of a phase fall. Pure; docs/decisions/0013.

Months go by the recurrence rules of dateutil; days and weeks, which hold hundreds of dates, by counting days, and tests
compare them with those rules. Counting begins close to the day that is asked for: nothing walks through the past.
"""

import datetime as dt
import math
from collections.abc import Iterator
from itertools import chain, dropwhile, takewhile
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule

from tracker.domain.regimens.plans import CountsFrom, Phase, Plan, Unit

DAYS_A_MONTH = 365.25 / 12
SHORTEST_MONTH = 28
_A_DAY = dt.timedelta(days=1)
_NEVER = dt.date.max.toordinal() + 1  # the day after the last there is
_DATED = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS)


class Span(NamedTuple):
    """The days on which a phase holds; both included."""

    phase: Phase
    first: dt.date
    last: dt.date


class Slot(NamedTuple):
    """A day on which a dose is due; `at` the moment, of a phase of hours."""

    on: dt.date
    phase: Phase
    at: dt.datetime | None = None


def interval_days(phase: Phase) -> float:
    """Between two doses, on average; infinite for "as needed"."""
    match phase.unit:
        case Unit.HOURS:
            return phase.every / 24
        case Unit.DAYS:
            return float(phase.every)
        case Unit.WEEKS:
            return 7 * phase.every / max(len(phase.weekdays), 1)
        case Unit.MONTHS:
            return DAYS_A_MONTH * phase.every
    return math.inf


def cycle_days(phase: Phase) -> int:
    """After so many days at most there is a dose again; 0 for "as needed"."""
    match phase.unit:
        case Unit.HOURS:
            return math.ceil(phase.every / 24)
        case Unit.DAYS:
            return phase.every
        case Unit.WEEKS:
            return 7 * phase.every
        case Unit.MONTHS:
            return 31 * phase.every
    return 0


def by_calendar(plan: Plan, phase: Phase) -> bool:
    """Whether its dates stand, whatever was taken. Weekdays always do; hours always count from the dose before."""
    return phase.unit in _DATED and (plan.counts_from == CountsFrom.CALENDAR or bool(phase.weekdays))


def spans(plan: Plan) -> list[Span]:
    """Its phases in order. One without an end holds until the next begins, and none longer than the plan."""
    over = plan.stopped_on or dt.date.max
    begins = [*(phase.starts_on for phase in plan.phases[1:]), dt.date.max]
    found = (
        Span(phase, phase.starts_on, min(phase.ends_on or dt.date.max, after - _A_DAY, over))
        for phase, after in zip(plan.phases, begins, strict=False)
    )
    return [span for span in found if span.first <= span.last]


def dates_from(phase: Phase, day: dt.date) -> Iterator[dt.date]:
    """The dates of a phase of days, weeks or months from this day on, without regard to its end."""
    day = max(day, phase.starts_on)
    match phase.unit:
        case Unit.DAYS:
            return _every(phase.every, phase.starts_on, day)
        case Unit.WEEKS:
            return _weekly(phase, day)
        case Unit.MONTHS:
            dates = (moment.date() for moment in _months(phase, day))
            return dropwhile(lambda date: date < day, dates)
    raise ValueError(f"a phase of {phase.unit} has no dates of its own")


def _every(days: int, start: dt.date, day: dt.date) -> Iterator[dt.date]:
    """Every so many days, counted from `start`: those from `day` on."""
    first = day.toordinal()
    return map(dt.date.fromordinal, range(first + (start.toordinal() - first) % days, _NEVER, days))


def _weekly(phase: Phase, day: dt.date) -> Iterator[dt.date]:
    """Weeks begin on Monday, and every so many are counted from the one that the phase begins in."""
    start = phase.starts_on
    if not phase.weekdays:
        return _every(7 * phase.every, start, day)
    monday = start - dt.timedelta(days=start.weekday())
    firsts = (monday + dt.timedelta(days=weekday) for weekday in sorted(phase.weekdays))
    begin = day - dt.timedelta(days=(day - monday).days % (7 * phase.every))  # of the round that holds this day
    rounds = zip(*(_every(7 * phase.every, first, begin) for first in firsts), strict=False)
    return dropwhile(lambda date: date < day, chain.from_iterable(rounds))


def _months(phase: Phase, day: dt.date) -> rrule:
    """The rule of a phase of months, begun at most one interval before the day."""
    start, every = phase.starts_on, phase.every
    months = (day.year - start.year) * 12 + day.month - start.month
    begin = start.replace(day=1) + relativedelta(months=months // every * every)
    return rrule(MONTHLY, interval=every, dtstart=begin, bymonthday=_month_days(start.day), bysetpos=-1)


def _month_days(day: int) -> list[int]:
    """The day of the month, or the last one of a month that is shorter: the rule takes the latest there is."""
    return [day] if day <= SHORTEST_MONTH else list(range(SHORTEST_MONTH, day + 1))


def step(phase: Phase, day: dt.date, times: int) -> dt.date:
    """So many intervals after a day, counted from that day at once: months do not drift on short ones."""
    if phase.unit == Unit.MONTHS:
        return day + relativedelta(months=phase.every * times)
    return day + dt.timedelta(days=cycle_days(phase) * times)


def hours(phase: Phase) -> dt.timedelta:
    """The interval of a phase of hours."""
    return dt.timedelta(hours=phase.every)


def slots(plan: Plan, first: dt.date, last: dt.date) -> list[Slot]:
    """The doses that the calendar asks for from one day to another, both included."""
    return [
        Slot(date, span.phase)
        for span in spans(plan)
        if by_calendar(plan, span.phase) and span.first <= last and first <= span.last
        for date in takewhile(lambda date: date <= min(last, span.last), dates_from(span.phase, first))  # noqa: B023
    ]


def opens(span: Span, on: dt.date, ended: dt.date | None) -> bool:
    """Whether a dose is of this phase: had in it, or shortly before and of no other."""
    early = (span.first - on).days
    return early <= 0 or ((ended is None or on > ended) and early <= interval_days(span.phase) / 2)
