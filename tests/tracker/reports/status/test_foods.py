"""Where the B12 comes from, and which foods leave a gap."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.tracker.eaters import TODAY, a_food, ago, ampoule, eats, oat_milk, spray, tablet
from tracker.reports.absorbed import absorb, taken_between
from tracker.reports.status.foods import by_time, gaps, top_foods


def log_of(person):
    absorption = absorb(taken_between(person, ago(40), TODAY))
    return absorption, range(len(absorption.rows))


def test_foods_come_by_what_was_absorbed_of_them_not_by_what_was_swallowed(person):
    eats(person, tablet("50"), [1])
    eats(person, oat_milk("1"), [2, 3, 4, 5, 6])
    foods = top_foods(*log_of(person))

    assert [(food.name, food.times, food.swallowed_ug) for food in foods] == [("Oat milk", 5, 5), ("Tablet 50", 1, 50)]
    assert [round(food.absorbed.middle, 2) for food in foods] == [2.84, 2.05]
    assert [round(food.percent_absorbed) for food in foods] == [57, 4]


def test_ten_foods_are_named_and_those_that_gave_nothing_are_not(person):
    for n in range(12):
        eats(person, oat_milk(f"{n}"), [n + 1])
    foods = top_foods(*log_of(person))

    assert [food.swallowed_ug for food in foods] == [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert top_foods(*log_of(person))[-1].absorbed.low > 0


@pytest.mark.parametrize(
    "food", [lambda: a_food(None), lambda: a_food("0"), lambda: a_food("5", reliability="disputed")]
)
def test_what_gives_nothing_leaves_no_line_and_divides_nothing_by_nothing(person, food):
    eats(person, food())

    assert top_foods(*log_of(person)) == ()
    assert by_time(*log_of(person), day_start_minute=0) == ()


def test_a_food_keeps_the_last_name_it_was_logged_by(person):
    food = oat_milk()
    eats(person, food, [2])
    food.name = "Oat drink"
    food.save()
    eats(person, food, [1])

    assert [one.name for one in top_foods(*log_of(person))] == ["Oat drink"]


def test_what_was_not_swallowed_is_marked(person):
    for food in (ampoule(), spray(), oat_milk()):
        eats(person, food)
    foods = top_foods(*log_of(person))

    assert [(food.name, food.past_the_gut) for food in foods] == [
        ("Ampoule", True), ("Nasal spray", True), ("Oat milk", False)]  # fmt: skip


# --- time of day -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "part"),
    [("10:59", "Morning"), ("11:00", "Midday"), ("16:29", "Midday"), ("16:30", "Evening"), ("23:59", "Evening"),
     ("00:00", "Morning")],
)  # fmt: skip
def test_each_part_of_the_day_begins_where_today_says(person, at, part):
    eats(person, oat_milk(), at=at)
    times = by_time(*log_of(person), day_start_minute=0)

    assert [time.name for time in times] == ["Morning", "Midday", "Evening"]
    assert [time.name for time in times if time.swallowed_ug] == [part]


def test_where_the_day_begins_at_four_the_hours_before_are_evening(person):
    person.day_start = dt.time(4)
    eats(person, oat_milk(), at="02:00")

    assert [time.swallowed_ug for time in by_time(*log_of(person), day_start_minute=240)] == [0, 0, 1]


def test_injections_have_no_time_of_day(person):
    eats(person, ampoule())
    eats(person, spray())
    assert by_time(*log_of(person), day_start_minute=0) == ()

    eats(person, oat_milk())
    assert [time.swallowed_ug for time in by_time(*log_of(person), day_start_minute=0)] == [1, 0, 0]


def test_foods_times_and_origins_add_up_to_the_same(person):
    eats(person, a_food("1", category="milk_cream", b12_added_ug=Decimal("0.6")), range(1, 9), at="07:30")
    eats(person, a_food("3", category="eggs"), range(1, 20, 3), at="12:15")
    eats(person, a_food(None, category="meat"), range(1, 20, 2), at="12:25")
    eats(person, tablet("25"), range(1, 20), at="19:00")
    eats(person, ampoule(), [3])
    absorption, numbers = log_of(person)
    foods, times = top_foods(absorption, numbers), by_time(absorption, numbers, day_start_minute=0)
    gut = [n for n in numbers if n not in absorption.past_the_gut]

    for end in range(3):
        of_foods = sum(food.absorbed[end] for food in foods if not food.past_the_gut)
        of_times = sum(time.absorbed[end] for time in times)
        unknown = sum(absorption.of(n)[end] for n in gut if absorption.rows[n].counted_ug is None)
        assert of_times == pytest.approx(absorption.total(gut)[end])
        assert of_foods + unknown == pytest.approx(of_times)
    assert sum(absorption.by_origin(numbers).values()) == pytest.approx(absorption.total(gut).middle)
    assert sum(food.absorbed.middle for food in foods) == pytest.approx(absorption.total().middle)
    assert sum(food.swallowed_ug for food in foods if not food.past_the_gut) == pytest.approx(
        sum(time.swallowed_ug for time in times)
    )


# --- gaps ------------------------------------------------------------------------------------------------------------
def test_the_widest_gap_comes_first_and_before_it_what_could_hold_anything(person):
    eats(person, a_food(None, "Herring", category="fish"), [1], amount="50")
    eats(person, a_food(None, "Perch", category="fish"), [1, 2])
    eats(person, tablet(None, name="Some tablet"), [1])
    eats(person, a_food("2"))
    found = gaps(taken_between(person, ago(9), TODAY))

    assert [(gap.name, gap.times, gap.upper_ug is None) for gap in found] == [
        ("Some tablet", 1, True), ("Perch", 2, False), ("Herring", 1, False)]  # fmt: skip
    assert found[1].upper_ug == pytest.approx(found[2].upper_ug * 4)


def test_a_range_of_the_food_itself_is_what_it_widens_by(person):
    food = a_food(None, low_ug=Decimal(1), high_ug=Decimal(4))
    eats(person, food, [1, 2], amount="50")

    assert [gap.upper_ug for gap in gaps(taken_between(person, ago(9), TODAY))] == [4.0]


def test_what_counts_nothing_for_good_is_no_gap(person):
    eats(person, a_food(None, reliability="inactive"))

    assert gaps(taken_between(person, ago(9), TODAY)) == ()
