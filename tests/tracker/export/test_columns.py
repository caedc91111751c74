"""A value comes back as it went out, and what could not have gone out is refused in a sentence."""

import datetime as dt
import json
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.export.columns import Column, Wrong
from tracker.export.sections import BY_NAME, SECTIONS


def column(section: str, name: str) -> Column:
    return next(one for one in BY_NAME[section].columns if one.name == name)


def through_json(one: Column, value):
    """Out, through a file, and in again."""
    return one.read(json.loads(json.dumps(one.written(value))))


AMOUNT, UG = column("entries", "amount"), column("entries", "swallowed_ug")
EATEN, DAY = column("entries", "eaten_at"), column("entries", "local_date")
NAME, UID, STARTS = column("entries", "name"), column("entries", "uid"), column("account", "day_start")


@given(some.decimals(min_value=0, max_value=Decimal("999999.999"), places=3))
def test_an_amount_comes_back_exactly(value):
    assert str(through_json(AMOUNT, value)) == f"{value:f}"


@given(some.one_of(some.none(), some.decimals(min_value=0, max_value=Decimal("9999999999.9999"), places=4)))
def test_a_figure_comes_back_exactly_and_none_stays_none(value):
    assert through_json(UG, value) == value


@given(
    some.datetimes(
        dt.datetime(1900, 1, 2), dt.datetime(2200, 12, 30), timezones=some.timezones()  # noqa: DTZ001
    )
)  # fmt: skip
def test_a_moment_comes_back_to_the_microsecond(value):
    assert through_json(EATEN, value) == value.astimezone(dt.UTC)


@given(some.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_a_date_comes_back(value):
    assert through_json(DAY, value) == value


@given(some.times())
def test_a_time_comes_back(value):
    assert through_json(STARTS, value) == value


@given(some.uuids())
def test_a_uid_comes_back(value):
    assert through_json(UID, value) == value


@given(some.text(some.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=290))
def test_a_text_comes_back_letter_by_letter(value):
    assert through_json(NAME, value) == value


def sentence_of(one: Column, value) -> str:
    """Why it is refused; nothing where it is taken."""
    try:
        one.read(value)
    except Wrong as wrong:
        return str(wrong)
    return ""


@given(some.recursive(some.none() | some.booleans() | some.integers() | some.text(max_size=9), some.lists))
def test_whatever_stands_in_a_column_it_is_taken_or_refused_in_a_sentence(value):
    found = [sentence_of(one, value) for section in SECTIONS for one in section.columns]

    assert [said for said in found if said and not said.endswith(".")] == []


@pytest.mark.parametrize(
    ("one", "value", "why"),
    [
        (AMOUNT, "", "“” is no number."),
        (AMOUNT, "1_000", "“1_000” is no number."),
        (AMOUNT, " 1", "“ 1” is no number."),
        (AMOUNT, "٣", "“٣” is no number."),
        (AMOUNT, "Infinity", "“Infinity” is no number."),
        (AMOUNT, "1" * 41, f"“{'1' * 39}…” is no number."),
        (AMOUNT, "1000000", "The number 1000000 is out of range."),
        (UID, "00000000-0000-0000-0000-00000000000", "“00000000-0000-0000-0000-00000000000” is no uid."),
        (DAY, "20260314x", "“20260314x” is no date, like 2026-03-14."),
        (DAY, "1899-12-31", "“1899-12-31” is no date, like 2026-03-14."),
        (STARTS, "08:00:00+01:00", "“08:00:00+01:00” is no time, like 08:00:00."),
        (STARTS, "24:00:00", "“24:00:00” is no time, like 08:00:00."),
        (NAME, "\ud800", "It holds a sign that no text has."),
        (NAME, 7, "There should be a text in quotes."),
        (column("profile", "welcomed"), 1, "There should be true or false."),
        (column("profile", "birth_year"), True, "There should be a whole number."),
        (column("profile", "birth_year"), 1984.0, "There should be a whole number."),
        (column("entries", "grade"), "", "“” is not one of the words that may stand here."),
        (column("what_ifs", "changes"), ["\x00"], "It holds a sign that no text has."),
    ],
)
def test_what_is_wrong_is_said(one, value, why):
    with pytest.raises(Wrong) as error:
        one.read(value)

    assert str(error.value) == why


def test_an_empty_choice_is_one_where_it_may_be_left_open():
    assert (column("profile", "sex").read(""), column("profile", "sex").read("male")) == ("", "male")


def test_a_column_that_follows_from_others_is_marked():
    derived = [(section.name, one.name) for section in SECTIONS for one in section.columns if one.derived]

    assert derived == [("entries", "counted_ug")]


@pytest.mark.parametrize("value", [uuid.UUID(int=1), Decimal("0.0000"), Decimal("1E+2"), dt.date(2026, 3, 14)])
def test_what_is_written_is_plain_text(value):
    assert AMOUNT.written(value) in {str(uuid.UUID(int=1)), "0.0000", "100", "2026-03-14"}
