"""What an import did to one food, field by field, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foods.models import Change, ImportDifference
from foods.reports.curate.difference import Line
from foods.reports.curate.values import NOTHING, label_of, said
from foods.units import plain_number

_MOST_WORDS = 300


@dataclass(frozen=True)
class Differing:
    """A food of the report. Where a curator's edit was kept, `now` of a line is what stays and `then` the file's."""

    name: str
    url: str  # "" where there is no such food, as in a try
    ref: str
    change: str
    change_words: str
    lines: tuple[Line, ...]

    @property
    def is_new(self) -> bool:
        return self.change == Change.ADDED

    @property
    def is_kept(self) -> bool:
        return self.change == Change.KEPT

    @classmethod
    def of(cls, row: ImportDifference) -> "Differing":
        pairs = {name: pair for name, pair in row.fields.items() if isinstance(pair, list) and len(pair) == 2}
        if row.change == Change.ADDED and "b12_ug" not in pairs:
            pairs = {"b12_ug": [None, None], **pairs}  # of a new food only what is not empty is written down
        basis = _basis(row, pairs)
        return cls(
            name=row.name,
            url=row.food.get_absolute_url() if row.food is not None else "",
            ref=" ".join(filter(None, (row.source_key, row.source_ref))),
            change=row.change,
            change_words=str(row.get_change_display()),
            lines=tuple(
                Line(label(name, basis), in_words(name, before), in_words(name, after), True)
                for name, (before, after) in pairs.items()
                if not (name == "basis" and "b12_ug" in pairs and before is None)
            ),
        )


def _basis(row: ImportDifference, pairs: dict[str, list]) -> str:
    if "basis" in pairs:
        return str(pairs["basis"][1])
    return row.food.basis if row.food is not None else ""


def label(name: str, basis: str) -> str:
    if name == "portions":
        return _("Portions")
    return _("Other names") if name == "aliases" else label_of(name, basis)


def in_words(name: str, value: Any) -> str:
    """A value of the report; portions and names as lists of words."""
    if name == "portions" and isinstance(value, list):
        return _listed([_portion(one) for one in value])
    if name == "aliases" and isinstance(value, list):
        return _listed([str(one) for one in value])
    return _cut(said(name, value))


def _portion(one: Any) -> str:
    """[name, quantity, …] → “glass 240”."""
    if not (isinstance(one, list) and len(one) >= 2):
        return str(one)
    try:
        return f"{one[0]} {plain_number(one[1])}"
    except (ArithmeticError, TypeError, ValueError):
        return str(one[0])


def _listed(words: list[str]) -> str:
    return _cut("; ".join(words)) if words else NOTHING


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else text[: _MOST_WORDS - 1] + "…"
