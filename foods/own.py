"""Foods of one person's own that come from elsewhere, with where they are from."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from foods import search
from foods.choices import Grade, State
from foods.importing.datasets import dataset
from foods.importing.records import FoodRecord
from foods.models import Food, Portion, Source

_SAME = ("market", "category", "origin", "form", "route", "reliability", "basis", "b12_added_ug", "figure_date")
# what stays of a record in a form that is confirmed later: plain values
KEPT = ("source", "ref", "name", "brand", "gtin", "b12_ug", "grade", *_SAME)


def as_plain(record: FoodRecord) -> dict[str, Any]:
    """A record as plain text, to travel in a signed field."""
    said = {name: getattr(record, name) for name in KEPT}
    said |= {name: None if said[name] is None else str(said[name]) for name in ("b12_ug", "b12_added_ug")}
    return said | {"portions": [[p.name, str(p.quantity), p.is_default] for p in record.portions]}


@transaction.atomic
def keep_found(*, by: User, found: dict[str, Any], name: str, brand: str, b12_ug: Decimal) -> Food:
    """A food of this person's own from what was found (`as_plain`), marked as not verified; one whose figure was
    changed by hand is the person's, without that source.

    The same product with the same figure is the same food, so that a repeat of the form makes no second one.
    """
    User.objects.select_for_update().values_list("pk").get(pk=by.pk)
    same = by.foods.filter(gtin=found["gtin"], b12_ug=b12_ug, name=name, brand=brand, state=State.PUBLISHED)
    if there := same.first():
        return there
    food = Food(owner=by, name=name, brand=brand, gtin=found["gtin"], b12_ug=b12_ug, state=State.PUBLISHED)
    for field in _SAME:
        setattr(food, field, found[field])
    if b12_ug == Decimal(found["b12_ug"]):
        food.b12_added_ug = None if found["b12_added_ug"] is None else Decimal(found["b12_added_ug"])
        food.source, food.source_ref = source_of(found["source"]), found["ref"]
        food.grade, food.unverified = found["grade"], True
    else:
        food.b12_added_ug, food.grade, food.figure_date = None, Grade.USER, ""
    food.skip_history_when_saving = True  # whose own it is keeps no copies elsewhere
    food.save()
    Portion.objects.bulk_create(
        Portion(food=food, name=name, quantity=Decimal(quantity), is_default=default, order=order)
        for order, (name, quantity, default) in enumerate(found["portions"])
    )
    search.reindex([food.pk])
    return food


def source_of(key: str) -> Source:
    """The data set of this key, made where it was not here yet; KeyError for none of ours."""
    known = dataset(key)
    fields = ("name", "publisher", "licence", "attribution", "url")
    return Source.objects.get_or_create(key=key, defaults={name: getattr(known, name) for name in fields})[0]
