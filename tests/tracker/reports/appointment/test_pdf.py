"""The PDF: one page whatever there is, text that can be read out, nothing of it markup."""

import io

import pytest
from pypdf import PdfReader

from tests.tracker.reports.appointment.people import NAME, fill
from tests.tracker.views.conftest import NOW, TODAY
from tracker.models import ReportWords
from tracker.reports.appointment.pdf import pdf_of
from tracker.reports.care.report import AppointmentReport

HOSTILE = '#panic("x") *b* _i_ $1/2$ @ref <label> `raw` = h // c \\ #include "/etc/passwd" {{ 7*7 }}'


def read(person, language: str = "en-gb") -> PdfReader:
    return PdfReader(io.BytesIO(pdf_of(AppointmentReport.build(person, now=NOW, language=language), now=NOW)))


def text_of(pdf: PdfReader) -> str:
    return " ".join(pdf.pages[0].extract_text().split())


@pytest.mark.parametrize("language", ["en-gb", "de", "fr"])
@pytest.mark.parametrize("wide", [False, True])
def test_everything_fits_on_one_page(person, language, wide):
    fill(person, today=TODAY, wide=wide)
    pdf = read(person, language)
    page = pdf.pages[0].mediabox
    assert len(pdf.pages) == 1
    assert (round(page.width), round(page.height)) == (595, 842)
    assert AppointmentReport.build(person, now=NOW, language=language).foot.split()[-1] in text_of(pdf)


def test_an_empty_report_is_a_page_as_well(person):
    pdf = read(person)
    assert len(pdf.pages) == 1
    assert "B12 summary for the appointment" in text_of(pdf)


def test_letters_and_signs_of_any_kind_stay_what_they_are(person):
    ReportWords.objects.create(owner=person, name=NAME, reason=HOSTILE, questions=HOSTILE)
    said = text_of(read(person))
    assert NAME in said
    assert said.count(HOSTILE) == 2


@pytest.mark.parametrize(
    ("language", "lang", "title"),
    [
        ("en-gb", "en", "B12 summary for the appointment"),
        ("de", "de", "B12-Übersicht für den Termin"),
        ("fr", "fr", "Résumé B12 pour le rendez-vous"),
    ],
)
def test_it_is_tagged_and_says_its_title_and_language(person, language, lang, title):
    pdf = read(person, language)
    root = pdf.trailer["/Root"]
    assert pdf.metadata.title == title
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root


def test_every_line_of_a_symptom_says_in_words_what_it_shows(person):
    fill(person, today=TODAY)
    said = text_of(read(person))
    for curve in next(one for one in AppointmentReport.build(person, now=NOW).sections if one.key == "symptoms").curves:
        assert f"{curve.name}, {curve.words}" in said


def test_the_same_report_is_the_same_file(person):
    report = AppointmentReport.build(person, now=NOW)
    assert pdf_of(report, now=NOW) == pdf_of(report, now=NOW)
