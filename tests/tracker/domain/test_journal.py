"""Trend, what moved together, and the points of a small line: from scores alone, and nothing where they are few."""

import datetime as dt
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.journal import FEWEST, Pattern, Step, Trend, Way, pattern, points, start_of, strokes, trend

TODAY = dt.date(2026, 3, 14)  # a Saturday


def ago(days: int, score: float = 5.0) -> tuple[dt.date, float]:
    return TODAY - dt.timedelta(days=days), score


def scored(now: list[float], before: list[float]) -> list[tuple[dt.date, float]]:
    """Scores of the last fortnight and of the one before, a day each."""
    return [ago(n, score) for n, score in enumerate(now)] + [ago(14 + n, score) for n, score in enumerate(before)]


# --- trend -----------------------------------------------------------------------------------------------------------
def test_the_median_of_a_fortnight_is_held_against_the_one_before():
    assert trend(scored([6, 7, 6, 9], [4, 4, 3, 10]), today=TODAY) == Trend(6.5, 4.0, 4, 4)


@pytest.mark.parametrize(
    ("now", "before", "known"), [(4, 4, True), (3, 4, False), (4, 3, False), (0, 0, False), (5, 9, True)]
)
def test_it_takes_four_scores_in_each(now, before, known):
    found = trend(scored([5.0] * now, [5.0] * before), today=TODAY)

    assert (found.known, found.scores_now, found.scores_before) == (known, now, before)
    assert (found.way is None, found.moved is None) == (not known, not known)


@pytest.mark.parametrize(
    ("days", "counted"), [(-1, (0, 0)), (0, (1, 0)), (13, (1, 0)), (14, (0, 1)), (27, (0, 1)), (28, (0, 0))]
)
def test_today_is_the_last_day_of_it(days, counted):
    found = trend([ago(days)], today=TODAY)

    assert (found.scores_now, found.scores_before) == counted


@pytest.mark.parametrize(("now", "before", "way"), [(5, 4, Way.ROSE), (4, 5, Way.FELL), (4, 4, Way.SAME)])
def test_it_goes_up_or_down_or_stays(now, before, way):
    assert trend(scored([now] * 4, [before] * 4), today=TODAY).way is way


def test_a_zero_is_a_score():
    assert trend(scored([0] * 4, [0] * 4), today=TODAY) == Trend(0.0, 0.0, 4, 4)


# --- several of them -------------------------------------------------------------------------------------------------
CLUSTERS = {"numbness": "nerve", "tingling": "nerve", "falls": "nerve", "fatigue": "blood", "headache": "blood"}


def moved(points_up: float) -> Trend:
    return Trend(5.0 + points_up, 5.0, 4, 4)


def test_what_moved_the_same_way_in_a_cluster_is_named_together():
    found = pattern({"numbness": moved(2), "tingling": moved(1), "fatigue": moved(3), "headache": moved(-1)}, CLUSTERS)

    assert found == Pattern(
        rose=("numbness", "tingling", "fatigue"), fell=("headache",), same=(), rose_together=("nerve",)
    )


def test_one_that_went_the_other_way_means_that_they_did_not_move_together():
    found = pattern({"numbness": moved(2), "tingling": moved(1), "falls": moved(-1)}, CLUSTERS)

    assert (found.rose_together, found.fell_together) == ((), ())


@pytest.mark.parametrize(
    ("points_up", "named"), [(0.5, "same"), (-0.5, "same"), (0, "same"), (1, "rose"), (-1, "fell"), (-4, "fell")]
)
def test_less_than_a_point_is_no_move(points_up, named):
    found = pattern({"fatigue": moved(points_up)}, CLUSTERS)

    assert {name: getattr(found, name) for name in ("rose", "fell", "same")} == {
        "rose": (), "fell": (), "same": (), named: ("fatigue",),
    }  # fmt: skip


def test_without_a_trend_there_is_nothing_to_say():
    assert not pattern({"fatigue": Trend(None, None, 3, 2)}, CLUSTERS).known
    assert not pattern({}, CLUSTERS).known


# --- the small line --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("step", "first"), [(Step.DAY, TODAY), (Step.WEEK, dt.date(2026, 3, 9)), (Step.MONTH, dt.date(2026, 3, 1))]
)
def test_a_point_stands_for_a_day_a_week_or_a_month(step, first):
    assert start_of(TODAY, step) == first


def test_a_point_is_the_median_and_says_between_what_it_lies():
    (one,) = points([ago(0, 2), ago(1, 9), ago(2, 3)], Step.WEEK)

    assert one == (dt.date(2026, 3, 9), 3.0, 2, 9, 3)


def test_a_line_is_open_where_nothing_is_known_for_long():
    days = points([ago(60), ago(21), ago(0)], Step.DAY)
    assert [[point.first for point in piece] for piece in strokes(days, Step.DAY)] == [
        [ago(60)[0]], [ago(21)[0], ago(0)[0]],
    ]  # fmt: skip
    assert len(strokes(points([ago(22), ago(0)], Step.DAY), Step.DAY)) == 2
    assert strokes([], Step.DAY) == []


SCORES = st.lists(
    st.tuples(st.dates(dt.date(2020, 1, 1), TODAY), st.integers(0, 10).map(float)), unique_by=lambda one: one[0]
)


@given(SCORES, st.sampled_from(Step))
def test_no_score_is_lost_and_none_is_made_up(scores, step):
    found = points(scores, step)

    assert sum(point.scores for point in found) == len(scores)
    assert [point.first for point in found] == sorted({start_of(on, step) for on, _ in scores})
    assert all(point.low <= point.score <= point.high for point in found)
    assert [point for piece in strokes(found, step) for point in piece] == found


@given(SCORES)
def test_a_trend_is_that_of_the_scores_of_its_days(scores):
    found = trend(scores, today=TODAY)
    last = [score for on, score in scores if (TODAY - on).days < 14]

    assert found.scores_now == len(last)
    assert found.now == (median(last) if len(last) >= FEWEST else None)
