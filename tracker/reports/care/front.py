"""The front page of Care: what is due, and the newest of everything else; each has a page of its own."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from tracker.domain.blood import MARKERS
from tracker.domain.regimens.plans import State
from tracker.health import Health, health_of
from tracker.models.markers import MARKER_NAMES
from tracker.people import today_of
from tracker.reports.care.blood_words import figure
from tracker.reports.care.regimens import RegimenLine, RegimensPage
from tracker.reports.care.symptoms import Board

PRESSING = (State.OVERDUE, State.DUE)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest value of one marker, in the unit that the laboratory printed."""

    name: str
    figure: str
    taken_on: dt.date


@dataclass(frozen=True, slots=True)
class CareFront:
    """`regimens`: those that hold, most pressing first."""

    today: dt.date
    regimens: tuple[RegimenLine, ...]
    board: Board
    health: Health

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "CareFront":
        """Three queries, and two more for whoever has a regimen."""
        today, health = today_of(person, now=now), health_of(person)
        return cls(
            today=today,
            regimens=RegimensPage.build(person, now=now).now if health.has_regimens else (),
            board=Board.build(person, today=today),
            health=health,
        )

    @property
    def verdict(self) -> str:
        """What is due comes first, then how long ago the last injection was, then what comes next."""
        if pressing := sum(line.standing.state in PRESSING for line in self.regimens):
            return ngettext("%(n)s dose is due.", "%(n)s doses are due.", pressing) % {"n": pressing}
        injected = next((line for line in self.regimens if line.injected and line.standing.last), None)
        if injected:
            return _since_injection(injected, today=self.today)
        following = min((line for line in self.regimens if line.due), key=_due_on, default=None)
        if following:
            return _("Nothing is due. Next: %(day)s.") % {"day": following.due}
        return _("Nothing is due.") if self.regimens else _("What is due, and how do you feel?")

    @property
    def tested(self) -> tuple[Newest, ...]:
        """The newest of each marker, in the order that they are read in."""
        return tuple(self._tested())

    def _tested(self) -> Iterator[Newest]:
        for marker in MARKERS:
            found = next((one for one in self.health.results if one.marker == marker), None)
            if found:
                value = found.comparator + figure(found.value, found.unit)
                yield Newest(str(MARKER_NAMES[marker]), value, found.taken_on)

    @property
    def takes(self) -> str:
        """The medicines of now, in one line."""
        return capfirst(", ".join(use.name for use in self.health.medicines if use.active))

    @property
    def has(self) -> str:
        """The conditions, in one line."""
        return capfirst(", ".join(one.name for one in self.health.conditions))


def _due_on(line: RegimenLine) -> dt.date:
    return line.standing.due_on or dt.date.max


def _since_injection(line: RegimenLine, *, today: dt.date) -> str:
    days = (today - line.standing.last.on).days
    said = ngettext("%(n)s day since your last injection.", "%(n)s days since your last injection.", days) % {"n": days}
    due = line.standing.due_on
    if due is None:
        return said
    return _("%(said)s Next: %(day)s.") % {
        "said": said,
        "day": date_format(due, "j F" if due.year == today.year else "j F Y"),
    }
