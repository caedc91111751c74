"""The history of findings: written after what changes facts, and at most once a day after logging."""

from django.http import HttpRequest
from django.utils import timezone

from tracker.actions_health import Note, note_findings
from tracker.domain.risks.evaluate import open_findings
from tracker.people import profile_of, today_of
from tracker.reports.findings.case import read_case
from tracker.reports.findings.words import said


def note(request: HttpRequest) -> None:
    """After a POST that changed what rules look at: all that holds, also what is not shown beside something graver."""
    case = read_case(request.user, now=timezone.now())
    found = [Note(one, *said(one, day=case.today)[:2]) for one in open_findings(case)]
    note_findings(by=request.user, shown=found, today=case.today)


def note_once_a_day(request: HttpRequest) -> None:
    """After logging, which people do often: the first time of a day."""
    if profile_of(request.user).findings_noted_on != today_of(request.user, now=timezone.now()):
        note(request)
