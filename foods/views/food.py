"""One food: the public page, and the page of somebody's own food."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from foods.choices import State
from foods.models import Food
from foods.reports.food import FoodPage

_WITH_ITS_SOURCE = Food.objects.select_related("source", "merged_into")


@require_safe
@login_not_required
def food(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A food of the table; a retired one says so, because people have logged it. A merged one leads to the winner."""
    shown = get_object_or_404(_WITH_ITS_SOURCE.filter(owner=None).exclude(state=State.DRAFT), pk=pk)
    if winner := _merged_into(shown):
        return redirect(winner)  # for now: a merge can be taken back
    if (address := shown.get_absolute_url()) != request.path:
        return redirect(address, permanent=True)
    return render(request, "foods/food.html", {"report": FoodPage.build(shown)})


@require_safe
def own_food(request: HttpRequest, pk: int) -> HttpResponse:
    """A food of one's own; one that was offered and taken leads to what everybody has now."""
    shown = get_object_or_404(_WITH_ITS_SOURCE.owned_by(request.user), pk=pk)
    if winner := _merged_into(shown):
        return redirect(winner)
    return render(request, "foods/food.html", {"report": FoodPage.build(shown)})


def _merged_into(food: Food) -> Food | None:
    """The published food that a retired one was merged into."""
    winner = food.merged_into
    led_on = winner is not None and food.state == State.RETIRED and winner.state == State.PUBLISHED
    return winner if led_on and winner.owner_id is None else None
