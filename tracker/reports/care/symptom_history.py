"""One symptom over weeks, months and years, with injections and blood tests on the same axis."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import FloatField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from foods.choices import Origin
from tracker.charts import Chart, Table
from tracker.charts.lines import Axis, small_line
from tracker.domain import tables
from tracker.domain.journal import CHOOSABLE, Point, Step, Trend, points, scored_as, start_of, strokes, trend
from tracker.domain.symptoms import Symptom
from tracker.domain.tables import Citation
from tracker.models import SymptomScore, TrackedSymptom
from tracker.reports.care.flags import COURSES
from tracker.reports.care.symptoms import places_words, trend_words, value_words
from tracker.reports.dates import day_and_month, in_full, month_and_year, month_in_full

MOST_NOTES = 30
LABELS = 4
FIVE_YEARS_DAYS = 1826
SPANS: Mapping[str, tuple[int, Step, object]] = {  # days, what a point stands for, the words of its chip
    "weeks": (84, Step.DAY, gettext_lazy("12 weeks")),
    "months": (182, Step.WEEK, gettext_lazy("6 months")),
    "years": (FIVE_YEARS_DAYS, Step.MONTH, gettext_lazy("5 years")),
}


class Chip(NamedTuple):
    span: str
    words: str
    here: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What one day said, in words."""

    on: dt.date
    value: str
    beside: str
    note: str

    @classmethod
    def of(cls, row: SymptomScore, kind: str) -> "Entry":
        course = str(COURSES[row.course]) if row.course in COURSES else ""
        beside = ", ".join(filter(None, (course, places_words(row.places))))
        return cls(row.on, value_words(float(row.score), kind), beside, row.note)


@dataclass(frozen=True, slots=True)
class SymptomPage:
    """`scores`: how many there are in the span; `chart` None where there are none."""

    row: TrackedSymptom
    symptom: Symptom
    chart: Chart | None
    scores: int
    trend: Trend
    entries: tuple[Entry, ...]
    chips: tuple[Chip, ...]

    @classmethod
    def build(cls, person: User, row: TrackedSymptom, *, span: str, today: dt.date) -> "SymptomPage":
        """Four queries."""
        symptom, (days, step, _words) = CHOOSABLE[row.key], SPANS[span]
        first = today - dt.timedelta(days=days - 1)
        mine = person.symptom_scores.filter(key=row.key, on__lte=today)
        scores = list(
            mine.filter(on__gte=first).annotate(points=Cast("score", FloatField())).values_list("on", "points")
        )
        injected = person.entries.filter(origin=Origin.INJECTED, local_date__range=(first, today))
        marks = Marks(
            sorted(set(injected.values_list("local_date", flat=True))),
            sorted(set(person.samples.filter(taken_on__range=(first, today)).values_list("taken_on", flat=True))),
        )
        kind = scored_as(symptom)
        return cls(
            row=row,
            symptom=symptom,
            chart=_chart(symptom, points(scores, step), marks, step=step, first=first, today=today) if scores else None,
            scores=len(scores),
            trend=trend(scores, today=today),
            entries=tuple(Entry.of(one, kind) for one in mine.order_by("-on")[:MOST_NOTES]),
            chips=tuple(Chip(name, str(words), name == span) for name, (_days, _step, words) in SPANS.items()),
        )

    @property
    def name(self) -> str:
        return _(self.symptom.name)

    @property
    def kind(self) -> str:
        return scored_as(self.symptom)

    @property
    def trend_words(self) -> str:
        return "" if self.kind == "yes/no" else trend_words(self.trend, self.kind)

    @property
    def has_notes(self) -> bool:
        return any(entry.note for entry in self.entries)

    @property
    def causes(self) -> tuple[str, ...]:
        return tuple(_(cause) for cause in self.symptom.other_causes)

    @property
    def pattern(self) -> str:
        return _(self.symptom.b12_pattern) if self.symptom.b12_pattern else ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tables.citations(self.symptom.sources)


