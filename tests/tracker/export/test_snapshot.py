"""An export is of one moment, although others write while it is given out, and leaves no transaction behind."""

import json
import threading
from itertools import chain

import pytest
from django.db import connection

from tests.factories import EntryFactory, FoodFactory, UserFactory
from tests.tracker.export.everything import NOW
from tracker.export.document import document
from tracker.export.snapshot import at_one_moment
from tracker.models import Entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def meanwhile(write) -> None:
    """Do it as another request would: in a thread of its own, over a connection of its own."""

    def run() -> None:
        write()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.fixture
def in_a_file():
    """SQLite in memory shares one cache, and its readers hold writers up; in a file they do not."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory; tests/browser has it in a file")


@pytest.mark.usefixtures("in_a_file")
def test_what_is_logged_meanwhile_is_not_half_in_it():
    person = UserFactory()
    entry = EntryFactory(owner=person, name="Before")
    pieces = at_one_moment(document(person, now=NOW))
    begun = [next(pieces) for _ in range(5)]
    meanwhile(lambda: EntryFactory(owner=person, name="After"))
    meanwhile(lambda: Entry.objects.filter(pk=entry.pk).update(food=FoodFactory()))
    said = json.loads("".join(chain(begun, pieces)))

    assert [(row["name"], row["food"]) for row in said["entries"]] == [("Before", 1)]
    assert person.entries.count() == 2


@pytest.mark.parametrize("end", ["read", "left"])
def test_no_transaction_is_left_behind(end):
    pieces = at_one_moment(iter(["a", "b"]))
    assert next(pieces) == "a"
    list(pieces) if end == "read" else pieces.close()
    EntryFactory()  # which begins one of its own

    assert Entry.objects.count() == 1


def test_what_breaks_leaves_no_transaction_behind_either():
    def broken():
        yield "a"
        raise EOFError

    with pytest.raises(EOFError):
        list(at_one_moment(broken()))

    EntryFactory()
    assert Entry.objects.count() == 1
