"""What a person is likely to want now."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.usuals import MOST, WINDOW_DAYS, Logged, rank

TODAY = dt.date(2026, 3, 14)
EIGHT, NOON, EVENING = 8 * 60, 12 * 60, 19 * 60
MILK, EGG, TABLET, SOUP = 1, 2, 3, 4


def logged(food: int, days_ago: int, minute: int, *, amount: str = "1", portion: int | None = 7) -> Logged:
    return Logged(food, portion, Decimal(amount), TODAY - dt.timedelta(days=days_ago), minute)


def foods(rows: list[Logged], *, minute: int = EIGHT) -> list[int]:
    return [usual.food_id for usual in rank(rows, today=TODAY, minute=minute)]


def test_what_is_had_at_this_hour_comes_first():
    rows = [logged(MILK, day, EIGHT) for day in range(1, 8)] + [logged(SOUP, day, EVENING) for day in range(1, 8)]

    assert foods(rows, minute=EIGHT) == [MILK, SOUP]
    assert foods(rows, minute=EVENING) == [SOUP, MILK]


def test_the_clock_is_round():
    rows = [logged(MILK, 1, NOON), logged(SOUP, 1, 23 * 60 + 50)]

    assert foods(rows, minute=10) == [SOUP, MILK]


def test_what_was_had_lately_outweighs_what_was_had_as_often_long_ago():
    rows = [logged(MILK, day, EIGHT) for day in (30, 31, 32)] + [logged(EGG, day, EIGHT) for day in (1, 2, 3)]

    assert foods(rows) == [EGG, MILK]


def test_the_tablet_of_every_saturday_comes_before_what_was_had_once_since():
    assert foods([logged(TABLET, 7, EIGHT), logged(EGG, 6, EIGHT)]) == [TABLET, EGG]


def test_of_equals_the_older_food_comes_first():
    rows = [logged(EGG, 1, EIGHT), logged(MILK, 1, EIGHT)]

    assert foods(rows) == [MILK, EGG] == foods(rows[::-1])


def test_foods_had_at_the_same_times_are_equal_in_whatever_order_their_rows_are_added_up():
    rows = [logged(MILK, day, EIGHT) for day in (1, 3, 4)] + [logged(EGG, day, EIGHT) for day in (1, 4, 3)]

    assert foods(rows) == [MILK, EGG]  # binary sums of the two differ in the last digit


def test_at_most_eight_are_offered():
    assert foods([logged(food, 1, EIGHT) for food in range(20)]) == list(range(MOST))


def test_what_lies_ahead_or_too_far_back_says_nothing():
    rows = [logged(MILK, -1, EIGHT), logged(EGG, WINDOW_DAYS + 1, EIGHT), logged(SOUP, WINDOW_DAYS, EIGHT)]

    assert foods(rows) == [SOUP]


def test_a_usual_has_the_amount_it_was_mostly_had_in():
    rows = [logged(EGG, 1, EIGHT, amount="1"), *(logged(EGG, day, EIGHT, amount="2") for day in (2, 3))]
    (usual,) = rank(rows, today=TODAY, minute=EIGHT)

    assert (usual.food_id, usual.portion_id, usual.amount) == (EGG, 7, 2)


def test_of_ways_had_as_often_the_smaller_amount_wins_and_then_the_older_portion():
    rows = [logged(EGG, 1, 0, amount="2"), logged(EGG, 1, 0, amount="1", portion=9), logged(EGG, 1, 0, portion=8)]
    for order in (rows, rows[::-1]):
        (usual,) = rank(order, today=TODAY, minute=EIGHT)
        assert (usual.amount, usual.portion_id) == (1, 8)


def test_nothing_logged_gives_no_usuals():
    assert rank([], today=TODAY, minute=EIGHT) == []


rows_of_anybody = st.lists(
    st.builds(
        Logged,
        st.integers(1, 12),
        st.none() | st.integers(1, 3),
        st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(2)]),
        st.dates(TODAY - dt.timedelta(days=70), TODAY + dt.timedelta(days=3)),
        st.integers(0, 1439),
    ),
    max_size=60,
)


@settings(max_examples=60)
@given(rows=rows_of_anybody, minute=st.integers(0, 1439), order=st.randoms())
def test_the_order_in_which_rows_arrive_decides_nothing(rows, minute, order):
    shuffled = list(rows)
    order.shuffle(shuffled)
    ways = [
        [(usual.food_id, usual.portion_id, usual.amount) for usual in rank(some, today=TODAY, minute=minute)]
        for some in (rows, shuffled)
    ]

    assert ways[0] == ways[1]
    assert len({way[0] for way in ways[0]}) == len(ways[0]) <= MOST
