"""The parts of a regimen: how often, on which days, from when, until when. Nothing of it is ever guessed."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tracker.domain.regimens.plans import Phase, Unit
from tracker.domain.risks.facts import When
from tracker.forms.dates import LONGEST, OLDEST_YEAR, SENTENCES, Unreadable, in_words, last_day, read
from tracker.forms.log import DateInput, TimeInput
from tracker.models.health import BEFORE_ITS_START

MOST_PHASES = 4
MOST_EVERY = 999
YEARS_AHEAD = 20
UNITS = [
    ("", _("choose")),
    (Unit.DAYS.value, _("days")),
    (Unit.WEEKS.value, _("weeks")),
    (Unit.MONTHS.value, _("months")),
    (Unit.HOURS.value, _("hours")),
    (Unit.AS_NEEDED.value, _("no rhythm: as needed")),
]
_WEEKDAYS = [(str(n), name) for n, name in WEEKDAYS_ABBR.items()]
_LASTING = re.compile(r"(?P<n>[0-9]{1,3})\s*(?P<word>[^\W\d_]+)\.?")
_STRETCHES = {  # of “2 weeks”
    "days": ngettext_lazy("%(n)s day", "%(n)s days", "n"),
    "weeks": ngettext_lazy("%(n)s week", "%(n)s weeks", "n"),
    "months": ngettext_lazy("%(n)s month", "%(n)s months", "n"),
    "years": ngettext_lazy("%(n)s year", "%(n)s years", "n"),
}


class Lasting(NamedTuple):
    """“2 weeks” after its start. `unit`: a name of `relativedelta`."""

    n: int
    unit: str

    def last(self, start: dt.date) -> dt.date:
        """The last day of it."""
        return start + relativedelta(**{self.unit: self.n}) - dt.timedelta(days=1)


class EndField(forms.CharField):
    """“2 weeks” or a date; None where no end is known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, empty_value=None, **options)
        self.widget.attrs["autocomplete"] = "off"

    def to_python(self, value: object) -> Lasting | When | None:
        text = super().to_python(value)
        if text is None:
            return None
        try:
            return lasting(text) or read(text)
        except Unreadable as error:
            if error.code != "unreadable":
                raise ValidationError(SENTENCES[error.code], code=error.code, params={"typed": text}) from None
            raise ValidationError(
                _("“%(typed)s” is neither a time nor a date we can read. Type it like 2 weeks, or 14 March 2026."),
                code="unreadable",
                params={"typed": text},
            ) from None

    def prepare_value(self, value: object) -> object:
        return in_words(When(value)) if isinstance(value, dt.date) else value


def lasting(text: str) -> Lasting | None:
    """“2 weeks”, “3 Months”, “10 d”, in the language that is active."""
    found = _LASTING.fullmatch(" ".join(text.split()))
    if found is None or not (n := int(found["n"])):
        return None
    word = found["word"].casefold()
    units = [unit for unit, words in _STRETCHES.items() if _stretch(words, n).startswith(word) or _is(words, word)]
    return Lasting(n, units[0]) if len(units) == 1 else None


def _stretch(words: Any, n: int) -> str:
    return str(words % {"n": n}).partition(" ")[2].casefold()


def _is(words: Any, word: str) -> bool:
    return word in (_stretch(words, 1), _stretch(words, 2))


@dataclass(frozen=True, slots=True)
class Said:
    """A part as it was said; `ends` may still hang on its start."""

    unit: Unit
    every: int
    weekdays: frozenset[int]
    at: dt.time | None
    loading: bool
    starts: dt.date | None
    ends: Lasting | When | None

    def phase(self, *, start: dt.date) -> Phase:
        end = self.ends.last(start) if isinstance(self.ends, Lasting) else self.ends and last_day(self.ends)
        return Phase(self.unit, self.every, start, end, self.weekdays, self.at, self.loading)


