"""Our own CSV: the four files in the columns of those that ship with the app, or one simple table.

The simple table needs `name` and `b12_ug` (a figure in µg, 0, or the word unknown); every other column may be missing,
and an empty cell means what `DEFAULTS` says. The table that the site offers for download has these columns too, so what
one site publishes another can take. Commas, semicolons or tabs; with semicolons a decimal comma is understood.

Portions, aliases and names of data sets stand beside the foods as in `foods/data/`; each of these files may be missing.
"""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.utils.text import slugify

from foods.cells import meant
from foods.choices import Basis, Category, Form, Grade, Origin, Reliability, Route
from foods.importing import checks
from foods.importing.opened import Opened
from foods.importing.own_sources import SOURCE_COLUMNS, datasets_of, source_key
from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import FoodRecord, Item, PortionRecord, Progress, Reading, Refusal
from foods.importing.rows import csv_rows
from foods.shipped_cells import CHOICES, COLUMNS, alias_of, food_values, portion_of

NEEDED = ("name", "b12_ug")
OPTIONAL = (
    "source_ref", *SOURCE_COLUMNS, "brand", "market", *CHOICES, "b12_added_ug", "low_ug", "high_ug", "range_note",
    "figure_date", "gtin", "note", "portion_name", "portion_quantity", "unverified",
)  # fmt: skip
OTHER_NAMES = {
    "source": "source_key",
    "source_ref": "ref",
    "portion_name": "portion",
}  # taken where the first is missing
DEFAULTS: dict[str, str] = {
    "category": Category.OTHER, "origin": Origin.FOOD, "form": Form.NOT_STATED, "route": Route.SWALLOWED,
    "reliability": Reliability.ACTIVE, "basis": Basis.G100, "grade": Grade.ASSUMED,
}  # fmt: skip
EVERY = 500  # rows between two signs of life
_NUMBERS = ("b12_ug", "b12_added_ug", "low_ug", "high_ug", "portion_quantity")
_DELIMITERS = (",", ";", "\t")
_SIDES = ("portions.csv", "aliases.csv", "sources.csv")
Key = tuple[str, str]
Row = dict[str, str]


