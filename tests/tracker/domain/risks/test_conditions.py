"""Conditions and operations: treated or not, tested or not, long enough or not, and what nobody said."""

import pytest

from tracker.domain.risks import conditions
from tracker.domain.risks.facts import Case, Has, Intake, Precision, Regimen, Result, When
from tracker.domain.risks.findings import Finding, Level, Rule
from tracker.domain.tables import citations
from tracker.reports.findings.samples import TODAY, ago, day, eats, intake_of
from tracker.reports.findings.samples.conditions import SAMPLES

ON_TIME = Regimen("injected", 84, due=ago(1), entered=ago(300))
LATE = Regimen("injected", 84, due=ago(30), entered=ago(300))


def has(key: str, **fields: object) -> Has:
    return Has(key, key.replace("_", " "), **fields)


def find(rule: Rule, *known: Has, **fields: object) -> Finding | None:
    return rule.find(Case(today=TODAY, conditions=known, **{"target_ug": 4.0, "intake": eats(5.0)} | fields))


def fires(rule: Rule, *known: Has, **fields: object) -> bool:
    return find(rule, *known, **fields) is not None


def sampled(days: int, marker: str = "b12") -> dict[str, tuple[Result, ...]]:
    return {"results": (Result(marker, 400, "ng/L", ago(days)),)}


# --- all ten ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", conditions.RULES, ids=lambda rule: rule.code)
def test_of_somebody_without_conditions_nothing_is_said(rule):
    assert rule.find(Case(today=TODAY)) is None
    assert not fires(rule)


@pytest.mark.parametrize("rule", conditions.RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize(
    "known",
    [has("ulcerative_colitis"), has("ileal_resection", resection_cm=15.0), has("hypothyroid"), has("ckd"), has("acne"),
     has("crohn", ileal_cm=20.0, resected=False), has("smoking"), has("lhon"), Has("", "something of my own")],
    ids=lambda known: known.key,
)  # fmt: skip
def test_doing_nothing_is_a_result_too(rule, known):
    assert not fires(rule, known)


@pytest.mark.parametrize("rule", conditions.RULES, ids=lambda rule: rule.code)
def test_every_sample_fires_with_publications_that_can_be_shown(rule):
    found = [rule.find(case) for case in SAMPLES[rule.code]]

    assert found
    assert all(one is not None and len(citations(one.sources)) >= len(rule.sources) for one in found)


def test_every_rule_has_its_samples():
    assert list(SAMPLES.keys() ^ {rule.code for rule in conditions.RULES}) == []


@pytest.mark.parametrize("rule", conditions.RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize(("age", "expected"), [(17.9, True), (18.0, False), (None, False)])
def test_under_18_a_childrens_doctor_is_named(rule, age, expected):
    case = SAMPLES[rule.code][0]
    found = find(rule, *case.conditions, age_years=age, intake=case.intake, results=case.results)

    assert found.for_a_child is expected


# --- without treatment -----------------------------------------------------------------------------------------------
UNTREATED = [
    (conditions.pernicious_anaemia_untreated, has("pernicious_anaemia")),
    (conditions.gastrectomy_untreated, has("gastrectomy_total")),
    (conditions.gastrectomy_untreated, has("gastrectomy_partial")),
    (conditions.bariatric_bypass_untreated, has("gastric_bypass")),
    (conditions.bariatric_bypass_untreated, has("bpd_ds")),
    (conditions.ileal_resection_replace, has("ileal_resection", resection_cm=25.0)),
]
each_untreated = pytest.mark.parametrize(
    ("rule", "known"), UNTREATED, ids=[f"{rule.code} {known.key}" for rule, known in UNTREATED]
)


@each_untreated
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"injected_on": (ago(120),)}, False), ({"injected_on": (ago(121),)}, True),
        ({"intake": eats(3.0, doses=1000.0)}, False), ({"intake": eats(3.0, doses=500.0)}, True),
        ({"intake": eats(3.0, doses=350.0)}, True),
        ({"intake": intake_of(day(n, doses=1000.0 if n < 23 else ()) for n in range(28))}, False),
        ({"intake": intake_of(day(n, doses=1000.0 if n < 22 else ()) for n in range(28))}, True),
        ({"regimens": (Regimen("swallowed", 1, entered=ago(27)),)}, False),
        ({"regimens": (Regimen("swallowed", 1, entered=ago(28)),)}, True),
        ({"regimens": (Regimen("nasal", 7, due=ago(7), entered=ago(99)),)}, False),
        ({"regimens": (Regimen("nasal", 7, due=ago(8), entered=ago(99)),)}, True),
        ({"intake": Intake()}, False),  # treatment unknown: asked instead
        ({"intake": Intake(), "injected_on": (ago(200),)}, True),
        ({"intake": Intake(), "regimens": (LATE,)}, True),
        ({"intake": Intake(), "says_no_supplement": True}, True),
    ],
)  # fmt: skip
def test_without_treatment_it_is_told(rule, known, fields, expected):
    found = find(rule, known, **fields)

    assert (found is not None) is expected
    assert found is None or (found.level, found.unconfirmed) == (Level.SEE_A_CLINICIAN, False)