class PhaseForm(forms.Form):
    """One part. One in which nothing was said is none (`empty`)."""

    every = forms.IntegerField(
        label=_("Every"),
        required=False,
        min_value=1,
        max_value=MOST_EVERY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Type a whole number from 1 to 999, like 1 or 12.")
        ),
    )
    unit = forms.ChoiceField(label=_("Days, weeks or months"), choices=UNITS, required=False)
    weekdays = forms.MultipleChoiceField(
        label=_("On which weekdays?"),
        choices=_WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for a plan by weeks. Three times a week: every 1 week, and three days."),
    )
    at = forms.TimeField(label=_("Time of day"), required=False, widget=TimeInput())
    starts = forms.DateField(label=_("From"), required=False, widget=DateInput())
    ends = EndField(label=_("Until, or for how long"), help_text=_("Like 2 weeks, or a date. Empty: no end is known."))
    loading = forms.BooleanField(label=_("These are the close doses at the beginning (loading)"), required=False)

    def __init__(self, *args: Any, number: int, today: dt.date, **options: Any) -> None:
        super().__init__(*args, prefix=f"p{number}", **options)
        self.number, self.today = number, today
        for field in self.fields.values():
            field.says_optional = False
        if number:
            self.fields["starts"].help_text = _("Empty: the day after the part before ends.")

    @property
    def empty(self) -> bool:
        return not any(self[name].value() for name in ("every", "unit", "weekdays", "at", "starts", "ends"))

    @property
    def shown(self) -> bool:
        """Whether something was said in it, so that it stands open."""
        return not self.empty

    def clean_starts(self) -> dt.date | None:
        starts = self.cleaned_data["starts"]
        if starts and starts.year < OLDEST_YEAR:
            raise ValidationError(SENTENCES["too_old"])
        if starts and starts.year > self.today.year + YEARS_AHEAD:
            raise ValidationError(SENTENCES["too_far"])
        return starts

    def clean(self) -> dict:
        cleaned = super().clean()
        unit, every = cleaned.get("unit"), cleaned.get("every")
        if not unit and "unit" not in self.errors:
            self.add_error("unit", _("Choose days, weeks or months: nobody can guess how often."))
        elif unit != Unit.AS_NEEDED and every is None and "every" not in self.errors:
            self.add_error("every", _("Type a whole number from 1 to 999, like 1 or 12."))
        if cleaned.get("weekdays") and unit and unit != Unit.WEEKS:
            self.add_error("weekdays", _("Weekdays belong to a plan by weeks. Choose weeks, or clear them."))
        return cleaned

    @property
    def said(self) -> Said:
        """For a form that is valid."""
        said = self.cleaned_data
        return Said(
            unit=Unit(said["unit"]),
            every=said["every"] or 1,
            weekdays=frozenset(int(day) for day in said["weekdays"]),
            at=said["at"],
            loading=said["loading"],
            starts=said["starts"],
            ends=said["ends"],
        )


def phase_forms(data: Mapping | None, *, today: dt.date, begun: tuple[Phase, ...] = ()) -> tuple[PhaseForm, ...]:
    """Four of them, begun with the phases that are there; the first begins today where nothing is there."""
    begins = [typed_of(phase) for phase in begun] or [{"starts": today}]
    begins += [{}] * (MOST_PHASES - len(begins))
    return tuple(PhaseForm(data, number=n, today=today, initial=begins[n]) for n in range(MOST_PHASES))


def typed_of(phase: Phase) -> dict:
    """What the form of a phase begins with."""
    return {
        "every": "" if phase.unit == Unit.AS_NEEDED else phase.every,
        "unit": phase.unit.value,
        "weekdays": [str(day) for day in sorted(phase.weekdays)],
        "at": phase.at,
        "starts": phase.starts_on,
        "ends": phase.ends_on,
        "loading": phase.loading,
    }


def in_turn(parts: tuple[PhaseForm, ...], *, today: dt.date) -> tuple[Phase, ...]:
    """The phases that the forms say, one after another; () where one of them has an error, which its form then shows.

    Where one part leaves its start open, it begins the day after the one before.
    """
    used = [part for part in parts if part.number == 0 or not part.empty]
    wrong = [part for part in used if not part.is_valid()]
    if wrong:
        return ()
    phases: list[Phase] = []
    for before, part in zip([None, *used], used, strict=False):
        phase = _after(phases[-1] if phases else None, before, part, today=today)
        if phase is None:
            return ()
        phases.append(phase)
    return tuple(phases)


def _after(last: Phase | None, before: PhaseForm | None, part: PhaseForm, *, today: dt.date) -> Phase | None:
    if last and before and last.ends_on is None:
        before.add_error("ends", _("Say when this part ends, because another follows it."))
        return None
    open_start = last.ends_on + dt.timedelta(days=1) if last and last.ends_on else today
    phase = part.said.phase(start=part.said.starts or open_start)
    if last and last.ends_on and phase.starts_on <= last.ends_on:
        part.add_error("starts", _("This begins before the part before it has ended. Change one of the two."))
        return None
    if phase.ends_on and phase.ends_on < phase.starts_on:
        part.add_error("ends", BEFORE_ITS_START)
        return None
    return phase
