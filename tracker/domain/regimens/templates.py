"""What publications say of taking B12: plans to begin a regimen from. Pure; docs/care.md, Regimens.

One row per plan in `tracker/data/regimens.csv`, with what recovery under treatment looks like. Only prevention that
needs no prescriber is ever proposed; what a prescriber decides is recorded and reminded of, as it was prescribed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain import tables
from tracker.domain.regimens.plans import Unit

ADULT_YEARS = 18  # nothing is proposed below
UNCONFIRMED = frozenset(("memory", "estimate"))
FOOD = "fortified food"


class Use(StrEnum):
    """What the app may do with a row."""

    PROPOSE = "propose"
    CONFIRM = "confirm"  # proposed, to be confirmed with a midwife or doctor
    COMPARE = "compare"  # shown beside what is proposed
    SHOW = "show"
    RECORD = "record"  # recorded and reminded of as it was prescribed, never proposed
    COURSE = "course"  # no plan: how recovery goes


class Rhythm(NamedTuple):
    """A phase without its dates. `length_days` None: for as long as it goes on."""

    unit: Unit
    every: int
    length_days: int | None = None
    weekdays: frozenset[int] = frozenset()
    loading: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """One plan as published. `name`, `who` it is for, what it `says` and a `note`: words for people.

    `rhythms`: none where the row names a range, days that have to be chosen, or doses close together at the beginning
    (`loading`): then the person types what was prescribed. `dose_ug` of one dose, None where nobody agreed on one.
    `prescriber_needed`: "yes", "usually" or "no". `form` as foods say it. `sources`: keys of `tables.citations`, none
    where no publication may be shown.
    """

    key: str
    kind: str  # "treatment" or "prevention"
    use: Use
    market: str
    name: str
    who: str
    says: str
    note: str
    substance: str
    form: str
    route: str
    dose_ug: float | None
    rhythms: tuple[Rhythm, ...]
    loading: bool
    prescriber_needed: str
    age_from: float | None
    age_to: float | None  # not included
    diet: str
    life_stage: str
    sources: tuple[str, ...]
    confidence: str

    @property
    def unconfirmed(self) -> bool:
        return self.confidence in UNCONFIRMED

    @property
    def proposes(self) -> bool:
        """Whether it is ever proposed to somebody; what else it takes is said of the person."""
        return self.use in (Use.PROPOSE, Use.CONFIRM)

    def suits(self, *, age_years: float, diet: str, life_stage: str) -> bool:
        """Whether it is written for somebody of this age, diet and life stage."""
        return (
            (self.age_from is None or age_years >= self.age_from)
            and (self.age_to is None or age_years < self.age_to)
            and self.diet in ("", diet)
            and self.life_stage == life_stage
        )


class Course(NamedTuple):
    """One thing that changes under treatment, and when."""

    key: str
    name: str
    says: str
    note: str
    sources: tuple[str, ...]
    confidence: str

    @property
    def unconfirmed(self) -> bool:
        return self.confidence in UNCONFIRMED


def _template(row: Mapping[str, str]) -> Template:
    return Template(
        key=row["id"],
        kind=row["kind"],
        use=Use(row["use"]),
        market=row["market"],
        name=row["name"],
        who=row["who"],
        says=row["says"],
        note=row["note"],
        substance=row["substance"],
        form=row["substance"] if row["substance"] in ("cyanocobalamin", "hydroxocobalamin") else "not_stated",
        route=row["route"],
        dose_ug=tables.number(row["dose_ug"]),
        rhythms=_rhythms(row),
        loading=row["loading"] == "yes",
        prescriber_needed=row["prescriber_needed"],
        age_from=tables.number(row["age_from"]),
        age_to=tables.number(row["age_to"]),
        diet=row["diet"],
        life_stage=row["life_stage"],
        sources=tables.listed(row["sources"]),
        confidence=row["confidence"],
    )


def _rhythms(row: Mapping[str, str]) -> tuple[Rhythm, ...]:
    if not row["unit"]:
        return ()
    length = tables.number(row["length_days"])
    return (Rhythm(Unit(row["unit"]), int(row["every"]), None if length is None else int(length)),)


def _course(row: Mapping[str, str]) -> Course:
    return Course(row["id"], row["name"], row["says"], row["note"], tables.listed(row["sources"]), row["confidence"])


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {row["id"]: _template(row) for row in tables.read("regimens") if row["use"] != Use.COURSE}
)
COURSES = tuple(_course(row) for row in tables.read("regimens") if row["use"] == Use.COURSE)


def proposable(
    *,
    age_years: float | None,
    diet: str,
    life_stage: str,
    blocked: bool,
    absorbs: bool = True,
    cyanocobalamin: bool = True,
) -> tuple[Template, ...]:
    """The plans that may be proposed to somebody; none to a child, or where the age is not known.

    `blocked`: an inherited disorder, an allergy to cobalt or cobalamin, a red flag, a low blood test or a condition
    without treatment is open. `absorbs` False: a condition or an operation for which food cannot be relied on.
    `cyanocobalamin` False: Leber eye disease, one's own or in the family; then only food is left.
    """
    if blocked or not absorbs or age_years is None or age_years < ADULT_YEARS:
        return ()
    return tuple(
        one
        for one in TEMPLATES.values()
        if one.proposes
        and one.suits(age_years=age_years, diet=diet, life_stage=life_stage)
        and (cyanocobalamin or one.substance == FOOD)
    )


def recordable() -> tuple[Template, ...]:
    """The plans that are only recorded, as a prescriber decided, and reminded of."""
    return tuple(one for one in TEMPLATES.values() if one.use == Use.RECORD)


def shown_only(*, diet: str | None = None, blocked: bool = False) -> tuple[Template, ...]:
    """The plans that are shown and never proposed: those for children, for beginning again, for comparison.

    `diet` None: those of every diet. `blocked` as in `proposable`.
    """
    shown = () if blocked else (one for one in TEMPLATES.values() if one.use in (Use.SHOW, Use.COMPARE))
    return tuple(one for one in shown if diet is None or one.diet in ("", diet))
