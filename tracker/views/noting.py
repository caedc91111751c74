"""The history of findings: written after what changes facts, and at most once a day after logging."""

from django.http import HttpRequest
from django.utils import timezone

from tracker.actions_health import Note, note_findings
from tracker.people import profile_of, today_of
from tracker.reports.findings.report import FindingsReport


def note(request: HttpRequest) -> None:
    """After a POST that changed what rules look at."""
    report = FindingsReport.build(request.user, now=timezone.now())
    shown = [Note(one.finding, *one.said[:2]) for one in (*report.open, *report.aside)]
    note_findings(by=request.user, shown=shown, today=report.case.today)


def note_once_a_day(request: HttpRequest) -> None:
    """After logging, which people do often: the first time of a day."""
    if profile_of(request.user).findings_noted_on != today_of(request.user, now=timezone.now()):
        note(request)
