"""From 50 on, for two, and babies: both sides of every age, and what stays unknown."""

import pytest

from tracker.domain.risks import life_stage
from tracker.domain.risks.facts import Case, Diet, Has, Intake, Regimen, Result, Symptom
from tracker.domain.risks.findings import Finding, Level, Rule
from tracker.domain.tables import citations
from tracker.reports.findings.samples import TODAY, ago, eats
from tracker.reports.findings.samples.life_stage import SAMPLES

ON_TIME = Regimen("injected", 84, due=ago(1), entered=ago(300))
LATE = Regimen("injected", 84, due=ago(30), entered=ago(300))
BABY = Has("infant_vegan_mother", "baby breast-fed by a mother with low B12")


def find(rule: Rule, **fields: object) -> Finding | None:
    return rule.find(Case(today=TODAY, **{"target_ug": 4.0, "ear_ug": 2.0} | fields))


def fires(rule: Rule, **fields: object) -> bool:
    return find(rule, **fields) is not None


@pytest.mark.parametrize("rule", life_stage.RULES, ids=lambda rule: rule.code)
def test_of_somebody_of_whom_nothing_is_known_nothing_is_said(rule):
    assert rule.find(Case(today=TODAY)) is None
    assert rule.find(Case(today=TODAY, age_years=30.0, diet=Diet.OMNIVORE)) is None


@pytest.mark.parametrize("rule", life_stage.RULES, ids=lambda rule: rule.code)
def test_every_sample_fires_with_publications_that_can_be_shown(rule):
    found = [rule.find(case) for case in SAMPLES[rule.code]]

    assert found
    assert all(one is not None and len(citations(one.sources)) >= len(rule.sources) for one in found)


def test_every_rule_has_its_samples():
    assert list(SAMPLES.keys() ^ {rule.code for rule in life_stage.RULES}) == []


# --- age-50-crystalline ----------------------------------------------------------------------------------------------
def aged(years: float | None = 60.0, intake: Intake | None = None, **fields: object) -> Finding | None:
    return find(life_stage.age_50_crystalline, age_years=years, intake=intake or eats(5.0), **fields)


@pytest.mark.parametrize(
    ("years", "expected"), [(49.9, False), (50.0, True), (51.0, True), (90.0, True), (None, False)]
)
def test_it_is_said_from_fifty_on(years, expected):
    assert (aged(years) is not None) is expected


@pytest.mark.parametrize(("years", "older"), [(64.9, False), (65.0, True), (74.9, True), (75.0, False)])
def test_from_65_to_74_a_second_sentence_is_added(years, older):
    assert aged(years).facts["older"] is older


@pytest.mark.parametrize(("added", "expected"), [(1.99, True), (2.0, False), (0.0, True), (100.0, False)])
def test_half_of_the_target_that_is_not_bound_in_food_is_enough(added, expected):
    assert (aged(intake=eats(5.0, doses=added)) is not None) is expected


@pytest.mark.parametrize(
    ("intake", "fields", "expected"),
    [
        (eats(5.0, 14), {}, True),
        (eats(5.0, 13), {}, False),
        (eats(5.0, entries=40, unknown_entries=20), {}, True),
        (eats(5.0, entries=40, unknown_entries=21), {}, False),
        (Intake(), {}, False),
        (eats(5.0), {"target_ug": None}, False),
        (eats(5.0), {"regimens": (ON_TIME,)}, False),
        (eats(5.0), {"regimens": (LATE,)}, True),
        (eats(5.0), {"injected_on": (ago(120),)}, False),  # treated
        (eats(5.0), {"injected_on": (ago(121),)}, True),
        (eats(5.0), {"conditions": (Has("pernicious_anaemia", ""),)}, False),  # then that finding is open
        (eats(5.0), {"conditions": (Has("coeliac", ""),)}, True),
    ],
)
def test_it_is_silent_where_too_little_is_known_or_treatment_matters_more(intake, fields, expected):
    assert (aged(intake=intake, **fields) is not None) is expected


def test_it_says_how_much_came_from_there_and_whether_it_may_be_more():
    exact, open_ended = aged(intake=eats(5.0, doses=0.5)), aged(intake=eats(5.0, doses=0.5, unknown_entries=3))

    assert exact.facts["added_ug"] == pytest.approx(0.5)
    assert (exact.facts["half_ug"], exact.facts["at_least"], open_ended.facts["at_least"]) == (2.0, False, True)


# --- age-75-test -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("years", "tested", "expected"),
    [(75.0, None, True), (74.9, None, False), (None, None, False), (80.0, 364, False), (80.0, 365, True),
     (80.0, 0, False), (80.0, -5, True)],
)  # fmt: skip
@pytest.mark.parametrize("marker", ["b12", "active_b12"])
def test_from_75_on_a_result_of_the_last_year_is_missed(years, tested, marker, expected):
    results = () if tested is None else (Result(marker, 300, "ng/L", ago(tested)),)

    assert fires(life_stage.age_75_test, age_years=years, results=results) is expected


