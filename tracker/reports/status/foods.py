"""Where the B12 comes from: by food and by time of day, swallowed and absorbed; and which foods leave a gap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TypeVar

from tracker.domain.days import MINUTES_A_DAY, PartOfDay, part_of_day
from tracker.domain.parameters import Span
from tracker.reports.absorbed import Absorption, Taken
from tracker.reports.day import PART_NAMES

MOST_FOODS, MOST_GAPS = 10, 3
Key = TypeVar("Key")


@dataclass(slots=True)
class _Sum:
    name: str = ""
    times: int = 0
    swallowed: float = 0.0
    low: float = 0.0
    middle: float = 0.0
    high: float = 0.0

    @property
    def absorbed(self) -> Span:
        return Span(self.low, self.middle, self.high)


def _add_up(absorption: Absorption, numbers: Sequence[int], key: Callable[[Taken], Key]) -> dict[Key, _Sum]:
    """The entries with these numbers by whatever `key` says of each."""
    rows, low, middle, high = absorption.rows, absorption.low, absorption.middle, absorption.high
    sums: dict[Key, _Sum] = {}
    for n in numbers:
        row = rows[n]
        if (one := sums.get(key(row))) is None:
            one = sums[key(row)] = _Sum()
        one.name = row.name  # the last name it was logged by
        one.times += 1
        one.swallowed += float(row.counted_ug or 0)
        one.low += low[n]
        one.middle += middle[n]
        one.high += high[n]
    return sums


@dataclass(frozen=True, slots=True)
class FoodLine:
    """One food of the top ten. `percent_absorbed` is of what was had of it; `past_the_gut`: it was not swallowed."""

    food_id: int
    name: str
    times: int
    swallowed_ug: float
    absorbed: Span
    percent_absorbed: float
    past_the_gut: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One part of the day; injections are left out."""

    name: str
    swallowed_ug: float
    absorbed: Span


@dataclass(frozen=True, slots=True)
class Gap:
    """A food without a figure that was logged: how much it may widen the range, None where there is no saying."""

    food_id: int
    name: str
    times: int
    upper_ug: float | None


def top_foods(absorption: Absorption, numbers: Sequence[int]) -> tuple[FoodLine, ...]:
    """The foods that gave most, by what was probably absorbed; foods that gave nothing are left out."""
    sums = _add_up(absorption, numbers, attrgetter("food_id"))
    past = {absorption.rows[n].food_id for n in absorption.past_the_gut}
    best = sorted(sums.items(), key=lambda item: (-item[1].middle, item[1].name))[:MOST_FOODS]
    return tuple(
        FoodLine(
            food_id=food_id,
            name=one.name,
            times=one.times,
            swallowed_ug=one.swallowed,
            absorbed=one.absorbed,
            percent_absorbed=one.middle / one.swallowed * 100,
            past_the_gut=food_id in past,
        )
        for food_id, one in best
        if one.middle > 0
    )


def by_time(absorption: Absorption, numbers: Sequence[int], *, day_start_minute: int) -> tuple[TimeLine, ...]:
    """Morning, midday and evening; nothing where nothing was swallowed."""
    part_at = _parts(day_start_minute)
    gut = [n for n in numbers if n not in absorption.past_the_gut]
    sums = _add_up(absorption, gut, lambda row: part_at[row.minute])
    if not any(one.swallowed for one in sums.values()):
        return ()
    parts = ((part, sums.get(part, _Sum())) for part in PartOfDay)
    return tuple(TimeLine(str(PART_NAMES[part]), one.swallowed, one.absorbed) for part, one in parts)


def gaps(rows: Sequence[Taken]) -> tuple[Gap, ...]:
    """The foods without a figure that widen the range most; those that could hold anything come first."""
    uppers: dict[int, list[float | None]] = {}
    names: dict[int, str] = {}
    for row in rows:
        if row.counted_ug is None:
            uppers.setdefault(row.food_id, []).append(row.upper_ug)
            names[row.food_id] = row.name
    found = [
        Gap(food_id, names[food_id], len(each), None if None in each else sum(ug or 0.0 for ug in each))
        for food_id, each in uppers.items()
    ]
    found.sort(key=lambda gap: (gap.upper_ug is not None, -(gap.upper_ug or 0.0), gap.name))
    return tuple(found)


@cache
def _parts(day_start_minute: int) -> tuple[PartOfDay, ...]:
    """The part of the day of every minute."""
    return tuple(part_of_day(minute, day_start_minute=day_start_minute) for minute in range(MINUTES_A_DAY))
