"""What a case says of treatment: the regimens somebody keeps, and when the treatment that goes on began."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence

from accounts.models import User
from foods.choices import Origin, Route
from tracker.domain.cover import Rule
from tracker.domain.regimens.plans import State as RegimenState
from tracker.domain.regimens.plans import Taken, Unit
from tracker.domain.regimens.recurrence import cycle_days, interval_days
from tracker.domain.regimens.standing import BY_OTHERS, standing
from tracker.domain.risks.common import INJECTION_DAYS
from tracker.domain.risks.facts import WINDOW_DAYS, Regimen
from tracker.health import health_of
from tracker.people import clock_of, profile_of
from tracker.regimens import DoseRow, OwnRegimen, doses_since, read_doses, regimens_of, taken_by
from tracker.reports.recent import Recent

_INJECTED = str(Origin.INJECTED)
_NOON = dt.time(12)


def regimens_in(
    person: User, rows: Iterable[Recent], *, injected: Sequence[dt.date], today: dt.date
) -> tuple[Regimen, ...]:
    """The regimens as rules want them; without one of injections, what the profile says of them.

    No query where there are none, else one, and another for a spray that is taken less often than `rows` reach back.
    `rows` are of WINDOW_DAYS at least; `injected` the dates of injections as far back as `injections_since`.
    """
    own = regimens_of(person) if health_of(person).has_regimens else ()
    taken = taken_by(own, _doses(person, own, rows, today=today)) if own else {}
    found = tuple(_fact(person, one, taken[one.plan.id], today=today) for one in own if one.plan.phases)
    if any(one.route == Route.INJECTED and not one.stopped for one in found):
        return found
    return (*found, *_of_profile(person, injected))


def _doses(person: User, own: Sequence[OwnRegimen], rows: Iterable[Recent], *, today: dt.date) -> Iterable[DoseRow]:
    if any(one.plan.route == Route.NASAL and _is_rare(one) for one in own):
        return read_doses(person, since=doses_since(own, today=today))
    foods, clock = {food for one in own for food in one.foods}, clock_of(person)
    return [
        DoseRow(row.food_id, row.date, clock.moment(row.date, dt.time(*divmod(row.minute, 60))), row.origin)
        for row in rows
        if (row.origin == _INJECTED or row.food_id in foods) and row.date <= today
    ]


def _is_rare(own: OwnRegimen) -> bool:
    """Doses of it may lie further back than the entries of a case."""
    return any(2 * cycle_days(phase) > WINDOW_DAYS for phase in own.plan.phases)


def _fact(person: User, own: OwnRegimen, taken: Sequence[Taken], *, today: dt.date) -> Regimen:
    plan, by_others = own.plan, own.plan.route in BY_OTHERS
    noon = clock_of(person).moment(today, _NOON)
    stands = standing(plan, taken=taken, skipped=own.skipped, now=noon, today=today)
    phase = stands.phase or plan.phases[0]
    as_needed = phase.unit == Unit.AS_NEEDED
    due = stands.due_on if stands.last or (stands.due_on and stands.due_on <= today) else None
    return Regimen(
        route=plan.route if by_others else "swallowed",
        interval_days=0 if as_needed else math.ceil(interval_days(phase)),
        due=due if by_others else None,
        loading=phase.loading,
        entered=plan.entered,
        began=plan.began or (min(plan.phases[0].starts_on, taken[0].on) if taken else None),
        stopped=stands.state == RegimenState.OVER,
        reviewed=plan.reviewed_on,
        form=plan.form,
        prescribed=(plan.prescribed or by_others) and not as_needed,
    )


def _of_profile(person: User, injected: Sequence[dt.date]) -> tuple[Regimen, ...]:
    profile = profile_of(person)
    interval = profile.injection_interval_days
    if profile.cover_rule != Rule.INJECTIONS or interval is None:
        return ()
    due = injected[-1] + dt.timedelta(days=interval) if injected else None
    return (Regimen("injected", interval, due=due, began=injected[0] if injected else None),)


def treatment_began(
    regimens: Iterable[Regimen], injected: Sequence[dt.date], *, today: dt.date, interval_days: int | None
) -> dt.date | None:
    """The first dose of what goes on: of a prescribed regimen, or of injections; the earlier of the two.

    Of treatment by mouth without a regimen nobody can tell from four weeks when it began: None.
    """
    prescribed = (one.began for one in regimens if one.prescribed and not one.stopped)
    found = [_first_of_series(injected, today=today, interval_days=interval_days), *prescribed]
    return min((date for date in found if date and date <= today), default=None)


def _first_of_series(injected: Sequence[dt.date], *, today: dt.date, interval_days: int | None) -> dt.date | None:
    """The first of the injections that go on: none of them later than the one before lets expect."""
    longest = max(INJECTION_DAYS, interval_days or 0)
    began, later = None, today
    for date in reversed(injected):
        if (later - date).days > longest:
            break
        began = later = date
    return began
