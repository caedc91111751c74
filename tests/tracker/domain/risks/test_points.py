"""Points: every row of the table, both sides of every boundary, and what counts nothing."""

import datetime as dt

import pytest
from django.template.loader import get_template

from tracker.domain.risks.evaluate import GAVE_POINTS, RULES
from tracker.domain.risks.facts import Case, Diet, Gas, GasUse, Has, Regimen, Result, Use, When
from tracker.domain.risks.points import Point, points, total
from tracker.domain.tables import citations
from tracker.reports.findings.samples import eats

TODAY = dt.date(2026, 11, 22)
NEEDS = {"target_ug": 2.4, "ear_ug": 2.0}


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def use(group: str, since: int | None = None, **fields: object) -> Use:
    start = None if since is None else When(ago(since))
    return Use(group=group, **{"key": group, "name": group, "start": start} | fields)


def given(**fields: object) -> dict[str, int]:
    """Points by group."""
    return {point.group: point.points for point in points(Case(today=TODAY, **fields))}


def condition(key: str, **fields: object) -> dict[str, int]:
    return given(conditions=(Has(key, key, **fields),))


def gas(days: int | None, kind: Gas = Gas.RECREATIONAL) -> GasUse:
    return GasUse(kind, None if days is None else ago(days))


def test_of_somebody_nothing_is_known_of_nothing_counts():
    assert points(Case(today=TODAY)) == ()
    assert total(()) == 0


# --- diet ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("diet", "intake", "expected"),
    [
        (Diet.VEGAN, eats(0.5), {"diet": 3}),
        (Diet.VEGAN, eats(0.0, doses=10.0), {}),
        (Diet.VEGAN, eats(0.0, doses=9.9), {"diet": 3}),
        (Diet.VEGAN, eats(0.5, 13), {}),  # too little logged
        (Diet.OMNIVORE, eats(1.99), {"diet": 2}),
        (Diet.OMNIVORE, eats(2.0), {}),
        (Diet.OMNIVORE, eats(1.0, 13), {}),
        (Diet.OMNIVORE, eats(1.0, 14), {"diet": 2}),
        (Diet.OMNIVORE, eats(1.0, entries=30, unknown_entries=16), {}),
        (Diet.OMNIVORE, eats(1.0, entries=30, unknown_entries=15), {"diet": 2}),
        ("", eats(1.0), {"diet": 2}),
        (Diet.LACTO_OVO, eats(2.39), {"diet": 2}),
        (Diet.LACTO, eats(2.39), {"diet": 2}),
        (Diet.LACTO, eats(2.4), {}),
        (Diet.LACTO, eats(1.0), {"diet": 2}),  # the highest of the group, not the sum
        (Diet.PESCETARIAN, eats(2.39), {}),
        (Diet.FLEXITARIAN, eats(2.39), {}),
    ],
)
def test_diet(diet, intake, expected):
    assert given(diet=diet, intake=intake, **NEEDS) == expected


def test_a_vegan_who_says_they_take_nothing_counts_without_a_log():
    assert given(diet=Diet.VEGAN, says_no_supplement=True) == {"diet": 3}
    assert given(diet=Diet.VEGAN) == {}


# --- age -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (59.99, {}), (60, {"age": 1}), (64.99, {"age": 1}), (65, {"age": 2}), (74.99, {"age": 2}), (75, {"age": 3}),
        (99, {"age": 3}), (0, {}), (None, {}),
    ],
)  # fmt: skip
def test_age(years, expected):
    assert given(age_years=years) == expected


# --- conditions and operations ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("pernicious_anaemia", {"stomach": 3}),
        ("gastrectomy_total", {"stomach": 3}),
        ("atrophic_gastritis", {"stomach": 2}),
        ("gastrectomy_partial", {"stomach": 2}),
        ("h_pylori", {"stomach": 1}),
        ("gastritis", {}),  # nobody compared it
        ("gastric_bypass", {"bariatric": 3}),
        ("bpd_ds", {"bariatric": 3}),
        ("sleeve", {"bariatric": 2}),
        ("gastric_band", {"bariatric": 1}),
        ("coeliac", {"bowel": 2}),
        ("sibo", {"bowel": 2}),
        ("pancreatic_insufficiency", {"bowel": 2}),
        ("radiotherapy", {"bowel": 2}),
        ("tropical_sprue", {"bowel": 1}),
        ("fish_tapeworm", {}),  # nobody compared it
        ("ulcerative_colitis", {}),
        ("type_1_diabetes", {"background": 2}),
        ("sjogren", {"background": 2}),
        ("family_history", {"background": 2}),
        ("autoimmune_thyroid", {}),  # nobody compared these
        ("vitiligo", {}),
        ("addison", {}),
        ("alcohol", {}),
        ("ckd", {}),
        ("hypothyroid", {}),
    ],
)
def test_conditions(key, expected):
    assert condition(key) == expected


