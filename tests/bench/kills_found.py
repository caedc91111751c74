"""What the kills left in the database, asked past Django: the server's own words are not evidence."""

import datetime as dt
import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg

FIRST_DAY, DAYS = dt.date(2020, 1, 1), 100  # of each client, so that what it sent can be told from all else


@dataclass(frozen=True, slots=True)
class Rows:
    """The entries of the run, in the database at `url`."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite:")

    def connected(self) -> Any:
        if self.is_sqlite:
            return sqlite3.connect(f"file:{self.url.removeprefix('sqlite:///')}?mode=ro", uri=True, timeout=30)
        return psycopg.connect(self.url, autocommit=True)

    def has(self, connection: Any, stored: uuid.UUID) -> bool:
        mark, uid = ("?", stored.hex) if self.is_sqlite else ("%s", stored)
        asked = connection.execute(f"SELECT 1 FROM tracker_entry WHERE uid = {mark}", (uid,))
        return asked.fetchone() is not None

    @staticmethod
    def nth(client: int, entry: int) -> tuple[dt.date, Decimal]:
        """The date and the amount of the so-manieth form of a client: no other form has both."""
        date = FIRST_DAY + dt.timedelta(days=client * DAYS + entry % DAYS)
        return date, Decimal(1) + Decimal(entry // DAYS) / 1_000

    def all(self, owners: Iterable[int]) -> list[tuple[uuid.UUID, tuple]]:
        """Each entry of these people: its uid, and whose it is, its date and amount."""
        marks = ", ".join(str(int(owner)) for owner in owners)
        asked = f"SELECT uid, owner_id, local_date, amount FROM tracker_entry WHERE owner_id IN ({marks})"
        with closing(self.connected()) as connection:
            return [
                (_uid(uid), (owner, _date(date), Decimal(str(amount)).normalize()))
                for uid, owner, date, amount in connection.execute(asked).fetchall()
            ]

    def is_whole(self) -> bool:
        """What SQLite says of its file; PostgreSQL recovers by itself, and was not killed."""
        if not self.is_sqlite:
            return True
        try:
            with closing(self.connected()) as connection:
                whole = connection.execute("PRAGMA integrity_check").fetchall()
                return (whole, connection.execute("PRAGMA foreign_key_check").fetchall()) == ([("ok",)], [])
        except sqlite3.DatabaseError:  # too damaged to be looked at
            return False


def _uid(value: uuid.UUID | str) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value)


def _date(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Found:
    """`cut_off`: forms that got no answer at first. `stored_unanswered`: those of them whose entry was there all the
    same, of which a second sending could make another. `strange`: entries that no client sent."""

    kills: tuple[str, ...]
    acknowledged: int
    cut_off: int
    stored_unanswered: int
    lost: int
    doubled: int
    strange: int
    whole: bool
    failures: dict[str, int]

    @property
    def good(self) -> bool:
        return self.whole and not (self.lost or self.doubled or self.strange or self.failures)

    def said(self) -> str:
        kinds = ", ".join(f"{number} × {kind}" for kind, number in sorted(Counter(self.kills).items()))
        lines = {
            "killed": kinds,
            "entries acknowledged": self.acknowledged,
            "forms without an answer, sent again": self.cut_off,
            "of these stored the first time": self.stored_unanswered,
            "lost": self.lost,
            "doubled": self.doubled,
            "sent by nobody": self.strange,
            "the database is whole": "yes" if self.whole else "NO",
            "failures": self.failures or "none",
        }
        return "\n".join(f"  {name:<46}{value}" for name, value in lines.items())


def judged(clients: list, kills: Iterable[str], rows: Rows) -> Found:
    acknowledged = set().union(*(client.acknowledged for client in clients))
    sent = {uid: what for client in clients for uid, what in client.sent.items()}
    there = rows.all({client.owner for client in clients})
    by_uid, by_what = Counter(uid for uid, _ in there), Counter(what for _, what in there)
    return Found(
        kills=tuple(kills),
        acknowledged=len(acknowledged),
        cut_off=sum(client.cut_off for client in clients),
        stored_unanswered=sum(client.stored_unanswered for client in clients),
        lost=sum(uid not in by_uid for uid in acknowledged),
        doubled=sum(n > 1 for n in by_uid.values()) + sum(n > 1 for n in by_what.values()),
        strange=sum(sent.get(uid, (None, None, Decimal(0)))[:2] != what[:2] for uid, what in there),
        whole=rows.is_whole(),
        failures=dict(sum((client.failures for client in clients), Counter())),
    )
