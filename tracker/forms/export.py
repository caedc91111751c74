"""An export that somebody brings back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.importing.uploads import size_words
from tracker.forms.once import OnceForm


class BringBackForm(OnceForm):
    """`trouble`: why the file was turned away on its way in, as `ExportUploads` says it."""

    file = forms.FileField(
        label=gettext_lazy("The export"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Choose the zip that Cobalog made."),
            "empty": gettext_lazy("The file is empty. Choose the zip that Cobalog made."),
            "max_length": gettext_lazy("The name of the file is too long. Give it a shorter one."),
        },
    )

    def __init__(self, *args: Any, most: int, trouble: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self._most, self._trouble = most, trouble
        self.fields["uid"].widget = forms.HiddenInput()
        self.fields["file"].help_text = _(
            "The zip, or the cobalog.json in it. Up to %s. You see what it would do before anything is kept."
        ) % size_words(most)

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, self._why_not() if field == "file" and self._trouble else error)

    def _why_not(self) -> str:
        if self._trouble == "full":
            return _("There is no room for it on the server’s disk. Tell whoever runs it.")
        return _("It is larger than %s. Send the zip, not what is in it.") % size_words(self._most)
