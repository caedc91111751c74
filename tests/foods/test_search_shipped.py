"""What people mean by a few letters, on the foods that are shipped."""

import pytest

from foods.loading import load
from foods.search import search
from foods.shipped import DIRECTORY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (DIRECTORY / "foods.csv").exists(), reason="the table of shipped foods is not there"),
]

FIRST = {
    "milk": "Whole milk",
    "mil": "Whole milk",
    "mlik": "Whole milk",
    "semi skimmed": "Semi-skimmed milk",
    "egg": "Egg, boiled",
    "eggs": "Egg, boiled",
    "boiled egg": "Egg, boiled",
    "fried eggs": "Egg, fried",
    "cheese": "Cheddar",
    "salmon": "Salmon, baked",
    "sal": "Salmon, baked",
    "slamon": "Salmon, baked",
    "tuna": "Tuna, canned in water",
    "tun": "Tuna, canned in water",
    "sardines": "Sardines, canned",
    "sardnes": "Sardines, canned",
    "beef": "Beef steak, cooked",
    "ham": "Ham, cooked",
    "chicken": "Chicken breast, roasted, without skin",
    "liver": "Beef liver, pan-fried",
    "yogurt": "Plain yogurt, whole milk",
    "yoghurt": "Plain yogurt, whole milk",
    "oat milk": "Oat milk, fortified",
    "oatmilk": "Oat milk, fortified",
    "soy milk": "Soya milk, unsweetened, fortified",
    "soya milk": "Soya milk, unsweetened, fortified",
    "marmite": "Yeast extract, British, fortified (Marmite type)",
    "nooch": "Nutritional yeast, fortified",
    "cornflakes": "Corn flakes, fortified",
    "corn flakes": "Corn flakes, fortified",
    "latte": "Latte",
    "nori": "Nori, dried",
    "tempe": "Tempeh",
    "b12": "B12 tablet, 1,000 µg (cyanocobalamin)",
    "vitamin b12": "B12 tablet, 1,000 µg (cyanocobalamin)",
    "vitamin": "B12 tablet, 1,000 µg (cyanocobalamin)",
    "tablet": "B12 tablet, 1,000 µg (cyanocobalamin)",
    "b12 1000": "B12 tablet, 1,000 µg (cyanocobalamin)",
    "1000 mcg tablet": "B12 tablet, 1,000 µg (cyanocobalamin)",
    "1mg b12": "B12 tablet, 1,000 µg (cyanocobalamin)",
    "1,000 µg": "B12 tablet, 1,000 µg (cyanocobalamin)",
    "b12 100": "B12 tablet, 100 µg (cyanocobalamin)",
    "b12 50": "B12 tablet, 50 µg (cyanocobalamin)",
    "methyl 1000 tablet": "B12 tablet, 1,000 µg (methylcobalamin)",
    "injection": "B12 injection, 1,000 µg (hydroxocobalamin)",
    "jab": "B12 injection, 1,000 µg (hydroxocobalamin)",
}


def test_what_people_mean_comes_first():
    load()
    firsts = {typed: next((hit.name for hit in search(typed).hits), None) for typed in FIRST}
    assert firsts == FIRST


@pytest.mark.parametrize("nonsense", ["qwxz", "asdkjh", "jkfdsl", "zzzzzz"])
def test_nonsense_finds_nothing_among_the_shipped_foods(nonsense):
    load()
    assert search(nonsense).hits == ()
