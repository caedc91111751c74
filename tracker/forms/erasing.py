"""The tick before an account is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, erase my account and everything in it. I know that nobody can bring it back."),
        error_messages={"required": _("Tick this first: what is erased cannot be brought back.")},
    )


class PageForm(forms.Form):
    """The page of a list; whatever is no page is the first one."""

    page = forms.IntegerField(min_value=1, max_value=10_000, required=False)

    @property
    def number(self) -> int:
        return (self.cleaned_data.get("page") if self.is_valid() else None) or 1
