"""Blood tests as people bring them home."""

import datetime as dt

from tracker.domain.risks.facts import Case, Gas, GasUse, Has, Regimen, Result, Symptom, Use
from tracker.reports.findings.samples import TODAY, ago

_TESTED = ago(12)
_TINGLING = Symptom("tingling", 4, ago(1), first=ago(90), days=9)
_VISION = Symptom("vision", 3, ago(2), first=ago(60), days=4)


def _of(*results: Result, **fields: object) -> Case:
    return Case(today=TODAY, **{"results": results, "age_years": 41.0} | fields)


def _b12(value: float, unit: str = "ng/L", on: dt.date = _TESTED, **fields: object) -> Result:
    return Result("b12", value, unit, on, **fields)


def _active(value: float) -> Result:
    return Result("active_b12", value, "pmol/L", _TESTED)


SAMPLES: dict[str, tuple[Case, ...]] = {
    "lab-deficient": (
        _of(_b12(142, low=197.0, high=771.0)),
        _of(_b12(160, "pg/mL"), guideline="aafp"),
        _of(_active(21), guideline="who"),
    ),
    "lab-deficient-nerve-signs": (_of(_b12(128, "pmol/L", low=145.0), symptoms=(_TINGLING,)),),
    "lab-indeterminate": (
        _of(_b12(231)),
        _of(_b12(180, "pmol/L"), guideline="who"),
        _of(_active(44), guideline="aafp"),
    ),
    "lab-mma-raised": (
        _of(Result("mma", 0.52, "µmol/L", _TESTED)),
        _of(Result("mma", 410, "nmol/L", _TESTED), Result("egfr", 88, "mL/min/1.73m2", _TESTED)),
    ),
    "lab-unlikely-with-symptoms": (
        _of(_b12(482), symptoms=(_TINGLING,)),
        _of(_b12(390, "pmol/L"), symptoms=(_TINGLING, _VISION), black_ethnicity=True),
        _of(_active(95), Result("mma", 0.21, "µmol/L", _TESTED), symptoms=(_VISION,)),
    ),
    "lab-high-unsupplemented": (
        _of(_b12(1240, "pg/mL", after_dose=False), _b12(1105, "pg/mL", ago(60), after_dose=False)),
    ),
    "lab-after-dose": (
        _of(_b12(890, after_dose=True)),
        _of(Result("active_b12", 128, "pmol/L", ago(3), after_dose=True)),
    ),
    "lab-context": (
        _of(_b12(190), life_stage="pregnant", sex="female"),
        _of(_b12(190), medicines=(Use("oral_contraceptive", "hormonal_contraceptive", "the pill"),), sex="female"),
        _of(_b12(205, microbiological=True), medicines=(
            Use("hrt", "hrt", "oestrogen patch"), Use("amoxicillin_erythromycin", "other", "amoxicillin"),
        )),
        _of(_b12(310), conditions=(Has("ckd", "chronic kidney disease"), Has("liver_disease", "liver disease")),
            gas=(GasUse(Gas.RECREATIONAL, ago(20)),)),
    ),
    "lab-macrocytosis": (
        _of(Result("mcv", 104, "fL", _TESTED)),
        _of(Result("mcv", 97.5, "fL", _TESTED, low=80.0, high=96.0)),
    ),
    "lab-anaemia": (
        _of(Result("haemoglobin", 108, "g/L", _TESTED), sex="female"),
        _of(Result("haemoglobin", 11.9, "g/dL", _TESTED, low=13.2, high=17.0), sex="male"),
    ),
    "treatment-review-due": (
        _of(treatment_began=ago(94)),
        _of(treatment_began=ago(33), life_stage="breastfeeding"),
        _of(treatment_began=ago(120), regimens=(Regimen("injected", 60, due=ago(-20), began=ago(120)),)),
    ),
}  # fmt: skip
