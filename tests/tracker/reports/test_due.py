"""What is due, from the log that a page has, and from the doses alone."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.factories import EntryFactory, PhaseFactory, RegimenFactory, UserFactory
from tracker.domain.regimens.plans import State
from tracker.health import health_of
from tracker.models import Regimen
from tracker.reports.due import due_of, due_today
from tracker.reports.recent import recent_entries

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
A_MONTH = TODAY - dt.timedelta(days=42)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def plan(person: User, *, starts: int = 365, injections: bool = False, phase: dict | None = None, **fields) -> Regimen:
    """A regimen that began so many days ago."""
    made = RegimenFactory(owner=person, injections=injections, entered_on=ago(starts), **fields)
    PhaseFactory(regimen=made, **{"starts_on": ago(starts), **(phase or {})})
    return made


def had(regimen: Regimen, days: int, **fields) -> None:
    moment = NOW.replace(hour=8) - dt.timedelta(days=days)
    origin, route = regimen.food.origin, regimen.route
    EntryFactory(owner=regimen.owner, food=regimen.food, eaten_at=moment, origin=origin, route=route, **fields)


def today(person: User, now: dt.datetime = NOW) -> list[tuple]:
    """As Today has it; what the doses alone say must be the same."""
    person = User.objects.get(pk=person.pk)  # as a new request gets them
    recent = recent_entries(person, since=A_MONTH, injected_since=ago(365))
    found = due_today(person, recent, since=A_MONTH, now=now)
    assert found == due_of(User.objects.get(pk=person.pk), now=now)
    return [(line.name, line.standing.state, line.pill.words) for line in found]


def queries_of(person: User) -> int:
    person = User.objects.get(pk=person.pk)
    recent = recent_entries(person, since=A_MONTH, injected_since=ago(365))
    health_of(person)  # Today has it already
    with CaptureQueriesContext(connection) as queries:
        due_today(person, recent, since=A_MONTH, now=NOW)
    return len(queries)


NAME, SHOT = "B12 tablet, 1,000 µg", "B12 injection, 1,000 µg (hydroxocobalamin)"
WEEKLY = {"unit": "weeks"}
QUARTERLY = {"unit": "weeks", "every": 12}


def test_without_a_plan_nothing_is_due(person):
    assert today(person) == []


@pytest.mark.parametrize(
    ("doses", "state", "words"),
    [
        ([1], State.DUE, "due today"),
        ([0], State.TAKEN, "taken today"),
        ([0, 0], State.TAKEN, "taken today"),
        ([], State.DUE, "due today"),
    ],
)
def test_of_a_daily_tablet_only_today_counts(person, doses, state, words):
    regimen = plan(person)
    for days in doses:
        had(regimen, days)
    assert today(person) == [(NAME, state, words)]


@pytest.mark.parametrize(
    ("last", "state", "words"),
    [
        (30, State.TOO_SOON, "in 54 days"),
        (80, State.NOT_YET, "in 4 days"),
        (83, State.NOT_YET, "tomorrow"),
        (84, State.DUE, "due today"),
        (86, State.DUE, "was due 2 days ago"),
        (91, State.DUE, "was due 7 days ago"),
        (92, State.OVERDUE, "overdue 8 days"),
        (0, State.TAKEN, "taken today"),
    ],
)
def test_an_injection_counts_from_the_last_one(person, last, state, words):
    had(plan(person, injections=True, phase=QUARTERLY), last)
    assert today(person) == [(SHOT, state, words)]


@pytest.mark.parametrize(
    ("last", "pressed"), [(0, False), (41, False), (76, False), (77, True), (84, True), (200, True)]
)
def test_a_dose_can_be_done_in_one_press_from_a_week_before_its_day(person, last, pressed):
    had(plan(person, injections=True, phase=QUARTERLY), last)
    (line,) = due_of(person, now=NOW)
    assert line.can_press is pressed


def test_an_overdue_treatment_is_red_and_a_late_tablet_is_not(person):
    had(plan(person, injections=True, phase=QUARTERLY), 120)
    had(plan(person, counts_from="last_dose", phase=WEEKLY), 20)
    lines = due_of(person, now=NOW)
    assert [(line.name, line.pill.kind) for line in lines] == [(SHOT, "late"), (NAME, "gap")]


def test_what_is_late_comes_first_and_what_is_done_last(person):
    had(plan(person, name="Done"), 0)
    had(plan(person, name="Later", counts_from="last_dose", phase={"unit": "weeks", "every": 4}), 20)
    plan(person, name="Today")
    had(plan(person, name="Late", counts_from="last_dose", phase=WEEKLY), 20)
    assert [name for name, *_ in today(person)] == ["Late", "Today", "Later", "Done"]


def test_what_is_stopped_over_or_as_needed_is_not_shown(person):
    plan(person, stopped_on=ago(1))
    plan(person, phase={"ends_on": ago(1)})
    plan(person, phase={"unit": "as_needed"})
    assert today(person) == []


def test_what_was_stopped_today_holds_today(person):
    plan(person, stopped_on=TODAY)
    assert today(person) == [(NAME, State.DUE, "due today")]


def test_a_dose_left_out_is_not_asked_for(person):
    regimen = plan(person)
    regimen.skips.create(due_on=TODAY)
    assert [state for _, state, _ in today(person)] != [State.DUE]


def test_the_plans_of_another_are_not_shown(person):
    plan(UserFactory())
    assert today(person) == []


def test_a_day_that_starts_at_four_is_not_over_at_two(person):
    person.day_start = dt.time(4)
    person.save()
    had(plan(person), 0)
    assert today(person, now=NOW.replace(day=15, hour=2)) == [(NAME, State.TAKEN, "taken today")]


def test_a_tablet_every_three_months_is_told_by_what_lies_before_the_log(person):
    """The log of Today reaches 42 days: the doses are read on top."""
    had(plan(person, counts_from="last_dose", phase={"unit": "months", "every": 3}), 80)
    assert today(person) == [(NAME, State.NOT_YET, "in 10 days")]


def test_what_was_had_in_another_amount_or_under_another_name_counts_too(person):
    regimen = plan(person)
    had(regimen, 0, amount=Decimal(2), name="As it was called before")
    assert [state for _, state, _ in today(person)] == [State.TAKEN]


# --- queries ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("plans", [1, 10])
def test_plans_cost_one_query_on_a_page_that_has_the_log(person, plans):
    for _ in range(plans):
        had(plan(person), 1)
    assert queries_of(person) == 1


def test_nobody_without_a_plan_pays(person):
    assert queries_of(person) == 0


def test_a_plan_that_the_log_does_not_reach_costs_a_second(person):
    had(plan(person, phase=QUARTERLY), 80)
    assert queries_of(person) == 2
