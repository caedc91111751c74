"""Usual meals: kept, changed, logged in one press; and the offer of what is had together."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from tracker import actions, actions_meals
from tracker.actions import Item, Logged, uid_of
from tracker.forms.meals import DayForm, MealLogForm, NewMealForm, SuggestionForm
from tracker.forms.things import Chosen, Kept, ThingsForm, typed_of
from tracker.models import UsualMeal
from tracker.people import today_of
from tracker.reports.findings.logging import is_spoken_of
from tracker.reports.matches import matches
from tracker.reports.meals import MealsPage
from tracker.reports.meals_new import Choice
from tracker.reports.toasts import say, say_of_lot
from tracker.reports.together import listed
from tracker.views.common import back_to
from tracker.views.log import MOST_SPOKEN_OF
from tracker.views.noting import note_once_a_day


@require_safe
def meals(request: HttpRequest) -> HttpResponse:
    return render(request, "meals/meals.html", {"page": MealsPage.build(request.user), "uid": uuid.uuid4()})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A name, with things chosen from the entries of a day, or empty to be filled."""
    asked = DayForm(request.GET, person=request.user, now=timezone.now())
    choice = Choice.build(request.user, asked.cleaned_data.get("date") if asked.is_valid() else None)
    typed = request.POST if request.method == "POST" else kept_for(request)
    form = NewMealForm(typed, entries=choice.entries, initial={"uid": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        things, left = actions_meals.things_of(form.chosen)
        meal = actions_meals.keep_meal(
            by=request.user, name=form.cleaned_data["name"], items=things, uid=form.form_uid
        )  # fmt: skip
        said = _("Kept. One press logs it from now on.") if things else _("Kept. Now put things in.")
        messages.success(request, said)
        _say_left(request, len(left))
        return redirect("meal", pk=meal.pk)
    return render(request, "meals/new.html", {"form": form, "choice": choice})


@require_http_methods(["GET", "HEAD", "POST"])
def meal(request: HttpRequest, pk: int) -> HttpResponse:
    """The things of a meal. Whatever is pressed, what was typed is saved with it."""
    row = get_object_or_404(request.user.usual_meals, pk=pk)
    kept = list(row.items.select_related("food__merged_into", "portion"))
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = ThingsForm(typed or typed_of(kept, name=row.name), person=request.user, now=timezone.now(), kept=kept)
    if request.method == "POST" and form.is_valid():
        actions_meals.change_meal(
            by=request.user, meal=row, name=form.cleaned_data["name"], items=as_items(form.items)
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("meal", pk=row.pk)
    context = {"meal": row, "form": form, "found": found_for(request), "asked": typed is not None, "uid": uuid.uuid4()}
    return render(request, "meals/meal.html", context)


def as_items(chosen: Sequence[Chosen | Kept]) -> list[Item | Kept]:
    return [Item(*one) if isinstance(one, tuple) else one for one in chosen]


def found_for(request: HttpRequest) -> object:
    """What matches what was searched for on this page; None where nothing was."""
    query = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    return matches(request.user, query) if query else None


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.usual_meals, pk=pk)
    actions_meals.remove_meal(meal=row)
    messages.success(request, _("Removed the usual meal. What you logged with it stays."))
    return redirect("meals")


@require_POST
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: every thing of it that can be logged."""
    row = get_object_or_404(request.user.usual_meals, pk=pk)
    form = MealLogForm(request.POST, person=request.user, now=timezone.now())
    if not form.is_valid():
        for error in [*form.errors.get("date", ()), *form.errors.get("time", ())]:
            messages.error(request, error)
        return back_to(request)
    done = actions_meals.log_meal(by=request.user, meal=row, eaten_at=form.moment(), uid=form.form_uid)
    if done.logged:
        _say_logged(request, done.logged)
    elif not done.skipped:
        messages.info(request, _("Nothing is in this usual meal yet. Open it and put things in."))
    _say_left(request, len(done.skipped))
    return back_to(request, day=done.logged[0].entry.local_date if done.logged else None)


def _say_left(request: HttpRequest, n: int) -> None:
    """Names of foods stay out of messages: they travel in a cookie."""
    if n:
        text = ngettext(
            "%(n)d thing cannot be logged any more and was left out. The page of the usual meal shows which.",
            "%(n)d things cannot be logged any more and were left out. The page of the usual meal shows which.",
            n,
        )
        messages.warning(request, text % {"n": n})


def _say_logged(request: HttpRequest, logged: Sequence[Logged]) -> None:
    """How many, with the way to take all of them back; and what the rules say of them, as for a line of several."""
    made = sum(one.new for one in logged)
    if not made:
        messages.success(request, _("These were logged already."))
        return
    text = ngettext("Logged %(n)d thing.", "Logged %(n)d things.", made) % {"n": made}
    say_of_lot(request, text, [one.entry for one in logged])
    today = today_of(request.user, now=timezone.now())
    spoken = [one.entry for one in logged if is_spoken_of(request.user, one.entry, today=today)]
    for entry in spoken[:MOST_SPOKEN_OF]:
        say(request, "logged", entry, spoken=True)
    note_once_a_day(request)


@require_POST
def undo(request: HttpRequest, ids: str) -> HttpResponse:
    """Take back all of what one press logged. Entries of other people are not seen."""
    everything = request.user.entries(manager="with_removed")
    entries = list(everything.filter(pk__in=[int(pk) for pk in ids.split("-")]))
    if not entries:
        raise Http404
    gone = actions_meals.take_back(entries=entries, now=timezone.now())
    text = ngettext("Took %(n)d thing back.", "Took %(n)d things back.", gone) % {"n": gone}
    messages.success(request, text if gone else _("These were taken back already."))
    return back_to(request, day=entries[0].local_date)


@require_POST
def suggested(request: HttpRequest) -> HttpResponse:
    """The answer to “these three again?”: log them, keep them as a usual meal, or not now."""
    now = timezone.now()
    form = SuggestionForm(request.POST, person=request.user, now=now)
    if not form.is_valid():
        messages.error(request, _("That offer is out of date. Nothing was logged."))
        return redirect("today")
    items = [Item(*one) for one in form.cleaned_data["items"]]
    if form.cleaned_data["do"] == "log":
        uid = uid_of(form.form_uid, "together")
        _say_logged(request, actions.log_several(by=request.user, items=items, eaten_at=now, uid=uid))
        return redirect("today")
    if form.cleaned_data["do"] == "keep":
        kept: UsualMeal = actions_meals.keep_meal(
            by=request.user, name=_first_name(items), items=items, uid=form.form_uid
        )  # fmt: skip
        messages.success(request, _("Kept as a usual meal. Give it a name that you will know again."))
        return redirect("meal", pk=kept.pk)
    actions_meals.put_aside(by=request.user, foods=form.food_ids, today=today_of(request.user, now=now))
    messages.success(request, _("It will not be offered for eight weeks."))
    return redirect("today")


def _first_name(items: Sequence[Item]) -> str:
    name = listed([item.food.name for item in items])
    return name if len(name) <= 80 else f"{name[:79]}…"