def test_another_blood_test_is_no_b12_test():
    assert fires(life_stage.age_75_test, age_years=80.0, results=(Result("mma", 0.2, "µmol/L", ago(3)),))


def test_it_only_asks_for_a_test_so_that_injections_on_time_silence_it():
    assert life_stage.age_75_test.asks_for_test is True
    assert find(life_stage.age_75_test, age_years=80.0).level == Level.CAUTION


# --- maternal-diet-risk ----------------------------------------------------------------------------------------------
def for_two(stage: str = "pregnant", **fields: object) -> Finding | None:
    return find(life_stage.maternal_diet_risk, life_stage=stage, age_years=30.0, **fields)


@pytest.mark.parametrize("stage", ["pregnant", "breastfeeding"])
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"diet": Diet.VEGAN, "intake": eats(0.1)}, "vegan"),
        ({"diet": Diet.VEGAN, "intake": eats(0.0, doses=10.0)}, None),
        ({"diet": Diet.VEGAN, "intake": eats(0.0, doses=9.9)}, "vegan"),
        ({"diet": Diet.VEGAN, "intake": eats(0.0, 3), "says_no_supplement": True}, "vegan"),
        ({"diet": Diet.VEGAN, "intake": eats(0.0, 3)}, None),  # asked instead
        ({"diet": Diet.VEGAN}, None),
        ({"diet": Diet.LACTO_OVO, "intake": eats(3.9)}, "vegetarian"),
        ({"diet": Diet.LACTO, "intake": eats(3.9)}, "vegetarian"),
        ({"diet": Diet.LACTO_OVO, "intake": eats(4.0)}, None),
        ({"diet": Diet.LACTO_OVO, "intake": eats(3.9, 13)}, None),
        ({"diet": Diet.LACTO_OVO, "intake": eats(1.0)}, "low"),
        ({"diet": Diet.OMNIVORE, "intake": eats(1.99)}, "low"),
        ({"diet": Diet.OMNIVORE, "intake": eats(2.0)}, None),
        ({"diet": Diet.PESCETARIAN, "intake": eats(3.9)}, None),
        ({"intake": eats(1.0)}, "low"),
        ({"intake": eats(1.0, 13)}, None),
        ({"intake": eats(1.0), "ear_ug": None}, None),
        ({"diet": Diet.VEGAN, "intake": eats(0.1), "regimens": (ON_TIME,)}, None),
        ({}, None),
    ],
)
def test_little_for_two_is_told(stage, fields, why):
    found = for_two(stage, **fields)

    assert (found.facts["why"] if found else None) == why
    assert found is None or (found.level, found.facts["pregnant"]) == (Level.SEE_A_CLINICIAN, stage == "pregnant")


@pytest.mark.parametrize("week", [None, 8, 38])
def test_the_week_of_the_pregnancy_changes_nothing(week):
    assert for_two(diet=Diet.VEGAN, intake=eats(0.1), pregnancy_week=week) == for_two(diet=Diet.VEGAN, intake=eats(0.1))


def test_for_nobody_else_it_is_said():
    assert for_two("", diet=Diet.VEGAN, intake=eats(0.1)) is None


@pytest.mark.parametrize(
    ("years", "expected"), [(0.6, True), (1.9, True), (None, True), (2.0, False), (11.9, False), (12.0, True)]
)
def test_of_a_baby_whose_mother_has_little_it_is_told_before_any_sign(years, expected):
    found = find(life_stage.maternal_diet_risk, age_years=years, conditions=(BABY,))

    assert (found is not None) is expected
    assert found is None or (found.facts["baby"], found.level) == (True, Level.SEE_A_CLINICIAN)


def test_with_a_sign_the_urgent_finding_speaks_of_the_baby():
    sign = Symptom("infant_regression", 1, TODAY)

    assert find(life_stage.maternal_diet_risk, age_years=0.6, conditions=(BABY,), symptoms=(sign,)) is None
    assert find(life_stage.infant_warning_signs, age_years=0.6, conditions=(BABY,), symptoms=(sign,)) is not None


# --- infant-warning-signs --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("years", "last", "severity", "expected"),
    [
        (0.0, 0, 1, True), (0.6, 0, 1, True), (1.99, 0, 1, True), (2.0, 0, 1, False),
        (30.0, 0, 1, True),  # said by the mother
        (None, 0, 1, True),
        (0.6, 27, 1, True), (0.6, 28, 1, False),
        (0.6, 0, 0, False),  # “no” was logged
    ],
)  # fmt: skip
def test_a_sign_of_a_baby_is_urgent_once_it_was_said(years, last, severity, expected):
    sign = Symptom("infant_regression", severity, ago(last))
    found = find(life_stage.infant_warning_signs, age_years=years, symptoms=(sign,))

    assert (found is not None) is expected
    assert found is None or (found.level, found.unconfirmed) == (Level.URGENT, False)


def test_another_symptom_is_no_sign_of_a_baby():
    assert not fires(life_stage.infant_warning_signs, age_years=0.6, symptoms=(Symptom("fatigue", 9, TODAY),))
