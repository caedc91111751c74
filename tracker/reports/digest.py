"""The mail of a day on which something is due: plain words, and no more of them than its person wants."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.domain.regimens.plans import Standing
from tracker.models import Reminders
from tracker.people import today_of
from tracker.reports.due import DueLine, due_of
from tracker.secret_addresses import unsubscribe_token

DAILY_DAYS, DAYS_A_WEEK = 14, 7  # a dose that is later than this is spoken of once a week


@dataclass(frozen=True, slots=True)
class Digest:
    """`lines`: what is open; at least one."""

    to: str
    names: bool
    lines: tuple[DueLine, ...]
    token: str

    @classmethod
    def build(cls, reminders: Reminders, *, now: dt.datetime) -> "Digest | None":
        """None where there is nothing to say. The queries of `due_of`."""
        person = reminders.owner
        lines = tuple(
            line for line in due_of(person, now=now) if line.own.remind and line.is_open and is_told(line.standing)
        )
        return cls(person.email, reminders.names, lines, unsubscribe_token(person)) if lines else None

    @property
    def today_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('today')}"

    @property
    def stop_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('unsubscribe', args=[self.token])}"

    @property
    def subject(self) -> str:
        if self.names and len(self.lines) == 1:
            return f"{self.lines[0].name}: {self.lines[0].pill.words}".replace("\u00a0", " ")
        return _("B12: something is due")

    def message(self) -> EmailMessage:
        """With the headers by which mail programs offer to end them (RFC 8058): that sends the POST of our button."""
        text = render_to_string("tracker/mail/due.txt", {"digest": self})
        headers = {
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{self.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        return EmailMessage(self.subject, text, to=[self.to], headers=headers)


def is_time(reminders: Reminders, *, now: dt.datetime) -> bool:
    """Whether their hour has come, and no mail went out on this day of theirs."""
    person, last = reminders.owner, reminders.last_mail_on
    return person.local(now).hour >= reminders.hour and (last is None or last < today_of(person, now=now))


def is_told(standing: Standing) -> bool:
    """Every day for two weeks, then every seventh: a plan that somebody gave up does not follow them around."""
    return standing.days_late <= DAILY_DAYS or standing.days_late % DAYS_A_WEEK == 0
