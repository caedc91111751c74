"""Open Food Facts: its CSV export, its JSONL export and single answers of its API.

Three million products are there, and few list B12. Those without a figure are passed over: an unknown product helps
nobody, and each can be looked up by its barcode when somebody needs it. `unknown_too` takes them all the same, as foods
whose B12 is unknown. A product passed over counts as a row that was read, not as one that was refused.

The CSV export is tab separated and has no quotes: a quotation mark is a character like any other.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from foods.importing import checks, off_json
from foods.importing.datasets import dataset
from foods.importing.off_products import ESTIMATES_SINCE, SOURCE, Product, Rows, item_of
from foods.importing.opened import Opened
from foods.importing.records import Item, Progress, Reading, Refusal
from foods.importing.rows import csv_rows

NEEDED = ("code", "product_name", "vitamin-b12_100g")
OPTIONAL = (
    "brands", "categories_tags", "countries_tags", "countries", "ingredients_tags", "ingredients_text",
    "ingredients_analysis_tags", "quantity", "serving_size", "serving_quantity", "last_modified_t",
)  # fmt: skip
EVERY = 1_000  # rows between two signs of life


def looks_like(opened: Opened) -> bool:
    return any(_is_ours(opened, name) for name in opened.names())


def read(opened: Opened, *, progress: Progress, work: Path, unknown_too: bool = False) -> Reading:
    names = [name for name in opened.names() if _is_ours(opened, name)]
    opened.expect(names)
    return Reading("off", (dataset(SOURCE),), _items(opened, names, progress, unknown_too=unknown_too))


def _is_ours(opened: Opened, name: str) -> bool:
    head = opened.head(name).lstrip()
    return _is_csv(head) or off_json.looks_like(head)


def _is_csv(head: str) -> bool:
    return set(head.split("\n", 1)[0].strip().split("\t")).issuperset(NEEDED)


def _items(opened: Opened, names: list[str], progress: Progress, *, unknown_too: bool) -> Iterator[Item]:
    count = 0
    for name in names:
        is_csv = _is_csv(opened.head(name).lstrip())
        rows_of = _csv_rows if is_csv else off_json.rows
        product_of = _product_of if is_csv else off_json.product_of
        for line, row in rows_of(opened, name, without_figure_too=unknown_too):
            count += 1
            if count % EVERY == 0:
                progress.at(count, opened.share())
            if (item := item_of(name, line, row, product_of, unknown_too=unknown_too)) is not None:
                yield item
    progress.at(count, 1.0)


def _csv_rows(opened: Opened, name: str, *, without_figure_too: bool) -> Rows:
    rows = csv_rows(opened, name, needed=NEEDED, optional=OPTIONAL, delimiter="\t", quoted=False, encoding="utf-8")
    for row in rows:
        if isinstance(row, Refusal):
            yield row.line, row
        else:
            yield row[0], row[1] if without_figure_too or row[1]["vitamin-b12_100g"] else None


def _product_of(row: dict) -> Product:
    figure = checks.figure(row["vitamin-b12_100g"], unit="g")
    modified_at = int(row["last_modified_t"]) if re.fullmatch(r"\d{1,12}", row["last_modified_t"], re.ASCII) else None
    return Product(
        code=row["code"],
        name=row["product_name"],
        b12_ug=figure,
        brand=row["brands"],
        may_be_estimate=figure is not None and (modified_at or 0) >= ESTIMATES_SINCE,
        quantity=row["quantity"],
        serving_size=row["serving_size"],
        serving_quantity=row["serving_quantity"],
        categories=_tags(row["categories_tags"]),
        countries=_tags(row["countries_tags"] or row["countries"]),
        ingredients=row["ingredients_tags"] or row["ingredients_text"],
        analysis=_tags(row["ingredients_analysis_tags"]),
        modified_at=modified_at,
    )


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in text.split(",") if tag.strip())
