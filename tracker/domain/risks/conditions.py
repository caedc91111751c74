"""Conditions and operations that bear on B12. Pure; docs/risks.md, Conditions and surgery.

Doing nothing is a result too: ulcerative colitis, less than 20 cm of ileum removed, and Crohn's disease with little of
the ileum touched raise no finding. An operation that is still to come raises none either.
"""

from collections.abc import Iterable

from tracker.domain.risks.common import (
    BYPASSES,
    injections_on_time,
    intake_speaks,
    long_resection,
    needs_replacing,
    treated,
    treatment_known,
    watched_stomach,
)
from tracker.domain.risks.facts import FEWEST_TRACKED_DAYS, Case, Has
from tracker.domain.risks.findings import Found, Group, Level, Question, Rule, rule
from tracker.domain.risks.schedules import reaches

FOR_LIFE_CM = 60.0  # of ileum removed, above which replacement is for life; ESPEN
CROHN_CM = 30.0  # of ileal disease, above which the risk is higher; Battat 2014
HEAVY_DRINKING_DAYS = 14
OPERATED = (*BYPASSES, "sleeve", "gastric_band")
_LESS_UPTAKE = ("coeliac", "sibo", "pancreatic_insufficiency", "radiotherapy", "tropical_sprue")
_RELATED = ("type_1_diabetes", "sjogren", "family_history")
_RELATED_UNCONFIRMED = ("autoimmune_thyroid", "vitiligo", "addison")


def _all_of(case: Case, keys: Iterable[str]) -> tuple[Has, ...]:
    found = (case.has(key) for key in keys)
    return tuple(one for one in found if one)


def _basis(found: Iterable[Has]) -> tuple[str, ...]:
    return tuple(f"{one.key} {one.since.date if one.since else ''}" for one in found)


# --- without treatment -----------------------------------------------------------------------------------------------
def _is_untreated(case: Case) -> bool:
    return treatment_known(case) and not treated(case)


def _not_replaced(case: Case, has: Has | None, **more: object) -> Found | None:
    """What is found of a condition that needs B12 replaced; None with treatment, or where nobody knows of one."""
    if has is None or not _is_untreated(case):
        return None
    past = [date for date in case.injected_on if date <= case.today]
    last = max(past, default=None)
    return Found({"has": has, "last_injection": last, **more}, (*_basis((has,)), f"injection {last}"))


@rule(
    "pernicious-anaemia-untreated",
    Level.SEE_A_CLINICIAN,
    group=Group.CONDITIONS,
    sources=("S4", "S38", "S33"),
    again_days=30,
    child_note=True,
)
def pernicious_anaemia_untreated(case: Case) -> Found | None:
    """Without intrinsic factor food cannot be enough."""
    return _not_replaced(case, case.has("pernicious_anaemia"))


@rule(
    "gastrectomy-untreated",
    Level.SEE_A_CLINICIAN,
    group=Group.CONDITIONS,
    sources=("S33", "S2"),
    again_days=30,
    child_note=True,
)
def gastrectomy_untreated(case: Case) -> Found | None:
    """The whole stomach, or a part of it without a test of the last year."""
    whole = case.has("gastrectomy_total")
    return _not_replaced(case, whole or watched_stomach(case), partial=whole is None)


@rule(
    "bariatric-bypass-untreated",
    Level.SEE_A_CLINICIAN,
    group=Group.CONDITIONS,
    sources=("S38", "S63", "S99"),
    again_days=30,
    child_note=True,
)
def bariatric_bypass_untreated(case: Case) -> Found | None:
    """Food misses most of the stomach."""
    return _not_replaced(case, case.has(*BYPASSES))


@rule(
    "ileal-resection-replace",
    Level.SEE_A_CLINICIAN,
    group=Group.CONDITIONS,
    sources=("S60", "S61", "S62"),
    again_days=30,
    child_note=True,
)
def ileal_resection_replace(case: Case) -> Found | None:
    """The place where B12 is taken up is gone, or nobody said how much of it."""
    has = long_resection(case)
    cm = has.resection_cm if has else None
    return _not_replaced(case, has, length_cm=cm, for_life=cm is not None and cm > FOR_LIFE_CM)


def ask_about_treatment(case: Case) -> Question | None:
    """Nothing is logged at all, so that nobody can tell whether there is a treatment."""
    has = next(iter(needs_replacing(case)), None)
    asks = has is not None and not treatment_known(case) and not treated(case)
    return Question("treatment", "conditions", has.key) if has and asks else None


# --- watched ---------------------------------------------------------------------------------------------------------
@rule(
    "yearly-test-due",
    Level.CAUTION,
    group=Group.CONDITIONS,
    sources=("S38", "S63", "S60"),
    asks_for_test=True,
    child_note=True,
)
def yearly_test_due(case: Case) -> Found | None:
    """A test a year is usual, and a supplement after a sleeve or band."""
    smaller = case.has("sleeve", "gastric_band")
    watched = () if case.b12_tested_within() else _watched(case)
    lacks = smaller is not None and _takes_nothing(case)
    if not watched and not lacks:
        return None
    named = watched or ((smaller,) if smaller else ())
    facts = {"conditions": named, "test": bool(watched), "supplement": lacks}
    return Found(facts, (*_basis(named), "test" if watched else "", "supplement" if lacks else ""))


