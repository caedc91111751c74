"""What is shown of all that was found: silence, giving way, standing inside, order; and that nothing ever raises."""

import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.conditions import CONDITIONS
from tracker.domain.medicines import MEDICINES
from tracker.domain.risks.evaluate import RULES, _looked_at, findings, open_findings, questions
from tracker.domain.risks.facts import Case, Diet, Gas, GasUse, Has, Product, Regimen, Result, Symptom, Use, When
from tracker.domain.risks.findings import Finding, Group, Level
from tracker.domain.risks.red_flags import SELF_HARM, TICKS
from tracker.domain.symptoms import SYMPTOMS
from tracker.reports.findings import samples
from tracker.reports.findings.samples import TODAY, ago, day, eats, intake_of

GROUPS = list(Group)
MANY = {"several-risks", "many-risks"}


def samples_of(code: str) -> tuple[Case, ...]:
    modules = [import_module(f"{samples.__name__}.{module.name}") for module in iter_modules(samples.__path__)]
    return next(module.SAMPLES[code] for module in modules if code in module.SAMPLES)


def codes(case: Case) -> list[str]:
    return [one.code for one in findings(case)]


def of(**fields: object) -> Case:
    return Case(**{"today": TODAY, "age_years": 40.0} | fields)


def whole(found: tuple[Finding, ...]) -> Iterator[Finding]:
    """The findings, and those that stand inside them."""
    for one in found:
        yield one
        yield from one.parts


def inside(case: Case, code: str) -> list[str]:
    return [part.code for one in findings(case) if one.code == code for part in one.parts]


def metformin(mg: float | None = 2000.0, days: int = 1000) -> Use:
    return Use("metformin", "metformin", "metformin", dose_mg=mg, start=When(ago(days)))


def omeprazole(days: int = 800) -> Use:
    return Use("omeprazole", "ppi", "omeprazole", start=When(ago(days)))


def total(value: float, days: int = 10) -> Result:
    return Result("b12", value, "ng/L", ago(days))


def feels(key: str = "tingling", severity: float = 4, **fields: object) -> Symptom:
    return Symptom(key, severity, TODAY, **{"first": ago(200), "days": 6} | fields)


INJECTIONS = Regimen("injected", 60, due=ago(-10), entered=ago(200), began=ago(200))
LATE = Regimen("injected", 60, due=ago(30), entered=ago(400), began=ago(400))


# --- order -----------------------------------------------------------------------------------------------------------
def test_of_nobody_in_particular_nothing_is_found_or_asked():
    assert findings(Case(today=TODAY)) == ()
    assert questions(Case(today=TODAY)) == ()


def test_the_most_pressing_comes_first_then_by_what_it_is_about():
    case = of(
        ticks=frozenset(("chest_pain", "jaundice")),
        conditions=(
            Has("sjogren", "Sjögren syndrome"),
            Has("inherited", "an inherited disorder"),
            Has("alcohol", "heavy drinking", since=When(ago(90))),
        ),
        medicines=(metformin(1000.0, 400),),
        results=(total(200, 364),),
    )

    assert codes(case) == [
        "emergency-signs",  # urgent
        "symptom-red-flag",  # see a clinician: signs before conditions
        "inherited-disorder",
        "lab-indeterminate",  # caution: tests before conditions
        "alcohol-heavy",
        "metformin-use",  # good to know: medicines before conditions
        "autoimmune-or-family",
    ]


# --- one advice once -------------------------------------------------------------------------------------------------
def test_a_rule_gives_way_to_one_that_says_more():
    assert codes(of(medicines=(metformin(500.0, 30),))) == ["metformin-use"]
    assert codes(of(medicines=(metformin(1500.0, 30),))) == ["metformin-high-or-long"]
    assert codes(of(medicines=(metformin(500.0, 30),), symptoms=(feels("fatigue"),))) == ["metformin-with-symptoms"]


def test_nerve_signs_turn_a_low_result_urgent_and_stand_for_it():
    assert codes(of(results=(total(120),))) == ["lab-deficient"]
    assert codes(of(results=(total(120),), symptoms=(feels(),))) == ["lab-deficient-nerve-signs"]


