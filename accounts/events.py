"""The log of an account: log-ins, exports, views of reports. Read by its person, written here."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Event, EventKind, User


def note(
    person: User,
    kind: EventKind,
    *,
    request: HttpRequest | None = None,
    detail: str = "",
    at: dt.datetime | None = None,
) -> Event:
    """Write down that something happened, on which kind of device, and nothing about health."""
    return person.events.create(kind=kind, at=at or timezone.now(), device=device_of(request), detail=detail[:60])


def device_of(request: HttpRequest | None) -> str:
    """Browser and system in words, like “Firefox on Linux”; empty where nothing is known."""
    return ""
