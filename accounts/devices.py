"""Where a person is logged in: which browsers, since when, last active on which day; and how that ends.

A row of allauth's `UserSession` for each session, without address and User-Agent (docs/decisions/0021). The session
knows its row by `MARK`. Sessions that no row knows, like those of tests, are no device.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import base36_to_int

from accounts import kept
from accounts.events import device_of
from accounts.marks import was_given_to
from accounts.models import User

MARK = "device"  # in the session: {"row": the id of its row, "day": when it was last active}
NO_ADDRESS = str(IPv4Address(0))  # the column wants something, and gets nothing


@dataclass(frozen=True, slots=True)
class Device:
    """`active_on`: the day it was last used to save something, on the person's own calendar."""

    pk: int
    name: str
    since: dt.datetime
    active_on: dt.date
    here: bool


def begin(request: HttpRequest, person: User) -> None:
    """Write down the session that has just begun."""
    if not request.session.session_key:
        request.session.save()
    now = person.local()
    row, _ = UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": person,
            "ip": NO_ADDRESS,
            "user_agent": device_of(request),
            "created_at": now,
            "last_seen_at": _midnight(now),
        },
    )
    request.session[MARK] = {"row": row.pk, "day": now.date().isoformat()}


def keep_up(request: HttpRequest) -> None:
    """Note the day of something sent from this device: one write a day, at a POST, because a look never writes."""
    mark = request.session.get(MARK)
    now = request.user.local()
    if mark and mark["day"] != now.date().isoformat():
        UserSession.objects.filter(pk=mark["row"]).update(last_seen_at=_midnight(now))
        request.session[MARK] = {**mark, "day": now.date().isoformat()}


def renew(request: HttpRequest) -> None:
    """The session got a new key, as at a change of the password: its row follows."""
    if mark := request.session.get(MARK):
        UserSession.objects.filter(pk=mark["row"]).update(session_key=request.session.session_key)


def devices_of(person: User, *, request: HttpRequest) -> list[Device]:
    """Where this person is logged in now: this device first, then the one that was active last."""
    rows = list(person.usersession_set.all())
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    here = request.session.session_key
    devices = [
        Device(
            pk=row.pk,
            name=row.user_agent,
            since=row.created_at,
            active_on=person.local(row.last_seen_at).date(),
            here=row.session_key == here,
        )
        for row in rows
        if row.session_key in alive
    ]
    return sorted(devices, key=lambda device: (device.here, device.active_on, device.since), reverse=True)


def end(person: User, *, pk: int) -> bool:
    """Log one device out; False where it is none of this person's, or was logged out already."""
    return _end(list(person.usersession_set.filter(pk=pk).values_list("session_key", flat=True))) == 1


def end_others(person: User, *, request: HttpRequest) -> int:
    """Log every other device out; how many there were."""
    here = request.session.session_key
    keys = person.usersession_set.exclude(session_key=here).values_list("session_key", flat=True)
    return _end(list(keys))


def end_here(request: HttpRequest) -> None:
    """This session ends by itself: its row goes."""
    if mark := request.session.get(MARK):
        UserSession.objects.filter(pk=mark["row"]).delete()


def end_all(keys: Collection[str]) -> int:
    """Log out the sessions with these keys."""
    return _end(list(keys))


def _end(keys: list[str]) -> int:
    gone, _ = Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return gone


def keys_of(people: Collection[User]) -> list[str]:
    """The keys of every session that holds something of these people: half-way through a log-in, or with what one of
    them typed when a session had ended. Each row is opened to look, so this takes a second for 13,000 of them."""
    return [row.session_key for row in Session.objects.iterator() if _is_about(row.get_decoded(), people)]


def _is_about(held: dict, people: Collection[User]) -> bool:
    named = set(_people_in(held))
    typed_for = held.get(kept.SESSION_KEY, {}).get("for", "")
    return any(str(one.pk) in named or (typed_for and was_given_to(one, typed_for)) for one in people)


def _people_in(held: dict) -> Iterator[str]:
    """Ids that Django and allauth keep in a session; of somebody half-way in, allauth's in base 36."""
    yield str(held.get(SESSION_KEY, ""))
    yield str(held.get("account_authentication_methods_user", ""))
    if half_way := (held.get("account_login") or {}).get("user_pk"):
        yield str(base36_to_int(half_way))


def delete_ended(*, now: dt.datetime) -> int:
    """Rows whose session is over go; how many there were."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return UserSession.objects.exclude(session_key__in=alive).delete()[0]


def _midnight(local: dt.datetime) -> dt.datetime:
    """The day is known, the hour is not stored."""
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