def test_new_nerve_signs_give_way_to_what_asks_for_the_same_doctor_sooner():
    new = feels("ataxia", first=ago(3))

    assert "nerve-signs-new" in codes(of(symptoms=(new,)))
    assert codes(of(symptoms=(new,), results=(total(120),))) == ["lab-deficient-nerve-signs"]
    assert codes(of(symptoms=(feels("ataxia", first=ago(3), course="worse"),))) == ["nerve-signs-fast"]


def test_several_risks_hold_what_gave_them_points():
    case = of(age_years=62.0, medicines=(metformin(500.0, 30), omeprazole(400)))

    assert codes(case) == ["several-risks"]
    assert inside(case, "several-risks") == ["metformin-use", "acid-blocker-watch"]


def test_many_risks_hold_them_most_pressing_first_and_replace_several_risks():
    case = of(age_years=62.0, medicines=(omeprazole(), metformin()), conditions=(Has("sjogren", "Sjögren"),))

    assert codes(case) == ["many-risks"]
    assert inside(case, "many-risks") == ["metformin-high-or-long", "ppi-2-years", "autoimmune-or-family"]


def test_many_risks_leave_beside_them_what_needs_a_clinician_or_gave_no_points():
    case = of(
        medicines=(metformin(), omeprazole()),
        gas=(GasUse(Gas.RECREATIONAL, ago(4)), GasUse(Gas.RECREATIONAL, ago(9))),
        conditions=(Has("alcohol", "heavy drinking", since=When(ago(90))),),
    )
    beside = set(codes(case))

    assert "nitrous-oxide-repeated" in beside
    assert set(inside(case, "many-risks")) == {"metformin-high-or-long", "ppi-2-years"}
    assert not beside & set(inside(case, "many-risks"))


@pytest.mark.parametrize(
    "fields",
    [
        {"results": (total(120),)},
        {"conditions": (Has("pernicious_anaemia", "pernicious anaemia"),), "says_no_supplement": True},
    ],
)
def test_many_risks_are_silent_while_something_asks_for_more_than_a_test(fields):
    case = of(medicines=(metformin(), omeprazole()), **fields)

    assert not MANY & set(codes(case))


def test_a_late_dose_stands_inside_the_condition_that_needs_it():
    case = of(conditions=(Has("pernicious_anaemia", "pernicious anaemia"),), regimens=(LATE,), injected_on=(ago(200),))

    assert "treatment-overdue" not in codes(case)
    assert inside(case, "pernicious-anaemia-untreated") == ["treatment-overdue"]


def test_a_late_dose_stands_alone_where_no_condition_is_untreated():
    assert "treatment-overdue" in codes(of(regimens=(LATE,), injected_on=(ago(90),)))


def test_what_a_mother_needs_stands_for_the_findings_on_her_diet():
    case = of(
        sex="female",
        life_stage="pregnant",
        diet=Diet.VEGAN,
        intake=eats(0.2),
        target_ug=4.5,
        ear_ug=2.2,
        says_no_supplement=True,
    )

    assert "maternal-diet-risk" in codes(case)
    assert not {"diet-vegan-schedule-not-met", "intake-below-requirement", "intake-below-target"} & set(codes(case))


# --- silence ---------------------------------------------------------------------------------------------------------
ASKS_FOR_A_TEST = {
    "age-75-test": {"age_years": 80.0},
    "metformin-high-or-long": {"medicines": (metformin(),)},
    "ppi-2-years": {"medicines": (omeprazole(),)},
    "malabsorption-condition": {"conditions": (Has("coeliac", "coeliac disease"),)},
    "yearly-test-due": {"conditions": (Has("gastric_band", "gastric band", since=When(ago(700))),)},
    "several-risks": {"age_years": 62.0, "medicines": (metformin(500.0, 30),)},
    "many-risks": {"medicines": (metformin(), omeprazole())},
}


