"""Finding foods by what people type, on whichever database the suite runs."""

from decimal import Decimal

import pytest

from foods.choices import Category, Form, Route, State
from foods.models import Food
from foods.search import Hit, Results, reindex, search
from tests.factories import AliasFactory, FoodFactory, PortionFactory, UserFactory

pytestmark = pytest.mark.django_db


def shelf(*names: str, **fields) -> list[Food]:
    """Published foods of these names, in the index."""
    foods = [FoodFactory(name=name, **fields) for name in names]
    reindex([food.pk for food in foods])
    return foods


def found(text: str, **options) -> list[str]:
    return [hit.name for hit in search(text, **options).hits]


# --- What matches ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed", ["sal", "salmon", "SALMON", "smoked sal", "sal smo", "salmon, smoked", " smoked  salmon "]
)
def test_any_beginning_of_words_in_any_order_finds_the_food(typed):
    shelf("Smoked salmon", "Cheddar", "Saltfish")
    assert "Smoked salmon" in found(typed)
    assert "Cheddar" not in found(typed)


def test_every_word_has_to_match():
    shelf("Oat milk", "Whole milk", "Oat cake")
    assert found("oat milk") == ["Oat milk"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Crème fraîche", "creme fraiche"),
        ("Creme caramel", "crème"),
        ("Smørrebrød", "smorrebrod"),
        ("Weißwurst", "weisswurst"),
        ("Egg, boiled", "eggs"),
        ("Eggs, scrambled", "egg"),
        ("Berries, mixed", "berry"),
        ("Blackberry jam", "blackberries"),
        ("Anchovies, canned", "anchovy"),
        ("Anchovies, canned", "anchovi"),
        ("Soya yoghurt", "soy yogurt"),
        ("Soy yogurt", "soya yoghurts"),
        ("Kellogg's flakes", "kelloggs"),
        ("Semi-skimmed milk", "semi skimmed"),
        ("Semi-skimmed milk", "semiskimmed"),
        ("Semi-skimmed milk", "semi-skimmed"),
    ],
)
def test_accents_plurals_hyphens_and_spellings_make_no_difference(name, typed):
    shelf(name, "Haddock")
    results = search(typed)
    assert [hit.name for hit in results.hits] == [name]
    assert not results.repaired


def test_an_alias_finds_the_food_and_is_named():
    food = FoodFactory(name="Yeast extract, British")
    AliasFactory(food=food, name="Marmite")
    AliasFactory(food=food, name="Hefeextrakt", language="de")
    reindex([food.pk])
    (hit,) = search("marm").hits
    assert (hit.name, hit.matched_alias) == ("Yeast extract, British", "Marmite")
    assert search("yeast").hits[0].matched_alias == ""


def test_brand_and_market_count_as_words_of_the_food():
    shelf("Oat drink", brand="Alpro", market="GB")
    shelf("Oat drink, own label", market="US")
    assert found("alpro oat") == ["Oat drink"]
    assert found("oat uk") == ["Oat drink"]
    assert found("oat usa") == ["Oat drink, own label"]


@pytest.mark.parametrize("stored", ["012345678905", "0012345678905", "00012345678905"])
@pytest.mark.parametrize(
    "typed", ["012345678905", "12345678905", "00012345678905", "0 12345 67890 5", "0-12345-678905"]
)
def test_a_barcode_finds_its_food_with_or_without_zeros_in_front(stored, typed):
    shelf("Some tin", gtin=stored)
    shelf("Other tin", gtin="96385074")
    assert found(typed) == ["Some tin"]


def test_an_unknown_barcode_finds_nothing_and_is_not_repaired():
    shelf("Some tin", gtin="96385074")
    assert search("96385075") == Results("96385075", "96385075", False, (), False)