def _watched(case: Case) -> tuple[Has, ...]:
    crohn = case.has("crohn")
    found = (
        *_all_of(case, OPERATED),
        # without treatment the finding about the stomach already asks for it
        None if _is_untreated(case) else case.has("gastrectomy_partial"),
        crohn if crohn and _much_of_the_ileum(case, crohn) else None,
    )
    return tuple(one for one in found if one)


def _much_of_the_ileum(case: Case, crohn: Has) -> bool:
    cut = crohn.resected or case.has("ileal_resection") is not None
    return cut or (crohn.ileal_cm is not None and crohn.ileal_cm > CROHN_CM)


def _takes_nothing(case: Case) -> bool:
    """Known to take no supplement: enough days are logged without one, or they say so."""
    intake = case.intake
    if intake.supplement_days or treated(case) or case.says_no_supplement is False:
        return False
    return bool(case.says_no_supplement) or intake.tracked >= FEWEST_TRACKED_DAYS


@rule(
    "malabsorption-condition",
    Level.CAUTION,
    group=Group.CONDITIONS,
    sources=("S28", "S66", "S2"),
    asks_for_test=True,
    child_note=True,
)
def malabsorption_condition(case: Case) -> Found | None:
    """Less B12 is taken up, also in remission; the fish tapeworm is not compared with a publication yet."""
    if case.b12_tested_within():
        return None
    hiv = case.has("hiv")
    found = (*_all_of(case, _LESS_UPTAKE), *((hiv,) if hiv and hiv.chronic_diarrhoea else ()))
    named = found or _all_of(case, ("fish_tapeworm",))
    if not named:
        return None
    more = () if found else ("S124",)
    return Found({"conditions": named}, _basis(named), unconfirmed=not found, sources=more)


@rule(
    "gastric-atrophy-or-gastritis",
    Level.CAUTION,
    group=Group.CONDITIONS,
    sources=("S2", "S66", "S67", "S39"),
    child_note=True,
)
def gastric_atrophy_or_gastritis(case: Case) -> Found | None:
    """Less acid frees less B12 from food. Gastritis alone is not compared with a publication yet."""
    found = _all_of(case, ("atrophic_gastritis", "h_pylori"))
    named = found or _all_of(case, ("gastritis",))
    if not named or injections_on_time(case):
        return None
    tested = case.b12_tested_within()
    if tested and not _little_added(case):
        return None
    return Found({"conditions": named, "test": not tested}, _basis(named), unconfirmed=not found)


def _little_added(case: Case) -> bool:
    """Known to get less than the target from fortified food and supplements."""
    added_ug, target_ug = case.intake.crystalline_ug, case.target_ug
    known = added_ug is not None and target_ug is not None and intake_speaks(case)
    return known and not reaches(added_ug or 0.0, target_ug or 0.0)


# --- good to know ----------------------------------------------------------------------------------------------------
@rule(
    "autoimmune-or-family",
    Level.INFO,
    group=Group.CONDITIONS,
    sources=("S28",),
    yields_to=("symptom-and-risk",),
    again_days=365,
    child_note=True,
)
def autoimmune_or_family(case: Case) -> Found | None:
    """Conditions that run together with pernicious anaemia; three of them are unconfirmed."""
    found = _all_of(case, _RELATED)
    named = found or _all_of(case, _RELATED_UNCONFIRMED)
    if not named:
        return None
    family = all(one.key == "family_history" for one in named)
    return Found({"conditions": named, "family": family}, _basis(named), unconfirmed=not found)


@rule(
    "inherited-disorder",
    Level.SEE_A_CLINICIAN,
    group=Group.CONDITIONS,
    sources=("S2", "S101"),
    child_note=True,
)
def inherited_disorder(case: Case) -> Found | None:
    """A specialist sets the doses: nothing is planned here."""
    has = case.has("inherited")
    return Found({"has": has}, _basis((has,))) if has else None


@rule(
    "alcohol-heavy",
    Level.CAUTION,
    group=Group.CONDITIONS,
    sources=("S35",),
    unconfirmed=True,
    child_note=True,
)
def alcohol_heavy(case: Case) -> Found | None:
    """More than two weeks of heavy drinking; how long has to be said."""
    has = case.has("alcohol")
    if has is None or has.since is None or case.days_ago(has.since.date) <= HEAVY_DRINKING_DAYS:
        return None
    return Found({"has": has}, _basis((has,)))


RULES: tuple[Rule, ...] = (
    pernicious_anaemia_untreated,
    gastrectomy_untreated,
    bariatric_bypass_untreated,
    ileal_resection_replace,
    yearly_test_due,
    malabsorption_condition,
    gastric_atrophy_or_gastritis,
    autoimmune_or_family,
    inherited_disorder,
    alcohol_heavy,
)
QUESTIONS = (ask_about_treatment,)
