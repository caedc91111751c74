"""Today and Status in plain figures, for programs."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from tracker.domain.parameters import Span
from tracker.people import clock_of, model_fits, timeline_of
from tracker.reports.absorbed import WARM_UP, absorb, taken_between
from tracker.reports.status.days import DaySum

MEANS = (7, 14, 30)


@dataclass(frozen=True, slots=True)
class Mean:
    """Over the tracked ones of so many days: known µg swallowed a day; None where none is tracked."""

    days: int
    tracked: int
    swallowed_ug: float | None
    unknown: int


def means(days: Iterable[DaySum]) -> tuple[Mean, ...]:
    """`days`: one after another up to today, at least thirty."""
    listed = list(days)
    return tuple(_mean(listed[-count:], count) for count in MEANS)


def _mean(days: list[DaySum], count: int) -> Mean:
    tracked = [day for day in days if day.tracked]
    total = sum(day.food + day.added + day.supplement - day.nasal for day in tracked)
    unknown = sum(day.unknown for day in tracked)
    return Mean(count, len(tracked), total / len(tracked) if tracked else None, unknown)


def absorbed_today(person: User, *, now: dt.datetime) -> Span | None:
    """µg probably absorbed of what was swallowed today; None where the model does not fit the person.

    One query, and what they take; nothing of injections or sprays.
    """
    today = clock_of(person).local_date(now)
    if not model_fits(person, today=today):
        return None
    rows = taken_between(person, today - WARM_UP, today)
    absorption = absorb(rows, timeline_of(person, today=today))
    swallowed = (n for n, row in enumerate(rows) if row.date == today and n not in absorption.past_the_gut)
    return absorption.total(swallowed)