@pytest.mark.parametrize("code", ASKS_FOR_A_TEST)
def test_what_only_asks_for_a_test_is_silent_while_injections_are_on_time(code):
    fields = ASKS_FOR_A_TEST[code]

    assert code in codes(of(**fields))
    assert code not in codes(of(**fields, regimens=(INJECTIONS,), injected_on=(ago(50),)))
    assert code in [one.code for one in whole(findings(of(**fields, regimens=(LATE,), injected_on=(ago(200),))))]


ABOUT_FOOD = {
    "intake-below-target": {"intake": eats(3.0)},
    "intake-below-requirement": {"intake": eats(1.0)},
    "diet-vegetarian-low": {"intake": eats(3.0), "diet": Diet.LACTO_OVO},
    "diet-vegan-schedule-not-met": {"intake": eats(0.1), "diet": Diet.VEGAN, "says_no_supplement": True},
    "age-50-crystalline": {"intake": eats(6.0), "age_years": 55.0},
}


@pytest.mark.parametrize("code", ABOUT_FOOD)
def test_what_speaks_of_intake_is_silent_while_injections_are_on_time(code):
    fields = {"target_ug": 4.0, "ear_ug": 2.0} | ABOUT_FOOD[code]

    assert code in codes(of(**fields))
    assert code not in codes(of(**fields, regimens=(INJECTIONS,), injected_on=(ago(50),)))


@pytest.mark.parametrize(
    "intake",
    [
        eats(0.5, 13),
        intake_of([day(n, food_ug=0.5, doses=(None,)) for n in range(28)], entries=28, unknown_entries=15),
    ],
)
def test_what_speaks_of_intake_is_silent_with_few_days_or_mostly_unknown_entries(intake):
    found = codes(of(intake=intake, target_ug=4.0, ear_ug=2.0, diet=Diet.LACTO_OVO, age_years=60.0))

    assert not ABOUT_FOOD.keys() & set(found)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, False),
        ({"results": (total(400),)}, True),
        ({"results": (total(400, 365),)}, False),
        ({"medicines": (metformin(500.0, 30),)}, False),  # asks for no test
        ({"medicines": (metformin(),)}, True),
    ],
)
def test_what_shifts_a_level_is_only_told_with_a_result_or_a_test_to_come(fields, shown):
    assert ("lab-context" in codes(of(sex="female", life_stage="pregnant", **fields))) is shown


# --- who it is about -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("age", "marked"), [(17.9, True), (18.0, False), (None, False)])
def test_under_18_conditions_and_medicines_point_to_a_childrens_doctor(age, marked):
    case = of(age_years=age, medicines=(metformin(),), conditions=(Has("coeliac", "coeliac disease"),))

    noted = {one.code: one.for_a_child for one in whole(findings(case))}
    assert noted.items() >= {"metformin-high-or-long": marked, "malabsorption-condition": marked}.items()


@pytest.mark.parametrize(("age", "read"), [(15.9, False), (16.0, True)])
def test_under_16_no_blood_test_is_read(age, read):
    assert ("lab-deficient" in codes(of(age_years=age, results=(total(100),)))) is read


# --- self-harm -------------------------------------------------------------------------------------------------------
def test_thoughts_of_self_harm_stand_alone_before_anything_else():
    fields = {"results": (total(100),), "symptoms": (feels(),), "medicines": (metformin(),)}
    case = of(ticks=frozenset((SELF_HARM, "chest_pain")), conditions=(Has("pernicious_anaemia", "PA"),), **fields)

    assert codes(case) == ["self-harm"]
    assert findings(case)[0].facts["emergency"] is True
    assert questions(case) == ()


def test_what_else_holds_is_still_known_beside_thoughts_of_self_harm():
    found = [one.code for one in open_findings(of(ticks=frozenset((SELF_HARM,)), results=(total(100),)))]

    assert set(found) == {"self-harm", "lab-deficient"}


# --- questions -------------------------------------------------------------------------------------------------------
def test_a_question_is_asked_where_the_answer_matters():
    undated = Use("omeprazole", "ppi", "omeprazole")
    case = of(conditions=(Has("pernicious_anaemia", "pernicious anaemia"),), medicines=(undated,))

    assert [one.code for one in questions(case)] == ["treatment", "ppi-2-years"]


