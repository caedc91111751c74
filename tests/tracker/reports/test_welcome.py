"""The four screens in their order, who is still new, and what a profile leaves unsaid."""

import datetime as dt

import pytest

from tests.factories import ConditionFactory, MedicineFactory, ProfileFactory
from tracker.reports.welcome import STEPS, ProfilePage, Step, is_new

TODAY = dt.date(2026, 3, 14)


def page(person, **said) -> ProfilePage:
    if said:
        ProfileFactory(owner=person, **said)
    return ProfilePage.build(person, today=TODAY)


def missing(person, **said) -> list[str]:
    return [one.what for one in page(person, **said).missing]


# --- the screens -----------------------------------------------------------------------------------------------------
def test_there_are_four_screens_and_each_leads_to_the_next():
    steps = [Step.of(key) for key in STEPS]

    assert [(step.number, step.of_how_many) for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [(step.back, step.key, step.after) for step in steps] == [
        ("", "diet", "you"),
        ("diet", "you", "absorption"),
        ("you", "absorption", "medicines"),
        ("absorption", "medicines", ""),
    ]


def test_there_is_no_other_screen():
    with pytest.raises(KeyError):
        Step.of("shoe-size")


# --- who is new ------------------------------------------------------------------------------------------------------
def test_whoever_said_nothing_is_new(person):
    assert is_new(person)


def test_an_empty_profile_is_as_new_as_none(person):
    ProfileFactory(owner=person)

    assert is_new(person)


@pytest.mark.parametrize(
    "said",
    [
        {"welcomed": True}, {"diet": "vegan"}, {"birth_year": 1984}, {"sex": "female"}, {"life_stage": "pregnant"},
        {"authority": "uk"}, {"cover_rule": "daily"}, {"injection_interval_days": 84},
    ],
)  # fmt: skip
def test_one_answer_or_one_skip_is_enough_not_to_be_new(person, said):
    ProfileFactory(owner=person, **said)

    assert not is_new(person)


@pytest.mark.parametrize("factory", [MedicineFactory, ConditionFactory])
def test_who_wrote_down_a_medicine_or_a_condition_is_not_new(person, factory):
    factory(owner=person)

    assert not is_new(person)


# --- what is missing -------------------------------------------------------------------------------------------------
def test_of_whoever_said_nothing_everything_is_missing_and_each_says_what_it_limits(person):
    found = page(person).missing

    assert [(one.what, one.where) for one in found] == [
        ("Your diet", "eat"),
        ("Your year of birth", "about"),
        ("Your sex", "about"),
        ("Conditions and operations", "absorption"),
        ("Medicines", "medicines"),
    ]
    assert all(one.limits.endswith(".") for one in found)


def test_of_whoever_said_everything_nothing_is_missing(person):
    MedicineFactory(owner=person)
    ConditionFactory(owner=person)

    assert missing(person, diet="omnivore", birth_year=1984, sex="male") == []


def test_vegans_are_asked_two_things_more(person):
    said = {"diet": "vegan", "birth_year": 1984, "sex": "male"}

    assert missing(person, **said)[:2] == [
        "Since when you are vegan", "Whether you take a supplement that is not logged",
    ]  # fmt: skip


@pytest.mark.parametrize("takes", [True, False])
def test_yes_and_no_are_both_answers(person, takes):
    said = {"diet": "vegan", "diet_since": dt.date(2020, 7, 1), "takes_unlogged": takes}

    assert missing(person, **said)[0] == "Your year of birth"


def test_what_somebody_has_and_takes_stands_on_the_page(person):
    MedicineFactory(owner=person, name="Metformin")
    ConditionFactory(owner=person, name="Coeliac disease")
    found = page(person)

    assert [use.name for use in found.medicines] == ["Metformin"]
    assert [has.name for has in found.conditions] == ["Coeliac disease"]


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ({"birth_year": 2012}, "Under 18, the app leaves out"),
        ({"life_stage": "pregnant"}, "In pregnancy, the app leaves out"),
        ({"birth_year": 1984}, ""),
    ],
)
def test_for_whom_something_is_left_out_the_page_says_so(person, said, begins):
    left_out = page(person, **said).left_out

    assert left_out.startswith(begins)
    assert bool(left_out) is bool(begins)


def test_the_page_takes_one_query(person, django_assert_num_queries):
    ProfileFactory(owner=person)
    MedicineFactory(owner=person)
    with django_assert_num_queries(1):
        ProfilePage.build(person, today=TODAY)
