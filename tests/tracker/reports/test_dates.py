"""Dates in bulk read as Django's formats write them."""

import datetime as dt

import pytest
from django.utils.formats import date_format

from tracker.reports.dates import day_in_full


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_in_full_reads_as_the_format_writes_it(month):
    day = dt.date(2026, month, 2)
    assert day_in_full(day) == date_format(day, "j F Y")
