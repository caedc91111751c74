"""Nitrous oxide: it switches off the B12 that is there, so that eating more does not help. Pure; docs/risks.md, Gas."""

from collections.abc import Callable

from tracker.domain.bands import Reading
from tracker.domain.risks.common import NERVE_SIGNS, current
from tracker.domain.risks.facts import Case, Gas, GasUse
from tracker.domain.risks.findings import Found, Group, Level, Question, Rule, rule
from tracker.domain.risks.labs import reading
from tracker.domain.risks.points import points, total
from tracker.domain.risks.red_flags import nerve_signs_new
from tracker.domain.risks.uses import Gassed, as_brand, basis, gassed, of_group

SIGNS = NERVE_SIGNS | {"incontinence"}
ANY_SEVERITY = 1.0  # with nitrous oxide a nerve sign counts from 1 of 10
REPEATED = 2  # uses in 90 days (estimate)
POINTS_BEFORE_GAS = 3  # from which the team is told before an anaesthesia
_LOW = (Reading.DEFICIENT, Reading.BETWEEN)


def _surest(case: Case, judge: Callable[[Gassed], Found | None]) -> Found | None:
    """What `judge` finds in the uses that are sure; where it takes a brand nobody confirmed, as information only."""
    sure = gassed(case)
    found = judge(sure)
    if found:
        return found
    with_brands = gassed(case, brands=True)
    found = judge(with_brands) if with_brands != sure else None
    return found and as_brand(found, tuple(use for use in of_group(case, "nitrous_oxide") if not use.confirmed))


def _basis(case: Case) -> tuple[str, ...]:
    """The last use that was entered; of what is noted among the medicines the last may be today, whatever day it is."""
    dates = [use.date for use in case.gas if use.kind is not Gas.PLANNED and use.date]
    return (f"last {max(dates, default=None)}", *basis(of_group(case, "nitrous_oxide")))


@rule(
    "nitrous-oxide-nerve-signs",
    Level.URGENT,
    group=Group.EXPOSURE,
    sources=("S52", "S28"),
    again_days=1,
    child_note=True,
)
def nitrous_oxide_nerve_signs(case: Case) -> Found | None:
    """Used in the last 90 days, or nobody knows when; and a nerve sign, however weak.

    Where only a brand says that it was nitrous oxide, new nerve signs speak instead: they are more pressing then.
    """
    signs = current(case, *SIGNS, least=ANY_SEVERITY)
    if not signs:
        return None
    felt = tuple(sorted(one.key for one in signs))

    def judge(gas: Gassed) -> Found | None:
        return Found({"last": gas.last, "signs": signs}, (*_basis(case), *felt)) if gas.dated or gas.undated else None

    found = _surest(case, judge)
    return None if found and found.level and nerve_signs_new.find(case) else found


@rule(
    "nitrous-oxide-repeated",
    Level.SEE_A_CLINICIAN,
    group=Group.EXPOSURE,
    sources=("S52", "S28"),
    yields_to=("nitrous-oxide-nerve-signs",),
    again_days=30,
    child_note=True,
)
def nitrous_oxide_repeated(case: Case) -> Found | None:
    """Used for fun, twice or more in 90 days."""

    def judge(gas: Gassed) -> Found | None:
        times = len(_for_fun(gas).dated)
        return Found({"last": _for_fun(gas).last, "times": times}, _basis(case)) if times >= REPEATED else None

    return _surest(case, judge)


def ask_when_used(case: Case) -> Question | None:
    """When it was used, where nobody said and that could make it repeated."""
    gas = _for_fun(gassed(case))
    unsaid = len(gas.dated) < REPEATED <= len(gas.dated) + len(gas.undated)
    return Question("nitrous-oxide-repeated", "medicines", "nitrous_oxide") if unsaid else None


def _for_fun(gas: Gassed) -> Gassed:
    dated, undated = (tuple(use for use in uses if use.kind is Gas.RECREATIONAL) for uses in gas)
    return Gassed(dated, undated)


@rule(
    "nitrous-oxide-planned",
    Level.SEE_A_CLINICIAN,
    group=Group.EXPOSURE,
    sources=("S52",),
    again_days=30,
    child_note=True,
)
def nitrous_oxide_planned(case: Case) -> Found | None:
    """An anaesthesia or dental gas is to come, and B12 may be low: by a blood test, or by risks that come together."""
    planned = _next_planned(case)
    if planned is None:
        return None
    given, tested = points(case), reading(case)
    result = tested.result if tested and tested.band.reading in _LOW else None
    if result is None and total(given) < POINTS_BEFORE_GAS:
        return None
    facts = {"date": planned.date, "result": result, "points": given}
    return Found(facts, (f"on {planned.date}", *(point.group for point in given)))


def _next_planned(case: Case) -> GasUse | None:
    """The first that is not past; of those without a date none is."""
    coming = [use for use in case.gas if use.kind is Gas.PLANNED and (use.date is None or use.date >= case.today)]
    return min(coming, key=lambda use: (use.date is None, use.date or case.today), default=None)


RULES: tuple[Rule, ...] = (nitrous_oxide_nerve_signs, nitrous_oxide_repeated, nitrous_oxide_planned)
QUESTIONS = (ask_when_used,)
