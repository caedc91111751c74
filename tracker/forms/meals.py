"""What is posted about usual meals."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foods.models import Food
from tracker.forms.fields import SENTENCES
from tracker.forms.log import WhatField, WhenForm
from tracker.forms.once import OnceForm
from tracker.forms.things import MOST, Chosen
from tracker.models import Entry
from tracker.models.entries import BASE_UNIT


class MealLogForm(OnceForm, WhenForm):
    """A press on a usual meal: only when, and once."""


class DayForm(WhenForm):
    """Which day's entries to choose from."""


class NewMealForm(OnceForm):
    """A name, and which of some entries are to be in it; without any it begins empty."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext_lazy("Breakfast")}),
        error_messages={"required": gettext_lazy("Give it a name, like “Breakfast”.")},
    )
    entry = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, entries: Sequence[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self._entries = entries
        self.fields["entry"].choices = [(entry.pk, entry.name) for entry in entries]
        self.fields["entry"].error_messages["invalid_choice"] = _("One of these is not in your log any more.")

    def clean_entry(self) -> list[int]:
        chosen = self.cleaned_data["entry"]
        if len(chosen) > MOST:
            raise forms.ValidationError(_("A usual meal holds %(n)d things at most.") % {"n": MOST}, code="full")
        return chosen

    @property
    def ticked(self) -> list[str]:
        """What stands ticked on the page."""
        return list(map(str, self["entry"].value() or ()))

    @property
    def chosen(self) -> list[Entry]:
        """In the order they were had. For a form that is valid."""
        return [entry for entry in self._entries if entry.pk in self.cleaned_data["entry"]]


class _WhatsField(forms.Field):
    """Several values of `WhatField`, two to five of which were offered together."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        whats = [WhatField().clean(one) for one in super().clean(value) or []]
        if len(whats) > 5:
            raise forms.ValidationError(_("That offer is out of date."), code="many")
        return whats


class SuggestionForm(OnceForm):
    """An answer to “these three again?”."""

    do = forms.ChoiceField(choices=[("log", ""), ("keep", ""), ("aside", "")])
    foods = forms.RegexField(r"^\d{1,18}(,\d{1,18}){1,4}$")
    rest = _WhatsField(required=False)
    things = _WhatsField(required=False)

    def __init__(self, *args: Any, person: User, now: dt.datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person, self.now = person, now

    def clean(self) -> dict:
        cleaned = super().clean()
        wanted = cleaned.get({"log": "rest", "keep": "things"}.get(cleaned.get("do"), "")) or []
        cleaned["items"] = self._items(wanted)
        if cleaned.get("do") != "aside" and not cleaned["items"]:
            raise forms.ValidationError(_("That offer is out of date."), code="none")
        return cleaned

    def _items(self, whats: Sequence[str]) -> list[Chosen]:
        said = [what.split(":") for what in whats]
        ids = {int(food) for food, _portion, _amount in said}
        foods = Food.objects.visible_to(self.person).prefetch_related("portions").in_bulk(ids)
        items = []
        for food_id, portion, amount in said:
            food = foods.get(int(food_id))
            portions = {str(one.pk): one for one in food.portions.all()} if food else {}
            if food is None or (portion != BASE_UNIT and portion not in portions):
                raise forms.ValidationError(_("One of these cannot be logged any more."), code="food")
            if not Decimal(amount):
                raise forms.ValidationError(SENTENCES["zero"], code="zero")
            items.append((food, portions.get(portion), Decimal(amount)))
        return items

    @property
    def food_ids(self) -> list[int]:
        return [int(food) for food in self.cleaned_data["foods"].split(",")]
