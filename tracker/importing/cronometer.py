"""Cronometer: servings.csv, one row a food. dailysummary.csv, one row a day, where no food has a figure.

An empty cell is what Cronometer does not know; 0.00 is a figure of its sources and stays 0.
"""

from foods.importing.opened import Opened
from tracker.importing import cells
from tracker.importing.rows import Row, Rows
from tracker.importing.tables import Cells, Table, rows_of, tables_of

FOODS = ("day", "food name", "amount")
WHOLE_DAY = "The whole day (Cronometer)"


def found_in(opened: Opened) -> Table | None:
    """The table that says most of B12: foods with figures, else days with figures, else foods without."""
    tables = list(tables_of(opened))
    foods = next((table for table in tables if table.has(*FOODS)), None)
    days = next((table for table in tables if table.has("date", "energy (kcal)") and table.b12[0]), None)
    if days and "food name" in days.columns:
        days = None
    return foods if foods and (foods.b12[0] or not days) else days


def rows(opened: Opened) -> Rows:
    table = found_in(opened)
    assert table is not None
    column, unit = table.b12

    def food(line: int, row: Cells) -> Row:
        day, time = cells.day(row["day"]), cells.time(row.get("time", ""))
        name, group = cells.name_of(row["food name"]), row.get("group", "")
        amount, counted = cells.amount_and_unit(row["amount"])
        if extra := row.get("unit"):
            counted = cells.unit_name(f"{counted} {extra}")
        ug = cells.figure(row[column], unit) if column else None
        identity = f"{day}|{row.get('time', '')}|{group}|{name}|{row['amount']}"
        return Row(line, name, day, time, identity, meal=group, amount=amount, unit=counted, ug=ug)

    def whole_day(line: int, row: Cells) -> Row | None:
        day, ug = cells.day(row["date"]), cells.figure(row[column], unit)
        return None if ug is None else Row(line, WHOLE_DAY, day, None, f"{day}|whole day", unit="day", ug=ug)

    if table.has(*FOODS):
        return rows_of(opened, table, FOODS, food)
    return rows_of(opened, table, ("date",), whole_day)
