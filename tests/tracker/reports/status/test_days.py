"""What each day and each month held, by origin, and the mean of a week."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import DayMarkFactory, UserFactory
from tests.tracker.eaters import TODAY, a_food, ago, ampoule, eats, eats_on, oat_milk, spray, tablet
from tracker.reports.absorbed import taken_between
from tracker.reports.status.days import DaySum, day_sums, mean_of_seven, month_sums


def sums(
    person, first: dt.date = TODAY - dt.timedelta(days=9), last: dt.date = TODAY, **marks: str
) -> dict[dt.date, DaySum]:
    said = {dt.date.fromisoformat(day.replace("_", "-")[1:]): mark for day, mark in marks.items()}
    return day_sums(taken_between(person, first - dt.timedelta(days=1), last), first=first, last=last, marks=said)


def figures(day: DaySum) -> tuple:
    return tuple(round(ug, 4) for ug in (day.food, day.added, day.supplement, day.injected, day.nasal))


def test_every_day_is_there_in_order_and_the_warm_up_day_is_not(person):
    eats(person, oat_milk(), [10, 9, 0])
    found = sums(person)

    assert list(found) == [ago(n) for n in range(9, -1, -1)]
    assert [date for date, day in found.items() if day.entries] == [ago(9), TODAY]


def test_each_origin_is_added_up_apart(person):
    eats(person, a_food("2"))
    eats(person, oat_milk("1.5"))
    eats(person, a_food("1", b12_added_ug=Decimal("0.4"), origin="added"))
    eats(person, tablet("10"))
    eats(person, spray("500"))
    eats(person, ampoule("1000"))
    day = sums(person)[ago(1)]

    assert figures(day) == (2.6, 1.9, 510.0, 1000.0, 500.0)  # of the supplement 500 were not swallowed
    assert (day.entries, day.unknown) == (6, 0)


def test_what_counts_nothing_and_what_nobody_knows_are_different(person):
    eats(person, a_food("3", reliability="disputed"))
    eats(person, a_food("3", reliability="inactive"))
    eats(person, a_food(None))
    day = sums(person)[ago(1)]

    assert figures(day) == (0, 0, 0, 0, 0)
    assert (day.entries, day.unknown) == (3, 1)


def test_marks_decide_which_days_are_tracked(person):
    eats(person, oat_milk(), [3, 4])
    found = sums(person, d2026_03_13="nothing", d2026_03_12="complete", d2026_03_11="not_tracked", d2026_03_09="partly")

    assert [date.day for date, day in found.items() if day.tracked] == [10, 12, 13]


# --- the mean of a week ----------------------------------------------------------------------------------------------
def of_days(*ug: float | None) -> list[float | None]:
    days = [DaySum(ago(20 - n), tracked=one is not None, food=one or 0.0) for n, one in enumerate(ug)]
    return mean_of_seven(days)


def test_the_mean_is_of_the_tracked_days_of_seven():
    assert of_days(7, None, 1, *[None] * 6, 5) == [7, 7, 4, 4, 4, 4, 4, 1, 1, 5]
    assert of_days(None, None) == [None, None]
    assert of_days(0, 0) == [0, 0]


def test_tablets_and_injections_are_left_out_of_the_mean():
    day = DaySum(TODAY, tracked=True, food=1.0, added=2.0, supplement=1000.0, injected=1000.0)

    assert mean_of_seven([day]) == [3.0]


# --- months ----------------------------------------------------------------------------------------------------------
def months(person, first: dt.date, last: dt.date = TODAY) -> dict[str, tuple]:
    return {
        f"{one.month:%Y-%m}": (*(round(ug, 4) for ug in (one.food, one.added, one.supplement, one.injected)),
                               one.unknown, one.tracked)
        for one in month_sums(person, first=first, last=last)
    }  # fmt: skip


def test_the_database_adds_up_what_days_add_up(person):
    for food in (a_food("2"), oat_milk("1.5"), a_food("1", b12_added_ug=Decimal("0.4"), origin="added"),
                 a_food("1", b12_added_ug=None), a_food("1", b12_added_ug=None, origin="added"), a_food(None),
                 a_food("9", reliability="disputed", b12_added_ug=Decimal(3)),
                 a_food("1", b12_added_ug=Decimal(1)), tablet("10"), spray("500"), ampoule("1000")):  # fmt: skip
        eats(person, food, [2, 3, 20])
    eats(UserFactory(), a_food("2"), [2])
    first = dt.date(2026, 2, 1)
    days = sums(person, first=first)

    for month in (2, 3):
        of_month = [day for date, day in days.items() if date.month == month]
        total = tuple(round(sum(figures(day)[n] for day in of_month), 4) for n in range(4))
        unknown, tracked = sum(day.unknown for day in of_month), sum(day.tracked for day in of_month)
        assert months(person, first)[f"2026-{month:02}"] == (*total, unknown, tracked)
    assert months(person, first)["2026-03"] == (7.2, 7.8, 1020.0, 2000.0, 2, 2)


def test_a_month_without_a_tracked_day_is_there_and_holds_nothing(person):
    eats_on(person, oat_milk(), dt.date(2025, 11, 30))
    eats_on(person, oat_milk(), dt.date(2026, 2, 1))

    assert months(person, dt.date(2025, 11, 30)) == {
        "2025-11": (0, 1, 0, 0, 0, 1), "2025-12": (0, 0, 0, 0, 0, 0), "2026-01": (0, 0, 0, 0, 0, 0),
        "2026-02": (0, 1, 0, 0, 0, 1), "2026-03": (0, 0, 0, 0, 0, 0),
    }  # fmt: skip


def test_months_take_days_as_the_marks_say(person):
    eats(person, oat_milk(), [1, 2, 3])
    for day, mark in ((13, "not_tracked"), (12, "complete"), (10, "nothing"), (9, "partly"), (8, "complete")):
        DayMarkFactory(owner=person, local_date=dt.date(2026, 3, day), mark=mark)
    DayMarkFactory(owner=UserFactory(), local_date=dt.date(2026, 3, 7), mark="nothing")

    assert months(person, dt.date(2026, 3, 1)) == {"2026-03": (0, 2, 0, 0, 0, 4)}  # the 8th, 10th, 11th and 12th


@pytest.mark.parametrize("ahead", [False, True])
def test_months_end_today(person, ahead):
    eats(person, oat_milk(), [1, -30] if ahead else [1])

    assert list(months(person, dt.date(2026, 3, 1))) == ["2026-03"]
    assert months(person, dt.date(2026, 3, 1))["2026-03"][-1] == 1


def test_what_was_removed_is_gone_from_months_too(person):
    (entry,) = eats(person, oat_milk(), [1])
    entry.removed_at = dt.datetime(2026, 3, 14, tzinfo=dt.UTC)
    entry.save()

    assert months(person, dt.date(2026, 3, 1)) == {"2026-03": (0, 0, 0, 0, 0, 0)}
