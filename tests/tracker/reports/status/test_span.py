"""Which days Status shows, and from when on absorption is worked out."""

import datetime as dt

import pytest

from tests.tracker.eaters import TODAY, ago
from tracker.reports.status.span import Period, Shown


@pytest.mark.parametrize(("period", "days"), [("30", 30), ("90", 90), ("365", 365)])
def test_a_period_ends_today_and_holds_as_many_days_as_it_says(period, days):
    shown = Shown.of(Period(period), today=TODAY, began=None)

    assert (shown.first, shown.last, shown.days) == (ago(days - 1), TODAY, days)
    assert (shown.by_month, shown.dose_by_dose_from) == (False, shown.first)


@pytest.mark.parametrize(
    ("began", "days", "by_month"),
    [(None, 1, False), (TODAY, 1, False), (ago(364), 365, False), (ago(365), 366, True), (ago(3650), 3651, True)],
)
def test_all_reaches_back_to_the_first_entry_and_goes_by_month_beyond_a_year(began, days, by_month):
    shown = Shown.of(Period.ALL, today=TODAY, began=began)

    assert (shown.days, shown.by_month) == (days, by_month)


def test_beyond_a_year_absorption_is_worked_out_for_one_month():
    assert Shown.of(Period.ALL, today=TODAY, began=ago(3650)).dose_by_dose_from == ago(29)
    assert Shown.of(Period.ALL, today=TODAY, began=ago(364)).dose_by_dose_from == ago(364)


def test_an_entry_ahead_of_today_begins_nothing():
    assert Shown.of(Period.ALL, today=TODAY, began=TODAY + dt.timedelta(days=3)).first == TODAY
