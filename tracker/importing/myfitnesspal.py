"""MyFitnessPal: its own Nutrition Summary has a row a meal, no foods and no B12; tables that others make have foods.

No 0 is believed: MyFitnessPal writes 0 for every nutrient that nobody typed. Nor is a column of B12 without its unit:
its vitamins are shares of a day's need.
"""

from foods.importing.opened import Opened
from tracker.importing import cells
from tracker.importing.rows import Row, Rows
from tracker.importing.tables import Cells, Table, rows_of, tables_of

SUMMARY = ("date", "meal", "calories")
_FOODS = ("food", "food name", "description", "name", "item")
_TOTALS = ("totals", "total", "daily totals", "weekly totals")


def found_in(opened: Opened) -> Table | None:
    return next((table for table in tables_of(opened) if table.has(*SUMMARY)), None)


def rows(opened: Opened) -> Rows:
    table = found_in(opened)
    assert table is not None
    named, (column, unit) = table.column(*_FOODS), table.b12
    many, counted = table.column("quantity", "amount", "servings"), table.column("unit", "serving", "serving size")

    def taken(line: int, row: Cells) -> Row | None:
        if {row["date"].casefold(), row["meal"].casefold()} & set(_TOTALS):
            return None
        day, meal = cells.day(row["date"]), cells.unit_name(row["meal"])
        name = cells.name_of(row[named] if named and row[named] else f"{meal or 'Meal'} (MyFitnessPal)")
        amount, of = cells.amount_and_unit(row[many]) if many else (None, "")
        of = cells.unit_name(row[counted]) if counted and row[counted] else of
        ug = cells.known_if_not_zero(cells.figure(row[column], unit)) if column and unit else None
        time = cells.time(row.get("time", ""))
        identity = f"{day}|{row.get('time', '')}|{meal}|{name}|{amount or ''} {of}"
        return Row(line, name, day, time, identity, meal=meal, amount=amount, unit=of, ug=ug)

    return rows_of(opened, table, SUMMARY, taken)
