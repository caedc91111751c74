"""One press is one entry: whatever fingers, networks, tabs and the back button do."""

from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from tests.browser.hands import Browse, on_both, toast, usual
from tests.browser.people import CHEDDAR, EGG, OAT, food, logged

pytestmark = pytest.mark.both  # what is written here a database could write differently

ONE_EGG = [(EGG, Decimal(1))]


def sheet(name: str) -> str:
    return f"/log/?food={food(name).pk}"


def log_it(page: Page):
    return page.get_by_role("button", name="Log it")


def middle(target: Locator) -> tuple[float, float]:
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def hold_back(page: Page) -> list[Route]:
    """What is sent waits in the list until somebody lets it go on: no clock decides whether it has arrived."""
    held: list[Route] = []
    page.route("**/*", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    return held


@on_both
def test_a_double_click_on_a_usual_logs_it_once(eater: User, browse: Browse, screen: str):
    page = browse(eater, screen=screen, path="/today/")
    usual(page, EGG).dblclick()
    expect(toast(page)).to_contain_text("Logged Egg")
    assert logged(eater)[3:] == [(EGG, Decimal(2))]


def test_a_slow_double_press_on_one_place_never_logs_what_moved_there(eater: User, browse: Browse):
    """The usuals may be in another order after the first press."""
    page = browse(eater, path="/today/")
    with page.expect_response("**/today/"):
        page.locator("#usual-3").click()
    expect(toast(page)).to_contain_text("Logged Cheddar")
    page.locator("#usual-3").click()
    page.goto("/today/")
    assert logged(eater)[3:] == [(CHEDDAR, Decimal(1))]


def test_a_double_press_of_a_digit_logs_once(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    key = usual(page, CHEDDAR).locator("kbd").inner_text()
    with page.expect_response("**/today/"):
        page.keyboard.press(key)
    expect(toast(page)).to_contain_text("Logged Cheddar")
    page.keyboard.press(key)
    page.goto("/today/")
    assert logged(eater)[3:] == [(CHEDDAR, Decimal(1))]


def test_two_usuals_pressed_in_quick_succession_are_both_logged(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    usual(page, OAT).click()
    expect(toast(page)).to_contain_text("Logged Oat milk")
    usual(page, EGG).click()
    expect(toast(page)).to_contain_text("Logged Egg")
    assert sorted(logged(eater)[3:]) == [(EGG, Decimal(2)), (OAT, Decimal(1))]


@pytest.mark.parametrize("path", ["/today/", "/log/"])
def test_a_double_click_on_a_match_logs_it_once(person: User, browse: Browse, path: str):
    page = browse(person, path=path)
    page.get_by_role("searchbox").fill("boiled egg")
    page.get_by_role("button", name="Log Egg, boiled").dblclick()
    expect(toast(page)).to_contain_text("Logged Egg")
    assert logged(person) == ONE_EGG


def test_enter_pressed_twice_logs_the_first_match_once(person: User, browse: Browse):
    page = browse(person, path="/today/")
    page.get_by_role("searchbox").fill("boiled egg")
    expect(page.get_by_role("button", name="Log Egg, boiled")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Logged Egg")
    page.keyboard.press("Enter")
    page.goto("/today/")
    assert logged(person) == ONE_EGG


def test_a_double_click_on_log_it_logs_once(person: User, browse: Browse):
    page = browse(person, path=sheet(EGG))
    log_it(page).dblclick()
    expect(toast(page)).to_contain_text("Logged Egg")
    assert logged(person) == ONE_EGG


@pytest.mark.parametrize("path", ["/today/", "/log/"])
def test_pressing_again_while_the_network_is_slow_logs_once(eater: User, browse: Browse, path: str):
    page = browse(eater, path=sheet(EGG) if path == "/log/" else path)
    place = middle(log_it(page) if path == "/log/" else usual(page, EGG))
    held = hold_back(page)
    page.mouse.click(*place)
    page.wait_for_timeout(1100)  # longer than a slip of the finger
    assert len(held) == 1
    page.mouse.click(*place)
    page.wait_for_timeout(300)
    while held:
        held.pop(0).continue_()
    expect(toast(page)).to_contain_text("ogged Egg")
    page.unroute_all(behavior="wait")
    page.goto("/today/")
    assert len(logged(eater)) == 4


def test_a_repeat_of_the_same_request_logs_once(eater: User, browse: Browse):
    page = browse(eater, path="/today/")

    def twice(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)  # the first one arrived, its answer was lost
        route.continue_()

    page.route("**/log/", twice)
    usual(page, EGG).click()
    expect(toast(page).last).to_contain_text("Already logged")
    assert logged(eater)[3:] == [(EGG, Decimal(2))]


def test_going_back_logs_nothing_and_pressing_again_logs_once_more(person: User, browse: Browse):
    page = browse(person, path=sheet(EGG))
    log_it(page).click()
    expect(toast(page)).to_contain_text("Logged Egg")
    page.go_back()
    expect(log_it(page)).to_be_visible()
    assert logged(person) == ONE_EGG
    log_it(page).click()
    expect(toast(page)).to_contain_text("Logged Egg")
    assert logged(person) == ONE_EGG * 2


def test_reloading_after_logging_logs_nothing(person: User, browse: Browse):
    page = browse(person, path=sheet(EGG))
    log_it(page).click()
    expect(toast(page)).to_be_visible()
    page.reload()
    expect(toast(page)).to_have_count(0)
    assert logged(person) == ONE_EGG


def test_two_tabs_log_what_each_was_told_and_no_more(eater: User, browse: Browse):
    first = browse(eater, path="/today/")
    second = first.context.new_page()
    second.goto("/today/")
    usual(first, EGG).click()
    expect(toast(first)).to_contain_text("Logged Egg")
    usual(second, OAT).click()
    expect(toast(second)).to_contain_text("Logged Oat milk")
    more = toast(first).get_by_role("button", name="Make it 2½ × egg")
    more.click()
    expect(toast(first)).to_contain_text("2½ × egg")
    assert logged(eater)[3:] == [(EGG, Decimal("2.5")), (OAT, Decimal(1))]


def test_undo_and_back_leave_the_log_empty(person: User, browse: Browse):
    page = browse(person, path=sheet(EGG))
    log_it(page).click()
    toast(page).get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Removed Egg")
    assert logged(person) == []
    page.go_back()
    page.go_back()
    assert logged(person) == []


def test_what_was_undone_can_be_put_back_but_not_by_a_double_click(person: User, browse: Browse):
    page = browse(person, path=sheet(EGG))
    log_it(page).click()
    undo = middle(toast(page).get_by_role("button", name="Undo"))
    page.mouse.click(*undo)
    back = toast(page).get_by_role("button", name="Put it back")
    expect(back).to_be_visible()
    page.mouse.click(*undo)  # a slow double click lands on what stands there now
    expect(back).to_be_visible()
    assert logged(person) == []
    page.wait_for_timeout(600)
    back.click()
    expect(toast(page)).to_contain_text("Logged Egg")
    assert logged(person) == ONE_EGG


def test_yesterdays_breakfast_double_clicked_is_copied_once(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    page.get_by_role("button", name="Same breakfast as yesterday").dblclick()
    expect(toast(page)).to_contain_text("Copied 2 things")
    page.goto("/today/")
    assert len(logged(eater)) == 5