@each_untreated
def test_treatment_elsewhere_is_treatment(rule, known):
    assert not fires(rule, Has(known.key, "", treated_elsewhere=True, resection_cm=known.resection_cm))
    assert not fires(rule, known, has("coeliac", treated_elsewhere=True))


@each_untreated
@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (4000, True)])
def test_what_is_still_to_come_needs_no_treatment(rule, known, days, expected):
    planned = Has(known.key, "", When(ago(days)), resection_cm=known.resection_cm)

    assert fires(rule, planned) is expected


@each_untreated
def test_it_says_when_the_last_injection_was(rule, known):
    assert find(rule, known).facts["last_injection"] is None
    assert find(rule, known, injected_on=(ago(300), ago(150), ago(-3))).facts["last_injection"] == ago(150)


@each_untreated
def test_it_comes_back_when_another_injection_was_logged(rule, known):
    before, after = find(rule, known), find(rule, known, injected_on=(ago(150),))

    assert before.basis != after.basis
    assert before.basis == find(rule, known, intake=eats(1.0)).basis


@pytest.mark.parametrize(("days", "expected"), [(364, False), (365, True), (0, False)])
def test_a_part_of_the_stomach_is_enough_watched_by_a_yearly_test(days, expected):
    assert fires(conditions.gastrectomy_untreated, has("gastrectomy_partial"), **sampled(days)) is expected


@pytest.mark.parametrize("results", [{}, sampled(10)])
def test_for_a_whole_stomach_a_test_is_no_treatment(results):
    found = find(conditions.gastrectomy_untreated, has("gastrectomy_partial"), has("gastrectomy_total"), **results)

    assert (found.facts["has"].key, found.facts["partial"]) == ("gastrectomy_total", False)
    assert find(conditions.gastrectomy_untreated, has("gastrectomy_partial")).facts["partial"] is True


@pytest.mark.parametrize(
    ("cm", "expected", "for_life"),
    [(19.9, False, None), (20.0, True, False), (60.0, True, False), (60.1, True, True), (None, True, False)],
)
def test_from_20_cm_of_ileum_on_or_of_unknown_length_replacing_is_told(cm, expected, for_life):
    found = find(conditions.ileal_resection_replace, has("ileal_resection", resection_cm=cm))

    assert (found is not None) is expected
    assert found is None or (found.facts["for_life"], found.facts["length_cm"]) == (for_life, cm)


@pytest.mark.parametrize(
    ("known", "fields", "about"),
    [
        ((has("pernicious_anaemia"),), {}, "pernicious_anaemia"),
        ((has("gastric_bypass"),), {}, "gastric_bypass"),
        ((has("gastrectomy_partial"),), {}, None),  # being watched is enough
        ((has("sleeve"),), {}, None),
        ((), {}, None),
        ((has("pernicious_anaemia"),), {"injected_on": (ago(10),)}, None),
        ((has("pernicious_anaemia", treated_elsewhere=True),), {}, None),
        ((has("pernicious_anaemia"),), {"intake": eats(4.0)}, None),  # then the finding speaks
        ((has("pernicious_anaemia"),), {"says_no_supplement": False}, "pernicious_anaemia"),
    ],
)
def test_with_an_empty_log_treatment_is_asked_about(known, fields, about):
    asked = conditions.ask_about_treatment(Case(today=TODAY, conditions=known, **fields))

    assert (asked and (asked.code, asked.where, asked.about)) == (about and ("treatment", "conditions", about))


