"""What people often have together, and what they cook: named sets of foods."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foods.choices import Basis, State
from foods.models import Food, Portion

_MORE_THAN_NOTHING = _("An amount is more than nothing.")


class UsualMeal(models.Model):
    """A named set of things that are logged in one press."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="usual_meals")
    uid = models.UUIDField()
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "uid"], name="usual_meal_once")]

    def __str__(self) -> str:
        return f"usual meal {self.pk} of person {self.owner_id}"


class MealItem(models.Model):
    """One thing of a usual meal: `amount` of `portion`, or of g, ml or units where there is none.

    `portion_name`, `quantity` (in g, ml or units) and `basis` are as they were when it was chosen: where the food loses
    the portion, two slices are still so many g, and never 2 g.
    """

    meal = models.ForeignKey(UsualMeal, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    food = models.ForeignKey("foods.Food", on_delete=models.PROTECT, related_name="+")
    portion = models.ForeignKey("foods.Portion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=3)
    portion_name = models.CharField(max_length=80, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    basis = models.CharField(max_length=6, choices=Basis.choices, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["meal", "position"], name="meal_item_has_its_place"),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="meal_item_possible", violation_error_message=_MORE_THAN_NOTHING
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.position} of usual meal {self.meal_id}"


class Dish(models.Model):
    """Something a person cooks: an own `food` whose figure follows from its parts.

    `servings`: how many portions it makes; `cooked_g`: what it weighs when done, None where nobody weighed it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dishes")
    uid = models.UUIDField()
    food = models.OneToOneField("foods.Food", on_delete=models.PROTECT, related_name="+")
    servings = models.DecimalField(max_digits=6, decimal_places=2)
    cooked_g = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="dish_once"),
            models.CheckConstraint(
                condition=Q(servings__gt=0) & (Q(cooked_g__isnull=True) | Q(cooked_g__gt=0)),
                name="dish_makes_something",
                violation_error_message=_MORE_THAN_NOTHING,
            ),
        ]

    def __str__(self) -> str:
        return f"dish {self.pk} of person {self.owner_id}"


class DishPart(models.Model):
    """What goes into a dish; its columns mean what those of `MealItem` mean."""

    dish = models.ForeignKey(Dish, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    food = models.ForeignKey("foods.Food", on_delete=models.PROTECT, related_name="+")
    portion = models.ForeignKey("foods.Portion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=3)
    portion_name = models.CharField(max_length=80, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    basis = models.CharField(max_length=6, choices=Basis.choices, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["dish", "position"], name="dish_part_has_its_place"),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="dish_part_possible", violation_error_message=_MORE_THAN_NOTHING
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.position} of dish {self.dish_id}"


class TogetherAside(models.Model):
    """Foods that a person does not want to be offered together for a while. `foods`: their numbers, "3,17,204"."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="together_asides")
    foods = models.CharField(max_length=120)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "foods"], name="together_aside_once")]

    def __str__(self) -> str:
        return f"foods not offered together to person {self.owner_id}"


Offer = tuple[Food, Portion | None, Decimal]  # a food, a portion of it (None: g, ml or units), how many


def offered_now(thing: MealItem | DishPart) -> Offer | None:
    """What would be had today where this is named; None where it cannot be logged any more.

    A food that was merged into another stands for that one, as usuals do (`foods.lean`): in the portion of the same
    name, else in g, ml or pieces. Asks for the food, what it was merged into, and the portion.
    """
    food = thing.food.merged_into or thing.food
    moved = food.pk != thing.food_id
    if food.state != State.PUBLISHED or food.basis != thing.food.basis or (moved and food.owner_id is not None):
        return None
    portion, quantity = thing.portion, thing.quantity
    if portion is not None and moved:
        quantity = thing.amount * portion.quantity
        portion = food.portions.filter(name=portion.name).first()
    if portion is not None:
        return food, portion, thing.amount
    if thing.basis and food.basis != thing.basis:
        return None  # in pieces now, in g before: nobody knows how much that is
    in_units = quantity if thing.portion_name and quantity is not None else thing.amount
    return food, None, in_units.quantize(Decimal("0.001"))
