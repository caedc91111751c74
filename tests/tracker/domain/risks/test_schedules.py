"""The schedules of people without a natural source: both sides of every amount, of 80 % and of every week."""

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.cover import Crystalline, DayState, DayTaken, Rule, cover
from tracker.domain.risks.schedules import CHILD_ROWS, kept
from tracker.domain.tables import read

TODAY = dt.date(2026, 11, 22)
EIGHT, NOON = 8 * 60, 12 * 60


def day(days_ago: int, *doses: float | tuple[int, float | None] | None, tracked: bool = True) -> DayTaken:
    """A day with doses of so many µg, two hours apart from 8 o'clock, or at the minute that is given."""
    taken = (dose if isinstance(dose, tuple) else (EIGHT + 120 * n, dose) for n, dose in enumerate(doses))
    return DayTaken(TODAY - dt.timedelta(days=days_ago), tracked, crystalline=tuple(Crystalline(*one) for one in taken))


def alike(*doses: float | tuple[int, float | None] | None, days: int = 28) -> list[DayTaken]:
    return [day(n, *doses) for n in range(days)]


def weekly(*days_ago: int, ug: float | None = 2000, tracked: Iterable[int] = range(29)) -> list[DayTaken]:
    """Every day tracked, with a dose on some of them."""
    return [day(n, ug) if n in days_ago else day(n) for n in tracked]


def keeps(days: Iterable[DayTaken], age_years: float | None = 30.0) -> bool | None:
    return kept(list(days), today=TODAY, age_years=age_years)


# --- one supplement a day --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ((10.0,), True),
        ((9.9,), False),
        ((250.0,), True),
        (((EIGHT, 5.0), (EIGHT + 30, 5.0)), True),  # two tablets with one glass of water
        (((EIGHT, 5.0), (EIGHT + 10, 4.9)), False),
        ((None,), None),  # it may hold 10
        ((9.9, None), None),
        ((10.0, None), True),
        ((0.0,), False),
        ((), False),
    ],
)
def test_ten_micrograms_at_once_are_enough_for_a_day(doses, expected):
    assert keeps(alike(*doses)) is expected


# --- fortified food --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ((1.5, 1.5), True),
        ((1.0, 1.0, 1.0), True),
        ((1.5, 1.4), False),
        ((0.7, 1.9, 0.4), True),  # 2.9999999999999996 to a computer
        ((3.0,), False),  # one serving
        (((EIGHT, 1.5), (EIGHT + 30, 1.5)), False),  # still one
        (((EIGHT, 1.5), (EIGHT + 31, 1.5)), True),
        ((3.0, 0.0), False),  # the second holds nothing
        ((1.5, None), None),
        (((EIGHT, None), (EIGHT + 20, 1.5), (EIGHT + 40, 1.5)), True),
        (((EIGHT, 1.5), (EIGHT + 30, 1.5), (EIGHT + 40, None)), None),  # the known are one serving
    ],
)
def test_three_micrograms_in_two_servings_are_enough_for_a_day(doses, expected):
    assert keeps(alike(*doses)) is expected


# --- 80 % of tracked days --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("doses", [(10.0,), (1.5, 1.5), ((EIGHT, 5.0), (EIGHT + 5, 5.0))])
@pytest.mark.parametrize(
    ("tracked", "with_some", "expected"),
    [(20, 16, True), (20, 15, False), (28, 23, True), (28, 22, False), (15, 12, True), (15, 11, False), (1, 1, True)],
)
def test_four_days_of_five_that_are_tracked_have_to_be_enough(doses, tracked, with_some, expected):
    days = [day(n, *doses) if n < with_some else day(n) for n in range(tracked)]

    assert keeps(days) is expected


def test_days_that_are_not_tracked_count_neither_way():
    enough, nothing = [day(n, 10.0) for n in range(16)], [day(n) for n in range(16, 20)]
    untracked = [day(n, tracked=False) for n in range(20, 28)]

    assert keeps(enough + nothing + untracked) is True
    assert keeps(enough[1:] + nothing + [day(0, 10.0, tracked=False)]) is False


def test_what_lies_more_than_four_weeks_back_is_no_day_of_the_schedule():
    assert keeps([day(n, 10.0) for n in range(28, 60)] + [day(0)]) is False
    assert keeps([day(n, 10.0) for n in (1, 2, 3, 28)] + [day(0)]) is False  # three of four
    assert keeps([day(n, 10.0) for n in range(5)] + [day(n) for n in range(28, 60)]) is True


@pytest.mark.parametrize("servings", [(1.5, 1.5), (5.0, 5.0)])
def test_a_schedule_is_one_way_and_not_a_mixture_of_two(servings):
    days = [day(n, 10.0) if n % 2 else day(n, *servings) for n in range(28)]

    assert keeps(days) is False


def test_some_days_without_a_figure_leave_open_only_what_they_could_decide():
    assert keeps([day(n, 10.0) if n < 20 else day(n, None) for n in range(28)]) is None
    assert keeps([day(n, None) if n < 20 else day(n) for n in range(28)]) is False
    assert keeps([day(n, 1.5, None) if n < 14 else day(n, 1.5, 1.5) for n in range(28)]) is None


# --- every week ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ((0, 7, 14, 21), True),  # counted back from today
        ((7, 14, 21, 28), True),  # from yesterday: this week's dose may still be to come
        ((6, 13, 20, 27), True),
        ((3, 10, 17, 24), True),
        ((8, 15, 22), False),  # none in the seven days up to yesterday
        ((0, 7, 14), False),
        ((0, 1, 2, 3), False),  # all in one week
        ((7, 14, 21), False),  # the oldest week from yesterday has none
    ],
)
def test_each_of_four_weeks_has_its_dose_counted_from_today_or_from_yesterday(days_ago, expected):
    assert keeps(weekly(*days_ago)) is expected


