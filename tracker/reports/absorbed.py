"""What was probably absorbed: a person's entries as doses of the model (docs/model.md, From the log to a mean).

Read lean and always through the owner's id, as in `reports/recent.py`: Status goes through a year of entries.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from foods.choices import Origin, Route
from foods.models import Food
from tracker.domain.absorption import Dose, take_up
from tracker.domain.factors import parts_of
from tracker.domain.injections import NASAL_SHARE, RETAINED_SPREAD, retained_ug
from tracker.domain.parameters import Span
from tracker.domain.states import Timeline
from tracker.domain.unknowns import upper_ug
from tracker.models import Entry
from tracker.people import model_fits, timeline_of

WARM_UP = dt.timedelta(days=1)  # capacity is back six hours after a meal: the day before is more than enough
PAST_THE_GUT = frozenset((Route.INJECTED, Route.NASAL))

# hours since 1970: going by the moment, not by the wall clock, keeps gaps right over clock changes and travel
_HOUR = {
    "sqlite": "CAST(strftime('%%s', e.eaten_at) AS REAL) / 3600",
    "postgresql": "(EXTRACT(EPOCH FROM e.eaten_at) / 3600)::float8",
}
_COLUMNS = (
    "e.local_date, e.local_minute, {hour}, e.food_id, e.name, f.category, e.origin, e.form, e.route, "
    "e.counted_ug, e.added_ug, e.quantity, e.basis, f.high_ug, e.id, e.reliability"
)


class Taken(NamedTuple):
    """One entry as the model needs it. `hour` runs on, `minute` is the person's clock; None is unknown."""

    date: dt.date
    minute: int
    hour: float
    food_id: int
    name: str
    category: str
    origin: str
    form: str
    route: str
    counted_ug: float | None
    added_ug: float | None
    quantity: float
    basis: str
    high_ug: float | None  # what sources give at most for 100 g, 100 ml or one, where they disagree
    pk: int = 0
    reliability: str = "active"

    @property
    def upper_ug(self) -> float | None:
        """The most it may plausibly hold, where nobody knows how much it does; None where there is no saying."""
        high = None if self.high_ug is None else float(self.high_ug)
        return upper_ug(self.category, self.basis, float(self.quantity), origin=self.origin, high_ug=high)


