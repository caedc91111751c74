"""What the app knows of a person apart from their log, and what it costs to know it."""

import datetime as dt

import pytest
from django.contrib.auth import get_user
from django.test import Client

from accounts.models import User
from config.backends import PersonBackend
from tests.factories import ProfileFactory, UserFactory
from tracker import people
from tracker.domain.limits import Circumstances
from tracker.domain.references import Authority, Person
from tracker.domain.states import AGE_50_59, AGE_60_74, AGE_75, Change
from tracker.models import Profile

TODAY = dt.date(2026, 3, 14)


def signed_in_as(person: User) -> User:
    """A person as a request gets them."""
    return PersonBackend().get_user(person.pk)


def somebody(**said) -> User:
    """Somebody in London with a profile that says this."""
    return signed_in_as(ProfileFactory(**said).owner)


def of_age(years: int) -> User:
    """Somebody born in the middle of March, that many years ago tomorrow or so."""
    return somebody(birth_year=2026 - years, birth_month=3)


# --- the profile comes with the person -------------------------------------------------------------------------------
@pytest.mark.parametrize("has_one", [True, False])
def test_a_signed_in_person_brings_the_profile_in_one_query(person, has_one, django_assert_num_queries):
    if has_one:
        ProfileFactory(owner=person, sex="female")
    with django_assert_num_queries(1):
        profile = people.profile_of(signed_in_as(person))

    assert (profile.pk is not None, profile.sex) == ((True, "female") if has_one else (False, ""))


@pytest.mark.parametrize("has_one", [True, False])
def test_a_request_asks_for_session_and_person_and_nothing_else(rf, person, has_one, django_assert_num_queries):
    if has_one:
        ProfileFactory(owner=person)
    client = Client()
    client.force_login(person)
    request = rf.get("/")
    with django_assert_num_queries(2):
        request.session = client.session
        request.user = get_user(request)
        people.target_of(request.user, today=TODAY)

    assert request.user == person


def test_somebody_without_a_profile_has_an_unsaved_one_and_asking_saves_nothing(person):
    profile = people.profile_of(signed_in_as(person))

    assert (profile.pk, profile.owner, profile.cover_rule, profile.cover_days) == (None, person, "intake", 14)
    assert Profile.objects.count() == 0


def test_nobody_is_given_the_profile_of_another(person):
    ProfileFactory(sex="female", authority="japan")

    assert people.profile_of(signed_in_as(person)).authority == ""


def test_whoever_may_not_log_in_is_nobody_to_a_request(person):
    person.is_active = False
    person.save()

    assert PersonBackend().get_user(person.pk) is None
    assert PersonBackend().get_user(10**9) is None


# --- age -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("year", "month", "age"),
    [
        (None, None, None),
        (1976, 3, 49.995),  # the 15th of March
        (1976, 2, 50.075),
        (1976, 4, 49.911),
        (1976, None, 49.7),  # the 1st of July
        (2025, 8, 0.578),
        (2026, 3, 0),  # still to come, by this reckoning
        (2026, None, 0),
        (1900, None, 125.7),
    ],
)
def test_age_is_counted_from_the_middle_of_the_month_or_year(year, month, age):
    found = people.age_years(Profile(birth_year=year, birth_month=month), today=TODAY)

    assert found == (age if age is None else pytest.approx(age, abs=0.002))


# --- reference values ------------------------------------------------------------------------------------------------
def test_a_person_is_looked_up_by_what_they_said(db):
    person = somebody(birth_year=1990, sex="female", life_stage="pregnant")

    assert people.reference_person(person, today=TODAY) == Person(pytest.approx(35.7, abs=0.01), "female", "pregnant")
    assert people.reference_person(signed_in_as(UserFactory()), today=TODAY) == Person(None, "", "")


@pytest.mark.parametrize(
    ("zone", "chosen", "authority"),
    [
        ("Europe/London", "", Authority.UK),
        ("Europe/London", "efsa", Authority.EFSA),
        ("Asia/Tokyo", "", Authority.JAPAN),
        ("", "", Authority.WHO),
        ("", "uk", Authority.UK),
    ],
)
def test_values_are_those_that_were_chosen_or_those_of_the_time_zone(db, zone, chosen, authority):
    person = signed_in_as(ProfileFactory(owner=UserFactory(time_zone=zone), authority=chosen).owner)

    assert people.authority_of(person) == authority
    assert people.target_of(person, today=TODAY).authority == authority


def test_where_the_chosen_authority_gives_no_value_another_is_taken_and_it_says_so(db):
    target = people.target_of(somebody(birth_year=2026, birth_month=1, authority="efsa"), today=TODAY)

    assert (target.authority, target.asked_of, target.ug) == (Authority.US_CA, Authority.EFSA, 0.4)
    assert target.is_fallback


def test_an_adult_is_assumed_where_nobody_said(db):
    assert people.target_of(somebody(authority="us-ca"), today=TODAY).assumed_adult
    assert not people.target_of(somebody(authority="us-ca", birth_year=1990), today=TODAY).assumed_adult


# --- what bears on absorption ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("years", "states"), [(49, ()), (51, (AGE_50_59,)), (61, (AGE_60_74,)), (74, (AGE_60_74,)), (76, (AGE_75,))]
)
def test_age_bears_on_absorption_from_fifty_on(db, years, states):
    assert people.states_of(of_age(years), today=TODAY) == states


def test_an_unknown_age_bears_on_nothing(person):
    assert people.states_of(signed_in_as(person), today=TODAY) == ()
    assert list(people.timeline_of(signed_in_as(person), today=TODAY)) == []


def test_the_years_behind_had_the_states_of_their_age(db):
    timeline = people.timeline_of(somebody(birth_year=1960, birth_month=1), today=TODAY)

    assert timeline == [
        Change((dt.datetime(2010, 1, 15, tzinfo=dt.UTC)).timestamp() / 3600, AGE_50_59),
        Change((dt.datetime(2020, 1, 15, tzinfo=dt.UTC)).timestamp() / 3600, AGE_60_74),
    ]


@pytest.mark.parametrize("days", [-1, 0])
def test_the_timeline_changes_on_the_day_the_state_does(db, days):
    person = somebody(birth_year=1976, birth_month=3)
    today = dt.date(2026, 3, 16) + dt.timedelta(days=days)

    assert [change.state for change in people.timeline_of(person, today=today)] == list(
        people.states_of(person, today=today)
    )


def test_circumstances_hold_the_profile_and_the_counts(db):
    person = somebody(birth_year=2010, birth_month=3, life_stage="breastfeeding")

    assert people.circumstances_of(
        person, today=TODAY, tracked_days=20, entries=60, unknown_entries=5
    ) == Circumstances(
        age_years=pytest.approx(15.997, abs=0.001),
        life_stage="breastfeeding",
        tracked_days=20,
        entries=60,
        unknown_entries=5,
    )  # fmt: skip
