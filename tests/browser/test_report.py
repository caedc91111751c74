"""The report in a browser: two presses away, one A4 page in print whatever there is, and open to whoever has a link."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, on_both, toast
from tests.browser.test_layout import sticking_out
from tests.factories import MedicineFactory
from tests.tracker.reports.appointment.people import NAME, fill
from tracker.models import ReportWords

REPORT = "/care/report/"
# what lies outside the sheet, or is wider than the place it has: neither may happen on paper
CLIPPED = """() => {
  const sheet = document.querySelector('.report').getBoundingClientRect();
  return [...document.querySelectorAll('.report *')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && (box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.bottom > sheet.bottom + 1);
  }).map(one => one.outerHTML.slice(0, 120));
}"""


@pytest.fixture
def full(person: User) -> User:
    return fill(person, today=person.local().date())


def printed(page: Page) -> PdfReader:
    """As Chromium prints it: the page's own size and margins."""
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def text_of(pdf: PdfReader) -> str:
    return " ".join(pdf.pages[0].extract_text().split())


# --- steps -----------------------------------------------------------------------------------------------------------
@on_both
@pytest.mark.parametrize("path", ["/care/", "/care/medicines/"])
def test_the_report_is_at_most_two_presses_away_and_print_one_more(full: User, browse: Browse, screen: str, path: str):
    page = browse(full, screen=screen, path=path)
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes'; }")
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="Report", exact=True).first)
    expect(page.locator(".report")).to_be_visible()
    assert hands.taps <= 2
    before = hands.taps
    hands.tap(page.get_by_role("button", name="Print"))
    expect(page.locator("html[data-printed]")).to_have_count(1)
    assert hands.taps == before + 1


def test_without_scripts_there_is_no_button_that_does_nothing(person: User, browse: Browse):
    page = browse(person, path=REPORT, script=False)
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    expect(page.get_by_text("or Ctrl+P")).to_be_visible()


# --- paper -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en-gb", "de", "fr"])
@pytest.mark.parametrize("wide", [False, True])
def test_whatever_there_is_prints_on_exactly_one_page(person: User, browse: Browse, language: str, wide: bool):
    fill(person, today=person.local().date(), wide=wide)
    ReportWords.objects.update(language=language)
    page = browse(person, path=REPORT)
    pdf = printed(page)
    assert len(pdf.pages) == 1
    assert (round(pdf.pages[0].mediabox.width), round(pdf.pages[0].mediabox.height)) in {(595, 842), (596, 842)}
    page.emulate_media(media="print")
    assert page.evaluate(CLIPPED) == []


def test_the_paper_holds_the_sheet_and_nothing_around_it(full: User, browse: Browse):
    said = text_of(printed(browse(full, path=REPORT)))
    assert NAME in said
    assert "Self-reported, not a diagnosis." in said
    for around in ("Put it on the report", "Make a link", "Today", "Settings", "NIH Office"):
        assert around not in said


def test_an_empty_report_is_one_page_as_well(person: User, browse: Browse):
    assert len(printed(browse(person, path=REPORT)).pages) == 1


def test_in_the_dark_the_paper_stays_white(full: User, browse: Browse):
    page = browse(full, path=REPORT, dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(30, 28, 25)"]


# --- looks -----------------------------------------------------------------------------------------------------------
@on_both
def test_the_page_has_no_fault_and_nothing_sticks_out(full: User, browse: Browse, screen: str):
    page = browse(full, screen=screen, path=REPORT)
    assert faults(page) == []
    assert sticking_out(page) == {}


# --- a link ----------------------------------------------------------------------------------------------------------
def test_somebody_without_an_account_opens_the_link_by_one_press(person: User, browse: Browse, trouble):
    MedicineFactory(owner=person, name="Glucophage")
    page = browse(person, path=REPORT)
    page.get_by_role("button", name="Make a link for 7 days").click()
    expect(toast(page)).to_contain_text("The link is made.")
    address = page.get_by_label("Opens until").input_value()
    guest = browse(path=address)
    expect(guest.locator(".report")).to_have_count(0)
    assert faults(guest) == []
    Hands(guest).tap(guest.get_by_role("button", name="Open the report"))
    expect(guest.locator(".report")).to_contain_text("Glucophage")
    assert faults(guest) == []
    assert guest.context.cookies() == []
    with guest.expect_download() as saved:
        guest.get_by_role("button", name="Save as PDF").click()
    assert saved.value.suggested_filename.startswith("B12-")
    page.goto(REPORT)
    expect(page.locator("#links")).to_contain_text("opened 2 times")
    page.get_by_role("button", name="Take back the link").click()
    trouble.expect(404)
    guest.goto(address)
    expect(guest.get_by_role("heading", level=1)).to_have_text("This link opens no report.")
