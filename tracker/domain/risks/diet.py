"""What is eaten: too little, from no reliable source, from sources that do not count, or very much. Pure.

docs/risks.md, Diet and intake. Rules about the mean are silent where too little is logged or known.
"""

from tracker.domain.risks.common import (
    intake_speaks,
    is_vegan,
    mean_below,
    mean_facts,
    schedule_met,
    treated,
    vegan_unmet,
)
from tracker.domain.risks.facts import VEGETARIAN, YEAR_DAYS, Case, Result, Uncounted
from tracker.domain.risks.findings import Found, Group, Level, Question, Rule, rule
from tracker.domain.risks.schedules import CHILD_UNTIL_YEARS, reaches

GUIDANCE_UG = 2000.0  # a day from supplements; Expert Group on Vitamins and Minerals 2003
_WEEK_DAYS = 7
UNRELIABLE, FORTIFIABLE = "unreliable", "fortifiable"
_SOURCES_OF_REASON = {"ferment": "S112", "mushroom": "S113"}


# --- the mean --------------------------------------------------------------------------------------------------------
@rule(
    "intake-below-target",
    Level.INFO,
    group=Group.DIET,
    sources=("S2", "S15"),
    yields_to=(
        "intake-below-requirement",
        "diet-vegetarian-low",
        "diet-vegan-schedule-not-met",
        "maternal-diet-risk",
    ),
)
def intake_below_target(case: Case) -> Found | None:
    """Between the floor and the value that the chosen authority gives."""
    if not mean_below(case, case.target_ug) or mean_below(case, case.ear_ug):
        return None
    return Found(mean_facts(case), (f"target {case.target_ug}",))


@rule(
    "intake-below-requirement",
    Level.CAUTION,
    group=Group.DIET,
    sources=("S2", "S28"),
    yields_to=("diet-vegan-schedule-not-met", "maternal-diet-risk"),
)
def intake_below_requirement(case: Case) -> Found | None:
    """Below the average need."""
    return Found(mean_facts(case), (f"floor {case.ear_ug}",)) if mean_below(case, case.ear_ug) else None


@rule(
    "diet-vegetarian-low",
    Level.CAUTION,
    group=Group.DIET,
    sources=("S98", "S38", "S7"),
    yields_to=("intake-below-requirement", "maternal-diet-risk"),
)
def diet_vegetarian_low(case: Case) -> Found | None:
    """Little milk and egg; with fish the general rule is enough."""
    if case.diet not in VEGETARIAN or not mean_below(case, case.target_ug):
        return None
    return Found(mean_facts(case) | {"eggs": case.diet != "lacto"}, (case.diet, f"target {case.target_ug}"))


# --- a vegan diet ----------------------------------------------------------------------------------------------------
@rule(
    "diet-vegan-schedule-not-met",
    Level.CAUTION,
    group=Group.DIET,
    sources=("S14", "S12", "S38"),
    yields_to=("maternal-diet-risk",),
    again_days=28,
)
def diet_vegan_schedule_not_met(case: Case) -> Found | None:
    """No way of getting B12 is kept that people without a natural source rely on."""
    if not vegan_unmet(case):
        return None
    child = case.age_years is not None and case.age_years < CHILD_UNTIL_YEARS
    facts = {
        "since": case.diet_since,
        "days": case.intake.tracked,
        "by_word": not intake_speaks(case),  # too little is logged, but they say that they take none
        "child": child,
        "ask_for_test": not child and _vegan_for_a_year(case) and not case.b12_tested_within(),
    }
    return Found(facts, (case.diet, "child" if child else ""))


def _vegan_for_a_year(case: Case) -> bool:
    return case.diet_since is not None and case.days_ago(case.diet_since.date) >= YEAR_DAYS


