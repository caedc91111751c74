"""What is typed about the doses of a regimen: had, left out; how many there are; when it was stopped or reviewed."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.domain.amounts import Unreadable, parse_amount
from tracker.forms.dates import SENTENCES as DATES
from tracker.forms.fields import AmountField
from tracker.forms.log import DateInput, WhenForm
from tracker.forms.once import OnceForm
from tracker.models.sites import Site

MOST_BACK, MOST_AHEAD = 3 * 366, 2 * 366  # days that may be left out
MOST_STOCK = Decimal("99999.99")
SITES = [("", _("not said")), *Site.choices]
_STOCK = _("Type how many are left, like 12, or leave it empty.")


class DoseForm(OnceForm, WhenForm):
    """A dose that was had: now, or at another time that was. `sure`: it is no second entry of the same dose."""

    site = forms.ChoiceField(label=_("Where was it given?"), choices=SITES, required=False)
    batch = forms.CharField(
        label=_("Batch number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    sure = forms.BooleanField(required=False)

    def __init__(self, *args: Any, injected: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not injected:
            del self.fields["site"], self.fields["batch"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and self.moment() > self.now:
            self.add_error(
                "date" if cleaned.get("date") else "time", _("That is still to come. Log it once you had it.")
            )
        return cleaned

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was sent, to be sent once more with an answer."""
        return [(name, self.data[name]) for name in ("date", "time", "site", "batch", "next") if self.data.get(name)]

    @property
    def answers(self) -> dict:
        """For a form that is valid."""
        said = self.cleaned_data
        return {"site": said.get("site", ""), "batch": said.get("batch", "")}


class SkipForm(forms.Form):
    """A dose left out on purpose, by the day it was due; with `undo` it is open again."""

    due_on = forms.DateField()
    reason = forms.CharField(label=_("Why, if you want"), required=False, max_length=120)
    undo = forms.BooleanField(required=False)

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_due_on(self) -> dt.date:
        due_on = self.cleaned_data["due_on"]
        if not -MOST_BACK <= (due_on - self.today).days <= MOST_AHEAD:
            raise ValidationError(_("Choose a day that is due."))
        return due_on


class PastDayForm(forms.Form):
    """A day up to today; `on` where nothing was said is `usual`."""

    on = forms.DateField(required=False, widget=DateInput())

    def __init__(self, *args: Any, today: dt.date, usual: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.usual = today, usual

    def clean_on(self) -> dt.date:
        on = self.cleaned_data["on"] or self.usual
        if on > self.today:
            raise ValidationError(DATES["future"])
        if on.year < 1900:
            raise ValidationError(DATES["too_old"])
        return on


class StopForm(PastDayForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].label = _("Last day that it held")
        self.fields["on"].help_text = _("Empty: yesterday, so that nothing is due any more.")


class ReviewForm(PastDayForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].label = _("Reviewed with the practice on")
        self.fields["on"].help_text = _("Empty: today.")


class StockField(AmountField):
    """How many there are; 0 is an answer, and nothing typed is None."""

    sentences = dict.fromkeys(("not_a_number", "negative"), _STOCK)

    def read(self, text: str) -> Decimal:
        try:
            figure = parse_amount(text)
        except Unreadable as error:
            if error.code != "zero":
                raise
            figure = Decimal(0)
        if figure > MOST_STOCK:
            raise Unreadable("not_a_number")
        return figure.quantize(Decimal("0.01"))


class StockForm(forms.Form):
    stock = StockField(label=_("How many are left"), required=False)
