"""A finding as pages print it: its words in each layout, its level, its sources."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from tests.addresses import finding_page
from tests.tracker.views.pages import words as words_of
from tracker.domain.risks.facts import Result
from tracker.domain.risks.findings import Finding, Group, Level
from tracker.domain.symptoms import SYMPTOMS
from tracker.reports.findings import words
from tracker.reports.findings.shown import Shown
from tracker.reports.findings.words import Said, day_of_words, said_on

TODAY = dt.date(2026, 11, 22)
LAYOUTS = ("card", "short", "line", "top", "page")


def large_cells(**changes) -> Finding:
    """MCV 104 fL, as the rule would find it."""
    result = Result("mcv", 104, "fL", TODAY - dt.timedelta(days=12))
    found = Finding(
        code="lab-macrocytosis",
        level=Level.CAUTION,
        group=Group.TESTS,
        facts={"result": result, "own_limit": None},
        basis=("caution",),
        sources=("S73", "S29"),
        look_again=dt.date(2027, 2, 20),
    )
    return replace(found, **changes)


def laid_out(layout: str, **changes) -> str:
    return Shown(large_cells(**changes), TODAY).laid_out(layout)


def test_its_words_are_four_plain_texts():
    said = Shown(large_cells(), TODAY).said

    assert isinstance(said, Said)
    assert said.title == "Large red cells"
    assert "104\u00a0fL on 10 November 2026" in said.evidence
    assert said.meaning
    assert said.action
    assert not [text for text in said if re.search(r"[<>&]|\s\s|^\s|\s$|\n", text)]


def test_what_somebody_typed_is_plain_in_the_history_and_escaped_on_pages():
    typed = Result("mcv", 104, "<b>&", TODAY)
    shown = Shown(large_cells(facts={"result": typed, "own_limit": None}), TODAY)

    assert "<b>&" not in shown.laid_out("card")
    assert "&lt;b&gt;&amp;" in shown.laid_out("card")
    assert "&" in shown.said.evidence


@pytest.mark.parametrize("layout", ["card", "short", "top", "page"])
def test_layouts_say_the_level_in_words_the_title_the_evidence_and_what_to_do(layout):
    text, said = words_of(laid_out(layout)), Shown(large_cells(), TODAY).said

    assert "Plan something" in text
    for part in (said.title, said.evidence, said.action):
        assert part.replace("\u00a0", " ") in text


@pytest.mark.parametrize("layout", ["card", "page"])
def test_where_there_is_room_they_say_what_it_may_mean_with_sources_and_when_to_look_again(layout):
    text = words_of(laid_out(layout))

    assert Shown(large_cells(), TODAY).said.meaning in text
    assert "Look again on 20 February 2027" in text
    for cited in Shown(large_cells(), TODAY).citations:
        assert " ".join(cited.text.split()) in text
    assert re.findall(r'href="(https://[^"]+)" rel="noreferrer"', laid_out(layout)) == [
        cited.url for cited in Shown(large_cells(), TODAY).citations if cited.url
    ]


def test_a_line_is_the_title_alone():
    assert laid_out("line") == "Large red cells"


@pytest.mark.parametrize("layout", ["card", "short", "page"])
@pytest.mark.parametrize(
    ("level", "look", "label"),
    [
        (Level.URGENT, "urgent", "Urgent"),
        (Level.SEE_A_CLINICIAN, "see", "See a clinician"),
        (Level.CAUTION, "gap", "Plan something"),
        (Level.INFO, "plain", "Good to know"),
    ],
)
def test_each_level_has_words_an_icon_and_a_class(level, look, label, layout):
    markup = laid_out(layout, level=level)

    assert label in words_of(markup)
    assert re.search(rf'<(?:article|header) class="[\w-]+ {look}"', markup)
    assert 'aria-hidden="true"' in markup


def test_urgent_and_see_a_clinician_look_alike_and_differ_from_the_rest_in_shape():
    icons = {level: re.search(r"<svg.*?</svg>", laid_out("short", level=level))[0] for level in Level}

    assert icons[Level.URGENT] == icons[Level.SEE_A_CLINICIAN]
    assert len(set(icons.values())) == 3


# --- marks ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("layout", ["card", "short", "top", "page"])
def test_what_is_unconfirmed_says_what_that_means(layout):
    assert "unconfirmed" not in laid_out(layout)
    assert "unconfirmed Nobody here has compared" in words_of(laid_out(layout, unconfirmed=True))


@pytest.mark.parametrize("layout", ["card", "short", "top", "page"])
def test_of_a_child_a_childrens_doctor_is_asked(layout):
    assert "children" not in laid_out(layout)
    assert "Under 18: ask a children’s doctor about this." in words_of(laid_out(layout, for_a_child=True))


def test_without_a_publication_that_may_be_shown_there_is_no_empty_list():
    assert "<details" not in laid_out("card", sources=())
    assert "<details" in laid_out("card")


def test_one_source_is_one():
    assert "1 source" in words_of(laid_out("card", sources=("S29",)))
    assert "2 sources" in words_of(laid_out("card"))


def test_what_stands_inside_is_named_with_a_link():
    inside = large_cells(
        code="lab-anaemia", facts={"result": Result("haemoglobin", 108, "g/L", TODAY), "own_limit": None}
    )
    markup, page = laid_out("card", parts=(inside,)), finding_page("lab-anaemia")

    assert f'<a href="{page}">Low haemoglobin in a blood test</a>' in markup


# --- set aside ------------------------------------------------------------------------------------------------------
def test_an_open_one_offers_to_be_set_aside_unless_it_is_urgent():
    assert "Not now" in laid_out("card")
    assert "Not now" not in laid_out("card", level=Level.URGENT)


def test_one_that_was_set_aside_says_until_when_and_that_a_doctor_knows():
    shown = Shown(large_cells(), TODAY, dt.date(2026, 12, 20), dt.date(2026, 11, 20))
    text = words_of(shown.laid_out("card"))

    assert "Discussed with a doctor on 20 November 2026. Set aside until 20 December 2026." in text
    assert "Not now" not in text
    assert "Look again" not in text


def test_a_sample_leads_nowhere():
    markup, page = Shown(large_cells(), TODAY, linked=False).laid_out("card"), finding_page("lab-macrocytosis")

    assert 'href="/' not in markup
    assert f'href="{page}#aside"' in laid_out("card")


# --- time -----------------------------------------------------------------------------------------------------------
def test_words_know_which_day_it_is_only_while_they_are_said():
    with said_on(TODAY):
        assert day_of_words() == TODAY
        with said_on(dt.date(2027, 1, 1)):
            assert day_of_words() == dt.date(2027, 1, 1)
        assert day_of_words() == TODAY
    assert day_of_words() is None


def test_words_that_fail_leave_no_day_behind():
    with pytest.raises(ZeroDivisionError), said_on(TODAY):
        1 / 0  # noqa: B018
    assert day_of_words() is None


def test_every_symptom_of_the_table_has_a_name():
    assert set(words.SYMPTOM_NAMES) == set(SYMPTOMS)
