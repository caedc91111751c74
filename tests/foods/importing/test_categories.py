"""Foods of published sets land in the category our own table has them in."""

import csv
from decimal import Decimal

import pytest
from django.conf import settings

from foods.importing.categories import diet_of, of_branded, of_ciqual, of_fndds, of_usda_group, placed, reliability_of
from foods.importing.records import FoodRecord
from foods.shipped import read

FIGURES = settings.BASE_DIR.parent / "shared" / "data" / "usda_b12.csv"


def record(name, total=None, added=None, **more):
    figures = [None if figure is None else Decimal(figure) for figure in (total, added)]
    return FoodRecord("usda-sr28", "1", name, 1, *figures, **more)


@pytest.mark.parametrize(
    ("group", "name", "category"),
    [
        ("0100", "Cheese, cheddar", "cheese"),
        ("1", "Egg, whole, raw, fresh", "eggs"),
        ("Dairy and Egg Products", "Yogurt, plain, whole milk", "yogurt"),
        ("0100", "Milk, whole, 3.25% milkfat", "milk_cream"),
        ("0100", "Eggnog", "milk_cream"),
        ("0500", "Chicken, liver, all classes, cooked", "organ_meat"),
        ("0500", "Chicken, breast, roasted", "poultry"),
        ("0700", "Liverwurst spread", "organ_meat"),
        ("0700", "Salami, Italian", "processed_meat"),
        ("0800", "Cereals ready-to-eat, flakes", "cereal_fortified"),
        ("0800", "Cereals, oats, regular and quick, dry", "cereal"),
        ("1100", "Seaweed, spirulina, dried", "algae_ferments"),
        ("1100", "Mushrooms, white, raw", "algae_ferments"),
        ("1100", "Broccoli, raw", "vegetables"),
        ("1300", "Beef, variety meats and by-products, kidneys, raw", "organ_meat"),
        ("1400", "Beverages, almond milk, unsweetened", "plant_dairy"),
        ("1400", "Beverages, Energy drink", "drinks_nutrition"),
        ("28", "Alcoholic beverage, wine", "fats_sweets_drinks"),
        ("15", "Mollusks, clam, mixed species, raw", "shellfish"),
        ("15", "Fish, cod, Atlantic, raw", "fish"),
        ("1600", "Soymilk, original, unfortified", "plant_dairy"),
        ("1600", "Tempeh", "algae_ferments"),
        ("1600", "Lentils, raw", "legumes"),
        ("1600", "Beans, baked, canned, plain or vegetarian", "legumes"),
        ("1600", "Refried beans, canned, vegetarian", "legumes"),
        ("1600", "Soy sauce made from hydrolyzed vegetable protein", "legumes"),
        ("1600", "Beans, baked, canned, with franks", "dishes"),
        ("1600", "Sausage, meatless", "plant_protein"),
        ("1600", "Sandwich spread, meatless", "plant_protein"),
        ("1600", "LOMA LINDA Tender Rounds with Gravy, canned, unprepared", "plant_protein"),
        ("1600", "WORTHINGTON Smoked Turkey Roll, frozen, unprepared", "plant_protein"),
        ("1600", "MORNINGSTAR FARMS Buffalo Wings, frozen, unprepared", "plant_protein"),
        ("1600", "MORNINGSTAR FARMS Lasagna with Veggie Sausage, frozen, unprepared", "dishes"),
        ("1600", "MORNINGSTAR FARMS Breakfast Biscuit Sausage, Egg & Cheese, frozen, unprepared", "dishes"),
        ("0400", "Butter, salted", "milk_cream"),
        ("0400", "Margarine, regular, hard, soybean (hydrogenated)", "fats_sweets_drinks"),
        ("0400", "Margarine-like, vegetable oil-butter spread, tub, with salt", "fats_sweets_drinks"),
        ("0400", "Vegetable oil-butter spread, reduced calorie", "fats_sweets_drinks"),
        ("0400", "Oil, cocoa butter", "fats_sweets_drinks"),
        ("1100", "Yeast extract spread", "spreads_yeast"),
        ("3500", "Caribou, bone marrow, raw", "meat"),
        ("", "Something nobody sorted", "other"),
        ("no such group", "Cheese", "cheese"),
    ],
)
def test_a_usda_group_is_refined_by_words_of_the_name(group, name, category):
    assert of_usda_group(group, name) == category


