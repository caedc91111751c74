"""What a pack of a branded food says, in the words of our table."""

import re
from decimal import Decimal
from functools import lru_cache

from foods.choices import Grade
from foods.importing import checks
from foods.importing.problems import Refused
from foods.importing.records import PortionRecord

ML = frozenset(("ml", "mlt", "milliliter", "millilitre"))
_WEIGHTS = {**dict.fromkeys(("g", "grm", "gm", "gram", "grams"), Decimal(1)), "mg": Decimal("0.001")}
_CODES = {"onz": "oz", "grm": "g", "mlt": "ml"}
_UNIT_CODE = re.compile(r"\b(?:ONZ|GRM|MLT)\b", re.IGNORECASE)
_MOST_SERVING = Decimal(10_000)


def grade_of_kind(kind: str, total: Decimal | None) -> Grade:
    """Where the file does not say how a figure came about. No figure was never analysed."""
    if kind == "branded_food":
        return Grade.LABEL
    return Grade.ANALYSED if kind == "foundation_food" and total is not None else Grade.CALCULATED


@lru_cache(maxsize=16_384)
def brand(text: str) -> str:
    return checks.clean_text(text, longest=120)


market = lru_cache(maxsize=512)(checks.market)


@lru_cache(maxsize=16_384)
def serving(size: str, unit: str, household: str) -> tuple[PortionRecord, ...]:
    """One portion, where it has a weight or volume: a serving in IU, or without a unit, says nothing."""
    times = Decimal(1) if unit.casefold() in ML else _WEIGHTS.get(unit.casefold())
    try:
        quantity = round(Decimal(size) * times, 3) if times is not None else Decimal(0)
    except ArithmeticError:  # no number, or one beyond all numbers
        return ()
    if not (quantity.is_finite() and 0 < quantity < _MOST_SERVING):
        return ()
    return (PortionRecord(_household(household) or "serving", quantity, is_default=True),)


def _household(text: str) -> str:
    """ "1 ONZ" as "1 oz"; empty where it cannot be shown."""
    text = _UNIT_CODE.sub(lambda code: _CODES[code[0].casefold()], text)
    try:
        return checks.clean_text(text, longest=80)
    except Refused:
        return ""
