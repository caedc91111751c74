"""Amounts as Open Food Facts writes them: "1 bottle (355 ml)", "2 PIECES (18 g)", "22,5 g", "12 OZA (355 ml)"."""

import re
from decimal import Decimal, InvalidOperation

from foods.choices import Basis
from foods.importing.records import PortionRecord

_AMOUNT = re.compile(
    r"(?<![\w.,])(\d{1,6}(?:[.,]\d{1,20})?)\s*(ml|mlt|millilit(?:re|er)s?|cl|dl|l|lit(?:re|er)s?|g|gr|grm|gram(?:me)?s?|kg)\b",
    re.IGNORECASE,
)
_IN_ML = {"ml": 1, "mlt": 1, "cl": 10, "dl": 100, "l": 1000}
_IN_G = {"g": 1, "gr": 1, "grm": 1, "kg": 1000}
_GS1_WORDS = {"onz": "oz", "oza": "fl oz", "grm": "g", "mlt": "ml"}
MOST = Decimal(5000)  # g or ml in a serving: more is a slip
LONGEST_NAME = 80


def volume_or_weight(text: str) -> str | None:
    """ "ml" or "g" by the first amount in `text`; None where it has none."""
    amount = _first_amount(text)
    return amount[1] if amount else None


def serving(size: str, quantity: str, basis: str) -> PortionRecord | None:
    """One serving, where its amount is in the unit of the basis; `quantity` is the amount that was read from `size`."""
    unit = "ml" if basis == Basis.ML100 else "g"
    amount = _amount_in(size, unit)
    if amount is None and volume_or_weight(size) is None:
        amount = _number(quantity)
    if amount is None or not 0 < (amount := round(amount, 3)) <= MOST:
        return None
    return PortionRecord(_name(size), amount, is_default=True)


def _first_amount(text: str) -> tuple[Decimal, str] | None:
    found = _AMOUNT.search(text[:200])
    return _read(found) if found else None


def _amount_in(text: str, unit: str) -> Decimal | None:
    """The first amount of that unit: "0.25 cup (26 g)", "8 fl oz (240 ml)"."""
    amounts = (_read(found) for found in _AMOUNT.finditer(text[:200]))
    return next((amount for amount, of_unit in amounts if of_unit == unit), None)


def _read(found: re.Match[str]) -> tuple[Decimal, str]:
    number, word = Decimal(found[1].replace(",", ".")), found[2].lower()
    if word in _IN_ML or word.startswith(("milli", "lit")):
        return number * _IN_ML.get(word, 1 if word.startswith("milli") else 1000), "ml"
    return number * _IN_G.get(word, 1), "g"


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and -(10**6) < number < 10**6 else None


def _name(size: str) -> str:
    """What one says for it: "2 pieces", "bottle"; "serving" where the text is only an amount."""
    words = re.sub(r"[<>\x00-\x1f]", " ", _AMOUNT.sub(" ", size[:200]))
    words = re.sub(r"\(\s*\)|\|.*", " ", words)
    words = " ".join(_GS1_WORDS.get(word.lower(), word) for word in words.split()).strip(" ()[],;:.-=+@")
    words = re.sub(r"^1 (?=[^\W\d])(?!(?:fl )?oz\b)", "", words)
    if words.isupper():
        words = words.lower()
    return words[:LONGEST_NAME].strip() if re.search(r"[^\W\d]{2}", words) else "serving"
