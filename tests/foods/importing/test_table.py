"""Foods read in bulk: found by the index over ids, however many foods their source has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foods.importing import table
from tests.factories import FoodFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_foods_are_found_under_their_ids_and_come_in_the_order_of_their_numbers():
    source, other = SourceFactory(), SourceFactory()
    foods = [FoodFactory(source=source, source_ref=ref) for ref in ("b", "a", "c")]
    FoodFactory(source=other, source_ref="a")
    FoodFactory(source=source, source_ref="a", owner=UserFactory())

    found = table.standing(table.under(source.pk, ["c", "a", "b", "d", ""]))

    assert [food.pk for food in found] == sorted(food.pk for food in foods)


@pytest.mark.parametrize("count", [1, 50, 1_500])
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL reads small tables from end to end")
def test_no_batch_reads_all_foods_of_a_source(count):
    with CaptureQueriesContext(connection) as queries:
        table.standing(table.under(1, map(str, range(count))))

    with connection.cursor() as cursor:
        plan = [row[-1] for row in cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}").fetchall()]
    assert plan[0] == "SEARCH foods_food USING INDEX food_unique_in_source (source_id=? AND source_ref=?)"
