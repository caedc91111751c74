"""Absorption by example: the worked figures, meals, states over time, and what is not known."""

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.tracker.domain.vectors import COVERED, Case, cases
from tracker.domain.absorption import Dose, Uptake, absorbed_ug, food_regression_ug, take_up
from tracker.domain.parameters import HIGH, LOW, MIDDLE, Span
from tracker.domain.states import STATES, Change, State, Timeline, of_age

OATS = Dose(8, 1.5)
MILK = Dose(8.2, 1.0, 0.95, True)
PPI = (Change(0, STATES["ppi"]),)


def take_up_case(case: Case) -> float:
    """The middle total of a case; an `r` is the release of a state, and its dose one that needs releasing."""
    events = case.inputs["events"]
    release = min(event.get("r", 1) for event in events)
    capacity = case.inputs.get("c", 1)
    state = State("case", Span(release, release, release), Span(capacity, capacity, capacity))
    doses = [Dose(e["t_h"], e["dose_ug"], e.get("f", 1.0), e.get("r", 1) != 1) for e in events]
    return sum(take_up(doses, (Change(0, state),), merge=case.inputs.get("merge", True)).middle)


@pytest.mark.parametrize("case", cases("absorbed_total"))
def test_the_total_meets_the_worked_figures(case: Case):
    assert case.holds(take_up_case(case))


@pytest.mark.parametrize("case", cases("absorbed_total_per_day"))
def test_the_mean_of_a_week_meets_the_worked_figures(case: Case):
    assert case.holds(take_up_case(case) / case.inputs["days"])


@pytest.mark.parametrize("case", cases("food_equation"))
def test_the_published_regression_meets_the_worked_figures(case: Case):
    assert case.holds(food_regression_ug(**case.inputs))


def test_the_regression_of_nothing_is_nothing():
    assert food_regression_ug(0.0) == 0.0


@pytest.mark.parametrize("file", COVERED)
def test_every_function_of_the_worked_figures_is_named_where_it_is_tested(file: str):
    words = set(re.findall(r"\w+", (Path(__file__).parent / file).read_text(encoding="utf-8")))

    assert COVERED[file] - words == set()


def test_cases_of_a_function_that_the_file_does_not_hold_are_refused():
    with pytest.raises(LookupError, match="not all of store_befor"):
        cases("store_before")


def test_a_function_that_nobody_tests_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delitem(COVERED, "test_absorption.py")

    with pytest.raises(LookupError, match="nobody tests absorbed_total, absorbed_total_per_day, food_equation"):
        cases("plateau")


def test_nothing_swallowed_is_nothing_absorbed():
    assert take_up([]) == Uptake([], [], [], 0)
    assert take_up([Dose(8, 0.0)]) == Uptake([0.0], [0.0], [0.0], 0)


def test_one_dose_has_a_low_a_middle_and_a_high_figure():
    uptake = take_up([Dose(8, 10.0)])

    assert uptake.low == pytest.approx([10 / 12.2 + 0.05])
    assert uptake.middle == pytest.approx([15 / 11.7 + 0.12])
    assert uptake.high == pytest.approx([20 / 12.05 + 0.2])


@pytest.mark.parametrize(("parameters", "number"), [(LOW, 0), (MIDDLE, 1), (HIGH, 2)])
def test_one_dose_alone_is_what_the_short_function_says(parameters, number: int):
    timeline = (Change(0, STATES["sleeve_gastrectomy"]),)

    expected = absorbed_ug(3.0, parameters=parameters, release=0.4, capacity=0.6, factor=0.9)

    assert take_up([Dose(8, 3.0, 0.9, True)], timeline)[number] == pytest.approx([expected])


def test_a_meal_is_shared_out_by_what_each_part_offers():
    uptake = take_up([MILK, OATS], PPI)

    offered_ug = (0.4 * 0.95 * 1.0, 1.5)
    total_ug = 1.5 * 1.88 / (1.7 + 1.88) + 0.012 * 1.88
    assert uptake.middle == pytest.approx([total_ug * ug / 1.88 for ug in offered_ug])


def test_acid_blockers_leave_a_tablet_alone():
    assert take_up([Dose(8, 10.0)], PPI) == take_up([Dose(8, 10.0)])


@pytest.mark.parametrize("midnight", [0, 29_400_000])
def test_half_an_hour_merges_at_every_minute_of_a_clock_that_is_new_or_has_run_since_1970(midnight: int):
    for minute in range(midnight, midnight + 24 * 60):
        start, half_an_hour_on, a_minute_more = minute / 60, (minute + 30) / 60, (minute + 31) / 60

        assert sum(take_up([Dose(start, 1), Dose(half_an_hour_on, 1)]).middle) == pytest.approx(0.8348, abs=0.0001)
        assert sum(take_up([Dose(start, 1), Dose(a_minute_more, 1)]).middle) == pytest.approx(0.9772, abs=0.0001)


