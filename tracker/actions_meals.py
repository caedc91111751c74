"""Usual meals: sets of foods that are kept under a name and logged in one press."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from foods.choices import State
from tracker import actions
from tracker.actions import Item, Logged, uid_of
from tracker.models import DishPart, Entry, MealItem, UsualMeal
from tracker.models.entries import quantity_of
from tracker.models.meals import offered_now

MOST_THINGS = 30  # in one meal or dish
ASIDE_DAYS = 56  # a suggestion that was not wanted comes back after eight weeks at the earliest
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class LoggedMeal:
    """What was logged, and the names of what could not be logged any more."""

    logged: tuple[Logged, ...]
    skipped: tuple[str, ...]

    @property
    def new(self) -> bool:
        return any(one.new for one in self.logged)


@transaction.atomic
def keep_meal(*, by: User, name: str, items: Sequence[Item], uid: uuid.UUID) -> UsualMeal:
    """Keep things as a usual meal, once for each `uid`, in their order. `ValueError` for a food of somebody else's."""
    _locked(by)
    own_uid = uid_of(uid, "usual meal")
    if there := by.usual_meals.filter(uid=own_uid).first():
        return there
    meal = UsualMeal.objects.create(owner=by, uid=own_uid, name=" ".join(name.split())[:_LONGEST_NAME])
    put_things(MealItem, items[:MOST_THINGS], by=by, meal=meal)
    return meal


@transaction.atomic
def change_meal(*, by: User, meal: UsualMeal, name: str, items: Sequence[Item | MealItem]) -> UsualMeal:
    """Another name, and these things instead of those that were in it. What was logged stays.

    A thing that cannot be logged any more is handed over as it is, and stays as it was.
    """
    _locked(by)
    meal.name = " ".join(name.split())[:_LONGEST_NAME]
    meal.save(update_fields=["name", "updated_at"])
    meal.items.all().delete()
    put_things(MealItem, items[:MOST_THINGS], by=by, meal=meal)
    return meal


def remove_meal(*, meal: UsualMeal) -> None:
    """Forget the set; what was logged with it stays."""
    meal.delete()


def put_things(
    model: type[MealItem] | type[DishPart], items: Iterable[Item | MealItem | DishPart], *, by: User, **of: object
) -> None:
    """Write things down in their order: new ones with what the amount means today, those that were there as before."""
    rows = [model(position=n, **_columns(item), **of) for n, item in enumerate(items)]
    if any(row.food.owner_id not in (None, by.pk) for row in rows):
        raise ValueError("a food of somebody else's")
    model.objects.bulk_create(rows)


def _columns(item: Item | MealItem | DishPart) -> dict[str, object]:
    if isinstance(item, Item):
        name, quantity = item.portion.name if item.portion else "", quantity_of(item.portion, item.amount)
        means = {"portion_name": name, "quantity": quantity, "basis": item.food.basis}
    else:
        means = {"portion_name": item.portion_name, "quantity": item.quantity, "basis": item.basis}
    return {"food": item.food, "portion": item.portion, "amount": item.amount} | means


def things_of(entries: Iterable[Entry]) -> tuple[list[Item], list[str]]:
    """What was logged, as things to keep; and the names of what cannot be logged any more."""
    things, left = [], []
    for entry in entries:
        food, portion = entry.offered_now()
        whole = entry.portion_name and portion is None  # the food lost that portion: so many g of it
        if food.state == State.PUBLISHED and food.basis == entry.basis:
            things.append(Item(food, portion, entry.quantity if whole else entry.amount))
        else:
            left.append(entry.name)
    return things, left


@transaction.atomic
def log_meal(*, by: User, meal: UsualMeal, eaten_at: dt.datetime, uid: uuid.UUID) -> LoggedMeal:
    """Log every thing of a meal that can be logged today, all or none, once for each `uid`. Names what cannot."""
    own_uid = uid_of(uid, f"usual meal {meal.pk}")
    things = meal.items.select_related("food__merged_into", "portion")
    offers = [(thing, offered_now(thing)) for thing in things]
    logged = actions.log_several(
        by=by, items=[Item(*offer) for _thing, offer in offers if offer], eaten_at=eaten_at, uid=own_uid
    )
    return LoggedMeal(tuple(logged), tuple(str(thing.food) for thing, offer in offers if not offer))


@transaction.atomic
def take_back(*, entries: Iterable[Entry], now: dt.datetime) -> int:
    """Take several entries out of the log together; how many were still in it."""
    there = [entry for entry in entries if entry.removed_at is None]
    for entry in there:
        actions.remove(entry=entry, now=now)
    return len(there)


def put_aside(*, by: User, foods: Iterable[int], today: dt.date) -> None:
    """Do not offer these foods together for a while."""
    named = ",".join(map(str, sorted(set(foods))))
    by.together_asides.filter(until__lt=today).delete()
    by.together_asides.update_or_create(foods=named, defaults={"until": today + dt.timedelta(days=ASIDE_DAYS)})


def _locked(person: User) -> None:
    """Two presses at the same moment come one after the other."""
    User.objects.select_for_update().values_list("pk").get(pk=person.pk)
