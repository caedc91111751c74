"""Articles in a browser: axe, every width, drawings that can be read, paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse
from tests.browser.test_layout import sticking_out
from tracker.reports.learn import library

pytestmark = pytest.mark.looks

SLUGS = [article.slug for article in library().articles]
DRAWN = ["what-b12-does", "nerves-and-muscles", "anaemia", "treatment", "fortified-and-supplements"]
every_article = pytest.mark.parametrize("slug", SLUGS)
# The size in which words of drawings appear, px: what the style says times how much the drawing is stretched.
SIZES = """() => [...document.querySelectorAll("main figure text")].map((text) => {
  const matrix = text.getScreenCTM();
  return [text.textContent, parseFloat(getComputedStyle(text).fontSize) * matrix.a];
})"""
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll("main figure text")].map((text) => text.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return boxes.filter((a, n) => a.width && boxes.slice(n + 1).some((b) => b.width && meet(a, b))).length;
}"""


@every_article
def test_an_article_passes_axe(browse: Browse, slug: str):
    assert faults(browse(path=f"/learn/{slug}/")) == []


def test_the_list_passes_axe_for_a_visitor_and_for_a_person(person: User, browse: Browse):
    assert faults(browse(path="/learn/")) == []
    assert faults(browse(person, path="/learn/")) == []


def test_an_article_for_a_person_passes_axe(person: User, browse: Browse):
    assert faults(browse(person, path="/learn/nerves-and-muscles/")) == []


def test_no_page_of_learn_scrolls_sideways(browse: Browse):
    page = browse()
    paths = ["/learn/", *(f"/learn/{slug}/" for slug in SLUGS)]

    assert {path: found for path in paths if (found := sticking_out(page, path))} == {}


@pytest.mark.parametrize("slug", DRAWN)
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_words_in_drawings_are_twelve_pixels_or_more_and_do_not_meet(browse: Browse, slug: str, width: int):
    page = browse(path=f"/learn/{slug}/")
    page.set_viewport_size({"width": width, "height": 740})
    sizes = page.evaluate(SIZES)

    assert len(sizes) >= 2
    assert [size for size in sizes if size[1] < 12] == []
    assert page.evaluate(OVERLAPPING) == 0


@pytest.mark.parametrize("slug", DRAWN)
def test_a_drawing_is_one_picture_with_a_name_and_a_sentence(browse: Browse, slug: str):
    page = browse(path=f"/learn/{slug}/")
    picture = page.locator("main figure svg[role=img]").first

    assert picture.locator("> title").text_content().strip() != ""
    assert len(picture.locator("> desc").text_content().split()) > 8


def test_a_number_leads_to_its_publication(browse: Browse):
    page = browse(path="/learn/anaemia/")
    page.get_by_role("link", name="Source 2", exact=True).first.click()

    assert page.url.endswith("#source-2")
    expect(page.locator("#source-2")).to_be_in_viewport()


def colours(page: Page) -> set[str]:
    return set(
        page.evaluate("""() => [...document.querySelectorAll("main figure svg :is(path, rect, text, circle)")]
          .flatMap((one) => [getComputedStyle(one).fill, getComputedStyle(one).stroke])""")
    )


@pytest.mark.parametrize("slug", DRAWN)
def test_drawings_follow_the_theme(browse: Browse, slug: str):
    light = colours(browse(path=f"/learn/{slug}/"))
    dark = colours(browse(dark=True, path=f"/learn/{slug}/"))

    same = {colour for colour in light & dark if not colour.startswith("url(")}  # a pattern has its own colours

    assert light - {"none"} != set()
    assert same - {"none", "rgb(0, 0, 0)"} == set()


@pytest.mark.parametrize("slug", DRAWN[:4])
def test_drawings_take_the_colours_that_the_system_chooses(browse: Browse, slug: str):
    page = browse(path=f"/learn/{slug}/", forced_colors="active")
    chosen = page.evaluate("""() => ["Canvas", "CanvasText", "Highlight", "HighlightText", "GrayText"].map((name) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.className = "probe";
      probe.style.setProperty("color", name);
      return getComputedStyle(probe).color;
    })""")

    assert {colour for colour in colours(page) if colour.startswith("rgb(")} <= {*chosen, "rgb(0, 0, 0)"}


@every_article
def test_an_article_prints_on_a_few_pages_without_the_rail(person: User, browse: Browse, slug: str):
    page = browse(person, path=f"/learn/{slug}/")
    page.emulate_media(media="print")

    expect(page.locator(".rail")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".disclaimer")).to_be_visible()
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 5


def test_articles_can_be_read_without_a_script(browse: Browse):
    page = browse(script=False, path="/learn/")
    page.get_by_role("link", name="Food with B12").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Food with B12")
    expect(page.get_by_role("table", name="B12 in usual portions")).to_be_visible()
    expect(page.get_by_role("link", name="Beef liver, cooked")).to_be_visible()


def test_an_article_leads_a_person_from_the_words_to_the_food(person: User, browse: Browse):
    page = browse(person, path="/learn/food-sources/")
    page.get_by_role("link", name="Salmon, baked").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Salmon, baked")
