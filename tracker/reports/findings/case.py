"""What rules may know about a person, put together from their profile, their health and what they logged.

An open day is not judged: today counts in the means once it is marked as over, or a mean would sink every morning and
findings would come and go with it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from accounts.models import User
from foods.choices import Origin
from foods.reliability import FORTIFIABLE, reason_key
from tracker.domain.cover import DayTaken
from tracker.domain.references import Target
from tracker.domain.risks.facts import (
    WINDOW_DAYS,
    YEAR_DAYS,
    Case,
    Intake,
    Precision,
    Product,
    Result,
    Uncounted,
    Use,
    When,
)
from tracker.domain.risks.findings import Finding, Level
from tracker.domain.risks.labs import doses_matter
from tracker.health import Snoozed, health_of
from tracker.models.findings import digest_of
from tracker.people import age_years, clock_of, guideline_of, injection_interval_of, profile_of, target_of
from tracker.reports.after_dose import AfterDose, after_dose_of
from tracker.reports.cover import reach
from tracker.reports.cover_days import add_up
from tracker.reports.findings.treatment import regimens_in, treatment_began
from tracker.reports.habit import window_of
from tracker.reports.recent import NASAL, Recent, marks_between, recent_entries

CASE_DAYS = 28  # how far back entries are needed, beside today
_WEEK_DAYS = 7
_INJECTED = str(Origin.INJECTED)  # plain texts: an enum looked up for each of hundreds of rows takes as long again
_NOT_BOUND = frozenset((str(Origin.SUPPLEMENT), _INJECTED, NASAL))


def read_case(person: User, *, now: dt.datetime) -> Case:
    """For a page that has nothing of the log yet. Two queries, and what the person takes and has."""
    today = clock_of(person).local_date(now)
    first = today - dt.timedelta(days=CASE_DAYS)
    marks = marks_between(person, first, today)
    rows = recent_entries(person, since=first, injected_since=injections_since(person, today=today))
    return case_of(person, rows, marks=marks, today=today)


def injections_since(person: User, *, today: dt.date) -> dt.date:
    """How far back a case wants to know of injections: a year, two where there is a plan for them."""
    _back, injected_back = reach(person, window_days=WINDOW_DAYS, today=today)
    return today - dt.timedelta(days=injected_back or YEAR_DAYS)


def case_of(
    person: User,
    rows: Sequence[Recent],
    *,
    marks: Mapping[dt.date, str],
    today: dt.date,
    days: Iterable[DayTaken] | None = None,
    after: Mapping[dt.date, AfterDose] | None = None,
) -> Case:
    """For a page that has the log: `rows` and `marks` of CASE_DAYS at least and today, injections `injections_since`.

    `days`: what a cover made of them, where there is one (`CoverReport.taken`); `after`: what a page has read already
    of the time before blood tests. No query but for what the person takes and has; one for regimens where they keep
    any, one for what was taken before a blood test of the last year. Whoever logged nothing in that time counts as
    somebody who logged nothing.
    """
    if days is None:
        days = _days(person, rows, marks, today=today)
    profile, health, target = profile_of(person), health_of(person), target_of(person, today=today)
    month = _Month.of(rows, today=today, injections_since=injections_since(person, today=today))
    regimens = regimens_in(person, rows, injected=month.injected, today=today)
    case = Case(
        today=today,
        age_years=age_years(profile, today=today),
        sex=profile.sex,
        life_stage=profile.life_stage,
        diet=profile.diet,
        diet_since=profile.diet_since and When(profile.diet_since, Precision(profile.diet_since_precision)),
        no_source_since=profile.no_source_since,
        no_source_until=profile.no_source_until,
        says_no_supplement=None if profile.takes_unlogged is None else not profile.takes_unlogged,
        conditions=health.conditions,
        medicines=tuple(_as_of(today, use) for use in health.medicines),
        gas=health.gas,
        intake=_intake(days, marks, today=today, logged=month.logged),
        target_ug=target.ug,
        ear_ug=target.floor_ug,
        ear_borrowed=_is_borrowed(target),
        authority=target.authority,
        products=tuple(_products(month.rows)),
        uncounted=tuple(_uncounted(month.rows)),
        injected_on=tuple(date for date in month.injected if (today - date).days <= YEAR_DAYS),
        regimens=regimens,
        treatment_began=treatment_began(
            regimens, month.injected, today=today, interval_days=injection_interval_of(person, today=today)
        ),
        symptoms=health.symptoms,
        ticks=health.ticks,
        results=health.results,
        guideline=guideline_of(person),
        black_ethnicity=profile.black_ethnicity,
    )
    return replace(case, results=_marked(person, case, after or {})) if case.results else case


def _marked(person: User, case: Case, after: Mapping[dt.date, AfterDose]) -> tuple[Result, ...]:
    """The results, those that a rule asks it of with whether B12 was taken before.

    One query, none where none asks or all of it is known.
    """
    asked = doses_matter(case)
    taken = {date: after[date] for date in asked if date in after} | after_dose_of(person, asked - after.keys())
    if not taken:
        return case.results
    return tuple(
        replace(one, after_dose=taken[one.taken_on].mark) if one.taken_on in taken else one for one in case.results
    )


def _days(
    person: User, rows: Iterable[Recent], marks: Mapping[dt.date, str], *, today: dt.date
) -> list[DayTaken]:  # fmt: skip
    first, start = today - dt.timedelta(days=CASE_DAYS), clock_of(person).day_start_minute
    return add_up(rows, marks, oldest=first, first=first, today=today, day_start_minute=start).taken(marks)


def _as_of(today: dt.date, use: Use) -> Use:
    """What is to be begun is not taken yet."""
    return replace(use, active=False) if use.active and use.start and use.start.date > today else use


def _is_borrowed(target: Target) -> bool:
    return target.floor is not None and target.floor.authority != target.authority


# --- what was logged -------------------------------------------------------------------------------------------------
class _Month(NamedTuple):
    """Of the last 28 days what a case names; of as far back as is known the dates of injections, oldest first."""

    rows: list[Recent]
    injected: list[dt.date]
    logged: bool

    @classmethod
    def of(cls, rows: Iterable[Recent], *, today: dt.date, injections_since: dt.date) -> "_Month":
        """One pass through hundreds of entries: most are food that has a figure, and are not looked at again.

        Pages have loaded more than a case wants, one more than the other: what is older is passed over.
        """
        oldest, first = (today - dt.timedelta(days=n) for n in (CASE_DAYS, WINDOW_DAYS - 1))
        named, injected, logged = [], set(), False
        for row in rows:
            logged = logged or row.date >= oldest
            if row.name is None or row.date > today:
                continue
            if row.date >= first:
                named.append(row)
            if row.origin == _INJECTED and row.date >= injections_since:
                injected.add(row.date)
        return cls(named, sorted(injected), logged or bool(injected))


def _intake(days: Iterable[DayTaken], marks: Mapping[dt.date, str], *, today: dt.date, logged: bool) -> Intake:
    first, last = window_of(today, marks)
    month, week = (today - dt.timedelta(days=n - 1) for n in (WINDOW_DAYS, _WEEK_DAYS))
    days = [day for day in days if today - dt.timedelta(days=CASE_DAYS) <= day.date <= today]
    tracked = [day for day in days if day.tracked and first <= day.date <= last]
    return Intake(
        days=tuple(day for day in days if day.date <= last),
        tracked=len(tracked),
        entries=sum(day.entries for day in tracked),
        unknown_entries=sum(day.unknown for day in tracked),
        mean_ug=_mean([day.known_ug for day in tracked]),
        crystalline_ug=_mean([sum(dose.ug or 0.0 for dose in day.crystalline) for day in tracked]),
        upper_ug=_mean([_most(day) for day in tracked]),
        supplement_week_ug=sum(day.supplement_ug for day in days if day.date >= week),
        supplement_days=sum(day.supplements > 0 for day in days if day.date >= month),
        logged_ever=logged,
    )


def _mean(ugs: Sequence[float | None]) -> float | None:
    known = [ug for ug in ugs if ug is not None]
    return sum(known) / len(known) if known and len(known) == len(ugs) else None


def _most(day: DayTaken) -> float | None:
    """What the day holds if the unknown holds as much as it may; None where there is no saying."""
    upper = day.unknown_upper_ug if day.unknown else 0.0
    return None if upper is None else day.known_ug + upper


def _products(month: Iterable[Recent]) -> Iterator[Product]:
    """Supplements and injections by name and form; what does not count is none."""
    found: dict[tuple[str, str, str], list[Recent]] = {}
    for row in month:
        if row.origin in _NOT_BOUND and row.reliability is None:
            origin = "injected" if row.origin == _INJECTED else "supplement"
            found.setdefault((row.name or "", row.form or "", origin), []).append(row)
    for (name, form, origin), taken in found.items():
        known = [float(row.counted_ug) for row in taken if row.counted_ug is not None]
        mean = sum(known) / WINDOW_DAYS if len(known) == len(taken) else None
        dates = {row.date for row in taken}
        yield Product(name, form, origin, len(dates), mean, max(dates))


def _uncounted(month: Iterable[Recent]) -> Iterator[Uncounted]:
    found: dict[tuple[int, str, str], list[Recent]] = {}
    for row in month:
        if row.reliability is not None:
            found.setdefault((row.food_id, "unreliable", reason_key(row.reliability, row.name or "")), []).append(row)
        elif row.counted_ug is None and row.category in FORTIFIABLE:
            found.setdefault((row.food_id, "fortifiable", ""), []).append(row)
    for (food_id, kind, reason), taken in found.items():
        yield Uncounted(food_id, taken[-1].name or "", kind, reason, len(taken))


# --- what was set aside ----------------------------------------------------------------------------------------------
def aside(found: Iterable[Finding], snoozes: Mapping[str, Snoozed], *, today: dt.date) -> dict[str, Snoozed]:
    """What is set aside today, by its code: up to its day, and while the finding rests on the same. Nothing urgent."""
    return {
        one.code: snoozed
        for one in found
        if (snoozed := snoozes.get(one.code))
        and one.level != Level.URGENT
        and snoozed.until >= today
        and snoozed.basis == digest_of(one.basis)
    }
