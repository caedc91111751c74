"""Blood tests: both sides of every limit, what silences a result, and what stays unknown."""

import datetime as dt

import pytest

from tracker.domain.risks import labs
from tracker.domain.risks.facts import Case, Gas, GasUse, Has, Regimen, Result, Symptom, Use, When
from tracker.domain.risks.findings import Finding, Level, Rule
from tracker.domain.risks.results import after_dose, has_result

TODAY = dt.date(2026, 11, 22)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def sampled(marker: str, value: float, unit: str, days: int = 10, **fields: object) -> Result:
    return Result(marker, value, unit, ago(days), **fields)


def total(value: float, unit: str = "ng/L", days: int = 10, **fields: object) -> Result:
    return sampled("b12", value, unit, days, **fields)


def active(value: float, days: int = 10) -> Result:
    return sampled("active_b12", value, "pmol/L", days)


def feels(key: str = "numbness", severity: float = 4, last: int = 1, **fields: object) -> Symptom:
    return Symptom(key, severity, ago(last), **{"first": ago(200)} | fields)


def of(*results: Result, **fields: object) -> Case:
    return Case(today=TODAY, results=results, **fields)


def find(rule: Rule, *results: Result, **fields: object) -> Finding | None:
    return rule.find(of(*results, **fields))


def fires(rule: Rule, *results: Result, **fields: object) -> bool:
    return find(rule, *results, **fields) is not None


@pytest.mark.parametrize("rule", labs.RULES, ids=lambda rule: rule.code)
def test_of_somebody_without_results_nothing_is_said(rule):
    assert rule.find(Case(today=TODAY)) is None


# --- lab-deficient ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "guideline", "expected"),
    [
        (total(179.9), "nice", True), (total(180), "nice", False),
        (total(132, "pmol/L"), "nice", True), (total(133, "pmol/L"), "nice", False),
        (active(24.9), "nice", True), (active(25), "nice", False),
        (total(150, comparator="<"), "nice", True), (total(300, comparator="<"), "nice", False),
        (total(100, comparator=">"), "nice", False),
        (total(179.9, "pg/mL"), "aafp", True), (total(180, "pg/mL"), "aafp", False),
        (total(132, "pmol/L"), "aafp", True), (total(133, "pmol/L"), "aafp", False),
        (total(147.9, "pmol/L"), "who", True), (total(148, "pmol/L"), "who", False),
        (total(200, "pg/mL"), "who", True), (total(201, "pg/mL"), "who", False),
        (active(24.9), "aafp", True), (active(25), "who", False),
        (total(100, "furlongs"), "nice", False),
    ],
)  # fmt: skip
def test_lab_deficient_keeps_to_the_limit_of_the_guideline(result, guideline, expected):
    assert fires(labs.lab_deficient, result, guideline=guideline) is expected


@pytest.mark.parametrize(("days", "expected"), [(0, True), (364, True), (365, False), (-1, False)])
def test_lab_deficient_is_of_the_last_year_and_not_of_the_future(days, expected):
    assert fires(labs.lab_deficient, total(120, days=days)) is expected


@pytest.mark.parametrize(("began", "expected"), [(None, True), (400, True), (10, True), (9, False)])
def test_lab_deficient_is_over_once_treatment_began_after_the_sample(began, expected):
    assert fires(labs.lab_deficient, total(120, days=10), treatment_began=began and ago(began)) is expected


@pytest.mark.parametrize(("age", "expected"), [(None, True), (15.9, False), (16.0, True), (80.0, True)])
def test_no_band_is_applied_under_16(age, expected):
    assert fires(labs.lab_deficient, total(120), age_years=age) is expected
    assert fires(labs.lab_indeterminate, total(200), age_years=age) is expected
    assert fires(labs.lab_mma_raised, sampled("mma", 0.5, "µmol/L"), age_years=age) is expected
    assert fires(labs.lab_unlikely_with_symptoms, total(400), age_years=age, symptoms=(feels(),)) is expected


