"""What happened at an account's door in the last year, newest first: log-ins and changes, and what left by a link.

Links and their visits stand in tables of their own and are shown from there, copied nowhere. One query a page.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.events import KEPT
from accounts.models import EventKind, User
from tracker.models.sharing import AddressKind

LINES = 30
MOST_PAGES = 10_000
_KINDS: dict[str, str | Promise] = {
    **dict(EventKind.choices),
    "made report": _("Link to the report made"),
    "closed report": _("Link to the report closed"),
    "opened report": _("Report opened by its link"),
    "made calendar": _("Calendar address made"),
    "closed calendar": _("Calendar address closed"),
}
_ALARMING = {EventKind.LOGIN_REFUSED}
_DETAILS: dict[str, str | Promise] = {
    "asked again": _("while logged in, when asked again"),
    "second step": _("at the second step"),
    "by mail": _("by the link of a mail"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery codes"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`detail`: a format, the name of a token, which step; `alarming`: worth a second look."""

    at: dt.datetime
    what: str | Promise
    device: str
    detail: str | Promise
    alarming: bool


@dataclass(frozen=True, slots=True)
class AccountLog:
    lines: list[Line]
    page: int
    older: bool

    @classmethod
    def build(cls, person: User, *, now: dt.datetime, page: int = 1) -> "AccountLog":
        start = (page - 1) * LINES
        rows = list(_everything(person, since=now - KEPT)[start : start + LINES + 1])
        return cls([_line(*row) for row in rows[:LINES]], page, older=len(rows) > LINES)


def _line(at: dt.datetime, kind: str, device: str, detail: str) -> Line:
    return Line(at, _KINDS.get(kind, kind), device, _in_words(kind, detail), kind in _ALARMING)


def _in_words(kind: str, detail: str) -> str | Promise:
    if detail.isdecimal() and kind == EventKind.SESSION_ENDED:
        return ngettext("%(n)d device", "%(n)d devices", int(detail)) % {"n": int(detail)}
    if detail.isdecimal() and kind == EventKind.TOKEN_ENDED:
        return ngettext("%(n)d token", "%(n)d tokens", int(detail)) % {"n": int(detail)}
    return _DETAILS.get(detail, detail)


def _everything(person: User, *, since: dt.datetime) -> QuerySet:
    events = _columns(person.events.all(), "at", kind=F("kind"), device=F("device"), detail=F("detail"))
    parts = [events.filter(moment__gte=since)]
    addresses = person.secret_addresses.order_by()
    for kind in AddressKind:
        own = addresses.filter(kind=kind)
        parts += [
            _columns(own, "created_at", kind=_text(f"made {kind}")).filter(moment__gte=since),
            _columns(own, "revoked_at", kind=_text(f"closed {kind}")).filter(moment__gte=since),
        ]
    visited = addresses.filter(kind=AddressKind.REPORT)
    parts.append(_columns(visited, "visits__at", kind=_text("opened report")).filter(moment__gte=since))
    return parts[0].union(*parts[1:], all=True).order_by("-moment", "what")


def _columns(rows: QuerySet, at: str, *, kind: object, device: object = None, detail: object = None) -> QuerySet:
    named = rows.annotate(moment=Cast(F(at), DateTimeField()), what=_cast(kind), by=_cast(device), more=_cast(detail))
    return named.values_list("moment", "what", "by", "more")


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


def _cast(what: object) -> Cast:
    return Cast(what if what is not None else Value(""), CharField())
