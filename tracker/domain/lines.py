"""A line with several things in it: “2 eggs, oat milk; ½ avocado”. Pure.

Splits at commas, semicolons and new lines, but not at a comma within a number, and reads an amount in front.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.amounts import Unreadable, parse_amount

MOST_ITEMS = 8  # on one page, to be looked at once
_BETWEEN = re.compile(r"\n|;|,(?!\d)|(?<!\d),")
_AMOUNT = re.compile(
    r"(?P<amount>\d+\s+\d/\d|\d+/\d+|\d*[¼½¾⅓⅔]|\d[\d.,]*|half|an?|one|two|three|four)"
    r"\s*(?:[x×]\s*)?(?P<rest>(?<=[\sx×¼½¾⅓⅔]).+)",
    re.IGNORECASE | re.DOTALL,
)
_DOSE = re.compile(r"(?:µg|μg|ug|mcg|mg|iu|g|ml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as typed; `amount` None where no number stands in front."""

    typed: str
    name: str
    amount: Decimal | None


def split_line(text: str) -> list[Item]:
    """The things of a line, in order; empty ones are left out."""
    return [_item(part.strip()) for part in _BETWEEN.split(text) if part.strip()]


def _item(part: str) -> Item:
    match = _AMOUNT.fullmatch(part)
    if match and not _DOSE.match(match["rest"]):  # “1000 mcg tablet”: the number belongs to the name
        try:
            return Item(part, match["rest"].strip(), parse_amount(match["amount"]))
        except Unreadable:
            pass
    return Item(part, part, None)
