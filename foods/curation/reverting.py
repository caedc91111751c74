"""Taking back one change of a food: its fields go back to what they were before, as far as that is still possible."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foods.curation.writing import sentences, write
from foods.models import Food
from foods.search.index import reindex

REASON = "Change taken back"
# Not who proposed or reviewed it; a merge is taken back whole, as a decision.
FIELDS = (
    "name", "brand", "market", "category", "diet", "basis", "b12_ug", "b12_unknown", "b12_added_ug", "low_ug",
    "high_ug", "range_note", "origin", "form", "route", "reliability", "grade", "gtin", "source", "source_ref",
    "figure_date", "unverified", "note", "prominence", "state",
)  # fmt: skip
Versions = Food.history.model


@dataclass(frozen=True)
class Reverting:
    """What taking back a change would do: {field: (now, then)}, or why it cannot be done."""

    food: Food
    changes: Mapping[str, tuple[Any, Any]]
    since: tuple[str, ...]  # of these, fields that were changed again since
    refusal: str = ""


def _attname(name: str) -> str:
    return Food._meta.get_field(name).attname  # type: ignore[union-attr]


def look(version: Any, food: Food) -> Reverting:
    """What taking `version` of `food` back would change; nothing is written."""
    before = Versions.objects.filter(id=version.id, history_id__lt=version.history_id).order_by("-history_id").first()
    if before is None:
        return Reverting(food, {}, (), _("This is how the food came into the table; to take it out, retire it."))
    if before.merged_into_id != version.merged_into_id:
        return Reverting(food, {}, (), _("Two foods were merged here. Take that back among the decisions."))
    touched = [name for name in FIELDS if _of(before, name) != _of(version, name)]
    changes = {name: (_of(food, name), _of(before, name)) for name in touched if _of(food, name) != _of(before, name)}
    since = tuple(name for name in changes if _of(food, name) != _of(version, name))
    if not changes:
        return Reverting(food, {}, (), _("There is nothing to take back: the food is as it was before."))
    return Reverting(food, changes, since, _refusal(food, changes))


def _of(food: Any, name: str) -> Any:
    return getattr(food, _attname(name))


def _refusal(food: Food, changes: Mapping[str, tuple[Any, Any]]) -> str:
    """Why the food cannot be so again, in a sentence; "" if it can."""
    if food.merged_into_id is not None:
        return _("It cannot go back: this food was merged into another one since.")
    trial = copy(food)
    for name, (_now, then) in changes.items():
        setattr(trial, _attname(name), then)
    try:
        trial.full_clean()
    except ValidationError as refused:
        return _("It cannot go back as it was. %s") % sentences(refused)
    return ""


def revert(history_id: int, *, by: Any) -> Reverting:
    """Take a change back. A second time there is nothing to take back, and nothing is written.

    Raises `DoesNotExist` of the versions or of foods where there is no such change of a shared food.
    """
    with transaction.atomic():
        version = Versions.objects.get(history_id=history_id, owner__isnull=True)
        food = Food.objects.select_for_update().get(pk=version.id, owner__isnull=True)
        seen = look(version, food)
        if not seen.refusal:
            write(food, {name: then for name, (_now, then) in seen.changes.items()}, by=by, reason=REASON)
            reindex([food.pk])
        return seen