@pytest.mark.parametrize(
    ("code", "wweia", "name", "category"),
    [
        ("11111000", "1002", "Milk, whole", "milk_cream"),
        ("11320000", "1902", "Soy milk, sweetened", "plant_dairy"),
        ("11320000", "", "Soy milk, sweetened", "plant_dairy"),
        ("25110140", "2010", "Liver, beef", "organ_meat"),
        ("25110140", "", "Liver, beef", "organ_meat"),
        ("22311000", "2602", "Ham", "meat"),
        ("25230210", "2602", "Ham, prepackaged or deli, luncheon meat", "processed_meat"),
        ("27564420", "3703", "Hot dog sandwich, vegetarian, on bun", "plant_protein"),
        ("75502520", "8408", "Kimchi", "algae_ferments"),
        ("75236000", "9999", "Yeast", "spreads_yeast"),
        ("41206030", "2802", "Beans and franks", "dishes"),
        ("81102010", "8004", "Margarine, stick", "fats_sweets_drinks"),
        ("81100500", "8002", "Butter, stick", "milk_cream"),
        ("14203010", "9998", "Cheese, cottage, dry curd", "cheese"),
        ("", "", "Beef stew", "dishes"),
    ],
)
def test_a_survey_food_is_sorted_by_its_wweia_number_else_by_its_code(code, wweia, name, category):
    assert of_fndds(code, name, wweia) == category


@pytest.mark.parametrize(
    ("group", "name", "category"),
    [
        ("Plant Based Milk", "ORGANIC OAT DRINK", "plant_dairy"),
        ("Cheese", "CHEDDAR CHEESE", "cheese"),
        ("Ice Cream & Frozen Yogurt", "VANILLA", "milk_cream"),
        ("Ice Cream & Frozen Yogurt", "LEMON SORBET", "fats_sweets_drinks"),
        ("Yogurt", "STRAWBERRY", "yogurt"),
        ("Cereal", "CORN FLAKES", "cereal_fortified"),
        ("Canned Tuna", "CHUNK LIGHT TUNA", "fish"),
        ("Canned Soup", "CREAM OF MUSHROOM", "dishes"),
        ("Energy, Protein & Muscle Recovery Drinks", "ENERGY", "drinks_nutrition"),
        ("Green Supplements", "SPIRULINA", "supplement"),
        ("Vegetarian Frozen Meats", "BURGER", "plant_protein"),
        ("Candy", "ABBA-ZABA", "fats_sweets_drinks"),
        ("", "BEEF JERKY", "meat"),
        ("", "XYZ", "other"),
    ],
)
def test_a_branded_food_is_sorted_by_the_text_of_its_category(group, name, category):
    assert of_branded(group, name) == category


@pytest.mark.parametrize(
    ("groups", "name", "category"),
    [
        (("produits laitiers et assimilés", "fromages et assimilés", "-"), "Camembert", "cheese"),
        (("produits laitiers et assimilés", "laits", "-"), "Lait entier, UHT", "milk_cream"),
        (("viandes, œufs, poissons et assimilés", "viandes cuites", "bœuf et veau"), "Foie, veau, cuit", "organ_meat"),
        (("viandes, œufs, poissons et assimilés", "viandes cuites", "poulet"), "Poulet, cuisse, rôti", "poultry"),
        (("viandes, œufs, poissons et assimilés", "œufs", "œufs cuits"), "Oeuf, dur", "eggs"),
        (("viandes, œufs, poissons et assimilés", "mollusques et crustacés crus"), "Moule, crue", "shellfish"),
        (("viandes, œufs, poissons et assimilés", "poissons cuits"), "Thon, cuit", "fish"),
        (("aides culinaires et ingrédients divers", "algues", "-"), "Nori séchée", "algae_ferments"),
        (("matières grasses", "margarines", "-"), "Margarine à 80% MG", "fats_sweets_drinks"),
        (("matières grasses", "beurres", "-"), "Beurre doux", "milk_cream"),
        (("produits céréaliers", "pains et assimilés", "pains"), "Pain de mie", "cereal"),
        (("fruits, légumes, légumineuses et oléagineux", "légumineuses", "-"), "Lentille, cuite", "legumes"),
        (("meat, egg and fish", "eggs", "-"), "Egg, hard-boiled", "eggs"),
        (("", "", ""), "Rien", "other"),
    ],
)
def test_a_french_or_english_group_of_ciqual_is_known(groups, name, category):
    assert of_ciqual(groups, name) == category


def test_what_was_fortified_by_half_or_more_is_added_and_belongs_to_its_market():
    food = placed(record("Soymilk, fortified", "0.85", "0.8"), "plant_dairy", market="US")
    assert (food.origin, food.form, food.market, food.diet) == ("added", "not_stated", "US", "vegan")
    assert food.b12_added_ug == Decimal("0.8")


