"""Blood tests as they are stored, read lean: one query for all of them."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from tracker.domain.bands import clean
from tracker.domain.blood import MARKERS, usual_units
from tracker.domain.risks.facts import Result
from tracker.domain.zones import market_for_zone
from tracker.reports.after_dose import AfterDose
from tracker.reports.care import blood_words as words

_ALL = (
    "SELECT tracker_sample.id, taken_on, lab, note, microbiological, marker, comparator, value, unit, low, high "
    "FROM tracker_sample LEFT JOIN tracker_measured ON sample_id = tracker_sample.id "
    "WHERE owner_id = %s ORDER BY taken_on DESC, tracker_sample.id DESC"
)


class Value(NamedTuple):
    """One marker of a sample, as the database hands it over but for `value`, `low` and `high`."""

    sample_id: int
    taken_on: dt.date
    lab: str
    note: str
    microbiological: bool
    marker: str | None
    comparator: str
    value: Decimal
    unit: str
    low: Decimal | None
    high: Decimal | None

    @property
    def figure(self) -> str:
        return f"{self.comparator}{words.figure(self.value, self.unit)}"

    def result(self, before: AfterDose | None) -> Result:
        return Result(
            marker=self.marker or "",
            value=float(self.value),
            unit=self.unit,
            taken_on=self.taken_on,
            low=None if self.low is None else float(self.low),
            high=None if self.high is None else float(self.high),
            after_dose=before and before.mark,
            microbiological=bool(self.microbiological),
            comparator=self.comparator,
        )


def read_values(person: User) -> list[Value]:
    """Every value there is, newest first; a sample without one is there once, with no marker. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [person.pk])
        return [_value(row) for row in cursor.fetchall()]


def _value(row: Sequence) -> Value:
    *head, value, unit, low, high = row
    return Value(*head, *(value if value is None else _decimal(value),), unit, _decimal(low), _decimal(high))


def _decimal(number: Decimal | float | None) -> Decimal | None:
    """SQLite hands over floats."""
    return None if number is None else Decimal(str(number))


class LastTime(NamedTuple):
    """In which unit each marker was measured last, else the usual one of the country; what the newest sample had."""

    units: dict[str, str]
    markers: tuple[str, ...]


def last_time(person: User) -> LastTime:
    """One query."""
    values = [one for one in read_values(person) if one.marker in MARKERS]
    units: dict[str, str] = {}
    for one in values:
        units.setdefault(one.marker, clean(one.unit))
    newest = {one.marker for one in values if one.sample_id == values[0].sample_id}
    usual = usual_units(market_for_zone(person.time_zone))
    return LastTime(usual | units, tuple(marker for marker in MARKERS if marker in newest))
