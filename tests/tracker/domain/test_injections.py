"""Injections: what is kept, and what a series of them makes a day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foods.choices import Form
from tests.tracker.domain.vectors import Case, cases
from tracker.domain.injections import (
    NASAL_SHARE,
    NASAL_UNCONFIRMED,
    RETAINED_SPREAD,
    Injection,
    Rate,
    injected_per_day,
    retained_ug,
)
from tracker.domain.parameters import Span

DAY = dt.date(2025, 6, 2).toordinal()
TEN_WEEKLY = [Injection(DAY - 70 * n, 750.0, 1000.0) for n in range(5)]


@pytest.mark.parametrize("case", cases("retained_cyanocobalamin", "retained_hydroxocobalamin"))
def test_what_is_kept_meets_the_worked_figures(case: Case):
    assert case.holds(retained_ug(case.function.removeprefix("retained_"), case.inputs["dose_ug"]))


@pytest.mark.parametrize("case", cases("retained_per_day"))
def test_what_is_kept_a_day_meets_the_worked_figures(case: Case):
    kept = retained_ug(case.inputs["form"], case.inputs["dose_ug"])

    assert case.holds(kept / case.inputs["interval_days"])


@pytest.mark.parametrize("form", [form for form in Form.values if form != "hydroxocobalamin"])
def test_a_form_that_nobody_has_measured_counts_as_cyanocobalamin(form: str):
    assert retained_ug(form, 1000) == pytest.approx(144.5578, abs=0.0001)


@given(st.sampled_from(Form.values), st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_injected_is_never_less_kept_and_never_more_than_injected(form: str, one: float, other: float):
    less, more = sorted((one, other))

    assert 0 <= retained_ug(form, less) <= less
    assert retained_ug(form, less) <= retained_ug(form, more) + 1e-9


def test_nasal_figures_carry_their_mark():
    assert (NASAL_SHARE, NASAL_UNCONFIRMED) == (0.06, True)


def test_the_spread_of_what_is_kept_is_half():
    assert RETAINED_SPREAD == 0.5


def test_without_injections_there_is_no_rate():
    assert injected_per_day([], today=DAY) is None
    assert injected_per_day([], today=DAY, planned_interval_days=70) is None


def test_an_injection_of_tomorrow_is_not_there_yet():
    assert injected_per_day([Injection(DAY + 1, 750.0)], today=DAY) is None


@pytest.mark.parametrize("days_later", [0, 1, 27, 28, 69, 70])
@pytest.mark.parametrize("planned_interval_days", [None, 70])
def test_ten_weekly_injections_are_the_same_every_day(days_later: int, planned_interval_days: int | None):
    rate = injected_per_day(TEN_WEEKLY, today=DAY + days_later, planned_interval_days=planned_interval_days)

    assert rate is not None
    assert rate.per_day == pytest.approx((375 / 70, 750 / 70, 1000 / 70))
    assert (rate.interval_days, rate.days_since, rate.injections) == (70, days_later, 1)


def test_the_high_end_is_not_above_what_was_injected():
    with_dose = injected_per_day([Injection(DAY, 750.0, 1000.0)], today=DAY)
    without = injected_per_day([Injection(DAY, 750.0)], today=DAY)

    assert with_dose is not None
    assert without is not None
    assert with_dose.per_day == pytest.approx((375 / 28, 750 / 28, 1000 / 28))
    assert without.per_day == pytest.approx((375 / 28, 750 / 28, 1125 / 28))


@pytest.mark.parametrize("planned_interval_days", [None, 70])
def test_overdue_stretches_the_interval(planned_interval_days: int | None):
    rate = injected_per_day(TEN_WEEKLY, today=DAY + 100, planned_interval_days=planned_interval_days)

    assert rate is not None
    assert rate.per_day.middle == pytest.approx(7.5)
    assert (rate.interval_days, rate.days_since, rate.injections) == (100, 100, 1)


def test_a_loading_phase_counts_all_of_the_last_four_weeks():
    loading = [Injection(DAY - n, 750.0) for n in (11, 9, 7, 4, 2, 0)]

    assert injected_per_day(loading, today=DAY) == Rate(
        Span(pytest.approx(80.357, abs=0.001), pytest.approx(160.714, abs=0.001), pytest.approx(241.071, abs=0.001)),
        interval_days=28,
        days_since=0,
        injections=6,
    )


def test_a_loading_phase_under_a_plan_is_spread_over_the_planned_interval():
    loading = [Injection(DAY - n, 750.0) for n in (11, 9, 7, 4, 2, 0)]

    rate = injected_per_day(loading, today=DAY, planned_interval_days=70)

    assert rate is not None
    assert rate.per_day.middle == pytest.approx(4500 / 70)


def test_an_overdue_loading_phase_leaves_only_the_last_one():
    loading = [Injection(DAY - n, 750.0) for n in (11, 9, 7, 4, 2, 0)]

    rate = injected_per_day(loading, today=DAY + 30)

    assert rate is not None
    assert (rate.per_day.middle, rate.injections, rate.interval_days) == (25.0, 1, 30)


@pytest.mark.parametrize(("days_later", "interval_days"), [(0, 28), (27, 28), (28, 28), (29, 29), (365, 365)])
def test_a_single_injection_lasts_four_weeks_and_thins_out_after(days_later: int, interval_days: int):
    rate = injected_per_day([Injection(DAY, 144.0)], today=DAY + days_later)

    assert rate is not None
    assert (rate.per_day.middle, rate.interval_days) == (pytest.approx(144 / interval_days), interval_days)


def test_a_single_injection_under_a_plan_lasts_as_long_as_planned():
    rate = injected_per_day([Injection(DAY, 750.0)], today=DAY + 40, planned_interval_days=91)

    assert rate is not None
    assert (rate.per_day.middle, rate.interval_days) == (pytest.approx(8.2418, abs=0.0001), 91)


def test_weekly_injections_are_averaged_over_four_weeks_on_every_day():
    weekly = [Injection(DAY - 7 * n, 62.0) for n in range(10)]

    rates = [injected_per_day(weekly, today=DAY + n) for n in range(7)]

    assert [rate and (rate.per_day.middle, rate.injections) for rate in rates] == [(pytest.approx(62 / 7), 4)] * 7


def test_two_on_one_day_both_count_and_make_no_gap():
    rate = injected_per_day([Injection(DAY, 100.0), Injection(DAY, 50.0)], today=DAY + 30)

    assert rate is not None
    assert (rate.per_day.middle, rate.injections) == (5.0, 2)


def test_the_gap_is_between_days_even_when_the_last_day_had_two():
    rate = injected_per_day([*TEN_WEEKLY, Injection(DAY, 750.0)], today=DAY)

    assert rate is not None
    assert (rate.per_day.middle, rate.interval_days) == (pytest.approx(1500 / 70), 70)


def test_the_order_does_not_matter():
    assert injected_per_day(TEN_WEEKLY[::-1], today=DAY + 5) == injected_per_day(TEN_WEEKLY, today=DAY + 5)


@pytest.mark.parametrize("planned_interval_days", [0, -7])
def test_an_interval_of_no_days_is_refused(planned_interval_days: int):
    with pytest.raises(ValueError, match="at least a day"):
        injected_per_day(TEN_WEEKLY, today=DAY, planned_interval_days=planned_interval_days)
