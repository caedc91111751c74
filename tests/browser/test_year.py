"""The year on History comes when it is scrolled to, and by a link where scripts are off."""

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.hands import Browse


def scroll_to(page: Page) -> None:
    """By script: the section is replaced while it comes into view, and Playwright's own way holds on to the old one."""
    page.evaluate("document.getElementById('year').scrollIntoView()")
    expect(page.locator("#year [data-reads=days][tabindex]")).to_be_visible()  # the script has seen it


def test_the_year_comes_when_it_is_scrolled_to_and_nothing_moves(eater: User, browse: Browse):
    page = browse(eater, screen="phone", path="/history/")
    year, below = page.locator("#year"), page.locator(".sec").last
    expect(year.locator("[data-reads=days]")).to_have_count(0)
    before = below.evaluate("section => section.getBoundingClientRect().top + scrollY")
    scroll_to(page)

    assert abs(below.evaluate("section => section.getBoundingClientRect().top + scrollY") - before) <= 1
    assert page.url.endswith("/history/")


def test_the_year_that_came_later_is_read_by_keys_too(eater: User, browse: Browse):
    page = browse(eater, path="/history/")
    year = page.locator("#year")
    scroll_to(page)
    year.locator("[data-reads=days]").press("End")

    expect(year.locator("output")).not_to_be_empty()
