"""What-ifs: what a habit gives, every change alone, and one after the other."""

import math
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.absorption import Dose, absorbed_ug
from tracker.domain.injections import Injection, injected_per_day
from tracker.domain.parameters import Span
from tracker.domain.scenarios import (
    AddProduct,
    ChangePortion,
    Comparison,
    DropProduct,
    Habit,
    HabitDose,
    InjectionInterval,
    StartState,
    StopState,
    absorbed_per_day,
    apply,
    compare,
    projected_per_day,
    projection_of,
)
from tracker.domain.states import NORMAL, STATES, Change, State, of_age
from tracker.domain.stores import project

EGG, MILK, TABLET = 1, 2, 3
MONTH = tuple(24.0 * day for day in range(28))
TODAY = 739_000


def daily(*doses: Dose, key: int = MILK, days: int = 28) -> tuple[HabitDose, ...]:
    return tuple(HabitDose(dose._replace(hour=at + dose.hour), key) for at in MONTH[:days] for dose in doses)


def injected(days_apart: int, retained: float = 750.0) -> dict:
    series = [Injection(TODAY - 7 - n * days_apart, retained, 1000.0) for n in range(4)]
    rate = injected_per_day(series, today=TODAY, planned_interval_days=days_apart)
    return {"injected": rate, "last_injection_ug": retained}


EMPTY = Habit(midnights_h=MONTH)
MILK_AND_EGG = Habit(
    doses=daily(Dose(8, 1.2, 0.95, True)) + daily(Dose(13, 0.6, 0.55, True), key=EGG), midnights_h=MONTH
)
ALONE_MILK, ALONE_EGG = absorbed_ug(1.2, factor=0.95), absorbed_ug(0.6, factor=0.55)
LITTLE_FREED = absorbed_ug(1.2, factor=0.95, release=0.4) + absorbed_ug(0.6, factor=0.55, release=0.4)


# What a habit gives


def test_where_no_day_was_tracked_nothing_is_known():
    nobody = Habit(**injected(70))

    assert absorbed_per_day(nobody) is None
    assert projected_per_day(nobody) is None
    assert projection_of(nobody) is None
    assert compare(nobody, [InjectionInterval(30)]) is None


def test_tracked_days_without_anything_give_nothing():
    assert absorbed_per_day(EMPTY) == Span(0, 0, 0)


def test_what_was_absorbed_is_spread_over_tracked_days_only():
    ten_days = Habit(doses=daily(Dose(8, 3.0), days=10), midnights_h=MONTH[:20])

    assert absorbed_per_day(ten_days).middle == pytest.approx(absorbed_ug(3.0) / 2)


def test_foods_hours_apart_give_what_they_give_alone():
    assert absorbed_per_day(MILK_AND_EGG).middle == pytest.approx(ALONE_MILK + ALONE_EGG)


def test_injections_are_added_with_their_own_range():
    habit = replace(EMPTY, **injected(70))

    assert absorbed_per_day(habit) == pytest.approx(Span(5.357, 10.714, 14.286), abs=0.001)  # high: no more than given
    assert projected_per_day(habit) == absorbed_per_day(habit)


def test_what_goes_through_the_nose_is_added_as_well():
    nasal = injected_per_day([Injection(TODAY - 7 * n, 30.0) for n in range(4)], today=TODAY, planned_interval_days=7)
    both = replace(EMPTY, **injected(70), nasal=nasal)

    assert absorbed_per_day(both).middle == pytest.approx(750 / 70 + 30 / 7)


def test_the_constants_widen_what_is_shown_but_not_what_is_projected():
    habit = Habit(doses=daily(Dose(8, 10.0)), midnights_h=MONTH)

    assert absorbed_per_day(habit) == pytest.approx(Span(0.86967, 1.402051, 1.859751), abs=1e-5)
    assert projected_per_day(habit) == pytest.approx(Span(1.402051, 1.402051, 1.402051), abs=1e-6)


def test_a_state_with_a_range_widens_what_is_projected():
    over_60 = replace(MILK_AND_EGG, timeline=(Change(0, of_age(65)),), states=(of_age(65),))
    plain, found = projected_per_day(MILK_AND_EGG), projected_per_day(over_60)

    assert found.middle == found.high == plain.middle
    assert found.low == pytest.approx(LITTLE_FREED)


def test_a_capacity_with_a_range_widens_both_ways():
    ileum = STATES["ileum_20_60_cm"]
    habit = Habit(doses=daily(Dose(8, 10.0)), midnights_h=MONTH, timeline=(Change(0, ileum),), states=(ileum,))

    assert projected_per_day(habit) == pytest.approx(Span(0.12, 0.761026, 1.402051), abs=1e-6)


