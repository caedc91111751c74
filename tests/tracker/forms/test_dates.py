"""Dates as people say them: what is read, what is asked back, and how it is shown again."""

import datetime as dt

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.risks.facts import Precision, When
from tracker.forms.dates import SaidDateField, first_day, in_order, in_words, last_day, when
from tracker.models import health

TODAY = dt.date(2026, 3, 14)
YEAR_2022 = When(dt.date(2022, 7, 1), Precision.YEAR)
MARCH_2022 = When(dt.date(2022, 3, 15), Precision.MONTH)
A_DAY = When(dt.date(2022, 3, 14), Precision.DAY)
UNREADABLE = "“%s” is not a date we can read. Type it like 2022, March 2022 or 14 March 2022."
TWO_DATES = "“%s” may be two different days. Write the month as a word, like 3 April 2022."
NO_SUCH_DAY = "“%s” is not in the calendar. Check the day and the month."
FUTURE = "That is still to come. Type a date up to today."
TOO_OLD = "That is too long ago. Type a year from 1900 on."
TOO_FAR = "That is too far ahead. Check the year."


def field(**options) -> SaidDateField:
    made = SaidDateField(required=False, **options)
    made.today = TODAY
    return made


def sentences(typed: str, **options) -> list[str]:
    with pytest.raises(forms.ValidationError) as raised:
        field(**options).clean(typed)
    return raised.value.messages


# --- what is read ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["2022", " 2022 "])
def test_a_year_is_enough_and_stands_for_its_middle(typed):
    assert field().clean(typed) == YEAR_2022


@pytest.mark.parametrize(
    "typed",
    [
        "3/2022", "03/2022", "3.2022", "3-2022", "3 / 2022", "2022-03", "2022-3", "2022/3", "March 2022", "march 2022",
        "MARCH 2022", "Mar 2022", "Mar. 2022", "March, 2022", "  March   2022 ",
    ],
)  # fmt: skip
def test_a_month_is_enough_and_stands_for_its_middle(typed):
    assert field().clean(typed) == MARCH_2022


@pytest.mark.parametrize(
    "typed",
    [
        "14.3.2022", "14.03.2022", "14. 3. 2022", "14/3/2022", "14/03/2022", "14-3-2022", "3/14/2022", "2022-03-14",
        "2022/3/14", "14 March 2022", "14 Mar 2022", "14th March 2022", "14. March 2022", "March 14, 2022",
        "March 14 2022", "Mar 14th, 2022",
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_ways_it_is_written(typed):
    assert field().clean(typed) == A_DAY


def test_points_put_the_day_first_and_equal_numbers_are_no_riddle():
    assert field().clean("3.4.2022") == When(dt.date(2022, 4, 3), Precision.DAY)
    assert field().clean("4/4/2022") == When(dt.date(2022, 4, 4), Precision.DAY)


def test_short_names_of_months_are_known_and_shorter_ones_are_not():
    assert field().clean("Sept 2021").date == dt.date(2021, 9, 15)
    assert [field().clean(f"{name} 2021").date.month for name in ("Jun", "Jul")] == [6, 7]
    assert sentences("Ma 2021") == [UNREADABLE % "Ma 2021"]


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_nothing_typed_is_none(typed):
    assert field().clean(typed) is None


def test_where_it_is_needed_the_sentence_says_how_to_type_it():
    needed = SaidDateField()
    needed.today = TODAY

    with pytest.raises(forms.ValidationError) as raised:
        needed.clean(" ")
    assert raised.value.messages == ["Type when it was, like March 2022. The year alone is enough."]


# --- what is asked back ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        "lately", "22", "3/22", "Mar 22", "14.3.22", "March", "14 March", "20222", "Maybe 2022", "2022-03-14T10:00",
        "-2022", "2022/3-14", "14/3-2022", "٢٠٢٢", "2022 March 14 and more and more and more and more",
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_sentence_with_an_example(typed):
    assert sentences(typed) == [UNREADABLE % typed[:40]]


@pytest.mark.parametrize("typed", ["3/4/2022", "03/04/2022", "12/1/2022", "3-4-2022"])
def test_what_may_be_two_days_is_asked_back_and_not_guessed(typed):
    assert sentences(typed) == [TWO_DATES % typed]


@pytest.mark.parametrize(
    "typed", ["31.2.2022", "29 February 2022", "13/2022", "0/2022", "2022-00", "0.3.2022", "32/3/2022"]
)
def test_what_no_calendar_has_is_said(typed):
    assert sentences(typed) == [NO_SUCH_DAY % typed]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("1899", [TOO_OLD]), ("0000", [TOO_OLD]), ("2101", [TOO_FAR]), ("9999-12-31", [TOO_FAR])],
)
def test_years_out_of_reach_are_said(typed, answer):
    assert sentences(typed, future=True) == answer


