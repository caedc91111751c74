"""B12 where it may harm, and treatment as it goes: its first days, a late dose, its form."""

from tracker.domain.risks.facts import Case, Has, Regimen, Symptom, Use
from tracker.reports.findings.samples import TODAY, ago, tablet

_LEBER = Has("lhon", "Leber hereditary optic neuropathy")
_LEBER_IN_FAMILY = Has("lhon", "Leber hereditary optic neuropathy", in_family=True)
_ALLERGY = Has("cobalt_allergy", "allergy to cobalt or cobalamin")
_SMOKING = Has("smoking", "smoking")
_ACNE = Has("acne", "acne or rosacea with high doses")
_SEVERE = Has("severe_anaemia", "severe anaemia at the start of B12 treatment", since=None)
_PLANNED = Regimen("injected", 90, entered=ago(1))
_CYTAMEN = Use("b12_cn", "b12", "Cytamen", confirmed=False)


def _of(*conditions: Has, **fields: object) -> Case:
    return Case(today=TODAY, **{"conditions": conditions, "age_years": 46.0} | fields)


SAMPLES: dict[str, tuple[Case, ...]] = {
    "leber-no-cyanocobalamin": (
        _of(_LEBER, products=(tablet(),)),
        _of(_LEBER_IN_FAMILY, products=(tablet("not_stated"),)),
        _of(_LEBER, regimens=(_PLANNED,)),
        _of(_LEBER, medicines=(_CYTAMEN,)),
    ),
    "cobalamin-allergy": (
        _of(_ALLERGY, products=(tablet("methylcobalamin"),)),
        _of(_ALLERGY, regimens=(_PLANNED,)),
        _of(_ALLERGY, medicines=(_CYTAMEN,)),
    ),
    "treatment-start-potassium": (
        _of(
            _SEVERE,
            treatment_began=ago(2),
            symptoms=(Symptom("palpitations", 5, ago(0), first=ago(1)), Symptom("muscle_cramps", 4, ago(0))),
        ),
    ),
    "treatment-overdue": (
        _of(regimens=(Regimen("injected", 90, due=ago(12), began=ago(400)),)),
        _of(regimens=(Regimen("injected", 2, due=ago(3), loading=True, began=ago(9)),)),
        _of(regimens=(Regimen("nasal", 7, due=ago(8), began=ago(90)),)),
    ),
    "form-choice": (
        _of(_SMOKING, products=(tablet(ug=100.0),)),
        _of(_ACNE, products=(tablet("methylcobalamin", ug=1000.0),)),
        _of(_SMOKING, _ACNE, products=(tablet(ug=1000.0),)),
    ),
}
