"""Articles as they are: every one that is shown, and its page."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tracker.reports.learn import WORDS_ONLY, Article, library

SLUGS = [article.slug for article in library().articles]


def bare(article: Article) -> str:
    """Lead and body alone, as markup."""
    return render_to_string(article.template, {"layout": WORDS_ONLY, "article": article})


@pytest.fixture
def reader(db) -> Client:
    """A browser of somebody signed in."""
    client = Client()
    client.force_login(UserFactory())
    return client


@pytest.fixture
def page_of(db) -> Callable[..., str]:
    """The page of an article as a visitor gets it, or as `by` does."""

    def fetch(slug: str, *, by: Client | None = None) -> str:
        answer = (by or Client()).get(reverse("article", args=[slug]))
        assert answer.status_code == 200
        return answer.text

    return fetch
