"""The links to a report that a person has made, and when each was opened."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from tracker.models.sharing import AddressKind
from tracker.secret_addresses import token_of

MOST, MOST_TIMES = 10, 5


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `token` is empty once it opens nothing any more. `opened`: the moments, latest first."""

    pk: int
    token: str
    made: dt.datetime
    ends: dt.datetime
    revoked: dt.datetime | None
    opened: Sequence[dt.datetime]

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
    """The last ones, latest first. Two queries, one where there is none."""
    rows = person.secret_addresses.filter(kind=AddressKind.REPORT).prefetch_related("visits")[:MOST]
    return [
        Link(
            pk=row.pk,
            token=token_of(row) if row.revoked_at is None and row.expires_at > now else "",
            made=row.created_at,
            ends=row.expires_at,
            revoked=row.revoked_at,
            opened=sorted((visit.at for visit in row.visits.all()), reverse=True),
        )
        for row in rows
    ]