def test_an_unknown_food_widens_upwards_only():
    habit = Habit(doses=daily(Dose(8, None, upper_ug=10.0)), midnights_h=MONTH)

    assert projected_per_day(habit) == pytest.approx(Span(0, 0, 1.402051), abs=1e-6)


def test_an_unknown_food_without_a_bound_adds_nothing():
    habit = Habit(doses=daily(Dose(8, None), Dose(13, 10.0)), midnights_h=MONTH)

    assert projected_per_day(habit) == pytest.approx(Span(1.402051, 1.402051, 1.402051), abs=1e-6)


@pytest.mark.parametrize("breakfast", [Dose(8, 5.0, bound=True), Dose(8, None, upper_ug=5.0)])
def test_what_eats_into_a_later_meal_does_not_turn_the_range_round(breakfast: Dose):
    # more at breakfast, which is carried badly, leaves less for the next meal, which is carried well
    badly = State("badly", release=Span(0.1, 1.0, 1.0), capacity=Span(0.2, 0.2, 0.2))
    habit = Habit(
        doses=daily(breakfast, Dose(8.6, 10.0)),
        midnights_h=MONTH,
        timeline=tuple(change for at in MONTH for change in (Change(at, badly), Change(at + 8.3, NORMAL))),
    )
    low, middle, high = projected_per_day(habit)

    assert low == middle == high


# Changes


def test_a_weekly_tablet_gives_what_the_worked_figures_say():
    comparison = compare(EMPTY, [AddProduct(2000, 1.0, False, 7)])

    assert comparison.now.absorbed_per_day.middle == 0
    assert comparison.then.absorbed_per_day.middle == pytest.approx(3.643, abs=0.001)
    assert comparison.then.plateau_ug.middle == pytest.approx(2802.3, abs=1)
    assert comparison.difference_per_day == pytest.approx(3.643, abs=0.001)


@pytest.mark.parametrize("tracked", [1, 14, 15, 20, 27, 28])
def test_a_weekly_tablet_is_a_seventh_of_a_daily_one_however_many_days_were_tracked(tracked: int):
    habit = Habit(midnights_h=MONTH[:tracked])
    weekly = absorbed_per_day(apply(habit, AddProduct(2000, 1.0, False, 7))).middle

    assert weekly == pytest.approx(absorbed_ug(2000) / 7)


def test_four_tablets_logged_in_four_weeks_give_what_a_weekly_one_is_expected_to():
    logged = Habit(doses=tuple(HabitDose(Dose(at + 8, 2000.0), TABLET) for at in MONTH[::7]), midnights_h=MONTH)
    expected = apply(EMPTY, AddProduct(2000, 1.0, False, 7))

    assert absorbed_per_day(logged) == pytest.approx(absorbed_per_day(expected))


def test_a_tablet_with_breakfast_shares_the_meal():
    with_breakfast = compare(MILK_AND_EGG, [AddProduct(10, 1.0, False, 1, hour=8.25)]).difference_per_day
    late = compare(MILK_AND_EGG, [AddProduct(10, 1.0, False, 1, hour=22)]).difference_per_day

    assert late == pytest.approx(absorbed_ug(10))
    assert with_breakfast < 0.75 * late


def test_an_added_product_begins_the_day_where_the_day_begins():
    shifted = Habit(
        doses=tuple(
            each._replace(dose=each.dose._replace(hour=each.dose.hour + 491_000.5)) for each in MILK_AND_EGG.doses
        ),
        midnights_h=tuple(at + 491_000.5 for at in MONTH),
    )
    tablet = AddProduct(10, 1.0, False, 1)

    assert absorbed_per_day(apply(shifted, tablet)) == pytest.approx(absorbed_per_day(apply(MILK_AND_EGG, tablet)))


def test_two_added_products_meet_as_often_as_chance_has_it():
    daily_one, weekly_one = AddProduct(10, 1.0, False, 1), AddProduct(100, 1.0, False, 7)
    both = absorbed_per_day(apply(apply(EMPTY, daily_one), weekly_one)).middle

    assert both == pytest.approx(6 / 7 * absorbed_ug(10) + 1 / 7 * absorbed_ug(110))
    assert both == pytest.approx(absorbed_per_day(apply(apply(EMPTY, weekly_one), daily_one)).middle)


