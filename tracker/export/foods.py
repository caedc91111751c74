"""The foods that a person's things refer to: each has a number in the file, which means the same in every database.

Foods of the table come first, by data set and id in it, then the person's own in the order they were made: so the same
things have the same numbers after an export was brought in elsewhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import User
from foods.models import Food
from tracker.export.sections import SECTIONS, Section

Numbers = Mapping[int, int]  # of the file, by the id in this database


def rows_of(person: User, section: Section) -> QuerySet:
    """This person's rows, what was removed too."""
    return section.model._base_manager.filter(**{section.owner: person.pk})


def numbers_of(person: User) -> Numbers:
    """Of every food that is theirs, or that anything of theirs names."""
    theirs = Q(owner=person) | Q(owner=None, pk__in=_named(person))
    found = Food.objects.filter(theirs).order_by(
        F("owner").asc(nulls_first=True), "source__key", "source_ref", "name", "pk"
    )
    shared = found.filter(owner=None).values_list("pk", flat=True)
    own = found.filter(owner=person).order_by("pk").values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate([*shared, *own], start=1)}


def _named(person: User) -> set[int]:
    named = set(foods_in_what_ifs(person.what_ifs.values_list("changes", flat=True)))
    for section in SECTIONS:
        for column in section.columns:
            if column.to == "food" and section.parent != "foods":
                named.update(rows_of(person, section).order_by().values_list(column.lookup, flat=True).distinct())
    named.discard(None)
    return named


def foods_in_what_ifs(all_changes: Any) -> Iterator[int]:
    for changes in all_changes:
        for change in changes if isinstance(changes, list) else ():
            number = change.get("food") if isinstance(change, dict) else None
            if isinstance(number, int) and 0 < number < 2**63:
                yield number


def with_foods(changes: Any, numbers: Mapping[int, int]) -> Any:
    """Changes of a what-if with other numbers for their foods; None for one that is not among them."""
    if not isinstance(changes, list):
        return changes
    return [
        change | {"food": numbers.get(change["food"]) if isinstance(change["food"], int) else None}
        if isinstance(change, dict) and "food" in change
        else change
        for change in changes
    ]
