"""Pages fit their screen: nothing sticks out, hides, jumps or is too small for a thumb."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from foods import search
from foods.models import Food, Portion
from tests.browser.hands import Browse, on_both, toast, usual
from tests.browser.people import CHEDDAR, EGG, OAT, food, had
from tests.browser.screens import DESKTOP
from tests.factories import DishPartFactory, MealItemFactory

pytestmark = pytest.mark.looks

WIDTHS = (320, 360, 768, 1280)
LONGEST_NAME = "Llanfairpwllgwyngyll" * 8  # 160 characters, no spaces
STICKING_OUT = """() => {
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    if (!box.width || box.right <= innerWidth + 1) return false;
    for (let up = element; up !== document.body; up = up.parentElement)
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(up).overflowX)) return false;
    return !element.closest("svg, .vh, .skip, .sprite");
  }).map((element) => element.outerHTML.slice(0, 100));
  return {scrolls: document.documentElement.scrollWidth > innerWidth, wide: wide.slice(0, 3)};
}"""
SHIFTED = """() => new Promise((resolve) => {
  let sum = 0;
  const add = (list) => { for (const shift of list) if (!shift.hadRecentInput) sum += shift.value; };
  new PerformanceObserver((list) => add(list.getEntries())).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 150);
})"""


@pytest.fixture
def long_names(eater: User) -> User:
    """Somebody who also had a food with the longest name, and looked for it."""
    thing = Food.objects.create(owner=eater, name=LONGEST_NAME, b12_unknown=True, basis="unit", state="published")
    Portion.objects.create(food=thing, name="w" * 80, quantity=1, is_default=True)
    search.reindex([thing.pk])
    had(eater, thing, days_ago=1, at="08:30")
    had(eater, thing, at="08:30")
    MealItemFactory(meal__owner=eater, meal__name=LONGEST_NAME[:80], portion=thing.portions.get())
    DishPartFactory(dish__owner=eater, dish__food__name=LONGEST_NAME, portion=thing.portions.get())
    return eater


def sticking_out(page: Page, path: str = "") -> dict[int, dict]:
    """What is wider than the page, by the width of the window."""
    found = {}
    if path:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        seen = page.evaluate(STICKING_OUT)
        if seen["scrolls"] or seen["wide"]:
            found[width] = seen
    return found


def paths(person: User) -> list[str]:
    entry = person.entries.order_by("-pk").first()
    return [
        "/today/",
        f"/log/?q={LONGEST_NAME[:20]}",
        f"/log/?food={entry.food_id}",
        f"/log/?q={LONGEST_NAME[:20]}, milk",
        f"/log/new/?name={LONGEST_NAME}",
        f"/history/{entry.local_date}/",
        f"/entries/{entry.pk}/",
        "/history/",
        "/history/fill/",
        entry.food.get_absolute_url(),
        "/status/",
        "/status/?period=365",
        "/settings/",
        "/settings/profile/",
        *(f"/welcome/{step}/" for step in ("diet", "you", "absorption", "medicines")),
        "/accounts/email/",
        "/log/barcode/",
        "/meals/",
        f"/meals/new/?date={entry.local_date}",
        f"/meals/{person.usual_meals.get().pk}/?q={LONGEST_NAME[:20]}",
        "/meals/dishes/",
        "/meals/dishes/new/",
        f"/meals/dishes/{person.dishes.get().pk}/",
        "/sources/proposals/",
        f"/sources/correct/{food('Salmon, baked').pk}/",
        f"/sources/yours/{entry.food_id}/propose/",
    ]


def test_no_page_of_a_person_scrolls_sideways_whatever_the_names(long_names: User, browse: Browse):
    page = browse(long_names)
    assert {path: found for path in paths(long_names) if (found := sticking_out(page, path))} == {}


def test_no_page_for_anybody_scrolls_sideways(browse: Browse):
    page = browse()
    salmon = food("Salmon, baked").get_absolute_url()
    paths = ("/", "/accounts/login/", "/accounts/signup/", "/sources/", f"/sources/?q={LONGEST_NAME}", salmon)
    assert {path: found for path in paths if (found := sticking_out(page, path))} == {}


def test_a_message_with_a_long_name_fits(long_names: User, browse: Browse):
    page = browse(long_names, screen="phone", path="/today/")
    usual(page, LONGEST_NAME).click()
    expect(toast(page)).to_contain_text(LONGEST_NAME)
    assert page.evaluate(STICKING_OUT) == {"scrolls": False, "wide": []}
    box = toast(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_two_hundred_entries_fit_on_a_day(eater: User, browse: Browse):
    for n in range(200):
        had(eater, EGG, at=f"0{n // 60}:{n % 60:02}")
    page = browse(eater, path="/today/")
    expect(page.locator(".ledger.timed > li")).to_have_count(200)
    assert sticking_out(page) == {}


def test_fields_side_by_side_do_not_overlap(person: User, browse: Browse):
    page = browse(person, path=f"/log/?food={food(EGG).pk}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        day, time = (page.get_by_label(label, exact=True).bounding_box() for label in ("Day", "Time"))
        assert time["x"] >= day["x"] + day["width"] or time["y"] >= day["y"] + day["height"]


def test_figures_of_the_calendar_stay_on_one_line(eater: User, browse: Browse):
    had(eater, "B12 tablet, 1,000 µg (cyanocobalamin)")
    page = browse(eater, path="/history/")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        cells = page.evaluate("""() => [...document.querySelectorAll(".cal a b")].map((figure) => {
          const text = document.createRange();
          text.selectNodeContents(figure);
          const [cell, lines] = [figure.closest("td").getBoundingClientRect(), [...text.getClientRects()]];
          return [figure.textContent, lines.length, lines.every((line) => line.right <= cell.right)];
        }).filter(([text]) => text)""")
        assert "1,000" in {text for text, _, _ in cells}
        assert [cell for cell in cells if cell[1:] != [1, True]] == []


@pytest.mark.parametrize(
    "path", ["/today/", "/log/?q=milk", "/history/", "/status/", "/settings/", "/sources/", "/welcome/medicines/"]
)
def test_the_end_of_a_page_is_above_the_bar(eater: User, browse: Browse, path: str):
    page = browse(eater, screen="phone", path=path)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = page.evaluate(
        "[...document.querySelectorAll('main *')].reduce((most, one) => "
        "Math.max(most, one.getBoundingClientRect().bottom), 0)"
    )
    assert last <= page.locator(".bar").bounding_box()["y"]


@pytest.mark.parametrize(
    "path",
    [
        "/today/",
        "/log/?q=milk",
        "/log/?food={egg}",
        "/log/new/",
        "/status/",
        "/settings/",
        "/",
        "/welcome/",
        "/welcome/you/",
    ],
)
def test_what_a_thumb_presses_most_is_44_pixels_high(eater: User, browse: Browse, path: str):
    page = browse(None if path == "/" else eater, screen="phone", path=path.format(egg=food(EGG).pk))
    small = page.evaluate("""() => [...document.querySelectorAll(
        ".usual, .btn.main, .bar a, .icon-btn, .input:not(.amount), form .field > select")]
      .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([html]) => html)""")
    assert small == []


@on_both
@pytest.mark.parametrize("path", ["/today/", "/log/?q=milk", "/history/", "/sources/", "/"])
def test_nothing_jumps_while_a_page_loads(eater: User, browse: Browse, screen: str, path: str):
    page = browse(None if path == "/" else eater, screen=screen, path=path)
    assert page.evaluate(SHIFTED) < 0.02


@on_both
def test_nothing_but_the_list_moves_when_matches_come(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/today/")
    field = page.get_by_role("searchbox")
    field.scroll_into_view_if_needed()
    before = field.bounding_box()["y"]
    field.press_sequentially("milk", delay=30)
    expect(page.locator("#found .hits li").first).to_be_visible()
    assert field.bounding_box()["y"] == before


def test_a_first_visit_to_today_asks_for_ten_things_at_most(eater: User, browse: Browse):
    """Bytes over the wire are measured by the bench, where files are compressed as in production."""
    page = browse(eater)
    cdp = page.context.new_cdp_session(page)
    asked = []
    cdp.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    cdp.send("Network.enable")
    page.goto("/today/", wait_until="networkidle")
    assert 5 <= len(asked) <= 10, asked


def test_a_message_does_not_cover_what_was_pressed(eater: User, browse: Browse):
    page = browse(eater, screen="phone", path="/today/")
    chip = usual(page, OAT)
    chip.evaluate("element => scrollBy(0, element.getBoundingClientRect().bottom - innerHeight + 80)")
    chip.focus()
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Logged Oat milk")
    covered = page.evaluate("""() => {
      const at = document.activeElement.getBoundingClientRect();
      const toast = document.querySelector("[data-toast]").getBoundingClientRect();
      const bar = document.querySelector(".bar").getBoundingClientRect();
      return at.bottom > Math.min(toast.top, bar.top) + 1 || at.top < 0;
    }""")
    assert not covered


def test_reduced_motion_moves_nothing(eater: User, browse: Browse):
    moving = """() => [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
    }).length"""
    assert browse(eater, path="/today/", still=False).evaluate(moving) > 0
    assert browse(eater, path="/today/", still=True).evaluate(moving) == 0


@pytest.mark.parametrize("dark", [False, True])
def test_a_printed_day_is_white_paper_without_navigation(eater: User, browse: Browse, dark: bool):
    day = eater.entries.get(name=CHEDDAR).local_date
    page = browse(eater, path=f"/history/{day}/", dark=dark)
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print", color_scheme="dark" if dark else "light")
    for gone in (".rail", ".bar", ".app > .top", ".toasts"):
        shown = page.locator(gone).evaluate("element => getComputedStyle(element).display")
        assert (gone, shown) == (gone, "none")
    colours = page.evaluate("""() => [document.documentElement, document.body].map(
        (element) => getComputedStyle(element).backgroundColor)""")
    assert colours[1] == "rgb(255, 255, 255)"
    ink = page.locator("h1").evaluate("element => getComputedStyle(element).color")
    assert ink == "rgb(30, 28, 25)"


def test_the_rail_and_the_bar_take_turns(eater: User, browse: Browse):
    page = browse(eater, path="/today/")
    for width, rail, bar in ((360, "none", "grid"), (DESKTOP["viewport"]["width"], "flex", "none")):
        page.set_viewport_size({"width": width, "height": 740})
        shown = [
            page.locator(what).evaluate("element => getComputedStyle(element).display") for what in (".rail", ".bar")
        ]
        assert shown == [rail, bar]
