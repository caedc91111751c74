"""The page of blood tests: the newest of each marker with its ranges, what it has to be read with, and all samples."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django.core.paginator import Page, Paginator

from accounts.models import User
from tracker.charts import Chart
from tracker.domain.bands import Guideline, Reading
from tracker.domain.blood import MARKERS
from tracker.domain.risks.facts import Case
from tracker.domain.risks.labs import lab_context
from tracker.domain.risks.results import B12, band_of, is_under_16
from tracker.health import health_of
from tracker.models.markers import MARKER_NAMES
from tracker.people import age_years, clock_of, guideline_of, profile_of
from tracker.reports.after_dose import AfterDose, after_dose_of
from tracker.reports.care import blood_words as words
from tracker.reports.care.blood_markers import MarkerView, trends_of, view_of
from tracker.reports.care.blood_values import Value, read_values

ON_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One sample of the list."""

    pk: int
    taken_on: dt.date
    lab: str
    note: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BloodPage:
    """`contexts` and `before` are read first; `markers` the newest of each; `trends` those that were measured again."""

    guideline: Guideline
    under_16: bool
    contexts: tuple[tuple[str, bool], ...]
    before: tuple[str, ...]
    unknown_before: bool
    markers: tuple[MarkerView, ...]
    trends: tuple[Chart, ...]
    questions: tuple[str, ...]
    samples: Page

    @classmethod
    def build(cls, person: User, *, now: dt.datetime, page: object = 1) -> "BloodPage":
        """Three queries at most: the samples, what was taken before them, and what the person takes and has."""
        today = clock_of(person).local_date(now)
        values = read_values(person)
        newest = _newest(values, today=today)
        noted = [newest[marker].taken_on for marker in B12 if marker in newest]
        before = after_dose_of(person, noted, doses_only=[one.taken_on for one in values if one.marker in B12])
        case = case_of(person, values, before, today=today)
        contexts = _contexts(case)
        views = tuple(view_of(newest[marker], case, before) for marker in MARKERS if marker in newest)
        readings = _readings(newest, case)
        return cls(
            guideline=Guideline(case.guideline),
            under_16=is_under_16(case),
            contexts=tuple((str(words.CONTEXTS[key]), key in words.UNCONFIRMED_CONTEXTS) for key in contexts),
            before=tuple(filter(None, (words.before_words(before[day], day) for day in dict.fromkeys(noted)))),
            unknown_before=any(before[day].mark is None and not before[day].unknown for day in noted),
            markers=views,
            trends=tuple(trends_of(values, case, before)),
            questions=tuple(words.questions(case, contexts=contexts, readings=readings)),
            samples=Paginator(tuple(_samples(values)), ON_A_PAGE).get_page(page),
        )

    @property
    def marked(self) -> bool:
        """Whether one of the figures was taken after a dose."""
        return any(view.after for view in self.markers)


def case_of(person: User, values: Iterable[Value], before: Mapping[dt.date, AfterDose], *, today: dt.date) -> Case:
    """As much of a case as rules about blood tests ask for, without the log."""
    profile, health = profile_of(person), health_of(person)
    return Case(
        today=today,
        age_years=age_years(profile, today=today),
        sex=profile.sex,
        life_stage=profile.life_stage,
        conditions=health.conditions,
        medicines=tuple(
            replace(use, active=False) if use.active and use.start and use.start.date > today else use
            for use in health.medicines
        ),
        gas=health.gas,
        symptoms=health.symptoms,
        results=tuple(one.result(before.get(one.taken_on)) for one in values if one.marker),
        guideline=guideline_of(person),
        black_ethnicity=profile.black_ethnicity,
    )


def _contexts(case: Case) -> tuple[str, ...]:
    found = lab_context.find(case) if case.results else None
    return found.facts["contexts"] if found else ()


def _readings(newest: Mapping[str, Value], case: Case) -> frozenset[Reading]:
    """Where the newest B12 results lie by the chosen guideline."""
    results = [] if is_under_16(case) else [newest[marker].result(None) for marker in B12 if marker in newest]
    return frozenset(band.reading for one in results if (band := band_of(one, case.guideline)))


def _newest(values: Iterable[Value], *, today: dt.date) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for one in values:
        if one.marker and one.taken_on <= today:
            found.setdefault(one.marker, one)
    return found


# --- all samples -----------------------------------------------------------------------------------------------------
def _samples(values: Iterable[Value]) -> Iterator[SampleLine]:
    order = {marker: n for n, marker in enumerate(MARKERS)}
    names = {marker: str(MARKER_NAMES[marker]) for marker in MARKERS}
    for (pk, taken_on, lab, note), rows in groupby(values, key=lambda one: one[:4]):
        there = sorted((one for one in rows if one.marker in order), key=lambda one: order[one.marker])
        yield SampleLine(pk, taken_on, lab, note, tuple((names[one.marker], one.figure) for one in there))
