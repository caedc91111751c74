"""What is due today, and what comes next."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from tests.tracker.domain.regimens.plans import (
    FRI,
    LONDON,
    MON,
    TODAY,
    WED,
    day,
    doses,
    histories,
    left_outs,
    phase,
    plan,
    plans,
    skips,
    stands,
)
from tracker.domain.regimens.plans import State, Taken, Unit
from tracker.domain.regimens.standing import standing, upcoming, window_days

DAILY = plan(phase("days"))
MONDAYS = plan(phase("weeks", start="2026-03-02"))
QUARTERLY = plan(phase("months", 3, "2025-12-10"), route="injected", last_dose=True)


def said(found) -> tuple:
    return found.state.value, found.due_on and found.due_on.isoformat(), found.days_late


# --- by the calendar --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("of", "had", "left_out", "expected"),
    [
        (DAILY, [], [], ("due", "2026-03-14", 0)),
        (DAILY, ["2026-03-10"], [], ("due", "2026-03-14", 0)),  # what was missed is not carried along
        (DAILY, ["2026-03-14"], [], ("taken", "2026-03-15", 0)),
        (DAILY, ["2026-03-14", "2026-03-14"], [], ("taken", "2026-03-15", 0)),
        (DAILY, ["2026-03-13"], ["2026-03-14"], ("not_yet", "2026-03-15", 0)),
        (DAILY, ["2026-03-15"], [], ("due", "2026-03-14", 0)),  # dated tomorrow, after a journey west
        (MONDAYS, ["2026-03-09"], [], ("not_yet", "2026-03-16", 0)),
        (MONDAYS, ["2026-03-11"], [], ("too_soon", "2026-03-16", 0)),  # 3 days ago: less than half of a week
        (MONDAYS, ["2026-03-10"], [], ("not_yet", "2026-03-16", 0)),
        (MONDAYS, ["2026-03-13"], [], ("too_soon", "2026-03-23", 0)),  # early for the next one
        (MONDAYS, ["2026-03-14"], [], ("taken", "2026-03-23", 0)),
        (MONDAYS, [], [], ("overdue", "2026-03-09", 5)),
        (MONDAYS, [], ["2026-03-09"], ("not_yet", "2026-03-16", 0)),
        (MONDAYS, [], ["2026-03-09", "2026-03-16"], ("not_yet", "2026-03-23", 0)),
        (plan(phase("weeks", start="2026-03-06")), [], [], ("due", "2026-03-13", 1)),  # a quarter of a week: one day
        (plan(phase("weeks", start="2026-03-05")), [], [], ("overdue", "2026-03-12", 2)),
        (plan(phase("weeks", start="2026-03-14")), [], [], ("due", "2026-03-14", 0)),
        (plan(phase("weeks", start="2026-03-15")), [], [], ("not_yet", "2026-03-15", 0)),
        (plan(phase("days", 2)), ["2026-03-11"], [], ("overdue", "2026-03-13", 1)),
        (plan(phase("months", start="2026-03-07")), [], [], ("due", "2026-03-07", 7)),
        (plan(phase("months", start="2026-03-06")), [], [], ("overdue", "2026-03-06", 8)),
        (
            plan(phase("weeks", weekdays=frozenset((MON, WED, FRI)))),
            ["2026-03-13"],
            [],
            ("too_soon", "2026-03-16", 0),
        ),
        (plan(phase("months", start="2026-01-31")), ["2026-02-28"], [], ("too_soon", "2026-03-31", 0)),
        (plan(phase("months", 12, "2024-02-29")), ["2026-02-27"], [], ("too_soon", "2027-02-28", 0)),
    ],
)
def test_a_plan_by_the_calendar(of, had, left_out, expected):
    assert said(stands(of, *had, left_out=tuple(left_out))) == expected


@pytest.mark.parametrize(
    ("had", "expected"),
    [
        ([], ("overdue", "2026-01-05", 68)),  # nothing at all since the plan began
        (["2026-01-05"], ("overdue", "2026-02-05", 37)),  # the one of March is behind it
        (["2026-02-05"], ("overdue", "2026-03-05", 9)),
        (["2026-03-05"], ("too_soon", "2026-04-05", 0)),
        (["2026-01-05", "2026-03-05"], ("too_soon", "2026-04-05", 0)),  # what was missed before a dose is over
        (["2026-03-14"], ("taken", "2026-04-05", 0)),
    ],
)
def test_an_injection_that_was_missed_stays_open_until_the_next_one(had, expected):
    of = plan(phase("months", start="2026-01-05"), route="injected", entered=day("2026-01-02"))

    assert said(stands(of, *had)) == expected


def test_what_was_due_long_before_an_injection_plan_was_typed_in_is_not_asked_for():
    of = plan(phase("months", start="2021-01-05"), route="injected", entered=day("2026-03-10"))

    assert said(stands(of)) == ("overdue", "2026-03-05", 9)


# --- from the last dose -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("of", "had", "left_out", "expected"),
    [
        (QUARTERLY, ["2025-12-10"], [], ("due", "2026-03-10", 4)),
        (QUARTERLY, ["2025-12-07"], [], ("due", "2026-03-07", 7)),
        (QUARTERLY, ["2025-12-06"], [], ("overdue", "2026-03-06", 8)),
        (QUARTERLY, [], [], ("overdue", "2025-12-10", 94)),
        (QUARTERLY, ["2026-01-20"], [], ("not_yet", "2026-04-20", 0)),
        (QUARTERLY, ["2026-02-20"], [], ("too_soon", "2026-05-20", 0)),
        (QUARTERLY, ["2026-03-14"], [], ("taken", "2026-06-14", 0)),
        (QUARTERLY, ["2025-12-10"], ["2026-03-10"], ("not_yet", "2026-06-10", 0)),
        (QUARTERLY, ["2025-09-10"], [], ("overdue", "2025-12-10", 94)),  # of before the plan
        (QUARTERLY, ["2025-12-01"], [], ("overdue", "2026-03-01", 13)),  # shortly before its start: its first
        (plan(phase("weeks", 4, "2026-03-20"), last_dose=True), ["2026-03-06"], [], ("too_soon", "2026-04-03", 0)),
        (plan(phase("weeks", 4, "2026-03-20"), last_dose=True), ["2026-03-05"], [], ("too_soon", "2026-03-20", 0)),
        (plan(phase("months", 1, "2026-01-01"), last_dose=True), ["2026-01-31"], [], ("overdue", "2026-02-28", 14)),
        (
            plan(phase("months", 1, "2026-01-01"), last_dose=True),
            ["2026-01-31"],
            ["2026-02-28"],
            ("not_yet", "2026-03-31", 0),
        ),
        (plan(phase("days"), last_dose=True), ["2026-03-13"], [], ("due", "2026-03-14", 0)),
        (plan(phase("weeks"), last_dose=True), ["2026-03-13"], [], ("too_soon", "2026-03-20", 0)),
    ],
)
def test_a_plan_from_the_last_dose(of, had, left_out, expected):
    assert said(stands(of, *had, left_out=tuple(left_out))) == expected


# --- phases -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-03-13", ("due", "2026-03-13", 0)),
        ("2026-03-15", ("due", "2026-03-13", 2)),
        ("2026-03-16", ("overdue", "2026-03-13", 3)),
        ("2026-03-21", ("due", "2026-03-21", 0)),  # the next phase begins on its own day
        ("2026-03-28", ("due", "2026-03-21", 7)),
        ("2026-03-29", ("overdue", "2026-03-21", 8)),
    ],
)
def test_a_phase_of_loading_is_late_sooner_and_the_next_one_begins_on_its_day(today, expected):
    loading = phase("days", 2, "2026-03-01", "2026-03-20", loading=True)
    of = plan(loading, phase("months", 2, "2026-03-21"), route="injected", last_dose=True)

    assert said(stands(of, "2026-03-09", "2026-03-11", today=today)) == expected


def test_between_two_phases_the_next_one_is_waited_for():
    of = plan(phase("days", 1, "2026-03-01", "2026-03-10"), phase("months", 2, "2026-05-01"))
    found = stands(of, "2026-02-09")

    assert said(found) == ("not_yet", "2026-05-01", 0)
    assert stands(of, "2026-03-10").state == State.TOO_SOON
    assert found.phase is None


def test_an_injection_early_between_two_phases_is_the_first_of_the_next():
    of = plan(
        phase("days", 1, "2026-02-01", "2026-02-10"),
        phase("months", 2, "2026-03-20"),
        route="injected",
        last_dose=True,
    )

    assert said(stands(of, "2026-02-10")) == ("not_yet", "2026-03-20", 0)
    assert said(stands(of, "2026-02-10", "2026-03-12")) == ("too_soon", "2026-05-12", 0)


@pytest.mark.parametrize(
    "of",
    [
        plan(phase("days"), stopped_on=day("2026-03-13")),
        plan(phase("days", end="2026-03-13")),
        plan(phase("days", 2, "2026-03-01", "2026-03-13"), route="injected", last_dose=True),
        plan(),
    ],
)
def test_what_was_stopped_or_is_past_its_end_is_over(of):
    found = stands(of, "2026-03-10")

    assert said(found) == ("over", None, 0)
    assert found.last == doses("2026-03-10")[0]
    assert upcoming(of, taken=(), skipped=(), today=TODAY, until=day("2026-12-01")) == []


def test_on_its_last_day_it_holds():
    assert said(stands(plan(phase("days"), stopped_on=TODAY))) == ("due", "2026-03-14", 0)
    assert said(stands(plan(phase("days"), stopped_on=TODAY), "2026-03-14")) == ("taken", None, 0)
    assert said(stands(plan(phase("days", end="2026-03-14")))) == ("due", "2026-03-14", 0)


def test_as_needed_is_never_due():
    of = plan(phase("as_needed"))

    assert said(stands(of)) == said(stands(of, "2026-03-14")) == ("as_needed", None, 0)
    assert upcoming(of, taken=(), skipped=(), today=TODAY, until=day("2026-12-01")) == []


# --- hours ------------------------------------------------------------------------------------------------------------
def at(said: str, zone=LONDON) -> dt.datetime:
    return dt.datetime.fromisoformat(said).replace(tzinfo=zone)


def had_at(said: str, zone=LONDON) -> Taken:
    moment = at(said, zone)
    return Taken(moment.date(), moment.astimezone(dt.UTC))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-14T13:59", State.TOO_SOON),
        ("2026-03-14T14:00", State.NOT_YET),
        ("2026-03-14T19:59", State.NOT_YET),
        ("2026-03-14T20:00", State.DUE),
        ("2026-03-14T23:00", State.DUE),
        ("2026-03-14T23:01", State.OVERDUE),
    ],
)
def test_hours_are_counted_from_the_dose_before(now, expected):
    found = standing(plan(phase("hours", 12)), taken=[had_at("2026-03-14T08:00")], skipped=(), now=at(now), today=TODAY)

    assert (found.state, found.due_on, found.due_at) == (expected, TODAY, at("2026-03-14T20:00"))


@pytest.mark.parametrize(
    ("had", "due"),
    [("2026-03-28T20:00", "2026-03-29T09:00"), ("2026-10-24T20:00", "2026-10-25T07:00")],
)
def test_twelve_hours_are_twelve_where_the_clock_changes(had, due):
    dose = had_at(had)
    found = standing(plan(phase("hours", 12)), taken=[dose], skipped=(), now=at(due), today=day(due[:10]))

    assert (found.state, found.due_at) == (State.DUE, at(due))
    assert found.due_at.astimezone(dt.UTC) - dose.at == dt.timedelta(hours=12)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-14T07:59", (State.NOT_YET, "2026-03-14T08:00")),
        ("2026-03-14T08:00", (State.DUE, "2026-03-14T08:00")),
        ("2026-03-14T11:00", (State.DUE, "2026-03-14T08:00")),
        ("2026-03-14T11:01", (State.OVERDUE, "2026-03-14T08:00")),
    ],
)
def test_the_first_of_hours_is_due_at_the_time_that_was_said(now, expected):
    of = plan(phase("hours", 12, "2026-03-14", at=dt.time(8)))
    found = standing(of, taken=(), skipped=(), now=at(now), today=TODAY)

    assert (found.state, found.due_at) == (expected[0], at(expected[1]))


def test_the_first_of_hours_is_due_any_time_where_none_was_said():
    found = stands(plan(phase("hours", 12, "2026-03-14")))

    assert (found.state, found.due_on, found.due_at) == (State.DUE, TODAY, None)


# --- travel and clocks ------------------------------------------------------------------------------------------------
def test_a_journey_moves_no_date():
    taken = doses("2026-03-09")
    for zone in ("Pacific/Kiritimati", "Europe/London", "Pacific/Pago_Pago"):
        now = dt.datetime(2026, 3, 14, 12, tzinfo=ZoneInfo(zone))
        for of in (DAILY, MONDAYS, QUARTERLY):
            found = standing(of, taken=taken, skipped=(), now=now, today=TODAY)

            assert found == standing(of, taken=taken, skipped=(), now=now.astimezone(dt.UTC), today=TODAY)


@pytest.mark.parametrize("changed", ["2026-03-29", "2026-10-25"])
def test_on_the_day_the_clock_changes_a_daily_dose_is_due_once(changed):
    assert said(stands(DAILY, today=changed)) == ("due", changed, 0)
    assert stands(DAILY, changed, today=changed).state == State.TAKEN
    after = (day(changed) + dt.timedelta(days=1)).isoformat()
    assert said(stands(DAILY, changed, today=after)) == ("due", after, 0)


# --- to come ----------------------------------------------------------------------------------------------------------
def coming(of, *had, left_out=(), until="2026-06-30", today=TODAY) -> list[str]:
    found = upcoming(of, taken=doses(*had), skipped=skips(*left_out), today=today, until=day(until))
    return [date.isoformat() for date in found]


@pytest.mark.parametrize(
    ("of", "had", "left_out", "expected"),
    [
        (MONDAYS, [], ["2026-03-23"], ["2026-03-09", "2026-03-16", "2026-03-30", "2026-04-06"]),
        (MONDAYS, ["2026-03-13"], [], ["2026-03-23", "2026-03-30", "2026-04-06"]),
        (plan(phase("months", start="2026-01-31")), ["2026-02-28"], [], ["2026-03-31"]),
        (
            plan(phase("weeks", 1, "2026-03-01", "2026-03-20"), phase("days", 5, "2026-03-26")),
            ["2026-03-08"],
            [],
            ["2026-03-15", "2026-03-26", "2026-03-31", "2026-04-05"],
        ),
        (plan(phase("hours", 36), last_dose=True), ["2026-03-31"], [], ["2026-04-01", "2026-04-03", "2026-04-04"]),
    ],
)
def test_what_comes_begins_with_what_is_open(of, had, left_out, expected):
    today = TODAY if of.phases[0].unit != Unit.HOURS else day("2026-03-31")

    assert coming(of, *had, left_out=left_out, until="2026-04-06", today=today)[: len(expected)] == expected


def test_what_counts_from_the_last_dose_is_counted_on_from_today_where_it_is_late():
    assert coming(QUARTERLY, "2025-11-30", until="2026-10-01") == ["2026-02-28", "2026-06-14", "2026-09-14"]


def test_months_from_the_last_dose_do_not_drift():
    of = plan(phase("months", 1, "2026-01-01"), last_dose=True)

    assert coming(of, "2026-01-31", today=day("2026-02-10")) == [
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
        "2026-06-30",
    ]


def test_four_hundred_dates_are_the_most():
    assert len(coming(DAILY, until="2030-01-01")) == 400
    assert len(coming(plan(phase("hours", 8)), "2026-03-14", until="2030-01-01")) == 400


# --- the window -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("of", "route", "expected"),
    [
        (phase("days"), "swallowed", 0),
        (phase("days", 3), "swallowed", 0),
        (phase("days", 4), "swallowed", 1),
        (phase("weeks"), "swallowed", 1),
        (phase("weeks", 4), "sublingual", 7),
        (phase("months"), "swallowed", 7),
        (phase("months", 3), "swallowed", 7),
        (phase("hours", 8), "swallowed", 0),
        (phase("as_needed"), "injected", 0),
        (phase("months", 3), "injected", 7),
        (phase("weeks"), "nasal", 7),
        (phase("days", 2, loading=True), "injected", 2),
    ],
)
def test_how_long_a_dose_is_on_time(of, route, expected):
    assert window_days(of, route=route) == expected


# --- what always holds ------------------------------------------------------------------------------------------------
@given(plans, histories, left_outs)
def test_a_standing_agrees_with_what_comes(of, had, left_out):
    now = dt.datetime(2026, 3, 14, 12, tzinfo=LONDON)
    found = standing(of, taken=had, skipped=left_out, now=now, today=TODAY)
    dates = upcoming(of, taken=had, skipped=left_out, today=TODAY, until=TODAY + dt.timedelta(days=1000))

    assert dates == sorted(set(dates))
    assert dates[:1] == [found.due_on]
    assert not {skip.due_on for skip in left_out} & set(dates)
    assert [date for date in dates if date <= TODAY] == ([found.due_on] if found.due_on <= TODAY else [])
    assert found.days_late == max((TODAY - found.due_on).days, 0)
    assert (found.state in (State.DUE, State.OVERDUE)) is (found.due_on <= TODAY)


@given(plans, histories, left_outs)
def test_after_a_dose_of_today_nothing_is_due_today(of, had, left_out):
    now = dt.datetime(2026, 3, 14, 12, tzinfo=LONDON)
    taken = sorted([*had, *doses(TODAY)])
    found = standing(of, taken=taken, skipped=left_out, now=now, today=TODAY)

    assert found.state == State.TAKEN
    assert found.due_on > TODAY
    assert found.last == taken[-1]


@given(plans, histories, left_outs)
def test_a_second_dose_on_one_day_changes_no_date(of, had, left_out):
    now = dt.datetime(2026, 3, 14, 12, tzinfo=LONDON)
    again = [Taken(dose.on, dose.at + dt.timedelta(minutes=5)) for dose in had]
    once = standing(of, taken=had, skipped=left_out, now=now, today=TODAY)
    twice = standing(of, taken=sorted([*had, *again]), skipped=left_out, now=now, today=TODAY)

    assert (once.state, once.due_on) == (twice.state, twice.due_on)
