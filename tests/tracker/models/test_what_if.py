"""What-ifs are kept once, a dozen at most, each person's apart."""

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.factories import UserFactory
from tracker.domain.changes import Kind, Refusal, read
from tracker.domain.states import AGE_50_59, AGE_60_74, AGE_75, NORMAL, STATES
from tracker.models import WhatIf
from tracker.models.states import STATE_NAMES, STATES_TO_CHOOSE
from tracker.models.whatif import REFUSALS, ChangeKind, as_typed

pytestmark = pytest.mark.django_db
METFORMIN = {"kind": "start", "state": "metformin"}
NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


def keep(person, *changes, minutes=0):
    return person.what_ifs.keep(by=person, changes=changes or [METFORMIN], now=NOW + dt.timedelta(minutes=minutes))


def add(n: int) -> dict:
    return {"kind": "add", "ug": str(n), "every": 1}


def test_the_same_changes_are_kept_once_and_are_the_latest_again(person):
    first, second = keep(person), keep(person, add(1), minutes=1)
    again = keep(person, minutes=2)

    assert again == first
    assert list(person.what_ifs.order_by("-created_at")) == [first, second]
    assert first.changes == [METFORMIN]


def test_a_food_that_is_called_otherwise_by_now_is_the_same_food(person):
    first = keep(person, {"kind": "drop", "food": 5, "name": "Milk"})
    again = keep(person, {"kind": "drop", "food": 5, "name": "Oat milk"})

    assert again == first
    assert person.what_ifs.get().changes[0]["name"] == "Oat milk"


def test_the_same_changes_in_another_order_are_another_question(person):
    assert keep(person, METFORMIN, add(10)) != keep(person, add(10), METFORMIN)


def test_two_people_may_ask_the_same(person):
    other = UserFactory()

    assert keep(person) != keep(other)


def test_the_same_uid_cannot_stand_twice(person):
    kept = keep(person)
    with pytest.raises(IntegrityError):
        WhatIf.objects.create(owner=person, uid=kept.uid, changes=[], created_at=NOW)


def test_of_thirteen_the_oldest_goes_and_nobody_elses(person):
    other = keep(UserFactory())
    made = [keep(person, add(n + 1), minutes=n) for n in range(13)]

    assert list(person.what_ifs.order_by("pk")) == made[1:]
    assert WhatIf.objects.filter(pk=other.pk).exists()


def test_a_what_if_says_nothing_of_its_changes_in_a_log(person):
    assert str(keep(person)) == f"what-if of person {person.pk}"


# --- words ------------------------------------------------------------------------------------------------------------
def test_every_state_has_a_name_and_only_age_and_normal_cannot_be_chosen():
    ages = {state.key for state in (AGE_50_59, AGE_60_74, AGE_75)}

    assert set(STATE_NAMES) == set(STATES) - {NORMAL.key}
    assert set(STATES_TO_CHOOSE) == set(STATE_NAMES) - ages


def test_every_refusal_has_a_sentence_and_every_kind_its_words():
    assert set(REFUSALS) == set(Refusal)
    assert {kind.value for kind in ChangeKind} == {kind.value for kind in Kind}


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ({"kind": "drop", "food": 5, "name": "Milk"}, {"food": "5"}),
        ({"kind": "portion", "food": 5, "times": "0.5"}, {"food": "5", "times": "0.5"}),
        ({"kind": "portion", "food": 5, "times": "1.5"}, {"food": "5", "times": "other", "factor": "1.5"}),
        ({"kind": "add", "ug": "2000", "every": 7}, {"dose": "2000/7"}),
        ({"kind": "add", "ug": "25", "every": 3}, {"dose": "other", "ug": "25", "every": "3"}),
        ({"kind": "interval", "weeks": 8}, {"weeks": "8"}),
        ({"kind": "start", "state": "ppi"}, {"state": "ppi"}),
        ({"kind": "stop", "state": "ppi"}, {"without": "ppi"}),
    ],
)
def test_a_kept_change_becomes_the_form_that_made_it(said, typed):
    assert read(said) is not None
    assert as_typed(said) == {"kind": said["kind"], **typed}
