"""What the body keeps of an injection, and what that makes a day. Pure; docs/model.md, Injections."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.domain.parameters import Span

RETAINED_SPREAD = 0.5  # shown as ± this share; 200 and 310 µg were kept of 1,000 elsewhere (Glass 1961): estimate
NASAL_SHARE = 0.06  # of the dose; label of a nasal spray, unconfirmed: show it only with that mark
NASAL_UNCONFIRMED = True

CYANO_MOST_UG = 170.0  # fit to 9.7, 55 and 150 µg kept of 10, 100 and 1,000; Carmel 2008
CYANO_HALF_UG = 176.0  # dose at which half of that is kept; same fit
HYDROXO_SHARE = 0.84  # kept of up to 500 µg; Glass 1961
HYDROXO_LARGE_SHARE = 0.75  # kept of 1,000 µg; Scand J Haematol 1964, and 0.73 in Glass 1961; above: extrapolated
HYDROXO_FULL_UG, HYDROXO_LARGE_UG = 500.0, 1_000.0

SHORTEST_INTERVAL_DAYS = 28  # a series of injections is averaged over at least four weeks: our choice


def retained_ug(form: str, dose_ug: float) -> float:
    """µg kept of an injection of `dose_ug`; `form` is a value of `foods.choices.Form`. Show it with RETAINED_SPREAD.

    Hydroxocobalamin is kept best. All other forms, those nobody has measured too, count as cyanocobalamin (estimate).
    """
    if form != "hydroxocobalamin":
        return CYANO_MOST_UG * dose_ug / (CYANO_HALF_UG + dose_ug)
    way = (dose_ug - HYDROXO_FULL_UG) / (HYDROXO_LARGE_UG - HYDROXO_FULL_UG)
    return dose_ug * (HYDROXO_SHARE + (HYDROXO_LARGE_SHARE - HYDROXO_SHARE) * min(1.0, max(0.0, way)))


class Injection(NamedTuple):
    """µg kept of one injection on a day. `dose_ug`, where given, is what no estimate of it can exceed."""

    day: int  # date ordinal
    retained_ug: float
    dose_ug: float | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """A series of injections as µg a day: averaged over `interval_days`, in which `injections` were given."""

    per_day: Span
    interval_days: int
    days_since: int
    injections: int


def injected_per_day(
    injections: Sequence[Injection], *, today: int, planned_interval_days: int | None = None
) -> Rate | None:
    """µg a day of one series of injections up to `today` (a date ordinal); None without any. Order does not matter.

    The average runs over the planned interval; without a plan over the gap between the last two days of injections,
    and at least four weeks. On the day the next one is due and after, it is the last one over the days since.
    `ValueError` for a planned interval below one day. docs/model.md, From the log to a mean.
    """
    if planned_interval_days is not None and planned_interval_days < 1:
        raise ValueError(f"an interval is at least a day, not {planned_interval_days}")
    given = [injection for injection in injections if injection.day <= today]
    if not given:
        return None
    days = sorted({injection.day for injection in given})
    last, days_since = days[-1], today - days[-1]
    last_gap = last - days[-2] if len(days) > 1 else 0
    interval_days = planned_interval_days or max(SHORTEST_INTERVAL_DAYS, last_gap)
    if days_since >= interval_days:
        counted, interval_days = [injection for injection in given if injection.day == last], days_since
    else:
        counted = [injection for injection in given if injection.day > today - interval_days]
    return Rate(_per_day(counted, interval_days), interval_days, days_since, len(counted))


def _per_day(injections: Sequence[Injection], interval_days: int) -> Span:
    kept = sum(injection.retained_ug for injection in injections)
    most = sum(_most_ug(injection) for injection in injections)
    return Span(kept * (1 - RETAINED_SPREAD) / interval_days, kept / interval_days, most / interval_days)


def _most_ug(injection: Injection) -> float:
    most = injection.retained_ug * (1 + RETAINED_SPREAD)
    return most if injection.dose_ug is None else min(most, injection.dose_ug)
