"""The log sheet: find it, say how much, log it."""

import uuid
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import kept_for
from foods.models import Food
from foods.views.throttle import searches_limited
from tracker import actions
from tracker.forms.log import LogForm, SearchForm, SheetForm
from tracker.forms.new import QuickAddForm
from tracker.forms.several import SeveralForm
from tracker.people import today_of
from tracker.reports.findings.logging import is_spoken_of
from tracker.reports.pick import Preview
from tracker.reports.sheet import Sheet
from tracker.reports.toasts import say
from tracker.views.common import back_to
from tracker.views.noting import note_once_a_day

MOST_SPOKEN_OF = 2  # of a line of several


@require_http_methods(["GET", "HEAD", "POST"])
@searches_limited
def log(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if request.method == "POST":
        form = LogForm(request.POST, person=request.user, now=now)
        if form.is_valid():
            return _log_one(request, form)
        return _sheet(request, SheetForm(request.POST, person=request.user, now=now), form=form)
    return kept_sheet(request) or _sheet(request, SheetForm(request.GET, person=request.user, now=now))


def kept_sheet(request: HttpRequest) -> HttpResponse | None:
    """The log sheet with what was typed on this page before the session ended; None where that was nothing."""
    said = {"person": request.user, "now": timezone.now()}
    if kept := kept_for(request, action=reverse("log")):
        return _sheet(request, SheetForm(kept, **said), form=LogForm(kept, **said), kept=True)
    if kept := kept_for(request, action=reverse("log_several")):
        form = SeveralForm(kept, **said)
        form.is_valid()
        return render(request, "tracker/log_several.html", {"form": form, "kept": True})
    return None


def _log_one(request: HttpRequest, form: LogForm) -> HttpResponse:
    much = form.cleaned_data["how_much"]
    logged = actions.log(
        by=request.user,
        food=form.food,
        portion=much.portion,
        amount=much.amount,
        eaten_at=form.moment(),
        uid=form.form_uid,
    )
    _say_logged(request, logged)
    note_once_a_day(request)
    return back_to(request, day=logged.entry.local_date)


def _say_logged(request: HttpRequest, logged: actions.Logged) -> None:
    """That it is logged, and what the rules say of it where they have something to say."""
    today = today_of(request.user, now=timezone.now())
    spoken = is_spoken_of(request.user, logged.entry, today=today)
    say(request, "logged" if logged.new else "again", logged.entry, spoken=spoken)


def _sheet(request: HttpRequest, asked: SheetForm, *, form: LogForm | None = None, kept: bool = False) -> HttpResponse:
    food = form.food if form and (form.is_valid() or form.food) else _food(request, asked.said("food"))
    much = form.cleaned_data.get("how_much") if form else None
    sheet = _build(request, asked, food=food, much=(much.portion, much.amount) if much else None)
    return render(request, "tracker/log.html", {"sheet": sheet, "form": form, "kept": kept, "uid": uuid.uuid4()})


def _build(request: HttpRequest, asked: SearchForm, **chosen: object) -> Sheet:
    return Sheet.build(
        request.user,
        query=asked.said("q") or "",
        exact=bool(asked.said("exact")),
        day=asked.said("date"),
        time=asked.said("time"),
        now=asked.now,
        **chosen,
    )


def _food(request: HttpRequest, pk: int | None) -> Food | None:
    return Food.objects.visible_to(request.user).prefetch_related("portions").filter(pk=pk).first() if pk else None


@require_safe
@searches_limited
def search(request: HttpRequest) -> HttpResponse:
    """The matches of what is being typed, as a fragment."""
    asked = SearchForm(request.GET, person=request.user, now=timezone.now())
    context = {"sheet": _build(request, asked), "uid": uuid.uuid4(), "inline": asked.said("inline")}
    return render(request, "tracker/_found.html", context)


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """What the chosen amount would add, as a fragment; while it cannot be read, why."""
    form = LogForm(request.GET, person=request.user, now=timezone.now())
    form.is_valid()
    much, shown = form.cleaned_data.get("how_much"), None
    if form.food and much:
        shown = Preview.build(
            request.user, form.food, portion=much.portion, amount=much.amount, moment=form.moment()
        )  # fmt: skip
    return render(request, "tracker/_preview.html", {"preview": shown, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a food the table does not know, and log it."""
    now = timezone.now()
    typed = request.POST if request.method == "POST" else kept_for(request)
    asked = SheetForm(request.GET, person=request.user, now=now)
    initial = {"name": request.GET.get("name", "")[:160], "uid": uuid.uuid4(), **asked.as_typed()}
    form = QuickAddForm(typed, person=request.user, now=now, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        food, portion = actions.add_own_food(
            by=request.user, name=data["name"], b12_ug=data["b12"], origin=data["origin"] or "food", gtin=data["gtin"]
        )
        logged = actions.log(
            by=request.user, food=food, portion=portion, amount=Decimal(1), eaten_at=form.moment(), uid=form.form_uid
        )
        _say_logged(request, logged)
        note_once_a_day(request)
        return redirect("propose_food", food.pk) if data["offer"] else back_to(request, day=logged.entry.local_date)
    return render(request, "tracker/log_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """Log each thing of a line of several that was confirmed. Looked at only where typing was kept."""
    if request.method != "POST":
        return kept_sheet(request) or HttpResponseNotAllowed(["POST"])
    now = timezone.now()
    form = SeveralForm(request.POST, person=request.user, now=now)
    if not form.is_valid():
        return render(request, "tracker/log_several.html", {"form": form})
    items = [actions.Item(*one) for one in form.chosen()]
    logged = actions.log_several(by=request.user, items=items, eaten_at=form.moment(), uid=form.form_uid)
    made = sum(one.new for one in logged)
    text = ngettext("Logged %(n)d thing.", "Logged %(n)d things.", made) % {"n": made}
    messages.success(request, text if made else _("These were logged already."))
    today = today_of(request.user, now=now)
    for entry in [one.entry for one in logged if is_spoken_of(request.user, one.entry, today=today)][:MOST_SPOKEN_OF]:
        say(request, "logged", entry, spoken=True)
    note_once_a_day(request)
    return back_to(request, day=logged[0].entry.local_date)
