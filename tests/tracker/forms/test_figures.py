"""What may be typed as a figure, and what is asked back."""

from decimal import Decimal

import pytest

from foods.models import Food
from tests.factories import FoodFactory, PortionFactory, UserFactory
from tracker.forms.figures import FigureForm

MILLIGRAMS = "That would be 9,000 µg of B12. Is that right? On labels, 1 mg is 1,000 µg; and most doses are in µg."
A_GRAM = "That would be more than a gram of B12. Check the number and the unit."
MORE_THAN_FOOD = "That would be more B12 than food. Check the number, its unit and the amount."
MOST_A_GRAM = "The most you logged of it would hold more than a gram of B12. Check the number."
MOST_IS_MUCH = "The most you logged of it would hold 20,000 µg of B12. Is that right?"
TYPE_IT = "Type the figure in µg. 0 is an answer too; if you don’t know it, leave the food as it is."
TYPE_OR_TICK = "Type the figure in µg, or tick that you don’t know it: that is a good answer."
BOTH = "There is a figure and also “don’t know”. Keep one of the two."


@pytest.fixture
def yoghurt(db) -> Food:
    """A yoghurt of the table with a pot of 200 g."""
    return PortionFactory(food=FoodFactory(unknown=True), name="pot").food


@pytest.fixture
def stew(db) -> Food:
    """Somebody's own stew, counted in portions."""
    food = FoodFactory(unknown=True, owner=UserFactory(), source=None, source_ref="", basis="unit")
    return PortionFactory(food=food, name="portion", quantity=1).food


def figure(food: Food, *, most: str | None = None, **said) -> FigureForm:
    data = {"name": "Stew", "per": str(food.portions.get().pk), **said}
    return FigureForm(data, food=food, most_quantity=None if most is None else Decimal(most))


def errors(form: FigureForm) -> dict[str, list[str]]:
    return {name: list(found) for name, found in form.errors.items()}


def unreadable(typed: str) -> dict[str, list[str]]:
    return {"b12": [f"“{typed}” is not a figure we can read. Type it like 2.4 or 1,000."]}


@pytest.mark.parametrize(
    ("typed", "ug"),
    [("1.5", "1.5"), ("1,5", "1.5"), ("0", "0"), ("1,000", "1000"), ("2.4 µg", "2.4"), ("0.05 mg", "50"), ("½", "0.5")],
)
def test_a_figure_is_read_as_people_type_it(yoghurt, typed, ug):
    form = figure(yoghurt, b12=typed)

    assert errors(form) == {}
    assert form.cleaned_data["b12"] == Decimal(ug)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"b12": "1.000,5"}, unreadable("1.000,5")),
        ({"b12": "NaN"}, unreadable("NaN")),
        ({"b12": "Infinity"}, unreadable("Infinity")),
        ({"b12": "1e309"}, unreadable("1e309")),
        ({"b12": "9" * 39}, unreadable("9" * 39)),
        ({"b12": "<b>1</b>"}, unreadable("<b>1</b>")),
        ({"b12": "-1"}, {"b12": ["B12 cannot be below 0. Type the figure without the minus."]}),
        ({"b12": "500 IU"}, {"b12": ["There are no international units for B12. Look for µg or mcg on the label."]}),
        ({"b12": ""}, {"b12": [TYPE_IT]}),
        ({"b12": "", "unknown": "on"}, {"b12": [TYPE_IT]}),  # the table's food cannot be made unknown
        ({"b12": "1", "per": "base"}, {}),
        ({"b12": "1", "per": ""}, {}),
        ({"b12": "1", "per": "999999"}, {"per": ["That portion is not there any more. Choose another."]}),
        ({"b12": "1", "per": "\x00"}, {"per": ["Null characters are not allowed."]}),
        (
            {"b12": "1", "origin": "moon"},
            {"origin": ["Select a valid choice. moon is not one of the available choices."]},
        ),
        ({"b12": "9 mg"}, {"sure": [MILLIGRAMS]}),
        ({"b12": "9 mg", "sure": "1"}, {}),
        ({"b12": "9 mg", "origin": "supplement"}, {}),
        ({"b12": "999999999", "sure": "1"}, {"b12": [A_GRAM]}),
        ({"b12": "999999999 g", "sure": "1"}, {"b12": [A_GRAM]}),
    ],
)
def test_a_food_of_the_table_needs_a_figure_that_can_be(yoghurt, said, expected):
    assert errors(figure(yoghurt, **said)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"b12": "1"}, {}),
        ({"unknown": "on"}, {}),
        ({}, {"b12": [TYPE_OR_TICK]}),
        ({"b12": "1", "unknown": "on"}, {"b12": [BOTH]}),
        ({"b12": "1", "name": ""}, {"name": ["This field is required."]}),
        ({"b12": "1", "name": "…"}, {"name": ["Give it a name you will recognise, like “canteen curry”."]}),
        (
            {"b12": "1", "name": "x" * 161},
            {"name": ["Ensure this value has at most 160 characters (it has 161)."]},
        ),
    ],
)
def test_a_food_of_ones_own_has_a_name_and_may_be_unknown(stew, said, expected):
    assert errors(figure(stew, **said)) == expected


def test_where_nothing_was_said_it_got_there_as_before(yoghurt):
    form = figure(yoghurt, b12="1")

    assert form.is_valid()
    assert form.cleaned_data["origin"] == "food"


def test_a_portion_of_another_food_is_no_portion_of_this_one(yoghurt, stew):
    form = figure(yoghurt, b12="1", per=str(stew.portions.get().pk))

    assert errors(form) == {"per": ["That portion is not there any more. Choose another."]}


def test_nothing_holds_more_than_itself(yoghurt):
    crumb = PortionFactory(food=yoghurt, name="crumb", quantity=Decimal("0.001"), is_default=False)
    said = {"per": str(crumb.pk), "sure": "1"}
    form, most = (
        FigureForm({"b12": typed, **said}, food=yoghurt, most_quantity=None) for typed in ("1,000", "999.9")
    )  # fmt: skip

    assert errors(form) == {"b12": [MORE_THAN_FOOD]}
    assert errors(most) == {}


# --- what it would make of the past -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"b12": "1000"}, {}),
        ({"b12": "1000", "past": "on"}, {"sure": [MOST_IS_MUCH]}),
        ({"b12": "1000", "past": "on", "sure": "1"}, {}),
        ({"b12": "1000", "past": "on", "origin": "supplement"}, {}),
        ({"b12": "60000", "sure": "1"}, {}),
        ({"b12": "60000", "past": "on", "sure": "1"}, {"b12": [MOST_A_GRAM]}),
    ],
)
def test_the_most_that_was_logged_is_looked_at_too_where_it_changes(stew, said, expected):
    assert errors(figure(stew, most="20", **said)) == expected


def test_where_nothing_was_logged_there_is_no_past_to_look_at(stew):
    assert errors(figure(stew, b12="1000", past="on")) == {}


def test_the_form_writes_nothing(yoghurt, django_assert_num_queries):
    food = Food.objects.prefetch_related("portions").get(pk=yoghurt.pk)
    with django_assert_num_queries(0):
        FigureForm({"b12": "1"}, food=food, most_quantity=None).is_valid()