def test_only_the_newest_of_a_marker_is_read():
    assert not fires(labs.lab_deficient, total(120, days=200), total(400, days=10))
    assert fires(labs.lab_deficient, total(400, days=200), total(120, days=10))


def test_of_two_markers_the_lower_band_counts():
    assert fires(labs.lab_deficient, total(400, days=10), active(20, days=90))
    assert not fires(labs.lab_deficient, total(200), active(80))
    assert fires(labs.lab_indeterminate, total(200), active(80))


@pytest.mark.parametrize(
    ("life_stage", "active_days", "expected"), [("pregnant", 10, False), ("pregnant", 40, True), ("", 10, True)]
)
def test_in_pregnancy_an_active_b12_of_the_same_sample_decides(life_stage, active_days, expected):
    assert fires(labs.lab_deficient, total(120), active(80, days=active_days), life_stage=life_stage) is expected


def test_in_pregnancy_a_low_active_b12_counts_and_a_total_alone_is_read():
    assert fires(labs.lab_deficient, total(300), active(20), life_stage="pregnant")
    assert fires(labs.lab_deficient, total(120), life_stage="pregnant")


def test_lab_deficient_names_whose_range_it_is():
    chosen = find(labs.lab_deficient, total(120, "pg/mL"), guideline="aafp")
    borrowed = find(labs.lab_deficient, active(20), guideline="aafp")

    assert (chosen.facts["guideline"], chosen.facts["borrowed"]) == ("AAFP", False)
    assert (borrowed.facts["guideline"], borrowed.facts["borrowed"]) == ("NICE", True)
    assert "S39" in chosen.sources
    assert chosen.level == Level.SEE_A_CLINICIAN
    assert chosen.basis == ("see-a-clinician", "b12 120 pg/mL 2026-11-12")


# --- lab-deficient-nerve-signs ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("symptom", "expected"),
    [
        (feels("numbness", 3), True), (feels("numbness", 2), False), (feels("tingling", 3), True),
        (feels("muscle_weakness", 3), True), (feels("ataxia", 3), True), (feels("balance", 3), True),
        (feels("falls", 1), True), (feels("vision", 3), True), (feels("vision", 2), False),
        (feels("incontinence", 1), True), (feels("fatigue", 9), False), (feels("muscle_cramps", 9), False),
        (feels("numbness", 9, last=27), True), (feels("numbness", 9, last=28), False),
    ],
)  # fmt: skip
def test_lab_deficient_nerve_signs_needs_a_current_nerve_sign(symptom, expected):
    assert fires(labs.lab_deficient_nerve_signs, total(120), symptoms=(symptom,)) is expected
    assert fires(labs.lab_deficient, total(120), symptoms=(symptom,))


@pytest.mark.parametrize(
    "fields", [{"treatment_began": ago(3)}, {"results": (total(180),)}, {"results": ()}, {"age_years": 15.0}]
)
def test_lab_deficient_nerve_signs_needs_the_result_too(fields):
    case = {"results": (total(120),), "symptoms": (feels(),), "today": TODAY}

    assert labs.lab_deficient_nerve_signs.find(Case(**case)).level == Level.URGENT
    assert labs.lab_deficient_nerve_signs.find(Case(**case | fields)) is None


def test_lab_deficient_nerve_signs_stands_for_lab_deficient():
    assert "lab-deficient-nerve-signs" in labs.lab_deficient.yields_to


