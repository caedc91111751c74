"""Medicines: every row says something true to its evidence, and nothing that a page may not say."""

from collections import Counter

import pytest

from tests.tracker.domain.evidence import FORBIDDEN, figures, listed, needs_evidence, of_state, rows, sentences
from tracker.domain import tables
from tracker.domain.medicines import (
    BRANDS,
    CLASS_WORDS,
    EFFECTS,
    GROUPS,
    MEDICINES,
    brands_of,
    in_group,
    state_of,
)
from tracker.domain.states import STATES

EVERY = pytest.mark.parametrize("key", MEDICINES)
MARKETS = {"US", "UK", "DE", "FR", "IN", "CA", "AU", "JP", "EU", "any"}
SAYS_NO_PUBLICATION = {"memory", "estimate"}


# --- rows ------------------------------------------------------------------------------------------------------------
def test_there_are_as_many_as_in_the_evidence_and_none_twice():
    assert len(MEDICINES) == len(tables.read("medicines")) == 64


@EVERY
def test_a_row_says_what_is_known_and_what_to_do(key):
    medicine = MEDICINES[key]

    assert medicine.name
    assert medicine.drug_class
    assert 1 <= len(sentences(medicine.what)) <= 2
    assert len(sentences(medicine.do)) == 1
    for text in (medicine.what, medicine.do, medicine.disagreement):
        assert not text or (text[0].isupper() and text.endswith(".")), text
        assert "  " not in text


@EVERY
def test_a_row_diagnoses_nothing_and_touches_no_dose(key):
    medicine = MEDICINES[key]

    assert FORBIDDEN.findall(f"{medicine.what} {medicine.do} {medicine.disagreement}") == []


@pytest.mark.parametrize(
    "text",
    ["You are deficient.", "Stop this medicine.", "Reduce the dose.", "You have anaemia.", "It causes B12 deficiency!"],
)
def test_the_look_for_what_may_not_be_said_finds_it(text):
    assert FORBIDDEN.search(text)


@EVERY
def test_a_row_is_of_a_known_group_and_effect(key):
    medicine = MEDICINES[key]

    assert medicine.group in GROUPS
    assert medicine.effect in EFFECTS
    assert medicine.evidence in {"strong", "moderate", "weak", "theoretical", "none"}
    assert medicine.confidence in {"verified", "secondary", *SAYS_NO_PUBLICATION}


def test_every_group_has_a_medicine_and_stands_once():
    assert [group for group in GROUPS if not in_group(group)] == []
    assert len(set(GROUPS)) == len(GROUPS)


@EVERY
def test_a_row_names_publications_that_may_be_shown_or_is_unconfirmed(key):
    medicine = MEDICINES[key]

    assert [source for source in medicine.sources if tables.citation(source) is None] == []
    assert medicine.sources or medicine.unconfirmed


@pytest.mark.parametrize(
    ("key", "unconfirmed"),
    [("metformin", False), ("pregabalin", False), ("phenytoin", True), ("vonoprazan", True)],
)
def test_what_rests_on_no_publication_yet_is_unconfirmed(key, unconfirmed):
    assert MEDICINES[key].unconfirmed is unconfirmed


def test_what_is_said_to_be_taken_daily_is_kept_on():
    told = [
        medicine.key
        for group in (
            "metformin",
            "ppi",
            "pcab",
            "h2_blocker",
            "antiseizure",
            "phenobarbital",
            "primidone",
            "pregabalin",
        )
        for medicine in in_group(group)
        if "eep taking" not in medicine.do
    ]

    assert sorted(told) == []


@pytest.mark.parametrize("key", ["metformin", "met_sitagliptin", "omeprazole", "famotidine", "oral_contraceptive"])
def test_a_disagreement_that_may_not_be_hidden_is_said(key):
    assert MEDICINES[key].disagreement


