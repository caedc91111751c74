"""The page where a figure is given: what it asks for and what the answer would touch."""

import datetime as dt
from decimal import Decimal

import pytest

from foods.models import Food
from tests.factories import EntryFactory, FoodFactory, PortionFactory, UserFactory
from tracker.reports.figures import FigurePage


@pytest.fixture
def yoghurt(db) -> Food:
    """A yoghurt that nobody has a figure for: a spoon, and a pot as its usual portion."""
    food = FoodFactory(unknown=True, name="Yoghurt", origin="added")
    PortionFactory(food=food, name="spoon", quantity=Decimal(20), is_default=False)
    PortionFactory(food=food, name="pot", quantity=Decimal(150))
    return food


def own(person, **fields) -> Food:
    return FoodFactory(owner=person, source=None, source_ref="", **fields)


def had(person, food: Food, day: int, quantity: int = 100, ug: str | None = None) -> None:
    EntryFactory(
        owner=person, food=food, quantity=Decimal(quantity), swallowed_ug=None if ug is None else Decimal(ug),
        local_date=dt.date(2026, 3, day), basis=food.basis,
    )  # fmt: skip


def test_the_page_says_how_often_and_when_it_was_logged_without_a_figure(person, yoghurt):
    had(person, yoghurt, 3, 150)
    had(person, yoghurt, 9, 300)
    had(person, yoghurt, 12, 900, ug="1")  # has one
    had(UserFactory(), yoghurt, 13, 999)
    page = FigurePage.build(person, yoghurt)

    assert (page.entries, page.first, page.last) == (2, dt.date(2026, 3, 3), dt.date(2026, 3, 9))
    assert page.most_quantity == 300


def test_what_was_never_logged_has_no_dates(person, yoghurt):
    page = FigurePage.build(person, yoghurt)

    assert (page.entries, page.first, page.last, page.most_quantity) == (0, None, None, None)


def test_the_usual_portion_stands_chosen_among_the_others(person, yoghurt):
    page = FigurePage.build(person, yoghurt)

    assert [(choice.label.replace("\u00a0", " "), choice.chosen) for choice in page.per] == [
        ("1 spoon, 20 g", False), ("1 pot, 150 g", True), ("100 g", False),
    ]  # fmt: skip
    assert page.initial() == {
        "name": "Yoghurt", "b12": "", "per": str(yoghurt.portions.get(name="pot").pk), "origin": "added", "past": True,
    }  # fmt: skip


@pytest.mark.parametrize(("basis", "label"), [("g100", "100 g"), ("ml100", "100 ml"), ("unit", "one")])
def test_without_portions_there_is_what_figures_are_given_for(person, basis, label):
    page = FigurePage.build(person, FoodFactory(unknown=True, basis=basis))

    assert [(c.value, c.label.replace("\u00a0", " "), c.chosen) for c in page.per] == [("base", label, True)]


def test_what_is_counted_in_portions_is_not_offered_in_nameless_pieces(person):
    portion = PortionFactory(food=FoodFactory(unknown=True, basis="unit"), name="portion", quantity=1)

    assert [choice.label for choice in FigurePage.build(person, portion.food).per] == ["1 portion"]


def test_the_figure_of_an_own_food_stands_there_for_its_portion_and_the_past_is_left_alone(person):
    food = own(person, b12_ug=Decimal("1234.5"), origin="supplement")
    PortionFactory(food=food, name="pot", quantity=Decimal(200))
    had(person, food, 3)
    had(person, food, 4, ug="2")
    page = FigurePage.build(person, food)

    assert {name: page.initial()[name] for name in ("b12", "origin", "past")} == {
        "b12": "2469", "origin": "supplement", "past": False,
    }  # fmt: skip
    assert (page.entries, page.is_own, page.has_figure) == (2, True, True)


def test_an_own_food_of_the_same_name_is_named_with_the_figure_it_has(person, yoghurt):
    holder = own(person, name="yoghurt", b12_ug=Decimal(2))
    page = FigurePage.build(person, yoghurt)

    assert (page.holder, page.initial()["b12"], page.initial()["past"]) == (holder, "3", True)
    assert FigurePage.build(UserFactory(), yoghurt).holder is None


@pytest.mark.parametrize("entries", [1, 30])
def test_as_many_queries_for_one_entry_as_for_thirty(person, yoghurt, entries, django_assert_num_queries):
    for n in range(entries):
        had(person, yoghurt, 1 + n)
    food = Food.objects.prefetch_related("portions").get(pk=yoghurt.pk)
    with django_assert_num_queries(2):
        assert FigurePage.build(person, food).entries == entries
