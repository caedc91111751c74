"""What age, pregnancy and breastfeeding bring with them. Pure; docs/risks.md, Age and life stage."""

from tracker.domain.risks.common import current, intake_speaks, mean_below, mean_facts, treated, untreated, vegan_unmet
from tracker.domain.risks.facts import VEGETARIAN, Case, Symptom
from tracker.domain.risks.findings import Found, Group, Level, Rule, rule
from tracker.domain.risks.schedules import reaches

FROM_50, FROM_65, FROM_75 = 50, 65, 75
MOST_SHARE = 0.5  # of the target from fortified food and supplements: our reading of "most" (estimate)
FOR_TWO = ("pregnant", "breastfeeding")
_BABY = "infant_vegan_mother"
_INFANT_UNTIL, _PARENT_FROM = 2, 12  # years; in between a profile is neither a baby's nor a mother's


@rule("age-50-crystalline", Level.INFO, group=Group.LIFE_STAGE, sources=("S2", "S38", "S66", "S27"))
def age_50_crystalline(case: Case) -> Found | None:
    """From 50 on most of the target is better not bound in food; with treatment it does not matter."""
    added_ug, target_ug = case.intake.crystalline_ug, case.target_ug
    if not _is_aged(case, FROM_50) or added_ug is None or target_ug is None or not intake_speaks(case):
        return None
    if reaches(added_ug, target_ug * MOST_SHARE) or treated(case) or untreated(case):
        return None
    older = _is_aged(case, FROM_65) and not _is_aged(case, FROM_75)
    facts = {
        "added_ug": added_ug,
        "half_ug": target_ug * MOST_SHARE,
        "at_least": case.intake.unknown_entries > 0,
        "older": older,
    }
    return Found(facts, ("65" if older else "",))


def _is_aged(case: Case, years: int) -> bool:
    return case.age_years is not None and case.age_years >= years


@rule("age-75-test", Level.CAUTION, group=Group.LIFE_STAGE, sources=("S27", "S30", "S38"), asks_for_test=True)
def age_75_test(case: Case) -> Found | None:
    """75 and over without a B12 result of the last year (how often is our estimate)."""
    if not _is_aged(case, FROM_75) or case.b12_tested_within():
        return None
    return Found({"result": case.newest("b12", "active_b12")})


@rule("maternal-diet-risk", Level.SEE_A_CLINICIAN, group=Group.LIFE_STAGE, sources=("S2", "S64", "S29"), again_days=28)
def maternal_diet_risk(case: Case) -> Found | None:
    """Little B12 for two; or the profile of a baby whose mother has little, without a sign so far."""
    why = _little_for_two(case)
    if why:
        facts = mean_facts(case) | {"why": why, "pregnant": case.life_stage == "pregnant", "baby": False}
        return Found(facts, (case.life_stage, why))
    if case.has(_BABY) and not _past_infancy(case) and not _signs(case):
        return Found({"baby": True}, (_BABY,))
    return None


def _little_for_two(case: Case) -> str:
    """Why what a mother takes may be too little; empty where nothing shows it."""
    if case.life_stage not in FOR_TWO:
        return ""
    if vegan_unmet(case):
        return "vegan"
    if mean_below(case, case.ear_ug):
        return "low"
    return "vegetarian" if case.diet in VEGETARIAN and mean_below(case, case.target_ug) else ""


@rule(
    "infant-warning-signs",
    Level.URGENT,
    group=Group.RED_FLAGS,
    sources=("S64", "S12", "S126"),
    again_days=1,
)
def infant_warning_signs(case: Case) -> Found | None:
    """A baby who loses skills: once said is enough, in the baby's profile or in a parent's."""
    signs = _signs(case)
    return Found({"last": signs[0].last}, ("infant_regression",)) if signs and not _past_infancy(case) else None


def _signs(case: Case) -> tuple[Symptom, ...]:
    return current(case, "infant_regression", least=1)


def _past_infancy(case: Case) -> bool:
    """Known to be a child, and no baby any more."""
    return case.age_years is not None and _INFANT_UNTIL <= case.age_years < _PARENT_FROM


RULES: tuple[Rule, ...] = (age_50_crystalline, age_75_test, maternal_diet_risk, infant_warning_signs)
