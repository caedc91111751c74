"""The caps leave room for every honest figure, and catch a slip of the unit."""

import csv
from decimal import Decimal

import pytest
from django.conf import settings

from foods import limits
from foods.choices import Basis, Category
from foods.shipped import read


def test_every_category_has_a_cap_with_its_reason():
    assert set(limits.FOODS) == set(Category)
    assert all(cap.why and 0 < cap.soft <= cap.hard < 100_000 for cap in (*limits.FOODS.values(), limits.UNIT))


def test_an_unknown_category_is_any_food_and_a_piece_has_a_cap_of_its_own():
    assert limits.cap("no such", Basis.G100) == limits.FOODS[Category.OTHER]
    assert limits.cap(Category.EGGS, Basis.UNIT) == limits.UNIT
    assert limits.cap(Category.INJECTION, Basis.UNIT).soft == 10_000


def test_no_shipped_food_is_above_the_cap_that_asks_a_curator():
    over = [
        food.values["name"]
        for food in read().foods
        if (food.values["b12_ug"] or 0) > limits.cap(food.values["category"], food.values["basis"]).soft
    ]
    assert over == []


def test_milligrams_taken_for_micrograms_are_caught():
    for category in (Category.FRUIT, Category.MILK_CREAM, Category.MEAT, Category.CEREAL):
        assert Decimal("0.5") * 1_000 > limits.FOODS[category].hard


FIGURES = settings.BASE_DIR.parent / "shared" / "data" / "usda_b12.csv"


@pytest.mark.skipif(not FIGURES.exists(), reason="The figures of USDA are NOT compared: they are not at hand.")
def test_no_figure_of_usda_is_refused_for_any_food_of_its_group():
    with FIGURES.open(encoding="utf-8", newline="") as lines:
        highest = max(Decimal(row["b12_ug_per_100g"]) for row in csv.DictReader(lines))
    assert Decimal(90) < highest < min(limits.FOODS[name].soft for name in (Category.ORGAN_MEAT, Category.SHELLFISH))
