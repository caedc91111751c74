"""Regimens: what is due, a new one, one of them, and what becomes of its doses."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from foods.models import Food
from tracker import actions_regimens as actions
from tracker.forms.doses import DoseForm, ReviewForm, SkipForm, StockForm, StopForm
from tracker.forms.regimen_start import PageForm, StartForm
from tracker.forms.regimens import RegimenForm, typed_of
from tracker.models import Regimen
from tracker.people import today_of
from tracker.reports.care.regimen_page import RegimenPage, doses_near, too_soon
from tracker.reports.care.regimen_start import Begun, RegimenStart, begun_with
from tracker.reports.care.regimens import RegimensPage
from tracker.reports.toasts import say
from tracker.views.common import back_to
from tracker.views.noting import note

# published plans pack to a sixth; a search is sent by POST, from this site alone, so that no stranger's words stand
# beside a secret (views.status)
_packed = GZipMiddleware(HttpResponse).process_response
_CHOSEN = "regimen"  # in the session: an address must not tell which plan or product was chosen


@require_safe
def regimens(request: HttpRequest) -> HttpResponse:
    page = RegimensPage.build(request.user, now=timezone.now())
    return render(request, "care/regimens.html", {"page": page, "uid": uuid.uuid4()})


# --- a new one, and its plan -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First a plan or none, then a product, each by POST; then the form. A search by POST changes nothing."""
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    if typed is None or "uid" not in typed:
        return _start(request, StartForm(typed))
    template, food = _chosen(request, typed)
    if food is None:
        messages.error(request, _("That product is not in the table any more. Choose another."))
        return redirect("regimens")
    return _form(request, typed, begun=begun_with(request.user, template, food, now=timezone.now()))


def _start(request: HttpRequest, form: StartForm) -> HttpResponse:
    if request.method == "POST" and form.chose:
        request.session[_CHOSEN] = form.chosen(request.session.get(_CHOSEN, {}))
        return redirect("regimen_new")
    template, food = _chosen(request, {})
    if food and not form.query:
        return _form(request, None, begun=begun_with(request.user, template, food, now=timezone.now()))
    page = RegimenStart.build(request.user, template=template, query=form.query, now=timezone.now())
    return _packed(request, render(request, "care/regimen_start.html", {"page": page}))


def _chosen(request: HttpRequest, typed: QueryDict | dict) -> tuple[str, Food | None]:
    """The plan and the product that were chosen: as the form sends them, else as pressed before."""
    chosen = StartForm.read(typed) if typed else request.session.get(_CHOSEN, {})
    found = Food.objects.visible_to(request.user).prefetch_related("portions").filter(pk=chosen.get("food") or 0)
    return chosen.get("template", ""), found.first()


def _form(request: HttpRequest, typed: QueryDict | None, *, begun: Begun, row: Regimen | None = None) -> HttpResponse:
    form = RegimenForm(
        typed,
        person=request.user,
        now=timezone.now(),
        initial={"uid": uuid.uuid4(), **begun.initial, **(typed_of(row) if row else {})},
        begun=begun.phases,
        only_prescribed=begun.only_prescribed,
        cautioned=bool(begun.cautions),
    )
    form.explain(begun.food.route)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, row)
    context = {"form": form, "begun": begun, "row": row, "kept": typed is not None and request.method != "POST"}
    return render(request, "care/regimen_form.html", context)


