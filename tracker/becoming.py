"""What a row of another tracker becomes: an entry of a food that the person chose, or of a food of their own.

Which figure counts: the file's own wherever it has one. Where it has none, a food that was chosen gives its figure, if
the amount can be measured in it; else it stays unknown. A food of one's own that the file made gives none. Whoever
wants the figures of the chosen foods before those of the file says so (`table_first`); where a food has none, that of
the file counts still.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.models import User
from foods.choices import Basis, Category, Grade, Origin, Reliability, Route, State
from foods.models import Food, Portion
from foods.search.folding import words
from foods.units import ug_in, ug_of_basis
from tracker.importing.amounts import measured
from tracker.models import Entry, HistoryRow

LONGEST_FOOD, LONGEST_PORTION = 160, 80
MOST_FIGURE = Decimal(10_000_000)  # µg in 100 g: beyond it the weight is wrong
_ONE, _STORED = Decimal(1), Decimal("0.001")
_DOSE = re.compile(  # words by which people call what is no food
    r"\b(supplement|multi-?vitamins?|vitamin b-?12|b-?12|b[- ]complex|(cyano|methyl|hydroxo|adenosyl)?cobalamin"
    r"|tablets?|capsules?|caplets?|softgels?|lozenges?|gumm(y|ies)|sprays?|drops)\b",
    re.IGNORECASE,
)
_DOSE_UNITS = frozenset(("tablet", "capsule", "pill", "caplet", "softgel", "lozenge", "gummy", "drop", "spray"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A food that a name stands for; `portion`: what one of the things is that the file counts, None for not known.
    `portions` by the folded words of their names."""

    food: Food
    portion: Portion | None
    portions: Mapping[tuple[str, ...], Portion] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnKey:
    """One own food for each name, in what it is measured."""

    name: str
    basis: str


def origin_of(name: str, unit: str, said: str) -> str:
    """As the file says; else a supplement where it is called like one, and a food for all others."""
    if said in Origin.values:
        return said
    folded = words(unit)
    is_dose = _DOSE.search(name) or bool(folded and folded[0] in _DOSE_UNITS)
    return Origin.SUPPLEMENT if is_dose else Origin.FOOD


def own_key(row: HistoryRow) -> OwnKey:
    found = measured(row.amount, row.unit)
    basis = Basis.UNIT if found is None else Basis.G100 if found[1] == "g" else Basis.ML100
    return OwnKey(row.name[:LONGEST_FOOD].strip().casefold(), basis)


def own_food(row: HistoryRow, *, owner: User) -> Food:
    """A private food as the first row of its name with a figure tells it. Not saved."""
    basis, origin = own_key(row).basis, origin_of(row.name, row.unit, row.origin)
    figure = None if row.ug is None else ug_of_basis(row.ug, _quantity(row), basis)
    figure = None if figure is None or figure > MOST_FIGURE else figure
    dose = origin in (Origin.SUPPLEMENT, Origin.INJECTED)
    return Food(
        owner=owner, name=row.name[:LONGEST_FOOD].strip(), basis=basis, b12_ug=figure, b12_unknown=figure is None,
        b12_added_ug=figure if dose else None, origin=origin, state=State.PUBLISHED,
        category=Category.SUPPLEMENT if origin == Origin.SUPPLEMENT else Category.OTHER,
        route=Route.INJECTED if origin == Origin.INJECTED else Route.SWALLOWED,
    )  # fmt: skip


def own_portion(row: HistoryRow, food: Food) -> Portion:
    """What an own food is offered in: as the file counts it, or as much as was had."""
    if food.basis == Basis.UNIT:
        return Portion(food=food, name=row.unit[:LONGEST_PORTION] or "portion", quantity=1, is_default=True)
    return Portion(food=food, name="portion", quantity=min(_quantity(row), Decimal(99_999)), is_default=True)


