"""What blood tests say, and when treatment is looked at again. Pure; docs/risks.md, Blood tests.

How a result is read: `domain.risks.results`.
"""

import datetime as dt
from itertools import takewhile

from tracker.domain.bands import Guideline, Reading, by_id
from tracker.domain.risks.common import NERVE_SIGNS, current
from tracker.domain.risks.facts import Case, Result
from tracker.domain.risks.findings import Found, Group, Level, Question, Rule, rule
from tracker.domain.risks.results import (
    B12,
    Read,
    band_of,
    is_above,
    is_below,
    is_under_16,
    population_of,
    read,
    reading,
    recent,
    treated_since,
)

APART_DAYS = 14  # between two results that say "stayed high" (estimate)
GAS_DAYS = 90  # how long nitrous oxide may still matter (estimate)
REVIEW_DAYS, REVIEW_DAYS_FOR_TWO = 90, 30  # after the start of a treatment; pregnant or breastfeeding
_SIGNS = NERVE_SIGNS | {"vision", "incontinence"}
_KIDNEYS = ("ckd", "kidney_failure")
_DISTURBING = frozenset(("amoxicillin_erythromycin", "neomycin", "chloramphenicol", "methotrexate", "pyrimethamine"))


def _read_as(case: Case, wanted: Reading) -> Read | None:
    found = reading(case)
    return found if found and found.band.reading == wanted else None


def _facts(case: Case, found: Read) -> dict[str, object]:
    """For the words: whose band it is, and whether that is another one than was chosen."""
    whose = found.band.guideline
    return {"result": found.result, "guideline": Guideline(whose).shown, "borrowed": whose != case.guideline}


def _basis(*results: Result) -> tuple[str, ...]:
    return tuple(f"{one.marker} {one.comparator}{one.value} {one.unit} {one.taken_on}" for one in results)


# --- B12 and active B12 ----------------------------------------------------------------------------------------------
@rule(
    "lab-deficient",
    Level.SEE_A_CLINICIAN,
    group=Group.TESTS,
    sources=("S29", "S75", "S95"),
    yields_to=("lab-deficient-nerve-signs",),
    again_days=14,
)
def lab_deficient(case: Case) -> Found | None:
    """The newest result lies in the range that the guideline calls deficiency."""
    found = _read_as(case, Reading.DEFICIENT)
    return Found(_facts(case, found), _basis(found.result), sources=found.band.sources) if found else None


@rule(
    "lab-deficient-nerve-signs",
    Level.URGENT,
    group=Group.TESTS,
    sources=("S29", "S32", "S95"),
    again_days=1,
)
def lab_deficient_nerve_signs(case: Case) -> Found | None:
    """The same, with a nerve sign: that should not wait."""
    signs = current(case, *_SIGNS)
    found = _read_as(case, Reading.DEFICIENT) if signs else None
    if not found:
        return None
    basis = (*_basis(found.result), *sorted(one.key for one in signs))
    return Found({**_facts(case, found), "signs": signs}, basis, sources=found.band.sources)


@rule(
    "lab-indeterminate",
    Level.CAUTION,
    group=Group.TESTS,
    sources=("S29", "S75", "S39"),
    yields_to=("lab-deficient", "lab-deficient-nerve-signs", "lab-mma-raised"),
)
def lab_indeterminate(case: Case) -> Found | None:
    """The newest result lies in the middle band, where it says neither."""
    found = _read_as(case, Reading.BETWEEN)
    return Found(_facts(case, found), _basis(found.result), sources=found.band.sources) if found else None


@rule(
    "lab-unlikely-with-symptoms",
    Level.SEE_A_CLINICIAN,
    group=Group.TESTS,
    sources=("S29", "S52"),
    yields_to=("lab-deficient", "lab-deficient-nerve-signs", "lab-indeterminate"),
    again_days=30,
)
def lab_unlikely_with_symptoms(case: Case) -> Found | None:
    """A result makes low B12 unlikely, and there is a nerve sign all the same."""
    signs = current(case, *_SIGNS)
    found = _unlikely(case) if signs else None
    if not found:
        return None
    more = {"signs": signs, "mma": recent(case, "mma") is not None, "black_ethnicity": bool(case.black_ethnicity)}
    basis = (*_basis(found.result), *sorted(one.key for one in signs))
    return Found({**_facts(case, found), **more}, basis, sources=found.band.sources)


