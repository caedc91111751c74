"""Which findings stand on the page of a medicine or a condition."""

import datetime as dt

import pytest

from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.facts import Case, Has, Precision, Use, When
from tracker.reports.care.about import about
from tracker.reports.findings.shown import Shown

TODAY = dt.date(2026, 3, 14)
METFORMIN = Use("met_sitagliptin", "metformin", "Janumet", dose_mg=2000.0, start=When(dt.date(2022, 3, 15)))
OMEPRAZOLE = Use("omeprazole", "ppi", "omeprazole", start=When(dt.date(2020, 7, 1), Precision.YEAR))
COELIAC = Has("coeliac", "coeliac disease")
CROHN = Has("crohn", "Crohn's disease", resected=True)
SJOGREN = Has("sjogren", "Sjögren syndrome")


def codes(case: Case, key: str, group: str = "") -> list[str]:
    shown = [Shown(one, TODAY) for one in findings(case)]
    return [one.code for one in about(shown, keys={key}, groups={group} - {""})]


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
    assert codes(case, "coeliac") == codes(case, "colchicine", "colchicine") == []