@rule("diet-vegan-long-gap", Level.SEE_A_CLINICIAN, group=Group.DIET, sources=("S2", "S38", "S40"))
def diet_vegan_long_gap(case: Case) -> Found | None:
    """A year or more without any source (estimate), and no test since; also when a source was taken up again."""
    since, until = case.no_source_since, case.no_source_until
    if not is_vegan(case) or since is None:
        return None
    days = (min(until or case.today, case.today) - since).days
    if days < YEAR_DAYS or _tested_since_the_gap(case):
        return None
    never = case.diet_since is not None and case.diet_since.date == since  # then as exactly as the diet's beginning
    facts = {"since": case.diet_since if never else since, "until": until, "days": days}
    return Found(facts, (f"since {since}", f"until {until}"))


def _tested_since_the_gap(case: Case) -> bool:
    """A test in the first months of a gap cannot show what a year of it did; one of the last year is still good."""

    def counts(result: Result) -> bool:
        since = case.no_source_since
        if since is None or result.marker not in ("b12", "active_b12") or not since <= result.taken_on <= case.today:
            return False
        return (result.taken_on - since).days >= YEAR_DAYS or case.days_ago(result.taken_on) < YEAR_DAYS

    return any(map(counts, case.results))


def ask_about_supplements(case: Case) -> Question | None:
    """Too little of a vegan's days is logged to see a source, and none is."""
    asks = (
        is_vegan(case)
        and case.says_no_supplement is None
        and not case.intake.supplement_days
        and schedule_met(case) is None
        and not treated(case)
    )
    return Question("takes-supplement", "profile") if asks else None


def ask_about_the_gap(case: Case) -> Question | None:
    """Vegan for a year or more, no source now, no recent test, and nobody said since when."""
    if not is_vegan(case) or case.no_source_since is not None or case.b12_tested_within():
        return None
    return Question("no-source-since", "profile") if _vegan_for_a_year(case) and vegan_unmet(case) else None


# --- single sources --------------------------------------------------------------------------------------------------
@rule("source-not-counted", Level.INFO, group=Group.FOOD, sources=("S9", "S10", "S11"))
def source_not_counted(case: Case) -> Found | None:
    """Food whose B12 counts 0 whatever a label says, or that may hold added B12 of which nobody knows how much."""
    unreliable = _of_kind(case, UNRELIABLE)
    fortifiable = _of_kind(case, FORTIFIABLE)
    if not unreliable and not fortifiable:
        return None
    reasons = tuple(dict.fromkeys(one.reason for one in unreliable))
    facts = {"unreliable": unreliable, "fortifiable": fortifiable, "reasons": reasons}
    basis = tuple(sorted(f"{one.kind} {one.food_id}" for one in (*unreliable, *fortifiable)))
    sources = tuple(_SOURCES_OF_REASON[one] for one in reasons if one in _SOURCES_OF_REASON)
    return Found(facts, basis, sources=sources)


def _of_kind(case: Case, kind: str) -> tuple[Uncounted, ...]:
    return tuple(one for one in case.uncounted if one.kind == kind)


@rule("intake-above-guidance-level", Level.INFO, group=Group.DIET, sources=("S26", "S2"))
def intake_above_guidance_level(case: Case) -> Found | None:
    """Much from supplements over a week that nobody prescribed. What is injected is not swallowed."""
    mean_ug = case.intake.supplement_week_ug / _WEEK_DAYS
    if reaches(GUIDANCE_UG, mean_ug) or _prescribed(case):
        return None
    return Found({"mean_ug": mean_ug, "guidance_ug": GUIDANCE_UG})


def _prescribed(case: Case) -> bool:
    elsewhere = any(one.treated_elsewhere for one in case.conditions)
    return elsewhere or any(not one.stopped for one in case.regimens)


RULES: tuple[Rule, ...] = (
    intake_below_target,
    intake_below_requirement,
    diet_vegan_schedule_not_met,
    diet_vegan_long_gap,
    diet_vegetarian_low,
    source_not_counted,
    intake_above_guidance_level,
)
QUESTIONS = (ask_about_supplements, ask_about_the_gap)
