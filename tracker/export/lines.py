"""Lines of CSV files that spreadsheets open: nothing runs as a formula, and what is unknown is empty, never 0."""

import csv
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from foods.cells import harmless
from foods.table import Echo

MARK = "\ufeff"  # without it spreadsheets take UTF-8 for something else, and “µ” becomes two signs


def csv_lines(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The header first; each line with its end."""
    writer = csv.writer(Echo())
    yield MARK + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([cell_of(value) for value in row])


def cell_of(value: object) -> str:
    """A value as it stands in a cell: points in numbers and no trailing zeros, ISO dates, moments in UTC."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return plain(value)
        case dt.datetime():
            return instant(value)
        case dt.date() | dt.time() | uuid.UUID() | int():
            return str(value)
    return harmless(str(value))


def plain(number: Decimal) -> str:
    """“1.5” for 1.5000: no thousands, no powers of ten."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def instant(moment: dt.datetime) -> str:
    """“2026-03-14T08:00:00Z”, with the fraction of a second where there is one."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