# --- yearly-test-due -------------------------------------------------------------------------------------------------
def yearly(*known: Has, **fields: object) -> Finding | None:
    return find(conditions.yearly_test_due, *known, **{"intake": eats(4.0, doses=25.0)} | fields)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (has("crohn", ileal_cm=30.0), False), (has("crohn", ileal_cm=31.0), True), (has("crohn"), False),
        (has("crohn", resected=True), True), (has("crohn", resected=False), False),
        (has("ulcerative_colitis"), False), (has("ileal_resection", resection_cm=50.0), False),
        (has("sleeve"), True), (has("gastric_band"), True), (has("gastric_bypass"), True), (has("bpd_ds"), True),
        (has("sleeve", since=When(ago(-30))), False),
        (has("gastrectomy_total"), False),
    ],
)  # fmt: skip
def test_a_yearly_test_is_told_of_what_is_usually_watched(known, expected):
    assert (yearly(known) is not None) is expected


@pytest.mark.parametrize(("days", "expected"), [(0, False), (364, False), (365, True)])
@pytest.mark.parametrize("marker", ["b12", "active_b12"])
def test_a_result_of_the_last_year_is_that_test(days, marker, expected):
    assert (yearly(has("crohn", resected=True), **sampled(days, marker)) is not None) is expected


def test_with_crohns_disease_a_noted_resection_is_one():
    assert yearly(has("crohn"), has("ileal_resection", resection_cm=10.0)).facts["conditions"] == (has("crohn"),)


@pytest.mark.parametrize(
    ("intake", "fields", "expected"),
    [
        (eats(4.0), {}, True), (eats(4.0, 14), {}, True), (eats(4.0, 13), {}, False),
        (eats(4.0, 13), {"says_no_supplement": True}, True), (eats(4.0), {"says_no_supplement": False}, False),
        (eats(4.0, supplement_days=1), {}, False), (Intake(), {}, False),
        (eats(4.0), {"injected_on": (ago(30),)}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["sleeve", "gastric_band"])
def test_after_a_sleeve_or_band_a_missing_supplement_is_told_even_on_the_day_of_a_test(key, intake, fields, expected):
    found = yearly(has(key), intake=intake, **fields, **sampled(0))

    assert (found is not None) is expected
    assert found is None or (found.facts["test"], found.facts["supplement"]) == (False, True)


def test_after_a_bypass_the_supplement_is_a_matter_of_treatment():
    assert yearly(has("gastric_bypass"), intake=eats(4.0), **sampled(0)) is None
    assert yearly(has("gastric_bypass"), intake=eats(4.0)).facts["supplement"] is False


def test_test_and_supplement_may_both_be_missing():
    found = yearly(has("sleeve"), intake=eats(4.0))

    assert (found.level, found.facts["test"], found.facts["supplement"]) == (Level.CAUTION, True, True)


def test_a_partial_gastrectomy_is_watched_here_while_treated_and_else_in_its_own_finding():
    part = has("gastrectomy_partial")

    assert yearly(part, injected_on=(ago(30),)).facts["conditions"] == (part,)
    assert yearly(part) is None
    assert fires(conditions.gastrectomy_untreated, part)
    assert yearly(part, intake=Intake()).facts["conditions"] == (part,)  # whether it is treated, nobody knows


def test_rules_that_only_ask_for_a_test_are_marked_so():
    marked = {rule.code for rule in conditions.RULES if rule.asks_for_test}

    assert marked == {"yearly-test-due", "malabsorption-condition"}


# --- malabsorption-condition -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (has("coeliac"), True), (has("sibo"), True), (has("pancreatic_insufficiency"), True),
        (has("radiotherapy"), True), (has("tropical_sprue"), True), (has("fish_tapeworm"), True),
        (has("hiv", chronic_diarrhoea=True), True), (has("hiv", chronic_diarrhoea=False), False),
        (has("hiv"), False), (has("crohn", resected=True), False), (has("radiotherapy", since=When(ago(-9))), False),
    ],
)  # fmt: skip
def test_what_keeps_b12_out_is_told(known, expected):
    assert fires(conditions.malabsorption_condition, known) is expected


@pytest.mark.parametrize(("days", "expected"), [(364, False), (365, True)])
def test_a_result_of_the_last_year_answers_it(days, expected):
    assert fires(conditions.malabsorption_condition, has("coeliac"), **sampled(days)) is expected


