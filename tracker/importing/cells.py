"""Cells of other trackers' files: numbers, days, clock times and figures, each in the ways that trackers write them.

Pure. What cannot be read raises `Refused` with a sentence for the person whose file it is.
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from foods.cells import meant
from foods.importing.problems import Refused, shown
from tracker.domain.amounts import Unreadable, parse_amount
from tracker.importing.rows import LONGEST_NAME, LONGEST_UNIT

UG_IN: Mapping[str, Decimal] = {
    "µg": Decimal(1), "ug": Decimal(1), "mcg": Decimal(1), "mg": Decimal(1_000), "g": Decimal(1_000_000),
    "kg": Decimal(1_000_000_000), "ng": Decimal("0.001"),
}  # fmt: skip
MOST_UG = Decimal(1_000_000)  # 1 g of B12 in one go: nobody had that
MOST_AMOUNT = Decimal(999_999)
STORED, PORTION = Decimal("0.0001"), Decimal("0.001")
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][+-]?\d{1,3})?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_AMOUNT = re.compile(r"\s*([+-]?[\d.,]+)\s*(.*)", re.DOTALL)
_FRACTION = re.compile(r"\s*((?:\d{1,6}\s+)?\d{1,4}/\d{1,4}|\d{0,6}\s*[¼½¾⅓⅔⅛⅜⅝⅞])\s*(.*)", re.DOTALL)
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%I %p", "%H.%M")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})")


def number(text: str) -> Decimal | None:
    """None for an empty cell. “1,050.5” has a thousands comma, “2,4” a decimal one."""
    text = meant(text).strip().replace("\u00a0", "").replace("\u2212", "-")
    if not text or text in ("-", "–", "N/A", "n/a"):
        return None
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise Refused("number", f"“{shown(text)}” is not a number.")
    return Decimal(text.replace(",", "."))


def ug_of(value: Decimal | None, unit: str) -> Decimal | None:
    """µg as they are stored, from a figure in another unit: exact, then rounded to four decimals."""
    if value is None:
        return None
    factor = UG_IN.get(unit_of(unit))
    if factor is None:
        raise Refused("unit", f"“{shown(unit)}” is no unit of B12. Write µg, mg or g.")
    if value < 0:
        raise Refused("negative", "B12 cannot be below 0.")
    try:
        ug = (value * factor).quantize(STORED)
    except InvalidOperation:
        ug = MOST_UG + 1
    if ug > MOST_UG:
        raise Refused("impossible", "More than a gram of B12 at once: check the unit.")
    return ug


def unit_of(text: str) -> str:
    """A unit of mass in its plain form: both signs for micro become one."""
    return text.strip().casefold().replace("\u03bc", "µ").rstrip(".") or "µg"


def figure(text: str, unit: str) -> Decimal | None:
    return ug_of(number(text), unit)


def known_if_not_zero(ug: Decimal | None) -> Decimal | None:
    """For trackers that write 0 where they know nothing."""
    return ug or None


def quantity(text: str) -> Decimal | None:
    """A positive amount with three decimals, None where there is none or it is nothing."""
    value = number(text)
    return None if value is None else stored_amount(value)


def stored_amount(value: Decimal) -> Decimal | None:
    if value < 0:
        raise Refused("negative", "An amount cannot be below 0.")
    if value > MOST_AMOUNT:
        raise Refused("impossible", f"{value:.6g} is more than anybody eats: check the amount.")
    return value.quantize(PORTION) or None


def amount_and_unit(text: str) -> tuple[Decimal | None, str]:
    """ "2.00 medium (2-2/3" dia)" is two of them, "½ cup" half of one; "a handful" is no number and one unit."""
    if not text.strip():
        return None, ""
    if fraction := _FRACTION.fullmatch(meant(text)):
        try:
            return stored_amount(parse_amount(fraction[1])), unit_name(fraction[2])
        except Unreadable:
            return None, unit_name(text)
    if not (split := _AMOUNT.fullmatch(meant(text))) or split[2][:1] in ("-", "–", "/"):  # “2-3 eggs” is no number
        return None, unit_name(text)
    try:
        return quantity(split[1]), unit_name(split[2])
    except Refused as refused:
        if refused.code != "number":
            raise
        return None, unit_name(text)


def name_of(text: str) -> str:
    """The name of a food: one line, printable, no longer than it can be kept."""
    name = " ".join(_printable(meant(text)).split())
    if not name:
        raise Refused("name_empty", "The row has no name of a food.")
    return name[:LONGEST_NAME]


def unit_name(text: str) -> str:
    return " ".join(_printable(meant(text)).split())[:LONGEST_UNIT]


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def day(text: str, *, day_first: bool = False) -> dt.date:
    """A date; 3/4/2026 is 4 March unless the file shows that its days come first (`day_first`)."""
    text = meant(text).strip()[:40]
    found = _slashed(text, day_first) if _SLASHED.fullmatch(text) else _by_any(text[:32], _DAYS)
    if found is None:
        raise Refused("value", f"“{shown(text)}” is not a date. Write it like 2026-03-14.")
    if not FIRST <= found.date() < LAST:
        raise Refused("value", f"{found.date()} is too far away: check the year.")
    return found.date()


def _slashed(text: str, day_first: bool) -> dt.datetime | None:
    return _by_any(text, ("%d/%m/%Y", "%m/%d/%Y") if day_first else ("%m/%d/%Y", "%d/%m/%Y"))


def days_come_first(text: str) -> bool:
    """Whether a date can only be day, month, year: 14/3/2026."""
    found = _SLASHED.fullmatch(text.strip())
    return bool(found) and int(found[1]) > 12


def time(text: str) -> dt.time | None:
    """None for an empty cell."""
    text = " ".join(meant(text).replace("\u202f", " ").split())[:20]
    if not text:
        return None
    found = _by_any(text.upper(), _TIMES)
    if found is None:
        raise Refused("value", f"“{shown(text)}” is not a time of day. Write it like 08:30.")
    return found.time().replace(second=0, microsecond=0)


def _by_any(text: str, forms: tuple[str, ...]) -> dt.datetime | None:
    if not text.isascii():
        return None
    for form in forms:
        try:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007 - the zone is asked for elsewhere
        except ValueError:
            continue
    return None


def zone(text: str) -> dt.tzinfo | None:
    """“Europe/Berlin”, “UTC+01:00”, “+0100”; None for an empty cell."""
    text = meant(text).strip()
    if not text:
        return None
    if text in ("UTC", "Z", "GMT"):
        return dt.UTC
    if found := _OFFSET.fullmatch(text):
        return offset(int(f"{found[1]}1") * (int(found[2]) * 3600 + int(found[3]) * 60))
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("value", f"“{shown(text)}” is no time zone we know.") from None


def offset(seconds: int) -> dt.timezone:
    """So far ahead of UTC."""
    if abs(seconds) >= 24 * 3600:
        raise Refused("value", "The time zone is further from UTC than there are hours in a day.")
    return dt.timezone(dt.timedelta(seconds=seconds))
