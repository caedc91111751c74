"""What every reader hands out: one thing that somebody had, as their tracker wrote it, or why a row cannot be taken."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from foods.importing.records import Refusal

MOST_ROWS = 50_000  # of one file: some ten years of a tracker
LONGEST_NAME, LONGEST_UNIT = 290, 80


@dataclass(frozen=True, slots=True)
class Row:
    """`day` and `time` as a clock showed them, time None where the file has none; `offset`: how far that clock was from
    UTC, where the file says so. `moment`: where the file knows the moment and no clock. `meal` as it is called there.

    `amount` of `unit` as written; `ug` of B12 in all of it, None where the file does not say. `identity` tells the row
    apart from others of its format: the same thing exported again has the same one. `uid`: where the file has ids.
    """

    line: int
    name: str
    day: dt.date
    time: dt.time | None
    identity: str
    offset: dt.tzinfo | None = None
    moment: dt.datetime | None = None
    meal: str = ""
    amount: Decimal | None = None
    unit: str = ""
    ug: Decimal | None = None
    origin: str = ""
    uid: uuid.UUID | None = None


Rows = Iterator[Row | Refusal]
