"""What curators learn of what people log: how often foods are logged by many, and nothing else."""

import datetime as dt

import pytest

from foods.curation import popularity
from foods.models import Concern, ConcernState
from tests.factories import ConcernFactory, EntryFactory, FoodFactory, UserFactory
from tracker.popularity import times_logged

NOW = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def logged_by(food, *, people: int, times: int = 1, at: dt.datetime = NOW, **fields) -> None:
    for owner in UserFactory.create_batch(people, **fields):
        EntryFactory.create_batch(times, owner=owner, food=food, eaten_at=at)


@pytest.mark.parametrize(("people", "times", "count"), [(3, 1, 3), (3, 4, 12), (2, 50, None), (1, 99, None)])
def test_only_what_three_people_log_is_counted(people, times, count):
    food = FoodFactory()
    logged_by(food, people=people, times=times)

    assert times_logged([food.pk]).get(food.pk) == count


@pytest.mark.parametrize(("days", "count"), [(0, 3), (30, 3), (31, None)])
def test_only_the_last_thirty_days_count(days, count):
    food = FoodFactory()
    logged_by(food, people=3, at=NOW - dt.timedelta(days=days))

    assert times_logged([food.pk]).get(food.pk) == count


def test_demos_and_removed_entries_do_not_count():
    food = FoodFactory()
    logged_by(food, people=3, demo_until=NOW + dt.timedelta(days=1))
    for owner in UserFactory.create_batch(3):
        EntryFactory(owner=owner, food=food, eaten_at=NOW, removed_at=NOW)

    assert times_logged([food.pk]) == {}


def test_foods_of_ones_own_are_never_counted():
    mine = FoodFactory(owner=UserFactory())
    logged_by(mine, people=3)

    assert times_logged([mine.pk]) == {}


def test_many_foods_are_one_query(django_assert_num_queries):
    foods = FoodFactory.create_batch(30)
    logged_by(foods[0], people=3)
    with django_assert_num_queries(1):
        assert times_logged([food.pk for food in foods]) == {foods[0].pk: 3}


def test_the_app_counts_for_the_queue():
    food = FoodFactory()
    logged_by(food, people=3)

    assert popularity.logged([food.pk]) == {food.pk: 3}
    assert popularity.logged([]) == {}


def test_counts_of_what_is_open_are_brought_up_to_date():
    often, never = FoodFactory(), FoodFactory()
    logged_by(often, people=3, times=2)
    risen, fallen = ConcernFactory(food=often), ConcernFactory(food=never, logged=9)
    decided = ConcernFactory(food=often, state=ConcernState.REJECTED)
    changed = popularity.refresh(NOW)

    assert changed == 2
    assert dict(Concern.objects.values_list("pk", "logged")) == {risen.pk: 6, fallen.pk: 0, decided.pk: 0}
