"""The year on History comes when it is scrolled to, and by a link where scripts are off."""

from playwright.sync_api import expect

from accounts.models import User
from tests.browser.hands import Browse


def test_the_year_comes_when_it_is_scrolled_to_and_nothing_moves(eater: User, browse: Browse):
    page = browse(eater, screen="phone", path="/history/")
    year, below = page.locator("#year"), page.locator(".sec").last
    expect(year.locator("[data-reads=days]")).to_have_count(0)
    before = below.evaluate("section => section.getBoundingClientRect().top + scrollY")
    year.scroll_into_view_if_needed()
    expect(year.locator("[data-reads=days]")).to_be_visible()

    assert abs(below.evaluate("section => section.getBoundingClientRect().top + scrollY") - before) <= 1
    assert page.url.endswith("/history/")


def test_the_year_that_came_later_is_read_by_keys_too(eater: User, browse: Browse):
    page = browse(eater, path="/history/")
    year = page.locator("#year")
    year.scroll_into_view_if_needed()
    year.locator("[data-reads=days]").press("End")

    expect(year.locator("output")).not_to_be_empty()
