"""Blood tests as laboratories print them and people type them: “268”, “<150”, “197-771”; and what is asked back.

Pure. What is asked back is never refused: whoever says that it stands so on the paper is believed. The limits of what
is plausible and the usual centres of ranges are estimates, wide on purpose (docs/care.md, Blood tests).
"""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tracker.domain.bands import UNITS, Number, clean, convert, to_si

# in the order of pages and forms; cB12 is worked out from others and stays off (rules 6.4)
MARKERS = (
    "b12", "active_b12", "mma", "homocysteine", "folate", "haemoglobin", "mcv", "creatinine", "egfr", "potassium",
)  # fmt: skip
LONGEST = 40
MOST_DIGITS, MOST_DECIMALS = 8, 4

# In the SI unit of the marker: what is outside is asked about.
PLAUSIBLE: Mapping[str, tuple[Fraction | int, Fraction | int]] = {
    "b12": (to_si("b12", 10, "pg/mL"), to_si("b12", 20_000, "pg/mL")),
    "active_b12": (1, 1_500),
    "mma": (Fraction("0.02"), 100),
    "homocysteine": (1, 500),
    "folate": (Fraction("0.5"), 500),
    "haemoglobin": (20, 260),
    "mcv": (40, 160),
    "creatinine": (15, 2_500),
    "egfr": (1, 200),
    "potassium": (1, 10),
}
# Where the middle of laboratories' own ranges lies (the root of lowest times highest), in the SI unit. B12 in pg/mL
# and in pmol/L differ by 1.36 only, so a range tells the unit where the value alone cannot.
CENTRES = {"b12": (245, 365), "active_b12": (30, 130), "folate": (15, 35)}
_WIDE = 2.0  # so far off a range is asked about although no other unit would explain it
LOW_ENDS = {"b12": (105, 190)}  # of a range with a lower end only

_GROUPS = re.compile("[ '’\u2009\u202f]")
_NUMBER = re.compile(
    r"[0-9]{1,3}(?:[ '’\u2009\u202f][0-9]{3})+(?:[.,][0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"
    r"|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+"
)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_BELOW, _ABOVE = ("<", "≤", "up to", "below", "under"), (">", "≥", "from", "above", "over")
_BETWEEN = re.compile(r"\s*(?:-|–|—|−|\bto\b|…|\.\.+)\s*")


class Unreadable(ValueError):
    """`code` is one of: not_a_number, negative, too_long, at_most, not_a_range, backwards."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Typed(NamedTuple):
    """A value; `comparator` "<" or ">" where the laboratory prints what it cannot measure."""

    comparator: str
    value: Decimal


class Range(NamedTuple):
    """The laboratory's own range; an open end is None."""

    low: Decimal | None
    high: Decimal | None


class Value(NamedTuple):
    """One marker of a sample, in the unit it was printed in."""

    marker: str
    comparator: str
    value: Decimal
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None


class Doubt(NamedTuple):
    """Why it is asked back: the "value" hardly ever is so, or the "range" is not one that laboratories print for it.

    `unit`: in which unit both would be usual, "" where in none.
    """

    code: str
    unit: str = ""


def parse_value(text: str) -> Typed:
    """“268”, “268,5”, “1,150”, “< 150”, “>2000”. Raises `Unreadable`."""
    text = _plain(text)
    if text[:1] in ("≤", "≥"):
        raise Unreadable("at_most")
    comparator = text[:1] if text[:1] in ("<", ">") else ""
    return Typed(comparator, _number(text.removeprefix(comparator)))


def parse_range(text: str) -> Range:
    """“197-771”, “197 to 771”, “<0.28”, “up to 0.28”, “>59”, “≥ 60”. Raises `Unreadable`."""
    text = _plain(text).strip("()[] ").casefold()
    for words, is_high in ((_BELOW, True), (_ABOVE, False)):
        if word := next((word for word in words if text.startswith(word)), ""):
            if not is_high and len(_BETWEEN.split(text)) == 2:
                break  # “from 197 to 771”
            limit = _number(text[len(word) :])
            return Range(None, limit) if is_high else Range(limit, None)
    ends = _BETWEEN.split(text.removeprefix("from"), maxsplit=1)
    if len(ends) != 2 or not all(ends):
        raise Unreadable("not_a_range")
    low, high = map(_number, ends)
    if high < low:
        raise Unreadable("backwards")
    return Range(low, high)


def _plain(text: str) -> str:
    text = " ".join(text.replace("\u00a0", " ").split())
    if not text or len(text) > LONGEST:
        raise Unreadable("not_a_number")
    return text


