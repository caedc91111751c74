"""entries.csv: every entry of the log in one line, with what the model says was probably absorbed of it.

Read in stretches of days, so that memory holds about a thousand entries, however long the log is. A stretch is worked
out with the day before it: what the gut can carry is back six hours after a meal.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count

from accounts.models import User
from foods.choices import Basis, Route
from tracker.domain.parameters import Span
from tracker.domain.states import Timeline
from tracker.export.lines import csv_lines, instant
from tracker.people import model_fits, timeline_of
from tracker.reports.absorbed import WARM_UP, absorb, taken_between

COLUMNS = (
    "uid", "local_date", "local_time", "time_zone", "eaten_at", "food", "brand", "amount", "portion", "quantity",
    "quantity_unit", "swallowed_ug", "added_ug", "counted_ug", "origin", "form", "route", "reliability", "grade",
    "absorbed_ug", "absorbed_low_ug", "absorbed_high_ug", "food_source", "food_ref",
)  # fmt: skip
AT_ONCE = 1_000  # entries
UNITS = {Basis.G100: "g", Basis.ML100: "ml", Basis.UNIT: "unit"}
_FIELDS = (
    "pk", "uid", "local_date", "local_minute", "eaten_at", "name", "food__brand", "amount", "portion_name", "quantity",
    "basis", "swallowed_ug", "added_ug", "counted_ug", "origin", "form", "route", "reliability", "grade",
    "food__source__key", "food__source_ref",
)  # fmt: skip
_STORED = Decimal("0.0001")


class _Row(NamedTuple):
    """The columns of one entry, in the order of `_FIELDS`."""

    pk: int
    uid: object
    local_date: dt.date
    local_minute: int
    eaten_at: dt.datetime
    name: str
    brand: str
    amount: Decimal
    portion: str
    quantity: Decimal
    basis: str
    swallowed_ug: Decimal | None
    added_ug: Decimal | None
    counted_ug: Decimal | None
    origin: str
    form: str
    route: str
    reliability: str
    grade: str
    source: str | None
    ref: str


def entry_lines(person: User, *, today: dt.date) -> Iterator[str]:
    """Oldest day first. What was removed is left out."""
    return csv_lines(COLUMNS, _cells(person, today))


def _cells(person: User, today: dt.date) -> Iterator[tuple]:
    timeline = timeline_of(person, today=today) if model_fits(person, today=today) else None
    for first, last in stretches(person):
        absorbed = {} if timeline is None else absorbed_of(person, first, last, timeline)
        rows = person.entries.between(first, last).order_by("local_date", "eaten_at", "pk")
        for values in rows.values_list(*_FIELDS):
            row = _Row(*values)
            yield _line(row, absorbed.get(row.pk), person.zone)


def stretches(person: User) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last days that hold about a thousand entries together; a day is never cut."""
    days = person.entries.order_by("local_date").values_list("local_date").annotate(Count("pk"))
    first, held, last = None, 0, None
    for day, entries in days:
        if first is not None and held + entries > AT_ONCE:
            yield first, last
            first, held = None, 0
        first, held, last = first or day, held + entries, day
    if first is not None:
        yield first, last


def absorbed_of(person: User, first: dt.date, last: dt.date, timeline: Timeline) -> dict[int, Span]:
    """By the id of each entry of these days. Things of one meal share what is absorbed of it, each in proportion to
    what of it is offered. Nothing for what has no figure, and for a spray through the nose, which is unconfirmed."""
    rows = taken_between(person, first - WARM_UP, last)
    worked_out = absorb(rows, timeline)
    return {
        row.pk: worked_out.of(number)
        for number, row in enumerate(rows)
        if row.date >= first and row.counted_ug is not None and row.route != Route.NASAL
    }


def _line(row: _Row, absorbed: Span | None, zone: ZoneInfo) -> tuple:
    low, middle, high = (None, None, None) if absorbed is None else map(_stored, absorbed)
    return (
        row.uid, row.local_date, f"{row.local_minute // 60:02}:{row.local_minute % 60:02}", zone_of(row, zone),
        instant(row.eaten_at), _bare_name(row), row.brand, row.amount, row.portion, row.quantity, UNITS[row.basis],
        row.swallowed_ug, row.added_ug, row.counted_ug, row.origin, row.form, row.route, row.reliability, row.grade,
        middle, low, high, row.source, row.ref,
    )  # fmt: skip


def _bare_name(row: _Row) -> str:
    """The name as logged, without the brand, which has a column of its own."""
    return row.name.removesuffix(f", {row.brand}") if row.brand else row.name


def zone_of(row: _Row, zone: ZoneInfo) -> str:
    """The person's zone where its clock shows the time that was logged; on a journey how far it was from UTC."""
    here = row.eaten_at.astimezone(zone)
    if here.hour * 60 + here.minute == row.local_minute:
        return zone.key
    utc = row.eaten_at.astimezone(dt.UTC)
    ahead = (row.local_minute - utc.hour * 60 - utc.minute + 10 * 60) % (24 * 60) - 10 * 60  # −10 up to +14 hours
    sign, ahead = ("-" if ahead < 0 else "+"), abs(ahead)
    return f"UTC{sign}{ahead // 60:02}:{ahead % 60:02}"


def _stored(ug: float) -> Decimal:
    return Decimal(ug).quantize(_STORED)
