"""How much of what was swallowed is probably taken up. A model, not a measurement. Pure; docs/model.md, One meal.

Intrinsic factor carries a limited amount at a time and needs hours to be ready again; a small share passes without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, inf, log
from typing import NamedTuple

from tracker.domain.parameters import HIGH, LOW, MIDDLE, Parameters
from tracker.domain.states import NORMAL, State, Timeline

_INSTANT_H = 1e-6  # 4 ms: far below a minute, far above what a float loses on hours counted since 1970


class Dose(NamedTuple):
    """B12 of one item. `hour` runs on over days; `factor` (0–1) as in `factors`; `bound`: acid has to free it.

    `dose_ug` None: nobody knows how much; `upper_ug` is then the most it may plausibly be (None: no saying).
    """

    hour: float
    dose_ug: float | None
    factor: float = 1.0
    bound: bool = False
    upper_ug: float | None = None


class Uptake(NamedTuple):
    """µg absorbed of each dose, in the order given; `unbounded` counts unknown doses without `upper_ug`.

    An unknown dose has 0 in `low` and `middle`, and in `high` what its `upper_ug` would add to its meal.
    """

    low: list[float]
    middle: list[float]
    high: list[float]
    unbounded: int


def absorbed_ug(
    dose_ug: float,
    *,
    parameters: Parameters = MIDDLE,
    release: float = 1.0,
    capacity: float = 1.0,
    factor: float = 1.0,
) -> float:
    """µg absorbed of one dose that is taken alone and at rest; docs/model.md, One meal.

    `release` and `factor` (0–1) say how much of it is offered, `capacity` (0–1) how much intrinsic factor there is.
    """
    effective_ug = factor * release * dose_ug
    carried = capacity * parameters.vmax_ug / (parameters.km_ug + effective_ug)
    return effective_ug * (carried + parameters.passive_share)


def food_regression_ug(dose_ug: float) -> float:
    """µg absorbed by the published regression over studies of foods: for comparison only, up to 10 µg (Doets 2013).

    It knows no ceiling. docs/model.md, Fit.
    """
    return exp(0.7694 * log(dose_ug) - 0.9614) if dose_ug > 0 else 0.0


def take_up(doses: Sequence[Dose], timeline: Timeline = (), *, merge: bool = True) -> Uptake:
    """What is absorbed of every dose: with the low, the middle and the high parameters and ends of the states.

    Doses come in any order; `timeline` is sorted. What is unknown is absent from low and middle. No end crosses the
    middle of a dose, where it would it stays there: with a range of release the low pass frees less from food, so a
    tablet beside that food, or soon after it, finds more capacity than in the middle pass. `merge=False` takes every
    dose as a meal of its own, to show why meals are merged. `ValueError` for a dose that is negative or not finite;
    hours must be finite and factors between 0 and 1. docs/model.md, Several doses.
    """
    meals = _gather(doses, timeline, MIDDLE.merge_h + _INSTANT_H if merge else -1.0)
    if not meals.hours:
        return Uptake([0.0] * len(doses), [0.0] * len(doses), [0.0] * len(doses), meals.unbounded)
    low, middle = _low(meals), _middle(meals)
    return Uptake(
        list(map(min, low, middle)),
        middle,
        list(map(max, _high(meals), middle)),
        meals.unbounded,
    )


def middle_of(doses: Sequence[Dose], timeline: Timeline = ()) -> list[float]:
    """The `middle` of `take_up` alone, in a third of the time."""
    meals = _gather(doses, timeline, MIDDLE.merge_h + _INSTANT_H)
    return _middle(meals) if meals.hours else [0.0] * len(doses)


@dataclass(slots=True)
class _Meals:
    """Doses gathered into meals. By meal: its hour, state, and effective µg; by dose: its meal and its effective µg.

    `unknown_ug` is what bounded unknown doses may add to a meal; they come in `unknown` and count in `high` only.
    """

    meal_of: list[int]
    low_of: list[float]
    middle_of: list[float]
    high_of: list[float]
    hours: list[float] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    low_ug: list[float] = field(default_factory=list)
    middle_ug: list[float] = field(default_factory=list)
    high_ug: list[float] = field(default_factory=list)
    unknown_ug: list[float] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    unbounded: int = 0


def _gather(doses: Sequence[Dose], timeline: Timeline, window_h: float) -> _Meals:
    """Walk the doses by hour: whatever comes up to `window_h` after a meal's first dose belongs to that meal.

    A meal that an unknown dose has opened starts anew with the first known one, so that low and middle see the meals
    that they would see without it. One long loop on purpose: it runs over ten years of doses while a page waits.
    """
    count = len(doses)
    meals = _Meals([0] * count, [0.0] * count, [0.0] * count, [0.0] * count)
    meal_of, low_of, middle_of, high_of = meals.meal_of, meals.low_of, meals.middle_of, meals.high_of
    hours, states, low_ug, middle_ug, high_ug = meals.hours, meals.states, meals.low_ug, meals.middle_ug, meals.high_ug
    changes = iter(timeline)
    upcoming = next(changes, None)
    state = NORMAL
    release_low, release_middle, release_high = state.release
    meal, until, opened_by_known = -1, -inf, True
    for number in sorted(range(count), key=[dose[0] for dose in doses].__getitem__):
        hour, dose_ug, factor, bound, upper_ug = doses[number]
        while upcoming is not None and hour >= upcoming.hour - _INSTANT_H:
            state, upcoming = upcoming.state, next(changes, None)
            release_low, release_middle, release_high = state.release
        if known := dose_ug is not None:
            offered = factor * dose_ug
        elif upper_ug is None:
            meals.unbounded += 1
            continue
        else:
            offered = factor * upper_ug
        if not 0.0 <= offered < inf:
            raise ValueError(f"a dose must be finite and not negative, not {dose_ug if known else upper_ug}")
        if hour > until:
            meal, until, opened_by_known = meal + 1, hour + window_h, known
            hours.append(hour)
            states.append(state)
            low_ug.append(0.0)
            middle_ug.append(0.0)
            high_ug.append(0.0)
            meals.unknown_ug.append(0.0)
        elif known and not opened_by_known:
            hours[meal], states[meal], until, opened_by_known = hour, state, hour + window_h, True
        meal_of[number] = meal
        if not known:
            high_of[number] = offered * release_high if bound else offered
            meals.unknown_ug[meal] += high_of[number]
            meals.unknown.append(number)
        elif bound:
            low_of[number] = low = offered * release_low
            middle_of[number] = middle = offered * release_middle
            high_of[number] = high = offered * release_high
            low_ug[meal] += low
            middle_ug[meal] += middle
            high_ug[meal] += high
        else:
            low_of[number] = middle_of[number] = high_of[number] = offered
            low_ug[meal] += offered
            middle_ug[meal] += offered
            high_ug[meal] += offered
    return meals


def _low(meals: _Meals) -> list[float]:
    left = _left(meals.hours, meals.low_ug, LOW)
    capacity = [state.capacity.low for state in meals.states]
    return _spread(meals.low_of, meals.meal_of, _per_ug(meals.low_ug, left, capacity, LOW))


def _middle(meals: _Meals) -> list[float]:
    left = _left(meals.hours, meals.middle_ug, MIDDLE)
    capacity = [state.capacity.middle for state in meals.states]
    return _spread(meals.middle_of, meals.meal_of, _per_ug(meals.middle_ug, left, capacity, MIDDLE))


def _high(meals: _Meals) -> list[float]:
    """What is unknown uses up capacity for later meals, and of its own meal gets what it adds to what is known."""
    known, unknown = meals.high_ug, meals.unknown_ug
    both = [a + b for a, b in zip(known, unknown, strict=True)] if meals.unknown else known
    left = _left(meals.hours, both, HIGH)
    capacity = [state.capacity.high for state in meals.states]
    absorbed = _spread(meals.high_of, meals.meal_of, _per_ug(known, left, capacity, HIGH))
    vmax, km, passive = HIGH.vmax_ug, HIGH.km_ug, HIGH.passive_share
    for number in meals.unknown:
        meal = meals.meal_of[number]
        # A(known + unknown) − A(known), for each µg of the unknown, without taking one large figure from another
        added = capacity[meal] * left[meal] * vmax * km / ((km + both[meal]) * (km + known[meal])) + passive
        absorbed[number] = meals.high_of[number] * added
    return absorbed


def _left(hours: list[float], effective_ug: list[float], parameters: Parameters) -> list[float]:
    """Share of the capacity (0–1) that each meal finds: used by the meals before it, grown back since."""
    km_ug, recovery_h = parameters.km_ug, parameters.recovery_h
    left, before, found = 1.0, hours[0], []
    for hour, meal_ug in zip(hours, effective_ug, strict=True):
        left += (hour - before) / recovery_h
        if left > 1.0:
            left = 1.0
        found.append(left)
        left *= km_ug / (km_ug + meal_ug)
        before = hour
    return found


def _per_ug(effective_ug: list[float], left: list[float], capacity: list[float], parameters: Parameters) -> list[float]:
    """Absorbed share of each µg of a meal. No division by its µg, so a meal of 0 µg needs no exception."""
    vmax_ug, km_ug, passive = parameters.vmax_ug, parameters.km_ug, parameters.passive_share
    return [c * r * vmax_ug / (km_ug + x) + passive for x, r, c in zip(effective_ug, left, capacity, strict=True)]


def _spread(effective_of: list[float], meal_of: list[int], per_ug: list[float]) -> list[float]:
    """What each dose gets of its meal."""
    return [ug * per_ug[meal] for ug, meal in zip(effective_of, meal_of, strict=True)]
