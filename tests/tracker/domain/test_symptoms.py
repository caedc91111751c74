"""Symptoms: what every row says."""

import pytest

from tests.tracker.domain.evidence import FORBIDDEN, listed, needs_evidence, rows
from tracker.domain import tables
from tracker.domain.symptoms import CLUSTERS, SCALES, SYMPTOMS, WITH_SCALE

EVERY = pytest.mark.parametrize("key", SYMPTOMS)


def test_there_are_33_and_none_twice():
    assert len(SYMPTOMS) == len(tables.read("symptoms")) == 33


@needs_evidence
def test_they_are_those_of_the_evidence():
    assert list(SYMPTOMS) == list(rows("symptoms"))


@EVERY
def test_a_row_has_a_name_as_people_say_it_and_what_else_it_can_be(key):
    symptom = SYMPTOMS[key]

    assert symptom.name[0].isupper()
    assert symptom.lay_name
    assert symptom.lay_name[0].islower() or symptom.lay_name == "high MCV"
    assert symptom.other_causes
    assert len(set(symptom.other_causes)) == len(symptom.other_causes)


@EVERY
def test_a_pattern_is_a_sentence(key):
    pattern = SYMPTOMS[key].b12_pattern

    assert not pattern or (pattern[0].isupper() and pattern.endswith("."))


@EVERY
def test_a_row_diagnoses_nothing(key):
    symptom = SYMPTOMS[key]

    assert FORBIDDEN.findall(f"{symptom.b12_pattern} {symptom.red_flag} {symptom.red_flag_action}") == []


@EVERY
def test_a_red_flag_says_what_to_do(key):
    symptom = SYMPTOMS[key]

    assert bool(symptom.red_flag) is bool(symptom.red_flag_action)


@needs_evidence
@EVERY
def test_no_red_flag_of_the_evidence_is_left_out_or_softened(key):
    symptom, row = SYMPTOMS[key], rows("symptoms")[key]
    theirs = row["red_flag_action"]

    assert bool(symptom.red_flag) is bool(row["red_flag"])
    assert ("emergency services" not in theirs) or ("emergency services" in symptom.red_flag_action)
    assert ("same day" not in theirs) or ("today" in symptom.red_flag_action)
    assert ("same-week" not in theirs) or ("this week" in symptom.red_flag_action)
    assert ("emergency" not in theirs) or ("emergency services" in symptom.red_flag_action)


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("breathlessness", "call emergency services"),
        ("depression", "call a crisis line or emergency services"),
        ("infant_regression", "see a children's doctor today"),
        ("mouth_ulcers", "see a dentist or doctor soon"),
        ("fatigue", ""),
    ],
)
def test_what_to_do_fits_what_it_is(key, action):
    assert SYMPTOMS[key].red_flag_action == action


@EVERY
def test_a_row_is_of_a_known_cluster_and_is_logged_on_a_known_scale(key):
    symptom = SYMPTOMS[key]

    assert symptom.cluster in CLUSTERS
    assert symptom.scale[0] in SCALES
    assert set(symptom.scale[1:]) <= set(WITH_SCALE)
    assert symptom.confidence in {"verified", "secondary", "memory"}


def test_every_cluster_and_scale_is_used():
    assert {symptom.cluster for symptom in SYMPTOMS.values()} == set(CLUSTERS)
    assert {symptom.scale[0] for symptom in SYMPTOMS.values()} == set(SCALES)
    assert {beside for symptom in SYMPTOMS.values() for beside in symptom.scale[1:]} == set(WITH_SCALE)


@EVERY
def test_a_row_names_publications_that_may_be_shown_or_is_unconfirmed(key):
    symptom = SYMPTOMS[key]

    assert [source for source in symptom.sources if tables.citation(source) is None] == []
    assert symptom.sources or symptom.unconfirmed


def test_what_is_weakly_supported_is_unconfirmed_and_nothing_else():
    unconfirmed = {key for key, symptom in SYMPTOMS.items() if symptom.unconfirmed}

    assert unconfirmed == {"muscle_cramps", "muscle_pain", "reflex_loss", "neuropathic_pain"}


@needs_evidence
@EVERY
def test_facts_are_those_of_the_evidence(key):
    row, symptom = rows("symptoms")[key], SYMPTOMS[key]
    shown = tuple(source for source in listed(row["source"]) if tables.citation(source))

    assert (symptom.confidence, symptom.sources) == (row["confidence"], shown)


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        SYMPTOMS["falls"] = SYMPTOMS["headache"]  # type: ignore[index]
