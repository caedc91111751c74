"""Everything without a mouse: where the focus is can always be seen, and keys do what they say."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from tests.browser.hands import Browse, toast, usual
from tests.browser.people import CHEDDAR, EGG, OAT, had, logged

# What can be seen of the element in focus: an outline on it, or on what stands for a hidden radio or checkbox.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const shown = getComputedStyle(at).opacity === "0" ? at.nextElementSibling ?? at.parentElement : at;
  const seen = [shown, shown.parentElement].some((element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = shown.getBoundingClientRect();
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const top = document.elementFromPoint(
    Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1),
    Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1));
  const covered = !(top && (shown.contains(top) || top.contains(shown) || top === at));
  const stop = {what: at.outerHTML.slice(0, 120), again: at.dataset.seen === "1", seen, inside, covered};
  at.dataset.seen = "1";
  return stop;
}"""


def walk(page: Page, *, most: int = 120) -> list[dict]:
    """Press Tab through the whole page and look at each stop."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stop["again"] and 'class="skip"' in stop["what"]):
            break
        if not stop["again"]:  # a date has several stops in itself
            stops.append(stop)
    return stops


def focused_text(page: Page) -> str:
    return page.evaluate("document.activeElement.innerText || document.activeElement.id")


def test_the_first_stop_leads_past_the_navigation(person: User, browse: Browse):
    page = browse(person, path="/today/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize(
    "path", ["/today/", "/log/?q=milk", "/log/?food={egg}", "/history/", "/history/fill/", "/sources/"]
)
def test_every_stop_can_be_seen(eater: User, browse: Browse, path: str):
    egg = eater.entries.get(name=EGG).food_id
    page = browse(eater, path=path.format(egg=egg))
    stops = walk(page)
    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not (stop["seen"] and stop["inside"] and not stop["covered"])] == []


def test_the_arrow_keys_choose_a_match_and_enter_logs_it(person: User, browse: Browse):
    page = browse(person, path="/log/")
    page.keyboard.type("milk")
    hits = page.locator("#found .hits li")
    expect(hits.nth(2)).to_be_visible()
    second = hits.nth(1).locator(".name").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(hits.nth(1).get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text(f"Logged {second}")
    assert logged(person) == [(second, Decimal(1))]


def test_escape_and_the_arrow_lead_back_to_the_field(person: User, browse: Browse):
    page = browse(person, path="/log/")
    page.keyboard.type("milk")
    expect(page.locator("#found .hits li").first).to_be_visible()
    for back in ("ArrowUp", "Escape"):
        page.keyboard.press("ArrowDown")
        page.keyboard.press(back)
        expect(page.get_by_role("searchbox")).to_be_focused()


def test_matches_that_come_late_do_not_take_the_focus_away(person: User, browse: Browse):
    page = browse(person, path="/log/")
    page.keyboard.type("milk")
    first = page.locator("#found .hits li").first.get_by_role("button")
    expect(first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.get_by_role("searchbox").evaluate(
        "field => { field.value = 'chees'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    expect(page.locator("#found")).to_have_attribute("data-query", "chees")
    expect(first).to_be_focused()


def test_another_portion_is_chosen_and_logged_by_keys(person: User, browse: Browse):
    page = browse(person, path="/log/")
    page.keyboard.type("boiled egg")
    expect(page.get_by_role("button", name="Log Egg, boiled")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=EGG)).to_be_visible()
    page.get_by_label("How many").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("2")
    page.get_by_role("radio", checked=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#preview")).to_contain_text("+0.93")  # 2 large eggs
    page.get_by_label("How many").focus()
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Logged Egg, boiled, 2 × large egg")
    assert logged(person) == [(EGG, Decimal(2))]


def test_a_day_is_marked_by_keys_and_the_focus_stays(person: User, browse: Browse):
    page = browse(person, path="/today/")
    complete = page.get_by_role("button", name="Complete")
    complete.focus()
    page.keyboard.press("Space")
    expect(complete).to_have_attribute("aria-pressed", "true")
    expect(complete).to_be_focused()
    assert list(person.day_marks.values_list("mark", flat=True)) == ["complete"]


def test_letters_go_to_pages(person: User, browse: Browse):
    page = browse(person, path="/today/")
    for key, path in (("h", "/history/"), ("l", "/log/")):
        page.keyboard.press(key)
        page.wait_for_url(f"**{path}")
    page.get_by_role("searchbox").blur()
    page.keyboard.press("t")
    page.wait_for_url("**/today/")


def test_brackets_turn_days_and_months(person: User, browse: Browse):
    page = browse(person, path="/history/2026-03-14/")
    page.keyboard.press("[")
    page.wait_for_url("**/history/2026-03-13/")
    page.keyboard.press("]")
    page.wait_for_url("**/history/2026-03-14/")
    page.goto("/history/?month=2026-03")
    page.keyboard.press("[")
    page.wait_for_url("**/history/?month=2026-02")


def test_letters_and_digits_are_letters_and_digits_while_typing(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    field = page.get_by_role("searchbox")
    field.focus()
    page.keyboard.type("thl12[/")
    expect(field).to_have_value("thl12[/")
    assert page.url.endswith("/today/")
    assert len(logged(eater)) == 3


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_keys_with_a_modifier_are_the_browsers(eater: User, browse: Browse, modifier: str):
    page = browse(eater, path="/today/")
    for key in ("h", "1", "/"):
        page.keyboard.press(f"{modifier}+{key}")
    assert page.url.endswith("/today/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    assert len(logged(eater)) == 3


def test_after_a_usual_the_focus_stays_and_nothing_covers_it(eater: User, browse: Browse):
    for n in range(12):
        had(eater, CHEDDAR, at=f"07:{n:02}")
    page = browse(eater, path="/today/")
    usual(page, OAT).focus()
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Logged Oat milk")
    stop = page.evaluate(FOCUS)
    assert stop
    assert "usual" in stop["what"]
    assert stop["inside"]
    assert not stop["covered"]


def test_after_a_match_the_focus_is_in_the_page(person: User, browse: Browse):
    page = browse(person, path="/today/")
    page.keyboard.press("/")
    page.keyboard.type("boiled egg")
    expect(page.get_by_role("button", name="Log Egg, boiled")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Logged Egg")
    expect(page.get_by_role("searchbox")).to_be_focused()


_EGG_SEARCH = re.compile(r"/log/search/.*egg")


def _next(page: Page, held: list[Route], count: int) -> Route:
    """The newest of the requests that are held back, once there are so many."""
    while len(held) < count:  # the time limit of a test ends this
        page.wait_for_timeout(20)
    return held[-1]


def test_matches_that_come_late_do_not_take_a_pressed_one_away(person: User, browse: Browse):
    page = browse(person, path="/today/")
    held: list[Route] = []
    page.route(_EGG_SEARCH, lambda route: held.append(route))
    page.route("**/log/", lambda route: held.append(route))
    page.keyboard.press("/")
    page.keyboard.type("boiled")
    expect(page.get_by_role("button", name="Log Egg, boiled")).to_be_visible()
    page.keyboard.type(" egg")
    matches = _next(page, held, 1)
    page.get_by_role("button", name="Log Egg, boiled").focus()
    page.keyboard.press("Enter")
    logging = _next(page, held, 2)
    with page.expect_response(_EGG_SEARCH):
        matches.continue_()
    logging.continue_()
    expect(toast(page)).to_contain_text("Logged Egg")
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert len(logged(person)) == 1


def test_after_copying_yesterday_the_focus_is_in_the_page(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    page.get_by_role("button", name="Same breakfast").focus()
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Copied 2 things")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_message_is_read_out_and_can_be_closed(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    region = page.locator("#toasts")
    expect(region).to_have_attribute("role", "status")
    region.evaluate("region => { region.dataset.listening = 'yes'; }")  # readers listen to this very element
    usual(page, OAT).click()
    expect(toast(page)).to_contain_text("Logged Oat milk")
    expect(region).to_have_attribute("data-listening", "yes")
    page.get_by_role("button", name="Close this message").click()
    expect(toast(page)).to_have_count(0)