@pytest.mark.parametrize(
    ("key", "detail", "expected"),
    [
        ("ileal_resection", {"resection_cm": 19.9}, {}),
        ("ileal_resection", {"resection_cm": 20}, {"bowel": 3}),
        ("ileal_resection", {"resection_cm": 80}, {"bowel": 3}),
        ("ileal_resection", {}, {"bowel": 3}),  # nobody said how long
        ("crohn", {}, {}),
        ("crohn", {"ileal_cm": 30}, {}),
        ("crohn", {"ileal_cm": 30.5}, {"bowel": 2}),
        ("crohn", {"resected": True}, {"bowel": 2}),
        ("crohn", {"resected": False, "ileal_cm": 10}, {}),
        ("hiv", {}, {}),
        ("hiv", {"chronic_diarrhoea": False}, {}),
        ("hiv", {"chronic_diarrhoea": True}, {"bowel": 2}),
        ("sleeve", {"since": When(ago(-10))}, {}),  # still to come
    ],
)
def test_details_of_conditions(key, detail, expected):
    assert condition(key, **detail) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("h_pylori", "atrophic_gastritis", "pernicious_anaemia"), {"stomach": 3}),
        (("tropical_sprue", "coeliac"), {"bowel": 2}),
        (("coeliac", "ileal_resection"), {"bowel": 3}),
        (("gastric_band", "sleeve"), {"bariatric": 2}),
        (("sjogren", "family_history"), {"background": 2}),
        (("h_pylori", "sleeve", "coeliac"), {"stomach": 1, "bariatric": 2, "bowel": 2}),
    ],
)
def test_of_each_group_only_the_highest_counts(keys, expected):
    assert given(conditions=tuple(Has(key, key) for key in keys)) == expected


# --- medicines and gas -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ((use("metformin", dose_mg=1500),), {"metformin": 3}),
        ((use("metformin", dose_mg=1499),), {"metformin": 2}),
        ((use("metformin"),), {"metformin": 2}),  # dose unknown
        ((use("metformin", dose_mg=800), use("metformin", dose_mg=700)), {"metformin": 3}),
        ((use("metformin", dose_mg=3000, active=False),), {}),
        ((use("ppi", 365),), {}),
        ((use("ppi", 366),), {"acid": 1}),
        ((use("ppi", 729),), {"acid": 1}),
        ((use("ppi", 730),), {"acid": 2}),
        ((use("ppi"),), {}),  # start unknown
        ((use("h2_blocker", 729),), {}),
        ((use("h2_blocker", 730),), {"acid": 1}),
        ((use("h2_blocker", 900, key="lafutidine"),), {}),  # inferred from its class
        ((use("h2_blocker", 900, key="famotidine"),), {"acid": 1}),
        ((use("ppi", 800), use("h2_blocker", 900)), {"acid": 2}),
        ((use("pcab", 2000),), {}),
        ((use("antacid", 2000),), {}),
        ((use("colchicine", 89),), {}),
        ((use("colchicine", 90),), {"medicine": 2}),
        ((use("phenobarbital", 90),), {"medicine": 2}),
        ((use("pregabalin", 90),), {"medicine": 2}),
        ((use("primidone", 90),), {"medicine": 2}),
        ((use("topiramate", 90), use("colchicine", 900)), {"medicine": 2}),
        ((use("antiseizure", 900),), {}),
        ((use("folic_acid", 900, dose_mg=5),), {}),
        ((use("hormonal_contraceptive", 900),), {}),
    ],
)
def test_medicines(taken, expected):
    assert given(medicines=taken) == expected


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ((gas(90),), {"nitrous": 1}),
        ((gas(91),), {}),
        ((gas(None),), {}),  # nobody said when
        ((gas(90), gas(0)), {"nitrous": 3}),
        ((gas(91), gas(0)), {"nitrous": 1}),
        ((gas(5, Gas.MEDICAL), gas(6)), {"nitrous": 3}),
        ((gas(0, Gas.PLANNED),), {}),
    ],
)
def test_nitrous_oxide(used, expected):
    assert given(gas=used) == expected


