"""What the readers of USDA's sets share: grades by source code, portions, and the last look at a record."""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from foods.choices import Category, Grade
from foods.importing import checks
from foods.importing.categories import placed
from foods.importing.problems import Refused, shown
from foods.importing.records import FoodRecord, PortionRecord

ASSUMED_ZERO = "7"
ASSUMED_NOTE = "USDA assumes that there is none: nobody measured it."
NOT_SPECIFIED = "quantity not specified"  # how the survey's portions call the default amount
_GRADES = {
    **dict.fromkeys(("1", "6", "12", "13"), Grade.ANALYSED),
    **dict.fromkeys(("4", "11"), Grade.CALCULATED),
    **dict.fromkeys(("5", "8", "9"), Grade.LABEL),
    ASSUMED_ZERO: Grade.ASSUMED,
}
_MOST_GRAMS = Decimal(100_000)
_LONGEST = 80
_ADVICE = "guideline amount"  # to interviewers of the survey, not something people have
_ROUNDING, _LEAST_ROUNDING = Decimal("0.01"), Decimal("0.01")
MOST_PORTIONS = 60

Measure = tuple[str, Decimal]  # what it is called, grams


def grade_of(source_code: str) -> Grade:
    """By the code of a figure's source (file SRC_CD, column code of food_nutrient_source)."""
    return _GRADES.get(source_code, Grade.CALCULATED)


def note_of(source_code: str, ug: Decimal | None) -> str:
    return ASSUMED_NOTE if source_code == ASSUMED_ZERO and ug == 0 else ""


def measure(description: str, grams: object, *, amount: object = 1) -> Measure:
    """A portion as a name and a weight: ("cup", "244", amount="0.5") is “0.5 cup”. Raises `Refused`."""
    name = checks.clean_name(description)
    weight, count = _positive(grams), _positive(amount)
    name = name.removeprefix("1 ") if count == 1 else f"{count.normalize():f} {name}"
    return _short(name), weight


def _positive(value: object) -> Decimal:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise Refused("portion", f"“{shown(value)}” is no weight or number of portions.") from None
    if number.is_finite() and 0 < number < _MOST_GRAMS and 0 < (rounded := round(number, 3)) < _MOST_GRAMS:
        return rounded  # only what is in bounds can be rounded: 1e30 has no third decimal
    raise Refused("portion", f"A portion of {shown(value)} is nothing or far too much.")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def portions(measures: Iterable[Measure]) -> tuple[PortionRecord, ...]:
    """Portions in the order of the set, each name once. The default is the weight that is called “quantity not
    specified”, under the name another portion of the same weight has; without such a weight it is the first."""
    listed: dict[str, Decimal] = {}
    usual: Decimal | None = None
    for name, grams in measures:
        if name.casefold().startswith(NOT_SPECIFIED):  # some say for which meal: the first of these
            usual = usual or grams
        elif len(listed) < MOST_PORTIONS and not name.casefold().startswith(_ADVICE):
            listed.setdefault(name, grams)
    if usual is not None and usual not in listed.values():
        listed = {"usual amount": usual} | listed
    default = next((name for name, grams in listed.items() if usual in (None, grams)), "")
    return tuple(PortionRecord(name, grams, name == default) for name, grams in listed.items())


def _added(total: Decimal | None, added: Decimal | None) -> Decimal | None:
    """Total and added are rounded apart: 4.69 µg in all "of which 4.7" were added is all of it. A part of an unknown
    total says nothing."""
    if total is None or added is None:
        return None
    return total if total < added <= total + max(total * _ROUNDING, _LEAST_ROUNDING) else added


def finished(record: FoodRecord, category: Category, *, market: str = "US") -> FoodRecord:
    """The record in its category, once its figures were looked at. Raises `Refused`."""
    added = _added(record.b12_ug, record.b12_added_ug)
    if added != record.b12_added_ug:
        record = dataclasses.replace(record, b12_added_ug=added)
    checks.added_within_total(record.b12_ug, record.b12_added_ug)
    if record.b12_ug is not None:
        checks.within_cap(category, record.basis, record.b12_ug)
    return placed(record, category, market=market)