def _unlikely(case: Case) -> Read | None:
    """The newest result in the highest band, unless another of the same day lies lower."""
    newest = [one for one in (recent(case, marker) for marker in B12) if one]
    reads = [one for one in (read(case, result) for result in newest) if one]
    lower = {one.result.taken_on for one in reads if one.band.reading != Reading.UNLIKELY}
    high = [one for one in reads if one.band.reading == Reading.UNLIKELY and one.result.taken_on not in lower]
    return max(high, key=lambda one: one.result.taken_on, default=None)


@rule("lab-high-unsupplemented", Level.SEE_A_CLINICIAN, group=Group.TESTS, sources=("S39",), again_days=30)
def lab_high_unsupplemented(case: Case) -> Found | None:
    """B12 stayed high though none was taken before either test."""
    pair = _stayed_high(case)
    if not pair or any(one.after_dose is None for one in pair):
        return None
    return Found({"result": pair[0], "earlier": pair[1]}, _basis(*pair))


def _stayed_high(case: Case) -> tuple[Result, Result] | None:
    """The newest total and an earlier one, both above the limit and nothing lower between; none after a dose."""
    high = _high_totals(case)
    if not high or high[0].after_dose:
        return None
    latest = high[0].taken_on - dt.timedelta(days=APART_DAYS)
    earlier = next((one for one in high if one.taken_on <= latest and not one.after_dose), None)
    return (high[0], earlier) if earlier else None


def _high_totals(case: Case) -> list[Result]:
    """Totals above the limit, newest first, up to the first that is not; none where the newest is a year old."""
    if is_under_16(case) or recent(case, "b12") is None:
        return []
    limit = by_id("total_b12_aafp_high")
    past = [one for one in case.results if one.marker == "b12" and one.taken_on <= case.today]
    newest_first = sorted(past, key=lambda result: result.taken_on, reverse=True)
    return list(takewhile(lambda one: limit.holds(one.value, one.unit, one.comparator), newest_first))


def doses_matter(case: Case) -> frozenset[dt.date]:
    """The samples of which a rule asks whether B12 was taken before them: the newest, and totals that stayed high."""
    newest = (recent(case, marker) for marker in B12)
    return frozenset(one.taken_on for one in (*newest, *_high_totals(case)) if one)


def ask_about_doses(case: Case) -> Question | None:
    """Whether B12 was taken before the tests that came out high: nobody said."""
    pair = _stayed_high(case)
    unknown = pair and any(one.after_dose is None for one in pair)
    return Question("lab-high-unsupplemented", "tests", "b12") if unknown else None


@rule("lab-after-dose", Level.INFO, group=Group.TESTS, sources=("S97", "S74"))
def lab_after_dose(case: Case) -> Found | None:
    """B12 was taken shortly before the newest test."""
    results = [one for one in (recent(case, marker) for marker in B12) if one and one.after_dose]
    newest = max(results, key=lambda one: one.taken_on, default=None)
    return Found({"result": newest}, _basis(newest)) if newest else None


# --- the other markers -----------------------------------------------------------------------------------------------
@rule("lab-mma-raised", Level.SEE_A_CLINICIAN, group=Group.TESTS, sources=("S102",), again_days=14)
def lab_mma_raised(case: Case) -> Found | None:
    """MMA is high, and the kidneys are not known to be the reason."""
    result = recent(case, "mma")
    if not result or treated_since(case, result) or _kidneys_slow(case):
        return None
    found = read(case, result)
    if not found or found.band.reading != Reading.HIGH:
        return None
    return Found({"result": result, "kidneys_known": case.newest("egfr") is not None}, _basis(result))


def _kidneys_slow(case: Case) -> bool:
    """Known to be: by a condition or by the newest eGFR. Its limit is unconfirmed, and only ever silences."""
    egfr = case.newest("egfr")
    return bool(case.has(*_KIDNEYS)) or (egfr is not None and band_of(egfr) is not None)


