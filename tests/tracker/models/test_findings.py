"""What may be set aside and kept of findings."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import FindingRecordFactory, SnoozeFactory, UserFactory
from tracker.models import FindingRecord, Snooze

pytestmark = pytest.mark.django_db
MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


# --- set aside --------------------------------------------------------------------------------------------------------
def test_a_finding_is_set_aside_once_and_two_people_may_set_aside_the_same(person):
    SnoozeFactory(owner=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        SnoozeFactory(owner=person)
    SnoozeFactory(owner=person, code="ppi-2-years")
    SnoozeFactory(owner=UserFactory())

    assert person.snoozes.count() == 2


def test_a_digest_of_sha256_fits(person):
    made = Snooze.objects.get(pk=SnoozeFactory(owner=person, basis="f" * 64).pk)
    made.full_clean()

    assert made.basis == "f" * 64


# --- the history ------------------------------------------------------------------------------------------------------
def test_a_finding_is_open_once_at_a_time(person):
    FindingRecordFactory(owner=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingRecordFactory(owner=person, opened_on=APRIL)


def test_the_same_finding_may_have_been_there_before_and_be_there_for_others(person):
    FindingRecordFactory(owner=person, closed_on=MARCH)
    FindingRecordFactory(owner=person, closed_on=APRIL)
    FindingRecordFactory(owner=person, opened_on=APRIL)
    FindingRecordFactory(owner=person, code="ppi-2-years")
    FindingRecordFactory()

    assert person.finding_records.filter(closed_on=None).count() == 2
    assert person.finding_records.count() == 4


def test_no_finding_closes_before_it_opened(person):
    with pytest.raises(ValidationError) as refused:
        FindingRecordFactory.build(owner=person, opened_on=APRIL, closed_on=MARCH).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingRecordFactory(owner=person, opened_on=APRIL, closed_on=MARCH)

    assert refused.value.messages == ["A finding cannot close before it opened."]


def test_a_finding_may_close_on_the_day_it_opened(person):
    made = FindingRecord.objects.get(pk=FindingRecordFactory(owner=person, opened_on=MARCH, closed_on=MARCH).pk)
    made.full_clean()

    assert made.closed_on == MARCH


def test_the_history_begins_with_the_latest_and_of_one_day_with_the_last_that_was_written(person):
    old = FindingRecordFactory(owner=person, code="a", opened_on=MARCH)
    new, newer = (FindingRecordFactory(owner=person, code=code, opened_on=APRIL) for code in "bc")

    assert list(person.finding_records.all()) == [newer, new, old]


def test_neither_names_a_finding_or_a_person_in_a_log(person):
    assert str(SnoozeFactory(owner=person)) == f"finding set aside by person {person.pk}"
    assert str(FindingRecordFactory(owner=person)) == f"finding of person {person.pk}"
