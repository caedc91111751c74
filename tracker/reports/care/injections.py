"""Injections: where the treatment stands, those that were logged, and how a symptom scores between them."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foods.choices import Origin
from foods.units import format_ug
from tracker.domain.cycles import SHORTEST_CYCLE_DAYS, Cycle, cycles
from tracker.domain.regimens.plans import Phase, Plan, Standing, State, Unit
from tracker.domain.regimens.standing import interval_days, standing
from tracker.models import Entry
from tracker.models.sites import site_words
from tracker.people import profile_of, today_of
from tracker.regimens import OwnRegimen, regimens_of, taken_by
from tracker.reports.care.cycles import Overlaid
from tracker.reports.care.regimen_words import day_words, rhythm_words

ON_A_PAGE = 12
INJECTED = Origin.INJECTED.value


class Injected(NamedTuple):
    """A logged injection, lean. `ug` None: nobody knows. Where it was given is empty where nothing was said."""

    pk: int
    on: dt.date
    at: dt.datetime
    food_id: int
    name: str
    ug: Decimal | None
    site: str | None
    batch: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class InjectionLine:
    """One of the list. `gap_days` since the day of injections before, None for the first; 0: logged twice that day."""

    row: Injected
    gap_days: int | None
    today: dt.date

    @property
    def day(self) -> str:
        return day_words(self.row.on, today=self.today)

    @property
    def details(self) -> tuple[str, ...]:
        """“1,000 µg” where the name does not say so, “left upper arm”, “batch A 12”, what was noted."""
        row = self.row
        dose = _("dose unknown") if row.ug is None else f"{format_ug(row.ug)}\u00a0µg"
        if re.search(rf"(?<![\d,.]){re.escape(dose)}", row.name.replace(" µg", "\u00a0µg")):
            dose = ""
        batch = _("batch %(batch)s") % {"batch": row.batch} if row.batch else ""
        return tuple(filter(None, (dose, site_words(row.site or ""), batch, row.note)))

    @property
    def noted(self) -> bool:
        return bool(self.row.site or self.row.batch or self.row.note)

    @property
    def note_words(self) -> str:
        return _("Change site and batch") if self.noted else _("Add site and batch")

    @property
    def gap(self) -> str:
        """“84 days after the one before”; empty for the first."""
        if self.gap_days is None:
            return ""
        if self.gap_days == 0:
            return _("a second one that day")
        return ngettext("%(n)s day after the one before", "%(n)s days after the one before", self.gap_days) % {
            "n": self.gap_days
        }


@dataclass(frozen=True, slots=True)
class InjectionsPage:
    """`own`: the regimen it goes by, None where none is injected; then the profile's interval says what is next.

    `overlaid` None: nothing is logged, so there is no day of a cycle.
    """

    today: dt.date
    last: Injected | None
    lines: Page
    own: OwnRegimen | None
    standing: Standing | None
    due_on: dt.date | None
    cycles: tuple[Cycle, ...]
    overlaid: Overlaid | None
    last_site: str

    @classmethod
    def build(cls, person: User, *, now: dt.datetime, symptom: int | None = None, page: int = 1) -> "InjectionsPage":
        """Four queries: regimens, injections, symptoms, scores of one of them."""
        today = today_of(person, now=now)
        rows = read_injections(person, today=today)
        own, where = _goes_by(regimens_of(person), rows, now=now, today=today)
        last = rows[-1] if rows else None
        due_on, planned = _due(person, where, last), planned_days(person, own)
        found = cycles([row.on for row in rows], today=today, planned_days=planned)
        return cls(
            today=today,
            last=last,
            lines=Paginator(_lines(rows, today=today), ON_A_PAGE).get_page(page),
            own=own,
            standing=where,
            due_on=due_on,
            cycles=found,
            overlaid=Overlaid.build(person, found, chosen=symptom, planned_days=planned, due_on=due_on, today=today)
            if found
            else None,
            last_site=next((words for row in reversed(rows) if (words := site_words(row.site or ""))), ""),
        )

    @property
    def days_since(self) -> int | None:
        return None if self.last is None else (self.today - self.last.on).days

    @property
    def heading(self) -> str:
        """“68 days since your last injection. Next: 30 March.”"""
        return " ".join(filter(None, (self._since(), self._next())))

    def _since(self) -> str:
        days = self.days_since
        if days is None:
            return _("No injection is logged yet.")
        if days == 0:
            return _("Your last injection was today.")
        return ngettext(
            "%(n)s day since your last injection.", "%(n)s days since your last injection.", days
        ) % {"n": days}  # fmt: skip

    def _next(self) -> str:
        if self.due_on is None:
            return ""
        day = {"day": day_words(self.due_on, today=self.today).replace(" ", "\u00a0")}
        if self.due_on < self.today:
            return _("The next was due on %(day)s.") % day
        return _("The next is due today.") if self.due_on == self.today else _("Next: %(day)s.") % day

    @property
    def late(self) -> bool:
        return self.due_on is not None and self.due_on < self.today

    @property
    def plan(self) -> Plan | None:
        return self.own.plan if self.own else None

    @property
    def phase(self) -> Phase | None:
        return self.standing.phase if self.standing else None

    @property
    def phase_words(self) -> str:
        """“Loading phase: every 2 days”; of the profile's interval no phase is known."""
        if self.phase and self.plan:
            name = _("Loading phase") if self.phase.loading else _("Maintenance phase")
            rhythm = rhythm_words(self.phase, self.plan.counts_from)
            return _("%(phase)s: %(rhythm)s.") % {"phase": name, "rhythm": rhythm}
        if self.standing and self.standing.state == State.OVER:
            return _("Your plan is over, so nothing is due.")
        return ""

    @property
    def by_profile(self) -> bool:
        """Whether what is next comes from the interval in the profile."""
        return self.own is None and self.due_on is not None

    @property
    def complete(self) -> int:
        return sum(cycle.complete for cycle in self.cycles)

    @property
    def close_together(self) -> bool:
        """Several days of injections, and none of them two weeks apart."""
        return self.lines.paginator.count > 1 and not self.complete

    @property
    def shortest_days(self) -> int:
        return SHORTEST_CYCLE_DAYS


