"""What is open, what is set aside, and what of it stands where."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from tests.factories import ConditionFactory, MedicineFactory, ProfileFactory, SnoozeFactory
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.facts import Case, Has, Precision, Use, When
from tracker.domain.risks.findings import Finding, Level
from tracker.health import Snoozed, health_of
from tracker.models.findings import digest_of
from tracker.reports.findings.asked import unsaid
from tracker.reports.findings.interactions import interactions
from tracker.reports.findings.report import FindingsReport
from tracker.reports.findings.shown import Shown

TODAY = dt.date(2026, 11, 22)
YEARS_AGO = When(dt.date(2022, 3, 15), Precision.MONTH)
METFORMIN = Use("metformin", "metformin", "Metformin", dose_mg=500.0, start=When(dt.date(2026, 11, 1)))
OMEPRAZOLE = Use("omeprazole", "ppi", "Omeprazole", start=YEARS_AGO)
INHERITED = Has("inherited", "an inherited disorder")


def case(**said) -> Case:
    return Case(TODAY, **said)


def codes(shown) -> list[str]:
    return [one.code for one in shown]


def of_levels(*levels: Level) -> FindingsReport:
    """A report of findings of these levels, in their order."""
    (any_one,) = findings(case(medicines=(METFORMIN,)))
    shown = (Shown(replace(any_one, code=f"rule-{n}", level=level), TODAY) for n, level in enumerate(levels))
    return FindingsReport(case(), tuple(shown))


URGENT, SEE, CAUTION, INFO = Level.URGENT, Level.SEE_A_CLINICIAN, Level.CAUTION, Level.INFO


# --- open and set aside ---------------------------------------------------------------------------------------------
def of(found_case: Case, *, until: dt.date = TODAY, basis: str | None = None, code: str = "metformin-use"):
    (found,) = (one for one in findings(found_case) if one.code == code)
    snoozed = Snoozed(until, None, basis or digest_of(found.basis))
    return FindingsReport.of(found_case, {code: snoozed})


def test_nothing_that_fires_is_nothing_to_show():
    report = FindingsReport.of(case(), {})

    assert (report.open, report.aside, report.top, report.beside, report.few, report.more) == ((), (), (), (), (), 0)
    assert not report.any
    assert not report.urgent
    assert not report.alone


def test_the_most_pressing_stands_first():
    both = case(medicines=(METFORMIN,), conditions=(INHERITED,))

    assert codes(FindingsReport.of(both, {}).open) == ["inherited-disorder", "metformin-use"]


def test_what_was_set_aside_is_not_open_and_says_until_when():
    report = of(case(medicines=(METFORMIN,)), until=TODAY + dt.timedelta(days=3))

    assert report.open == ()
    assert [(one.code, one.until) for one in report.aside] == [("metformin-use", TODAY + dt.timedelta(days=3))]
    assert report.any


@pytest.mark.parametrize(("days", "is_open"), [(0, False), (1, False), (-1, True)])
def test_it_comes_back_the_day_after(days, is_open):
    report = of(case(medicines=(METFORMIN,)), until=TODAY + dt.timedelta(days=days))

    assert bool(report.open) is is_open


def test_it_comes_back_when_what_it_rests_on_changes():
    assert codes(of(case(medicines=(METFORMIN,)), basis="0" * 64).open) == ["metformin-use"]


# --- where it stands ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("levels", "top", "few", "more"),
    [
        ((), 0, 0, 0),
        ((INFO,), 0, 1, 0),
        ((CAUTION, INFO, INFO), 0, 2, 1),
        ((SEE,), 1, 0, 0),
        ((SEE, SEE, INFO), 1, 1, 1),
        ((URGENT,), 1, 0, 0),
        ((URGENT, SEE, INFO), 1, 1, 1),
        ((URGENT, URGENT, URGENT, CAUTION), 3, 0, 1),
    ],
)
def test_today_says_two_at_most_and_all_that_is_urgent(levels, top, few, more):
    report = of_levels(*levels)

    assert (len(report.top), len(report.few), report.more) == (top, few, more)
    assert report.top + report.beside == report.open
    assert report.urgent is (URGENT in levels)


def test_thoughts_of_self_harm_stand_alone():
    ticked = replace(case(medicines=(METFORMIN,)), ticks=frozenset(("self_harm", "self-harm")))
    report = FindingsReport.of(ticked, {})

    assert codes(report.open) == ["self-harm"]
    assert report.alone


# --- one of them ----------------------------------------------------------------------------------------------------
MANY = case(
    age_years=77.0,
    medicines=(replace(METFORMIN, dose_mg=2000.0, start=YEARS_AGO), OMEPRAZOLE),
)  # fmt: skip


def test_one_that_stands_inside_another_can_be_looked_at_and_goes_with_it():
    report = FindingsReport.of(MANY, {})
    whole = report.shown("many-risks")

    assert "metformin-high-or-long" in codes(whole.parts)
    assert report.shown("metformin-high-or-long").finding.code == "metformin-high-or-long"
    assert report.whole_of("metformin-high-or-long").code == "many-risks"
    assert report.whole_of("many-risks") is None
    assert report.days_aside("metformin-high-or-long") == 0


def test_what_does_not_fire_is_none():
    assert FindingsReport.of(MANY, {}).shown("cobalamin-allergy") is None
    assert FindingsReport.of(MANY, {}).shown("nonsense") is None


@pytest.mark.parametrize(("level", "days"), [(URGENT, 0), (SEE, 30), (CAUTION, 366), (INFO, 366)])
def test_how_long_it_may_be_set_aside_depends_on_its_level(level, days):
    assert of_levels(level).days_aside("rule-0") == days


# --- built from what a person said ----------------------------------------------------------------------------------
def test_it_is_built_from_what_somebody_said_in_three_queries(person, django_assert_num_queries):
    MedicineFactory(owner=person)
    ConditionFactory(owner=person, key="inherited")
    with django_assert_num_queries(4):  # entries, marks, what they take; and the profile, which a request has
        report = FindingsReport.build(person, now=timezone.now())

    assert codes(report.open) == ["inherited-disorder", "metformin-use"]


def test_nothing_of_anybody_else_is_in_it(person):
    MedicineFactory()
    SnoozeFactory()

    assert not FindingsReport.build(person, now=timezone.now()).any


# --- what is not said -----------------------------------------------------------------------------------------------
def test_what_is_left_unsaid_is_named_with_where_to_say_it():
    assert [(one.what, one.address) for one in unsaid(case())] == [
        ("How you eat", "/settings/profile/"),
        ("Your age", "/settings/profile/"),
        ("Medicines", "/care/medicines/"),
        ("Conditions and operations", "/care/conditions/"),
    ]


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ({"diet": "vegan"}, "How you eat"),
        ({"age_years": 0.0}, "Your age"),
        ({"medicines": (METFORMIN,)}, "Medicines"),
        ({"conditions": (INHERITED,)}, "Conditions and operations"),
    ],
)
def test_what_was_said_limits_nothing(said, gone):
    left = [one.what for one in unsaid(case(**said))]

    assert len(left) == 3
    assert gone not in left


def test_a_question_says_what_it_is_about_and_where_to_answer():
    asked = FindingsReport.of(case(medicines=(replace(OMEPRAZOLE, start=None),)), {}).questions

    assert [(one.question.code, one.name, one.address) for one in asked] == [
        ("ppi-2-years", "Omeprazole", "/care/medicines/")
    ]
    assert 'href="/care/medicines/"' in asked[0].laid_out
    assert "<h3>" in asked[0].laid_out


# --- interactions ---------------------------------------------------------------------------------------------------
def test_what_changes_absorption_is_named_with_what_it_does_and_a_link(person):
    MedicineFactory(owner=person)
    MedicineFactory(owner=person, key="omeprazole", name="Losec")
    ConditionFactory(owner=person, key="pernicious_anaemia", name="PA")
    found = interactions(health_of(person), today=TODAY)

    assert [one.name for one in found] == ["Metformin", "Losec", "PA"]
    assert found[0].effects == ("less of it is taken up by the usual way",)
    assert found[1].effects == ("less B12 is freed from food",)
    assert len(found[2].effects) == 3
    assert [one.address for one in found] == [
        "/learn/medicines/metformin/", "/learn/medicines/omeprazole/", "/learn/conditions/pernicious_anaemia/",
    ]  # fmt: skip


@pytest.mark.parametrize("fields", [{"taking": False}, {"key": ""}, {"key": "nonsense"}, {"key": "folic_acid"}])
def test_what_changes_nothing_now_is_not_named(person, fields):
    MedicineFactory(owner=person, **fields)

    assert interactions(health_of(person), today=TODAY) == ()


@pytest.mark.parametrize("fields", [{"since": dt.date(2027, 1, 1), "since_precision": "day"}, {"relation": "family"}])
def test_what_is_still_to_come_or_anothers_is_not_named(person, fields):
    ConditionFactory(owner=person, key="pernicious_anaemia", **fields)

    assert interactions(health_of(person), today=TODAY) == ()


def test_a_profile_is_asked_for_no_more_than_it_says(person):
    ProfileFactory(owner=person, diet="vegan", birth_year=1980)
    left = FindingsReport.build(person, now=timezone.now()).unsaid

    assert [one.what for one in left] == ["Medicines", "Conditions and operations"]


def test_findings_are_what_the_rules_say():
    assert all(isinstance(one.finding, Finding) for one in FindingsReport.of(MANY, {}).open)
