"""For how long a finding may be set aside, and what a date must be."""

import datetime as dt

import pytest

from tracker.forms.findings import AsideForm

TODAY = dt.date(2026, 3, 14)


def form(most_days: int = 30, **typed) -> AsideForm:
    return AsideForm(typed, today=TODAY, most_days=most_days)


def day(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize("days", [0, 1, 30])
def test_a_day_from_today_to_the_longest_is_taken(days):
    assert form(until=day(days)).is_valid()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Choose the day it should come back."),
        (day(-1), "That day has gone by. Choose today or a later one."),
        (day(31), "That is too long for this finding. Choose a day up to 13 April 2026."),
        ("9999-12-31", "That is too long for this finding. Choose a day up to 13 April 2026."),
        ("soon", "Choose a day from the calendar, or type it like 2026-03-14."),
    ],
)
def test_any_other_day_gets_a_sentence(typed, sentence):
    tried = form(until=typed)

    assert not tried.is_valid()
    assert tried.errors == {"until": [sentence]}


@pytest.mark.parametrize("typed", ["", day(0), day(-366)])
def test_the_talk_with_a_doctor_may_be_left_out_or_lie_behind(typed):
    assert form(until=day(1), discussed_on=typed).is_valid()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (day(1), "That day is still to come. Choose today or an earlier one."),
        (day(-367), "That is more than a year ago. Leave it empty."),
        ("last week", "Choose a day from the calendar, or type it like 2026-03-14."),
    ],
)
def test_a_talk_cannot_be_ahead_or_long_ago(typed, sentence):
    assert form(until=day(1), discussed_on=typed).errors == {"discussed_on": [sentence]}


@pytest.mark.parametrize(("most_days", "first"), [(366, 28), (30, 28), (7, 7)])
def test_four_weeks_stand_there_or_the_longest(most_days, first):
    fresh = AsideForm(None, today=TODAY, most_days=most_days)

    assert fresh["until"].value() == TODAY + dt.timedelta(days=first)
    assert fresh["discussed_on"].value() is None
    assert f'max="{day(most_days)}"' in str(fresh["until"])


def test_the_longest_is_said_before_anybody_tries():
    assert "Up to 13 April 2026." in AsideForm(None, today=TODAY, most_days=30).fields["until"].help_text
