"""Published plans: true to their evidence, proposed only where they may be, and worded so that they order nothing."""

import pytest

from tests.tracker.domain.evidence import FORBIDDEN, listed, needs_evidence, rows
from tracker.domain import tables
from tracker.domain.regimens.plans import Unit
from tracker.domain.regimens.templates import (
    COURSES,
    TEMPLATES,
    Rhythm,
    Use,
    proposable,
    recordable,
    shown_only,
)

EVERY = pytest.mark.parametrize("key", TEMPLATES)
VEGAN_ADULT = {
    "vegan_food", "vegan_daily", "vegan_weekly",
    "vh_daily_14plus_years", "vh_twice_daily_14plus_years", "vh_twice_weekly_14plus_years",
}  # fmt: skip


def proposed(age_years=40.0, diet="vegan", life_stage="", blocked=False, **more) -> set[str]:
    found = proposable(age_years=age_years, diet=diet, life_stage=life_stage, blocked=blocked, **more)
    return {one.key for one in found}


def vh(who: str) -> set[str]:
    return {f"vh_{often}_{who}" for often in ("daily", "twice_daily", "twice_weekly")}


# --- to whom ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, VEGAN_ADULT),
        ({"age_years": 18.0}, VEGAN_ADULT),
        ({"age_years": 17.9}, set()),
        ({"age_years": None}, set()),
        ({"age_years": 49.9}, VEGAN_ADULT),
        ({"age_years": 50.0}, VEGAN_ADULT | {"over50"}),
        ({"age_years": 50.0, "diet": "omnivore"}, {"over50"}),
        ({"diet": "omnivore"}, set()),
        ({"diet": ""}, set()),
        ({"diet": "lacto_ovo"}, set()),
        ({"life_stage": "pregnant"}, vh("pregnancy")),
        ({"life_stage": "breastfeeding"}, vh("lactation")),
        ({"life_stage": "pregnant", "diet": "omnivore"}, set()),
        ({"age_years": 16.0, "life_stage": "pregnant"}, set()),
        ({"blocked": True}, set()),
        ({"absorbs": False}, set()),
        ({"cyanocobalamin": False}, {"vegan_food"}),
        ({"age_years": 60.0, "cyanocobalamin": False}, {"vegan_food"}),
    ],
)
def test_what_may_be_proposed(asked, expected):
    assert proposed(**asked) == expected


def test_only_prevention_without_a_prescriber_and_with_a_dose_is_ever_proposed():
    ever = [one for one in TEMPLATES.values() if one.proposes]

    assert len(ever) == 13
    assert {(one.kind, one.prescriber_needed) for one in ever} == {("prevention", "no")}
    assert {one.confidence for one in ever} == {"verified", "secondary"}
    assert all(one.dose_ug for one in ever)


def test_what_needs_a_prescriber_and_every_treatment_is_only_recorded():
    needs = {
        key for key, one in TEMPLATES.items() if one.prescriber_needed in ("yes", "usually") or one.kind == "treatment"
    }

    assert {one.key for one in recordable()} == needs
    assert len(needs) == 20


def test_tables_of_children_and_beginning_again_are_shown_and_not_proposed():
    shown = {one.key for one in shown_only()}

    assert shown == {
        *vh("6_12_months"), *vh("1_3_years"), *vh("4_8_years"), *vh("9_13_years"),
        "vh_restart", "metformin_supp", "greger",
    }  # fmt: skip
    assert {one.key for one in shown_only(diet="omnivore")} == {"metformin_supp"}
    assert shown_only(blocked=True) == ()


def test_every_plan_has_one_use():
    groups = [one.use for one in TEMPLATES.values()]

    assert set(groups) == set(Use) - {Use.COURSE}
    assert len(TEMPLATES) + len(COURSES) == len(tables.read("regimens")) == 56


def test_for_a_pregnancy_a_midwife_or_doctor_confirms():
    for key in vh("pregnancy") | vh("lactation"):
        assert TEMPLATES[key].use == Use.CONFIRM
        assert "midwife or doctor" in TEMPLATES[key].note


