"""From a reader's record to what should stand in the table. Records are checked already: this is the last fence, so
that no row a database would refuse stops the thousand around it."""

from decimal import Decimal

from foods.choices import Basis, Category, Diet, Form, Grade, Origin, Reliability, Route
from foods.importing.merging import Wanted
from foods.importing.problems import Refused
from foods.importing.records import FoodRecord

_CHOICES: dict[str, dict[str, str]] = {
    name: {str(value): str(value) for value in choices.values}
    for name, choices in (
        ("category", Category), ("origin", Origin), ("form", Form), ("route", Route), ("reliability", Reliability),
        ("basis", Basis), ("grade", Grade),
    )
}  # fmt: skip
_CHOICES["diet"] = {"": ""} | {str(value): str(value) for value in Diet.values}
_LONGEST = (
    ("ref", 80), ("name", 160), ("brand", 120), ("market", 2), ("gtin", 14), ("figure_date", 10), ("range_note", 300),
    ("note", 4_000),
)  # fmt: skip
_SHORT = tuple(name for name, longest in _LONGEST)
_MOST = Decimal("99999999")
_FINEST = Decimal("0.0001")
_THOUSANDTH = Decimal("0.001")
_HEAVIEST = Decimal(1_000_000)


def wanted(record: FoodRecord) -> Wanted:
    """The record as it should stand, published; `Refused` where the table has no room for it."""
    _check_texts(record)
    figure, added, low, high = map(_figure, (record.b12_ug, record.b12_added_ug, record.low_ug, record.high_ug))
    _check_figures(record)
    values: dict[str, str | int | None] = {
        "name": record.name, "brand": record.brand, "market": record.market, "gtin": record.gtin, "note": record.note,
        "state": "published", "unverified": record.unverified, "b12_ug": figure, "b12_unknown": figure is None,
        "b12_added_ug": added, "low_ug": low, "high_ug": high, "range_note": record.range_note,
        "figure_date": record.figure_date,
    }  # fmt: skip
    try:
        for name, choices in _CHOICES.items():
            values[name] = choices[getattr(record, name)]
    except KeyError as error:
        raise Refused("value", f"“{error.args[0]}” is not a word that {name} knows.") from None
    aliases = (
        sorted({(language[:8], name[:120]) for language, name in record.aliases if name}) if record.aliases else ()
    )
    return Wanted((record.source, record.ref), values, _portions(record), [list(alias) for alias in aliases])


def _check_texts(record: FoodRecord) -> None:
    if not record.name or not record.ref:
        raise Refused("value", "It has no name or no id in its data set.")
    for name, longest in _LONGEST:
        if len(getattr(record, name)) > longest:
            raise Refused("value", f"{name} has more than {longest} characters.")
    together = "".join([getattr(record, name) for name in _SHORT])
    if "\x00" in together or not _is_text(together):
        raise Refused("value", "It holds signs that are no text.")


def _is_text(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a pair of signs
        return False
    return True


def _figure(value: Decimal | None) -> str | None:
    if value is None:
        return None
    if not (value.is_finite() and 0 <= value < _MOST):
        raise Refused("value", f"{value} µg is no figure that can be stored.")
    if value.as_tuple().exponent < -4:  # type: ignore[operator]
        value = value.quantize(_FINEST)
    return f"{value.normalize():f}"


def _check_figures(record: FoodRecord) -> None:
    figure, added, low, high = record.b12_ug, record.b12_added_ug, record.low_ug, record.high_ug
    if added is not None and figure is not None and added > figure:
        raise Refused("value", f"The added B12 ({added} µg) is more than all of it ({figure} µg).")
    if low is None and high is None:
        return
    if low is None or high is None or not low <= (low if figure is None else figure) <= high:
        raise Refused("value", "The figure is not between the lowest and the highest.")


def _portions(record: FoodRecord) -> list[list]:
    """In the order of the file, each name once, one default at most; without any the first."""
    rows: dict[str, list] = {}
    for portion in record.portions:
        quantity = portion.quantity
        if not (portion.name and quantity.is_finite() and _THOUSANDTH <= quantity < _HEAVIEST):
            continue
        if quantity.as_tuple().exponent < -3:  # type: ignore[operator]
            quantity = quantity.quantize(_THOUSANDTH)
        name = portion.name[:80]
        rows.setdefault(name, [name, f"{quantity.normalize():f}", portion.is_default, len(rows)])
    found = list(rows.values())
    default = next((row for row in found if row[2]), found[0] if found else None)
    for row in found:
        row[2] = row is default
    return found