def test_a_null_character_is_no_date():
    assert sentences("20\x0022") == [UNREADABLE % "20\x0022"]


# --- today and after -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["15.3.2026", "April 2026", "2027"])
def test_what_is_still_to_come_is_refused(typed):
    assert sentences(typed) == [FUTURE]


@pytest.mark.parametrize(("typed", "date"), [("14.3.2026", TODAY), ("March 2026", TODAY), ("2026", TODAY)])
def test_of_the_running_month_and_year_today_stands_for_a_middle_that_is_still_to_come(typed, date):
    assert field().clean(typed).date == date


def test_the_middle_of_a_running_month_that_is_past_stays():
    late = field()
    late.today = dt.date(2026, 3, 16)

    assert late.clean("March 2026") == When(dt.date(2026, 3, 15), Precision.MONTH)


def test_where_the_future_is_allowed_it_is_kept_as_it_is():
    assert field(future=True).clean("2026") == When(dt.date(2026, 7, 1), Precision.YEAR)
    assert field(future=True).clean("1.9.2027") == When(dt.date(2027, 9, 1), Precision.DAY)


# --- how it is shown again -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "shown"), [(YEAR_2022, "2022"), (MARCH_2022, "March 2022"), (A_DAY, "14 March 2022"), (None, None)]
)
def test_it_is_shown_as_exactly_as_it_was_said(said, shown):
    assert field().prepare_value(said) == shown


def test_what_was_typed_stays_as_it_was_typed():
    class Sent(forms.Form):
        since = field()

    assert 'value="3/4/2022"' in str(Sent({"since": "3/4/2022"})["since"])
    assert 'value="March 2022"' in str(Sent(initial={"since": MARCH_2022})["since"])
    assert "required" not in str(Sent(initial={})["since"])


def test_the_same_date_typed_in_another_way_is_no_change():
    assert not field().has_changed(MARCH_2022, "3/2022")
    assert field().has_changed(MARCH_2022, "4/2022")
    assert field().has_changed(None, "4/2022")


@given(
    date=st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    parts=st.sampled_from([("year",), ("year", "month"), ("year", "month", "day")]),
)
def test_whatever_is_shown_is_read_back_as_the_same(date, parts):
    said = when(*(getattr(date, part) for part in parts))

    assert field(future=True).clean(in_words(said)) == said
    assert first_day(said) <= said.date <= last_day(said)


@given(st.text(max_size=60))
def test_any_text_gives_a_date_or_a_sentence(text):
    try:
        said = field().clean(text)
    except forms.ValidationError as error:
        said, found = None, error.messages
    else:
        found = []

    assert len(found) <= 1
    assert said is None or said.date <= TODAY


# --- a start and an end ----------------------------------------------------------------------------------------------
def of(typed: str) -> When:
    return field(future=True).clean(typed)


@pytest.mark.parametrize(
    ("since", "until", "dates"),
    [
        ("2020", "2021", ("2020-07-01", "2021-07-01")),
        ("2020", "2020", ("2020-07-01", "2020-07-01")),
        ("2020", "March 2020", ("2020-03-31", "2020-03-31")),
        ("20.3.2020", "March 2020", ("2020-03-20", "2020-03-20")),
        ("September 2020", "2020", ("2020-09-15", "2020-09-15")),
        ("March 2020", "2.3.2020", ("2020-03-02", "2020-03-02")),
        ("2.3.2020", "2.3.2020", ("2020-03-02", "2020-03-02")),
    ],
)
def test_a_start_and_an_end_that_can_be_are_put_in_order(since, until, dates):
    start, end = in_order(of(since), of(until))

    assert (start.date.isoformat(), end.date.isoformat()) == dates
    assert (in_words(start), in_words(end)) == (in_words(of(since)), in_words(of(until)))


@pytest.mark.parametrize(
    ("since", "until"), [("2021", "2020"), ("April 2020", "March 2020"), ("3.3.2020", "2.3.2020"), ("2021", "12/2020")]
)
def test_an_end_that_must_lie_before_the_start_is_none(since, until):
    assert in_order(of(since), of(until)) is None


def test_the_words_of_the_model_are_those_of_the_domain():
    assert {choice.value for choice in health.Precision} == {precision.value for precision in Precision}
