"""What several rules ask of a case: treatment, the schedules of vegans, current symptoms. Pure; docs/risks.md, Facts.

Unknown is never "no" here either: what cannot be told is None, or leaves out what it is about.
"""

import datetime as dt

from tracker.domain.cover import DayTaken
from tracker.domain.risks.facts import WINDOW_DAYS, Case, Diet, Has, Regimen, Symptom
from tracker.domain.risks.schedules import kept, most, reaches

# --- treatment -------------------------------------------------------------------------------------------------------
INJECTION_DAYS = 120  # estimate: three months and one of grace
HIGH_DOSE_UG = 1000.0  # by mouth, without intrinsic factor; NICE 2024
NEW_REGIMEN_DAYS = 28  # so long a prescription counts before the log can show it
GRACE_DAYS, LOADING_GRACE_DAYS = 7, 2  # estimates: a dose is overdue after so many days


def days_late(regimen: Regimen, today: dt.date) -> int | None:
    """How late the next injection or nasal dose is; 0 up to the day it is due. None: stopped, no date, swallowed."""
    if regimen.stopped or regimen.due is None or regimen.route == "swallowed":
        return None
    return max((today - regimen.due).days, 0)


def is_overdue(regimen: Regimen, today: dt.date) -> bool:
    """A dose is not logged, and its date is past the days of grace."""
    return (days_late(regimen, today) or 0) > (LOADING_GRACE_DAYS if regimen.loading else GRACE_DAYS)


def on_time(case: Case, *routes: str) -> bool:
    """A prescribed regimen of these routes (none named: of any) goes on, and no dose of it is overdue.

    One of injections or sprays of which nothing was given yet is on time while it is new: nobody knows when it is due.
    """
    return any(_keeps_time(one, case.today) for one in case.regimens if not routes or one.route in routes)


def _keeps_time(regimen: Regimen, today: dt.date) -> bool:
    if regimen.stopped or not regimen.prescribed or is_overdue(regimen, today):
        return False
    return regimen.due is not None or regimen.route == "swallowed" or _is_new(regimen, today)


def _is_new(regimen: Regimen, today: dt.date) -> bool:
    return regimen.entered is not None and 0 <= (today - regimen.entered).days < NEW_REGIMEN_DAYS


def injections_on_time(case: Case) -> bool:
    """Then rules about intake are silent, and those that only ask for a test: a level is not repeated on injections."""
    return on_time(case, "injected")


def treated(case: Case) -> bool:
    """Whether treatment with B12 is going on, so far as it is known; False may also mean that nobody said.

    An injection in the last 120 days, much by mouth on most of the last 28 days, treatment that is not logged here, a
    new prescription, or a nasal one on time.
    """
    return (
        any(0 <= case.days_ago(date) <= INJECTION_DAYS for date in case.injected_on)
        or any(one.treated_elsewhere for one in case.conditions)
        or any(_is_new(one, case.today) and _keeps_time(one, case.today) for one in case.regimens)
        or on_time(case, "nasal")
        or _much_by_mouth(case)
    )


def _much_by_mouth(case: Case) -> bool:
    days = sum(reaches(sum(dose.ug or 0.0 for dose in day.crystalline), HIGH_DOSE_UG) for day in window(case))
    return most(days, WINDOW_DAYS)


def treatment_known(case: Case) -> bool:
    """Whether "no treatment is logged" says anything: with an empty log nobody knows, and it is asked instead."""
    said = case.says_no_supplement or any(one.prescribed for one in case.regimens) or case.injected_on
    return bool(said or case.intake.logged_ever or case.intake.tracked)


# --- conditions that need B12 replaced -------------------------------------------------------------------------------
ILEUM_CM = 20.0  # of ileum removed, from which replacement is usual; Duerksen 2006, Battat 2014
BYPASSES = ("gastric_bypass", "bpd_ds")


def needs_replacing(case: Case) -> tuple[Has, ...]:
    """Conditions and operations after which B12 is replaced, whatever is eaten. Unlike a partial gastrectomy, with
    which being watched is enough."""
    found = (case.has("pernicious_anaemia"), case.has("gastrectomy_total"), case.has(*BYPASSES), long_resection(case))
    return tuple(one for one in found if one)


def long_resection(case: Case) -> Has | None:
    """20 cm of ileum or more removed, or nobody said how much."""
    found = (one for one in case.conditions if one.key == "ileal_resection" and one.began(case.today))
    return next((one for one in found if one.resection_cm is None or one.resection_cm >= ILEUM_CM), None)