@pytest.mark.parametrize(
    "typed",
    [
        "b12 1000", "1000 b12", "1000 mcg tablet", "1mg b12", "1 mg", "1,000 µg", "1000ug", "B-12 1000",
        "vitamin b12 1000", "vitamin 1000", "b 12 tablets 1000 microgram", "1000 mc", "cyanocobalamin 1000",
        "cobalamin 1000",
    ],
)  # fmt: skip
def test_a_dose_finds_the_tablet_of_that_strength_first(typed):
    for strength in (100, 1_000, 10_000):
        food = FoodFactory(tablet=True, name=f"B12 tablet, {strength:,} µg")
        reindex([food.pk])
    assert found(typed)[0] == "B12 tablet, 1,000 µg"


def test_a_hundred_is_no_slip_for_a_thousand():
    shelf("B12 tablet, 1,000 µg", category=Category.SUPPLEMENT, form=Form.METHYLCOBALAMIN)
    assert found("b12 2000") == []
    assert found("b12 10000") == []


def test_milligrams_typed_for_micrograms_are_put_right_and_said_so():
    shelf("B12 tablet, 1,000 µg")
    results = search("1000 mg b12")
    assert (results.repaired, results.searched) == (True, "1000ug b12")
    assert results.hits[0].name == "B12 tablet, 1,000 µg"


def test_an_injection_is_found_by_its_route():
    shelf("B12, 1 mg in 1 ml", route=Route.INJECTED)
    assert found("injection") == ["B12, 1 mg in 1 ml"]


# --- What is shown -----------------------------------------------------------------------------------------------
def test_a_hit_has_the_figures_of_the_food_and_its_default_portion():
    food = FoodFactory(name="Whole milk", brand="", b12_ug=Decimal("0.54"), b12_added_ug=Decimal(0), basis="ml100")
    PortionFactory(food=food, name="bottle", quantity=500, is_default=False)
    glass = PortionFactory(food=food, name="glass", quantity=Decimal("244.5"))
    reindex([food.pk])
    assert search("milk").hits == (
        Hit(
            food_id=food.pk, name="Whole milk", brand="", market="", category="fish", origin="food", form="bound",
            route="swallowed", reliability="active", grade="calculated", basis="ml100", b12_ug=Decimal("0.5400"),
            b12_added_ug=Decimal("0.0000"), portion_id=glass.pk, portion_name="glass",
            portion_quantity=Decimal("244.500"), own=False, matched_alias="",
        ),
    )  # fmt: skip


def test_unknown_stays_unknown_and_a_food_without_portion_has_none():
    food = FoodFactory(name="Whole milk", unknown=True)
    reindex([food.pk])
    (hit,) = search("milk").hits
    assert (hit.b12_ug, hit.b12_added_ug, hit.portion_id, hit.portion_name, hit.portion_quantity) == (
        None, None, None, "", None,
    )  # fmt: skip


def test_more_says_whether_anything_is_left():
    shelf(*[f"Milk {letter}" for letter in "abcdefghijk"])
    results = search("milk", limit=10)
    assert (len(results.hits), results.more) == (10, True)
    results = search("milk", limit=11)
    assert (len(results.hits), results.more) == (11, False)


def test_a_long_list_of_beginnings_is_as_long_as_asked_for():
    shelf(*[f"Milkshake {number}" for number in range(120)])
    results = search("milksh", limit=100)
    assert (len(results.hits), results.more) == (100, True)


# --- Order -------------------------------------------------------------------------------------------------------
def test_the_whole_word_comes_before_one_that_begins_with_it():
    shelf("Hamburger", "Ham", "Hamster food")
    assert found("ham")[0] == "Ham"


def test_the_thing_itself_comes_before_what_is_made_of_it():
    shelf("Egg noodles", "Egg, boiled", "Noodles with egg")
    assert found("egg")[0] == "Egg, boiled"


def test_what_curators_say_people_mean_comes_first():
    shelf("Milk, buffalo", "Milk")
    shelf("Whole milk", prominence=9)
    assert found("milk")[0] == "Whole milk"


