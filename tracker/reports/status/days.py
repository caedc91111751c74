"""What each day held, by origin: from entries for up to a year, from the database's own sums beyond that."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from foods.choices import Route
from tracker.domain.days import is_tracked
from tracker.domain.intake import Origin, added_part
from tracker.reports.absorbed import Taken, is_injection


@dataclass(slots=True)
class DaySum:
    """One local day while it is added up, µg."""

    date: dt.date
    tracked: bool = False
    food: float = 0.0
    added: float = 0.0
    supplement: float = 0.0
    injected: float = 0.0
    nasal: float = 0.0  # of `supplement`: what was not swallowed
    unknown: int = 0
    entries: int = 0

    @property
    def from_food_ug(self) -> float:
        """Without tablets: what a mean over a week can be read from."""
        return self.food + self.added

    def take(self, row: Taken) -> None:
        self.entries += 1
        if row.counted_ug is None:
            self.unknown += 1
            return
        counted = float(row.counted_ug)
        if is_injection(row):
            self.injected += counted
        elif row.origin == Origin.SUPPLEMENT:
            self.supplement += counted
            if row.route == Route.NASAL:
                self.nasal += counted
        else:
            self._of_food(row, counted)

    def _of_food(self, row: Taken, counted: float) -> None:
        added = added_part(row.origin, counted, None if row.added_ug is None else float(row.added_ug))
        self.added += added
        self.food += counted - added


def day_sums(
    rows: Iterable[Taken], *, first: dt.date, last: dt.date, marks: Mapping[dt.date, str]
) -> dict[dt.date, DaySum]:  # fmt: skip
    """Every day from `first` to `last`, in order, with what was had on it."""
    dates = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    sums = {date: DaySum(date) for date in dates}
    for row in rows:
        if row.date in sums:
            sums[row.date].take(row)
    for date, day in sums.items():
        day.tracked = is_tracked(marks.get(date, ""), day.entries)
    return sums


@dataclass(frozen=True, slots=True)
class MonthSum:
    """A month of a long log: µg in all by origin on its tracked days, and how many these were."""

    month: dt.date  # its first day
    food: float
    added: float
    supplement: float
    injected: float
    unknown: int
    tracked: int


# one pass: the days first, so that they can be counted, then the months. Sums of everything are cheap, cases are not.
# Days are tracked as `days.is_tracked` says: not those called so, but those said to be complete or to hold nothing
_MONTHS = """
SELECT substr(CAST(days.local_date AS text), 1, 7), SUM(counted), SUM(added), SUM(supplement), SUM(injected),
       SUM(unknown), COUNT(DISTINCT days.local_date)
FROM (
  SELECT local_date,
         SUM(counted_ug) AS counted,
         SUM(CASE WHEN origin IN ('food', 'added') THEN
             CASE WHEN added_ug < counted_ug THEN added_ug
                  WHEN added_ug >= counted_ug OR origin = 'added' THEN counted_ug END END) AS added,
         SUM(CASE WHEN origin = 'supplement' THEN counted_ug END) AS supplement,
         SUM(CASE WHEN origin = 'injected' THEN counted_ug END) AS injected,
         COUNT(*) - COUNT(counted_ug) AS unknown
  FROM tracker_entry
  WHERE owner_id = %s AND removed_at IS NULL AND local_date BETWEEN %s AND %s
  GROUP BY local_date
  UNION ALL
  SELECT local_date, 0, 0, 0, 0, 0 FROM tracker_daymark
  WHERE owner_id = %s AND local_date BETWEEN %s AND %s AND mark IN ('complete', 'nothing')
) AS days
LEFT JOIN tracker_daymark AS mark
  ON mark.owner_id = %s AND mark.local_date = days.local_date AND mark.mark = 'not_tracked'
WHERE mark.id IS NULL
GROUP BY 1
"""


def month_sums(person: User, *, first: dt.date, last: dt.date) -> list[MonthSum]:
    """Every month between two days, in order, added up by the database. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, [*[person.pk, first, last] * 2, person.pk])
        found = {
            month: _month_sum(month, *(float(ug or 0) for ug in sums), unknown=int(unknown), tracked=int(days))
            for month, *sums, unknown, days in cursor.fetchall()
        }
    return [
        found.get(month) or _month_sum(month, 0.0, 0.0, 0.0, 0.0, unknown=0, tracked=0) for month in _names(first, last)
    ]


def _names(first: dt.date, last: dt.date) -> list[str]:
    """“2026-03” and so on, from the month of one day to that of another."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in months]


def _month_sum(
    month: str, counted: float, added: float, supplement: float, injected: float, *, unknown: int, tracked: int
) -> MonthSum:
    food = max(counted - added - supplement - injected, 0.0)
    return MonthSum(dt.date.fromisoformat(f"{month}-01"), food, added, supplement, injected, unknown, tracked)


def mean_of_seven(days: Sequence[DaySum]) -> list[float | None]:
    """For each day the mean from food over the tracked days of the week that ends with it; None where none is."""
    means: list[float | None] = []
    for end in range(len(days)):
        week = [day.from_food_ug for day in days[max(0, end - 6) : end + 1] if day.tracked]
        means.append(sum(week) / len(week) if week else None)
    return means
