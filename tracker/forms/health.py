"""What the forms about medicines and conditions share: a name that is found, a row of a table, dates as columns."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.domain.risks.facts import Precision, When
from tracker.forms.dates import SaidDateField
from tracker.forms.fields import AmountField

LONGEST_NAME, LONGEST_KEY = 80, 40


class FindForm(forms.Form):
    """What is typed to find a medicine or condition. Posted, because an address must not tell it."""

    q = forms.CharField(required=False, max_length=LONGEST_NAME)

    def query(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class Picked(NamedTuple):
    """A row of a table, or no key and a name as typed."""

    key: str
    name: str


class PickForm(forms.Form):
    """What was pressed among the matches, “key|name”."""

    pick = forms.CharField(max_length=LONGEST_KEY + 1 + LONGEST_NAME)

    @property
    def picked(self) -> Picked:
        """For a form that is valid."""
        key, _bar, name = self.cleaned_data["pick"].partition("|")
        return Picked(key, name[:LONGEST_NAME])


class LimitedField(AmountField):
    """A positive figure up to `most`, None where nothing was typed; one sentence says whatever is wrong with it."""

    def __init__(self, *, most: int, sentence: Any, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.most, self.sentence = most, sentence
        self.sentences = dict.fromkeys(("not_a_number", "negative", "zero"), sentence)

    def clean(self, value: object) -> Decimal | None:
        figure = super().clean(value)
        if figure is not None and figure > self.most:
            raise forms.ValidationError(self.sentence, code="range")
        return figure


class HealthForm(forms.Form):
    """A uid, a row of the table `keys` (or none), a name. `today` is the person's."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY)
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Type what it is called.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    keys: frozenset[str] = frozenset()

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        for field in self.fields.values():
            field.says_optional = False  # the page says so once, for all of them
            if isinstance(field, SaidDateField):
                field.today = today
        if self.chosen.key:
            self.fields["name"].widget = forms.HiddenInput()

    @property
    def chosen(self) -> Picked:
        """What it is about, as sent or as it began. A key that no row has is none, nor is a name with a NUL."""
        key, name = self["key"].value() or "", self["name"].value() or ""
        return Picked(key if key in self.keys else "", "" if "\x00" in name else name)

    @property
    def form_uid(self) -> uuid.UUID | None:
        """The uid that was sent; None where none was, or none that can be read."""
        try:
            return self.fields["uid"].clean(self["uid"].value())
        except forms.ValidationError:
            return None

    def clean_key(self) -> str:
        return self.chosen.key

    def clean_uid(self) -> uuid.UUID:
        return self.cleaned_data["uid"] or uuid.uuid4()


def as_columns(name: str, said: When | None) -> dict:
    """A date as it was said, as the two columns that hold it."""
    return {name: said and said.date, f"{name}_precision": (said.precision if said else Precision.MONTH).value}


def as_typed(figure: Decimal | None) -> str:
    """As somebody would type it: no zeros at the end."""
    return "" if figure is None else f"{figure.normalize():f}"
