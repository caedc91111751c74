"""The dates of a phase: over month ends, leap days and weeks that are left out, from wherever they are asked for."""

import calendar
import datetime as dt
import math
from itertools import islice

import pytest
from dateutil.rrule import DAILY, MO, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.domain.regimens.plans import FRI, MON, TODAY, WED, day, phase, phases, plan, weekdays
from tracker.domain.regimens.plans import Phase, Unit
from tracker.domain.regimens.recurrence import (
    by_calendar,
    cycle_days,
    dates_from,
    interval_days,
    slots,
    spans,
    step,
)


def dates(of: Phase, since: str, many: int) -> list[str]:
    return [date.isoformat() for date in islice(dates_from(of, day(since)), many)]


# --- dates ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("of", "since", "expected"),
    [
        (phase("days"), "2026-03-14", ["2026-03-14", "2026-03-15"]),
        (phase("days", 3), "2026-03-05", ["2026-03-07", "2026-03-10"]),
        (phase("days", 3), "2026-03-07", ["2026-03-07", "2026-03-10"]),
        (phase("days", start="2026-04-01"), "2026-03-14", ["2026-04-01", "2026-04-02"]),
        (phase("weeks", start="2026-03-04"), "2026-03-05", ["2026-03-11", "2026-03-18"]),
        (
            phase("weeks", 2, "2026-03-04", weekdays=frozenset((MON, FRI))),  # its first Monday was before the start
            "2026-03-01",
            ["2026-03-06", "2026-03-16", "2026-03-20", "2026-03-30"],
        ),
        (
            phase("weeks", weekdays=frozenset((MON, WED, FRI))),
            "2026-12-30",
            ["2026-12-30", "2027-01-01", "2027-01-04"],
        ),
        (
            phase("months", start="2026-01-31"),
            "2026-01-01",
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"],
        ),
        (phase("months", start="2026-01-31"), "2028-02-01", ["2028-02-29", "2028-03-31"]),
        (phase("months", start="2026-01-30"), "2026-02-01", ["2026-02-28", "2026-03-30"]),
        (phase("months", start="2026-01-29"), "2026-02-01", ["2026-02-28", "2026-03-29"]),
        (phase("months", start="2026-01-28"), "2026-02-01", ["2026-02-28", "2026-03-28"]),
        (phase("months", 3, "2025-11-30"), "2025-12-01", ["2026-02-28", "2026-05-30", "2026-08-30"]),
        (phase("months", 12, "2024-02-29"), "2025-01-01", ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
    ],
)
def test_dates_are_those_that_people_would_name(of, since, expected):
    assert dates(of, since, len(expected)) == expected


@given(phases, st.integers(0, 4000))
def test_a_rule_begun_close_to_a_day_gives_what_one_begun_at_the_start_gives(of, days):
    since = of.starts_on + dt.timedelta(days=days)
    until = since + dt.timedelta(days=2 * cycle_days(of))
    walked = []
    for date in dates_from(of, of.starts_on):
        if date > until:
            break
        if date >= since:
            walked.append(date)

    assert [slot.on for slot in slots(plan(of), since, until)] == walked


@given(
    st.sampled_from([Unit.DAYS, Unit.WEEKS]),
    st.integers(1, 20),
    st.dates(dt.date(2021, 1, 1), dt.date(2026, 6, 1)),
    weekdays,
    st.integers(-40, 2000),
)
def test_days_and_weeks_fall_where_the_recurrence_rules_have_them(unit, every, start, weekdays, days):
    of = Phase(unit, every, start, weekdays=weekdays if unit == Unit.WEEKS else frozenset())
    rule = rrule(DAILY, interval=every, dtstart=start) if unit == Unit.DAYS else rrule(
        WEEKLY, interval=every, dtstart=start, byweekday=sorted(weekdays) or None, wkst=MO
    )  # fmt: skip
    since = start + dt.timedelta(days=days)
    expected = rule.xafter(dt.datetime.combine(since, dt.time()), count=20, inc=True)

    assert list(islice(dates_from(of, since), 20)) == [moment.date() for moment in expected]


