"""The log sheet: find it, say how much, log it."""

import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from foods.models import Food
from foods.views.throttle import searches_limited
from tracker import actions
from tracker.actions_line import log_line
from tracker.forms.log import LogForm, SearchForm, SheetForm
from tracker.forms.new import QuickAddForm
from tracker.forms.several import SeveralForm
from tracker.people import today_of
from tracker.reports.confirm import looked_again, typed_of_line
from tracker.reports.findings.logging import is_spoken_of
from tracker.reports.pick import Preview
from tracker.reports.sheet import Sheet
from tracker.reports.toasts import say, say_of_lot
from tracker.views.common import back_to, with_microphone
from tracker.views.noting import note_once_a_day

MOST_SPOKEN_OF = 2  # of a line of several


@with_microphone
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
    context = {"sheet": sheet, "form": form, "kept": kept, "confirm": _confirm(request, sheet), "uid": uuid.uuid4()}
    return render(request, "tracker/log.html", context)


def _confirm(request: HttpRequest, sheet: Sheet) -> SeveralForm | None:
    """The list that confirms a line of several."""
    if sheet.line is None:
        return None
    typed = typed_of_line(sheet.line, uid=uuid.uuid4(), date=sheet.date, time=sheet.time)
    return _looked_at(request, typed)


def _looked_at(request: HttpRequest, typed: Mapping[str, str]) -> SeveralForm:
    form = SeveralForm(typed, person=request.user, now=timezone.now())
    form.is_valid()
    return form


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
    sheet = _build(request, asked)
    confirm = _confirm(request, sheet)
    context = {"sheet": sheet, "confirm": confirm, "uid": uuid.uuid4(), "inline": asked.said("inline")}
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


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """The list of a line as it stands now, as a fragment: other foods, portions and amounts, and what they make.

    Sent and not asked for, so that no address holds what somebody ate. Writes nothing.
    """
    typed = request.POST.copy()
    item, _dash, field = (request.htmx.trigger_name or "").partition("-")
    if field in ("amount", "portion"):  # “yes, that is right” was said of another amount
        typed.pop(f"{item}-sure", None)
    form = _looked_at(request, looked_again(request.user, typed, now=timezone.now()))
    return render(request, "tracker/_several.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """Log each thing of a line of several that was confirmed. Looked at only where typing was kept."""
    if request.method != "POST":
        return kept_sheet(request) or HttpResponseNotAllowed(["POST"])
    form = SeveralForm(request.POST, person=request.user, now=timezone.now())
    if form.asks_to_look:
        form = _looked_at(request, looked_again(request.user, request.POST, now=form.now))
        return render(request, "tracker/log_several.html", {"form": form, "looked": True})
    if not form.is_valid():
        return render(request, "tracker/log_several.html", {"form": form})
    return _log_line(request, form)


def _log_line(request: HttpRequest, form: SeveralForm) -> HttpResponse:
    logged = log_line(
        by=request.user,
        items=[actions.Item(*one) for one in form.chosen()],
        eaten_at=form.moment(),
        uid=form.form_uid,
        meal_name=form.cleaned_data["meal_name"],
    )
    _say_line(request, logged, meal=bool(form.cleaned_data["meal_name"]))
    note_once_a_day(request)
    if not form.rest:
        return back_to(request, day=logged[0].entry.local_date)
    messages.info(request, _("What was not understood is still in the line."))
    left = {"q": form.rest, **form.as_typed()}
    return redirect(f"{reverse('log')}?{urlencode({name: value for name, value in left.items() if value})}")


def _say_line(request: HttpRequest, logged: list[actions.Logged], *, meal: bool) -> None:
    """How many, with the way to take all of them back; and what the rules say of them."""
    made = sum(one.new for one in logged)
    if not made:
        messages.success(request, _("These were logged already."))
        return
    text = ngettext("Logged %(n)d thing.", "Logged %(n)d things.", made) % {"n": made}
    say_of_lot(request, f"{text} {_('Kept as a usual meal.')}" if meal else text, [one.entry for one in logged])
    today = today_of(request.user, now=timezone.now())
    for entry in [one.entry for one in logged if is_spoken_of(request.user, one.entry, today=today)][:MOST_SPOKEN_OF]:
        say(request, "logged", entry, spoken=True)
