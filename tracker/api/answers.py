"""What the API answers, field by field. µg stand in names that end in `_ug`; null is “nobody knows”, never 0."""

import datetime as dt
import uuid
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from foods import choices

UNKNOWN = "null where nobody knows it"


def _one_of(kind: type) -> dict:
    return {"json_schema_extra": {"enum": list(kind.values)}}


class Answer(Schema):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


# --- foods ------------------------------------------------------------------------------------------------------------
class PortionAnswer(Answer):
    id: int
    name: str = Field(description="a glass, a slice, a tablet")
    quantity: float = Field(description="how much that is, in `quantity_unit` of the food")
    is_default: bool = Field(description="taken where an entry names no portion")
    b12_ug: float | None = Field(description=f"vitamin B12 in one portion, µg; {UNKNOWN}")


class SourceAnswer(Answer):
    name: str
    publisher: str
    version: str
    licence: str
    url: str


class FoodAnswer(Answer):
    id: int
    name: str
    brand: str
    own: bool = Field(description="a food of yours that nobody else sees")
    category: str = Field(**_one_of(choices.Category))
    origin: str = Field(description="where its B12 comes from", **_one_of(choices.Origin))
    form: str = Field(description="of the B12", **_one_of(choices.Form))
    route: str = Field(**_one_of(choices.Route))
    reliability: str = Field(
        description="what is disputed, or an inactive look-alike, counts 0 in every sum", **_one_of(choices.Reliability)
    )
    grade: str = Field(description="how good the figure is, best first", **_one_of(choices.Grade))
    basis: str = Field(description="what `b12_ug_per_basis` is in: 100 g, 100 ml or one", **_one_of(choices.Basis))
    quantity_unit: Literal["g", "ml", "unit"]
    b12_ug_per_basis: float | None = Field(description=f"vitamin B12, µg; {UNKNOWN}")
    added_ug_per_basis: float | None = Field(description=f"of it added, µg; {UNKNOWN}")
    portions: list[PortionAnswer]
    source: SourceAnswer | None = Field(description="whose figure it is; null for a food of yours")
    page: str = Field(description="its page here")


class FoodsAnswer(Answer):
    query: str = Field(description="what was looked for")
    searched: str = Field(description="the words that were looked for after a mistyped one was mended")
    more: bool = Field(description="there are more than `limit`")
    foods: list[FoodAnswer] = Field(description="best first")


# --- entries ----------------------------------------------------------------------------------------------------------
class EntryAnswer(Answer):
    uid: uuid.UUID
    date: dt.date = Field(description="your day, by your clock and the start of your day")
    time: str = Field(description="what your clock showed, like 07:30")
    eaten_at: dt.datetime = Field(description="the moment, with the offset of your time zone")
    food_id: int
    name: str = Field(description="as logged")
    amount: float = Field(description="how many of `portion`, or of `quantity_unit` where there is none")
    portion: str | None
    quantity: float
    quantity_unit: Literal["g", "ml", "unit"]
    swallowed_ug: float | None = Field(description=f"vitamin B12 as logged, µg; {UNKNOWN}")
    added_ug: float | None = Field(description=f"of it added, µg; {UNKNOWN}")
    counted_ug: float | None = Field(description="what counts in sums: 0 for disputed figures and inactive look-alikes")
    origin: str = Field(**_one_of(choices.Origin))
    form: str = Field(**_one_of(choices.Form))
    route: str = Field(**_one_of(choices.Route))
    reliability: str = Field(**_one_of(choices.Reliability))
    grade: str = Field(**_one_of(choices.Grade))


class EntriesAnswer(Answer):
    first: dt.date
    last: dt.date
    page: int
    next_page: int | None = Field(description="null on the last page")
    entries: list[EntryAnswer] = Field(description="in the order they were had, at most 100 a page")


