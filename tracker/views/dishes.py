"""Dishes: a food of one's own, worked out from its parts."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from tracker import actions_dishes
from tracker.forms.dishes import DishForm, NewDishForm
from tracker.forms.things import typed_of
from tracker.models import Dish
from tracker.models.dishes import parts_of
from tracker.reports.dishes import DishesPage, DishPage
from tracker.views.meals import as_items, found_for


@require_safe
def dishes(request: HttpRequest) -> HttpResponse:
    return render(request, "meals/dishes.html", {"page": DishesPage.build(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else kept_for(request)
    form = NewDishForm(typed, initial={"uid": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        said = {field: form.cleaned_data[field] for field in ("name", "servings", "cooked_g")}
        made = actions_dishes.make_dish(by=request.user, uid=form.form_uid, **said)
        messages.success(request, _("Now add what goes in."))
        return redirect("dish", pk=made.pk)
    return render(request, "meals/dish_new.html", {"form": form})


def _own(request: HttpRequest, pk: int) -> Dish:
    return get_object_or_404(request.user.dishes.select_related("food"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def dish(request: HttpRequest, pk: int) -> HttpResponse:
    """Whatever is pressed, what was typed is saved with it."""
    row = _own(request, pk)
    kept = list(parts_of(row))
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    weight = "" if row.cooked_g is None else f"{row.cooked_g.normalize():f}"
    begun = typed_of(kept, name=row.food.name, servings=f"{row.servings.normalize():f}", cooked_g=weight)
    form = DishForm(typed or begun, person=request.user, now=timezone.now(), kept=kept)
    if request.method == "POST" and form.is_valid() and _changed(request, row, form):
        messages.success(request, _("Saved. From now on it is logged like this; past entries stay as they were."))
        return redirect("dish", pk=row.pk)
    context = {"page": DishPage.build(row), "form": form, "found": found_for(request), "asked": typed is not None}
    return render(request, "meals/dish.html", context)


def _changed(request: HttpRequest, row: Dish, form: DishForm) -> bool:
    """False with a sentence on the form where it cannot be."""
    said = {field: form.cleaned_data[field] for field in ("name", "servings", "cooked_g")}
    try:
        actions_dishes.change_dish(by=request.user, dish=row, items=as_items(form.items), **said)
    except actions_dishes.Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_POST
def anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Work the figure out from what is known of the parts today."""
    row = _own(request, pk)
    try:
        actions_dishes.work_out_anew(by=request.user, dish=row)
    except actions_dishes.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Worked out anew. Past entries stay as they were."))
    return redirect("dish", pk=row.pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actions_dishes.remove_dish(by=request.user, dish=_own(request, pk))
    messages.success(request, _("Removed the dish. What you logged of it stays."))
    return redirect("dishes")
