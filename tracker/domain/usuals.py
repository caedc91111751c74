"""Which things a person probably wants to log now, learned from what they logged. Pure.

Every time something was logged adds to its weight: more when it was lately, more when it was at this hour, and
a little more when it was on this weekday. The constants are our choices; they order a list and claim nothing.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

MOST = 8
WINDOW_DAYS = 42
HALF_LIFE_DAYS = 14
HOUR_SPREAD_MIN = 90
HOUR_WEIGHT, WEEKDAY_WEIGHT = 4.0, 0.75
_DAY_MIN = 24 * 60


class Logged(NamedTuple):
    """One past entry, as the database hands it over: `minute` is its local minute of the day."""

    food_id: int
    portion_id: int | None
    amount: Decimal
    date: dt.date
    minute: int


@dataclass(frozen=True, slots=True)
class Usual:
    """A food with the amount it is usually had in."""

    food_id: int
    portion_id: int | None
    amount: Decimal
    weight: float


def rank(logged: Iterable[Logged], *, today: dt.date, minute: int, most: int = MOST) -> list[Usual]:
    """The `most` likeliest foods now, each once, with the portion and amount it was mostly had in lately.

    `today` and `minute` are the person's local day and minute of the day.
    """
    by_age = [math.exp2(-days / HALF_LIFE_DAYS) for days in range(WINDOW_DAYS + 1)]
    by_gap = hour_weights(minute)
    foods: dict[int, float] = {}
    ways: dict[tuple[int, int | None, Decimal], float] = {}
    for food_id, portion_id, amount, date, at in logged:
        days = (today - date).days
        if not 0 <= days <= WINDOW_DAYS:
            continue
        weight = by_age[days] * (by_gap[at // 15] + (WEEKDAY_WEIGHT if days % 7 == 0 else 0.0))
        foods[food_id] = foods.get(food_id, 0.0) + weight
        way = (food_id, portion_id, amount)
        ways[way] = ways.get(way, 0.0) + by_age[days]
    # sums are rounded so that the order in which rows arrive, which is nobody's, decides nothing
    best = sorted(foods, key=lambda food_id: (-round(foods[food_id], 9), food_id))[:most]
    return [_usual(food_id, foods[food_id], ways) for food_id in best]


@lru_cache(maxsize=64)
def hour_weights(minute: int) -> tuple[float, ...]:
    """The weight of each quarter of an hour of the day, seen from `minute`; the clock is round."""
    weights = []
    for quarter in range(_DAY_MIN // 15):
        gap = abs(quarter * 15 + 7 - minute)
        gap = min(gap, _DAY_MIN - gap)
        weights.append(1.0 + HOUR_WEIGHT * math.exp(-((gap / HOUR_SPREAD_MIN) ** 2)))
    return tuple(weights)


def _usual(food_id: int, weight: float, ways: dict[tuple[int, int | None, Decimal], float]) -> Usual:
    own = (way for way in ways if way[0] == food_id)
    _, portion_id, amount = max(own, key=lambda way: (round(ways[way], 9), -way[2], -(way[1] or 0)))
    return Usual(food_id, portion_id, amount, weight)