def test_no_question_is_asked_twice():
    asked = questions(of(symptoms=(feels("falls", 1, first=TODAY, days=1),) * 2, diet=Diet.VEGAN))

    assert len(asked) == len(set(asked))
    assert "one-fall" in [one.code for one in asked]


# --- of anybody ------------------------------------------------------------------------------------------------------
DATES = st.integers(-40, 1200).map(ago)
WHENS = st.none() | st.builds(When, DATES)
FEW = {"max_size": 4}
USES = st.builds(
    lambda key, **fields: Use(key, MEDICINES[key].group, key, **fields),
    st.sampled_from(sorted(MEDICINES)),
    dose_mg=st.none() | st.floats(0, 5000),
    units=st.none() | st.floats(0, 6),
    start=WHENS,
    end=WHENS,
    active=st.booleans(),
    confirmed=st.booleans(),
)
HAVE = st.builds(
    lambda key, **fields: Has(key, key, **fields),
    st.sampled_from(sorted(CONDITIONS)),
    since=WHENS,
    treated_elsewhere=st.booleans(),
    resection_cm=st.none() | st.floats(0, 300),
    ileal_cm=st.none() | st.floats(0, 300),
    resected=st.none() | st.booleans(),
    in_family=st.booleans(),
    chronic_diarrhoea=st.none() | st.booleans(),
)
FELT = st.builds(
    Symptom,
    st.sampled_from(sorted(SYMPTOMS)),
    st.integers(0, 10).map(float),
    st.integers(0, 40).map(ago),
    first=st.none() | DATES,
    onset=st.none() | DATES,
    course=st.sampled_from(("", "steady", "spreading", "worse")),
    rise=st.none() | st.floats(-10, 10),
    days=st.integers(1, 28),
    looked_into=st.booleans(),
    places=st.frozensets(st.sampled_from(("saddle", "leg_left", "hand_left"))),
)
MARKERS = ("b12", "active_b12", "mma", "homocysteine", "mcv", "haemoglobin", "egfr", "folate", "ferritin")
UNITS = ("ng/L", "pg/mL", "pmol/L", "µmol/L", "nmol/L", "fL", "g/L", "g/dL", "mL/min/1.73m2", "")
RESULTS = st.builds(
    Result,
    st.sampled_from(MARKERS),
    st.floats(0.01, 3000),
    st.sampled_from(UNITS),
    DATES,
    low=st.none() | st.floats(0, 300),
    high=st.none() | st.floats(0, 900),
    after_dose=st.none() | st.booleans(),
    microbiological=st.booleans(),
)
REGIMENS = st.builds(
    Regimen,
    st.sampled_from(("injected", "nasal", "swallowed")),
    st.integers(1, 90),
    due=st.none() | DATES,
    loading=st.booleans(),
    entered=st.none() | DATES,
    began=st.none() | DATES,
    stopped=st.booleans(),
    reviewed=st.none() | DATES,
)
PRODUCTS = st.builds(
    Product,
    st.just("B12"),
    st.sampled_from(("cyanocobalamin", "hydroxocobalamin", "methylcobalamin", "not_stated", "")),
    st.sampled_from(("supplement", "injected")),
    st.integers(1, 28),
    st.none() | st.floats(0, 5000),
    DATES,
)
INTAKES = st.builds(
    lambda ug, days, dose: eats(ug, days, doses=dose),
    st.floats(0, 30),
    st.integers(0, 28),
    st.sampled_from(((), (None,), (10.0,), (1.5, 1.5), (1000.0,))),
)
CASES = st.builds(
    Case,
    st.just(TODAY),
    age_years=st.none() | st.floats(0, 105),
    sex=st.sampled_from(("", "female", "male")),
    life_stage=st.sampled_from(("", "pregnant", "breastfeeding")),
    pregnancy_week=st.none() | st.integers(1, 42),
    diet=st.sampled_from(("", *Diet)),
    diet_since=WHENS,
    no_source_since=st.none() | DATES,
    no_source_until=st.none() | DATES,
    says_no_supplement=st.none() | st.booleans(),
    conditions=st.lists(HAVE, **FEW).map(tuple),
    medicines=st.lists(USES, **FEW).map(tuple),
    gas=st.lists(st.builds(GasUse, st.sampled_from(Gas), st.none() | DATES), **FEW).map(tuple),
    intake=INTAKES,
    target_ug=st.none() | st.floats(0.4, 6),
    ear_ug=st.none() | st.floats(0.4, 3),
    products=st.lists(PRODUCTS, **FEW).map(tuple),
    injected_on=st.lists(DATES, **FEW).map(lambda dates: tuple(sorted(dates))),
    regimens=st.lists(REGIMENS, max_size=2).map(tuple),
    treatment_began=st.none() | DATES,
    symptoms=st.lists(FELT, max_size=5, unique_by=lambda one: one.key).map(tuple),
    ticks=st.frozensets(st.sampled_from(sorted(TICKS)), max_size=2),
    results=st.lists(RESULTS, **FEW).map(tuple),
    guideline=st.sampled_from(("nice", "aafp", "who")),
    black_ethnicity=st.none() | st.booleans(),
)


