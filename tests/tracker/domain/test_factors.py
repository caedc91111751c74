"""Food factors, and an entry as its natural and its added part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foods.choices import Category, Origin
from tracker.domain.factors import Part, food_factor, parts_of

FACTORS = {
    "organ_meat": 0.55,
    "meat": 0.9,
    "poultry": 0.9,
    "processed_meat": 0.9,
    "fish": 0.85,
    "shellfish": 0.55,
    "eggs": 0.55,
    "milk_cream": 0.95,
    "yogurt": 0.95,
    "cheese": 0.95,
    "algae_ferments": 0.0,
}
MILK = {"origin": "food", "category": "milk_cream"}
CEREAL = {"origin": "added", "category": "cereal_fortified"}


@pytest.mark.parametrize("category", Category.values)
def test_every_category_has_its_factor_and_the_rest_counts_as_mixed(category: str):
    assert food_factor(category) == FACTORS.get(category, 0.85)


def test_the_factors_name_no_category_that_does_not_exist():
    assert set(FACTORS) <= set(Category.values)


def test_an_unknown_category_counts_as_mixed():
    assert food_factor("") == 0.85


def test_what_a_food_holds_by_itself_is_bound():
    assert parts_of(counted_ug=0.9, added_ug=None, **MILK) == (Part(0.9, 0.95, True),)
    assert parts_of(counted_ug=0.9, added_ug=0.0, **MILK) == (Part(0.9, 0.95, True),)


def test_what_was_added_is_free():
    assert parts_of(counted_ug=1.8, added_ug=1.8, **CEREAL) == (Part(1.8, 1.0, False),)
    assert parts_of(counted_ug=1.8, added_ug=None, **CEREAL) == (Part(1.8, 1.0, False),)


def test_a_food_with_both_is_split_whatever_its_origin_says():
    for origin in ("food", "added"):
        assert parts_of(counted_ug=1.5, added_ug=1.0, origin=origin, category="milk_cream") == (
            Part(0.5, 0.95, True),
            Part(1.0, 1.0, False),
        )


def test_no_more_than_all_of_it_was_added():
    assert parts_of(counted_ug=1.5, added_ug=2.0, **MILK) == (Part(1.5, 1.0, False),)


@pytest.mark.parametrize("origin", ["supplement", "injected"])
def test_a_supplement_is_free_whatever_is_said_to_be_added(origin: str):
    assert parts_of(counted_ug=10.0, added_ug=None, origin=origin, category="supplement") == (Part(10.0, 1.0, False),)
    assert parts_of(counted_ug=10.0, added_ug=4.0, origin=origin, category="supplement") == (Part(10.0, 1.0, False),)


@pytest.mark.parametrize("added_ug", [None, 0.0, 1.0])
def test_a_food_that_counts_nothing_is_one_part_of_nothing(added_ug: float | None):
    assert parts_of(counted_ug=0.0, added_ug=added_ug, **MILK) == (Part(0.0, 0.95, True),)


def test_unknown_stays_unknown_with_the_most_it_may_be():
    assert parts_of(counted_ug=None, added_ug=None, upper_ug=4.0, **MILK) == (Part(None, 0.95, True, 4.0),)
    assert parts_of(counted_ug=None, added_ug=None, **CEREAL) == (Part(None, 1.0, False, None),)
    assert parts_of(counted_ug=None, added_ug=None, origin="supplement", category="supplement", upper_ug=50.0) == (
        Part(None, 1.0, False, 50.0),
    )


@given(
    counted_ug=st.floats(0, 1e6),
    added_ug=st.none() | st.floats(0, 1e6),
    origin=st.sampled_from(Origin.values),
    category=st.sampled_from(Category.values),
)
def test_the_parts_are_the_whole(counted_ug: float, added_ug: float | None, origin: str, category: str):
    parts = parts_of(counted_ug=counted_ug, added_ug=added_ug, origin=origin, category=category)

    assert sum(part.dose_ug for part in parts) == pytest.approx(counted_ug)
    assert all(part.dose_ug >= 0 and 0 <= part.factor <= 1 for part in parts)
