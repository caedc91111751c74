"""What if, as people ask it: by keys alone, without scripts, on a phone, with the longest names."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from foods import search
from foods.models import Food, Portion
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, on_both
from tests.browser.people import OAT, TABLET, had
from tests.browser.test_keyboard import walk
from tests.browser.test_layout import LONGEST_NAME, sticking_out

NEW = "/status/what-if/"


@pytest.fixture
def tracked(person: User) -> User:
    """Fifteen days of oat milk, and a tablet on two of them."""
    for n in range(1, 16):
        had(person, OAT, days_ago=n)
    for n in (3, 10):
        had(person, TABLET, days_ago=n, at="09:00")
    return person


def asked(person: User) -> list[list[dict]]:
    return [what_if.changes for what_if in person.what_ifs.order_by("pk")]


def kind(page: Page, words: str, *, change: int = 0):
    return page.locator(".kinds").nth(change).locator(".chip", has_text=words)


def chip(page: Page, words: str, *, change: int = 0):
    return page.locator(".change").nth(change).locator(".chip", has_text=words)


def show(page: Page) -> None:
    page.get_by_role("button", name="Show twelve months").click()
    expect(page.get_by_role("heading", name="Twelve months")).to_be_visible()


def test_a_medicine_is_chosen_by_keys_alone(tracked: User, browse: Browse):
    page = browse(tracked, path=NEW)
    page.locator(".kinds input").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Which medicine or condition as well?").first).to_be_focused()
    page.keyboard.type("metf")
    page.keyboard.press("Tab")
    expect(page.locator("summary", has_text="Another change")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Show twelve months")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("With metformin")
    assert asked(tracked) == [[{"kind": "start", "state": "metformin"}]]


def test_every_stop_of_the_form_can_be_seen(tracked: User, browse: Browse):
    page = browse(tracked, path=NEW)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    bad = [stop for stop in walk(page) if not stop["seen"] or not stop["inside"] or stop["covered"]]

    assert bad == []


def test_only_what_the_chosen_kind_needs_is_asked_for(tracked: User, browse: Browse):
    page = browse(tracked, path=NEW)
    food = page.get_by_label("Which food or tablet?").first
    expect(food).to_be_hidden()
    kind(page, "Leave a food or tablet out").click()
    expect(food).to_be_visible()
    kind(page, "Take a supplement as well").click()
    expect(food).to_be_hidden()
    own = page.get_by_label("B12, µg").first
    expect(own).to_be_hidden()
    chip(page, "another dose").click()
    expect(own).to_be_visible()


@on_both
def test_a_ready_made_change_is_one_tap(tracked: User, browse: Browse, screen: str):
    page = browse(tracked, screen=screen, path=NEW)
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="Without B12 tablet"))
    expect(page.get_by_role("heading", name="Twelve months")).to_be_visible()

    assert hands.taps == 1
    assert [change["kind"] for (change,) in asked(tracked)] == ["drop"]


def test_without_scripts_three_changes_are_asked_changed_and_removed(tracked: User, browse: Browse):
    page = browse(tracked, script=False, path=NEW)
    kind(page, "Have more or less of one").click()
    page.get_by_label("Which food or tablet?").first.select_option(index=1)
    chip(page, "another amount").click()
    page.get_by_label("Times today’s amount").first.fill("lots")
    page.locator("summary", has_text="Another change").click()
    kind(page, "Take a supplement as well", change=1).click()
    chip(page, "2,000 µg every week", change=1).click()
    page.get_by_role("button", name="Show twelve months").click()
    expect(page.get_by_text("“lots” is not a number we can read")).to_be_visible()
    expect(page.get_by_label("Times today’s amount").first).to_have_value("lots")
    page.get_by_label("Times today’s amount").first.fill("1½")
    show(page)
    assert [change["kind"] for change in asked(tracked)[0]] == ["portion", "add"]

    page.get_by_role("link", name="Change it").click()
    expect(page.get_by_label("Times today’s amount").first).to_have_value("1.5")
    page.get_by_label("Times today’s amount").first.fill("3")
    show(page)
    assert [changes[0]["times"] for changes in asked(tracked)] == ["1.5", "3"]

    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Removed that what-if.")).to_be_visible()
    assert [changes[0]["times"] for changes in asked(tracked)] == ["1.5"]


def test_why_opens_in_place_without_scripts(tracked: User, browse: Browse):
    page = browse(tracked, script=False, path=NEW)
    page.get_by_role("button", name="With metformin").click()
    here = page.url
    for words in ("Why these µg a day?", "Why these stores?", "Why does a medicine or condition change it?"):
        page.locator("summary", has_text=words).click()
    expect(page.get_by_text("÷ 15 =").first).to_be_visible()
    expect(page.get_by_text("How far is our estimate")).to_be_visible()
    assert page.url == here


def test_a_double_click_and_going_back_make_one(tracked: User, browse: Browse):
    page = browse(tracked, path=NEW)
    page.get_by_role("button", name="With metformin").dblclick()
    expect(page.get_by_role("heading", name="Twelve months")).to_be_visible()
    page.go_back()
    page.goto(NEW)
    assert len(asked(tracked)) == 1


def test_two_tabs_ask_two_things(tracked: User, browse: Browse):
    first = browse(tracked, path=NEW)
    second = first.context.new_page()
    second.goto(NEW)
    first.get_by_role("button", name="With metformin").click()
    expect(first.get_by_role("heading", name="Twelve months")).to_be_visible()
    second.get_by_role("button", name="A supplement of 10 µg every day").click()
    expect(second.get_by_role("heading", name="Twelve months")).to_be_visible()
    assert [change["kind"] for (change,) in asked(tracked)] == ["start", "add"]


@pytest.fixture
def long_names(tracked: User) -> User:
    thing = Food.objects.create(owner=tracked, name=LONGEST_NAME, b12_ug=3, basis="unit", state="published")
    Portion.objects.create(food=thing, name="w" * 80, quantity=1, is_default=True)
    search.reindex([thing.pk])
    had(tracked, thing, days_ago=1)
    changes = [{"kind": kind, "food": thing.pk, "name": LONGEST_NAME, "times": "2"} for kind in ("portion", "drop")]
    tracked.what_ifs.keep(by=tracked, changes=[*changes, {"kind": "start", "state": "ppi"}], now=timezone.now())
    tracked.what_ifs.keep(by=tracked, changes=[*changes[::-1], *changes[:1]], now=timezone.now())  # some do not fit
    return tracked


def pages_of(person: User) -> list[str]:
    return [NEW, *(f"{NEW}{what_if.pk}/" for what_if in person.what_ifs.order_by("pk"))]


def test_nothing_sticks_out_whatever_the_names(long_names: User, browse: Browse):
    page = browse(long_names)

    assert {path: found for path in pages_of(long_names) if (found := sticking_out(page, path))} == {}


def test_the_pages_pass_axe(long_names: User, browse: Browse):
    page = browse(long_names)
    for path in pages_of(long_names):
        page.goto(path)
        assert faults(page) == [], path


def test_a_form_that_came_back_and_one_that_is_off_pass_axe(tracked: User, person: User, browse: Browse):
    page = browse(tracked, path=NEW)
    kind(page, "Leave a food or tablet out").click()
    page.get_by_role("button", name="Show twelve months").click()
    expect(page.get_by_text("Choose a food or tablet.")).to_be_visible()
    assert faults(page) == []
    tracked.entries.filter(name=OAT).delete()
    page.goto(NEW)
    expect(page.get_by_text("It needs 14 tracked days")).to_be_visible()
    assert faults(page) == []
