"""What B12 was taken before blood was drawn: the mark of a result, and what the words name."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from tracker.domain.days import is_tracked
from tracker.domain.risks.facts import FEWEST_TRACKED_DAYS
from tracker.domain.risks.results import INJECTED_DAYS, SWALLOWED_DAYS, SWALLOWED_UG, after_dose

# what was injected, what was taken as a supplement (also through the nose: it raises the level as well), which days
# were tracked, and since when anything is logged at all. Days are joined span by span: of OR no database makes a range
_READ = """
WITH taken (first, last) AS (VALUES {taken}), tracked (first, last) AS (VALUES {tracked})
SELECT 'injected', local_date, name, counted_ug FROM tracker_entry
WHERE owner_id = %s AND removed_at IS NULL AND origin = 'injected' AND local_date BETWEEN %s AND %s
UNION ALL
SELECT 'supplement', local_date, name, counted_ug FROM taken CROSS JOIN tracker_entry
WHERE owner_id = %s AND removed_at IS NULL AND origin = 'supplement' AND reliability = 'active'
  AND local_date BETWEEN first AND last
UNION ALL
SELECT 'logged', local_date, '', NULL FROM tracked CROSS JOIN tracker_entry
WHERE owner_id = %s AND removed_at IS NULL AND local_date BETWEEN first AND last GROUP BY local_date
UNION ALL
SELECT 'mark', local_date, mark, NULL FROM tracked CROSS JOIN tracker_daymark
WHERE owner_id = %s AND local_date BETWEEN first AND last
UNION ALL
SELECT 'first', MIN(local_date), '', NULL FROM tracker_entry WHERE owner_id = %s AND removed_at IS NULL
"""
_NEVER = (dt.date.max, dt.date.min)


class Dose(NamedTuple):
    """What was taken on a day: its µg in all, None where nobody has a figure, and the name of the largest."""

    date: dt.date
    ug: float | None
    name: str


@dataclass(frozen=True, slots=True)
class AfterDose:
    """Before one sample. `mark`: B12 was taken in the window; None where nobody can say.

    `last_dose`: the latest day of the four weeks before with enough by mouth to bear on a level; `unknown`: the latest
    day with a supplement nobody has a figure for.
    """

    mark: bool | None = None
    last_injection: dt.date | None = None
    injection_name: str = ""
    last_dose: Dose | None = None
    unknown: Dose | None = None


def after_dose_of(
    person: User, dates: Iterable[dt.date], *, doses_only: Iterable[dt.date] = ()
) -> dict[dt.date, AfterDose]:
    """By the dates of samples. One query; none for no dates.

    Of `doses_only` it is not read whether the time before was tracked: that nothing was taken is never said of them.
    """
    asked = set(dates)
    wanted = sorted(asked | set(doses_only))
    log = _Log.of(_read(person, wanted, tracked_before=sorted(asked))) if wanted else None
    return {sample: log.before(sample, ask=sample in asked) for sample in wanted} if log else {}


def _read(person: User, samples: Sequence[dt.date], *, tracked_before: Sequence[dt.date]) -> list[tuple]:
    taken, tracked = ([*_spans(dates)] or [_NEVER] for dates in (samples, tracked_before))
    injected = [samples[0] - dt.timedelta(days=INJECTED_DAYS), samples[-1]]
    days = [date for span in (*taken, *tracked) for date in span]
    with connection.cursor() as cursor:
        cursor.execute(
            _READ.format(taken=_places(taken), tracked=_places(tracked)),
            [*days, person.pk, *injected, *[person.pk] * 4],
        )
        return cursor.fetchall()


def _places(spans: Sequence) -> str:
    return ", ".join(["(%s, %s)"] * len(spans))


def _spans(samples: Sequence[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    """The weeks before each sample, the day before the last; what overlaps is one."""
    start = end = None
    for sample in samples:
        first, last = sample - dt.timedelta(days=SWALLOWED_DAYS), sample - dt.timedelta(days=1)
        if end is not None and first <= end + dt.timedelta(days=1):
            end = last
            continue
        if start is not None:
            yield start, end
        start, end = first, last
    if start is not None:
        yield start, end


@dataclass(frozen=True, slots=True)
class _Log:
    """What was read: injections and supplements by day, days that are tracked, and the first day of all."""

    injected: dict[dt.date, str]
    taken: tuple[Dose, ...]  # the oldest first
    tracked: frozenset[dt.date]
    first: dt.date | None

    @classmethod
    def of(cls, rows: Iterable[tuple]) -> "_Log":
        injected, taken, logged, marks, first = {}, {}, set(), {}, None
        for kind, day, name, ug in rows:
            date = dt.date.fromisoformat(day) if isinstance(day, str) else day
            if kind == "injected":
                injected[date] = name
            elif kind == "supplement":
                taken.setdefault(date, []).append((name, None if ug is None else float(ug)))
            elif kind == "logged":
                logged.add(date)
            elif kind == "mark":
                marks[date] = name
            else:
                first = date
        days = logged | set(marks)
        tracked = frozenset(day for day in days if is_tracked(marks.get(day, ""), int(day in logged)))
        return cls(injected, tuple(_day(day, taken[day]) for day in sorted(taken)), tracked, first)

    def before(self, sample: dt.date, *, ask: bool) -> AfterDose:
        first = bisect_left(self.taken, sample - dt.timedelta(days=SWALLOWED_DAYS), key=_date)
        weeks = self.taken[first : bisect_left(self.taken, sample, key=_date)]
        injections = [day for day in self.injected if 0 < (sample - day).days <= INJECTED_DAYS]
        injection = max(injections, default=None)
        return AfterDose(
            mark=after_dose(
                sample,
                injected_on=injections,
                swallowed_ug={dose.date: dose.ug for dose in weeks},
                logged=ask and self._was_tracked(sample),
            ),
            last_injection=injection,
            injection_name=self.injected[injection] if injection else "",
            last_dose=_latest(dose for dose in weeks if dose.ug is not None and dose.ug >= SWALLOWED_UG),
            unknown=_latest(dose for dose in weeks if dose.ug is None),
        )

    def _was_tracked(self, sample: dt.date) -> bool:
        """Half of the weeks before, and something logged already when an injection might still have counted."""
        if self.first is None or (sample - self.first).days < INJECTED_DAYS:
            return False
        return sum(0 < (sample - day).days <= SWALLOWED_DAYS for day in self.tracked) >= FEWEST_TRACKED_DAYS


def _day(date: dt.date, doses: Sequence[tuple[str, float | None]]) -> Dose:
    """A day in one. Where the known is enough by itself, what is not known changes nothing."""
    if len(doses) == 1:
        ((name, ug),) = doses
        return Dose(date, ug, name)
    known = [(ug, name) for name, ug in doses if ug is not None]
    total = sum(ug for ug, _ in known)
    if len(known) == len(doses) or total >= SWALLOWED_UG:
        return Dose(date, total, max(known)[1])
    return Dose(date, None, next(name for name, ug in doses if ug is None))


def _date(dose: Dose) -> dt.date:
    return dose.date


def _latest(doses: Iterable[Dose]) -> Dose | None:
    return max(doses, key=lambda dose: dose.date, default=None)
