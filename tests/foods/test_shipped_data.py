"""The foods that ship: enough of them, whole, plainly named, and loaded without a refusal."""

import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from foods.choices import Basis, Category, Form, Grade, Origin, Reliability, Route, State
from foods.loading import load
from foods.models import Alias, Food, Portion
from foods.shipped import read

SURVEY_SPEAK = re.compile(r"\bN[SF]S?\b|NS as to|\bNFS\b|[A-Z]{6,}|, from raw|no added fat")
AMERICAN = re.compile(r"\b(yoghurt|flavored|color|fiber|omelet|ground beef|shrimp,|eggplant|zucchini|cilantro)\b", re.I)


@pytest.fixture(scope="module")
def shipment():
    return read()


@pytest.fixture(scope="module")
def foods(shipment):
    return shipment.foods


def by_name(foods, name):
    (food,) = (food for food in foods if food.values["name"] == name)
    return food


def names(found) -> list[str]:
    return [food.values["name"] for food in found]


def test_nothing_that_ships_is_refused(shipment):
    assert shipment.refused == ()


def test_at_least_450_foods_ship(foods):
    assert len(foods) >= 450


def test_at_least_70_supplements_and_injections_ship(foods):
    assert sum(food.values["category"] in (Category.SUPPLEMENT, Category.INJECTION) for food in foods) >= 70


def test_every_category_but_other_has_foods(foods):
    assert {food.values["category"] for food in foods} == set(Category.values) - {Category.OTHER}


def test_no_two_foods_have_the_same_name(foods):
    folded = Counter(food.values["name"].casefold() for food in foods)
    assert [name for name, count in folded.items() if count > 1] == []


def test_names_are_in_our_own_british_words(foods):
    found = names(foods)
    assert [name for name in found if SURVEY_SPEAK.search(name) or AMERICAN.search(name)] == []
    assert [name for name in found if not re.fullmatch(r"[A-Z0-9].*[\w)]", name) or "  " in name] == []


def test_every_food_has_one_to_six_portions_of_a_sensible_size(foods):
    assert [food.values["name"] for food in foods if not 1 <= len(food.portions) <= 6] == []
    sizes = {
        (food.values["name"], portion.name): portion.quantity
        for food in foods
        for portion in food.portions
        if food.values["basis"] != Basis.UNIT
    }
    assert {name: size for name, size in sizes.items() if not 1 <= size <= 700} == {}


def test_portions_are_named_for_one_of_them(foods):
    """The app writes the number: "2 × egg"."""
    named = {portion.name for food in foods for portion in food.portions}
    assert [name for name in sorted(named) if name[0].isdigit() or name != name.strip() or "100 g" in name] == []


def test_the_default_portion_stands_first(foods):
    assert [food.values["name"] for food in foods if not food.portions[0].is_default] == []


def test_a_hundred_foods_and_more_have_german_french_and_spanish_names(foods):
    assert sum({language for language, _ in food.aliases} >= {"de", "fr", "es"} for food in foods) >= 100


def test_a_thousand_aliases_and_more_ship(foods):
    assert sum(len(food.aliases) for food in foods) >= 1000


def test_aliases_are_of_four_languages(foods):
    assert {language for food in foods for language, _ in food.aliases} == {"en", "de", "fr", "es"}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("ground beef", "Minced beef, cooked"),
        ("shrimp", "Prawns, boiled"),
        ("2% milk", "Semi-skimmed milk"),
        ("skim milk", "Skimmed milk"),
        ("nooch", "Nutritional yeast, fortified"),
        ("OJ", "Orange juice"),
        ("quorn", "Mycoprotein (Quorn type)"),
        ("weetabix", "Wheat biscuits (Weetabix type)"),
        ("marmite", "Yeast extract, British, fortified (Marmite type)"),
        ("fish sticks", "Fish fingers"),
        ("hydroxo", "B12 injection, 1,000 µg (hydroxocobalamin)"),
        ("Rinderleber", "Beef liver, pan-fried"),
        ("foie de bœuf", "Beef liver, pan-fried"),
        ("hígado de res", "Beef liver, pan-fried"),
    ],
)
def test_the_words_people_type_lead_to_the_food(foods, word, name):
    assert word in {alias for _, alias in by_name(foods, name).aliases}


@pytest.mark.parametrize(
    "name",
    [
        "Whole milk", "Egg, boiled", "Salmon, baked", "Tuna, canned in water", "Cheddar", "Plain yogurt, whole milk",
        "Chicken breast, roasted, without skin", "B12 tablet, 1,000 µg (cyanocobalamin)",
    ],
)  # fmt: skip
def test_what_a_bare_word_means_is_most_prominent(foods, name):
    assert by_name(foods, name).values["prominence"] == 9


# Figures


def test_eleven_wanted_foods_without_a_figure_are_unknown_and_not_0(foods):
    unknown = [food for food in foods if food.values["b12_unknown"]]
    assert len(unknown) >= 11
    assert {(food.values["b12_ug"], food.key[0]) for food in unknown} == {(None, "open-question")}
    assert [food.values["name"] for food in unknown if not food.values["note"]] == []


