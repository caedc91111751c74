"""Portions and foods read for buttons: what the models say, in one query."""

from decimal import Decimal

import pytest

from foods.lean import rows_of
from tests.factories import FoodFactory, PortionFactory

pytestmark = pytest.mark.django_db


def test_portions_and_foods_come_in_one_query(django_assert_num_queries):
    salmon = FoodFactory(name="Salmon", b12_ug=Decimal("4.15"))
    slice_ = PortionFactory(food=salmon, name="slice", quantity=Decimal("85.5"))
    oats = FoodFactory(name="Oats", brand="Mill", unknown=True)
    with django_assert_num_queries(1):
        rows = rows_of(portions={slice_.pk}, foods={oats.pk})

    assert rows == {
        (slice_.pk, 0): ("slice", Decimal("85.5"), "Salmon", "", "g100", Decimal("4.15"), "active"),
        (0, oats.pk): ("", Decimal(1), "Oats", "Mill", "g100", None, "active"),
    }


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_what_is_not_published_is_left_out(state):
    food = FoodFactory(state=state)

    assert rows_of(portions={PortionFactory(food=food).pk}, foods={food.pk}) == {}


def test_nothing_asked_is_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rows_of(portions=set(), foods=set()) == {}
