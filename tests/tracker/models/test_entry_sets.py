"""Sets of entries: of a day, of a span, added up by day."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import DayMarkFactory, EntryFactory
from tracker.models import DayMark

DAY = dt.date(2026, 3, 14)


def test_a_days_entries_stand_in_the_order_they_were_had(person):
    late = EntryFactory(owner=person, eaten_at="2026-03-14T20:00Z", local_date=DAY, local_minute=1200)
    early = EntryFactory(owner=person, eaten_at="2026-03-14T08:00Z", local_date=DAY, local_minute=480)
    EntryFactory(owner=person, local_date=dt.date(2026, 3, 13))
    EntryFactory(local_date=DAY)

    assert list(person.entries.on_day(DAY)) == [early, late]


def test_a_span_holds_both_its_ends(person):
    for day in (10, 11, 12, 13):
        EntryFactory(owner=person, local_date=dt.date(2026, 3, day))
    found = person.entries.between(dt.date(2026, 3, 11), dt.date(2026, 3, 12))

    assert sorted(found.values_list("local_date", flat=True)) == [dt.date(2026, 3, 11), dt.date(2026, 3, 12)]


def test_totals_count_the_unknown_apart_and_say_none_where_nothing_is_known(person):
    EntryFactory(owner=person, local_date=DAY, swallowed_ug=Decimal("1.25"))
    EntryFactory(owner=person, local_date=DAY, swallowed_ug=None, added_ug=None)
    EntryFactory(owner=person, local_date=DAY, swallowed_ug=Decimal(9), reliability="inactive")
    EntryFactory(owner=person, local_date=dt.date(2026, 3, 13), swallowed_ug=None, added_ug=None)
    totals = {row["local_date"].day: row for row in person.entries.all().totals_by_day()}

    assert totals == {
        14: {"local_date": DAY, "known_ug": Decimal("1.25"), "entries": 3, "unknown": 1},
        13: {"local_date": dt.date(2026, 3, 13), "known_ug": None, "entries": 1, "unknown": 1},
    }


@pytest.mark.django_db
def test_things_are_called_what_people_would_call_them():
    assert str(EntryFactory(name="Salmon")) == "Salmon, 2026-03-14"
    assert str(DayMarkFactory(mark="nothing")) == "2026-03-14: Nothing with B12"


def test_a_day_has_one_mark(person):
    DayMarkFactory(owner=person)

    assert DayMark._meta.get_field("mark").max_length >= max(
        len(value) for value, _ in DayMark._meta.get_field("mark").choices
    )
    assert person.day_marks.get().mark == "complete"
