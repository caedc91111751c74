"""The constants: inside their ranges, and none that lets more be absorbed than was swallowed."""

import math

import pytest

from tracker.domain.parameters import HIGH, LOW, MIDDLE, Parameters


def test_the_three_sets_are_the_documented_ones():
    assert Parameters(1.5, 1.7, 0.012, 6.0, 0.5) == MIDDLE
    assert Parameters(1.0, 2.2, 0.005, 6.0, 0.5) == LOW
    assert Parameters(2.0, 2.05, 0.02, 4.0, 0.5) == HIGH


@pytest.mark.parametrize("parameters", [LOW, MIDDLE, HIGH])
def test_every_constant_stays_within_its_published_range(parameters: Parameters):
    assert 1.0 <= parameters.vmax_ug <= 2.0
    assert 1.2 <= parameters.km_ug <= 2.2
    assert 0.005 <= parameters.passive_share <= 0.02
    assert 4 <= parameters.recovery_h <= 6


def test_a_small_dose_is_taken_up_to_at_most_the_whole():
    shares = [p.vmax_ug / p.km_ug + p.passive_share for p in (LOW, MIDDLE, HIGH)]

    assert shares == pytest.approx([0.45955, 0.89435, 0.99561], abs=0.00001)


@pytest.mark.parametrize(("vmax_ug", "km_ug"), [(1.5, 1.2), (2.0, 1.7), (2.0, 1.2), (2.0, 2.04)])
def test_corners_of_the_ranges_that_break_the_constraint_are_refused(vmax_ug: float, km_ug: float):
    with pytest.raises(ValueError, match="more would be absorbed than swallowed"):
        Parameters(vmax_ug, km_ug, 0.02, 6.0)


def test_the_constraint_itself_is_still_allowed():
    assert Parameters(1.0, 2.0, 0.5, 6.0).passive_share == 0.5


@pytest.mark.parametrize("value", [-0.1, math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["vmax_ug", "km_ug", "passive_share", "recovery_h", "merge_h"])
def test_negative_and_endless_constants_are_refused(name: str, value: float):
    constants = {"vmax_ug": 1.5, "km_ug": 1.7, "passive_share": 0.012, "recovery_h": 6.0, "merge_h": 0.5, name: value}

    with pytest.raises(ValueError, match=name):
        Parameters(**constants)


@pytest.mark.parametrize("name", ["km_ug", "recovery_h"])
def test_what_is_divided_by_is_not_0(name: str):
    constants = {"vmax_ug": 0.0, "km_ug": 1.7, "passive_share": 0.012, "recovery_h": 6.0, name: 0.0}

    with pytest.raises(ValueError, match="above 0"):
        Parameters(**constants)


def test_a_person_may_carry_nothing_at_all():
    assert Parameters(0.0, 1.7, 0.0, 6.0, 0.0).vmax_ug == 0.0
