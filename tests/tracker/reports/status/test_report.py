"""Whole people through the log and the model: what Status works out for each.

What the model itself says of such people stands in tests/tracker/domain/golden; here they come out of a database.
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import DayMarkFactory, ProfileFactory, UserFactory
from tests.tracker.eaters import (
    LAST_28,
    NOW,
    TODAY,
    a_food,
    ago,
    ampoule,
    eats,
    eats_on,
    oat_milk,
    says,
    spray,
    tablet,
)
from tracker.domain.limits import Off, projection_off
from tracker.reports.status import StatusReport
from tracker.reports.status.charts import StatusCharts
from tracker.reports.status.span import Period


def report_of(person, period: str = "30", *, now: dt.datetime = NOW) -> StatusReport:
    person.refresh_from_db()
    return StatusReport.build(person, period=Period(period), now=now)


def a_day(report: StatusReport) -> float:
    """µg absorbed on a day, as the store gains them."""
    return round(report.runway.projection.absorbed_per_day.middle, 3)


def profile(person, **fields) -> None:
    ProfileFactory(owner=person, **fields)


# --- Whole people ----------------------------------------------------------------------------------------------------
def test_a_vegan_with_a_weekly_tablet(person):
    profile(person, cover_rule="weekly")
    eats(person, tablet("2000"), [3, 10, 17, 24, 31])
    says(person, "nothing", LAST_28)
    found = report_of(person)

    assert found.verdict == "Covered on all 27 tracked days. Next weekly dose: Wednesday."
    assert a_day(found) == 3.643  # model.md, Cross-checks
    assert (found.runway.settles, found.runway.plateau) == (True, "2,800")
    assert (found.swallowed.swallowed_ug, found.swallowed.tracked) == (8000, 28)
    assert found.swallowed.absorbed.middle == pytest.approx(4 * 25.4987, abs=0.001)


def test_a_weekly_tablet_and_no_rule_is_one_large_dose_no_more_a_word_of_cover(person):
    eats(person, tablet("2000"), [3])
    eats(person, oat_milk("0.5"), LAST_28)

    assert report_of(person).verdict == "One large dose lifts this average."


def test_a_thousand_a_day(person):
    profile(person, cover_rule="daily")
    eats(person, tablet("1000"), LAST_28)
    found = report_of(person)

    assert found.verdict == "Covered on all 27 tracked days."  # today and the 27 before it
    assert a_day(found) == 13.497
    assert round(found.swallowed.percent, 1) == 1.3
    assert found.example.is_large_tablet is True


def test_injections_every_ten_weeks(person):
    profile(person, cover_rule="injections", injection_interval_days=70)
    shot = ampoule("1000")
    eats(person, shot, [20, 90, 160])
    says(person, "nothing", LAST_28)
    found = report_of(person)

    assert found.verdict == "Covered on all 27 tracked days. Next injection: 3 May."
    assert a_day(found) == 10.714  # 750 ÷ 70
    assert found.injected_a_day.middle == pytest.approx(10.714, abs=0.001)
    assert found.absorbed_a_day.middle == 0
    assert (found.swallowed.injected_ug, found.swallowed.swallowed_ug) == (1000, 0)
    assert found.swallowed.kept_of_injected == (375, 750, 1000)


def test_an_injection_overdue_for_long_is_named_as_today_names_it(person):
    profile(person, cover_rule="injections", injection_interval_days=84)
    eats(person, ampoule("1000"), [500])
    eats(person, oat_milk(), LAST_28)

    assert (
        report_of(person).verdict
        == "Covered on none of 27 tracked days. The next injection was due on 22 January 2025."
    )
    assert report_of(person).habit.injected is None  # longer ago than any interval


def test_an_injection_planned_ahead_gives_nothing_yet(person):
    eats(person, ampoule("1000"), [10, -20])
    says(person, "nothing", LAST_28)
    eats(person, ampoule("5"), [-30])
    found = report_of(person)

    assert found.habit.injected.injections == 1
    assert found.habit.last_injection_ug == 750


@pytest.mark.parametrize("period", list(Period))
def test_nothing_logged(person, period):
    found = report_of(person, period)

    assert (found.nothing_logged, found.verdict) == (True, "Too little is tracked to say anything yet.")
    assert projection_off(found.circumstances) == (Off.FEW_DAYS,)
    assert (found.foods, found.times, found.gaps, found.example, found.months) == ((), (), (), None, ())
    assert (found.swallowed.swallowed_ug, found.swallowed.percent, found.absorbed_a_day) == (0, None, None)


def test_only_unknown_foods(person):
    eats(person, a_food(None, category="fish"), LAST_28)
    found = report_of(person)

    assert found.verdict == "Nobody has a figure for what you had."
    assert projection_off(found.circumstances) == (Off.MOSTLY_UNKNOWN,)
    assert (found.swallowed.unknown, found.swallowed.percent, found.foods, found.times) == (28, None, (), ())
    assert found.swallowed.absorbed.middle == 0 < found.swallowed.absorbed.high
    assert [gap.times for gap in found.gaps] == [28]
    assert found.at_least is True


def test_a_year_of_oat_milk_in_three_small_glasses_or_a_large_one(person):
    small, large = person, UserFactory()
    oat = oat_milk("1")
    for at in ("08:00", "13:00", "19:00"):
        eats(small, oat, range(1, 365), at=at)
    eats(large, oat, range(1, 365), at="08:00", amount="300")
    of_small, of_large = report_of(small, "365"), report_of(large, "365")

    assert (a_day(of_small), a_day(of_large)) == (1.703, 0.993)
    assert (of_small.runway.plateau, of_large.runway.plateau) == ("1,300", "760")
    assert of_small.swallowed.swallowed_ug == of_large.swallowed.swallowed_ug == 3 * 364
    assert of_small.swallowed.absorbed.middle == pytest.approx(364 * 1.7027, abs=0.05)
    assert of_small.verdict == of_large.verdict


# --- For whom the model is off ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"birth_year": 2010}, "The model is made for adults. Under 18 it is off."),
        ({"life_stage": "pregnant", "sex": "female"}, "In pregnancy a baby draws on the stores."),
        ({"life_stage": "breastfeeding", "sex": "female"}, "While breast-feeding a baby draws on the stores."),
    ],
)
def test_where_the_model_is_off_nothing_absorbed_is_worked_out_to_be_shown(person, about, why):
    profile(person, **about)
    eats(person, oat_milk("3"), LAST_28)
    eats(person, ampoule(), [3])
    found = report_of(person)

    assert found.why_no_absorbed.startswith(why)
    assert found.runway.why_off == found.why_no_absorbed
    assert (found.absorbed_a_day, found.injected_a_day, found.runway.projection) == (None, None, None)
    assert (found.swallowed.absorbed, found.swallowed.percent) == (None, None)
    assert StatusCharts.of(found).absorbed is None
    assert found.swallowed.swallowed_ug == 84


@pytest.mark.parametrize(("days", "why"), [(13, (Off.FEW_DAYS,)), (14, ())])
def test_fourteen_tracked_days_are_needed(person, days, why):
    eats(person, oat_milk(), range(1, days + 1))
    found = report_of(person)

    assert projection_off(found.circumstances) == why
    assert bool(found.runway.projection) is (why == ())
    assert found.at_least is (why != ())


def test_today_is_the_fourteenth_day_once_it_is_over(person):
    eats(person, oat_milk(), range(14))
    assert report_of(person).circumstances.tracked_days == 13

    DayMarkFactory(owner=person, local_date=TODAY, mark="complete")
    assert report_of(person).circumstances.tracked_days == 14


def test_more_than_half_unknown_switches_the_projection_off_and_half_does_not(person):
    eats(person, oat_milk(), LAST_28)
    eats(person, a_food(None), LAST_28, at="19:00")
    assert projection_off(report_of(person).circumstances) == ()

    eats(person, a_food(None), [1], at="20:00")
    found = report_of(person)
    assert projection_off(found.circumstances) == (Off.MOSTLY_UNKNOWN,)
    assert found.absorbed_a_day.middle > 0  # “at least”


# --- Ages and kinds of food ------------------------------------------------------------------------------------------
def test_at_eighty_the_range_of_food_widens_downwards_and_that_of_tablets_does_not(person):
    old = UserFactory()
    profile(old, birth_year=1946, birth_month=1)
    for one in (person, old):
        eats(one, a_food("2", category="fish"), LAST_28)
        eats(one, tablet("2"), LAST_28, at="19:00")
    young_food, young_tablet = report_of(person).foods[::-1]
    old_food, old_tablet = report_of(old).foods[::-1]

    assert old_food.absorbed.low < young_food.absorbed.low
    assert old_food.absorbed.middle == pytest.approx(young_food.absorbed.middle)
    assert old_tablet.absorbed == pytest.approx(young_tablet.absorbed)
    assert (report_of(old).runway.ranged, report_of(person).runway.ranged) == (True, False)


@pytest.mark.parametrize("reliability", ["disputed", "inactive"])
def test_what_people_cannot_use_counts_nothing_and_widens_nothing(person, reliability):
    eats(person, a_food("50", category="algae_ferments", reliability=reliability), LAST_28)
    found = report_of(person)

    assert (found.swallowed.swallowed_ug, found.swallowed.absorbed) == (0, (0, 0, 0))
    assert (found.foods, found.gaps, found.swallowed.unknown) == ((), (), 0)
    assert found.runway.projection.absorbed_per_day == (0, 0, 0)


def test_a_nasal_spray_is_not_swallowed_and_what_is_taken_up_stands_apart(person):
    eats(person, spray("500"), [1, 8, 15, 22])
    eats(person, oat_milk(), LAST_28)
    found = report_of(person)
    sums = found.swallowed

    assert (sums.swallowed_ug, sums.supplement_ug, sums.nasal_ug, sums.injected_ug) == (28, 0, 2000, 0)
    assert (sums.kept_of_nasal.middle, sums.kept_of_injected.middle) == (120, 0)
    assert found.cover.total_ug == 27  # the window ends with today
    assert round(sums.percent) == 57
    assert a_day(found) == round(0.56756 + 120 / 28, 3)


def test_a_fortified_food_counts_in_both_origins(person):
    eats(person, a_food("1", category="milk_cream", b12_added_ug=Decimal("0.6")), LAST_28)
    sums = report_of(person).swallowed

    assert (round(sums.food_ug, 4), round(sums.added_ug, 4)) == (11.2, 16.8)
    assert set(sums.absorbed_by_origin) == {"food", "added", "supplement"}
    assert sum(sums.absorbed_by_origin.values()) == pytest.approx(sums.absorbed.middle)
    assert sums.absorbed.middle == pytest.approx(28 * 0.5603, abs=0.01)


# --- Which days count ------------------------------------------------------------------------------------------------
def test_days_called_not_tracked_count_nowhere(person):
    eats(person, oat_milk("2"), [1, 2])
    eats(person, tablet("500"), [2])
    eats(person, a_food(None), [2])
    DayMarkFactory(owner=person, local_date=ago(2), mark="not_tracked")
    found = report_of(person)

    assert (found.swallowed.swallowed_ug, found.swallowed.tracked, found.swallowed.unknown) == (2, 1, 0)
    assert ([food.name for food in found.foods], found.gaps) == (["Oat milk"], ())
    assert sum(time.swallowed_ug for time in found.times) == 2
    assert sum(found.swallowed.absorbed_by_origin.values()) == pytest.approx(found.swallowed.absorbed.middle)


def test_only_days_called_not_tracked_are_still_something_logged(person):
    eats(person, oat_milk("2"), [2])
    DayMarkFactory(owner=person, local_date=ago(2), mark="not_tracked")
    found = report_of(person)

    assert (found.nothing_logged, found.swallowed.tracked, found.swallowed.swallowed_ug) == (False, 0, 0)
    assert StatusCharts.of(found).intake is not None


@pytest.mark.parametrize(("period", "days"), [("30", 30), ("90", 90), ("365", 365)])
def test_a_period_counts_its_first_day_and_today_and_nothing_before(person, period, days):
    eats(person, oat_milk("1"), [days, days - 1, 0], at="08:00")
    found = report_of(person, period)

    assert (len(found.days), found.days[0].date, found.days[-1].date) == (days, ago(days - 1), TODAY)
    assert found.swallowed.swallowed_ug == 2
    assert found.swallowed.absorbed.middle == pytest.approx(2 * 0.56756, abs=0.001)


def test_the_first_day_of_a_period_knows_what_was_had_the_night_before(person):
    """Capacity is carried over midnight, what it was used for is not counted."""
    eats(person, oat_milk("2"), [30], at="23:50")
    eats(person, oat_milk("2"), [29], at="00:30")
    found = report_of(person)

    assert found.swallowed.swallowed_ug == 2
    assert found.swallowed.absorbed.middle < 0.7  # of 0.835 alone and at rest


def test_what_lies_ahead_counts_nowhere(person):
    eats(person, oat_milk("1"), [1])
    eats(person, tablet("1000"), [-1, -40])
    found = report_of(person, "all")

    assert (found.swallowed.swallowed_ug, len(found.foods)) == (1, 1)
    assert found.habit.doses[0].dose.dose_ug == 1
    assert len(found.habit.doses) == 1


def test_removed_entries_and_those_of_others_count_nowhere(person):
    kept, gone = eats(person, oat_milk("1"), [1, 2])
    gone.removed_at = timezone.now()
    gone.save()
    other = UserFactory()
    eats(other, tablet("1000"), LAST_28)
    says(other, "complete", [5])
    found = report_of(person)

    assert (found.swallowed.swallowed_ug, found.swallowed.tracked) == (float(kept.swallowed_ug), 1)


def test_what_a_retired_food_gave_stays(person):
    food = oat_milk("1")
    eats(person, food, LAST_28)
    food.state = "retired"
    food.b12_ug = Decimal(9)
    food.save()

    assert report_of(person).swallowed.swallowed_ug == 28


@pytest.mark.parametrize("start", [dt.time(0), dt.time(4)])
def test_a_night_belongs_to_the_day_it_ends(person, start):
    person.day_start = start
    person.save()
    eats_on(person, oat_milk("1"), ago(2), at="23:50")
    eats_on(person, oat_milk("1"), ago(2) if start.hour else ago(1), at="00:10")
    found = report_of(person)

    assert [day.date for day in found.days if day.entries] == ([ago(2)] if start.hour else [ago(2), ago(1)])
    assert found.swallowed.absorbed.middle == pytest.approx(0.8348, abs=0.001)  # one meal either way
    assert [time.swallowed_ug for time in found.times] == ([0, 0, 2] if start.hour else [1, 0, 1])


@pytest.mark.parametrize("now", ["2026-03-29T12:00Z", "2025-10-26T12:00Z", "2026-01-01T00:10Z", "2024-02-29T23:50Z"])
def test_days_whose_clocks_change_and_the_ends_of_years_are_days_like_others(person, now):
    moment = dt.datetime.fromisoformat(now.replace("Z", "+00:00"))
    today = moment.astimezone(person.zone).date()
    for n in range(29):
        eats_on(person, oat_milk("1"), today - dt.timedelta(days=n), at="00:05")
    found = report_of(person, now=moment)

    assert (found.today, found.days[-1].date, found.circumstances.tracked_days) == (today, today, 28)
    assert [day.entries for day in found.days] == [0] + [1] * 29
    assert a_day(found) == 0.568


def test_the_day_before_it_begins_at_four_is_still_today(person):
    person.day_start = dt.time(4)
    person.save()
    found = report_of(person, now=dt.datetime(2026, 3, 14, 3, 59, tzinfo=dt.UTC))

    assert found.today == dt.date(2026, 3, 13)


# --- The headline ----------------------------------------------------------------------------------------------------
def test_swallowed_and_absorbed_of_a_day_are_of_the_same_days(person):
    """A tablet four weeks ago has left the days of the verdict, not those of the habit."""
    eats(person, tablet("1000"), [28])
    eats(person, oat_milk("1"), range(14))
    found = report_of(person)

    assert float(found.cover.mean_ug) == 1
    assert round(found.absorbed_a_day.middle, 3) == 0.568
    assert found.absorbed_a_day.high <= 1


def test_a_day_said_to_hold_nothing_halves_the_mean(person):
    eats(person, oat_milk("1"), [1])
    DayMarkFactory(owner=person, local_date=ago(2), mark="nothing")

    assert round(report_of(person).absorbed_a_day.middle, 3) == 0.284


# --- All, by month ---------------------------------------------------------------------------------------------------
def test_more_than_a_year_goes_by_month_and_absorption_by_thirty_days(person):
    eats(person, oat_milk("1"), [400, 100, 30, 29, 1])
    found = report_of(person, "all")

    assert (found.days, len(found.months), found.months[0].month) == ((), 14, dt.date(2025, 2, 1))
    assert (found.swallowed.swallowed_ug, found.swallowed.tracked) == (2, 2)
    bars = StatusCharts.of(found).intake.table.rows
    assert len(bars) == 14
    assert [row[0] for row in bars if "not tracked" not in row] == [
        "February 2025",
        "December 2025",
        "February 2026",
        "March 2026",
    ]


def test_all_within_a_year_goes_by_day(person):
    eats(person, oat_milk("1"), [364, 1])
    found = report_of(person, "all")

    assert (len(found.days), found.months, found.swallowed.swallowed_ug) == (365, (), 2)


def test_long_ago_and_nothing_since_is_shown_by_month_alone(person):
    eats(person, oat_milk("1"), [800])
    found = report_of(person, "all")

    assert (found.nothing_logged, found.swallowed.tracked, found.foods) == (False, 0, ())
    assert StatusCharts.of(found).intake is not None


def test_the_mean_of_a_week_reaches_before_the_first_day_shown(person):
    eats(person, oat_milk("1"), range(30))
    eats(person, oat_milk("8"), range(30, 40))
    month, quarter = report_of(person, "30"), report_of(person, "90")

    assert month.week_means[0] == (6 * 8 + 1) / 7
    assert month.week_means == quarter.week_means[-30:]
    assert len(quarter.week_means) == 90


# --- Much of everything ----------------------------------------------------------------------------------------------
def test_two_hundred_entries_on_a_day(person):
    oat = oat_milk("0.5")
    for n in range(200):
        eats(person, oat, [1], at=f"{n * 7 // 60:02}:{n * 7 % 60:02}")
    found = report_of(person)

    assert (found.swallowed.swallowed_ug, found.foods[0].times) == (100, 200)
    assert found.swallowed.absorbed.low < found.swallowed.absorbed.middle < found.swallowed.absorbed.high < 100


def test_gaps_beyond_three_are_counted(person):
    for n in range(5):
        eats(person, a_food(None, f"Fish {n}", category="fish"), range(1, n + 2))
    found = report_of(person)

    assert [gap.name for gap in found.widest_gaps] == ["Fish 4", "Fish 3", "Fish 2"]
    assert found.more_gaps == 2
