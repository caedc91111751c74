"""Editing what is proposed before it goes into the table."""

from dataclasses import dataclass
from typing import Any

from foods.curation.proposals import as_accepted
from foods.curation.writing import in_range
from foods.models import Concern, ConcernKind, Food, Source
from foods.reports.curate.difference import proposed
from foods.reports.curate.item import ItemPage
from foods.reports.curate.place import Place
from foods.reports.curate.values import decimal_of


@dataclass(frozen=True)
class EditPage:
    item: ItemPage
    food: Food
    initial: dict[str, Any]  # what is proposed, in the fields of the food

    @classmethod
    def build(cls, concern: Concern, by: Any, *, place: Place) -> "EditPage":
        """The queries of the item."""
        is_new = concern.kind == ConcernKind.PROPOSAL or concern.food is None
        values, _before = proposed(concern)
        values = as_accepted(concern, values)
        if "b12_ug" in values and "b12_unknown" not in values:
            values["b12_unknown"] = values["b12_ug"] is None
        if isinstance(values.get("source"), str):  # a file names it by its key
            values["source"] = Source.objects.filter(key=values["source"]).values_list("pk", flat=True).first()
        food = Food() if is_new or concern.food is None else concern.food
        figure = decimal_of(values.get("b12_ug"))
        if figure is not None and not in_range(food, figure):  # accepting drops it too
            values |= {"low_ug": None, "high_ug": None, "range_note": ""}
        return cls(ItemPage.build(concern, by, place=place), food, values)

    @property
    def item_url(self) -> str:
        return self.item.place.item(self.item.concern.pk)