def entry_of(
    row: HistoryRow, *, owner: User, chosen: Chosen | None, own: Food | None, table_first: bool = False
) -> Entry:
    """Not saved. `own` where nothing was chosen, or what was cannot be measured in what the file counts."""
    amount = _amount_in(row, chosen) if chosen else None
    if chosen and amount:
        entry = _of(row, chosen.food, *amount, owner=owner)
        entry.name = str(chosen.food)
        filled = ug_in(entry.quantity, chosen.food.b12_ug, chosen.food.basis)
        entry.added_ug = ug_in(entry.quantity, chosen.food.b12_added_ug, chosen.food.basis)
        entry.swallowed_ug = filled
        keeps = table_first and filled is not None
        if row.ug is not None and row.ug != filled and not keeps:
            _say(entry, row.ug, food=chosen.food)
        return entry
    assert own is not None
    return _of_own(row, own, owner=owner)


def fits(row: HistoryRow, chosen: Chosen) -> bool:
    """Whether the amount of the row can be measured in the food."""
    return _amount_in(row, chosen) is not None


def _of_own(row: HistoryRow, own: Food, *, owner: User) -> Entry:
    quantity = _quantity(row) if own.basis != Basis.UNIT else (row.amount or _ONE)
    name = "" if own.basis != Basis.UNIT else row.unit[:LONGEST_PORTION] or "portion"
    entry = _of(row, own, None, name, quantity, quantity, owner=owner)
    entry.name, entry.swallowed_ug = row.name, row.ug
    entry.added_ug = row.ug if own.origin in (Origin.SUPPLEMENT, Origin.INJECTED) else None
    entry.grade, entry.reliability = Grade.USER, Reliability.ACTIVE
    return entry


def _say(entry: Entry, ug: Decimal, *, food: Food) -> None:
    """The file's figure in place of the food's; of it as large a part is added as in the food."""
    entry.swallowed_ug, entry.grade = ug, Grade.USER
    share = food.b12_added_ug / food.b12_ug if food.b12_ug and food.b12_added_ug is not None else None
    if food.origin in (Origin.SUPPLEMENT, Origin.INJECTED):
        share = _ONE
    entry.added_ug = None if share is None else (ug * share).quantize(Decimal("0.0001"))


def _of(
    row: HistoryRow, food: Food, portion: Portion | None, name: str, amount: Decimal, quantity: Decimal, *, owner: User
) -> Entry:
    return Entry(
        owner=owner, uid=row.key, food=food, portion=portion, portion_name=name, amount=amount, quantity=quantity,
        basis=food.basis, origin=food.origin, form=food.form, route=food.route, reliability=food.reliability,
        grade=food.grade, eaten_at=row.eaten_at, local_date=row.local_date, local_minute=row.local_minute,
    )  # fmt: skip


def _quantity(row: HistoryRow) -> Decimal:
    """g or ml where the file says them, else how many."""
    found = measured(row.amount, row.unit)
    return found[0] if found else (row.amount or _ONE)


def _amount_in(row: HistoryRow, chosen: Chosen) -> tuple[Portion | None, str, Decimal, Decimal] | None:
    """Portion, its name, how many of it, and g, ml or pieces of the food; None where the file does not tell."""
    food, found = chosen.food, measured(row.amount, row.unit)
    if found and (food.basis, found[1]) in ((Basis.G100, "g"), (Basis.ML100, "ml")):
        return None, "", found[0], found[0]
    portion = chosen.portions.get(tuple(words(row.unit))) if row.unit and not found else None
    portion = portion or (None if found else chosen.portion)
    if portion is None:
        return None
    amount = row.amount or _ONE
    quantity = (amount * portion.quantity).quantize(_STORED)
    return (portion, portion.name, amount, quantity) if 0 < quantity < 10**8 else None


def portions_by_name(portions: Iterable[Portion]) -> dict[tuple[str, ...], Portion]:
    return {tuple(words(portion.name)): portion for portion in portions}
