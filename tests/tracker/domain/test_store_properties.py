"""What holds for the body store whatever the figures."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracker.domain.parameters import Span
from tracker.domain.stores import Projection, half_life_days, plateau_ug, project, store_after, years_to

stores = st.floats(0, 20_000)
intakes = st.floats(0, 50)
losses = st.floats(0.0001, 0.01)
days = st.floats(0, 40_000)
thresholds = st.floats(1, 1000)
spans = st.tuples(intakes, intakes, intakes).map(lambda ends: Span(*sorted(ends)))
likely_losses = st.floats(0.0007, 0.0026)


def or_forever(years: float | None) -> float:
    return math.inf if years is None else years


def years_of(projection: Projection) -> list[float]:
    return [or_forever(years) for years in projection.runway[:3]]


@given(stores, intakes, losses | st.just(0.0))
def test_it_begins_where_it_begins(start: float, intake: float, loss: float):
    assert store_after(start, intake, loss, 0) == start


@given(stores, intakes, losses)
def test_it_ends_at_the_plateau(start: float, intake: float, loss: float):
    settled = plateau_ug(intake, loss)

    assert store_after(start, intake, loss, 60 / loss) == pytest.approx(settled, rel=1e-9, abs=1e-9)


@given(stores, intakes, losses | st.just(0.0), days)
def test_it_is_never_negative_and_lies_between_start_and_plateau(start: float, intake: float, loss: float, time: float):
    left = store_after(start, intake, loss, time)
    settled = or_forever(plateau_ug(intake, loss))

    assert left >= 0
    assert min(start, settled) * (1 - 1e-9) <= left <= max(start, settled) * (1 + 1e-9)


@given(stores, intakes, losses | st.just(0.0), days, days)
def test_going_on_twice_is_going_on_once_for_as_long(start: float, intake: float, loss: float, one: float, two: float):
    midway = store_after(start, intake, loss, one)

    assert store_after(midway, intake, loss, two) == pytest.approx(
        store_after(start, intake, loss, one + two), rel=1e-9, abs=1e-9
    )


@given(losses)
def test_half_is_left_after_the_half_life(loss: float):
    assert store_after(1000, 0, loss, half_life_days(loss) or 0) == pytest.approx(500)


@given(stores, intakes, losses, thresholds)
def test_at_the_time_to_the_threshold_the_store_is_at_the_threshold(
    start: float, intake: float, loss: float, threshold: float
):
    years = years_to(start, intake, loss, threshold)
    assume(years)
    # where the plateau is a hair below the threshold, the last µg takes for ever and a float cannot follow
    assume(intake / loss < threshold - 1e-6)

    assert store_after(start, intake, loss, years * 365.25) == pytest.approx(threshold, rel=1e-6)


@given(stores, intakes, intakes, losses, thresholds)
def test_more_intake_never_shortens_the_time(start: float, intake: float, more: float, loss: float, threshold: float):
    less = or_forever(years_to(start, intake, loss, threshold))

    assert or_forever(years_to(start, intake + more, loss, threshold)) >= less * (1 - 1e-9)


@given(stores, losses, st.floats(0, 0.01), thresholds)
def test_a_higher_loss_never_lengthens_the_time_without_intake(
    start: float, loss: float, higher: float, threshold: float
):
    longer = or_forever(years_to(start, 0, loss, threshold))

    assert or_forever(years_to(start, 0, loss + higher, threshold)) <= longer * (1 + 1e-9)


@given(intakes, losses | st.just(0.0), thresholds)
def test_who_begins_at_the_threshold_is_there(intake: float, loss: float, threshold: float):
    assert years_to(threshold, intake, loss, threshold) == 0


@settings(max_examples=40)
@given(spans, likely_losses, stores, st.integers(1, 120))
def test_percentiles_of_a_projection_are_in_order(span: Span, loss: float, start: float, months: int):
    projection = project(absorbed_per_day=span, loss_per_day=loss, start_ug=start, months=months)

    for _, low, middle, high in projection.points:
        assert 0 <= low <= middle <= high < math.inf
    assert years_of(projection) == sorted(years_of(projection))
    assert projection.plateau_ug.low <= projection.plateau_ug.middle * (1 + 1e-9)
    assert projection.plateau_ug.middle <= projection.plateau_ug.high * (1 + 1e-9)
    assert 0 <= projection.runway.never_share <= 1
    assert [point.months for point in projection.points] == sorted({point.months for point in projection.points})
    assert (len(projection.points) <= 41, projection.points[-1].months) == (True, months)


@settings(max_examples=40)
@given(spans, st.floats(0, 10), likely_losses, stores)
def test_more_intake_never_shortens_the_runway_nor_lowers_the_band(span: Span, more: float, loss: float, start: float):
    less = project(absorbed_per_day=span, loss_per_day=loss, start_ug=start, months=24)
    plenty = project(absorbed_per_day=Span(*(end + more for end in span)), loss_per_day=loss, start_ug=start, months=24)

    assert all(b >= a * (1 - 1e-9) for a, b in zip(years_of(less), years_of(plenty), strict=True))
    assert plenty.runway.never_share >= less.runway.never_share
    for before, after in zip(less.points, plenty.points, strict=True):
        assert all(b >= a * (1 - 1e-9) for a, b in zip(before, after, strict=True))


@settings(max_examples=40)
@given(likely_losses, likely_losses, stores)
def test_a_higher_loss_never_lengthens_the_runway_without_intake(one: float, other: float, start: float):
    nothing = Span(0.0, 0.0, 0.0)
    slow, fast = (
        years_of(project(absorbed_per_day=nothing, loss_per_day=loss, start_ug=start, months=1))
        for loss in sorted((one, other))
    )

    assert all(b <= a * (1 + 1e-9) for a, b in zip(slow, fast, strict=True))


@settings(max_examples=40)
@given(spans, likely_losses, stores)
def test_a_projection_is_the_same_every_time_and_for_any_length(span: Span, loss: float, start: float):
    short = project(absorbed_per_day=span, loss_per_day=loss, start_ug=start, months=30)
    long = project(absorbed_per_day=span, loss_per_day=loss, start_ug=start, months=120)

    assert short == project(absorbed_per_day=span, loss_per_day=loss, start_ug=start, months=30)
    assert (short.runway, short.plateau_ug) == (long.runway, long.plateau_ug)
    for number in range(6):  # every sixth month is in both
        assert short.points[3 * number] == pytest.approx(long.points[number], rel=1e-9)


@settings(max_examples=40)
@given(spans, likely_losses, stores)
def test_a_lower_end_never_raises_the_band_and_a_higher_end_never_lowers_it(span: Span, loss: float, start: float):
    exact = Span(span.middle, span.middle, span.middle)
    low, narrow, high = (
        project(absorbed_per_day=each, loss_per_day=loss, start_ug=start, months=24).points
        for each in (span._replace(high=span.middle), exact, span._replace(low=span.middle))
    )

    for below, point, above in zip(low, narrow, high, strict=True):
        assert all(a <= b * (1 + 1e-9) for a, b in zip(below, point, strict=True))
        assert all(b <= c * (1 + 1e-9) for b, c in zip(point, above, strict=True))
