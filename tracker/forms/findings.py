"""Setting a finding aside: until a day, perhaps because it was talked over with a doctor."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.forms.log import DateInput

USUAL_DAYS = 28
OLDEST_TALK_DAYS = 366
NO_DATE = gettext_lazy("Choose a day from the calendar, or type it like 2026-03-14.")


class AsideForm(forms.Form):
    """`most_days`: how long a finding of its level may be set aside."""

    until = forms.DateField(
        label=gettext_lazy("Set it aside until"),
        widget=DateInput(),
        error_messages={"required": gettext_lazy("Choose the day it should come back."), "invalid": NO_DATE},
    )
    discussed_on = forms.DateField(
        label=gettext_lazy("Discussed with my doctor on"),
        required=False,
        widget=DateInput(),
        error_messages={"invalid": NO_DATE},
    )

    def __init__(self, *args: Any, today: dt.date, most_days: int, **options: Any) -> None:
        self.today, self.last = today, today + dt.timedelta(days=most_days)
        first = {"until": today + dt.timedelta(days=min(USUAL_DAYS, most_days))}
        super().__init__(*args, initial=first, **options)
        self.fields["until"].help_text = _("Up to %(day)s. It comes back sooner if what it rests on changes.") % {
            "day": date_format(self.last, "j F Y")
        }
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": self.last.isoformat()}
        self.fields["discussed_on"].widget.attrs["max"] = today.isoformat()

    def clean_until(self) -> dt.date:
        until = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_("That day has gone by. Choose today or a later one."), code="past")
        if until > self.last:
            sentence = _("That is too long for this finding. Choose a day up to %(day)s.")
            raise forms.ValidationError(sentence, code="long", params={"day": date_format(self.last, "j F Y")})
        return until

    def clean_discussed_on(self) -> dt.date | None:
        on = self.cleaned_data["discussed_on"]
        if on and on > self.today:
            raise forms.ValidationError(_("That day is still to come. Choose today or an earlier one."), code="future")
        if on and on < self.today - dt.timedelta(days=OLDEST_TALK_DAYS):
            raise forms.ValidationError(_("That is more than a year ago. Leave it empty."), code="old")
        return on
