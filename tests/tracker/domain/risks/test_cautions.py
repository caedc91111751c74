"""What to mind with treatment: forms that are known, unknown or only planned; the first days; late doses."""

import datetime as dt

import pytest

from tracker.domain.risks import cautions
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.facts import Case, Has, Intake, Product, Regimen, Symptom, Use, When
from tracker.domain.risks.findings import Finding, Group, Level, Rule

TODAY = dt.date(2026, 11, 22)
LEBER, ALLERGY = cautions.leber_no_cyanocobalamin, cautions.cobalamin_allergy
HAS_LEBER, HAS_ALLERGY = (Has("lhon", "Leber"),), (Has("cobalt_allergy", "allergy"),)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def product(
    form: str = "cyanocobalamin", ug: float | None = 100, days: int = 28, origin: str = "supplement"
) -> Product:
    """`ug`: a day over the 28."""
    return Product(f"{form} product", form, origin, days, ug, ago(1))


def b12(key: str, **fields: object) -> Use:
    return Use(key, "b12", "a medicine", **fields)


def find(rule: Rule, *has: Has, **fields: object) -> Finding | None:
    return rule.find(Case(today=TODAY, conditions=has, **fields))


def fires(rule: Rule, *has: Has, **fields: object) -> bool:
    return find(rule, *has, **fields) is not None


@pytest.mark.parametrize("rule", cautions.RULES, ids=lambda rule: rule.code)
def test_of_somebody_nothing_is_known_of_nothing_is_said(rule):
    assert rule.find(Case(today=TODAY)) is None


@pytest.mark.parametrize("rule", cautions.RULES, ids=lambda rule: rule.code)
def test_under_18_a_childrens_doctor_is_to_be_asked(rule):
    assert rule.child_note


# --- Leber's disease -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "said", "form_unknown"),
    [
        ({"products": (product(),)}, True, False),
        ({"products": (product(origin="injected", days=1),)}, True, False),
        ({"products": (product("not_stated"),)}, True, True),
        ({"products": (product("not_stated"), product())}, True, False),
        ({"products": (product("hydroxocobalamin"),)}, False, None),
        ({"products": (product("methylcobalamin"), product("adenosylcobalamin"))}, False, None),
        ({"medicines": (b12("b12_cn"),)}, True, False),
        ({"medicines": (b12("b12_nasal"),)}, True, False),
        ({"medicines": (b12("b12_oh"), b12("b12_me"), b12("b12_ado"))}, False, None),
        ({"medicines": (b12(""),)}, True, True),
        ({"medicines": (b12("b12_cn", active=False),)}, False, None),
        ({"regimens": (Regimen("injected", 90),)}, True, True),  # planned, form not said
        ({"regimens": (Regimen("injected", 90, form="cyanocobalamin"),)}, True, False),
        ({"regimens": (Regimen("injected", 90, form="hydroxocobalamin"),)}, False, None),
        ({"regimens": (Regimen("injected", 90, stopped=True),)}, False, None),
        ({"intake": Intake(mean_ug=8.0, tracked=28, entries=80, logged_ever=True)}, False, None),  # food
        ({}, False, None),
    ],
)
def test_with_lebers_disease_cyanocobalamin_is_not_to_be_taken(fields, said, form_unknown):
    found = find(LEBER, *HAS_LEBER, **fields)

    assert (found is not None) == said
    assert (found and found.facts["form_unknown"]) == form_unknown
    assert not fires(LEBER, **fields)  # without the disease


def test_what_is_logged_says_the_form_of_what_was_prescribed():
    regimens = (Regimen("injected", 90),)
    given = product("hydroxocobalamin", days=1, origin="injected")

    assert not fires(LEBER, *HAS_LEBER, regimens=regimens, products=(given,))
    assert fires(LEBER, *HAS_LEBER, regimens=regimens, products=(product("hydroxocobalamin"),))  # a tablet says nothing
    assert not fires(LEBER, *HAS_LEBER, regimens=(Regimen("nasal", 7),), products=(product("hydroxocobalamin"),))
    changed = (Regimen("injected", 90, form="cyanocobalamin"),)  # said by the prescription: that counts
    assert fires(LEBER, *HAS_LEBER, regimens=changed, products=(given,))


