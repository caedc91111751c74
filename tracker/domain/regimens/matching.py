"""Which dose was for which day of the calendar. Pure; docs/care.md, Regimens."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from tracker.domain.regimens.plans import Taken
from tracker.domain.regimens.recurrence import Slot, cycle_days


def up_to(taken: Sequence[Taken], day: dt.date) -> Sequence[Taken]:
    """The doses, oldest first, that were had by the end of a day."""
    return taken[: bisect_right(taken, day, key=_on)]


def between(taken: Sequence[Taken], first: dt.date, last: dt.date) -> Sequence[Taken]:
    return taken[bisect_left(taken, first, key=_on) : bisect_right(taken, last, key=_on)]


def _on(dose: Taken) -> dt.date:
    return dose.on


def filled(slots: Sequence[Slot], taken: Sequence[Taken], skipped: Collection[dt.date]) -> dict[dt.date, Taken]:
    """The dose of each slot that has one, by its day. `taken`: oldest first.

    A dose fills the nearest open slot: the one before it, or the one after it from half of the way on. Exactly half way
    it is for the slot before, unless something was had since. Two on one day fill one; a slot that was left out is
    filled by a dose of the same day only. Whether a slot is filled depends on the doses between its neighbours alone.
    """
    found: dict[dt.date, Taken] = {}
    if not slots:
        return found
    days = [slot.on for slot in slots]
    planned = frozenset(days)
    reach = dt.timedelta(days=max(cycle_days(slots[0].phase), cycle_days(slots[-1].phase)))
    before: dt.date | None = None  # the day of the dose before
    for dose in between(taken, days[0] - reach, days[-1] + reach):
        if dose.on != before:
            # of that very day, even where it was to be left out
            slot = dose.on if dose.on in planned else _slot_for(dose.on, slots, days, found, skipped, before)
            if slot is not None:
                found[slot] = dose
            before = dose.on
    return found


def _slot_for(
    on: dt.date,
    slots: Sequence[Slot],
    days: Sequence[dt.date],
    found: Collection[dt.date],
    skipped: Collection[dt.date],
    before: dt.date | None,
) -> dt.date | None:
    after = bisect_right(days, on)
    late = (on - days[after - 1]).days if after else None
    early = (days[after] - on).days if after < len(days) else None
    gap = late + early if late is not None and early is not None else None
    options = []
    if late is not None and late < min(gap or late + 1, cycle_days(slots[after - 1].phase)):
        options.append((late, days[after - 1]))
    if early is not None:
        half_way = 2 * early - min(gap or 2 * early, cycle_days(slots[after].phase))
        again = before is not None and late is not None and before >= days[after - 1]
        if half_way < 0 or (half_way == 0 and (again or late is None)):
            options.append((early, days[after]))
    return min(
        (option for option in options if option[1] not in found and option[1] not in skipped), default=(0, None)
    )[1]
