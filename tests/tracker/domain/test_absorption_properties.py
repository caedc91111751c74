"""What holds of absorption for any day: written as properties, searched by Hypothesis."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.absorption import Dose, Uptake, absorbed_ug, middle_of, take_up
from tracker.domain.parameters import HIGH, LOW, MIDDLE, Parameters, Span
from tracker.domain.states import NORMAL, STATES, Change, State, Timeline, combine

amounts_ug = st.sampled_from([0.0, 1e-9, 0.1, 1.0, 2.5, 10.0, 1000.0, 1e9]) | st.floats(0, 2000)
hours = st.integers(0, 3 * 24 * 60).map(lambda minute: minute / 60)  # clocks give whole minutes
shares = st.floats(0, 1)
known = st.builds(Dose, hours, amounts_ug, shares, st.booleans(), st.none())
unknown = st.builds(Dose, hours, st.none(), shares, st.booleans(), st.none() | amounts_ug)
meals = st.lists(known, max_size=12)
anything = st.lists(known | unknown, max_size=12)
spans = st.lists(shares, min_size=3, max_size=3).map(lambda ends: Span(*sorted(ends)))
same_ends = shares.map(lambda share: Span(share, share, share))
any_state = st.builds(State, st.just("any"), spans, spans)
plain_state = st.builds(State, st.just("plain"), same_ends, spans)  # release without a range
table_state = st.lists(st.sampled_from(list(STATES.values())), max_size=3).map(combine)


def timelines(states: st.SearchStrategy[State]) -> st.SearchStrategy[Timeline]:
    changes = st.lists(st.builds(Change, hours, states), max_size=4)
    return changes.map(lambda found: sorted(found, key=lambda change: change.hour))


def throughout(state: State) -> Timeline:
    return (Change(-1.0, state),)


def totals(uptake: Uptake) -> tuple[float, float, float]:
    return sum(uptake.low), sum(uptake.middle), sum(uptake.high)


def at_least(more: Sequence[float], less: Sequence[float]) -> bool:
    """Each of them, but for what a float loses."""
    return all(a >= b - 1e-9 * max(1.0, b) for a, b in zip(more, less, strict=True))


@given(anything, timelines(any_state))
def test_nothing_is_negative_or_no_number(doses: list[Dose], timeline: Timeline):
    uptake = take_up(doses, timeline)

    for absorbed in uptake[:3]:
        assert len(absorbed) == len(doses)
        assert all(math.isfinite(ug) and ug >= 0 for ug in absorbed)


@given(anything, timelines(any_state))
def test_no_more_is_absorbed_than_was_swallowed(doses: list[Dose], timeline: Timeline):
    uptake = take_up(doses, timeline)

    for dose, low, middle, high in zip(doses, uptake.low, uptake.middle, uptake.high, strict=True):
        if dose.dose_ug is None:
            assert (low, middle) == (0, 0)
            assert high <= (dose.upper_ug or 0)
        else:
            assert max(low, middle, high) <= dose.dose_ug * dose.factor


@given(anything, timelines(any_state | table_state))
def test_low_middle_and_high_stand_in_that_order_for_every_dose(doses: list[Dose], timeline: Timeline):
    uptake = take_up(doses, timeline)

    assert all(a <= b <= c for a, b, c in zip(uptake.low, uptake.middle, uptake.high, strict=True))


@given(meals, plain_state)
def test_without_a_range_of_release_the_ends_keep_to_their_own_parameters(doses: list[Dose], state: State):
    """The three passes are in order by themselves there: nothing is held back, so each is what its own walk gives."""
    uptake = take_up(doses, throughout(state))

    for absorbed, parameters, end in zip(uptake, (LOW, MIDDLE, HIGH), ("low", "middle", "high"), strict=False):
        by_hand = walk(doses, parameters, state.release.middle, getattr(state.capacity, end))
        assert absorbed == pytest.approx(by_hand, rel=1e-9, abs=1e-12)


def walk(doses: list[Dose], parameters: Parameters, release: float, capacity: float) -> list[float]:
    """The steps of docs/model.md, Several doses, one after the other, for a state that never changes."""
    absorbed = [0.0] * len(doses)
    left, before, waiting = 1.0, None, sorted(range(len(doses)), key=lambda number: doses[number].hour)
    while waiting:
        start = doses[waiting[0]].hour
        group = [number for number in waiting if doses[number].hour <= start + parameters.merge_h + 1e-6]
        waiting = waiting[len(group) :]
        left = left if before is None else min(1.0, left + (start - before) / parameters.recovery_h)
        offered = {n: doses[n].dose_ug * doses[n].factor * (release if doses[n].bound else 1.0) for n in group}
        effective_ug = sum(offered.values())
        if effective_ug:
            used = effective_ug / (parameters.km_ug + effective_ug)
            total_ug = capacity * left * parameters.vmax_ug * used + parameters.passive_share * effective_ug
            for number in group:
                absorbed[number] = total_ug * (offered[number] / effective_ug)
            left *= 1 - used
        before = start
    return absorbed


@given(amounts_ug, amounts_ug, plain_state)
def test_more_swallowed_is_more_absorbed_and_a_smaller_share(one_ug: float, other_ug: float, state: State):
    less, more = sorted((one_ug, other_ug))
    of_less = totals(take_up([Dose(8, less)], throughout(state)))
    of_more = totals(take_up([Dose(8, more)], throughout(state)))

    assert at_least(of_more, of_less)
    if less > 1e-300:  # below that a float has no digits left to compare
        assert at_least([ug / less for ug in of_less], [ug / more for ug in of_more])


@given(meals.filter(bool), st.data(), st.floats(0, 100), timelines(plain_state))
def test_a_larger_last_dose_never_lowers_the_total(
    doses: list[Dose], data: st.DataObject, more_ug: float, timeline: Timeline
):
    last = max(range(len(doses)), key=lambda number: doses[number].hour)
    larger = [*doses]
    larger[last] = doses[last]._replace(dose_ug=doses[last].dose_ug + more_ug)

    assert at_least(totals(take_up(larger, timeline)), totals(take_up(doses, timeline)))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6), hours, plain_state)
def test_a_meal_logged_as_many_entries_is_the_same_meal(parts_ug: list[float], hour: float, state: State):
    apart = take_up([Dose(hour, ug) for ug in parts_ug], throughout(state))
    at_once = take_up([Dose(hour, sum(parts_ug))], throughout(state))

    assert totals(apart) == pytest.approx(totals(at_once), rel=1e-9, abs=1e-12)


@given(st.lists(st.tuples(hours, st.floats(0, 100)), min_size=1, max_size=8), plain_state)
def test_splitting_over_the_day_never_lowers_the_total(split: list[tuple[float, float]], state: State):
    apart = take_up([Dose(hour, ug) for hour, ug in split], throughout(state))
    at_once = take_up([Dose(8, sum(ug for _, ug in split))], throughout(state))

    assert at_least(totals(apart), totals(at_once))


@given(anything, timelines(any_state), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(doses: list[Dose], timeline: Timeline, random):
    order = list(range(len(doses)))
    random.shuffle(order)

    shuffled, sorted_up = take_up([doses[n] for n in order], timeline), take_up(doses, timeline)

    for absorbed, expected in zip(shuffled[:3], sorted_up[:3], strict=True):
        assert absorbed == pytest.approx([expected[n] for n in order], rel=1e-9, abs=1e-12)
    assert shuffled.unbounded == sorted_up.unbounded


@given(st.lists(st.tuples(st.integers(0, 30), amounts_ug), min_size=3, max_size=3))
def test_it_does_not_matter_what_of_a_meal_is_merged_first(split: list[tuple[int, float]]):
    first, second, third = meal = [Dose(8 + minute / 60, ug) for minute, ug in sorted(split)]
    pairs_first = Dose(first.hour, first.dose_ug + second.dose_ug), third
    pairs_last = first, Dose(first.hour, second.dose_ug + third.dose_ug)

    expected = pytest.approx(totals(take_up(meal)), rel=1e-9, abs=1e-12)
    assert totals(take_up(pairs_first)) == expected
    assert totals(take_up(pairs_last)) == expected


@given(meals, same_ends)
def test_without_intrinsic_factor_it_is_the_passive_share_and_nothing_else(doses: list[Dose], release: Span):
    state = State("none", release, Span(0.0, 0.0, 0.0))

    uptake = take_up(doses, throughout(state))

    for absorbed, passive in zip(uptake[:3], (0.005, 0.012, 0.02), strict=True):
        effective = [d.factor * d.dose_ug * (release.middle if d.bound else 1.0) for d in doses]
        assert absorbed == [ug * passive for ug in effective]


@given(meals, shares, same_ends)
def test_absorption_is_linear_in_the_capacity(doses: list[Dose], capacity: float, release: Span):
    def at(share: float) -> tuple[float, ...]:
        return totals(take_up(doses, throughout(State("some", release, Span(share, share, share)))))

    between = [none + capacity * (full - none) for none, full in zip(at(0.0), at(1.0), strict=True)]
    assert at(capacity) == pytest.approx(between, rel=1e-9, abs=1e-12)


@given(meals.filter(bool), known, timelines(plain_state))
def test_a_later_dose_never_lowers_the_total(doses: list[Dose], later: Dose, timeline: Timeline):
    after = max(dose.hour for dose in doses)
    later = later._replace(hour=after + later.hour)

    assert at_least(totals(take_up([*doses, later], timeline)), totals(take_up(doses, timeline)))


@given(meals.filter(bool), known, timelines(any_state))
def test_a_later_meal_leaves_the_earlier_ones_as_they_are(doses: list[Dose], later: Dose, timeline: Timeline):
    after = max(dose.hour for dose in doses)
    later = later._replace(hour=after + 31 / 60 + later.hour)

    with_later, without = take_up([*doses, later], timeline), take_up(doses, timeline)

    assert [absorbed[:-1] for absorbed in with_later[:3]] == [*without[:3]]


@given(anything, timelines(any_state), st.sampled_from([-1e6, -0.1, 1 / 3, 24.0, 490_000.1]) | st.floats(-1e6, 1e6))
def test_where_the_clock_starts_does_not_matter(doses: list[Dose], timeline: Timeline, shift_h: float):
    moved = take_up(
        [dose._replace(hour=dose.hour + shift_h) for dose in doses],
        [Change(change.hour + shift_h, change.state) for change in timeline],
    )

    for absorbed, expected in zip(moved[:3], take_up(doses, timeline)[:3], strict=True):
        assert absorbed == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(meals, timelines(plain_state))
def test_the_total_is_never_above_that_of_the_doses_taken_alone(doses: list[Dose], timeline: Timeline):
    alone = [totals(take_up([dose], timeline)) for dose in doses]
    assume(_meals_start_and_end_in_one_state(doses, timeline))

    assert at_least([sum(ug) for ug in zip(*alone, strict=True)] or [0, 0, 0], totals(take_up(doses, timeline)))


def _meals_start_and_end_in_one_state(doses: list[Dose], timeline: Timeline) -> bool:
    """A dose that comes after a change within its meal is taken with the capacity of the meal's start."""
    return not any(0 <= change.hour - dose.hour <= 0.5 for dose in doses for change in timeline)