# --- lab-indeterminate -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "guideline", "expected"),
    [
        (total(179.9), "nice", False), (total(180), "nice", True), (total(350), "nice", True),
        (total(350.1), "nice", False),
        (total(132, "pmol/L"), "nice", False), (total(133, "pmol/L"), "nice", True),
        (total(258, "pmol/L"), "nice", True), (total(259, "pmol/L"), "nice", False),
        (total(180, "pg/mL"), "aafp", True), (total(350, "pg/mL"), "aafp", True),
        (total(350.1, "pg/mL"), "aafp", False),
        (total(147.9, "pmol/L"), "who", False), (total(148, "pmol/L"), "who", True),
        (total(221, "pmol/L"), "who", True), (total(221.1, "pmol/L"), "who", False),
        (active(24.9), "nice", False), (active(25), "nice", True), (active(70), "nice", True),
        (active(70.1), "nice", False),
    ],
)  # fmt: skip
def test_lab_indeterminate_keeps_to_both_limits(result, guideline, expected):
    assert fires(labs.lab_indeterminate, result, guideline=guideline) is expected


@pytest.mark.parametrize(
    ("days", "began", "expected"), [(364, None, True), (365, None, False), (10, 9, False), (10, 10, True)]
)
def test_lab_indeterminate_is_of_the_last_year_and_from_before_no_treatment(days, began, expected):
    assert fires(labs.lab_indeterminate, total(250, days=days), treatment_began=began and ago(began)) is expected


def test_lab_indeterminate_gives_way_to_what_says_more():
    assert labs.lab_indeterminate.yields_to == ("lab-deficient", "lab-deficient-nerve-signs", "lab-mma-raised")
    assert labs.lab_indeterminate.level == Level.CAUTION


# --- lab-mma-raised --------------------------------------------------------------------------------------------------
def mma(value: float = 0.5, unit: str = "µmol/L", days: int = 10) -> Result:
    return sampled("mma", value, unit, days)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (mma(0.376), False), (mma(0.377), True), (mma(376, "nmol/L"), False), (mma(377, "nmol/L"), True),
        (mma(0.272), False), (mma(0.5, days=364), True), (mma(0.5, days=365), False), (mma(500, "pg/mL"), False),
    ],
)  # fmt: skip
def test_lab_mma_raised_begins_above_its_limit(result, expected):
    assert fires(labs.lab_mma_raised, result) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),  # kidneys unknown
        ({"results": (mma(), sampled("egfr", 60, "mL/min/1.73m2"))}, True),
        ({"results": (mma(), sampled("egfr", 59, "mL/min/1.73m2"))}, False),
        (
            {"results": (mma(), sampled("egfr", 90, "mL/min/1.73m2", 3), sampled("egfr", 50, "mL/min/1.73m2", 300))},
            True,
        ),
        ({"conditions": (Has("ckd", "chronic kidney disease"),)}, False),
        ({"conditions": (Has("kidney_failure", "dialysis"),)}, False),
        ({"treatment_began": ago(9)}, False),
        ({"treatment_began": ago(10)}, True),
    ],
)
def test_lab_mma_raised_says_nothing_where_the_kidneys_may_be_the_reason(fields, expected):
    case = Case(**{"today": TODAY, "results": (mma(),)} | fields)

    assert (labs.lab_mma_raised.find(case) is not None) is expected


@pytest.mark.parametrize("results", [(mma(),), (mma(), sampled("egfr", 90, "mL/min/1.73m2"))])
def test_lab_mma_raised_says_whether_the_kidneys_are_known(results):
    assert find(labs.lab_mma_raised, *results).facts["kidneys_known"] is (len(results) == 2)


# --- lab-unlikely-with-symptoms --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (total(350), False), (total(350.1), True), (total(258, "pmol/L"), False), (total(258.1, "pmol/L"), True),
        (active(70), False), (active(70.1), True), (total(400, days=364), True), (total(400, days=365), False),
    ],
)  # fmt: skip
def test_lab_unlikely_with_symptoms_begins_above_the_middle_band(result, expected):
    assert fires(labs.lab_unlikely_with_symptoms, result, symptoms=(feels(),)) is expected