def test_a_meal_lasts_half_an_hour_from_its_first_bite():
    snacks = [Dose(8 + n / 3, 1.0) for n in range(6)]  # every 20 minutes: three meals of two

    by_meal = take_up([Dose(8, 2.0), Dose(8 + 2 / 3, 2.0), Dose(8 + 4 / 3, 2.0)])

    assert sum(take_up(snacks).middle) == pytest.approx(sum(by_meal.middle))


def test_capacity_is_carried_over_midnight():
    evening, morning = Dose(23.5, 10.0), Dose(25.0, 10.0)

    assert sum(take_up([evening, morning]).middle) < 2 * sum(take_up([evening]).middle) - 0.5


def test_six_hours_later_the_capacity_is_back():
    first, second = take_up([Dose(8, 1000.0), Dose(14, 1.0)]).middle

    assert second == pytest.approx(absorbed_ug(1.0))
    assert first == pytest.approx(absorbed_ug(1000.0))


def test_a_dose_of_nothing_leaves_the_capacity_as_it_is():
    with_nothing = take_up([Dose(8, 10.0), Dose(9, 0.0), Dose(10, 10.0)]).middle

    assert [with_nothing[0], with_nothing[2]] == pytest.approx(take_up([Dose(8, 10.0), Dose(10, 10.0)]).middle)


def test_food_that_is_never_freed_gives_nothing_and_uses_no_capacity():
    anaemia = (Change(0, STATES["pernicious_anaemia"]),)
    liver, tablet = Dose(8, 38.0, 0.55, True), Dose(9, 1000.0)

    assert take_up([liver, tablet], anaemia).middle == pytest.approx([0.0, 12.0])


def test_a_state_holds_from_its_hour_on():
    timeline = (Change(10, STATES["metformin"]), Change(20, STATES["pernicious_anaemia"]))
    hours = (9.9, 10, 19.9, 20)

    alone = [take_up([Dose(hour, 10.0)], timeline).middle[0] for hour in hours]

    assert alone == pytest.approx([1.4021, 1.0174, 1.0174, 0.12], abs=0.0001)


def test_a_state_holds_from_its_hour_on_even_when_a_float_comes_out_a_hair_later():
    timeline = (Change(0.1 + 0.2, STATES["pernicious_anaemia"]),)

    assert take_up([Dose(0.3, 10.0)], timeline).middle == pytest.approx([0.12])


def test_two_changes_between_two_meals_leave_the_last():
    timeline = (Change(9, STATES["pernicious_anaemia"]), Change(9.5, STATES["metformin"]))

    assert take_up([Dose(1, 10.0), Dose(10, 10.0)], timeline).middle == pytest.approx([1.4021, 1.0174], abs=0.0001)


def test_a_meal_across_a_change_has_the_capacity_of_its_start_and_the_release_of_each_dose():
    timeline = (Change(8.25, State("later", Span(0.5, 0.5, 0.5), Span(0.1, 0.1, 0.1))),)
    before, after = Dose(8, 1.0, 1.0, True), Dose(8.5, 1.0, 1.0, True)

    total_ug = 1.5 * 1.5 / (1.7 + 1.5) + 0.012 * 1.5
    assert take_up([before, after], timeline).middle == pytest.approx([total_ug / 1.5, total_ug * 0.5 / 1.5])


def test_the_band_uses_both_ends_of_a_range():
    uptake = take_up([Dose(8, 10.0)], (Change(0, STATES["ileum_20_60_cm"]),))

    assert uptake.low == pytest.approx([0.05])
    assert uptake.middle == pytest.approx([7.5 / 11.7 + 0.12])
    assert uptake.high == pytest.approx([20 / 12.05 + 0.2])


def test_the_band_uses_both_ends_of_release_too():
    uptake = take_up([Dose(8, 10.0, 1.0, True)], (Change(0, State("some", Span(0.2, 0.4, 0.6))),))

    ends = [absorbed_ug(10.0, parameters=p, release=r) for p, r in ((LOW, 0.2), (MIDDLE, 0.4), (HIGH, 0.6))]
    assert [uptake.low[0], uptake.middle[0], uptake.high[0]] == pytest.approx(ends)


def test_less_freed_from_food_never_lifts_the_low_end_of_a_tablet_above_its_middle():
    """Meat with 10 µg and a tablet of 1, at 80: by itself the low pass gives the tablet 0.174, the middle one 0.140."""
    meat, tablet = Dose(8, 10.0, 0.9, True), Dose(8, 1.0)

    uptake = take_up([meat, tablet], (Change(0, of_age(80)),))

    assert uptake.low == pytest.approx([0.4711, 0.1402], abs=0.0001)
    assert uptake.middle == pytest.approx([1.2619, 0.1402], abs=0.0001)
    assert uptake.high == pytest.approx([1.6738, 0.1860], abs=0.0001)


def test_an_unknown_dose_without_a_bound_is_counted_and_changes_nothing():
    known = [Dose(8, 1.0), Dose(8.6, 1.0)]

    uptake = take_up([known[0], Dose(8.2, None), known[1], Dose(20, None)])

    alone = take_up(known)
    assert uptake.unbounded == 2
    assert uptake.middle == [alone.middle[0], 0.0, alone.middle[1], 0.0]
    assert (sum(uptake.low), sum(uptake.high)) == pytest.approx((sum(alone.low), sum(alone.high)))


