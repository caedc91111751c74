"""What may be asked of Today."""

from django import forms

from tracker.models.profile import CoverDays


class WindowForm(forms.Form):
    """How many days the cover looks back on; anything else means what the profile says."""

    days = forms.TypedChoiceField(choices=CoverDays.choices, coerce=int, required=False, empty_value=None)

    def window_days(self) -> int | None:
        return self.cleaned_data["days"] if self.is_valid() else None
