"""A person's entries as doses of the model: what was probably absorbed of each, and of one more."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import ConditionFactory, MedicineFactory, ProfileFactory, UserFactory
from tests.tracker.eaters import NOW, TODAY, a_food, ago, ampoule, eats, eats_on, oat_milk, spray, tablet
from tracker.domain.parameters import Span
from tracker.people import timeline_of
from tracker.reports.absorbed import absorb, of_day, of_entry, of_new_dose, taken_between


def absorbed(person, *, first: dt.date = TODAY - dt.timedelta(days=40), last: dt.date = TODAY):
    return absorb(taken_between(person, first, last), timeline_of(person, today=TODAY))


def middles(person) -> list[float]:
    return [round(ug, 3) for ug in absorbed(person).middle]


def new_dose(person, food, *, at: str = "08:00", ug: str | None = "1", added: str | None = "1") -> Span | None:
    moment = dt.datetime.combine(TODAY, dt.time.fromisoformat(at), dt.UTC)
    rows = taken_between(person, ago(1), TODAY)
    held = {"counted_ug": ug, "added_ug": added}
    return of_new_dose(
        rows, food, quantity=Decimal(100), moment=moment,
        **{name: None if value is None else Decimal(value) for name, value in held.items()},
    )  # fmt: skip


# --- What is read ----------------------------------------------------------------------------------------------------
def test_only_what_this_person_had_and_did_not_remove_is_read(person):
    food = a_food("2")
    eats(UserFactory(), food, [1])
    gone, kept = *eats(person, food, [2]), *eats(person, food, [1])
    gone.removed_at = NOW
    gone.save()

    assert [row.pk for row in taken_between(person, ago(40), TODAY)] == [kept.pk]


def test_both_ends_belong_to_it_and_what_lies_ahead_does_not(person):
    eats(person, a_food("2"), [0, 1, 2, 3, -1])

    assert [row.date for row in taken_between(person, ago(2), TODAY)] == [ago(2), ago(1), TODAY]


def test_what_was_had_comes_in_its_order_with_hours_that_run_on_and_the_persons_clock(person):
    food = a_food("2")
    eats(person, food, [1], at="21:00")
    eats(person, food, [1], at="07:15")
    first, last = taken_between(person, ago(1), TODAY)

    assert (first.minute, last.minute) == (435, 1260)
    assert last.hour - first.hour == 13.75
    assert first.hour == dt.datetime(2026, 3, 13, 7, 15, tzinfo=dt.UTC).timestamp() / 3600


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 7), ("2026-03-27", 8), ("2025-10-25", 9)])
def test_hours_are_those_that_passed_also_where_clocks_change(person, day, hours):
    """From eleven at night to seven: an hour less on the night to 29 March, one more on that to 26 October."""
    date = dt.date.fromisoformat(day)
    eats_on(person, oat_milk(), date, at="23:00")
    eats_on(person, oat_milk(), date + dt.timedelta(days=1), at="07:00")
    night, morning = taken_between(person, date, date + dt.timedelta(days=1))

    assert morning.hour - night.hour == hours


def test_a_food_that_was_retired_is_read_as_before(person):
    food = oat_milk()
    eats(person, food)
    food.state = "retired"
    food.save()

    assert middles(person) == [0.568]


# --- One entry -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("food", "ug"),
    [
        (lambda: tablet("1000"), 13.497),  # 1.5 × 1,000 ÷ 1,001.7 + 12
        (lambda: oat_milk("1"), 0.568),
        (lambda: a_food("1", category="fish"), 0.51),  # 0.85 offered: 1.275 ÷ 2.55 + 0.0102
        (lambda: a_food("1", category="eggs"), 0.373),  # 0.55 offered
        (lambda: a_food("1", reliability="inactive"), 0.0),
        (lambda: a_food("1", reliability="disputed"), 0.0),
        (lambda: a_food("0"), 0.0),
        (lambda: a_food(None), 0.0),
        (lambda: tablet(None), 0.0),
        (lambda: ampoule("1000", "cyanocobalamin"), 144.558),
        (lambda: ampoule("1000"), 750.0),
        (lambda: ampoule("500"), 420.0),
        (lambda: spray("500"), 30.0),
    ],
)
def test_what_was_absorbed_of_one_entry_alone(person, food, ug):
    eats(person, food())

    assert middles(person) == [ug]


def test_a_fortified_food_is_split_into_what_it_holds_and_what_was_added(person):
    """0.95 of 0.4 µg of its own, and 0.6 added: x = 0.98."""
    eats(person, a_food("1", category="milk_cream", b12_added_ug=Decimal("0.6")))
    found = absorbed(person)

    assert [(round(dose.dose_ug, 4), dose.factor, dose.bound) for dose in found.doses] == [
        (0.4, 0.95, True), (0.6, 1.0, False)]  # fmt: skip
    assert middles(person) == [0.56]


def test_what_is_unknown_widens_upwards_and_nothing_else(person):
    eats(person, a_food(None, category="fish"))
    eats(person, tablet(None), at="20:00")
    found = absorbed(person)

    assert found.total() == Span(0.0, 0.0, pytest.approx(found.high[0]))
    assert found.high[0] > 1
    assert found.high[1] == 0.0  # there is no saying


def test_twice_the_same_within_half_an_hour_is_one_meal(person):
    for at in ("08:00", "08:30", "08:31"):
        eats(person, oat_milk(), at=at)
    first, second, third = middles(person)

    assert first == second == 0.417  # half of what 2 µg give: 0.835
    assert third < 0.568  # capacity is not back yet


def test_three_small_glasses_give_more_than_one_large_one(person):
    for day, at in ((2, "08:00"), (2, "13:00"), (2, "19:00")):
        eats(person, oat_milk(), [day], at=at)
    eats(person, oat_milk(), [1], amount="300")
    *small, large = absorbed(person).middle

    assert (round(sum(small), 2), round(large, 3)) == (1.7, 0.993)


@pytest.mark.parametrize("start", [dt.time(0), dt.time(4)])
def test_a_meal_around_midnight_is_one_meal_whenever_the_day_begins(person, start):
    person.day_start = start
    person.save()
    eats_on(person, oat_milk(), dt.date(2026, 3, 10), at="23:50")
    after = dt.date(2026, 3, 11) - dt.timedelta(days=start > dt.time(0))
    eats_on(person, oat_milk(), after, at="00:10")

    assert middles(person) == [0.417, 0.417]
    assert [row.date.day for row in taken_between(person, ago(40), TODAY)] == [10, after.day]


def test_a_meal_around_new_year_is_one_meal(person):
    eats_on(person, oat_milk(), dt.date(2025, 12, 31), at="23:50")
    eats_on(person, oat_milk(), dt.date(2026, 1, 1), at="00:15")

    assert [round(ug, 3) for ug in absorbed(person, first=ago(100)).middle] == [0.417, 0.417]


def test_the_range_widens_with_age_and_the_middle_takes_the_better_end(person):
    eats(person, a_food("2", category="fish"))
    young = absorbed(person).total()
    ProfileFactory(owner=person, birth_year=1946, birth_month=1)
    person.refresh_from_db()
    old = absorbed(person).total()

    assert old.middle == young.middle
    assert old.low < young.low
    assert old.high == young.high


def test_the_natural_and_the_added_part_are_told_apart_by_origin_and_add_up(person):
    eats(person, a_food("1", category="milk_cream", b12_added_ug=Decimal("0.6")), [1, 2])
    eats(person, tablet("10"), [1])
    eats(person, ampoule(), [1])
    found = absorbed(person)
    numbers = [n for n, row in enumerate(found.rows) if row.date == ago(1)]
    gut = [n for n in numbers if n not in found.past_the_gut]
    by_origin = found.by_origin(numbers)

    assert set(by_origin) == {"food", "added", "supplement"}
    assert sum(by_origin.values()) == pytest.approx(found.total(gut).middle)
    assert by_origin["supplement"] > by_origin["added"] > by_origin["food"] > 0


# --- One entry among others, one more --------------------------------------------------------------------------------
def test_an_entry_page_looks_at_what_was_had_around_it(person):
    (alone,) = eats(person, oat_milk(), [2])
    first, second = *eats(person, oat_milk(), at="08:00"), *eats(person, oat_milk(), at="08:10")

    assert round(of_entry(person, alone).middle, 3) == 0.568
    assert round(of_entry(person, first).middle, 3) == round(of_entry(person, second).middle, 3) == 0.417


def test_an_entry_that_nobody_knows_has_no_figure(person):
    (entry,) = eats(person, a_food(None))

    assert of_entry(person, entry) is None


def test_one_more_dose_adds_what_the_meal_gains(person):
    oat = oat_milk()
    assert round(new_dose(person, oat).middle, 3) == 0.568

    eats(person, oat, [0])

    assert round(new_dose(person, oat, at="08:20").middle, 3) == 0.267  # 0.835 − 0.568
    assert round(new_dose(person, oat, at="20:00").middle, 3) == 0.568
    assert new_dose(person, oat, ug=None, added=None) is None


def test_one_more_dose_before_a_meal_takes_from_it(person):
    eats(person, oat_milk(), [0], at="09:00")

    assert 0 < new_dose(person, oat_milk(), at="08:00").middle < 0.568


def test_a_new_injection_is_kept_as_an_injection_is(person):
    assert new_dose(person, ampoule(), ug="1000", added="1000") == Span(375.0, 750.0, 1000.0)


def test_ends_of_one_more_dose_lie_on_both_sides_of_the_middle(person):
    ProfileFactory(owner=person, birth_year=1940)
    person.refresh_from_db()
    eats(person, a_food("20", category="organ_meat"), [0])
    moment = dt.datetime(2026, 3, 14, 10, tzinfo=dt.UTC)
    added = of_new_dose(
        taken_between(person, ago(1), TODAY), tablet("10"), quantity=Decimal(1), counted_ug=Decimal(10),
        added_ug=Decimal(10), moment=moment, timeline=timeline_of(person, today=TODAY),
    )  # fmt: skip

    assert 0 <= added.low <= added.middle <= added.high <= 10


def test_two_hundred_entries_on_one_day_are_never_more_than_was_swallowed(person):
    oat = oat_milk("0.5")
    for n in range(200):
        eats(person, oat, at=f"{n * 7 // 60:02}:{n * 7 % 60:02}")
    total = absorbed(person).total()

    assert 0 < total.low < total.middle < total.high <= 100


# --- A day's entries -------------------------------------------------------------------------------------------------
def said_of(person, *, days_ago: int = 1) -> dict[str, float]:
    names = dict(person.entries.values_list("pk", "name"))
    return {names[pk]: round(ug, 3) for pk, ug in of_day(person, ago(days_ago)).items()}


def test_each_entry_of_a_day_says_what_was_absorbed_of_it_or_kept(person):
    eats(person, tablet("1000", name="Tablet"), at="08:00")
    eats(person, ampoule(), at="12:00")
    eats(person, a_food(None, name="Canteen curry"), at="13:00")
    eats(person, a_food("0", name="Bread"), at="20:00")
    eats(person, spray(), at="21:00")  # unconfirmed: only its own page says so

    assert said_of(person) == {"Tablet": 13.497, "Ampoule": 750.0}


def test_what_was_had_late_the_day_before_counts_and_is_not_listed(person):
    eats_on(person, oat_milk("10"), ago(2), at="23:00")
    eats_on(person, oat_milk("10"), ago(1), at="00:00")
    (alone,) = said_of(person, days_ago=2).values()
    (after,) = said_of(person).values()

    assert (alone, after) == (1.402, 0.52)


def test_nobody_for_whom_the_model_is_off_is_told_anything(person, django_assert_num_queries):
    eats(person, tablet("1000"))
    ProfileFactory(owner=person, birth_year=2015)
    with django_assert_num_queries(1):  # what they take
        assert of_day(person, ago(1)) == {}


def test_with_an_inherited_disorder_nothing_is_told_either(person):
    eats(person, tablet("1000"))
    ConditionFactory(owner=person, key="inherited", name="An inherited disorder of B12")

    assert of_day(person, ago(1)) == {}


@pytest.mark.parametrize(("since", "ug"), [(0, 1.402), (1, 1.017), (3, 1.017), (None, 1.017)])
def test_a_medicine_counts_from_the_day_it_was_begun(person, since, ug):
    eats(person, oat_milk("10"))
    MedicineFactory(owner=person, since=None if since is None else ago(since))

    assert list(said_of(person).values()) == [ug]


def test_a_medicine_that_was_stopped_counts_no_longer(person):
    eats(person, oat_milk("10"), [1, 5])
    MedicineFactory(owner=person, since=ago(9), until=ago(5), taking=False)

    assert [list(said_of(person, days_ago=n).values()) for n in (5, 1)] == [[1.017], [1.402]]