def test_less_than_half_added_stays_food():
    food = placed(record("Milk, with a little added", "0.9", "0.2"), "milk_cream", market="US")
    assert (food.origin, food.form, food.market) == ("food", "bound", "")


@pytest.mark.parametrize("added", [None, "0"])
def test_a_plant_drink_with_b12_was_fortified_though_the_set_lists_nothing_as_added(added):
    food = placed(record("Almond milk", "0.4", added), "plant_dairy", market="US")
    assert (food.origin, food.b12_added_ug, food.market) == ("added", None, "US")


@pytest.mark.parametrize(
    ("name", "total", "added", "origin"),
    [
        ("WORTHINGTON FriPats", "1.9", None, "added"),
        ("WORTHINGTON FriPats", "0.5", None, "added"),
        ("WORTHINGTON FriPats", "0.49", None, "food"),  # egg white and milk hold so much
        ("WORTHINGTON FriPats", "1.9", "0", "food"),  # the set says that none was added
        ("WORTHINGTON FriPats", "1.9", "0.5", "food"),
        ("WORTHINGTON FriPats", None, None, "food"),
        ("Veggie burger with cheese", "1.9", None, "food"),
        ("Meatless patties, unfortified", "1.9", None, "food"),
    ],
)
def test_a_meat_alternative_with_b12_was_fortified_where_nothing_speaks_against_it(name, total, added, origin):
    food = placed(record(name, total, added), "plant_protein", market="US")
    assert (food.origin, food.market) == (origin, "US" if origin == "added" else "")
    assert food.b12_added_ug == (None if origin == "added" or added is None else Decimal(added))


@pytest.mark.parametrize("name", ["Margarine-like spread, 60% fat, tub", "Vegetable oil-butter spread"])
def test_where_the_b12_of_a_margarine_comes_from_is_not_known(name):
    food = placed(record(name, "10.8", "0"), "fats_sweets_drinks", market="US")
    assert (food.origin, food.form, food.diet, food.market) == ("food", "not_stated", "", "")


def test_what_is_made_with_margarine_is_no_margarine():
    assert placed(record("Egg, whole, fried with margarine", "0.8", "0"), "eggs").form == "bound"


def test_unknown_b12_is_neither_added_nor_bound():
    food = placed(record("Beef, unknown"), "meat")
    assert (food.b12_ug, food.origin, food.form) == (None, "food", "not_stated")


@pytest.mark.parametrize(
    ("name", "reliability"),
    [("Seaweed, spirulina, dried", "inactive"), ("Spiruline, séchée", "inactive"), ("Tempeh", "disputed")],
)
def test_algae_and_ferments_do_not_count(name, reliability):
    assert reliability_of("algae_ferments", name) == reliability
    assert placed(record(name, "2"), "algae_ferments").reliability == reliability


def test_b12_that_was_added_to_an_alga_counts():
    assert placed(record("Seaweed snack, fortified", "2", "2"), "algae_ferments").reliability == "active"


@pytest.mark.parametrize(
    ("category", "name", "diet"),
    [
        ("meat", "Beef", "meat"),
        ("eggs", "Egg, Benedict", "meat"),
        ("eggs", "Egg, boiled", "vegetarian"),
        ("dishes", "Pizza, with meat", "meat"),
        ("dishes", "Pizza, cheese", ""),
        ("dishes", "Soup, chicken-flavored", ""),
        ("vegetables", "Broccoli, cooked, fat added", ""),
        ("vegetables", "Broccoli, raw", "vegan"),
        ("milk_cream", "Margarine, tub", ""),
        ("eggs", "Egg, whole, fried with margarine", ""),
        ("dishes", "MORNINGSTAR FARMS Breakfast Biscuit Sausage, Egg & Cheese", ""),
    ],
)
def test_a_diet_is_given_only_where_it_is_sure(category, name, diet):
    assert diet_of(category, name, Decimal(0)) == diet


def test_a_plant_with_unknown_b12_has_no_diet():
    assert diet_of("vegetables", "Broccoli, raw", None) == ""


@pytest.mark.skipif(not FIGURES.exists(), reason="The mapping is NOT compared: the data sets are not there.")
def test_the_foods_of_sr28_that_ship_land_where_they_ship():
    shipped = {food.key[1]: food.values for food in read().foods if food.key[0] == "usda-sr28"}
    with FIGURES.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["source_dataset"] == "SR28"]
    same = [
        of_usda_group(row["food_group"], row["description"]) == shipped[row["fdc_or_ndb_id"]]["category"]
        for row in rows
        if row["fdc_or_ndb_id"] in shipped
    ]
    assert (len(same), sum(same)) == (61, 61)
