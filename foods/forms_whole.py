"""Forms that show some fields of a row and are held to the constraints of all."""

from django import forms
from django.core.exceptions import ValidationError


class WholeRowForm(forms.ModelForm):
    """Checks every constraint before the database does, those too that name a field which the form does not show.

    Django leaves these out: of a food for instance whatever has to do with its owner and state.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as refused:
            self.add_error(None, ValidationError(refused.messages))
