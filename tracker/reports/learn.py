"""Learn: articles for everybody, each with its publications, the day it was checked and how long it takes to read.

What is said about an article stands in `tracker/data/articles.csv`, one row each; its words in
`templates/learn/<slug>.html`, which extends `layout` and fills the blocks `lead` and `body`. `sources` are keys of
`tracker/data/citations.csv` in the order of their numbers, `serves` are `page:<name of an address>` and
`finding:<code>`. A row without a date in `checked` is planned and not shown yet. No query.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from types import MappingProxyType

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from tracker.domain import tables

PAGE, WORDS_ONLY = "learn/_article.html", "learn/_words.html"  # what an article's template may extend
WORDS_A_MINUTE = 200  # of somebody who reads to understand
NEXT = 3  # how many articles are offered at the end of one

# The groups of the list, in its order. The title of an article is its own; that of its group is short.
GROUPS = {
    "works": gettext_lazy("How it works"),
    "signs": gettext_lazy("Signs and risks"),
    "care": gettext_lazy("Tests and care"),
    "food": gettext_lazy("Food"),
    "app": gettext_lazy("This app"),
}
_TAG = re.compile(r"<(script|style|svg|sup)\b.*?</\1>|<[^>]+>", re.DOTALL)


class NotCitable(ValueError):
    """A key that its article does not list, or that stands for nothing that may be shown."""


@dataclass(frozen=True, slots=True)
class Publication:
    number: int
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article without its words. `numbers`: which publications a key stands for; `publications`: each once."""

    slug: str
    title: str
    summary: str
    group: str
    checked: dt.date | None
    publications: tuple[Publication, ...]
    numbers: Mapping[str, tuple[int, ...]] = field(hash=False)
    findings: tuple[str, ...]
    pages: tuple[str, ...]

    @property
    def template(self) -> str:
        return f"learn/{self.slug}.html"

    @property
    def group_title(self) -> str:
        return str(GROUPS[self.group])

    @property
    def minutes(self) -> int:
        """At least one."""
        return max(1, round(len(words_of(self).split()) / WORDS_A_MINUTE))

    def numbers_of(self, key: str) -> tuple[int, ...]:
        """Where the publications behind a key stand in the list. `NotCitable` where it has none here."""
        if key not in self.numbers:
            raise NotCitable(f"{self.slug} cites {key}: not among its sources, or nothing that may be shown")
        return self.numbers[key]

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Article":
        """From a row of the table. `NotCitable` for a source that may not be shown."""
        publications, numbers = _numbered(row["slug"], tables.listed(row["sources"]))
        serves = [served.partition(":") for served in tables.listed(row["serves"])]
        return cls(
            slug=row["slug"],
            title=row["title"],
            summary=row["summary"],
            group=row["group"],
            checked=dt.date.fromisoformat(row["checked"]) if row["checked"] else None,
            publications=publications,
            numbers=numbers,
            findings=tuple(name for kind, _, name in serves if kind == "finding"),
            pages=tuple(name for kind, _, name in serves if kind == "page"),
        )


def _numbered(slug: str, keys: tuple[str, ...]) -> tuple[tuple[Publication, ...], Mapping[str, tuple[int, ...]]]:
    """Publications in order, each once, and the numbers of each key: several keys may stand for one publication."""
    found: dict[str, Publication] = {}
    numbers = {}
    for key in keys:
        cited = tables.citations([key])
        if not cited:
            raise NotCitable(f"{slug} lists {key}, which stands for nothing that may be shown")
        for one in cited:
            found.setdefault(one.text, Publication(len(found) + 1, one.text, one.url))
        numbers[key] = tuple(found[one.text].number for one in cited)
    return tuple(found.values()), MappingProxyType(numbers)


@cache
def words_of(article: Article) -> str:
    """What an article says, as plain text: without drawings, numbers of publications and what stands around it."""
    page = render_to_string(article.template, {"layout": WORDS_ONLY, "article": article})
    return " ".join(unescape(_TAG.sub(" ", page)).split())


@dataclass(frozen=True, slots=True)
class Shelf:
    """One group of the list."""

    title: str
    articles: tuple[Article, ...]


class Library:
    """The articles that are shown, in order."""

    def __init__(self, articles: tuple[Article, ...]) -> None:
        self.articles = articles
        self._by_slug = {article.slug: article for article in articles}

    def get(self, slug: str) -> Article | None:
        return self._by_slug.get(slug)

    def after(self, article: Article) -> tuple[Article, ...]:
        """What to read next: those that follow, and from the start again after the last."""
        at = self.articles.index(article)
        around = self.articles[at + 1 :] + self.articles[:at]
        return around[:NEXT]

    def about(self, finding: str) -> tuple[Article, ...]:
        """The articles that explain a finding, by its code."""
        return tuple(article for article in self.articles if finding in article.findings)

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        shelves = (
            Shelf(str(title), tuple(one for one in self.articles if one.group == group))
            for group, title in GROUPS.items()
        )
        return tuple(shelf for shelf in shelves if shelf.articles)


@cache
def library() -> Library:
    rows = sorted(tables.read("articles"), key=lambda row: int(row["order"]))
    return Library(tuple(Article.of(row) for row in rows if row["checked"]))
