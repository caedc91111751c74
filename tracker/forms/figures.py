"""What is typed to give a food a figure, or to change a food of one's own."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.choices import Basis, Origin
from foods.models import Food, Portion
from foods.units import plain_number, ug_in
from tracker.domain.plausible import MOST_UG, Refusal, doubts
from tracker.forms.fields import UgField
from tracker.forms.log import REFUSALS, question
from tracker.forms.new import QuickAddForm
from tracker.forms.once import OnceForm
from tracker.models.entries import BASE_UNIT
from tracker.models.figures import DOSES, MOST_PER_BASIS, per_basis


class FigureForm(OnceForm):
    """µg in one portion of `food` or in what its figures are given for. Only a food of one's own can be renamed, or
    become unknown again. `most_quantity`: the most of it (g, ml or units) that one past entry holds, None for no entry.
    """

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, strip=True)
    b12 = UgField(label=gettext_lazy("B12, µg"), required=False, attrs={"class": "input amount"})
    per = forms.CharField(label=gettext_lazy("In how much"), required=False)
    unknown = forms.BooleanField(label=gettext_lazy("I don’t know how much B12 it has"), required=False)
    origin = forms.ChoiceField(label=gettext_lazy("How it got there"), choices=Origin.choices, required=False)
    past = forms.BooleanField(required=False)
    sure = forms.BooleanField(label=gettext_lazy("Yes, that is right"), required=False)

    question = ""
    clean_name = QuickAddForm.clean_name

    def __init__(self, *args, food: Food, most_quantity: Decimal | None, **options) -> None:
        super().__init__(*args, **options)
        self.food, self.most_quantity = food, most_quantity
        if not food.owner_id:
            del self.fields["name"], self.fields["unknown"]

    def clean_per(self) -> Portion | None:
        """The portion of this food that the figure is for; None for 100 g, 100 ml or one."""
        per = self.cleaned_data["per"]
        portions = {str(portion.pk): portion for portion in self.food.portions.all()}
        if per not in ("", BASE_UNIT, *portions):
            raise forms.ValidationError(_("That portion is not there any more. Choose another."), code="portion")
        return portions.get(per)

    def clean_origin(self) -> str:
        return self.cleaned_data["origin"] or self.food.origin

    def clean(self) -> dict:
        cleaned = super().clean()
        if {"b12", "per", "origin"} & set(self.errors):
            return cleaned
        b12, unknown = cleaned["b12"], cleaned.get("unknown")
        if b12 is not None and unknown:
            self.add_error("b12", _("There is a figure and also “don’t know”. Keep one of the two."))
        elif b12 is not None:
            self._look_at(b12)
        elif not unknown:
            self.add_error("b12", self._ask_for_it())
        return cleaned

    def _ask_for_it(self) -> str:
        if self.food.owner_id:
            return _("Type the figure in µg, or tick that you don’t know it: that is a good answer.")
        return _("Type the figure in µg. 0 is an answer too; if you don’t know it, leave the food as it is.")

    def _look_at(self, ug: Decimal) -> None:
        """Refuse what cannot be, ask back where it is hard to believe: in the portion, then in the past entries."""
        figure = per_basis(ug, self.cleaned_data["per"], self.food)
        past = self._in_the_most(figure) if figure < MOST_PER_BASIS else None
        if ug > MOST_UG:
            self.add_error("b12", REFUSALS[Refusal.TOO_MUCH_B12])
        elif figure >= MOST_PER_BASIS:
            self.add_error("b12", _("That would be more B12 than food. Check the number, its unit and the amount."))
        elif past is not None and past > MOST_UG:
            self.add_error("b12", _("The most you logged of it would hold more than a gram of B12. Check the number."))
        elif not self.cleaned_data.get("sure") and (asked := self._doubt(ug, past)):
            self.question = asked
            self.add_error("sure", forms.ValidationError(asked, code="doubt"))

    def _in_the_most(self, figure: Decimal) -> Decimal | None:
        """µg in the largest of the past entries that are to be corrected."""
        if not self.cleaned_data.get("past") or self.most_quantity is None:
            return None
        return ug_in(self.most_quantity, figure, self.food.basis)

    def _doubt(self, ug: Decimal, past: Decimal | None) -> str:
        one = Decimal(1)
        if found := self._doubts(ug):
            return question(found[0], ug=ug, quantity=one, basis=Basis.UNIT, amount=one)
        if past is not None and self._doubts(past):
            return _("The most you logged of it would hold %(ug)s µg of B12. Is that right?") % {
                "ug": plain_number(past, 0)
            }
        return ""

    def _doubts(self, ug: Decimal) -> tuple:
        one, dose = Decimal(1), self.cleaned_data["origin"] in DOSES
        return doubts(swallowed_ug=ug, is_dose=dose, weighed=False, quantity=one, amount=one, portioned=True)


class OfferForm(forms.Form):
    """Whether a food of one's own is offered; nothing said retires it."""

    offered = forms.BooleanField(required=False)
