"""SparkyFitness: the food diary of its reports as CSV. B12 is there only for whoever made it a nutrient of their own.

No 0 is believed: its export writes 0.0 for a nutrient that a food does not have, and keeps one decimal.
"""

from foods.importing.opened import Opened
from tracker.importing import cells
from tracker.importing.rows import Row, Rows
from tracker.importing.tables import Cells, Table, rows_of, tables_of

# as its languages head the columns; what the program calls them inside comes last
_DATE = ("date", "datum", "fecha", "data", "entry_date")
_MEAL = ("meal", "mahlzeit", "repas", "comida", "pasto", "meal_type", "meal type")
_FOOD = ("food", "lebensmittel", "aliment", "alimento", "food_name", "food name")
_MANY = ("quantity", "menge", "quantité", "cantidad", "quantità")
_UNIT = ("unit", "einheit", "unité", "unidad", "unità")
_BRAND = ("brand", "marke", "marque", "marca", "brand_name")


def found_in(opened: Opened) -> Table | None:
    return next((table for table in tables_of(opened) if _is_diary(table)), None)


def _is_diary(table: Table) -> bool:
    return all(table.column(*names) for names in (_DATE, _MEAL, _FOOD, _MANY, _UNIT))


def rows(opened: Opened) -> Rows:
    table = found_in(opened)
    assert table is not None
    date, meal, food, many, counted = (table.column(*names) for names in (_DATE, _MEAL, _FOOD, _MANY, _UNIT))
    brand, (column, unit) = table.column(*_BRAND), table.b12

    def taken(line: int, row: Cells) -> Row | None:
        if not row[food] and not row[many]:  # the sum of a day
            return None
        name = cells.name_of(f"{row[food]}, {row[brand]}" if brand and row[brand] else row[food])
        day, amount, of = cells.day(row[date]), cells.quantity(row[many]), cells.unit_name(row[counted])
        ug = cells.known_if_not_zero(cells.figure(row[column], unit)) if column else None
        identity = f"{day}|{row[meal]}|{name}|{amount or ''} {of}"
        return Row(line, name, day, None, identity, meal=row[meal], amount=amount, unit=of, ug=ug)

    return rows_of(opened, table, (date, meal, food, many, counted), taken)