@given(anything, timelines(any_state))
def test_what_is_unknown_is_absent_from_low_and_middle(doses: list[Dose], timeline: Timeline):
    is_known = [dose.dose_ug is not None for dose in doses]

    uptake, alone = take_up(doses, timeline), take_up([d for d in doses if d.dose_ug is not None], timeline)

    assert [ug for ug, there in zip(uptake.middle, is_known, strict=True) if there] == pytest.approx(alone.middle)
    assert [ug for ug, there in zip(uptake.low, is_known, strict=True) if there] == pytest.approx(alone.low)
    assert uptake.unbounded == sum(dose.dose_ug is None and dose.upper_ug is None for dose in doses)


@given(anything, plain_state)
def test_what_is_unknown_never_lowers_the_high_total(doses: list[Dose], state: State):
    timeline = throughout(state)
    alone = take_up([dose for dose in doses if dose.dose_ug is not None], timeline)

    assume(len({dose.hour for dose in doses}) < 3)  # a third time may tear a meal in two or join two meals
    assert at_least([sum(take_up(doses, timeline).high)], [sum(alone.high)])


@given(amounts_ug, plain_state, shares)
def test_one_dose_alone_is_what_the_short_function_says(dose_ug: float, state: State, factor: float):
    expected = absorbed_ug(dose_ug, release=state.release.middle, capacity=state.capacity.middle, factor=factor)

    assert take_up([Dose(8, dose_ug, factor, True)], throughout(state)).middle == pytest.approx([expected])


@given(meals)
def test_normal_said_and_unsaid_are_the_same(doses: list[Dose]):
    assert take_up(doses, throughout(NORMAL)) == take_up(doses)


@given(anything, timelines(any_state | table_state))
def test_the_middle_alone_is_the_middle(doses: list[Dose], timeline: Timeline):
    assert middle_of(doses, timeline) == take_up(doses, timeline).middle
