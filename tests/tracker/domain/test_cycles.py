"""Cycles between injections: where they begin and end, which of them count, and what may be said of them."""

import datetime as dt
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.cycles import (
    Comparison,
    Cycle,
    Scored,
    Way,
    by_day,
    compare,
    cycles,
    difference,
    last_third,
    long_after_days,
)

DAY = dt.date(2025, 1, 6)
TODAY = DAY + dt.timedelta(days=400)


def on(*days: int) -> list[dt.date]:
    return [DAY + dt.timedelta(days=day) for day in days]


def spans(found: tuple[Cycle, ...]) -> list[tuple[int, int]]:
    return [((cycle.start - DAY).days, cycle.days) for cycle in found]


def scored(*pairs: tuple[int, float]) -> list[Scored]:
    return [Scored(DAY + dt.timedelta(days=day), score) for day, score in pairs]


# --- cycles ----------------------------------------------------------------------------------------------------------
def test_a_cycle_runs_to_the_day_before_the_next_injection_and_the_last_one_to_today():
    found = cycles(on(0, 84, 168), today=on(236)[0])

    assert spans(found) == [(0, 84), (84, 84), (168, 69)]
    assert [cycle.complete for cycle in found] == [True, True, False]
    assert found[-1].day_of(on(236)[0]) == 68


def test_without_injections_there_are_no_cycles():
    assert cycles([], today=TODAY) == ()


def test_an_injection_of_today_begins_one_of_a_day_and_one_to_come_none():
    assert spans(cycles(on(0, 5), today=DAY)) == [(0, 1)]


@pytest.mark.parametrize(("apart", "complete"), [(1, 0), (13, 0), (14, 1), (15, 1)])
def test_doses_less_than_two_weeks_apart_are_loading_and_no_cycle(apart, complete):
    assert sum(cycle.complete for cycle in cycles(on(0, apart), today=TODAY)) == complete


def test_after_loading_the_cycle_begins_at_its_last_dose():
    assert spans(cycles(on(0, 2, 4, 7, 9, 11, 95), today=on(100)[0])) == [(11, 84), (95, 6)]


# --- gaps that are too long ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lengths", "planned", "limit"),
    [
        ([], None, None), ([], 84, 168), ([84, 84, 300], None, 168), ([84, 169], None, 168),
        ([28, 28, 28], 84, 168), ([84, 84, 84], 28, 168), ([80], 0, 160),
    ],
)  # fmt: skip
def test_overly_long_is_twice_the_plan_or_twice_the_median_whichever_is_longer(lengths, planned, limit):
    assert long_after_days(lengths, planned_days=planned) == limit


@pytest.mark.parametrize(("last", "long"), [(84 + 168, False), (84 + 169, True)])
def test_a_gap_is_too_long_from_the_day_after_twice_the_plan(last, long):
    found = cycles(on(0, 84, last), today=TODAY, planned_days=84)

    assert [cycle.long for cycle in found if cycle.complete] == [False, long]


@pytest.mark.parametrize(("today", "long"), [(168, False), (169, True)])
def test_the_one_that_runs_becomes_too_long_too(today, long):
    (running,) = cycles(on(0), today=on(today)[0], planned_days=84)

    assert running.long is long


def test_with_nothing_to_measure_it_by_no_gap_is_too_long():
    (running,) = cycles(on(0), today=on(3000)[0])

    assert not running.long


# --- scores by day ---------------------------------------------------------------------------------------------------
def test_scores_stand_at_their_day_of_the_cycle_and_the_day_of_the_next_injection_is_the_next_ones_first():
    first, second = cycles(on(0, 84), today=on(100)[0])
    scores = scored((90, 4), (83, 7), (84, 6), (0, 2), (-1, 9), (101, 9))

    assert by_day(first, scores) == ((0, 2), (83, 7))
    assert by_day(second, scores) == ((0, 6), (6, 4))


def test_the_last_third_of_twelve_weeks_begins_on_day_56():
    assert last_third(84) == 56


CYCLE = Cycle(DAY, DAY + dt.timedelta(days=84), complete=True)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(28, 3), (55, 3), (56, 5), (83, 5)], 2),
        ([(27, 3), (55, 3), (56, 5), (83, 5)], None),  # day 27 is the first third
        ([(28, 3), (56, 3), (57, 5), (83, 5)], None),  # day 56 is the last
        ([(28, 3), (55, 3), (56, 5), (84, 5)], None),  # day 84 is the next cycle
        ([(28, 3), (55, 3), (56, 5)], None),
        ([(28, 3), (30, 3), (32, 9), (56, 5), (60, 5)], 2),  # medians: one bad day changes nothing
        ([(28, 6), (55, 6), (56, 2), (83, 3)], -3.5),
        ([(day, 9) for day in range(28)], None),
        ([], None),
    ],
)
def test_a_cycle_is_compared_with_itself(pairs, expected):
    assert difference(CYCLE, scored(*pairs)) == expected


