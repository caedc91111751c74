"""Everything that Status prints, from the same few queries whatever the length of the log."""

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from accounts.models import User
from foods.choices import Reliability, Route
from tracker.domain.cover import Cover
from tracker.domain.limits import WINDOW_DAYS, Circumstances, absorbed_off, at_least
from tracker.domain.parameters import Span
from tracker.domain.references import Target
from tracker.domain.scenarios import Habit
from tracker.domain.states import combine
from tracker.health import health_of
from tracker.models import Profile
from tracker.people import clock_of, profile_of, target_of, timeline_of
from tracker.reports.absorbed import Absorption, Taken, absorb, taken_between
from tracker.reports.cover import CoverReport, cover_report, reach
from tracker.reports.findings.case import case_of
from tracker.reports.findings.interactions import Interaction, interactions
from tracker.reports.findings.report import FindingsReport
from tracker.reports.habit import LONGEST_INTERVAL_DAYS, Eaten, circumstances_of_habit, habit_of, past_the_gut_since
from tracker.reports.recent import NASAL, Recent, marks_between
from tracker.reports.status.days import DaySum, MonthSum, day_sums, mean_of_seven, month_sums
from tracker.reports.status.example import Example, example_of
from tracker.reports.status.foods import MOST_GAPS, FoodLine, Gap, TimeLine, by_time, gaps, top_foods
from tracker.reports.status.runway import Runway
from tracker.reports.status.span import Period, Shown
from tracker.reports.whatif.ground import Ground
from tracker.reports.whatif.panels import Panels, Suggestion, panels, recent_what_ifs, suggestions
from tracker.reports.why_off import WHY_OFF

A_WEEK = dt.timedelta(days=6)  # before the first day shown: its mean is that of a week, its first meal meets the night


