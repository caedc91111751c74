"""A blood sample with what was measured in it: up to ten rows, the units of last time already chosen."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.domain.blood import MARKERS
from tracker.domain.risks.facts import Precision, When
from tracker.forms.blood_rows import Choice, RowForm, choices_of, row_typed
from tracker.forms.dates import SaidDateField
from tracker.models import Measured, Profile, Sample
from tracker.models.profile import Guideline

ROWS, MOST_ROWS = 4, 10
FIRST_MARKERS = ("b12", "active_b12", "mma", "homocysteine")


class SampleForm(forms.Form):
    """`units` by marker: in which unit it was measured last; `rows` begin with what was measured last."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    taken_on = SaidDateField(
        label=_("Blood drawn on"),
        help_text=_("The day of the sample, like 2 March 2026. What you took in the weeks before bears on it."),
    )
    lab = forms.CharField(label=_("Laboratory"), required=False, max_length=80)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    microbiological = forms.BooleanField(
        label=_("The laboratory says that it tested B12 with a microbiological assay"), required=False
    )

    def __init__(
        self,
        *args: Any,
        today: dt.date,
        units: Mapping[str, str],
        first: Iterable[str] = FIRST_MARKERS,
        measured: Sequence[Measured] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["taken_on"].today = today
        for field in self.fields.values():
            field.says_optional = False
        self.choices = choices_of(units)
        begun = [*map(row_typed, measured), *self._begun(units, first, {one.marker for one in measured})]
        self.rows = [
            RowForm(self.data if self.is_bound else None, prefix=f"r{n}", initial=begun[n]) for n in range(MOST_ROWS)
        ]

    @staticmethod
    def _begun(units: Mapping[str, str], first: Iterable[str], there: set[str]) -> list[dict]:
        """What the rows that are still to be filled begin with: a marker in its unit, without a value."""
        order = [one for one in dict.fromkeys((*first, *MARKERS)) if one not in there]
        begun = [{"what": Choice(one, units[one]).key} for one in order]
        return [*begun, *([{}] * MOST_ROWS)]

    @property
    def shown_rows(self) -> list[RowForm]:
        return self.rows[: self._shown]

    @property
    def more_rows(self) -> list[RowForm]:
        return self.rows[self._shown :]

    @property
    def _shown(self) -> int:
        """Those with something in them, and four at least."""
        filled = [n for n, row in enumerate(self.rows, start=1) if not row.is_empty]
        return max(ROWS, *filled, 0) if filled else ROWS

    def clean_taken_on(self) -> dt.date:
        said: When = self.cleaned_data["taken_on"]
        if said.precision != Precision.DAY:
            raise forms.ValidationError(_("Type the day as well, like 2 March 2026. It stands on the paper."))
        return said.date

    def clean_uid(self) -> uuid.UUID:
        return self.cleaned_data["uid"] or uuid.uuid4()

    def clean(self) -> dict:
        cleaned = super().clean()
        for row in self.rows:
            row.full_clean()
        seen: set[str] = set()
        for row in self.rows:
            answer = row.answer
            if answer and answer.marker in seen:
                row.add_error("what", _("This stands in a row above already. Choose another, or clear its value."))
            elif answer:
                seen.add(answer.marker)
                row.ask()
        if all(row.is_empty for row in self.rows):
            self.rows[0].add_error("value", _("Type at least one value."))
        if any(row.errors for row in self.rows):
            raise forms.ValidationError(_("Look at the rows that are marked."), code="rows")
        return cleaned

    @property
    def asks(self) -> bool:
        """Whether nothing is wrong but what is asked back."""
        wrong = [row for row in self.rows if row.errors]
        return bool(wrong) and all(row.asked for row in wrong) and set(self.errors) <= {NON_FIELD_ERRORS}

    @property
    def answers(self) -> dict:
        """The columns, and `values`. For a form that is valid."""
        said = {name: self.cleaned_data[name] for name in ("taken_on", "lab", "note", "microbiological")}
        return said | {"values": [row.answer for row in self.rows if row.answer]}


def typed_of(sample: Sample) -> dict:
    """What the form of a sample begins with."""
    return {
        "uid": sample.uid,
        "taken_on": When(sample.taken_on),
        "lab": sample.lab,
        "note": sample.note,
        "microbiological": sample.microbiological,
    }


class BandsForm(forms.Form):
    """By whose bands tests are read, and what shifts them. `answers` are columns of `Profile`."""

    guideline = forms.ChoiceField(
        label=_("Whose ranges should stand first?"),
        choices=[("", _("Those of your country")), *Guideline.choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )
    black_ethnicity = forms.TypedChoiceField(
        label=_("Are you Black, or is a part of your family?"),
        help_text=_(
            "You need not say. Total B12 tends to be higher in Black people, so a number that looks usual may hide a "
            "lack (NICE). With signs of one, we then say so. It is used for nothing else."
        ),
        choices=[("", _("I would rather not say")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose yes or no, or leave it open.")},
    )

    def __init__(self, *args: Any, profile: Profile, **options: Any) -> None:
        said = {True: "yes", False: "no", None: ""}[profile.black_ethnicity]
        super().__init__(*args, initial={"guideline": profile.guideline, "black_ethnicity": said}, **options)

    @property
    def markup(self) -> SafeString:
        """The fields. With nothing typed they are the same for everybody who has said the same."""
        if self.is_bound:
            return self.render()
        return _bands_markup(self.initial["guideline"], self.initial["black_ethnicity"], get_language())

    @property
    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("guideline", "black_ethnicity")}


@lru_cache(maxsize=64)
def _bands_markup(guideline: str, black_ethnicity: str, language: str | None) -> SafeString:
    said = {"yes": True, "no": False}.get(black_ethnicity)
    return BandsForm(profile=Profile(guideline=guideline, black_ethnicity=said)).render()
