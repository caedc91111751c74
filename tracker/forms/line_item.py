"""One thing of a line to confirm: which food it is, in which portion, and how much of it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.choices import Basis, Reliability
from foods.models import Food, Portion
from foods.units import UNIT_OF_BASIS, counted_ug, describe_amount, format_quantity, format_ug, ug_in
from tracker.forms.fields import SENTENCES
from tracker.forms.log import LogForm
from tracker.models.entries import BASE_UNIT, quantity_of

WHAT = re.compile(r"(\d{1,18}):(\d{1,18}|base):(\d{1,6}(?:\.\d{1,3})?)")
_MOST_CHOICES = 8


class ItemForm(LogForm):
    """One thing of the line; what is not ticked is left out.

    `what` is the chosen food with the portion and amount it begins with. `portion` and `amount` are of the food `was`:
    where another was chosen since they no longer fit, and those of `what` stand in their place, to be looked at.
    """

    take = forms.BooleanField(required=False)
    label = forms.CharField(required=False, max_length=500)
    was = forms.IntegerField(required=False)
    options = forms.CharField(required=False, max_length=400)
    asks = forms.CharField(required=False, max_length=300)
    low = forms.CharField(required=False, max_length=20)
    high = forms.CharField(required=False, max_length=20)
    q = forms.CharField(label=gettext_lazy("Search for another"), required=False, max_length=200)
    missing = forms.CharField(required=False, max_length=200)

    changed = False

    def __init__(self, data: object, *, foods: Mapping[int, Food], **options: Any) -> None:
        super().__init__(data, **options)
        self.foods = foods

    def clean(self) -> dict:
        if not self.cleaned_data.get("take"):
            self.food = self.foods.get(self.food_pk)
            self._errors.clear()
            return self.cleaned_data
        return super().clean()

    def visible_food(self, pk: int | None) -> Food:
        """One of those that were read for the whole line at once."""
        if food := self.foods.get(pk or 0):
            return food
        raise forms.ValidationError(_("That food is not in the table any more. Search for another."), code="food")

    def read_what(self) -> None:
        said, was = self.cleaned_data, self.cleaned_data.get("was")
        if not said.get("what") or not was:
            super().read_what()
            return
        food_id, portion, amount = said["what"].split(":")
        said["food_id"] = int(food_id)
        if int(food_id) == was:
            if said.get("amount") is None and not self.errors:
                self.add_error("amount", SENTENCES["empty"])
            return
        self.changed = True
        self._errors.pop("amount", None)
        said |= {"portion": portion, "amount": Decimal(amount)}
        self._put(portion=portion, amount=amount, asks="", low="", high="")

    def _put(self, **said: str) -> None:
        self.data = self.data.copy()
        for name, value in said.items():
            self.data[self.add_prefix(name)] = value

    # what its row shows

    def said(self, name: str) -> str:
        """What stands in a field."""
        return text_of(self.data, self.add_prefix(name))

    @property
    def food_pk(self) -> int:
        match = WHAT.fullmatch(self.said("what"))
        return int(match[1]) if match else number_of(self.data, self.add_prefix("food_id"))

    @property
    def taken(self) -> bool:
        return bool(self["take"].value())

    @property
    def found(self) -> bool:
        """Whether there is a food to speak of; where none is, what was typed is left in the line."""
        return bool(self.said("what") or self.food)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen) of the foods it may be."""
        chosen = self.food.pk if self.food else None
        return [
            (what, _choice(food, portion), food.pk == chosen)
            for what in _whats(self)
            for food, portion in [_of(self.foods, what)]
            if food is not None
        ]

    @property
    def portion_choices(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen) of the portions of the chosen food, and g or ml."""
        if self.food is None:
            return []
        chosen = self.said("portion")
        rows = [(str(one.pk), _portion(one, self.food), one.is_default) for one in self.food.portions.all()]
        unit = UNIT_OF_BASIS[Basis(self.food.basis)]
        if unit or not rows or chosen == BASE_UNIT:
            rows.append((BASE_UNIT, unit or _("one"), not rows))
        return [(value, label, value == chosen if chosen else first) for value, label, first in rows]

    @property
    def much(self) -> Any:
        return self.cleaned_data.get("how_much") if self.is_bound and hasattr(self, "cleaned_data") else None

    @property
    def ug(self) -> Decimal | None:
        """What it counts: 0 for what is no active B12, None where nobody knows."""
        ug = ug_in(self.much.quantity, self.food.b12_ug, self.food.basis)
        return counted_ug(ug, reliability=self.food.reliability)

    @property
    def origin(self) -> str:
        return "unknown" if self.food.b12_ug is None else self.food.origin

    @property
    def counts(self) -> bool:
        return self.food.reliability == Reliability.ACTIVE

    @property
    def inactive(self) -> bool:
        return self.food.reliability == Reliability.INACTIVE

    @property
    def notes(self) -> list[str]:
        """Why somebody should look at it: an unsure reading, and a range of which the middle was taken."""
        notes = [self.said("asks")[:300]] if self.said("asks") else []
        if self.said("low") and self.said("high"):
            typed = {"low": self.said("low")[:20], "high": self.said("high")[:20]}
            notes.append(_("You said %(low)s to %(high)s: the middle of it stands here.") % typed)
        return notes

    @property
    def wants_look(self) -> bool:
        return not self.found or (self.taken and bool(self.notes or self.errors))


def text_of(data: Any, name: str) -> str:
    return str(data.get(name) or "")


def number_of(data: Any, name: str) -> int:
    text = text_of(data, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _whats(item: ItemForm) -> list[str]:
    """What can be chosen: each food once, the chosen one in any case."""
    found: dict[int, str] = {}
    for match in WHAT.finditer(f"{item.said('options')[:400]} {item.said('what')}"):
        found.setdefault(int(match[1]), match[0])
    return list(found.values())[-_MOST_CHOICES:]


def _of(foods: Mapping[int, Food], what: str) -> tuple[Food | None, Portion | None]:
    food_id, portion_id, _amount = what.split(":")
    food = foods.get(int(food_id))
    portions = food.portions.all() if food else ()
    return food, next((portion for portion in portions if str(portion.pk) == portion_id), None)


def _choice(food: Food, portion: Portion | None) -> str:
    """“Egg, boiled: egg, 50 g · 0.41 µg”."""
    quantity = quantity_of(portion, Decimal(1))
    words = describe_amount(Decimal(1), portion.name if portion else "", quantity, food.basis).removeprefix("1 ")
    ug = counted_ug(ug_in(quantity, food.b12_ug, food.basis), reliability=food.reliability)
    return f"{food}: {words} · {_('unknown') if ug is None else f'{format_ug(ug)} µg'}"


def _portion(portion: Portion, food: Food) -> str:
    weight = format_quantity(portion.quantity, food.basis)
    return f"{portion.name}, {weight}" if weight else portion.name
