"""Usual meals: kept once, logged together or not at all, and honest about what cannot be logged any more."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError

from foods.choices import Basis, State
from foods.models import Food, Portion
from tests.factories import FoodFactory, MealItemFactory, PortionFactory, UserFactory, UsualMealFactory
from tracker import actions_meals
from tracker.actions import Item
from tracker.models import Entry, MealItem

NOW = dt.datetime(2026, 3, 14, 8, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
UID = uuid.UUID(int=7)


@pytest.fixture
def glass(db) -> Portion:
    """200 g of something with 1 µg in 100 g."""
    return PortionFactory(food__name="Oat milk")


def keep(person, *portions: Portion, name: str = "Breakfast", uid: uuid.UUID = UID):
    items = [Item(portion.food, portion, Decimal(1)) for portion in portions]
    return actions_meals.keep_meal(by=person, name=name, items=items, uid=uid)


def log(person, meal, *, uid: uuid.UUID = UID) -> actions_meals.LoggedMeal:
    return actions_meals.log_meal(by=person, meal=meal, eaten_at=NOW, uid=uid)


def had(person) -> list[tuple]:
    return list(person.entries.order_by("pk").values_list("name", "amount", "portion_name", "quantity", "counted_ug"))


# --- keeping ----------------------------------------------------------------------------------------------------------
def test_a_meal_is_kept_with_its_things_in_their_order(person, glass):
    meal = keep(person, PortionFactory(food__name="Tablet"), glass, name="  My   breakfast ")

    assert (meal.owner, meal.name) == (person, "My breakfast")
    assert [(thing.position, thing.food.name, thing.portion_name, thing.quantity) for thing in meal.items.all()] == [
        (0, "Tablet", "glass", 200),
        (1, "Oat milk", "glass", 200),
    ]


def test_the_same_form_twice_keeps_one_meal(person, glass):
    assert keep(person, glass) == keep(person, glass)
    assert (person.usual_meals.count(), MealItem.objects.count()) == (1, 1)


def test_two_people_may_send_the_same_uid(person, glass):
    assert keep(person, glass) != keep(UserFactory(), glass)


def test_a_long_name_is_cut_and_not_refused_by_the_database(person, glass):
    assert keep(person, glass, name="x" * 300).name == "x" * 80


def test_the_food_of_somebody_else_is_kept_in_no_meal(person):
    theirs = PortionFactory(food__owner=UserFactory(), food__source=None)
    with pytest.raises(ValueError, match="somebody else"):
        keep(person, theirs)

    assert person.usual_meals.count() == 0


def test_a_changed_meal_holds_what_it_was_given_and_what_was_logged_stays(person, glass):
    meal = keep(person, glass)
    log(person, meal)
    tablet = PortionFactory(food__name="Tablet")
    items = [Item(tablet.food, tablet, Decimal(2)), Item(glass.food, None, Decimal(50))]
    actions_meals.change_meal(by=person, meal=meal, name="Morning", items=items)

    assert (meal.name, list(meal.items.values_list("food__name", "amount", "portion_name", "quantity"))) == (
        "Morning",
        [("Tablet", 2, "glass", 400), ("Oat milk", 50, "", 50)],
    )
    assert had(person) == [("Oat milk", 1, "glass", 200, 2)]


def test_what_was_logged_outlives_its_meal(person, glass):
    meal = keep(person, glass)
    log(person, meal)
    actions_meals.remove_meal(meal=meal)

    assert (person.usual_meals.count(), MealItem.objects.count(), len(had(person))) == (0, 0, 1)


# --- logging ----------------------------------------------------------------------------------------------------------
def test_one_press_logs_every_thing_of_a_meal_at_one_moment(person, glass):
    unknown = PortionFactory(food=FoodFactory(unknown=True, name="Tempeh"))
    logged = log(person, keep(person, glass, unknown))

    assert had(person) == [("Oat milk", 1, "glass", 200, 2), ("Tempeh", 1, "glass", 200, None)]
    assert {entry.eaten_at for entry in person.entries.all()} == {NOW}
    assert (logged.new, logged.skipped) == (True, ())


def test_a_double_press_logs_a_meal_once(person, glass):
    meal = keep(person, glass, PortionFactory())
    log(person, meal)

    assert (log(person, meal).new, person.entries.count()) == (False, 2)


def test_another_press_later_logs_it_again(person, glass):
    meal = keep(person, glass)
    log(person, meal)
    log(person, meal, uid=uuid.UUID(int=8))

    assert person.entries.count() == 2


def test_two_meals_of_one_page_share_its_uid_and_are_both_logged(person, glass):
    log(person, keep(person, glass))
    log(person, keep(person, glass, uid=uuid.UUID(int=8)))

    assert person.entries.count() == 2


def test_the_same_food_may_stand_in_a_meal_twice(person, glass):
    log(person, keep(person, glass, glass))

    assert person.entries.count() == 2


def test_all_of_a_meal_is_logged_or_nothing(person, glass):
    meal = keep(person, glass, PortionFactory())
    Portion.objects.exclude(pk=glass.pk).update(quantity=Decimal("0.001"))
    meal.items.filter(position=1).update(amount=Decimal("0.001"))  # together they round to nothing
    with pytest.raises(IntegrityError):
        log(person, meal)

    assert Entry.objects.count() == 0


def test_the_whole_lot_is_taken_back_and_can_be_logged_again(person, glass):
    meal = keep(person, glass, PortionFactory())
    log(person, meal)
    entries = list(person.entries.all())

    assert actions_meals.take_back(entries=entries, now=NOW) == 2
    assert (person.entries.count(), actions_meals.take_back(entries=list(person.entries.all()), now=NOW)) == (0, 0)
    assert (log(person, meal).new, person.entries.count()) == (True, 2)
    assert person.entries(manager="with_removed").count() == 2


# --- foods that change ------------------------------------------------------------------------------------------------
def test_a_retired_food_is_left_out_and_named(person, glass):
    gone = PortionFactory(food__name="Old drink")
    meal = keep(person, gone, glass)
    Food.objects.filter(pk=gone.food_id).update(state=State.RETIRED)
    logged = log(person, meal)

    assert (logged.skipped, [name for name, *_rest in had(person)]) == (("Old drink",), ["Oat milk"])


def test_a_meal_of_which_nothing_is_left_logs_nothing_and_says_so(person, glass):
    meal = keep(person, glass)
    Food.objects.update(state=State.RETIRED)

    assert log(person, meal) == actions_meals.LoggedMeal((), ("Oat milk",))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("glass", ("New drink", 1, "glass", 250)), ("cup", ("New drink", 200, "", 200))],
)
def test_a_merged_food_is_logged_as_what_it_became(person, glass, name, expected):
    meal = keep(person, glass)
    winner = PortionFactory(food__name="New drink", name=name, quantity=250).food
    Food.objects.filter(pk=glass.food_id).update(state=State.RETIRED, merged_into=winner)
    log(person, meal)

    assert had(person)[0][:4] == expected


def test_a_food_that_was_merged_into_one_of_another_unit_is_left_out(person, glass):
    meal = keep(person, glass)
    Food.objects.filter(pk=glass.food_id).update(merged_into=FoodFactory(tablet=True))

    assert log(person, meal).skipped == ("Oat milk",)


def test_two_glasses_are_never_two_grams_where_the_food_lost_its_glass(person, glass):
    meal = keep(person, glass)
    glass.delete()
    log(person, meal)

    assert had(person) == [("Oat milk", 200, "", 200, 2)]


def test_grams_of_a_food_that_is_counted_in_pieces_now_are_left_out(person, glass):
    meal = actions_meals.keep_meal(
        by=person, name="Drink", items=[Item(glass.food, None, Decimal(200))], uid=UID
    )  # fmt: skip
    Food.objects.filter(pk=glass.food_id).update(basis=Basis.UNIT)

    assert log(person, meal).skipped == ("Oat milk",)


# --- not now ----------------------------------------------------------------------------------------------------------
def test_what_is_put_aside_stays_away_for_eight_weeks_however_often_it_is_said(person):
    for foods in ([9, 3], [3, 9, 3]):
        actions_meals.put_aside(by=person, foods=foods, today=TODAY)

    assert list(person.together_asides.values_list("foods", "until")) == [("3,9", dt.date(2026, 5, 9))]


def test_what_was_put_aside_long_ago_is_forgotten(person):
    actions_meals.put_aside(by=person, foods=[1, 2], today=TODAY - dt.timedelta(days=60))
    actions_meals.put_aside(by=person, foods=[3, 4], today=TODAY)

    assert list(person.together_asides.values_list("foods", flat=True)) == ["3,4"]


def test_a_meal_of_the_factory_can_be_logged(person):
    thing = MealItemFactory(meal=UsualMealFactory(owner=person))
    log(person, thing.meal)

    assert [row[1:] for row in had(person)] == [(1, "glass", 200, 2)]
