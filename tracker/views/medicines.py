"""What a person takes: found while it is typed, kept with its dose and time."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import kept_for
from tracker import actions_health as actions
from tracker.forms.health import FindForm
from tracker.forms.medicines import MedicineForm, typed_of
from tracker.models import Medicine
from tracker.people import today_of
from tracker.reports.care.matches import medicines_called
from tracker.reports.care.medicines import MedicinePage, MedicinesList, taken_already
from tracker.views.noting import note
from tracker.views.picked import forget, pick, picked


@require_http_methods(["GET", "HEAD", "POST"])
def medicines(request: HttpRequest) -> HttpResponse:
    """The list. A POST is a search without scripts: it changes nothing."""
    typed = request.POST if request.method == "POST" else kept_for(request)
    found = medicines_called(FindForm(typed).query(), request.user)
    return render(request, "care/medicines.html", {"page": MedicinesList.build(request.user), "found": found})


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """The matches of what is being typed, as a fragment. It changes nothing."""
    found = medicines_called(FindForm(request.POST).query(), request.user)
    return render(request, "care/_medicines_found.html", {"found": found, "fragment": True})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What was pressed among the matches comes here by POST, and its form by GET; then what the form sends."""
    if "pick" in request.POST:
        return redirect("medicine_new" if pick(request, "medicine") else "medicines")
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    key, name = picked(request, "medicine")
    begun = {"uid": uuid.uuid4(), "key": key, "name": name}
    form = _form(request, typed, initial=begun)
    already = taken_already(request.user, *form.chosen, but=form.form_uid)
    if already:
        form = _form(request, typed, initial=begun, already=True)
    if request.method == "POST" and form.is_valid():
        row = actions.add_medicine(by=request.user, uid=form.cleaned_data["uid"], **form.answers)
        return _saved(request, row)
    return _page(request, form, already=already, kept=typed is not None and request.method != "POST")


@require_http_methods(["GET", "HEAD", "POST"])
def medicine(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.medicines, pk=pk)
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = _form(request, typed, initial=typed_of(row))
    if request.method == "POST" and form.is_valid():
        return _saved(request, actions.change_medicine(by=request.user, medicine=row, **form.answers))
    return _page(request, form, row=row, kept=typed is not None and request.method != "POST")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.medicines, pk=pk)
    actions.remove_medicine(by=request.user, medicine=row)
    forget(request, "medicine")
    note(request)
    messages.success(request, _("Removed %(name)s from your list.") % {"name": row.name})
    return redirect("medicines")


def _form(request: HttpRequest, typed: QueryDict | None, **options: object) -> MedicineForm:
    return MedicineForm(typed, today=today_of(request.user, now=timezone.now()), **options)


def _page(
    request: HttpRequest,
    form: MedicineForm,
    *,
    row: Medicine | None = None,
    already: Medicine | None = None,
    kept: bool = False,
) -> HttpResponse:
    page = MedicinePage.build(request.user, *form.chosen, row=row, now=timezone.now())
    context = {"page": page, "form": form, "row": row, "already": already, "kept": kept}
    return render(request, "care/medicine.html", context)


def _saved(request: HttpRequest, row: Medicine) -> HttpResponse:
    note(request)
    messages.success(request, _("Saved %(name)s.") % {"name": row.name})
    return redirect("medicine", pk=row.pk)
