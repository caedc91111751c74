"""A demo's year: invented, believable, and made of real foods."""

import datetime as dt

import pytest

from foods.shipped import read as shipment
from tests.factories import FoodFactory, PortionFactory, SourceFactory, UserFactory
from tracker.demo import CURRY, DAYS, GAPS, HABITS, fill_year
from tracker.models import Entry, Profile

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


@pytest.fixture
def foods_of_the_demo(db) -> None:
    sources = {key: SourceFactory(key=key) for key in sorted({habit.source for habit in HABITS})}
    for habit in HABITS:
        PortionFactory(food=FoodFactory(name=habit.ref, source=sources[habit.source], source_ref=habit.ref))


@pytest.mark.usefixtures("foods_of_the_demo")
@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_demo_has_a_year_of_logs_and_none_ahead(zone):
    person = UserFactory(time_zone=zone)
    made = fill_year(person, now=NOW)
    today = NOW.astimezone(person.zone).date()
    days = set(person.entries.values_list("local_date", flat=True))

    assert made == person.entries.count() > 1000
    assert not person.entries.filter(eaten_at__gt=NOW).exists()
    assert min(days) >= today - dt.timedelta(days=DAYS)
    assert max(days) == today or max(days) == today - dt.timedelta(days=1)
    assert not days & {today - dt.timedelta(days=n) for first, last in GAPS for n in range(first, last + 1)}
    assert set(person.day_marks.values_list("mark", flat=True)) == {"complete", "partly", "not_tracked"}


@pytest.mark.usefixtures("foods_of_the_demo")
def test_a_demo_has_something_of_everything_that_is_worth_seeing():
    person = UserFactory()
    fill_year(person, now=NOW)
    kinds = {
        "unknown": person.entries.filter(counted_ug__isnull=True).exists(),
        "own food": person.foods.get().name == CURRY,
        "every habit": set(person.entries.values_list("food__source_ref", flat=True)) == {h.ref for h in HABITS} | {""},
        "sundays only": {e.eaten_at.weekday() for e in person.entries.filter(name="cyanocobalamin-1000-tablet")} == {6},
    }

    assert kinds == dict.fromkeys(kinds, True)


@pytest.mark.usefixtures("foods_of_the_demo")
def test_every_demo_tells_the_same_story():
    told = []
    for _ in range(2):
        person = UserFactory()
        fill_year(person, now=NOW)
        told.append(list(person.entries.order_by("eaten_at", "name").values_list("eaten_at", "name", "amount")))

    assert told[0] == told[1]


@pytest.mark.django_db
def test_without_the_shipped_foods_a_demo_is_thin_and_does_not_fail():
    person = UserFactory()
    made = fill_year(person, now=NOW)

    assert made == Entry.objects.count() > 0
    assert set(person.entries.values_list("name", flat=True)) == {CURRY}


@pytest.mark.usefixtures("foods_of_the_demo")
def test_a_years_entries_are_written_in_few_queries(django_assert_max_num_queries):
    person = UserFactory()
    with django_assert_max_num_queries(60):  # mostly SQLite's limit on the size of one insert
        fill_year(person, now=NOW)


def test_the_habits_name_foods_that_are_shipped_with_a_default_portion():
    shipped = {food.key for food in shipment().foods if any(portion.is_default for portion in food.portions)}

    assert {(habit.source, habit.ref) for habit in HABITS} - shipped == set()


@pytest.mark.django_db
def test_a_demo_is_not_asked_the_first_questions():
    person = UserFactory()
    fill_year(person, now=NOW)

    assert Profile.objects.get(owner=person).welcomed is True
