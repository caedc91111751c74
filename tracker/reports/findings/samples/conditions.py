"""Conditions and operations, without treatment or watched."""

import datetime as dt

from tracker.domain.risks.facts import Case, Has, Precision, Result, When
from tracker.reports.findings.samples import TODAY, ago, eats

_SINCE_2019 = When(dt.date(2019, 7, 1), Precision.YEAR)
_SINCE_MARCH = When(dt.date(2024, 3, 15), Precision.MONTH)


def _has(*conditions: Has, **fields: object) -> Case:
    return Case(
        **{"today": TODAY, "age_years": 44.0, "target_ug": 4.0, "intake": eats(4.8)} | fields, conditions=conditions
    )


_PERNICIOUS = Has("pernicious_anaemia", "pernicious anaemia", _SINCE_2019)
_WHOLE = Has("gastrectomy_total", "stomach removed (total gastrectomy)", _SINCE_2019)
_PART = Has("gastrectomy_partial", "part of the stomach removed (partial gastrectomy)")
_BYPASS = Has("gastric_bypass", "gastric bypass", _SINCE_MARCH)
_SLEEVE = Has("sleeve", "sleeve gastrectomy", _SINCE_MARCH)
_CROHN = Has("crohn", "Crohn’s disease", _SINCE_2019, ileal_cm=45.0, resected=False)
_COELIAC = Has("coeliac", "coeliac disease", _SINCE_2019)
_HIV = Has("hiv", "HIV infection", chronic_diarrhoea=True)
_TESTED = (Result("b12", 412, "ng/L", ago(60)),)


def _ileum(cm: float | None) -> Has:
    return Has("ileal_resection", "part of the ileum removed (end of the small bowel)", _SINCE_MARCH, resection_cm=cm)


SAMPLES: dict[str, tuple[Case, ...]] = {
    "pernicious-anaemia-untreated": (
        _has(_PERNICIOUS),
        _has(_PERNICIOUS, injected_on=(ago(210), ago(150))),
        _has(_PERNICIOUS, age_years=15.0),
    ),
    "gastrectomy-untreated": (_has(_WHOLE), _has(_PART, injected_on=(ago(300),))),
    "bariatric-bypass-untreated": (_has(_BYPASS), _has(_BYPASS, intake=eats(4.0, doses=350.0))),
    "ileal-resection-replace": (_has(_ileum(25.0)), _has(_ileum(80.0)), _has(_ileum(None))),
    "yearly-test-due": (
        _has(_CROHN),
        _has(_BYPASS, intake=eats(4.0, doses=1000.0)),
        _has(_SLEEVE),
        _has(_SLEEVE, results=_TESTED),
    ),
    "malabsorption-condition": (_has(_COELIAC), _has(_COELIAC, _HIV), _has(Has("fish_tapeworm", "fish tapeworm"))),
    "gastric-atrophy-or-gastritis": (
        _has(Has("atrophic_gastritis", "atrophic gastritis", _SINCE_MARCH)),
        _has(Has("h_pylori", "Helicobacter pylori infection"), results=_TESTED),
        _has(Has("gastritis", "gastritis")),
    ),
    "autoimmune-or-family": (
        _has(Has("type_1_diabetes", "type 1 diabetes", _SINCE_2019)),
        _has(Has("family_history", "B12 deficiency or autoimmune disease in the family")),
        _has(Has("vitiligo", "vitiligo"), Has("autoimmune_thyroid", "autoimmune thyroid disease")),
    ),
    "inherited-disorder": (_has(Has("inherited", "inherited disorder of B12")),),
    "alcohol-heavy": (_has(Has("alcohol", "heavy drinking", When(dt.date(2026, 9, 15), Precision.MONTH))),),
}