# --- the comparison --------------------------------------------------------------------------------------------------
def treated(rises: list[float], *, apart: int = 84) -> Comparison:
    """A complete cycle for each rise, which lies between its middle and its last third, and one that runs."""
    starts = [n * apart for n in range(len(rises) + 1)]
    pairs = [
        (start + apart * share // 12, 4.0 + (rise if share >= 8 else 0))
        for start, rise in zip(starts, rises, strict=False)
        for share in (4, 6, 8, 10)
    ]
    return compare(cycles(on(*starts), today=on(starts[-1] + 3)[0]), scored(*pairs))


@pytest.mark.parametrize(
    ("rises", "way"),
    [
        ([], None), ([2], None), ([2, 2], None),
        ([1, 1, 1], Way.HIGHER), ([1, 1, 0.9], Way.NONE), ([-1, -1, -1], Way.LOWER), ([-1, -1, -0.9], Way.NONE),
        ([1, -1, 1], Way.NONE), ([0, 0, 0], Way.NONE), ([2, 2, 2, 0], Way.NONE),
        ([0, 2, 2, 2, 2, 2], Way.NONE), ([0, 2, 2, 2, 2, 2, 2], Way.HIGHER),  # the last six
    ],
)  # fmt: skip
def test_a_pattern_is_said_only_where_it_repeats_in_all_of_at_least_three(rises, way):
    found = treated(rises)

    assert found.way == way
    assert found.complete == len(rises)
    assert found.differences == pytest.approx(tuple(rises[-6:]))


def test_it_says_from_which_day():
    assert treated([2, 2, 2]).from_day == 56
    assert treated([2, 2, 2], apart=36).from_day == 24
    assert treated([2, 2]).from_day is None


def test_the_cycle_that_runs_is_not_compared():
    found = cycles(on(0, 84, 168), today=on(168 + 80)[0])
    scores = scored(*[(start + day, 4 if day < 56 else 8) for start in (0, 84, 168) for day in (30, 40, 60, 70)])

    assert compare(found, scores).way is None
    assert compare(found, scores).complete == 2


def test_an_overly_long_gap_is_not_compared():
    found = cycles(on(0, 84, 168, 500), today=on(510)[0])
    scores = scored(*[(day, 4 if day % 84 < 56 else 8) for day in range(0, 500, 5)])

    assert [cycle.long for cycle in found] == [False, False, True, False]
    assert compare(found, scores).complete == 2
    assert compare(found, scores).way is None


def test_a_cycle_without_enough_scores_is_left_out_and_said_so():
    found = cycles(on(0, 84, 168, 252), today=on(260)[0])
    scores = scored(*[(start + day, 4 if day < 56 else 8) for start in (0, 84) for day in (30, 40, 60, 70)])

    assert compare(found, scores) == Comparison(3, found[:2], (4.0, 4.0))


# --- properties ------------------------------------------------------------------------------------------------------
days = st.lists(st.integers(0, 600), max_size=20)
diary = st.lists(st.tuples(st.integers(0, 620), st.integers(0, 10)), max_size=80, unique_by=lambda pair: pair[0])
plans = st.one_of(st.none(), st.integers(1, 120))
END = on(620)[0]


@given(days, diary, plans, st.randoms())
def test_order_and_double_logs_change_nothing(injected, pairs, planned, random):
    scores, shuffled = scored(*pairs), injected + injected[:3]
    random.shuffle(shuffled)
    mixed = random.sample(scores, len(scores))
    one = cycles(on(*injected), today=END, planned_days=planned)
    other = cycles(on(*shuffled), today=END, planned_days=planned)

    assert one == other
    assert compare(one, scores) == compare(other, mixed)
    assert [by_day(cycle, scores) for cycle in one] == [by_day(cycle, mixed) for cycle in other]


@given(days, diary)
def test_a_score_falls_into_one_cycle_at_most(injected, pairs):
    found = cycles(on(*injected), today=END)
    placed = [
        (cycle.start + dt.timedelta(days=day), score) for cycle in found for day, score in by_day(cycle, scored(*pairs))
    ]

    assert len(placed) == len(set(placed))
    assert set(placed) <= set(scored(*pairs))


@given(days, diary, plans)
def test_nothing_is_said_before_three_complete_cycles(injected, pairs, planned):
    found = compare(cycles(on(*injected), today=END, planned_days=planned), scored(*pairs))

    assert len(found.compared) == len(found.differences) <= found.complete
    assert (found.way is None) == (len(found.compared) < 3)
    if found.way in (Way.HIGHER, Way.LOWER):
        assert abs(median(found.differences)) >= 1


@given(days, diary)
def test_scores_turned_upside_down_turn_the_pattern(injected, pairs):
    found = cycles(on(*injected), today=END)
    one, other = compare(found, scored(*pairs)), compare(found, scored(*[(day, 10 - score) for day, score in pairs]))

    turned = {Way.HIGHER: Way.LOWER, Way.LOWER: Way.HIGHER}
    assert other.way == turned.get(one.way, one.way)
