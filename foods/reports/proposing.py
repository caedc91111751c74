"""What the forms of proposals show of the food they are about."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foods.choices import Basis, Category, Origin
from foods.forms_proposals import BASE, plain
from foods.models import Food
from foods.units import UNIT_OF_BASIS, describe_amount, format_ug


@dataclass(frozen=True)
class Per:
    """What a figure on a label can be for."""

    value: str
    label: str


@dataclass(frozen=True)
class CorrectionPage:
    """What the table says now, so that only what is wrong has to be typed."""

    figure: str
    added: str
    portion: str
    unit: str
    per: list[Per]
    initial: dict[str, Any]

    @classmethod
    def build(cls, food: Food) -> "CorrectionPage":
        """Needs its portions."""
        portions = list(food.portions.all())
        usual = next((portion for portion in portions if portion.is_default), None)
        basis = _("1 piece") if food.basis == Basis.UNIT else f"100\u00a0{UNIT_OF_BASIS[Basis(food.basis)]}"
        words = {p.pk: describe_amount(1, p.name, p.quantity, food.basis) for p in portions}
        return cls(
            figure=_of(food.b12_ug, basis),
            added=_of(food.b12_added_ug, basis),
            portion=words[usual.pk] if usual else "",
            unit=UNIT_OF_BASIS[Basis(food.basis)],
            per=[Per(BASE, basis), *(Per(str(portion.pk), words[portion.pk]) for portion in portions)],
            initial={"per": BASE},
        )


def _of(ug: Any, basis: str) -> str:
    if ug is None:
        return _("unknown")
    return _("%(ug)s µg in %(basis)s") % {"ug": format_ug(ug), "basis": basis}


@dataclass(frozen=True)
class OfferPage:
    """A food of one's own as it fills the form; a category nobody chose is asked for."""

    initial: dict[str, Any]

    @classmethod
    def build(cls, food: Food) -> "OfferPage":
        """Needs its portions."""
        usual = next((portion for portion in food.portions.all() if portion.is_default), None)
        counted, unit = food.basis == Basis.UNIT, UNIT_OF_BASIS[Basis(food.basis)]
        same = {name: getattr(food, name) for name in ("name", "brand", "market", "origin", "gtin")}
        dose = food.origin in (Origin.SUPPLEMENT, Origin.INJECTED)
        return cls(
            {
                **same,
                "category": "" if food.category == Category.OTHER else food.category,
                "b12": _typed(food.b12_ug),
                "added": "" if dose else _typed(food.b12_added_ug or None),
                "unknown": food.b12_ug is None,
                "per": "portion" if counted else food.basis,
                "portion_name": usual.name if usual else "",
                "portion_size": f"{plain(usual.quantity)} {unit}" if usual and not counted else "",
            }
        )


def _typed(ug: Any) -> str:
    return "" if ug is None else str(plain(ug))
