"""The foods that ship with the app: four CSV files read into checked records, or into refusals with line and reason.

Reads files, never the database. What the files hold and where it comes from: docs/data.md.
"""

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from foods.choices import Basis, Category, Diet, Form, Grade, Origin, Reliability, Route, State
from foods.models import Alias, Food, Portion, Source

DIRECTORY = Path(__file__).resolve().parent / "data"
UNKNOWN = "unknown"

_CHOICES = {
    "category": Category, "diet": Diet, "origin": Origin, "form": Form, "route": Route,
    "reliability": Reliability, "basis": Basis, "grade": Grade,
}  # fmt: skip
_TEXTS = ("name", "brand", "range_note", "figure_date", "note")
_MAY_BE_EMPTY = ("diet",)
_COLUMNS = {
    "sources.csv": ("key", "name", "publisher", "version", "licence", "attribution", "url", "retrieved_on"),
    "foods.csv": (
        "source", "source_ref", *_TEXTS, *_CHOICES, "market", "b12_ug", "b12_added_ug", "low_ug", "high_ug", "gtin",
        "prominence",
    ),
    "portions.csv": ("source", "source_ref", "name", "quantity", "is_default", "order"),
    "aliases.csv": ("source", "source_ref", "language", "name"),
}  # fmt: skip