@pytest.mark.parametrize(("ug", "expected"), [(2000, True), (1999, False), (None, None)])
def test_two_thousand_micrograms_are_enough_for_a_week(ug, expected):
    assert keeps(weekly(1, 8, 15, 22, ug=ug)) is expected


def test_a_week_may_have_its_amount_in_several_doses():
    assert keeps(weekly(*range(0, 28, 2), ug=1000)) is True
    assert keeps(weekly(1, 4, 8, 11, 15, 18, 22, ug=1000)) is False  # the last week has one


def test_weeks_without_a_tracked_day_are_left_out():
    away = [*range(7), *range(14, 28)]

    assert keeps(weekly(0, 14, 21, tracked=away)) is True
    assert keeps(weekly(0, 14, 21, tracked=[*away, 8])) is False  # one tracked day is enough to ask of that week


def test_of_weeks_that_are_all_left_out_nothing_is_said():
    assert keeps([]) is False
    assert keeps(day(n, 2000, tracked=False) for n in range(28)) is False


def test_one_dose_without_a_figure_leaves_its_week_open():
    assert keeps([*weekly(1, 8, 15, tracked=range(22)), day(22, None)]) is None
    assert keeps([*weekly(1, 8, tracked=range(22)), day(22, None)]) is False  # another week has nothing


# --- children --------------------------------------------------------------------------------------------------------
def test_the_rows_of_children_are_those_of_the_published_table():
    assert [row[:2] for row in CHILD_ROWS] == [(0.5, 1.0), (1.0, 4.0), (4.0, 9.0), (9.0, 14.0)]
    assert [row[2:] for row in CHILD_ROWS] == [(5, 0.5, 200), (10, 0.5, 375), (15, 1, 500), (20, 1.5, 750)]
    assert any(row["key"] == "S13" for row in read("citations"))


@pytest.mark.parametrize(
    ("age", "doses", "expected"),
    [
        (0.6, (5.0,), True), (0.6, (4.9,), False), (0.4, (5.0,), False), (1.0, (5.0,), False), (None, (5.0,), False),
        (0.6, (0.5, 0.5), True), (0.6, (0.5, 0.4), False), (3.9, (0.5, 0.5), True), (4.0, (0.5, 0.5), False),
        (8.0, (1.0, 1.0), True), (8.0, (1.0, 0.9), False), (9.0, (1.0, 1.0), False),
        (13.9, (1.5, 1.5), True), (8.0, ((EIGHT, 1.0), (EIGHT + 30, 1.0)), False),
        (8.0, ((EIGHT, 0.6), (EIGHT + 30, 0.4), (NOON, 1.0)), True),
        (8.0, (1.0, None), None),  # unknown, as with anybody
        (14.0, (1.0, 1.0), False), (30.0, (0.5, 0.5), False),
    ],
)  # fmt: skip
def test_of_a_child_also_the_row_of_its_age_counts(age, doses, expected):
    assert keeps(alike(*doses), age) is expected


@pytest.mark.parametrize(
    ("age", "ug", "expected"),
    [(0.7, 200, True), (0.7, 199, False), (2.0, 375, True), (6.0, 500, True), (6.0, 499, False), (10.0, 750, True),
     (14.0, 750, False), (None, 750, False)],
)  # fmt: skip
def test_two_doses_a_week_are_enough_for_a_child(age, ug, expected):
    assert keeps(weekly(1, 4, 8, 11, 15, 18, 22, 25, ug=ug), age) is expected


def test_one_dose_a_week_is_not_enough_for_a_child_unless_it_is_for_anybody():
    assert keeps(weekly(1, 8, 15, 22, ug=750), 10.0) is False
    assert keeps(weekly(1, 8, 15, 22, ug=2000), 10.0) is True


def test_a_child_has_its_two_servings_on_four_days_of_five():
    days = [day(n, 1.0, 1.0) if n < 16 else day(n) for n in range(20)]

    assert keeps(days, 8.0) is True
    assert keeps([*days[1:], day(0)], 8.0) is False


# --- what a glance decides is what the cover would say ---------------------------------------------------------------
DOSES = st.lists(
    st.tuples(st.integers(480, 600), st.none() | st.sampled_from((0.0, 0.4, 1.5, 2.9, 3.0, 5.0, 9.9, 10.0, 600.0))),
    max_size=4,
)


@given(doses=DOSES)
def test_a_glance_at_a_day_says_what_judging_it_at_length_would_say(doses):
    one = day(0, *doses)
    states = [
        cover([one], rule=rule, today=TODAY, window_days=1, target_ug=None).days[0][1]
        for rule in (Rule.DAILY, Rule.FORTIFIED)
    ]

    if DayState.COVERED in states:
        assert keeps([one]) is True
    elif keeps([one]) is not True:  # 2,000 µg at once are never short of 10
        assert keeps([one]) is (None if DayState.MAYBE in states or None in [ug for _, ug in doses] else False)


@given(days=st.lists(DOSES, max_size=28), more=st.integers(0, 27))
def test_a_dose_more_never_breaks_a_schedule(days, more):
    made = [day(n, *doses) for n, doses in enumerate(days)]
    richer = [day(n, *doses, (NOON, 600.0)) if n == more else day(n, *doses) for n, doses in enumerate(days)]

    assert keeps(made) is not True or keeps(richer) is True