def test_only_unknown_doses_without_a_bound_make_no_meal():
    assert take_up([Dose(8, None), Dose(9, None)]) == Uptake([0.0, 0.0], [0.0, 0.0], [0.0, 0.0], 2)


def test_an_unknown_dose_with_a_bound_widens_the_range_upwards_only():
    uptake = take_up([Dose(8, None, upper_ug=10.0)])

    assert (uptake.low, uptake.middle, uptake.unbounded) == ([0.0], [0.0], 0)
    assert uptake.high == pytest.approx([absorbed_ug(10.0, parameters=HIGH)])


def test_what_is_unknown_gets_what_it_adds_to_its_meal():
    uptake = take_up([Dose(8, 10.0), Dose(8, None, upper_ug=5.0), Dose(8, None, upper_ug=5.0)])

    known_ug, all_ug = absorbed_ug(10.0, parameters=HIGH), absorbed_ug(20.0, parameters=HIGH)
    assert uptake.high == pytest.approx([known_ug, (all_ug - known_ug) / 2, (all_ug - known_ug) / 2])


def test_what_is_unknown_may_use_up_capacity_for_what_comes_later():
    unknown = take_up([Dose(8, None, upper_ug=10.0), Dose(9, None, upper_ug=10.0)])

    assert unknown.high == pytest.approx(take_up([Dose(8, 10.0), Dose(9, 10.0)]).high)
    assert unknown.high[1] < unknown.high[0]


@pytest.mark.parametrize("upper_ug", [0.0, 1e-9, 1e9])
def test_what_is_unknown_beside_a_huge_or_tiny_dose_stays_within_itself(upper_ug: float):
    for dose_ug in (0.0, 1e-9, 1e9):
        high = take_up([Dose(8, dose_ug), Dose(8, None, upper_ug=upper_ug)]).high
        assert 0 <= high[1] <= upper_ug


def test_a_meal_begun_with_something_unknown_is_the_same_to_what_is_known():
    unknown, first, second = Dose(7.8, None, upper_ug=3.0), Dose(8.2, 1.0), Dose(8.6, 1.0)

    uptake, alone = take_up([unknown, first, second]), take_up([first, second])

    assert uptake.middle[1:] == pytest.approx(alone.middle)
    assert uptake.low[1:] == pytest.approx(alone.low)


def test_bound_food_that_is_unknown_needs_freeing_too():
    half_freed = (Change(0, State("half", Span(0.5, 0.5, 0.5))),)

    uptake = take_up([Dose(8, None, 0.9, True, 4.0)], half_freed)

    assert uptake.high == pytest.approx([absorbed_ug(4.0, parameters=HIGH, release=0.5, factor=0.9)])


@pytest.mark.parametrize("wrong", [-1.0, -1e-12, math.nan, math.inf])
def test_what_is_no_dose_is_refused(wrong: float):
    with pytest.raises(ValueError, match="finite and not negative"):
        take_up([Dose(8, wrong)])
    with pytest.raises(ValueError, match="finite and not negative"):
        take_up([Dose(8, None, upper_ug=wrong)])


@pytest.mark.parametrize("timeline", [(), PPI, (Change(0, of_age(80)),), (Change(0, STATES["gastric_bypass"]),)])
def test_tiny_and_huge_doses_stay_finite_and_within_themselves(timeline: Timeline):
    doses = [Dose(8 + n, ug, 1.0, bound) for n, ug in enumerate((0.0, 1e-300, 1e-9, 1e9, 1e200)) for bound in (0, 1)]

    for absorbed in take_up(doses, timeline)[:3]:
        assert all(0 <= got <= dose.dose_ug for got, dose in zip(absorbed, doses, strict=True))


def test_figures_from_the_check_list_of_the_model():
    assert sum(take_up([Dose(hour, 1.0) for hour in (8, 13, 19)]).middle) == pytest.approx(1.703, abs=0.0005)
    assert absorbed_ug(10.0) == pytest.approx(1.402, abs=0.0005)
    assert absorbed_ug(2000.0) / 7 == pytest.approx(3.643, abs=0.0005)


def test_a_year_of_three_small_glasses_gives_more_than_a_year_of_one_large_one():
    glasses = [Dose(24 * day + hour, 0.4) for day in range(365) for hour in (8, 13, 19)]
    large = [Dose(24 * day + 8, 1.2) for day in range(365)]

    assert sum(take_up(glasses).middle) / 365 == pytest.approx(0.8715, abs=0.0005)
    assert sum(take_up(large).middle) / 365 == pytest.approx(0.6351, abs=0.0005)


def test_larger_doses_are_absorbed_to_a_smaller_share():
    shares = [absorbed_ug(ug) / ug for ug in (0.1, 1, 2.5, 10, 100, 1000)]

    assert all(more > less for more, less in pairwise(shares))
