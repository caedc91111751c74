"""Treatment as rules see it: regimens and their doses, the profile where there is none, and when it began."""

import datetime as dt

import pytest

from accounts.models import User
from config.backends import PersonBackend
from tests.factories import PhaseFactory, ProfileFactory, RegimenFactory, UserFactory
from tests.tracker.eaters import NOW, TODAY, a_food, ago, ampoule, eats, spray, tablet
from tracker.domain.risks.common import injections_on_time, is_overdue, treated, treatment_known
from tracker.domain.risks.facts import Case, Regimen
from tracker.people import injection_interval_of
from tracker.reports.findings.case import injections_since, read_case
from tracker.reports.status import StatusReport
from tracker.reports.status.span import Period
from tracker.reports.today import TodayReport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def signed_in_as(person: User) -> User:
    return PersonBackend().get_user(person.pk)


def case(person: User) -> Case:
    return read_case(signed_in_as(person), now=NOW)


def regimens(person: User) -> tuple[Regimen, ...]:
    return case(person).regimens


def injections(person: User, *, starts: int = 300, every: int = 12, **said):
    """A prescription of so many weeks, from so many days ago on, typed in when it began."""
    said = {"entered_on": ago(starts)} | said
    own = RegimenFactory(owner=person, injections=True, **said)
    PhaseFactory(regimen=own, unit="weeks", every=every, starts_on=ago(starts))
    return own


def tablets(person: User, *, starts: int = 60, **said):
    said = {"entered_on": ago(starts), "prescribed": True} | said
    own = RegimenFactory(owner=person, **said)
    PhaseFactory(regimen=own, starts_on=ago(starts))
    return own


# --- injections -------------------------------------------------------------------------------------------------------
def test_a_regimen_of_injections_is_due_an_interval_after_the_last(person):
    own = injections(person, reviewed_on=ago(9))
    eats(person, own.food, [290, 200, 110, 30])

    assert regimens(person) == (
        Regimen("injected", 84, due=ago(30 - 84), entered=ago(300), began=ago(300), reviewed=ago(9),
                form="hydroxocobalamin"),
    )  # fmt: skip
    assert injections_on_time(case(person))


def test_any_injection_is_a_dose_of_the_only_regimen_of_them(person):
    injections(person)
    eats(person, ampoule("1000"), [30])

    assert regimens(person)[0].due == ago(30 - 84)


@pytest.mark.parametrize(("days", "late"), [(91, False), (92, True), (200, True)])
def test_one_that_is_more_than_a_week_late_is_overdue(person, days, late):
    own = injections(person, starts=700)
    eats(person, own.food, [days])

    assert is_overdue(regimens(person)[0], TODAY) is late


def test_one_that_was_planned_and_never_logged_is_overdue(person):
    injections(person, starts=30)

    assert is_overdue(regimens(person)[0], TODAY)


@pytest.mark.parametrize(("entered", "on_time"), [(27, True), (28, False)])
def test_one_that_is_to_begin_is_on_time_while_it_is_new(person, entered, on_time):
    injections(person, starts=-5, entered_on=ago(entered))
    found = case(person)

    assert found.regimens[0].due is None
    assert injections_on_time(found) is treated(found) is on_time


def test_a_loading_phase_says_so(person):
    own = RegimenFactory(owner=person, injections=True, counts_from="calendar")
    PhaseFactory(regimen=own, unit="weeks", weekdays="024", loading=True, starts_on=ago(5), ends_on=ago(-8), position=0)
    PhaseFactory(regimen=own, unit="months", every=3, starts_on=ago(-9), position=1)
    eats(person, own.food, [3])

    assert [(one.loading, one.interval_days, one.due) for one in regimens(person)] == [(True, 3, ago(1))]


def test_one_that_was_stopped_plans_nothing(person):
    own = injections(person, stopped_on=ago(3))
    eats(person, own.food, [30])

    assert [one.stopped for one in regimens(person)] == [True]
    assert not injections_on_time(case(person))


def test_nobody_sees_the_regimens_of_another(person):
    injections(UserFactory())

    assert regimens(person) == ()


# --- by mouth and through the nose ------------------------------------------------------------------------------------
def test_a_prescription_by_mouth_has_no_dose_that_is_late(person):
    own = tablets(person)
    eats(person, own.food, [1, 2])

    assert regimens(person) == (
        Regimen("swallowed", 1, entered=ago(60), began=ago(60), form="cyanocobalamin"),
    )  # fmt: skip


@pytest.mark.parametrize("prescribed", [True, False])
@pytest.mark.parametrize("entered", [27, 28])
def test_a_new_prescription_is_a_treatment_and_an_own_plan_is_none(person, prescribed, entered):
    tablets(person, starts=entered, prescribed=prescribed)

    assert treated(case(person)) is (prescribed and entered == 27)
    assert treatment_known(case(person)) is prescribed


def test_what_is_taken_as_needed_is_no_treatment(person):
    own = RegimenFactory(owner=person, prescribed=True, entered_on=ago(3))
    PhaseFactory(regimen=own, unit="as_needed", starts_on=ago(3))

    assert [(one.prescribed, one.interval_days) for one in regimens(person)] == [(False, 0)]


@pytest.mark.parametrize(("weeks", "days", "late"), [(1, 14, False), (1, 15, True), (8, 60, False), (8, 64, True)])
def test_a_spray_is_late_by_its_own_interval(person, weeks, days, late):
    own = RegimenFactory(owner=person, food=spray(), route="nasal", counts_from="last_dose", entered_on=ago(300))
    PhaseFactory(regimen=own, unit="weeks", every=weeks, starts_on=ago(300))
    eats(person, own.food, [days])

    assert is_overdue(regimens(person)[0], TODAY) is late


