"""When something began and ended, in words, as exactly as it was said."""

import datetime as dt

import pytest

from tests.factories import MedicineFactory
from tracker.domain.risks.facts import Precision, When
from tracker.models.health import said_when
from tracker.reports.care.dates import moment_words, period_words

TODAY = dt.date(2026, 3, 14)
YEAR = When(dt.date(2019, 7, 1), Precision.YEAR)
MONTH = When(dt.date(2022, 3, 15), Precision.MONTH)
DAY = When(dt.date(2026, 3, 3), Precision.DAY)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (YEAR, None, "since 2019"),
        (MONTH, None, "since March 2022"),
        (DAY, None, "since 3 March 2026"),
        (YEAR, MONTH, "2019 to March 2022"),
        (None, MONTH, "until March 2022"),
        (None, None, ""),
    ],
)
def test_a_period_is_as_exact_as_it_was_said(since, until, words):
    assert period_words(since, until) == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (MONTH, "March 2022"),
        (When(TODAY), "14 March 2026"),
        (When(TODAY + dt.timedelta(days=1)), "planned for 15 March 2026"),
        (When(dt.date(2027, 7, 1), Precision.YEAR), "planned for 2027"),
        (None, ""),
    ],
)
def test_an_operation_that_is_to_come_is_planned(on, words):
    assert moment_words(on, today=TODAY) == words


def test_a_date_is_read_from_its_two_columns():
    row = MedicineFactory.build(owner=None, since=YEAR.date, since_precision="year")
    assert said_when(row, "since") == YEAR
    assert said_when(row, "until") is None
