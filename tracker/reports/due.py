"""What is due by a person's plans: on Today, in a mail. docs/care.md, Reminders."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from foods.choices import Origin, Route
from tracker.domain.regimens.plans import Plan, Standing, State, Taken
from tracker.domain.regimens.recurrence import cycle_days
from tracker.domain.regimens.standing import standing
from tracker.health import health_of
from tracker.people import clock_of, today_of
from tracker.regimens import OwnRegimen, doses_since, read_doses, regimens_of, taken_by
from tracker.reports.care.regimen_words import Pill, pill_of, rhythm_words
from tracker.reports.recent import Recent

OPEN = frozenset((State.DUE, State.OVERDUE))
EARLY_DAYS = 7  # so long before its day a dose can be logged in one press: estimate
_NOT_SHOWN = frozenset((State.OVER, State.AS_NEEDED))
_RANK = {State.OVERDUE: 0, State.DUE: 1, State.TAKEN: 3}
CYCLES = 3  # of its own rhythm: what was logged for so long tells where a plan stands


@dataclass(frozen=True, slots=True)
class DueLine:
    """One plan with what is next of it."""

    own: OwnRegimen
    standing: Standing
    pill: Pill
    today: dt.date

    @classmethod
    def of(cls, own: OwnRegimen, taken: Sequence[Taken], *, person: User, now: dt.datetime) -> "DueLine":
        """No query."""
        local, today = person.local(now), today_of(person, now=now)
        where = standing(own.plan, taken=taken, skipped=own.skipped, now=local, today=today)
        time = f"{person.local(where.due_at):%H:%M}" if where.due_at else ""
        return cls(own, where, pill_of(own.plan, where, today=today, time=time), today)

    @property
    def pk(self) -> int:
        return self.own.plan.id

    @property
    def name(self) -> str:
        return self.own.plan.name

    @property
    def rhythm(self) -> str:
        phase = self.standing.phase
        return rhythm_words(phase, self.own.plan.counts_from) if phase else ""

    @property
    def is_open(self) -> bool:
        """Due or late, and not logged."""
        return self.standing.state in OPEN

    @property
    def can_press(self) -> bool:
        """Not where one was had a moment ago, nor long before: the plan's own page asks first."""
        early = self.standing.state == State.NOT_YET and (self.standing.due_on - self.today).days <= EARLY_DAYS
        return self.is_open or early


def due_of(person: User, *, now: dt.datetime) -> tuple[DueLine, ...]:
    """Every plan that is kept up, what is late first. Two queries; one for somebody without any."""
    regimens = regimens_of(person)
    if not regimens:
        return ()
    today = today_of(person, now=now)
    rows = read_doses(person, since=doses_since(regimens, today=today))
    return _lines(person, regimens, taken_by(regimens, rows), now=now)


def due_today(person: User, recent: Iterable[Recent], *, since: dt.date, now: dt.datetime) -> tuple[DueLine, ...]:
    """The same for a page that has the log from `since` on, and injections of a year at least.

    No query for somebody without a plan, one for most; a second where the log does not reach the last dose.
    """
    if not health_of(person).has_regimens:
        return ()
    regimens, days = regimens_of(person), (today_of(person, now=now) - since).days
    taken = taken_by(regimens, _rows(person, regimens, recent))
    if all(_is_enough(own.plan, taken[own.plan.id], days=days) for own in regimens if own.plan.stopped_on is None):
        return _lines(person, regimens, taken, now=now)
    return due_of(person, now=now)


def _rows(person: User, regimens: Sequence[OwnRegimen], recent: Iterable[Recent]) -> list[tuple]:
    """What may be a dose, as `read_doses` would give it."""
    clock, foods = clock_of(person), {food for own in regimens for food in own.foods}
    return [
        (row.food_id, row.date, clock.moment(row.date, dt.time(*divmod(row.minute, 60))), row.origin)
        for row in recent
        if row.food_id in foods or row.origin == Origin.INJECTED
    ]


def _is_enough(plan: Plan, taken: Sequence[Taken], *, days: int) -> bool:
    """Whether so many days of the log tell where a plan stands; of injections there is a year at least."""
    longest = max((cycle_days(phase) for phase in plan.phases), default=0)
    return bool(taken) and (plan.route == Route.INJECTED or days >= CYCLES * longest)


def _lines(
    person: User, regimens: Iterable[OwnRegimen], taken: Mapping[int, Sequence[Taken]], *, now: dt.datetime
) -> tuple[DueLine, ...]:
    lines = [DueLine.of(own, taken[own.plan.id], person=person, now=now) for own in regimens]
    shown = (line for line in lines if line.standing.state not in _NOT_SHOWN)
    return tuple(sorted(shown, key=_order))


def _order(line: DueLine) -> tuple:
    return _RANK.get(line.standing.state, 2), line.standing.due_on or dt.date.max, line.name
