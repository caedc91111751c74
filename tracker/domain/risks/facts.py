"""What a rule may know about one person: the facts, and nothing that was worked out from a rule. Pure.

Unknown is `None` (or empty) and never "no": a rule whose fact is unknown stays silent. docs/risks.md, Facts.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.cover import DayTaken

WINDOW_DAYS = 28  # of intake, of current symptoms and of treatment by mouth
FEWEST_TRACKED_DAYS = 14
YEAR_DAYS = 365  # how long a blood test counts as recent


class Diet(StrEnum):
    OMNIVORE = "omnivore"
    FLEXITARIAN = "flexitarian"
    PESCETARIAN = "pescetarian"
    LACTO_OVO = "lacto_ovo"
    LACTO = "lacto"
    VEGAN = "vegan"
    OTHER = "other"


VEGETARIAN = frozenset((Diet.LACTO_OVO, Diet.LACTO))


class Precision(StrEnum):
    """How exactly a date was said: the rest of it is the middle (15th of the month, 1 July of the year)."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class When(NamedTuple):
    """A date as somebody said it."""

    date: dt.date
    precision: Precision = Precision.DAY


@dataclass(frozen=True, slots=True)
class Use:
    """A medicine somebody takes or took. `dose_mg` and `units` (tablets) are a day's; None is not said.

    `key` is a row of `domain.medicines` ("" for a name that is not listed there); of a combination `dose_mg` is that
    of the part that matters. `start` None: not known since when. `active`: started and not ended, as the person says.
    `confirmed` is False where only a brand was picked: nobody said yet that this is what it holds.
    """

    key: str
    group: str  # as in domain.medicines: products of one group count once
    name: str
    dose_mg: float | None = None
    units: float | None = None
    start: When | None = None
    end: When | None = None
    active: bool = True
    confirmed: bool = True

    def days(self, today: dt.date) -> int | None:
        """Since its start, counted up to today or its end; None where the start is not known."""
        if self.start is None:
            return None
        last = min(self.end.date, today) if self.end else today
        return max((last - self.start.date).days, 0)


@dataclass(frozen=True, slots=True)
class Has:
    """A condition, an operation or a habit: a row of `domain.conditions`.

    `treated_elsewhere`: the person is treated with B12 that is not logged here. The details belong to single rows:
    `resection_cm` of ileum removed (None: length not known), `ileal_cm` with Crohn's disease, `resected` (Crohn's: any
    of the bowel removed), `in_family` (Leber: a relative has it, not the person), `chronic_diarrhoea` (HIV).
    """

    key: str
    name: str
    since: When | None = None
    treated_elsewhere: bool = False
    resection_cm: float | None = None
    ileal_cm: float | None = None
    resected: bool | None = None
    in_family: bool = False
    chronic_diarrhoea: bool | None = None

    def began(self, today: dt.date) -> bool:
        """False for an operation that is still to come."""
        return self.since is None or self.since.date <= today


class Gas(StrEnum):
    RECREATIONAL = "recreational"
    MEDICAL = "medical"
    PLANNED = "planned"  # an anaesthesia or a dental gas that is to come


class GasUse(NamedTuple):
    """Nitrous oxide, once. `date` None: not said when."""

    kind: Gas
    date: dt.date | None = None


class Product(NamedTuple):
    """A supplement or injection logged in the last 28 days, by form: what is not bound in food.

    `form` as foods say it ("cyanocobalamin", "not_stated", …); `days`: on how many of the 28 days; `mean_ug`: µg a day
    over the 28 days, None where a dose is unknown; `last`: the last time.
    """

    name: str
    form: str
    origin: str  # "supplement" or "injected"
    days: int
    mean_ug: float | None
    last: dt.date


class Uncounted(NamedTuple):
    """A food logged in the last 28 days whose B12 does not count, or that may hold added B12 nobody has a figure for.

    `kind`: "unreliable" or "fortifiable"; `reason`: for the first a key like "cyanobacteria" or "nori".
    """

    food_id: int
    name: str
    kind: str
    reason: str
    times: int


@dataclass(frozen=True, slots=True)
class Intake:
    """What was logged. `days`: those of the last 28 with entries or a mark, in any order, `minute` counted.

    `entries` and `unknown_entries` are those of the tracked days among them. `mean_ug` and `crystalline_ug`: known µg a
    tracked day of everything swallowed, and of the part from fortified food and supplements; None where no day is
    tracked. `upper_ug`: the mean if the unknown held as much as they may; None where there is no saying.
    `supplement_week_ug`: known µg of oral supplements over the last 7 days, today included.
    `supplement_days`: days of the 28 with an oral supplement, of known or unknown µg.
    """

    days: tuple[DayTaken, ...] = ()
    tracked: int = 0
    entries: int = 0
    unknown_entries: int = 0
    mean_ug: float | None = None
    crystalline_ug: float | None = None
    upper_ug: float | None = None
    supplement_week_ug: float = 0.0
    supplement_days: int = 0
    logged_ever: bool = False

    @property
    def speaks(self) -> bool:
        """Whether there is enough for rules about the mean: 14 tracked days, at most half of the entries unknown."""
        return self.tracked >= FEWEST_TRACKED_DAYS and 2 * self.unknown_entries <= self.entries


