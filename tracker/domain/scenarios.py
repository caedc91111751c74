"""What if: one to three changes to how B12 is taken, beside today's habit. Pure; docs/model.md, What if.

A habit is what was taken on the tracked days of the last 28, so every change is counted meal by meal: a tablet added to
breakfast shares the capacity with it. What comes out is a comparison, never advice.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.domain.absorption import Dose
from tracker.domain.injections import Rate
from tracker.domain.parameters import Span
from tracker.domain.states import STATES, Change, State, Timeline, combine
from tracker.domain.stores import START_UG, Projection, project
from tracker.domain.totals import absorbed_total, projected_total

MOST_CHANGES = 3
LEAST_TIMES, MOST_TIMES = 0.01, 100.0
COMPARED_MONTHS = 12


class HabitDose(NamedTuple):
    """A dose and the `key` of the food it came from."""

    dose: Dose
    key: int


@dataclass(frozen=True, slots=True)
class DropProduct:
    """Without the food `key`."""

    key: int


@dataclass(frozen=True, slots=True)
class AddProduct:
    """`dose_ug` more every so many days, `hour` hours after midnight; `factor` and `bound` as in a Dose.

    `ValueError` for a dose that is negative or not finite, a factor outside 0–1, an hour outside 0–24, or no days.
    """

    dose_ug: float
    factor: float
    bound: bool
    every_days: int
    hour: float = 8.0

    def __post_init__(self) -> None:
        if not 0 <= self.dose_ug < math.inf:
            raise ValueError(f"a dose must be finite and not negative, not {self.dose_ug}")
        if not (0 <= self.factor <= 1 and 0 <= self.hour < 24):
            raise ValueError(f"a factor lies within 0–1 and an hour within 0–24, not {self.factor} and {self.hour}")
        if self.every_days < 1:
            raise ValueError(f"every {self.every_days} days is never")


@dataclass(frozen=True, slots=True)
class ChangePortion:
    """The food `key` in portions so many `times` as large. `ValueError` outside 0.01–100."""

    key: int
    times: float

    def __post_init__(self) -> None:
        if not LEAST_TIMES <= self.times <= MOST_TIMES:
            raise ValueError(f"a portion changes to {LEAST_TIMES}–{MOST_TIMES} times its size, not {self.times}")


@dataclass(frozen=True, slots=True)
class InjectionInterval:
    """The last injection every so many `days`. `ValueError` below one day."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"every {self.days} days is never")


@dataclass(frozen=True, slots=True)
class StartState:
    """With the state `key` of `states.STATES` as well (a medicine begins). `ValueError` for a key that is not there."""

    key: str

    def __post_init__(self) -> None:
        if self.key not in STATES:
            raise ValueError(f"no such state: {self.key}")


@dataclass(frozen=True, slots=True)
class StopState:
    """Without the state `key`."""

    key: str


WhatIf = DropProduct | AddProduct | ChangePortion | InjectionInterval | StartState | StopState


@dataclass(frozen=True, slots=True)
class Habit:
    """What was taken on tracked days, and what it met.

    `doses`: those of tracked days only, on one running clock of hours; `midnights_h`: when each tracked day began on
    that clock. `injected` and `nasal`: what they give a day; `last_injection_ug`: what is retained of it. `timeline`:
    the states over these days; `states`: those of today. `added`: products that a what-if put beside the doses.
    """

    doses: tuple[HabitDose, ...] = ()
    midnights_h: tuple[float, ...] = ()
    injected: Rate | None = None
    nasal: Rate | None = None
    last_injection_ug: float | None = None
    timeline: Timeline = ()
    states: tuple[State, ...] = ()
    added: tuple[AddProduct, ...] = ()

    @property
    def tracked_days(self) -> int:
        return len(self.midnights_h)

    @property
    def loss_per_day(self) -> float:
        """Share of the store lost a day, by the states of today."""
        return combine(self.states).loss_per_day


@dataclass(frozen=True, slots=True)
class Comparison:
    """Going on as now, and with the changes. Two pictures of one model: neither says what to do."""

    now: Projection
    then: Projection

    @property
    def difference_per_day(self) -> float:
        """µg absorbed a day more (or, negative, less) than now, in the middle."""
        return self.then.absorbed_per_day.middle - self.now.absorbed_per_day.middle


def absorbed_per_day(habit: Habit) -> Span | None:
    """µg absorbed on a tracked day, with what injections give; None if no day was tracked.

    The ends are those of the model's constants, of states, of unknown foods and of injections: the figure to show.
    What is unknown counts in the high end only, if at all. docs/model.md, From the log to a mean.
    """
    return _per_day(habit, absorbed_total)


def projected_per_day(habit: Habit) -> Span | None:
    """As `absorbed_per_day`, the middle is the same, but without the range of the constants: what `project` asks for.

    That adds the spread of the constants itself; it would count twice. docs/model.md, Store projection.
    """
    return _per_day(habit, projected_total)


