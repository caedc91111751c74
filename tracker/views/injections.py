"""Injections: where they stand, how symptoms go between them, and what is noted of one."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import kept_for
from tracker import actions_regimens as actions
from tracker.forms.injections import InjectionForm, ShownForm
from tracker.people import today_of
from tracker.reports.care.injections import INJECTED, InjectionsPage, regimen_of, said_of
from tracker.reports.care.regimen_words import day_words

# a chart with its table packs to a quarter; nothing here mixes a stranger's words with a secret (views.status)
_packed = GZipMiddleware(HttpResponse).process_response


@require_safe
def injections(request: HttpRequest) -> HttpResponse:
    asked = ShownForm(request.GET)
    page = InjectionsPage.build(
        request.user, now=timezone.now(), symptom=asked.said("symptom"), page=asked.said("page") or 1
    )
    return _packed(request, render(request, "care/injections.html", {"page": page, "uid": uuid.uuid4()}))


@require_http_methods(["GET", "HEAD", "POST"])
def injection_note(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk`: that of the entry. Without a plan that it is a dose of there is nothing to note it with."""
    entry = get_object_or_404(request.user.entries.filter(origin=INJECTED).select_related("dose"), pk=pk)
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = InjectionForm(typed, initial=said_of(entry))
    regimen = regimen_of(request.user, entry)
    if request.method == "POST" and regimen and form.is_valid():
        actions.note_dose(by=request.user, entry=entry, regimen_id=regimen, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("injections")
    day = day_words(entry.local_date, today=today_of(request.user, now=timezone.now()))
    kept = typed is not None and request.method != "POST"
    context = {"entry": entry, "form": form, "regimen": regimen, "day": day, "kept": kept}
    return render(request, "care/injection_note.html", context)
