"""What to mind while B12 is taken or given. Pure; docs/risks.md, Cautions with treatment."""

from typing import NamedTuple

from tracker.domain.risks.common import current, days_late, is_overdue
from tracker.domain.risks.facts import WINDOW_DAYS, Case, Has, Product, Regimen
from tracker.domain.risks.findings import Found, Group, Level, Rule, rule
from tracker.domain.risks.schedules import most, reaches
from tracker.domain.risks.uses import as_brand

CYANO = "cyanocobalamin"
FIRST_DAYS = 7  # of a treatment, in which potassium may fall; the label says 48 hours
NEW_DAYS = 28  # a sign is new that began within (estimate)
HIGH_DOSE_UG = 1000.0  # a day; a rash may come with it
NO_CYANIDE = ("smoking", "ckd", "kidney_failure", "cyanide_metabolism")  # for whom another form is suggested
_FORMS = {  # of the medicines that are B12
    "b12_cn": CYANO,
    "b12_nasal": CYANO,
    "b12_oh": "hydroxocobalamin",
    "b12_me": "methylcobalamin",
    "b12_ado": "adenosylcobalamin",
}
_NOT_SAID = ("", "not_stated")


# --- B12 taken or planned, apart from food ---------------------------------------------------------------------------
class B12(NamedTuple):
    """B12 that is logged, noted as a medicine or prescribed. `name`: empty where nothing is logged of it yet."""

    name: str
    form: str
    confirmed: bool = True


def b12_taken(case: Case) -> tuple[B12, ...]:
    logged = [B12(one.name, one.form) for one in case.products]
    noted = [B12(use.name, _FORMS.get(use.key, ""), use.confirmed) for use in case.takes("b12")]
    planned = [B12("", one.form) for one in case.regimens if not (one.stopped or _is_logged(case, one))]
    return (*logged, *noted, *planned)


def _is_logged(case: Case, regimen: Regimen) -> bool:
    """Whether the log holds what was prescribed; then the log knows its form."""
    origin = "injected" if regimen.route == "injected" else "supplement"
    return not regimen.form and any(one.origin == origin for one in case.products)


def _mind(taken: tuple[B12, ...], **facts: object) -> Found | None:
    """The facts of a finding about these: their names, and whether some are only planned."""
    if not taken:
        return None
    sure = tuple(one for one in taken if one.confirmed)
    names = tuple(dict.fromkeys(one.name for one in sure or taken if one.name))
    found = Found({**facts, "products": names}, tuple(sorted({f"{one.name} {one.form}" for one in taken})))
    return found if sure else as_brand(found, names)


@rule(
    "leber-no-cyanocobalamin",
    Level.SEE_A_CLINICIAN,
    group=Group.CAUTIONS,
    sources=("S35", "S33"),
    again_days=30,
    child_note=True,
)
def leber_no_cyanocobalamin(case: Case) -> Found | None:
    """Leber's disease, own or in the family, and cyanocobalamin; `form_unknown`: or a B12 of which nobody said what."""
    has = case.has("lhon")
    if has is None:
        return None
    taken = b12_taken(case)
    harmful = tuple(one for one in taken if one.form == CYANO)
    unsaid = tuple(one for one in taken if one.form in _NOT_SAID)
    sure = any(one.confirmed for one in harmful) or not unsaid
    return _mind(harmful if sure else unsaid, has=has, form_unknown=not sure)


@rule(
    "cobalamin-allergy",
    Level.SEE_A_CLINICIAN,
    group=Group.CAUTIONS,
    sources=("S35",),
    again_days=30,
    child_note=True,
)
def cobalamin_allergy(case: Case) -> Found | None:
    """An allergy to cobalt or cobalamin, and any B12 apart from food."""
    has = case.has("cobalt_allergy")
    return _mind(b12_taken(case), has=has) if has else None


# --- while treatment goes on -----------------------------------------------------------------------------------------
@rule(
    "treatment-start-potassium",
    Level.URGENT,
    group=Group.CAUTIONS,
    sources=("S35", "S37"),
    again_days=1,
    child_note=True,
)
def treatment_start_potassium(case: Case) -> Found | None:
    """The first days of treating severe anaemia, with a sign that potassium may have fallen."""
    began = case.treatment_began
    if began is None or not 0 <= case.days_ago(began) <= FIRST_DAYS or not case.has("severe_anaemia"):
        return None
    weak = tuple(one for one in current(case, "muscle_weakness") if case.days_ago(one.began) <= NEW_DAYS)
    signs = (*current(case, "palpitations", "muscle_cramps"), *weak)
    basis = (f"began {began}", *sorted(one.key for one in signs))
    return Found({"began": began, "signs": signs}, basis) if signs else None


@rule(
    "treatment-overdue",
    Level.CAUTION,
    group=Group.TREATMENT,
    sources=("S34", "S38"),
    again_days=7,
    child_note=True,
)
def treatment_overdue(case: Case) -> Found | None:
    """A prescribed injection or spray was due and is not logged; of several the one that is latest."""
    late = [one for one in case.regimens if is_overdue(one, case.today)]
    worst = max(late, key=lambda one: days_late(one, case.today) or 0, default=None)
    if worst is None:
        return None
    facts = {"due": worst.due, "days": days_late(worst, case.today), "route": worst.route}
    return Found(facts, (f"{worst.route} due {worst.due}",))


# --- which form ------------------------------------------------------------------------------------------------------
@rule("form-choice", Level.INFO, group=Group.CAUTIONS, sources=("S12",), child_note=True)
def form_choice(case: Case) -> Found | None:
    """A form without cyanide may fit better (`reason`: why), or a rash may come from the dose (`rash`)."""
    daily = tuple(one.name for one in case.products if one.form == CYANO and _is_daily(one))
    reason = case.has(*NO_CYANIDE) if daily else None
    rash = _rash(case)
    if not (reason or rash):
        return None
    facts = {"reason": reason, "products": daily, "rash": rash, "dose_ug": _daily_ug(case)}
    return Found(facts, tuple(one.key for one in (reason, rash) if one))


def _rash(case: Case) -> Has | None:
    return case.has("acne") if reaches(_daily_ug(case), HIGH_DOSE_UG) else None


def _is_daily(product: Product) -> bool:
    return product.origin == "supplement" and most(product.days, WINDOW_DAYS)


def _daily_ug(case: Case) -> float:
    """Known µg a day of supplements: of what is taken daily on the days it is taken, of the rest on average."""
    swallowed = [one for one in case.products if one.origin == "supplement"]
    return sum((one.mean_ug or 0.0) * (WINDOW_DAYS / one.days if _is_daily(one) else 1) for one in swallowed)


RULES: tuple[Rule, ...] = (
    leber_no_cyanocobalamin,
    cobalamin_allergy,
    treatment_start_potassium,
    treatment_overdue,
    form_choice,
)
QUESTIONS = ()
