"""Forms of the account pages that allauth does not give."""

import datetime as dt
import zoneinfo
from functools import cache
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User, validate_time_zone

AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class BrowserZone(forms.Form):
    """The time zone as the browser tells it: nobody typed it, so a bad one is no error but no answer."""

    time_zone = forms.Field(required=False, widget=forms.HiddenInput)

    def clean_time_zone(self) -> str:
        name = (self.cleaned_data["time_zone"] or "")[:64]
        try:
            validate_time_zone(name)
        except ValidationError:
            return ""
        return name


class SignupForm(BrowserZone):
    """What allauth's sign-up form carries on top (ACCOUNT_SIGNUP_FORM_CLASS)."""

    def signup(self, request: HttpRequest, user: User) -> None:
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["time_zone"])


class DaysForm(forms.ModelForm):
    """When a person's days begin: the clock they live by and the hour a new day starts."""

    day_start = forms.TypedChoiceField(label=_("A new day starts at"), coerce=dt.time.fromisoformat)

    class Meta:
        model = User
        fields = ["time_zone", "day_start"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            choices=zone_choices(person.time_zone),
            initial=person.time_zone,
            help_text=_("Decides when today ends."),
            error_messages={"invalid_choice": _("Choose a time zone from the list.")},
        )
        start = self.fields["day_start"]
        hours = {dt.time(hour) for hour in range(13)} | {person.day_start}
        start.choices = [(f"{hour:%H:%M}", f"{hour:%H:%M}") for hour in sorted(hours)]
        start.help_text = _("What you eat before counts for the day before. Midnight suits most people.")
        self.initial["day_start"] = f"{person.day_start:%H:%M}"


def zone_choices(present: str = "") -> list:
    """The zones of the world by area, as a select shows them; also the present one if it has an older name."""
    groups = _zones_by_area()
    choices = [] if present else [("", _("Not set: UTC"))]
    if present and all(present != name for _area, names in groups for name, _city in names):
        choices.append((present, present.replace("_", " ")))
    return [*choices, *groups]


@cache
def _zones_by_area() -> list[tuple[str, list[tuple[str, str]]]]:
    names = sorted(name for name in zoneinfo.available_timezones() if name.split("/")[0] in AREAS)
    return [
        (area, [(name, name.partition("/")[2].replace("_", " ").replace("/", ", ")) for name in group])
        for area, group in groupby(names, key=lambda name: name.split("/")[0])
    ]