def test_dropping_a_product_leaves_the_others():
    without_egg = apply(MILK_AND_EGG, DropProduct(EGG))

    assert absorbed_per_day(without_egg).middle == pytest.approx(ALONE_MILK)
    assert compare(MILK_AND_EGG, [DropProduct(EGG)]).difference_per_day < 0


def test_a_portion_changes_what_is_known_and_what_is_not():
    habit = Habit(
        doses=daily(Dose(8, 2.0), Dose(13, None, upper_ug=3.0)) + daily(Dose(19, 1.0), key=EGG), midnights_h=MONTH
    )
    doubled = apply(habit, ChangePortion(MILK, 2))

    assert [each.dose for each in doubled.doses[:2]] == [Dose(8, 4.0), Dose(13, None, upper_ug=6.0)]
    assert doubled.doses[-1] == habit.doses[-1]


def test_a_new_interval_spreads_the_last_injection_over_it():
    comparison = compare(replace(EMPTY, **injected(70)), [InjectionInterval(91)])

    assert comparison.now.absorbed_per_day.middle == pytest.approx(750 / 70)
    assert comparison.then.absorbed_per_day == pytest.approx(Span(375 / 91, 750 / 91, 1000 / 91))


def test_a_new_interval_does_not_touch_what_goes_through_the_nose():
    nasal = injected_per_day([Injection(TODAY, 30.0)], today=TODAY, planned_interval_days=7)
    habit = replace(EMPTY, **injected(70), nasal=nasal)

    assert absorbed_per_day(apply(habit, InjectionInterval(30))).middle == pytest.approx(750 / 30 + 30 / 7)


def test_a_medicine_that_begins_acts_on_all_days_and_one_that_ends_on_none():
    with_ppi = apply(MILK_AND_EGG, StartState("ppi"))
    again_without = apply(with_ppi, StopState("ppi"))

    assert with_ppi.states == (STATES["ppi"],)
    assert absorbed_per_day(with_ppi).middle == pytest.approx(LITTLE_FREED)
    assert absorbed_per_day(again_without) == absorbed_per_day(MILK_AND_EGG)


def test_states_of_a_what_if_hold_throughout_even_where_they_began_midway():
    midway = replace(MILK_AND_EGG, timeline=(Change(24 * 14, STATES["h2_blocker"]),), states=(STATES["h2_blocker"],))
    stopped = apply(midway, StopState("h2_blocker"))

    assert absorbed_per_day(midway).middle < absorbed_per_day(stopped).middle
    assert absorbed_per_day(stopped) == absorbed_per_day(MILK_AND_EGG)


def test_states_add_up_and_the_highest_loss_counts():
    habit = apply(apply(MILK_AND_EGG, StartState("metformin")), StartState("gastric_bypass"))

    assert habit.loss_per_day == 0.0015
    assert habit.timeline[0].hour == -math.inf
    assert habit.timeline[0].state.capacity.middle == pytest.approx(0.21)
    assert projection_of(habit).loss_per_day == 0.0015


# Comparisons


def test_a_comparison_runs_twelve_months_and_knows_both_plateaus():
    comparison = compare(MILK_AND_EGG, [DropProduct(MILK)])

    assert [len(each.points) for each in (comparison.now, comparison.then)] == [13, 13]
    assert comparison.now == project(absorbed_per_day=projected_per_day(MILK_AND_EGG), months=12)
    assert comparison.then.plateau_ug.middle == pytest.approx(ALONE_EGG / 0.0013)


def test_a_comparison_begins_where_it_is_told_to():
    comparison = compare(MILK_AND_EGG, [DropProduct(MILK)], start_ug=1000, months=24)

    assert (comparison.now.start_ug, comparison.then.start_ug) == (1000, 1000)
    assert comparison.then.points[-1].months == 24


def test_a_comparison_passes_no_judgement():
    assert [field.name for field in fields(Comparison)] == ["now", "then"]


def test_changes_are_made_in_the_order_given():
    there_and_away = [StartState("ppi"), StopState("ppi"), DropProduct(EGG)]

    assert compare(MILK_AND_EGG, there_and_away).then == compare(MILK_AND_EGG, [DropProduct(EGG)]).then
    with pytest.raises(ValueError, match="ppi does not hold"):
        compare(MILK_AND_EGG, [StopState("ppi"), StartState("ppi")])


@pytest.mark.parametrize("count", [0, 4])
def test_no_change_and_more_than_three_are_refused(count: int):
    with pytest.raises(ValueError, match="1 to 3 changes"):
        compare(MILK_AND_EGG, [ChangePortion(EGG, 2)] * count)


