"""The body store: closed forms against worked figures, and a band that a simulation of random draws confirms."""

import math
import random
from typing import NamedTuple

import pytest

from tests.tracker.domain.vectors import Case, cases
from tracker.domain.parameters import Span
from tracker.domain.quantiles import DRAWS, draws, percentiles
from tracker.domain.states import STATES
from tracker.domain.stores import (
    START_LONG_WITHOUT_UG,
    START_UG,
    Projection,
    StorePoint,
    half_life_days,
    plateau_ug,
    project,
    store_after,
    years_to,
)

NOTHING = Span(0.0, 0.0, 0.0)


def exactly(per_day: float) -> Span:
    return Span(per_day, per_day, per_day)


def projected(case: Case) -> Projection:
    given = case.inputs
    return project(
        absorbed_per_day=exactly(given["a_ug_per_day"]), loss_per_day=given["k_mean"], start_ug=given["S0_ug"], months=1
    )


@pytest.mark.parametrize("case", cases("store_after"))
def test_the_store_after_some_days_meets_the_worked_figures(case: Case):
    given = case.inputs

    assert case.holds(store_after(given["S0_ug"], given["a_ug_per_day"], given["k_per_day"], given["days"]))


@pytest.mark.parametrize("case", cases("plateau"))
def test_the_plateau_meets_the_worked_figures(case: Case):
    assert case.holds(plateau_ug(case.inputs["a_ug_per_day"], case.inputs["k_per_day"]))


@pytest.mark.parametrize("case", cases("years_to_threshold"))
def test_the_years_to_the_threshold_meet_the_worked_figures(case: Case):
    given = case.inputs

    assert case.holds(years_to(given["S0_ug"], given["a_ug_per_day"], given["k_per_day"], given["T_ug"]))


@pytest.mark.parametrize("case", cases("half_life_days"))
def test_the_half_life_meets_the_worked_figures(case: Case):
    assert case.holds(half_life_days(case.inputs["k_per_day"]))


@pytest.mark.parametrize("case", cases("years_quantile"))
def test_the_band_of_the_runway_meets_the_worked_figures(case: Case):
    runway = projected(case).runway

    assert case.holds({10: runway.p10, 50: runway.p50, 90: runway.p90}[case.inputs["percentile"]])


@pytest.mark.parametrize("case", cases("share_never"))
def test_the_share_that_never_gets_there_meets_the_worked_figures(case: Case):
    assert case.holds(projected(case).runway.never_share)


def test_the_start_after_long_without_is_about_what_the_model_itself_leaves_after_two_years():
    assert store_after(START_UG, 0, 0.0013, 730) == pytest.approx(967.82, abs=0.01)
    assert START_LONG_WITHOUT_UG == 1000


@pytest.mark.parametrize(
    ("per_day", "settles_ug"),
    [(1.703, 1310.0), (1.402, 1078.5), (3.643, 2802.3)],  # 1 µg three times, 10 µg daily, 2,000 µg weekly
)
def test_a_falling_store_may_settle_far_above_the_threshold(per_day: float, settles_ug: float):
    assert plateau_ug(per_day, 0.0013) == pytest.approx(settles_ug, abs=0.05)
    assert years_to(START_UG, per_day, 0.0013) is None


# Without loss, and other edges


def test_without_loss_a_store_keeps_what_it_has_and_gets():
    assert store_after(2500, 0, 0, 1000) == 2500
    assert store_after(2500, 2, 0, 1000) == 4500
    assert plateau_ug(2, 0) is None
    assert plateau_ug(0, 0) is None
    assert years_to(2500, 0, 0) is None
    assert half_life_days(0) is None


def test_who_begins_at_the_threshold_or_below_is_there_already_whatever_comes_in():
    assert years_to(300, 0, 0.0013) == 0
    assert years_to(299, 5, 0.0013) == 0
    assert years_to(300, 0, 0) == 0
    assert years_to(300.1, 0, 0.0013) == pytest.approx(0.0007, abs=0.0001)