def _number(text: str) -> Decimal:
    text = text.strip()
    if text[:1] in ("-", "−", "–"):
        raise Unreadable("negative")
    if not _NUMBER.fullmatch(text):
        raise Unreadable("not_a_number")
    text = _GROUPS.sub("", text)
    value = Decimal(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", "."))
    if value >= 10**MOST_DIGITS or value != round(value, MOST_DECIMALS):
        raise Unreadable("too_long")
    return value


# --- units ------------------------------------------------------------------------------------------------------------
# What laboratories of a country mostly print (estimate); it only chooses what stands first in the form.
_USUAL = {
    "": {"b12": "pmol/L", "mma": "µmol/L", "folate": "nmol/L", "haemoglobin": "g/L", "creatinine": "µmol/L"},
    "US": {"b12": "pg/mL", "mma": "nmol/L", "folate": "ng/mL", "haemoglobin": "g/dL", "creatinine": "mg/dL"},
    "UK": {"b12": "ng/L", "folate": "µg/L"},
    "DE": {"b12": "ng/L", "folate": "ng/mL", "haemoglobin": "g/dL", "creatinine": "mg/dL"},
    "FR": {"b12": "pg/mL", "haemoglobin": "g/dL"},
    "IN": {"b12": "pg/mL", "folate": "ng/mL", "haemoglobin": "g/dL", "creatinine": "mg/dL"},
    "JP": {"b12": "pg/mL", "folate": "ng/mL", "haemoglobin": "g/dL", "creatinine": "mg/dL"},
}


def usual_units(market: str) -> dict[str, str]:
    """By marker; `market` as `domain.zones.market_for_zone` says it."""
    usual = _USUAL[""] | _USUAL.get(market, {})
    return {marker: usual.get(marker, next(iter(UNITS[marker]))) for marker in MARKERS}


# --- what is asked back -----------------------------------------------------------------------------------------------
def doubt(value: Value) -> Doubt | None:
    """What looks like the wrong unit, or cannot well be; None where nothing does, or the unit is not the marker's."""
    if value.marker not in PLAUSIBLE or clean(value.unit) not in UNITS[value.marker]:
        return None
    if _fits(value, value.unit):
        return None
    fitting = next((unit for unit in others(value.marker, value.unit) if _fits(value, unit)), "")
    if not _is_plausible(value, value.unit):
        return Doubt("value", fitting)
    return Doubt("range", fitting) if fitting or not _range_fits(value, value.unit, wide=_WIDE) else None


def others(marker: str, unit: str) -> list[str]:
    """The other units of a marker that say something else: ng/L and pg/mL are the same."""
    factors = UNITS[marker]
    return [one for one, factor in factors.items() if factor != factors[clean(unit)]]


def _fits(value: Value, unit: str) -> bool:
    return _is_plausible(value, unit) and _range_fits(value, unit)


def _is_plausible(value: Value, unit: str) -> bool:
    """What lies beyond what can be measured is judged by its limit."""
    low, high = PLAUSIBLE[value.marker]
    return low <= to_si(value.marker, value.value, unit) <= high


def _range_fits(value: Value, unit: str, *, wide: float = 1.0) -> bool:
    """Whether a laboratory would print such a range in that unit, as far as there is one to tell by."""
    low, high = (None if end is None else to_si(value.marker, end, unit) for end in (value.low, value.high))
    lowest, highest = PLAUSIBLE[value.marker]
    if high is not None and not lowest <= high <= highest:
        return False
    if low is not None and (low > highest or (low * 20 < lowest and high is None)):
        return False
    if low and high is not None:
        centre = CENTRES.get(value.marker)
        return centre is None or centre[0] / wide <= math.sqrt(low * high) <= centre[1] * wide
    end = LOW_ENDS.get(value.marker)
    return end is None or not low or end[0] / wide <= low <= end[1] * wide


# --- in both units ----------------------------------------------------------------------------------------------------
def other_unit(marker: str, unit: str) -> str:
    """The unit that stands beside: of what is printed by mass the molar one, and the other way round; "" for none."""
    return next(iter(others(marker, unit)), "")


def in_other_unit(marker: str, value: Number, unit: str) -> tuple[str, str]:
    """The value in the unit that stands beside, as a text with three figures that count, and that unit."""
    other = other_unit(marker, clean(unit))
    return (shown(convert(marker, value, unit, to=other)), other) if other else ("", "")


def shown(value: Number) -> str:
    """As people read it: what is exact stays so, else three figures that count, never less than the whole number."""
    number = float(value)
    if number and abs(number) < 100:
        places = 2 - math.floor(math.log10(abs(number)))
        text = f"{number:.{min(max(places, 0), 6)}f}"
    else:
        text = f"{number:,.1f}" if abs(number) < 1000 else f"{number:,.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
