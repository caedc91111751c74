"""What a person has or had: found while it is typed, kept with its year and what matters of it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import kept_for
from tracker import actions_health as actions
from tracker.forms.conditions import ConditionForm, typed_of
from tracker.forms.health import FindForm
from tracker.models import Condition
from tracker.people import today_of
from tracker.reports.care.conditions import ConditionPage, ConditionsList
from tracker.reports.care.matches import conditions_called
from tracker.views.noting import note
from tracker.views.picked import forget, pick, picked


@require_http_methods(["GET", "HEAD", "POST"])
def conditions(request: HttpRequest) -> HttpResponse:
    """The list. A POST is a search without scripts: it changes nothing."""
    typed = request.POST if request.method == "POST" else kept_for(request)
    page = ConditionsList.build(request.user, today=today_of(request.user, now=timezone.now()))
    found = conditions_called(FindForm(typed).query())
    return render(request, "care/conditions.html", {"page": page, "found": found})


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """The matches of what is being typed, as a fragment. It changes nothing."""
    found = conditions_called(FindForm(request.POST).query())
    return render(request, "care/_conditions_found.html", {"found": found, "fragment": True})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What was pressed among the matches comes here by POST, and its form by GET; then what the form sends."""
    if "pick" in request.POST:
        return redirect("condition_new" if pick(request, "condition") else "conditions")
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    key, name = picked(request, "condition")
    form = _form(request, typed, initial={"uid": uuid.uuid4(), "key": key, "name": name})
    if request.method == "POST" and form.is_valid():
        row = actions.add_condition(by=request.user, uid=form.cleaned_data["uid"], **form.answers)
        return _saved(request, row)
    return _page(request, form, kept=typed is not None and request.method != "POST")


@require_http_methods(["GET", "HEAD", "POST"])
def condition(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.conditions, pk=pk)
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = _form(request, typed, initial=typed_of(row))
    if request.method == "POST" and form.is_valid():
        return _saved(request, actions.change_condition(by=request.user, condition=row, **form.answers))
    return _page(request, form, row=row, kept=typed is not None and request.method != "POST")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.conditions, pk=pk)
    actions.remove_condition(by=request.user, condition=row)
    forget(request, "condition")
    note(request)
    messages.success(request, _("Removed “%(name)s” from your list.") % {"name": row.name})
    return redirect("conditions")


def _form(request: HttpRequest, typed: QueryDict | None, **options: object) -> ConditionForm:
    return ConditionForm(typed, today=today_of(request.user, now=timezone.now()), **options)


def _page(
    request: HttpRequest, form: ConditionForm, *, row: Condition | None = None, kept: bool = False
) -> HttpResponse:
    page = ConditionPage.build(request.user, form.chosen.key, row=row, now=timezone.now())
    return render(request, "care/condition.html", {"page": page, "form": form, "row": row, "kept": kept})


def _saved(request: HttpRequest, row: Condition) -> HttpResponse:
    note(request)
    messages.success(request, _("Saved “%(name)s”.") % {"name": row.name})
    return redirect("condition", pk=row.pk)