@pytest.mark.parametrize(("below_ug", "never"), [(0.9e-9, True), (1.1e-9, False)])
def test_a_plateau_just_below_the_threshold_is_never_reached(below_ug: float, never: bool):
    # one µg of threshold, where a float can tell the two apart
    assert (years_to(2, 0.001 * (1 - below_ug), 0.001, 1) is None) is never


@pytest.mark.parametrize("figure", [-0.001, math.nan, math.inf])
def test_what_is_negative_or_not_a_number_is_refused(figure: float):
    for given in ((figure, 1, 0.001, 1), (1, figure, 0.001, 1), (1, 1, figure, 1), (1, 1, 0.001, figure)):
        with pytest.raises(ValueError, match="must be finite and not negative"):
            store_after(*given)
        with pytest.raises(ValueError, match="must be finite and not negative"):
            years_to(*given)
    with pytest.raises(ValueError, match="absorbed_per_day must be"):
        plateau_ug(figure, 0.001)
    with pytest.raises(ValueError, match="loss_per_day must be"):
        half_life_days(figure)


def test_a_threshold_of_nothing_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        years_to(2500, 0, 0.0013, 0)


# The projection


def test_a_projection_carries_what_it_was_made_from():
    projection = project(absorbed_per_day=Span(1, 1.4, 1.6), loss_per_day=0.0015, start_ug=1000, months=12)

    assert projection.absorbed_per_day == Span(1, 1.4, 1.6)
    assert (projection.loss_per_day, projection.start_ug) == (0.0015, 1000)
    assert projection.plateau_ug.middle == pytest.approx(933.33, abs=0.01)


def test_a_projection_begins_with_the_spread_of_the_start():
    first = project(absorbed_per_day=exactly(1.4)).points[0]

    assert first.months == 0
    assert first.middle_ug == 2500
    assert (first.low_ug, first.high_ug) == pytest.approx((1486.9, 4203.5), abs=0.1)  # 2,500 ÷ and × 1.5^1.2816


def test_the_middle_of_the_band_runs_beside_the_closed_form():
    projection = project(absorbed_per_day=exactly(1.402))

    for point in projection.points:
        alone = store_after(2500, 1.402, 0.0013, point.months * 365.25 / 12)
        assert point.middle_ug == pytest.approx(alone, rel=0.05)  # the median of a skewed sum lies above


@pytest.mark.parametrize(
    ("months", "drawn", "last_three"),
    [
        (1, 2, [0, 1]),
        (12, 13, [10, 11, 12]),
        (20, 21, [18, 19, 20]),
        (40, 21, [36, 38, 40]),
        (41, 15, [36, 39, 41]),
        (119, 21, [108, 114, 119]),
        (120, 21, [108, 114, 120]),
    ],
)
def test_points_are_evenly_spaced_and_end_with_the_last_month(months: int, drawn: int, last_three: list[float]):
    points = project(absorbed_per_day=NOTHING, months=months).points

    assert len(points) == drawn
    assert [point.months for point in points[-3:]] == last_three


def test_a_short_last_step_is_as_short_as_it_says():
    until_41 = project(absorbed_per_day=exactly(1.0), months=41).points
    until_42 = project(absorbed_per_day=exactly(1.0), months=42).points

    assert until_41[:14] == until_42[:14]
    two_thirds = [a + (b - a) * 2 / 3 for a, b in zip(until_42[13], until_42[14], strict=True)]
    assert until_41[14] == pytest.approx(two_thirds, rel=0.006)


def test_a_store_with_plenty_coming_in_rises():
    projection = project(absorbed_per_day=exactly(8.2), loss_per_day=0.0013, months=120)

    assert projection.plateau_ug.middle == pytest.approx(6307.7, abs=0.1)
    assert projection.runway == (None, None, None, 1.0)
    assert projection.points[-1].middle_ug > projection.points[0].middle_ug


