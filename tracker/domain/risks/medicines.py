"""Medicines that can go with low B12. Pure; docs/risks.md, Medicines.

Combinations count their part, products of one group together. No rule says to stop one.
"""

from dataclasses import replace

from tracker.domain.bands import Reading
from tracker.domain.medicines import MEDICINES
from tracker.domain.risks.common import SYM, current, injections_on_time
from tracker.domain.risks.facts import Case, Result, Symptom, Use
from tracker.domain.risks.findings import Found, Group, Level, Question, Rule, rule
from tracker.domain.risks.labs import reading
from tracker.domain.risks.schedules import reaches
from tracker.domain.risks.uses import Uses, basis, days_taken, dose_mg, of_group, since, surest, taken_now, units

HIGH_METFORMIN_MG, LONG_METFORMIN_DAYS = 1500.0, 122  # a day, and more than four months
ACID_DAYS, LONG_ACID_DAYS = 365, 730  # more than the first; the second or more
MANY_TABLETS = 1.5  # of a proton pump inhibitor a day; more went with more low B12
LISTED = ("colchicine", "phenobarbital", "pregabalin", "primidone", "topiramate")  # by NICE
LISTED_DAYS = 90  # estimate of "long"
MUCH_FOLIC_ACID_MG = 1.0  # a day
_WATCHED: dict[
    str, tuple[int, int | None]
] = {  # days from and under which a group of acid blockers is worth knowing about
    "ppi": (ACID_DAYS + 1, LONG_ACID_DAYS),
    "h2_blocker": (LONG_ACID_DAYS, None),
    "pcab": (ACID_DAYS + 1, None),
}


def _facts(case: Case, uses: Uses) -> dict[str, object]:
    """For the words. `earlier`: the count began before the start of what is taken now."""
    now, start = taken_now(uses), since(uses)
    starts = [use.start for use in now if use.start]
    return {
        "uses": now,
        "since": start,
        "days": days_taken(uses, case.today),
        "earlier": start is not None and start < min(starts),
    }


def _together(uses: Uses) -> dict[str, object]:
    """A day's dose of all of them; `at_least`: of some it is not known."""
    return {"dose_mg": dose_mg(uses), "at_least": any(use.dose_mg is None for use in taken_now(uses))}


# --- metformin -------------------------------------------------------------------------------------------------------
@rule(
    "metformin-use",
    Level.INFO,
    group=Group.MEDICINES,
    sources=("S40",),
    yields_to=("metformin-high-or-long", "metformin-with-symptoms"),
    child_note=True,
)
def metformin_use(case: Case) -> Found | None:
    """Metformin, alone or in a combination."""
    return surest(case.takes("metformin"), lambda uses: Found({"uses": uses}, basis(uses)) if uses else None)


@rule(
    "metformin-high-or-long",
    Level.CAUTION,
    group=Group.MEDICINES,
    sources=("S40", "S43", "S38"),
    yields_to=("metformin-with-symptoms",),
    asks_for_test=True,
    child_note=True,
)
def metformin_high_or_long(case: Case) -> Found | None:
    """Much of it or for long, and no B12 result of the last year."""
    if case.b12_tested_within():
        return None

    def judge(uses: Uses) -> Found | None:
        dose, days = dose_mg(uses), days_taken(uses, case.today)
        high = dose is not None and dose >= HIGH_METFORMIN_MG
        long = days is not None and days > LONG_METFORMIN_DAYS
        if not (high or long):
            return None
        facts = {**_facts(case, uses), **_together(uses), "high": high, "long": long}
        return Found(facts, basis(taken_now(uses)))

    return surest(of_group(case, "metformin"), judge)


@rule(
    "metformin-with-symptoms",
    Level.SEE_A_CLINICIAN,
    group=Group.MEDICINES,
    sources=("S40", "S41"),
    again_days=30,
    child_note=True,
)
def metformin_with_symptoms(case: Case) -> Found | None:
    """Metformin, and symptoms that low B12 can cause: the case in which UK advice is to test."""
    symptoms = open_symptoms(case)
    if not symptoms:
        return None
    felt = tuple(sorted(one.key for one in symptoms))

    def judge(uses: Uses) -> Found | None:
        return Found({"uses": uses, "symptoms": symptoms}, (*basis(uses), *felt)) if uses else None

    return surest(case.takes("metformin"), judge)


def open_symptoms(case: Case) -> tuple[Symptom, ...]:
    """Current symptoms that low B12 can cause, without those that began before a test that makes it unlikely."""
    symptoms = current(case, *SYM)
    result = unlikely_result(case) if symptoms else None
    return tuple(one for one in symptoms if result is None or one.began >= result.taken_on)


