"""The report for an appointment: the page, its PDF, what the person adds, and links that open it for a week."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import kept_for
from tracker import actions_sharing as actions
from tracker.forms.report import LinkForm, WordsForm, typed_of
from tracker.models.sharing import AddressKind
from tracker.people import today_of
from tracker.reports.appointment.links import links_of
from tracker.reports.appointment.pdf import pdf_of
from tracker.reports.care.report import AppointmentReport, language_of

DAYS_OPEN = 7


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    return _page(request, kept_for(request, action=reverse("report_words")))


@require_POST
def words(request: HttpRequest) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, request.POST)
    actions.save_report_words(by=request.user, **form.answers)
    messages.success(request, _("Saved. It stands on the report."))
    return redirect("report")


def _page(request: HttpRequest, typed: QueryDict | None) -> HttpResponse:
    now = timezone.now()
    page = AppointmentReport.build(request.user, now=now)
    form = WordsForm(typed, initial=typed_of(page.words, language=page.language))
    links = [
        (link, request.build_absolute_uri(reverse("shared_report", args=[link.token])) if link.open else "")
        for link in links_of(request.user, now=now)
    ]
    context = {
        "page": page,
        "form": form,
        "links": links,
        "uid": uuid.uuid4(),
        "days_open": DAYS_OPEN,
        "kept": typed is not None and request.method != "POST",
    }
    return render(request, "care/report.html", context)


@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = AppointmentReport.build(request.user, now=now)
    return as_file(pdf_of(page, now=now), f"B12-{today_of(request.user, now=now)}.pdf")


def as_file(content: bytes, name: str) -> HttpResponse:
    """An answer that browsers save."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
def link(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    words = getattr(request.user, "report_words", None)
    actions.make_report_link(
        by=request.user,
        uid=LinkForm(request.POST).form_uid,
        days=DAYS_OPEN,
        now=now,
        language=language_of(words.language if words else ""),
    )
    messages.success(request, _("The link is made. Whoever has it can read your report for 7 days."))
    return redirect(f"{reverse('report')}#links")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    address = get_object_or_404(request.user.secret_addresses, pk=pk, kind=AddressKind.REPORT)
    actions.revoke(by=request.user, address=address, now=timezone.now())
    messages.success(request, _("The link opens nothing any more."))
    return redirect(f"{reverse('report')}#links")
