"""Blood tests: units that are converted exactly, and the band of a guideline a value lies in. Pure; docs/risks.md.

Values are compared unrounded in a unit the guideline prints: NICE prints ng/L and pmol/L, so 133 pmol/L lies between
its limits although 180 ng/L are 132.84. The bands are rows of `tracker/data/biomarkers.csv`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache

from tracker.domain import tables


class Guideline(StrEnum):
    """Whose bands somebody reads their B12 by."""

    NICE = "nice"
    AAFP = "aafp"
    WHO = "who"

    @property
    def shown(self) -> str:
        """The name it goes by, in every language."""
        return self.value.upper()


class Reading(StrEnum):
    """What a band says. B12 knows the first three; the others know some of the rest."""

    DEFICIENT = "deficient"  # what the guideline calls deficiency; never our word
    BETWEEN = "between"
    UNLIKELY = "unlikely"
    LOW = "low"
    NORMAL = "normal"
    RAISED = "raised"
    HIGH = "high"
    PROBABLE = "probable"
    POSSIBLE = "possible"


Number = float | Decimal | Fraction
# By marker: each unit with its factor to the SI unit, which stands first. Molar mass of cobalamin as 1355.4.
UNITS: dict[str, dict[str, Fraction]] = {
    "b12": {"pmol/L": Fraction(1), "ng/L": Fraction("0.738"), "pg/mL": Fraction("0.738")},
    "active_b12": {"pmol/L": Fraction(1)},
    "mma": {"µmol/L": Fraction(1), "nmol/L": Fraction("0.001")},
    "homocysteine": {"µmol/L": Fraction(1)},
    "folate": {"nmol/L": Fraction(1), "ng/mL": Fraction("2.266"), "µg/L": Fraction("2.266")},
    "haemoglobin": {"g/L": Fraction(1), "g/dL": Fraction(10)},
    "mcv": {"fL": Fraction(1)},
    "creatinine": {"µmol/L": Fraction(1), "mg/dL": Fraction("88.42")},  # molar mass 113.1, as laboratories use it
    "egfr": {"mL/min/1.73m2": Fraction(1)},
    "potassium": {"mmol/L": Fraction(1)},
    "cb12": {"score": Fraction(1)},
}
PLAUSIBLE_B12_PG_PER_ML = (10, 20_000)  # estimate: outside it the unit is asked for


@dataclass(frozen=True, slots=True)
class Band:
    """One row. `also_low` and `also_high` are its limits in a second unit the guideline prints (`also_unit`).

    None is open. `only_marked`: not one of the bands that share out the whole range, looked up by its id.
    `population`: "", or whom a limit is for ("women", "men", "pregnant", "pregnant_middle").
    """

    id: str
    marker: str
    guideline: str
    reading: Reading
    low: Fraction | None
    high: Fraction | None
    low_inclusive: bool
    high_inclusive: bool
    unit: str
    also_low: Fraction | None
    also_high: Fraction | None
    also_unit: str
    population: str
    only_marked: bool
    unconfirmed: bool
    sources: tuple[str, ...]

    def holds(self, value: Number, unit: str, comparator: str = "") -> bool:
        """Whether a value in any unit of the marker lies in it; False for a unit the marker has not.

        "<150" lies in it only if everything below 150 does.
        """
        if clean(unit) not in UNITS[self.marker]:
            return False
        if clean(unit) == self.also_unit:
            return self._between(_exact(value), self.also_low, self.also_high, comparator)
        return self._between(convert(self.marker, value, unit, to=self.unit), self.low, self.high, comparator)

    def limits(self, unit: str) -> tuple[Fraction | None, Fraction | None]:
        """Its lower and upper limit in any unit of the marker: as printed where the guideline prints it."""
        if clean(unit) == self.also_unit:
            return self.also_low, self.also_high
        ends = (self.low, self.high)
        low, high = (None if end is None else convert(self.marker, end, self.unit, to=unit) for end in ends)
        return low, high

    def _between(self, value: Fraction, low: Fraction | None, high: Fraction | None, comparator: str) -> bool:
        if comparator == "<":
            return low is None and (high is None or value <= high)
        if comparator == ">":
            return high is None and (low is None or value >= low)
        above = low is None or value > low or (self.low_inclusive and value == low)
        below = high is None or value < high or (self.high_inclusive and value == high)
        return above and below


def clean(unit: str) -> str:
    """A unit as the tables write it: one micro sign, no spaces, no raised figure."""
    return unit.replace("μ", "µ").replace("²", "2").replace(" ", "").replace("\u00a0", "")


def _exact(value: Number) -> Fraction:
    """As typed: 258.3 is 2583/10 here, not the nearest binary fraction."""
    return value if isinstance(value, Fraction) else Fraction(str(value))


def convert(marker: str, value: Number, unit: str, *, to: str) -> Fraction:
    """The value in another unit of the marker, not rounded. ValueError for a unit or marker that is not known."""
    factors = UNITS.get(marker, {})
    if clean(unit) not in factors or clean(to) not in factors:
        raise ValueError(f"{marker}: there is no way from {unit!r} to {to!r}")
    return _exact(value) * factors[clean(unit)] / factors[clean(to)]


def to_si(marker: str, value: Number, unit: str) -> Fraction:
    """The value in the SI unit of the marker (`si_unit`), not rounded."""
    return convert(marker, value, unit, to=si_unit(marker))


def si_unit(marker: str) -> str:
    return next(iter(UNITS[marker]))


def is_plausible(marker: str, value: Number, unit: str) -> bool:
    """False where a total B12 looks as if it were typed with the wrong unit. Other markers are not judged."""
    if marker != "b12":
        return True
    lowest, highest = PLAUSIBLE_B12_PG_PER_ML
    return lowest <= convert(marker, value, unit, to="pg/mL") <= highest


# --- bands -----------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=4096)
def band(
    marker: str,
    value: Number,
    unit: str,
    guideline: str = Guideline.NICE,
    *,
    population: str = "",
    comparator: str = "",
) -> Band | None:
    """The band the value lies in; None where no band is known for it, or the unit is not the marker's.

    A guideline that has none for the marker or for this value leaves it to NICE; where NICE has none either, to whoever
    has. The answer names whose band it is (`Band.guideline`).
    """
    holding = [
        one
        for one in of_marker(marker)
        if not one.only_marked and one.population == population and one.holds(value, unit, comparator)
    ]
    for name in (guideline, Guideline.NICE):
        theirs = [one for one in holding if one.guideline == name]
        if theirs:
            return theirs[-1]
    return holding[-1] if holding else None  # the last is the narrowest: above 0.376 is also above 0.271


@cache
def scale(marker: str, guideline: str = Guideline.NICE, *, population: str = "") -> tuple[Band, ...]:
    """The bands that `band` reads values by, the lowest first; what the guideline leaves open is filled by NICE."""
    rows = [one for one in of_marker(marker) if not one.only_marked and one.population == population]
    theirs, nice = ([one for one in rows if one.guideline == name] for name in (guideline, Guideline.NICE))
    known = {one.reading for one in theirs}
    found = [*theirs, *(one for one in nice if one.reading not in known)] or rows
    return tuple(sorted(found, key=lambda one: (one.low is not None, one.low or 0)))


def by_id(key: str) -> Band:
    """KeyError for an id that is no row."""
    return _rows()[key]


@cache
def of_marker(marker: str) -> tuple[Band, ...]:
    return tuple(one for one in _rows().values() if one.marker == marker)


@cache
def _rows() -> dict[str, Band]:
    return {row["id"]: _band(row) for row in tables.read("biomarkers")}


def _band(row: Mapping[str, str]) -> Band:
    def limit(column: str) -> Fraction | None:
        return Fraction(row[column]) if row[column] else None

    return Band(
        id=row["id"],
        marker=row["marker"],
        guideline=row["guideline"],
        reading=Reading(row["reading"]),
        low=limit("low"),
        high=limit("high"),
        low_inclusive=row["low_inclusive"] == "yes",
        high_inclusive=row["high_inclusive"] == "yes",
        unit=row["unit"],
        also_low=limit("also_low"),
        also_high=limit("also_high"),
        also_unit=row["also_unit"],
        population=row["population"],
        only_marked=row["use"] == "mark",
        unconfirmed=row["confidence"] == "memory",
        sources=tables.listed(row["source"]),
    )
