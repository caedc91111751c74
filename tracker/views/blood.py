"""Blood tests: the newest of each marker, all samples, and one form for a sample."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from tracker import actions_journal as actions
from tracker.actions import save_profile
from tracker.forms.blood import BandsForm, SampleForm, typed_of
from tracker.models import Sample
from tracker.people import profile_of, today_of
from tracker.reports.care.blood import BloodPage
from tracker.reports.care.blood_values import last_time
from tracker.views.noting import note


@require_safe
@gzip_page  # as in views/symptoms.py
def blood_tests(request: HttpRequest) -> HttpResponse:
    return _tests(request, BandsForm(kept_for(request), profile=profile_of(request.user)))


@require_POST
def settings(request: HttpRequest) -> HttpResponse:
    """By whose bands they are read."""
    form = BandsForm(request.POST, profile=profile_of(request.user))
    if not form.is_valid():
        return _tests(request, form)
    save_profile(by=request.user, **form.answers)
    note(request)
    messages.success(request, _("Saved. Blood tests are read like this from now on."))
    return redirect("blood_tests")


def _tests(request: HttpRequest, form: BandsForm) -> HttpResponse:
    page = BloodPage.build(request.user, now=timezone.now(), page=request.GET.get("page", 1))
    return render(request, "care/blood.html", {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def new(request: HttpRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = _form(request, typed, initial={"uid": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        uid = form.cleaned_data["uid"]
        return _saved(request, actions.save_sample(by=request.user, uid=uid, **form.answers))
    return _page(request, form, kept=typed is not None and request.method != "POST")


@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.samples, pk=pk)
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = _form(request, typed, initial=typed_of(row), measured=list(row.values.order_by("pk")))
    if request.method == "POST" and form.is_valid():
        return _saved(request, actions.save_sample(by=request.user, sample=row, **form.answers))
    return _page(request, form, row=row, kept=typed is not None and request.method != "POST")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.samples, pk=pk)
    actions.remove_sample(by=request.user, sample=row)
    note(request)
    messages.success(request, _("Removed the sample of %(date)s.") % {"date": date_format(row.taken_on, "j F Y")})
    return redirect("blood_tests")


def _form(request: HttpRequest, typed: QueryDict | None, **options: object) -> SampleForm:
    last = last_time(request.user)
    first = last.markers if "measured" not in options and last.markers else None
    options |= {"first": first} if first else {}
    return SampleForm(typed, today=today_of(request.user, now=timezone.now()), units=last.units, **options)


def _page(request: HttpRequest, form: SampleForm, *, row: Sample | None = None, kept: bool = False) -> HttpResponse:
    context = {"form": form, "row": row, "kept": kept, "more": "more" in request.GET}
    return render(request, "care/sample.html", context)


def _saved(request: HttpRequest, row: Sample) -> HttpResponse:
    note(request)
    messages.success(request, _("Saved the sample of %(date)s.") % {"date": date_format(row.taken_on, "j F Y")})
    return redirect("blood_tests")
