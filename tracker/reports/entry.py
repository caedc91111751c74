"""The page of one entry: what it holds, and what may be changed."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from foods.choices import Reliability, Route
from tracker.domain.parameters import Span
from tracker.models import Entry
from tracker.models.figures import can_have_figure
from tracker.people import model_fits, timeline_of, today_of
from tracker.reports.absorbed import of_entry
from tracker.reports.common import EntryRow
from tracker.reports.day import ThenAndNow, then_and_now
from tracker.reports.pick import Pick, formula


@dataclass(frozen=True, slots=True)
class EntryPage:
    entry: Entry
    row: EntryRow
    pick: Pick
    changed: ThenAndNow | None
    formula: str
    absorbed: Span | None  # None where nobody knows, or the model does not fit this person
    day: dt.date
    today: dt.date
    date: str

    @classmethod
    def build(cls, person: User, entry: Entry, *, now: dt.datetime) -> "EntryPage":
        """Three queries: the portions of the entry's food, what was had around it, and what the person takes."""
        changed = then_and_now(entry) if entry.has_newer_figure() else None
        return cls(
            entry=entry,
            row=EntryRow.of(entry),
            pick=Pick.build(person, entry.food, entry=entry),
            changed=changed,
            formula=formula(entry.food, entry.quantity, entry.swallowed_ug) if _is_as_logged(entry) else "",
            absorbed=_absorbed(person, entry),
            day=entry.local_date,
            today=today_of(person, now=now),
            date=entry.local_date.isoformat(),
        )

    @property
    def counts(self) -> bool:
        return self.entry.reliability == Reliability.ACTIVE

    @property
    def wants_figure(self) -> bool:
        """Neither the entry has a figure nor its food, and the person may give it one."""
        food = self.entry.food
        return self.entry.counted_ug is None and food.b12_ug is None and can_have_figure(food)

    @property
    def is_injected(self) -> bool:
        return self.entry.route == Route.INJECTED

    @property
    def is_nasal(self) -> bool:
        return self.entry.route == Route.NASAL

    @property
    def is_today(self) -> bool:
        return self.day == self.today


def _absorbed(person: User, entry: Entry) -> Span | None:
    if not model_fits(person, today=entry.local_date):
        return None
    return of_entry(person, entry, timeline_of(person, today=entry.local_date))


def _is_as_logged(entry: Entry) -> bool:
    """Whether the food's present figure is the one that the entry was worked out from."""
    return entry.food.basis == entry.basis and entry.measured_now() == entry.swallowed_ug
