"""A dish and the food that stands for it: what its parts say of it today, and whether that is what the food says."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foods.choices import Basis, Category, Reliability, State
from foods.models import Food
from foods.units import format_ug, ug_in
from tracker.domain import dishes
from tracker.domain.dishes import DishSum
from tracker.models.entries import quantity_of
from tracker.models.meals import Dish, DishPart, offered_now

SERVING = "serving"  # the portion's name in the table, as other portions have theirs in English
_STORED = Decimal("0.0001")
_FIGURES = ("b12_ug", "b12_added_ug", "low_ug", "high_ug")


def parts_of(dish: Dish) -> QuerySet[DishPart]:
    return dish.parts.select_related("food__merged_into", "portion")


def part_figures(part: DishPart) -> dishes.DishPart:
    """One part as it goes in. A food that was retired since still holds what it held; one that is measured in something
    else since is not known."""
    if offer := offered_now(part):
        food, portion, amount = offer
        quantity: Decimal | None = quantity_of(portion, amount)
    else:
        food, quantity = part.food, part.amount if part.quantity is None else part.quantity
        if part.basis and part.basis != food.basis:
            quantity = None

    def of_all(figure: Decimal | None) -> Decimal | None:
        return None if quantity is None else ug_in(quantity, figure, food.basis)

    return dishes.DishPart(
        name=str(food),
        b12_ug=of_all(food.b12_ug),
        added_ug=of_all(food.b12_added_ug),
        low_ug=of_all(food.low_ug),
        high_ug=of_all(food.high_ug),
        origin=food.origin,
        form=food.form,
        grade=food.grade,
        diet=food.diet,
        counts=food.reliability == Reliability.ACTIVE,
    )


def sum_of(parts: Iterable[DishPart]) -> DishSum:
    return dishes.add_up([part_figures(part) for part in parts])


def in_basis(dish: Dish, total: Decimal | None) -> Decimal | None:
    """µg of the whole dish in the basis of its food: 100 g where it was weighed, else one serving."""
    if total is None:
        return None
    return (total * 100 / dish.cooked_g if dish.cooked_g else total / dish.servings).quantize(_STORED)


def serving_size(dish: Dish) -> Decimal:
    """g of one serving; 1 where nobody weighed the dish."""
    return (dish.cooked_g / dish.servings).quantize(Decimal("0.001")) if dish.cooked_g else Decimal(1)


def figures_of(dish: Dish, total: DishSum) -> dict[str, Decimal | None]:
    """The columns of the food that follow from its parts."""
    said = (total.b12_ug, total.added_ug, total.low_ug, total.high_ug)
    return {field: in_basis(dish, ug) for field, ug in zip(_FIGURES, said, strict=True)}


def take_figures(dish: Dish, total: DishSum) -> Food:
    """Have the food say what its parts say. Not saved. Without a part it cannot be logged yet."""
    food = dish.food
    for field, ug in figures_of(dish, total).items():
        setattr(food, field, ug)
    food.b12_unknown = food.b12_ug is None
    food.basis = Basis.G100 if dish.cooked_g else Basis.UNIT
    food.category, food.diet = Category.DISHES, total.diet
    food.origin, food.form, food.grade = total.origin, total.form, total.grade
    food.note = _note(dish, total)
    if food.state != State.RETIRED:
        food.state = State.PUBLISHED if dish.parts.exists() else State.DRAFT
    return food


def _note(dish: Dish, total: DishSum) -> str:
    if not total.unknown:
        return ""
    least = (total.least_ug / dish.servings).quantize(_STORED)
    return _("At least %(ug)s µg in a serving. Not known: %(names)s.") % {
        "ug": format_ug(least), "names": ", ".join(total.unknown)
    }  # fmt: skip


def is_outdated(dish: Dish, total: DishSum) -> bool:
    """Its parts, or what is known of them, say something else today than the food that stands for it."""
    return any(getattr(dish.food, field) != ug for field, ug in figures_of(dish, total).items())
