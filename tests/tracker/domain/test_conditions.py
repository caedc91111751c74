"""Conditions: what every row says, and which state of the model somebody's condition leads to."""

import datetime as dt

import pytest

from tests.tracker.domain.evidence import FORBIDDEN, figures, listed, needs_evidence, of_state, rows, sentences
from tracker.domain import tables
from tracker.domain.conditions import CATEGORIES, CONDITIONS, DETAILS, state_of
from tracker.domain.risks.facts import Has, When
from tracker.domain.states import STATES

EVERY = pytest.mark.parametrize("key", CONDITIONS)
NOT_CONDITIONS = {  # diets, ages and stages of life; pitfalls of laboratories; what stands here in other rows
    "vegan", "vegetarian", "low_intake", "age50", "age60", "age65", "age75", "pregnancy", "lactation", "tc1_low",
    "high_b12", "t1d_thyroid", "ileal_resection_lt20", "ileal_resection_20_60", "ileal_resection_gt60",
}  # fmt: skip
OURS = {
    "ileal_resection", "type_1_diabetes", "autoimmune_thyroid", "vitiligo", "addison", "kidney_failure",
    "liver_disease", "smoking", "cyanide_metabolism",
}  # fmt: skip


def has(key: str, **details: object) -> Has:
    return Has(key, key, **details)  # type: ignore[arg-type]


# --- rows ------------------------------------------------------------------------------------------------------------
def test_there_are_39_and_none_twice():
    assert len(CONDITIONS) == len(tables.read("conditions")) == 39


@needs_evidence
def test_they_are_those_of_the_evidence_that_people_pick_and_ours():
    assert set(CONDITIONS) == (set(rows("conditions")) - NOT_CONDITIONS) | OURS


@EVERY
def test_a_row_says_what_is_known_and_what_to_do(key):
    condition = CONDITIONS[key]

    assert condition.name
    assert 1 <= len(sentences(condition.what)) <= 2
    assert len(sentences(condition.do)) == 1
    for text in (condition.what, condition.do, condition.disagreement):
        assert not text or (text[0].isupper() and text.endswith(".")), text
        assert "  " not in text


@EVERY
def test_a_row_diagnoses_nothing_and_touches_no_dose(key):
    condition = CONDITIONS[key]

    assert FORBIDDEN.findall(f"{condition.what} {condition.do} {condition.disagreement}") == []


@EVERY
def test_a_row_is_of_a_known_category_and_asks_for_known_details(key):
    condition = CONDITIONS[key]

    assert condition.category in CATEGORIES
    assert set(condition.asks) <= set(DETAILS)
    assert condition.evidence in {"strong", "moderate", "weak"}
    assert condition.confidence in {"verified", "secondary", "memory", "estimate"}


def test_every_detail_and_category_is_used():
    assert {detail for row in CONDITIONS.values() for detail in row.asks} == set(DETAILS)
    assert {row.category for row in CONDITIONS.values()} == set(CATEGORIES)


@pytest.mark.parametrize(
    ("key", "asks"),
    [
        ("ileal_resection", ("resection_cm",)),
        ("crohn", ("ileal_cm", "resected")),
        ("lhon", ("relation",)),
        ("hiv", ("chronic_diarrhoea",)),
        ("coeliac", ()),
    ],
)
def test_details_are_asked_for_where_they_matter(key, asks):
    assert CONDITIONS[key].asks == asks


@EVERY
def test_a_row_names_publications_that_may_be_shown_or_is_unconfirmed(key):
    condition = CONDITIONS[key]

    assert [source for source in condition.sources if tables.citation(source) is None] == []
    assert condition.sources or condition.unconfirmed


@pytest.mark.parametrize(
    ("key", "unconfirmed"),
    [
        ("pernicious_anaemia", False),
        ("type_1_diabetes", False),
        ("autoimmune_thyroid", True),
        ("vitiligo", True),
        ("addison", True),
        ("gastritis", True),
        ("fish_tapeworm", True),
        ("kidney_failure", True),
    ],
)
def test_what_rests_on_no_publication_yet_is_unconfirmed(key, unconfirmed):
    assert CONDITIONS[key].unconfirmed is unconfirmed


def test_crohn_without_surgery_is_said_to_be_disputed():
    assert "no higher risk" in CONDITIONS["crohn"].disagreement


