"""What a what-if starts from: the habit of the last four weeks, its products, and whether the model fits at all."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from foods.choices import Origin
from tracker.domain.absorption import middle_of
from tracker.domain.limits import WINDOW_DAYS, Circumstances, projection_off
from tracker.domain.scenarios import Habit
from tracker.people import clock_of
from tracker.reports.absorbed import WARM_UP, Taken, doses_of, taken_between
from tracker.reports.habit import LONGEST_INTERVAL_DAYS, Eaten, circumstances_of_habit, habit_of, past_the_gut_since
from tracker.reports.recent import marks_between
from tracker.reports.why_off import WHY_OFF


@dataclass(frozen=True, slots=True)
class Product:
    """A food or tablet of the habit: what is probably absorbed of it on a tracked day, in µg."""

    key: int
    name: str
    absorbed_per_day: float
    is_supplement: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """What every what-if of a person is made from; `products`: most absorbed first."""

    habit: Habit
    circumstances: Circumstances
    products: tuple[Product, ...]

    @classmethod
    def of(cls, *, habit: Habit, circumstances: Circumstances, rows: Sequence[Taken]) -> "Ground":
        """For a page that has the rest already. No query; `rows` are the entries that the habit was read from."""
        return cls(habit, circumstances, _products(habit, rows))

    @classmethod
    def read(cls, person: User, *, now: dt.datetime) -> "Ground":
        """For a page of its own. Four queries."""
        today = clock_of(person).local_date(now)
        first = today - dt.timedelta(days=WINDOW_DAYS)
        marks = marks_between(person, first, today)
        rows = taken_between(person, first - WARM_UP, today)
        past = past_the_gut_since(person, today - dt.timedelta(days=LONGEST_INTERVAL_DAYS))
        habit = habit_of(person, Eaten(rows, *doses_of(rows)), marks=marks, past=past, today=today)
        circumstances = circumstances_of_habit(person, habit, rows, marks=marks, today=today)
        return cls.of(habit=habit, circumstances=circumstances, rows=rows)

    @property
    def why_off(self) -> str:
        """In one sentence why the model does not fit; empty where it does."""
        reasons = projection_off(self.circumstances)
        return str(WHY_OFF[reasons[0]]) if reasons else ""

    @property
    def names(self) -> dict[int, str]:
        return {product.key: product.name for product in self.products}


def _products(habit: Habit, rows: Sequence[Taken]) -> tuple[Product, ...]:
    absorbed: dict[int, float] = {}
    taken_up = middle_of([each.dose for each in habit.doses], habit.timeline)
    for each, ug in zip(habit.doses, taken_up, strict=True):
        absorbed[each.key] = absorbed.get(each.key, 0.0) + ug
    last = {row.food_id: row for row in rows if row.food_id in absorbed}
    found = [
        Product(key, last[key].name, ug / habit.tracked_days, last[key].origin == Origin.SUPPLEMENT)
        for key, ug in absorbed.items()
    ]
    return tuple(sorted(found, key=lambda product: (-product.absorbed_per_day, product.name)))
