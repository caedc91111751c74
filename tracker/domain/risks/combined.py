"""Risks that come together, and risks that meet symptoms. Pure; docs/risks.md, Combined."""

from collections.abc import Callable

from tracker.domain.risks.common import SYM, current, treated, untreated
from tracker.domain.risks.facts import Case, Symptom
from tracker.domain.risks.findings import Found, Group, Level, Rule, rule
from tracker.domain.risks.medicines import metformin_with_symptoms, open_symptoms
from tracker.domain.risks.points import points, total
from tracker.domain.symptoms import SYMPTOMS

SEVERAL, MANY = 3, 5  # points (estimates)
FEWEST_GROUPS = 2
SETTLING_DAYS = 28  # of a treatment, before symptoms under it are remarked on (estimate)
NERVE_SIGNS = frozenset(("numbness", "tingling", "muscle_weakness", "ataxia", "balance"))  # one of them is enough
FEWEST_CLUSTERS = 2
_LOW_RESULT = ("lab-deficient", "lab-deficient-nerve-signs")
_NOT_TO_WAIT = ("nerve-signs-fast", "nerve-signs-new", "confusion-new")


# --- several risks ---------------------------------------------------------------------------------------------------
def _together(case: Case, fits: Callable[[int], bool]) -> Found | None:
    """Risks of two groups or more whose points fit, and no B12 result of the last year. An untreated condition comes
    first: it asks for more than a test."""
    if case.b12_tested_within():
        return None
    given = points(case)
    if len(given) < FEWEST_GROUPS or not fits(total(given)) or untreated(case):
        return None
    groups = tuple(point.group for point in given)
    sources = tuple(dict.fromkeys(key for point in given for key in point.sources))
    return Found({"points": given, "groups": groups, "total": total(given)}, groups, sources=sources)


@rule(
    "several-risks",
    Level.CAUTION,
    group=Group.COMBINED,
    sources=("S28",),
    yields_to=("many-risks", *_LOW_RESULT),
    asks_for_test=True,
)
def several_risks(case: Case) -> Found | None:
    """3 or 4 points."""
    return _together(case, lambda given: SEVERAL <= given < MANY)


@rule(
    "many-risks",
    Level.SEE_A_CLINICIAN,
    group=Group.COMBINED,
    sources=("S28",),
    yields_to=_LOW_RESULT,
    asks_for_test=True,
    again_days=30,
)
def many_risks(case: Case) -> Found | None:
    """5 points or more."""
    return _together(case, lambda given: given >= MANY)


# --- symptoms --------------------------------------------------------------------------------------------------------
@rule(
    "symptom-and-risk",
    Level.SEE_A_CLINICIAN,
    group=Group.SYMPTOMS,
    sources=("S29", "S30"),
    yields_to=("symptoms-on-treatment", *_NOT_TO_WAIT, *_LOW_RESULT),
    again_days=30,
)
def symptom_and_risk(case: Case) -> Found | None:
    """A symptom that low B12 can cause meets something that can lower it, and no test since makes it unlikely.

    The finding about metformin with symptoms says it where metformin is sure; a brand nobody confirmed says less.
    """
    symptoms = open_symptoms(case)
    given = points(case) if symptoms else ()
    if not given:
        return None
    metformin = metformin_with_symptoms.find(case)
    if metformin and metformin.level is Level.SEE_A_CLINICIAN:
        return None
    groups = tuple(point.group for point in given)
    return Found({"symptoms": symptoms, "points": given, "groups": groups}, (*_keys(symptoms), *groups))


@rule(
    "symptoms-on-treatment",
    Level.CAUTION,
    group=Group.SYMPTOMS,
    sources=("S29", "S97"),
    yields_to=("nerve-signs-fast", "nerve-signs-new"),
    again_days=30,
)
def symptoms_on_treatment(case: Case) -> Found | None:
    """Symptoms four weeks or more after a treatment began."""
    began = case.treatment_began
    if began is None or case.days_ago(began) < SETTLING_DAYS:
        return None
    symptoms = current(case, *SYM)
    if not symptoms or not treated(case):
        return None
    return Found({"symptoms": symptoms, "began": began}, (f"began {began}", *_keys(symptoms)))


@rule(
    "symptoms-no-risk",
    Level.INFO,
    group=Group.SYMPTOMS,
    sources=("S29",),
    yields_to=(
        "symptoms-on-treatment",
        "nitrous-oxide-nerve-signs",
        "lab-unlikely-with-symptoms",
        *_NOT_TO_WAIT,
        *_LOW_RESULT,
    ),
)
def symptoms_no_risk(case: Case) -> Found | None:
    """Symptoms of several kinds, or a nerve sign nobody looked into, and no risk that is known: none that treatment
    holds at bay or that hangs on a brand either."""
    symptoms = current(case, *SYM)
    nerve = tuple(one for one in symptoms if one.key in NERVE_SIGNS and not one.looked_into)
    kinds = {SYMPTOMS[one.key].cluster for one in symptoms}
    if not nerve and len(kinds) < FEWEST_CLUSTERS:
        return None
    if points(case, brands=True, though_treated=True):
        return None
    return Found({"symptoms": symptoms, "nerve": nerve}, _keys(symptoms))


def _keys(symptoms: tuple[Symptom, ...]) -> tuple[str, ...]:
    return tuple(sorted(one.key for one in symptoms))


RULES: tuple[Rule, ...] = (several_risks, many_risks, symptom_and_risk, symptoms_on_treatment, symptoms_no_risk)
QUESTIONS = ()
