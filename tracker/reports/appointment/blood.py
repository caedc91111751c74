"""Blood tests as a table: the last three dates, in the unit and beside the range that the laboratory printed."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from tracker.domain import bands
from tracker.health import health_of
from tracker.models.markers import MARKER_NAMES, unit_shown
from tracker.reports.after_dose import AfterDose
from tracker.reports.appointment.parts import Section, day, more_words, notes, number

MOST_DATES, MOST_MARKERS = 3, 8
# what speaks of B12 first
_ORDER = ("active_b12", "b12", "mma", "homocysteine", "haemoglobin", "mcv", "folate", "egfr", "creatinine", "potassium")
_MOVED_BY_A_DOSE = frozenset(("b12", "active_b12"))


_ALL = """
SELECT taken_on, marker, comparator, value, unit, low, high
FROM tracker_sample AS sample JOIN tracker_measured ON sample_id = sample.id
WHERE owner_id = %s AND taken_on <= %s ORDER BY taken_on DESC, sample.id DESC LIMIT %s
"""


class Value(NamedTuple):
    """One marker of one sample, as the laboratory printed it. Numbers as the database hands them over."""

    on: dt.date
    marker: str
    comparator: str
    value: Decimal | float
    unit: str
    low: Decimal | float | None
    high: Decimal | float | None


def read_values(person: User, *, today: dt.date) -> list[Value]:
    """What was measured, newest first. One query, none where health knows of no result."""
    if not health_of(person).results:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [person.pk, today, _READ])
        return list(map(Value._make, cursor.fetchall()))


_READ = 120  # more than one sample may be of the same day


def dates_of(values: Iterable[Value]) -> list[dt.date]:
    """The dates that the table shows, oldest first."""
    return sorted({one.on for one in values}, reverse=True)[:MOST_DATES][::-1]


def blood(read: Sequence[Value], after: Mapping[dt.date, AfterDose]) -> Section:
    dates = dates_of(read)
    values: dict[str, dict[dt.date, Value]] = {}
    for one in read:
        if one.on in dates:
            values.setdefault(one.marker, {}).setdefault(one.on, one)
    markers = [marker for marker in _ORDER if marker in values]
    markers += sorted(set(values) - set(_ORDER))
    rows = tuple(
        _row(str(MARKER_NAMES.get(one, one)), one, values[one], dates, after) for one in markers[:MOST_MARKERS]
    )
    if not rows:
        return Section("tests", _("Blood tests"), lines=(_("None noted."),))
    older = len({one.on for one in read}) > MOST_DATES
    note = notes(more_words(len(markers) - MOST_MARKERS), _("older ones in the app") if older else "")
    head = (_("Test"), *map(day, dates), _("Lab’s range"), _("Note"))
    return Section("tests", _("Blood tests"), head=head, rows=rows, figures=True, note=note)


def _row(
    name: str, marker: str, values: Mapping[dt.date, Value], dates: Sequence[dt.date],
    after: Mapping[dt.date, AfterDose],
) -> tuple[str, ...]:  # fmt: skip
    newest = values[max(values)]
    cells = [_cell(values[date], newest.unit) if date in values else "–" for date in dates]
    note = _note(marker, [date for date in dates if date in values], after)
    return (f"{name}, {unit_shown(newest.unit)}", *cells, _range(newest), note)


def _cell(one: Value, unit: str) -> str:
    """In the unit of the row; in its own, named, where there is no way between the two."""
    if one.unit == unit:
        return f"{one.comparator}{number(one.value, 4)}"
    try:
        value = float(bands.convert(one.marker, float(one.value), one.unit, to=unit))
    except ValueError:
        return f"{one.comparator}{number(one.value, 4)}\u00a0{unit_shown(one.unit)}"
    return f"{one.comparator}{number(value, 0 if value >= 100 else 1 if value >= 10 else 2)}"


def _range(one: Value) -> str:
    if one.low is not None and one.high is not None:
        return f"{_figure(one.low)}–{_figure(one.high)}"
    if one.high is not None:
        return _("up to %(high)s") % {"high": _figure(one.high)}
    return _("from %(low)s") % {"low": _figure(one.low)} if one.low is not None else ""


def _figure(value: Decimal | float) -> str:
    return number(value, 4)


def _note(marker: str, dates: Sequence[dt.date], after: Mapping[dt.date, AfterDose]) -> str:
    """What was taken before the newest of the values; only where a dose moves them."""
    before = after.get(dates[-1]) if marker in _MOVED_BY_A_DOSE else None
    if before is None or not before.mark:
        return ""
    return _("after an injection") if before.last_injection else _("after a B12 tablet")