@settings(deadline=None, max_examples=200)
@given(case=CASES)
def test_whoever_it_is_about_findings_keep_to_what_is_promised_of_them(case):
    found = findings(case)
    every = list(whole(found))
    shown = {one.code for one in every}

    assert len(shown) == len(every)  # none appears twice
    assert [one.level.rank for one in found] == sorted(one.level.rank for one in found)
    for level in Level:
        places = [GROUPS.index(one.group) for one in found if one.level == level]
        assert places == sorted(places)
    assert [one.code for one in every if shown & set(RULES[one.code].yields_to)] == []
    assert [one.code for one in every if one.unconfirmed and one.level.rank < Level.CAUTION.rank] == []
    assert [one.code for one in found for part in one.parts if part.level.rank < Level.CAUTION.rank] == []
    assert not ({"self-harm"} & shown and len(found) > 1)
    assert [one.code for one in every if one.for_a_child and not case.is_child()] == []
    assert [one.code for one in every if not one.sources] == []
    assert all(isinstance(key, str) for one in every for key in one.basis)


@settings(deadline=None, max_examples=50)
@given(case=CASES)
def test_whoever_it_is_about_the_same_facts_give_the_same_findings(case):
    assert [(one.code, one.basis) for one in findings(case)] == [(one.code, one.basis) for one in findings(case)]
    assert len(questions(case)) == len(set(questions(case)))


def test_findings_are_stable_from_one_day_to_the_next_where_nothing_changed():
    case = of(medicines=(metformin(), omeprazole()), results=(total(200, 30),))
    tomorrow = Case(today=TODAY + dt.timedelta(days=1), age_years=40.0, medicines=case.medicines, results=case.results)

    assert [(one.code, one.basis) for one in findings(case)] == [(one.code, one.basis) for one in findings(tomorrow)]


# --- rules that are not looked at ------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", sorted(RULES))
def test_no_rule_is_passed_over_that_would_fire(code):
    """Samples say what their rule needs and little more."""
    for case in samples_of(code):
        assert RULES[code] in tuple(_looked_at(case))
        assert RULES[code].find(case) is not None


@given(case=CASES)
@settings(max_examples=150, deadline=None)
def test_what_fires_was_looked_at(case: Case):
    fires = {code for code, rule in RULES.items() if rule.find(case)}

    assert fires <= {rule.code for rule in _looked_at(case)}


def test_of_somebody_who_said_nothing_few_rules_are_looked_at():
    groups = {rule.group for rule in _looked_at(Case(today=TODAY))}

    assert groups.isdisjoint({Group.MEDICINES, Group.EXPOSURE, Group.CONDITIONS, Group.TESTS, Group.CAUTIONS})
    assert {Group.DIET, Group.LIFE_STAGE, Group.COMBINED} <= groups
