"""A line resolved over a small table: which food, which portion, how much, and what is asked back."""

from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from foods import search
from foods.choices import Basis, Category
from foods.models import Food
from tests.factories import AliasFactory, FoodFactory, PortionFactory, UserFactory
from tests.tracker.eaters import NOW
from tests.tracker.views.conftest import had
from tracker.domain.line import MOST_ITEMS
from tracker.reports.line import ResolvedItem, ResolvedLine, resolve, resolve_several
from tracker.reports.line_amounts import Doubt


def food(
    name: str, *portions: tuple[str, int | str], aliases: tuple[str, ...] = (), index: bool = True, **fields
) -> Food:
    """A food that is found; the first portion is the default one."""
    made = FoodFactory(name=name, **fields)
    for place, (portion, quantity) in enumerate(portions):
        PortionFactory(food=made, name=portion, quantity=Decimal(quantity), is_default=not place, order=place)
    for alias in aliases:
        AliasFactory(food=made, name=alias)
    if index:
        search.reindex([made.pk])
    return made


@pytest.fixture
def person(db) -> User:
    return UserFactory(time_zone="Europe/London")


@pytest.fixture(autouse=True)
def table(db) -> dict[str, Food]:
    partly = partial(food, index=False)
    made = [
        partly("Egg, boiled", ("egg", 50), ("large egg", 57), category=Category.EGGS),
        partly("Whole milk", ("glass", 244), ("splash in tea or coffee", 30), ("cup on cereal", 122),
             ("small glass", 150), category=Category.MILK_CREAM),
        partly("Coffee, black", ("mug", 240), category=Category.FATS_SWEETS_DRINKS),
        partly("Latte", ("small", 360), ("large", 600), aliases=("coffee with milk",),
             category=Category.FATS_SWEETS_DRINKS),
        partly("Macaroni cheese", ("bowl", 230), aliases=("mac and cheese",), category=Category.DISHES),
        partly("Cheddar", ("slice", 21), aliases=("cheese",), category=Category.CHEESE),
        partly("White bread", ("slice", 28), aliases=("toast",), category=Category.CEREAL),
        partly("Butter", ("tablespoon", 14), ("for a slice of bread", 7), category=Category.FATS_SWEETS_DRINKS),
        partly("Salmon, baked", ("fillet", 140), ("large fillet", 210), aliases=("salmon",)),
        partly("Almonds", ("handful", 28), category=Category.NUTS),
        partly("White rice", ("cup", 158), aliases=("rice",), category=Category.CEREAL),
        partly("Avocado", ("half", 75), category=Category.FRUIT),
        partly("Baked beans", ("half a tin", 207), category=Category.LEGUMES),
        partly("Corn flakes", ("bowl", 30), category=Category.CEREAL_FORTIFIED),
        partly("Banana", ("banana", 126), category=Category.FRUIT),
        partly("B12 tablet, 1,000 µg", ("tablet", 1), aliases=("b12", "b12 1000"), tablet=True),
    ]  # fmt: skip
    PortionFactory(food=food("B12 drops, 1,000 µg", tablet=True), name="dose", quantity=1)
    search.reindex([one.pk for one in made])
    return {one.name: one for one in made}


def of(person: User, text: str) -> ResolvedLine:
    return resolve(person, text, now=NOW)


def said(item: ResolvedItem) -> str:
    return f"{item.rows[0].name}: {item.rows[0].amount}".replace("\u00a0", " ") if item.rows else f"? {item.typed}"


def only(person: User, text: str) -> ResolvedItem:
    (item,) = of(person, text).items
    return item


