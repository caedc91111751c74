"""What the app knows of a person apart from their log, and what it costs to know it."""

import datetime as dt
import math
from bisect import bisect_right
from decimal import Decimal

import pytest
from django.contrib.auth import get_user
from django.test import Client

from accounts.models import User
from config.backends import PersonBackend
from tests.factories import ConditionFactory, GasUseFactory, MedicineFactory, ProfileFactory, UserFactory
from tracker import people
from tracker.domain.limits import Circumstances, absorbed_off, projection_off
from tracker.domain.references import Authority, Person
from tracker.domain.states import AGE_50_59, AGE_60_74, AGE_75, STATES, Change, combine
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


# --- what they take and have -----------------------------------------------------------------------------------------
METFORMIN, PPI, COELIAC = STATES["metformin"], STATES["ppi"], STATES["coeliac"]


def hour(day: dt.date) -> float:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp() / 3600


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def test_age_medicines_and_conditions_bear_on_absorption_together(db):
    person = of_age(61)
    MedicineFactory(owner=person, since=ago(100))
    ConditionFactory(owner=person)

    assert people.states_of(person, today=TODAY) == (AGE_60_74, METFORMIN, COELIAC)


def test_two_medicines_of_one_kind_count_once(person):
    MedicineFactory(owner=person)
    MedicineFactory(owner=person, key="met_sitagliptin", name="Janumet")

    assert people.states_of(person, today=TODAY) == (METFORMIN,)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (ago(0), None, True),
        (ago(-1), None, False),  # to be started
        (ago(9), ago(0), True),
        (ago(9), ago(1), False),
        (None, None, True),
    ],
)
def test_a_medicine_bears_on_absorption_from_its_start_to_its_end(person, since, until, holds):
    MedicineFactory(owner=person, since=since, until=until, taking=until is None)

    assert people.states_of(person, today=TODAY) == ((METFORMIN,) if holds else ())


def test_a_day_of_long_ago_has_the_states_of_then(person):
    MedicineFactory(owner=person, since=ago(400), until=ago(200), taking=False)
    MedicineFactory(owner=person, key="omeprazole", name="Omeprazole", since=ago(100))

    assert people.states_of(person, today=ago(300)) == (METFORMIN,)
    assert people.states_of(person, today=ago(150)) == ()
    assert people.states_of(person, today=TODAY) == (PPI,)


def test_the_timeline_combines_anew_at_every_change(db):
    person = somebody(birth_year=1976, birth_month=1)  # fifty on 15 January 2026
    MedicineFactory(owner=person, since=dt.date(2025, 3, 15))
    MedicineFactory(
        owner=person, key="omeprazole", name="Omeprazole", since=dt.date(2025, 6, 1), until=dt.date(2025, 6, 30),
        taking=False,
    )  # fmt: skip

    assert people.timeline_of(person, today=TODAY) == [
        Change(hour(dt.date(2025, 3, 15)), METFORMIN),
        Change(hour(dt.date(2025, 6, 1)), combine([METFORMIN, PPI])),
        Change(hour(dt.date(2025, 7, 1)), METFORMIN),  # the day after the last
        Change(hour(dt.date(2026, 1, 15)), combine([AGE_50_59, METFORMIN])),
    ]


def test_what_began_nobody_knows_when_was_always_there(person):
    MedicineFactory(owner=person, until=ago(10), taking=False)
    ConditionFactory(owner=person, since=ago(20))

    assert people.timeline_of(person, today=TODAY) == [
        Change(-math.inf, METFORMIN),
        Change(hour(ago(20)), combine([METFORMIN, COELIAC])),
        Change(hour(ago(9)), COELIAC),
    ]


def test_the_timeline_ends_today(person):
    MedicineFactory(owner=person, since=ago(-1))
    ConditionFactory(owner=person, since=ago(0))

    assert people.timeline_of(person, today=TODAY) == [Change(hour(TODAY), COELIAC)]


def test_on_every_day_the_timeline_says_what_the_states_say(db):
    person = of_age(60)
    spans = [("metformin", 40, 20), ("omeprazole", 30, None), ("famotidine", 25, 25), ("colchicine", None, 5)]
    for key, first, last in spans:
        MedicineFactory(
            owner=person, key=key, name=key, since=first and ago(first), until=last and ago(last), taking=last is None
        )
    ConditionFactory(owner=person, since=ago(12))
    timeline = people.timeline_of(person, today=TODAY)
    hours = [change.hour for change in timeline]

    assert hours == sorted(set(hours))
    for n in range(50):
        day = ago(n)
        said = timeline[bisect_right(hours, hour(day)) - 1].state
        states = people.states_of(person, today=day)
        assert (said.release, said.capacity, said.loss_per_day) == tuple(
            getattr(combine(states), name) for name in ("release", "capacity", "loss_per_day")
        )
        assert set(said.key.split("+")) == {state.key for state in states}


