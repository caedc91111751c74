"""Everything that is typed to log something."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foods.choices import Basis, Origin
from foods.models import Food, Portion
from foods.units import UNIT_OF_BASIS, plain_number, ug_in
from tracker.domain.amounts import first_amount
from tracker.domain.plausible import Doubt, Refusal, doubts, refusal
from tracker.forms.fields import SENTENCES, AmountField
from tracker.forms.once import OnceForm
from tracker.models.entries import BASE_UNIT, quantity_of
from tracker.people import clock_of, moment_of, today_of

OLDEST_YEARS = 120
REFUSALS = {
    Refusal.NOTHING: SENTENCES["zero"],
    Refusal.TOO_MUCH: gettext_lazy("Nobody has that much at once. Check the number and the unit."),
    Refusal.TOO_MUCH_B12: gettext_lazy("That would be more than a gram of B12. Check the number and the unit."),
}


def question(doubt: Doubt, *, ug: Decimal | None, quantity: Decimal, basis: str, amount: Decimal) -> str:
    """What to ask back, in words, with the figure in doubt."""
    if doubt is Doubt.MUCH_B12:
        return _(
            "That would be %(ug)s µg of B12. Is that right? On labels, 1 mg is 1,000 µg; and most doses are in µg."
        ) % {"ug": plain_number(ug or Decimal(0), 0)}
    if doubt is Doubt.MUCH_FOOD:
        return _("%(quantity)s %(unit)s at once is a lot. Is that right?") % {
            "quantity": plain_number(quantity, 0),
            "unit": UNIT_OF_BASIS[Basis(basis)],
        }
    return _("%(amount)s portions at once is a lot. Is that right?") % {"amount": plain_number(amount)}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **options) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **options) -> None:
        super().__init__(format="%H:%M", **options)


class WhenForm(forms.Form):
    """A date and a time on the person's clock; now where nothing is said. The date is the person's day."""

    date = forms.DateField(label=gettext_lazy("Day"), required=False, widget=DateInput())
    time = forms.TimeField(label=gettext_lazy("Time"), required=False, widget=TimeInput())

    def __init__(self, *args, person: User, now: dt.datetime, **options) -> None:
        self.person, self.now = person, now
        super().__init__(*args, **options)

    def clean_date(self) -> dt.date | None:
        date, today = self.cleaned_data["date"], today_of(self.person, now=self.now)
        if date and not today - dt.timedelta(days=366 * OLDEST_YEARS) <= date <= today + dt.timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within a lifetime, and not more than a year ahead."))
        return date

    def as_typed(self) -> dict[str, str]:
        """Date and time as a page's fields hold them; empty where nothing sensible was said."""
        self.is_valid()
        said = self.cleaned_data
        date, time = said.get("date"), said.get("time")
        return {"date": date.isoformat() if date else "", "time": f"{time:%H:%M}" if time else ""}

    def moment(self) -> dt.datetime:
        """The aware moment that was meant."""
        date, time = self.cleaned_data.get("date"), self.cleaned_data.get("time")
        return moment_of(clock_of(self.person), date, time, now=self.now)


@dataclass(frozen=True, slots=True)
class Amount:
    """What an amount form was about: which portion, how many of it. `portion` None counts g, ml or units."""

    portion: Portion | None
    amount: Decimal

    @property
    def quantity(self) -> Decimal:
        return quantity_of(self.portion, self.amount)


class WhatField(forms.RegexField):
    """“food:portion:amount”, the way a single button says it all."""

    def __init__(self, **options) -> None:
        super().__init__(r"^\d{1,18}:(\d{1,18}|base):\d{1,6}(\.\d{1,3})?$", strip=True, **options)
        self.error_messages["invalid"] = gettext_lazy("That button is out of date. Search for the food again.")


