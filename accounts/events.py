"""The log of an account: log-ins, exports, keys. Read by its person, written here, kept for a year.

What was refused also goes to the server's log ("cobalog.security"), for whoever runs the site: what and where, never an
address, a name or anything typed.
"""

import datetime as dt
import logging

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from accounts import limits
from accounts.browsers import browser_in_words
from accounts.models import Event, EventKind, User

security = logging.getLogger("cobalog.security")
KEPT = dt.timedelta(days=365)
REFUSALS = "10/h/key"  # somebody who guesses must not fill a person's log


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
    return browser_in_words(request.headers.get("user-agent", "")) if request else ""


def note_refusal(email: str, *, request: HttpRequest, detail: str = "") -> None:
    """A log-in with this address was refused. Its account notes it, if there is one; the address is stored nowhere.

    Both ways count a try and write once, so that the time it takes does not tell whether there is an account.
    """
    security.warning("Log-in refused: %s", detail or "password")
    if not limits.within(request, "refusals", rate=REFUSALS, key=email.lower()):
        return
    person = User.objects.filter(email=email.lower(), demo_until=None).first()
    if person is None:
        cache.set("cobalog:nobody", 1, timeout=60)
    else:
        note(person, EventKind.LOGIN_REFUSED, request=request, detail=detail)