def watched_stomach(case: Case) -> Has | None:
    """A partial gastrectomy without a B12 result of the last year."""
    return None if case.b12_tested_within() else case.has("gastrectomy_partial")


def untreated(case: Case) -> bool:
    """Whether a finding of a condition without treatment is open."""
    open_ones = needs_replacing(case) or watched_stomach(case)
    return bool(open_ones) and treatment_known(case) and not treated(case)


# --- intake ----------------------------------------------------------------------------------------------------------
def intake_speaks(case: Case) -> bool:
    """Whether rules about the mean may speak: enough days, enough known, and no injections that stand for them."""
    return case.intake.speaks and case.intake.mean_ug is not None and not injections_on_time(case)


def mean_below(case: Case, needed_ug: float | None) -> bool:
    """Whether the known mean is below this; False where there is no saying."""
    mean = case.intake.mean_ug
    return mean is not None and needed_ug is not None and intake_speaks(case) and not reaches(mean, needed_ug)


def mean_facts(case: Case) -> dict[str, object]:
    """What the words say of the mean. `at_least`: something in it is not known; `may_reach`: enough to lift it."""
    intake, target_ug = case.intake, case.target_ug
    unknown = intake.unknown_entries > 0
    lifts = intake.upper_ug is None or (target_ug is not None and reaches(intake.upper_ug, target_ug))
    return {
        "mean_ug": intake.mean_ug,
        "target_ug": target_ug,
        "ear_ug": case.ear_ug,
        "ear_borrowed": case.ear_borrowed,
        "authority": case.authority,
        "days": intake.tracked,
        "unknown": intake.unknown_entries,
        "at_least": unknown,
        "may_reach": unknown and lifts,
    }


def window(case: Case) -> list[DayTaken]:
    """The tracked days of the last 28, today included."""
    return [day for day in case.intake.days if day.tracked and 0 <= (case.today - day.date).days < WINDOW_DAYS]


# --- the schedules of a vegan diet -----------------------------------------------------------------------------------
def is_vegan(case: Case) -> bool:
    return case.diet == Diet.VEGAN


def vegan_unmet(case: Case) -> bool:
    """A vegan diet, and known to be without a reliable source."""
    return is_vegan(case) and schedule_met(case) is False


def schedule_met(case: Case) -> bool | None:
    """Whether what is logged keeps one of the schedules for people without a natural source; None where unknown.

    Fortified food in two servings or 10 µg at once on most tracked days, 2,000 µg in each of four weeks, or injections
    on time; of a child also what VeganHealth names for its age. Unknown: doses without a figure that could make it,
    treatment outside the log, too little logged. Then "no" is only said of those who say that they take none.
    """
    if injections_on_time(case):
        return True
    by_log = kept(case.intake.days, today=case.today, age_years=case.age_years)
    if by_log is not False:
        return by_log
    if treated(case) or case.says_no_supplement is False:
        return None
    if case.intake.speaks:
        return False
    return False if case.says_no_supplement and not case.intake.supplement_days else None


# --- symptoms --------------------------------------------------------------------------------------------------------
NERVE_SIGNS = frozenset(("numbness", "tingling", "muscle_weakness", "ataxia", "balance", "falls"))
BY_COUNT = frozenset(  # "yes" or a number instead of 0–10
    (
        "falls",
        "pallor",
        "confusion",
        "psychosis",
        "mouth_ulcers",
        "weight_loss",
        "diarrhoea",
        "incontinence",
        "infant_regression",
    )
)
CURRENT_DAYS = 28
CURRENT_SEVERITY, CURRENT_COUNT = 3.0, 1.0  # estimates
SYM = NERVE_SIGNS | frozenset(  # rows whose link with B12 is published, but for a baby's and a laboratory's
    (
        "fatigue",
        "breathlessness",
        "palpitations",
        "pallor",
        "headache",
        "dizziness",
        "memory",
        "confusion",
        "brain_fog",
        "depression",
        "anxiety",
        "irritability",
        "psychosis",
        "glossitis",
        "mouth_ulcers",
        "vision",
        "appetite",
        "weight_loss",
        "diarrhoea",
        "tinnitus",
        "incontinence",
    )
)


def current(case: Case, *keys: str, least: float = CURRENT_SEVERITY) -> tuple[Symptom, ...]:
    """The symptoms of these keys (none named: of any) of the last 28 days, felt at `least` 3 of 10, or "yes", or a
    count of 1 and more."""
    return tuple(
        one
        for one in case.symptoms
        if (not keys or one.key in keys)
        and 0 <= case.days_ago(one.last) < CURRENT_DAYS
        and one.severity >= (CURRENT_COUNT if one.key in BY_COUNT else least)
    )