class AmountForm(WhenForm):
    """How much of one food, and when."""

    portion = forms.CharField(label=gettext_lazy("Portion"), required=False)
    amount = AmountField(label=gettext_lazy("How much"), required=False)
    sure = forms.BooleanField(label=gettext_lazy("Yes, that is right"), required=False)

    food: Food | None = None
    questions: tuple[str, ...] = ()

    def read_what(self) -> None:
        """Take food, portion and amount from the one value of a button, if there is one. A typed amount wins."""
        if what := self.cleaned_data.get("what"):
            food_id, portion, amount = what.split(":")
            typed = self.cleaned_data.get("amount")
            self.cleaned_data |= {"food_id": int(food_id), "portion": portion, "amount": typed or Decimal(amount)}
            self._show(portion=portion, amount=amount)

    def _show(self, **said: str) -> None:
        """Fill fields that nothing was typed in with what the button said, for a page that asks back."""
        data = self.data.copy()
        for name, value in said.items():
            key = self.add_prefix(name)
            data[key] = data.get(key) or value
        self.data = data

    def visible_food(self, pk: int | None) -> Food:
        """A food this person may log, with its portions."""
        food = Food.objects.visible_to(self.person).prefetch_related("portions").filter(pk=pk or 0).first()
        if food is None:
            raise forms.ValidationError(_("That food is not in the table any more. Search for another."), code="food")
        return food

    def portions(self) -> dict[str, Portion]:
        return {str(portion.pk): portion for portion in self.food.portions.all()} if self.food else {}

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.food is None or self.errors:
            return cleaned
        chosen, amount = cleaned.get("portion") or "", cleaned.get("amount")
        portion = self._portion(chosen)
        if amount is None:
            if chosen == BASE_UNIT:
                self.add_error("amount", SENTENCES["empty"])
                return cleaned
            amount = first_amount(portioned=portion is not None, counted=self.food.basis == Basis.UNIT)
        cleaned["how_much"] = Amount(portion, amount)
        self._look_at(cleaned["how_much"], sure=bool(cleaned.get("sure")))
        return cleaned

    def _portion(self, chosen: str) -> Portion | None:
        """The portion of this food that was chosen; None for g, ml or pieces; the default where nothing was said."""
        portions = self.portions()
        if not chosen:
            return next((portion for portion in portions.values() if portion.is_default), None)
        if chosen != BASE_UNIT and chosen not in portions:
            raise forms.ValidationError(_("That portion is not there any more. Choose another."), code="portion")
        return portions.get(chosen)

    def _look_at(self, much: Amount, *, sure: bool) -> None:
        """Refuse what cannot be, ask back where it is hard to believe."""
        food = self.food
        ug = ug_in(much.quantity, food.b12_ug, food.basis)
        if refused := refusal(amount=much.amount, quantity=much.quantity, ug=ug):
            del self.cleaned_data["how_much"]
            self.add_error("amount", REFUSALS[refused])
            return
        found = doubts(
            swallowed_ug=ug,
            is_dose=food.origin in (Origin.SUPPLEMENT, Origin.INJECTED),
            weighed=food.basis != Basis.UNIT,
            quantity=much.quantity,
            amount=much.amount,
            portioned=much.portion is not None or food.basis == Basis.UNIT,
        )
        if found and not sure:
            self.questions = tuple(
                question(doubt, ug=ug, quantity=much.quantity, basis=food.basis, amount=much.amount) for doubt in found
            )
            self.add_error("sure", forms.ValidationError(self.questions[0], code="doubt"))


class LogForm(OnceForm, AmountForm):
    """One food to log, said by one button (`what`) or by a food with a portion and an amount."""

    food_id = forms.IntegerField(required=False)
    what = WhatField(required=False)

    def clean(self) -> dict:
        self.read_what()
        self.food = self.visible_food(self.cleaned_data.get("food_id"))
        return super().clean()


class SearchForm(WhenForm):
    """What a search may say: what to look for, as spelled or not, on which page, and when it was had."""

    q = forms.CharField(label=gettext_lazy("Food, tablet or injection"), required=False, max_length=500)
    exact = forms.BooleanField(required=False)
    inline = forms.BooleanField(required=False)

    def said(self, name: str) -> Any:
        """One value, None where it was not said or made no sense."""
        self.is_valid()
        return self.cleaned_data.get(name)


class SheetForm(SearchForm):
    """What the address of the log sheet may say: besides the search, the food that was chosen."""

    food = forms.IntegerField(required=False)
