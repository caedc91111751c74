"""A regimen as it is typed: how much of what, by whose word, how often."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foods.choices import Route
from foods.models import Portion
from foods.units import ug_in
from tracker.domain.regimens.plans import CountsFrom, Phase
from tracker.domain.risks.facts import Precision, When
from tracker.forms.dates import SaidDateField, in_words
from tracker.forms.fields import SENTENCES
from tracker.forms.health import as_typed
from tracker.forms.log import AmountForm
from tracker.forms.once import OnceForm
from tracker.forms.regimen_phases import in_turn, phase_forms
from tracker.models import Regimen
from tracker.models.entries import BASE_UNIT
from tracker.people import today_of

MOST_AMOUNT = Decimal("9999.99")
BY_LAST_DOSE = frozenset((Route.INJECTED, Route.NASAL))
_PRESCRIBED = [("yes", _("Yes, a doctor or nurse said how often")), ("no", _("No, I chose it"))]
_COUNTS_FROM = [
    (CountsFrom.LAST_DOSE.value, _("From the last dose: if one is late, the next moves along")),
    (CountsFrom.CALENDAR.value, _("By the calendar: the days stay, whatever was late")),
]
_WHY_COUNTED = {
    CountsFrom.LAST_DOSE: _("Chosen beforehand because this is injected or sprayed. Change it if you were told so."),
    CountsFrom.CALENDAR: _("Chosen beforehand because this is swallowed. Change it if you were told so."),
}


def counts_from_of(route: str) -> CountsFrom:
    """What is chosen beforehand: injections and sprays count from the last one, tablets have their days."""
    return CountsFrom.LAST_DOSE if route in BY_LAST_DOSE else CountsFrom.CALENDAR


class RegimenForm(OnceForm, AmountForm):
    """`answers` are columns of `Regimen`, `phases` its parts.

    `only_prescribed`: nothing may be planned for this person, only what was prescribed is recorded. `cautioned`: the
    page says something about this product that has to be read before.
    """

    date = time = None  # of AmountForm: a regimen has phases instead
    food_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    template = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    prescribed = forms.ChoiceField(
        label=_("Was it prescribed to you?"),
        choices=_PRESCRIBED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it was prescribed.")},
    )
    counts_from = forms.ChoiceField(
        label=_("How is the next dose counted?"), choices=_COUNTS_FROM, widget=forms.RadioSelect
    )
    began = SaidDateField(
        label=_("First dose of this treatment, if it was before"),
        required=False,
        help_text=_("The year or the month is enough, like 2022 or 3/2022."),
    )
    remind = forms.BooleanField(label=_("Count it in reminders and in the calendar"), required=False, initial=True)
    note = forms.CharField(
        label=_("Note for yourself"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.BooleanField(
        label=_("I have read this"),
        error_messages={"required": _("Read what stands above, and tick this if you want to save it all the same.")},
    )

    def __init__(
        self,
        *args: Any,
        begun: tuple[Phase, ...] = (),
        only_prescribed: bool = False,
        cautioned: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.today = today_of(self.person, now=self.now)
        self.fields["began"].today = self.today
        self.only_prescribed, self.phases = only_prescribed, ()
        self.parts = phase_forms(self.data if self.is_bound else None, today=self.today, begun=begun)
        for field in self.fields.values():
            field.says_optional = False
        if not cautioned:
            del self.fields["seen"]

    def explain(self, route: str) -> None:
        """Say why one way of counting stands chosen."""
        self.fields["counts_from"].help_text = _WHY_COUNTED[counts_from_of(route)]

    def clean_amount(self) -> Decimal | None:
        amount = self.cleaned_data["amount"]
        if amount is None:
            return None
        rounded = amount.quantize(Decimal("0.01"))
        if not rounded:
            raise forms.ValidationError(SENTENCES["zero"])
        return min(rounded, MOST_AMOUNT)

    def clean_prescribed(self) -> str:
        if self.only_prescribed and self.cleaned_data["prescribed"] == "no":
            raise forms.ValidationError(
                _("With what you have, your specialists plan this. You can record what they prescribed.")
            )
        return self.cleaned_data["prescribed"]

    def clean(self) -> dict:
        try:
            self.food = self.visible_food(self.cleaned_data.get("food_id"))
        except forms.ValidationError as error:
            self.add_error(None, error)
        cleaned = super().clean()
        self.phases = in_turn(self.parts, today=self.today)
        if not self.phases:
            self.add_error(None, forms.ValidationError(_("Look at how often."), code="phases"))
        return cleaned

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """The names of what has an error, and where it stands."""
        fields = [(str(field.label), _place(field)) for field in self if field.errors and not field.is_hidden]
        parts = [
            (str(field.label), _place(field)) for part in self.parts if part.is_bound for field in part if field.errors
        ]
        return [*fields, *parts] or [(str(error), "") for error in self.non_field_errors()]

    @property
    def answers(self) -> dict:
        """The columns. For a form that is valid."""
        said, food, much = self.cleaned_data, self.food, self.cleaned_data["how_much"]
        return {
            "template": said["template"],
            "food": food,
            "portion": much.portion,
            "amount": much.amount,
            "name": str(food)[: Regimen._meta.get_field("name").max_length],
            "dose_ug": ug_in(much.quantity, food.b12_ug, food.basis),
            "form": food.form,
            "route": food.route,
            "counts_from": said["counts_from"],
            "prescribed": said["prescribed"] == "yes",
            "began": said["began"].date if said["began"] else None,
            "remind": said["remind"],
            "note": said["note"],
        }


def _place(field: forms.BoundField) -> str:
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


def typed_of(regimen: Regimen) -> dict:
    """What the form of a regimen begins with."""
    return {
        "uid": regimen.uid,
        "food_id": regimen.food_id,
        "template": regimen.template,
        "portion": portion_value(regimen.portion),
        "amount": as_typed(regimen.amount),
        "prescribed": "yes" if regimen.prescribed else "no",
        "counts_from": regimen.counts_from,
        "began": regimen.began and _said(regimen.began),
        "remind": regimen.remind,
        "note": regimen.note,
    }


def portion_value(portion: Portion | None) -> str:
    return str(portion.pk) if portion else BASE_UNIT


def _said(day: dt.date) -> str:
    """As exactly as it was said: what was left open is the middle (forms.dates.when)."""
    if (day.day, day.month) == (1, 7):
        return in_words(When(day, Precision.YEAR))
    return in_words(When(day, Precision.MONTH if day.day == 15 else Precision.DAY))
