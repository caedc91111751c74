"""The first questions: four short screens, each saved by itself, each of which may be skipped."""

import datetime as dt
from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Manager
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.kept import kept_for
from accounts.models import User
from tracker import actions
from tracker.domain.conditions import CONDITIONS
from tracker.domain.medicines import MEDICINES
from tracker.forms.profile import AboutForm, AnswersForm, DietForm
from tracker.forms.welcome import AbsorptionForm, MedicinesForm, TicksForm
from tracker.models.ticks import ticked
from tracker.people import profile_of, today_of
from tracker.reports.welcome import STEPS, Step
from tracker.views.noting import note

FORMS: Mapping[str, type[AnswersForm]] = {
    "diet": DietForm,
    "you": AboutForm,
    "absorption": AbsorptionForm,
    "medicines": MedicinesForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, step: str = "diet") -> HttpResponse:
    if step not in STEPS:
        raise Http404
    here, person = Step.of(step), request.user
    if request.method == "POST" and "skip" in request.POST:
        actions.save_profile(by=person, welcomed=True)
        return _on(request, "" if request.POST["skip"] == "all" else here.after)
    typed = request.POST if request.method == "POST" else kept_for(request)
    form = _form_of(step, person, typed, today=today_of(person, now=timezone.now()))
    if request.method == "POST" and form.is_valid():
        actions.save_profile(by=person, **form.answers, welcomed=True)
        if isinstance(form, TicksForm):
            actions.keep_ticks(by=person, rows=_rows(step, person), names=_names(form), chosen=form.ticked)
        note(request)
        return _on(request, here.back if "back" in request.POST else here.after)
    kept = typed is not None and request.method != "POST"
    return render(request, "tracker/welcome.html", {"step": here, "form": form, "kept": kept})


def _form_of(step: str, person: User, typed: QueryDict | None, *, today: dt.date) -> AnswersForm:
    about: dict = {"profile": profile_of(person), "today": today}
    if issubclass(FORMS[step], TicksForm):
        before, elsewhere = ticked(_rows(step, person).all())
        about |= {"before": before, "left_out": elsewhere}
    return FORMS[step](typed, **about)


def _rows(step: str, person: User) -> Manager:
    return person.conditions if step == "absorption" else person.medicines


def _names(form: TicksForm) -> dict[str, str]:
    """What the tables call the things that the form asked for."""
    tables = CONDITIONS | MEDICINES
    return {key: tables[key].name for key in form.offered}


def _on(request: HttpRequest, step: str) -> HttpResponse:
    if step:
        return redirect("welcome_step", step=step)
    messages.success(request, _("All of this can be changed later: Settings, Your profile."))
    return redirect("today")