@pytest.mark.parametrize(
    ("symptoms", "expected"),
    [
        ((), False), ((feels("fatigue", 9),), False), ((feels("tingling", 3),), True),
        ((feels("tingling", 2),), False),
        ((feels("vision", 5),), True), ((feels("incontinence", 1),), True),
    ],
)  # fmt: skip
def test_lab_unlikely_with_symptoms_needs_a_nerve_sign(symptoms, expected):
    assert fires(labs.lab_unlikely_with_symptoms, total(500), symptoms=symptoms) is expected


@pytest.mark.parametrize(("days", "expected"), [(10, False), (11, True)])
def test_lab_unlikely_with_symptoms_is_silent_with_a_lower_result_of_the_same_day(days, expected):
    assert fires(labs.lab_unlikely_with_symptoms, total(500), active(40, days=days), symptoms=(feels(),)) is expected


@pytest.mark.parametrize(("known", "expected"), [(None, False), (False, False), (True, True)])
def test_lab_unlikely_with_symptoms_speaks_of_black_people_only_where_it_was_said(known, expected):
    found = find(labs.lab_unlikely_with_symptoms, total(500), symptoms=(feels(),), black_ethnicity=known)

    assert found.facts["black_ethnicity"] is expected


@pytest.mark.parametrize(("more", "expected"), [((), False), ((mma(0.2),), True), ((mma(0.2, days=365),), False)])
def test_lab_unlikely_with_symptoms_knows_of_an_mma_test_already_made(more, expected):
    assert find(labs.lab_unlikely_with_symptoms, total(500), *more, symptoms=(feels(),)).facts["mma"] is expected


# --- lab-high-unsupplemented -----------------------------------------------------------------------------------------
def high(value: float = 1200, days: int = 10, *, after: bool | None = False, unit: str = "pg/mL") -> Result:
    return total(value, unit, days, after_dose=after)


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ((high(), high(days=24)), True),
        ((high(), high(days=23)), False),  # 13 days apart
        ((high(), high(days=20), high(days=24)), True),
        ((high(1000), high(days=40)), False),
        ((high(1000.1), high(1000.1, days=40)), True),
        ((high(), high(1000, days=40)), False),
        ((high(738, unit="pmol/L"), high(days=40)), False),
        ((high(738.1, unit="pmol/L"), high(days=40)), True),
        ((high(),), False),
        ((high(), high(400, days=30), high(days=60)), False),  # it did not stay high
        ((high(400), high(days=30), high(days=60)), False),
        ((high(after=True), high(days=40)), False),
        ((high(), high(days=40, after=True)), False),
        ((high(), high(days=40, after=True), high(days=60)), True),
        ((high(days=364), high(days=400)), True),
        ((high(days=365), high(days=400)), False),
        ((high(days=-1), high(days=40)), False),
        ((high(), sampled("active_b12", 1200, "pmol/L", 40, after_dose=False)), False),
        ((high(unit="furlongs"), high(days=40)), False),
    ],
)
def test_lab_high_unsupplemented_needs_two_high_results_without_b12_before(results, expected):
    assert fires(labs.lab_high_unsupplemented, *results) is expected


@pytest.mark.parametrize(
    ("after", "asked"), [((None, False), True), ((False, None), True), ((None, None), True), ((None, True), False)]
)
def test_lab_high_unsupplemented_asks_where_nobody_said_what_was_taken(after, asked):
    case = of(high(after=after[0]), high(days=40, after=after[1]))

    assert labs.lab_high_unsupplemented.find(case) is None
    assert (labs.ask_about_doses(case) is not None) is asked


@pytest.mark.parametrize("results", [(), (high(after=None),), (high(), high(days=40)), (high(400, after=None),)])
def test_nothing_is_asked_where_the_answer_changes_nothing(results):
    assert labs.ask_about_doses(of(*results)) is None


def test_lab_high_unsupplemented_is_silent_under_16():
    assert not fires(labs.lab_high_unsupplemented, high(), high(days=40), age_years=15.0)