@dataclass(frozen=True, slots=True)
class Swallowed:
    """What was swallowed on the tracked days shown and what was probably absorbed of it.

    `absorbed` is None where the model is off. What was injected or taken through the nose stands apart, with what the
    body kept of it. `unbounded`: entries of which nobody can say how much they may hold.
    """

    tracked: int
    food_ug: float
    added_ug: float
    supplement_ug: float
    injected_ug: float
    nasal_ug: float
    absorbed: Span | None
    absorbed_by_origin: Mapping[str, float]
    kept_of_injected: Span
    kept_of_nasal: Span
    unknown: int
    unbounded: int

    @property
    def swallowed_ug(self) -> float:
        return self.food_ug + self.added_ug + self.supplement_ug

    @property
    def percent(self) -> float | None:
        """The share of what was swallowed that was probably absorbed."""
        if self.absorbed is None or not self.swallowed_ug:
            return None
        return self.absorbed.middle / self.swallowed_ug * 100


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The whole page. `days` are those shown day by day, `months` those shown by month; one of them is empty."""

    today: dt.date
    shown: Shown
    profile: Profile
    target: Target
    cover: CoverReport
    circumstances: Circumstances
    days: tuple[DaySum, ...]
    months: tuple[MonthSum, ...]
    swallowed: Swallowed
    why_no_absorbed: str
    foods: tuple[FoodLine, ...]
    times: tuple[TimeLine, ...]
    gaps: tuple[Gap, ...]
    example: Example | None
    habit: Habit
    absorbed_a_day: Span | None  # of what was swallowed on the tracked days that the verdict is about
    injected_a_day: Span | None
    runway: Runway
    week_means: tuple[float | None, ...]  # of `days`
    logged: bool
    what_ifs: Panels
    suggestions: tuple[Suggestion, ...]
    findings: FindingsReport
    interactions: tuple[Interaction, ...]

    @classmethod
    def build(cls, person: User, *, period: Period, now: dt.datetime) -> "StatusReport":
        """Five queries; for “all” one more, two where that is longer than a year."""
        clock, profile = clock_of(person), profile_of(person)
        today = clock.local_date(now)
        shown = Shown.of(period, today=today, began=_began(person) if period is Period.ALL else None)
        back, injections_back = reach(person, window_days=WINDOW_DAYS, today=today)
        since = today - dt.timedelta(days=back)
        shown_from = shown.dose_by_dose_from
        first = min(shown_from - A_WEEK, since)
        rows = taken_between(person, first, today)
        past = past_the_gut_since(person, today - dt.timedelta(days=max(injections_back or 0, LONGEST_INTERVAL_DAYS)))
        marks = marks_between(person, first, today)
        sums = day_sums(rows, first=first, last=today, marks=marks)
        absorption = absorb(rows, timeline_of(person, today=today))
        tracked = {date for date, day in sums.items() if day.tracked}
        numbers = [n for n, row in enumerate(rows) if row.date >= shown_from and row.date in tracked]
        days = tuple(day for date, day in sums.items() if date >= shown_from)
        habit = habit_of(person, Eaten(rows, absorption.doses, absorption.numbers), marks=marks, past=past, today=today)
        circumstances = circumstances_of_habit(person, habit, rows, marks=marks, today=today)
        off = absorbed_off(circumstances)
        what_ifs = recent_what_ifs(person)
        ground = Ground.of(habit=habit, circumstances=circumstances, rows=rows)
        target = target_of(person, today=today)
        recent = _recent(rows, past, since=since)
        health = health_of(person)
        cover = cover_report(
            recent,
            marks=marks,
            person=person,
            target=target,
            today=today,
            window_days=WINDOW_DAYS,
        )
        case = case_of(person, recent, marks=marks, today=today, days=cover.taken)
        return cls(
            today=today,
            shown=shown,
            profile=profile,
            target=target,
            cover=cover.led_by(case),
            circumstances=circumstances,
            days=() if shown.by_month else days,
            months=tuple(month_sums(person, first=shown.first, last=today)) if shown.by_month else (),
            swallowed=_swallowed(absorption, numbers, days, off=bool(off)),
            why_no_absorbed=str(WHY_OFF[off[0]]) if off else "",
            foods=top_foods(absorption, numbers),
            times=by_time(absorption, numbers, day_start_minute=clock.day_start_minute),
            gaps=gaps([rows[n] for n in numbers]),
            example=example_of(absorption, numbers, combine(habit.states)),
            habit=habit,
            absorbed_a_day=None if off else _absorbed_a_day(absorption, tracked, cover.cover),
            injected_a_day=None if off or habit.injected is None else habit.injected.per_day,
            runway=Runway.of(habit, circumstances),
            week_means=() if shown.by_month else tuple(mean_of_seven(list(sums.values()))[-len(days) :]),
            logged=any(day.entries for day in days),
            what_ifs=panels(ground, what_ifs),
            suggestions=suggestions(ground, kept=what_ifs),
            findings=FindingsReport.of(case, health.snoozes, time_zone=person.time_zone),
            interactions=interactions(health, today=today),
        )

    @property
    def verdict(self) -> str:
        return self.cover.verdict or _("Too little is tracked to say anything yet.")

    @property
    def widest_gaps(self) -> tuple[Gap, ...]:
        return self.gaps[:MOST_GAPS]

    @property
    def more_gaps(self) -> int:
        return len(self.gaps) - len(self.widest_gaps)

    @property
    def at_least(self) -> bool:
        """Something is unknown or little is tracked: figures are a lower bound."""
        return at_least(self.circumstances)

    @property
    def nothing_logged(self) -> bool:
        return not self.logged and not self.months


def _began(person: User) -> dt.date | None:
    return person.entries.order_by("local_date").values_list("local_date", flat=True).first()


def _recent(rows: Sequence[Taken], past: Sequence[Taken], *, since: dt.date) -> list[Recent]:
    """The entries as the cover reads them: of the last weeks, and what was injected before them."""
    earlier = (row for row in past if row.date < since)
    return [
        Recent(
            row.food_id, None, 1.0, row.date, row.minute, row.counted_ug,
            NASAL if row.route == Route.NASAL else row.origin, row.added_ug,
            row.quantity, row.basis, row.category, row.high_ug,
            row.name, row.form, None if row.reliability == Reliability.ACTIVE else row.reliability,
        )
        for row in chain(earlier, (row for row in rows if row.date >= since))
    ]  # fmt: skip


def _absorbed_a_day(absorption: Absorption, tracked: Set[dt.date], cover: Cover) -> Span | None:
    """Over the same days as what was swallowed: a mean of other days could be above it."""
    if not cover.tracked:
        return None
    first = cover.days[0][0]
    total = absorption.total(
        n
        for n, row in enumerate(absorption.rows)
        if row.date >= first and row.date in tracked and n not in absorption.past_the_gut
    )
    return Span(*(ug / cover.tracked for ug in total))


def _swallowed(absorption: Absorption, numbers: Sequence[int], days: Sequence[DaySum], *, off: bool) -> Swallowed:
    through_the_gut = [n for n in numbers if n not in absorption.past_the_gut]
    past = [n for n in numbers if n in absorption.past_the_gut]
    nasal = [n for n in past if absorption.rows[n].route == Route.NASAL]
    days = [day for day in days if day.tracked]
    return Swallowed(
        tracked=len(days),
        food_ug=sum(day.food for day in days),
        added_ug=sum(day.added for day in days),
        supplement_ug=sum(day.supplement - day.nasal for day in days),
        injected_ug=sum(day.injected for day in days),
        nasal_ug=sum(day.nasal for day in days),
        absorbed=None if off else absorption.total(through_the_gut),
        absorbed_by_origin={} if off else absorption.by_origin(numbers),
        kept_of_injected=absorption.total(n for n in past if n not in nasal),
        kept_of_nasal=absorption.total(nasal),
        unknown=sum(day.unknown for day in days),
        unbounded=sum(absorption.rows[n].counted_ug is None and absorption.rows[n].upper_ug is None for n in numbers),
    )
