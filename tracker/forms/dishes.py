"""What is posted about a dish: its name, what it makes, its parts."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.forms.fields import AmountField
from tracker.forms.once import OnceForm
from tracker.forms.things import ThingsForm

_MOST_SERVINGS, _MOST_G = Decimal(1000), Decimal(100_000)
_LONGEST_NAME = 160  # of a food


class YieldFields(forms.Form):
    """How many servings it makes, and what it weighs when it is done."""

    servings = AmountField(
        label=gettext_lazy("How many servings it makes"),
        error_messages={"required": gettext_lazy("Say how many servings it makes, like 4.")},
    )
    cooked_g = AmountField(
        label=gettext_lazy("What all of it weighs when it is done, in g"),
        required=False,
        help_text=gettext_lazy("Then you can also log it in grams."),
    )

    def clean_servings(self) -> Decimal:
        servings = self.cleaned_data["servings"].quantize(Decimal("0.01"))
        if not 0 < servings <= _MOST_SERVINGS:
            raise forms.ValidationError(_("Type a number of servings from 0.01 to 1,000."), code="range")
        return servings

    def clean_cooked_g(self) -> Decimal | None:
        grams = self.cleaned_data["cooked_g"]
        if grams is None:
            return None
        if not 1 <= grams <= _MOST_G:
            raise forms.ValidationError(_("Type a weight from 1 to 100,000 g, or leave it empty."), code="range")
        return grams.quantize(Decimal("0.1"))

    def clean(self) -> dict:
        cleaned = super().clean()
        servings, grams = cleaned.get("servings"), cleaned.get("cooked_g")
        if servings and grams and grams / servings < 1:
            self.add_error("cooked_g", _("That would be less than 1 g a serving."))
        return cleaned


class NewDishForm(OnceForm, YieldFields):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=_LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext_lazy("Lentil stew")}),
        error_messages={"required": gettext_lazy("Give it a name, like “Lentil stew”.")},
    )
    field_order = ("name", "servings", "cooked_g")


class DishForm(ThingsForm, YieldFields):
    """A dish with its parts."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].max_length = self.fields["name"].widget.attrs["maxlength"] = _LONGEST_NAME
        self.fields["name"].validators = forms.CharField(max_length=_LONGEST_NAME).validators