def test_an_empty_store_is_below_the_threshold_at_once():
    projection = project(absorbed_per_day=NOTHING, start_ug=0, months=1)

    assert projection.runway == (0, 0, 0, 0)
    assert projection.points[-1] == StorePoint(1, 0, 0, 0)


def test_the_same_inputs_give_the_same_band():
    assert project(absorbed_per_day=Span(0.2, 0.5, 0.9)) == project(absorbed_per_day=Span(0.2, 0.5, 0.9))


def test_every_loss_a_state_has_can_be_projected():
    for state in STATES.values():
        assert project(absorbed_per_day=NOTHING, loss_per_day=state.loss_per_day, months=1).runway.never_share == 0


@pytest.mark.parametrize("loss", [0.00069, 0.00261, 0.0, math.nan])
def test_a_loss_outside_its_limits_is_refused(loss: float):
    with pytest.raises(ValueError, match="a loss a day lies within"):
        project(absorbed_per_day=NOTHING, loss_per_day=loss)


@pytest.mark.parametrize("loss", [0.0007, 0.0026])
def test_a_loss_at_its_limits_is_not_refused(loss: float):
    assert project(absorbed_per_day=NOTHING, loss_per_day=loss, months=1).loss_per_day == loss


@pytest.mark.parametrize("months", [0, 121])
def test_no_month_and_more_than_ten_years_are_refused(months: int):
    with pytest.raises(ValueError, match="1 to 120 months"):
        project(absorbed_per_day=NOTHING, months=months)


@pytest.mark.parametrize("span", [Span(1, 0.5, 2), Span(0, 2, 1)])
def test_ends_out_of_order_are_refused(span: Span):
    with pytest.raises(ValueError, match="on both sides of its middle"):
        project(absorbed_per_day=span)


@pytest.mark.parametrize("span", [Span(-1, 0, 1), Span(0, 0, math.inf), Span(math.nan, 0, 1)])
def test_an_intake_that_cannot_be_is_refused(span: Span):
    with pytest.raises(ValueError, match="must be finite and not negative"):
        project(absorbed_per_day=span)


# The band beside a simulation


class Simulated(NamedTuple):
    """20,000 random draws of what `quantiles` spreads evenly."""

    start_ug: list[float]
    loss: list[float]
    per_day: list[float]
    threshold_ug: list[float]


def simulate(span: Span, loss: float, start_ug: float) -> Simulated:
    chance, times = random.Random(12), range(20_000)

    def per_day() -> float:
        ends = (span.low, span.middle) if chance.random() < 0.5 else (span.middle, span.high)
        return chance.uniform(*ends) * math.exp(chance.gauss(0, 0.3))

    return Simulated(
        [start_ug * math.exp(chance.gauss(0, math.log(1.5))) for _ in times],
        [min(0.0026, max(0.0007, chance.gauss(loss, 0.0003))) for _ in times],
        [per_day() for _ in times],
        [min(500, max(150, chance.gauss(300, 60))) for _ in times],
    )


def at(share: float, values: list[float]) -> float:
    return sorted(values)[int(share * len(values))]


SIMULATED = {
    "nothing": (NOTHING, 0.0013, 2500),
    "a little": (exactly(0.2), 0.0013, 2500),
    "half a µg": (exactly(0.5), 0.0013, 2500),
    "no intrinsic factor, untreated": (NOTHING, 0.0020, 2500),
    "long without": (NOTHING, 0.0013, 1000),
    "weekly tablet": (exactly(3.643), 0.0013, 2500),
    "over 60, food only": (Span(0.8, 1.4, 1.4), 0.0013, 2500),
    "unknown foods": (Span(0.6, 0.6, 1.3), 0.0013, 2500),
    "part of the ileum removed": (Span(0.1, 0.5, 0.9), 0.0015, 2500),
    "injections": (Span(4.1, 8.2, 12.3), 0.0020, 2500),
    "long without, unknown foods": (Span(0.1, 0.1, 0.4), 0.0013, 1000),
}


