"""A symptom check, the choice of symptoms, and what is said of one as a whole.

What is left empty in a check is not scored: missing is never 0.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.domain.amounts import Unreadable, parse_ug
from tracker.domain.journal import CHOOSABLE, COURSED, FALL_ANSWERS, PLACES, is_placed, scored_as
from tracker.domain.risks.red_flags import EMERGENCY, SELF_HARM, THIS_WEEK
from tracker.domain.symptoms import Symptom
from tracker.forms.dates import SaidDateField
from tracker.forms.fields import UgField
from tracker.forms.health import as_columns
from tracker.forms.log import DateInput
from tracker.models import TrackedSymptom
from tracker.models.health import said_when
from tracker.models.journal import Course

OLDEST = dt.date(1900, 1, 1)
LONGEST_NOTE = 300
MOST_COUNTED, MOST_KG = 99, 200
SPANS = ("weeks", "months", "years")
_FROM_0_TO_10 = [(str(n), str(n)) for n in range(11)]
_YES_OR_NO = [("1", _("yes")), ("0", _("no"))]
_COURSES = [(value, label) for value, label in Course.choices if value]
_TICKS = [(key, key) for key in (*EMERGENCY, *THIS_WEEK, SELF_HARM)]
_FALLS = [(key, key) for key in FALL_ANSWERS]
_CHOOSE_ONE = _("Choose one of these.")


class NumberField(UgField):
    """A count or kg: 0 and more, up to `most`; None where nothing was typed. `whole`: no decimals."""

    def __init__(self, *, most: int, whole: bool, sentence: Any) -> None:
        super().__init__(required=False, attrs={"inputmode": "numeric" if whole else "decimal"})
        self.most, self.whole = most, whole
        self.sentences = dict.fromkeys(("not_a_number", "negative"), sentence)

    def read(self, text: str) -> Decimal:
        figure = parse_ug(text).quantize(Decimal("0.1"))
        if figure > self.most or (self.whole and figure % 1):
            raise Unreadable("not_a_number")
        return figure


def _score_field(symptom: Symptom) -> forms.Field:
    kind = scored_as(symptom)
    if kind == "count":
        return NumberField(most=MOST_COUNTED, whole=True, sentence=_("Type how many, like 0 or 2, or leave it empty."))
    if kind == "kg":
        return NumberField(most=MOST_KG, whole=False, sentence=_("Type the kg, like 2.5, or leave it empty."))
    return _one_of(_YES_OR_NO if kind == "yes/no" else _FROM_0_TO_10)


def _one_of(choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=choices, required=False, widget=forms.RadioSelect, error_messages={"invalid_choice": _CHOOSE_ONE}
    )


class Typed(NamedTuple):
    """One symptom of a check as it stands in the form."""

    symptom: Symptom
    score: str
    course: str
    places: frozenset[str]
    note: str
    errors: tuple[str, ...]

    @property
    def more(self) -> bool:
        """Something is said that is folded away as a rule."""
        return bool(self.places or self.note)


class CheckForm(forms.Form):
    """`shown`: keys of the symptoms on the board. Fields of one are called by its key: `fatigue`, `fatigue-note` …

    For a form that is valid `scores` are columns of `SymptomScore` by key.
    """

    on = forms.DateField(
        label=_("Day"),
        widget=DateInput(),
        error_messages={
            "required": _("Choose the day that it was."),
            "invalid": _("That is not a date we can read. Choose it like 14 March 2026."),
        },
    )
    ticks = forms.MultipleChoiceField(choices=_TICKS, required=False)
    fall = forms.ChoiceField(choices=_FALLS, required=False, error_messages={"invalid_choice": _CHOOSE_ONE})

    def __init__(self, *args: Any, shown: Sequence[str], today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.shown = today, tuple(key for key in CHOOSABLE if key in shown)
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        for key in self.shown:
            symptom = CHOOSABLE[key]
            self.fields[key] = _score_field(symptom)
            self.fields[key].label = _(symptom.name)
            self.fields[f"{key}-note"] = forms.CharField(required=False, max_length=LONGEST_NOTE)
            if key in COURSED:
                self.fields[f"{key}-course"] = _one_of(_COURSES)
            if is_placed(symptom):
                places = [(place, place) for place in PLACES]
                self.fields[f"{key}-places"] = forms.MultipleChoiceField(choices=places, required=False)

    def clean_on(self) -> dt.date:
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("That is still to come. Choose a day up to today."), code="future")
        if on < OLDEST:
            raise forms.ValidationError(_("That is too long ago. Choose a day from 1900 on."), code="too_old")
        return on

    def clean(self) -> dict:
        cleaned = super().clean()
        for key in self.shown:
            if key in cleaned and _is_empty(cleaned[key]) and any(self._beside(cleaned, key)):
                self.add_error(key, _("Say how strong it was, too. 0 means: not at all."))
        scored = any(not _is_empty(cleaned.get(key)) for key in self.shown)
        if not (scored or cleaned.get("ticks") or cleaned.get("fall") or self.errors):
            self.add_error(None, _("There is nothing to save yet. Choose a number, or tick a sign."))
        return cleaned

    @staticmethod
    def _beside(cleaned: dict, key: str) -> Iterator[object]:
        return (cleaned.get(f"{key}-{part}") for part in ("course", "places", "note"))

    @property
    def scores(self) -> dict[str, dict]:
        return {key: self._columns(key) for key in self.shown if not _is_empty(self.cleaned_data[key])}

    def _columns(self, key: str) -> dict:
        said = self.cleaned_data
        return {
            "score": Decimal(said[key]),
            "course": said.get(f"{key}-course", ""),
            "places": " ".join(said.get(f"{key}-places", ())),
            "note": said[f"{key}-note"],
        }

    @property
    def flags(self) -> tuple[str, ...]:
        """What was ticked, and what the fall was. For a form that is valid."""
        return tuple(filter(None, (*self.cleaned_data["ticks"], self.cleaned_data["fall"])))

    @property
    def ticked(self) -> frozenset[str]:
        """What stands ticked in the form."""
        return frozenset((*(self["ticks"].value() or ()), self["fall"].value() or ""))

    @property
    def typed(self) -> tuple[Typed, ...]:
        """The rows of the form."""
        return tuple(self._typed(key) for key in self.shown)

    def _typed(self, key: str) -> Typed:
        names = (key, f"{key}-course", f"{key}-places", f"{key}-note")
        score, course, places, note = (self[name].value() if name in self.fields else None for name in names)
        errors = tuple(error for name in names for error in self.errors.get(name, ())) if self.is_bound else ()
        return Typed(CHOOSABLE[key], score or "", course or "", frozenset(places or ()), note or "", errors)


def _is_empty(score: str | Decimal | None) -> bool:
    return score is None or score == ""


class ChooseForm(forms.Form):
    """Which symptoms stand on the board."""

    keys = forms.MultipleChoiceField(
        choices=[(key, key) for key in CHOOSABLE], required=False, error_messages={"invalid_choice": _CHOOSE_ONE}
    )

    @property
    def chosen(self) -> frozenset[str]:
        """What stands ticked in the form."""
        return frozenset(self["keys"].value() or ())


class SymptomForm(forms.Form):
    """When one began, and whether a clinician has looked into it. `answers` are columns of `TrackedSymptom`."""

    onset = SaidDateField(
        label=_("When did it begin?"),
        required=False,
        help_text=_("The year or the month is enough, like 2022 or 3/2022. Empty: the first score counts."),
    )
    looked_into = forms.BooleanField(label=_("A doctor or nurse has looked into it"), required=False)

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["onset"].today = today
        self.fields["onset"].says_optional = False

    @property
    def answers(self) -> dict:
        """For a form that is valid."""
        return {**as_columns("onset", self.cleaned_data["onset"]), "looked_into": self.cleaned_data["looked_into"]}


def said_of(row: TrackedSymptom) -> dict:
    """What the form of a symptom begins with."""
    return {"onset": said_when(row, "onset"), "looked_into": row.looked_into}


class SpanForm(forms.Form):
    """How far back the small line goes."""

    span = forms.ChoiceField(choices=[(span, span) for span in SPANS])

    def span_asked(self) -> str:
        return self.cleaned_data["span"] if self.is_valid() else "months"


class RemoveForm(forms.Form):
    """The day whose score is to go."""

    remove = forms.DateField()


class OverForm(forms.Form):
    """The red flag that is over; none named: all of them."""

    key = forms.ChoiceField(choices=_TICKS, required=False)

    def keys(self) -> tuple[str, ...] | None:
        """None: all."""
        if not self.is_valid():
            return ()
        return (self.cleaned_data["key"],) if self.cleaned_data["key"] else None
