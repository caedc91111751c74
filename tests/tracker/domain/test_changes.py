"""What-if changes as they are kept: read again, tried on a habit that may have moved on."""

import pytest

from tracker.domain import changes
from tracker.domain.absorption import Dose
from tracker.domain.changes import Refusal, read, try_out
from tracker.domain.injections import Rate
from tracker.domain.parameters import Span
from tracker.domain.scenarios import (
    AddProduct,
    ChangePortion,
    DropProduct,
    Habit,
    HabitDose,
    InjectionInterval,
    StartState,
    StopState,
)
from tracker.domain.states import STATES

MILK, TABLET = 1, 2
HABIT = Habit(
    doses=(HabitDose(Dose(8.0, 1.0), MILK), HabitDose(Dose(20.0, 10.0), TABLET)),
    midnights_h=(0.0,),
    injected=Rate(Span(4.1, 8.2, 12.3), interval_days=91, days_since=3, injections=2),
    last_injection_ug=750.0,
    states=(STATES["metformin"],),
)


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ({"kind": "drop", "food": 1, "name": "Milk"}, DropProduct(1)),
        ({"kind": "portion", "food": 1, "times": "0.5"}, ChangePortion(1, 0.5)),
        ({"kind": "add", "ug": "2000", "every": 7}, AddProduct(2000.0, 1.0, bound=False, every_days=7, hour=8.0)),
        ({"kind": "interval", "weeks": 8}, InjectionInterval(56)),
        ({"kind": "start", "state": "ppi"}, StartState("ppi")),
        ({"kind": "stop", "state": "ppi"}, StopState("ppi")),
    ],
)
def test_each_kind_of_change_can_be_read_again(said, change):
    assert read(said) == change


@pytest.mark.parametrize(
    "junk",
    [
        None, 5, "drop", [], {}, {"kind": "fly"}, {"kind": []}, {"kind": "drop"}, {"kind": "drop", "food": "x"},
        {"kind": "drop", "food": None}, {"kind": "drop", "food": 1e999}, {"kind": "drop", "food": "9" * 5000},
        {"kind": "portion", "food": 1, "times": "0"}, {"kind": "portion", "food": 1, "times": "-1"},
        {"kind": "portion", "food": 1, "times": "NaN"}, {"kind": "portion", "food": 1, "times": "1e9"},
        {"kind": "add", "ug": "-1", "every": 1}, {"kind": "add", "ug": "inf", "every": 1},
        {"kind": "add", "ug": "1", "every": 0}, {"kind": "interval", "weeks": 0}, {"kind": "interval", "weeks": -3},
        {"kind": "start", "state": "flying"}, {"kind": "start"},
    ],
)  # fmt: skip
def test_junk_is_no_change(junk):
    assert read(junk) is None


def refusals(*tried):
    return try_out(HABIT, tried).refusals


def test_changes_that_fit_are_made_in_order():
    tried = try_out(HABIT, [DropProduct(MILK), ChangePortion(TABLET, 2.0), StopState("metformin")])

    assert tried.refusals == (None, None, None)
    assert [each.dose.dose_ug for each in tried.habit.doses] == [20.0]
    assert tried.habit.states == ()
    assert tried.fitting == (DropProduct(MILK), ChangePortion(TABLET, 2.0), StopState("metformin"))


@pytest.mark.parametrize("change", [DropProduct(99), ChangePortion(99, 2.0)])
def test_a_food_that_was_not_taken_cannot_be_changed(change):
    assert refusals(change) == (Refusal.NOT_TAKEN,)


@pytest.mark.parametrize("change", [DropProduct(MILK), ChangePortion(MILK, 2.0)])
def test_what_another_change_left_out_cannot_be_changed_any_more(change):
    assert refusals(DropProduct(MILK), change) == (None, Refusal.LEFT_OUT)


def test_an_interval_needs_an_injection_and_can_be_set_once():
    assert refusals(InjectionInterval(56), InjectionInterval(70)) == (None, Refusal.TWICE)
    assert try_out(Habit(midnights_h=(0.0,)), [InjectionInterval(56)]).refusals == (Refusal.NO_INJECTION,)


def test_a_state_that_holds_cannot_begin_and_one_that_does_not_cannot_end():
    assert refusals(StartState("metformin"), StopState("ppi")) == (Refusal.HOLDS, Refusal.DOES_NOT_HOLD)
    assert refusals(StartState("ppi"), StartState("ppi")) == (None, Refusal.HOLDS)


def test_what_cannot_be_made_is_left_out_and_the_rest_is_made():
    tried = try_out(HABIT, [None, DropProduct(99), DropProduct(MILK)])

    assert tried.refusals == (Refusal.UNREADABLE, Refusal.NOT_TAKEN, None)
    assert [each.key for each in tried.habit.doses] == [TABLET]


def test_every_change_that_passes_can_be_made():
    """`apply` refuses nothing that `try_out` lets through."""
    assert set(changes.Kind) == {"drop", "add", "portion", "interval", "start", "stop"}
    fits = [AddProduct(10.0, 1.0, bound=False, every_days=1), ChangePortion(MILK, 0.5), StartState("ppi")]
    assert refusals(*fits) == (None, None, None)
