"""A small set of the four files for tests of the loader, to be changed row by row."""

import csv
from pathlib import Path

SOURCES = [
    {"key": "table", "name": "A table", "publisher": "A public body", "version": "2024", "licence": "public domain",
     "attribution": "A public body, 2024.", "url": "https://example.org/table", "retrieved_on": "2024-05-01"},
    {"key": "other", "name": "Another table", "publisher": "", "version": "", "licence": "", "attribution": "",
     "url": "", "retrieved_on": ""},
]  # fmt: skip
MILK = {
    "source": "table", "source_ref": "0011", "name": "Whole milk", "brand": "", "market": "",
    "category": "milk_cream", "diet": "vegetarian", "origin": "food", "form": "bound", "route": "swallowed",
    "reliability": "active", "basis": "g100", "b12_ug": "0.54", "b12_added_ug": "0", "low_ug": "0.45",
    "high_ug": "0.54", "grade": "analysed", "figure_date": "2023", "gtin": "", "prominence": "9", "note": "",
    "range_note": "0.45 in an older edition.",
}  # fmt: skip
EGG = MILK | {
    "source_ref": "0022", "name": "Egg, boiled", "category": "eggs", "b12_ug": "0.82", "low_ug": "", "high_ug": "",
    "range_note": "",
}  # fmt: skip
YEAST = EGG | {
    "source": "other", "source_ref": "yeast", "name": "Nutritional yeast, fortified", "category": "spreads_yeast",
    "diet": "vegan", "b12_ug": "unknown", "b12_added_ug": "", "origin": "added", "form": "not_stated", "grade": "label",
}  # fmt: skip
FOODS = [MILK, EGG, YEAST]
GLASS = {
    "source": "table", "source_ref": "0011", "name": "glass", "quantity": "244", "is_default": "1", "order": "0"
}  # fmt: skip
SPLASH = GLASS | {"name": "splash", "quantity": "30", "is_default": "0", "order": "1"}
ONE_EGG = GLASS | {"source_ref": "0022", "name": "egg", "quantity": "50"}
SPOON = GLASS | {"source": "other", "source_ref": "yeast", "name": "tablespoon", "quantity": "5"}
PORTIONS = [GLASS, SPLASH, ONE_EGG, SPOON]
MILCH = {"source": "table", "source_ref": "0011", "language": "de", "name": "Vollmilch"}
MILK_ALIAS = MILCH | {"language": "en", "name": "milk"}
ALIASES = [MILCH, MILK_ALIAS]


def write_files(directory: Path, *, sources=SOURCES, foods=FOODS, portions=PORTIONS, aliases=ALIASES) -> Path:
    """The four files in `directory`; a first row says the columns, so give at least one."""
    for name, rows in (("sources", sources), ("foods", foods), ("portions", portions), ("aliases", aliases)):
        with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return directory
