"""What is typed about whole days."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.domain.days import PartOfDay
from tracker.forms.log import OLDEST_YEARS, AmountForm, TimeInput, WhatField
from tracker.forms.once import OnceForm
from tracker.models.days import Mark

MOST_DAYS = 62


class MarkForm(forms.Form):
    """How far a day's log can be trusted; empty takes the mark back."""

    mark = forms.ChoiceField(choices=[("", ""), *Mark.choices], required=False)


class CopyForm(OnceForm):
    """Which part of a day is copied; empty is all of it."""

    part = forms.ChoiceField(choices=[("", ""), *((part.value, part.value) for part in PartOfDay)], required=False)


class SpanForm(forms.Form):
    """The days that are offered for filling in; both ends included."""

    first = forms.DateField(label=gettext_lazy("From"), required=False)
    last = forms.DateField(label=gettext_lazy("To"), required=False)
    pick = forms.ChoiceField(choices=[("", ""), ("untracked", ""), ("all", "")], required=False)

    def span(self, *, today: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day: two weeks up to yesterday, unless something sensible was asked for. Never the future."""
        data = self.cleaned_data if self.is_valid() else {}
        oldest = today - dt.timedelta(days=366 * OLDEST_YEARS)
        last = min(max(data.get("last") or today - dt.timedelta(days=1), oldest), today)
        first = min(max(data.get("first") or last - dt.timedelta(days=13), oldest), today)
        first, last = sorted((first, last))
        return max(first, last - dt.timedelta(days=MOST_DAYS - 1)), last


class FillForm(OnceForm, AmountForm):
    """One usual on several days, at one time of day."""

    what = WhatField(error_messages={"required": gettext_lazy("Choose what you had.")})
    days = forms.TypedMultipleChoiceField(
        coerce=dt.date.fromisoformat, error_messages={"required": gettext_lazy("Choose at least one day.")}
    )
    time = forms.TimeField(label=gettext_lazy("Time"), required=False, widget=TimeInput())

    def __init__(self, *args, offered: list[dt.date], **options) -> None:
        super().__init__(*args, **options)
        self.fields["days"].choices = [(day.isoformat(), day.isoformat()) for day in offered]
        self.fields["days"].error_messages["invalid_choice"] = _("One of these days is not offered. Choose again.")

    def clean(self) -> dict:
        if self.cleaned_data.get("what"):
            self.read_what()
            self.food = self.visible_food(self.cleaned_data.get("food_id"))
        return super().clean()
