"""The page Today: have I covered it, and what next?"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foods.units import plain_number
from tracker.domain.days import PartOfDay, part_of_day
from tracker.domain.intake import Intake
from tracker.domain.usuals import WINDOW_DAYS
from tracker.models.days import Mark
from tracker.people import clock_of
from tracker.reports.common import REFERENCE_UG, EntryRow, OriginBar, intake_of, lean_entries
from tracker.reports.recent import Recent, recent_entries
from tracker.reports.usuals import UsualChip, chips, ranked, topped_up

STRIP_DAYS = 14


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the strip: `height` is a share of the bar in percent, `kind` known, unknown, none or untracked."""

    date: dt.date
    known_ug: Decimal
    entries: int
    unknown: int
    kind: str
    x: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something of yesterday that can be logged again in one press; `part` is empty for the whole day."""

    part: str
    things: int


@dataclass(frozen=True, slots=True)
class TodayReport:
    """Everything that Today prints."""

    day: dt.date
    rows: tuple[EntryRow, ...]
    total: Intake
    bar: OriginBar
    usuals: tuple[UsualChip, ...]
    suggested: bool
    repeats: tuple[Repeat, ...]
    mark: str
    strip: tuple[StripDay, ...]
    reference_ug: Decimal
    mark_choices: ClassVar = Mark.choices

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "TodayReport":
        clock = clock_of(person)
        day, minute = clock.local_date(now), clock.local_minute(now)
        entries = lean_entries(person, day)
        recent = recent_entries(person, since=day - dt.timedelta(days=WINDOW_DAYS))
        marks = dict(
            person.day_marks.filter(
                local_date__gt=day - dt.timedelta(days=STRIP_DAYS), local_date__lte=day
            ).values_list("local_date", "mark")
        )
        usual = chips(ranked(recent, today=day, minute=minute)) if recent else ()
        total = intake_of(entries)
        return cls(
            day=day,
            rows=tuple(map(EntryRow.of, entries)),
            total=total,
            bar=OriginBar.of(total),
            usuals=topped_up(usual),
            suggested=not usual,
            repeats=_repeats(recent, day, minute, clock.day_start_minute),
            mark=marks.get(day, ""),
            strip=_strip(recent, marks, day),
            reference_ug=REFERENCE_UG,
        )

    @property
    def yesterday(self) -> dt.date:
        return self.day - dt.timedelta(days=1)

    @property
    def strip_says(self) -> str:
        """The strip in a sentence: days with entries, days without, days at or over the reference."""
        tracked = [day for day in self.strip if day.kind != "untracked"]
        if not tracked:
            return _("No day of the last two weeks is tracked yet.")
        reached = sum(day.known_ug >= self.reference_ug for day in tracked)
        return ngettext(
            "Tracked %(tracked)d of 14 days; on %(n)d of them the known sum is %(ug)s µg (the line) or more.",
            "Tracked %(tracked)d of 14 days; on %(n)d of them the known sum is %(ug)s µg (the line) or more.",
            reached,
        ) % {"tracked": len(tracked), "n": reached, "ug": plain_number(self.reference_ug)}


def _repeats(recent: list[Recent], day: dt.date, minute: int, start: int) -> tuple[Repeat, ...]:
    """Yesterday's part of the day that it is now, if today has nothing in it yet; then the whole of yesterday."""
    now_part = part_of_day(minute, day_start_minute=start)
    counts: Counter[tuple[dt.date, PartOfDay]] = Counter(
        (row.date, part_of_day(row.minute, day_start_minute=start))
        for row in recent
        if row.date >= day - dt.timedelta(days=1)
    )
    yesterday = {part: n for (date, part), n in counts.items() if date < day}
    if not yesterday:
        return ()
    found = []
    if now_part in yesterday and not counts[day, now_part]:
        found.append(Repeat(now_part, yesterday[now_part]))
    return (*found, Repeat("", sum(yesterday.values())))


def _strip(recent: list[Recent], marks: dict[dt.date, str], day: dt.date) -> tuple[StripDay, ...]:
    """The last two weeks, oldest first; bars end at twice the reference and are cut off there."""
    by_day: dict[dt.date, list[Decimal | None]] = {}
    first = day - dt.timedelta(days=STRIP_DAYS - 1)
    for row in recent:
        if row.date >= first:
            by_day.setdefault(row.date, []).append(None if row.counted_ug is None else Decimal(str(row.counted_ug)))
    return tuple(
        _strip_day(date, by_day.get(date, []), marks.get(date, ""), n)
        for n, date in enumerate(first + dt.timedelta(days=n) for n in range(STRIP_DAYS))
    )


def _strip_day(date: dt.date, figures: list[Decimal | None], mark: str, place: int) -> StripDay:
    known = sum((ug for ug in figures if ug is not None), Decimal(0))
    unknown = sum(ug is None for ug in figures)
    height = min(known / (REFERENCE_UG * 2), Decimal(1)) * 40
    if mark == Mark.NOT_TRACKED or (not figures and mark in ("", Mark.PARTLY)):
        kind = "untracked"
    elif known:
        kind = "known"
    else:
        kind = "unknown" if unknown else "none"
    x = f"{Decimal(100) / STRIP_DAYS * place:.2f}"
    return StripDay(date, known, len(figures), unknown, kind, x, f"{40 - height:.1f}", f"{height:.1f}")
