"""What a regimen is: its phases, and what was taken of it. Pure; docs/care.md, Regimens.

Dates are local: the day a dose is due does not move when its owner travels. Only a phase of hours counts in moments.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Unit(StrEnum):
    """What a phase repeats by."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    AS_NEEDED = "as_needed"


class CountsFrom(StrEnum):
    """What the next dose is counted from: the calendar of the phase, or the dose that was last given."""

    CALENDAR = "calendar"
    LAST_DOSE = "last_dose"


@dataclass(frozen=True, slots=True)
class Phase:
    """Every `every` units from `starts_on` up to and including `ends_on` (None: no end is known).

    `weekdays`: 0 for Monday to 6, with weeks only; empty: the weekday of `starts_on`. `at`: the time of day that was
    said, None for any. `loading`: doses close together at the beginning of a treatment.
    """

    unit: Unit
    every: int
    starts_on: dt.date
    ends_on: dt.date | None = None
    weekdays: frozenset[int] = frozenset()
    at: dt.time | None = None
    loading: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A regimen as its owner typed it in. `phases` follow one another and do not overlap; at least one.

    `route`: "injected", "nasal", "swallowed" or "sublingual". `dose_ug` of one dose, None not known; `form` as foods
    say it, "" not said. `entered`: the day it was typed in. `stopped_on`: the last day it held. Whatever
    `counts_from` says, a phase that names weekdays goes by the calendar (`recurrence.by_calendar`).
    """

    id: int
    name: str
    route: str
    phases: tuple[Phase, ...]
    counts_from: CountsFrom
    dose_ug: float | None = None
    form: str = ""
    prescribed: bool = False
    entered: dt.date | None = None
    began: dt.date | None = None  # of the treatment, where that was before the first phase
    reviewed_on: dt.date | None = None
    stopped_on: dt.date | None = None

    def stopped(self, today: dt.date) -> bool:
        return self.stopped_on is not None and self.stopped_on < today


class Taken(NamedTuple):
    """A dose that was had: its local date, and the moment."""

    on: dt.date
    at: dt.datetime


class Skipped(NamedTuple):
    """A dose that was left out on purpose: the day it was due. `reason` may be empty."""

    due_on: dt.date
    reason: str = ""


class State(StrEnum):
    """Where a regimen stands today."""

    TOO_SOON = "too_soon"  # nothing is due, and one now would be earlier than half of the interval
    NOT_YET = "not_yet"
    DUE = "due"  # today, or inside the window the schedule allows
    OVERDUE = "overdue"
    TAKEN = "taken"  # today's is had already
    AS_NEEDED = "as_needed"
    OVER = "over"  # stopped, or past its end


@dataclass(frozen=True, slots=True)
class Standing:
    """`due_on`: the next dose, or the one that is open (in the past where it is late); None where there is none.

    `days_late`: 0 up to that day. `last`: the last dose that was had. `phase`: the one that holds today.
    """

    state: State
    due_on: dt.date | None = None
    days_late: int = 0
    last: Taken | None = None
    phase: Phase | None = None
    due_at: dt.datetime | None = None  # of a phase of hours
