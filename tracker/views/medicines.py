"""What a person takes: found while it is typed, kept with its dose and time."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import kept_for
from foods.views.throttle import searches_limited
from tracker import actions_health as actions
from tracker.forms.health import FindForm, MedicineForm, PickForm, typed_of
from tracker.models import Medicine
from tracker.people import today_of
from tracker.reports.care.matches import medicines_called
from tracker.reports.care.medicines import MedicinePage, MedicinesList
from tracker.views.noting import note


@require_http_methods(["GET", "HEAD", "POST"])
@searches_limited
def medicines(request: HttpRequest) -> HttpResponse:
    """The list. A POST is a search without scripts: it changes nothing."""
    query = FindForm(request.POST).query() if request.method == "POST" else ""
    context = {"page": MedicinesList.build(request.user), "found": medicines_called(query, request.user)}
    return render(request, "care/medicines.html", context)


@require_POST
@searches_limited
def search(request: HttpRequest) -> HttpResponse:
    """The matches of what is being typed, as a fragment. It changes nothing."""
    found = medicines_called(FindForm(request.POST).query(), request.user)
    return render(request, "care/_medicines_found.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for one that was picked, and what it sends."""
    picked = PickForm(request.POST if "pick" in request.POST else None)
    if picked.is_valid():
        return _page(request, _form(request, initial={"uid": uuid.uuid4(), **picked.initial_answers}))
    typed = request.POST if request.method == "POST" else kept_for(request)
    form = _form(request, typed, initial={"uid": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        row = actions.add_medicine(by=request.user, uid=form.cleaned_data["uid"], **form.answers)
        return _saved(request, row)
    return _page(request, form, kept=typed is not None and request.method != "POST")


@require_http_methods(["GET", "HEAD", "POST"])
def medicine(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.medicines, pk=pk)
    typed = request.POST if request.method == "POST" else kept_for(request)
    form = _form(request, typed, initial=typed_of(row))
    if request.method == "POST" and form.is_valid():
        return _saved(request, actions.change_medicine(by=request.user, medicine=row, **form.answers))
    return _page(request, form, row=row, kept=typed is not None and request.method != "POST")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.medicines, pk=pk)
    actions.remove_medicine(by=request.user, medicine=row)
    note(request)
    messages.success(request, _("Removed %(name)s from your list.") % {"name": row.name})
    return redirect("medicines")


def _form(request: HttpRequest, typed: QueryDict | None = None, **options: object) -> MedicineForm:
    return MedicineForm(typed, today=today_of(request.user, now=timezone.now()), **options)


def _page(request: HttpRequest, form: MedicineForm, *, row: Medicine | None = None, kept: bool = False) -> HttpResponse:
    page = MedicinePage.build(request.user, form.chosen_key, row=row, now=timezone.now())
    return render(request, "care/medicine.html", {"page": page, "form": form, "row": row, "kept": kept})


def _saved(request: HttpRequest, row: Medicine) -> HttpResponse:
    note(request)
    messages.success(request, _("Saved %(name)s.") % {"name": row.name})
    return redirect("medicine", pk=row.pk)
