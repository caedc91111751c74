"""Reference intakes: what nine authorities say one person should swallow in a day, in µg.

The figures stand in `tracker/data/reference_intakes.csv`; docs/model.md, Reference intakes, says how a row is chosen.
Targets compare swallowed µg: the authorities have already allowed for what is not absorbed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from math import inf
from typing import NamedTuple

from tracker.domain import tables
from tracker.domain.zones import slug_for_zone

ADULT_YEARS = 35.0  # where the age is not known
NO_UPPER_END_YEARS = 120.0  # as the table writes it
TARGET_KINDS = ("RDA", "RNI", "RDI", "PRI", "AI")  # the first that an authority gives is its target
FLOOR_KIND = "EAR"
LIMIT_KINDS = ("UL", "GL")  # upper limits and guidance levels: by age, in every stage of life
LABEL_KIND = "DV"  # for labels only


class Authority(StrEnum):
    """Who publishes reference intakes."""

    US_CA = "us-ca"
    EFSA = "efsa"
    DACH = "dach"
    NORDIC = "nordic"
    UK = "uk"
    AU_NZ = "au-nz"
    JAPAN = "japan"
    INDIA = "india"
    WHO = "who"


FALLBACK = Authority.US_CA  # has a value for every age
_AUTHORITY_OF = {
    "US/CA": Authority.US_CA, "US": Authority.US_CA, "EU": Authority.EFSA, "DE/AT/CH": Authority.DACH,
    "Nordic": Authority.NORDIC, "UK": Authority.UK, "AU/NZ": Authority.AU_NZ, "JP": Authority.JAPAN,
    "IN": Authority.INDIA, "WHO": Authority.WHO,
}  # fmt: skip
LIFE_STAGES = {"pregnant": "pregnancy", "breastfeeding": "lactation"}  # as people say it: as the table does
_STAGES = frozenset(LIFE_STAGES.values())


@dataclass(frozen=True, slots=True)
class Reference:
    """One row: `value_ug` a day for whom it names, from `age_from_years` up to, not including, `age_to_years`.

    `value_ug` is None where the authority set none (kind UL). `kind` is EAR, RDA, RNI, RDI, PRI, AI, LRNI, UL or GL.
    The first of `source_keys` is the authority's own publication.
    """

    authority: Authority
    year: int
    life_stage: str
    sex: str
    age_from_years: float
    age_to_years: float
    kind: str
    value_ug: float | None
    confidence: str
    source_keys: tuple[str, ...]
    note: str = ""

    @property
    def unconfirmed(self) -> bool:
        """Whether nobody has compared the figure with the publication or a text that quotes it."""
        return self.confidence == "memory"

    @property
    def for_stage(self) -> bool:
        """Whether it speaks of pregnancy or breastfeeding, at any age."""
        return self.life_stage in _STAGES

    def covers(self, age_years: float) -> bool:
        return self.age_from_years <= age_years < self.age_to_years


class Person(NamedTuple):
    """Whom a value is for. None and empty mean not said. `sex`: female, male; `life_stage`: pregnant, breastfeeding."""

    age_years: float | None = None
    sex: str = ""
    life_stage: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What one authority would have this person swallow.

    `floor` is the average requirement below which a mean is low: the authority's own, else that of the US and Canada,
    and the target's own row where that one lies above the target; None where nobody gives one.
    `asked_of` differs from `authority` where the one that was asked gives no value.
    """

    authority: Authority
    reference: Reference
    floor: Reference | None
    asked_of: Authority
    assumed_adult: bool

    @property
    def ug(self) -> float:
        """µg a day."""
        assert self.reference.value_ug is not None  # rows of the target kinds always have one
        return self.reference.value_ug

    @property
    def floor_ug(self) -> float | None:
        """µg a day, never above the target."""
        return self.floor.value_ug if self.floor else None

    @property
    def is_fallback(self) -> bool:
        return self.authority != self.asked_of


