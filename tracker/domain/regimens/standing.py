"""What of a regimen is due: today's standing, and the dates to come. Pure; docs/care.md, Regimens.

`taken` is oldest first, by date and moment; what is dated after `today` does not count yet.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, count, islice, takewhile

from tracker.domain.regimens.matching import filled, up_to
from tracker.domain.regimens.plans import Phase, Plan, Skipped, Standing, State, Taken, Unit
from tracker.domain.regimens.recurrence import (
    Slot,
    Span,
    by_calendar,
    cycle_days,
    dates_from,
    hours,
    interval_days,
    opens,
    slots,
    spans,
    step,
)
from tracker.domain.risks.common import GRACE_DAYS, LOADING_GRACE_DAYS

__all__ = ["interval_days", "next_slots", "standing", "upcoming", "window_days"]

BY_OTHERS = frozenset(("injected", "nasal"))  # a dose that was missed stays open until the next one is had
MOST_DATES = 400
MOST_WINDOW_DAYS = 7
_A_DAY = dt.timedelta(days=1)
_MIDNIGHT = dt.time()


def window_days(phase: Phase, *, route: str = "swallowed") -> int:
    """How many days after its date a dose still counts as on time: estimates."""
    if phase.unit == Unit.AS_NEEDED:
        return 0
    if route in BY_OTHERS:
        return LOADING_GRACE_DAYS if phase.loading else GRACE_DAYS
    return min(int(interval_days(phase) / 4), MOST_WINDOW_DAYS)


def standing(
    plan: Plan, *, taken: Sequence[Taken], skipped: Sequence[Skipped], now: dt.datetime, today: dt.date
) -> Standing:
    """Where a regimen stands. `now` in the zone its owner is in; `today` is their local date."""
    had = up_to(taken, today)
    last = had[-1] if had else None
    ahead = [span for span in spans(plan) if today <= span.last]
    if not ahead or plan.stopped(today):
        return Standing(State.OVER, last=last)
    phase = ahead[0].phase if ahead[0].first <= today else None
    if phase and phase.unit == Unit.AS_NEEDED:
        return Standing(State.AS_NEEDED, last=last, phase=phase)
    slot = next(_open(plan, had, skipped, today, now.tzinfo), None)
    if slot is None:
        return Standing(State.TAKEN if last and last.on == today else State.OVER, last=last, phase=phase)
    days_late = max((today - slot.on).days, 0)
    state = _state(plan, slot, last, now=now, today=today)
    return Standing(state, slot.on, days_late, last, phase, slot.at)


def _state(plan: Plan, slot: Slot, last: Taken | None, *, now: dt.datetime, today: dt.date) -> State:
    if slot.at is not None and now >= slot.at:
        return State.OVERDUE if now - slot.at > hours(slot.phase) / 4 else State.DUE
    if slot.at is None and slot.on <= today:
        late = (today - slot.on).days > window_days(slot.phase, route=plan.route)
        return State.OVERDUE if late else State.DUE
    if last is None:
        return State.NOT_YET
    if last.on == today and slot.on > today:
        return State.TAKEN
    if slot.at is not None:
        return State.TOO_SOON if now - last.at < hours(slot.phase) / 2 else State.NOT_YET
    return State.TOO_SOON if (today - last.on).days < interval_days(slot.phase) / 2 else State.NOT_YET


def upcoming(
    plan: Plan, *, taken: Sequence[Taken], skipped: Sequence[Skipped], today: dt.date, until: dt.date
) -> list[dt.date]:
    """The days on which a dose is still to come, the open one first: 400 at most. None for what is taken as needed.

    What counts from the last dose is counted on as if each were had on its day, an open one today.
    """
    coming = next_slots(plan, taken=taken, skipped=skipped, today=today)
    dates = dict.fromkeys(slot.on for slot in takewhile(lambda slot: slot.on <= until, islice(coming, 4 * MOST_DATES)))
    return list(dates)[:MOST_DATES]


def next_slots(plan: Plan, *, taken: Sequence[Taken], skipped: Sequence[Skipped], today: dt.date) -> Iterator[Slot]:
    """The doses still to come, without end where the plan has none; several a day of a phase of hours."""
    return iter(()) if plan.stopped(today) else _open(plan, up_to(taken, today), skipped, today, None)


def _open(
    plan: Plan, had: Sequence[Taken], skipped: Sequence[Skipped], today: dt.date, zone: dt.tzinfo | None
) -> Iterator[Slot]:
    ended: dt.date | None = None  # when the phase before was over
    left_out = frozenset(skip.due_on for skip in skipped)
    for span in spans(plan):
        if today <= span.last and span.phase.unit != Unit.AS_NEEDED:
            if by_calendar(plan, span.phase):
                yield from _of_calendar(plan, span, had, left_out, today)
            else:
                yield from _of_last_dose(span, had, left_out, today, ended, zone)
        ended = span.last


# --- by the calendar --------------------------------------------------------------------------------------------------
def _of_calendar(
    plan: Plan, span: Span, had: Sequence[Taken], left_out: frozenset[dt.date], today: dt.date
) -> Iterator[Slot]:
    """The open slots of a phase: of the past the last one only, or for a dose given by others the first since one."""
    cycle = dt.timedelta(days=cycle_days(span.phase))
    stays = plan.route in BY_OTHERS
    since = had[-1].on if had and stays else None
    around = max(span.first, min(since or plan.entered or today, today) if stays else today)
    far = max(around, today, *left_out) + 2 * cycle
    near = slots(plan, around - 2 * cycle, far)
    doses = filled(near, had, left_out)
    floor = _floor(near, doses, span, around, since=since)
    closed = doses.keys() | left_out
    open_ones = [slot for slot in near if slot.on >= floor and slot.phase is span.phase and slot.on not in closed]
    yield from open_ones[:1]
    yield from (slot for slot in open_ones[1:] if slot.on > today)  # what is open is had once
    for date in takewhile(lambda date: date <= span.last, dates_from(span.phase, far + _A_DAY)):
        yield Slot(date, span.phase)


def _floor(
    near: Sequence[Slot], doses: Collection[dt.date], span: Span, around: dt.date, *, since: dt.date | None
) -> dt.date:
    """From which day on a slot may be open; `since`, of the last dose, where what was missed after it stays open.

    What lies before the last dose, or before a slot that is filled, is over in either case.
    """
    return since or max([span.first, *doses, *(slot.on for slot in near if slot.on <= around)])


# --- from the last dose -----------------------------------------------------------------------------------------------
def _of_last_dose(
    span: Span,
    had: Sequence[Taken],
    left_out: frozenset[dt.date],
    today: dt.date,
    ended: dt.date | None,
    zone: dt.tzinfo | None,
) -> Iterator[Slot]:
    """One interval after the last dose of a phase, and on from there; its first day where it has none yet."""
    last = had[-1] if had else None
    if last is not None and opens(span, last.on, ended):
        coming = _after(span.phase, last, 1, zone)
    else:
        coming = _from_start(span, zone)
    due = next(slot for slot in coming if slot.on not in left_out)
    if due.on > span.last:
        return
    yield due
    if due.on < today:
        coming = _after(span.phase, Taken(today, dt.datetime.combine(today, _MIDNIGHT, tzinfo=zone or dt.UTC)), 1, zone)
    yield from takewhile(lambda slot: slot.on <= span.last, (slot for slot in coming if slot.on not in left_out))


def _from_start(span: Span, zone: dt.tzinfo | None) -> Iterator[Slot]:
    at = span.phase.at
    begin = dt.datetime.combine(span.first, at or _MIDNIGHT, tzinfo=zone or dt.UTC)
    first = Slot(span.first, span.phase, begin if at and zone and span.phase.unit == Unit.HOURS else None)
    return chain((first,), _after(span.phase, Taken(span.first, begin), 1, zone))


def _after(phase: Phase, dose: Taken, times: int, zone: dt.tzinfo | None) -> Iterator[Slot]:
    """So many intervals after a dose, and each one after that; hours in real time, other units from date to date."""
    if phase.unit != Unit.HOURS:
        return (Slot(step(phase, dose.on, time), phase) for time in count(times))
    local = dose.at.astimezone(zone or dose.at.tzinfo)
    moments = ((local.astimezone(dt.UTC) + hours(phase) * time).astimezone(local.tzinfo) for time in count(times))
    return (Slot(dose.on + (moment.date() - local.date()), phase, moment) for moment in moments)