@pytest.mark.parametrize("given", SIMULATED.values(), ids=SIMULATED)
def test_the_curve_agrees_with_a_simulation_within_three_per_cent(given: tuple[Span, float, float]):
    span, loss, start_ug = given
    points = {
        point.months: point for point in project(absorbed_per_day=span, loss_per_day=loss, start_ug=start_ug).points
    }
    simulated = simulate(*given)

    for months in (0, 12, 36, 60, 120):
        days = months * 365.25 / 12
        stores = [store_after(s, a, k, days) for s, k, a in zip(*simulated[:3], strict=True)]
        found = (at(0.1, stores), at(0.5, stores), at(0.9, stores))
        assert points[months][1:] == pytest.approx(found, rel=0.03, abs=3)  # of a store nearly gone, 3 µg


@pytest.mark.parametrize("given", SIMULATED.values(), ids=SIMULATED)
def test_the_plateau_agrees_with_a_simulation_within_three_per_cent(given: tuple[Span, float, float]):
    span, loss, start_ug = given
    simulated = simulate(*given)
    settled = [a / k for a, k in zip(simulated.per_day, simulated.loss, strict=True)]
    plateau = project(absorbed_per_day=span, loss_per_day=loss, start_ug=start_ug, months=1).plateau_ug

    assert (plateau.low, plateau.high) == pytest.approx((at(0.1, settled), at(0.9, settled)), rel=0.03)


@pytest.mark.parametrize("given", SIMULATED.values(), ids=SIMULATED)
def test_the_runway_agrees_with_a_simulation(given: tuple[Span, float, float]):
    span, loss, start_ug = given
    simulated = simulate(*given)
    years = [years_to(s, a, k, t) for s, k, a, t in zip(*simulated, strict=True)]
    reached = [math.inf if value is None else value for value in years]
    runway = project(absorbed_per_day=span, loss_per_day=loss, start_ug=start_ug, months=1).runway

    assert runway.never_share == pytest.approx(years.count(None) / len(years), abs=0.01)
    for value, share in ((runway.p10, 0.1), (runway.p50, 0.5), (runway.p90, 0.9)):
        if abs(1 - share - runway.never_share) < 0.01:
            continue  # just where draws stop getting there: the percentile is anything from late to never
        expected = at(share, reached)
        assert (math.inf if value is None else value) == pytest.approx(expected, rel=0.08 if expected > 10 else 0.03)


# The draws


def test_every_figure_is_spread_evenly_and_symmetrically_about_its_middle():
    drawn = draws(start_ug=2500, loss_per_day=0.0013, absorbed_per_day=exactly(1.0))

    for figures in drawn:
        assert len(figures) == DRAWS == 505
    assert percentiles(drawn.start_ug) == pytest.approx((1486.86, 2500, 4203.49), abs=0.01)
    assert percentiles(drawn.loss_per_day) == pytest.approx((0.000915535, 0.0013, 0.001684465), abs=1e-9)
    assert percentiles(drawn.absorbed_per_day) == pytest.approx((0.680814, 1.0, 1.468829), abs=1e-6)
    assert percentiles(drawn.threshold_ug) == pytest.approx((223.1069, 300, 376.8931), abs=1e-4)


def test_the_middle_of_all_figures_is_one_of_the_draws():
    drawn = draws(start_ug=2500, loss_per_day=0.0013, absorbed_per_day=Span(0.2, 1.0, 1.1))

    assert (2500, 0.0013, 1.0, 300) in zip(*drawn, strict=True)


def test_draws_stay_within_their_limits():
    drawn = draws(start_ug=2500, loss_per_day=0.0020, absorbed_per_day=NOTHING)

    assert (max(drawn.loss_per_day), min(drawn.loss_per_day)) == (0.0026, pytest.approx(0.00107, abs=0.00001))
    assert (min(drawn.threshold_ug), max(drawn.threshold_ug)) == (150, pytest.approx(485, abs=1))