# --- lab-after-dose --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("known", "expected"), [(True, True), (False, False), (None, False)])
def test_lab_after_dose_speaks_where_b12_was_taken_before(known, expected):
    assert fires(labs.lab_after_dose, total(400, after_dose=known)) is expected


@pytest.mark.parametrize(("days", "expected"), [(364, True), (365, False)])
def test_lab_after_dose_is_of_the_last_year(days, expected):
    assert fires(labs.lab_after_dose, total(400, days=days, after_dose=True)) is expected


def test_lab_after_dose_looks_at_the_newest_of_each_marker():
    assert not fires(labs.lab_after_dose, total(400, days=80, after_dose=True), total(300, after_dose=False))
    assert fires(labs.lab_after_dose, active(80), total(300, after_dose=True))


@pytest.mark.parametrize(
    ("injected", "swallowed", "logged", "expected"),
    [
        ([ago(120)], {}, True, True), ([ago(121)], {}, True, False), ([ago(0)], {}, True, False),
        ([ago(1)], {}, False, True),
        ([], {ago(28): 25.0}, True, True), ([], {ago(29): 25.0}, True, False), ([], {ago(1): 24.9}, True, False),
        ([], {ago(0): 1000.0}, True, False), ([], {ago(7): 1000.0}, False, True), ([], {ago(3): None}, True, None),
        ([], {}, False, None), ([], {}, True, False), ([], {ago(3): None, ago(5): 500.0}, True, True),
    ],
)  # fmt: skip
def test_after_a_dose_keeps_to_its_windows(injected, swallowed, logged, expected):
    assert after_dose(TODAY, injected_on=injected, swallowed_ug=swallowed, logged=logged) is expected


# --- lab-context -----------------------------------------------------------------------------------------------------
def course(key: str = "amoxicillin_erythromycin", **fields: object) -> Use:
    return Use(key, "other", key, **fields)


def by_microbes(days: int = 10) -> Result:
    return total(200, days=days, microbiological=True)


@pytest.mark.parametrize(
    ("fields", "contexts"),
    [
        ({"life_stage": "pregnant"}, ("pregnant",)),
        ({"life_stage": "breastfeeding"}, None),
        ({"medicines": (Use("oral_contraceptive", "hormonal_contraceptive", "pill"),)}, ("pill",)),
        ({"medicines": (Use("oral_contraceptive", "hormonal_contraceptive", "pill", active=False),)}, None),
        ({"medicines": (Use("hrt", "hrt", "patch"),)}, ("hrt",)),
        ({"conditions": (Has("ckd", "ckd"),)}, ("kidneys",)),
        ({"results": (sampled("egfr", 59, "mL/min/1.73m2"),)}, ("kidneys",)),
        ({"results": (sampled("egfr", 60, "mL/min/1.73m2"),)}, None),
        ({"results": (sampled("egfr", 59, "mL/min/1.73m2", comparator=">"),)}, None),
        ({"results": (sampled("egfr", 15, "mL/min/1.73m2", comparator="<"),)}, ("kidneys",)),
        ({"conditions": (Has("liver_disease", "liver"),)}, ("liver",)),
        ({"gas": (GasUse(Gas.RECREATIONAL, ago(90)),)}, ("nitrous",)),
        ({"gas": (GasUse(Gas.MEDICAL, ago(91)),)}, None),
        ({"gas": (GasUse(Gas.MEDICAL),)}, ("nitrous",)),
        ({"gas": (GasUse(Gas.PLANNED, ago(-3)),)}, None),
        ({"medicines": (Use("nitrous_oxide", "nitrous_oxide", "gas"),)}, ("nitrous",)),
        ({"results": (by_microbes(),), "medicines": (course(),)}, ("antibiotics",)),
        ({"results": (total(200),), "medicines": (course(),)}, None),
        ({"results": (by_microbes(),), "medicines": (course("metformin"),)}, None),
        ({"results": (by_microbes(),), "medicines": (course(start=When(ago(9))),)}, None),
        ({"results": (by_microbes(),), "medicines": (course(start=When(ago(10))),)}, ("antibiotics",)),
        ({"results": (by_microbes(),), "medicines": (course(end=When(ago(10)), active=False),)}, ("antibiotics",)),
        ({"results": (by_microbes(),), "medicines": (course(end=When(ago(11)), active=False),)}, None),
        (
            {"life_stage": "pregnant", "conditions": (Has("ckd", "ckd"), Has("liver_disease", "liver"))},
            ("pregnant", "kidneys", "liver"),
        ),
        ({}, None),
    ],
)
def test_lab_context_names_what_shifts_a_level(fields, contexts):
    found = labs.lab_context.find(Case(today=TODAY, **fields))

    assert (found.facts["contexts"] if found else None) == contexts


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"medicines": (Use("hrt", "hrt", "patch"),)}, True),
        ({"results": (by_microbes(),), "medicines": (course(),)}, True),
        ({"life_stage": "pregnant"}, False),
    ],
)
def test_lab_context_is_unconfirmed_with_hormone_therapy_and_assays(fields, expected):
    assert labs.lab_context.find(Case(today=TODAY, **fields)).unconfirmed is expected


