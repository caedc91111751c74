"""What is said of a new key for programs."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken
from accounts.models.tokens import Scope
from accounts.tokens import DAYS

_SCOPES = [
    (Scope.WRITE.value, _("Log only: it can add entries and take out entries, and sees nothing else")),
    (Scope.READ.value, _("Read only: it sees foods, entries, Today, Status and what is due, and changes nothing")),
    (Scope.BOTH.value, _("Both")),
]
_LASTS = {30: _("30 days"), 90: _("90 days"), 365: _("a year")}


class TokenForm(forms.Form):
    """A name to tell it by, what it may do, and how long."""

    uid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What is it for?"),
        help_text=_("So that you know it again, like “Tablet button on my phone”."),
        max_length=ApiToken._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give it a name, so that you know it again.")},
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        choices=_SCOPES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long does it last?"),
        choices=[(days, _LASTS[days]) for days in DAYS],
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long it lasts.")},
    )

    @property
    def token_uid(self) -> uuid.UUID:
        """What the form was given; a fresh one where nothing readable came back."""
        return self.cleaned_data.get("uid") or uuid.uuid4()
