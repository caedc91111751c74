"""What people often have together, and what they cook: named sets of foods."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
    """One thing of a usual meal: `amount` of `portion`, or of g, ml or units where there is none."""

    meal = models.ForeignKey(UsualMeal, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    food = models.ForeignKey("foods.Food", on_delete=models.PROTECT, related_name="+")
    portion = models.ForeignKey("foods.Portion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=3)

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
    """What goes into a dish."""

    dish = models.ForeignKey(Dish, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    food = models.ForeignKey("foods.Food", on_delete=models.PROTECT, related_name="+")
    portion = models.ForeignKey("foods.Portion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=3)

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
