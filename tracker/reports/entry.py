"""The page of one entry: what it holds, and what may be changed."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from foods.choices import Reliability
from tracker.models import Entry
from tracker.models.figures import can_have_figure
from tracker.people import today_of
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
    day: dt.date
    today: dt.date
    date: str

    @classmethod
    def build(cls, person: User, entry: Entry, *, now: dt.datetime) -> "EntryPage":
        """One query: the portions of the entry's food."""
        changed = then_and_now(entry) if entry.has_newer_figure() else None
        return cls(
            entry=entry,
            row=EntryRow.of(entry),
            pick=Pick.build(person, entry.food, entry=entry),
            changed=changed,
            formula=formula(entry.food, entry.quantity, entry.swallowed_ug) if _is_as_logged(entry) else "",
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
    def is_today(self) -> bool:
        return self.day == self.today


def _is_as_logged(entry: Entry) -> bool:
    """Whether the food's present figure is the one that the entry was worked out from."""
    return entry.food.basis == entry.basis and entry.measured_now() == entry.swallowed_ug
