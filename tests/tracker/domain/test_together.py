"""What is had together is learned from habit, not from chance, and offered once and calmly."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import together
from tracker.domain.together import Together, Way, sittings, suggest, weight_of
from tracker.domain.usuals import Logged, rank

TODAY = dt.date(2026, 3, 14)  # a Saturday
EIGHT = 8 * 60
PORRIDGE, MILK, TABLET, TEA = 1, 2, 3, 4
ONE = Decimal(1)


def at(days_ago: int, *foods: int, minute: int = EIGHT, apart: int = 5) -> list[Logged]:
    """These foods one after the other on a day."""
    day = TODAY - dt.timedelta(days=days_ago)
    return [Logged(food, food * 10, ONE, day, minute + n * apart) for n, food in enumerate(foods)]


def often(days: int, *foods: int, **when: int) -> list[Logged]:
    return [row for day in range(1, days + 1) for row in at(day, *foods, **when)]


def offered(logged: list[Logged], *, minute: int = EIGHT, **kept) -> Together | None:
    return suggest(sittings(logged), today=TODAY, minute=minute, **kept)


def foods_of(logged: list[Logged], **asked) -> tuple[int, ...] | None:
    found = offered(logged, **asked)
    return found and found.foods


# --- sittings ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("apart", "expected"), [(0, 1), (45, 1), (46, 2)])
def test_a_sitting_lasts_three_quarters_of_an_hour(apart, expected):
    assert len(sittings(at(1, PORRIDGE, MILK, apart=apart))) == expected


def test_a_sitting_is_counted_from_its_first_bite_so_that_grazing_is_not_one_meal():
    assert [set(one.foods) for one in sittings(at(1, PORRIDGE, MILK, TABLET, apart=30))] == [
        {PORRIDGE, MILK},
        {TABLET},
    ]


def test_days_are_never_one_sitting():
    late, early = at(2, PORRIDGE, minute=1439), at(1, MILK, minute=0)

    assert len(sittings(late + early)) == 2


# --- a habit ----------------------------------------------------------------------------------------------------------
def test_what_is_had_together_most_days_is_offered_at_its_hour():
    found = offered(often(6, PORRIDGE, MILK, TABLET))

    assert found == Together(
        foods=(PORRIDGE, MILK, TABLET),
        rest=(PORRIDGE, MILK, TABLET),
        ways={food: Way(food * 10, ONE) for food in (PORRIDGE, MILK, TABLET)},
        days=6,
        of_days=14,
        weekday=None,
    )


@pytest.mark.parametrize(("days", "expected"), [(3, None), (4, (PORRIDGE, MILK))])
def test_four_of_the_last_fourteen_days_are_a_habit(days, expected):
    logged = [row for day in range(6, 6 + days) for row in at(day, PORRIDGE, MILK)]  # with a Saturday or Sunday

    assert foods_of(logged) == expected


@pytest.mark.parametrize(("minute", "expected"), [(EIGHT + 120, True), (EIGHT + 121, False), (EIGHT - 120, True)])
def test_breakfast_is_offered_around_its_hour_only(minute, expected):
    assert (offered(often(6, PORRIDGE, MILK, apart=0), minute=minute) is not None) is expected


def test_the_clock_is_round():
    assert foods_of(often(8, PORRIDGE, MILK, minute=1430, apart=0), minute=10) == (PORRIDGE, MILK)


def test_one_food_alone_is_a_usual_and_no_set():
    assert offered(often(10, PORRIDGE)) is None


def test_what_is_had_on_working_days_is_not_offered_on_a_saturday():
    working = [day for day in range(1, 15) if (TODAY - dt.timedelta(days=day)).weekday() < 5]

    assert offered([row for day in working for row in at(day, PORRIDGE, MILK)]) is None


@pytest.mark.parametrize(("weeks", "expected"), [(2, None), (3, (3, 6, 5))])
def test_what_belongs_to_saturdays_is_offered_on_a_saturday(weeks, expected):
    found = offered([row for week in range(1, weeks + 1) for row in at(week * 7, PORRIDGE, MILK)])

    assert (found and (found.days, found.of_days, found.weekday)) == expected


def test_what_comes_along_only_sometimes_is_left_out_of_the_set():
    logged = often(10, PORRIDGE, MILK) + [row for day in (1, 3, 5, 7) for row in at(day, TEA, minute=EIGHT + 15)]

    assert foods_of(logged) == (PORRIDGE, MILK)


def test_a_thing_had_at_every_meal_of_the_morning_makes_no_set_with_what_is_rare():
    logged = often(14, MILK) + [row for day in (1, 2, 3, 4) for row in at(day, TEA, minute=EIGHT + 15)]

    assert offered(logged) is None


def test_the_larger_set_is_offered_where_it_saves_more_presses():
    logged = often(8, PORRIDGE, MILK, TABLET) + at(9, PORRIDGE, MILK) + at(10, PORRIDGE, MILK)

    assert foods_of(logged) == (PORRIDGE, MILK, TABLET)


def test_of_seven_things_five_are_offered():
    assert foods_of(often(6, 1, 2, 3, 4, 5, 6, 7, apart=1)) == (1, 2, 3, 4, 5)


def test_what_was_had_long_ago_says_nothing():
    assert offered([row for day in range(43, 60) for row in at(day, PORRIDGE, MILK)]) is None


def test_the_way_it_is_mostly_had_in_is_offered():
    day = TODAY - dt.timedelta(days=1)
    other = [Logged(PORRIDGE, 99, Decimal(3), day, EIGHT), Logged(MILK, 20, ONE, day, EIGHT)]

    assert offered(often(6, PORRIDGE, MILK)[2:] + other).ways[PORRIDGE] == Way(10, ONE)


# --- logged already, kept already, not wanted -------------------------------------------------------------------------
def test_after_the_first_is_logged_the_rest_is_offered():
    found = offered(often(6, PORRIDGE, MILK, TABLET) + at(0, PORRIDGE))

    assert (found.foods, found.rest) == ((PORRIDGE, MILK, TABLET), (MILK, TABLET))


def test_nothing_is_offered_when_all_of_it_is_logged_today_whenever_that_was():
    logged = often(6, PORRIDGE, MILK) + at(0, PORRIDGE, minute=60) + at(0, MILK, minute=300)

    assert offered(logged) is None


@pytest.mark.parametrize("kept", [{PORRIDGE, MILK}, {PORRIDGE, MILK, TEA}])
def test_what_is_a_usual_meal_already_is_not_offered(kept):
    assert offered(often(6, PORRIDGE, MILK), meals=[frozenset(kept)]) is None


def test_a_set_with_more_than_a_kept_meal_is_offered():
    assert foods_of(often(6, PORRIDGE, MILK, TABLET), meals=[frozenset({PORRIDGE, MILK})]) == (1, 2, 3)


@pytest.mark.parametrize("aside", [{PORRIDGE, MILK}, {PORRIDGE, MILK, TABLET}, {PORRIDGE, MILK, TABLET, TEA}])
def test_what_was_put_aside_does_not_come_back_a_little_smaller_or_larger(aside):
    assert offered(often(6, PORRIDGE, MILK, TABLET), but=[frozenset(aside)]) is None


def test_something_else_is_offered_beside_what_was_put_aside():
    logged = often(6, PORRIDGE, MILK) + often(6, TEA, TABLET, minute=EIGHT + 60)

    assert foods_of(logged, but=[frozenset({PORRIDGE, MILK})]) == (TABLET, TEA)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 20), st.integers(0, 1439)), max_size=80), st.randoms())
def test_the_order_of_rows_decides_nothing_and_what_is_offered_holds_its_promises(rows, random):
    logged = [Logged(food, None, ONE, TODAY - dt.timedelta(days=day), minute) for food, day, minute in rows]
    shuffled = random.sample(logged, len(logged))
    found = offered(logged)

    assert offered(shuffled) == found
    if found:
        assert together.LEAST_THINGS <= len(found.foods) <= together.MOST_THINGS
        assert set(found.rest) <= set(found.foods) == set(found.ways)
        assert found.days >= together.LEAST_OF_WEEKDAYS


# --- a meal among the usuals ------------------------------------------------------------------------------------------
def weight(logged: list[Logged], *foods: int, kept_days_ago: int = 0) -> float:
    kept = {"kept_on": TODAY - dt.timedelta(days=kept_days_ago), "kept_minute": EIGHT}
    return weight_of(frozenset(foods), sittings(logged), today=TODAY, minute=EIGHT, **kept)


def test_a_new_meal_weighs_more_than_the_foods_it_is_made_of():
    logged = often(6, PORRIDGE, MILK)
    best = rank(logged, today=TODAY, minute=EIGHT)

    assert weight(logged, PORRIDGE, MILK) > max(usual.weight for usual in best)


def test_what_is_logged_today_moves_no_meal_under_a_finger():
    assert weight(often(6, PORRIDGE, MILK) + at(0, PORRIDGE, MILK), PORRIDGE, MILK) == weight(
        often(6, PORRIDGE, MILK), PORRIDGE, MILK
    )


def test_a_meal_that_was_kept_long_ago_and_never_logged_weighs_nothing():
    assert weight([], PORRIDGE, kept_days_ago=43) == 0


def test_a_meal_without_a_thing_counts_no_sitting():
    assert weight(often(6, PORRIDGE)) == weight([])
