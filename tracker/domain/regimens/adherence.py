"""How a plan was kept: counted, never judged. Pure; docs/care.md, Regimens."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.regimens.matching import filled, up_to
from tracker.domain.regimens.plans import Phase, Plan, Skipped, Taken, Unit
from tracker.domain.regimens.recurrence import (
    Span,
    by_calendar,
    cycle_days,
    hours,
    interval_days,
    opens,
    slots,
    spans,
    step,
)
from tracker.domain.regimens.standing import window_days

_KEPT, _LATE, _SKIPPED, _MISSED = "kept", "late", "skipped", "missed"


@dataclass(frozen=True, slots=True)
class Kept:
    """Planned doses of some days: had in time or before it, later, left out on purpose, or neither had nor left out."""

    planned: int
    kept: int
    late: int
    skipped: int
    missed: int


def kept(plan: Plan, *, taken: Sequence[Taken], skipped: Sequence[Skipped], first: dt.date, last: dt.date) -> Kept:
    """What became of the doses due from one day to another, both included; `taken` is oldest first.

    `last` is today or before. A dose that may still be had in time on that day is not counted yet.
    """
    left_out = frozenset(skip.due_on for skip in skipped)
    had = up_to(taken, last)
    counts: Counter[str] = Counter()
    ended: dt.date | None = None
    for span in spans(plan):
        if span.first <= last and first <= span.last and span.phase.unit != Unit.AS_NEEDED:
            if by_calendar(plan, span.phase):
                became = _of_calendar(plan, span, had, left_out, first, last)
            else:
                became = _of_last_dose(plan, span, had, left_out, last, ended)
            counts.update(what for due, what in became if first <= due <= last)
        ended = span.last
    return Kept(counts.total(), counts[_KEPT], counts[_LATE], counts[_SKIPPED], counts[_MISSED])


def _of_calendar(
    plan: Plan, span: Span, had: Sequence[Taken], left_out: frozenset[dt.date], first: dt.date, last: dt.date
) -> Iterator[tuple[dt.date, str]]:
    cycle = dt.timedelta(days=cycle_days(span.phase))
    near = slots(plan, max(first, span.first) - 2 * cycle, min(last, span.last) + 2 * cycle)
    doses, window = filled(near, had, left_out), _window(plan, span.phase)
    for slot in near:
        if slot.phase is not span.phase:
            continue
        if slot.on in doses:
            yield slot.on, _KEPT if doses[slot.on].on <= slot.on + window else _LATE
        elif slot.on in left_out:
            yield slot.on, _SKIPPED
        elif slot.on + window < last:
            yield slot.on, _MISSED


def _of_last_dose(
    plan: Plan, span: Span, had: Sequence[Taken], left_out: frozenset[dt.date], last: dt.date, ended: dt.date | None
) -> Iterator[tuple[dt.date, str]]:
    """Each dose makes the next one due. One less than half of an interval after another is not one more."""
    phase, window = span.phase, _window(plan, span.phase)
    due, before = (span.first, 0), None  # counted from a day, so many intervals
    for dose in had:
        if not opens(span, dose.on, ended) or dose.on > span.last:
            continue
        if before is None or _apart(phase, before, dose):
            while (on := step(phase, *due)) in left_out:
                yield on, _SKIPPED
                due = due[0], due[1] + 1
            counts_on = dose.on if phase.unit == Unit.HOURS else on
            yield counts_on, _KEPT if _in_time(phase, before, dose, on + window) else _LATE
        due, before = (dose.on, 1), dose
    while (on := step(phase, *due)) in left_out:
        yield on, _SKIPPED
        due = due[0], due[1] + 1
    if on <= span.last and on + window < last:
        yield on, _MISSED


def _window(plan: Plan, phase: Phase) -> dt.timedelta:
    return dt.timedelta(days=window_days(phase, route=plan.route))


def _apart(phase: Phase, before: Taken, dose: Taken) -> bool:
    if phase.unit == Unit.HOURS:
        return dose.at - before.at >= hours(phase) / 2
    return (dose.on - before.on).days >= interval_days(phase) / 2


def _in_time(phase: Phase, before: Taken | None, dose: Taken, until: dt.date) -> bool:
    if phase.unit == Unit.HOURS and before is not None:
        return dose.at - before.at <= hours(phase) * 5 / 4
    return dose.on <= until
