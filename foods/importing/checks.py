"""Checks that every reader makes of its cells, and the names of what can be wrong (docs/data.md, "Imports")."""

import html
import re
from decimal import ROUND_HALF_EVEN, Decimal

from foods import limits
from foods.importing.countries import market
from foods.importing.problems import REASONS, UNREADABLE, Refused, Unreadable, refusal, shown
from foods.shipped import gtin_is_valid

__all__ = [
    "REASONS", "UNREADABLE", "Refused", "Unreadable", "added_within_total", "bound", "clean_name", "clean_text",
    "figure", "gtin", "market", "readable_ref", "ref", "refusal", "shown", "within_cap",
]  # fmt: skip

LONGEST_NAME, LONGEST_CUT, LONGEST_REF = 160, 500, 80
_TAG = re.compile(r"<\s*/?\s*[a-z!?]", re.IGNORECASE)
_RUNS = re.compile(r"[(|!]")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,30})?|\.\d{1,30})(?:e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_NO_FIGURE = frozenset(
    (
        "",
        "-",
        "–",
        "—",
        "?",
        "n/a",
        "na",
        "nan",
        "nd",
        "n.d.",
        "null",
        "none",
        "unknown",
        "traces",
        "trace",
        "tr",
        "tr.",
    )
)
_IN_UG = {
    "ug": Decimal(1), "mcg": Decimal(1), "µg": Decimal(1), "μg": Decimal(1), "microgram": Decimal(1),
    "micrograms": Decimal(1), "ng": Decimal("0.001"), "mg": Decimal(1_000), "mgm": Decimal(1_000),
    "g": Decimal(1_000_000), "gm": Decimal(1_000_000), "grm": Decimal(1_000_000), "kg": Decimal(1_000_000_000),
}  # fmt: skip
_MOST_UG = Decimal(99_999_999)  # what the table can hold; caps are far below
_PLACES = Decimal("0.0001")


def clean_text(text: str, *, longest: int = LONGEST_NAME) -> str:
    """Text as it can be shown: entities resolved, white space folded, control characters out, cut at a word.

    Refused: NUL, tags, what a spreadsheet would run, more than 500 letters. A leading + or - stays where it is part of
    a name ("+Vitamins", "-18 °C"); with a bracket, bar or exclamation mark behind it is a formula, as after = and @.
    """
    if len(text) > max(longest, LONGEST_CUT):
        raise Refused("name_long", f"The text has {len(text):,} letters: at most {max(longest, LONGEST_CUT)}.")
    if "\x00" in text:
        raise Refused("nul", "The text holds a NUL byte: the row is damaged.")
    text = html.unescape(text) if "&" in text else text
    text = "".join(sign if sign.isprintable() else " " for sign in text) if not text.isprintable() else text
    text = " ".join(text.split())
    if "<" in text and _TAG.search(text):
        raise Refused("html", f"HTML in “{shown(text)}”: give plain text.")
    if text[:1] in ("=", "@") or (text[:1] in ("+", "-") and _RUNS.search(text)):
        raise Refused("formula", f"“{shown(text)}” would run as a formula in a spreadsheet: give plain text.")
    return _cut(text, longest)


def clean_name(text: str, *, longest: int = LONGEST_NAME) -> str:
    """The same for a name, which cannot be empty."""
    name = clean_text(text, longest=longest)
    if not any(sign.isalnum() for sign in name):
        raise Refused("name_empty", "The food has no name.")
    return name


def ref(text: str) -> str:
    """An id of a data set as it is stored, leading zeros kept."""
    text = text.strip()
    if not text or len(text) > LONGEST_REF or not text.isprintable():
        raise Refused("ref", f"The id is “{shown(text)}”: 1 to {LONGEST_REF} letters or digits.")
    return text


def readable_ref(text: str) -> str:
    """The id of a row that was refused; empty where it has none that can be told."""
    try:
        return ref(text)
    except Refused:
        return ""


def figure(text: object, *, unit: str, decimal_comma: bool = False) -> Decimal | None:
    """µg with four decimals; None where the cell says nothing, "-", "traces" or "<0.1": unknown is not 0.

    `text` may be a number. For the end of "<0.1" ask `bound`.
    """
    written = _written(text, decimal_comma)
    if written.casefold() in _NO_FIGURE or written.startswith("<"):
        return None
    return _in_ug(written, unit)


def bound(text: object, *, unit: str, decimal_comma: bool = False) -> Decimal | None:
    """The µg that a cell like "<0.1" says it is below; None for every other cell."""
    written = _written(text, decimal_comma)
    return _in_ug(written[1:].strip(" ="), unit) if written.startswith("<") else None


def gtin(text: str) -> str:
    """A barcode in its one spelling: leading zeros off, then filled up to 8, 12, 13 or 14 digits. Empty stays empty.

    A 13-digit code that begins with 0 is the same product as its 12 digits. Where it is refused, the reader takes the
    food without barcode and reports the refusal.
    """
    digits = text if text.isdigit() else re.sub(r"[\s-]", "", text)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        raise Refused("gtin_digits", f"The barcode “{shown(text)}” is not of digits alone.")
    digits = digits.lstrip("0")
    length = next((length for length in (8, 12, 13, 14) if len(digits) <= length), 0)
    if not length or not digits:
        raise Refused("gtin_digits", f"The barcode {shown(text)} is not of 8, 12, 13 or 14 digits.")
    if not gtin_is_valid(code := digits.zfill(length)):
        raise Refused("gtin_check", f"The check digit of the barcode {shown(text)} is wrong.")
    return code


def within_cap(category: str, basis: str, ug: Decimal | None) -> None:
    """Refuse more B12 than there can be in a food of this category."""
    most = limits.cap(category, basis).hard
    if ug is not None and ug > most:
        raise Refused("impossible", f"{ug.normalize():f} µg of B12: more than {most:,} is a slip of the unit.")


def added_within_total(total: Decimal | None, added: Decimal | None) -> None:
    if total is not None and added is not None and added > total:
        raise Refused(
            "added", f"The added B12 ({added.normalize():f} µg) is more than all of it ({total.normalize():f} µg)."
        )


def _written(text: object, decimal_comma: bool) -> str:
    written = "" if text is None else str(text).strip()
    if decimal_comma and re.fullmatch(r"<?\s*\d+,\d+", written):
        return written.replace(",", ".")
    return written


def _in_ug(written: str, unit: str) -> Decimal:
    times = _IN_UG.get(unit.strip().casefold())
    if times is None:
        raise Refused("unit", f"The figure is in “{shown(unit)}”: B12 is given in µg, mg or g.")
    if not _NUMBER.fullmatch(written):
        raise Refused("number", f"“{shown(written)}” is no number.")
    ug = Decimal(written) * times
    if ug < 0:
        raise Refused("negative", f"The figure is {shown(written)}: B12 cannot be below 0.")
    if ug > _MOST_UG:
        raise Refused("impossible", f"{shown(written)} {shown(unit)} is more B12 than anything holds.")
    return ug.quantize(_PLACES, ROUND_HALF_EVEN)


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    return (start.rsplit(" ", 1)[0] if " " in start[longest // 2 :] else start).rstrip(" ,;") + "…"
