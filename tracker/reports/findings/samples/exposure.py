"""Nitrous oxide as it is noted: for fun, at the dentist's, or before an operation."""

from dataclasses import replace

from tracker.domain.risks.facts import Case, Gas, GasUse, Has, Result, Symptom, Use, When
from tracker.reports.findings.samples import TODAY, ago

_ENTONOX = Use("nitrous_oxide", "nitrous_oxide", "Entonox", confirmed=False)
_TINGLING = Symptom("tingling", 2, ago(1), first=ago(10), days=6)
_WALK = Symptom("ataxia", 4, ago(1), first=ago(6), days=3)
_PLANNED = (GasUse(Gas.PLANNED, ago(-12)),)


def _of(**fields: object) -> Case:
    return Case(today=TODAY, **{"age_years": 24.0} | fields)


def _for_fun(*days_ago: int) -> tuple[GasUse, ...]:
    return tuple(GasUse(Gas.RECREATIONAL, ago(days)) for days in days_ago)


SAMPLES: dict[str, tuple[Case, ...]] = {
    "nitrous-oxide-nerve-signs": (
        _of(gas=_for_fun(9), symptoms=(_TINGLING, _WALK)),
        _of(gas=(GasUse(Gas.RECREATIONAL),), symptoms=(_TINGLING,), age_years=17.0),
        _of(
            medicines=(replace(_ENTONOX, end=When(ago(20)), active=False),),
            symptoms=(_TINGLING,),
        ),
    ),
    "nitrous-oxide-repeated": (
        _of(gas=_for_fun(3, 17, 40)),
        _of(medicines=(Use("nitrous_oxide", "nitrous_oxide", "nitrous oxide", start=When(ago(60))),)),
        _of(medicines=(replace(_ENTONOX, start=When(ago(60))),)),
    ),
    "nitrous-oxide-planned": (
        _of(gas=_PLANNED, results=(Result("b12", 231, "ng/L", ago(30)),)),
        _of(gas=_PLANNED, age_years=67.0, conditions=(Has("h_pylori", "Helicobacter pylori infection"),)),
        _of(gas=(GasUse(Gas.PLANNED),), age_years=78.0),
    ),
}
