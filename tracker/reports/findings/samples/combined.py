"""Risks that come together, and risks that meet symptoms."""

from tracker.domain.risks.facts import Case, Gas, GasUse, Has, Regimen, Result, Symptom, Use, When
from tracker.reports.findings.samples import TODAY, ago, eats
from tracker.reports.findings.samples.medicines import metformin, omeprazole

_TIRED = Symptom("fatigue", 6, ago(1), first=ago(80), days=12)
_TONGUE = Symptom("glossitis", 4, ago(3), first=ago(40), days=5)
_TINGLING = Symptom("tingling", 3, ago(2), first=ago(400), days=4)
_COELIAC = Has("coeliac", "coeliac disease")
_TYPE_1 = Has("type_1_diabetes", "type 1 diabetes")
_PREGABALIN = Use("pregabalin", "pregabalin", "pregabalin", start=When(ago(200)))
_FAMOTIDINE = Use("famotidine", "h2_blocker", "famotidine", start=When(ago(900)))
_NEW_METFORMIN = metformin(None, None)


def _of(**fields: object) -> Case:
    return Case(today=TODAY, **{"age_years": 48.0} | fields)


SAMPLES: dict[str, tuple[Case, ...]] = {
    "several-risks": (
        _of(age_years=66.0, medicines=(omeprazole(),)),
        _of(age_years=61.0, medicines=(_NEW_METFORMIN,)),
        _of(diet="vegan", medicines=(omeprazole(When(ago(400))),), intake=eats(0.2)),
        _of(diet="lacto", conditions=(_COELIAC,), intake=eats(2.2), target_ug=2.4, ear_ug=2.0),
        _of(medicines=(_PREGABALIN, _FAMOTIDINE), gas=(GasUse(Gas.MEDICAL, ago(20)),)),
    ),
    "many-risks": (
        _of(medicines=(metformin(), omeprazole())),
        _of(age_years=79.0, conditions=(Has("sleeve", "sleeve gastrectomy"), _TYPE_1)),
        _of(
            gas=(GasUse(Gas.RECREATIONAL, ago(5)), GasUse(Gas.RECREATIONAL, ago(30))),
            intake=eats(1.1),
            target_ug=2.4,
            ear_ug=2.0,
        ),
    ),
    "symptom-and-risk": (
        _of(symptoms=(_TIRED, _TONGUE), medicines=(omeprazole(),)),
        _of(symptoms=(_TIRED,), results=(Result("b12", 231, "ng/L", ago(30)),), age_years=71.0),
    ),
    "symptoms-on-treatment": (
        _of(
            symptoms=(_TIRED,),
            injected_on=(ago(130), ago(40)),
            treatment_began=ago(300),
            regimens=(Regimen("injected", 90, due=ago(-50), began=ago(300)),),
        ),
    ),
    "symptoms-no-risk": (
        _of(symptoms=(_TIRED, _TONGUE)),
        _of(symptoms=(_TINGLING,)),
    ),
}
