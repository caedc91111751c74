"""The data sets that a table of ours names, with what its sources.csv or its columns source_… say of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.text import slugify

from foods.importing import checks
from foods.importing.datasets import DATASETS
from foods.importing.opened import Opened
from foods.importing.problems import Refused, Unreadable
from foods.importing.records import Dataset, Refusal
from foods.importing.rows import csv_rows
from foods.shipped_cells import COLUMNS

SOURCE_COLUMNS = (
    "source", "source_name", "source_publisher", "source_version", "source_licence", "source_attribution",
)  # fmt: skip
OWN, OWN_NAME = "own-table", "Own table"  # of a table that names none
MOST = 500
_LONGEST = {"name": 200, "publisher": 200, "version": 60, "licence": 120, "attribution": 500}
Row = dict[str, str]


def source_key(cell: str) -> str:
    """The key of a data set; empty where the cell is none."""
    key = cell or OWN
    return key if key == slugify(key) and len(key) <= 60 else ""


def datasets_of(rows: Iterable[Row], opened: Opened, sources: str | None) -> dict[str, Dataset]:
    """By key, in the order of the foods. `sources`: the name of the file sources.csv, if there is one."""
    named: dict[str, Dataset] = {}
    for row in rows:
        key = source_key(row["source"])
        if key and key not in named:
            if len(named) >= MOST:
                raise Unreadable("format", f"The table names more than {MOST} data sets in its column source.")
            named[key] = _dataset(key, {column: row[f"source_{column}"] for column in _LONGEST})
    described = {key: one for key, one in _described(opened, sources) if key in named} if sources else {}
    return named | described


def _described(opened: Opened, sources: str) -> Iterator[tuple[str, Dataset]]:
    for found in csv_rows(opened, sources, needed=("key",), optional=COLUMNS["sources.csv"][1:]):
        if not isinstance(found, Refusal) and found[1]["key"] and (key := source_key(found[1]["key"])):
            yield key, _dataset(key, found[1])


def _dataset(key: str, row: Row) -> Dataset:
    """What is known of a published set stays as it is: a table that borrows its figures does not rename it."""
    if key in DATASETS:
        return DATASETS[key]
    texts = {column: _text(row.get(column, ""), longest) for column, longest in _LONGEST.items()}
    name = texts.pop("name") or (OWN_NAME if key == OWN else key)
    return replace(Dataset(key, name, url=_address(row.get("url", ""))), **texts)  # type: ignore[arg-type]


def _text(cell: str, longest: int) -> str:
    try:
        return checks.clean_text(cell, longest=longest)
    except Refused:
        return ""


def _address(cell: str) -> str:
    is_one = cell.startswith(("https://", "http://")) and cell.isascii() and cell.isprintable() and len(cell) <= 200
    return cell if is_one and not set(" \"'<>\\") & set(cell) else ""
