"""Amounts of food and of B12: from what stands on the label to what was had.

Pure arithmetic on `Decimal`; None is unknown and stays unknown.
"""

from decimal import ROUND_HALF_EVEN, Decimal

from foods.choices import Basis

_DIVISOR = {Basis.G100: Decimal(100), Basis.ML100: Decimal(100), Basis.UNIT: Decimal(1)}
UNIT_OF_BASIS = {Basis.G100: "g", Basis.ML100: "ml", Basis.UNIT: ""}
_STORED = Decimal("0.0001")


def ug_in(quantity: Decimal, figure_ug: Decimal | None, basis: str) -> Decimal | None:
    """µg of B12 in `quantity` (g, ml or units) of a food with `figure_ug` in its basis; None where it is unknown."""
    if figure_ug is None:
        return None
    return (quantity * figure_ug / _DIVISOR[Basis(basis)]).quantize(_STORED, rounding=ROUND_HALF_EVEN)


def ug_of_basis(ug: Decimal, quantity: Decimal, basis: str) -> Decimal:
    """The figure in the food's basis where `ug` are in `quantity` (g, ml or units): what a label's portion says."""
    return (ug / quantity * _DIVISOR[Basis(basis)]).quantize(_STORED, rounding=ROUND_HALF_EVEN)


def counted_ug(swallowed_ug: Decimal | None, *, reliability: str) -> Decimal | None:
    """What counts towards intake: inactive look-alikes and disputed figures count 0, whatever was measured."""
    return swallowed_ug if reliability == "active" else Decimal(0)


def plain_number(value: Decimal | float, places: int = 3) -> str:
    """A number as people write it: at most `places` decimals, no trailing zeros, commas between thousands."""
    text = f"{Decimal(value):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_ug(ug: Decimal) -> str:
    """A µg figure without its unit: two decimals below 10, one below 100, none above; a trace stays visible."""
    if 0 < ug <= Decimal("0.005"):  # which would be rounded to 0
        return "< 0.01"
    return plain_number(ug, 2 if ug < 10 else 1 if ug < 100 else 0)


def format_quantity(quantity: Decimal, basis: str) -> str:
    """“140 g”, “244 ml”; nothing for things counted in units."""
    unit = UNIT_OF_BASIS[Basis(basis)]
    return f"{plain_number(quantity, 0 if quantity >= 10 else 1)}\u00a0{unit}" if unit else ""


_FRACTIONS = {Decimal("0.25"): "¼", Decimal("0.5"): "½", Decimal("0.75"): "¾"}


def format_amount(amount: Decimal) -> str:
    """How many portions: “½”, “1½”, “2”, “0.3”."""
    whole, rest = divmod(Decimal(amount), 1)
    if (fraction := _FRACTIONS.get(rest)) is None:
        return plain_number(amount)
    return f"{whole:f}{fraction}" if whole else fraction


def describe_amount(amount: Decimal, portion_name: str, quantity: Decimal, basis: str) -> str:
    """What was had, in words: “1 glass, 244 g”, “2 × large egg, 100 g”, “30 g”, “3”."""
    weight = format_quantity(quantity, basis)
    if not portion_name:
        return weight or format_amount(amount)
    count = format_amount(amount) if amount <= 1 else f"{format_amount(amount)} ×"
    return f"{count} {portion_name}, {weight}" if weight else f"{count} {portion_name}"
