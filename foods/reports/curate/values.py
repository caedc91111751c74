"""Fields of a food in words: what stands on a curator's page before and after a change."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from foods.choices import Basis
from foods.models import Food
from foods.units import plain_number

FIGURES = ("b12_ug", "b12_added_ug", "low_ug", "high_ug")
# What a curator may see and set, in the order of the pages. Not who proposed or reviewed a food, nor whose it is.
SHOWN = (
    "name", "brand", "market", "category", "diet", "basis", "b12_ug", "b12_unknown", "b12_added_ug", "low_ug",
    "high_ug", "range_note", "origin", "form", "route", "reliability", "grade", "gtin", "source", "source_ref",
    "figure_date", "unverified", "note", "prominence", "state", "merged_into",
)  # fmt: skip
NOTHING = "–"


@cache
def field_of(name: str) -> Field | None:
    """The field of this name, or None: what is kept in a JSON may name one that is gone."""
    return {field.name: field for field in Food._meta.concrete_fields}.get(name)


def label_of(name: str, basis: str = "") -> str:
    """“B12 per 100 g”, “origin”."""
    if name == "b12_ug":
        return _("B12 %s") % Basis(basis).label if basis in Basis.values else _("B12")
    field = field_of(name)
    words = str(field.verbose_name).removesuffix(", µg") if field else name.replace("_", " ")  # `said` gives the unit
    return words[:1].upper() + words[1:]


def decimal_of(value: Any) -> Decimal | None:
    """A figure out of plain text or numbers; None where it is none."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def said(name: str, value: Any, *, names: Mapping[tuple[str, Any], str] | None = None) -> str:
    """A value in words. `names` holds those of sources and foods by (field, id)."""
    if name in FIGURES:
        number = decimal_of(value)
        if number is not None:
            return f"{plain_number(number, 4)}\u00a0µg"
        return _("unknown") if name == "b12_ug" else NOTHING
    if isinstance(value, list | tuple):  # portions and aliases as an import has them
        return "; ".join(_one(part) for part in value) or NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return NOTHING
    field = field_of(name)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return (names or {}).get((name, value)) or str(value)


def _one(part: Any) -> str:
    return ", ".join(str(one) for one in part if one not in (None, "")) if isinstance(part, list | tuple) else str(part)


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values mean the same: 2, "2.0" and Decimal("2.0000") do, and so do None and ""."""
    if name in FIGURES:
        return decimal_of(one) == decimal_of(other)
    return ("" if one is None else one) == ("" if other is None else other)


def value_of(food: Any, name: str) -> Any:
    """A field of a food or of a version of it, relations by id."""
    field = field_of(name)
    return getattr(food, field.attname) if field is not None else None


def stands(food: Food, name: str, *, like: Any, before: Any) -> Any:
    """What stands in a food now, to be compared with `like`; what no field holds is taken from `before`."""
    if name == "source" and isinstance(like, str) and food.source is not None:
        return food.source.key
    return value_of(food, name) if field_of(name) is not None else before
