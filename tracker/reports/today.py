"""The page Today: have I covered it, and what next?"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foods.units import format_ug
from tracker.domain.days import PartOfDay, part_of_day
from tracker.domain.intake import Intake
from tracker.domain.usuals import WINDOW_DAYS
from tracker.health import health_of
from tracker.people import clock_of, profile_of, target_of
from tracker.reports.absorbed import of_day
from tracker.reports.common import EntryRow, intake_of, lean_entries
from tracker.reports.cover import CoverReport, cover_report, reach
from tracker.reports.due import DueLine, due_today
from tracker.reports.findings.case import case_of, injections_since
from tracker.reports.findings.report import FindingsReport
from tracker.reports.meals import MealChip, kept_meals, offers_of, with_meals
from tracker.reports.recent import Recent, marks_between, recent_entries
from tracker.reports.suggested import ANYBODY, MOST, wishes_of
from tracker.reports.together import Suggestion, as_suggestion, sittings_of, suggested, usuals_of
from tracker.reports.usuals import UsualChip, ranked, topped_up
from tracker.reports.welcome import is_new


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something of yesterday that can be logged again in one press; `part` is empty for the whole day."""

    part: str
    things: int


@dataclass(frozen=True, slots=True)
class TodayReport:
    """Everything that Today prints. `why`: what the suggestions were chosen for; `is_new`: nothing was said yet."""

    day: dt.date
    rows: tuple[EntryRow, ...]
    total: Intake
    cover: CoverReport
    usuals: tuple[UsualChip | MealChip, ...]
    together: Suggestion | None
    suggested: bool
    why: str
    is_new: bool
    repeats: tuple[Repeat, ...]
    mark: str
    findings: FindingsReport
    due: tuple[DueLine, ...]

    @classmethod
    def build(cls, person: User, *, now: dt.datetime, window_days: int | None = None) -> "TodayReport":
        """Seven queries, one more where something is had together, and those of `due_today`. `window_days` None is what
        the person's profile says."""
        clock, profile = clock_of(person), profile_of(person)
        day, minute = clock.local_date(now), clock.local_minute(now)
        window_days = window_days or profile.cover_days
        entries, absorbed = lean_entries(person, day), of_day(person, day)
        back, _injected_back = reach(person, window_days=window_days, today=day)
        since = day - dt.timedelta(days=max(back, WINDOW_DAYS))
        recent = recent_entries(person, since=since, injected_since=injections_since(person, today=day))
        marks = marks_between(person, since + dt.timedelta(days=1), day)
        usual, together = _usuals(person, recent, day, minute)
        wishes = wishes_of(person, today=day) if len(usual) < MOST else ANYBODY
        cover = cover_report(
            recent,
            marks=marks,
            person=person,
            target=target_of(person, today=day),
            today=day,
            window_days=window_days,
        )
        case = case_of(person, recent, marks=marks, today=day, days=cover.taken)
        return cls(
            day=day,
            rows=tuple(EntryRow.of(entry, absorbed) for entry in entries),
            total=intake_of(entries),
            cover=cover.led_by(case),
            usuals=topped_up(usual, wishes),
            together=together,
            suggested=not usual,
            why=wishes.why,
            is_new=is_new(person),
            repeats=_repeats(recent, day, minute, clock.day_start_minute),
            mark=marks.get(day, ""),
            findings=FindingsReport.of(case, health_of(person).snoozes, time_zone=person.time_zone),
            due=due_today(person, recent, since=since, now=now),
        )

    @property
    def yesterday(self) -> dt.date:
        return self.day - dt.timedelta(days=1)

    @property
    def something_is_due(self) -> bool:
        """Due now or late: what is due stands first then, else beside."""
        return any(line.is_open for line in self.due)

    @property
    def verdict(self) -> str:
        if words := self.cover.verdict:
            return words
        if self.rows:  # of a day that the person calls not tracked
            return _("None of the last days is tracked.")
        if self.suggested:
            return _("Nothing logged yet. Start with what you have most days.")
        return _("Nothing logged yet today.")

    @property
    def so_far(self) -> str:
        """What today adds up to."""
        known = {"known": f"{format_ug(self.total.known_ug)}\u00a0µg"}
        if self.total.only_unknown:
            return _("Nobody has a figure for what you had so far.")
        if not self.total.unknown:
            return _("%(known)s so far today.") % known
        return ngettext(
            "%(known)s so far, and one food without a figure.",
            "%(known)s so far, and %(n)d foods without a figure.",
            self.total.unknown,
        ) % (known | {"n": self.total.unknown})


def _usuals(
    person: User, recent: list[Recent], day: dt.date, minute: int
) -> tuple[tuple[UsualChip | MealChip, ...], Suggestion | None]:
    """What to log in one press, and what to log together. One query for the meals, one for what all of it is today."""
    meals = kept_meals(person)
    if not recent and not meals:
        return (), None
    best, had = ranked(recent, today=day, minute=minute), sittings_of(recent)
    found = suggested(person, had, meals, today=day, minute=minute)
    offers = offers_of((thing for meal in meals for thing in meal.things), usuals=[*best, *usuals_of(found)])
    usual = with_meals(best, meals, offers=offers, had=had, person=person, today=day, minute=minute)
    return usual, as_suggestion(found, offers)


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
