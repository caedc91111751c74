"""The public table as CSV: every row with its data set, licence and credit, in a stream.

Rows under a licence that asks for the same of what they are mixed into (the ODbL of Open Food Facts) stay out of
the whole table and have a file of their own.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import FilteredRelation, Q

from foods.cells import harmless
from foods.models import Food
from foods.units import plain_number

APART = frozenset({"open-food-facts"})
_FIELDS = (
    "id", "name", "brand", "market", "category", "diet", "origin", "form", "route", "reliability", "basis", "b12_ug",
    "b12_added_ug", "low_ug", "high_ug", "grade", "unverified", "figure_date", "gtin", "usual__name", "usual__quantity",
    "source__key", "source__name", "source__version", "source_ref", "source__licence", "source__attribution",
)  # fmt: skip
COLUMNS = (*(name.replace("usual__", "portion_").replace("__", "_") for name in _FIELDS), "address")
UNKNOWN = "unknown"


class Echo:
    """What `csv` needs of a file: it hands back each line."""

    def write(self, line: str) -> str:
        return line


def csv_lines(*, key: str, site: str) -> Iterator[str]:
    """Lines with their ends, the header first. `key`: of this data set only. Flat memory, one query."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)  # spreadsheets need the mark to read UTF-8
    foods = Food.objects.published().annotate(
        usual=FilteredRelation("portions", condition=Q(portions__is_default=True))
    )
    foods = foods.filter(source__key=key) if key else foods.exclude(source__key__in=APART)
    for row in foods.order_by("pk").values_list(*_FIELDS).iterator(chunk_size=2_000):
        yield writer.writerow([*_cells(row), f"{site}/sources/{row[0]}/food/"])


def _cells(row: tuple) -> Iterator[str]:
    for name, value in zip(_FIELDS, row, strict=True):
        if value is None:
            yield UNKNOWN if name == "b12_ug" else ""
        elif isinstance(value, Decimal):
            yield plain_number(value, 4)
        else:
            yield harmless(str(int(value)) if isinstance(value, bool) else str(value))
