"""Covered or not, by each rule; and what is not tracked or not known stays apart."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.cover import Cover, Crystalline, DayState, DayTaken, Rule, cover

TODAY = dt.date(2026, 3, 14)
COVERED, MAYBE, SHORT, UNTRACKED = DayState.COVERED, DayState.MAYBE, DayState.SHORT, DayState.UNTRACKED


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def day(days_ago: int = 0, known: float = 0.0, *doses: tuple[int, float | None], **fields) -> DayTaken:
    """A tracked day with doses of added or supplement B12: (minute, µg)."""
    taken = tuple(Crystalline(*dose) for dose in doses)
    return DayTaken(**{"date": ago(days_ago), "tracked": True, "known_ug": known, "crystalline": taken} | fields)


def judge(*days: DayTaken, rule: str = "intake", window: int = 1, **fields) -> Cover:
    return cover(days, **{"rule": Rule(rule), "today": TODAY, "window_days": window, "target_ug": 2.4} | fields)


def today_is(*days: DayTaken, **fields) -> DayState:
    return judge(*days, **fields).days[-1][1]


# --- the window ------------------------------------------------------------------------------------------------------
def test_a_window_ends_today_and_starts_so_many_days_before():
    dates = [date for date, _ in judge(day(), window=7).days]

    assert (dates[0], dates[-1], len(dates)) == (dt.date(2026, 3, 8), dt.date(2026, 3, 14), 7)


def test_without_a_single_day_nothing_is_said():
    made = judge(window=7)

    assert (made.tracked, made.untracked, made.covered, made.short) == (0, 7, 0, 0)
    assert (made.mean_known_ug, made.mean_upper_ug, made.lifted_by_large_dose, made.next_due) == (None,) * 2 + (
        False,
        None,
    )


def test_days_that_are_not_tracked_are_no_zeros_in_the_mean():
    made = judge(day(0, 3), day(1, 1), day(2, 99, tracked=False), window=7)

    assert (made.tracked, made.untracked, made.mean_known_ug) == (2, 5, 2.0)
    assert [state for _, state in made.days] == [UNTRACKED] * 5 + [SHORT, COVERED]


def test_what_lies_before_the_window_counts_nowhere_in_it():
    made = judge(day(0, 3), day(7, 100, unknown=1), window=7)

    assert (made.tracked, made.mean_known_ug, made.unknown) == (1, 3.0, 0)


@pytest.mark.parametrize("fields", [{"window": 0}, {"interval_days": 0}])
def test_a_window_and_an_interval_are_at_least_a_day(fields):
    with pytest.raises(ValueError, match="at least a day"):
        judge(day(), **fields)


# --- by the reference intake -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("known", "unknown", "upper", "state"),
    [
        (2.4, 0, 0.0, COVERED),
        (2.3999, 0, 0.0, SHORT),
        (0.7 + 1.4 + 0.3, 0, 0.0, COVERED),  # 2.3999999999999995 to a computer
        (0.0, 0, 0.0, SHORT),
        (500.0, 3, None, COVERED),
        (1.0, 1, 1.4, MAYBE),
        (1.0, 1, 1.39, SHORT),
        (0.0, 1, None, MAYBE),
        (1.0, 0, None, SHORT),  # nothing is unknown, so nothing can lift it
    ],
)
def test_a_day_is_covered_from_the_target_on_and_maybe_where_the_unknown_could_reach_it(known, unknown, upper, state):
    assert today_is(day(0, known, unknown=unknown, unknown_upper_ug=upper)) == state


def test_the_mean_goes_up_to_what_the_unknown_may_hold():
    made = judge(day(0, 2), day(1, 1, unknown=2, unknown_upper_ug=3.0), window=7)

    assert (made.mean_known_ug, made.mean_upper_ug, made.unknown) == (1.5, 3.0, 2)


def test_one_unknown_without_a_bound_leaves_the_mean_open():
    made = judge(day(0, 2, unknown=1, unknown_upper_ug=None), day(1, 1), window=7)

    assert (made.mean_known_ug, made.mean_upper_ug) == (1.5, None)


def test_only_unknown_foods_start_at_nothing_and_are_not_called_short():
    made = judge(day(0, 0, unknown=1, unknown_upper_ug=5.0), window=7)

    assert (made.mean_known_ug, made.mean_upper_ug, made.maybe, made.short) == (0.0, 5.0, 1, 0)


def test_without_a_target_there_is_no_verdict():
    made = judge(day(0, 100), target_ug=None)

    assert (made.has_verdict, made.covered, made.maybe) == (False, 0, 1)
    assert judge(day()).has_verdict is True


# --- one large dose --------------------------------------------------------------------------------------------------
def weeks(*large: int, tracked: int = 28) -> list[DayTaken]:
    """Four weeks of 1 µg a day, with 1,000 µg on some days."""
    return [day(n, 1000 if n in large else 1) for n in range(tracked)]


@pytest.mark.parametrize(
    ("days", "lifted"),
    [
        (weeks(20), True),
        (weeks(0, 9, 18), True),
        (weeks(0, 7, 14, 21), False),  # four weekly doses are a regular source
        (weeks(), False),
        (weeks(3, tracked=14), True),
        (weeks(3, 10, tracked=14), False),
        (weeks(3, tracked=7), False),  # one in seven days is weekly
        ([day(n, 0.1 if n else 2.3) for n in range(9)], False),  # less than a day's target is no large dose
        ([day(n, 0.1 if n else 2.4) for n in range(9)], True),
        ([day(n, 90 if n == 28 else 1) for n in range(29)], False),  # before the four weeks
        ([*weeks(tracked=14), day(20, 1000, tracked=False)], False),
    ],
)
def test_a_mean_is_lifted_where_fewer_than_four_days_of_28_make_more_than_half_of_it(days, lifted):
    assert judge(*days, window=14).lifted_by_large_dose is lifted


def test_half_is_not_more_than_half():
    beside_8_ug = [day(n, 1) for n in range(1, 9)]

    assert judge(day(0, 8), *beside_8_ug).lifted_by_large_dose is False
    assert judge(day(0, 8.01), *beside_8_ug).lifted_by_large_dose is True


def test_a_large_dose_is_what_the_other_rules_are_about():
    assert judge(*weeks(20), rule="weekly").lifted_by_large_dose is False


# --- by a schedule ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("doses", "state"),
    [
        ([(480, 1.5), (511, 1.5)], COVERED),
        ([(480, 1.5), (510, 1.5)], SHORT),  # one meal
        ([(480, 3.0)], SHORT),
        ([(480, 2.99), (900, 0.0)], SHORT),
        ([(480, 1.0), (700, 1.0), (900, 0.99)], SHORT),
        ([(900, 1.0), (480, 1.0), (700, 1.0)], COVERED),
        ([(480, 1.0), (505, 1.0), (515, 1.0)], COVERED),  # half an hour counts from the first
        ([(470, 0.0), (480, 1.5), (505, 1.5)], SHORT),  # what holds nothing parts no meal
        ([(480, 3.0), (900, None)], MAYBE),
        ([(900, None)], SHORT),
        ([], SHORT),
    ],
)
def test_fortified_foods_cover_with_3_ug_in_two_servings_half_an_hour_apart(doses, state):
    assert today_is(day(0, 100, *doses), rule="fortified") == state


@pytest.mark.parametrize(
    ("doses", "state"),
    [
        ([(480, 10.0)], COVERED),
        ([(480, 9.9)], SHORT),
        ([(480, 5.0), (510, 5.0)], COVERED),
        ([(480, 5.0), (511, 5.0)], SHORT),
        ([(460, 0.1), (480, 5.0), (510, 5.0)], COVERED),  # something small before takes nothing away
        ([(480, 5.0), (900, None)], MAYBE),
        ([], SHORT),
    ],
)
def test_a_daily_supplement_covers_with_10_ug_at_once(doses, state):
    assert today_is(day(0, 100, *doses), rule="daily") == state


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ([day(0, 2000, (600, 2000.0))], COVERED),
        ([day(0, 1999, (600, 1999.0))], SHORT),
        ([day(6, 2000, (600, 2000.0)), day()], COVERED),
        ([day(7, 2000, (600, 2000.0)), day()], SHORT),
        ([day(3, 1000, (600, 1000.0)), day(0, 1000, (600, 1000.0))], COVERED),
        ([day(3, 0, (600, None)), day()], MAYBE),
        ([day(2, 2000, (600, 2000.0), tracked=False), day()], COVERED),  # what was swallowed was swallowed
        ([day(0, 3000)], SHORT),  # so much bound in food is no tablet
    ],
)
def test_a_weekly_tablet_covers_seven_days(days, state):
    assert today_is(*days, rule="weekly") == state


@pytest.mark.parametrize(
    ("doses", "due"),
    [
        ({3: 2000.0}, dt.date(2026, 3, 18)),
        ({0: 2000.0}, dt.date(2026, 3, 21)),
        ({9: 2000.0}, dt.date(2026, 3, 12)),  # overdue
        ({9: 2000.0, 2: 2000.0}, dt.date(2026, 3, 19)),
        ({9: 2000.0, 1: 10.0}, dt.date(2026, 3, 12)),
        ({5: 1000.0, 2: 1000.0}, dt.date(2026, 3, 16)),  # when the earlier half is a week old
        ({8: 1000.0, 1: 1000.0}, None),
        ({-1: 2000.0}, None),  # lies ahead
        ({}, None),
    ],
)
def test_the_next_weekly_dose_is_due_when_the_cover_of_the_last_ends(doses, due):
    days = [day(n, ug, (600, ug)) for n, ug in doses.items()]

    assert judge(*days, rule="weekly").next_due == due


@pytest.mark.parametrize(
    ("days_ago", "state", "due"),
    [
        (0, COVERED, dt.date(2026, 5, 23)),
        (70, COVERED, dt.date(2026, 3, 14)),
        (71, SHORT, dt.date(2026, 3, 13)),
    ],
)
def test_an_injection_covers_its_interval(days_ago, state, due):
    made = judge(day(), day(days_ago, injected=True), rule="injections", interval_days=70)

    assert (made.days[-1][1], made.next_due) == (state, due)


def test_without_an_interval_injections_have_no_verdict():
    made = judge(day(0, injected=True), rule="injections")

    assert (made.has_verdict, made.covered, made.maybe, made.next_due) == (False, 0, 1, None)


def test_someone_who_never_had_an_injection_is_due_at_no_day():
    assert judge(day(), rule="injections", interval_days=70).next_due is None


def test_unknown_foods_change_nothing_about_a_schedule():
    unknown = day(0, 0, unknown=4, unknown_upper_ug=None)

    assert [today_is(unknown, rule=rule, interval_days=70) for rule in list(Rule)[1:]] == [SHORT] * 4


# --- always ----------------------------------------------------------------------------------------------------------
ug = st.floats(0, 3000) | st.sampled_from([0.0, 1.5, 2.4, 10.0, 2000.0])
doses = st.lists(st.builds(Crystalline, st.integers(0, 1439), st.none() | ug), max_size=4).map(tuple)
made_days = st.lists(
    st.builds(
        DayTaken,
        date=st.integers(0, 60).map(ago),
        tracked=st.booleans(),
        known_ug=ug,
        unknown=st.integers(0, 3),
        unknown_upper_ug=st.none() | st.floats(0, 50),
        crystalline=doses,
        injected=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda made: made.date,
)
rules, windows, intervals = st.sampled_from(Rule), st.sampled_from([7, 14, 30]), st.none() | st.integers(1, 90)


@given(made_days, rules, windows, intervals)
def test_days_are_tracked_or_not_and_the_tracked_ones_have_one_state(days, rule, window, interval):
    made = judge(*days, rule=rule, window=window, interval_days=interval)

    assert made.tracked + made.untracked == window == len(made.days)
    assert made.covered + made.maybe + made.short == made.tracked
    assert [state for _, state in made.days].count(UNTRACKED) == made.untracked
    if made.mean_upper_ug is not None:
        assert 0 <= made.mean_known_ug <= made.mean_upper_ug + 1e-6


@given(st.data(), made_days, rules, intervals)
def test_the_order_of_the_days_does_not_matter(data, days, rule, interval):
    shuffled = data.draw(st.permutations(days))
    one, other = (judge(*some, rule=rule, window=14, interval_days=interval) for some in (days, shuffled))

    assert (one.days, one.next_due, one.lifted_by_large_dose) == (
        other.days,
        other.next_due,
        other.lifted_by_large_dose,
    )


@given(made_days, rules, intervals, st.integers(0, 13), st.integers(0, 1439), ug)
def test_more_that_is_known_never_makes_a_covered_day_short(days, rule, interval, when, minute, more):
    richer = [
        DayTaken(
            one.date, one.tracked, one.known_ug + more, one.unknown, one.unknown_upper_ug,
            (*one.crystalline, Crystalline(minute, more)), one.injected,
        )
        if one.date == ago(when)
        else one
        for one in days
    ]  # fmt: skip
    before = judge(*days, rule=rule, window=14, interval_days=interval)
    after = judge(*richer, rule=rule, window=14, interval_days=interval)
    rank = {UNTRACKED: 0, SHORT: 1, MAYBE: 2, COVERED: 3}

    assert all(rank[a] >= rank[b] for (_, a), (_, b) in zip(after.days, before.days, strict=True))
