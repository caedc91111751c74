"""Usual meals and dishes, in the steps they should take."""

import uuid
from decimal import Decimal

from playwright.sync_api import expect

from accounts.models import User
from tests.browser.hands import Browse, Hands, on_both, toast, usual
from tests.browser.people import CHEDDAR, EGG, OAT, food, had
from tracker import actions_meals
from tracker.actions import Item
from tracker.models import Entry, UsualMeal


def keep(person: User, *names: str, called: str = "Breakfast on working days") -> UsualMeal:
    foods = [food(name) for name in names]
    items = [Item(one, one.portions.filter(is_default=True).first(), Decimal(1)) for one in foods]
    return actions_meals.keep_meal(by=person, name=called, items=items, uid=uuid.uuid4())


@on_both
def test_a_meal_is_logged_in_one_tap_and_taken_back_in_another(person: User, browse: Browse, screen: str):
    keep(person, EGG, OAT, CHEDDAR)
    page = browse(person, screen=screen, path="/today/")
    hands = Hands(page)
    hands.tap(usual(page, "Breakfast on working days"))
    expect(toast(page)).to_contain_text("Logged 3 things.")
    assert (hands.taps, person.entries.count()) == (1, 3)
    hands.tap(page.get_by_role("button", name="Undo"))
    expect(toast(page)).to_contain_text("Took 3 things back.")
    assert person.entries.count() == 0


def test_a_meal_has_a_key_like_every_usual(person: User, browse: Browse):
    keep(person, EGG, OAT)
    page = browse(person, path="/today/")
    page.keyboard.press("1")
    expect(toast(page)).to_contain_text("Logged 2 things.")
    assert person.entries.count() == 2


@on_both
def test_a_meal_is_kept_from_a_day(person: User, browse: Browse, screen: str):
    for name in (EGG, OAT, CHEDDAR):
        had(person, name, days_ago=1, at="08:30")
    page = browse(person, screen=screen, path=f"/history/{person.entries.first().local_date}/")
    page.get_by_role("link", name="Keep some of it as a usual meal").click()
    page.get_by_label("Name").fill("Breakfast")
    for name in (EGG, CHEDDAR):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Breakfast")
    assert list(person.usual_meals.get().items.values_list("food__name", flat=True)) == [EGG, CHEDDAR]


def test_things_are_found_while_typing_and_put_in_without_losing_what_was_typed(person: User, browse: Browse):
    meal = keep(person, EGG)
    page = browse(person, path=f"/meals/{meal.pk}/")
    page.get_by_label(f"How much {EGG}").fill("3")
    page.get_by_label("Find a food").type("chedd")
    page.get_by_role("button", name=f"Put in {CHEDDAR}", exact=True).click()
    expect(page.get_by_label(f"How much {CHEDDAR}", exact=True)).to_be_visible()
    assert list(meal.items.values_list("food__name", "amount")) == [(EGG, 3), (CHEDDAR, 1)]


def test_enter_in_an_amount_saves_and_moves_nothing(person: User, browse: Browse):
    meal = keep(person, EGG, OAT)
    page = browse(person, path=f"/meals/{meal.pk}/")
    page.get_by_label(f"How much {OAT}").fill("2")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Saved.")
    assert list(meal.items.values_list("food__name", "amount")) == [(EGG, 1), (OAT, 2)]


def habit(person: User) -> None:
    for day in range(1, 9):
        for name in (EGG, OAT):
            had(person, name, days_ago=day, at="09:15")


@on_both
def test_what_is_had_together_is_logged_in_one_tap(person: User, browse: Browse, screen: str):
    habit(person)
    page = browse(person, screen=screen, path="/today/")
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="Log all 2"))
    expect(toast(page)).to_contain_text("Logged 2 things.")
    assert (hands.taps, Entry.objects.count()) == (1, 18)
    expect(page.locator(".together")).to_have_count(0)


def test_the_reason_opens_in_place_and_not_now_ends_it(person: User, browse: Browse):
    habit(person)
    page = browse(person, path="/today/")
    page.get_by_text("Why this?").click()
    expect(page.get_by_text("you had them together on 8 of the last 14 days")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    expect(page.locator(".together")).to_have_count(0)
    page.reload()
    expect(page.locator(".together")).to_have_count(0)


def test_a_meal_is_found_where_foods_are_found(person: User, browse: Browse):
    keep(person, EGG, OAT)
    page = browse(person, path="/log/")
    page.get_by_label("Food, tablet or injection").type("breakf")
    page.get_by_role("button", name="Log Breakfast on working days").click()
    expect(toast(page)).to_contain_text("Logged 2 things.")


@on_both
def test_a_dish_is_cooked_from_the_search(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/meals/dishes/new/")
    page.get_by_label("Name").fill("Omelette")
    page.get_by_label("How many servings").fill("2")
    page.get_by_role("button", name="Go on").click()
    for typed, name in (("egg boiled", EGG), ("cheddar", CHEDDAR)):
        page.get_by_label("Find a food").type(typed)
        page.get_by_role("button", name=f"Put in {name}", exact=True).click()
        expect(page.get_by_label(f"How much {name}", exact=True)).to_be_visible()
    page.get_by_label(f"How much {EGG}").fill("4")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(toast(page)).to_contain_text("Saved.")
    omelette = person.foods.get()
    four_eggs, a_slice = Decimal("1.64"), Decimal("0.2226")
    assert (omelette.name, omelette.b12_ug) == ("Omelette", (four_eggs + a_slice) / 2)
    page.get_by_role("link", name="Log it").click()
    page.get_by_role("button", name="Log it").click()
    expect(toast(page)).to_contain_text("Omelette")