def _save(request: HttpRequest, form: RegimenForm, row: Regimen | None) -> HttpResponse:
    saved = actions.save_regimen(
        by=request.user,
        uid=form.form_uid,
        phases=form.phases,
        today=form.today,
        regimen=row,
        **form.answers,
    )
    request.session.pop(_CHOSEN, None)
    note(request)
    messages.success(request, _("Saved %(name)s.") % {"name": saved.name})
    return redirect("regimen", pk=saved.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    begun = begun_with(request.user, row.template, row.food, now=timezone.now(), row=row)
    return _form(request, typed, begun=begun, row=row)


# --- one of them -----------------------------------------------------------------------------------------------------
@require_safe
def regimen(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _own(request, pk), number=PageForm(request.GET).number)


def _own(request: HttpRequest, pk: int) -> Regimen:
    return get_object_or_404(request.user.regimens.select_related("food", "portion"), pk=pk)


def _page(request: HttpRequest, row: Regimen, *, number: int = 1, **forms: object) -> HttpResponse:
    """`forms`: those that came back with an error, or with what was typed before a session ended."""
    now = timezone.now()
    today = today_of(request.user, now=now)
    page = RegimenPage.build(request.user, row, number=number, now=now)
    context = {
        "page": page,
        "line": page.line,
        "row": row,
        "uid": uuid.uuid4(),
        "dose_form": _dose_form(request, row, kept_for(request, action=reverse("regimen_dose", args=[row.pk]))),
        "stock_form": StockForm(initial={"stock": page.stock_typed}),
        "review_form": ReviewForm(today=today, usual=today),
        "stop_form": StopForm(today=today, usual=today),
        **forms,
    }
    return render(request, "care/regimen.html", context)


def _dose_form(request: HttpRequest, row: Regimen, typed: QueryDict | None) -> DoseForm:
    return DoseForm(typed, person=request.user, now=timezone.now(), injected=row.route == "injected")


@require_POST
def dose(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a dose: now, or at the time that was typed. One that is close to another is asked about once."""
    row = _own(request, pk)
    form = _dose_form(request, row, request.POST)
    if not form.is_valid():
        return _page(request, row, dose_form=form)
    uid, moment = form.form_uid, form.moment()
    before = actions.logged_dose(by=request.user, regimen=row, uid=uid)
    if before:
        say(request, "again", before)
        return back_to(request, day=before.local_date)
    if not form.cleaned_data["sure"] and (close := _close_dose(request, row, moment)):
        context = {"row": row, "form": form, "close": close, "uid": uid, "moment": moment}
        return render(request, "care/regimen_twice.html", context)
    logged = actions.log_dose(by=request.user, regimen=row, eaten_at=moment, uid=uid, **form.answers)
    note(request)
    say(request, "logged" if logged.new else "again", logged.entry)
    return back_to(request, day=logged.entry.local_date)


def _close_dose(request: HttpRequest, row: Regimen, moment: dt.datetime) -> object:
    on = today_of(request.user, now=moment)
    own, taken = doses_near(request.user, row, on=on)
    return too_soon(own, taken, on=on, at=moment)


@require_POST
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _own(request, pk), today_of(request.user, now=timezone.now())
    form = SkipForm(request.POST, today=today)
    if not form.is_valid():
        messages.error(request, _("That date is out of date. Look at what is due now."))
        return _back(request, row)
    due_on = form.cleaned_data["due_on"]
    if form.cleaned_data["undo"]:
        actions.unskip(by=request.user, regimen=row, due_on=due_on)
        messages.success(request, _("It is open again."))
    else:
        actions.skip_dose(by=request.user, regimen=row, due_on=due_on, reason=form.cleaned_data["reason"])
        messages.success(request, _("Left out. That is noted and counts as left out on purpose."))
    note(request)
    return _back(request, row)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _own(request, pk), today_of(request.user, now=timezone.now())
    form = StopForm(request.POST, today=today, usual=today - dt.timedelta(days=1))
    if not form.is_valid():
        return _page(request, row, stop_form=form)
    actions.stop_regimen(by=request.user, regimen=row, on=form.cleaned_data["on"])
    note(request)
    messages.success(request, _("Stopped %(name)s. What was logged stays.") % {"name": row.name})
    return redirect("regimen", pk=row.pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    actions.resume_regimen(by=request.user, regimen=row)
    note(request)
    messages.success(request, _("%(name)s goes on.") % {"name": row.name})
    return redirect("regimen", pk=row.pk)


@require_POST
def stock(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _own(request, pk), today_of(request.user, now=timezone.now())
    form = StockForm(request.POST)
    if not form.is_valid():
        return _page(request, row, stock_form=form)
    left = form.cleaned_data["stock"]
    actions.set_stock(by=request.user, regimen=row, stock=left, on=today)
    messages.success(request, _("Stock noted.") if left is not None else _("Stock is not counted any more."))
    return redirect("regimen", pk=row.pk)


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _own(request, pk), today_of(request.user, now=timezone.now())
    form = ReviewForm(request.POST, today=today, usual=today)
    if not form.is_valid():
        return _page(request, row, review_form=form)
    actions.note_review(by=request.user, regimen=row, on=form.cleaned_data["on"])
    note(request)
    messages.success(request, _("Review noted."))
    return redirect("regimen", pk=row.pk)


def _back(request: HttpRequest, row: Regimen) -> HttpResponse:
    """To where the form came from, else to the page of the regimen."""
    return back_to(request) if request.POST.get("next") else redirect("regimen", pk=row.pk)
