"""Portions and foods read for buttons: what the models say, in one query."""

from decimal import Decimal

import pytest

from foods.lean import rows_of
from tests.factories import FoodFactory, PortionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_portions_and_foods_come_in_one_query(django_assert_num_queries):
    salmon = FoodFactory(name="Salmon", b12_ug=Decimal("4.15"))
    slice_ = PortionFactory(food=salmon, name="slice", quantity=Decimal("85.5"))
    oats = FoodFactory(name="Oats", brand="Mill", unknown=True)
    with django_assert_num_queries(1):
        rows = rows_of(portions={slice_.pk}, foods={oats.pk})

    assert rows == {
        (slice_.pk, 0): (
            salmon.pk,
            slice_.pk,
            "slice",
            Decimal("85.5"),
            "Salmon",
            "",
            "g100",
            Decimal("4.15"),
            "active",
        ),
        (0, oats.pk): (oats.pk, None, "", Decimal(1), "Oats", "Mill", "g100", None, "active"),
    }


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_what_is_not_published_is_left_out(state):
    food = FoodFactory(state=state)

    assert rows_of(portions={PortionFactory(food=food).pk}, foods={food.pk}) == {}


def test_nothing_asked_is_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rows_of(portions=set(), foods=set()) == {}


# --- merged foods -----------------------------------------------------------------------------------------------------
def merged(into, **fields):
    return FoodFactory(state="retired", merged_into=into, **fields)


def test_a_merged_food_offers_the_winner_in_the_same_portion():
    winner = FoodFactory(name="Salmon", b12_ug=Decimal(4))
    theirs = PortionFactory(food=winner, name="slice", quantity=Decimal(90))
    loser = merged(winner)
    asked = PortionFactory(food=loser, name="slice", quantity=Decimal(80))
    rows = rows_of(portions={asked.pk}, foods={loser.pk})

    assert rows == {
        (asked.pk, 0): (winner.pk, theirs.pk, "slice", 90, "Salmon", "", "g100", 4, "active"),
        (0, loser.pk): (winner.pk, None, "", 1, "Salmon", "", "g100", 4, "active"),
    }


def test_a_portion_that_the_winner_lacks_is_offered_by_its_weight():
    winner = FoodFactory(name="Salmon")
    asked = PortionFactory(food=merged(winner), name="slice", quantity=Decimal(80))
    offer = rows_of(portions={asked.pk}, foods=set())[asked.pk, 0]

    assert (offer.food_id, offer.portion_id, offer.size) == (winner.pk, None, 80)


def test_what_counts_in_another_unit_or_cannot_be_logged_is_left_out():
    by_piece, retired = FoodFactory(basis="unit"), FoodFactory(state="retired")
    private = FoodFactory(owner=UserFactory())
    losers = {merged(winner).pk for winner in (by_piece, retired, private)}

    assert rows_of(portions=set(), foods=losers) == {}