def projection_of(habit: Habit, *, start_ug: float = START_UG, months: int = COMPARED_MONTHS) -> Projection | None:
    """The store over the next `months` if the habit goes on; None if no day was tracked."""
    per_day = projected_per_day(habit)
    if per_day is None:
        return None
    return project(absorbed_per_day=per_day, loss_per_day=habit.loss_per_day, start_ug=start_ug, months=months)


def compare(
    habit: Habit, changes: Sequence[WhatIf], *, start_ug: float = START_UG, months: int = COMPARED_MONTHS
) -> Comparison | None:
    """The habit beside what it becomes with one to three changes, made in order; None if no day was tracked.

    `ValueError` for none or more changes, and for one that cannot be made (see `apply`).
    """
    if not 1 <= len(changes) <= MOST_CHANGES:
        raise ValueError(f"1 to {MOST_CHANGES} changes can be compared, not {len(changes)}")
    changed = habit
    for change in changes:
        changed = apply(changed, change)
    now, then = (projection_of(each, start_ug=start_ug, months=months) for each in (habit, changed))
    return Comparison(now, then) if now and then else None


def apply(habit: Habit, change: WhatIf) -> Habit:
    """The habit with one change. `ValueError` where there is nothing to change: a food that was not taken, a state that
    does not hold or holds already, an interval without an injection.
    """
    match change:
        case DropProduct(key):
            _taken(habit, key)
            return replace(habit, doses=tuple(each for each in habit.doses if each.key != key))
        case ChangePortion(key, times):
            _taken(habit, key)
            return replace(habit, doses=tuple(_times(each, times) if each.key == key else each for each in habit.doses))
        case AddProduct():
            return replace(habit, added=(*habit.added, change))
        case InjectionInterval(days):
            return _every(habit, days)
        case StartState(key):
            if any(state.key == key for state in habit.states):
                raise ValueError(f"{key} holds already")
            return _in_states(habit, (*habit.states, STATES[key]))
        case StopState(key):
            if all(state.key != key for state in habit.states):
                raise ValueError(f"{key} does not hold")
            return _in_states(habit, tuple(state for state in habit.states if state.key != key))


def _taken(habit: Habit, key: int) -> None:
    if all(each.key != key for each in habit.doses):
        raise ValueError(f"nothing of food {key} was taken")


def _times(habit_dose: HabitDose, times: float) -> HabitDose:
    dose = habit_dose.dose
    dose_ug = None if dose.dose_ug is None else dose.dose_ug * times
    upper_ug = None if dose.upper_ug is None else dose.upper_ug * times
    return habit_dose._replace(dose=dose._replace(dose_ug=dose_ug, upper_ug=upper_ug))


def _every(habit: Habit, days: int) -> Habit:
    """The last injection every so many days; as unsure, in proportion, as those it stands for."""
    if habit.injected is None or not habit.last_injection_ug:
        raise ValueError("no injection, no interval")
    times = habit.last_injection_ug / days / habit.injected.per_day.middle
    per_day = Span(*(end * times for end in habit.injected.per_day))
    return replace(habit, injected=replace(habit.injected, per_day=per_day, interval_days=days))


def _in_states(habit: Habit, states: tuple[State, ...]) -> Habit:
    """All days as if these states had held throughout: a what-if asks how it goes on, not how it went."""
    return replace(habit, states=states, timeline=(Change(-math.inf, combine(states)),))


Total = Callable[[Sequence[Dose], Timeline], Span]


def _per_day(habit: Habit, total: Total) -> Span | None:
    if not habit.tracked_days:
        return None
    swallowed = _expected([each.dose for each in habit.doses], habit.added, habit, total)
    ends = [end / habit.tracked_days for end in swallowed]
    for rate in (habit.injected, habit.nasal):
        if rate is not None:
            ends = [end + more for end, more in zip(ends, rate.per_day, strict=True)]
    return Span(*ends)


def _expected(doses: list[Dose], added: Sequence[AddProduct], habit: Habit, total: Total) -> Span:
    """The total with added products. One taken every n days is there on one day of n, whichever: the mean over them.

    Going by that share, and not by every n-th tracked day, keeps a weekly tablet at a seventh of a daily one for any
    number of tracked days. Doses a day apart do not reach each other, so a product on all days shows what one gains.
    """
    if not added:
        return total(doses, habit.timeline)
    product, rest = added[0], added[1:]
    daily = [Dose(at + product.hour, product.dose_ug, product.factor, product.bound) for at in habit.midnights_h]
    with_it = _expected(doses + daily, rest, habit, total)
    if product.every_days == 1:
        return with_it
    without = _expected(doses, rest, habit, total)
    share = 1 / product.every_days
    return Span(*(a + share * (b - a) for a, b in zip(without, with_it, strict=True)))
