"""Whatever is typed: slips are repaired, nonsense finds nothing, nothing is an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foods.models import Food
from foods.search import Results, search
from tests.foods.test_search import found, shelf

pytestmark = pytest.mark.django_db


# --- Spelling ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        "slamon",
        "samon",
        "salmmon",
        "salnon",
        "aslmon",
        "almon",
        "salmno",
        "xalmon",
        "slamno",
        "salmxx",
        "smoked slamon",
    ],
)
def test_slips_of_the_finger_are_repaired_and_said_so(typed):
    shelf("Smoked salmon", "Cheddar", "Haddock", "Cockles")
    results = search(typed)
    assert [hit.name for hit in results.hits] == ["Smoked salmon"]
    assert (results.repaired, results.query) == (True, typed)
    assert results.searched.endswith("salmon")


def test_a_word_that_is_known_is_left_alone():
    shelf("Brie", "Brine", "Briny crackers")
    results = search("brie")
    assert (results.repaired, [hit.name for hit in results.hits]) == (False, ["Brie"])


def test_a_word_that_is_only_begun_is_no_slip():
    shelf("Salami", "Salmon")
    assert (search("salm").repaired, found("salm")) == (False, ["Salmon"])


def test_exact_means_no_repair():
    shelf("Salmon")
    assert search("slamon", exact=True) == Results("slamon", "slamon", False, (), False)


@pytest.mark.parametrize(
    ("name", "typed", "searched"),
    [
        ("Whole drink", "whloe", "whole"),
        ("Sushi roll", "susih", "sushi"),
        ("Multigrain porridge", "mutligr", "multigrain"),
        ("Oat milk", "oatmilk", "oat milk"),
        ("Cornflakes", "corn flakes", "cornflakes"),
        ("Cheeseburger", "burger", "cheeseburger"),
        ("Hydroxocobalamin ampoule", "hidroksocobalamin", "hydroxocobalamin"),
    ],
)
def test_compounds_and_wilder_spellings_are_repaired_too(name, typed, searched):
    shelf(name, "Haddock")
    results = search(typed)
    assert ([hit.name for hit in results.hits], results.repaired, results.searched) == ([name], True, searched)


def test_a_word_nobody_knows_is_left_out_beside_one_that_is_known():
    shelf("Whole milk")
    results = search("tesco milk")
    assert ([hit.name for hit in results.hits], results.repaired, results.searched) == (["Whole milk"], True, "milk")


@pytest.mark.parametrize("nonsense", ["qwxz", "asdkjh", "zzzz", "qwxz asdkjh", "xx yy milk"])
def test_nonsense_finds_nothing(nonsense):
    shelf("Whole milk", "Salmon", "Cheddar", "Haddock", "Oat drink")
    assert search(nonsense) == Results(nonsense, nonsense, False, (), False)


def test_what_matches_as_typed_stays_before_what_a_repair_adds():
    shelf("Befana cake", *[f"Beef {number}" for number in range(12)])
    results = search("bef", limit=3)
    assert results.hits[0].name == "Befana cake"
    assert [hit.name[:4] for hit in results.hits[1:]] == ["Beef", "Beef"]
    assert (results.repaired, results.more) == (True, True)


@pytest.mark.parametrize(
    ("names", "typed", "searched"),
    [
        (["Candies", "Candy bar", "Candied fruit"], "candise", "candy"),  # what "candies" is folded to
        (["Chili", "Jelly"], "hcili", "chili"),  # which folds to "hcily"
        (["Candy", *["Rice and beans"] * 3], "andies", "candy"),  # "and" tells no food from another
        (["Candied fruit", *["Candied ginger"] * 11, "Can", "Dise bar"], "candise", "candied"),  # few know "dise"
    ],
)
def test_of_several_repairs_the_likeliest_is_taken(names, typed, searched):
    shelf(*names)
    assert search(typed).searched == searched
    assert names[0] in found(typed, limit=20)


def test_a_rare_word_that_no_food_holds_beside_the_others_may_be_a_slip_of_a_common_one():
    shelf("Sour dough bread", *[f"Bread {number}" for number in range(12)], "Sour plums")
    shelf("Cola", brand="Brad")
    results = search("sour brad")
    assert ([hit.name for hit in results.hits], results.repaired) == (["Sour dough bread"], True)
    assert found("brad") == ["Cola"]


def test_words_are_not_joined_where_it_is_another_that_nobody_knows():
    shelf("Low fat milk, boneless fish", "Lowfat yogurt")
    assert found("low fat milk boneleas") == ["Low fat milk, boneless fish"]


def test_a_slip_that_begins_a_brand_finds_what_was_meant_beside_it():
    shelf(*[f"Cola {number}" for number in range(4)], brand="Burgarpul")
    shelf(*[f"Burger {number}" for number in range(50)])
    results = search("burgar", limit=5)
    assert [hit.name[:4] for hit in results.hits] == ["Cola", "Cola", "Burg", "Burg", "Burg"]
    assert (results.repaired, results.searched) == (True, "burger")
    assert found("burgar", exact=True) == ["Cola 0", "Cola 1", "Cola 2", "Cola 3"]


def test_the_beginning_of_a_brand_stays_one_where_nothing_is_much_commoner():
    shelf(*[f"Cola {number}" for number in range(4)], brand="Burgarpul")
    shelf("Burger")
    assert (len(found("burgar")), search("burgar").repaired) == (4, False)


def test_further_foods_of_the_brand_come_last():
    shelf(*[f"Cola {number}" for number in range(4)], brand="Burgarpul")
    shelf(*[f"Burger {number}" for number in range(41)])
    names = found("burgar", limit=60)
    assert [names[place][:4] for place in (0, 1, 2, -3, -2, -1)] == ["Cola", "Cola", "Burg", "Burg", "Cola", "Cola"]
    assert len(names) == len(set(names)) == 45


# --- Any input ---------------------------------------------------------------------------------------------------
HOSTILE = [
    "", " ", "\0", "milk\0", '"', "'", "''", '""', "*", "milk*", "AND", "NEAR(", "NEAR(milk, 2)", "milk OR",
    "NOT milk", "words:milk", "^milk", "milk -whole", "-", "--", "; DROP TABLE foods_food", "%", "_", "%s", "\\",
    "milk\\", "(((", "{}", "&", "|", "!", ":*", "~", "'~milk':*", "<->", "🥛", "🥛 milk", "\ud800", "٣", "½", "ꟺ", "ⅷ",
    "漢字", "Ελλάδα μου", "a" * 5_000, "milk " * 1_000, "1" * 5_000, "." * 5_000, "b12" * 500, "1.1.1.1", "0" * 13,
    "\n\t", "mg", "1,,,000 mg",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_never_an_error(text, person):
    shelf("Whole milk")
    results = search(text, owner_id=person.pk, boosts={1: 1.0})
    assert results.query == text.strip()
    assert {hit.name for hit in results.hits} <= {"Whole milk"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80) | st.from_regex(r"[a-zµ0-9.,*\"'() %_-]{0,30}", fullmatch=True))
def test_any_text_can_be_searched_for(text):
    if not Food.objects.exists():
        shelf("Whole milk", "B12 tablet, 1,000 µg")
    search(text)


def test_strange_names_can_be_stored_and_found():
    shelf("漢字", "ꟺꟺ", "Ελλάδα", "!!!", "Ⅷ")
    assert found("漢") == ["漢字"]
    assert found("ꟺ") == ["ꟺꟺ"]
    assert found("ελλαδα") == ["Ελλάδα"]
    assert found("!!!") == []
