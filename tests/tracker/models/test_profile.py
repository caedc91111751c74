"""What a profile may hold, what the database refuses, and the sentence that says why."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import ProfileFactory
from tracker.models import Profile

REFUSED = [
    ({"birth_year": 1899}, "Type the year of birth with four digits, like 1984, or leave it empty."),
    ({"birth_year": 2101}, "Type the year of birth with four digits, like 1984, or leave it empty."),
    ({"birth_year": 1984, "birth_month": 0}, "Choose a month from January to December, or leave it empty."),
    ({"birth_year": 1984, "birth_month": 13}, "Choose a month from January to December, or leave it empty."),
    ({"birth_month": 5}, "A month of birth needs the year as well. Type it, or leave both empty."),
    ({"life_stage": "pregnant", "sex": "male"},
     "The tables have values for pregnancy and breastfeeding under “female” only. Change one of the two."),
    ({"cover_days": 8}, "Choose 7, 14 or 30 days."),
    ({"injection_interval_days": 0}, "Type an interval between one day and a year, or leave it empty."),
    ({"injection_interval_days": 367}, "Type an interval between one day and a year, or leave it empty."),
]  # fmt: skip
KEPT = [
    {},
    {"birth_year": 1900},
    {"birth_year": 2100, "birth_month": 1},
    {"birth_year": 1984, "birth_month": 12},
    {"life_stage": "pregnant"},
    {"life_stage": "breastfeeding", "sex": "female"},
    {"sex": "male"},
    {"cover_days": 7},
    {"cover_days": 30},
    {"injection_interval_days": 1},
    {"injection_interval_days": 366},
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(person, fields, sentence):
    with pytest.raises(ValidationError) as refused:
        Profile(owner=person, **fields).validate_constraints()

    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(("fields", "_sentence"), REFUSED)
def test_the_database_refuses_it_too(person, fields, _sentence):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileFactory(owner=person, **fields)


@pytest.mark.parametrize("fields", KEPT)
def test_everything_else_is_kept(person, fields):
    Profile(owner=person, **fields).full_clean()
    made = Profile.objects.get(pk=ProfileFactory(owner=person, **fields).pk)

    assert {name: getattr(made, name) for name in fields} == fields


def test_a_person_has_one_profile(person):
    ProfileFactory(owner=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileFactory(owner=person)


def test_whoever_says_nothing_has_these_answers(person):
    said = Profile.objects.get(pk=ProfileFactory(owner=person).pk)

    assert (said.birth_year, said.birth_month, said.sex, said.life_stage, said.authority) == (None, None, "", "", "")
    assert (said.cover_rule, said.cover_days, said.injection_interval_days) == ("intake", 14, None)


def test_a_profile_does_not_name_its_person(person):
    assert str(ProfileFactory(owner=person)) == f"profile of person {person.pk}"
