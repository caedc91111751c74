"""The links to a report that a person has made, and when each was opened."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounts.models import User
from tracker.models import SecretAddress
from tracker.models.sharing import AddressKind
from tracker.secret_addresses import token_of

SHOWN_AFTER_THEIR_END = dt.timedelta(days=30)
MOST_TIMES = 5


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `token` is empty once it opens nothing any more. `opened`: the moments, latest first."""

    pk: int
    token: str
    made: dt.datetime
    ends: dt.datetime
    revoked: dt.datetime | None
    opened: list[dt.datetime]

    @property
    def open(self) -> bool:
        return bool(self.token)

    @property
    def latest(self) -> Sequence[dt.datetime]:
        return self.opened[:MOST_TIMES]

    @property
    def more(self) -> int:
        return len(self.opened) - len(self.latest)


def links_of(person: User, *, now: dt.datetime) -> list[Link]:
    """Those of the last weeks, latest first. One query."""
    rows = person.secret_addresses.filter(kind=AddressKind.REPORT, expires_at__gt=now - SHOWN_AFTER_THEIR_END)
    read = rows.order_by("-created_at", "-pk", "-visits__at").values_list(
        "pk", "nonce", "created_at", "expires_at", "revoked_at", "visits__at"
    )
    found: dict[int, Link] = {}
    for pk, nonce, made, ends, revoked, at in read:
        link = found.setdefault(pk, Link(pk, "", made, ends, revoked, []))
        if at is not None:
            link.opened.append(at)
        if revoked is None and ends > now:
            found[pk] = replace(link, token=token_of(SecretAddress(kind=AddressKind.REPORT, nonce=nonce)))
    return list(found.values())