@dataclass
class _Beside:
    """What stands in the other files, by food."""

    portions: dict[Key, list[PortionRecord]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[Key, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    lines: dict[Key, tuple[str, int]] = field(default_factory=dict)  # where each food is named first
    refused: list[Refusal] = field(default_factory=list)

    def take(self, key: Key) -> tuple[tuple[PortionRecord, ...], tuple[tuple[str, str], ...]]:
        """The portions and aliases of a food, once: what nobody takes belongs to no food."""
        self.lines.pop(key, None)
        return tuple(self.portions.pop(key, ())), tuple(sorted(self.aliases.pop(key, ())))

    def left(self) -> Iterator[Refusal]:
        for (source, ref), (file, line) in self.lines.items():
            yield refusal(file, line, Refused("record", f"The table of foods has no {source} {ref}."))


def looks_like(opened: Opened) -> bool:
    return _table(opened) is not None


def read(opened: Opened, *, progress: Progress, work: Path) -> Reading:
    """Reads the foods once for the data sets that they name: these have to be known before the first food."""
    name = _table(opened)
    if name is None:
        raise Unreadable("format", f"{opened.path.name} is no table with the columns name and b12_ug.")
    delimiter = _delimiter(opened, name)
    sides = {side: found for side in _SIDES if (found := opened.find(side)) and found != name}
    opened.expect([name, name, *sides.values()])
    named = (found[1] for found in _rows(opened, name, delimiter) if not isinstance(found, Refusal))
    datasets = datasets_of(named, opened, sides.get("sources.csv"))
    return Reading("own_csv", tuple(datasets.values()), _items(opened, name, delimiter, sides, progress))


def template_csv() -> str:
    """A table to fill in, with three examples: a food, a fortified one, and one whose B12 nobody knows."""
    columns = (
        *NEEDED, "brand", "category", "basis", "b12_added_ug", "origin", "grade", "source_key", "source_name", "ref",
        "portion_name", "portion_quantity", "gtin", "market", "figure_date", "note",
    )  # fmt: skip
    examples = (
        {"name": "Goat's cheese, soft", "b12_ug": "0.19", "category": Category.CHEESE, "basis": Basis.G100,
         "grade": Grade.ANALYSED, "source_key": "my-table", "source_name": "My food table", "ref": "1001",
         "portion_name": "slice", "portion_quantity": "20", "figure_date": "2024"},
        {"name": "Oat drink, fortified", "b12_ug": "0.38", "brand": "Example", "category": Category.PLANT_DAIRY,
         "basis": Basis.ML100, "b12_added_ug": "0.38", "origin": Origin.ADDED, "grade": Grade.LABEL,
         "source_key": "my-table", "source_name": "My food table", "ref": "1002", "portion_name": "glass",
         "portion_quantity": "200", "gtin": "4006381333931", "market": "GB"},
        {"name": "Oat drink, organic", "b12_ug": "unknown", "category": Category.PLANT_DAIRY, "basis": Basis.ML100,
         "source_key": "my-table", "source_name": "My food table", "ref": "1003", "note": "The label does not say."},
    )  # fmt: skip
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(examples)
    return text.getvalue()


# --- Which file, and how it is written ----------------------------------------------------------------------------
def _table(opened: Opened) -> str | None:
    """The table of foods: foods.csv, or the only file with our two columns."""
    preferred = opened.find("foods.csv")
    for name in (preferred, *opened.names()[:20]):
        if name and _delimiter(opened, name):
            return name
    return None


def _delimiter(opened: Opened, name: str) -> str:
    """Empty where the header lacks our columns."""
    first = opened.head(name).split("\n", 1)[0].rstrip("\r").casefold()
    for delimiter in _DELIMITERS:
        columns = {cell.strip().strip('"') for cell in first.split(delimiter)}
        if columns.issuperset(NEEDED):
            return delimiter
    return ""


def _rows(opened: Opened, name: str, delimiter: str) -> Iterator[tuple[int, Row] | Refusal]:
    """Cells as they were before a table of ours kept them from running in a spreadsheet."""
    optional = (*OPTIONAL, *OTHER_NAMES.values())
    for found in csv_rows(opened, name, needed=NEEDED, optional=optional, delimiter=delimiter):
        if isinstance(found, Refusal):
            yield found
            continue
        line, cells = found
        row = {column: meant(cell) for column, cell in cells.items()}
        for column, other in OTHER_NAMES.items():
            row[column] = row[column] or row[other]
        for column in _NUMBERS if delimiter == ";" else ():
            row[column] = row[column].replace(",", ".")
        yield line, row


# --- Foods --------------------------------------------------------------------------------------------------------
def _items(opened: Opened, name: str, delimiter: str, sides: dict[str, str], progress: Progress) -> Iterator[Item]:
    beside = _beside(opened, sides)
    yield from beside.refused
    count = 0
    for found in _rows(opened, name, delimiter):
        count += 1
        if count % EVERY == 0:
            progress.at(count, opened.share())
        if isinstance(found, Refusal):
            yield found
            continue
        line, row = found
        try:
            yield _food(row, line, beside)
        except Refused as refused:
            told = refusal(name, line, refused, ",".join((row["name"], row["b12_ug"], row["brand"])))
            yield told.about(source_key(row["source"]), checks.readable_ref(row["source_ref"]))
    yield from beside.left()
    progress.at(count, 1.0)


def _beside(opened: Opened, sides: dict[str, str]) -> _Beside:
    """Portions and aliases, all in memory: as many as a table has that somebody keeps by hand."""
    beside = _Beside()
    for side in ("portions.csv", "aliases.csv"):
        if side not in sides:
            continue
        for found in csv_rows(opened, sides[side], needed=COLUMNS[side]):
            if isinstance(found, Refusal):
                beside.refused.append(found)
                continue
            line, row = found
            try:
                beside.lines.setdefault((row["source"], row["source_ref"]), (sides[side], line))
                _keep(beside, side, row)
            except Refused as refused:
                beside.refused.append(refusal(sides[side], line, refused, row["name"]))
    return beside


def _keep(beside: _Beside, side: str, row: Row) -> None:
    key = row["source"], row["source_ref"]
    if side == "aliases.csv":
        language, name = alias_of(row)
        beside.aliases[key].add((language, checks.clean_name(name, longest=120)))
        return
    portion = portion_of(row)
    if portion.name in {other.name for other in beside.portions[key]}:
        raise Refused("portion", f"The food has a portion “{portion.name}” already.")
    beside.portions[key].append(
        PortionRecord(checks.clean_name(portion.name, longest=80), portion.quantity, portion.is_default)
    )


def _food(row: Row, line: int, beside: _Beside) -> FoodRecord:
    portions, aliases = beside.take((row["source"], row["source_ref"]))
    source = source_key(row["source"])
    if not source:
        raise Refused(
            "ref", f"The key of the data set is “{checks.shown(row['source'])}”: small letters, digits, hyphens."
        )
    row = row | _cleaned(row) | {column: row[column] or _default(row, column) for column in CHOICES}
    row["source_ref"] = checks.ref(row["source_ref"] or made_ref(row))
    row["gtin"], row["market"] = checks.gtin(row["gtin"]), checks.market(row["market"]) or row["market"]
    values = food_values(row)
    unknown = values.pop("b12_unknown")
    figure = values["b12_ug"]
    assert (figure is None) == unknown
    checks.within_cap(row["category"], row["basis"], figure if isinstance(figure, Decimal) else None)
    return FoodRecord(
        source=source,
        ref=row["source_ref"],
        line=line,
        unverified=row["unverified"].casefold() in ("1", "true", "yes"),
        portions=(*_portion(row), *portions),
        aliases=aliases,
        **values,  # type: ignore[arg-type]
    )  # fmt: skip


def _default(row: Row, column: str) -> str:
    """B12 that was added, or comes as a supplement, has its origin in that unless the table says otherwise."""
    if column == "origin" and row["category"] == Category.SUPPLEMENT:
        return Origin.SUPPLEMENT
    if column == "origin" and row["b12_added_ug"].strip("0.,"):
        return Origin.ADDED
    return DEFAULTS.get(column, "")


def _cleaned(row: Row) -> Row:
    """Texts without HTML and formulas."""
    return {
        "name": checks.clean_name(row["name"]),
        "brand": checks.clean_text(row["brand"], longest=120),
        "range_note": checks.clean_text(row["range_note"], longest=300),
        "note": checks.clean_text(row["note"], longest=2_000),
        "figure_date": checks.clean_text(row["figure_date"], longest=10),
    }


def made_ref(row: Row) -> str:
    """An id for a table without ids, the same at every reading: of the name, brand and market."""
    together = "\n".join(row[column].casefold() for column in ("name", "brand", "market"))
    return f"{slugify(row['name'])[:60]}-{hashlib.sha256(together.encode(errors='replace')).hexdigest()[:8]}".lstrip(
        "-"
    )


def _portion(row: Row) -> tuple[PortionRecord, ...]:
    if not row["portion_name"] and not row["portion_quantity"]:
        return ()
    cells = {
        "name": row["portion_name"] or "portion",
        "quantity": row["portion_quantity"],
        "is_default": "1",
        "order": "0",
    }
    portion = portion_of(cells)
    return (PortionRecord(checks.clean_name(portion.name, longest=80), portion.quantity, is_default=True),)
