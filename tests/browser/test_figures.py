"""Giving a food a figure: by keys alone, without scripts, with a double click; on a phone and on a desk."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from foods.models import Food
from tests.browser.axe import faults
from tests.browser.hands import Browse, on_both, toast
from tests.browser.people import had
from tests.browser.test_keyboard import walk
from tests.browser.test_layout import LONGEST_NAME, sticking_out
from tracker import actions


@pytest.fixture
def capsule(person: User) -> Food:
    """A supplement of the table without a figure; the person had three yesterday and two today."""
    food = Food.objects.published().get(source_ref="b12-supplement")
    had(person, food, days_ago=1, at="07:00", amount="3")
    had(person, food, at="07:00", amount="2")
    return food


@pytest.fixture
def stew(person: User) -> Food:
    """A stew of the person's own with the longest name there is; nobody knows what is in it."""
    food, _ = actions.add_own_food(by=person, name=LONGEST_NAME, b12_ug=None)
    had(person, food, at="07:00")
    return food


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name is in focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        if at == name:
            return
    raise AssertionError(f"Tab never came to {name}")


def figures_of(person: User) -> list[Decimal | None]:
    return list(person.entries.order_by("eaten_at").values_list("counted_ug", flat=True))


def test_a_figure_is_given_by_keys_alone_and_leads_back_to_the_entry(person: User, capsule: Food, browse: Browse):
    entry = person.entries.latest("eaten_at")
    page = browse(person, path=f"/entries/{entry.pk}/")
    tab_to(page, "Give it a figure")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Logged 2 times without a figure")).to_be_visible()
    tab_to(page, "B12, µg")
    page.keyboard.type("2,5")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/entries/{entry.pk}/")
    expect(toast(page)).to_contain_text("2 entries were corrected.")
    expect(page.locator("h1 + p")).to_contain_text("5")
    assert figures_of(person) == [Decimal("7.5"), Decimal(5)]


def test_amount_origin_and_the_past_are_chosen_by_keys(person: User, capsule: Food, browse: Browse):
    page = browse(person, path=f"/figures/{capsule.pk}/")
    tab_to(page, "B12, µg")
    page.keyboard.type("100")
    page.get_by_role("radio", name="supplement").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("checkbox", name="Also put it into the 2 entries").focus()
    page.keyboard.press("Space")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Saved as a food of your own")
    own = person.foods.get()
    assert (own.b12_ug, own.origin) == (100, "added")
    assert figures_of(person) == [None, None]


@on_both
def test_without_scripts_a_typo_a_doubt_and_a_figure(person: User, capsule: Food, browse: Browse, screen: str):
    page = browse(person, screen=screen, script=False, path=capsule.get_absolute_url())
    page.get_by_role("link", name="Give it a figure").click()
    field, save = page.get_by_label("B12, µg"), page.get_by_role("button", name="Save")
    field.fill("lots")
    save.click()
    expect(page.get_by_text("“lots” is not a figure we can read")).to_be_visible()
    expect(field).to_have_value("lots")
    field.fill("30 mg")
    save.click()
    expect(page.get_by_text("That would be 30,000 µg of B12. Is that right?")).to_be_visible()
    field.fill("0")
    save.click()
    expect(toast(page)).to_contain_text("2 entries were corrected.")
    assert figures_of(person) == [0, 0]


def test_a_double_click_saves_once(person: User, capsule: Food, browse: Browse):
    page = browse(person, path=f"/figures/{capsule.pk}/")
    page.get_by_label("B12, µg").fill("10")
    page.get_by_role("button", name="Save").dblclick()
    expect(toast(page).first).to_contain_text("2 entries were corrected.")
    assert (person.foods.count(), figures_of(person)) == (1, [30, 20])


def test_an_own_food_is_changed_retired_and_offered_again_without_scripts(person: User, stew: Food, browse: Browse):
    page = browse(person, script=False, path=f"/figures/{stew.pk}/")
    page.get_by_label("Name").fill("Stew")
    page.get_by_label("B12, µg").fill("1.2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stew")
    page.get_by_role("link", name="Change it").click()
    page.get_by_role("button", name="Retire this food").click()
    page.get_by_role("link", name="Change it or offer it again").click()
    page.get_by_role("button", name="Offer it again").click()
    expect(page.get_by_role("link", name="Log 1 portion")).to_be_visible()
    assert figures_of(person) == [Decimal("1.2")]


@on_both
@pytest.mark.parametrize("typed", [None, "abc", "30 mg"])
def test_the_page_has_no_faults(person: User, stew: Food, browse: Browse, screen: str, typed: str | None):
    page = browse(person, screen=screen, path=f"/figures/{stew.pk}/")
    if typed:
        page.get_by_label("B12, µg").fill(typed)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert").or_(page.locator(".err")).first).to_be_visible()
    assert faults(page) == []
    assert [stop["what"] for stop in walk(page) if not (stop["seen"] and stop["inside"] and not stop["covered"])] == []


def test_nothing_sticks_out_whatever_the_name(person: User, stew: Food, browse: Browse):
    assert sticking_out(browse(person), f"/figures/{stew.pk}/") == {}
