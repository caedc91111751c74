"""Numbers as people type them: “1/2”, “½”, “1 ½”, “0,5”, “1,000”, “2.5 mg”.

Pure. What cannot be read raises `Unreadable` with a stable code; the words for people stand with the forms.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_GLYPHS = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_WORDS = {"half": "1/2", "quarter": "1/4", "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4"}
_MIXED = re.compile(r"(?:(\d{1,6})\s+)?(\d{1,4})/(\d{1,4})")
_PLAIN = re.compile(r"\d{0,9}(?:\.\d{0,9})?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_MASS = re.compile(r"(?P<number>.*?)\s*(?P<unit>µg|μg|ug|mcg|mikrogramm|mg|g|iu)?\.?", re.IGNORECASE | re.DOTALL)
_UG_IN = {"µg": 1, "μg": 1, "ug": 1, "mcg": 1, "mikrogramm": 1, "mg": 1000, "g": 1_000_000}
_PLACES = Decimal("0.001")
LONGEST = 40


@dataclass(frozen=True)
class Unreadable(ValueError):
    """`code` is one of: empty, not_a_number, negative, zero, iu."""

    code: str


def parse_amount(text: str) -> Decimal:
    """A positive amount with at most three decimals. Decimal comma and point both work; so do fractions.

    A comma before exactly three digits separates thousands (“1,000” is a thousand, “0,125” an eighth).
    """
    value = _parse(text)
    if value <= 0:
        raise Unreadable("zero")
    rounded = value.quantize(_PLACES)
    if rounded == 0:
        raise Unreadable("zero")
    return rounded


def parse_ug(text: str) -> Decimal:
    """A dose in µg, zero allowed, from text with or without its unit: “2.4”, “1,000 µg”, “0.5 mg”."""
    match = _MASS.fullmatch(text.strip())
    unit = (match["unit"] or "µg").lower() if match else "µg"
    if unit == "iu":
        raise Unreadable("iu")
    return (_parse(match["number"] if match else text) * _UG_IN[unit]).quantize(Decimal("0.0001"))


def _parse(text: str) -> Decimal:
    text = " ".join(text.split()).lower()
    if not text:
        raise Unreadable("empty")
    if len(text) > LONGEST:
        raise Unreadable("not_a_number")
    if text[0] in "-−–" and len(text) > 1:
        raise Unreadable("negative")
    text = _WORDS.get(text, text)
    for glyph, fraction in _GLYPHS.items():
        text = text.replace(glyph, f" {fraction}")
    return _number(" ".join(text.split()))


def _number(text: str) -> Decimal:
    if mixed := _MIXED.fullmatch(text):
        if int(mixed[3]) == 0:
            raise Unreadable("not_a_number")
        value = Fraction(int(mixed[1] or 0)) + Fraction(int(mixed[2]), int(mixed[3]))
        return Decimal(value.numerator) / Decimal(value.denominator)
    text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", ".")
    if not _PLAIN.fullmatch(text) or not any(map(str.isdecimal, text)) or not text.isascii():
        raise Unreadable("not_a_number")
    return Decimal(text)


def first_amount(*, portioned: bool, counted: bool) -> Decimal:
    """What stands in the number field before anybody said how much: one portion, one piece, or 100 g or ml.

    `counted`: the food is counted in pieces, not weighed.
    """
    return Decimal(1) if portioned or counted else Decimal(100)


def neighbours(amount: Decimal, *, portioned: bool) -> tuple[Decimal | None, Decimal]:
    """The amounts one step below and above: half a portion, or a round number of g or ml. Never down to nothing."""
    if portioned:
        step = Decimal("0.5") if amount < 3 else Decimal(1)
    else:
        step = Decimal(10) if amount < 100 else Decimal(25) if amount < 300 else Decimal(50)
    return (amount - step if amount > step else None), amount + step
