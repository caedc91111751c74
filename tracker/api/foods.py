"""The food table, with what a person added to it."""

from collections.abc import Iterable
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from pydantic import Field

from accounts.models import User
from foods.choices import Basis
from foods.models import Food, Portion
from foods.search import search
from foods.units import UNIT_OF_BASIS, ug_in
from tracker.api.answers import FoodAnswer, FoodsAnswer, PortionAnswer, SourceAnswer
from tracker.api.kinds import NO_NUL, Id
from tracker.api.problems import not_found

router = Router(tags=["Foods"])
MOST = 50
Looked = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]


@router.get("foods", response=FoodsAnswer, operation_id="foods", url_name="api_foods", summary="Look for foods")
def foods(
    request: HttpRequest,
    q: Looked = Query(..., description="words of its name, or a barcode", example="oat milk"),
    limit: Annotated[int, Field(ge=1, le=MOST)] = Query(10, description="how many at most"),
) -> FoodsAnswer:
    """The table and your own foods, best match first; a mistyped word is mended. The µg of a portion are those of the
    source that the food names; null is “nobody knows” and never 0."""
    person = request.auth.person
    found = search(q, owner_id=person.pk, limit=limit)
    by_id = {food.pk: food for food in visible(person, [hit.food_id for hit in found.hits])}
    listed = [food_answer(by_id[hit.food_id]) for hit in found.hits if hit.food_id in by_id]
    return FoodsAnswer(query=found.query, searched=found.searched, more=found.more, foods=listed)


@router.get("foods/{int:food_id}", response=FoodAnswer, operation_id="food", url_name="api_food", summary="One food")
def food(request: HttpRequest, food_id: Id = Path(..., description="its id")) -> FoodAnswer:
    """A food of the table, or one of yours."""
    found = next(iter(visible(request.auth.person, [food_id])), None)
    if found is None:
        raise not_found(_("There is no such food, or it is not offered any more."))
    return food_answer(found)


def visible(person: User, ids: Iterable[int]) -> list[Food]:
    """Those of these foods that this person may log, with portions and source. Two queries."""
    rows = Food.objects.visible_to(person).select_related("source").prefetch_related("portions")
    return list(rows.filter(pk__in=list(ids)))


def food_answer(food: Food) -> FoodAnswer:
    source = food.source
    return FoodAnswer(
        id=food.pk,
        name=food.name,
        brand=food.brand,
        own=food.owner_id is not None,
        category=food.category,
        origin=food.origin,
        form=food.form,
        route=food.route,
        reliability=food.reliability,
        grade=food.grade,
        basis=food.basis,
        quantity_unit=unit_of(food.basis),
        b12_ug_per_basis=number(food.b12_ug),
        added_ug_per_basis=number(food.b12_added_ug),
        portions=[_portion_answer(portion, food) for portion in food.portions.all()],
        source=SourceAnswer.model_validate(source) if source else None,
        page=food.get_absolute_url(),
    )


def _portion_answer(portion: Portion, food: Food) -> PortionAnswer:
    return PortionAnswer(
        id=portion.pk,
        name=portion.name,
        quantity=float(portion.quantity),
        is_default=portion.is_default,
        b12_ug=number(ug_in(portion.quantity, food.b12_ug, food.basis)),
    )


def unit_of(basis: str) -> str:
    """“g”, “ml”, or “unit” for what is counted."""
    return UNIT_OF_BASIS[Basis(basis)] or "unit"


def number(figure: object) -> float | None:
    """A figure as JSON has it; unknown stays unknown."""
    return None if figure is None else float(figure)
