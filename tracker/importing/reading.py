"""A file read to its end: each thing in it with its place on a clock and a key that is the same in every export."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from foods.importing.opened import open_source
from foods.importing.problems import Unreadable
from foods.importing.records import Refusal
from tracker.domain.days import Clock
from tracker.importing.meals import hour_of
from tracker.importing.recognised import FORMATS, recognised
from tracker.importing.rows import MOST_ROWS, Row

NAMESPACE = uuid.UUID("7b0f6d52-3a0e-5d27-9f5e-0c1d1c0b1212")
MOST_REFUSED = 1_000  # that are kept to be looked at


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its moment; `timed`: the file says the hour; `key`: what tells it from all other rows."""

    row: Row
    key: uuid.UUID
    eaten_at: dt.datetime
    local_date: dt.date
    local_minute: int
    timed: bool


@dataclass(slots=True)
class History:
    """A file of `format`. What was refused is known when its rows were read to the end."""

    path: Path
    clock: Clock
    format: str = ""
    refused: list[Refusal] = field(default_factory=list)
    refused_more: int = 0

    def rows(self) -> Iterator[Placed]:
        """`Unreadable` for a file that cannot be taken as a whole, also in the middle of reading."""
        keys = Keys()
        with open_source(self.path) as opened:
            self.format = recognised(opened)
            taken = 0
            for found in FORMATS[self.format].rows(opened):
                if isinstance(found, Refusal):
                    self._refuse(found)
                    continue
                taken += 1
                if taken > MOST_ROWS:
                    raise Unreadable(
                        "long", f"The file has more than {MOST_ROWS:,} rows. Export fewer years at a time."
                    )
                yield placed(found, keys.of(self.format, found), self.clock)

    def _refuse(self, refused: Refusal) -> None:
        if len(self.refused) < MOST_REFUSED:
            self.refused.append(refused)
        else:
            self.refused_more += 1


class Keys:
    """Keys of the rows of one file. Two rows that are the same in everything are told apart by which comes first."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, format_: str, row: Row) -> uuid.UUID:
        self._seen[row.identity] += 1
        if row.uid is not None:
            return row.uid
        return uuid.uuid5(NAMESPACE, f"{format_}|{row.identity}|{self._seen[row.identity]}")


def placed(row: Row, key: uuid.UUID, clock: Clock) -> Placed:
    """By the clock of the file where it says which, else by the person's; without an hour at that of its meal."""
    if row.moment is not None:
        return Placed(row, key, row.moment, clock.local_date(row.moment), clock.local_minute(row.moment), True)
    time = row.time or hour_of(row.meal)
    theirs = Clock(row.offset or clock.zone, dt.time(0) if row.offset else clock.day_start)
    moment = theirs.moment(row.day, time)
    seen = Clock(theirs.zone, clock.day_start)
    return Placed(row, key, moment, seen.local_date(moment), seen.local_minute(moment), row.time is not None)