Key = tuple[str, str]
Rows = list[tuple[int, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not loaded, and what to do about it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True, order=True)
class ShippedPortion:
    name: str
    quantity: Decimal
    is_default: bool
    order: int


@dataclass(frozen=True, slots=True)
class ShippedFood:
    """One food as it should stand: `values` by field of the model, with None where a figure is unknown."""

    key: Key
    values: dict[str, object]
    portions: tuple[ShippedPortion, ...]
    aliases: frozenset[tuple[str, str]]  # language, name


@dataclass(frozen=True, slots=True)
class Shipment:
    sources: dict[str, dict[str, object]]
    foods: tuple[ShippedFood, ...]
    refused: tuple[Refusal, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every food of the file was understood: only then can one be missed."""
        return not any(refusal.file in ("sources.csv", "foods.csv") for refusal in self.refused)


class Refused(ValueError):
    """A row that cannot be loaded; the message says why."""


@dataclass
class _Reading:
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, file: str, line: int, reason: object) -> None:
        self.refused.append(Refusal(file, line, str(reason)))


def read(directory: Path = DIRECTORY) -> Shipment:
    """Everything in `directory`. A missing file is an `OSError`; all else that is wrong comes back as a refusal."""
    reading = _Reading()
    sources = _sources(_rows(directory, "sources.csv", reading), reading)
    rows = _rows(directory, "foods.csv", reading)
    known = {_key(row) for _, row in rows}
    portions = _portions(_rows(directory, "portions.csv", reading) if rows else [], known, reading)
    aliases = _aliases(_rows(directory, "aliases.csv", reading) if rows else [], known, reading)
    foods: dict[Key, ShippedFood] = {}
    for line, row in rows:
        try:
            food = _food(row, sources, portions[_key(row)], aliases[_key(row)])
            if food.key in foods:
                raise Refused(f"{food.key[0]} {food.key[1]} stands above already: keep one of the two.")
        except Refused as reason:
            reading.refuse("foods.csv", line, reason)
        else:
            foods[food.key] = food
    return Shipment(sources, tuple(foods.values()), tuple(reading.refused))


def gtin_is_valid(gtin: str) -> bool:
    """Whether these are 8, 12, 13 or 14 digits with the right check digit at the end."""
    if not (gtin.isascii() and gtin.isdigit() and len(gtin) in (8, 12, 13, 14)):
        return False
    digits = [int(digit) for digit in reversed(gtin)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def _rows(directory: Path, file: str, reading: _Reading) -> Rows:
    with (directory / file).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        try:
            if missing := [column for column in _COLUMNS[file] if column not in (reader.fieldnames or ())]:
                raise Refused(f"The column {missing[0]} is missing.")
            return list(_whole_rows(reader, file, reading))
        except (Refused, UnicodeDecodeError, csv.Error) as reason:
            reading.refuse(file, reader.line_num or 1, f"{reason} Nothing of this file was read.")
            return []


def _whole_rows(reader: csv.DictReader, file: str, reading: _Reading) -> Iterator[tuple[int, dict[str, str]]]:
    for row in reader:
        if None in row or None in row.values():
            reading.refuse(file, reader.line_num, "The row has more or fewer cells than the header.")
        else:
            yield reader.line_num, {column: value.strip() for column, value in row.items()}


def _key(row: dict[str, str]) -> Key:
    return row["source"], row["source_ref"]


def _sources(rows: Rows, reading: _Reading) -> dict[str, dict[str, object]]:
    sources: dict[str, dict[str, object]] = {}
    for line, row in rows:
        try:
            if not row["key"] or row["key"] in sources:
                raise Refused("The key is empty or stands above already.")
            values = {column: _short(Source, column, row[column]) for column in _COLUMNS["sources.csv"][1:-1]}
            sources[row["key"]] = values | {"retrieved_on": _date(row["retrieved_on"])}
        except Refused as reason:
            reading.refuse("sources.csv", line, reason)
    return sources


def _portions(rows: Rows, known: set[Key], reading: _Reading) -> dict[Key, list[ShippedPortion]]:
    portions: dict[Key, list[ShippedPortion]] = defaultdict(list)
    for line, row in rows:
        try:
            portion = ShippedPortion(
                name=_short(Portion, "name", _given(row, "name")),
                quantity=_more_than_nothing(_number(row, "quantity", places=3)),
                is_default=_one_of(row, "is_default", ("0", "1")) == "1",
                order=_whole(row, "order", below=32_768),
            )
            if portion.name in {other.name for other in portions[_food_of(row, known)]}:
                raise Refused(f"The food has a portion “{portion.name}” already.")
            portions[_key(row)].append(portion)
        except Refused as reason:
            reading.refuse("portions.csv", line, reason)
    return portions


def _aliases(rows: Rows, known: set[Key], reading: _Reading) -> dict[Key, set[tuple[str, str]]]:
    aliases: dict[Key, set[tuple[str, str]]] = defaultdict(set)
    for line, row in rows:
        try:
            if not re.fullmatch("[a-z]{2}", row["language"]):
                raise Refused(f"The language “{row['language']}” is not two small letters.")
            aliases[_food_of(row, known)].add((row["language"], _short(Alias, "name", _given(row, "name"))))
        except Refused as reason:
            reading.refuse("aliases.csv", line, reason)
    return aliases


def _food_of(row: dict[str, str], known: set[Key]) -> Key:
    if _key(row) not in known:
        raise Refused(f"foods.csv has no {row['source']} {row['source_ref']}.")
    return _key(row)


def _food(
    row: dict[str, str], sources: dict, portions: list[ShippedPortion], aliases: set[tuple[str, str]]
) -> ShippedFood:
    if row["source"] not in sources:
        raise Refused(f"The source “{row['source']}” is not in sources.csv.")
    for column in ("name", "source_ref"):
        _short(Food, column, _given(row, column))
    defaults = sum(portion.is_default for portion in portions)
    if defaults != 1:
        raise Refused(f"The food has {len(portions)} portions, {defaults} of them default: exactly one has to be.")
    values: dict[str, object] = {column: _short(Food, column, row[column]) for column in _TEXTS}
    values |= {column: _choice(row, column) for column in _CHOICES}
    values |= {"market": _market(row["market"]), "gtin": _gtin(row["gtin"]), "state": str(State.PUBLISHED)}
    values |= {"prominence": _whole(row, "prominence", below=10)} | _figures(row)
    return ShippedFood(_key(row), values, tuple(sorted(portions, key=lambda one: one.order)), frozenset(aliases))


def _figures(row: dict[str, str]) -> dict[str, object]:
    if not row["b12_ug"]:
        raise Refused(f"b12_ug is empty: give a figure, 0, or the word {UNKNOWN}.")
    unknown = row["b12_ug"] == UNKNOWN
    figure = None if unknown else _number(row, "b12_ug")
    added, low, high = (_number(row, name) if row[name] else None for name in ("b12_added_ug", "low_ug", "high_ug"))
    if added is not None and figure is not None and added > figure:
        raise Refused(f"The added B12 ({added} µg) is more than all of it ({figure} µg).")
    if (low is None) != (high is None):
        raise Refused("A range needs both low_ug and high_ug.")
    if low is not None and high is not None and not low <= (low if figure is None else figure) <= high:
        raise Refused(f"The figure {row['b12_ug']} is not between {low} and {high} µg.")
    return {"b12_ug": figure, "b12_unknown": unknown, "b12_added_ug": added, "low_ug": low, "high_ug": high}


def _number(row: dict[str, str], column: str, *, places: int = 4) -> Decimal:
    """The cell in one spelling: 2.50 and 2.5 are the same figure."""
    try:
        number = Decimal(row[column])
    except InvalidOperation:
        raise Refused(f"{column} is “{row[column]}”, which is no number.") from None
    if not number.is_finite() or not 0 <= number < 100_000 or number != round(number, places):
        raise Refused(f"{column} is {row[column]}: from 0 to 100,000, with at most {places} decimals.")
    return round(number, places)


def _more_than_nothing(number: Decimal) -> Decimal:
    if not number:
        raise Refused("A portion is more than nothing.")
    return number


def _whole(row: dict[str, str], column: str, *, below: int) -> int:
    if not re.fullmatch("[0-9]{1,5}", row[column]) or int(row[column]) >= below:
        raise Refused(f"{column} is “{row[column]}”: a whole number below {below}.")
    return int(row[column])


def _one_of(row: dict[str, str], column: str, allowed: tuple[str, ...]) -> str:
    if row[column] not in allowed:
        raise Refused(f"{column} is “{row[column]}”: one of {', '.join(allowed)}.")
    return row[column]


def _choice(row: dict[str, str], column: str) -> str:
    if not row[column] and column in _MAY_BE_EMPTY:
        return ""
    return _one_of(row, column, tuple(_CHOICES[column].values))


def _given(row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise Refused(f"The {column} is empty.")
    return row[column]


def _short(model: type, column: str, text: str) -> str:
    longest = model._meta.get_field(column).max_length
    if longest and len(text) > longest:
        raise Refused(f"{column} has {len(text)} characters: at most {longest}.")
    return text


def _market(text: str) -> str:
    if text and not re.fullmatch("[A-Z]{2}", text):
        raise Refused(f"The market “{text}” is no country code of two capital letters.")
    return text


def _gtin(text: str) -> str:
    if text and not gtin_is_valid(text):
        raise Refused(f"The barcode {text} is not 8, 12, 13 or 14 digits with the right check digit.")
    return text


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"retrieved_on is “{text}”: a date like 2026-03-14.") from None
