"""Points for several risks that come together: the highest of each group, as docs/risks.md lists them. Pure.

How much each counts is our estimate. Rows that nobody compared with a publication give none, nor does a brand that
nobody confirmed.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.bands import Reading
from tracker.domain.conditions import CONDITIONS, CROHN_CM
from tracker.domain.medicines import MEDICINES
from tracker.domain.risks.common import long_resection, mean_below, treated, vegan_unmet
from tracker.domain.risks.facts import VEGETARIAN, Case, Has
from tracker.domain.risks.labs import reading
from tracker.domain.risks.medicines import ACID_DAYS, HIGH_METFORMIN_MG, LISTED, LONG_ACID_DAYS, listed_long
from tracker.domain.risks.uses import Uses, confirmed, days_taken, dose_mg, gassed, taken_now

_AGES = ((75, 3, ("S27", "S30")), (65, 2, ("S27",)), (60, 1, ("S66",)))  # from so many years, points, sources
_STOMACH = (
    (3, ("pernicious_anaemia", "gastrectomy_total")),
    (2, ("atrophic_gastritis", "gastrectomy_partial")),
    (1, ("h_pylori",)),
)
_BARIATRIC = ((3, ("gastric_bypass", "bpd_ds")), (2, ("sleeve",)), (1, ("gastric_band",)))
_BOWEL = ("coeliac", "sibo", "pancreatic_insufficiency", "radiotherapy")
_BACKGROUND = ("type_1_diabetes", "sjogren", "family_history")


class Point(NamedTuple):
    """What one group adds. `name`: key of its words in `templates/findings/_points.html`, filled with `facts`."""

    group: str
    points: int
    name: str
    facts: Mapping[str, object] = MappingProxyType({})
    sources: tuple[str, ...] = ()


class Taken(NamedTuple):
    """The case, and what of its medicines counts."""

    case: Case
    medicines: Uses
    brands: bool

    def of(self, *groups: str) -> Uses:
        return tuple(use for use in self.medicines if use.group in groups)


def points(case: Case, *, brands: bool = False, though_treated: bool = False) -> tuple[Point, ...]:
    """One for each group that gives any. `brands`: also what rests on brands nobody confirmed; `though_treated`: also
    what counts nothing while B12 is replaced."""
    taken = Taken(case, case.medicines if brands else confirmed(case.medicines), brands)
    given = [point for judge in _GROUPS if (point := judge(taken))]
    if not though_treated and any(point.group in _REPLACED for point in given) and treated(case):
        given = [point for point in given if point.group not in _REPLACED]
    return tuple(given)


def total(given: Iterable[Point]) -> int:
    return sum(point.points for point in given)


# --- diet and age ----------------------------------------------------------------------------------------------------
def _diet(taken: Taken) -> Point | None:
    case = taken.case
    if vegan_unmet(case):
        return Point("diet", 3, "vegan", sources=("S14", "S38"))
    if mean_below(case, case.ear_ug):
        return Point("diet", 2, "below-need", sources=("S2", "S28"))
    if case.diet in VEGETARIAN and mean_below(case, case.target_ug):
        return Point("diet", 2, "vegetarian", sources=("S98", "S38"))
    return None


def _age(taken: Taken) -> Point | None:
    years = taken.case.age_years
    rows = (row for row in _AGES if years is not None and years >= row[0])
    return next((Point("age", given, f"age-{at_least}", sources=sources) for at_least, given, sources in rows), None)


# --- conditions and operations ---------------------------------------------------------------------------------------
def _stomach(taken: Taken) -> Point | None:
    return _by_rows("stomach", taken.case, _STOMACH)


def _bariatric(taken: Taken) -> Point | None:
    return _by_rows("bariatric", taken.case, _BARIATRIC)


def _bowel(taken: Taken) -> Point | None:
    case = taken.case
    return (
        _condition("bowel", 3, long_resection(case))
        or _condition("bowel", 2, _crohn(case) or case.has(*_BOWEL) or _hiv(case))
        or _condition("bowel", 1, case.has("tropical_sprue"))
    )


def _crohn(case: Case) -> Has | None:
    """With so much of the ileum ill, or any of the bowel removed, that uptake may suffer."""
    has = case.has("crohn")
    return has if has and (has.resected or (has.ileal_cm or 0) > CROHN_CM) else None


def _hiv(case: Case) -> Has | None:
    has = case.has("hiv")
    return has if has and has.chronic_diarrhoea else None


def _background(taken: Taken) -> Point | None:
    return _condition("background", 2, taken.case.has(*_BACKGROUND))


def _by_rows(group: str, case: Case, rows: Iterable[tuple[int, tuple[str, ...]]]) -> Point | None:
    found = (_condition(group, given, case.has(*keys)) for given, keys in rows)
    return next((point for point in found if point), None)


def _condition(group: str, given: int, has: Has | None) -> Point | None:
    return Point(group, given, "condition", {"has": has}, CONDITIONS[has.key].sources) if has else None


# --- medicines and gas -----------------------------------------------------------------------------------------------
def _metformin(taken: Taken) -> Point | None:
    uses = taken_now(taken.of("metformin"))
    dose = dose_mg(uses)
    given = 3 if dose is not None and dose >= HIGH_METFORMIN_MG else 2
    return Point("metformin", given, "metformin", {"dose_mg": dose}, ("S40", "S43")) if uses else None


def _acid(taken: Taken) -> Point | None:
    ppi = days_taken(taken.of("ppi"), taken.case.today) or 0
    if ppi >= LONG_ACID_DAYS:
        return Point("acid", 2, "ppi", {"uses": taken_now(taken.of("ppi")), "days": ppi}, ("S46", "S47"))
    if ppi > ACID_DAYS:
        return Point("acid", 1, "ppi", {"uses": taken_now(taken.of("ppi")), "days": ppi}, ("S46",))
    h2 = days_taken(taken.of("h2_blocker"), taken.case.today) or 0
    known = [use for use in taken_now(taken.of("h2_blocker")) if not _unconfirmed(use.key)]
    if h2 >= LONG_ACID_DAYS and known:
        return Point("acid", 1, "h2-blocker", {"uses": tuple(known), "days": h2}, ("S46",))
    return None


def _unconfirmed(key: str) -> bool:
    return key in MEDICINES and MEDICINES[key].unconfirmed


def _nitrous(taken: Taken) -> Point | None:
    times = len(gassed(taken.case, brands=taken.brands).dated)
    if not times:
        return None
    return Point("nitrous", 3 if times > 1 else 1, "nitrous-repeated" if times > 1 else "nitrous", {}, ("S52",))


def _medicine(taken: Taken) -> Point | None:
    long = listed_long(taken.case, taken.of(*LISTED))
    return Point("medicine", 2, "medicine", {"uses": long}, ("S28", "S115")) if long else None


# --- blood test ------------------------------------------------------------------------------------------------------
def _test(taken: Taken) -> Point | None:
    found = reading(taken.case)
    if found is None or found.band.reading != Reading.BETWEEN:
        return None
    return Point("test", 2, "lab-indeterminate", {"result": found.result}, ("S29", "S39"))


_GROUPS: tuple[Callable[[Taken], Point | None], ...] = (
    _diet,
    _age,
    _stomach,
    _bowel,
    _bariatric,
    _metformin,
    _acid,
    _nitrous,
    _medicine,
    _background,
    _test,
)
_REPLACED = frozenset(("diet", "stomach", "bowel", "bariatric"))  # count nothing while B12 is replaced
