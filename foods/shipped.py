"""The foods that ship with the app: four CSV files read into checked records, or into refusals with line and reason.

Reads files, never the database. What the files hold and where it comes from: docs/data.md. What a cell may hold:
`foods.shipped_cells`.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from foods.choices import State
from foods.importing.problems import Refused
from foods.shipped_cells import (
    COLUMNS,
    ShippedPortion,
    alias_of,
    food_values,
    gtin_is_valid,
    portion_of,
    source_values,
    whole,
)

__all__ = ["DIRECTORY", "Refusal", "Shipment", "ShippedFood", "ShippedPortion", "gtin_is_valid", "read"]

DIRECTORY = Path(__file__).resolve().parent / "data"

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
                raise Refused("repeated", f"{food.key[0]} {food.key[1]} stands above already: keep one of the two.")
        except Refused as reason:
            reading.refuse("foods.csv", line, reason)
        else:
            foods[food.key] = food
    return Shipment(sources, tuple(foods.values()), tuple(reading.refused))


def _rows(directory: Path, file: str, reading: _Reading) -> Rows:
    with (directory / file).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        try:
            if missing := [column for column in COLUMNS[file] if column not in (reader.fieldnames or ())]:
                raise Refused("columns", f"The column {missing[0]} is missing.")
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
                raise Refused("ref", "The key is empty or stands above already.")
            sources[row["key"]] = source_values(row)
        except Refused as reason:
            reading.refuse("sources.csv", line, reason)
    return sources


def _portions(rows: Rows, known: set[Key], reading: _Reading) -> dict[Key, list[ShippedPortion]]:
    portions: dict[Key, list[ShippedPortion]] = defaultdict(list)
    for line, row in rows:
        try:
            portion = portion_of(row)
            if portion.name in {other.name for other in portions[_food_of(row, known)]}:
                raise Refused("portion", f"The food has a portion “{portion.name}” already.")
            portions[_key(row)].append(portion)
        except Refused as reason:
            reading.refuse("portions.csv", line, reason)
    return portions


def _aliases(rows: Rows, known: set[Key], reading: _Reading) -> dict[Key, set[tuple[str, str]]]:
    aliases: dict[Key, set[tuple[str, str]]] = defaultdict(set)
    for line, row in rows:
        try:
            aliases[_food_of(row, known)].add(alias_of(row))
        except Refused as reason:
            reading.refuse("aliases.csv", line, reason)
    return aliases


def _food_of(row: dict[str, str], known: set[Key]) -> Key:
    if _key(row) not in known:
        raise Refused("record", f"foods.csv has no {row['source']} {row['source_ref']}.")
    return _key(row)


def _food(
    row: dict[str, str], sources: dict, portions: list[ShippedPortion], aliases: set[tuple[str, str]]
) -> ShippedFood:
    if row["source"] not in sources:
        raise Refused("ref", f"The source “{row['source']}” is not in sources.csv.")
    values = food_values(row)
    defaults = sum(portion.is_default for portion in portions)
    if defaults != 1:
        raise Refused(
            "portion", f"The food has {len(portions)} portions, {defaults} of them default: exactly one has to be."
        )
    values |= {"state": str(State.PUBLISHED), "prominence": whole(row, "prominence", below=10)}
    return ShippedFood(_key(row), values, tuple(sorted(portions, key=lambda one: one.order)), frozenset(aliases))
