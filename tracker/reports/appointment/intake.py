"""What was swallowed in ninety days, on how many of them something was noted, and what is not known of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from tracker.domain.cover import DayTaken
from tracker.domain.days import Said, is_tracked
from tracker.domain.references import Target
from tracker.reports.appointment.parts import Section, day, period, ug

DAYS = 90
_A_DAY = dt.timedelta(days=1)
# as `cover_days.add_up` adds up: what was injected or went through the nose was not swallowed
_SWALLOWED = "route <> 'nasal' AND origin <> 'injected'"
_SUMS = f"""
SELECT local_date, '', SUM(CASE WHEN {_SWALLOWED} THEN counted_ug END),
       COUNT(CASE WHEN {_SWALLOWED} AND counted_ug IS NULL THEN 1 END),
       COUNT(CASE WHEN route <> 'nasal' AND origin = 'injected' THEN 1 END), COUNT(*),
       SUM(CASE WHEN route <> 'nasal' AND origin = 'supplement' AND reliability = 'active' THEN counted_ug END)
FROM tracker_entry WHERE owner_id = %s AND removed_at IS NULL AND local_date BETWEEN %s AND %s GROUP BY local_date
UNION ALL
SELECT local_date, mark, NULL, 0, 0, 0, NULL FROM tracker_daymark WHERE owner_id = %s AND local_date BETWEEN %s AND %s
"""  # nosec B608 # our own names; values are parameters


def read_days(person: User, *, first: dt.date, last: dt.date) -> tuple[dict[dt.date, str], list[DayTaken]]:
    """What was said of the days, and every day that has entries or a mark, without how it was absorbed. One query.

    Added up by the database: hundreds of rows take several times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [person.pk, first, last] * 2)
        rows = cursor.fetchall()
    marks = {date: mark for date, mark, *_ in rows if mark}
    days = {
        date: DayTaken(
            date=date,
            tracked=is_tracked(marks.get(date, ""), 1),
            known_ug=float(known or 0),
            unknown=unknown,
            injected=injected > 0,
            entries=entries,
            supplement_ug=float(supplement or 0),
        )
        for date, _mark, known, unknown, injected, entries, supplement in rows
        if entries
    }
    without = (date for date, mark in marks.items() if date not in days and is_tracked(mark, 0))
    return marks, [*(DayTaken(date, tracked=True) for date in without), *days.values()]


@dataclass(frozen=True, slots=True)
class Days:
    """The ninety days. `longest`: the first and last of the longest stretch of which nothing is known, None for none.

    `mean_ug`: known µg swallowed a tracked day, None where none is tracked; `supplement_ug` of it.
    """

    first: dt.date
    last: dt.date
    tracked: int
    mean_ug: float | None
    supplement_ug: float
    entries: int
    unknown: int
    injections: int
    longest: tuple[dt.date, dt.date] | None

    @classmethod
    def of(cls, taken: Iterable[DayTaken], *, first: dt.date, last: dt.date) -> "Days":
        """Without a query. An injection counts on whatever day it was noted."""
        inside = {one.date: one for one in taken if first <= one.date <= last}
        tracked = [one for one in inside.values() if one.tracked]
        n = len(tracked)
        return cls(
            first=first,
            last=last,
            tracked=n,
            mean_ug=sum(one.known_ug for one in tracked) / n if n else None,
            supplement_ug=sum(one.supplement_ug for one in tracked) / n if n else 0.0,
            entries=sum(one.entries for one in tracked),
            unknown=sum(one.unknown for one in tracked),
            injections=sum(one.injected for one in inside.values()),
            longest=_longest({one.date for one in tracked}, first, last),
        )

    @property
    def untracked(self) -> int:
        return (self.last - self.first).days + 1 - self.tracked


def window(today: dt.date, marks: Mapping[dt.date, str]) -> tuple[dt.date, dt.date]:
    """The first and last of the ninety days: today belongs to them once it is marked as over."""
    last = today if marks.get(today) in (Said.COMPLETE, Said.NOTHING) else today - _A_DAY
    return last - (DAYS - 1) * _A_DAY, last


def _longest(tracked: set[dt.date], first: dt.date, last: dt.date) -> tuple[dt.date, dt.date] | None:
    gaps, began = [], None
    for n in range((last - first).days + 2):
        date = first + n * _A_DAY
        if began is None and date <= last and date not in tracked:
            began = date
        elif began is not None and (date > last or date in tracked):
            gaps.append((began, date - _A_DAY))
            began = None
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def intake(days: Days, target: Target) -> Section:
    """Sentences: unknown is “at least”, and days of which nothing is known are left out and said."""
    lines = (_swallowed(days, target), _days_words(days), _unknown(days))
    return Section("intake", _("B12 in 90 days"), lines=tuple(filter(None, lines)))


def _swallowed(days: Days, target: Target) -> str:
    if days.mean_ug is None:
        return _("Nothing is noted on any of the 90 days, so there is no figure.")
    words = _("Swallowed at least %(ug)s a day") if days.unknown else _("Swallowed %(ug)s a day")
    parts = [words % {"ug": ug(days.mean_ug)}]
    if days.supplement_ug:
        parts.append(_("%(ug)s of it from supplements") % {"ug": ug(days.supplement_ug)})
    parts.append(_("reference intake %(ug)s") % {"ug": ug(float(target.ug))})
    return f"{'; '.join(parts)}." + _injections(days)


def _injections(days: Days) -> str:
    if not days.injections:
        return ""
    words = ngettext(
        "Besides, an injection on %(n)d day.", "Besides, injections on %(n)d days.", days.injections
    )  # fmt: skip
    return f" {words % {'n': days.injections}}"


def _days_words(days: Days) -> str:
    said = {"tracked": days.tracked, "n": days.untracked, "period": period(days.first, days.last)}
    if not days.untracked:
        return _("All 90 days are noted, %(period)s.") % said
    words = _("%(tracked)d of 90 days are noted, %(period)s; %(n)d are not and are left out.") % said
    if days.longest is None or days.longest[0] == days.longest[1] or not days.tracked:
        return words
    first, last = days.longest
    return f"{words} {_('Longest gap: %(first)s to %(last)s.') % {'first': day(first), 'last': day(last)}}"


def _unknown(days: Days) -> str:
    if not days.unknown:
        return ""
    words = ngettext(
        "%(n)d of %(entries)d entries has no figure: it is unknown, not zero.",
        "%(n)d of %(entries)d entries have no figure: they are unknown, not zero.",
        days.unknown,
    )
    return words % {"n": days.unknown, "entries": days.entries}
