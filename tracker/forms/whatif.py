"""What is typed to ask “what if”: up to three changes, each a kind and what it needs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foods.units import plain_number
from tracker.domain.changes import Kind, Refusal, read, try_out
from tracker.domain.scenarios import LEAST_TIMES, MOST_CHANGES, MOST_TIMES, Habit
from tracker.forms.fields import SENTENCES, AmountField, UgField
from tracker.models.states import STATE_GROUPS, STATE_NAMES, STATES_TO_CHOOSE
from tracker.models.whatif import DOSES, OTHER, PORTIONS, REFUSALS, ChangeKind, as_typed

MOST_DOSE_UG = 10_000  # the strongest tablets that are sold
MOST_DAYS, MOST_WEEKS = 365, 52
WHOLE_DAYS = gettext_lazy("Type whole days from 1 to 365: 1 is every day, 7 every week.")
WHOLE_WEEKS = gettext_lazy("Type whole weeks from 1 to 52.")


def _doses() -> list[tuple[str, str]]:
    often = {1: gettext_lazy("%(ug)s µg every day"), 7: gettext_lazy("%(ug)s µg every week")}
    common = [(f"{ug}/{days}", often[days] % {"ug": plain_number(Decimal(ug))}) for ug, days in DOSES]
    return [*common, (OTHER, gettext_lazy("another dose"))]


class _TimesField(AmountField):
    """How many times as much."""

    sentences = SENTENCES | {"zero": gettext_lazy("None of it at all is to leave it out: choose that instead.")}


class _Whole(forms.IntegerField):
    """A whole number between 1 and `most`; anything else gets the same sentence."""

    def __init__(self, *, most: int, sentence: Any, **options: Any) -> None:
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "input amount"}
        super().__init__(
            min_value=1, max_value=most, error_messages=messages, required=False,
            widget=forms.TextInput(attrs=attrs), **options,
        )  # fmt: skip


class ChangeForm(forms.Form):
    """One change. After validation `said` is what is kept of it; None where nothing was chosen.

    `names`: the foods of the habit by id. Fields of other kinds than the chosen one are left alone: a page without
    scripts may show them all.
    """

    kind = forms.ChoiceField(label=gettext_lazy("What changes?"), choices=ChangeKind.choices, required=False)
    food = forms.CharField(label=gettext_lazy("Which one?"), required=False, max_length=40)
    times = forms.ChoiceField(
        label=gettext_lazy("How much of it?"),
        choices=[
            (PORTIONS[0], gettext_lazy("half as much")),
            (PORTIONS[1], gettext_lazy("twice as much")),
            (OTHER, gettext_lazy("another amount")),
        ],
        required=False,
    )
    factor = _TimesField(
        label=gettext_lazy("Times today’s amount"), required=False, attrs={"class": "input amount"}
    )  # fmt: skip
    dose = forms.ChoiceField(label=gettext_lazy("How much?"), choices=_doses(), required=False)
    ug = UgField(label=gettext_lazy("B12, µg"), required=False, attrs={"class": "input amount"})
    every = _Whole(label=gettext_lazy("Once in how many days"), most=MOST_DAYS, sentence=WHOLE_DAYS)
    weeks = _Whole(label=gettext_lazy("Weeks from one to the next"), most=MOST_WEEKS, sentence=WHOLE_WEEKS)
    state = forms.CharField(label=gettext_lazy("Which one?"), required=False, max_length=60)
    without = forms.CharField(label=gettext_lazy("Which one?"), required=False, max_length=60)

    _NEEDS = {
        Kind.DROP: {"food"},
        Kind.PORTION: {"food", "times", "factor"},
        Kind.ADD: {"dose", "ug", "every"},
        Kind.INTERVAL: {"weeks"},
        Kind.START: {"state"},
        Kind.STOP: {"without"},
    }

    def __init__(self, *args: Any, names: Mapping[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = names
        self.said: dict[str, Any] | None = None

    def clean(self) -> dict:
        cleaned = super().clean()
        if "kind" in self.errors:
            return cleaned
        kind = cleaned["kind"]
        for name in set(self.errors) - self._NEEDS.get(kind, set()):
            del self._errors[name]
        if kind:
            self.said = getattr(self, f"_{kind}")(cleaned)
        elif any(cleaned.get(name) for name in self.fields if name != "kind"):
            self.add_error("kind", _("Choose what should change; what you typed is still here."))
        return cleaned

    def _drop(self, cleaned: Mapping) -> dict | None:
        food = self._food(cleaned)
        return None if food is None else {"kind": "drop", "food": food, "name": self.names[food]}

    def _food(self, cleaned: Mapping) -> int | None:
        typed = cleaned.get("food", "")
        food = next((key for key in self.names if str(key) == typed), None)
        if food is None and "food" not in self.errors:
            self.add_error("food", REFUSALS[Refusal.NOT_TAKEN] if typed else _("Choose a food or tablet."))
        return food

    def _portion(self, cleaned: Mapping) -> dict | None:
        food, times = self._food(cleaned), self._times(cleaned)
        if food is None or times is None:
            return None
        return {"kind": "portion", "food": food, "name": self.names[food], "times": times}

    def _times(self, cleaned: Mapping) -> str | None:
        if (times := cleaned.get("times")) in PORTIONS:
            if "factor" in self.errors:
                del self._errors["factor"]
            return times
        factor = cleaned.get("factor")
        if {"times", "factor"} & set(self.errors):
            return None
        if factor is None:
            self.add_error("factor" if times else "times", _("Say how much: half, twice, or a number like 1.5."))
        elif not Decimal(str(LEAST_TIMES)) <= factor <= Decimal(str(MOST_TIMES)):
            self.add_error("factor", _("Type a number from 0.01 to 100: 1.5 is one and a half times as much."))
        elif factor == 1:
            self.add_error("factor", _("1 is what you have today. Type less or more."))
        else:
            return plain_number(factor)
        return None

    def _add(self, cleaned: Mapping) -> dict | None:
        dose = cleaned.get("dose")
        if dose and dose != OTHER:
            for name in {"ug", "every"} & set(self.errors):
                del self._errors[name]
            ug, days = dose.split("/")
            return {"kind": "add", "ug": ug, "every": int(days)}
        if {"dose", "ug", "every"} & set(self.errors):
            return None
        ug, days = cleaned.get("ug"), cleaned.get("every")
        if ug is None:
            self.add_error("ug" if dose else "dose", _("Choose a dose, or type one in µg."))
        elif not 0 < ug <= MOST_DOSE_UG:
            self.add_error("ug", _("Type a dose above 0 and up to 10,000 µg, the strongest that is sold."))
        elif days is None:
            self.add_error("every", WHOLE_DAYS)
        else:
            return {"kind": "add", "ug": f"{ug.normalize():f}", "every": days}
        return None

    def _interval(self, cleaned: Mapping) -> dict | None:
        weeks = cleaned.get("weeks")
        if weeks is None and "weeks" not in self.errors:
            self.add_error("weeks", WHOLE_WEEKS)
        return None if weeks is None else {"kind": "interval", "weeks": weeks}

    def _start(self, cleaned: Mapping) -> dict | None:
        return self._state("state", "start", cleaned)

    def _stop(self, cleaned: Mapping) -> dict | None:
        return self._state("without", "stop", cleaned)

    def _state(self, field: str, kind: str, cleaned: Mapping) -> dict | None:
        if (state := cleaned.get(field)) in STATES_TO_CHOOSE:
            return {"kind": kind, "state": state}
        if field not in self.errors:
            self.add_error(field, _("Choose a medicine or a condition from the list."))
        return None


class WhatIfForm(forms.Form):
    """One to three changes that can be made to `habit`, `said` as they are kept.

    `foods`: id, name and words for a choice. `first`: kept changes to begin with.
    """

    def __init__(
        self,
        data: Any,
        *,
        habit: Habit,
        foods: Sequence[tuple[int, str, str]],
        first: Sequence[Mapping] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.habit, self.foods = habit, foods
        names, typed = {key: name for key, name, _words in foods}, [*map(as_typed, first)]
        typed += [{}] * (MOST_CHANGES - len(typed))
        self.changes = [
            ChangeForm(data, prefix=f"c{n}", names=names, initial=typed[n]) for n in range(MOST_CHANGES)
        ]  # fmt: skip

    def clean(self) -> dict:
        cleaned = super().clean()
        valid = [change.is_valid() for change in self.changes]  # all of them, so that each says what is wrong with it
        if not all(valid):
            raise forms.ValidationError(self._look_again(valid.count(False)), code="change")
        made = [change for change in self.changes if change.said]
        if not made:
            raise forms.ValidationError(_("Nothing changes yet. Choose what should."), code="none")
        tried = try_out(self.habit, [read(change.said) for change in made])
        for change, refusal in zip(made, tried.refusals, strict=True):
            if refusal:
                change.add_error("kind", REFUSALS[refusal])
        if any(tried.refusals):
            raise forms.ValidationError(self._look_again(len(made) - len(tried.fitting)), code="change")
        return cleaned

    def _look_again(self, n: int) -> str:
        return ngettext("One change needs another look.", "%(n)d changes need another look.", n) % {"n": n}

    @property
    def said(self) -> list[dict[str, Any]]:
        """What is kept."""
        return [change.said for change in self.changes if change.said]

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """The kinds of change that this person's habit leaves room for."""
        room = {
            Kind.DROP: bool(self.foods),
            Kind.PORTION: bool(self.foods),
            Kind.INTERVAL: bool(self.habit.injected and self.habit.last_injection_ug),
            Kind.STOP: bool(self.stoppable),
        }
        return [(value, label) for value, label in ChangeKind.choices if room.get(Kind(value), True)]

    @property
    def stoppable(self) -> list[tuple[str, Any]]:
        return [(state.key, STATE_NAMES[state.key]) for state in self.habit.states if state.key in STATES_TO_CHOOSE]

    @property
    def startable(self) -> list[tuple[Any, list[tuple[str, Any]]]]:
        """Medicines and conditions in groups, without those that count already."""
        held = {state.key for state in self.habit.states}
        return [
            (group, [(value, label) for value, label in kinds.choices if value not in held])
            for group, kinds in STATE_GROUPS
        ]


class AgainForm(forms.Form):
    """The kept what-if whose changes a new one begins with, by its id."""

    again = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
