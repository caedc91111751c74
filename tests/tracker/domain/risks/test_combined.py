"""Risks together: both sides of every sum, symptoms with and without a risk, and what falls silent for what."""

import datetime as dt

import pytest

from tracker.domain.risks import combined
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.facts import Case, Gas, GasUse, Has, Regimen, Result, Symptom, Use, When
from tracker.domain.risks.findings import Finding, Level, Rule
from tracker.reports.findings.samples import eats

TODAY = dt.date(2026, 11, 22)
BOTH = (combined.symptom_and_risk, combined.symptoms_no_risk)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def has(*keys: str, **fields: object) -> tuple[Has, ...]:
    return tuple(Has(key, key, **fields) for key in keys)


def use(group: str, since: int | None = None, **fields: object) -> Use:
    start = None if since is None else When(ago(since))
    return Use(group=group, **{"key": group, "name": group, "start": start} | fields)


METFORMIN = use("metformin", 20, dose_mg=2000)  # 3 points
PPI = use("ppi", 800)  # 2 points


def feels(key: str = "fatigue", severity: float = 5, first: int = 60, **fields: object) -> Symptom:
    return Symptom(key, severity, ago(1), first=ago(first), **fields)


def b12(value: float = 400, days: int = 30) -> Result:
    return Result("b12", value, "ng/L", ago(days))


def find(rule: Rule, *symptoms: Symptom, **fields: object) -> Finding | None:
    return rule.find(Case(today=TODAY, symptoms=symptoms, **fields))


def fires(rule: Rule, *symptoms: Symptom, **fields: object) -> bool:
    return find(rule, *symptoms, **fields) is not None


def codes(*symptoms: Symptom, **fields: object) -> list[str]:
    return [one.code for one in findings(Case(today=TODAY, symptoms=symptoms, **fields))]


@pytest.mark.parametrize("rule", combined.RULES, ids=lambda rule: rule.code)
def test_of_somebody_nothing_is_known_of_nothing_is_said(rule):
    assert rule.find(Case(today=TODAY)) is None


# --- several and many ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "several", "many"),
    [
        ({"age_years": 62, "conditions": has("h_pylori")}, False, False),  # 2
        ({"age_years": 62, "conditions": has("coeliac")}, True, False),  # 3
        ({"age_years": 66, "conditions": has("coeliac")}, True, False),  # 4
        ({"age_years": 76, "conditions": has("coeliac")}, False, True),  # 5
        ({"medicines": (METFORMIN, PPI)}, False, True),  # 5
        ({"medicines": (METFORMIN, use("ppi", 700))}, True, False),  # 4
        ({"age_years": 80}, False, False),  # 3 of one group
        ({"medicines": (METFORMIN,)}, False, False),
        ({"age_years": 80, "medicines": (METFORMIN, PPI), "conditions": has("sjogren")}, False, True),
        ({"age_years": None, "medicines": (PPI,)}, False, False),
    ],
)
def test_points_of_two_groups_add_up(fields, several, many):
    assert (fires(combined.several_risks, **fields), fires(combined.many_risks, **fields)) == (several, many)


@pytest.mark.parametrize(("days", "said"), [(364, False), (365, True)])
@pytest.mark.parametrize(
    ("rule", "medicines"),
    [(combined.several_risks, (METFORMIN, use("ppi", 700))), (combined.many_risks, (METFORMIN, PPI))],
)
def test_a_result_of_the_last_year_answers_them(rule, medicines, days, said):
    assert fires(rule, medicines=medicines, results=(b12(days=days),)) == said


def test_both_are_silent_while_a_condition_is_without_treatment():
    fields = {"age_years": 80, "conditions": has("pernicious_anaemia")}
    logged = {"intake": eats(4.0), "target_ug": 2.4, "ear_ug": 2.0}

    assert not fires(combined.many_risks, **fields, **logged)
    assert fires(combined.many_risks, **fields)  # nobody knows whether it is treated: that is asked


def test_both_are_silent_while_injections_are_on_time():
    injected = {"regimens": (Regimen("injected", 90, due=ago(-3)),)}

    assert codes(medicines=(METFORMIN, PPI), **injected) == ["metformin-use"]


