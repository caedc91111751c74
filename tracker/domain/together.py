"""Which things a person has together, learned from what they logged: "these three again?". Pure.

What was logged within `APART_MIN` of the first bite is one sitting. A set of 2 to 5 foods is offered where it is a
habit of this hour, and not chance. Our choices, which order an offer and claim nothing:

* Only sittings within `REACH_MIN` of the present minute count: breakfast says nothing about the evening.
* Habit: together on at least `LEAST_OF_RECENT` of the last `RECENT_DAYS` days, and at least once on a day like today
  where there was one (a working day or a weekend); or, for what belongs to one weekday, on at least `LEAST_OF_WEEKDAYS`
  of the last six of it.
* Not chance: of the times that the commonest of them was had at this hour, the others came along in `SHARE` at least.

Of several sets the one that saves most presses is offered: days times things. Equal ones are told apart by the numbers
of their foods, so that the same log always gives the same answer.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tracker.domain.usuals import HALF_LIFE_DAYS, WEEKDAY_WEIGHT, WINDOW_DAYS, Logged, hour_weights

APART_MIN = 45
REACH_MIN = 120
RECENT_DAYS, LEAST_OF_RECENT = 14, 4
WEEKDAYS, LEAST_OF_WEEKDAYS = 6, 3
SHARE = 0.6
LEAST_THINGS, MOST_THINGS = 2, 5
_SATURDAY = 5


class Way(NamedTuple):
    """How much of it: of a portion, or of g, ml or pieces where `portion_id` is None."""

    portion_id: int | None
    amount: Decimal | float


@dataclass(frozen=True, slots=True)
class Sitting:
    """What was had at one time: each food with the way it was had in."""

    date: dt.date
    minute: int
    foods: Mapping[int, Way]


@dataclass(frozen=True, slots=True)
class Together:
    """Foods that go together, in the order of their numbers. `rest`: those of them not yet logged today.

    They were together on `days` of the last `of_days` days; where `weekday` is said, of the last that many of that
    weekday (0: Monday).
    """

    foods: tuple[int, ...]
    rest: tuple[int, ...]
    ways: Mapping[int, Way]
    days: int
    of_days: int
    weekday: int | None


def sittings(logged: Iterable[Logged]) -> list[Sitting]:
    """What was had, gathered into sittings: each begins with what came more than `APART_MIN` after the last began."""
    found: list[Sitting] = []
    foods: dict[int, Way] = {}
    for food_id, portion_id, amount, date, minute in sorted(logged, key=_when):
        if not found or found[-1].date != date or minute - found[-1].minute > APART_MIN:
            foods = {}
            found.append(Sitting(date, minute, foods))
        foods[food_id] = Way(portion_id, amount)
    return found


def _when(row: Logged) -> tuple[dt.date, int, int, int, Decimal]:
    return (row[3], row[4], row[0], row[1] or 0, row[2])


def suggest(
    had: Iterable[Sitting], *, today: dt.date, minute: int, but: Collection[frozenset[int]] = (),
    meals: Collection[frozenset[int]] = (),
) -> Together | None:  # fmt: skip
    """What to offer now, None for nothing: at the usual hour, or when the first of them is logged.

    `but`: sets that were put aside, and keep away whatever holds them or is held by them. `meals`: sets that are kept
    already, and whatever they hold. What is logged today is offered no more; when all of a set is, nothing is.
    """
    near: list[Sitting] = []
    done: set[int] = set()
    for sitting in had:
        age = (today - sitting.date).days
        if age == 0:
            done |= sitting.foods.keys()
        elif 0 < age <= WINDOW_DAYS and _gap(sitting.minute, minute) <= REACH_MIN:
            near.append(sitting)
    alone = Counter(food for sitting in near for food in sitting.foods)
    found = [
        one
        for foods in _candidates(near, alone)
        if not any(foods <= kept for kept in meals)
        and not any(foods <= put or put <= foods for put in but)
        and (one := _habit(foods, near, alone, today=today, done=done))
    ]
    return min(found, key=lambda one: (-one.days * len(one.foods), -len(one.foods), one.foods), default=None)


def _gap(one: int, other: int) -> int:
    """Minutes between two times of day; the clock is round."""
    gap = abs(one - other)
    return min(gap, 24 * 60 - gap)


def _candidates(near: Iterable[Sitting], alone: Counter[int]) -> set[frozenset[int]]:
    """What two sittings have in common: every habit is among that. Of more than five the five had most often."""
    often = {food for food, times in alone.items() if times >= LEAST_OF_WEEKDAYS}
    plates = sorted({frozenset(sitting.foods.keys() & often) for sitting in near}, key=sorted)
    shared = {one & other for n, one in enumerate(plates) for other in plates[n:]}
    cut = {
        frozenset(sorted(foods, key=lambda food: (-alone[food], food))[:MOST_THINGS]) for foods in shared
    }  # fmt: skip
    return {foods for foods in cut if len(foods) >= LEAST_THINGS}


def _habit(
    foods: frozenset[int], near: list[Sitting], alone: Counter[int], *, today: dt.date, done: set[int]
) -> Together | None:  # fmt: skip
    """The offer of this set, None where it is no habit or nothing of it is left for today."""
    rest = tuple(sorted(foods - done))
    times = [sitting for sitting in near if foods <= sitting.foods.keys()]
    if not rest or len(times) < SHARE * max(alone[food] for food in foods):
        return None
    days = {sitting.date for sitting in times}
    recent = sum((today - day).days <= RECENT_DAYS for day in days)
    same = sum((today - day).days % 7 == 0 for day in days)
    alike = any(_is_weekend(day) == _is_weekend(today) for day in days)
    ways = {food: _way(food, times) for food in foods}
    if recent >= LEAST_OF_RECENT and alike:
        return Together(tuple(sorted(foods)), rest, ways, recent, RECENT_DAYS, None)
    if same >= LEAST_OF_WEEKDAYS:
        return Together(tuple(sorted(foods)), rest, ways, same, WEEKDAYS, today.weekday())
    return None


def _is_weekend(day: dt.date) -> bool:
    return day.weekday() >= _SATURDAY


def _way(food: int, times: list[Sitting]) -> Way:
    """The way a food was had in most often among these; of equal ones the latest."""
    counts = Counter(sitting.foods[food] for sitting in times)
    last = {sitting.foods[food]: sitting.date for sitting in sorted(times, key=lambda one: one.date)}
    return max(counts, key=lambda way: (counts[way], last[way]))


def weight_of(
    foods: frozenset[int], had: Iterable[Sitting], *, kept_on: dt.date, kept_minute: int, today: dt.date, minute: int
) -> float:  # fmt: skip
    """How likely a usual meal is now, on the scale of `usuals.rank`: each sitting before today that held all of it
    counts, and that it was kept counts like one, so that a new meal has its place."""
    by_gap = hour_weights(minute)
    moments = [(one.date, one.minute) for one in had if one.date < today and foods <= one.foods.keys()] if foods else []
    weight = 0.0
    for date, at in (*moments, (kept_on, kept_minute)):
        age = max((today - date).days, 0)
        if age <= WINDOW_DAYS:
            weekday = WEEKDAY_WEIGHT if age % 7 == 0 else 0.0
            weight += 0.5 ** (age / HALF_LIFE_DAYS) * (by_gap[at // 15] + weekday)
    return weight
