"""Amounts of other trackers in g or ml, where their unit says so by itself."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

_G: Final[Mapping[str, Decimal]] = {
    "g": Decimal(1), "gr": Decimal(1), "gram": Decimal(1), "grams": Decimal(1), "gramme": Decimal(1),
    "kg": Decimal(1_000), "kilogram": Decimal(1_000), "kilograms": Decimal(1_000), "mg": Decimal("0.001"),
    "oz": Decimal("28.349523125"), "ounce": Decimal("28.349523125"), "ounces": Decimal("28.349523125"),
    "lb": Decimal("453.59237"), "lbs": Decimal("453.59237"), "pound": Decimal("453.59237"),
    "pounds": Decimal("453.59237"),
}  # fmt: skip
_ML: Final[Mapping[str, Decimal]] = {
    "ml": Decimal(1), "milliliter": Decimal(1), "millilitre": Decimal(1), "milliliters": Decimal(1),
    "millilitres": Decimal(1), "cl": Decimal(10), "dl": Decimal(100), "l": Decimal(1_000), "liter": Decimal(1_000),
    "litre": Decimal(1_000), "liters": Decimal(1_000), "litres": Decimal(1_000),
}  # fmt: skip
_STORED = Decimal("0.001")
_MOST = Decimal(999_999)


def measured(amount: Decimal | None, unit: str) -> tuple[Decimal, str] | None:
    """How much it is, and "g" or "ml"; None where the file counts in anything else, or says no amount."""
    name = unit.strip().casefold().rstrip(".")
    factor, of = (_G[name], "g") if name in _G else (_ML.get(name), "ml")
    if amount is None or factor is None:
        return None
    quantity = (amount * factor).quantize(_STORED)
    return (quantity, of) if 0 < quantity <= _MOST else None