def test_treatment_takes_the_points_of_the_bowel():
    fields = {"age_years": 66, "conditions": has("coeliac")}

    assert fires(combined.several_risks, **fields)
    assert not fires(combined.several_risks, injected_on=(ago(20),), **fields)


def test_what_gave_points_is_carried_and_stands_inside():
    (found,) = findings(Case(today=TODAY, medicines=(METFORMIN, PPI)))

    assert (found.code, found.level, found.facts["total"]) == ("many-risks", Level.SEE_A_CLINICIAN, 5)
    assert found.facts["groups"] == ("metformin", "acid")
    assert [point.name for point in found.facts["points"]] == ["metformin", "ppi"]
    assert {part.code for part in found.parts} == {"metformin-high-or-long", "ppi-2-years"}
    assert {"S28", "S40", "S46"} <= set(found.sources)


def test_a_brand_nobody_confirmed_makes_no_several_risks():
    assert not fires(combined.several_risks, age_years=66, medicines=(use("ppi", 800, confirmed=False),))
    assert fires(combined.several_risks, age_years=66, medicines=(use("ppi", 800),))


def test_the_basis_stays_the_same_while_only_time_goes_by():
    def basis(rule: Rule, today: dt.date) -> tuple[str, ...]:
        return rule.find(Case(today=today, medicines=(METFORMIN, PPI))).basis

    assert basis(combined.many_risks, TODAY) == basis(combined.many_risks, TODAY + dt.timedelta(days=60))


# --- a symptom and a risk --------------------------------------------------------------------------------------------
RISK = {"age_years": 62}  # 1 point


@pytest.mark.parametrize(
    ("symptom", "said"),
    [
        (feels(severity=3), True),
        (feels(severity=2), False),
        (feels("muscle_cramps", 9), False),
        (feels("pallor", 1), True),
        (Symptom("fatigue", 9, ago(27)), True),
        (Symptom("fatigue", 9, ago(28)), False),
    ],
)
def test_a_symptom_and_a_risk_call_for_a_test(symptom, said):
    found = find(combined.symptom_and_risk, symptom, **RISK)

    assert (found is not None) == said
    assert not said or (found.level, found.facts["symptoms"]) == (Level.SEE_A_CLINICIAN, (symptom,))
    assert not fires(combined.symptom_and_risk, symptom)  # no risk


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (b12(351, 59), False),  # sampled after it began
        (b12(351, 60), True),
        (b12(351, 365), True),
        (b12(350, 30), True),
    ],
)
def test_a_result_that_makes_it_unlikely_speaks_for_symptoms_that_began_before(result, said):
    assert fires(combined.symptom_and_risk, feels(first=60), results=(result,), **RISK) == said


def test_a_result_in_the_middle_band_is_a_risk_by_itself():
    assert "symptom-and-risk" in codes(feels(), results=(b12(250),))


def test_metformin_with_symptoms_says_it_instead():
    assert codes(feels(), medicines=(METFORMIN,), **RISK)[0] == "metformin-with-symptoms"
    assert "symptom-and-risk" not in codes(feels(), medicines=(METFORMIN,), **RISK)


def test_a_brand_of_metformin_does_not_silence_another_risk():
    brand = use("metformin", 20, dose_mg=2000, confirmed=False)

    assert codes(feels(), medicines=(brand,), **RISK) == ["symptom-and-risk", "metformin-with-symptoms"]
    assert not fires(combined.symptom_and_risk, feels(), medicines=(brand,))  # and is no risk by itself


@pytest.mark.parametrize(
    ("symptoms", "fields", "instead"),
    [
        ((feels("tingling", first=10, days=5),), {}, "nerve-signs-new"),
        ((feels("muscle_weakness", first=10, rise=3),), {}, "nerve-signs-fast"),
        ((feels("confusion", 1, first=5),), {}, "confusion-new"),
        ((feels(),), {"results": (b12(150),)}, "lab-deficient"),
        ((feels("tingling"),), {"results": (b12(150),)}, "lab-deficient-nerve-signs"),
    ],
)
def test_what_is_more_pressing_says_it_instead(symptoms, fields, instead):
    assert fires(combined.symptom_and_risk, *symptoms, **RISK, **fields)

    found = codes(*symptoms, **RISK, **fields)

    assert instead in found
    assert "symptom-and-risk" not in found


