"""What Status is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

DEFAULT_PERIOD = "30"
PERIODS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("365 days")), ("all", _("All"))]


class PeriodForm(forms.Form):
    """The days to look back on; anything else means a month."""

    period = forms.ChoiceField(choices=PERIODS, required=False)

    def period_asked(self) -> str:
        return (self.is_valid() and self.cleaned_data["period"]) or DEFAULT_PERIOD
