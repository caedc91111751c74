"""What is asked of the page of injections, and what is noted of a past one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.models.sites import Site

_SITES = [("", _("not said")), *Site.choices]
_MOST = 2**31 - 1


class ShownForm(forms.Form):
    """What an address may say: a tracked symptom by its id, a page of the list."""

    symptom = forms.IntegerField(required=False, min_value=1, max_value=_MOST)
    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)

    def said(self, name: str) -> int | None:
        """None where it was not said or made no sense."""
        self.is_valid()
        return self.cleaned_data.get(name)


class InjectionForm(forms.Form):
    """Where it was given, of which batch, and a note; all of it may be empty. `cleaned_data` are columns of `Dose`."""

    site = forms.ChoiceField(label=_("Where was it given?"), choices=_SITES, required=False)
    batch = forms.CharField(
        label=_("Batch number"),
        required=False,
        max_length=40,
        help_text=_("It stands on the ampoule or its box, often after LOT."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    note = forms.CharField(
        label=_("Note for yourself"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.says_optional = False  # the page says so once
