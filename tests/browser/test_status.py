"""Status in a browser: reached by key and bar, read by keys, without scripts, on a phone and on paper."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, on_both
from tests.browser.people import CHEDDAR, EGG, OAT, had
from tests.browser.test_layout import SHIFTED, sticking_out
from tests.factories import FoodFactory
from tracker.models import Profile

DAILY = "B12 tablet, 10 µg (cyanocobalamin)"
INJECTED = "Hydroxocobalamin injection, 1 mg in 1 ml"


@pytest.fixture
def regular(person: User) -> User:
    """Somebody who logged three weeks: breakfasts, a tablet now and then, an injection, a food of no figure."""
    unknown = FoodFactory(name="Cake of the " + "grand" * 26, unknown=True, category="baked_goods", source=None,
                          source_ref="", owner=person)  # fmt: skip
    for n in range(1, 22):
        had(person, OAT, days_ago=n, at="08:00")
        had(person, EGG if n % 2 else CHEDDAR, days_ago=n, at="12:30")
    for n in (2, 9, 16):
        had(person, DAILY, days_ago=n, at="19:00")
        had(person, unknown, days_ago=n, at="15:00")
    return person


def chosen(page: Page) -> str:
    return page.locator(".chips [aria-current]").inner_text()


@on_both
def test_status_is_one_step_away_from_every_page(regular: User, browse: Browse, screen: str):
    page = browse(regular, screen=screen, path="/history/")
    page.get_by_role("link", name="Status", exact=True).locator("visible=true").click()
    page.wait_for_url("**/status/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Covered on")
    settings = page.locator("a[href='/settings/']").locator("visible=true")
    expect(settings.first).to_be_visible()


def test_the_key_s_opens_it(regular: User, browse: Browse):
    page = browse(regular, path="/today/")
    page.keyboard.press("s")
    page.wait_for_url("**/status/")
    expect(page.locator(".rail [aria-current=page]")).to_contain_text("Status")


def test_periods_are_chosen_by_keyboard(regular: User, browse: Browse):
    page = browse(regular, path="/status/")
    assert chosen(page) == "30 days"
    for name, rows in (("90 days", 90), ("365 days", 365), ("All", 22)):
        page.get_by_role("link", name=name, exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".chips [aria-current]")).to_have_text(name)
        expect(page.locator("#intake .fig-figures tbody tr")).to_have_count(rows)


def test_everything_is_there_without_scripts(regular: User, browse: Browse):
    page = browse(regular, script=False, path="/status/")
    for key, question, answer in (
        ("absorbed", "Why", "Intrinsic factor, a carrier from the stomach"),
        ("foods", "Why these shares?", "Absorbed ÷ swallowed"),
        ("runway", "What goes in?", "One pool that gains what is absorbed"),
        ("gaps", "Why so wide?", "our estimate"),
    ):
        section = page.locator(f"#{key}")
        expect(section.get_by_text(answer)).not_to_be_visible()
        section.locator("summary", has_text=question).click()
        expect(section.get_by_text(answer)).to_be_visible()
    page.locator("#intake .fig-table summary").click()
    expect(page.locator("#intake .fig-figures")).to_be_visible()
    page.get_by_role("link", name="90 days").click()
    assert chosen(page) == "90 days"
    page.locator("#gaps").get_by_role("link").first.click()
    expect(page.get_by_role("textbox", name="B12, µg")).to_be_visible()


def test_why_opens_by_keyboard_where_it_stands(regular: User, browse: Browse):
    page = browse(regular, path="/status/")
    page.locator("#runway summary", has_text="What goes in?").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#runway .formula").first).to_be_visible()
    assert page.url.endswith("/status/")


def test_bars_are_read_by_arrow_keys(regular: User, browse: Browse):
    page = browse(regular, path="/status/")
    page.locator("#intake .fig-box").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#intake output")).to_contain_text("not tracked")  # today, so far
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#intake output")).to_contain_text("µg")


@pytest.mark.parametrize("path", ["/status/", "/status/?period=365", "/status/?period=all"])
def test_nothing_sticks_out_whatever_is_open(regular: User, browse: Browse, path: str):
    assert sticking_out(browse(regular), path) == {}


@on_both
def test_nothing_jumps_while_it_loads(regular: User, browse: Browse, screen: str):
    assert browse(regular, screen=screen, path="/status/").evaluate(SHIFTED) < 0.02


@pytest.mark.parametrize("period", ["30", "365"])
def test_it_passes_axe(regular: User, browse: Browse, period: str):
    assert faults(browse(regular, path=f"/status/?period={period}")) == []


def test_where_the_model_is_off_it_passes_axe_too(regular: User, browse: Browse):
    Profile.objects.create(owner=regular, life_stage="pregnant", sex="female")
    page = browse(regular, path="/status/")
    expect(page.locator("#runway .note")).to_contain_text("In pregnancy a baby draws on the stores.")
    assert faults(page) == []


def test_on_paper_figures_stay_and_what_is_pressed_goes(regular: User, browse: Browse):
    page = browse(regular, path="/status/")
    page.emulate_media(media="print")
    for gone in (".rail", ".bar", ".fig-table > summary"):
        assert page.locator(gone).locator("visible=true").count() == 0, gone
    for kept in ("#intake svg.chart", "#absorbed svg.chart", "#runway svg.chart", "#foods table"):
        expect(page.locator(kept).first).to_be_visible()
    expect(page.get_by_text("a model is not a measurement")).to_be_visible()
    assert page.pdf(format="A4", print_background=True)[:4] == b"%PDF"
