"""Blood tests as rules read them: the newest of each marker, by the bands of a guideline. Pure; docs/risks.md, Facts.

A result counts for a year. Under 16 no band is applied, for no guideline speaks of children.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tracker.domain.bands import Band, Guideline, Reading, band
from tracker.domain.risks.facts import YEAR_DAYS, Case, Result

ADULT_BANDS_FROM = 16  # years; NICE speaks of people over 16
# Before a sample (estimates): an injection within the first, this many µg by mouth on a day within the second.
INJECTED_DAYS, SWALLOWED_DAYS, SWALLOWED_UG = 120, 28, 25.0
B12 = ("b12", "active_b12")
_ORDER = (Reading.DEFICIENT, Reading.BETWEEN, Reading.UNLIKELY)


class Read(NamedTuple):
    """A result with the band it lies in."""

    result: Result
    band: Band


def is_under_16(case: Case) -> bool:
    return case.age_years is not None and case.age_years < ADULT_BANDS_FROM


def recent(case: Case, marker: str) -> Result | None:
    """The newest result of a marker, where it is less than a year old."""
    found = case.newest(marker)
    return found if found and case.days_ago(found.taken_on) < YEAR_DAYS else None


def treated_since(case: Case, result: Result) -> bool:
    """Whether the treatment going on began after the sample."""
    return case.treatment_began is not None and case.treatment_began > result.taken_on


def read(case: Case, result: Result) -> Read | None:
    """The result by the guideline somebody chose; None under 16, or where it lies in no band."""
    found = None if is_under_16(case) else band_of(result, case.guideline)
    return Read(result, found) if found else None


def is_above(result: Result, limit: float) -> bool:
    """Whether it is known to lie above a limit in its own unit: ">100" does above 96, "<100" says nothing of it."""
    return result.value > limit if not result.comparator else result.comparator == ">" and result.value >= limit


def is_below(result: Result, limit: float) -> bool:
    return result.value < limit if not result.comparator else result.comparator == "<" and result.value <= limit


def population_of(case: Case) -> str:
    """Whose limit of haemoglobin it is; where the sex is not known, the lower one."""
    if case.life_stage == "pregnant":
        return "pregnant_middle" if 14 <= (case.pregnancy_week or 0) <= 27 else "pregnant"
    return "men" if case.sex == "male" else "women"


def band_of(result: Result, guideline: str = Guideline.NICE, *, population: str = "") -> Band | None:
    return band(
        result.marker, result.value, result.unit, guideline, population=population, comparator=result.comparator
    )


def reading(case: Case) -> Read | None:
    """What B12 and active B12 say together: of the newest of each, the lower band; None where nothing may be said.

    What was sampled before the treatment began says nothing any more. In pregnancy the total falls by itself, so an
    active B12 of the same day decides.
    """
    newest = {marker: recent(case, marker) for marker in B12}
    results = [one for one in newest.values() if one and not treated_since(case, one)]
    if case.life_stage == "pregnant" and len(results) == 2 and results[0].taken_on == results[1].taken_on:
        results = results[1:]
    reads = [one for one in (read(case, result) for result in results) if one]
    return min(
        reads, key=lambda one: (_ORDER.index(one.band.reading), case.days_ago(one.result.taken_on)), default=None
    )


def has_result(case: Case) -> bool:
    """Whether there is a result of the last year that such a context may shift."""
    return any(recent(case, marker) for marker in (*B12, "mma", "homocysteine"))


def after_dose(
    sample: dt.date, *, injected_on: Iterable[dt.date], swallowed_ug: Mapping[dt.date, float | None], logged: bool
) -> bool | None:
    """Whether B12 was taken in the window before a sample; None where nobody can say.

    `swallowed_ug`: from supplements, by day; None for a dose nobody has a figure for. `logged`: the window was tracked.
    What was taken on the day of the sample may have come after it and does not count.
    """
    if any(0 < (sample - date).days <= INJECTED_DAYS for date in injected_on):
        return True
    doses = [ug for date, ug in swallowed_ug.items() if 0 < (sample - date).days <= SWALLOWED_DAYS]
    if any(ug is not None and ug >= SWALLOWED_UG for ug in doses):
        return True  # 1,000 µg in 7 days hold such a day, so they need no line of their own
    return False if logged and None not in doses else None