# --- what is due ------------------------------------------------------------------------------------------------------
class DueAnswer(Answer):
    regimen_id: int
    name: str
    route: str = Field(**_one_of(choices.Route))
    rhythm: str = Field(description="in words")
    dose_ug: float | None = Field(description=f"vitamin B12 in one dose, µg; {UNKNOWN}")
    state: Literal["overdue", "due", "not_yet", "too_soon", "taken"]
    due_on: dt.date | None = Field(description="the next dose, or the one that is open")
    due_at: dt.datetime | None = Field(description="of a rhythm in hours: the moment")
    overdue_days: int = Field(description="0 up to its day")
    last_had_on: dt.date | None


class DuesAnswer(Answer):
    date: dt.date = Field(description="your today")
    due: list[DueAnswer] = Field(description="what is late first")


# --- sums -------------------------------------------------------------------------------------------------------------
class BandAnswer(Answer):
    low: float
    middle: float
    high: float


class TargetAnswer(Answer):
    reference_ug: float = Field(description="what the authority would have you swallow in a day, µg")
    authority: str
    kind: str
    year: int


class OriginAnswer(Answer):
    origin: str = Field(**_one_of(choices.Origin))
    known_ug: float
    entries: int


class CoverAnswer(Answer):
    sentence: str = Field(description="as Today and Status say it; empty while nothing is tracked")
    rule: Literal["intake", "fortified", "daily", "weekly", "injections"] = Field(
        description="when a day counts as covered, as you chose"
    )
    window_days: int
    tracked_days: int
    untracked_days: int
    covered_days: int = Field(description="by that rule; where `sentence` speaks of treatment, that is what counts")
    maybe_days: int = Field(description="days that foods without a figure decide")
    short_days: int
    swallowed_ug_per_day: float | None = Field(description="known µg a tracked day; null where none is tracked")
    most_ug_per_day: float | None = Field(description="with the most that unknown foods may hold; null: nobody can say")
    unknown_entries: int


ESTIMATE = "A model estimate, not a measurement: "


class TodayAnswer(Answer):
    date: dt.date
    cover: CoverAnswer
    target: TargetAnswer
    entries: int
    swallowed_ug: float = Field(
        description="today's known µg, injections aside; a lower bound while `unknown` is not 0"
    )
    injected_ug: float
    unknown: int = Field(description="entries of today that nobody has a figure for")
    by_origin: list[OriginAnswer]
    absorbed_ug: BandAnswer | None = Field(
        description=ESTIMATE + "what was probably absorbed of what was swallowed today; null where the model is off"
    )
    due: list[DueAnswer]


class MeanAnswer(Answer):
    days: int
    tracked_days: int
    swallowed_ug_per_day: float | None = Field(description="known µg a tracked day; null where none is tracked")
    unknown_entries: int


class RunwayAnswer(Answer):
    years_low: float | None = Field(description="one in ten draws of the model is shorter; null: never reached")
    years_middle: float | None
    years_high: float | None = Field(description="one in ten draws of the model is longer; null: never reached")
    never_share: float = Field(description="of the draws that never reach the model's low threshold, 0 to 1")


class FindingAnswer(Answer):
    code: str = Field(description="stable")
    level: Literal["info", "caution", "see-a-clinician", "urgent"]
    title: str
    page: str = Field(description="its page here, with evidence and what to do")


class StatusAnswer(Answer):
    date: dt.date
    cover: CoverAnswer
    target: TargetAnswer
    means: list[MeanAnswer] = Field(description="over the last 7, 14 and 30 days, today with what it has so far")
    absorbed_ug_per_day: BandAnswer | None = Field(description=ESTIMATE + "a tracked day; null where the model is off")
    why_no_absorbed: str = Field(description="a sentence where it is off")
    runway: RunwayAnswer | None = Field(
        description=ESTIMATE + "years until stores like most people's reach the model's low threshold if things go on "
        "as now; null where the model is off"
    )
    why_no_runway: str = Field(description="a sentence where it is off")
    findings: list[FindingAnswer] = Field(description="information, not a diagnosis; most pressing first")


class ProblemAnswer(Answer):
    """An error (RFC 9457). `code` is stable, `detail` is for people."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] = Field(default=[], description="field and message, for code `invalid`")
