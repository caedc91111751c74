"""The things of a usual meal or a dish on its page: how much of each, in which order, one more, one less."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foods.choices import Basis
from foods.models import Food, Portion
from foods.units import UNIT_OF_BASIS, describe_amount, format_quantity
from tracker.domain.amounts import first_amount
from tracker.forms.log import AmountForm, WhatField
from tracker.models import DishPart, MealItem
from tracker.models.entries import BASE_UNIT
from tracker.models.meals import offered_now

MOST = 30  # things in one meal or dish
Chosen = tuple[Food, Portion | None, Decimal]
Kept = MealItem | DishPart


class ThingForm(AmountForm):
    """One thing. Where it cannot be logged any more (`food` None) it stays as it was kept, until it is taken out."""

    food_id = forms.IntegerField(required=False)
    kept = forms.IntegerField(required=False)

    def __init__(self, data: object, *, foods: Mapping[int, Food], kept: Mapping[int, Kept], **options: Any) -> None:
        super().__init__(data, **options)
        self.thing = kept.get(_number(self, "kept"))
        self.food = foods.get(_number(self, "food_id"))

    def clean(self) -> dict:
        if self.food is None:
            self.errors.pop("amount", None)
            if self.thing is None:
                raise forms.ValidationError(
                    _("That food is not in the table any more. Take it out, or choose another."), code="food"
                )
            return self.cleaned_data
        return super().clean()

    def _look_at(self, much: Any, *, sure: bool) -> None:
        """Nobody is asked twice about what they said before."""
        before = offered_now(self.thing) if self.thing else None
        super()._look_at(much, sure=sure or before == (self.food, much.portion, much.amount))

    @property
    def item(self) -> Chosen | Kept:
        """What is kept. For a form that is valid."""
        if much := self.cleaned_data.get("how_much"):
            return self.food, much.portion, much.amount
        return self.thing

    @property
    def name(self) -> str:
        return str(self.food or (self.thing.food if self.thing else _("A food that is gone")))

    @property
    def what(self) -> str:
        """How much it was, of what cannot be logged any more."""
        if self.thing is None:
            return ""
        quantity = self.thing.amount if self.thing.quantity is None else self.thing.quantity
        return describe_amount(self.thing.amount, self.thing.portion_name, quantity, self.thing.basis or Basis.UNIT)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen) of the portions."""
        if self.food is None:
            return []
        chosen = str(self["portion"].value() or "")
        rows = [(str(portion.pk), _label(portion, self.food)) for portion in self.food.portions.all()]
        unit = UNIT_OF_BASIS[Basis(self.food.basis)]
        if unit or not rows or chosen == BASE_UNIT:
            rows.append((BASE_UNIT, unit or _("one")))
        return [(value, label, value == chosen) for value, label in rows]


def _label(portion: Portion, food: Food) -> str:
    weight = format_quantity(portion.quantity, food.basis)
    return f"{portion.name}, {weight}" if weight else portion.name


def _number(form: forms.Form, name: str) -> int:
    text = str(form.data.get(form.add_prefix(name)) or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


class ThingsForm(forms.Form):
    """A name and the things. `do` says what else was pressed: "up-2", "down-2", "remove-2"; `what` adds a food."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        strip=True,
        error_messages={"required": gettext_lazy("Give it a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    count = forms.IntegerField(min_value=0, max_value=MOST)
    do = forms.RegexField(r"^(save|(up|down|remove)-\d{1,2})$", required=False)
    what = WhatField(required=False)

    def __init__(self, data: QueryDict | dict, *, person: User, now: dt.datetime, kept: Sequence[Kept]) -> None:
        super().__init__(data)
        self.person, self.now = person, now
        self.rows: list[ThingForm] = []
        self.added: Chosen | None = None
        self._kept = {thing.pk: thing for thing in kept}
        self._make_rows()

    def _make_rows(self) -> None:
        """One look at all foods, however many things there are."""
        count = min(_number(self, "count"), MOST)
        ids = {_number(self, f"t{n}-food_id") for n in range(count)}
        self._foods = Food.objects.visible_to(self.person).prefetch_related("portions").in_bulk(ids - {0})
        self.rows = [
            ThingForm(self.data, prefix=f"t{n}", person=self.person, now=self.now, foods=self._foods, kept=self._kept)
            for n in range(count)
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        verb, _dash, number = (cleaned.get("do") or "").partition("-")
        out = int(number) if verb == "remove" else None
        valid = [row.is_valid() for n, row in enumerate(self.rows) if n != out]
        if not all(valid):
            raise forms.ValidationError(_("One of these needs another look. Nothing was saved yet."), code="item")
        if what := cleaned.get("what"):
            self.added = self._added(what)
        return cleaned

    def _added(self, what: str) -> Chosen:
        food_id, portion, amount = what.split(":")
        if len(self.rows) >= MOST:
            raise forms.ValidationError(_("That is full: %(n)d things at most.") % {"n": MOST}, code="full")
        food = Food.objects.visible_to(self.person).prefetch_related("portions").filter(pk=food_id).first()
        portions = {str(one.pk): one for one in food.portions.all()} if food else {}
        if food is None or (portion != BASE_UNIT and portion not in portions):
            raise forms.ValidationError(_("That button is out of date. Search for the food again."), code="food")
        number = Decimal(amount) or first_amount(portioned=portion in portions, counted=food.basis == Basis.UNIT)
        return food, portions.get(portion), number

    @property
    def items(self) -> list[Chosen | Kept]:
        """The things in the order that was asked for. For a form that is valid."""
        verb, _dash, number = (self.cleaned_data.get("do") or "").partition("-")
        at = int(number or 0)
        rows = [row.item for n, row in enumerate(self.rows) if not (verb == "remove" and n == at)]
        other = at + {"up": -1, "down": 1}.get(verb, 0)
        if verb in ("up", "down") and max(at, other) < len(rows) and other >= 0:
            rows[at], rows[other] = rows[other], rows[at]
        return [*rows, self.added] if self.added else rows


def typed_of(kept: Sequence[Kept], **said: object) -> dict[str, str]:
    """What the form of these things begins with, as if it had been typed."""
    typed = {"count": str(len(kept)), **{name: str(value) for name, value in said.items()}}
    for n, thing in enumerate(kept):
        typed[f"t{n}-kept"] = str(thing.pk)
        if offer := offered_now(thing):
            food, portion, amount = offer
            typed[f"t{n}-food_id"] = str(food.pk)
            typed[f"t{n}-portion"] = str(portion.pk) if portion else BASE_UNIT
            typed[f"t{n}-amount"] = f"{amount.normalize():f}"
    return typed