@pytest.mark.parametrize(
    ("line", "things"),
    [
        ("2 eggs, a latte and b12 1000", ["Egg, boiled: 2 × egg, 100 g", "Latte: 1 small, 360 g",
                                         "B12 tablet, 1,000 µg: 1 tablet"]),
        ("2 large eggs", ["Egg, boiled: 2 × large egg, 114 g"]),
        ("large latte", ["Latte: 1 large, 600 g"]),
        ("a small glass of milk", ["Whole milk: 1 small glass, 150 g"]),
        ("2 x 150 g salmon", ["Salmon, baked: 300 g"]),
        ("2 eggs of 60 g", ["Egg, boiled: 120 g"]),
        ("salmon fillet", ["Salmon, baked: 1 fillet, 140 g"]),
        ("200 ml milk", ["Whole milk: 200 g"]),
        ("a cup of milk", ["Whole milk: 240 g"]),
        ("100 ml rice", ["White rice: 66 g"]),
        ("an avocado", ["Avocado: 2 × half, 150 g"]),
        ("half an avocado", ["Avocado: 1 half, 75 g"]),
        ("half a tin of baked beans", ["Baked beans: 1 half a tin, 207 g"]),
        ("2 tablets b12 1000 mcg", ["B12 tablet, 1,000 µg: 2 × tablet"]),
        ("half a b12 tablet", ["B12 tablet, 1,000 µg: ½ tablet"]),
        ("egg banana latte", ["Egg, boiled: 1 egg, 50 g", "Banana: 1 banana, 126 g", "Latte: 1 small, 360 g"]),
    ],
)  # fmt: skip
def test_a_line_becomes_foods_in_portions_that_fit_what_was_said(person, line, things):
    found = of(person, line)

    assert [said(item) for item in found.items] == things
    assert [item.doubt for item in found.items] == [None] * len(things)


@pytest.mark.parametrize(
    ("line", "things"),
    [
        ("mac  and   cheese", ["Macaroni cheese"]),
        ("coffee with milk", ["Latte"]),
        ("mac and cheese and coffee with milk", ["Macaroni cheese", "Latte"]),
        ("toast and butter", ["White bread", "Butter"]),
        ("coffee and 2 eggs", ["Coffee, black", "Egg, boiled"]),
        ("coffee with 30 ml milk", ["Coffee, black", "Whole milk"]),
        ("salmon 100 g and butter", ["Salmon, baked", "Butter"]),
    ],
)
def test_and_and_with_belong_to_a_food_only_where_one_is_called_so(person, line, things):
    assert [item.rows[0].name for item in of(person, line).items] == things


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("coffee, milk", "1 glass, 244 g"),
        ("black coffee with milk", "1 splash in tea or coffee, 30 g"),
        ("corn flakes with milk", "1 cup on cereal, 122 g"),
        ("toast with butter", "1 for a slice of bread, 7 g"),
    ],
)
def test_what_is_had_with_something_comes_in_the_portion_for_it(person, line, last):
    assert of(person, line).items[-1].rows[0].amount.replace("\u00a0", " ") == last


@pytest.mark.parametrize(
    ("line", "doubt", "amount"),
    [
        ("100 ml salmon", Doubt.VOLUME, "1"),  # what a ml of salmon weighs nobody knows
        ("2 cups of salmon", Doubt.UNIT, "2"),
        ("10 almonds", Doubt.COUNT, "1"),  # never ten handfuls
        ("a few almonds", Doubt.VAGUE, "1"),
        ("salmon 200", Doubt.BARE, "200"),
        ("200 g b12", Doubt.UNIT, "1"),
        ("5 drops b12", Doubt.UNIT, "1"),  # a dose is more than a drop
        ("salmon zzzzzz", Doubt.NAME, "1"),
    ],
)
def test_what_cannot_be_known_is_asked_and_not_made_up(person, line, doubt, amount):
    item = only(person, line)

    assert (item.sure, item.doubt, f"{item.amount.normalize():f}") == (False, doubt, amount)
    assert item.asks == doubt.says != ""


@pytest.mark.parametrize("line", ["vitamin D 1000 IU", "omega 3 capsules", "2 tablets vitamin D 25 µg", "iron tablet"])
def test_a_tablet_of_something_else_never_stands_for_b12(person, line):
    assert [row.name for item in of(person, line).items for row in item.rows if item.sure or "B12" in row.name] == []


def test_a_range_keeps_its_ends_in_the_portion_that_was_chosen(person):
    item = only(person, "2-3 eggs")
    weight = only(person, "100-150 g salmon")

    assert (item.amount, item.low, item.high) == (Decimal("2.5"), 2, 3)
    assert (weight.portion_id, weight.amount, weight.low, weight.high) == (None, 125, 100, 150)


