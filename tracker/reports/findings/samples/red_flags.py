"""Signs that need help now or this week."""

from tracker.domain.risks.facts import Case, Symptom
from tracker.domain.risks.red_flags import EMERGENCY, SELF_HARM, THIS_WEEK
from tracker.reports.findings.samples import TODAY, ago


def _of(*symptoms: Symptom, ticks: tuple[str, ...] = ()) -> Case:
    return Case(today=TODAY, age_years=52.0, symptoms=symptoms, ticks=frozenset(ticks))


_NUMB_FEET = Symptom("numbness", 6, TODAY, first=ago(5), rise=3.0, days=4, places=frozenset(("foot_left",)))
_LEAKING = Symptom("incontinence", 1, TODAY, onset=ago(2))

SAMPLES: dict[str, tuple[Case, ...]] = {
    "emergency-signs": (
        _of(ticks=("chest_pain",)),
        _of(ticks=("one_sided", "face_or_speech")),
        _of(_LEAKING, Symptom("muscle_weakness", 2, TODAY, first=ago(4), places=frozenset(("leg_left", "leg_right")))),
        _of(ticks=EMERGENCY),
    ),
    "nerve-signs-fast": (
        _of(_NUMB_FEET),
        _of(_LEAKING),
        _of(Symptom("ataxia", 5, TODAY, first=ago(40), course="worse", days=8), _LEAKING),
    ),
    "confusion-new": (
        _of(Symptom("confusion", 1, TODAY, onset=ago(1))),
        _of(Symptom("confusion", 1, TODAY, first=ago(3), days=2)),
    ),
    "nerve-signs-new": (
        _of(Symptom("tingling", 4, TODAY, first=ago(9), days=5)),
        _of(Symptom("numbness", 3, ago(1), first=ago(300), course="spreading", days=12), Symptom("falls", 2, ago(3))),
    ),
    "symptom-red-flag": (
        _of(ticks=("unplanned_weight_loss",)),
        _of(ticks=("ulcer_3_weeks",)),
        _of(ticks=THIS_WEEK),
    ),
    "self-harm": (
        _of(Symptom("depression", 7, TODAY, first=ago(30), days=20), ticks=(SELF_HARM,)),
        _of(ticks=(SELF_HARM, "chest_pain")),
    ),
}
