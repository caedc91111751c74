"""Tables of other trackers: commas, semicolons or tabs between the cells, columns found by any of their names."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from foods.importing.opened import Opened
from foods.importing.problems import Refused, refusal
from foods.importing.records import Refusal
from foods.importing.rows import csv_rows
from tracker.importing.rows import Row, Rows

Cells = dict[str, str]
_DELIMITERS = (",", ";", "\t")
# “Vitamin B12 (µg)”, “B12 (Cobalamin) (µg)”, “vitamin_b12_mcg”, “b12”, “swallowed_ug”: the name, and the unit if said
_B12 = re.compile(
    r"(?:vit(?:amin)?[\s._-]*)?(?:b[\s._-]?12|(?:cyano)?cobalamin|swallowed)(?:\s*\(cobalamin\))?"
    r"[\s._-]*[(\[]?(?P<unit>µg|\u03bcg|ug|mcg|mg|g|ng)?[)\]]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: `columns` as its header names them, in small letters."""

    name: str
    delimiter: str
    columns: tuple[str, ...]

    def column(self, *names: str) -> str:
        """The first of these that the table has; "" for none."""
        return next((name for name in names if name in self.columns), "")

    def has(self, *names: str) -> bool:
        return set(names) <= set(self.columns)

    @property
    def b12(self) -> tuple[str, str]:
        """The column of B12 and its unit, "" where it says none, which is µg; ("", "") without a column."""
        for column in self.columns:
            if found := _B12.fullmatch(column):
                return column, found["unit"] or ""
        return "", ""


def table_of(opened: Opened, name: str) -> Table | None:
    """None for what is no table."""
    first = next((line for line in opened.head(name).split("\n") if line.strip()), "")
    if len(first) > 20_000 or "\x00" in first:
        return None
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        cells = next(csv.reader([first.rstrip("\r")], delimiter=delimiter), [])
    except csv.Error:
        return None
    columns = tuple(cell.strip().casefold() for cell in cells)
    return Table(name, delimiter, columns) if any(columns) else None


def tables_of(opened: Opened) -> Iterator[Table]:
    for name in opened.names():
        if table := table_of(opened, name):
            yield table


def rows_of(opened: Opened, table: Table, needed: Sequence[str], take: Callable[[int, Cells], Row | None]) -> Rows:
    """Each row as `take` reads it; None for a row that is nothing that was had."""
    for found in csv_rows(opened, table.name, needed=needed, optional=None, delimiter=table.delimiter):
        if isinstance(found, Refusal):
            yield found
            continue
        line, cells = found
        try:
            row = take(line, cells)
        except Refused as refused:
            yield refusal(table.name, line, refused, table.delimiter.join(cells.values()))
        else:
            if row is not None:
                yield row
