"""What was taken before blood was drawn: both ends of each window, what is not known, and one query for all samples."""

import datetime as dt

import pytest

from foods.choices import Origin, Route
from tests.factories import DayMarkFactory, FoodFactory, UserFactory
from tests.tracker.eaters import TODAY, ago, eats
from tracker.reports.after_dose import AfterDose, Dose, after_dose_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


def tablet(ug=1000, **fields):
    return FoodFactory(tablet=True, **{"name": f"B12 tablet, {ug} µg", "b12_ug": ug, "b12_added_ug": ug} | fields)


def injection():
    return tablet(name="B12 injection", origin=Origin.INJECTED, route=Route.INJECTED)


def before(person, sample=TODAY) -> AfterDose:
    return after_dose_of(person, [sample])[sample]


@pytest.mark.parametrize(
    ("days", "expected"), [(0, None), (1, True), (120, True), (121, None)]
)  # fmt: skip
def test_an_injection_marks_a_sample_for_120_days(person, days, expected):
    eats(person, injection(), [days])
    found = before(person)
    assert found.mark is expected
    assert found.last_injection == (ago(days) if expected else None)
    assert found.injection_name == ("B12 injection" if expected else "")


@pytest.mark.parametrize(
    ("ug", "days", "expected"),
    [(25, 1, True), (25, 28, True), (25, 29, None), (25, 0, None), (24, 1, None), (1000, 2, True)],
)
def test_25_micrograms_by_mouth_mark_a_sample_for_28_days(person, ug, days, expected):
    eats(person, tablet(ug), [days])
    found = before(person)
    assert found.mark is expected
    assert found.last_dose == (Dose(ago(days), float(ug), f"B12 tablet, {ug} µg") if expected else None)


def test_doses_of_a_day_add_up_and_the_largest_names_it(person):
    eats(person, tablet(15), [3])
    eats(person, tablet(10), [3])
    assert before(person).last_dose == Dose(ago(3), 25.0, "B12 tablet, 15 µg")


def test_the_latest_dose_and_the_latest_injection_are_named(person):
    eats(person, tablet(500), [9])
    eats(person, tablet(1000), [20])
    eats(person, injection(), [100, 30])
    found = before(person)
    assert (found.last_dose.date, found.last_injection) == (ago(9), ago(30))


def test_food_and_what_does_not_count_mark_nothing(person):
    eats(person, FoodFactory(b12_ug=90), range(1, 29))
    eats(person, tablet(500, reliability="inactive"), [2])
    assert before(person).mark is None


def test_what_went_through_the_nose_raises_the_level_too(person):
    eats(person, tablet(500, name="Nasal spray", route=Route.NASAL), [2])
    assert before(person).mark is True


def test_a_supplement_without_a_figure_leaves_it_open_and_is_named(person):
    eats(person, FoodFactory(name="Bread"), [130, *range(1, 29)])
    eats(person, tablet(None, name="Some tablet", b12_unknown=True), [4])
    found = before(person)
    assert (found.mark, found.unknown) == (None, Dose(ago(4), None, "Some tablet"))


def test_beside_a_large_dose_the_unknown_changes_nothing(person):
    eats(person, tablet(1000), [4])
    eats(person, tablet(None, name="Some tablet", b12_unknown=True), [4])
    assert before(person) == AfterDose(True, last_dose=Dose(ago(4), 1000.0, "B12 tablet, 1000 µg"))


@pytest.mark.parametrize(
    ("logged", "expected"),
    [
        ([120, *range(1, 15)], False),
        ([119, *range(1, 15)], None),  # an injection before the log began may count still
        ([120, *range(1, 14)], None),  # 13 days of 28
        ([120, *range(15, 30)], False),
    ],
)
def test_that_nothing_was_taken_is_said_only_of_a_tracked_time(person, logged, expected):
    eats(person, FoodFactory(), logged)
    assert before(person).mark is expected


@pytest.mark.parametrize(("mark", "expected"), [("nothing", False), ("not_tracked", None)])
def test_marks_track_days_too(person, mark, expected):
    eats(person, FoodFactory(), [120])
    for days in range(1, 15):
        DayMarkFactory(owner=person, local_date=ago(days), mark=mark)
    assert before(person).mark is expected


def test_nothing_logged_says_nothing(person):
    assert before(person) == AfterDose()


def test_what_others_took_and_what_was_removed_is_left_out(person):
    eats(UserFactory(), tablet(), [1])
    (row,) = eats(person, tablet(), [1])
    row.removed_at = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
    row.save()
    assert before(person) == AfterDose()


def test_no_dates_are_no_query(person, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert after_dose_of(person, []) == {}


@pytest.mark.parametrize("samples", [1, 30])
def test_all_samples_are_one_query(person, samples, django_assert_num_queries):
    eats(person, tablet(), range(1, 400, 20))
    dates = [ago(12 * n) for n in range(samples)]
    with django_assert_num_queries(1):
        assert set(after_dose_of(person, [*dates, *dates])) == set(dates)


def test_of_a_sample_that_only_doses_are_asked_for_nothing_is_said_without_one(person):
    eats(person, FoodFactory(), range(1, 200))
    eats(person, tablet(), [45])
    found = after_dose_of(person, [ago(0)], doses_only=[ago(40), ago(10)])
    assert [found[ago(n)].mark for n in (40, 10, 0)] == [True, None, False]
    assert after_dose_of(person, [], doses_only=[ago(40)])[ago(40)].mark is True


def test_each_sample_has_its_own_time_before(person):
    eats(person, tablet(), [40])
    found = after_dose_of(person, [ago(0), ago(30), ago(20), ago(50)])
    assert {(TODAY - date).days: one.mark for date, one in found.items()} == {0: None, 30: True, 20: True, 50: None}
