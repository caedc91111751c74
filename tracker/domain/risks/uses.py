"""What is taken, how much a day and for how long: medicines of one group together, and uses of nitrous oxide. Pure.

A brand that nobody confirmed is kept apart: what rests on it alone is never more than information.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tracker.domain.risks.facts import Case, Gas, GasUse, Precision, Use, When
from tracker.domain.risks.findings import Found, Level

BREAK_DAYS = 30  # a shorter break does not restart the count (estimate)
GAS_DAYS = 90  # how long nitrous oxide may matter after its use (estimate)

Uses = tuple[Use, ...]


# --- medicines -------------------------------------------------------------------------------------------------------
def of_group(case: Case, *groups: str) -> Uses:
    """Taken now or before."""
    return tuple(use for use in case.medicines if use.group in groups)


def confirmed(uses: Iterable[Use]) -> Uses:
    return tuple(use for use in uses if use.confirmed)


def taken_now(uses: Iterable[Use]) -> Uses:
    return tuple(use for use in uses if use.active)


def dose_mg(uses: Iterable[Use]) -> float | None:
    """A day's mg of what is taken now, so far as they are known; None where none is."""
    known = [use.dose_mg for use in taken_now(uses) if use.dose_mg is not None]
    return sum(known) if known else None


def units(uses: Iterable[Use]) -> float | None:
    """A day's tablets, likewise."""
    known = [use.units for use in taken_now(uses) if use.units is not None]
    return sum(known) if known else None


def since(uses: Iterable[Use]) -> When | None:
    """Since when one or another of these is taken without a break of 30 days; None where it is not known.

    Of dates said by the month or the year a break is as short as it may have been: "until March" and "from April" is
    no break.
    """
    every = tuple(uses)
    start = min((use.start for use in taken_now(every) if use.start), default=None)
    ended = [(use.end, use.start) for use in every if not use.active and use.end and use.start]
    for end, before in sorted(ended, reverse=True):
        if start and _break_days(end, start) < BREAK_DAYS:
            start = min(start, before)
    return start


def days_taken(uses: Iterable[Use], today: dt.date) -> int | None:
    """For how long; None where nothing is taken, or nobody said since when."""
    start = since(uses)
    return max((today - start.date).days, 0) if start else None


def _break_days(end: When, start: When) -> int:
    return (_span(start)[0] - _span(end)[1]).days


def _span(when: When) -> tuple[dt.date, dt.date]:
    """The first and the last day that may be meant."""
    date = when.date
    if when.precision is Precision.YEAR:
        return date.replace(month=1, day=1), date.replace(month=12, day=31)
    if when.precision is Precision.MONTH:
        return date.replace(day=1), date.replace(day=monthrange(date.year, date.month)[1])
    return date, date


def surest(uses: Uses, judge: Callable[[Uses], Found | None]) -> Found | None:
    """What `judge` finds in the confirmed of these; where it takes an unconfirmed brand too, as information only."""
    sure = confirmed(uses)
    found = judge(sure) if sure else None
    if found or sure == uses:
        return found
    found = judge(uses)
    return found and as_brand(found, tuple(use for use in uses if not use.confirmed))


def as_brand(found: Found, brands: tuple[Use | str, ...]) -> Found:
    """Found by a brand alone: information, with words that ask what the pack says it holds."""
    facts = {**found.facts, "unconfirmed_brand": True, "brands": brands}
    return found._replace(facts=facts, basis=(*found.basis, "brand"), level=Level.INFO)


def basis(uses: Iterable[Use]) -> tuple[str, ...]:
    """What changes when somebody changes the medicine, and not with the calendar."""
    return tuple(sorted(f"{one.key} {one.dose_mg} {one.units} {one.start and one.start.date}" for one in uses))


# --- nitrous oxide ---------------------------------------------------------------------------------------------------
class Gassed(NamedTuple):
    """Uses of nitrous oxide of the last 90 days, and those of which nobody said when."""

    dated: tuple[GasUse, ...]
    undated: tuple[GasUse, ...]

    @property
    def last(self) -> dt.date | None:
        return max((use.date for use in self.dated if use.date), default=None)


def gassed(case: Case, *, brands: bool = False) -> Gassed:
    """None that is planned. A use noted among the medicines counts on its first and last day; with `brands` also one of
    which nobody confirmed that it is nitrous oxide."""
    noted = [use for use in of_group(case, "nitrous_oxide") if brands or use.confirmed]
    every = [use for use in case.gas if use.kind is not Gas.PLANNED]
    every += [one for use in noted for one in _as_gas(use, case.today)]
    recent = [use for use in every if use.date and 0 <= case.days_ago(use.date) <= GAS_DAYS]
    return Gassed(tuple(recent), tuple(use for use in every if use.date is None))


def _as_gas(use: Use, today: dt.date) -> tuple[GasUse, ...]:
    """What goes on for days was used more than once; a start before the last 90 days counts as their first day."""
    last = use.end.date if use.end else today if use.active else None
    if last is None or use.start is None:
        return (GasUse(Gas.RECREATIONAL, last),)
    start = max(use.start.date, today - dt.timedelta(days=GAS_DAYS))
    return tuple(GasUse(Gas.RECREATIONAL, date) for date in sorted({start, last}) if date <= last)