def test_ulcerative_colitis_asks_for_nothing():
    assert CONDITIONS["ulcerative_colitis"].do == "Nothing to do for B12."


@needs_evidence
@pytest.mark.parametrize("key", [key for key in CONDITIONS if key not in OURS])
def test_facts_are_those_of_the_evidence(key):
    row, condition = rows("conditions")[key], CONDITIONS[key]
    shown = [source for source in listed(row["source"]) if tables.citation(source)]

    assert (condition.evidence, condition.confidence) == (row["evidence"], row["confidence"])
    assert set(shown) <= set(condition.sources)
    assert condition.do != row["recommended_action"]


# --- states of the model ---------------------------------------------------------------------------------------------
@needs_evidence
@pytest.mark.parametrize("key", [key for key in CONDITIONS if key not in OURS | {"crohn", "hiv"}])
def test_a_state_has_the_figures_of_the_evidence(key):
    state = state_of(has(key))

    assert (of_state(STATES[state]) if state else None) == figures(rows("conditions")[key]["model_state"])


@needs_evidence
@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("ileal_resection_lt20", has("ileal_resection", resection_cm=10)),
        ("ileal_resection_20_60", has("ileal_resection", resection_cm=40)),
        ("ileal_resection_gt60", has("ileal_resection", resection_cm=100)),
        ("crohn", has("crohn", ileal_cm=40)),
        ("hiv", has("hiv", chronic_diarrhoea=True)),
    ],
)
def test_a_state_that_depends_on_a_detail_has_the_figures_of_the_evidence(row, what):
    assert of_state(STATES[state_of(what)]) == figures(rows("conditions")[row]["model_state"])


@pytest.mark.parametrize(
    ("cm", "state"),
    [
        (1, "ileum_under_20_cm"),
        (19.9, "ileum_under_20_cm"),
        (20, "ileum_20_60_cm"),
        (60, "ileum_20_60_cm"),
        (60.1, "ileum_over_60_cm"),
        (None, "ileum_20_60_cm"),
    ],
)
def test_a_resection_counts_by_its_length_and_one_of_unknown_length_as_the_middle(cm, state):
    assert state_of(has("ileal_resection", resection_cm=cm)) == state


@pytest.mark.parametrize(
    ("cm", "resected", "state"),
    [
        (30, False, ""),
        (30.1, False, "crohn_ileal"),
        (31, None, "crohn_ileal"),
        (31, True, ""),
        (None, False, ""),
        (None, None, ""),
    ],
)
def test_crohn_counts_above_30_cm_where_nothing_was_removed(cm, resected, state):
    assert state_of(has("crohn", ileal_cm=cm, resected=resected)) == state


@pytest.mark.parametrize(("diarrhoea", "state"), [(True, "hiv_diarrhoea"), (False, ""), (None, "")])
def test_hiv_counts_with_chronic_diarrhoea_only(diarrhoea, state):
    assert state_of(has("hiv", chronic_diarrhoea=diarrhoea)) == state


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("pernicious_anaemia", "pernicious_anaemia"),
        ("gastrectomy_total", "total_gastrectomy"),
        ("gastrectomy_partial", "partial_gastrectomy"),
        ("sleeve", "sleeve_gastrectomy"),
        ("bpd_ds", "biliopancreatic_diversion"),
        ("sibo", "bacterial_overgrowth"),
        ("radiotherapy", "abdominal_radiotherapy"),
        ("gastric_band", ""),
        ("ulcerative_colitis", ""),
        ("inherited", ""),
        ("kidney_failure", ""),
        ("", ""),
        ("green thumbs", ""),
    ],
)
def test_a_condition_leads_to_its_state(key, state):
    assert state_of(has(key)) == state


@EVERY
def test_no_condition_leads_to_a_state_that_the_model_does_not_have(key):
    everything = has(key, resection_cm=70.0, ileal_cm=40.0, chronic_diarrhoea=True, in_family=True)

    assert state_of(everything) in {"", *STATES}
    assert CONDITIONS[key].state in {"", *STATES}


def test_whether_it_has_begun_is_for_others_to_ask():
    later = has("gastric_bypass", since=When(dt.date(2999, 1, 1)))

    assert state_of(later) == "gastric_bypass"
