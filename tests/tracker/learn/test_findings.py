"""Findings and articles lead to each other."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.addresses import finding_page
from tests.factories import ConditionFactory, UserFactory
from tests.tracker.learn.conftest import SLUGS
from tests.tracker.views.pages import text_of
from tracker.domain.risks.evaluate import RULES
from tracker.reports.learn import Library, library

ALONE = {"self-harm"}  # stands by itself: nothing to read beside it


@pytest.mark.parametrize("code", sorted(RULES.keys() - ALONE))
def test_every_finding_is_explained_by_an_article(code):
    assert library().about(code) != ()


def test_nothing_is_to_be_read_beside_thoughts_of_harming_oneself():
    assert library().about("self-harm") == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_serves_findings_that_there_are(slug):
    assert set(library().get(slug).findings) - RULES.keys() == set()


@pytest.fixture
def finding(db) -> Callable[[], HttpResponse]:
    """The page of a finding of somebody who was born with a disorder of B12."""
    person, client = UserFactory(), Client()
    ConditionFactory(owner=person, key="inherited", name="An inherited disorder")
    client.force_login(person)
    return lambda: client.get(finding_page("inherited-disorder"))


def test_a_finding_leads_to_the_articles_that_explain_it(finding):
    page = finding().text
    read_more = page[page.index("Read more") : page.index('id="aside"')]

    assert '<a href="/learn/who-is-at-risk/">Who runs low, and why</a>' in read_more
    assert read_more.count("<a ") == len(library().about("inherited-disorder"))


def test_what_to_do_comes_before_what_to_read(finding):
    words = text_of(finding())

    assert words.index("What to do") < words.index("Read more")


def test_a_finding_that_no_article_explains_has_no_empty_section(finding, monkeypatch):
    monkeypatch.setattr("tracker.templatetags.learn.library", lambda: Library(()))
    answer = finding()

    assert answer.status_code == 200
    assert "Read more" not in text_of(answer)
