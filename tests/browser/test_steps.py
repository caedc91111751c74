"""How many steps the everyday things take: the first rows of the step budget, counted."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.hands import Browse, Hands, on_both, toast, usual
from tests.browser.people import CHEDDAR, EGG, OAT, TABLET, had, logged

pytestmark = pytest.mark.both  # what is written here a database could write differently


@on_both
def test_a_usual_is_logged_with_one_tap(eater: User, browse: Browse, screen: str):
    page = browse(eater, screen=screen, path="/today/")
    hands = Hands(page)
    hands.tap(usual(page, EGG))
    expect(toast(page)).to_contain_text("Logged Egg, boiled, 2 × egg")
    assert (hands.taps, hands.keys) == (1, 0)
    assert logged(eater)[3:] == [(EGG, Decimal(2))]


def test_a_usual_is_logged_with_one_key(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    hands = Hands(page)
    key = usual(page, CHEDDAR).locator("kbd").inner_text()
    hands.press(key)
    expect(toast(page)).to_contain_text("Logged Cheddar")
    assert (hands.taps, hands.keys) == (0, 1)
    assert logged(eater)[3:] == [(CHEDDAR, Decimal(1))]


@on_both
def test_a_usual_in_another_amount_takes_two_taps(eater: User, browse: Browse, screen: str):
    page = browse(eater, screen=screen, path="/today/")
    hands = Hands(page)
    hands.tap(usual(page, OAT))
    hands.tap(toast(page).get_by_role("button", name="Make it 1½ × glass"))
    expect(toast(page)).to_contain_text("1½ × glass")
    assert hands.taps == 2
    assert logged(eater)[3:] == [(OAT, Decimal("1.5"))]


def test_a_known_food_is_found_and_logged_with_six_keys(person: User, browse: Browse):
    page = browse(person, path="/today/")
    hands = Hands(page)
    hands.press("/")
    hands.type("salm", delay=60)
    hands.press("Enter")
    expect(toast(page)).to_contain_text("Logged Salmon, baked")
    assert (hands.taps, hands.keys) == (0, 6)
    assert logged(person) == [("Salmon, baked", Decimal(1))]


def test_enter_waits_for_the_matches_of_what_was_typed_fast(person: User, browse: Browse):
    page = browse(person, path="/today/")
    page.route("**/log/search/**", lambda route: (page.wait_for_timeout(300), route.continue_()))
    hands = Hands(page)
    hands.press("/")
    hands.type("salm")
    hands.press("Enter")
    expect(toast(page)).to_contain_text("Logged Salmon, baked")
    assert hands.keys == 6
    assert logged(person) == [("Salmon, baked", Decimal(1))]


def test_a_known_food_takes_two_taps_and_its_letters_on_a_phone(person: User, browse: Browse):
    page = browse(person, screen="phone", path="/today/")
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="Log", exact=True))
    expect(page.get_by_role("searchbox")).to_be_focused()
    hands.type("salm", delay=60)
    hands.tap(page.get_by_role("button", name="Log Salmon, baked"))
    expect(toast(page)).to_contain_text("Logged Salmon, baked")
    assert (hands.taps, hands.keys) == (2, 4)
    assert logged(person) == [("Salmon, baked", Decimal(1))]


@on_both
def test_three_things_take_one_line_enter_and_one_confirmation(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/log/")
    hands = Hands(page)
    line = "2 eggs, oat milk, b12 10"
    hands.type(line)
    hands.press("Enter")
    confirm = page.get_by_role("button", name="Log these 3 things")
    expect(confirm).to_be_focused()
    assert logged(person) == []
    hands.press("Enter") if screen == "desktop" else hands.tap(confirm)
    expect(toast(page)).to_contain_text("Logged 3 things")
    assert hands.taps + hands.keys - len(line) == 2
    assert logged(person) == [(EGG, Decimal(2)), (OAT, Decimal(1)), (TABLET, Decimal(1))]


@on_both
def test_an_unknown_food_takes_three_fields_and_one_submit(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/log/")
    page.get_by_role("searchbox").fill("qqzzxx")
    page.get_by_role("link", name="Add “qqzzxx”").click()
    hands = Hands(page)
    expect(page.get_by_label("What was it?")).to_have_value("qqzzxx")
    page.get_by_label("What was it?").fill("Canteen curry")
    page.get_by_label("B12 in what you had").fill("1,5")
    page.get_by_label("Time").fill("08:15")
    hands.tap(page.get_by_role("button", name="Add and log it"))
    expect(toast(page)).to_contain_text("Logged Canteen curry")
    assert hands.taps == 1
    assert logged(person) == [("Canteen curry", Decimal(1))]
    entry = person.entries.get()
    assert (entry.swallowed_ug, entry.local_minute) == (Decimal("1.5"), 8 * 60 + 15)


@on_both
def test_yesterdays_breakfast_takes_one_tap(eater: User, browse: Browse, screen: str):
    page = browse(eater, screen=screen, path="/today/")
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="Same breakfast as yesterday, 2 things"))
    expect(toast(page)).to_contain_text("Copied 2 things to today")
    assert hands.taps == 1
    assert logged(eater)[3:] == [(OAT, Decimal(1)), (EGG, Decimal(2))]


@on_both
def test_all_of_yesterday_takes_at_most_two_taps(eater: User, browse: Browse, screen: str):
    page = browse(eater, screen=screen, path="/today/")
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="All of yesterday, 3 things"))
    expect(toast(page)).to_contain_text("Copied 3 things to today")
    assert hands.taps <= 2
    assert sorted(logged(eater)[3:]) == [(CHEDDAR, Decimal(1)), (EGG, Decimal(2)), (OAT, Decimal(1))]


@on_both
def test_a_week_away_is_filled_in_with_three_steps(person: User, browse: Browse, screen: str):
    had(person, TABLET, days_ago=20)
    page = browse(person, screen=screen, path="/history/fill/")
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="All untracked"))
    hands.tap(page.locator(".chip", has_text=TABLET))
    hands.tap(page.get_by_role("button", name="Apply"))
    expect(toast(page)).to_contain_text("Logged on 14 days")
    assert hands.taps == 3
    assert logged(person) == [(TABLET, Decimal(1))] * 15
