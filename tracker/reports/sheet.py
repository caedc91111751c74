"""The whole log sheet: what matches, the food that was chosen, and the day it is for."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from foods.models import Food, Portion
from tracker.models.entries import BASE_UNIT
from tracker.people import clock_of, moment_of, today_of
from tracker.reports.line import ResolvedLine, resolve_several
from tracker.reports.matches import Matches, matches
from tracker.reports.meals import MealChip, meals_called
from tracker.reports.pick import Pick, Preview


@dataclass(frozen=True, slots=True)
class Sheet:
    """`pick` with its `preview` where a food was chosen; else a `line` of several things, else `matches`."""

    query: str
    matches: Matches | None
    line: ResolvedLine | None
    pick: Pick | None
    preview: Preview | None
    day: dt.date
    today: dt.date
    date: str
    time: str
    meals: tuple[MealChip, ...] = ()  # usual meals of that name, beside `matches`

    @classmethod
    def build(
        cls,
        person: User,
        *,
        query: str,
        now: dt.datetime,
        exact: bool = False,
        food: Food | None = None,
        much: tuple[Portion | None, Decimal] | None = None,
        day: dt.date | None = None,
        time: dt.time | None = None,
    ) -> "Sheet":
        """`day` and `time` are what was asked for, None for now; `much` is the amount that was typed."""
        today = today_of(person, now=now)
        pick = Pick.build(person, food) if food else None
        wanted = query if pick is None else ""
        line = resolve_several(person, wanted, now=now) if wanted else None
        found = matches(person, wanted, exact=exact) if wanted and line is None else None
        if found and not exact and (found.repaired or not found.rows):
            line = resolve_several(person, wanted, now=now, repaired=True)
        return cls(
            query=query,
            matches=None if line else found,
            line=line,
            pick=pick,
            preview=_preview(person, pick, much, day, time, now) if pick else None,
            day=day or today,
            today=today,
            date=day.isoformat() if day else "",
            time=f"{time:%H:%M}" if time else "",
            meals=meals_called(person, wanted) if found and not line else (),
        )

    @property
    def other_day(self) -> bool:
        return self.day != self.today


def _preview(
    person: User,
    pick: Pick,
    much: tuple[Portion | None, Decimal] | None,
    day: dt.date | None,
    time: dt.time | None,
    now: dt.datetime,
) -> Preview:
    portion, amount = much or _as_chosen(pick)
    moment = moment_of(clock_of(person), day, time, now=now)
    return Preview.build(person, pick.food, portion=portion, amount=amount, moment=moment)


def _as_chosen(pick: Pick) -> tuple[Portion | None, Decimal]:
    chosen = next((choice.value for choice in pick.portions if choice.chosen), BASE_UNIT)
    portion = next((p for p in pick.food.portions.all() if str(p.pk) == chosen), None)
    return portion, Decimal(pick.amount)