def test_the_last_year_there_is_ends_the_dates():
    assert list(dates_from(phase("days", 2), dt.date(dt.MAXYEAR, 12, 28)))[-1].year == dt.MAXYEAR
    assert list(dates_from(phase("weeks", weekdays=frozenset((MON, FRI))), dt.date(dt.MAXYEAR, 12, 20)))


@given(st.builds(Phase, st.just(Unit.MONTHS), st.integers(1, 14), st.dates(dt.date(2021, 1, 1), dt.date(2028, 12, 31))))
def test_a_short_month_moves_no_later_date(of):
    for times, date in enumerate(islice(dates_from(of, of.starts_on), 40)):
        month = of.starts_on.month - 1 + times * of.every
        year, month = of.starts_on.year + month // 12, month % 12 + 1
        longest = calendar.monthrange(year, month)[1]

        assert date == dt.date(year, month, min(of.starts_on.day, longest)) == step(of, of.starts_on, times)


def test_days_of_the_clock_change_are_days_like_others():
    spring = phase("days", start="2026-03-27")
    autumn = phase("days", start="2026-10-23")

    assert dates(spring, "2026-03-28", 3) == ["2026-03-28", "2026-03-29", "2026-03-30"]
    assert dates(autumn, "2026-10-24", 3) == ["2026-10-24", "2026-10-25", "2026-10-26"]


@pytest.mark.parametrize("unit", ["hours", "as_needed"])
def test_what_has_no_dates_of_its_own_gives_none(unit):
    assert slots(plan(phase(unit, 12)), TODAY, TODAY + dt.timedelta(days=30)) == []
    assert not by_calendar(plan(phase(unit, 12)), phase(unit, 12))
    with pytest.raises(ValueError, match="no dates"):
        next(dates_from(phase(unit), TODAY))


@pytest.mark.parametrize(
    ("of", "last_dose", "stands"),
    [
        (phase("weeks"), False, True),
        (phase("weeks"), True, False),
        (phase("days", 2), True, False),
        (phase("months"), True, False),
        (phase("weeks", weekdays=frozenset((MON, FRI))), False, True),
        (phase("weeks", weekdays=frozenset((MON, FRI))), True, True),  # a late one moves no Monday
    ],
)
def test_dates_stand_by_the_calendar_and_weekdays_always(of, last_dose, stands):
    assert by_calendar(plan(of, last_dose=last_dose), of) == stands


# --- how long ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("of", "interval", "cycle"),
    [
        (phase("hours", 12), 0.5, 1),
        (phase("hours", 36), 1.5, 2),
        (phase("days", 2), 2, 2),
        (phase("weeks", 2), 14, 14),
        (phase("weeks", weekdays=frozenset((MON, WED, FRI))), 7 / 3, 7),
        (phase("weeks", weekdays=frozenset((MON,))), 7, 7),
        (phase("months", 2), 60.875, 62),
        (phase("as_needed"), math.inf, 0),
    ],
)
def test_how_long_between_two_doses(of, interval, cycle):
    assert interval_days(of) == pytest.approx(interval)
    assert cycle_days(of) == cycle


# --- phases that follow one another -----------------------------------------------------------------------------------
LOADING = phase("days", 2, "2026-03-02", "2026-03-13", loading=True)
AFTER = phase("months", 2, "2026-05-15")


def test_phases_follow_one_another():
    found = [slot.on.isoformat() for slot in slots(plan(LOADING, AFTER), day("2026-03-09"), day("2026-08-01"))]

    assert found == ["2026-03-10", "2026-03-12", "2026-05-15", "2026-07-15"]


def test_a_loading_phase_without_an_end_stays_until_the_next_begins():
    loading = phase("days", 2, "2026-03-02", loading=True)

    assert spans(plan(loading))[0].last.year == dt.MAXYEAR
    assert [span.last for span in spans(plan(loading, AFTER))] == [day("2026-05-14"), dt.date(dt.MAXYEAR, 12, 30)]


def test_a_plan_that_was_stopped_has_nothing_after_that_day():
    stopped = plan(LOADING, AFTER, stopped_on=day("2026-03-04"))

    assert [slot.on for slot in slots(stopped, day("2026-03-01"), day("2026-08-01"))] == [
        day("2026-03-02"),
        day("2026-03-04"),
    ]
    assert [span.phase for span in spans(stopped)] == [LOADING]
