"""What a person is offered to log in one press: their usuals, or three sensible things for a newcomer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from foods.choices import State
from foods.models import Food, Portion
from foods.units import describe_amount, ug_in
from tracker.domain import usuals
from tracker.domain.usuals import Usual
from tracker.reports.recent import Recent
from tracker.reports.suggested import ANYBODY, MOST, Wishes


@dataclass(frozen=True, slots=True)
class UsualChip:
    """One button. `what` is the value it posts: food, portion and amount."""

    food_id: int
    name: str
    amount: str
    ug: Decimal | None
    reliability: str
    what: str


def chips(ranked: Iterable[Usual]) -> tuple[UsualChip, ...]:
    """One query where every usual has a portion. A usual whose food or portion is gone is left out."""
    ranked = list(ranked)
    by_portion = _portion_rows({usual.portion_id for usual in ranked if usual.portion_id})
    by_food = _food_rows({usual.food_id for usual in ranked if not usual.portion_id})
    found = []
    for usual in ranked:
        if row := by_portion.get(usual.portion_id) if usual.portion_id else by_food.get(usual.food_id):
            found.append(_chip(usual, *row))
    return tuple(found)


_FOOD = ("name", "brand", "basis", "b12_ug", "reliability")


def _portion_rows(ids: set[int]) -> dict[int, tuple]:
    rows = Portion.objects.filter(pk__in=ids, food__state=State.PUBLISHED) if ids else Portion.objects.none()
    return {row[0]: row[1:] for row in rows.values_list("pk", "name", "quantity", *(f"food__{c}" for c in _FOOD))}


def _food_rows(ids: set[int]) -> dict[int, tuple]:
    rows = Food.objects.filter(pk__in=ids, state=State.PUBLISHED) if ids else Food.objects.none()
    return {row[0]: ("", Decimal(1), *row[1:]) for row in rows.values_list("pk", *_FOOD)}


def _chip(
    usual: Usual, portion: str, size: Decimal, name: str, brand: str, basis: str, b12_ug: Decimal | None,
    reliability: str,
) -> UsualChip:  # fmt: skip
    quantity = usual.amount * size
    return UsualChip(
        food_id=usual.food_id,
        name=f"{name}, {brand}" if brand else name,
        amount=describe_amount(usual.amount, portion, quantity, basis),
        ug=ug_in(quantity, b12_ug, basis),
        reliability=reliability,
        what=what_value(usual.food_id, usual.portion_id, usual.amount),
    )


def what_value(food_id: int, portion_id: int | None, amount: Decimal) -> str:
    """“food:portion:amount”, the way one button says it all; read by `forms.log.LogForm`."""
    return f"{food_id}:{portion_id or 'base'}:{amount.normalize():f}"


def topped_up(usual: tuple[UsualChip, ...], wishes: Wishes = ANYBODY) -> tuple[UsualChip, ...]:
    """At least three things to press: what somebody new logs not yet is filled up with suggestions."""
    if len(usual) >= MOST:
        return usual
    there = {chip.food_id for chip in usual}
    more = [chip for chip in suggestions(wishes) if chip.food_id not in there]
    return (*usual, *more)[:MOST]


def suggestions(wishes: Wishes = ANYBODY) -> tuple[UsualChip, ...]:
    """Three sensible things for somebody who has logged nothing yet."""
    wanted = wishes.wanted
    portions = Portion.objects.filter(
        is_default=True,
        food__in=Food.objects.published(),
        food__source__key__in={source for source, _ in wanted},
        food__source_ref__in={ref for _, ref in wanted},
    )
    by_ref = {ref: (food_id, pk) for ref, food_id, pk in portions.values_list("food__source_ref", "food_id", "pk")}
    found = [Usual(*by_ref[ref], amount=Decimal(1), weight=1.0) for _, ref in wanted if ref in by_ref]
    return chips(found[:MOST])


def ranked(rows: Iterable[Recent], *, today: dt.date, minute: int) -> list[Usual]:
    """What was logged lately by how likely it is now.

    Learned from the days before: what is logged today changes no places, so that nothing moves under a finger. Foods
    that are new today stand at the end.
    """
    before, new = [], []
    for row in rows:
        (before if row.date < today else new).append(row[:5])
    best = usuals.rank(before, today=today, minute=minute)
    if len(best) < usuals.MOST and new:
        there = {usual.food_id for usual in best}
        best += [usual for usual in usuals.rank(new, today=today, minute=minute) if usual.food_id not in there]
    return [replace(usual, amount=Decimal(str(usual.amount))) for usual in best[: usuals.MOST]]