# --- rhythms ----------------------------------------------------------------------------------------------------------
def test_no_schedule_of_loading_is_ever_made_up():
    loading = {key for key, one in TEMPLATES.items() if one.loading}

    assert loading == {
        "uk_oh_noneuro_load", "uk_oh_neuro_load", "emc_oh_alt", "emc_leber", "us_cn_label", "us_cn_1000", "us_oh_label",
    }  # fmt: skip
    assert {TEMPLATES[key].rhythms for key in loading} == {()}


@pytest.mark.parametrize(
    ("key", "rhythms"),
    [
        ("uk_oh_neuro_maint", (Rhythm(Unit.MONTHS, 2),)),
        ("uk_oh_diet", (Rhythm(Unit.MONTHS, 6),)),
        ("uk_bariatric", (Rhythm(Unit.MONTHS, 3),)),
        ("ileal", (Rhythm(Unit.MONTHS, 1),)),
        ("us_nasal", (Rhythm(Unit.WEEKS, 1),)),
        ("vegan_daily", (Rhythm(Unit.DAYS, 1),)),
        ("vegan_weekly", (Rhythm(Unit.WEEKS, 1),)),
        ("vh_restart", (Rhythm(Unit.DAYS, 1, 14),)),
        ("uk_oh_noneuro_maint", ()),  # every 2 to 3 months
        ("emc_oh_prophylaxis", ()),
        ("vh_twice_weekly_14plus_years", ()),  # which days, its owner says
        ("greger", ()),
        ("metformin_supp", ()),
        ("infant_def", ()),
    ],
)
def test_a_rhythm_is_there_where_the_row_names_one(key, rhythms):
    assert TEMPLATES[key].rhythms == rhythms


# --- words and figures ------------------------------------------------------------------------------------------------
@EVERY
def test_a_plan_says_what_it_is_and_touches_no_dose(key):
    one = TEMPLATES[key]

    assert one.name
    assert one.who
    assert one.says.endswith(".")
    assert FORBIDDEN.findall(f"{one.name} {one.who} {one.says} {one.note}") == []
    for unit in ("µg", "mg", "cm", "months", "weeks", "days", "hours"):
        assert not any(f"{digit} {unit}" in f"{one.name} {one.says} {one.note}" for digit in "0123456789"), unit


@EVERY
def test_a_plan_names_publications_that_may_be_shown_or_is_unconfirmed(key):
    one = TEMPLATES[key]

    assert [source for source in one.sources if tables.citation(source) is None] == []
    assert one.sources or one.unconfirmed


def test_what_of_recovery_rests_on_no_publication_is_unconfirmed():
    assert [one.key for one in COURSES if one.unconfirmed] == ["rt_mcv", "rt_mma", "rt_neuro"]
    assert all(one.sources or one.unconfirmed for one in COURSES)
    assert all(one.says.endswith(".") and not FORBIDDEN.search(one.says) for one in COURSES)


ROUTES = {"im": "injected", "im/sc": "injected", "oral": "swallowed", "nasal": "nasal"}


@needs_evidence
@EVERY
def test_its_facts_are_those_of_the_evidence(key):
    one, row = TEMPLATES[key], rows("regimens")[key]

    assert (one.kind, one.market, one.substance) == (row["kind"], row["market"], row["substance"])
    assert (one.route, one.prescriber_needed) == (ROUTES[row["route"]], row["prescriber_needed"])
    assert one.dose_ug == (float(row["dose_ug"]) if row["dose_ug"] else None)
    assert one.confidence == row["confidence"]
    assert one.loading == (row["phase"] == "loading")
    assert one.sources == tuple(source for source in listed(row["source"]) if tables.citation(source))


@needs_evidence
def test_every_row_of_the_evidence_is_there():
    assert set(rows("regimens")) == {*TEMPLATES, *(one.key for one in COURSES)}
    for one in COURSES:
        row = rows("regimens")[one.key]
        assert (one.confidence, row["kind"]) == (row["confidence"], "time course")
        assert one.sources == tuple(source for source in listed(row["source"]) if tables.citation(source))
