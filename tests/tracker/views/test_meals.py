"""Usual meals: kept from a day, changed, logged in one press, taken back, and offered when they are a habit."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from foods.choices import Origin, State
from foods.models import Food, Portion
from tests.factories import FoodFactory, MealItemFactory, PortionFactory, UserFactory, UsualMealFactory
from tests.tracker.views.conftest import NOW, TODAY, days_ago, found, had, portion_of
from tests.tracker.views.test_queries import FEW_AND_MANY
from tracker import actions_meals
from tracker.actions import Item
from tracker.models import Entry, MealItem, UsualMeal
from tracker.models.meals import offered_now
from tracker.reports.meals import kept_meals, offers_of

UID = "11111111-2222-4333-8444-555555555555"


def keep(person, *foods: Food, name: str = "Breakfast") -> UsualMeal:
    items = [Item(food, portion_of(food), Decimal(1)) for food in foods]
    return actions_meals.keep_meal(by=person, name=name, items=items, uid=uuid.uuid4())


@pytest.fixture
def milk(db) -> Food:
    """Oat milk, 0.5 µg in 100 g, a glass of 200 g."""
    return found(name="Oat milk, fortified", b12_ug=Decimal("0.5"))


@pytest.fixture
def tempeh(db) -> Food:
    return found(name="Tempeh", unknown=True)


def text_of(answer) -> str:
    return answer.content.decode()


# --- the list ---------------------------------------------------------------------------------------------------------
def test_the_list_says_what_each_meal_holds_and_counts_what_is_unknown(signed_in, person, salmon, tempeh):
    keep(person, salmon, tempeh)
    page = text_of(signed_in.get("/meals/"))

    assert "6\u00a0µg and 1 unknown" in page
    assert "Salmon, 1 fillet, 150\u00a0g · 6\u00a0µg" in page
    assert "Tempeh, 1 glass, 200\u00a0g · unknown" in page


def test_somebody_without_meals_reads_how_to_make_one(signed_in):
    page = text_of(signed_in.get("/meals/"))

    assert "Choose things you logged on one day" in page
    assert reverse("meal_new") in page


@FEW_AND_MANY
def test_the_list_takes_four_queries(signed_in, person, salmon, rows, django_assert_num_queries):
    for n in range(rows):
        keep(person, salmon, found(name=f"Drink {n}"), name=f"Meal {n}")
    with django_assert_num_queries(4):  # + meals with their things, what these are today
        signed_in.get("/meals/")


def test_what_cannot_be_logged_any_more_is_said_on_the_list(signed_in, person, salmon, milk):
    keep(person, salmon, milk)
    Food.objects.filter(pk=milk.pk).update(state=State.RETIRED)
    page = text_of(signed_in.get("/meals/"))

    assert 'Oat milk, fortified, 1 glass, 200\u00a0g <span class="tag">cannot be logged any more</span>' in page


@pytest.mark.parametrize("change", ["", "retired", "merged", "merged_elsewhere", "lost", "unit"])
def test_the_page_shows_what_a_press_logs(person, milk, change):
    keep(person, milk)
    winner = PortionFactory(food__b12_ug=Decimal(3), name="cup").food
    if change == "retired":
        Food.objects.filter(pk=milk.pk).update(state=State.RETIRED)
    elif change == "merged":
        Food.objects.filter(pk=milk.pk).update(state=State.RETIRED, merged_into=winner)
    elif change == "merged_elsewhere":
        Food.objects.filter(pk=milk.pk).update(merged_into=FoodFactory(tablet=True))
    elif change == "lost":
        Portion.objects.filter(food=milk).delete()
    elif change == "unit":
        Portion.objects.filter(food=milk).delete()
        Food.objects.filter(pk=milk.pk).update(basis="unit")
    (meal,) = kept_meals(person)
    (row,) = meal.rows(offers_of(meal.things))
    offer = offered_now(MealItem.objects.select_related("food__merged_into", "portion").get())
    logged = offer and Entry.of(offer[0], portion=offer[1], amount=offer[2])

    assert (row.gone, row.ug) == (logged is None, logged and logged.swallowed_ug)
    if logged:
        assert (row.name, row.what) == (logged.name, logged.what)


# --- keeping ----------------------------------------------------------------------------------------------------------
def test_a_meal_is_kept_from_the_entries_of_a_day(signed_in, person, salmon, milk):
    first, _second, third = (had(person, food, "2026-03-12 08:00") for food in (salmon, found(name="Tea"), milk))
    page = text_of(signed_in.get("/meals/new/", {"date": "2026-03-12"}))
    sent = {"uid": UID, "name": "Fish day", "entry": [first.pk, third.pk]}
    answers = [signed_in.post("/meals/new/?date=2026-03-12", sent) for _ in range(2)]
    meal = person.usual_meals.get()

    assert page.count('name="entry"') == 3
    assert [answer.url for answer in answers] == [reverse("meal", args=[meal.pk])] * 2
    assert (meal.name, [thing.food for thing in meal.items.all()]) == ("Fish day", [salmon, milk])


def test_without_a_date_the_last_day_with_entries_is_offered(signed_in, person, salmon):
    had(person, salmon, "2026-03-10 08:00")

    assert "From what you logged on Tuesday 10 March" in text_of(signed_in.get("/meals/new/"))


def test_the_page_of_a_day_leads_there(signed_in, person, salmon):
    had(person, salmon, "2026-03-12 08:00")

    assert '"/meals/new/?date=2026-03-12"' in text_of(signed_in.get("/history/2026-03-12/"))


def test_entries_of_somebody_else_cannot_be_kept(signed_in, person, salmon):
    theirs = had(UserFactory(), salmon, "2026-03-14 08:00")
    answer = signed_in.post("/meals/new/", {"uid": UID, "name": "Theirs", "entry": [theirs.pk]})

    assert answer.status_code == 200
    assert person.usual_meals.count() == 0


def test_a_meal_without_a_name_asks_for_one_and_keeps_the_ticks(signed_in, person, salmon):
    entry = had(person, salmon, "2026-03-14 08:00")
    page = text_of(signed_in.post("/meals/new/", {"uid": UID, "name": " ", "entry": [entry.pk]}))

    assert "Give it a name, like “Breakfast”." in page
    assert f'value="{entry.pk}" checked' in page


@FEW_AND_MANY
def test_choosing_takes_four_queries(signed_in, person, salmon, rows, django_assert_num_queries):
    for n in range(rows):
        had(person, salmon, f"2026-03-14 08:{n:02d}")
    with django_assert_num_queries(4):  # + the last day, its entries
        signed_in.get("/meals/new/")


# --- changing ---------------------------------------------------------------------------------------------------------
def typed(meal: UsualMeal, **more) -> dict[str, object]:
    rows = list(meal.items.all())
    data: dict[str, object] = {"name": meal.name, "count": len(rows), "do": "save"}
    for n, row in enumerate(rows):
        data |= {f"t{n}-kept": row.pk, f"t{n}-food_id": row.food_id, f"t{n}-portion": row.portion_id or "base",
                 f"t{n}-amount": f"{row.amount.normalize():f}"}  # fmt: skip
    return data | more


def things(meal: UsualMeal) -> list[tuple]:
    return [(row.food.name, row.amount, row.portion_name) for row in meal.items.select_related("food")]


def test_name_amount_and_portion_can_be_changed(signed_in, person, salmon):
    meal = keep(person, salmon)
    signed_in.post(f"/meals/{meal.pk}/", typed(meal, name="Dinner", **{"t0-amount": "1,5", "t0-portion": "base"}))
    meal.refresh_from_db()

    assert (meal.name, things(meal)) == ("Dinner", [("Salmon", Decimal("1.5"), "")])


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("up-1", ["Oat milk, fortified", "Salmon", "Tempeh"]),
        ("down-0", ["Oat milk, fortified", "Salmon", "Tempeh"]),
        ("down-2", ["Salmon", "Oat milk, fortified", "Tempeh"]),
        ("up-0", ["Salmon", "Oat milk, fortified", "Tempeh"]),
        ("up-29", ["Salmon", "Oat milk, fortified", "Tempeh"]),
        ("remove-1", ["Salmon", "Tempeh"]),
    ],
)
def test_things_move_up_and_down_and_out(signed_in, person, salmon, milk, tempeh, do, order):
    meal = keep(person, salmon, milk, tempeh)
    signed_in.post(f"/meals/{meal.pk}/", typed(meal, do=do))

    assert [name for name, *_rest in things(meal)] == order


def test_what_is_put_in_comes_last_and_what_was_typed_is_saved_with_it(signed_in, person, salmon, milk):
    meal = keep(person, salmon)
    what = f"{milk.pk}:{portion_of(milk).pk}:2"
    signed_in.post(f"/meals/{meal.pk}/", typed(meal, what=what, **{"t0-amount": "3"}))

    assert things(meal) == [("Salmon", 3, "fillet"), ("Oat milk, fortified", 2, "glass")]


def test_foods_are_found_without_scripts(signed_in, person, salmon, milk):
    meal = keep(person, salmon)
    page = text_of(signed_in.get(f"/meals/{meal.pk}/", {"q": "oat milk"}))

    assert f'form="things" name="what" value="{milk.pk}:{portion_of(milk).pk}:1"' in page


def test_an_amount_that_cannot_be_read_is_said_and_nothing_is_saved(signed_in, person, salmon, milk):
    meal = keep(person, salmon, milk)
    page = text_of(signed_in.post(f"/meals/{meal.pk}/", typed(meal, **{"t0-amount": "2", "t1-amount": "some"})))

    assert "Nothing was saved yet." in page
    assert "“some” is not a number we can read." in page
    assert [amount for _name, amount, _portion in things(meal)] == [1, 1]


def test_what_is_wrong_with_a_thing_does_not_keep_it_in(signed_in, person, salmon, milk):
    meal = keep(person, salmon, milk)
    signed_in.post(f"/meals/{meal.pk}/", typed(meal, do="remove-1", **{"t1-amount": "some"}))

    assert things(meal) == [("Salmon", 1, "fillet")]


def test_what_cannot_be_logged_any_more_stays_until_it_is_taken_out(signed_in, person, salmon, milk):
    meal = keep(person, salmon, milk)
    Food.objects.filter(pk=milk.pk).update(state=State.RETIRED)
    page = text_of(signed_in.get(f"/meals/{meal.pk}/"))
    signed_in.post(f"/meals/{meal.pk}/", typed(meal, **{"t1-food_id": ""}))
    kept = things(meal)
    signed_in.post(f"/meals/{meal.pk}/", typed(meal, do="remove-1", **{"t1-food_id": ""}))

    assert "cannot be logged any more" in page
    assert kept == [("Salmon", 1, "fillet"), ("Oat milk, fortified", 1, "glass")]
    assert things(meal) == [("Salmon", 1, "fillet")]


def test_the_food_of_somebody_else_cannot_be_put_in(signed_in, person, salmon):
    meal = keep(person, salmon)
    theirs = found(owner=UserFactory(), source=None, source_ref="", name="Secret stew")
    page = text_of(signed_in.post(f"/meals/{meal.pk}/", typed(meal, what=f"{theirs.pk}:base:1")))

    assert "Search for the food again." in page
    assert "Secret" not in page
    assert things(meal) == [("Salmon", 1, "fillet")]


def test_a_meal_is_full_with_thirty_things(signed_in, person, salmon):
    meal = keep(person, *[salmon] * 30)
    page = text_of(signed_in.post(f"/meals/{meal.pk}/", typed(meal, what=f"{salmon.pk}:base:1")))

    assert "That is full: 30 things at most." in page
    assert meal.items.count() == 30


@FEW_AND_MANY
def test_the_page_of_a_meal_takes_six_queries(signed_in, person, rows, django_assert_num_queries):
    meal = keep(person, *[found(name=f"Drink {n}") for n in range(rows)])
    with django_assert_num_queries(6):  # + meal, things, foods, portions
        signed_in.get(f"/meals/{meal.pk}/")


def test_a_removed_meal_leaves_what_was_logged(signed_in, person, salmon):
    meal = keep(person, salmon)
    signed_in.post(f"/meals/{meal.pk}/log/", {"uid": UID})
    signed_in.post(f"/meals/{meal.pk}/remove/")

    assert (person.usual_meals.count(), person.entries.count()) == (0, 1)


# --- logging ----------------------------------------------------------------------------------------------------------
def test_one_press_logs_all_of_it_once_and_can_be_undone_as_a_whole(signed_in, person, salmon, milk):
    meal = keep(person, salmon, milk)
    for _ in range(2):
        signed_in.post(f"/meals/{meal.pk}/log/", {"uid": UID, "next": "/today/"})
    ids = "-".join(str(pk) for pk in person.entries.order_by("pk").values_list("pk", flat=True))
    page = text_of(signed_in.get("/today/"))

    assert (person.entries.count(), set(person.entries.values_list("eaten_at", flat=True))) == (2, {NOW})
    assert "Logged 2 things." in page
    assert f'action="/meals/undo/{ids}/"' in page
    answers = [signed_in.post(f"/meals/undo/{ids}/") for _ in range(2)]
    assert ([answer.url for answer in answers], person.entries.count()) == (["/today/"] * 2, 0)
    assert "Took 2 things back." in text_of(signed_in.get("/today/"))


def test_nobody_takes_back_what_somebody_else_logged(stranger, person, salmon):
    entry = had(person, salmon, "2026-03-14 08:00")

    assert (stranger.post(f"/meals/undo/{entry.pk}/").status_code, person.entries.count()) == (404, 1)


def test_a_meal_can_be_logged_for_another_day(signed_in, person, salmon):
    meal = keep(person, salmon)
    answer = signed_in.post(f"/meals/{meal.pk}/log/", {"uid": UID, "date": "2026-03-10", "time": "07:15"})

    assert (answer.url, person.entries.get().local_date) == ("/history/2026-03-10/", dt.date(2026, 3, 10))


def test_a_day_that_cannot_be_is_said_and_logs_nothing(signed_in, person, salmon):
    meal = keep(person, salmon)
    signed_in.post(f"/meals/{meal.pk}/log/", {"uid": UID, "date": "1066-10-14"})

    assert person.entries.count() == 0
    assert "Choose a day within a lifetime" in text_of(signed_in.get("/today/"))


def test_what_is_left_out_is_counted_in_the_message_and_not_named_there(signed_in, person, salmon, milk):
    meal = keep(person, salmon, milk)
    Food.objects.filter(pk=milk.pk).update(state=State.RETIRED)
    answer = signed_in.post(f"/meals/{meal.pk}/log/", {"uid": UID})

    assert "Oat milk" not in str(answer.cookies)
    assert "1 thing cannot be logged any more and was left out." in text_of(signed_in.get("/today/"))


def test_an_empty_meal_logs_nothing_and_says_so(signed_in, person):
    signed_in.post(f"/meals/{UsualMealFactory(owner=person).pk}/log/", {"uid": UID})

    assert "Nothing is in this usual meal yet." in text_of(signed_in.get("/today/"))


# --- among the usuals and the matches ---------------------------------------------------------------------------------
def test_a_meal_is_a_chip_on_today(signed_in, person, salmon, tempeh):
    meal = keep(person, salmon, tempeh, name="Fish day")
    (chip,) = [usual for usual in signed_in.get("/today/").context["report"].usuals if usual.name == "Fish day"]
    page = text_of(signed_in.get("/today/"))

    assert (chip.pk, chip.things, chip.known_ug, chip.unknown) == (meal.pk, 2, 6, 1)
    assert "<small>2 things · 6\u00a0µg and 1 unknown</small>" in page
    assert f'formaction="/meals/{meal.pk}/log/"' in page


def test_a_meal_of_which_nothing_is_left_is_no_chip(signed_in, person, salmon):
    keep(person, salmon, name="Fish day")
    Food.objects.update(state=State.RETIRED)

    assert "Fish day" not in text_of(signed_in.get("/today/"))


def test_thirty_meals_leave_eight_chips(signed_in, person, salmon):
    for n in range(30):
        keep(person, salmon, name=f"Meal {n:02d}")

    assert [usual.name for usual in signed_in.get("/today/").context["report"].usuals] == [
        f"Meal {n:02d}" for n in range(8)
    ]


@FEW_AND_MANY
def test_today_takes_as_many_queries_with_meals_as_without(signed_in, person, salmon, rows, django_assert_num_queries):
    for food in (salmon, found(name="Tea"), found(name="Bread")):  # enough usuals that nothing is suggested
        had(person, food, "2026-03-13 12:00")
    for n in range(rows):
        keep(person, salmon, found(name=f"Drink {n}"), name=f"Meal {n}")
    with django_assert_num_queries(9):
        signed_in.get("/today/")


def test_a_meal_is_found_by_its_name_in_the_log_sheet(signed_in, person, salmon):
    meal = keep(person, salmon, name="Fish day")
    keep(UserFactory(), salmon, name="Fish of somebody else")
    page = text_of(signed_in.get("/log/search/", {"q": "fish"}))

    assert "Fish day</a>" in page
    assert f'formaction="/meals/{meal.pk}/log/"' in page
    assert "somebody else" not in page


# --- these again? -----------------------------------------------------------------------------------------------------
def habit(person, *foods: Food, days: int = 8, at: str = "12:30") -> None:
    for day in range(1, days + 1):
        for food in foods:
            had(person, food, f"{days_ago(day)} {at}")


def suggestion(client):
    return client.get("/today/").context["report"].together


def posted(client, do: str):
    offer = suggestion(client)
    sent = {"uid": UID, "do": do, "foods": offer.foods, "rest": offer.rest, "things": offer.things}
    return client.post("/meals/suggested/", sent)


def test_what_is_had_together_is_offered_in_one_line_with_its_reason(signed_in, person, salmon, milk):
    habit(person, salmon, milk)
    page = text_of(signed_in.get("/today/"))

    assert "Salmon and Oat milk again?" in page
    assert "Around this time you had them together on 8 of the last 14 days." in page


def test_all_of_it_is_logged_once_in_one_press_and_then_not_offered_again(signed_in, person, salmon, milk):
    habit(person, salmon, milk)
    posted_twice = {"uid": UID, "do": "log", **{
        name: getattr(suggestion(signed_in), name) for name in ("foods", "rest", "things")}}  # fmt: skip
    for _ in range(2):
        signed_in.post("/meals/suggested/", posted_twice)

    assert person.entries.on_day(TODAY).count() == 2
    assert suggestion(signed_in) is None


def test_after_the_first_of_them_only_the_rest_is_logged(signed_in, person, salmon, milk):
    habit(person, salmon, milk)
    had(person, salmon, f"{TODAY} 12:10")
    why = suggestion(signed_in).why
    posted(signed_in, "log")

    assert "Logged today already: Salmon." in why
    assert sorted(person.entries.on_day(TODAY).values_list("name", flat=True)) == ["Oat milk, fortified", "Salmon"]


def test_it_is_kept_as_a_usual_meal_which_ends_the_offer(signed_in, person, salmon, milk):
    habit(person, salmon, milk)
    answer = posted(signed_in, "keep")
    meal = person.usual_meals.get()

    assert (answer.url, meal.name) == (f"/meals/{meal.pk}/", "Salmon and Oat milk, fortified")
    assert things(meal) == [("Salmon", 1, "fillet"), ("Oat milk, fortified", 1, "glass")]
    assert suggestion(signed_in) is None


def test_not_now_is_remembered_for_eight_weeks(signed_in, person, salmon, milk, time_machine):
    habit(person, salmon, milk)
    posted(signed_in, "aside")
    aside = person.together_asides.get()

    assert (suggestion(signed_in), aside.until) == (None, TODAY + dt.timedelta(days=56))
    assert person.entries.on_day(TODAY).count() == 0


def test_injections_are_never_offered_by_the_way(signed_in, person, salmon):
    ampoule = found(name="Ampoule", origin=Origin.INJECTED)
    habit(person, salmon, ampoule)

    assert suggestion(signed_in) is None


def test_a_food_that_is_gone_is_not_offered(signed_in, person, salmon, milk):
    habit(person, salmon, milk)
    Food.objects.filter(pk=milk.pk).update(state=State.RETIRED)

    assert suggestion(signed_in) is None


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "log", "foods": "1,2", "rest": ["999999:base:1"]},
        {"do": "log", "foods": "1,2", "rest": ["x"]},
        {"do": "log", "foods": "1,2", "rest": ["1:base:0"]},
        {"do": "log", "foods": "1"},
        {"do": "keep", "foods": "1,2"},
        {"do": "eat", "foods": "1,2"},
        {"do": "aside", "foods": "1,2;3"},
        {},
    ],
)
def test_an_offer_that_makes_no_sense_does_nothing(signed_in, person, sent):
    answer = signed_in.post("/meals/suggested/", {"uid": UID} | sent)

    assert answer.url == "/today/"
    assert (person.entries.count(), person.usual_meals.count(), person.together_asides.count()) == (0, 0, 0)


def test_foods_of_somebody_else_are_not_logged_by_an_offer(signed_in, person):
    theirs = found(owner=UserFactory(), source=None, source_ref="")
    signed_in.post("/meals/suggested/", {"uid": UID, "do": "log", "foods": "1,2", "rest": [f"{theirs.pk}:base:1"]})

    assert person.entries.count() == 0


def test_an_offer_costs_one_query_more(signed_in, person, salmon, milk, django_assert_num_queries):
    habit(person, salmon, milk)
    had(person, found(name="Tea"), "2026-03-13 18:00")  # enough usuals that nothing is suggested for newcomers
    with django_assert_num_queries(10):
        signed_in.get("/today/")


def test_the_factory_makes_a_meal_with_a_thing(person):
    assert MealItemFactory(meal__owner=person).meal.owner == person
