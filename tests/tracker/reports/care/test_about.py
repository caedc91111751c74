"""Which findings stand on the page of a medicine or a condition, and which questions."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.factories import ConditionFactory, EntryFactory, MedicineFactory
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.facts import Case, Has, Precision, Use, When
from tracker.reports.care.about import about, raised
from tracker.reports.findings.shown import Shown

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 14)
METFORMIN = Use("met_sitagliptin", "metformin", "Janumet", dose_mg=2000.0, start=When(dt.date(2022, 3, 15)))
OMEPRAZOLE = Use("omeprazole", "ppi", "omeprazole", start=When(dt.date(2020, 7, 1), Precision.YEAR))
COELIAC = Has("coeliac", "coeliac disease")
CROHN = Has("crohn", "Crohn's disease", resected=True)
SJOGREN = Has("sjogren", "Sjögren syndrome")


def codes(case: Case, key: str, group: str = "") -> list[str]:
    shown = [Shown(one, TODAY) for one in findings(case)]
    return [one.code for one in about(shown, key, group=group)]


@pytest.mark.parametrize(
    ("case", "key", "expected"),
    [
        (Case(today=TODAY, medicines=(METFORMIN,)), "met_sitagliptin", ["metformin-high-or-long"]),
        (Case(today=TODAY, medicines=(METFORMIN,)), "metformin", []),
        (Case(today=TODAY, medicines=(OMEPRAZOLE,)), "omeprazole", ["ppi-2-years"]),
        (Case(today=TODAY, conditions=(COELIAC,)), "coeliac", ["malabsorption-condition"]),
        (Case(today=TODAY, conditions=(COELIAC,)), "crohn", []),
        (Case(today=TODAY), "metformin", []),
    ],
)
def test_a_finding_stands_where_what_it_rests_on_stands(case, key, expected):
    assert codes(case, key) == expected


def test_risks_that_come_together_stand_on_the_page_of_each():
    case = Case(today=TODAY, medicines=(METFORMIN, OMEPRAZOLE), conditions=(CROHN, SJOGREN))
    assert findings(case)[0].code == "many-risks"

    for key in ("omeprazole", "crohn", "sjogren"):
        assert codes(case, key)[0] == "many-risks", key
    assert codes(case, "met_sitagliptin", "metformin")[0] == "many-risks"
    assert codes(case, "met_sitagliptin")[0] == "many-risks"  # by the finding that stands inside it
    low_dose = replace(case, medicines=(replace(METFORMIN, dose_mg=500.0, start=None), OMEPRAZOLE))
    assert codes(low_dose, "met_sitagliptin", "metformin")[0] == "many-risks"
    assert codes(case, "coeliac") == codes(case, "colchicine", "colchicine") == []


def test_a_finding_may_be_about_something_by_its_code():
    shown = [Shown(one, TODAY) for one in findings(Case(today=TODAY, conditions=(COELIAC,)))]
    assert about(shown, "nothing") == ()
    assert about(shown, "nothing", codes={"malabsorption-condition"}) == tuple(shown)


# --- questions -------------------------------------------------------------------------------------------------------
def codes_of(row, key: str) -> tuple[list[str], list[tuple[str, str]]]:
    found = raised(row.owner, key, at="#yours", now=NOW)
    return [one.code for one in found.findings], [(one.question.code, one.address) for one in found.asked]


def test_while_nobody_logged_anything_the_treatment_is_asked_about_and_after_that_missed(db):
    row = ConditionFactory(key="pernicious_anaemia", name="Pernicious anaemia")
    assert codes_of(row, "pernicious_anaemia") == ([], [("treatment", "#yours")])
    assert codes_of(row, "crohn") == ([], [])
    assert "Are you treated with B12 for this: Pernicious anaemia?" in str(
        raised(row.owner, "pernicious_anaemia", at="#yours", now=NOW).asked[0].laid_out
    )
    EntryFactory(owner=row.owner)
    assert codes_of(row, "pernicious_anaemia") == (["pernicious-anaemia-untreated"], [])


def test_since_when_an_acid_blocker_is_taken_is_asked(db):
    row = MedicineFactory(key="omeprazole", name="omeprazole")
    assert codes_of(row, "omeprazole") == ([], [("ppi-2-years", "#yours")])
    row.since = dt.date(2020, 7, 1)
    row.save()
    row.owner.__dict__.pop("_health")  # as in the next request
    assert codes_of(row, "omeprazole") == (["ppi-2-years"], [])
