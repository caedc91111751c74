"""Editing what is proposed before it goes into the table."""

from dataclasses import dataclass
from typing import Any

from foods.models import Concern, ConcernKind, Food, Source
from foods.reports.curate.difference import proposed
from foods.reports.curate.item import ItemPage
from foods.reports.curate.place import Place


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
        if "b12_ug" in values and "b12_unknown" not in values:
            values["b12_unknown"] = values["b12_ug"] is None
        if isinstance(values.get("source"), str):  # a file names it by its key
            values["source"] = Source.objects.filter(key=values["source"]).values_list("pk", flat=True).first()
        item = ItemPage.build(concern, by, place=place)
        return cls(item, Food() if is_new or concern.food is None else concern.food, values)

    @property
    def item_url(self) -> str:
        return self.item.place.item(self.item.concern.pk)