def read_injections(person: User, *, today: dt.date) -> list[Injected]:
    """Every injection up to today, the oldest first. One query."""
    return [
        Injected(*row)
        for row in person.entries.filter(origin=INJECTED, local_date__lte=today)
        .order_by("local_date", "eaten_at", "pk")
        .values_list(
            "pk", "local_date", "eaten_at", "food_id", "name", "swallowed_ug", "dose__site", "dose__batch", "dose__note"
        )
    ]


def _lines(rows: Sequence[Injected], *, today: dt.date) -> list[InjectionLine]:
    """The newest first."""
    before = [None, *rows[:-1]] if rows else []
    return [
        InjectionLine(row, (row.on - last.on).days if last else None, today)
        for last, row in reversed(list(zip(before, rows, strict=True)))
    ]


def _goes_by(
    everything: Sequence[OwnRegimen], rows: Sequence[Injected], *, now: dt.datetime, today: dt.date
) -> tuple[OwnRegimen | None, Standing | None]:
    """The injected regimen that holds and is due first, else the one made last; with where it stands."""
    injected = [own for own in everything if own.plan.route == INJECTED]
    if not injected:
        return None, None
    taken = taken_by(everything, [(row.food_id, row.on, row.at, INJECTED) for row in rows])
    stands = [
        (own, standing(own.plan, taken=taken.get(own.plan.id, []), skipped=own.skipped, now=now, today=today))
        for own in injected
    ]
    holding = [(own, where) for own, where in stands if where.state != State.OVER]
    return min(holding, key=lambda pair: pair[1].due_on or dt.date.max) if holding else stands[-1]


def _due(person: User, where: Standing | None, last: Injected | None) -> dt.date | None:
    if where is not None:
        return where.due_on
    days = profile_of(person).injection_interval_days
    return last.on + dt.timedelta(days=days) if last and days else None


def planned_days(person: User, own: OwnRegimen | None) -> float | None:
    """The longest interval of the plan that is no loading phase; without a plan that of the profile."""
    if own is None:
        return profile_of(person).injection_interval_days
    phases = (phase for phase in own.plan.phases if not phase.loading and phase.unit != Unit.AS_NEEDED)
    return max(map(interval_days, phases), default=None)


def regimen_of(person: User, entry: Entry) -> int | None:
    """The regimen that this injection is a dose of; None where there is no such plan. One query.

    That of the same product, or of one merged with it, the one that holds first; else the only injected one that holds.
    """
    everything = [own for own in regimens_of(person) if own.plan.route == INJECTED]
    same = sorted((own for own in everything if entry.food_id in own.foods), key=_stopped_last)
    if same:
        return same[0].plan.id
    holding = [own for own in everything if own.plan.stopped_on is None]
    return holding[0].plan.id if len(holding) == 1 else None


def _stopped_last(own: OwnRegimen) -> bool:
    return own.plan.stopped_on is not None


def said_of(entry: Entry) -> Mapping[str, str]:
    """What the form of an injection begins with. One query."""
    dose = getattr(entry, "dose", None)
    return {"site": dose.site, "batch": dose.batch, "note": dose.note} if dose else {}
