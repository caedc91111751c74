"""Questions worth asking back before something is logged. Pure; the words stand with the forms."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Doubt(StrEnum):
    """`MUCH_B12`: mg typed for µg? `MUCH_FOOD`: g typed for portions? `MANY`: that many at once?"""

    MUCH_B12 = "much_b12"
    MUCH_FOOD = "much_food"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a question is asked. Our choices, wide enough that ordinary days never meet them."""

    food_ug: Decimal = Decimal(5_000)
    dose_ug: Decimal = Decimal(20_000)
    quantity: Decimal = Decimal(2_000)  # g or ml of one food at one time
    portions: Decimal = Decimal(12)


LIMITS = Limits()
MOST_QUANTITY = Decimal(20_000)  # g, ml or units: nobody has more of one thing at one time
MOST_UG = Decimal(1_000_000)  # a whole gram of B12: no food, tablet or ampoule holds it


class Refusal(StrEnum):
    """What no “yes, that is right” can confirm: less than can be stored, or more than there is."""

    NOTHING = "nothing"
    TOO_MUCH = "too_much"
    TOO_MUCH_B12 = "too_much_b12"


def refusal(*, amount: Decimal, quantity: Decimal, ug: Decimal | None) -> Refusal | None:
    """Why an amount cannot be logged at all. `quantity` is in g, ml or units as it would be stored."""
    if amount <= 0 or quantity <= 0:
        return Refusal.NOTHING
    if max(amount, quantity) > MOST_QUANTITY:
        return Refusal.TOO_MUCH
    if ug is not None and ug > MOST_UG:
        return Refusal.TOO_MUCH_B12
    return None


def doubts(
    *, swallowed_ug: Decimal | None, is_dose: bool, weighed: bool, quantity: Decimal, amount: Decimal, portioned: bool
) -> tuple[Doubt, ...]:
    """What to ask back about one entry: nothing for most."""
    found = []
    if swallowed_ug is not None and swallowed_ug > (LIMITS.dose_ug if is_dose else LIMITS.food_ug):
        found.append(Doubt.MUCH_B12)
    if weighed and quantity > LIMITS.quantity:
        found.append(Doubt.MUCH_FOOD)
    elif portioned and amount > LIMITS.portions:
        found.append(Doubt.MANY)
    return tuple(found)
