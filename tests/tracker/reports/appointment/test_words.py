"""Translations of the report: whole, in step with what Django reads, and with the same gaps to fill."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as translated

from scripts import messages
from tests.tracker.reports.appointment.words import every, of_code, of_template

PATHS = messages.catalogues()
GAP = re.compile(r"%\(\w+\)[sd]")


def language_of(path: Path) -> str:
    return path.parent.parent.name


def test_every_language_that_can_be_chosen_has_its_translation():
    assert {language_of(path) for path in PATHS} == set(dict(settings.LANGUAGES)) - {settings.LANGUAGE_CODE}


@pytest.mark.parametrize("path", PATHS, ids=language_of)
def test_every_word_of_the_report_is_translated_and_no_other(path):
    found = messages.read(path)
    assert set(found) - {""} == every()
    assert [text for text, said in found.items() if not all(said.split("\0"))] == []


@pytest.mark.parametrize("path", PATHS, ids=language_of)
def test_what_is_filled_in_is_the_same_in_every_language(path):
    entries = [(text.split("\0"), said.split("\0")) for text, said in messages.read(path).items() if text]
    pairs = [pair for texts, said in entries for pair in zip(texts, said, strict=True)]
    assert [(text, said) for text, said in pairs if set(GAP.findall(text)) != set(GAP.findall(said))] == []


@pytest.mark.parametrize("path", PATHS, ids=language_of)
def test_what_django_reads_is_what_was_translated(path):
    with path.with_suffix(".mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    for text, said in messages.read(path).items():
        if not text:
            continue
        one, _, several = text.partition("\0")
        if several:
            assert [read.ngettext(one, several, n) for n in (1, 2)] == said.split("\0")
        else:
            assert read.gettext(one) == said
    assert messages.compiled(messages.read(path)) == path.with_suffix(".mo").read_bytes()


def test_french_counts_nothing_as_one():
    with translation.override("fr"):
        assert translation.ngettext("%(n)d year", "%(n)d years", 0) == "%(n)d an"


def test_nothing_but_the_report_changes_its_language():
    with translation.override("de"):
        assert translated("Put it on the report") == "Put it on the report"
    assert "django.middleware.locale.LocaleMiddleware" not in settings.MIDDLEWARE


def test_the_reader_of_translations_reads_plurals_lines_and_signs(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(
        'msgid ""\nmsgstr "x\\n"\n\n# why\nmsgid "a"\n" b"\nmsgstr "c\\"d"\n\n'
        'msgid "one"\nmsgid_plural "more"\nmsgstr[0] "1"\nmsgstr[1] "2"\n'
    )
    assert messages.read(path) == {"": "x\n", "a b": 'c"d', "one\0more": "1\0002"}


def test_a_text_that_stands_twice_is_refused(tmp_path):
    path = tmp_path / "django.po"
    path.write_text('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n')
    with pytest.raises(ValueError, match="stands in it twice"):
        messages.read(path)


def test_the_search_for_words_finds_them():
    assert list(of_code('x = _("a")\ny = ngettext("%(n)d b", "%(n)d c", 2)')) == ["a", "%(n)d b\0%(n)d c"]
    markup = '{% translate "a" %}{% blocktranslate trimmed with x=y %}b {{ x }}.{% endblocktranslate %}'
    assert list(of_template(markup)) == ["a", "b %(x)s."]
