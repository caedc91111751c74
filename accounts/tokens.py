"""Keys for programs of a person's own: made, found again, ended.

A key is 43 letters and digits drawn at random (256 bits) behind `cobalog_`, which scanners for secrets can look for.
Only its SHA-256 is stored: what nobody can guess needs no slow digest, and a lookup by digest tells nothing by the
time it takes.
"""

import datetime as dt
import hashlib
import secrets
import string
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import ApiToken, User
from accounts.models.tokens import Scope

PREFIX = "cobalog_"
DAYS = (30, 90, 365)  # how long a key may last
MOST = 20  # open at a time
_LETTERS = string.ascii_letters + string.digits
_LENGTH = 43  # times log2(62): 256 bits
_SHOWN = 12


class TooMany(Exception):
    """This person has as many open keys as there may be."""


@dataclass(frozen=True, slots=True)
class Made:
    """A key as it is handed over, once: `secret` is empty where the same form had made it before."""

    token: ApiToken
    secret: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who sent a key that opens something, and what it opens."""

    person: User
    token_pk: int
    scope: Scope
    last_used_on: dt.date | None

    @property
    def reads(self) -> bool:
        return self.scope in (Scope.READ, Scope.BOTH)

    @property
    def writes(self) -> bool:
        return self.scope in (Scope.WRITE, Scope.BOTH)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(*, by: User, uid: uuid.UUID, name: str, scope: Scope, days: int, now: dt.datetime) -> Made:
    """A new key, once for each `uid`. That of a demo ends with the demo."""
    User.objects.select_for_update().values_list("pk").get(pk=by.pk)
    if before := by.api_tokens.filter(uid=uid).first():
        return Made(before, "")
    if open_tokens(by, now=now).count() >= MOST:
        raise TooMany
    secret = PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    until = now + dt.timedelta(days=days)
    token = by.api_tokens.create(
        uid=uid,
        name=name,
        start=secret[:_SHOWN],
        digest=digest_of(secret),
        scope=scope,
        created_at=now,
        expires_at=min(until, by.demo_until) if by.demo_until else until,
    )
    return Made(token, secret)


def open_tokens(person: User, *, now: dt.datetime) -> QuerySet[ApiToken]:
    return person.api_tokens.filter(revoked_at=None, expires_at__gt=now)


def bearer_of(secret: str, *, now: dt.datetime) -> Bearer | None:
    """Whose key this is, if it opens anything now. One query, the same for every text: person, profile and key."""
    found = User.objects.select_related("profile").filter(
        api_tokens__digest=digest_of(secret),
        api_tokens__revoked_at=None,
        api_tokens__expires_at__gt=now,
        is_active=True,
    )
    person = found.annotate(
        token_pk=F("api_tokens__pk"), token_scope=F("api_tokens__scope"), token_day=F("api_tokens__last_used_on")
    ).first()
    if person is None or (person.demo_until and person.demo_until <= now):
        return None
    return Bearer(person, person.token_pk, Scope(person.token_scope), person.token_day)


def note_use(bearer: Bearer, *, now: dt.datetime) -> None:
    """The day on which something was logged with it: one write a day, and none for a look."""
    today = bearer.person.local(now).date()
    if bearer.last_used_on != today:
        bearer.person.api_tokens.filter(pk=bearer.token_pk).update(last_used_on=today)


def revoke(person: User, *, pk: int | None = None, now: dt.datetime) -> int:
    """End one key of this person's, or all of them, at once; how many were open until now."""
    chosen = open_tokens(person, now=now)
    return (chosen if pk is None else chosen.filter(pk=pk)).update(revoked_at=now)
