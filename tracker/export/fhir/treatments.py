"""Medicines, plans and injections as statements of what the person says they take; conditions as they say they have."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from foods.choices import Form
from tracker.domain.conditions import CONDITIONS
from tracker.domain.medicines import MEDICINES
from tracker.export.fhir.codes import of_form, of_medicine
from tracker.export.fhir.parts import (
    HL7,
    Resource,
    absent,
    address,
    as_said,
    category,
    concept,
    entry,
    notes,
    quantity,
    subject,
)
from tracker.models import Condition, Entry, Medicine, Phase, Regimen
from tracker.models.health import Relation
from tracker.models.regimens import CountsFrom, Unit
from tracker.models.sites import site_words

AT_ONCE = 500
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIODS = {Unit.HOURS: "h", Unit.DAYS: "d", Unit.WEEKS: "wk", Unit.MONTHS: "mo"}


def medicines(person: User) -> Iterator[Resource]:
    for row in person.medicines.order_by("pk"):
        yield entry("MedicationStatement", row.uid, _medicine(person, row))


def _medicine(person: User, row: Medicine) -> Resource:
    codes = of_medicine(row.key) if row.confirmed else ()
    brand = _("Known by this name only: which substance it is was not confirmed.")
    listed = MEDICINES[row.key].name if row.key in MEDICINES and row.confirmed else ""
    return {
        "status": "active" if row.taking else "completed",
        "medicationCodeableConcept": concept(row.name, *codes),
        "subject": subject(person),
        "effectivePeriod": {
            "start": as_said(row.since, row.since_precision),
            "end": as_said(row.until, row.until_precision),
        },
        "informationSource": subject(person),
        "dosage": [_of_day(row)] if row.dose_mg or row.units else [],
        "note": notes("" if row.confirmed else brand, listed if listed.lower() != row.name.lower() else ""),
    }


def _of_day(row: Medicine) -> Resource:
    """How much in a day: mg, and how many tablets in words."""
    units = _("%s a day") % f"{row.units.normalize():f}" if row.units else ""
    per_day = quantity(row.dose_mg, "mg/d") if row.dose_mg else None
    return {"text": units, "doseAndRate": [{"rateQuantity": per_day}]}


# --- plans ----------------------------------------------------------------------------------------------------------
def regimens(person: User, *, today: dt.date) -> Iterator[Resource]:
    for row in person.regimens.prefetch_related("phases").order_by("pk"):
        yield entry("MedicationStatement", row.uid, _regimen(person, row, today))


def _regimen(person: User, row: Regimen, today: dt.date) -> Resource:
    phases = list(row.phases.all())
    starts = [one for one in (row.began, *(phase.starts_on for phase in phases)) if one]
    ends = [phase.ends_on for phase in phases]
    last = row.stopped_on or (max(ends) if ends and all(ends) else None)
    prescribed = _("Prescribed.") if row.prescribed else _("Not prescribed, or not said.")
    return {
        "status": _status(min(starts, default=today), last, today),
        "medicationCodeableConcept": concept(row.name, *of_form(row.form)),
        "subject": subject(person),
        "effectivePeriod": {"start": as_said(min(starts, default=None)), "end": as_said(last)},
        "informationSource": subject(person),
        "dosage": [_dosage(row, phase) for phase in phases],
        "note": notes(prescribed, row.note),
    }


def _status(first: dt.date, last: dt.date | None, today: dt.date) -> str:
    if last is not None and last < today:
        return "completed"
    return "intended" if first > today else "active"


def _dosage(row: Regimen, phase: Phase) -> Resource:
    return {
        "sequence": phase.position + 1,
        "text": _words(row, phase),
        "timing": _timing(phase),
        "asNeededBoolean": True if phase.unit == Unit.AS_NEEDED else None,
        "route": {"text": str(row.get_route_display())},
        "doseAndRate": [{"doseQuantity": quantity(row.dose_ug, "ug", unit="µg") if row.dose_ug else absent()}],
    }


def _words(row: Regimen, phase: Phase) -> str:
    loading = _("Doses close together at the beginning of the treatment.") if phase.loading else ""
    counted = _("Counted from the last dose.") if row.counts_from == CountsFrom.LAST_DOSE else ""
    return " ".join(part for part in (loading, counted) if part)


def _timing(phase: Phase) -> Resource:
    repeat: Resource = {
        "boundsPeriod": {"start": as_said(phase.starts_on), "end": as_said(phase.ends_on)},
    }
    if phase.unit in _PERIODS:
        repeat |= {
            "frequency": max(len(phase.weekdays), 1),
            "period": phase.every,
            "periodUnit": _PERIODS[Unit(phase.unit)],
            "dayOfWeek": [_DAYS[int(digit)] for digit in phase.weekdays],
            "timeOfDay": [phase.at.isoformat()] if phase.at else [],
        }
    return {"repeat": repeat}


# --- injections -----------------------------------------------------------------------------------------------------
def injections(person: User) -> Iterator[Resource]:
    """Each that was logged, with where it was given and which plan it belongs to."""
    rows = person.entries.filter(origin="injected").select_related("dose__regimen").order_by("eaten_at", "pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield entry("MedicationStatement", f"dose {row.uid}", _injection(person, row))


def _injection(person: User, row: Entry) -> Resource:
    dose = getattr(row, "dose", None)
    site = site_words(dose.site) if dose else ""
    ug = None if row.swallowed_ug is None else row.swallowed_ug
    return {
        "status": "completed",
        "medicationCodeableConcept": concept(row.name, *of_form(row.form)),
        "subject": subject(person),
        "effectiveDateTime": row.eaten_at.astimezone(dt.UTC).isoformat(),
        "informationSource": subject(person),
        "derivedFrom": [{"reference": address("MedicationStatement", dose.regimen.uid)}] if dose else [],
        "dosage": [
            {
                "route": {"text": str(row.get_route_display())},
                "site": {"text": site} if site else None,
                "doseAndRate": [{"doseQuantity": absent() if ug is None else quantity(ug, "ug", unit="µg")}],
            }
        ],
        "note": notes(str(Form(row.form).label), _("Batch %s") % dose.batch if dose and dose.batch else "",
                      dose.note if dose else ""),
    }  # fmt: skip


# --- conditions -----------------------------------------------------------------------------------------------------
def conditions(person: User) -> Iterator[Resource]:
    """The person's own, and beside them what somebody of their family has."""
    for row in person.conditions.order_by("pk"):
        in_family = row.relation == Relation.FAMILY
        kind, made = ("FamilyMemberHistory", _family) if in_family else ("Condition", _condition)
        yield entry(kind, row.uid, made(person, row))


