"""Secret addresses are made, closed and noted; one mail a day is claimed. Each is safe to repeat."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError

from tests.factories import SecretAddressFactory, UserFactory
from tracker import actions_sharing as actions
from tracker.models import Reminders, SecretAddress

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
TODAY = NOW.date()


def feeds(person) -> list[tuple]:
    return list(person.secret_addresses.filter(kind="calendar").order_by("pk").values_list("created_at", "revoked_at"))


# --- the calendar feed ------------------------------------------------------------------------------------------------
def test_a_feed_is_made_once(person):
    first, again = actions.make_feed(by=person, now=NOW), actions.make_feed(by=person, now=LATER)
    assert first == again
    assert feeds(person) == [(NOW, None)]


def test_a_new_feed_instead_of_the_old_one_closes_that_and_is_made_once(person):
    old = actions.make_feed(by=person, now=NOW)
    new = actions.make_feed(by=person, now=LATER, instead=old.pk)
    assert actions.make_feed(by=person, now=LATER, instead=old.pk) == new != old
    assert feeds(person) == [(NOW, LATER), (LATER, None)]
    assert new.nonce != old.nonce


def test_a_feed_that_was_closed_is_followed_by_a_fresh_one(person):
    old = actions.make_feed(by=person, now=NOW)
    for moment in (NOW, LATER):
        actions.revoke_feed(by=person, now=moment)
    assert feeds(person) == [(NOW, NOW)]
    assert actions.make_feed(by=person, now=LATER).nonce != old.nonce


def test_the_feed_of_another_is_left_alone(person):
    other = UserFactory()
    theirs = actions.make_feed(by=other, now=NOW)
    actions.make_feed(by=person, now=NOW, instead=theirs.pk)
    actions.revoke_feed(by=person, now=NOW)
    assert feeds(other) == [(NOW, None)]


def test_the_database_holds_one_open_feed_a_person_too(person):
    actions.make_feed(by=person, now=NOW)
    with pytest.raises(IntegrityError):
        SecretAddressFactory(owner=person, kind="calendar", expires_at=None)


# --- links to the report ----------------------------------------------------------------------------------------------
def test_one_form_makes_one_link_however_often_it_arrives(person):
    uid = uuid.uuid4()
    first = actions.make_report_link(by=person, uid=uid, days=7, now=NOW, language="de")
    again = actions.make_report_link(by=person, uid=uid, days=30, now=LATER)
    (row,) = person.secret_addresses.all()
    assert first == again == row
    assert (row.kind, row.expires_at, row.language) == ("report", NOW + dt.timedelta(days=7), "de")


def test_the_same_uid_of_two_people_makes_two_links(person):
    uid = uuid.uuid4()
    for by in (person, UserFactory()):
        actions.make_report_link(by=by, uid=uid, days=7, now=NOW)
    assert SecretAddress.objects.count() == 2


def test_a_link_is_closed_for_good_at_its_first_time_and_by_its_owner_only(person):
    address = SecretAddressFactory(owner=person)
    actions.revoke(by=UserFactory(), address=address, now=NOW)
    assert person.secret_addresses.get().revoked_at is None
    for moment in (NOW, LATER):
        actions.revoke(by=person, address=address, now=moment)
    assert person.secret_addresses.get().revoked_at == NOW


def test_a_visit_is_its_moment_and_nothing_else(person):
    address = SecretAddressFactory(owner=person)
    actions.note_visit(address=address, now=NOW)
    assert list(address.visits.values_list("at")) == [(NOW,)]
    assert {field.name for field in address.visits.model._meta.fields} == {"id", "address", "at"}


# --- reminders by mail ------------------------------------------------------------------------------------------------
def test_what_was_chosen_replaces_what_was_chosen_before(person):
    actions.save_reminders(by=person, by_mail=True, hour=7, names=True)
    actions.save_reminders(by=person, by_mail=False, hour=9, names=True)
    row = Reminders.objects.get(owner=person)
    assert (row.by_mail, row.hour, row.names, row.last_mail_on) == (False, 9, True, None)


def test_ending_mails_changes_nothing_else_and_nobody_else(person):
    other = UserFactory()
    for who in (person, other):
        Reminders.objects.create(owner=who, by_mail=True, names=True, hour=7, last_mail_on=TODAY)
    for _ in range(2):
        actions.stop_mails(by=person)
    rows = Reminders.objects.order_by("pk").values_list("by_mail", "names", "hour", "last_mail_on")
    assert list(rows) == [(False, True, 7, TODAY), (True, True, 7, TODAY)]


def test_ending_mails_that_never_were_is_no_error(person):
    actions.stop_mails(by=person)
    assert Reminders.objects.count() == 0


@pytest.mark.parametrize(
    ("by_mail", "last", "claimed"),
    [
        (True, None, True),
        (True, TODAY - dt.timedelta(days=1), True),
        (True, TODAY, False),
        (True, TODAY + dt.timedelta(days=1), False),
        (False, None, False),
    ],
)
def test_the_mail_of_a_day_is_claimed_once(person, by_mail, last, claimed, django_assert_num_queries):
    Reminders.objects.create(owner=person, by_mail=by_mail, last_mail_on=last)
    with django_assert_num_queries(1):  # one statement: nothing comes between looking and taking
        assert actions.claim_mail(by=person, day=TODAY) is claimed
    assert actions.claim_mail(by=person, day=TODAY) is False


def test_a_claim_is_given_back_as_it_was_unless_another_day_has_begun(person):
    Reminders.objects.create(owner=person, by_mail=True, last_mail_on=None)
    actions.claim_mail(by=person, day=TODAY)
    actions.give_back_mail(by=person, day=TODAY, before=None)
    assert Reminders.objects.get().last_mail_on is None
    tomorrow = TODAY + dt.timedelta(days=1)
    actions.claim_mail(by=person, day=tomorrow)
    actions.give_back_mail(by=person, day=TODAY, before=None)
    assert Reminders.objects.get().last_mail_on == tomorrow
