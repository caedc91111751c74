"""Give a food a figure, change a food of one's own, retire it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import kept_for
from foods.choices import State
from foods.models import Food
from tracker import actions
from tracker.forms.figures import FigureForm, OfferForm
from tracker.models.figures import open_to
from tracker.reports.figures import FigurePage
from tracker.views.common import back_to


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    food = get_object_or_404(open_to(request.user).prefetch_related("portions"), pk=pk)
    if request.method == "POST" and _is_settled(food):
        return _use(request, food)
    page = FigurePage.build(request.user, food)
    if _is_settled(food) and not page.entries:
        raise Http404
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    initial = {"uid": uuid.uuid4(), **page.initial()}
    form = FigureForm(typed, food=food, most_quantity=page.most_quantity, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _save(request, food, form)
    context = {"page": page, "form": form, "next": (typed or request.GET).get("next", "")}
    return render(request, "tracker/figure.html", context | {"kept": typed is not None and request.method != "POST"})


def _is_settled(food: Food) -> bool:
    """A food of the table that has a figure: it can be used for what was logged without one, not changed."""
    return food.owner_id is None and food.b12_ug is not None


def _save(request: HttpRequest, food: Food, form: FigureForm) -> HttpResponse:
    said = form.cleaned_data
    given = actions.give_figure(
        by=request.user,
        food=food,
        portion=said["per"],
        ug=said["b12"],
        origin=said["origin"],
        past=said["past"],
        uid=form.form_uid,
        name=said.get("name", ""),
    )
    messages.success(request, _what_was_done(food, given))
    return _back(request, given.food)


def _what_was_done(food: Food, given: actions.Given) -> str:
    """In words that name no food: a message travels in a cookie."""
    if not given.new:
        return _("This was saved already.")
    saved = _("Saved.") if food.owner_id else _("Saved as a food of your own; the table stays as it is.")
    return f"{saved} {_corrected(given.entries)}" if given.entries else saved


def _corrected(entries: int) -> str:
    if not entries:
        return _("No entry was left to correct.")
    return ngettext("%(n)d entry was corrected.", "%(n)d entries were corrected.", entries) % {"n": entries}


def _use(request: HttpRequest, food: Food) -> HttpResponse:
    """The table has a figure by now: take it for what was logged without one."""
    messages.success(request, _corrected(actions.use_figure(by=request.user, food=food)))
    return _back(request, food)


def _back(request: HttpRequest, food: Food) -> HttpResponse:
    return back_to(request) if request.POST.get("next") else redirect(food)


@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire a food of one's own, or offer it again."""
    food = get_object_or_404(request.user.foods.exclude(state=State.DRAFT), pk=pk)
    form = OfferForm(request.POST)
    form.is_valid()
    actions.offer(food=food, offered=form.cleaned_data["offered"])
    done = _("It is offered again.") if form.cleaned_data["offered"] else _("Retired: it is not offered any more.")
    messages.success(request, done)
    return redirect(food)