def _condition(person: User, row: Condition) -> Resource:
    return {
        "clinicalStatus": concept("", (f"{HL7}/condition-clinical", "active", "Active")),
        "category": category("condition-category", "problem-list-item"),
        "code": concept(row.name),
        "subject": subject(person),
        "onsetDateTime": as_said(row.since, row.since_precision),
        "asserter": subject(person),
        "note": notes(_listed(row), *_details(row)),
    }


def _family(person: User, row: Condition) -> Resource:
    return {
        "status": "partial",
        "patient": subject(person),
        "relationship": concept(
            _("somebody in the family"), (f"{HL7}/v3-RoleCode", "FAMMEMB", "family member")
        ),
        "condition": [{"code": concept(row.name)}],
    }  # fmt: skip


def _listed(row: Condition) -> str:
    listed = CONDITIONS[row.key].name if row.key in CONDITIONS else ""
    return listed if listed.lower() != row.name.lower() else ""


def _details(row: Condition) -> list[str]:
    return [
        _("Removed: %s cm.") % _cm(row.resection_cm) if row.resection_cm else "",
        _("Of the ileum: %s cm.") % _cm(row.ileal_cm) if row.ileal_cm else "",
        _("Operated on.") if row.resected else "",
        _("With lasting diarrhoea.") if row.chronic_diarrhoea else "",
        _("B12 is treated elsewhere.") if row.treated_elsewhere else "",
    ]


def _cm(length: Decimal) -> str:
    return f"{length.normalize():f}"
