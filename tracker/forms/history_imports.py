"""What is sent about a history from another tracker: the file, what a name becomes, the press that brings it in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.importing.uploads import size_words
from foods.models import Food, Portion
from tracker.forms.once import OnceForm
from tracker.models import HistoryChoice


class HistoryFileForm(OnceForm):
    """`trouble`: why the file was turned away on its way in, as the handler of uploads says it."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Choose the file that the other tracker made."),
            "empty": gettext_lazy("The file is empty. Choose the one that the other tracker made."),
            "max_length": gettext_lazy("The name of the file is too long. Give it a shorter one."),
        },
    )

    def __init__(self, *args: Any, most: int, trouble: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self._most, self._trouble = most, trouble
        self.fields["uid"].widget = forms.HiddenInput()
        self.fields["file"].help_text = _(
            "As it came, packed or not, up to %s. You see what it would do before anything is logged."
        ) % size_words(most)

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, self._why_not() if field == "file" and self._trouble else error)

    def _why_not(self) -> str:
        if self._trouble == "full":
            return _("There is no room for it on the server’s disk. Tell whoever runs it.")
        return _("It is larger than %s. Export fewer years at a time.") % size_words(self._most)


class BringInForm(forms.Form):
    """The one press. `known_only`: what has no figure of B12 is left out. `table_first`: chosen foods say theirs."""

    known_only = forms.BooleanField(required=False)
    table_first = forms.BooleanField(required=False)


class LeaveForm(forms.Form):
    """Taking an import back; with `forget` its rows go, where it is not in the log."""

    forget = forms.BooleanField(required=False)


class NameFindForm(forms.Form):
    """What is looked for in the table of foods."""

    q = forms.CharField(required=False, max_length=100)

    @property
    def query(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "")


class NameForm(forms.Form):
    """What a name becomes: `what` is "own", "out" or the number of a food that this person may log."""

    what = forms.CharField(max_length=20, error_messages={"required": gettext_lazy("Choose one of these.")})
    portion = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, offered: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offered = offered

    def clean_what(self) -> tuple[str, Food | None]:
        said = self.cleaned_data["what"]
        if said in (HistoryChoice.OWN, HistoryChoice.OUT):
            return said, None
        if not (said.isascii() and said.isdigit() and len(said) < 19):
            raise forms.ValidationError(_("Choose one of these."), code="invalid")
        food = self._offered.prefetch_related("portions").filter(pk=int(said)).first()
        if food is None:
            raise forms.ValidationError(_("That food is not offered any more. Choose another."), code="gone")
        return HistoryChoice.FOOD, food

    @property
    def choice(self) -> str:
        return self.cleaned_data["what"][0]

    @property
    def food(self) -> Food | None:
        return self.cleaned_data["what"][1]

    def portion_of_food(self) -> Portion | None:
        """The portion that was chosen, if it is one of the food's; None for not known."""
        portions: Iterable[Portion] = self.food.portions.all() if self.food else ()
        said = self.cleaned_data.get("portion", "")
        return next((portion for portion in portions if str(portion.pk) == said), None)
