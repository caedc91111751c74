"""Rows of our own four CSV files, as they ship with the app and as anybody may import them: each cell is checked.

Refusals name the column and say what belongs there. Reads no file and no database.
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db.models import Model

from foods.choices import Basis, Category, Diet, Form, Grade, Origin, Reliability, Route
from foods.importing.problems import Refused
from foods.models import Alias, Food, Portion, Source

UNKNOWN = "unknown"
CHOICES = {
    "category": Category, "diet": Diet, "origin": Origin, "form": Form, "route": Route,
    "reliability": Reliability, "basis": Basis, "grade": Grade,
}  # fmt: skip
_ALLOWED = {column: tuple(choices.values) for column, choices in CHOICES.items()}
TEXTS = ("name", "brand", "range_note", "figure_date", "note")
_MAY_BE_EMPTY = ("diet",)
COLUMNS = {
    "sources.csv": ("key", "name", "publisher", "version", "licence", "attribution", "url", "retrieved_on"),
    "foods.csv": (
        "source", "source_ref", *TEXTS, *CHOICES, "market", "b12_ug", "b12_added_ug", "low_ug", "high_ug", "gtin",
        "prominence",
    ),
    "portions.csv": ("source", "source_ref", "name", "quantity", "is_default", "order"),
    "aliases.csv": ("source", "source_ref", "language", "name"),
}  # fmt: skip
Row = dict[str, str]


@dataclass(frozen=True, slots=True, order=True)
class ShippedPortion:
    name: str
    quantity: Decimal
    is_default: bool
    order: int


def gtin_is_valid(gtin: str) -> bool:
    """Whether these are 8, 12, 13 or 14 digits with the right check digit at the end."""
    if not (gtin.isascii() and gtin.isdigit() and len(gtin) in (8, 12, 13, 14)):
        return False
    digits = [int(digit) for digit in reversed(gtin)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


# --- Rows ---------------------------------------------------------------------------------------------------------
def food_values(row: Row) -> dict[str, object]:
    """The fields of the model that a row of foods.csv states; a figure that is unknown is None."""
    for column in ("name", "source_ref"):
        _short(Food, column, _given(row, column))
    values: dict[str, object] = {column: _short(Food, column, row[column]) for column in TEXTS}
    values |= {column: _choice(row, column) for column in CHOICES}
    return values | {"market": _market(row["market"]), "gtin": _gtin(row["gtin"])} | _figures(row)


def portion_of(row: Row) -> ShippedPortion:
    return ShippedPortion(
        name=_short(Portion, "name", _given(row, "name")),
        quantity=_more_than_nothing(_number(row, "quantity", places=3)),
        is_default=_one_of(row, "is_default", ("0", "1")) == "1",
        order=whole(row, "order", below=32_768),
    )


def alias_of(row: Row) -> tuple[str, str]:
    """Language and name."""
    if not re.fullmatch("[a-z]{2}", row["language"]):
        raise Refused("value", f"The language “{row['language']}” is not two small letters.")
    return row["language"], _short(Alias, "name", _given(row, "name"))


def source_values(row: Row) -> dict[str, object]:
    values: dict[str, object] = {column: _short(Source, column, row[column]) for column in COLUMNS["sources.csv"][1:-1]}
    return values | {"retrieved_on": _date(row["retrieved_on"])}


# --- Cells --------------------------------------------------------------------------------------------------------
def _figures(row: dict[str, str]) -> dict[str, object]:
    if not row["b12_ug"]:
        raise Refused("number", f"b12_ug is empty: give a figure, 0, or the word {UNKNOWN}.")
    unknown = row["b12_ug"] == UNKNOWN
    figure = None if unknown else _number(row, "b12_ug")
    added, low, high = (_number(row, name) if row[name] else None for name in ("b12_added_ug", "low_ug", "high_ug"))
    if added is not None and figure is not None and added > figure:
        raise Refused("added", f"The added B12 ({added} µg) is more than all of it ({figure} µg).")
    if (low is None) != (high is None):
        raise Refused("range", "A range needs both low_ug and high_ug.")
    if low is not None and high is not None and not low <= (low if figure is None else figure) <= high:
        raise Refused("range", f"The figure {row['b12_ug']} is not between {low} and {high} µg.")
    return {"b12_ug": figure, "b12_unknown": unknown, "b12_added_ug": added, "low_ug": low, "high_ug": high}


def _number(row: dict[str, str], column: str, *, places: int = 4) -> Decimal:
    """The cell in one spelling: 2.50 and 2.5 are the same figure."""
    try:
        number = Decimal(row[column])
    except InvalidOperation:
        raise Refused("number", f"{column} is “{row[column]}”, which is no number.") from None
    if not number.is_finite() or not 0 <= number < 100_000 or number != round(number, places):
        raise Refused("number", f"{column} is {row[column]}: from 0 to 100,000, with at most {places} decimals.")
    return round(number, places)


def _more_than_nothing(number: Decimal) -> Decimal:
    if not number:
        raise Refused("portion", "A portion is more than nothing.")
    return number


def whole(row: dict[str, str], column: str, *, below: int) -> int:
    if not re.fullmatch("[0-9]{1,5}", row[column]) or int(row[column]) >= below:
        raise Refused("value", f"{column} is “{row[column]}”: a whole number below {below}.")
    return int(row[column])


def _one_of(row: dict[str, str], column: str, allowed: tuple[str, ...]) -> str:
    if row[column] not in allowed:
        raise Refused("value", f"{column} is “{row[column]}”: one of {', '.join(allowed)}.")
    return row[column]


def _choice(row: dict[str, str], column: str) -> str:
    if not row[column] and column in _MAY_BE_EMPTY:
        return ""
    return _one_of(row, column, _ALLOWED[column])


def _given(row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise Refused("name_empty", f"The {column} is empty.")
    return row[column]


def _short(model: type[Model], column: str, text: str) -> str:
    longest = getattr(model._meta.get_field(column), "max_length", None)
    if longest and len(text) > longest:
        raise Refused("name_long", f"{column} has {len(text)} characters: at most {longest}.")
    return text


def _market(text: str) -> str:
    if text and not re.fullmatch("[A-Z]{2}", text):
        raise Refused("value", f"The market “{text}” is no country code of two capital letters.")
    return text


def _gtin(text: str) -> str:
    if text and not gtin_is_valid(text):
        raise Refused("gtin_check", f"The barcode {text} is not 8, 12, 13 or 14 digits with the right check digit.")
    return text


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("value", f"retrieved_on is “{text}”: a date like 2026-03-14.") from None