def test_lebers_disease_in_the_family_counts():
    found = find(LEBER, Has("lhon", "Leber", in_family=True), products=(product(),))

    assert (found.level, found.facts["has"].in_family) == (Level.SEE_A_CLINICIAN, True)


def test_only_what_may_harm_is_named():
    found = find(LEBER, *HAS_LEBER, products=(product("hydroxocobalamin"), product(), product("not_stated")))

    assert found.facts["products"] == ("cyanocobalamin product",)


def test_a_brand_alone_is_information():
    brand = b12("b12_cn", confirmed=False)

    found = find(LEBER, *HAS_LEBER, medicines=(brand,))
    assert (found.level, found.facts["unconfirmed_brand"], found.facts["brands"]) == (Level.INFO, True, ("a medicine",))
    found = find(LEBER, *HAS_LEBER, medicines=(brand,), products=(product("not_stated"),))
    assert (found.level, found.facts["form_unknown"]) == (Level.SEE_A_CLINICIAN, True)
    assert find(ALLERGY, *HAS_ALLERGY, medicines=(brand,)).level == Level.INFO


# --- allergy ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        *(({"products": (product(form),)}, True) for form in ("cyanocobalamin", "hydroxocobalamin", "not_stated")),
        ({"products": (product(origin="injected", days=1),)}, True),
        ({"medicines": (b12("b12_me"),)}, True),
        ({"medicines": (b12("b12_me", active=False),)}, False),
        ({"regimens": (Regimen("swallowed", 1),)}, True),
        ({"regimens": (Regimen("swallowed", 1, stopped=True),)}, False),
        ({"intake": Intake(mean_ug=8.0, tracked=28, entries=80, logged_ever=True)}, False),
        ({}, False),
    ],
)
def test_with_an_allergy_no_b12_apart_from_food(fields, said):
    assert fires(ALLERGY, *HAS_ALLERGY, **fields) == said
    assert not fires(ALLERGY, **fields)


def test_another_product_brings_it_back():
    one, two = (find(ALLERGY, *HAS_ALLERGY, products=found) for found in ((product(),), (product(), product("bound"))))

    assert one.basis != two.basis


# --- potassium -------------------------------------------------------------------------------------------------------
SEVERE = Has("severe_anaemia", "severe anaemia")


def feels(key: str, severity: float = 4, began: int = 2, last: int = 0) -> Symptom:
    return Symptom(key, severity, ago(last), onset=ago(began))


@pytest.mark.parametrize(("began", "said"), [(0, True), (2, True), (7, True), (8, False), (-1, False), (None, False)])
def test_in_the_first_week_of_treating_severe_anaemia_palpitations_are_urgent(began, said):
    began_on = None if began is None else ago(began)
    fields = {"treatment_began": began_on, "symptoms": (feels("palpitations"),)}

    assert fires(cautions.treatment_start_potassium, SEVERE, **fields) == said
    assert not fires(cautions.treatment_start_potassium, **fields)  # no severe anaemia


@pytest.mark.parametrize(
    ("symptom", "said"),
    [
        (feels("palpitations", 3), True),
        (feels("palpitations", 2), False),
        (feels("palpitations", began=400), True),
        (feels("palpitations", last=28), False),
        (feels("muscle_cramps"), True),
        (feels("muscle_weakness", began=28), True),
        (feels("muscle_weakness", began=29), False),  # not new
        (feels("muscle_pain"), False),
        (feels("fatigue", 9), False),
    ],
)
def test_signs_that_potassium_may_have_fallen(symptom, said):
    fields = {"treatment_began": ago(1), "symptoms": (symptom,)}

    assert fires(cautions.treatment_start_potassium, SEVERE, **fields) == said


def test_it_names_the_signs_and_is_urgent():
    signs = (feels("palpitations"), feels("muscle_weakness"), feels("fatigue"))
    found = find(cautions.treatment_start_potassium, SEVERE, treatment_began=ago(1), symptoms=signs)

    assert (found.level, found.facts["signs"]) == (Level.URGENT, signs[:2])


