"""Dishes: a food of one's own whose figure follows from its parts. What was logged of it before stays as it was."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foods import search
from foods.choices import Basis, Category, Grade, Route, State
from foods.models import Food, Portion
from tracker import actions
from tracker.actions import Item, uid_of
from tracker.actions_meals import put_things
from tracker.domain.dishes import would_hold_itself
from tracker.models import Dish, DishPart, dishes, figures
from tracker.models.figures import MOST_PER_BASIS

REASON = "Worked out from its parts"


class Refused(Exception):
    """Nothing was changed; the text is a sentence for people."""


@transaction.atomic
def make_dish(*, by: User, name: str, servings: Decimal, cooked_g: Decimal | None, uid: uuid.UUID) -> Dish:
    """A dish with nothing in it yet, once for each `uid`. It can be logged from its first part on."""
    _locked(by)
    own_uid = uid_of(uid, "dish")
    if there := by.dishes.filter(uid=own_uid).first():
        return there
    food = Food(
        owner=by, name=name, basis=Basis.G100 if cooked_g else Basis.UNIT, b12_unknown=True, category=Category.DISHES,
        grade=Grade.CALCULATED, state=State.DRAFT,
    )  # fmt: skip
    food.skip_history_when_saving = True  # as in actions.add_own_food
    food.save()
    dish = Dish.objects.create(owner=by, uid=own_uid, food=food, servings=servings, cooked_g=cooked_g)
    _set_serving(dish)
    return dish


@transaction.atomic
def change_dish(
    *, by: User, dish: Dish, name: str, servings: Decimal, cooked_g: Decimal | None, items: Sequence[Item | DishPart]
) -> Dish:
    """Another name or yield, and these parts; its figure is worked out anew. `Refused` for what cannot be."""
    dish = _own(by, dish)
    _refuse(by, dish, [item.food for item in items])
    dish.servings, dish.cooked_g, dish.food.name = servings, cooked_g, name
    dish.save(update_fields=["servings", "cooked_g", "updated_at"])
    dish.parts.all().delete()
    put_things(DishPart, items, by=by, dish=dish)
    return _work_out(dish)


@transaction.atomic
def work_out_anew(*, by: User, dish: Dish) -> Dish:
    """The figure from what is known of its parts today."""
    return _work_out(_own(by, dish))


@transaction.atomic
def remove_dish(*, by: User, dish: Dish) -> None:
    """Forget its parts. Its food cannot be logged any more; what was logged of it stays."""
    dish = _own(by, dish)
    food = dish.food
    dish.delete()
    actions.offer(food=food, offered=False)


def _own(by: User, dish: Dish) -> Dish:
    """The person's dish with its food, locked. Two presses at the same moment come one after the other."""
    _locked(by)
    return by.dishes.select_related("food").select_for_update().get(pk=dish.pk)


def _locked(person: User) -> None:
    User.objects.select_for_update().values_list("pk").get(pk=person.pk)


def _refuse(by: User, dish: Dish, foods: Sequence[Food]) -> None:
    if any(food.route in (Route.INJECTED, Route.NASAL) for food in foods):
        raise Refused(_("What is injected or goes through the nose cannot be part of a dish."))
    holds: dict[int, set[int]] = {}
    for of, part in DishPart.objects.filter(dish__owner=by).values_list("dish__food_id", "food_id"):
        holds.setdefault(of, set()).add(part)
    if would_hold_itself(dish.food_id, [food.pk for food in foods], holds):
        raise Refused(_("A dish cannot hold itself, not even inside another dish."))


def _work_out(dish: Dish) -> Dish:
    total = dishes.sum_of(dishes.parts_of(dish))
    most = max((ug for ug in dishes.figures_of(dish, total).values() if ug is not None), default=Decimal(0))
    if most >= MOST_PER_BASIS:
        raise Refused(_("That is more B12 than a dish can hold. Look at the amounts again."))
    figures.keep_version(dish.food)
    food = dishes.take_figures(dish, total)
    food._change_reason = REASON
    food.save()
    _set_serving(dish)
    search.reindex([food.pk])
    return dish


def _set_serving(dish: Dish) -> None:
    size = dishes.serving_size(dish)
    serving = dish.food.portions.filter(name=dishes.SERVING).first()
    if serving is None:
        first = not dish.food.portions.filter(is_default=True).exists()
        Portion.objects.create(food=dish.food, name=dishes.SERVING, quantity=size, is_default=first)
    elif serving.quantity != size:
        serving.quantity = size
        serving.save(update_fields=["quantity"])