def test_a_prominent_food_is_not_cut_off_by_the_bound_on_candidates():
    shelf(*[f"Mi {number}" for number in range(250)])
    shelf("Milk", prominence=9)
    assert found("mi")[0] == "Milk"


def test_usuals_come_first_then_own_foods_then_the_rest(person):
    (_, usual, other) = shelf("Milk", "Milk pudding with rice", "Milkshake")
    shelf("Milk from next door", owner=person)
    names = found("milk", owner_id=person.pk, boosts={usual.pk: 1.5, other.pk: 9.0})
    assert names == ["Milk pudding with rice", "Milkshake", "Milk from next door", "Milk"]


def test_among_usuals_the_more_usual_comes_first():
    (one, two) = shelf("Oat milk", "Soy milk")
    assert found("milk", boosts={one.pk: 1, two.pk: 2}) == ["Soy milk", "Oat milk"]
    assert found("milk", boosts={one.pk: 2, two.pk: 1}) == ["Oat milk", "Soy milk"]


def test_a_usual_that_does_not_match_is_not_shown():
    (cheddar, _) = shelf("Cheddar", "Milk")
    assert found("milk", boosts={cheddar.pk: 5}) == ["Milk"]


# --- Who sees what -----------------------------------------------------------------------------------------------
def test_own_foods_are_for_their_owner_alone(person):
    stranger = UserFactory()
    (food,) = shelf("Grandmother's herring", owner=person, gtin="96385074")
    assert [(hit.name, hit.own) for hit in search("herring", owner_id=person.pk).hits] == [
        ("Grandmother's herring", True)
    ]
    assert found("96385074", owner_id=person.pk) == ["Grandmother's herring"]
    for owner_id in (None, stranger.pk):
        assert found("herring", owner_id=owner_id) == []
        assert found("hering", owner_id=owner_id) == []
        assert found("herring", owner_id=owner_id, boosts={food.pk: 9}) == []
        assert found("96385074", owner_id=owner_id) == []


def test_words_of_private_foods_repair_nobody_elses_spelling(person):
    shelf("Zanzibarian herring", owner=person)
    assert search("zanzibarain").searched == "zanzibarain"
    mine = search("zanzibarain", owner_id=person.pk)
    assert (mine.repaired, [hit.name for hit in mine.hits]) == (True, ["Zanzibarian herring"])


@pytest.mark.parametrize("state", [State.DRAFT, State.RETIRED])
def test_drafts_and_retired_foods_are_never_found(state, person):
    shelf("Whole milk", state=state)
    shelf("Milk of mine", state=state, owner=person)
    assert found("milk", owner_id=person.pk) == []


def test_a_food_retired_without_a_word_to_the_index_is_not_found_either():
    (food, _) = shelf("Whole milk", "Oat milk")
    Food.objects.filter(pk=food.pk).update(state=State.RETIRED)
    assert found("milk", boosts={food.pk: 3}) == ["Oat milk"]


# --- Queries -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 30])
def test_an_ordinary_search_makes_one_query_whatever_it_finds(rows, person, django_assert_num_queries):
    foods = shelf(*[f"Milk {number}" for number in range(max(rows, 3))])
    for food in foods:
        PortionFactory(food=food)
    shelf("Milk of mine", owner=person)
    with django_assert_num_queries(1):
        results = search("mil", owner_id=person.pk, boosts={foods[0].pk: 2}, limit=rows)
    assert len(results.hits) == rows


def test_a_repair_makes_two_queries_more(django_assert_num_queries):
    shelf("Salmon")
    with django_assert_num_queries(3):
        assert search("slamon").repaired


def test_a_barcode_makes_one_query_and_nothing_typed_makes_none(django_assert_num_queries):
    with django_assert_num_queries(1):
        search("96385074")
    with django_assert_num_queries(0):
        search(" -- ")