# --- late doses ------------------------------------------------------------------------------------------------------
def injections(due: int | None, **fields: object) -> Regimen:
    return Regimen("injected", 90, due=None if due is None else ago(due), **fields)


@pytest.mark.parametrize(
    ("regimen", "said"),
    [
        (injections(7), False),
        (injections(8), True),
        (injections(0), False),
        (injections(-5), False),
        (injections(2, loading=True), False),
        (injections(3, loading=True), True),
        (injections(8, stopped=True), False),
        (injections(None), False),  # nothing was given yet
        (Regimen("nasal", 7, due=ago(8)), True),
        (Regimen("nasal", 7, due=ago(7)), False),
        (Regimen("swallowed", 1, due=ago(30)), False),
    ],
)
def test_a_dose_is_late_after_a_week_and_in_a_loading_phase_after_two_days(regimen, said):
    assert fires(cautions.treatment_overdue, regimens=(regimen,)) == said


def test_of_several_the_latest_is_named():
    found = find(cautions.treatment_overdue, regimens=(injections(9), Regimen("nasal", 7, due=ago(20)), injections(3)))

    assert (found.level, found.group) == (Level.CAUTION, Group.TREATMENT)
    assert dict(found.facts) == {"due": ago(20), "days": 20, "route": "nasal"}


def test_a_late_dose_belongs_to_the_condition_that_needs_it():
    fields = {"regimens": (injections(40),), "injected_on": (ago(130),)}

    found = findings(Case(today=TODAY, conditions=(Has("pernicious_anaemia", "pernicious anaemia"),), **fields))

    assert [(one.code, [part.code for part in one.parts]) for one in found] == [
        ("pernicious-anaemia-untreated", ["treatment-overdue"])
    ]


# --- which form ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["smoking", "ckd", "kidney_failure", "cyanide_metabolism"])
@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (product(), True),
        (product(ug=None), True),  # whatever the dose
        (product(days=23), True),
        (product(days=22), False),  # under 80 % of the days
        (product("hydroxocobalamin"), False),
        (product("methylcobalamin"), False),
        (product("not_stated"), False),
        (product(origin="injected"), False),
    ],
)
def test_for_some_people_a_form_without_cyanide_is_suggested(key, taken, said):
    assert fires(cautions.form_choice, Has(key, key), products=(taken,)) == said


@pytest.mark.parametrize(
    ("products", "said"),
    [
        ((product(ug=999),), False),
        ((product(ug=1000),), True),
        ((product("methylcobalamin", ug=1000),), True),
        ((product(ug=600), product("methylcobalamin", ug=400)), True),
        ((product(ug=600), product("methylcobalamin", ug=399)), False),
        ((product(ug=1000 * 24 / 28, days=24),), True),  # 1,000 on the days it is taken
        ((product(ug=2000 * 4 / 28, days=4),), False),  # 2,000 a week
        ((product(ug=1000 * 22 / 28, days=22),), False),  # not daily
        ((product(ug=None),), False),
        ((product(ug=1000, origin="injected"),), False),
        ((), False),
    ],
)
def test_a_rash_may_come_with_1000_micrograms_a_day(products, said):
    assert fires(cautions.form_choice, Has("acne", "acne"), products=products) == said


@pytest.mark.parametrize(
    ("has", "products"),
    [((), (product(ug=2000),)), ((Has("smoking", "s"),), ()), ((Has("liver_disease", "l"),), (product(ug=2000),))],
)
def test_others_need_no_other_form(has, products):
    assert not fires(cautions.form_choice, *has, products=products)


def test_both_parts_are_said_together():
    found = find(cautions.form_choice, Has("smoking", "smoking"), Has("acne", "acne"), products=(product(ug=1500),))

    assert (found.level, found.facts["reason"].key, found.facts["rash"].key) == (Level.INFO, "smoking", "acne")
    assert (found.facts["products"], found.facts["dose_ug"]) == (("cyanocobalamin product",), 1500)


def test_a_condition_that_is_still_to_come_asks_for_nothing():
    assert not fires(cautions.form_choice, Has("ckd", "ckd", since=When(ago(-5))), products=(product(),))
