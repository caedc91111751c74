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