@cache
def _current() -> dict[Authority, tuple[Reference, ...]]:
    rows = [
        _reference(row)
        for row in tables.read("reference_intakes")
        if row["status"] == "current" and row["kind"] != LABEL_KIND
    ]
    return {authority: tuple(row for row in rows if row.authority == authority) for authority in Authority}


def _reference(row: Mapping[str, str]) -> Reference:
    upper = float(row["age_to_years"])
    return Reference(
        authority=_AUTHORITY_OF[row["country"]],
        year=int(row["year"]),
        life_stage=row["life_stage"],
        sex=row["sex"],
        age_from_years=float(row["age_from_years"]),
        age_to_years=inf if upper == NO_UPPER_END_YEARS else upper,
        kind=row["kind"],
        value_ug=tables.number(row["value_ug"]),
        confidence=row["confidence"],
        source_keys=tables.listed(row["source"]),
        note=row["note"],
    )


def every_row() -> tuple[Reference, ...]:
    """All that is in force, of all authorities."""
    return tuple(row for rows in _current().values() for row in rows)


def rows_for(authority: Authority, person: Person) -> tuple[Reference, ...]:
    """Everything that `authority` says to this person, in the order of the table. An unknown age means an adult.

    Pregnancy and breastfeeding win over age, and whoever is outside their printed ages gets them as well; upper
    limits and guidance levels go by age alone. Where the sex is not said, rows of both sexes are there.
    """
    age = ADULT_YEARS if person.age_years is None else person.age_years
    fitting = [row for row in _current()[authority] if _fits_sex(row, person)]
    of_age = [row for row in fitting if not row.for_stage and row.covers(age)]
    of_stage = [row for row in fitting if row.life_stage == LIFE_STAGES.get(person.life_stage)]
    if not of_stage:
        return tuple(of_age)
    return (*of_stage, *(row for row in of_age if row.kind in LIMIT_KINDS))


def _fits_sex(row: Reference, person: Person) -> bool:
    return row.sex == "any" or not person.sex or row.sex == person.sex


def target_for(authority: Authority, person: Person) -> Target | None:
    """What `authority` would have this person swallow; None where it gives no value for them."""
    rows = rows_for(authority, person)
    found = next((row for kind in TARGET_KINDS if (row := _highest(rows, kind))), None)
    if found is None:
        return None
    assumed = person.age_years is None and not found.for_stage
    return Target(authority, found, _floor(rows, found, person), asked_of=authority, assumed_adult=assumed)


def _highest(rows: tuple[Reference, ...], kind: str) -> Reference | None:
    """The row of a kind; of the rows of both sexes the one that asks for more."""
    return max((row for row in rows if row.kind == kind), key=lambda row: row.value_ug or 0, default=None)


def _floor(rows: tuple[Reference, ...], target: Reference, person: Person) -> Reference | None:
    floor = _highest(rows, FLOOR_KIND) or _highest(rows_for(FALLBACK, person), FLOOR_KIND)
    if floor and (floor.value_ug or 0) > (target.value_ug or 0):
        return target
    return floor


def target_or_fallback(authority: Authority, person: Person) -> Target:
    """The target of `authority`, or that of the US and Canada where it gives none, with `asked_of` saying so."""
    found = target_for(authority, person)
    if found:
        return found
    other = target_for(FALLBACK, person)
    if other is None:
        raise ValueError(f"There is no value for an age of {person.age_years}.")
    return replace(other, asked_of=authority)


def all_targets(person: Person) -> tuple[tuple[Authority, Target | None], ...]:
    """Every authority with its target for this person, None where it gives none."""
    return tuple((authority, target_for(authority, person)) for authority in Authority)


def authority_for_zone(time_zone: str) -> Authority:
    """Whose values people of a time zone are used to, by its name in the time zone database; FAO/WHO elsewhere."""
    return Authority(slug_for_zone(time_zone) or Authority.WHO)