def test_at_least_60_foods_say_how_far_sources_disagree(foods):
    ranges = [food for food in foods if food.values["low_ug"] is not None]
    assert len(ranges) >= 60
    assert [food.values["name"] for food in ranges if not food.values["range_note"]] == []
    assert [food.values["name"] for food in ranges if food.values["low_ug"] == food.values["high_ug"]] == []


def test_clams_and_mussels_count_with_their_low_figure(foods):
    for name, highest in (("Clams, steamed", "98.89"), ("Mussels, cooked", "24")):
        values = by_name(foods, name).values
        assert values["b12_ug"] == values["low_ug"]
        assert values["high_ug"] == Decimal(highest)


def test_what_does_not_count_says_why_with_its_publication(foods):
    uncounted = [food for food in foods if food.values["reliability"] != Reliability.ACTIVE]
    assert len(uncounted) >= 15
    without = [f for f in uncounted if not re.search(r"Watanabe|Norris", f.values["note"])]
    assert names(without) == ["Nutritional yeast, not fortified"]


def test_spirulina_is_inactive_and_nori_and_chlorella_are_disputed(foods):
    assert by_name(foods, "Spirulina, dried").values["reliability"] == Reliability.INACTIVE
    assert by_name(foods, "Nori, dried").values["reliability"] == Reliability.DISPUTED
    assert by_name(foods, "Chlorella").values["reliability"] == Reliability.DISPUTED


def test_a_supplement_holds_per_unit_what_its_label_says_all_of_it_added(foods):
    doses = [food for food in foods if food.key[0] == "label"]
    assert {food.values["basis"] for food in doses} == {Basis.UNIT}
    assert {food.values["grade"] for food in doses} == {Grade.LABEL}
    assert [food.values["name"] for food in doses if food.values["b12_ug"] != food.values["b12_added_ug"]] == []


def test_the_name_of_a_supplement_says_its_dose(foods):
    def dose(food):
        (text,) = re.findall(r"([\d.,]+) µg", food.values["name"])
        return Decimal(text.replace(",", ""))

    wrong = [food for food in foods if food.key[0] == "label" and dose(food) != food.values["b12_ug"]]
    assert names(wrong) == []


def test_injections_are_injected_and_nothing_else_is(foods):
    injected = [food for food in foods if food.values["route"] == Route.INJECTED]
    assert {food.values["category"] for food in injected} == {Category.INJECTION}
    assert {food.values["origin"] for food in injected} == {Origin.INJECTED}
    strengths = {(food.values["form"], food.values["b12_ug"]) for food in injected}
    assert {(Form.CYANOCOBALAMIN, 1000), (Form.HYDROXOCOBALAMIN, 1000), (Form.METHYLCOBALAMIN, 1000)} <= strengths


def test_fortified_foods_of_the_us_say_so(foods):
    added = [f for f in foods if f.values["origin"] == Origin.ADDED and f.key[0].startswith("usda")]
    assert len(added) >= 60
    assert {food.values["market"] for food in added} == {"US"}


def test_a_food_said_to_be_natural_has_nothing_added(foods):
    natural = [food for food in foods if food.values["origin"] == Origin.FOOD]
    assert [food.values["name"] for food in natural if food.values["b12_added_ug"]] == []


def test_plant_foods_that_are_not_fortified_hold_next_to_nothing(foods):
    """A vegan food with B12 in it is fortified, disputed, or a slip of ours."""
    odd = [
        food
        for food in foods
        if food.values["diet"] == "vegan"
        and food.values["origin"] == Origin.FOOD
        and food.values["reliability"] == Reliability.ACTIVE
        and (food.values["b12_ug"] or 0) > Decimal("0.1")
    ]
    assert names(odd) == ["Yeast extract"]


# In the database


@pytest.mark.django_db
def test_everything_loads_and_a_second_load_changes_nothing(foods):
    first = load()
    assert (len(first.added), first.refused) == (len(foods), ())
    assert Food.objects.filter(state=State.PUBLISHED, source__isnull=False).count() == len(foods)
    assert Portion.objects.count() == sum(len(food.portions) for food in foods)
    assert Alias.objects.count() == sum(len(food.aliases) for food in foods)
    second = load()
    assert (second.changed, second.kept, second.retired, second.unchanged) == ((), (), (), len(foods))


def test_the_files_are_sorted_so_that_a_change_is_a_short_diff(foods):
    keys = [food.key for food in foods]
    assert keys == sorted(keys)


def test_portions_and_aliases_of_a_food_stand_together():
    from foods.shipped import DIRECTORY

    for file in ("portions.csv", "aliases.csv"):
        lines = (DIRECTORY / file).read_text(encoding="utf-8").splitlines()[1:]
        runs = defaultdict(int)
        last = None
        for line in lines:
            key = tuple(line.split(",")[:2])
            runs[key] += key != last
            last = key
        assert {key: count for key, count in runs.items() if count > 1} == {}
