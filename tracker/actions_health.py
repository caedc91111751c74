"""What changes medicines, conditions, nitrous oxide and what becomes of findings. Keyword-only, each safe to repeat.

What is made carries the `uid` of its form. Each forgets what was read before, so that the page that follows knows.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.db.models import Manager, Model

from accounts.models import User
from tracker.domain.risks.findings import Finding
from tracker.health import forget_health, health_of
from tracker.models import Condition, FindingRecord, GasUse, Medicine, Profile, Snooze
from tracker.models.findings import DAYS_ASIDE, digest_of
from tracker.people import profile_of, today_of


# --- medicines, conditions, nitrous oxide ----------------------------------------------------------------------------
def add_medicine(*, by: User, uid: uuid.UUID, **said: object) -> Medicine:
    """`said` by the names of the columns. A repeat of the form gives what the first one made, as it is by now."""
    return _add(by.medicines, by=by, uid=uid, said=said)


def change_medicine(*, by: User, medicine: Medicine, **said: object) -> Medicine:
    """Columns that are not said stay as they are."""
    return _change(medicine, by=by, said=said)


def remove_medicine(*, by: User, medicine: Medicine) -> None:
    """For good; that of another is left alone, and one that is gone is no error."""
    _remove(by.medicines, medicine.pk, by=by)


def add_condition(*, by: User, uid: uuid.UUID, **said: object) -> Condition:
    return _add(by.conditions, by=by, uid=uid, said=said)


def change_condition(*, by: User, condition: Condition, **said: object) -> Condition:
    return _change(condition, by=by, said=said)


def remove_condition(*, by: User, condition: Condition) -> None:
    _remove(by.conditions, condition.pk, by=by)


def add_gas_use(*, by: User, uid: uuid.UUID, kind: str, on: dt.date | None) -> GasUse:
    return _add(by.gas_uses, by=by, uid=uid, said={"kind": kind, "on": on})


def remove_gas_use(*, by: User, gas_use: GasUse) -> None:
    _remove(by.gas_uses, gas_use.pk, by=by)


def _add(rows: Manager, *, by: User, uid: uuid.UUID, said: Mapping[str, object]) -> Model:
    made, _ = rows.get_or_create(uid=uid, defaults=said)
    forget_health(by)
    return made


def _change(row: Model, *, by: User, said: Mapping[str, object]) -> Model:
    for column, value in said.items():
        setattr(row, column, value)
    row.save(update_fields=[*said, "updated_at"])
    forget_health(by)
    return row


def _remove(rows: Manager, pk: int, *, by: User) -> None:
    rows.filter(pk=pk).delete()
    forget_health(by)


# --- findings --------------------------------------------------------------------------------------------------------
class CannotSetAside(ValueError):
    """Urgent, or for longer than a finding of its level may be."""


@transaction.atomic
def set_aside(
    *, by: User, finding: Finding, until: dt.date, now: dt.datetime, discussed_on: dt.date | None = None
) -> Snooze:
    """Set a finding aside up to and including a day, as long as it rests on the same. A repeat changes the day.

    `discussed_on`: the day it was talked over with a doctor; the history keeps it too. Raises `CannotSetAside`.
    """
    days = (until - today_of(by, now=now)).days
    if finding.level not in DAYS_ASIDE or not 0 <= days <= DAYS_ASIDE[finding.level]:
        raise CannotSetAside(f"{finding.code} cannot be set aside for {days} days")
    _hold(by)
    said = {"until": until, "discussed_on": discussed_on, "basis": digest_of(finding.basis), "created_at": now}
    made, _ = by.snoozes.update_or_create(code=finding.code, defaults=said)
    if discussed_on:
        by.finding_records.filter(code=finding.code, closed_on=None).update(discussed_on=discussed_on)
    forget_health(by)
    return made


def bring_back(*, by: User, code: str) -> None:
    """A finding that was set aside is open again."""
    by.snoozes.filter(code=code).delete()
    forget_health(by)


class Note(NamedTuple):
    """A finding that is there, and how it reads: plain text."""

    finding: Finding
    title: str
    evidence: str


@transaction.atomic
def note_findings(*, by: User, shown: Iterable[Note], today: dt.date) -> None:
    """Write into the history what is there now, set aside or not: what is new opens, what is gone closes.

    One whose level, or what it rests on, is another than before closes and opens anew. That only its words have
    changed, by the calendar, writes nothing.
    """
    _hold(by)
    before = {record.code: record for record in by.finding_records.filter(closed_on=None)}
    new = {note.finding.code: _record(note, by=by, today=today) for note in shown}
    same = {code for code, record in new.items() if code in before and _reads(before[code]) == _reads(record)}
    closing = [record for code, record in before.items() if code not in same]
    for record in closing:
        record.closed_on = max(today, record.opened_on)
    by.finding_records.bulk_update(closing, ["closed_on"])
    by.finding_records.bulk_create(record for code, record in new.items() if code not in same)
    if not Profile.objects.filter(owner=by).update(findings_noted_on=today):
        Profile.objects.create(owner=by, findings_noted_on=today)
    profile_of(by).findings_noted_on = today  # for the rest of this request


def _record(note: Note, *, by: User, today: dt.date) -> FindingRecord:
    finding, basis = note.finding, digest_of(note.finding.basis)
    aside = health_of(by).snoozes.get(finding.code)
    return FindingRecord(
        owner=by,
        code=finding.code,
        level=finding.level,
        basis=basis,
        title=note.title[: FindingRecord._meta.get_field("title").max_length],
        evidence=note.evidence,
        opened_on=today,
        discussed_on=aside.discussed_on if aside and aside.basis == basis else None,
    )


def _reads(record: FindingRecord) -> tuple[str, str]:
    return record.level, record.basis


def _hold(person: User) -> None:
    """What is sent twice at the same moment happens one after the other."""
    User.objects.select_for_update().values_list("pk").get(pk=person.pk)
