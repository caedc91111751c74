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
    """A food of the table; a retired one says so, because people have logged it."""
    shown = get_object_or_404(_WITH_ITS_SOURCE.filter(owner=None).exclude(state=State.DRAFT), pk=pk)
    if (address := shown.get_absolute_url()) != request.path:
        return redirect(address, permanent=True)
    return render(request, "foods/food.html", {"report": FoodPage.build(shown)})


@require_safe
def own_food(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(_WITH_ITS_SOURCE.owned_by(request.user), pk=pk)
    return render(request, "foods/food.html", {"report": FoodPage.build(shown)})
