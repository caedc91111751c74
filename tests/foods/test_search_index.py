"""The index follows the foods."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from foods.choices import State
from foods.models import Food
from foods.search import reindex, search
from foods.search.documents import BUCKETS, bucket, number
from tests.factories import AliasFactory, FoodFactory

pytestmark = pytest.mark.django_db


def found(text: str, **options) -> list[str]:
    return [hit.name for hit in search(text, **options).hits]


def vocabulary() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, docs FROM foods_searchword")
        return dict(cursor.fetchall())


def indexed() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT food_id FROM foods_searchdoc ORDER BY food_id")
        return [row[0] for row in cursor.fetchall()]


def test_a_food_is_found_from_its_indexing_on():
    food = FoodFactory(name="Whole milk")
    assert found("milk") == []
    assert reindex([food.pk]) == 1
    assert found("milk") == ["Whole milk"]


def test_a_changed_name_is_found_and_the_old_one_is_not():
    food = FoodFactory(name="Whole milk")
    reindex([food.pk])
    food.name = "Full-fat drink"
    food.save()
    assert reindex([food.pk]) == 1
    assert found("milk", exact=True) == []
    assert found("fullfat") == ["Full-fat drink"]
    assert vocabulary() == {"full": 1, "fat": 1, "drink": 1, "fullfat": 1}


def test_a_new_and_a_removed_alias_take_effect():
    food = FoodFactory(name="Yeast extract")
    reindex([food.pk])
    alias = AliasFactory(food=food, name="Marmite")
    reindex([food.pk])
    assert found("marmite") == ["Yeast extract"]
    alias.delete()
    reindex([food.pk])
    assert found("marmite") == []


def test_a_retired_food_leaves_the_index_and_its_words_the_vocabulary():
    kept, gone = FoodFactory(name="Whole milk"), FoodFactory(name="Oat milk")
    reindex([kept.pk, gone.pk])
    Food.objects.filter(pk=gone.pk).update(state=State.RETIRED)
    assert reindex([gone.pk]) == 1
    assert indexed() == [kept.pk]
    assert vocabulary() == {"whole": 1, "milk": 1}


def test_a_deleted_food_leaves_the_index_by_itself(person):
    foods = [FoodFactory(name="Whole milk"), FoodFactory(name="Milk of mine", owner=person)]
    reindex([food.pk for food in foods])
    person.delete()
    foods[0].delete()
    assert indexed() == []
    reindex()
    assert vocabulary() == {}


def test_indexing_what_did_not_change_writes_nothing():
    foods = [FoodFactory(name="Whole milk"), FoodFactory(name="Oat milk")]
    assert reindex(food.pk for food in foods) == 2
    assert reindex([food.pk for food in foods]) == 0
    assert reindex() == 0
    assert vocabulary() == {"whole": 1, "oat": 1, "milk": 2}


def test_indexing_everything_finds_what_was_missed_and_drops_what_is_gone():
    missed, retired = FoodFactory(name="Whole milk"), FoodFactory(name="Oat milk")
    reindex([retired.pk])
    Food.objects.filter(pk=retired.pk).update(state=State.RETIRED)
    assert reindex() == 2
    assert indexed() == [missed.pk]
    assert vocabulary() == {"whole": 1, "milk": 1}


def test_a_food_that_becomes_shared_or_private_moves(person):
    food = FoodFactory(name="Whole milk", owner=person)
    reindex([food.pk])
    assert vocabulary() == {}
    Food.objects.filter(pk=food.pk).update(owner=None)
    reindex([food.pk])
    assert found("milk") == ["Whole milk"]
    Food.objects.filter(pk=food.pk).update(owner=person)
    reindex([food.pk])
    assert found("milk") == []
    assert vocabulary() == {}
    assert found("milk", owner_id=person.pk) == ["Whole milk"]


def test_indexing_one_food_takes_few_queries(django_assert_max_num_queries):
    food = FoodFactory(name="Whole milk")
    AliasFactory(food=food, name="Full-fat milk")
    with django_assert_max_num_queries(9):
        reindex([food.pk])


def test_nothing_to_index_is_no_error():
    assert reindex([]) == 0
    assert reindex([0, 999_999_999]) == 0


def test_the_command_builds_the_index_anew():
    FoodFactory(name="Whole milk")
    out = StringIO()
    call_command("reindex_foods", stdout=out)
    assert out.getvalue().startswith("1 foods changed in the search index")
    assert found("milk") == ["Whole milk"]


@pytest.mark.django_db(transaction=True)
def test_emptying_the_food_table_empties_the_index():
    food = FoodFactory(name="Whole milk")
    reindex([food.pk])
    call_command("flush", interactive=False, verbosity=0)
    assert indexed() == []


def test_what_people_mean_is_read_before_what_is_odd():
    assert number(5, prominence=9, plainness=0) < number(4, prominence=8, plainness=63)
    assert number(5, prominence=0, plainness=50) < number(4, prominence=0, plainness=49)
    assert number(4, prominence=0, plainness=50) < number(5, prominence=0, plainness=50)
    steps = [bucket(prominence, plainness) for prominence in range(9, -1, -1) for plainness in range(63, -1, -1)]
    assert steps == sorted(steps)
    assert set(steps) == set(range(BUCKETS))