def test_a_brand_nobody_confirmed_counts_only_where_it_is_asked_for():
    brands = (use("metformin", dose_mg=2000, confirmed=False), use("nitrous_oxide", confirmed=False))
    case = Case(today=TODAY, medicines=brands)

    assert points(case) == ()
    assert [point.group for point in points(case, brands=True)] == ["metformin", "nitrous"]


def test_a_confirmed_product_counts_without_the_dose_of_a_brand():
    assert given(medicines=(use("metformin", dose_mg=1000), use("metformin", dose_mg=1000, confirmed=False))) == {
        "metformin": 2
    }


# --- blood test ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "days", "expected"),
    [
        (179.9, 9, {}),
        (180, 9, {"test": 2}),
        (350, 9, {"test": 2}),
        (350.1, 9, {}),
        (250, 364, {"test": 2}),
        (250, 365, {}),
    ],
)
def test_a_result_in_the_middle_band(value, days, expected):
    assert given(results=(Result("b12", value, "ng/L", ago(days)),)) == expected


# --- treatment -------------------------------------------------------------------------------------------------------
EVERYTHING = {
    "age_years": 80,
    "diet": Diet.OMNIVORE,
    "intake": eats(1.0),
    "conditions": tuple(Has(key, key) for key in ("pernicious_anaemia", "coeliac", "sleeve", "sjogren")),
    "medicines": (use("metformin", dose_mg=2000), use("ppi", 800), use("pregabalin", 100)),
    "gas": (gas(3), gas(4)),
    **NEEDS,
}
NOT_REPLACED = {"age": 3, "metformin": 3, "acid": 2, "nitrous": 3, "medicine": 2, "background": 2}


def test_every_group_adds_up_in_the_order_of_the_table():
    found = points(Case(today=TODAY, **EVERYTHING))

    assert [point.group for point in found] == [
        "diet", "age", "stomach", "bowel", "bariatric", "metformin", "acid", "nitrous", "medicine", "background",
    ]  # fmt: skip
    assert total(found) == 2 + 3 + 3 + 2 + 2 + 3 + 2 + 3 + 2 + 2


@pytest.mark.parametrize(
    "treatment",
    [
        {"injected_on": (ago(120),)},
        {"regimens": (Regimen("nasal", 7, due=ago(2)),)},
        {"regimens": (Regimen("swallowed", 1, entered=ago(3)),)},
    ],
)
def test_while_b12_is_replaced_diet_stomach_bowel_and_operations_count_nothing(treatment):
    assert given(**EVERYTHING, **treatment) == NOT_REPLACED


def test_an_injection_of_121_days_ago_replaces_nothing():
    assert given(**EVERYTHING, injected_on=(ago(121),))["stomach"] == 3


def test_what_treatment_holds_at_bay_can_be_asked_for():
    case = Case(today=TODAY, conditions=(Has("coeliac", "c", treated_elsewhere=True),))

    assert points(case) == ()
    assert [point.group for point in points(case, though_treated=True)] == ["bowel"]


# --- words and sources -----------------------------------------------------------------------------------------------
def test_every_point_carries_sources_that_may_be_shown_and_what_its_words_need():
    found = points(Case(today=TODAY, **EVERYTHING))

    assert all(citations(point.sources) for point in found)
    assert {point.group: sorted(point.facts) for point in found if point.facts} == {
        "stomach": ["has"], "bowel": ["has"], "bariatric": ["has"], "background": ["has"],
        "metformin": ["dose_mg"], "acid": ["days", "uses"], "medicine": ["uses"],
    }  # fmt: skip


def test_every_point_has_words():
    words = get_template("findings/_points.html").template.source
    given_here = {point.name for point in points(Case(today=TODAY, **EVERYTHING))}
    others = {"vegan", "vegetarian", "age-60", "age-65", "h2-blocker", "nitrous", "lab-indeterminate"}

    assert [name for name in sorted(given_here | others) if f'point.name == "{name}"' not in words] == []


@pytest.mark.parametrize("years", [60, 65, 75])
def test_ages_have_sources(years):
    assert all(citations(point.sources) for point in points(Case(today=TODAY, age_years=years)))


def test_the_groups_are_those_that_findings_stand_inside_by():
    groups = {point.group for point in points(Case(today=TODAY, **EVERYTHING))} | {"test"}

    assert set(GAVE_POINTS) <= groups
    assert {code for codes in GAVE_POINTS.values() for code in codes} <= set(RULES)


def test_a_point_is_named_by_what_gave_it():
    assert points(Case(today=TODAY, age_years=66)) == (Point("age", 2, "age-65", sources=("S27",)),)
