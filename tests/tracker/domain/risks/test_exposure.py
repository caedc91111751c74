"""Nitrous oxide: both sides of 90 days, dates nobody said, uses noted among the medicines, what is to come."""

import datetime as dt

import pytest

from tracker.domain.risks import exposure
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.facts import Case, Gas, GasUse, Has, Result, Symptom, Use, When
from tracker.domain.risks.findings import Level, Question, Rule

TODAY = dt.date(2026, 11, 22)
SIGNS, REPEATED, PLANNED = (
    exposure.nitrous_oxide_nerve_signs,
    exposure.nitrous_oxide_repeated,
    exposure.nitrous_oxide_planned,
)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def gas(days: int | None, kind: Gas = Gas.RECREATIONAL) -> GasUse:
    return GasUse(kind, None if days is None else ago(days))


def noted(since: int | None = None, until: int | None = None, *, active: bool = True, confirmed: bool = True) -> Use:
    """Among the medicines, as a brand where it is not confirmed."""
    start, end = (None if days is None else When(ago(days)) for days in (since, until))
    key = "nitrous_oxide"
    return Use(key, key, "Entonox", start=start, end=end, active=active and until is None, confirmed=confirmed)


def feels(key: str = "tingling", severity: float = 4, first: int = 200) -> Symptom:
    return Symptom(key, severity, ago(1), first=ago(first), days=9)


def fires(rule: Rule, **fields: object) -> bool:
    return rule.find(Case(today=TODAY, **fields)) is not None


@pytest.mark.parametrize("rule", exposure.RULES, ids=lambda rule: rule.code)
def test_of_somebody_who_never_used_it_nothing_is_said(rule):
    assert rule.find(Case(today=TODAY, symptoms=(feels(),), age_years=80)) is None


@pytest.mark.parametrize("rule", exposure.RULES, ids=lambda rule: rule.code)
def test_under_18_a_childrens_doctor_is_to_be_asked(rule):
    assert rule.child_note


# --- nerve signs -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("used", "said"),
    [
        ((gas(0),), True),
        ((gas(90),), True),
        ((gas(91),), False),
        ((gas(91), gas(40)), True),
        ((gas(None),), True),  # nobody said when
        ((gas(30, Gas.MEDICAL),), True),
        ((gas(None, Gas.MEDICAL),), True),
        ((gas(0, Gas.PLANNED),), False),  # still to come
        ((gas(None, Gas.PLANNED),), False),
        ((gas(-3),), False),
    ],
)
def test_nerve_signs_after_nitrous_oxide_need_help_today(used, said):
    assert fires(SIGNS, gas=used, symptoms=(feels(),)) == said


@pytest.mark.parametrize("key", sorted(exposure.SIGNS))
@pytest.mark.parametrize(("severity", "said"), [(0, False), (1, True), (8, True)])
def test_every_nerve_sign_counts_from_one_of_ten(key, severity, said):
    assert fires(SIGNS, gas=(gas(5),), symptoms=(feels(key, severity),)) == said


@pytest.mark.parametrize("key", ["fatigue", "vision", "muscle_cramps", "neuropathic_pain", "dizziness"])
def test_other_symptoms_are_no_nerve_signs(key):
    assert not fires(SIGNS, gas=(gas(5),), symptoms=(feels(key, 9),))


def test_a_nerve_sign_of_long_ago_is_no_longer_current():
    assert not fires(SIGNS, gas=(gas(5),), symptoms=(Symptom("tingling", 9, ago(28)),))


@pytest.mark.parametrize(
    ("use", "said"),
    [
        (noted(), True),
        (noted(900), True),  # goes on
        (noted(900, 90), True),
        (noted(900, 91), False),
        (noted(None, 90), True),
        (noted(900, active=False), True),  # nobody said until when
    ],
)
def test_what_is_noted_among_the_medicines_counts_too(use, said):
    assert fires(SIGNS, medicines=(use,), symptoms=(feels(),)) == said


def test_it_is_urgent_and_names_the_last_use_and_the_signs():
    found = SIGNS.find(Case(today=TODAY, gas=(gas(40), gas(9)), symptoms=(feels(), feels("fatigue"))))

    assert (found.level, found.facts["last"], found.facts["signs"]) == (Level.URGENT, ago(9), (feels(),))
    assert SIGNS.find(Case(today=TODAY, gas=(gas(None),), symptoms=(feels(),))).facts["last"] is None


def test_a_brand_alone_is_information_until_it_is_confirmed():
    brand = noted(50, 20, confirmed=False)
    found = SIGNS.find(Case(today=TODAY, medicines=(brand,), symptoms=(feels(),)))

    assert (found.level, found.facts["unconfirmed_brand"], found.facts["brands"]) == (Level.INFO, True, (brand,))
    assert SIGNS.find(Case(today=TODAY, medicines=(brand,), gas=(gas(3),), symptoms=(feels(),))).level == Level.URGENT


def test_a_brand_alone_does_not_silence_new_nerve_signs():
    new = {"medicines": (noted(50, 20, confirmed=False),), "symptoms": (feels(first=10),)}

    assert findings(Case(today=TODAY, **new))[0].code == "nerve-signs-new"


