"""Filling in days that were missed: which days, and which usuals."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from tracker.domain.days import is_tracked
from tracker.domain.usuals import WINDOW_DAYS
from tracker.people import clock_of
from tracker.reports.recent import marks_between, recent_entries
from tracker.reports.suggested import ANYBODY, MOST, wishes_of
from tracker.reports.usuals import UsualChip, chips, ranked, topped_up

NOON = 12 * 60


@dataclass(frozen=True, slots=True)
class FillDay:
    date: dt.date
    known_ug: Decimal | None
    entries: int
    untracked: bool
    chosen: bool

    @property
    def iso(self) -> str:
        return self.date.isoformat()


@dataclass(frozen=True, slots=True)
class FillPage:
    """The days on offer, newest first, and up to eight usuals."""

    days: tuple[FillDay, ...]
    usuals: tuple[UsualChip, ...]
    first: str
    last: str
    pick: str

    @classmethod
    def build(cls, person: User, *, days: Sequence[dt.date], pick: str, now: dt.datetime) -> "FillPage":
        """`pick` says which days stand chosen: “untracked”, “all” or none."""
        today = clock_of(person).local_date(now)
        totals = {row["local_date"]: row for row in person.entries.between(days[0], days[-1]).totals_by_day()}
        marks = marks_between(person, days[0], days[-1])
        recent = recent_entries(person, since=today - dt.timedelta(days=WINDOW_DAYS))
        usual = chips(ranked(recent, today=today, minute=NOON))
        return cls(
            days=tuple(_day(day, totals.get(day), marks.get(day, ""), pick) for day in reversed(days)),
            usuals=topped_up(usual, wishes_of(person, today=today) if len(usual) < MOST else ANYBODY),
            first=days[0].isoformat(),
            last=days[-1].isoformat(),
            pick=pick,
        )


def _day(date: dt.date, total: dict | None, mark: str, pick: str) -> FillDay:
    untracked = total is None and not is_tracked(mark, 0)
    return FillDay(
        date=date,
        known_ug=total["known_ug"] if total else None,
        entries=total["entries"] if total else 0,
        untracked=untracked,
        chosen=pick == "all" or (pick == "untracked" and untracked),
    )