# --- the profile ------------------------------------------------------------------------------------------------------
def test_a_regimen_of_injections_goes_before_the_interval_of_the_profile(person):
    ProfileFactory(owner=person, cover_rule="injections", injection_interval_days=28)
    injections(person)

    assert [one.interval_days for one in regimens(person)] == [84]
    assert injection_interval_of(signed_in_as(person), today=TODAY) == 84


@pytest.mark.parametrize("how", ["stopped", "by mouth", "as needed"])
def test_without_one_the_profile_counts(person, how):
    ProfileFactory(owner=person, cover_rule="injections", injection_interval_days=28)
    if how == "stopped":
        injections(person, stopped_on=ago(1))
    elif how == "by mouth":
        tablets(person)
    else:
        own = RegimenFactory(owner=person, injections=True)
        PhaseFactory(regimen=own, unit="as_needed", starts_on=ago(3))

    assert injection_interval_of(signed_in_as(person), today=TODAY) == 28


@pytest.mark.parametrize(
    ("phase", "days"),
    [
        ({"unit": "days", "every": 90}, 90),
        ({"unit": "weeks", "every": 12}, 84),
        ({"unit": "weeks", "every": 1, "weekdays": "024"}, 3),
        ({"unit": "months", "every": 3}, 92),
        ({"unit": "months", "every": 1}, 31),
    ],
)
def test_the_interval_is_the_longest_that_the_rhythm_holds(person, phase, days):
    own = RegimenFactory(owner=person, injections=True)
    PhaseFactory(regimen=own, starts_on=ago(40), **phase)

    assert injection_interval_of(signed_in_as(person), today=TODAY) == days


def test_injections_are_read_as_far_back_as_a_regimen_of_them_needs(person):
    tablets(person)
    assert injections_since(signed_in_as(person), today=TODAY) == ago(365)
    injections(person)

    assert injections_since(signed_in_as(person), today=TODAY) == ago(732)


def test_the_verdict_by_injections_is_that_of_the_regimen(person):
    ProfileFactory(owner=person, cover_rule="injections")
    own = injections(person)
    eats(person, own.food, [80])
    eats(person, a_food("1"), range(30))

    for report in (
        TodayReport.build(signed_in_as(person), now=NOW),
        StatusReport.build(signed_in_as(person), period=Period.MONTH, now=NOW),
    ):
        assert report.cover.cover.short == 0
        assert report.cover.cover.next_due == ago(80 - 84)


# --- when it began ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("began", "doses", "found"),
    [
        (None, [], None),
        (None, [5], 60),
        (200, [], 200),
        (200, [5], 200),
    ],
)
def test_treatment_by_mouth_began_as_its_regimen_says(person, began, doses, found):
    own = tablets(person, began=began and ago(began))
    eats(person, own.food, doses)

    assert case(person).treatment_began == (ago(found) if found else None)


def test_an_own_plan_begins_no_treatment(person):
    own = tablets(person, prescribed=False, began=ago(200))
    eats(person, own.food, [1, 2])

    assert case(person).treatment_began is None


def test_of_two_the_earlier_counts(person):
    own = injections(person, starts=60, began=ago(100))
    eats(person, own.food, [350, 240, 130, 20])

    assert case(person).treatment_began == ago(350)


def test_what_was_stopped_does_not_go_on(person):
    tablets(person, began=ago(200), stopped_on=ago(5))

    assert case(person).treatment_began is None


def test_a_treatment_that_is_to_begin_has_not_begun(person):
    tablets(person, began=ago(-3))

    assert case(person).treatment_began is None


# --- one case, whoever makes it ---------------------------------------------------------------------------------------
def test_today_status_and_the_page_of_a_finding_know_the_same_regimens(person):
    own = injections(person, starts=800)
    eats(person, own.food, [700, 400, 200, 90])
    daily = tablets(person)
    eats(person, daily.food, range(40))
    seldom = RegimenFactory(owner=person, food=spray(), route="nasal", counts_from="last_dose")
    PhaseFactory(regimen=seldom, unit="weeks", every=8, starts_on=ago(300))
    eats(person, seldom.food, [50])
    alone = case(person)

    assert len(alone.regimens) == 3
    for report in (
        TodayReport.build(signed_in_as(person), now=NOW),
        StatusReport.build(signed_in_as(person), period=Period.MONTH, now=NOW),
    ):
        assert report.findings.case.regimens == alone.regimens
        assert report.findings.case.treatment_began == alone.treatment_began


@pytest.mark.parametrize(("kept", "queries"), [(0, 3), (1, 4), (30, 4)])
def test_regimens_are_one_query_and_none_where_there_are_none(person, kept, queries, django_assert_num_queries):
    food = tablet("1000")
    for n in range(kept):
        own = tablets(person, food=food)
        PhaseFactory(regimen=own, position=1, starts_on=ago(-n - 1))
    person = signed_in_as(person)
    with django_assert_num_queries(queries):
        found = read_case(person, now=NOW)

    assert len(found.regimens) == kept


def test_a_day_that_begins_at_four_changes_no_dose(person):
    person.day_start = dt.time(4)
    person.save()
    own = injections(person)
    eats(person, own.food, [30], at="02:00")

    assert regimens(person)[0].due == ago(30 - 84)
