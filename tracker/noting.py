"""The history of findings: written after what changes facts, and at most once a day after logging."""

import datetime as dt

from accounts.models import User
from tracker.actions_health import Note, note_findings
from tracker.domain.risks.evaluate import open_findings
from tracker.people import profile_of, today_of
from tracker.reports.findings.case import read_case
from tracker.reports.findings.words import said


def note(person: User, *, now: dt.datetime) -> None:
    """After something that changed what rules look at: all that holds, also what is not shown beside something
    graver."""
    case = read_case(person, now=now)
    found = [Note(one, *said(one, day=case.today)[:2]) for one in open_findings(case)]
    note_findings(by=person, shown=found, today=case.today)


def note_once_a_day(person: User, *, now: dt.datetime) -> None:
    """After logging, which people do often: the first time of a day."""
    if profile_of(person).findings_noted_on != today_of(person, now=now):
        note(person, now=now)