# --- repeated --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("used", "said"),
    [
        ((gas(5),), False),
        ((gas(5), gas(6)), True),
        ((gas(5), gas(5)), True),
        ((gas(5), gas(90)), True),
        ((gas(5), gas(91)), False),
        ((gas(5, Gas.MEDICAL), gas(6, Gas.MEDICAL)), False),
        ((gas(5), gas(6, Gas.MEDICAL)), False),
        ((gas(5), gas(-6, Gas.PLANNED)), False),
        ((gas(None), gas(None)), False),  # asked instead
    ],
)
def test_nitrous_oxide_twice_in_90_days_needs_a_doctor(used, said):
    assert fires(REPEATED, gas=used) == said


@pytest.mark.parametrize(
    ("use", "said"),
    [
        (noted(900), True),  # goes on
        (noted(60, 30), True),
        (noted(30, 30), False),  # one day
        (noted(), False),  # nobody said since when
        (noted(900, 91), False),
    ],
)
def test_what_went_on_for_days_was_used_more_than_once(use, said):
    assert fires(REPEATED, medicines=(use,)) == said


def test_how_often_and_when_last_is_said():
    found = REPEATED.find(Case(today=TODAY, gas=(gas(3), gas(17), gas(40), gas(200), gas(1, Gas.MEDICAL))))

    assert (found.level, found.facts["times"], found.facts["last"]) == (Level.SEE_A_CLINICIAN, 3, ago(3))


def test_another_use_brings_it_back_and_the_calendar_does_not():
    def basis(today: dt.date, *used: GasUse) -> tuple[str, ...]:
        return REPEATED.find(Case(today=today, gas=used)).basis

    assert basis(TODAY, gas(3), gas(4)) == basis(TODAY + dt.timedelta(days=20), gas(3), gas(4))
    assert basis(TODAY, gas(3), gas(4)) != basis(TODAY, gas(3), gas(4), gas(0))


def test_repeated_use_of_a_brand_alone_is_information():
    assert REPEATED.find(Case(today=TODAY, medicines=(noted(60, confirmed=False),))).level == Level.INFO


def test_nerve_signs_stand_for_repeated_use():
    case = Case(today=TODAY, gas=(gas(3), gas(4)), symptoms=(feels(),))

    assert [one.code for one in findings(case) if one.code.startswith("nitrous")] == ["nitrous-oxide-nerve-signs"]


@pytest.mark.parametrize(
    ("used", "asked"),
    [
        ((gas(None), gas(None)), True),
        ((gas(5), gas(None)), True),
        ((gas(None),), False),  # one use
        ((gas(5), gas(6), gas(None)), False),  # known already
        ((gas(100), gas(None)), False),
        ((gas(None, Gas.MEDICAL), gas(5)), False),
    ],
)
def test_when_it_was_used_is_asked_where_it_matters(used, asked):
    question = Question("nitrous-oxide-repeated", "medicines", "nitrous_oxide")

    assert exposure.ask_when_used(Case(today=TODAY, gas=used)) == (question if asked else None)


# --- planned ---------------------------------------------------------------------------------------------------------
def total(value: float, days: int = 30) -> Result:
    return Result("b12", value, "ng/L", ago(days))


@pytest.mark.parametrize(
    ("planned", "said"),
    [((gas(1, Gas.PLANNED),), False), ((gas(0, Gas.PLANNED),), True), ((gas(-200, Gas.PLANNED),), True),
     ((gas(None, Gas.PLANNED),), True), ((gas(-3),), False), ((gas(-3, Gas.MEDICAL),), False)],
)  # fmt: skip
def test_before_a_planned_gas_the_team_is_told_of_low_b12(planned, said):
    assert fires(PLANNED, gas=planned, results=(total(170),)) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"results": (total(179.9),)}, True),
        ({"results": (total(180),)}, True),
        ({"results": (total(350),)}, True),
        ({"results": (total(350.1),)}, False),
        ({"results": (total(170, 365),)}, False),  # too old
        ({"results": (total(170),), "treatment_began": ago(10)}, False),
        ({"results": (total(170),), "symptoms": (feels(),)}, True),
        ({"age_years": 75}, True),  # 3 points
        ({"age_years": 74}, False),  # 2
        ({"age_years": 74, "conditions": (Has("h_pylori", "h"),)}, True),
        ({"age_years": 30}, False),
        ({}, False),
    ],
)
def test_low_b12_is_a_result_or_three_points(fields, said):
    assert fires(PLANNED, gas=(gas(-10, Gas.PLANNED),), **fields) == said


def test_the_next_of_several_dates_is_named_and_one_without_a_date_is_the_last():
    planned = (gas(None, Gas.PLANNED), gas(-30, Gas.PLANNED), gas(-10, Gas.PLANNED), gas(5, Gas.PLANNED))

    assert PLANNED.find(Case(today=TODAY, gas=planned, age_years=80)).facts["date"] == ago(-10)
    assert PLANNED.find(Case(today=TODAY, gas=planned[:1], age_years=80)).facts["date"] is None