def taken_between(person: User, first: dt.date, last: dt.date) -> list[Taken]:
    """The entries of the local days from `first` to `last`, both included, in the order they were had. One query."""
    columns = _COLUMNS.format(hour=_HOUR[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM tracker_entry e JOIN foods_food f ON f.id = e.food_id "
            "WHERE e.owner_id = %s AND e.removed_at IS NULL AND e.local_date BETWEEN %s AND %s "
            "ORDER BY e.eaten_at, e.id",  # nosec B608 # our own names; values are parameters
            [person.pk, first, last],
        )
        return list(map(Taken._make, cursor.fetchall()))


def _float(ug) -> float | None:
    return None if ug is None else float(ug)


@dataclass(frozen=True, slots=True)
class Absorption:
    """What was absorbed of each entry, in the order given, in µg, and the doses it was worked out from."""

    rows: Sequence[Taken]
    low: list[float]
    middle: list[float]
    high: list[float]
    doses: list[Dose]
    numbers: list[int]  # of the row that each dose comes from
    middle_of_doses: list[float]
    past_the_gut: frozenset[int]  # the numbers of rows that were injected or taken through the nose

    def of(self, number: int) -> Span:
        return Span(self.low[number], self.middle[number], self.high[number])

    def total(self, numbers: Iterable[int] | None = None) -> Span:
        """Of all entries, or of those with these numbers."""
        if numbers is None:
            return Span(sum(self.low), sum(self.middle), sum(self.high))
        chosen = list(numbers)
        return Span(*(sum(column[n] for n in chosen) for column in (self.low, self.middle, self.high)))

    def by_origin(self, numbers: Iterable[int]) -> dict[str, float]:
        """µg absorbed through the gut of the entries with these numbers: natural and added parts of a food apart."""
        chosen, rows = set(numbers), self.rows
        sums = {Origin.FOOD.value: 0.0, Origin.ADDED.value: 0.0, Origin.SUPPLEMENT.value: 0.0}
        for dose, number, ug in zip(self.doses, self.numbers, self.middle_of_doses, strict=True):
            if ug and number in chosen:
                tablet = rows[number].origin == Origin.SUPPLEMENT
                sums["supplement" if tablet else "food" if dose.bound else "added"] += ug
        return sums


def doses_of(rows: Sequence[Taken]) -> tuple[list[Dose], list[int]]:
    """What goes through the gut, and for each dose the number of its row: natural and added parts are two doses."""
    doses: list[Dose] = []
    numbers: list[int] = []
    for number, row in enumerate(rows):
        counted, added = row.counted_ug, row.added_ug
        if counted == 0 or row.route in PAST_THE_GUT:
            continue
        for part in parts_of(
            counted_ug=None if counted is None else float(counted),
            added_ug=None if added is None else float(added),
            origin=row.origin,
            category=row.category,
            upper_ug=row.upper_ug if counted is None else None,
        ):
            doses.append(Dose(row.hour, *part))
            numbers.append(number)
    return doses, numbers


def absorb(rows: Sequence[Taken], timeline: Timeline = ()) -> Absorption:
    """What was probably absorbed of each entry; injections as retained, through the nose by an unconfirmed share."""
    doses, numbers = doses_of(rows)
    uptake = take_up(doses, timeline)
    low, middle, high = [0.0] * len(rows), [0.0] * len(rows), [0.0] * len(rows)
    for number, a, b, c in zip(numbers, uptake.low, uptake.middle, uptake.high, strict=True):
        low[number] += a
        middle[number] += b
        high[number] += c
    past = frozenset(number for number, row in enumerate(rows) if row.route in PAST_THE_GUT)
    for number in past:
        if rows[number].counted_ug is not None:
            low[number], middle[number], high[number] = past_the_gut(rows[number])
    return Absorption(rows, low, middle, high, doses, numbers, uptake.middle, past)


def past_the_gut(row: Taken) -> Span:
    """What the body keeps of an injection, or takes up through the nose."""
    dose = float(row.counted_ug or 0)
    kept = dose * NASAL_SHARE if row.route == Route.NASAL else retained_ug(row.form, dose)
    return Span(kept * (1 - RETAINED_SPREAD), kept, min(kept * (1 + RETAINED_SPREAD), dose))


def of_day(person: User, day: dt.date) -> dict[int, float]:
    """µg probably absorbed (of an injection: kept) of each entry of a day by its id; of what has no figure nothing.

    Nothing for a spray through the nose, which is unconfirmed, and nothing at all where the model does not fit the
    person. Two queries, one then.
    """
    if not model_fits(person, today=day):
        return {}
    rows = taken_between(person, day - WARM_UP, day)
    absorption = absorb(rows, timeline_of(person, today=day))
    each = zip(rows, absorption.middle, strict=True)
    return {row.pk: ug for row, ug in each if row.date == day and row.counted_ug and row.route != Route.NASAL}


def of_entry(person: User, entry: Entry, timeline: Timeline = ()) -> Span | None:
    """What was probably absorbed of one entry beside what else was had around it; None where nobody knows its µg."""
    if entry.counted_ug is None:
        return None
    rows = taken_between(person, entry.local_date - WARM_UP, entry.local_date)
    number = next((n for n, row in enumerate(rows) if row.pk == entry.pk), None)
    return None if number is None else absorb(rows, timeline).of(number)


def of_new_dose(
    rows: Sequence[Taken], food: Food, *, quantity: Decimal, counted_ug: Decimal | None, added_ug: Decimal | None,
    moment: dt.datetime, timeline: Timeline = (),
) -> Span | None:  # fmt: skip
    """What a food would add to what is absorbed of the `rows` around it; None where nobody knows its µg."""
    if counted_ug is None:
        return None
    new = Taken(
        date=rows[-1].date if rows else dt.date.min,
        minute=0,
        hour=moment.timestamp() / 3600,
        food_id=food.pk,
        name=food.name,
        category=food.category,
        origin=food.origin,
        form=food.form,
        route=food.route,
        counted_ug=float(counted_ug),
        added_ug=_float(added_ug),
        quantity=float(quantity),
        basis=food.basis,
        high_ug=None,
    )
    after, before = absorb([*rows, new], timeline).total(), absorb(rows, timeline).total()
    ends = [max(more - less, 0.0) for more, less in zip(after, before, strict=True)]
    return Span(min(ends), ends[1], max(ends))  # beside other meals an end may cross the middle


def is_injection(row: Taken) -> bool:
    return row.origin == Origin.INJECTED or row.route == Route.INJECTED
