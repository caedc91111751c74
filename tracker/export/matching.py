"""Foods of a file found again: those of the table by their data set and id in it, own ones by when they were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.models import User
from foods.choices import State
from foods.importing.datasets import DATASETS
from foods.models import Food, Portion, Source
from foods.own import source_of
from tracker.export.sections import BY_NAME


@dataclass(slots=True)
class FoundFood:
    """A food of the file as it is here. `pk` None: not written yet; `new`: it comes from the file. `portions`: ids by
    name (None where the portion is not written yet)."""

    pk: int | None
    own: bool
    new: bool
    portions: dict[str, int | None] = field(default_factory=dict)
    model: Food | None = None

    @classmethod
    def made_of(cls, row: Mapping[str, Any], *, by: User) -> "FoundFood":
        """An own food with the figures of the file. One that was of the table there is marked as not looked at here."""
        columns = [column for column in BY_NAME["foods"].columns if column.name != "source"]
        food = Food(owner=by, **{column.name: row[column.name] for column in columns})
        food.source = source_here(row["source"])
        if not row["own"]:
            food.unverified = True
        return cls(None, own=bool(row["own"]), new=True, model=food)


def source_here(key: str | None) -> Source | None:
    """The data set where it is here, or is one that we know; a file does not bring new ones along."""
    if key is None:
        return None
    return Source.objects.filter(key=key).first() or (source_of(key) if key in DATASETS else None)


def shared_foods(rows: Sequence[Mapping[str, Any]]) -> dict[int, FoundFood]:
    """By the number of the file: foods of the table here, by data set and id; without an id by name and brand."""
    with_ref = {row["source_ref"] for row in rows if row["source_ref"]}
    names = {row["name"] for row in rows if not row["source_ref"]}
    table = Food.objects.filter(owner=None).exclude(state=State.DRAFT).select_related("source")
    here: dict[tuple, Food] = {}
    for food in table.filter(Q(source_ref__in=with_ref) | Q(source_ref="", name__in=names)).order_by("-pk"):
        here[_mark(food.source and food.source.key, food.source_ref, food.name, food.brand)] = food
    found = {
        row["ref"]: here.get(_mark(*(row[name] for name in ("source", "source_ref", "name", "brand")))) for row in rows
    }
    return _with_portions({ref: food for ref, food in found.items() if food is not None}, own=False)


def _mark(source: str | None, ref: str, name: str, brand: str) -> tuple:
    return (source, ref) if ref else (source, "", name, brand)


def own_rows(by: User, rows: Sequence[Mapping[str, Any]], *, taken: set[int]) -> dict[int, FoundFood]:
    """By the number of the file: the person's own foods that were made at the same moment, to the microsecond.

    Where several were, the one of the same name. A food of the table that became an own one when the file was brought
    back before is found in the same way. `taken`: those that were found for other foods of the file.
    """
    here: dict[tuple, Food] = {}
    made = {row["created_at"] for row in rows}
    for food in by.foods.filter(created_at__in=made).order_by("-pk"):
        here[food.created_at, food.name] = here[(food.created_at,)] = food
    found: dict[int, Food] = {}
    for row in rows:
        marks = [(row["created_at"], row["name"]), *([(row["created_at"],)] if row["own"] else [])]
        food = next((here[mark] for mark in marks if mark in here and here[mark].pk not in taken), None)
        if food is not None:
            found[row["ref"]] = food
            taken.add(food.pk)
    return _with_portions(found, own=True)


def _with_portions(found: Mapping[int, Food], *, own: bool) -> dict[int, FoundFood]:
    by_pk: dict[int, dict[str, int | None]] = {food.pk: {} for food in found.values()}
    for food, name, pk in Portion.objects.filter(food__in=by_pk).values_list("food", "name", "pk"):
        by_pk[food][name] = pk
    return {ref: FoundFood(food.pk, own=own, new=False, portions=by_pk[food.pk]) for ref, food in found.items()}
