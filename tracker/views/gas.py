"""Nitrous oxide: what was used, given or is planned."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import kept_for
from tracker import actions_health as actions
from tracker.forms.gas import GasForm
from tracker.people import today_of
from tracker.reports.care.gas import GasPage
from tracker.views.noting import note


@require_http_methods(["GET", "HEAD", "POST"])
def gas(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = GasForm(typed, today=today_of(request.user, now=now), initial={"uid": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        actions.add_gas_use(by=request.user, uid=form.cleaned_data["uid"], **form.answers)
        note(request)
        messages.success(request, _("Saved."))
        return redirect("gas")
    kept = typed is not None and request.method != "POST"
    return render(request, "care/gas.html", {"page": GasPage.build(request.user, now=now), "form": form, "kept": kept})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_gas_use(by=request.user, gas_use=get_object_or_404(request.user.gas_uses, pk=pk))
    note(request)
    messages.success(request, _("Removed."))
    return redirect("gas")