def test_figures_are_not_torn_from_their_units():
    texts = " ".join(f"{row.what} {row.do} {row.disagreement}" for row in MEDICINES.values())

    assert "1,500\u00a0mg" in texts
    for unit in ("mg", "µg", "%"):
        assert not any(f"{digit} {unit}" in texts for digit in "0123456789")


@pytest.mark.parametrize(
    ("key", "asks"),
    [("metformin", True), ("met_sitagliptin", True), ("omeprazole", True), ("folic_acid", True), ("famotidine", False)],
)
def test_a_dose_is_asked_for_where_it_changes_what_is_said(key, asks):
    assert MEDICINES[key].asks_dose is asks


# --- states of the model ---------------------------------------------------------------------------------------------
@EVERY
def test_a_state_is_one_of_the_model(key):
    assert state_of(key) == "" or state_of(key) in STATES


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("metformin", "metformin"),
        ("met_pioglitazone", "metformin"),
        ("colchicine", "colchicine"),
        ("pantoprazole", "ppi"),
        ("vonoprazan", "potassium_competitive_blocker"),
        ("lafutidine", "h2_blocker"),
        ("pas", "aminosalicylic_acid"),
        ("cholestyramine", "colestyramine"),
        ("colestipol", ""),
        ("nitrous_oxide", ""),
        ("b12_cn", ""),
        ("", ""),
        ("snake oil", ""),
    ],
)
def test_a_medicine_leads_to_its_state(key, state):
    assert state_of(key) == state


@needs_evidence
@EVERY
def test_a_state_has_the_figures_of_the_evidence(key):
    expected = figures(rows("medications")[key]["model_effect_default"])

    assert (of_state(STATES[state_of(key)]) if state_of(key) else None) == expected


@needs_evidence
def test_facts_are_those_of_the_evidence():
    def facts(row):
        return [listed(row["atc"]), row["effect"], row["evidence"], row["confidence"]]

    shipped = {row["id"]: [*facts(row), listed(row["rxnorm"])] for row in tables.read("medicines")}
    assert shipped == {key: [*facts(row), listed(row["rxnorm_in"])] for key, row in rows("medications").items()}


@needs_evidence
@EVERY
def test_no_publication_of_the_evidence_is_left_out(key):
    shown = [source for source in listed(rows("medications")[key]["source"]) if tables.citation(source)]

    assert set(shown) <= set(MEDICINES[key].sources)


@needs_evidence
@EVERY
def test_the_words_are_our_own(key):
    theirs, ours = rows("medications")[key], MEDICINES[key]

    assert ours.do != theirs["recommended_action"]
    assert ours.what != theirs["mechanism"]


# --- brands ----------------------------------------------------------------------------------------------------------
def test_every_brand_is_of_a_medicine_and_a_market():
    assert len(BRANDS) == 232
    assert [brand for brand in BRANDS if brand.key not in MEDICINES] == []
    assert {brand.market for brand in BRANDS} == MARKETS


def test_no_brand_stands_twice():
    assert [brand for brand, times in Counter(BRANDS).items() if times > 1] == []


def test_no_brand_of_one_market_is_two_medicines():
    sold = Counter((market, name.lower()) for market, name in {(brand.market, brand.name) for brand in BRANDS})
    medicines = Counter((brand.market, brand.name.lower()) for brand in BRANDS)

    assert medicines == sold


def test_brands_of_a_medicine():
    assert [(brand.market, brand.name) for brand in brands_of("met_alogliptin")] == [
        ("US", "Kazano"),
        ("EU", "Vipdomet"),
    ]
    assert brands_of("snake oil") == ()


def test_class_words_belong_to_groups():
    assert [group for group in CLASS_WORDS if group not in GROUPS] == []
    assert [group for group, words in CLASS_WORDS.items() if not words or len(set(words)) < len(words)] == []


def test_the_tables_cannot_be_changed():
    with pytest.raises(TypeError):
        MEDICINES["metformin"] = MEDICINES["aspirin"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        MEDICINES["metformin"].name = "sugar"  # type: ignore[misc]
