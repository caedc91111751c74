"""A report that is read by whoever has its link. A look shows a cover; the report opens by a press, which is noted.

Decision: docs/decisions/0016.
"""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tracker.actions_sharing import note_visit
from tracker.models import SecretAddress
from tracker.models.sharing import AddressKind
from tracker.people import clock_of
from tracker.reports.appointment.pdf import pdf_of
from tracker.reports.care.report import AppointmentReport, language_of
from tracker.secret_addresses import opened_by, token_of
from tracker.views.opened import open_by_address
from tracker.views.report import as_file


@csrf_exempt  # it needs no session and no cookie, and whoever has the address may do all that it does
@open_by_address
@require_http_methods(["GET", "HEAD", "POST"])
def shared_report(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    address = opened_by(token, kind=AddressKind.REPORT, now=now)
    if address is None:
        return _gone(request)
    if request.method != "POST":
        return _in_its_language(request, "care/shared_cover.html", address)
    _note(request, address, now=now)
    page = AppointmentReport.build(address.owner, now=now, language=address.language)
    return _in_its_language(request, "care/shared_report.html", address, page=page)


@csrf_exempt
@open_by_address
@require_POST
def shared_report_pdf(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    address = opened_by(token, kind=AddressKind.REPORT, now=now)
    if address is None:
        return _gone(request)
    _note(request, address, now=now)
    page = AppointmentReport.build(address.owner, now=now, language=address.language)
    return as_file(pdf_of(page, now=now), f"B12-{clock_of(address.owner).local_date(now)}.pdf")


def _note(request: HttpRequest, address: SecretAddress, *, now: dt.datetime) -> None:
    """The owner trying their own link is no visit."""
    if request.user != address.owner:
        note_visit(address=address, now=now)


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for what has ended, was taken back or never was."""
    return render(request, "care/shared_gone.html", status=404)


def _in_its_language(request: HttpRequest, template: str, address: SecretAddress, **more: object) -> HttpResponse:
    language = language_of(address.language)
    with translation.override(language), timezone.override(address.owner.zone):
        context = {"address": address, "language": language, "token": token_of(address), **more}
        return render(request, template, context)
