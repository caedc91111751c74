"""Which foods the Sources page lists, and in which order: sets of rows, nothing about how they look."""

from decimal import Decimal

from django.db.models import Case, F, FilteredRelation, FloatField, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Lower

from foods.choices import Basis, Category, Diet, Origin, Reliability
from foods.forms import Kind, Sort
from foods.models import Food, FoodQuerySet

_KINDS = {
    Kind.VEGAN: Q(diet=Diet.VEGAN),
    Kind.VEGETARIAN: Q(diet__in=[Diet.VEGAN, Diet.VEGETARIAN]),
    Kind.FISH: Q(category__in=[Category.FISH, Category.SHELLFISH]),
    Kind.DAIRY: Q(category__in=[Category.MILK_CREAM, Category.YOGURT, Category.CHEESE]),
    Kind.SUPPLEMENT: Q(origin=Origin.SUPPLEMENT),
}


def narrowed(foods: FoodQuerySet, *, kind: str | None, origin: str | None, category: str | None, active: bool | None):
    """The foods that pass every filter that is set."""
    if kind:
        foods = foods.filter(_KINDS[Kind(kind)])
    if origin:
        foods = foods.filter(origin=origin)
    if category:
        foods = foods.filter(category=category)
    return foods.active() if active else foods


def with_usual_portion(foods: FoodQuerySet) -> FoodQuerySet:
    """Each with `usual_name` and `usual_quantity` of its default portion; None where it has none."""
    return foods.annotate(
        usual=FilteredRelation("portions", condition=Q(portions__is_default=True)),
        usual_name=F("usual__name"),
        usual_quantity=F("usual__quantity"),
    )


def usual_quantity(food: Food) -> Decimal:
    """g, ml or units of the default portion; without one what the figure is given for."""
    return whole_basis(food) if food.usual_quantity is None else food.usual_quantity


def whole_basis(food: Food) -> Decimal:
    """What the figure is given for: 100 g, 100 ml or one unit."""
    return Decimal(1 if food.basis == Basis.UNIT else 100)


def in_order(foods: FoodQuerySet, sort: str) -> FoodQuerySet:
    """Most first, unknown last. Needs `with_usual_portion`.

    By portion, tablets and injections come after the foods: they would fill the first pages, and nobody needs to be
    told that a 1,000 µg tablet holds a lot. By 100 g, things counted in units come after.
    """
    if sort == Sort.NAME:
        return foods.order_by(Lower("name"), "brand", "pk")
    # × 0.01 and not / 100: SQLite keeps whole numbers as integers, and dividing those cuts 1.49 to 1
    amount = Case(When(~Q(reliability=Reliability.ACTIVE), then=Value(0.0)), default=Cast("b12_ug", FloatField()))
    if sort == Sort.BASIS:
        last = Q(basis=Basis.UNIT)
    else:
        last = Q(origin__in=[Origin.SUPPLEMENT, Origin.INJECTED])
        in_basis = Case(When(basis=Basis.UNIT, then=Value(1.0)), default=Value(0.01), output_field=FloatField())
        amount *= Coalesce(Cast("usual__quantity", FloatField()) * in_basis, Value(1.0))
    unknown = Q(b12_ug=None, reliability=Reliability.ACTIVE)
    return foods.order_by(
        Case(When(unknown, then=2), When(last, then=1), default=0),
        amount.desc(),
        F("prominence").desc(),
        Lower("name"),
        "brand",
        "pk",
    )