@rule("lab-macrocytosis", Level.CAUTION, group=Group.TESTS, sources=("S73", "S29"))
def lab_macrocytosis(case: Case) -> Found | None:
    """Large red cells, by the laboratory's own limit or else by ours, which nobody compared."""
    result = recent(case, "mcv")
    if result is None:
        return None
    ours = result.high is None
    found = read(case, result) is not None if ours else is_above(result, float(result.high or 0))
    return Found({"result": result, "own_limit": result.high}, _basis(result), unconfirmed=ours) if found else None


@rule("lab-anaemia", Level.CAUTION, group=Group.TESTS, sources=("S118",), again_days=30)
def lab_anaemia(case: Case) -> Found | None:
    """A low haemoglobin, by the laboratory's own limit or else by ours, which nobody compared."""
    result = recent(case, "haemoglobin")
    if result is None or is_under_16(case):
        return None
    ours = result.low is None
    limit = band_of(result, population=population_of(case))
    found = limit is not None if ours else is_below(result, float(result.low or 0))
    return Found({"result": result, "own_limit": result.low}, _basis(result), unconfirmed=ours) if found else None


# --- what a level has to be read with ---------------------------------------------------------------------------------
@rule("lab-context", Level.INFO, group=Group.TESTS, sources=("S2", "S29", "S97", "S75"))
def lab_context(case: Case) -> Found | None:
    """What shifts these markers by itself. `domain.risks.evaluate` keeps it where there is a result or a test to come.

    `contexts`: "pregnant", "pill", "hrt", "kidneys", "liver", "nitrous", "antibiotics".
    """
    holds = {
        "pregnant": case.life_stage == "pregnant",
        "pill": bool(case.takes("hormonal_contraceptive")),
        "hrt": bool(case.takes("hrt")),
        "kidneys": _kidneys_slow(case),
        "liver": case.has("liver_disease") is not None,
        "nitrous": _gas_matters(case),
        "antibiotics": any(_disturbed(case, one) for one in case.results),
    }
    contexts = tuple(key for key, held in holds.items() if held)
    unconfirmed = "hrt" in contexts or "antibiotics" in contexts
    return Found({"contexts": contexts}, contexts, unconfirmed=unconfirmed) if contexts else None


def _gas_matters(case: Case) -> bool:
    recently = (
        use.date is None or 0 <= case.days_ago(use.date) <= GAS_DAYS for use in case.gas if use.kind != "planned"
    )
    return any(recently) or bool(case.takes("nitrous_oxide"))


def _disturbed(case: Case, result: Result) -> bool:
    """Whether the test was a microbiological one during a course of what keeps microbes from growing."""
    return result.microbiological and any(
        (use.start is None or use.start.date <= result.taken_on)
        and (use.active if use.end is None else use.end.date >= result.taken_on)
        for use in case.medicines
        if use.key in _DISTURBING
    )


# --- review ----------------------------------------------------------------------------------------------------------
@rule("treatment-review-due", Level.INFO, group=Group.TREATMENT, sources=("S29",))
def treatment_review_due(case: Case) -> Found | None:
    """A treatment began some months ago, and no review since is logged."""
    began = case.treatment_began
    if began is None:
        return None
    for_two = case.life_stage in ("pregnant", "breastfeeding")
    if case.days_ago(began) < (REVIEW_DAYS_FOR_TWO if for_two else REVIEW_DAYS):
        return None
    regimens = [one for one in case.regimens if not one.stopped]
    if any(one.reviewed and one.reviewed >= began for one in case.regimens):
        return None
    injected = any(one.route == "injected" for one in regimens) or any(date >= began for date in case.injected_on)
    facts = {"began": began, "days": case.days_ago(began), "for_two": for_two, "injected": injected}
    return Found(facts, (f"began {began}",))


RULES: tuple[Rule, ...] = (
    lab_deficient,
    lab_deficient_nerve_signs,
    lab_indeterminate,
    lab_mma_raised,
    lab_unlikely_with_symptoms,
    lab_high_unsupplemented,
    lab_after_dose,
    lab_context,
    lab_macrocytosis,
    lab_anaemia,
    treatment_review_due,
)
QUESTIONS = (ask_about_doses,)
