"""Accessibility by axe-core: what is wrong with a page, on both screens and in both themes."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.screens import DESKTOP, PHONE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
ASK = """async (options) => (await axe.run(options)).violations.flatMap((rule) => rule.nodes.map(
  (node) => `${rule.id}: ${node.target} ${node.html.slice(0, 160)} ${node.failureSummary.split("\\n")[1].trim()}`))"""


def faults(page: Page) -> list[str]:
    """Everything axe finds on both screens: in light all of it; in dark, where only colours differ, the contrast."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found = []
    for screen, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size(size["viewport"])
        page.emulate_media(color_scheme="light")
        found += [f"{screen}, light: {fault}" for fault in page.evaluate(ASK, EVERYTHING)]
        page.emulate_media(color_scheme="dark")
        found += [f"{screen}, dark: {fault}" for fault in page.evaluate(ASK, CONTRAST)]
    return found
