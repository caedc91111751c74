"""Scores of symptoms become what rules look at."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.risks.facts import Precision, Symptom, When
from tracker.domain.risks.felt import HAPPENING, SCORE_DAYS, Score, Told, symptoms_of

TODAY = dt.date(2026, 3, 14)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def felt(*scores: tuple[int, float], key: str = "numbness", told: Told | None = None) -> Symptom | None:
    """Of scores as (days ago, score)."""
    given_scores = {key: [Score(ago(days), score) for days, score in scores]}
    return next(iter(symptoms_of(given_scores, {key: told} if told else {}, today=TODAY)), None)


def test_the_latest_counts_in_whatever_order_they_come():
    assert felt((9, 7), (0, 2), (4, 5)) == Symptom(
        "numbness", 2, TODAY, first=ago(9), rise=-3.0, days=3
    )  # fmt: skip


@pytest.mark.parametrize(("days", "there"), [(0, True), (27, True), (28, False), (-1, False)])
def test_a_score_is_known_for_four_weeks(days, there):
    assert (felt((days, 5)) is not None) is there


def test_nothing_scored_is_nothing_felt():
    assert symptoms_of({}, {"numbness": Told(ago(3))}, today=TODAY) == ()


def test_course_and_places_are_those_of_the_latest():
    scores = [Score(ago(3), 5, "worse", frozenset(("left_foot",))), Score(ago(1), 4, "", frozenset(("right_foot",)))]
    (found,) = symptoms_of({"numbness": scores}, {}, today=TODAY)

    assert (found.course, found.places) == ("", frozenset(("right_foot",)))


# --- since when -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("told", "first", "onset"),
    [
        (None, ago(5), None),
        (Told(ago(300)), ago(300), None),
        (Told(ago(2)), ago(5), None),  # the scores know better
        (Told(onset=When(ago(40))), ago(5), ago(40)),
        (Told(onset=When(dt.date(2026, 2, 15), Precision.MONTH)), ago(5), dt.date(2026, 2, 15)),
        (Told(onset=When(dt.date(2025, 7, 1), Precision.YEAR)), ago(5), dt.date(2025, 7, 1)),
        (Told(onset=When(dt.date(2026, 7, 1), Precision.YEAR)), ago(5), None),  # "this year" may be yesterday
    ],
)
def test_it_began_when_somebody_says_so_or_with_the_first_score(told, first, onset):
    found = felt((5, 4), (1, 4), told=told)

    assert (found.first, found.onset) == (first, onset)


def test_a_score_of_nothing_is_no_beginning():
    assert felt((9, 0), (2, 4)).first == ago(2)
    assert felt((2, 0)).first is None


def test_that_it_was_looked_into_is_known():
    assert felt((1, 4), told=Told(looked_into=True)).looked_into
    assert not felt((1, 4)).looked_into


# --- on how many days -------------------------------------------------------------------------------------------------
def test_days_are_those_on_which_it_was_felt():
    assert felt((28, 5), (27, 5), (3, 0), (1, 4)).days == 2


# --- how much it went up ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scores", "rise"),
    [
        (((0, 5),), None),
        (((7, 2), (0, 5)), 3.0),
        (((8, 2), (0, 5)), None),
        (((6, 2), (3, 3), (0, 5)), 3.0),  # not from one to the next alone
        (((20, 1), (14, 6), (0, 2)), 1.0),  # what has eased since counts no more
        (((20, 1), (14, 6), (0, 5)), 4.0),
        (((20, 1), (14, 6), (0, 9)), 5.0),  # more, but not within a week
        (((5, 6), (0, 2)), -4.0),
        (((34, 0), (27, 4)), 4.0),  # the one it is held against may be older than four weeks
        (((35, 0), (28, 4), (1, 4)), None),
    ],
)
def test_a_rise_is_between_two_scores_of_a_week(scores, rise):
    assert felt(*scores).rise == rise


# --- what happens and what goes on ------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", sorted(HAPPENING))
def test_what_happened_is_not_undone_by_a_day_without(key):
    found = felt((5, 2), (1, 0), key=key)

    assert (found.severity, found.last) == (2, ago(5))


def test_what_goes_on_ends_with_the_day_that_says_so():
    assert felt((5, 2), (1, 0), key="confusion").severity == 0


def test_what_did_not_happen_did_not():
    assert felt((5, 0), (1, 0), key="falls").severity == 0


# --- whatever is scored -----------------------------------------------------------------------------------------------
@given(st.dictionaries(st.integers(-3, 60), st.integers(0, 10), max_size=12), st.randoms())
def test_order_decides_nothing_and_what_is_older_changes_nothing(scores, chance):
    rows = list(scores.items())
    chance.shuffle(rows)
    recent = [row for row in rows if 0 <= row[0] < SCORE_DAYS]

    assert felt(*rows) == felt(*sorted(scores.items())) == felt(*recent)
