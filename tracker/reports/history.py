"""The months behind: a calendar and a list, and the year they are part of."""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foods.choices import Origin
from tracker.charts import Chart
from tracker.charts.heat import HeatDay, heat_calendar
from tracker.domain.days import is_tracked
from tracker.people import target_of, today_of
from tracker.reports.recent import entries_between, sums_between
from tracker.reports.targets import target_ug

NAMES_A_DAY = 4
YEAR_DAYS = 365
_DOSES = (Origin.SUPPLEMENT, Origin.INJECTED)


@dataclass(slots=True)
class _Sum:
    known_ug: Decimal | float = 0
    entries: int = 0
    unknown: int = 0
    doses: int = 0
    names: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryDay:
    """One day. `tone` is its look: out (another month), untracked, q0 to q3 by known µg, dose with a supplement."""

    date: dt.date
    tone: str
    known_ug: Decimal
    entries: int
    unknown: int
    dose: bool
    mark: str
    names: str
    more: int

    @property
    def tracked(self) -> bool:
        return self.tone != "untracked"

    @property
    def iso(self) -> str:
        return self.date.isoformat()


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of days without entries, newest and oldest day of it."""

    last: dt.date
    first: dt.date
    days: int


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """One month: whole weeks for the calendar, its days newest first for the list.

    `year` are the days of the last twelve months, only where asked for: they cost as much as half a page.
    """

    month: dt.date
    today: dt.date
    weeks: tuple[tuple[HistoryDay, ...], ...]
    rows: tuple[HistoryDay | Gap, ...]
    last_gap: dt.date | None
    tracked: int
    untracked: int
    entries: int
    unknown: int
    doses: int
    reference_ug: Decimal
    year: Chart | None

    @classmethod
    def build(
        cls, person: User, *, month: dt.date, now: dt.datetime, with_year: bool = False
    ) -> "HistoryReport":  # fmt: skip
        """Two queries, one more for the year."""
        today = today_of(person, now=now)
        first = month.replace(day=1)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        sums = _sums(person, first, last)
        year = today - dt.timedelta(days=YEAR_DAYS - 1)
        asked = Q(local_date__range=(first, last))
        if with_year:
            asked |= Q(local_date__range=(year, today))
        marks = dict(person.day_marks.filter(asked).values_list("local_date", "mark"))
        reference_ug = target_ug(target_of(person, today=today))
        weeks = tuple(
            tuple(_day(date, first, today, sums.get(date), marks.get(date, ""), reference_ug) for date in week)
            for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
        )
        days = [day for week in weeks for day in week if day.tone != "out"]
        shown = [day for day in days if day.date <= today or day.entries]
        return cls(
            month=first,
            today=today,
            weeks=weeks,
            rows=_rows(reversed(shown)),
            last_gap=max((day.date for day in shown if not day.tracked and day.date < today), default=None),
            tracked=sum(day.tracked for day in shown),
            untracked=sum(not day.tracked for day in shown),
            entries=sum(day.entries for day in days),
            unknown=sum(day.unknown for day in days),
            doses=sum(total.doses for total in sums.values()),
            reference_ug=reference_ug,
            year=_year(person, year, today, marks, float(reference_ug)) if with_year else None,
        )

    @property
    def half_reference_ug(self) -> Decimal:
        """Where the second shade of the calendar begins."""
        return self.reference_ug / 2

    @property
    def previous(self) -> dt.date:
        return (self.month - dt.timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> dt.date:
        return (self.month + dt.timedelta(days=31)).replace(day=1)

    @property
    def weekdays(self) -> list[str]:
        return [str(WEEKDAYS_ABBR[n]) for n in range(7)]

    @property
    def summary(self) -> str:
        """The month in a sentence."""
        if not self.entries and not self.tracked:
            return _("No day of this month is tracked.")
        days = ngettext("%(n)d day tracked", "%(n)d days tracked", self.tracked) % {"n": self.tracked}
        gaps = ngettext("%(n)d not", "%(n)d not", self.untracked) % {"n": self.untracked}
        entries = ngettext("%(n)d entry", "%(n)d entries", self.entries) % {"n": self.entries}
        unknown = ngettext("%(n)d of them without a figure", "%(n)d of them without a figure", self.unknown)
        parts = [f"{days}, {gaps}." if self.untracked else f"{days}."]
        parts.append(f"{entries}, {unknown % {'n': self.unknown}}." if self.unknown else f"{entries}.")
        return " ".join(parts)


_NOTHING = (0, 0, 0)


def _year(person: User, first: dt.date, today: dt.date, marks: Mapping[dt.date, str], reference_ug: float) -> Chart:
    """The days up to today as shades, from one query."""
    sums = {date: figures for date, *figures in sums_between(person, first=first, last=today)}
    days = []
    for date in map(dt.date.fromordinal, range(first.toordinal(), today.toordinal() + 1)):
        known_ug, entries, unknown = sums.get(date, _NOTHING)
        known = None if known_ug is None else round(float(known_ug), 4)
        days.append(HeatDay(date, known, unknown, is_tracked(marks.get(date, ""), entries)))
    months = reverse("history")
    return heat_calendar(
        key="year",
        title=_("Known µg on each day of the last twelve months"),
        days=days,
        target_ug=reference_ug,
        today=today,
        month_url=lambda month: f"{months}?month={month.year}-{month.month:02d}",
    )


def _rows(days: Iterable[HistoryDay]) -> tuple[HistoryDay | Gap, ...]:
    """Days newest first, untracked ones that follow each other drawn together."""
    rows: list[HistoryDay | Gap] = []
    for day in days:
        if day.tracked:
            rows.append(day)
        elif rows and isinstance(rows[-1], Gap):
            rows[-1] = Gap(rows[-1].last, day.date, rows[-1].days + 1)
        else:
            rows.append(Gap(day.date, day.date, 1))
    return tuple(rows)


def _sums(person: User, first: dt.date, last: dt.date) -> dict[dt.date, _Sum]:
    sums: dict[dt.date, _Sum] = {}
    for date, name, ug, origin in entries_between(person, first=first, last=last):
        total = sums.get(date)
        if total is None:
            total = sums[date] = _Sum()
        total.entries += 1
        total.names[name] = None
        if ug is None:
            total.unknown += 1
        else:
            total.known_ug += ug
        if origin in _DOSES:
            total.doses += 1
    return sums


def _day(
    date: dt.date, month: dt.date, today: dt.date, total: _Sum | None, mark: str, reference_ug: Decimal
) -> HistoryDay:
    names = list(total.names) if total else []
    return HistoryDay(
        date=date,
        tone="out" if date.month != month.month else _tone(date, today, total, mark, reference_ug),
        known_ug=_decimal(total.known_ug if total else 0),
        entries=total.entries if total else 0,
        unknown=total.unknown if total else 0,
        dose=bool(total and total.doses),
        mark=mark,
        names=" · ".join(names[:NAMES_A_DAY]),
        more=max(len(names) - NAMES_A_DAY, 0),
    )


def _tone(date: dt.date, today: dt.date, total: _Sum | None, mark: str, reference_ug: Decimal) -> str:
    if total is None and date > today:
        return "ahead"
    if not is_tracked(mark, total.entries if total else 0):
        return "untracked"
    known = _decimal(total.known_ug if total else 0)
    if total and total.doses:
        return "q3"
    if total and total.unknown == total.entries:
        return "unknown"
    return "q2" if known >= reference_ug else "q1" if known >= reference_ug / 2 else "q0"


def parse_month(text: str, *, today: dt.date) -> dt.date:
    """The first day of “2026-03”; of this month for anything that is not a month within reach."""
    try:
        month = dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return today.replace(day=1)
    return month if 1900 <= month.year <= today.year + 1 else today.replace(day=1)


def _decimal(sum_ug: Decimal | float) -> Decimal:
    """A day's sum as it is stored: four decimals, without the crumbs of binary adding."""
    return Decimal(sum_ug).quantize(Decimal("0.0001"))