@pytest.mark.parametrize("count", [1, 3])
def test_one_to_three_changes_are_not_refused(count: int):
    changed = compare(MILK_AND_EGG, [ChangePortion(EGG, 2)] * count).then

    assert changed == compare(MILK_AND_EGG, [ChangePortion(EGG, 2.0**count)]).then


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (DropProduct(99), "nothing of food 99"),
        (ChangePortion(99, 2), "nothing of food 99"),
        (InjectionInterval(30), "no injection"),
        (StopState("ppi"), "ppi does not hold"),
    ],
)
def test_what_is_not_there_cannot_be_changed(change, message: str):
    with pytest.raises(ValueError, match=message):
        apply(MILK_AND_EGG, change)


def test_what_holds_already_cannot_begin():
    with pytest.raises(ValueError, match="ppi holds already"):
        apply(apply(EMPTY, StartState("ppi")), StartState("ppi"))


@pytest.mark.parametrize(
    "known", [{"injected": None, "last_injection_ug": 750.0}, {"last_injection_ug": None}, {"last_injection_ug": 0.0}]
)
def test_an_interval_needs_to_know_the_last_injection(known):
    with pytest.raises(ValueError, match="no injection"):
        apply(replace(EMPTY, **{**injected(70), **known}), InjectionInterval(30))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ChangePortion(EGG, 0.0099), "a portion changes"),
        (lambda: ChangePortion(EGG, 100.1), "a portion changes"),
        (lambda: ChangePortion(EGG, math.nan), "a portion changes"),
        (lambda: InjectionInterval(0), "is never"),
        (lambda: StartState("unicorn"), "no such state: unicorn"),
        (lambda: AddProduct(-0.1, 1.0, False, 1), "finite and not negative"),
        (lambda: AddProduct(math.inf, 1.0, False, 1), "finite and not negative"),
        (lambda: AddProduct(1, 1.1, False, 1), "a factor"),
        (lambda: AddProduct(1, 1.0, False, 1, hour=24), "an hour"),
        (lambda: AddProduct(1, 1.0, False, 1, hour=-0.1), "an hour"),
        (lambda: AddProduct(1, 1.0, False, 0), "is never"),
    ],
)
def test_changes_that_cannot_be_are_refused(make, message: str):
    with pytest.raises(ValueError, match=message):
        make()


def test_changes_at_their_limits_are_not_refused():
    assert (ChangePortion(EGG, 0.01).times, ChangePortion(EGG, 100).times, InjectionInterval(1).days) == (0.01, 100, 1)
    assert AddProduct(0, 0, True, 1, hour=0) != AddProduct(0, 0, True, 1, hour=23.99)


# What always holds

known_foods = st.builds(Dose, st.floats(0, 23.9), st.floats(0, 50), st.floats(0, 1), st.booleans())
foods = known_foods | known_foods.map(lambda dose: dose._replace(dose_ug=None, upper_ug=dose.dose_ug))
state_sets = st.lists(st.sampled_from(sorted(STATES)), max_size=3, unique=True)


@settings(max_examples=60)
@given(st.lists(foods, max_size=6), state_sets, st.integers(1, 10))
def test_both_figures_have_the_same_middle_and_their_ends_about_it(eaten: list[Dose], keys: list[str], days: int):
    habit = Habit(doses=daily(*eaten, days=days), midnights_h=MONTH[:days])
    for key in keys:
        habit = apply(habit, StartState(key))
    shown, gone_on_from = absorbed_per_day(habit), projected_per_day(habit)

    assert shown.middle == gone_on_from.middle
    assert 0 <= shown.low <= shown.middle <= shown.high
    assert 0 <= gone_on_from.low <= gone_on_from.middle <= gone_on_from.high


@settings(max_examples=60)
@given(st.lists(foods, max_size=6), st.floats(0, 3000), st.integers(1, 90), st.floats(0, 23.9))
def test_a_product_every_n_days_adds_an_nth_of_a_daily_one(eaten: list[Dose], ug: float, every_days: int, hour: float):
    habit = Habit(doses=daily(*eaten, days=5), midnights_h=MONTH[:5])
    base, every_day, seldom = (
        absorbed_per_day(each).middle
        for each in (
            habit,
            apply(habit, AddProduct(ug, 1.0, False, 1, hour=hour)),
            apply(habit, AddProduct(ug, 1.0, False, every_days, hour=hour)),
        )
    )

    assert seldom - base == pytest.approx((every_day - base) / every_days, abs=1e-9)
