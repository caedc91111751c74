"""One use of nitrous oxide: one that is planned lies ahead, the others do not."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.forms.dates import SaidDateField, first_day, last_day
from tracker.models.health import GasKind

KINDS = (
    (GasKind.RECREATIONAL.value, _("For fun: balloons, whippets")),
    (GasKind.MEDICAL.value, _("Given for an operation, at the dentist’s or at a birth")),
    (GasKind.PLANNED.value, _("Planned for an operation or at the dentist’s")),
)


class GasForm(forms.Form):
    """`answers` are columns of `GasUse`."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What was it?"), choices=KINDS, widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the three.")),
    )  # fmt: skip
    on = SaidDateField(
        label=_("When?"),
        required=False,
        future=True,
        help_text=_("The day if you know it, like 14 March 2026, or the month. Empty if you forgot."),
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = self.fields["on"].today = today
        self.fields["on"].says_optional = False  # the page says so

    def clean_uid(self) -> uuid.UUID:
        return self.cleaned_data["uid"] or uuid.uuid4()

    def clean(self) -> dict:
        cleaned = super().clean()
        on, planned = cleaned.get("on"), cleaned.get("kind") == GasKind.PLANNED
        if on and planned and last_day(on) < self.today:
            self.add_error("on", _("That day has gone by. Choose another, or say that it was given."))
        elif on and not planned and cleaned.get("kind") and first_day(on) > self.today:
            self.add_error("on", _("That is still to come. Choose another day, or say that it is planned."))
        return cleaned

    @property
    def answers(self) -> dict:
        """The columns, without the uid. Of a month the middle stands for the day, as far as it can be meant.

        For a form that is valid.
        """
        on = self.cleaned_data["on"]
        planned = self.cleaned_data["kind"] == GasKind.PLANNED
        date = on and (max(on.date, self.today) if planned else min(on.date, self.today))
        return {"kind": self.cleaned_data["kind"], "on": date}
