"""How a person took B12 over the last 28 days: what the body-store model and the what-ifs go on from."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from foods.choices import Origin, Route
from tracker.domain.absorption import Dose
from tracker.domain.days import is_tracked
from tracker.domain.injections import Injection, Rate, injected_per_day
from tracker.domain.limits import WINDOW_DAYS, Circumstances
from tracker.domain.scenarios import Habit, HabitDose
from tracker.models.days import Mark
from tracker.people import circumstances_of, clock_of, injection_interval_of, states_of, timeline_of
from tracker.reports.absorbed import PAST_THE_GUT, WARM_UP, Taken, doses_of, past_the_gut, taken_between
from tracker.reports.recent import marks_between

_NOON = dt.time(12)  # there on every day, also where clocks change
LONGEST_INTERVAL_DAYS = 400  # some people are injected once or twice a year
INJECTED_DAYS = 120  # how long an injection counts as treatment: three months and a month's grace, estimate
TREATMENT_UG, TREATMENT_SHARE = 1000.0, 0.8  # by mouth, and on how many of the days: estimate


class Eaten(NamedTuple):
    """Entries, and the doses they make with the number of the entry that each comes from."""

    rows: Sequence[Taken]
    doses: Sequence[Dose]
    numbers: Sequence[int]


def window_of(today: dt.date, marks: Mapping[dt.date, str]) -> tuple[dt.date, dt.date]:
    """The first and last of the 28 days a habit is read from: today belongs to them once it is marked as over."""
    over = marks.get(today) in (Mark.COMPLETE, Mark.NOTHING)
    last = today if over else today - dt.timedelta(days=1)
    return last - dt.timedelta(days=WINDOW_DAYS - 1), last


def past_the_gut_since(person: User, first: dt.date) -> list[Taken]:
    """What was injected or taken through the nose since that day, of known or unknown µg. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT local_date, form, route, counted_ug, food_id, name, origin FROM tracker_entry WHERE owner_id = %s "
            "AND removed_at IS NULL AND local_date >= %s AND origin IN (%s, %s) AND route IN (%s, %s) "
            # the origin stands in the index, the route does not
            "AND (counted_ug > 0 OR counted_ug IS NULL) ORDER BY eaten_at",
            [person.pk, first, Origin.INJECTED, Origin.SUPPLEMENT, Route.INJECTED, Route.NASAL],
        )
        return [
            Taken(date, 0, 0.0, food_id, name, "", origin, form, route, ug and float(ug), None, 1.0, "unit", None)
            for date, form, route, ug, food_id, name, origin in cursor.fetchall()
        ]


def habit_of(
    person: User, eaten: Eaten, *, marks: Mapping[dt.date, str], past: Sequence[Taken], today: dt.date
) -> Habit:
    """The habit in entries that reach back over the window; `past` is from `past_the_gut_since`. No query.

    Of `past` only what is known and within the longest interval counts: not what is planned, nor what was years ago.
    """
    first, _last = window_of(today, marks)
    entries = dict.fromkeys((first + dt.timedelta(days=n) for n in range(WINDOW_DAYS)), 0)
    for row in eaten.rows:
        if row.date in entries:
            entries[row.date] += 1
    tracked = {date for date, n in entries.items() if is_tracked(marks.get(date, ""), n)}
    clock = clock_of(person)
    past = [row for row in past if row.counted_ug and 0 <= (today - row.date).days <= LONGEST_INTERVAL_DAYS]
    nasal, injected = [row for row in past if row.route == Route.NASAL], [r for r in past if r.route != Route.NASAL]
    return Habit(
        doses=tuple(
            HabitDose(dose, row.food_id)
            for dose, row in zip(eaten.doses, map(eaten.rows.__getitem__, eaten.numbers), strict=True)
            if row.date in tracked
        ),
        midnights_h=tuple(
            dt.datetime.combine(day, _NOON, clock.zone).timestamp() / 3600 - 12 for day in sorted(tracked)
        ),
        injected=_rate(injected, today=today, planned_interval_days=injection_interval_of(person, today=today)),
        nasal=_rate(nasal, today=today, planned_interval_days=None),
        last_injection_ug=past_the_gut(injected[-1]).middle if injected else None,
        timeline=timeline_of(person, today=today),
        states=states_of(person, today=today),
    )


def circumstances_of_habit(
    person: User, habit: Habit, rows: Sequence[Taken], *, marks: Mapping[dt.date, str], today: dt.date
) -> Circumstances:
    """Whether the model fits: `rows` are the entries that the habit was read from. No query."""
    first, last = window_of(today, marks)
    window = [row for row in rows if first <= row.date <= last and is_tracked(marks.get(row.date, ""), 1)]
    injected = habit.injected is not None and habit.injected.days_since <= INJECTED_DAYS
    return circumstances_of(
        person,
        today=today,
        tracked_days=habit.tracked_days,
        entries=len(window),
        unknown_entries=sum(row.counted_ug is None for row in window),
        treated=injected or _is_treated_by_mouth(window),
    )


def _is_treated_by_mouth(rows: Iterable[Taken]) -> bool:
    swallowed: dict[dt.date, float] = {}
    for row in rows:
        if row.counted_ug and row.route not in PAST_THE_GUT:
            swallowed[row.date] = swallowed.get(row.date, 0.0) + float(row.counted_ug)
    return sum(ug >= TREATMENT_UG for ug in swallowed.values()) >= TREATMENT_SHARE * WINDOW_DAYS


def read_habit(person: User, *, now: dt.datetime) -> Habit:
    """The same for a page that needs nothing else. Four queries."""
    today = clock_of(person).local_date(now)
    first = today - dt.timedelta(days=WINDOW_DAYS)
    marks = marks_between(person, first, today)
    rows = taken_between(person, first - WARM_UP, today)
    past = past_the_gut_since(person, today - dt.timedelta(days=LONGEST_INTERVAL_DAYS))
    return habit_of(person, Eaten(rows, *doses_of(rows)), marks=marks, past=past, today=today)


def _rate(taken: Sequence[Taken], *, today: dt.date, planned_interval_days: int | None) -> Rate | None:
    kept = [Injection(row.date.toordinal(), past_the_gut(row).middle, row.counted_ug) for row in taken]
    return injected_per_day(kept, today=today.toordinal(), planned_interval_days=planned_interval_days)