def test_only_the_tapeworm_is_unconfirmed():
    worm, both = (
        find(conditions.malabsorption_condition, *known)
        for known in ((has("fish_tapeworm"),), (has("fish_tapeworm"), has("coeliac")))
    )

    assert (worm.unconfirmed, worm.level, worm.sources[-1]) == (True, Level.CAUTION, "S124")
    assert (both.unconfirmed, both.facts["conditions"]) == (False, (has("coeliac"),))


def test_several_conditions_are_named_in_one_finding():
    found = find(conditions.malabsorption_condition, has("sibo"), has("coeliac"))

    assert {one.key for one in found.facts["conditions"]} == {"sibo", "coeliac"}


# --- gastric-atrophy-or-gastritis ------------------------------------------------------------------------------------
ATROPHY = has("atrophic_gastritis")


@pytest.mark.parametrize(
    ("key", "unconfirmed"), [("atrophic_gastritis", False), ("h_pylori", False), ("gastritis", True)]
)
def test_less_acid_is_told(key, unconfirmed):
    found = find(conditions.gastric_atrophy_or_gastritis, has(key))

    assert (found.level, found.unconfirmed) == (Level.CAUTION, unconfirmed)


@pytest.mark.parametrize(
    ("intake", "days", "expected"),
    [
        (eats(1.0, doses=4.0), 364, False), (eats(1.0, doses=3.9), 364, True), (eats(1.0, doses=4.0), 365, True),
        (eats(1.0, doses=4.0), None, True), (eats(1.0), 364, True),
        (Intake(), None, True),  # no test: whatever is eaten
        (Intake(), 364, False),  # nobody knows what is eaten
        (eats(1.0, 13), 364, False), (eats(1.0, 14), 364, True),
        (eats(1.0, entries=40, unknown_entries=21), 364, False),
    ],
)  # fmt: skip
def test_enough_that_is_not_bound_and_a_test_answer_it_together(intake, days, expected):
    results = {} if days is None else sampled(days)

    assert fires(conditions.gastric_atrophy_or_gastritis, ATROPHY, intake=intake, **results) is expected


@pytest.mark.parametrize(("regimen", "expected"), [(ON_TIME, False), (LATE, True)])
def test_with_injections_on_time_what_is_eaten_matters_little(regimen, expected):
    assert fires(conditions.gastric_atrophy_or_gastritis, ATROPHY, regimens=(regimen,)) is expected


def test_a_test_is_asked_for_only_where_none_is_logged():
    assert find(conditions.gastric_atrophy_or_gastritis, ATROPHY).facts["test"] is True
    assert find(conditions.gastric_atrophy_or_gastritis, ATROPHY, **sampled(20)).facts["test"] is False


# --- good to know ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "unconfirmed"),
    [("type_1_diabetes", False), ("sjogren", False), ("family_history", False), ("autoimmune_thyroid", True),
     ("vitiligo", True), ("addison", True)],
)  # fmt: skip
def test_related_conditions_are_good_to_know_and_three_of_them_unconfirmed(key, unconfirmed):
    found = find(conditions.autoimmune_or_family, has(key))

    assert (found.level, found.unconfirmed, found.facts["family"]) == (
        Level.INFO,
        unconfirmed,
        key == "family_history",
    )


def test_a_confirmed_relation_is_not_dimmed_by_an_unconfirmed_one():
    found = find(conditions.autoimmune_or_family, has("vitiligo"), has("sjogren"))

    assert (found.unconfirmed, found.facts["conditions"]) == (False, (has("sjogren"),))


def test_with_a_symptom_another_finding_stands_for_it():
    assert conditions.autoimmune_or_family.yields_to == ("symptom-and-risk",)


def test_inherited_disorders_belong_to_a_specialist_whatever_is_logged():
    assert find(conditions.inherited_disorder, has("inherited")).level == Level.SEE_A_CLINICIAN
    assert fires(conditions.inherited_disorder, has("inherited"), injected_on=(TODAY,), **sampled(3))


@pytest.mark.parametrize(
    ("since", "expected"),
    [(When(ago(14)), False), (When(ago(15)), True), (None, False), (When(ago(400), Precision.YEAR), True)],
)
def test_heavy_drinking_counts_after_two_weeks(since, expected):
    found = find(conditions.alcohol_heavy, has("alcohol", since=since))

    assert (found is not None) is expected
    assert found is None or (found.level, found.unconfirmed) == (Level.CAUTION, True)
