"""Dishes: a food whose figure follows from its parts, from now on and never for what was logged."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from foods.choices import Basis, Grade, Origin, Reliability, Route, State
from foods.models import Food, Portion
from foods.search import search
from tests.factories import FoodFactory, PortionFactory, UserFactory
from tracker import actions, actions_dishes, actions_erasing, actions_meals
from tracker.actions import Item
from tracker.actions_dishes import Refused
from tracker.models import Dish, DishPart, dishes
from tracker.reports.dishes import DishPage

NOW = dt.datetime(2026, 3, 14, 8, 30, tzinfo=dt.UTC)
UID = uuid.UUID(int=7)


@pytest.fixture
def glass(db) -> Portion:
    """200 g of something with 1 µg in 100 g."""
    return PortionFactory(food__name="Milk")


def make(person, *portions: Portion, name: str = "Stew", uid: uuid.UUID | None = None, **makes) -> Dish:
    said = {"servings": Decimal(2), "cooked_g": None} | makes
    dish = actions_dishes.make_dish(by=person, name=name, uid=uid or uuid.uuid4(), **said)
    return change(person, dish, *portions, name=name, **said) if portions else dish


def change(person, dish: Dish, *portions: Portion, name: str = "Stew", **makes) -> Dish:
    said = {"servings": Decimal(2), "cooked_g": None} | makes
    items = [Item(portion.food, portion, Decimal(1)) for portion in portions]
    return actions_dishes.change_dish(by=person, dish=dish, name=name, items=items, **said)


def food_of(dish: Dish) -> Food:
    return Food.objects.get(pk=dish.food_id)


def log(person, dish: Dish):
    food = food_of(dish)
    serving = food.portions.get()
    return actions.log(
        by=person, food=food, portion=serving, amount=Decimal(1), eaten_at=NOW, uid=uuid.uuid4()
    ).entry  # fmt: skip


# --- making -----------------------------------------------------------------------------------------------------------
def test_a_dish_is_made_once_and_cannot_be_logged_while_it_is_empty(person):
    first, second = make(person, uid=UID), make(person, uid=UID)

    assert (first, person.dishes.count(), person.foods.count()) == (second, 1, 1)
    assert (food_of(first).state, food_of(first).b12_ug, food_of(first).b12_unknown) == (State.DRAFT, None, True)


def test_a_serving_holds_its_share_of_what_went_in(person, glass):
    dish = make(person, glass, PortionFactory(food__b12_ug=Decimal(2)))
    food, serving = food_of(dish), food_of(dish).portions.get()

    assert (food.basis, food.b12_ug, food.b12_added_ug, food.b12_unknown) == (Basis.UNIT, 3, 0, False)
    assert (serving.name, serving.quantity, serving.is_default) == ("serving", 1, True)
    assert (food.owner, food.state, food.origin, food.route, food.reliability) == (
        person, State.PUBLISHED, Origin.FOOD, Route.SWALLOWED, Reliability.ACTIVE,
    )  # fmt: skip


def test_a_dish_that_was_weighed_is_also_logged_in_grams(person, glass):
    dish = make(person, glass, cooked_g=Decimal(500))
    food = food_of(dish)

    assert (food.basis, food.b12_ug, food.portions.get().quantity) == (Basis.G100, Decimal("0.4"), 250)
    assert log(person, dish).swallowed_ug == 1


def test_a_dish_is_found_like_every_food_of_ones_own(person, glass):
    make(person, glass, name="Lentil stew")

    assert [hit.name for hit in search("lentil", owner_id=person.pk).hits] == ["Lentil stew"]
    assert search("lentil", owner_id=UserFactory().pk).hits == ()


def test_an_unknown_part_makes_the_dish_unknown_and_the_rest_at_least(person, glass):
    dish = make(person, glass, PortionFactory(food=FoodFactory(unknown=True, name="Tempeh")))
    food, page = food_of(dish), DishPage.build(dish)

    assert (food.b12_ug, food.b12_unknown, food.low_ug) == (None, True, None)
    assert food.note == "At least 1 µg in a serving. Not known: Tempeh."
    assert (page.serving_ug, page.least_ug, page.total.unknown) == (None, 1, ("Tempeh",))
    assert log(person, dish).swallowed_ug is None


def test_a_disputed_part_counts_0_and_is_named(person, glass):
    dish = make(person, glass, PortionFactory(food__name="Nori", food__reliability=Reliability.DISPUTED))

    assert (food_of(dish).b12_ug, DishPage.build(dish).total.not_counted) == (1, ("Nori",))


def test_a_range_of_a_part_goes_along(person, glass):
    Food.objects.update(low_ug=Decimal("0.5"), high_ug=Decimal(3))
    food = food_of(make(person, Portion.objects.get(pk=glass.pk)))

    assert (food.low_ug, food.b12_ug, food.high_ug) == (Decimal("0.5"), 1, 3)


def test_the_worst_grade_of_the_parts_is_that_of_the_dish(person, glass):
    assert food_of(make(person, glass, PortionFactory(food__grade=Grade.USER))).grade == Grade.USER


def test_an_injection_is_no_part_of_a_dish(person, glass):
    ampoule = PortionFactory(food=FoodFactory(tablet=True, route=Route.INJECTED))
    dish = make(person, glass)
    with pytest.raises(Refused, match="injected"):
        change(person, dish, ampoule)

    assert [part.food for part in dish.parts.all()] == [glass.food]


def test_more_than_can_be_is_refused_and_nothing_is_changed(person, glass):
    dish = make(person, glass)
    Food.objects.filter(pk=glass.food_id).update(b12_ug=Decimal(99_999_999))
    with pytest.raises(Refused, match="more B12"):
        change(person, dish, Portion.objects.get(pk=glass.pk), servings=Decimal(1))

    assert (food_of(dish).b12_ug, Dish.objects.get().servings) == (1, 2)


# --- later ------------------------------------------------------------------------------------------------------------
def test_a_change_counts_from_now_on_and_never_for_what_was_logged(person, glass):
    dish = make(person, glass)
    before = log(person, dish)
    change(person, dish, glass, servings=Decimal(4))
    before.refresh_from_db()

    assert (before.swallowed_ug, log(person, dish).swallowed_ug) == (1, Decimal("0.5"))


def test_what_the_dish_was_stays_in_its_history(person, glass):
    dish = make(person, glass)
    change(person, dish, glass, servings=Decimal(4))
    versions = list(Food.history.filter(id=dish.food_id).order_by("history_id").values_list("b12_ug", flat=True))

    assert versions[-2:] == [1, Decimal("0.5")]


def test_a_weight_that_comes_later_keeps_the_serving_and_what_was_logged(person, glass):
    dish = make(person, glass)
    before = log(person, dish)
    change(person, dish, glass, cooked_g=Decimal(300))
    before.refresh_from_db()

    assert (before.basis, before.quantity, before.swallowed_ug) == (Basis.UNIT, 1, 1)
    assert (log(person, dish).quantity, log(person, dish).swallowed_ug) == (150, 1)
    assert food_of(dish).portions.count() == 1


def test_a_part_that_was_corrected_since_is_said_and_worked_out_on_request_only(person, glass):
    dish = make(person, glass)
    assert DishPage.build(dish).outdated is False
    Food.objects.filter(pk=glass.food_id).update(b12_ug=3)
    page = DishPage.build(Dish.objects.get(pk=dish.pk))

    assert (page.outdated, page.serving_ug, page.new_ug, food_of(dish).b12_ug) == (True, 1, 3, 1)
    actions_dishes.work_out_anew(by=person, dish=dish)
    assert (food_of(dish).b12_ug, DishPage.build(Dish.objects.get(pk=dish.pk)).outdated) == (3, False)


def test_a_part_that_was_retired_since_still_holds_what_it_held(person, glass):
    dish = make(person, glass)
    Food.objects.filter(pk=glass.food_id).update(state=State.RETIRED)

    assert DishPage.build(Dish.objects.get(pk=dish.pk)).new_ug == 1


def test_a_part_that_was_merged_is_what_it_became(person, glass):
    dish = make(person, glass)
    winner = PortionFactory(food__b12_ug=Decimal(5), quantity=100).food
    Food.objects.filter(pk=glass.food_id).update(state=State.RETIRED, merged_into=winner)

    assert DishPage.build(Dish.objects.get(pk=dish.pk)).new_ug == Decimal("2.5")


def test_a_part_measured_in_something_else_since_is_unknown_and_not_guessed(person, glass):
    dish = make(person)
    items = [Item(glass.food, None, Decimal(50))]
    actions_dishes.change_dish(by=person, dish=dish, name="Stew", servings=Decimal(1), cooked_g=None, items=items)
    Food.objects.filter(pk=glass.food_id).update(basis=Basis.UNIT)
    (part,) = dishes.parts_of(dish)

    assert dishes.part_figures(part).b12_ug is None


def test_a_removed_dish_cannot_be_logged_any_more_and_what_was_logged_stays(person, glass):
    dish = make(person, glass)
    entry = log(person, dish)
    food = food_of(dish)
    meal = actions_meals.keep_meal(
        by=person, name="Lunch", items=[Item(food, food.portions.get(), Decimal(1))], uid=UID
    )  # fmt: skip
    actions_dishes.remove_dish(by=person, dish=dish)
    food.refresh_from_db()

    assert (food.state, person.dishes.count(), DishPart.objects.count()) == (State.RETIRED, 0, 0)
    assert person.entries.get() == entry
    assert actions_meals.log_meal(by=person, meal=meal, eaten_at=NOW, uid=UID).skipped == ("Stew",)


# --- dishes in dishes -------------------------------------------------------------------------------------------------
def test_a_dish_may_be_part_of_another(person, glass):
    stock = make(person, glass, name="Stock")
    stew = make(person, food_of(stock).portions.get(), name="Stew", servings=Decimal(1))

    assert food_of(stew).b12_ug == 1


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_dish_cannot_hold_itself_however_far_inside(person, glass, steps):
    rows = [make(person, glass, name="First")]
    for n in range(steps - 1):
        rows.append(make(person, food_of(rows[-1]).portions.get(), name=f"Dish {n}"))
    with pytest.raises(Refused, match="hold itself"):
        change(person, rows[0], food_of(rows[-1]).portions.get())

    assert food_of(rows[0]).b12_ug == 1


def test_nobody_changes_the_dish_of_somebody_else(person, glass):
    dish = make(person, glass)
    with pytest.raises(Dish.DoesNotExist):
        change(UserFactory(), dish, glass)


def test_erasing_takes_dishes_meals_and_what_was_put_aside_along(person, glass):
    stock = make(person, glass, name="Stock")
    stew = make(person, food_of(stock).portions.get(), name="Stew")
    log(person, stew)
    food = food_of(stew)
    actions_meals.keep_meal(by=person, name="Lunch", items=[Item(food, None, Decimal(1))], uid=UID)
    actions_meals.put_aside(by=person, foods=[1, 2], today=NOW.date())
    other = make(UserFactory(), glass)
    gone = actions_erasing.erase_person(person=person)

    assert {name: n for name, n in gone.items() if "Meal" in name or "Dish" in name or "Together" in name} == {
        "tracker.UsualMeal": 1, "tracker.MealItem": 1, "tracker.Dish": 2, "tracker.DishPart": 2,
        "tracker.TogetherAside": 1,
    }  # fmt: skip
    assert list(Dish.objects.all()) == [other]
    assert not Food.history.filter(name__in=["Stew", "Stock"]).exclude(id=other.food_id).exists()
