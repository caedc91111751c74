"""Blood tests, symptoms and what was had in a day, as observations. A figure that nobody knows is said to be absent."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from foods.choices import Origin, Route
from tracker.domain.symptoms import SYMPTOMS
from tracker.export.fhir.codes import of_test, ucum
from tracker.export.fhir.parts import (
    Resource,
    category,
    concept,
    entry,
    notes,
    number,
    quantity,
    subject,
    unknown,
)
from tracker.models import Measured, Sample, SymptomScore
from tracker.models.days import Mark
from tracker.models.health import GasKind
from tracker.models.journal import Course
from tracker.models.markers import MARKER_NAMES

AT_ONCE = 500
_STORED = Decimal("0.0001")


# --- blood tests ----------------------------------------------------------------------------------------------------
def blood_tests(person: User) -> Iterator[Resource]:
    samples = person.samples.prefetch_related("values").order_by("taken_on", "pk")
    for sample in samples.iterator(chunk_size=AT_ONCE):
        for value in sample.values.all():
            yield entry("Observation", f"{sample.uid} {value.marker}", _test(person, sample, value))


def _test(person: User, sample: Sample, value: Measured) -> Resource:
    unit = ucum(value.unit)
    low, high = (None if end is None else quantity(end, unit, unit=value.unit) for end in (value.low, value.high))
    grown = sample.microbiological and value.marker == "b12"
    return {
        "status": "final",
        "category": category("observation-category", "laboratory"),
        "code": concept(str(MARKER_NAMES.get(value.marker, value.marker)), *of_test(value.marker, value.unit)),
        "subject": subject(person),
        "effectiveDateTime": sample.taken_on.isoformat(),
        "performer": [{"display": sample.lab}],
        "valueQuantity": quantity(value.value, unit, unit=value.unit, comparator=value.comparator),
        "method": {"text": _("microbiological assay")} if grown else None,
        "referenceRange": [{"low": low, "high": high}],
        "note": notes(_("Typed in by the person from a laboratory report."), sample.note),
    }


# --- symptoms -------------------------------------------------------------------------------------------------------
def symptoms(person: User) -> Iterator[Resource]:
    for row in person.symptom_scores.order_by("on", "key").iterator(chunk_size=AT_ONCE):
        yield entry("Observation", f"{row.key} {row.on}", _score(person, row))


def _score(person: User, row: SymptomScore) -> Resource:
    symptom = SYMPTOMS.get(row.key)  # one that is not listed any more keeps its key
    course = str(Course(row.course).label) if row.course else ""
    return {
        "status": "final",
        "category": category("observation-category", "survey"),
        "code": concept(symptom.name if symptom else row.key),
        "subject": subject(person),
        "effectiveDateTime": row.on.isoformat(),
        "performer": [subject(person)],
        **_scored(symptom.scale[0] if symptom else "", row.score),
        "component": [
            *_component(_("course"), course),
            *_component(_("where"), row.places.replace("_", " ")),
        ],
        "note": notes(row.note),
    }


def _scored(scale: str, score: Decimal) -> Resource:
    """By how it is asked: from 0, none, to 10; how often; kg; yes or no."""
    match scale:
        case "yes/no" | "note":
            return {"valueBoolean": bool(score)}
        case "kg":
            return {"valueQuantity": quantity(score, "kg")}
        case "count":
            return {"valueQuantity": quantity(score, "{count}", unit=_("times"))}
        case "0-10":
            return {"valueQuantity": quantity(score, "{score}", unit=_("of 10"))}
    return {"valueQuantity": {"value": number(score)}}


def _component(name: str, text: str) -> list[Resource]:
    return [{"code": concept(name), "valueString": text}] if text else []


# --- nitrous oxide --------------------------------------------------------------------------------------------------
def gas_uses(person: User) -> Iterator[Resource]:
    """What was had. Of what is planned nothing was observed yet."""
    for use in person.gas_uses.exclude(kind=GasKind.PLANNED).order_by("pk"):
        yield entry(
            "Observation",
            use.uid,
            {
                "status": "final",
                "category": category("observation-category", "social-history"),
                "code": concept(_("Nitrous oxide: %s") % use.get_kind_display()),
                "subject": subject(person),
                "effectiveDateTime": use.on.isoformat() if use.on else "",
                "performer": [subject(person)],
                "valueBoolean": True,
            },
        )


# --- intake ---------------------------------------------------------------------------------------------------------
class _Had(NamedTuple):
    """What a day had of one origin: µg that are known (None: none is), and how many entries nobody knows."""

    day: dt.date
    origin: str
    ug: Decimal | None
    unknown: int


def intake(person: User) -> Iterator[Resource]:
    """B12 swallowed in each day that was logged, or of which the person says that it had none."""
    marks = dict(person.day_marks.order_by().values_list("local_date", "mark"))
    nothing = iter(sorted(day for day, mark in marks.items() if mark == Mark.NOTHING))
    waiting = next(nothing, None)
    for day, rows in groupby(_had(person), key=lambda row: row.day):
        while waiting is not None and waiting < day:
            yield _day(person, waiting, [], Mark.NOTHING)
            waiting = next(nothing, None)
        waiting = next(nothing, None) if waiting == day else waiting
        yield _day(person, day, list(rows), marks.get(day, ""))
    while waiting is not None:
        yield _day(person, waiting, [], Mark.NOTHING)
        waiting = next(nothing, None)


def _had(person: User) -> Iterator[_Had]:
    by_day = person.entries.exclude(route=Route.INJECTED).order_by("local_date", "origin")
    sums = by_day.values("local_date", "origin").annotate(
        ug=Sum("counted_ug"), unknown=Count("pk", filter=Q(counted_ug=None))
    )  # fmt: skip
    rows = sums.values_list("local_date", "origin", "ug", "unknown")
    return (_Had(*row) for row in rows.iterator(chunk_size=AT_ONCE))


def _day(person: User, day: dt.date, rows: list[_Had], mark: str) -> Resource:
    known = [row.ug for row in rows if row.ug is not None]
    lacking = sum(row.unknown for row in rows)
    at_least = ">=" if lacking or mark == Mark.PARTLY else ""
    names = {str(value): str(label) for value, label in Origin.choices}
    said = {
        "status": "final",
        "category": category("observation-category", "survey", _("nutrition")),
        "code": concept(_("Vitamin B12 swallowed in one day, from food and supplements")),
        "subject": subject(person),
        "effectiveDateTime": day.isoformat(),
        "performer": [subject(person)],
        "component": [
            {"code": concept(names[row.origin])} | _ug(row.ug, ">=" if row.unknown else "") for row in rows
        ],
        "note": notes(_lacking(lacking), _marked(mark)),
    }  # fmt: skip
    total = sum(known, Decimal(0)) if known or not rows else None
    return entry("Observation", f"intake {day}", said | _ug(total, at_least))


def _ug(ug: Decimal | None, comparator: str) -> Resource:
    if ug is None:
        return {"dataAbsentReason": unknown()}
    return {"valueQuantity": quantity(Decimal(ug).quantize(_STORED), "ug/d", unit="µg/d", comparator=comparator)}


def _lacking(entries: int) -> str:
    return _("Of %d of the things that were had nobody knows how much they hold.") % entries if entries else ""


def _marked(mark: str) -> str:
    return {
        Mark.COMPLETE: _("The person says that the day is complete."),
        Mark.PARTLY: _("The person says that the day was logged in part."),
        Mark.NOTHING: _("The person says that nothing with B12 was had."),
        Mark.NOT_TRACKED: _("The person says that the day was not tracked."),
    }.get(mark, "")  # type: ignore[call-overload]
