"""What was found: one finding with its reasons, setting it aside, and the history."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import kept_for
from tracker.actions_health import bring_back, set_aside
from tracker.forms.findings import AsideForm
from tracker.reports.findings.history import FindingsHistory
from tracker.reports.findings.report import FindingsReport
from tracker.views.common import back_to


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    page = FindingsHistory.build(request.user, now=timezone.now())
    return render(request, "tracker/findings.html", {"page": page})


@require_safe
def finding(request: HttpRequest, code: str) -> HttpResponse:
    report = FindingsReport.build(request.user, now=timezone.now())
    typed = kept_for(request, action=reverse("finding_aside", args=[code]))
    return _page(request, report, code, _form(typed, report, code), kept=typed is not None)


def _form(typed: QueryDict | None, report: FindingsReport, code: str) -> AsideForm | None:
    """None for what cannot be set aside."""
    days = report.days_aside(code)
    return AsideForm(typed, today=report.case.today, most_days=days) if days else None


def _page(
    request: HttpRequest, report: FindingsReport, code: str, form: AsideForm | None, *, kept: bool = False
) -> HttpResponse:
    shown = report.shown(code)
    if shown is None:
        raise Http404
    context = {"shown": shown, "whole": report.whole_of(code), "form": form, "kept": kept, "numbers": report.numbers}
    return render(request, "tracker/finding.html", context)


@require_POST
def aside(request: HttpRequest, code: str) -> HttpResponse:
    """Set a finding aside, or bring it back."""
    if "back" in request.POST:
        bring_back(by=request.user, code=code)
        messages.success(request, _("It is back among the open findings."))
        return back_to(request)
    now = timezone.now()
    report = FindingsReport.build(request.user, now=now)
    shown, form = report.shown(code), _form(request.POST, report, code)
    if shown is None:
        raise Http404
    if form is None:
        messages.error(request, _("This finding cannot be set aside."))
        return redirect("finding", code=code)
    if not form.is_valid():
        return _page(request, report, code, form)
    set_aside(by=request.user, finding=shown.finding, now=now, **form.cleaned_data)
    messages.success(request, _("Set aside. It comes back by itself."))
    return redirect("findings")
