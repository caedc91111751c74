"""Signs that need help now, whatever the B12. Pure; docs/risks.md, Red flags.

They come from what is ticked beside a symptom, and from the entries together. What is told to be of old, or was looked
into and stays the same, raises nothing here.
"""

from tracker.domain.risks.common import CURRENT_DAYS, NERVE_SIGNS, current
from tracker.domain.risks.facts import Case, Symptom
from tracker.domain.risks.findings import Found, Group, Level, Question, Rule, rule

NEW_DAYS = 28  # since it began (estimate)
FAST_RISE = 3  # points between two entries within 7 days (estimate)
FAST_NUMB_FROM = 5  # of 10: how bad numbness or tingling has to be by then (estimate)
LASTING_DAYS = 2  # on how many days tingling or numbness is logged before it counts (estimate)

SELF_HARM = "self_harm"
EMERGENCY = (
    "one_sided",  # sudden weakness or numbness of one side
    "face_or_speech",  # a drooping face, slurred speech
    "sudden_sight_loss",
    "chest_pain",
    "breathless_at_rest",
    "fainting_palpitations",
    "saddle_numbness",
    "bladder_leg_weakness",  # new bladder or bowel trouble with weak legs
    "sudden_confusion",
    "psychosis",
    "worst_headache",
    "headache_fever_stiff_neck",
    "sudden_trouble_walking",
    "swelling_after_dose",  # of face or throat, or trouble breathing, after a dose
)
THIS_WEEK = (
    "jaundice",
    "fainting",
    "rapid_memory_change",
    "unplanned_weight_loss",
    "diarrhoea_blood_fever",
    "worsening_sight",  # not suddenly
    "ulcer_3_weeks",
)
FALL_TRIPPED, FALL_UNEXPLAINED = "fall_tripped", "fall_unexplained"  # the answers to what one fall was
TICKS = frozenset((SELF_HARM, *EMERGENCY, *THIS_WEEK, FALL_TRIPPED, FALL_UNEXPLAINED))

_NUMB = ("numbness", "tingling")
_FAST = (*_NUMB, "muscle_weakness", "ataxia", "balance")
_LEGS = ("leg", "foot", "feet", "thigh", "knee", "calf")


# --- what several rules ask ------------------------------------------------------------------------------------------
def _logged(case: Case, key: str) -> Symptom | None:
    """At any severity above 0 within four weeks."""
    return next(
        (
            one
            for one in case.symptoms
            if one.key == key and one.severity > 0 and 0 <= case.days_ago(one.last) < CURRENT_DAYS
        ),
        None,
    )


def _is_new(case: Case, symptom: Symptom) -> bool:
    return case.days_ago(symptom.began) <= NEW_DAYS


def _basis(*things: Symptom | str) -> tuple[str, ...]:
    return tuple(sorted({thing.key if isinstance(thing, Symptom) else thing for thing in things}))


# --- now -------------------------------------------------------------------------------------------------------------
@rule("self-harm", Level.URGENT, group=Group.RED_FLAGS, sources=("S126",), again_days=1)
def self_harm(case: Case) -> Found | None:
    """Thoughts of harming oneself. It stands alone on its screen, so it carries the call for an emergency too.

    It cites nothing about B12 for the same reason.
    """
    return Found({"emergency": bool(_emergencies(case))}, (SELF_HARM,)) if SELF_HARM in case.ticks else None


@rule("emergency-signs", Level.URGENT, group=Group.RED_FLAGS, sources=("S126", "S92", "S35"), again_days=1)
def emergency_signs(case: Case) -> Found | None:
    """What emergency services are called for, at any severity. `signs`: keys of EMERGENCY, in that order."""
    signs = _emergencies(case)
    return Found({"signs": signs}, _basis(*signs)) if signs else None


def _emergencies(case: Case) -> tuple[str, ...]:
    """What is ticked, and what the entries say together."""
    numb, leaking, weak = (_logged(case, key) for key in ("numbness", "incontinence", "muscle_weakness"))
    together = {
        "saddle_numbness": numb is not None and any("saddle" in place for place in numb.places),
        "bladder_leg_weakness": leaking is not None and _is_new(case, leaking) and weak is not None and _in_legs(weak),
        "fainting_palpitations": "fainting" in case.ticks and _logged(case, "palpitations") is not None,
        "psychosis": _logged(case, "psychosis") is not None,
    }
    return tuple(sign for sign in EMERGENCY if sign in case.ticks or together.get(sign))


