"""Taking everything along: the page, and its files. Each is asked for by a POST, which the account's log notes."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.events import note
from accounts.limits import within
from accounts.models import EventKind, User
from accounts.proof import needs_proof
from tracker.export.fhir.bundle import bundle
from tracker.export.flat import entry_lines
from tracker.export.package import package
from tracker.export.snapshot import at_one_moment
from tracker.export.summary import OF_ACCOUNT, amounts_of
from tracker.people import today_of

RATE = "10/h/user"
Pieces = Iterable[str | bytes]


@require_safe
@needs_proof
def export(request: HttpRequest) -> HttpResponse:
    context = {"amounts": amounts_of(request.user), "of_account": OF_ACCOUNT}
    return render(request, "exports/export.html", context)


@require_POST
@needs_proof
def export_zip(request: HttpRequest) -> HttpResponse:
    return _file(request, "zip", "cobalog-{day}.zip", "application/zip", lambda person, now: package(person, now=now))


@require_POST
@needs_proof
def export_csv(request: HttpRequest) -> HttpResponse:
    def lines(person: User, now: dt.datetime) -> Pieces:
        return entry_lines(person, today=today_of(person, now=now))

    return _file(request, "CSV", "cobalog-entries-{day}.csv", "text/csv; charset=utf-8", lines)


@require_POST
@needs_proof
def export_fhir(request: HttpRequest) -> HttpResponse:
    return _file(
        request, "FHIR", "cobalog-fhir-{day}.json", "application/fhir+json", lambda person, now: bundle(person, now=now)
    )


def _file(
    request: HttpRequest, detail: str, name: str, kind: str, pieces: Callable[[User, dt.datetime], Pieces]
) -> HttpResponse:
    """An answer that browsers save, given out while it is read. Its name tells the day and nobody's name."""
    if not within(request, "export", rate=RATE):
        return too_often(request)
    now = timezone.now()
    note(request.user, EventKind.EXPORTED, request=request, detail=detail)
    response = StreamingHttpResponse(at_one_moment(iter(pieces(request.user, now))), content_type=kind)
    file_name = name.format(day=today_of(request.user, now=now))
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "3600"
    return response
