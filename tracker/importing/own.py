"""Cobalog's own table of entries, and tables that people make by hand: a date and a food, all else may be missing.

An empty figure is unknown and 0 is 0: here the two are told apart.
"""

import datetime as dt
import uuid

from foods.choices import Origin
from foods.importing.opened import Opened
from foods.importing.problems import Refused, shown
from tracker.importing import cells
from tracker.importing.rows import Row, Rows
from tracker.importing.tables import Cells, Table, rows_of, tables_of

TEMPLATE = ("date", "time", "food", "amount", "unit", "b12_ug")
_DATE, _FOOD = ("local_date", "date", "day"), ("food", "name", "food name", "food_name", "what")
_TIME, _MEAL = ("local_time", "time"), ("meal", "meal_type", "group")
_MANY, _UNIT = ("amount", "quantity", "how many"), ("portion", "unit", "units")


def found_in(opened: Opened) -> Table | None:
    return next((table for table in tables_of(opened) if table.column(*_DATE) and table.column(*_FOOD)), None)


def rows(opened: Opened) -> Rows:
    table = found_in(opened)
    assert table is not None
    reader = _Reader(table, opened)
    return rows_of(opened, table, (reader.date, reader.food), reader.take)


class _Reader:
    def __init__(self, table: Table, opened: Opened) -> None:
        self.date, self.food = table.column(*_DATE), table.column(*_FOOD)
        self.time, self.meal = table.column(*_TIME), table.column(*_MEAL)
        self.many, self.unit = table.column(*_MANY), table.column(*_UNIT)
        self.b12, self.b12_unit = table.b12
        self.is_export = table.has("uid", "eaten_at", "quantity", "quantity_unit")
        self.day_first = any(
            cells.days_come_first(cell) for line in opened.head(table.name).split("\n")[1:] for cell in line.split(",")
        )

    def take(self, line: int, row: Cells) -> Row:
        day = cells.day(row[self.date], day_first=self.day_first)
        time = cells.time(row[self.time]) if self.time else None
        name = cells.name_of(_with_brand(row, self.food))
        amount, unit = self._much(row)
        origin = row.get("origin", "").casefold()
        identity = f"{day}|{time or ''}|{name}|{amount or ''} {unit}"
        zone = cells.zone(row.get("time_zone", ""))
        if zone and (moment := _moment(row)):  # exact: a clock shows some hours twice, and days may begin at four
            local = moment.astimezone(zone)
            zone = dt.timezone(local.utcoffset() or dt.timedelta(0))
            day, time = local.date(), local.time().replace(second=0, microsecond=0)
        return Row(
            line, name, day, time, identity, offset=zone, meal=row.get(self.meal, ""), amount=amount, unit=unit,
            ug=cells.figure(row[self.b12], self.b12_unit) if self.b12 else None,
            origin=origin if origin in Origin.values else "", uid=_uid(row.get("uid", "")),
        )  # fmt: skip

    def _much(self, row: Cells) -> tuple:
        """In g or ml where the table says how much that was: those mean the same everywhere."""
        if self.is_export and row["quantity_unit"] in ("g", "ml"):
            return cells.quantity(row["quantity"]), row["quantity_unit"]
        if not self.many:
            return None, cells.unit_name(row[self.unit]) if self.unit else ""
        amount, of = cells.amount_and_unit(row[self.many])
        return amount, cells.unit_name(row[self.unit]) if self.unit and row[self.unit] else of


def _with_brand(row: Cells, food: str) -> str:
    return f"{row[food]}, {row['brand']}" if row.get("brand") and row[food] else row[food]


def _moment(row: Cells) -> dt.datetime | None:
    if not row.get("eaten_at"):
        return None
    try:
        moment = dt.datetime.fromisoformat(row["eaten_at"])
    except ValueError:
        raise Refused("value", f"“{shown(row['eaten_at'])}” is not a moment.") from None
    if not cells.FIRST <= moment.date() < cells.LAST:
        raise Refused("value", f"{moment.date()} is too far away: check the year.")
    return moment if moment.tzinfo else None


def _uid(text: str) -> uuid.UUID | None:
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refused("ref", f"“{shown(text)}” is not an id of Cobalog.") from None
