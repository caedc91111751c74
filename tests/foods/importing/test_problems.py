"""Codes have words that are translated where they are shown; what readers say is text in one language."""

import pytest
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, override

from foods.importing.problems import REASONS, UNREADABLE, Refused, refusal
from foods.models import ImportRun
from foods.reports.curate.import_run import RunPage
from tests.factories import ImportRunFactory, UserFactory
from tests.foods.curation.people import NOW


@pytest.mark.parametrize("table", [UNREADABLE, REASONS])
def test_the_words_of_every_code_can_be_translated(table):
    assert [code for code, words in table.items() if not isinstance(words, Promise)] == []


def test_a_reason_is_kept_as_the_reader_wrote_it():
    with override("de"):
        kept = refusal("a.csv", 3, Refused("html", "The name holds a tag."))

    assert (kept.code, kept.reason, type(kept.reason)) == ("html", "The name holds a tag.", str)


@pytest.mark.django_db
def test_a_code_is_said_in_the_language_of_the_page(monkeypatch):
    monkeypatch.setitem(REASONS, "html", lazy(get_language, str)())
    run: ImportRun = ImportRunFactory(state="done", refused=1)
    run.refusals.create(file="a.csv", line=3, code="html", reason="The name holds a tag.")
    for language in ("de", "fr"):
        with override(language):
            page = RunPage.build(run, UserFactory(), change="", page=1, now=NOW)
        assert [(one.words, one.rows) for one in page.reasons] == [(language, 1)]
        assert [one.reason for one in page.refused] == ["The name holds a tag."]
