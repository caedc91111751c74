"""Dishes: named, filled from the search, worked out, and honest about what is not known."""

from decimal import Decimal

import pytest

from foods.choices import Reliability, Route, State
from foods.models import Food
from tests.factories import DishFactory, DishPartFactory, UserFactory
from tests.tracker.views.conftest import found, portion_of
from tests.tracker.views.test_queries import FEW_AND_MANY
from tracker.models import Dish

UID = "11111111-2222-4333-8444-555555555555"


def text_of(answer) -> str:
    return answer.content.decode()


def make(client, **said) -> Dish:
    sent = {"uid": UID, "name": "Fish stew", "servings": "2", "cooked_g": ""} | said
    answer = client.post("/meals/dishes/new/", sent)
    return Dish.objects.get(pk=answer.url.split("/")[-2])


def put_in(client, dish: Dish, food: Food, amount: str = "1", **said):
    rows = list(dish.parts.order_by("position"))
    sent = {
        "name": "Fish stew",
        "servings": "2",
        "count": len(rows),
        "what": f"{food.pk}:{portion_of(food).pk}:{amount}",
    }
    for n, row in enumerate(rows):
        sent |= {f"t{n}-kept": row.pk, f"t{n}-food_id": row.food_id, f"t{n}-portion": row.portion_id,
                 f"t{n}-amount": f"{row.amount.normalize():f}"}  # fmt: skip
    return client.post(f"/meals/dishes/{dish.pk}/", sent | said)


def test_a_dish_is_made_filled_and_logged(signed_in, person, salmon):
    dish = make(signed_in)
    put_in(signed_in, dish, salmon)
    food = person.foods.get()
    signed_in.post("/log/", {"uid": UID, "what": f"{food.pk}:{portion_of(food).pk}:1"})

    assert (food.name, food.b12_ug, food.state) == ("Fish stew", 3, State.PUBLISHED)
    assert person.entries.get().swallowed_ug == 3


def test_the_same_form_twice_makes_one_dish(signed_in, person):
    assert make(signed_in) == make(signed_in)
    assert (person.dishes.count(), person.foods.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Give it a name, like “Lentil stew”."),
        ("servings", "", "Say how many servings it makes, like 4."),
        ("servings", "some", "“some” is not a number we can read."),
        ("servings", "1001", "Type a number of servings from 0.01 to 1,000."),
        ("cooked_g", "0.5", "Type a weight from 1 to 100,000 g, or leave it empty."),
        ("cooked_g", "1.5", "That would be less than 1 g a serving."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(signed_in, person, field, typed, sentence):
    page = text_of(signed_in.post("/meals/dishes/new/", {"uid": UID, "name": "Stew", "servings": "2"} | {field: typed}))

    assert sentence in page
    assert person.dishes.count() == 0


def test_a_page_says_at_least_what_is_known_where_a_part_is_not(signed_in, salmon):
    dish = make(signed_in)
    put_in(signed_in, dish, salmon)
    put_in(signed_in, dish, found(name="Tempeh", unknown=True))
    page = text_of(signed_in.get(f"/meals/dishes/{dish.pk}/"))

    assert "At least 3\u00a0µg in a serving. Nobody has a figure for Tempeh" in page
    assert '<p class="n-hero">?' in page


def test_a_page_names_what_does_not_count_and_says_that_cooking_is_left_out(signed_in, salmon):
    dish = make(signed_in)
    put_in(signed_in, dish, found(name="Nori", reliability=Reliability.DISPUTED))
    page = text_of(signed_in.get(f"/meals/dishes/{dish.pk}/"))

    assert "Nori: counts 0, as everywhere here." in page
    assert "Nothing is taken off for cooking." in page


def test_parts_that_changed_since_are_said_with_the_button_that_works_it_out_anew(signed_in, person, salmon):
    dish = make(signed_in)
    put_in(signed_in, dish, salmon)
    Food.objects.filter(pk=salmon.pk).update(b12_ug=Decimal(8))
    page = text_of(signed_in.get(f"/meals/dishes/{dish.pk}/"))
    signed_in.post(f"/meals/dishes/{dish.pk}/anew/")

    assert "Its parts changed since: today they make 6\u00a0µg in a serving." in page
    assert person.foods.get().b12_ug == 6
    assert "Its parts changed since" not in text_of(signed_in.get(f"/meals/dishes/{dish.pk}/"))


def test_a_dish_in_itself_is_refused_with_a_sentence(signed_in, person, salmon):
    dish = make(signed_in)
    put_in(signed_in, dish, salmon)
    page = text_of(put_in(signed_in, dish, person.foods.get()))

    assert "A dish cannot hold itself, not even inside another dish." in page
    assert dish.parts.count() == 1


def test_an_injection_is_refused_with_a_sentence(signed_in, salmon):
    dish = make(signed_in)
    page = text_of(put_in(signed_in, dish, found(name="Ampoule", route=Route.INJECTED)))

    assert "What is injected or goes through the nose cannot be part of a dish." in page
    assert dish.parts.count() == 0


def test_parts_are_found_without_scripts(signed_in, salmon):
    dish = make(signed_in)
    page = text_of(signed_in.get(f"/meals/dishes/{dish.pk}/", {"q": "salm"}))

    assert f'name="what" value="{salmon.pk}:{portion_of(salmon).pk}:1"' in page


def test_a_removed_dish_is_offered_no_more(signed_in, person, salmon):
    dish = make(signed_in)
    put_in(signed_in, dish, salmon)
    signed_in.post(f"/meals/dishes/{dish.pk}/remove/")

    assert (person.dishes.count(), person.foods.get().state) == (0, State.RETIRED)


def test_dishes_of_other_people_are_not_there(signed_in):
    theirs = DishPartFactory(dish__owner=UserFactory()).dish
    answers = [signed_in.get(f"/meals/dishes/{theirs.pk}/")] + [
        signed_in.post(f"/meals/dishes/{theirs.pk}/{what}") for what in ("", "anew/", "remove/")
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert "Soup" not in text_of(signed_in.get("/meals/dishes/"))


def test_somebody_without_dishes_reads_how_to_make_one(signed_in):
    assert "It becomes a food of your own that you log like any other." in text_of(signed_in.get("/meals/dishes/"))


@FEW_AND_MANY
def test_the_list_takes_four_queries(signed_in, person, rows, django_assert_num_queries):
    for n in range(rows):
        DishPartFactory(dish=DishFactory(owner=person, food__name=f"Stew {n}"))
    with django_assert_num_queries(4):  # + dishes with foods, parts
        signed_in.get("/meals/dishes/")


@FEW_AND_MANY
def test_the_page_of_a_dish_takes_seven_queries(signed_in, person, rows, django_assert_num_queries):
    dish = DishFactory(owner=person)
    for _ in range(rows):
        DishPartFactory(dish=dish)
    with django_assert_num_queries(7):  # + dish with food, its parts for form and figures, foods, portions
        signed_in.get(f"/meals/dishes/{dish.pk}/")