# --- under treatment -------------------------------------------------------------------------------------------------
TREATED = {"injected_on": (ago(40),)}


@pytest.mark.parametrize(("began", "said"), [(27, False), (28, True), (400, True), (None, False)])
def test_symptoms_four_weeks_into_a_treatment_are_told_to_the_practice(began, said):
    fields = {"treatment_began": None if began is None else ago(began), **TREATED}

    assert fires(combined.symptoms_on_treatment, feels(), **fields) == said


@pytest.mark.parametrize(
    ("symptom", "injected", "said"),
    [
        (feels(severity=2), 40, False),
        (feels("muscle_cramps"), 40, False),
        (feels(), 120, True),
        (feels(), 121, False),  # no longer treated
    ],
)
def test_it_takes_a_symptom_and_a_treatment_that_goes_on(symptom, injected, said):
    fields = {"treatment_began": ago(300), "injected_on": (ago(injected),)}

    assert fires(combined.symptoms_on_treatment, symptom, **fields) == said


def test_it_is_shown_instead_of_a_symptom_and_a_risk():
    fields = {"treatment_began": ago(60), **TREATED, **RISK}

    assert [code for code in codes(feels(), **fields) if "symptom" in code] == ["symptoms-on-treatment"]


def test_new_nerve_signs_under_treatment_are_judged_by_themselves():
    found = codes(feels("tingling", first=10, days=5), treatment_began=ago(60), **TREATED)

    assert "nerve-signs-new" in found
    assert "symptoms-on-treatment" not in found


# --- no risk ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("symptoms", "said"),
    [
        ((feels("fatigue"),), False),
        ((feels("fatigue"), feels("dizziness")), False),  # both of the blood
        ((feels("fatigue"), feels("glossitis")), True),
        ((feels("fatigue"), feels("glossitis", 2)), False),
        ((feels("fatigue"), feels("muscle_cramps")), False),
        ((feels("memory"), feels("anxiety")), False),  # both of the mind
        ((feels("appetite"), feels("mouth_ulcers", 1)), True),
        ((feels("vision"),), False),
        ((feels("falls", 2),), False),
        *(((feels(key, 3),), True) for key in sorted(combined.NERVE_SIGNS)),
        *(((feels(key, 9, looked_into=True),), False) for key in sorted(combined.NERVE_SIGNS)),
        ((feels("tingling", looked_into=True), feels("fatigue")), True),  # two kinds
    ],
)
def test_without_a_risk_symptoms_of_two_kinds_or_a_nerve_sign_have_many_causes(symptoms, said):
    assert fires(combined.symptoms_no_risk, *symptoms) == said


@pytest.mark.parametrize(
    "fields",
    [
        {"age_years": 60},
        {"conditions": has("h_pylori")},
        {"conditions": has("coeliac", treated_elsewhere=True)},  # held at bay
        {"medicines": (use("metformin", confirmed=False),)},  # perhaps
        {"gas": (GasUse(Gas.MEDICAL, ago(9)),)},
        {"results": (b12(250),)},
    ],
)
def test_with_any_risk_it_is_not_said(fields):
    assert fires(combined.symptoms_no_risk, feels("tingling"))
    assert not fires(combined.symptoms_no_risk, feels("tingling"), **fields)


@pytest.mark.parametrize("fields", [{}, {"age_years": 62}, {"age_years": 59}, {"conditions": has("gastritis")}])
def test_never_both_with_and_without_a_risk(fields):
    assert [fires(rule, feels("tingling"), **fields) for rule in BOTH].count(True) == 1


def test_what_is_more_pressing_says_it_alone():
    assert codes(feels("tingling", first=10, days=5)) == ["nerve-signs-new"]
    assert codes(feels("tingling"), gas=(GasUse(Gas.RECREATIONAL),))[0] == "nitrous-oxide-nerve-signs"
    assert "symptoms-no-risk" not in codes(feels("tingling"), gas=(GasUse(Gas.RECREATIONAL),))
    assert codes(feels("tingling"), results=(b12(400),)) == ["lab-unlikely-with-symptoms"]
    assert codes(feels("tingling")) == ["symptoms-no-risk"]