@dataclass(frozen=True, slots=True)
class Regimen:
    """What somebody takes by a plan. `route`: "injected", "nasal" or "swallowed"; `interval_days` between doses.

    `due`: when the next dose is or was due, None where nothing was given yet; `loading`: in a loading phase. `entered`:
    typed in; `began`: first dose. `form` as foods say it, "" not said. `prescribed` False: an own plan, no treatment.
    """

    route: str
    interval_days: int
    due: dt.date | None = None
    loading: bool = False
    entered: dt.date | None = None
    began: dt.date | None = None
    stopped: bool = False
    reviewed: dt.date | None = None
    form: str = ""
    prescribed: bool = True


@dataclass(frozen=True, slots=True)
class Symptom:
    """The latest of one symptom. `key`: a row of `domain.symptoms`; `severity` 0–10, a count, or 1 for "yes".

    `course`: "", "steady", "spreading" or "worse"; `rise`: how much it went up between two entries within 7 days,
    less what it has eased since, None with fewer than two; `last`: the day of the latest entry; `days`: on how many
    days of 28 it was felt; `onset`: when it began, else None (then `first`, the first entry, counts).
    """

    key: str
    severity: float
    last: dt.date
    first: dt.date | None = None
    onset: dt.date | None = None
    course: str = ""
    rise: float | None = None
    days: int = 1
    looked_into: bool = False
    places: frozenset[str] = frozenset()

    @property
    def began(self) -> dt.date:
        return self.onset or self.first or self.last


@dataclass(frozen=True, slots=True)
class Result:
    """A blood test: `marker` "b12", "active_b12", "mma", "homocysteine", "mcv", "haemoglobin", "egfr" …

    `unit` as typed ("ng/L", "pg/mL", "pmol/L", "µmol/L", "nmol/L", "fL", "g/L", "g/dL"). `low` and `high` are the
    laboratory's own range in the same unit. `after_dose`: B12 was taken in the window before; None where not known.
    `comparator`: "<" or ">" where the laboratory prints what it cannot measure; "<150" lies in a band only if
    everything below 150 does.
    """

    marker: str
    value: float
    unit: str
    taken_on: dt.date
    low: float | None = None
    high: float | None = None
    after_dose: bool | None = None
    microbiological: bool = False
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about one person that rules may look at. `ear_ug` is the floor; `ear_borrowed`: the IOM's.

    `authority`: whose target. `injected_on`: the dates of injections of the last year, oldest first.
    `says_no_supplement`: True where they take none, False where they take one that is not logged; None: not said.
    `no_source_since`/`until`: a vegan's time without any source, as they say. `ticks`: red flags ticked.
    `treatment_began`: the first dose of the treatment going on. `guideline`: "nice", "aafp" or "who".
    """

    today: dt.date
    age_years: float | None = None
    sex: str = ""
    life_stage: str = ""
    pregnancy_week: int | None = None
    diet: str = ""
    diet_since: When | None = None
    no_source_since: dt.date | None = None
    no_source_until: dt.date | None = None
    says_no_supplement: bool | None = None
    conditions: tuple[Has, ...] = ()
    medicines: tuple[Use, ...] = ()
    gas: tuple[GasUse, ...] = ()
    intake: Intake = field(default_factory=Intake)
    target_ug: float | None = None
    ear_ug: float | None = None
    ear_borrowed: bool = False
    authority: str = ""
    products: tuple[Product, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()
    injected_on: tuple[dt.date, ...] = ()
    regimens: tuple[Regimen, ...] = ()
    treatment_began: dt.date | None = None
    symptoms: tuple[Symptom, ...] = ()
    ticks: frozenset[str] = frozenset()
    results: tuple[Result, ...] = ()
    guideline: str = "nice"
    black_ethnicity: bool | None = None

    # --- questions that many rules ask -----------------------------------------------------------------------------
    def has(self, *keys: str) -> Has | None:
        """The first of these conditions that has begun."""
        return next((one for one in self.conditions if one.key in keys and one.began(self.today)), None)

    def takes(self, *groups: str) -> tuple[Use, ...]:
        """The medicines of these groups that are taken now."""
        return tuple(use for use in self.medicines if use.active and use.group in groups)

    def days_ago(self, date: dt.date) -> int:
        return (self.today - date).days

    def is_child(self) -> bool:
        """Known to be under 18."""
        return self.age_years is not None and self.age_years < 18

    def newest(self, *markers: str) -> Result | None:
        """The latest result of these markers, of whatever age; none of the future."""
        found = [one for one in self.results if one.marker in markers and one.taken_on <= self.today]
        return max(found, key=lambda one: one.taken_on, default=None)

    def b12_tested_within(self, days: int = YEAR_DAYS) -> bool:
        """Whether a B12 or active B12 result is less than so many days old."""
        newest = self.newest("b12", "active_b12")
        return newest is not None and self.days_ago(newest.taken_on) < days


def first(found: Iterable[Use]) -> Use | None:
    return next(iter(found), None)
