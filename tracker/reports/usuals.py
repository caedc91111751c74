"""What a person is offered to log in one press: their usuals, or three sensible things for a newcomer."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q

from foods.lean import Offer, rows_of
from foods.models import Food, Portion
from foods.units import describe_amount, ug_in
from tracker.domain import usuals
from tracker.domain.usuals import Usual
from tracker.reports.recent import Recent
from tracker.reports.suggested import ANYBODY, MOST, Wishes

_FINEST = Decimal("0.001")  # of an amount


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
    """One query. A usual whose food or portion is gone is left out; one that was merged offers what it became."""
    ranked = list(ranked)
    portions, foods = keys_of(ranked)
    offers = rows_of(portions=portions, foods=foods)
    found: dict[int, UsualChip] = {}
    for usual in ranked:
        if chip := chip_of(usual, offers):
            found.setdefault(chip.food_id, chip)
    return tuple(found.values())


def keys_of(usuals: Iterable[Usual]) -> tuple[set[int], set[int]]:
    """The portions and the foods to ask `rows_of` for."""
    portions, foods = set(), set()
    for usual in usuals:
        (portions if usual.portion_id else foods).add(usual.portion_id or usual.food_id)
    return portions, foods


def chip_of(usual: Usual, offers: Mapping[tuple[int, int], Offer]) -> UsualChip | None:
    offer = offers.get((usual.portion_id, 0) if usual.portion_id else (0, usual.food_id))
    return _chip(usual.amount, offer) if offer else None


def _chip(amount: Decimal, offer: Offer) -> UsualChip:
    quantity = amount * offer.size
    # what was merged may have had a portion that the winner lacks: then in g, ml or pieces
    counted = quantity.quantize(_FINEST) if offer.portion_id is None else amount
    return UsualChip(
        food_id=offer.food_id,
        name=f"{offer.name}, {offer.brand}" if offer.brand else offer.name,
        amount=describe_amount(counted, offer.portion if offer.portion_id else "", quantity, offer.basis),
        ug=ug_in(quantity, offer.b12_ug, offer.basis),
        reliability=offer.reliability,
        what=what_value(offer.food_id, offer.portion_id, counted),
    )


def what_value(food_id: int, portion_id: int | None, amount: Decimal) -> str:
    """“food:portion:amount”, the way one button says it all; read by `forms.log.LogForm`."""
    return f"{food_id}:{portion_id or 'base'}:{amount.normalize():f}"


def topped_up(usual: tuple[UsualChip | Any, ...], wishes: Wishes = ANYBODY) -> tuple[UsualChip | Any, ...]:
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
        Q(food__in=Food.objects.published()) | Q(food__merged_into__in=Food.objects.published()),
        is_default=True,
        food__owner=None,
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
