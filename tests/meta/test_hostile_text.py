"""Nothing that somebody wrote becomes a part of a page: marks are put together by hand in many template tags.

Every text that people or curators can write holds an element, in every model; then every page is opened.
"""

from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from tests.meta.test_access import ROWS, browser_of, world  # noqa: F401 - a fixture

HOSTILE = "\"'><x-evil onclick=1>&lt;x-evil&gt;{{ 7|add:7 }}"
SHORT = "<x-evil>"
APPS = ("accounts", "foods", "tracker")
# what has a shape of its own that forms and constraints hold: a text of another shape never comes there
SHAPED = {
    "email", "password", "time_zone", "key", "uid", "gtin", "source_ref", "digest", "start", "unit", "weekdays",
    "language", "market", "code", "marker", "symptom", "photo", "path", "sha256", "template", "diet", "format", "phase",
    "worker", "state", "url", "link", "word", "reversed", "query",
}  # fmt: skip


class Found(HTMLParser):
    """The elements of a page that somebody wrote, and attributes that would run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.evil: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "x-evil" or any(name.startswith("on") for name, _ in attrs):
            self.evil.append(self.get_starttag_text() or tag)


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of a model that hold free text."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.choices or field.primary_key or field.unique or field.name in SHAPED)
        and (field.max_length or 1000) >= len(SHORT)
    ]


def make_hostile() -> int:
    """Put the element into every free text there is; returns how many columns hold one."""
    columns = 0
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if fields := texts_of(model):
                said = {f.name: HOSTILE if (f.max_length or 1000) >= len(HOSTILE) else SHORT for f in fields}
                columns += len(fields) if model._base_manager.update(**said) else 0
    return columns


@pytest.mark.parametrize("role", ["owner", "curator", "administrator"])
def test_nothing_that_somebody_wrote_becomes_a_part_of_a_page(role, world, settings):  # noqa: F811
    settings.STAFF_NEED_SECOND_FACTOR = False
    assert make_hostile() > 30
    client, evil, shown = browser_of(role, world), {}, 0
    for route, (address, *_) in ROWS.items():
        if "logout" in address or "demo" in route:
            continue
        answer = client.get(address.format(**vars(world)))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            shown += "&lt;x-evil" in page
            if found := Found(page).evil:
                evil[address] = found[:2]

    assert evil == {}
    assert shown >= {"owner": 10, "curator": 8, "administrator": 8}[role]  # the texts are there, as texts


def test_the_search_for_elements_finds_one():
    assert Found(f"<p>{HOSTILE}</p>").evil == ["<x-evil onclick=1>"]
    assert Found("<p>&lt;x-evil onclick=1></p>").evil == []
    assert Found('<p onclick="x">').evil == ['<p onclick="x">']


def test_the_log_sheet_shows_hostile_searches_as_text(world):  # noqa: F811
    client = browser_of("owner", world)
    pages = [
        client.get(reverse(name), {"q": HOSTILE, "name": HOSTILE})
        for name in ("log", "log_search", "log_new", "sources")
    ]

    assert [page.status_code for page in pages] == [200] * 4
    assert [Found(page.content.decode()).evil for page in pages] == [[]] * 4
