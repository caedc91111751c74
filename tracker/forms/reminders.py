"""Whether, when and how plainly a person wants to be reminded; and which calendar feed is to give way to a new one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.models import Reminders

HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(24)]


class RemindersForm(forms.Form):
    """`answers` are columns of `Reminders`."""

    by_mail = forms.BooleanField(
        label=_("Send me an e-mail on days when something is due"),
        required=False,
        help_text=_("One a day at most, none once it is done. Each has a link that ends them."),
    )
    hour = forms.ChoiceField(
        label=_("From what time of day?"),
        choices=HOURS,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose an hour from the list.")),
    )
    names = forms.BooleanField(
        label=_("Say by name what is due"),
        required=False,
        help_text=_("In mails and in the calendar, which others may see. Without it they say only that something is."),
    )

    @property
    def answers(self) -> dict:
        """For a form that is valid."""
        said = self.cleaned_data
        return {"by_mail": said["by_mail"], "hour": int(said["hour"]), "names": said["names"]}


class FeedForm(forms.Form):
    """`instead`: the id of the feed that stood on the page when a new address was asked for; None for the first."""

    instead = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    @property
    def given_up(self) -> int | None:
        """What cannot be read names no feed."""
        return self.cleaned_data["instead"] if self.is_valid() else None


def typed_of(reminders: Reminders) -> dict:
    """What the form begins with."""
    return {"by_mail": reminders.by_mail, "hour": str(reminders.hour), "names": reminders.names}
