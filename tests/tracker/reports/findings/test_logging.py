"""What is said of one food at the moment it is logged."""

import datetime as dt
from decimal import Decimal

import pytest

from foods.choices import Category
from tests.factories import ConditionFactory, EntryFactory, FoodFactory
from tracker.models import Condition
from tracker.reports.findings.logging import findings_for_food, findings_of_entry, is_spoken_of

DAY = dt.date(2026, 3, 14)


def has(person, key: str, **fields) -> Condition:
    return ConditionFactory(owner=person, key=key, name=key, **fields)


def codes(shown) -> list[str]:
    return [one.code for one in shown]


def spirulina(**fields):
    return FoodFactory(name="Spirulina, dried", category=Category.ALGAE_FERMENTS, reliability="inactive", **fields)


def of(person, food) -> list[str]:
    return codes(findings_for_food(person, food, day=DAY))


# --- food ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "reliability", "words"),
    [
        ("Spirulina, dried", "inactive", "look-alike"),
        ("Nori, dried", "disputed", "Nori measures high"),
        ("Tempeh", "disputed", "ferments"),
        ("Something else", "disputed", "Publications disagree"),
    ],
)
def test_what_does_not_count_says_why(person, name, reliability, words):
    (shown,) = findings_for_food(person, FoodFactory(name=name, reliability=reliability), day=DAY)

    assert shown.code == "source-not-counted"
    assert words in shown.said.meaning
    assert words in shown.at_logging


def test_a_food_that_counts_says_nothing_and_asks_nothing(person, django_assert_num_queries):
    food = FoodFactory()
    has(person, "lhon")
    with django_assert_num_queries(0):
        assert of(person, food) == []


@pytest.mark.parametrize(
    ("category", "found"),
    [
        (Category.PLANT_DAIRY, ["source-not-counted"]),
        (Category.SPREADS_YEAST, ["source-not-counted"]),
        (Category.CEREAL_FORTIFIED, ["source-not-counted"]),
        (Category.DISHES, []),
    ],
)
def test_what_may_hold_added_b12_asks_for_its_label_only_where_there_is_no_figure(person, category, found):
    assert of(person, FoodFactory(unknown=True, category=category)) == found
    assert of(person, FoodFactory(b12_ug=Decimal(1), category=category)) == []


# --- products -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("cyanocobalamin", ["leber-no-cyanocobalamin"]),
        ("not_stated", ["leber-no-cyanocobalamin"]),
        ("hydroxocobalamin", []),
        ("methylcobalamin", []),
    ],
)
@pytest.mark.parametrize("relation", ["own", "family"])
def test_cyanocobalamin_is_spoken_of_with_lebers_disease(person, form, found, relation):
    has(person, "lhon", relation=relation)

    assert of(person, FoodFactory(tablet=True, form=form)) == found


def test_any_product_is_spoken_of_with_an_allergy_and_no_food_is(person):
    has(person, "cobalt_allergy")

    assert of(person, FoodFactory(tablet=True, form="hydroxocobalamin")) == ["cobalamin-allergy"]
    assert of(person, FoodFactory(origin="injected", route="injected", form="hydroxocobalamin")) == [
        "cobalamin-allergy"
    ]
    assert of(person, FoodFactory(form="bound")) == []


def test_both_are_said_the_more_pressing_first(person):
    has(person, "lhon")
    has(person, "cobalt_allergy")

    assert of(person, FoodFactory(tablet=True)) == ["cobalamin-allergy", "leber-no-cyanocobalamin"]


def test_a_product_costs_somebody_without_conditions_one_query(person, django_assert_num_queries):
    tablet = FoodFactory(tablet=True)
    with django_assert_num_queries(1):
        assert of(person, tablet) == []
    with django_assert_num_queries(0):
        assert of(person, tablet) == []


def test_the_condition_of_somebody_else_says_nothing(person):
    ConditionFactory(key="lhon")

    assert of(person, FoodFactory(tablet=True)) == []


# --- after it was logged --------------------------------------------------------------------------------------------
def test_a_figure_that_is_missing_is_not_asked_for_again_each_time(person):
    drink = FoodFactory(unknown=True, category=Category.PLANT_DAIRY)

    assert of(person, drink) == ["source-not-counted"]
    assert findings_of_entry(person, EntryFactory(owner=person, food=drink)) == ()


@pytest.mark.parametrize(("days_ago", "spoken"), [(0, True), (27, True), (28, False), (-1, False)])
def test_what_was_had_long_ago_is_not_spoken_of(person, days_ago, spoken):
    entry = EntryFactory(owner=person, food=spirulina(), local_date=DAY - dt.timedelta(days=days_ago))

    assert codes(findings_of_entry(person, entry)) == ["source-not-counted"]
    assert is_spoken_of(person, entry, today=DAY) is spoken


def test_nothing_is_spoken_of_where_there_is_nothing_to_say(person):
    assert not is_spoken_of(person, EntryFactory(owner=person), today=DAY)
