"""Health Connect: the database inside the zip that Android makes. B12 is in grams, moments in milliseconds since 1970.

No 0 is believed: where an app gave no figure there is nothing, 0 or the smallest number there is.
"""

import datetime as dt
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from foods.importing.opened import Opened
from foods.importing.problems import Refused, Unreadable, refusal
from tracker.importing import cells
from tracker.importing.rows import Row, Rows

TABLE = "nutrition_record_table"
_MAGIC = b"SQLite format 3\x00"
_MOST_BYTES = 2_000_000_000
_SECONDS = 60
_STEPS = 10_000  # of SQLite's machine between two looks at the clock
_MEALS = {1: "Breakfast", 2: "Lunch", 3: "Dinner", 4: "Snack"}
_WANTED = ("start_time", "start_zone_offset", "vitamin_b12", "meal_name", "meal_type", "app_info_id", "uuid")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def found_in(opened: Opened) -> str | None:
    return next((name for name in opened.names() if opened.peek(name, 16) == _MAGIC), None)


def rows(opened: Opened) -> Rows:
    name = found_in(opened)
    assert name is not None
    if opened.size(name) > _MOST_BYTES:
        raise Unreadable("large", "The database is larger than any Health Connect makes.")
    with tempfile.TemporaryDirectory() as work:
        yield from _rows(opened.local(name, Path(work)), name)


def _rows(path: Path, name: str) -> Rows:
    database = _open(path)
    try:
        apps = _apps(database)
        for number, said in enumerate(_records(database), start=1):
            try:
                yield _row(number, said, apps)
            except Refused as refused:
                yield refusal(name, number, refused, str(said.get("meal_name") or ""))
    except sqlite3.Error as error:
        raise Unreadable("archive", f"The database of Health Connect is damaged ({error}): export it again.") from None
    finally:
        database.close()


def _open(path: Path) -> sqlite3.Connection:
    """To be read only, as it lies there; nothing in it is run, and nothing takes longer than a minute."""
    database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, isolation_level=None)
    database.row_factory = sqlite3.Row
    database.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 20_000_000)
    until = time.monotonic() + _SECONDS
    database.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    return database


def _records(database: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Rows of the table of foods, oldest first."""
    database.execute("PRAGMA trusted_schema = OFF")
    kind = database.execute("SELECT type FROM sqlite_master WHERE name = ?", [TABLE]).fetchone()
    if kind is None or kind["type"] != "table":
        raise Unreadable("columns", "There is no table of foods in the database.")
    there = [row["name"] for row in database.execute(f"PRAGMA table_info({TABLE})")]
    if "start_time" not in there:
        raise Unreadable("columns", "The table of foods has no times.")
    columns = ", ".join(column for column in _WANTED if column in there)
    for row in database.execute(f"SELECT {columns} FROM {TABLE} ORDER BY start_time"):  # nosec B608
        yield dict(row)


def _apps(database: sqlite3.Connection) -> dict[int, str]:
    try:
        found = database.execute("SELECT row_id, app_name FROM application_info_table LIMIT 1000").fetchall()
    except sqlite3.OperationalError:
        return {}
    return {row["row_id"]: str(row["app_name"] or "") for row in found}


def _row(number: int, said: Mapping[str, Any], apps: Mapping[int, str]) -> Row:
    meal = _MEALS.get(said.get("meal_type") or 0, "")
    app = apps.get(said.get("app_info_id") or 0, "")
    name = cells.name_of(str(said.get("meal_name") or "") or f"{meal or 'Meal'} ({app or 'Health Connect'})")
    moment, offset = _moment(said.get("start_time")), _offset(said.get("start_zone_offset"))
    local = moment.astimezone(offset or dt.UTC)
    own = _id(said.get("uuid"))
    identity = own or f"{app}|{moment.isoformat()}|{name}"
    if not cells.FIRST <= local.date() < cells.LAST:
        raise Refused("value", f"{local.date()} is too far away.")
    return Row(
        number, name, local.date(), local.time().replace(second=0, microsecond=0), identity,
        offset=offset, moment=None if offset else moment, meal=meal, ug=_ug(said.get("vitamin_b12")),
    )  # fmt: skip


def _moment(value: Any) -> dt.datetime:
    if not isinstance(value, int):
        raise Refused("value", "The row has no time.")
    try:
        return _EPOCH + dt.timedelta(milliseconds=value)
    except OverflowError:
        raise Refused("value", "The time of the row is too far away.") from None


def _offset(value: Any) -> dt.timezone | None:
    return cells.offset(value) if isinstance(value, int) else None


def _ug(value: Any) -> Decimal | None:
    if value is None:
        return None
    if not isinstance(value, int | float):
        raise Refused("number", "The figure of B12 is not a number.")
    grams = Decimal(repr(value))
    if not grams.is_finite():
        raise Refused("number", "The figure of B12 is not a number.")
    return cells.known_if_not_zero(cells.ug_of(grams, "g"))  # the smallest number is rounded to 0


def _id(value: Any) -> str:
    return str(uuid.UUID(bytes=value)) if isinstance(value, bytes) and len(value) == 16 else ""
