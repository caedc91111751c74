"""The first questions that are lists of ticks: what somebody has, and what they take. All of it may stay open."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.units import plain_number
from tracker.forms.dates import SaidDateField
from tracker.forms.fields import AmountField
from tracker.forms.profile import AnswersForm, InjectionsForm

_MG = re.compile(r"\s*mg\.?\s*$", re.IGNORECASE)
MOST_MG = 100_000
DOSE_SENTENCE = gettext_lazy("Type the dose of a day in mg, like 1000, or leave it empty.")


class Tick(NamedTuple):
    """Something that many people have or take. `key`: a row of the tables in `tracker/data`."""

    key: str
    label: str | Promise


class Group(NamedTuple):
    label: str | Promise
    ticks: tuple[Tick, ...]


CONDITIONS = (
    Group(
        gettext_lazy("Stomach"),
        (
            Tick("pernicious_anaemia", gettext_lazy("Pernicious anaemia")),
            Tick("atrophic_gastritis", gettext_lazy("Atrophic gastritis")),
            Tick("gastric_bypass", gettext_lazy("Gastric bypass")),
            Tick("sleeve", gettext_lazy("Sleeve gastrectomy")),
            Tick("gastrectomy_partial", gettext_lazy("Part of the stomach removed")),
            Tick("gastrectomy_total", gettext_lazy("Whole stomach removed")),
        ),
    ),
    Group(
        gettext_lazy("Bowel"),
        (
            Tick("coeliac", gettext_lazy("Coeliac disease")),
            Tick("crohn", gettext_lazy("Crohn’s disease")),
            Tick("ileal_resection", gettext_lazy("Last part of the small bowel removed")),
        ),
    ),
    Group(
        gettext_lazy("Rare, and good to know before anything is suggested"),
        (
            Tick("inherited", gettext_lazy("Inherited disorder of B12")),
            Tick("lhon", gettext_lazy("Leber’s disease of the eye (LHON), in you or your family")),
            Tick("cobalt_allergy", gettext_lazy("Allergy to cobalt or to B12")),
        ),
    ),
)
MEDICINES = (
    Group(gettext_lazy("For diabetes"), (Tick("metformin", gettext_lazy("Metformin")),)),
    Group(
        gettext_lazy("Against stomach acid"),
        (
            Tick("omeprazole", gettext_lazy("Omeprazole")),
            Tick("esomeprazole", gettext_lazy("Esomeprazole")),
            Tick("lansoprazole", gettext_lazy("Lansoprazole")),
            Tick("pantoprazole", gettext_lazy("Pantoprazole")),
            Tick("famotidine", gettext_lazy("Famotidine")),
        ),
    ),
    Group(
        gettext_lazy("Others"),
        (
            Tick("colchicine", gettext_lazy("Colchicine")),
            Tick("folic_acid", gettext_lazy("Folic acid")),
            Tick("pregabalin", gettext_lazy("Pregabalin")),
            Tick("topiramate", gettext_lazy("Topiramate")),
            Tick("oral_contraceptive", gettext_lazy("The combined pill")),
        ),
    ),
)


class DoseField(AmountField):
    """mg a day; “2,000 mg” is understood."""

    sentences = dict.fromkeys(("not_a_number", "negative", "zero"), DOSE_SENTENCE)

    def read(self, text: str) -> Decimal:
        return super().read(_MG.sub("", text))

    def clean(self, value: object) -> Decimal | None:
        dose = super().clean(value)
        if dose is not None and dose > MOST_MG:
            raise forms.ValidationError(DOSE_SENTENCE, code="range")
        return dose


@dataclass(frozen=True, slots=True)
class Line:
    """One tick as the page shows it, with the fields beside it."""

    has: BoundField
    since: BoundField
    dose: BoundField | None


class TicksForm(AnswersForm):
    """Ticks in groups, each with the date it began; `before` is what was ticked here, in the names of its columns.

    What stands beside something that is not ticked does not count. `left_out` are those that the person has changed or
    written down elsewhere: they are not asked again.
    """

    groups: tuple[Group, ...] = ()
    dosed: frozenset[str] = frozenset()

    def __init__(self, *args, before: Mapping[str, Mapping], left_out: frozenset[str], **options) -> None:
        super().__init__(*args, **options)
        self._asked = [
            Group(group.label, ticks)
            for group in self.groups
            if (ticks := tuple(tick for tick in group.ticks if tick.key not in left_out))
        ]
        for tick in self._ticks():
            self._add(tick, before.get(tick.key))

    def _ticks(self) -> Iterator[Tick]:
        return (tick for group in self._asked for tick in group.ticks)

    def _add(self, tick: Tick, before: Mapping | None) -> None:
        named = {"name": tick.label}
        self.fields[tick.key] = forms.BooleanField(label=tick.label, required=False)
        since = SaidDateField(label=_("%(name)s, since when") % named, required=False, help_text="")
        self.fields[f"{tick.key}-since"] = since
        self.at_home(since)
        if tick.key in self.dosed:
            dose = DoseField(label=_("%(name)s, mg a day") % named, required=False)
            self.fields[f"{tick.key}-dose"] = dose
        if before is not None:
            dose_mg = before["dose_mg"]
            self.initial |= {tick.key: True, f"{tick.key}-since": before["since"]}
            self.initial[f"{tick.key}-dose"] = None if dose_mg is None else plain_number(dose_mg)

    def clean(self) -> dict:
        cleaned = super().clean()
        for tick in self._ticks():
            if not cleaned.get(tick.key):
                for name in (f"{tick.key}-since", f"{tick.key}-dose"):
                    self.errors.pop(name, None)
        return cleaned

    @property
    def shown(self) -> list[tuple[str | Promise, list[Line]]]:
        return [(group.label, [self._line(tick.key) for tick in group.ticks]) for group in self._asked]

    def _line(self, key: str) -> Line:
        return Line(self[key], self[f"{key}-since"], self[f"{key}-dose"] if f"{key}-dose" in self.fields else None)

    @property
    def offered(self) -> frozenset[str]:
        return frozenset(tick.key for tick in self._ticks())

    @property
    def ticked(self) -> dict[str, dict]:
        """What was ticked: `since` as it was said, and `dose_mg` where it is asked for. For a form that is valid."""
        return {tick.key: self._said_of(tick.key) for tick in self._ticks() if self.cleaned_data[tick.key]}

    def _said_of(self, key: str) -> dict:
        said = {"since": self.cleaned_data[f"{key}-since"]}
        return said | ({"dose_mg": self.cleaned_data[f"{key}-dose"]} if key in self.dosed else {})


class AbsorptionForm(TicksForm, InjectionsForm):
    groups = CONDITIONS


class MedicinesForm(TicksForm):
    groups = MEDICINES
    dosed = frozenset(tick.key for group in MEDICINES for tick in group.ticks) - {"oral_contraceptive"}


def keys_of(groups: tuple[Group, ...]) -> frozenset[str]:
    return frozenset(tick.key for group in groups for tick in group.ticks)