def test_what_a_button_of_each_alternative_posts_is_the_amount_that_was_said(person, table):
    raw = food("Egg, raw", ("egg", 50), ("small egg", 43))
    rows = only(person, "3 eggs").rows

    assert {row.what for row in rows} == {
        f"{one.pk}:{one.portions.get(is_default=True).pk}:3" for one in (table["Egg, boiled"], raw)
    }


def test_the_portions_of_the_chosen_food_are_there_to_change_it(person):
    item = only(person, "2 eggs")

    assert [(size.name, size.quantity) for size in item.portions] == [("egg", 50), ("large egg", 57)]
    assert item.portion_id == item.portions[0].portion_id


def test_what_was_not_said_is_as_it_was_last_had(person, table):
    had(person, table["Whole milk"], "2026-03-13 08:00", "2")
    items = of(person, "milk, a glass of milk").items

    assert [said(item) for item in items] == ["Whole milk: 2 × glass, 488 g", "Whole milk: 1 glass, 244 g"]
    assert items[0].rows[0].tag == "usual"


def test_own_foods_are_found_a_strangers_are_not(person):
    food("Grandma stew", ("bowl", 300), owner=person)
    food("Secret soup", ("bowl", 300), owner=UserFactory())

    assert [said(item) for item in of(person, "grandma stew, secret soup").items] == [
        "Grandma stew: 1 bowl, 300 g", "? secret soup",
    ]  # fmt: skip


def test_a_food_without_portions_is_weighed_and_one_that_is_counted_is_counted(person):
    food("Broth")
    food("Algae ball", basis=Basis.UNIT)

    assert [said(item) for item in of(person, "broth, 2 algae balls").items] == ["Broth: 100 g", "Algae ball: 2"]


def test_an_unknown_name_of_two_words_is_one_name_that_can_be_added(person):
    assert [item.typed for item in of(person, "zzz & qqq, egg").items] == ["zzz & qqq", "egg"]


def test_places_names_and_what_was_not_understood_are_where_they_were_typed(person):
    text = "yesterday at 8: 2 eggs (homemade), toast 99"
    line = of(person, text)

    assert [(item.number, text[item.start : item.end], item.name) for item in line.items] == [
        (0, "2 eggs", "eggs"), (1, "toast 99", "toast"),
    ]  # fmt: skip
    assert [(piece.text, text[piece.start : piece.end]) for piece in line.not_understood] == [("(homemade)",) * 2]
    assert (f"{line.day:%d %b}", f"{line.time:%H:%M}") == ("13 Mar", "08:00")


def test_two_words_that_are_one_food_are_typed_as_they_were(person):
    assert [item.typed for item in of(person, "egg, mac  &   cheese").items] == ["egg", "mac  &   cheese"]


def test_more_than_fits_on_a_page_is_named(person):
    line = of(person, ", ".join(["2 eggs"] * MOST_ITEMS + ["toast", "3 bananas"]))

    assert len(line.items) == MOST_ITEMS
    assert line.left_out == ("toast", "3 bananas")


def test_a_line_of_one_thing_is_left_to_the_search_without_a_query(person, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert resolve_several(person, "boiled egg", now=NOW) is None
    assert len(resolve_several(person, "egg latte", now=NOW, repaired=True).items) == 2


def queries(person: User, text: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        of(person, text)
    return len(asked)


def test_a_thing_costs_one_query_and_a_thing_said_again_none(person):
    assert [queries(person, text) for text in ("2 eggs", "2 eggs, butter", "2 eggs, butter, 3 eggs")] == [3, 4, 4]


@pytest.mark.parametrize("word", ["egg", "zzz", "and", "slamon", "coffee with"])
def test_the_queries_of_the_longest_line_stay_bounded(person, word):
    assert queries(person, f"{word} {word}1 " * 300) < 60


def test_all_different_words_stay_bounded_too(person):
    names = [f"{a}{b}zx" for a in "abcdefgh" for b in "ijklmnop"]

    assert queries(person, " and ".join(names)) < 200
