"""The same form sent twice at the same moment. On PostgreSQL, where two transactions really run side by side."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from config.backends import PersonBackend
from foods.models import Food
from tests.factories import EntryFactory, PortionFactory, UserFactory
from tracker import actions, actions_health
from tracker.domain.risks.findings import Finding, Group, Level
from tracker.models import Entry, Profile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'",
        reason="a test database in memory locks whole tables; tests/bench/load.py does this on a file",
    ),
]
AT_ONCE = 6
NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


def at_once(do: Callable[[int], object]) -> list:
    """Call `do` in several threads that start together; each has a connection of its own."""
    gate = threading.Barrier(AT_ONCE)

    def run(n: int):
        try:
            gate.wait(timeout=10)
            return do(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_one_form_sent_many_times_at_once_logs_once():
    person, glass, uid = UserFactory(), PortionFactory(), uuid.uuid4()
    made = at_once(
        lambda n: actions.log(
            by=person, food=glass.food, portion=glass, amount=Decimal(1), eaten_at=NOW, uid=uid
        ).new
    )  # fmt: skip

    assert sorted(made) == [False] * (AT_ONCE - 1) + [True]
    assert Entry.objects.count() == 1


def test_many_forms_sent_at_once_all_count():
    person, glass = UserFactory(), PortionFactory()
    at_once(
        lambda n: actions.log(
            by=person, food=glass.food, portion=glass, amount=Decimal(1), eaten_at=NOW, uid=uuid.uuid4()
        )
    )  # fmt: skip

    assert Entry.objects.count() == AT_ONCE


def test_a_new_food_sent_many_times_at_once_is_one_food_and_one_entry():
    person, uid = UserFactory(), str(uuid.uuid4())

    def send(n: int) -> int:
        client = Client()
        client.force_login(person)
        return client.post(reverse("log_new"), {"name": "Canteen curry", "unknown": "1", "uid": uid}).status_code

    assert at_once(send) == [302] * AT_ONCE
    assert (Food.objects.count(), Entry.objects.count()) == (1, 1)


def test_removing_and_putting_back_at_once_leaves_one_entry_and_no_error():
    entry = EntryFactory()

    def either(n: int) -> None:
        mine = Entry.with_removed.get(pk=entry.pk)
        actions.remove(entry=mine, now=NOW) if n % 2 else actions.restore(entry=mine)

    at_once(either)

    assert Entry.with_removed.count() == 1


def test_the_same_form_after_an_undo_sent_many_times_at_once_brings_one_entry_back():
    person, glass, uid = UserFactory(), PortionFactory(), uuid.uuid4()
    said = {"by": person, "food": glass.food, "portion": glass, "amount": Decimal(1), "eaten_at": NOW, "uid": uid}
    actions.remove(entry=actions.log(**said).entry, now=NOW)
    at_once(lambda n: actions.log(**said))

    assert (person.entries.count(), Entry.with_removed.count()) == (1, 1)


def test_a_day_marked_many_times_at_once_has_one_mark():
    person = UserFactory()
    at_once(lambda n: actions.mark_day(by=person, day=NOW.date(), mark="complete"))

    assert person.day_marks.count() == 1


def test_a_medicine_sent_many_times_at_once_is_there_once():
    person, uid = UserFactory(), uuid.uuid4()
    at_once(lambda n: actions_health.add_medicine(by=person, uid=uid, key="metformin", name="Metformin"))

    assert person.medicines.count() == 1


def test_a_finding_set_aside_and_noted_many_times_at_once_is_there_once():
    person = UserFactory()
    finding = Finding("metformin-use", Level.INFO, Group.MEDICINES, {}, ("info",), ())
    shown = [actions_health.Note(finding, "Metformin", "")]

    def either(n: int) -> None:
        mine = PersonBackend().get_user(person.pk)  # as a request gets them: without a profile, for all it knows
        actions_health.set_aside(by=mine, finding=finding, until=NOW.date(), now=NOW)
        actions_health.note_findings(by=mine, shown=shown, today=NOW.date())

    at_once(either)

    assert (person.snoozes.count(), person.finding_records.count()) == (1, 1)
    assert Profile.objects.get(owner=person).findings_noted_on == NOW.date()
