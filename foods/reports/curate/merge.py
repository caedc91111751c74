"""Two foods that may be one: side by side, with all that would move from one to the other."""

from dataclasses import dataclass
from typing import Any

from foods.curation import popularity
from foods.models import Alias, Concern, ConcernState, Food, Portion
from foods.reports.curate.difference import Difference
from foods.reports.curate.item import held_back
from foods.reports.curate.place import Place
from foods.units import format_quantity


@dataclass(frozen=True)
class Side:
    food: Food
    url: str
    portions: tuple[str, ...]
    aliases: tuple[str, ...]
    logged: int
    stays: bool  # what is suggested


@dataclass(frozen=True)
class MergePage:
    concern: Concern
    place: Place
    sides: tuple[Side, Side]
    difference: Difference
    held: str
    is_open: bool

    @classmethod
    def build(cls, concern: Concern, by: Any, *, place: Place) -> "MergePage":
        """Two queries, for portions and aliases, and that of whoever counts what is logged."""
        foods = (concern.food, concern.other)
        ids = [food.pk for food in foods if food is not None]
        portions = list(Portion.objects.filter(food_id__in=ids).order_by("order", "pk"))
        aliases = list(Alias.objects.filter(food_id__in=ids).values_list("food_id", "name"))
        logged = popularity.logged(ids)
        one, two = (
            Side(
                food=food,
                url=food.get_absolute_url(),
                portions=tuple(_words(portion, food) for portion in portions if portion.food_id == food.pk),
                aliases=tuple(name for pk, name in aliases if pk == food.pk),
                logged=logged.get(food.pk, 0),
                stays=food.pk == concern.facts.get("keep", concern.food_id),
            )
            for food in foods
            if food is not None
        )
        return cls(
            concern=concern,
            place=place,
            sides=(one, two),
            difference=Difference.of(concern, portions),
            held=held_back(concern, by),
            is_open=concern.state == ConcernState.OPEN,
        )

    @property
    def item_url(self) -> str:
        return self.place.item(self.concern.pk)


def _words(portion: Portion, food: Food) -> str:
    size = format_quantity(portion.quantity, food.basis)
    return f"{portion.name}, {size}" if size else portion.name
