"""The doses that are coming, as a calendar that other programs read (RFC 5545, by the library icalendar)."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice, takewhile

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import User
from tracker.domain.regimens.plans import Plan, Taken, Unit
from tracker.domain.regimens.standing import next_slots
from tracker.people import today_of
from tracker.regimens import OwnRegimen, doses_since, read_doses, regimens_of, taken_by
from tracker.reports.care.reminders import reminders_of

DAYS, MOST = 120, 60
LASTS = dt.timedelta(minutes=15)
REFRESH = dt.timedelta(hours=6)
_A_DAY = dt.timedelta(days=1)
_UIDS = uuid.UUID("4f0d3c4e-6f0b-5d0e-9a50-b1201e5b7a11")  # names doses in calendars: never change it


@dataclass(frozen=True, slots=True, order=True)
class Coming:
    """A dose to come. `at` None: any time of its day. By day, then by plan."""

    on: dt.date
    plan_id: int
    name: str
    at: dt.time | None

    @property
    def uid(self) -> str:
        """The same whenever the feed is read, so that a calendar changes what it has instead of adding to it."""
        return str(uuid.uuid5(_UIDS, f"{self.plan_id} {self.on}"))


@dataclass(frozen=True, slots=True)
class Feed:
    """`names`: whether they may say what is due."""

    coming: tuple[Coming, ...]
    names: bool
    made_at: dt.datetime

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "Feed":
        """Three queries; two for somebody without a plan."""
        names, today = reminders_of(person).names, today_of(person, now=now)
        regimens = regimens_of(person)
        rows = read_doses(person, since=doses_since(regimens, today=today)) if regimens else []
        taken = taken_by(regimens, rows)
        each = (_coming(own, taken[own.plan.id], today=today) for own in regimens if own.remind)
        return cls(tuple(islice(merge(*each, key=lambda dose: dose.on), MOST)), names, now)

    @property
    def text(self) -> bytes:
        calendar = Calendar()
        calendar.add("prodid", "-//Cobalog//Reminders//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", "Cobalog")
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        for dose in self.coming:
            calendar.add_component(self._event(dose))
        return calendar.to_ical()

    def _event(self, dose: Coming) -> Event:
        """All day, or at a time of day that goes along wherever its person is: no zone is named."""
        event = Event()
        event.add("uid", dose.uid)
        event.add("dtstamp", self.made_at)
        begin = dose.on if dose.at is None else dt.datetime.combine(dose.on, dose.at)
        event.add("dtstart", begin)
        event.add("dtend", begin + (_A_DAY if dose.at is None else LASTS))
        event.add("summary", dose.name if self.names else _("B12: something is due"))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        return event


def _coming(own: OwnRegimen, taken: list[Taken], *, today: dt.date) -> Iterator[Coming]:
    """A plan by hours has one event a day: its times follow the dose before and would be wrong by then."""
    plan: Plan = own.plan
    slots = next_slots(plan, taken=taken, skipped=own.skipped, today=today)
    days = {}
    for slot in takewhile(lambda slot: slot.on <= today + dt.timedelta(days=DAYS), slots):
        days.setdefault(slot.on, None if slot.phase.unit == Unit.HOURS else slot.phase.at)
        if len(days) == MOST:
            break
    return (Coming(on, plan.id, plan.name, at) for on, at in days.items())
