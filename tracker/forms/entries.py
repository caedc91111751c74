"""What is posted about one entry that is there."""

import datetime as dt
from decimal import Decimal

from django import forms

from foods.models import Portion
from tracker.domain.plausible import refusal
from tracker.forms.fields import AmountField
from tracker.forms.log import REFUSALS, AmountForm
from tracker.models.entries import LOST, Entry


class ChangeForm(AmountForm):
    """Another amount or time for an entry that is there. What is left empty stays as it is."""

    def __init__(self, *args, entry: Entry, **options) -> None:
        super().__init__(*args, **options)
        self.entry, self.food = entry, entry.food

    def portions(self) -> dict[str, Portion]:
        lost = self.entry.lost_portion
        return super().portions() | ({LOST: lost} if lost else {})

    def moment(self) -> dt.datetime | None:
        """The moment that was meant; None for the one it has, to the second and on either side of a clock change."""
        entry = self.entry
        date, time = self.cleaned_data.get("date") or entry.local_date, self.cleaned_data.get("time")
        time = time or entry.local_time
        if (date, time) == (entry.local_date, entry.local_time):
            return None
        self.cleaned_data |= {"date": date, "time": time}
        return super().moment()


class AmountOnlyForm(forms.Form):
    """The buttons for a little less and a little more."""

    amount = AmountField()

    def __init__(self, *args, entry: Entry, **options) -> None:
        super().__init__(*args, **options)
        self.entry = entry

    def clean_amount(self) -> Decimal:
        amount, times = self.cleaned_data["amount"], self.cleaned_data["amount"] / self.entry.amount
        quantity, ug = self.entry.quantity * times, self.entry.swallowed_ug
        refused = refusal(
            amount=amount, quantity=quantity.quantize(Decimal("0.001")), ug=None if ug is None else ug * times
        )
        if refused:
            raise forms.ValidationError(REFUSALS[refused], code=refused)
        return amount