def _in_legs(symptom: Symptom) -> bool:
    return any(part in place for place in symptom.places for part in _LEGS)


# --- today -----------------------------------------------------------------------------------------------------------
@rule(
    "nerve-signs-fast",
    Level.URGENT,
    group=Group.RED_FLAGS,
    sources=("S95", "S52"),
    yields_to=("emergency-signs",),
    again_days=1,
)
def nerve_signs_fast(case: Case) -> Found | None:
    """Numbness, weakness or unsteadiness that gets worse within days, or new trouble with bladder or bowel."""
    logged = [one for key in _FAST if (one := _logged(case, key))]
    worse = tuple(one for one in logged if one.course == "worse" or _rose(one))
    leaking = _logged(case, "incontinence")
    new_leaking = leaking is not None and _is_new(case, leaking)
    if not (worse or new_leaking):
        return None
    basis = _basis(*worse, *(["incontinence"] if new_leaking else []))
    return Found({"worse": worse, "leaking": new_leaking}, basis)


def _rose(symptom: Symptom) -> bool:
    """By three points within a week; numbness and tingling come and go, so they have to be bad by then too."""
    bad_enough = symptom.key not in _NUMB or symptom.severity >= FAST_NUMB_FROM
    return bad_enough and symptom.rise is not None and symptom.rise >= FAST_RISE


@rule(
    "confusion-new",
    Level.URGENT,
    group=Group.RED_FLAGS,
    sources=("S126", "S92"),
    yields_to=("emergency-signs",),
    again_days=1,
)
def confusion_new(case: Case) -> Found | None:
    """Confusion of the last weeks. One that was already logged before them is not new, whatever its beginning."""
    confusion = _logged(case, "confusion")
    if confusion is None or not _is_new(case, confusion) or "sudden_confusion" in case.ticks:
        return None
    return Found({"symptom": confusion, "dated": confusion.onset is not None}, _basis(confusion))


# --- this week -------------------------------------------------------------------------------------------------------
@rule(
    "nerve-signs-new",
    Level.SEE_A_CLINICIAN,
    group=Group.RED_FLAGS,
    sources=("S95", "S29"),
    yields_to=("emergency-signs", "nerve-signs-fast", "nitrous-oxide-nerve-signs", "lab-deficient-nerve-signs"),
    again_days=7,
)
def nerve_signs_new(case: Case) -> Found | None:
    """New or spreading nerve signs. What stands for it asks for the same doctor, sooner."""
    signs = tuple(one for one in current(case, *NERVE_SIGNS) if _is_worth_seeing(case, one))
    return Found({"signs": signs}, _basis(*signs)) if signs else None


def _is_worth_seeing(case: Case, sign: Symptom) -> bool:
    if sign.key in _NUMB and sign.days < LASTING_DAYS:
        return False
    if sign.key == "falls" and _is_single_fall(sign) and FALL_UNEXPLAINED not in case.ticks:
        return False
    if sign.course == "spreading":
        return True
    return _is_new(case, sign) and not (sign.looked_into and sign.course == "steady")


def _is_single_fall(falls: Symptom) -> bool:
    return falls.severity <= 1 and falls.days <= 1


def ask_about_the_fall(case: Case) -> Question | None:
    """Somebody who tripped once is not unsteady; somebody who just fell may be."""
    falls = next((one for one in current(case, "falls") if _is_new(case, one)), None)
    answered = FALL_TRIPPED in case.ticks or FALL_UNEXPLAINED in case.ticks
    return Question("one-fall", "symptoms", "falls") if falls and _is_single_fall(falls) and not answered else None


@rule(
    "symptom-red-flag",
    Level.SEE_A_CLINICIAN,
    group=Group.RED_FLAGS,
    sources=("S126", "S92", "S104"),
    again_days=7,
)
def symptom_red_flag(case: Case) -> Found | None:
    """Another sign that a doctor should see. `flags`: keys of THIS_WEEK, in that order."""
    emergencies = _emergencies(case)
    heart = "chest_pain" in emergencies or "fainting_palpitations" in emergencies
    flags = tuple(flag for flag in THIS_WEEK if flag in case.ticks and not (flag == "fainting" and heart))
    return Found({"flags": flags, "only_mouth": flags == ("ulcer_3_weeks",)}, _basis(*flags)) if flags else None


RULES: tuple[Rule, ...] = (
    emergency_signs,
    nerve_signs_fast,
    confusion_new,
    nerve_signs_new,
    symptom_red_flag,
    self_harm,
)
QUESTIONS = (ask_about_the_fall,)
