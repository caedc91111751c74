"""Charts by finger, pointer and keys: the figures under them can be read, and nothing moves or is refused."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, on_both
from tests.browser.people import EGG, had
from tests.browser.test_layout import sticking_out
from tracker.people import clock_of

pytestmark = pytest.mark.looks

TABLET = "B12 tablet, 1,000 µg (cyanocobalamin)"
PATH = "/status/?period=30"

OVERLAPPING = """() => [...document.querySelectorAll("figure svg.chart")].flatMap((drawing) => {
  const boxes = [...drawing.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const shown = boxes.filter(([, box]) => box.width);
  return shown.flatMap(([a, one], n) => shown.slice(n + 1)
    .filter(([, two]) => one.left < two.right && two.left < one.right)
    .filter(([, two]) => one.top + 3 < two.bottom && two.top + 3 < one.bottom)
    .map(([b]) => `${a} over ${b}`));
})"""


@pytest.fixture
def tablets(eater: User) -> User:
    """The breakfast of `eater` yesterday, a tablet the day before; three days ago is not tracked, before it an egg."""
    had(eater, TABLET, days_ago=2)
    had(eater, EGG, days_ago=4)
    return eater


def bars(page: Page) -> Locator:
    return page.locator("figure [data-reads=bars]").first


def reading(page: Page) -> Locator:
    return page.locator("figure:has([data-reads=bars]) output").first


def named(person: User, days_ago: int) -> str:
    """“14”: the day as its row begins after the weekday."""
    day: dt.date = clock_of(person).local_date(timezone.now()) - dt.timedelta(days=days_ago)
    return f"{day:%a} {day.day} {day:%b %Y}"


def test_arrow_keys_read_one_day_after_the_other(tablets: User, browse: Browse):
    page = browse(tablets, path=PATH)
    bars(page).focus()
    page.keyboard.press("End")
    expect(reading(page)).to_contain_text(named(tablets, 0))
    page.keyboard.press("ArrowLeft")
    expect(reading(page)).to_contain_text(named(tablets, 1))
    page.keyboard.press("ArrowLeft")
    expect(reading(page)).to_contain_text(named(tablets, 2))
    expect(reading(page)).to_contain_text("1,000")
    page.keyboard.press("ArrowRight")
    expect(reading(page)).to_contain_text(named(tablets, 1))
    page.keyboard.press("Home")
    expect(reading(page)).to_contain_text(named(tablets, 29))


def test_the_keys_stop_at_both_ends(tablets: User, browse: Browse):
    page = browse(tablets, path=PATH)
    bars(page).focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(reading(page)).to_contain_text(named(tablets, 0))
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(reading(page)).to_contain_text(named(tablets, 29))


def test_a_day_that_is_not_tracked_is_read_as_such(tablets: User, browse: Browse):
    page = browse(tablets, path=PATH)
    bars(page).focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(reading(page)).to_contain_text(named(tablets, 3))
    expect(reading(page)).to_contain_text("not tracked")


def test_escape_takes_the_reading_and_its_mark_away(tablets: User, browse: Browse):
    page = browse(tablets, path=PATH)
    bars(page).focus()
    page.keyboard.press("End")
    expect(bars(page).locator(".c-mark")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(reading(page)).to_be_empty()
    expect(bars(page).locator(".c-mark")).to_have_count(0)


def test_a_tap_reads_the_day_under_the_finger(tablets: User, browse: Browse):
    page = browse(tablets, screen="phone", path=PATH)
    bars(page).scroll_into_view_if_needed()
    drawn = bars(page).locator("svg").first.bounding_box()
    place = {"x": drawn["width"] * (27.5 / 30), "y": drawn["height"] / 2}  # the 28th of 30 bars
    bars(page).tap(position=place)
    expect(reading(page)).to_contain_text(named(tablets, 2))


def test_a_pointer_reads_what_it_is_over(tablets: User, browse: Browse):
    page = browse(tablets, path=PATH)
    bars(page).scroll_into_view_if_needed()
    drawn = bars(page).locator("svg").first.bounding_box()
    page.mouse.move(drawn["x"] + drawn["width"] * (28.5 / 30), drawn["y"] + 60)
    expect(reading(page)).to_contain_text(named(tablets, 1))
    mark = bars(page).locator(".c-mark").bounding_box()
    assert abs(mark["x"] + mark["width"] / 2 - drawn["x"] - drawn["width"] * (28.5 / 30)) <= 2


@on_both
def test_nothing_moves_when_a_day_is_read(tablets: User, browse: Browse, screen: str):
    page = browse(tablets, screen=screen, path=PATH)
    top = "element => element.getBoundingClientRect().top + scrollY"
    below = page.locator("section.sec").nth(1)
    before = below.evaluate(top)
    bars(page).focus()
    page.keyboard.press("End")
    expect(reading(page)).not_to_be_empty()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert below.evaluate(top) == before


def test_the_table_says_what_is_read(tablets: User, browse: Browse):
    page = browse(tablets, path=PATH)
    figure = page.locator("figure:has([data-reads=bars])").first
    figure.locator("summary").click()
    row = figure.locator("tbody tr").nth(27)
    expect(row.locator("th")).to_have_text(named(tablets, 2))
    expect(row).to_contain_text("1,000")


def test_no_chart_has_an_inline_style(tablets: User, browse: Browse):
    page = browse(tablets, path=PATH)
    bars(page).focus()
    page.keyboard.press("End")
    assert page.locator("main [style]").count() == 0


def test_without_a_script_the_figures_are_in_the_table_and_nothing_pretends_to_be_a_control(
    tablets: User, browse: Browse
):
    page = browse(tablets, path=PATH, script=False)
    figure = page.locator("figure:has([data-reads=bars])").first
    assert figure.locator("[data-reads]").get_attribute("tabindex") is None
    figure.locator("summary").click()
    expect(figure.locator("tbody tr")).to_have_count(30)


@pytest.mark.parametrize("path", [PATH, "/status/?period=365", "/history/?year=1"])
def test_charts_and_their_tables_are_there_for_everybody(tablets: User, browse: Browse, path: str):
    page = browse(tablets, path=path)
    expect(page.locator("[data-reads]").first).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.locator("[data-reads]").first.press("End")
    assert faults(page) == []


@pytest.mark.parametrize("path", [PATH, "/status/?period=365", "/history/?year=1"])
def test_charts_and_their_tables_fit_every_screen(tablets: User, browse: Browse, path: str):
    assert sticking_out(browse(tablets), path) == {}


def test_words_of_a_drawing_do_not_run_into_each_other(tablets: User, browse: Browse):
    page = browse(tablets, path=PATH)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(OVERLAPPING) == [], width


# --- the year on History ---------------------------------------------------------------------------------------------
def test_the_year_begins_at_today_on_a_phone_and_only_its_own_box_scrolls(tablets: User, browse: Browse):
    page = browse(tablets, screen="phone", path="/history/?year=1")
    box = page.locator("[data-reads=days]").bounding_box()
    today = page.locator("[data-reads=days] .h-today").bounding_box()
    assert box["x"] <= today["x"]
    assert today["x"] + today["width"] <= box["x"] + box["width"] + 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_days_of_the_year_are_read_by_keys(tablets: User, browse: Browse):
    page = browse(tablets, path="/history/?year=1")
    year = page.locator("[data-reads=days]")
    line = page.locator("figure:has([data-reads=days]) output")
    year.focus()
    page.keyboard.press("End")
    today = clock_of(tablets).local_date(timezone.now())
    expect(line).to_contain_text(str(today.year))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(line).to_contain_text("1,000")


def test_a_month_of_the_year_leads_to_it(tablets: User, browse: Browse):
    page = browse(tablets, path="/history/?year=1")
    link = page.locator("figure:has([data-reads=days]) a").nth(3)
    href = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{href}")
    assert href.startswith("/history/?month=20")
