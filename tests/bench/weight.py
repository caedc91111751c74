"""What a first visit to a page costs over the wire: the page and everything that its markup and styles name."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.bench import addresses, stage
from tests.bench.client import Browser, trouble
from tests.bench.report import Line, Report

MOST_KB, MOST_KB_OF_LARGE, MOST_REQUESTS = 60, 90, 10
LOADED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "shortcut"}
CSS_ADDRESS = re.compile(r"""(?:url\(|@import\s+)\s*['"]?([^'")\s;]+)""")


class Assets(HTMLParser):
    """Addresses of what a browser fetches for a page. Without an icon named, it asks for /favicon.ico."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.has_icon = False
        self.feed(html)
        if not self.has_icon:
            self.found.append("/favicon.ico")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "link" and LOADED_RELATIONS & set(named.get("rel", "").split()):
            self.has_icon |= "icon" in named["rel"].split()
            self.found.append(named.get("href", ""))
        elif tag in ("script", "img", "source", "iframe", "video", "audio", "embed", "input"):
            self.found.append(named.get("src", ""))
        elif tag in ("use", "image"):
            self.found.append(named.get("href", ""))


def weigh(browser: Browser, path: str) -> tuple[str, dict[str, int]]:
    """What is wrong with the page, if anything, and bytes over the wire by address, headers included; no cache."""
    page = browser.get(path)
    weights = {path: page.wire_bytes}
    waiting = [(path, found) for found in Assets(_text(page)).found]
    while waiting:
        base, named = waiting.pop()
        address = _fetched(base, named)
        if address is None or address in weights:
            continue
        answer = browser.get(address)
        weights[address] = answer.wire_bytes
        if urlsplit(address).path.endswith(".css"):
            waiting += [(address, found) for found in CSS_ADDRESS.findall(_text(answer))]
    return trouble(page), weights


def _fetched(base: str, named: str) -> str | None:
    """The address to ask for, or None where nothing is fetched: a part of the page itself, data, another host."""
    if not named or named.startswith(("#", "data:")):
        return None
    address = urldefrag(urljoin(base, named)).url
    return None if urlsplit(address).netloc else address


def _text(answer) -> str:
    if answer.headers.get("Content-Encoding") == "gzip":
        import gzip

        return gzip.decompress(answer.body).decode()
    return answer.body.decode()


def weigh_pages(ours: stage.Product, report: Report) -> None:
    report.heading("First visit over the wire")
    weigh_each(ours, "", addresses.FIRST_VISIT_SIGNED_OUT, report)
    weigh_each(ours, "year", addresses.FIRST_VISIT_SIGNED_IN, report)
    weigh_each(ours, "year", addresses.LARGE, report, most_kb=MOST_KB_OF_LARGE)


def weigh_each(
    ours: stage.Product, person: str, paths: Iterable[str], report: Report, *, most_kb: int = MOST_KB
) -> None:
    for path in paths:
        wrong, weights = weigh(ours.browser(person), path)
        if wrong:
            report.missing(path, wrong)
            continue
        heaviest = max(weights, key=weights.__getitem__)
        detail = f"heaviest: {heaviest} {weights[heaviest] / 1_000:.1f} kB"
        report.add(Line(path, sum(weights.values()) / 1_000, "kB", budget=most_kb, detail=detail))
        report.add(Line(f"{path} requests", len(weights), "", budget=MOST_REQUESTS))
