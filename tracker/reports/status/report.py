"""Everything that Status prints, from the same few queries whatever the length of the log."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from accounts.models import User
from tracker.domain.limits import WINDOW_DAYS, Circumstances, absorbed_off, at_least
from tracker.domain.parameters import Span
from tracker.domain.references import Target
from tracker.domain.scenarios import Habit, absorbed_per_day
from tracker.domain.states import combine
from tracker.models import Profile
from tracker.people import circumstances_of, clock_of, profile_of, target_of, timeline_of
from tracker.reports.absorbed import WARM_UP, Absorption, Taken, absorb, taken_between
from tracker.reports.cover import CoverReport, cover_report, reach
from tracker.reports.habit import LONGEST_INTERVAL_DAYS, Eaten, habit_of, past_the_gut_since, window_of
from tracker.reports.recent import Recent
from tracker.reports.status.days import DaySum, MonthSum, day_sums, month_sums
from tracker.reports.status.example import Example, example_of
from tracker.reports.status.foods import MOST_GAPS, FoodLine, Gap, TimeLine, by_time, gaps, top_foods
from tracker.reports.status.runway import Runway
from tracker.reports.status.span import Period, Shown
from tracker.reports.why_off import WHY_OFF


@dataclass(frozen=True, slots=True)
class Swallowed:
    """What was swallowed on the days shown and what was probably absorbed of it; injections stand apart.

    `absorbed` is None where the model is off; `kept` is what the body kept of injections.
    """

    first: dt.date
    days: int
    tracked: int
    food_ug: float
    added_ug: float
    supplement_ug: float
    injected_ug: float
    absorbed: Span | None
    absorbed_by_origin: Mapping[str, float]
    kept: Span
    unknown: int
    unbounded: int
    entries: int

    @property
    def swallowed_ug(self) -> float:
        return self.food_ug + self.added_ug + self.supplement_ug

    @property
    def percent(self) -> float | None:
        """The share of what was swallowed that was probably absorbed."""
        if self.absorbed is None or not self.swallowed_ug:
            return None
        return self.absorbed.middle / self.swallowed_ug * 100

    @property
    def only_unknown(self) -> bool:
        return self.entries > 0 and self.unknown == self.entries


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
    absorbed_per_day: Span | None
    runway: Runway

    @classmethod
    def build(cls, person: User, *, period: Period, now: dt.datetime) -> "StatusReport":
        """Four queries; two more for “all”."""
        clock, profile = clock_of(person), profile_of(person)
        today = clock.local_date(now)
        shown = Shown.of(period, today=today, began=_began(person) if period is Period.ALL else None)
        since = today - dt.timedelta(days=reach(profile, window_days=WINDOW_DAYS)[0])
        first = min(shown.dose_by_dose_from, since)
        rows = taken_between(person, first - WARM_UP, today)
        past = past_the_gut_since(person, today - dt.timedelta(days=LONGEST_INTERVAL_DAYS))
        marks = dict(person.day_marks.filter(local_date__range=(first, today)).values_list("local_date", "mark"))
        sums = day_sums(rows, first=first, last=today, marks=marks)
        absorption = absorb(rows, timeline_of(person, today=today))
        shown_from = shown.dose_by_dose_from
        numbers = [n for n, row in enumerate(rows) if row.date >= shown_from]
        days = tuple(day for date, day in sums.items() if date >= shown_from)
        circumstances = _circumstances(person, sums, marks, today)
        off = absorbed_off(circumstances)
        habit = habit_of(person, Eaten(rows, absorption.doses, absorption.numbers), marks=marks, past=past, today=today)
        target = target_of(person, today=today)
        return cls(
            today=today,
            shown=shown,
            profile=profile,
            target=target,
            cover=cover_report(
                _recent(rows, past, since=since),
                marks=marks,
                profile=profile,
                target=target,
                today=today,
                window_days=WINDOW_DAYS,
                day_start_minute=clock.day_start_minute,
            ),
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
            absorbed_per_day=None if off else absorbed_per_day(habit),
            runway=Runway.of(habit, circumstances),
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
        return not self.swallowed.entries and not self.months


def _began(person: User) -> dt.date | None:
    return person.entries.order_by("local_date").values_list("local_date", flat=True).first()


def _recent(rows: Sequence[Taken], past: Sequence[Taken], *, since: dt.date) -> list[Recent]:
    """The entries as the cover reads them: of the last weeks, and what was injected before them."""
    earlier = (row for row in past if row.date < since)
    return [
        Recent(
            row.food_id, None, 1.0, row.date, row.minute, row.counted_ug, row.origin, row.added_ug,
            row.quantity, row.basis, row.category, row.high_ug,
        )
        for row in chain(earlier, (row for row in rows if row.date >= since))
    ]  # fmt: skip


def _circumstances(
    person: User, sums: Mapping[dt.date, DaySum], marks: Mapping[dt.date, str], today: dt.date
) -> Circumstances:
    first, last = window_of(today, marks)
    window = [day for date, day in sums.items() if first <= date <= last and day.tracked]
    return circumstances_of(
        person,
        today=today,
        tracked_days=len(window),
        entries=sum(day.entries for day in window),
        unknown_entries=sum(day.unknown for day in window),
    )


def _swallowed(absorption: Absorption, numbers: Sequence[int], days: Sequence[DaySum], *, off: bool) -> Swallowed:
    through_the_gut = [n for n in numbers if n not in absorption.past_the_gut]
    kept = [n for n in numbers if n in absorption.past_the_gut]
    return Swallowed(
        first=days[0].date,
        days=len(days),
        tracked=sum(day.tracked for day in days),
        food_ug=sum(day.food for day in days),
        added_ug=sum(day.added for day in days),
        supplement_ug=sum(day.supplement for day in days),
        injected_ug=sum(day.injected for day in days),
        absorbed=None if off else absorption.total(through_the_gut),
        absorbed_by_origin={} if off else absorption.through_the_gut(days[0].date),
        kept=absorption.total(kept),
        unknown=sum(day.unknown for day in days),
        unbounded=sum(absorption.rows[n].counted_ug is None and absorption.rows[n].upper_ug is None for n in numbers),
        entries=sum(day.entries for day in days),
    )
