"""Every page passes axe: light and dark, phone and desktop."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from config.misplaced import Misplaced
from foods.models import Food
from tests.browser.axe import faults
from tests.browser.hands import Browse, toast, usual
from tests.browser.people import CHEDDAR, EGG, OAT, food, had, sign_in_by_password, with_password
from tests.browser.trouble import Trouble
from tests.factories import ConditionFactory, DishPartFactory, FoodFactory, MealItemFactory, MedicineFactory

pytestmark = pytest.mark.looks


def unknown_food() -> Food:
    return Food.objects.published().get(source_ref="b12-supplement")


def inactive_food() -> Food:
    return Food.objects.published().get(source_ref="blue-green-algae")


def send_anyway(page: Page, form: str) -> None:
    """Press the button of a form whose fields the browser would complain about first."""
    page.eval_on_selector(
        form, "form => { form.noValidate = true; form.requestSubmit(form.querySelector('.btn.main')) }"
    )
    page.wait_for_load_state()


# --- Anybody's pages ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-x/",
        "/sources/",
        "/sources/?q=salmon",
        "/sources/?q=qqzzxx",
        "/api/v1/docs",
    ],
)
def test_a_page_for_anybody(browse: Browse, path: str):
    assert faults(browse(path=path)) == []


def test_a_form_that_came_back_to_a_visitor(browse: Browse):
    page = browse(path="/accounts/signup/")
    send_anyway(page, "main form")
    expect(page.locator(".err").first).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("which", ["ordinary", "unknown", "inactive", "disputed"])
def test_the_page_of_a_food(person: User, browse: Browse, which: str):
    shown = {
        "ordinary": lambda: food("Salmon, baked"),
        "unknown": unknown_food,
        "inactive": inactive_food,
        "disputed": lambda: food("Nori, dried"),
    }[which]()
    page = browse(person if which == "ordinary" else None, path=shown.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text(shown.name)
    assert faults(page) == []


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "429.html", "500.html", "403_csrf.html"])
def test_an_error_page(browse: Browse, template: str):
    page = browse()
    body = render_to_string(template, {"page": "/today/"})
    page.route("**/broken/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("/broken/")
    assert faults(page) == []


def test_the_page_that_names_a_setting(browse: Browse):
    page = browse()
    wrong = Misplaced("https://b12.example.org", "http://127.0.0.1:8000", "BEHIND_TLS", "1")
    body = render_to_string("403_csrf.html", {"misplaced": wrong})
    page.route("**/broken/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("/broken/")
    assert faults(page) == []


# --- A person's pages --------------------------------------------------------------------------------------------
def test_today_empty(person: User, browse: Browse):
    assert faults(browse(person, path="/today/")) == []


def test_today_full_with_a_message(eater: User, browse: Browse):
    had(eater, unknown_food(), at="07:00")
    had(eater, inactive_food(), at="07:00")
    had(eater, "Corn flakes, fortified", at="07:10")
    page = browse(eater, path="/today/")
    usual(page, OAT).click()
    expect(toast(page)).to_contain_text("Logged Oat milk")
    assert faults(page) == []


def test_today_with_matches(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    page.get_by_role("searchbox").fill("samlon")
    expect(page.locator("#found")).to_contain_text("Showing")
    assert faults(page) == []


@pytest.mark.parametrize(
    "path", ["/log/", "/log/?q=milk", "/log/?q=2+eggs,+milk,+qqzzxx", "/log/?q=qqzzxx", "/log/?date=2026-03-14"]
)
def test_the_log_sheet(eater: User, browse: Browse, path: str):
    assert faults(browse(eater, path=path)) == []


@pytest.mark.parametrize("path", ["/meals/", "/meals/new/", "/meals/dishes/", "/meals/dishes/new/"])
def test_meals_and_dishes_before_there_are_any(eater: User, browse: Browse, path: str):
    assert faults(browse(eater, path=path)) == []


def test_a_usual_meal_and_a_dish(eater: User, browse: Browse):
    portion = food(EGG).portions.filter(is_default=True).first()
    meal = MealItemFactory(meal__owner=eater, portion=portion).meal
    MealItemFactory(meal=meal, portion=None, portion_name="", food=FoodFactory(state="retired"), quantity=Decimal(30))
    dish = DishPartFactory(dish__owner=eater, portion=portion).dish
    paths = ("/meals/", f"/meals/{meal.pk}/?q=milk", "/meals/dishes/", f"/meals/dishes/{dish.pk}/", "/log/?q=breakfast")
    for path in paths:
        assert (path, faults(browse(eater, path=path))) == (path, [])


def test_what_is_had_together(person: User, browse: Browse):
    for day in range(1, 9):
        had(person, EGG, days_ago=day, at="09:00")
        had(person, OAT, days_ago=day, at="09:00")
    page = browse(person, path="/today/")
    page.get_by_text("Why this?").click()
    expect(page.locator(".together")).to_contain_text("again?")
    assert faults(page) == []


@pytest.mark.parametrize("amount", ["1", "abc", "30", "0"])
def test_the_amount_page(eater: User, browse: Browse, amount: str):
    page = browse(eater, path=f"/log/?food={food(EGG).pk}")
    if amount != "1":
        page.get_by_label("How many").fill(amount)
        page.get_by_role("button", name="Log it").click()
        expect(page.get_by_role("alert").or_(page.locator(".err")).first).to_be_visible()
    assert faults(page) == []


def test_several_things_that_came_back(eater: User, browse: Browse):
    page = browse(eater, path="/log/?q=2+eggs,+milk")
    page.get_by_label("How many of “milk”").fill("abc")
    page.get_by_role("button", name="Log these 2 things").click()
    expect(page.locator(".err").first).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("b12", ["", "abc", "6000"])
def test_quick_add_with_errors(person: User, browse: Browse, b12: str):
    page = browse(person, path="/log/new/?name=Curry")
    page.get_by_label("B12 in what you had").fill(b12)
    page.get_by_role("button", name="Add and log it").click()
    expect(page.get_by_role("alert").or_(page.locator(".err")).first).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize(
    "name", ["day", "empty day", "entry", "history", "fill", "status", "settings", "logout", "nothing", "own"]
)
def test_a_page_of_a_persons_log(eater: User, browse: Browse, trouble: Trouble, name: str):
    trouble.expect(404)
    entry = eater.entries.get(name=CHEDDAR)
    mine = Food.objects.create(owner=eater, name="Mine", b12_unknown=True, state="published")
    path = {
        "day": reverse("day", args=[entry.local_date]),
        "empty day": "/history/2026-03-14/",
        "entry": reverse("entry", args=[entry.pk]),
        "history": "/history/",
        "fill": "/history/fill/?pick=untracked",
        "status": "/status/",
        "settings": "/settings/",
        "logout": "/accounts/logout/",
        "nothing": "/nothing/",
        "own": mine.get_absolute_url(),
    }[name]
    assert faults(browse(eater, path=path)) == []


@pytest.mark.parametrize("path", ["diet/", "you/", "absorption/", "medicines/"])
def test_a_screen_of_the_first_questions(person: User, browse: Browse, path: str):
    page = browse(person, path=f"/welcome/{path}")
    for tick in page.get_by_role("checkbox").all()[:2]:
        tick.check()
    assert faults(page) == []


def test_first_questions_that_came_back(person: User, browse: Browse):
    page = browse(person, path="/welcome/")
    page.get_by_label("Vegan: nothing").check()
    page.get_by_label("Vegan since when?").fill("3/4/2022")
    page.get_by_label("No source until").fill("2023")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".err").first).to_be_visible()
    assert faults(page) == []


def test_the_profile(person: User, browse: Browse):
    MedicineFactory(owner=person)
    ConditionFactory(owner=person)
    page = browse(person, path="/settings/profile/")
    page.get_by_label("Vegan: nothing").check()
    assert faults(page) == []


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
    ],
)
def test_a_page_about_logging_in(browse: Browse, site: str, name: str):
    person = with_password()
    page = browse()
    sign_in_by_password(page.context, person, site)
    page.goto(reverse(name))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults(page) == []
