"""The regimens of one person: what is due, how each was kept, how long the stock lasts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from foods.units import format_ug, plain_number
from tracker.domain.regimens.adherence import Kept, kept
from tracker.domain.regimens.plans import Phase, Plan, Standing, State, Taken
from tracker.domain.regimens.recurrence import by_calendar, cycle_days
from tracker.domain.regimens.standing import interval_days, standing
from tracker.domain.regimens.stock import runs_out
from tracker.models.sites import Site
from tracker.people import clock_of
from tracker.regimens import OwnRegimen, read_doses, regimens_of, taken_by
from tracker.reports.care.regimen_words import (
    Part,
    Pill,
    ago_words,
    day_words,
    kept_words,
    parts_of,
    pill_of,
    rhythm_words,
    written,
)

KEPT_DAYS, KEPT_DOSES = 90, 12  # how far back it is looked: the longer of the two
LONGEST_LOOK = 366 * 3
SOON_DAYS = 14  # so long before the stock runs out it is said louder (estimate)
_RANK = {State.OVERDUE: 0, State.DUE: 1, State.TAKEN: 3, State.AS_NEEDED: 4}


def look_back_days(plan: Plan) -> int:
    """90 days, or 12 doses of its longest rhythm where that is longer, three years at most."""
    longest = max((days for phase in plan.phases if (days := interval_days(phase)) < LONGEST_LOOK), default=1.0)
    return min(max(KEPT_DAYS, round(KEPT_DOSES * longest)), LONGEST_LOOK)


@dataclass(frozen=True, slots=True)
class RegimenLine:
    """One regimen of the list. `left_doses` None: nobody counted; `lasts` None: nobody can tell."""

    own: OwnRegimen
    standing: Standing
    pill: Pill
    kept: Kept
    kept_since: dt.date
    left_doses: float | None
    lasts: dt.date | None
    today: dt.date

    @classmethod
    def of(
        cls, own: OwnRegimen, taken: Sequence[Taken], *, person: User, now: dt.datetime, today: dt.date
    ) -> "RegimenLine":
        """`taken`: oldest first, of the days it is looked back. No query."""
        plan = own.plan
        where = standing(plan, taken=taken, skipped=own.skipped, now=now, today=today)
        begun = plan.phases[0].starts_on if plan.phases else today
        since = min(max(today - dt.timedelta(days=look_back_days(plan)), begun), today)
        left = left_doses(own, taken)
        return cls(
            own=own,
            standing=where,
            pill=pill_of(plan, where, today=today, time=_clock_time(person, where.due_at)),
            kept=kept(plan, taken=taken, skipped=own.skipped, first=since, last=today),
            kept_since=since,
            left_doses=left,
            lasts=_lasts(own, left, taken, today=today),
            today=today,
        )

    @property
    def plan(self) -> Plan:
        return self.own.plan

    @property
    def stopped(self) -> bool:
        return self.standing.state == State.OVER

    @property
    def injected(self) -> bool:
        return self.plan.route == "injected"

    @property
    def is_due(self) -> bool:
        return self.standing.state in (State.DUE, State.OVERDUE)

    @property
    def is_late(self) -> bool:
        return self.standing.state == State.OVERDUE and self.standing.days_late > 0

    @property
    def sites(self) -> list[tuple[str, str]]:
        return [("", _("not said")), *Site.choices]

    @property
    def phase(self) -> Phase | None:
        """The one that holds today, else the one to come, else the last."""
        if self.standing.phase or not self.plan.phases:
            return self.standing.phase
        ahead = [phase for phase in self.plan.phases if phase.starts_on > self.today]
        return ahead[0] if ahead and not self.stopped else self.plan.phases[-1]

    @property
    def rhythm(self) -> str:
        return rhythm_words(self.phase, self.plan.counts_from) if self.phase else ""

    @property
    def moves(self) -> bool:
        """Whether a late dose moves those after it."""
        return self.phase is not None and not by_calendar(self.plan, self.phase)

    @property
    def parts(self) -> tuple[Part, ...]:
        return parts_of(self.plan, today=self.today, now=self.standing.phase)

    @property
    def dose(self) -> str:
        """“1,000 µg”; empty where nobody knows."""
        return "" if self.plan.dose_ug is None else f"{format_ug(Decimal(str(self.plan.dose_ug)))}\u00a0µg"

    @property
    def last(self) -> str:
        """“5 January, 68 days ago”; empty where none is logged."""
        last = self.standing.last
        if last is None:
            return ""
        ago = ago_words(last.on, today=self.today)
        if (self.today - last.on).days < 2:
            return ago
        return _("%(day)s, %(ago)s") % {"day": day_words(last.on, today=self.today), "ago": ago}

    @property
    def due(self) -> str:
        """“Monday 30 March”; empty where nothing is."""
        due = self.standing.due_on
        if due is None or self.standing.state in (State.OVER, State.AS_NEEDED):
            return ""
        return written(due, "l j F" if due.year == self.today.year else "l j F Y")

    @property
    def due_words(self) -> str:
        """“due Monday 30 March”, “was due on Monday 2 March”."""
        past = self.standing.due_on is not None and self.standing.due_on < self.today
        words = _("was due on %(day)s") if past else _("due %(day)s")
        return words % {"day": self.due} if self.due else ""

    @property
    def can_skip(self) -> bool:
        """A dose that is open, or the next one, may be left out."""
        return bool(self.due) and self.standing.state != State.TAKEN

    @property
    def kept_words(self) -> str:
        return kept_words(self.kept)

    @property
    def left(self) -> str:
        """“4 doses left”; empty where nobody counted."""
        if self.left_doses is None:
            return ""
        if self.left_doses < 1:
            return _("none left")
        return _("%(n)s left") % {"n": plain_number(int(self.left_doses))}

    @property
    def lasts_words(self) -> str:
        return day_words(self.lasts, today=self.today) if self.lasts else ""

    @property
    def runs_low(self) -> bool:
        return self.lasts is not None and (self.lasts - self.today).days <= SOON_DAYS


def left_doses(own: OwnRegimen, taken: Iterable[Taken]) -> float | None:
    """Doses' worth that is left of what was counted, less what was had on later days; never below 0."""
    if own.stock is None or own.stock_on is None:
        return None
    since = sum(dose.on > own.stock_on for dose in taken)
    return max(own.stock / own.amount - since, 0.0)


