"""What a curator asks of the queue and gives in deciding."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foods import typed
from foods.forms import focus_on_error
from foods.forms_proposals import SENTENCES, TypedField
from foods.forms_whole import WholeRowForm
from foods.models import ConcernKind, Curator, Food

_LAST_PAGE = 100_000  # further pages are a slip, and slow to count to


class PlaceForm(forms.Form):
    """Where in the queue to stand. A bad value never fails the page: it falls back to the first page of all."""

    kind = forms.ChoiceField(choices=ConcernKind.choices, required=False)
    page = forms.IntegerField(min_value=1, max_value=_LAST_PAGE, required=False)
    at = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    side = forms.BooleanField(required=False)

    def __init__(self, asked: QueryDict, *, kind: str = "") -> None:
        super().__init__({**asked.dict(), **({"kind": kind} if kind else {})})
        self.full_clean()

    @property
    def chosen(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "kind": given.get("kind") or "",
            "page": given.get("page") or 1,
            "at": given.get("at"),
            "side": bool(given.get("side")),
        }


class Show(TextChoices):
    CHANGES = "changes", _("Changes by people")
    IMPORTS = "imports", _("Changes by imports")
    DECISIONS = "decisions", _("Decisions")


class HistoryForm(forms.Form):
    """Which part of the history to show."""

    show = forms.ChoiceField(choices=Show.choices, required=False)
    food = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    page = forms.IntegerField(min_value=1, max_value=_LAST_PAGE, required=False)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked.dict())
        self.full_clean()

    @property
    def chosen(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "show": given.get("show") or Show.CHANGES,
            "food": given.get("food"),
            "page": given.get("page") or 1,
        }


class ReasonForm(forms.Form):
    """Why. `needed` where somebody is told."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        error_messages={
            "required": _("Say why in a few words: whoever proposed it reads this."),
            "max_length": _("Keep the reason under %(limit_value)d characters; this has %(show_value)d."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, needed: bool, field_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=field_id)
        self.fields["reason"].required = needed


class KeepForm(forms.Form):
    """Which of two foods stays."""

    keep = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose which of the two stays."),
            "invalid_choice": _("Choose one of these two foods."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, foods: list[Food]) -> None:
        super().__init__(data)
        self.fields["keep"].choices = [(food.pk, str(food)) for food in foods]  # type: ignore[attr-defined]


def plain(figure: Any) -> Any:
    """A figure without the zeros that the column adds to it."""
    try:
        number = Decimal(str(figure))
    except InvalidOperation:
        return figure
    return f"{number.normalize():f}" if number.is_finite() else figure


class FoodForm(WholeRowForm):
    """Every field of a food that a curator may set, checked against every constraint before the database does.

    `seen` says which state of the food the page showed: what somebody else changed since is not written over unseen.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Food
        fields = (
            "name", "brand", "market", "category", "diet",
            "basis", "b12_ug", "b12_unknown", "b12_added_ug", "low_ug", "high_ug", "range_note",
            "origin", "form", "route", "reliability", "grade",
            "source", "source_ref", "figure_date", "gtin", "note",
        )  # fmt: skip
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        food: Food = self.instance
        self._stood = {name: food._meta.get_field(name).value_from_object(food) for name in self.Meta.fields}
        self._version = food.updated_at.isoformat() if food.pk else ""
        self.initial["seen"] = self._version
        for name, field in self.fields.items():
            field.says_optional = False  # type: ignore[attr-defined]  # nearly all of them are
            if isinstance(field, forms.DecimalField):  # people type “1,25” and copy “0.5 mg”
                self.fields[name] = TypedField(typed.read_ug, SENTENCES, label=field.label, help_text=field.help_text)
                self.initial[name] = plain(self.initial.get(name))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self._version and given.get("seen") != self._version:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._version
            raise ValidationError(
                _("Somebody changed this food since you opened the page. Compare with what is there now, then save.")
            )
        return given

    def _post_clean(self) -> None:
        super()._post_clean()
        focus_on_error(self)

    @property
    def changes(self) -> dict[str, Any]:
        """What is other than it stood there; for a new food all that was given."""
        given = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if not self.instance.pk:
            return {name: value for name, value in given.items() if value not in (None, "")}
        return {name: value for name, value in given.items() if getattr(value, "pk", value) != self._stood[name]}


class DigestForm(forms.ModelForm):
    class Meta:
        model = Curator
        fields = ("digest",)
