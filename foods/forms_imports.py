"""What a curator sends to bring a file in, and asks of the report of a run."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.importing.uploads import ImportUploads, size_words
from foods.models import Change

_LAST_PAGE = 100_000


class UploadForm(forms.Form):
    """A file with food data. `uploads` is the handler that took it from the request, and knows why it may have not."""

    uid = forms.UUIDField(required=False)
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=None,
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "invalid": gettext_lazy("The file did not arrive. Choose it again."),
            "empty": gettext_lazy("That file is empty. Choose another one."),
        },
    )
    try_first = forms.BooleanField(
        label=gettext_lazy("Try first: change nothing"),
        required=False,
        initial=True,
        help_text=gettext_lazy("You see what would be new, changed and refused, and can then do it for real."),
    )

    def __init__(self, *args: Any, uploads: ImportUploads | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _("Up to %s. Larger files come in by command, on the server.") % size_words(
            settings.IMPORT_MAX_BYTES
        )
        self.trouble = uploads.trouble if uploads else ""

    def add_error(self, field: str | None, error: Any) -> None:
        """Where the file was turned away on its way in, that is what to say, and not that there is none."""
        super().add_error(field, self._why_not() if field == "file" and self.trouble else error)

    def _why_not(self) -> str:
        if self.trouble == "full":
            return _(
                "There is no room for it on the server’s disk. Tell whoever runs it, or send a packed file (.zip)."
            )
        return _("It is larger than %s. Pack it (.zip, .gz), or bring it in by command on the server.") % size_words(
            settings.IMPORT_MAX_BYTES
        )


class RunForm(forms.Form):
    """Which differences of a run to show. A bad value never fails the page."""

    change = forms.ChoiceField(choices=Change.choices, required=False)
    page = forms.IntegerField(min_value=1, max_value=_LAST_PAGE, required=False)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked.dict())
        self.full_clean()

    @property
    def chosen(self) -> dict[str, Any]:
        return {"change": self.cleaned_data.get("change") or "", "page": self.cleaned_data.get("page") or 1}
