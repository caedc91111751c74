"""Dishes as pages show them: what one serving holds, which parts are not known, and what changed since."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from foods.models import Food
from foods.units import ug_in
from tracker.domain.dishes import DishSum
from tracker.models import Dish, dishes


@dataclass(frozen=True, slots=True)
class DishRow:
    """One of the list. `ug` of a serving is None where it is not known."""

    pk: int
    food_id: int
    name: str
    ug: Decimal | None
    servings: Decimal
    parts: int
    offered: bool

    @classmethod
    def of(cls, dish: Dish, parts: int) -> "DishRow":
        food = dish.food
        ug = ug_in(dishes.serving_size(dish), food.b12_ug, food.basis)
        return cls(dish.pk, food.pk, food.name, ug, dish.servings, parts, food.state == "published")


@dataclass(frozen=True, slots=True)
class DishesPage:
    dishes: tuple[DishRow, ...]

    @classmethod
    def build(cls, person: User) -> "DishesPage":
        """Two queries."""
        rows = person.dishes.select_related("food").prefetch_related("parts").order_by("food__name", "pk")
        return cls(tuple(DishRow.of(dish, len(dish.parts.all())) for dish in rows))


@dataclass(frozen=True, slots=True)
class PartRow:
    name: str
    ug: Decimal | None
    counts: bool


@dataclass(frozen=True, slots=True)
class DishPage:
    """One dish. `serving_ug`: what its food says now, which is what would be logged; `least_ug` of a serving."""

    dish: Dish
    food: Food
    total: DishSum
    parts: tuple[PartRow, ...]
    serving_ug: Decimal | None
    least_ug: Decimal
    low_ug: Decimal | None
    high_ug: Decimal | None
    outdated: bool
    new_ug: Decimal | None

    @classmethod
    def build(cls, dish: Dish) -> "DishPage":
        """One query: the parts."""
        parts = list(dishes.parts_of(dish))
        figures = [dishes.part_figures(part) for part in parts]
        total, size, food = dishes.sum_of(parts), dishes.serving_size(dish), dish.food
        return cls(
            dish=dish,
            food=food,
            total=total,
            parts=tuple(PartRow(one.name, one.b12_ug if one.counts else Decimal(0), one.counts) for one in figures),
            serving_ug=ug_in(size, food.b12_ug, food.basis),
            least_ug=(total.least_ug / dish.servings).quantize(Decimal("0.0001")),
            low_ug=ug_in(size, food.low_ug, food.basis),
            high_ug=ug_in(size, food.high_ug, food.basis),
            outdated=bool(parts) and dishes.is_outdated(dish, total),
            new_ug=ug_in(size, dishes.in_basis(dish, total.b12_ug), food.basis),
        )
