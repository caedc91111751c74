"""A person's hands: they do what people do, and count it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

Browse = Callable[..., Page]
on_both = pytest.mark.parametrize("screen", ["phone", "desktop"])


def usual(page: Page, name: str) -> Locator:
    return page.locator(".usual", has_text=name)


def toast(page: Page) -> Locator:
    return page.locator("[data-toast]")


class Hands:
    """Taps (or clicks) and keys on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.keys = 0
        self._touch = page.evaluate("navigator.maxTouchPoints > 0")

    def tap(self, target: Locator) -> None:
        self.taps += 1
        if self._touch:
            target.tap()
        else:
            target.click()

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, text: str, *, delay: float = 0) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text, delay=delay)
