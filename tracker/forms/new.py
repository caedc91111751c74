"""What is typed to add a food the table does not know."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.choices import Basis, Origin
from foods.forms_proposals import BarcodeField
from tracker.domain.plausible import MOST_UG, Refusal, doubts
from tracker.forms.fields import UgField
from tracker.forms.log import REFUSALS, WhenForm, question
from tracker.forms.once import OnceForm


class QuickAddForm(OnceForm, WhenForm):
    """A food the table does not know: name, µg or “don't know”, when."""

    name = forms.CharField(label=gettext_lazy("What was it?"), max_length=160, strip=True)
    b12 = UgField(label=gettext_lazy("B12 in what you had, µg"), required=False)
    unknown = forms.BooleanField(label=gettext_lazy("I don’t know how much B12 it has"), required=False)
    origin = forms.ChoiceField(
        label=gettext_lazy("Where the B12 is from"), choices=Origin.choices, initial=Origin.FOOD, required=False
    )
    offer = forms.BooleanField(
        label=gettext_lazy("Then offer it to the curators, so that everybody finds it"), required=False
    )
    sure = forms.BooleanField(label=gettext_lazy("Yes, that is right"), required=False)

    gtin = BarcodeField(required=False, widget=forms.HiddenInput)

    question = ""

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError(_("Give it a name you will recognise, like “canteen curry”."))
        return name

    def clean(self) -> dict:
        cleaned = super().clean()
        if "b12" in self.errors:
            return cleaned
        b12, unknown = cleaned.get("b12"), cleaned.get("unknown")
        if b12 is None and not unknown:
            self.add_error("b12", _("Type the figure in µg, or tick that you don’t know it: that is a good answer."))
        elif b12 is not None and unknown:
            self.add_error("b12", _("There is a figure and also “don’t know”. Keep one of the two."))
        elif b12 is not None and b12 > MOST_UG:
            self.add_error("b12", REFUSALS[Refusal.TOO_MUCH_B12])
        elif b12 is not None and not cleaned.get("sure"):
            self._ask_back(b12, cleaned.get("origin") or Origin.FOOD)
        return cleaned

    def _ask_back(self, b12: Decimal, origin: str) -> None:
        dose = origin in (Origin.SUPPLEMENT, Origin.INJECTED)
        if found := doubts(
            swallowed_ug=b12, is_dose=dose, weighed=False, quantity=Decimal(1), amount=Decimal(1), portioned=True
        ):
            self.question = question(found[0], ug=b12, quantity=Decimal(1), basis=Basis.UNIT, amount=Decimal(1))
            self.add_error("sure", forms.ValidationError(self.question, code="doubt"))
