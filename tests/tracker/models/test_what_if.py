"""What-ifs are kept once, a dozen at most, each person's apart."""

import uuid

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
UID = uuid.UUID("11111111-2222-4333-8444-555555555555")


def keep(person, *changes, uid=UID):
    return person.what_ifs.keep(by=person, changes=changes or [METFORMIN], uid=uid)


def test_the_same_form_with_the_same_changes_is_kept_once(person):
    assert keep(person) == keep(person)
    assert person.what_ifs.get().changes == [METFORMIN]


def test_the_same_form_gone_back_to_and_changed_is_another(person):
    assert keep(person) != keep(person, {"kind": "start", "state": "ppi"})
    assert person.what_ifs.count() == 2


def test_two_people_may_send_the_same_form(person):
    other = UserFactory()

    assert keep(person) != keep(other)


def test_the_same_uid_cannot_stand_twice(person):
    kept = keep(person)
    with pytest.raises(IntegrityError):
        WhatIf.objects.create(owner=person, uid=kept.uid, changes=[])


def test_of_thirteen_the_oldest_goes_and_nobody_elses(person):
    other = keep(UserFactory())
    made = [keep(person, uid=uuid.uuid4()) for _ in range(13)]

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