def unlikely_result(case: Case) -> Result | None:
    """The newest B12 result of the last year, where it and every newest one beside it lie in the highest band."""
    found = reading(replace(case, treatment_began=None))  # here a sample counts from before the treatment too
    return found.result if found and found.band.reading == Reading.UNLIKELY else None


# --- acid blockers ---------------------------------------------------------------------------------------------------
@rule(
    "acid-blocker-watch",
    Level.INFO,
    group=Group.MEDICINES,
    sources=("S46", "S38"),
    yields_to=("ppi-2-years",),
    child_note=True,
)
def acid_blocker_watch(case: Case) -> Found | None:
    """Acid blocked for more than a year. `kind`: the group it is said of."""
    found = [one for group in _WATCHED if (one := _watched(case, group))]
    return min(found, key=lambda one: "unconfirmed_brand" in one.facts, default=None)


def _watched(case: Case, group: str) -> Found | None:
    least, under = _WATCHED[group]

    def judge(uses: Uses) -> Found | None:
        days = days_taken(uses, case.today)
        if days is None or days < least or (under is not None and days >= under):
            return None
        now = taken_now(uses)
        return Found({**_facts(case, uses), "kind": group}, basis(now), unconfirmed=all(map(_is_inferred, now)))

    return surest(of_group(case, group), judge)


def _is_inferred(use: Use) -> bool:
    """From its class: no study of it and B12 was found."""
    row = MEDICINES.get(use.key)
    return row is not None and row.unconfirmed


@rule(
    "ppi-2-years",
    Level.CAUTION,
    group=Group.MEDICINES,
    sources=("S46", "S47", "S38"),
    asks_for_test=True,
    child_note=True,
)
def ppi_2_years(case: Case) -> Found | None:
    """A proton pump inhibitor for two years or more. `many`: more than one and a half tablets a day."""

    def judge(uses: Uses) -> Found | None:
        days, tablets = days_taken(uses, case.today), units(uses)
        if days is None or days < LONG_ACID_DAYS:
            return None
        many = tablets is not None and tablets > MANY_TABLETS
        facts = {**_facts(case, uses), "many": many, "tablets": tablets, "tested": case.b12_tested_within()}
        return Found(facts, basis(taken_now(uses)))

    return surest(of_group(case, "ppi"), judge)


def ask_ppi_start(case: Case) -> Question | None:
    """Since when a proton pump inhibitor is taken, where that could make two years of it."""
    uses = of_group(case, "ppi")
    undated = next((use for use in taken_now(uses) if use.start is None), None)
    if undated is None or injections_on_time(case) or (days_taken(uses, case.today) or 0) >= LONG_ACID_DAYS:
        return None
    return Question("ppi-2-years", "medicines", undated.key)


# --- others ----------------------------------------------------------------------------------------------------------
@rule("medicine-listed-long", Level.INFO, group=Group.MEDICINES, sources=("S28", "S115"), child_note=True)
def medicine_listed_long(case: Case) -> Found | None:
    """For months, a medicine that NICE lists among those that can go with low B12."""

    def judge(uses: Uses) -> Found | None:
        long = listed_long(case, uses)
        return Found({"uses": long}, basis(long)) if long else None

    return surest(of_group(case, *LISTED), judge)


def listed_long(case: Case, uses: Uses) -> Uses:
    """Those taken now of the listed groups that have been taken for 90 days."""
    days = {group: days_taken([use for use in uses if use.group == group], case.today) for group in LISTED}
    return tuple(use for use in taken_now(uses) if (days[use.group] or 0) >= LISTED_DAYS)


@rule("folic-acid-masking", Level.CAUTION, group=Group.MEDICINES, sources=("S35", "S33", "S66"), child_note=True)
def folic_acid_masking(case: Case) -> Found | None:
    """Much folic acid, and no test of the last year that makes low B12 unlikely."""

    def judge(uses: Uses) -> Found | None:
        dose = dose_mg(uses)
        if dose is None or not reaches(dose, MUCH_FOLIC_ACID_MG):
            return None
        return Found({"uses": uses, **_together(uses), "tested": case.b12_tested_within()}, basis(uses))

    uses = case.takes("folic_acid")
    return surest(uses, judge) if uses and unlikely_result(case) is None else None


RULES: tuple[Rule, ...] = (
    metformin_use,
    metformin_high_or_long,
    metformin_with_symptoms,
    acid_blocker_watch,
    ppi_2_years,
    medicine_listed_long,
    folic_acid_masking,
)
QUESTIONS = (ask_ppi_start,)
