"""A line of several things, confirmed: what was chosen for each, and how much."""

import datetime as dt
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foods.models import Food, Portion
from tracker.domain.line import MOST_ITEMS
from tracker.forms.log import LogForm, WhenForm
from tracker.forms.once import OnceForm


class ItemForm(LogForm):
    """One thing of the line; what is not ticked is left out."""

    take = forms.BooleanField(required=False)
    typed = forms.CharField(required=False, max_length=500)
    label = forms.CharField(required=False, max_length=500)

    def clean(self) -> dict:
        if not self.cleaned_data.get("take"):
            self._errors.clear()
            return self.cleaned_data
        return super().clean()


class SeveralForm(OnceForm, WhenForm):
    """All the things of a line, with one time for all of them."""

    count = forms.IntegerField(label=gettext_lazy("How many things"), min_value=1, max_value=MOST_ITEMS)

    def __init__(self, data: object, *, person: User, now: dt.datetime) -> None:
        super().__init__(data, person=person, now=now)
        self.items: list[ItemForm] = []

    def clean(self) -> dict:
        cleaned = super().clean()
        self.items = [
            ItemForm(self.data, prefix=f"i{n}", person=self.person, now=self.now)
            for n in range(cleaned.get("count") or 0)
        ]
        valid = [item.is_valid() for item in self.items]  # all of them, so that each says what is wrong with it
        if not all(valid):
            raise forms.ValidationError(_("One of these needs another look. Nothing was logged yet."), code="item")
        if not self.chosen():
            raise forms.ValidationError(_("Nothing is ticked. Tick what you had."), code="none")
        return cleaned

    def chosen(self) -> list[tuple[Food, Portion | None, Decimal]]:
        """What is ticked, in order: food, portion and how many of it."""
        return [
            (item.food, much.portion, much.amount)
            for item in self.items
            if item.cleaned_data.get("take") and (much := item.cleaned_data.get("how_much"))
        ]
