"""One row of a blood sample: a marker in its unit, its value and the laboratory's own range."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.domain.bands import UNITS, clean
from tracker.domain.blood import (
    LONGEST,
    MARKERS,
    Doubt,
    Range,
    Typed,
    Unreadable,
    Value,
    doubt,
    in_other_unit,
    parse_range,
    parse_value,
    shown,
)
from tracker.forms.health import as_typed
from tracker.models import Measured
from tracker.models.markers import MARKER_NAMES, unit_shown

SENTENCES: Mapping[str, Promise] = {
    "not_a_number": _("“%(typed)s” is not a number we can read. Type it as it is printed, like 268 or <150."),
    "negative": _("A blood test is never below 0. Type the number without the minus."),
    "too_long": _("Type at most eight figures before the point and four behind it."),
    "at_most": _("Type < or > in front, like <150."),
    "not_a_range": _("“%(typed)s” is not a range we can read. Type it like 197-771, <0.28 or >59."),
    "backwards": _("The range ends below its start. Type the lower number first."),
}


class Choice(NamedTuple):
    """A marker in one of its units."""

    marker: str
    unit: str

    @property
    def key(self) -> str:
        return f"{self.marker}|{self.unit}"


def read_choice(key: str) -> Choice | None:
    marker, _bar, unit = key.partition("|")
    return Choice(marker, unit) if marker in MARKERS and unit in UNITS[marker] else None


class Asked(NamedTuple):
    """A question about one row: what is typed, and how it would read in another unit (both "" where in none)."""

    name: str
    as_typed: str
    beside: str
    instead: str
    doubt: Doubt
    range: str
    unit: str


class PrintedField(forms.CharField):
    """Text as a laboratory prints it, read by `parse_value` or `parse_range`; None where nothing was typed."""

    def __init__(self, *, read: Any, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.parse = read

    def clean(self, value: object) -> Typed | Range | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.parse(text)
        except Unreadable as error:
            sentence = SENTENCES[error.code]
            raise forms.ValidationError(sentence, code=error.code, params={"typed": text[:LONGEST]}) from None


class UnitField(forms.ChoiceField):
    """The key of a `Choice`."""

    def valid_value(self, value: str) -> bool:
        return read_choice(value) is not None


class RowForm(forms.Form):
    """One marker. A row without a number and a range is left out.

    `signature`: what a tick confirms where something is in doubt, this and nothing that is typed after it; `sure` is
    what was confirmed, and `asked` the question that is open.
    """

    what = UnitField(
        label=_("Test and unit"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what was measured, with its unit.")),
    )
    value = PrintedField(label=_("Value"), read=parse_value)
    own = PrintedField(label=_("Lab’s own range"), read=parse_range)
    sure = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked: Asked | None = None
        self.signature = ""

    def typed(self, name: str) -> str:
        """What stands in a field."""
        return (self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)) or ""

    @property
    def is_empty(self) -> bool:
        return not any(self.typed(name).strip() for name in ("value", "own"))

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_empty:
            self._errors.clear()

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.is_empty and "value" not in self.errors and cleaned.get("value") is None:
            self.add_error("value", _("Type the value too, or clear the range."))
        return cleaned

    @property
    def answer(self) -> Value | None:
        """None for an empty row, or one that is not valid."""
        said = self.cleaned_data
        choice = read_choice(said.get("what", ""))
        typed, own = said.get("value"), said.get("own") or Range(None, None)
        if self.is_empty or self.errors or choice is None or typed is None:
            return None
        return Value(choice.marker, typed.comparator, typed.value, choice.unit, own.low, own.high)

    def ask(self) -> None:
        """Ask back where it looks like another unit, unless just this was confirmed."""
        answer = self.answer
        found = answer and doubt(answer)
        if not found:
            return
        self.signature = "|".join("" if part is None else f"{part}" for part in answer)
        if self.cleaned_data["sure"] != self.signature:
            self.asked = _asked(answer, found)
            self.add_error("value", _("Look at this once more."))


def _asked(value: Value, found: Doubt) -> Asked:
    beside = in_other_unit(value.marker, value.value, value.unit)
    figure = f"{value.comparator}{shown(value.value)}\u00a0"
    return Asked(
        name=str(MARKER_NAMES[value.marker]),
        as_typed=figure + unit_shown(value.unit),
        beside=f"{value.comparator}{beside[0]}\u00a0{beside[1]}" if beside[0] else "",
        instead=figure + unit_shown(found.unit) if found.unit else "",
        doubt=found,
        range=range_typed(value.low, value.high),
        unit=unit_shown(value.unit),
    )


def choices_of(units: Mapping[str, str]) -> tuple[tuple, ...]:
    """Every marker with its units in a group, the one of last time first."""
    return _choices(tuple(units[marker] for marker in MARKERS), get_language())


@lru_cache(maxsize=64)
def _choices(first: tuple[str, ...], language: str | None) -> tuple[tuple, ...]:
    """`first` by the order of `MARKERS`."""
    return tuple(
        (
            str(MARKER_NAMES[marker]),
            tuple(
                (Choice(marker, unit).key, f"{MARKER_NAMES[marker]}, {unit_shown(unit)}")
                for unit in sorted(UNITS[marker], key=lambda one: one != usual)
            ),
        )
        for marker, usual in zip(MARKERS, first, strict=True)
    )


def row_typed(measured: Measured) -> dict:
    """What the row of a value begins with."""
    return {
        "what": Choice(measured.marker, clean(measured.unit)).key,
        "value": f"{measured.comparator}{as_typed(measured.value)}",
        "own": range_typed(measured.low, measured.high),
    }


def range_typed(low: object, high: object) -> str:
    """A range as one would type it: “197-771”, “<0.28”, “>59”."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"<{as_typed(high)}"
    return f">{as_typed(low)}" if high is None else f"{as_typed(low)}-{as_typed(high)}"
