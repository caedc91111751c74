"""What an item of the queue would change: the food beside what is proposed, or beside the other food."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foods.choices import Basis
from foods.models import Concern, ConcernKind, Food, Portion
from foods.reports.curate.values import NOTHING, decimal_of, label_of, said, same, stands, value_of
from foods.units import format_quantity, format_ug, ug_in

# Shown of a food about which nothing is proposed: what a doubt is usually about.
USUAL = ("b12_ug", "b12_added_ug", "origin", "grade", "source", "figure_date")


@dataclass(frozen=True)
class Line:
    label: str
    now: str
    then: str = ""
    differs: bool = False


@dataclass(frozen=True)
class Difference:
    """A table of two or three columns: field, now, and what is beside it."""

    now: str  # the heading of the column; "" where there is no food yet
    then: str  # "" where nothing is proposed
    lines: tuple[Line, ...]
    moved: tuple[str, ...] = ()  # fields that have changed since this was proposed

    @classmethod
    def of(cls, concern: Concern, portions: Iterable[Portion]) -> "Difference":
        """Needs the foods of the concern with their sources, and the portions of both."""
        by_food: dict[int, list[Portion]] = {}
        for portion in portions:
            by_food.setdefault(portion.food_id, []).append(portion)
        if concern.other is not None and concern.food is not None:
            return cls(_("This"), _("The other"), _beside(concern.food, concern.other, by_food))
        values, before = proposed(concern)
        if concern.food is None or concern.kind == ConcernKind.PROPOSAL:
            return cls("", _("Proposed"), _new(values, concern))
        if not values:
            return cls(_("Now"), "", _alone(concern.food, by_food))
        moved = [
            label_of(name)
            for name, old in before.items()
            if not same(name, old, stands(concern.food, name, like=old, before=old))
        ]
        return cls(_("Now"), _("Proposed"), _changes(concern.food, values, before, by_food), tuple(moved))


def proposed(concern: Concern) -> tuple[dict[str, Any], dict[str, Any]]:
    """The proposed fields, and what stood in the food when they were proposed, where that is known."""
    changes: Mapping[str, Any] = concern.facts.get("changes") or {}
    pairs = {name: pair for name, pair in changes.items() if isinstance(pair, list | tuple) and len(pair) == 2}
    values = {name: pair[1] for name, pair in pairs.items()}
    if concern.proposal is not None and not values:
        values = dict(concern.proposal.values)
    return values, {name: pair[0] for name, pair in pairs.items()}


def _names(*foods: Food | None) -> dict[tuple[str, Any], str]:
    return {("source", food.source_id): str(food.source) for food in foods if food is not None and food.source_id}


def _in(quantity: Decimal, figure: Decimal | None, basis: str) -> str:
    """What a portion holds, rounded as everywhere else."""
    ug = ug_in(quantity, figure, basis)
    return _("unknown") if ug is None else f"{format_ug(ug)}\u00a0µg"


def _usual(portions: list[Portion]) -> Portion | None:
    return next((portion for portion in portions if portion.is_default), portions[0] if portions else None)


def _per(portion: Portion, basis: str) -> str:
    """“Per 5 g”, or by its name where things are counted."""
    return _("Per %s") % (format_quantity(portion.quantity, basis) or portion.name)


def _is_the_basis(portion: Portion, basis: str) -> bool:
    """A tablet of a food counted in tablets: its line would say the same again."""
    return basis == Basis.UNIT and portion.quantity == 1


def _changes(
    food: Food, values: dict[str, Any], before: dict[str, Any], by_food: dict[int, list[Portion]]
) -> tuple[Line, ...]:
    lines = []
    for name, value in values.items():
        now = stands(food, name, like=value, before=before.get(name))
        words = said(name, now, names=_names(food)), said(name, value)
        lines.append(Line(label_of(name, food.basis), *words, not same(name, now, value)))
        if name == "b12_ug":
            lines += _per_portion(food, value, str(values.get("basis") or food.basis), by_food)
    if "origin" not in values and "b12_ug" in values:
        lines.append(Line(label_of("origin"), said("origin", food.origin), said("origin", food.origin)))
    return tuple(lines)


def _per_portion(food: Food, value: Any, basis: str, by_food: dict[int, list[Portion]]) -> list[Line]:
    """The figure in a usual portion, before and after; [] where there is none or it would be in other units."""
    portion = _usual(by_food.get(food.pk, []))
    if portion is None or basis != food.basis or _is_the_basis(portion, basis):
        return []
    before = _in(portion.quantity, food.b12_ug, basis)
    after = _in(portion.quantity, decimal_of(value), basis)
    return [Line(_per(portion, basis), before, after, before != after)]


def _new(values: dict[str, Any], concern: Concern) -> tuple[Line, ...]:
    basis = str(values.get("basis") or "")
    lines = [
        Line(label_of(name, basis), "", said(name, value), True)
        for name, value in values.items()
        if name == "b12_ug" or said(name, value) != NOTHING
    ]
    for portion in concern.proposal.portions if concern.proposal is not None else []:
        name, quantity = portion[0], decimal_of(portion[1])
        if quantity is None or basis not in Basis.values:
            continue
        size = format_quantity(quantity, basis)
        words = f"{name}, {size}" if size else str(name)
        lines.append(Line(words, "", _in(quantity, decimal_of(values.get("b12_ug")), basis)))
    return tuple(lines)


def _alone(food: Food, by_food: dict[int, list[Portion]]) -> tuple[Line, ...]:
    lines = [Line(label_of(name, food.basis), said(name, value_of(food, name), names=_names(food))) for name in USUAL]
    portion = _usual(by_food.get(food.pk, []))
    if portion is not None and not _is_the_basis(portion, food.basis):
        lines.insert(1, Line(_per(portion, food.basis), _in(portion.quantity, food.b12_ug, food.basis)))
    return tuple(lines)


BESIDE = ("name", "brand", "b12_ug", "basis", "origin", "grade", "gtin", "source", "source_ref", "figure_date")


def _beside(food: Food, other: Food, by_food: dict[int, list[Portion]]) -> tuple[Line, ...]:
    names = _names(food, other)
    lines = []
    for name in BESIDE:
        one, two = value_of(food, name), value_of(other, name)
        words = said(name, one, names=names), said(name, two, names=names)
        if words != (NOTHING, NOTHING):
            basis = food.basis if food.basis == other.basis else ""
            lines.append(Line(label_of(name, basis), *words, not same(name, one, two)))
    counts = [str(len(by_food.get(one.pk, []))) for one in (food, other)]
    lines.append(Line(_("Portions"), counts[0], counts[1], counts[0] != counts[1]))
    return tuple(lines)
