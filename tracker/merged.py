"""Plans of a product that was merged into another go on with the one that is left; entries keep what was logged.

Registered with foods, as the counter in `tracker.popularity`. A plan goes back when the merge is taken back, if it
stands as the merge left it: what its owner chose since is theirs.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from foods.models import Food, Portion
from tracker.models import Regimen

_CENT = Decimal("0.01")
_MOST_AMOUNT, _MOST_STOCK = Decimal("99999.99"), Decimal("999999.99")  # what their columns hold


class Dose(NamedTuple):
    """What one dose of a plan is: so much of a portion, or of the food's unit where there is none."""

    food_id: int
    portion_id: int | None
    amount: Decimal

    @classmethod
    def of(cls, plan: Regimen) -> "Dose":
        return cls(plan.food_id, plan.portion_id, plan.amount)

    @classmethod
    def read(cls, row: Sequence) -> "Dose":
        return cls(row[0], row[1], Decimal(row[2]))

    def plain(self) -> list[Any]:
        return [self.food_id, self.portion_id, str(self.amount)]


def follow(foods: Collection[int], winner: int) -> list[Any]:
    """Move the plans of these foods; gives [plan, dose before, dose now] of each.

    One whose food counts in another unit stays: its amount would mean nothing. One query; where there are plans
    two more, and one for each.
    """
    same_unit = Food.objects.filter(pk=winner).values("basis")[:1]
    plans = Regimen.objects.filter(food__in=foods, food__basis=same_unit).select_related("portion")
    plans = list(plans.select_for_update(of=("self",)).order_by("pk"))
    if not plans:
        return []
    to = Food.objects.get(pk=winner)
    portions = list(to.portions.all())
    return [
        [plan.pk, before.plain(), dose.plain()]
        for plan, before, dose in [(plan, Dose.of(plan), _alike(plan, to, portions)) for plan in plans]
        if _move(plan, dose)
    ]


def go_back(moved: list[Any]) -> None:
    """Three queries, and one for each plan."""
    rows = {pk: (Dose.read(before), Dose.read(after)) for pk, before, after in moved}
    there = {before.portion_id for before, _after in rows.values()} - {None}
    there = {None, *Portion.objects.filter(pk__in=there).values_list("pk", flat=True)}
    for plan in Regimen.objects.filter(pk__in=rows).select_for_update().order_by("pk"):
        before, after = rows[plan.pk]
        if Dose.of(plan) == after and before.portion_id in there:
            _move(plan, before)


def _alike(plan: Regimen, to: Food, portions: Sequence[Portion]) -> Dose:
    """The same weight of the other food: in the portion of that weight, best of that name, else in its unit."""
    old = plan.portion
    if old is None:
        return Dose(to.pk, None, plan.amount)
    alike = sorted((one for one in portions if one.quantity == old.quantity), key=lambda one: one.name != old.name)
    if alike:
        return Dose(to.pk, alike[0].pk, plan.amount)
    return Dose(to.pk, None, (plan.amount * old.quantity).quantize(_CENT))


def _move(plan: Regimen, dose: Dose) -> bool:
    """False where its columns cannot hold it. The stock counts in what the amount counts in."""
    stock = None if plan.stock is None else (plan.stock * dose.amount / plan.amount).quantize(_CENT)
    if not 0 < dose.amount <= _MOST_AMOUNT or (stock or 0) > _MOST_STOCK:
        return False
    moved = {"food": dose.food_id, "portion": dose.portion_id, "amount": dose.amount, "stock": stock}
    Regimen.objects.filter(pk=plan.pk).update(**moved)
    return True