@pytest.mark.parametrize(
    ("results", "expected"),
    [((), False), ((total(200, days=364),), True), ((total(200, days=365),), False), ((mma(),), True),
     ((sampled("mcv", 99, "fL"),), False), ((sampled("homocysteine", 12, "µmol/L"),), True)],
)  # fmt: skip
def test_what_a_context_may_shift_is_a_result_of_the_last_year(results, expected):
    assert has_result(of(*results)) is expected


# --- lab-macrocytosis ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (sampled("mcv", 100, "fL"), False), (sampled("mcv", 100.1, "fL"), True),
        (sampled("mcv", 97, "fL", high=96.0), True), (sampled("mcv", 96, "fL", high=96.0), False),
        (sampled("mcv", 101, "fL", high=102.0), False), (sampled("mcv", 103, "fL", 364), True),
        (sampled("mcv", 103, "fL", 365), False),
        (sampled("mcv", 96, "fL", high=96.0, comparator=">"), True),
        (sampled("mcv", 95, "fL", high=96.0, comparator=">"), False),
        (sampled("mcv", 120, "fL", high=96.0, comparator="<"), False),
        (sampled("mcv", 120, "fL", comparator="<"), False),
        (sampled("mcv", 100, "fL", comparator=">"), True),
    ],
)  # fmt: skip
def test_lab_macrocytosis_keeps_to_the_laboratorys_limit_or_to_ours(result, expected):
    assert fires(labs.lab_macrocytosis, result) is expected


def test_lab_macrocytosis_is_unconfirmed_by_our_own_limit_only():
    assert find(labs.lab_macrocytosis, sampled("mcv", 104, "fL")).unconfirmed
    assert not find(labs.lab_macrocytosis, sampled("mcv", 104, "fL", high=96.0)).unconfirmed


@pytest.mark.parametrize(("limit", "expected"), [(None, False), (96.0, True)])
def test_under_16_only_the_laboratorys_own_limit_of_cells_counts(limit, expected):
    assert fires(labs.lab_macrocytosis, sampled("mcv", 104, "fL", high=limit), age_years=12.0) is expected


# --- lab-anaemia -----------------------------------------------------------------------------------------------------
def hb(value: float, unit: str = "g/L", days: int = 10, **fields: object) -> Result:
    return sampled("haemoglobin", value, unit, days, **fields)