def _lasts(own: OwnRegimen, left: float | None, taken: Sequence[Taken], *, today: dt.date) -> dt.date | None:
    if left is None or own.plan.stopped(today):
        return None
    return runs_out(own.plan, left_doses=int(left), today=today, taken=taken, skipped=own.skipped)


def _clock_time(person: User, moment: dt.datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(clock_of(person).zone):%H:%M}"


def lines_of(person: User, *, now: dt.datetime) -> tuple[RegimenLine, ...]:
    """All of them in the order they were made. Two queries: the regimens, and the doses of each."""
    everything, today = regimens_of(person), clock_of(person).local_date(now)
    if not everything:
        return ()
    since = {own.plan.id: today - dt.timedelta(days=reach(own, today=today)) for own in everything}
    taken = taken_by(everything, read_doses(person, since=since))
    return tuple(
        RegimenLine.of(own, taken.get(own.plan.id, []), person=person, now=now, today=today) for own in everything
    )


def reach(own: OwnRegimen, *, today: dt.date) -> int:
    """How far back doses are needed: for how it was kept, and since the stock was counted."""
    counted = (today - own.stock_on).days if own.stock_on else 0
    before = max((cycle_days(phase) for phase in own.plan.phases), default=0)  # the dose that the first counts from
    return max(look_back_days(own.plan) + before, min(counted, LONGEST_LOOK))


@dataclass(frozen=True, slots=True)
class RegimensPage:
    """Those that hold, most pressing first, and those that are over."""

    now: tuple[RegimenLine, ...]
    before: tuple[RegimenLine, ...]

    @property
    def injected(self) -> bool:
        return any(line.injected for line in (*self.now, *self.before))

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "RegimensPage":
        """Two queries."""
        lines = lines_of(person, now=now)
        return cls(
            now=tuple(sorted((line for line in lines if not line.stopped), key=_order)),
            before=tuple(line for line in lines if line.stopped),
        )


def _order(line: RegimenLine) -> tuple[int, dt.date]:
    return _RANK.get(line.standing.state, 2), line.standing.due_on or dt.date.max
