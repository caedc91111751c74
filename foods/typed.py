"""Figures as people copy them from a label: “2,4”, “1,000”, “0.5 mg”, “2.5 µg”. Pure."""

import re
from decimal import Decimal

_TYPED = re.compile(r"(?P<number>[\d.,\u00a0 ’']+?)\s*(?P<unit>µg|μg|ug|mcg|mg|g|ml|%|iu|ie)?\.?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}")
_UG_IN = {"": 1, "µg": 1, "μg": 1, "ug": 1, "mcg": 1, "mg": 1_000, "g": 1_000_000}
_PLACES = Decimal("0.0001")


class Unreadable(ValueError):
    """`args[0]` is one of: number, negative, unit, percent."""


def read_ug(text: str) -> Decimal:
    """µg of B12 with four decimals; mg and g are understood, and a share of a reference value is not a figure."""
    number, unit = _split(text)
    if unit in ("%", "iu", "ie"):
        raise Unreadable("percent" if unit == "%" else "unit")
    if unit not in _UG_IN:
        raise Unreadable("unit")
    return (number * _UG_IN[unit]).quantize(_PLACES)


def read_size(text: str) -> Decimal:
    """g, ml or pieces with three decimals."""
    number, unit = _split(text)
    if unit not in ("", "g", "ml"):
        raise Unreadable("unit")
    return number.quantize(Decimal("0.001"))


def _split(text: str) -> tuple[Decimal, str]:
    text = " ".join(text.split())
    if text[:1] in ("-", "−", "–"):
        raise Unreadable("negative")
    match = _TYPED.fullmatch(text)
    if not match:
        raise Unreadable("number")
    number = re.sub(r"[\s’']", "", match["number"])
    number = number.replace(",", "") if _THOUSANDS.fullmatch(number) else number.replace(",", ".")
    if not (number.isascii() and _NUMBER.fullmatch(number)):
        raise Unreadable("number")
    return Decimal(number), (match["unit"] or "").lower()