def test_states_timeline_and_circumstances_are_one_query_together(person, django_assert_num_queries):
    MedicineFactory(owner=person)
    person = signed_in_as(person)
    with django_assert_num_queries(1):
        people.states_of(person, today=TODAY)
        people.timeline_of(person, today=TODAY)
        people.model_fits(person, today=TODAY)


# --- when the model is off -------------------------------------------------------------------------------------------
def circumstances(person: User, *, treated: bool = False) -> Circumstances:
    return people.circumstances_of(
        person, today=TODAY, tracked_days=28, entries=60, unknown_entries=0, treated=treated
    )  # fmt: skip


FITS = Circumstances(tracked_days=28, entries=60)


def test_somebody_who_has_and_takes_nothing_is_nothing_special(person):
    assert circumstances(person, treated=True) == FITS


@pytest.mark.parametrize("since", [None, ago(3000), ago(-30)])
def test_an_inherited_disorder_switches_everything_off_since_birth(person, since):
    ConditionFactory(owner=person, key="inherited", name="An inherited disorder of B12", since=since)

    assert absorbed_off(circumstances(person)) == ("inherited",)
    assert not people.model_fits(person, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "on", "off"),
    [
        ("recreational", ago(0), True),
        ("recreational", ago(365), True),
        ("recreational", ago(366), False),
        ("recreational", None, True),
        ("medical", ago(365), True),
        ("medical", None, True),
        ("planned", None, False),
        ("planned", ago(-1), False),
        ("planned", ago(0), True),  # the day is there: as good as given
        ("planned", ago(366), False),
    ],
)
def test_nitrous_oxide_keeps_the_projection_off_for_a_year(person, kind, on, off):
    GasUseFactory(owner=person, kind=kind, on=on)

    assert projection_off(circumstances(person)) == (("nitrous-oxide",) if off else ())
    assert people.model_fits(person, today=TODAY)


@pytest.mark.parametrize(("until", "off"), [(None, True), (ago(365), True), (ago(366), False)])
def test_nitrous_oxide_among_the_medicines_does_too(person, until, off):
    MedicineFactory(owner=person, key="nitrous_oxide", name="Nitrous oxide", until=until, taking=until is None)

    assert circumstances(person).nitrous_oxide_last_year is off


@pytest.mark.parametrize(("since", "off"), [(None, True), (ago(0), True), (ago(-1), False)])
def test_kidney_failure_keeps_the_projection_off(person, since, off):
    ConditionFactory(owner=person, key="kidney_failure", name="Kidney failure", since=since)

    assert projection_off(circumstances(person)) == (("kidney",) if off else ())
    assert people.model_fits(person, today=TODAY)


def test_other_kidney_disease_does_not(person):
    ConditionFactory(owner=person, key="ckd", name="Kidney disease")

    assert circumstances(person) == FITS


@pytest.mark.parametrize(
    ("said", "for_life"),
    [
        ({"key": "pernicious_anaemia"}, True),
        ({"key": "gastrectomy_total"}, True),
        ({"key": "gastrectomy_partial"}, False),
        ({"key": "ileal_resection", "resection_cm": Decimal("60.1")}, True),
        ({"key": "ileal_resection", "resection_cm": Decimal(60)}, False),
        ({"key": "ileal_resection"}, False),
        ({"key": "gastrectomy_total", "since": ago(0)}, True),
        ({"key": "gastrectomy_total", "since": ago(-1)}, False),
        ({"key": "coeliac"}, False),
    ],
)
def test_whoever_is_treated_for_life_may_only_compare(person, said, for_life):
    ConditionFactory(owner=person, **said)

    assert circumstances(person, treated=True).treated_for_life is for_life
    assert not circumstances(person).treated_for_life  # no treatment is logged


def test_treatment_elsewhere_is_treatment(person):
    ConditionFactory(owner=person, key="pernicious_anaemia", treated_elsewhere=True)

    assert circumstances(person).treated_for_life


def test_treatment_elsewhere_of_something_else_is_not_treatment_for_life(person):
    ConditionFactory(owner=person, key="coeliac", treated_elsewhere=True)
    ConditionFactory(owner=person, key="pernicious_anaemia")

    assert not circumstances(person).treated_for_life
