"""Forms that make something, once however often they arrive."""

import uuid

from django import forms


class OnceForm(forms.Form):
    """Carries the uid that its page was given: what is made gets a uid that follows from it."""

    uid = forms.UUIDField(required=False)

    @property
    def form_uid(self) -> uuid.UUID:
        """The uid that was sent; a fresh one where none was, or none that can be read."""
        self.is_valid()
        return self.cleaned_data.get("uid") or uuid.uuid4()
