"""People from 50 on, mothers and babies."""

from tracker.domain.risks.facts import Case, Diet, Has, Intake, Result, Symptom
from tracker.reports.findings.samples import TODAY, ago, eats


def _of(**fields: object) -> Case:
    about = {"today": TODAY, "age_years": 31.0, "target_ug": 4.5, "ear_ug": 2.2, "authority": "efsa"}
    return Case(**about | fields)


def _mother(intake: Intake, stage: str = "pregnant", **fields: object) -> Case:
    return _of(sex="female", life_stage=stage, intake=intake, **fields)


_BABY = Has("infant_vegan_mother", "baby breast-fed by a mother with low B12")
_FLOPPY = Symptom("infant_regression", 1, ago(1), first=ago(1))

SAMPLES: dict[str, tuple[Case, ...]] = {
    "age-50-crystalline": (
        _of(age_years=56.3, target_ug=4.0, intake=eats(5.2)),
        _of(age_years=68.0, target_ug=4.0, intake=eats(4.1, 20, doses=0.6, unknown_entries=4, upper_ug=None)),
    ),
    "age-75-test": (
        _of(age_years=79.5),
        _of(age_years=82.0, results=(Result("b12", 312, "ng/L", ago(800)),)),
        _of(age_years=82.0, results=(Result("active_b12", 81, "pmol/L", ago(500)),)),
    ),
    "maternal-diet-risk": (
        _mother(eats(0.1), diet=Diet.VEGAN),
        _mother(eats(0.0, 2), "breastfeeding", diet=Diet.VEGAN, says_no_supplement=True),
        _mother(eats(3.0), diet=Diet.LACTO_OVO),
        _mother(eats(1.4, 20, unknown_entries=5, upper_ug=None), "breastfeeding"),
        _of(age_years=0.6, target_ug=None, ear_ug=None, conditions=(_BABY,)),
    ),
    "infant-warning-signs": (_of(age_years=0.6, symptoms=(_FLOPPY,)), _of(symptoms=(_FLOPPY,))),
}
