"""Usual meals as pages show them: on their own page, among the usuals of Today, and among the matches of a search."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from foods.choices import Reliability
from foods.lean import Offer, rows_of
from foods.units import describe_amount, ug_in
from tracker.domain import together
from tracker.domain.together import Sitting
from tracker.domain.usuals import MOST, Usual
from tracker.people import clock_of
from tracker.reports.usuals import UsualChip, chip_of, keys_of

_FINEST = Decimal("0.001")
Offers = Mapping[tuple[int, int], Offer]
_OF_THING = (
    "food_id", "portion_id", "portion_name", "amount", "quantity", "basis", "food__name", "food__brand",
    "food__merged_into_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a kept meal, as it was written down."""

    food_id: int
    portion_id: int | None
    portion_name: str
    amount: Decimal
    quantity: Decimal | None
    basis: str
    name: str
    brand: str
    merged_into_id: int | None

    @property
    def key(self) -> tuple[int, int]:
        return (self.portion_id, 0) if self.portion_id else (0, self.food_id)


@dataclass(frozen=True, slots=True)
class ThingRow:
    """One thing as it would be logged now. `ug` None is unknown; with `gone` it cannot be logged any more."""

    name: str
    what: str
    ug: Decimal | None
    reliability: str
    gone: bool


@dataclass(frozen=True, slots=True)
class KeptMeal:
    pk: int
    name: str
    created_at: dt.datetime
    things: tuple[Thing, ...]

    @property
    def foods(self) -> frozenset[int]:
        """The foods that it would log now."""
        return frozenset(thing.merged_into_id or thing.food_id for thing in self.things)

    @property
    def food_sets(self) -> tuple[frozenset[int], frozenset[int]]:
        """Those, and those it was made of before any of them was merged: entries of the past may name either."""
        return self.foods, frozenset(thing.food_id for thing in self.things)

    def rows(self, offers: Offers) -> tuple[ThingRow, ...]:
        return tuple(_row(thing, offers.get(thing.key)) for thing in self.things)


@dataclass(frozen=True, slots=True)
class MealChip:
    """A usual meal that is logged in one press. `known_ug` is a lower bound where `unknown` is not 0."""

    pk: int
    name: str
    things: int
    known_ug: Decimal
    unknown: int
    food_id: int = 0  # it stands for no single food

    @classmethod
    def of(cls, meal: KeptMeal, rows: Sequence[ThingRow]) -> "MealChip":
        """Of what can be logged now."""
        there = [row for row in rows if not row.gone]
        known = sum((row.ug for row in there if row.ug is not None), Decimal(0))
        return cls(meal.pk, meal.name, len(there), known, sum(row.ug is None for row in there))


def _row(thing: Thing, offer: Offer | None) -> ThingRow:
    """Mirrors `models.meals.offered_now`: what the page says is what a press logs."""
    full = f"{thing.name}, {thing.brand}" if thing.brand else thing.name
    if offer is None or (offer.portion_id is None and thing.basis and thing.basis != offer.basis):
        return ThingRow(full, _as_written(thing), None, Reliability.ACTIVE, gone=True)
    whole = thing.portion_name and thing.portion_id is None and thing.quantity is not None
    amount = thing.quantity if whole else thing.amount
    quantity = (amount * offer.size).quantize(_FINEST)
    shown = amount if offer.portion_id else quantity
    counts = offer.reliability == Reliability.ACTIVE
    ug = ug_in(quantity, offer.b12_ug, offer.basis) if counts else Decimal(0)
    name = f"{offer.name}, {offer.brand}" if offer.brand else offer.name
    what = describe_amount(shown, offer.portion if offer.portion_id else "", quantity, offer.basis)
    return ThingRow(name, what, ug, offer.reliability, gone=False)


def _as_written(thing: Thing) -> str:
    quantity = thing.amount if thing.quantity is None else thing.quantity
    return describe_amount(thing.amount, thing.portion_name, quantity, thing.basis or "unit")


def kept_meals(person: User, **only: object) -> list[KeptMeal]:
    """One query, for however many meals; by name."""
    rows = (
        person.usual_meals.filter(**only)
        .order_by("name", "pk", "items__position")
        .values_list("pk", "name", "created_at", *(f"items__{field}" for field in _OF_THING))
    )
    found: dict[int, tuple[str, dt.datetime, list[Thing]]] = {}
    for pk, name, created_at, *thing in rows:
        things = found.setdefault(pk, (name, created_at, []))[2]
        if thing[0] is not None:
            things.append(Thing(*thing))
    return [KeptMeal(pk, name, at, tuple(things)) for pk, (name, at, things) in found.items()]


def offers_of(things: Iterable[Thing], *, usuals: Iterable[Usual] = ()) -> Offers:
    """What all of these are today; one query, none for nothing."""
    portions, foods = keys_of(usuals)
    for thing in things:
        (portions if thing.portion_id else foods).add(thing.portion_id or thing.food_id)
    return rows_of(portions=portions, foods=foods)


@dataclass(frozen=True, slots=True)
class MealRow:
    chip: MealChip
    rows: tuple[ThingRow, ...]

    @property
    def gone(self) -> int:
        return len(self.rows) - self.chip.things


@dataclass(frozen=True, slots=True)
class MealsPage:
    """The list of all usual meals."""

    meals: tuple[MealRow, ...]

    @classmethod
    def build(cls, person: User) -> "MealsPage":
        """Two queries."""
        meals = kept_meals(person)
        offers = offers_of(thing for meal in meals for thing in meal.things)
        rows = [(meal, meal.rows(offers)) for meal in meals]
        return cls(tuple(MealRow(MealChip.of(meal, row), row) for meal, row in rows))


MOST_MATCHES = 3


def meals_called(person: User, query: str) -> tuple[MealChip, ...]:
    """Usual meals with every word that was typed in their name; one query where there are none, else three."""
    words = query.casefold().split()
    if not words:
        return ()
    names = person.usual_meals.values_list("pk", "name")
    called = [pk for pk, name in names if all(word in name.casefold() for word in words)]
    found = kept_meals(person, pk__in=called) if called else []
    offers = offers_of(thing for meal in found for thing in meal.things)
    chips = [MealChip.of(meal, meal.rows(offers)) for meal in found]
    return tuple(chip for chip in chips if chip.things)[:MOST_MATCHES]


def with_meals(
    best: Sequence[Usual], meals: Sequence[KeptMeal], *, offers: Offers, had: Sequence[Sitting], person: User,
    today: dt.date, minute: int,
) -> tuple[UsualChip | MealChip, ...]:  # fmt: skip
    """Foods and meals in one row of buttons, likeliest first; a meal stands before the foods it weighs as much as."""
    clock = clock_of(person)
    weighed: list[tuple[float, UsualChip | MealChip]] = []
    for meal in meals:
        chip = MealChip.of(meal, meal.rows(offers))
        if chip.things:
            kept = {"kept_on": clock.local_date(meal.created_at), "kept_minute": clock.local_minute(meal.created_at)}
            weight = together.weight_of(meal.foods, had, today=today, minute=minute, **kept)
            weighed.append((weight, chip))
    weighed.sort(key=lambda one: (-one[0], one[1].name))
    there: set[int] = set()
    chips: list[UsualChip | MealChip] = []
    for usual in best:
        while weighed and weighed[0][0] >= usual.weight:
            chips.append(weighed.pop(0)[1])
        chip = chip_of(usual, offers)
        if chip and chip.food_id not in there:
            there.add(chip.food_id)
            chips.append(chip)
    return (*chips, *(chip for _weight, chip in weighed))[:MOST]