@pytest.mark.parametrize(
    ("result", "fields", "expected"),
    [
        (hb(119.9), {"sex": "female"}, True), (hb(120), {"sex": "female"}, False),
        (hb(129.9), {"sex": "male"}, True), (hb(130), {"sex": "male"}, False),
        (hb(119.9), {}, True), (hb(120), {}, False),  # sex unknown
        (hb(11.9, "g/dL"), {"sex": "female"}, True), (hb(12, "g/dL"), {"sex": "female"}, False),
        (hb(109.9), {"life_stage": "pregnant"}, True), (hb(110), {"life_stage": "pregnant"}, False),
        (hb(109.9), {"life_stage": "pregnant", "pregnancy_week": 13}, True),
        (hb(105), {"life_stage": "pregnant", "pregnancy_week": 14}, False),
        (hb(104.9), {"life_stage": "pregnant", "pregnancy_week": 27}, True),
        (hb(109.9), {"life_stage": "pregnant", "pregnancy_week": 28}, True),
        (hb(110), {"life_stage": "breastfeeding", "sex": "female"}, True),
        (hb(125, low=127.0), {"sex": "female"}, True), (hb(127, low=127.0), {"sex": "male"}, False),
        (hb(100, days=364), {}, True), (hb(100, days=365), {}, False),
        (hb(100), {"age_years": 15.9}, False), (hb(100), {"age_years": 16.0}, True),
        (hb(100, low=120.0), {"age_years": 12.0}, False),
        (hb(100, "furlongs"), {}, False),
        (hb(120, comparator="<"), {}, True), (hb(121, comparator="<"), {}, False), (hb(60, comparator=">"), {}, False),
        (hb(127, low=127.0, comparator="<"), {}, True), (hb(128, low=127.0, comparator="<"), {}, False),
    ],
)  # fmt: skip
def test_lab_anaemia_keeps_to_the_limit_of_the_laboratory_or_of_the_person(result, fields, expected):
    assert fires(labs.lab_anaemia, result, **fields) is expected


def test_lab_anaemia_is_unconfirmed_by_our_own_limit_only():
    assert find(labs.lab_anaemia, hb(100)).unconfirmed
    assert not find(labs.lab_anaemia, hb(100, low=120.0)).unconfirmed


# --- treatment-review-due --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "life_stage", "expected"),
    [
        (89, "", False), (90, "", True), (29, "pregnant", False), (30, "pregnant", True),
        (29, "breastfeeding", False), (30, "breastfeeding", True), (None, "", False),
    ],
)  # fmt: skip
def test_treatment_review_due_comes_after_three_months_or_one(days, life_stage, expected):
    began = None if days is None else ago(days)

    assert fires(labs.treatment_review_due, treatment_began=began, life_stage=life_stage) is expected


@pytest.mark.parametrize(("reviewed", "expected"), [(None, True), (ago(100), False), (ago(5), False), (ago(101), True)])
def test_treatment_review_due_is_over_with_a_review_of_this_treatment(reviewed, expected):
    regimen = Regimen("swallowed", 1, began=ago(100), reviewed=reviewed)

    assert fires(labs.treatment_review_due, treatment_began=ago(100), regimens=(regimen,)) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False), ({"regimens": (Regimen("injected", 60),)}, True),
        ({"regimens": (Regimen("swallowed", 1),)}, False),
        ({"regimens": (Regimen("injected", 60, stopped=True),)}, False), ({"injected_on": (ago(100),)}, True),
        ({"injected_on": (ago(101),)}, False),
    ],
)  # fmt: skip
def test_treatment_review_due_knows_that_injections_are_reviewed_by_symptoms(fields, expected):
    assert find(labs.treatment_review_due, treatment_began=ago(100), **fields).facts["injected"] is expected


# --- what they rest on -----------------------------------------------------------------------------------------------
def test_what_a_finding_rests_on_stays_the_same_while_days_go_by():
    results = (total(120), mma(), hb(100), sampled("mcv", 104, "fL"))
    later = TODAY + dt.timedelta(days=40)
    case, then = (
        Case(today=day, results=results, treatment_began=ago(300), life_stage="pregnant") for day in (TODAY, later)
    )

    for rule in labs.RULES:
        now, again = rule.find(case), rule.find(then)
        assert (now and now.basis) == (again and again.basis), rule.code
