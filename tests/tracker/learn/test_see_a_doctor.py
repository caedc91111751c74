"""The page of signs that cannot wait: those come first and large, all of them, and nothing about B12 before them."""

import re

import pytest

from tests.tracker.learn.conftest import bare
from tests.tracker.learn.test_seed_coverage import sections
from tracker.domain.risks.red_flags import EMERGENCY, THIS_WEEK
from tracker.reports.learn import library

# What the page says for each tick of the symptom form that calls for help.
SAID = {
    "one_sided": "sudden weakness or numbness on one side",
    "face_or_speech": "a drooping face or slurred speech",
    "sudden_sight_loss": "sudden loss of sight",
    "chest_pain": "chest pain",
    "breathless_at_rest": "no breath at rest",
    "fainting_palpitations": "fainting with a racing heart",
    "saddle_numbness": "numbness where a saddle touches",
    "bladder_leg_weakness": "weak legs with new trouble of bladder or bowel",
    "sudden_confusion": "sudden confusion",
    "psychosis": "seeing or hearing things that others do not",
    "worst_headache": "the worst headache ever",
    "headache_fever_stiff_neck": "headache with fever and a stiff neck",
    "sudden_trouble_walking": "sudden trouble walking",
    "swelling_after_dose": "swelling of face or throat, or trouble breathing, after a medicine or an injection",
}
SAID_THIS_WEEK = {
    "jaundice": "skin or eyes that turn yellow",
    "fainting": "fainting",
    "rapid_memory_change": "a memory that changes fast",
    "unplanned_weight_loss": "weight loss that you did not plan",
    "diarrhoea_blood_fever": "diarrhoea with blood or fever",
    "worsening_sight": "sight that gets worse",
    "ulcer_3_weeks": "a mouth ulcer that has not healed in three weeks",
}


def markup() -> str:
    return bare(library().get("see-a-doctor"))


def test_help_comes_before_anything_about_b12(page_of):
    main = page_of("see-a-doctor").partition("<main")[2]
    before = main[: main.index('id="today"')]

    assert re.findall("B12|vitamin|cobalamin", before, re.IGNORECASE) == []
    assert "B12" in main


def test_signs_that_cannot_wait_come_first_and_are_the_one_red_note():
    page = markup()

    assert re.findall(r'<h2 id="([\w-]+)">', page)[:4] == ["emergency", "crisis", "today", "this-week"]
    assert page.count('class="note doc') == 1
    assert page.index('class="note doc emergency"') < page.index('id="emergency"')


@pytest.mark.parametrize("sign", EMERGENCY)
def test_every_sign_that_calls_for_emergency_services_is_named(sign):
    assert SAID[sign] in sections("see-a-doctor")["emergency"].lower()


@pytest.mark.parametrize("sign", THIS_WEEK)
def test_every_sign_for_this_week_is_named(sign):
    assert SAID_THIS_WEEK[sign] in sections("see-a-doctor")["this-week"].lower()


def test_the_words_of_every_level_are_those_of_the_findings():
    told = sections("see-a-doctor")

    assert "Do not wait for a blood test or for this app." in told["emergency"]
    assert "Call a crisis line or emergency services, or tell someone near you." in told["crisis"]
    assert "Do not stay alone with it. If it came within hours, call emergency services." in told["today"]
    assert "the range that NICE calls deficiency" in told["today"]
    assert "whatever your B12" in told["this-week"]


def test_a_baby_is_named_with_the_signs_that_cannot_wait_and_with_those_of_today():
    told = sections("see-a-doctor")

    assert "hard to wake, blue or struggling to breathe" in told["emergency"]
    assert "floppy, feeds badly, loses skills or stops growing" in told["today"]


@pytest.mark.parametrize(
    "slug", ["symptoms-and-look-alikes", "pregnancy-and-children", "nerves-and-muscles", "anaemia"]
)
def test_an_article_about_signs_says_what_cannot_wait(slug):
    assert "call emergency services" in sections_text(slug)


def sections_text(slug: str) -> str:
    return " ".join(sections(slug).values()).lower()