class Marks(NamedTuple):
    """Days, oldest first, each once."""

    injections: Sequence[dt.date]
    tests: Sequence[dt.date]


def _chart(
    symptom: Symptom, found: Sequence[Point], marks: Marks, *, step: Step, first: dt.date, today: dt.date
) -> Chart:
    kind, name = scored_as(symptom), _(symptom.name)
    if step is Step.MONTH:  # years begin with the first that is known
        first = min(found[0].first, *marks.injections[:1], *marks.tests[:1], today - dt.timedelta(days=365))
    axis = Axis(first, today, _top(found, kind))
    return small_line(
        key="line",
        title=name,
        description=_describe(found, kind, marks),
        pieces=[[(max(point.first, first), _level(point, kind)) for point in piece] for piece in strokes(found, step)],
        axis=axis,
        injections=marks.injections,
        tests=marks.tests,
        labels=_labels(axis, step),
        table=_table(name, found, marks, kind=kind, step=step),
    )


def _level(point: Point, kind: str) -> float:
    """The median; of yes and no a single yes counts."""
    return point.high if kind == "yes/no" else point.score


def _top(found: Iterable[Point], kind: str) -> float:
    if kind == "0-10":
        return 10.0
    return 1.0 if kind == "yes/no" else max(2.0, 2 * -(-max(point.score for point in found) // 2))


def _describe(found: Sequence[Point], kind: str, marks: Marks) -> str:
    entries = sum(point.scores for point in found)
    said = [
        ngettext("%(n)d entry.", "%(n)d entries.", entries) % {"n": entries},
        _("Lowest %(low)s, highest %(high)s, last %(last)s.")
        % {
            "low": value_words(min(point.low for point in found), kind),
            "high": value_words(max(point.high for point in found), kind),
            "last": value_words(_level(found[-1], kind), kind),
        },
    ]
    if marks.injections:
        n = len(marks.injections)
        said.append(ngettext("%(n)d day with an injection.", "%(n)d days with an injection.", n) % {"n": n})
    if marks.tests:
        n = len(marks.tests)
        said.append(ngettext("%(n)d blood test.", "%(n)d blood tests.", n) % {"n": n})
    return " ".join(said)


def _labels(axis: Axis, step: Step) -> list[tuple[dt.date, str]]:
    """Both ends first, then what fits between."""
    whole = (axis.last - axis.first).days
    days = [axis.first + dt.timedelta(days=round(whole * n / LABELS)) for n in (0, LABELS, *range(1, LABELS))]
    words = [month_and_year(day) for day in days] if step is Step.MONTH else day_and_month(days)
    return list(zip(days, words, strict=True))


def _table(name: str, found: Sequence[Point], marks: Marks, *, kind: str, step: Step) -> Table:
    """A row for each day, week or month in which there is anything, the newest first."""
    scored = {point.first: point for point in found}
    injections, tests = _counted(marks.injections, step), _counted(marks.tests, step)
    firsts = sorted({*scored, *injections, *tests}, reverse=True)
    return Table(
        head=(str(_HEADS[step]), _median_of(name, kind, step), _("injections"), _("blood tests")),
        rows=tuple(
            (
                _called(day, step),
                value_words(_level(scored[day], kind), kind) if day in scored else "–",
                str(injections.get(day, "–")),
                str(tests.get(day, "–")),
            )
            for day in firsts
        ),
    )


_HEADS = {
    Step.DAY: gettext_lazy("Day"),
    Step.WEEK: gettext_lazy("Week from"),
    Step.MONTH: gettext_lazy("Month"),
}


def _median_of(name: str, kind: str, step: Step) -> str:
    return name if step is Step.DAY or kind == "yes/no" else _("%(name)s, median") % {"name": name}


def _counted(days: Iterable[dt.date], step: Step) -> dict[dt.date, int]:
    held: dict[dt.date, int] = {}
    for day in days:
        first = start_of(day, step)
        held[first] = held.get(first, 0) + 1
    return held


def _called(day: dt.date, step: Step) -> str:
    return month_in_full(day) if step is Step.MONTH else in_full([day])[0]
