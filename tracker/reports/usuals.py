"""What a person is offered to log in one press: their usuals, or three sensible things for a newcomer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from foods.lean import rows_of
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
    """One query. A usual whose food or portion is gone is left out."""
    ranked = list(ranked)
    rows = rows_of(
        portions={usual.portion_id for usual in ranked if usual.portion_id},
        foods={usual.food_id for usual in ranked if not usual.portion_id},
    )
    found = []
    for usual in ranked:
        if row := rows.get((usual.portion_id, 0) if usual.portion_id else (0, usual.food_id)):
            found.append(_chip(usual, *row))
    return tuple(found)


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
