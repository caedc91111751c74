"""The day and the time that a line says. It is half past twelve on Saturday 14 March 2026."""

import datetime as dt

import pytest

from tests.tracker.domain.line.test_reading import NOW, reads
from tracker.domain.line import read


def said(line: str) -> tuple[str, str]:
    found = reads(line)
    return (f"{found.day:%d %b}" if found.day else "", f"{found.time:%H:%M}" if found.time else "")


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("2 eggs", ("", "")),
        ("2 eggs at 8", ("", "08:00")),
        ("2 eggs at 8am", ("", "08:00")),
        ("2 eggs at 8 pm", ("", "20:00")),
        ("2 eggs at 8 p.m.", ("", "20:00")),
        ("8:30 2 eggs", ("", "08:30")),
        ("at 7:15 eggs", ("", "07:15")),
        ("eggs at 12pm", ("", "12:00")),
        ("eggs at 12am", ("", "00:00")),
        ("eggs at noon", ("", "12:30")),
        ("eggs at 14:05", ("", "14:05")),
        ("breakfast: eggs", ("", "08:00")),
        ("eggs for lunch", ("", "12:30")),
        ("dinner eggs", ("", "19:00")),
        ("dinner at 8: eggs", ("", "20:00")),
        ("breakfast at 9 eggs", ("", "09:00")),
        ("this morning eggs", ("", "08:00")),
        ("yesterday 2 eggs", ("13 Mar", "")),
        ("yesterday evening 2 eggs", ("13 Mar", "19:00")),
        ("last night: eggs", ("13 Mar", "19:00")),
        ("yesterday at 8 eggs", ("13 Mar", "08:00")),
        ("day before yesterday eggs", ("12 Mar", "")),
        ("3 days ago 2 eggs", ("11 Mar", "")),
        ("on monday 2 eggs", ("09 Mar", "")),
        ("monday: eggs", ("09 Mar", "")),
        ("last saturday eggs", ("07 Mar", "")),
        ("2026-03-01 eggs", ("01 Mar", "")),
        ("um 8 Uhr Eier", ("", "08:00")),
        ("gestern Abend Eier", ("13 Mar", "19:00")),
        ("zum Frühstück Eier", ("", "08:00")),
        ("hier soir œufs", ("13 Mar", "19:00")),
        ("œufs à 8h30", ("", "08:30")),
        ("au petit déjeuner des œufs", ("", "08:00")),
        ("anoche huevos", ("13 Mar", "19:00")),
        ("huevos a las 8", ("", "08:00")),
        ("ayer por la tarde huevos", ("13 Mar", "16:00")),
    ],
)
def test_days_and_times_are_read_in_four_languages(line, when):
    assert said(line) == when
    assert reads(line).things[0].name[:2].lower() in ("eg", "ei", "œu", "hu")


@pytest.mark.parametrize(
    "line",
    ["breakfast burrito", "dinner roll", "sunday roast", "eggs at 55g", "2 eggs of 60 g", "lunch meat", "a latte",
     "eggs at 8 oz", "eggs at 25", "2026-13-45 eggs", "8:75 eggs"],
)  # fmt: skip
def test_what_only_looks_like_a_time_is_none(line):
    assert said(line) == ("", "")


def test_eight_said_in_the_evening_is_eight_in_the_evening():
    late = read("eggs at 8", today=NOW.date(), now=NOW.replace(hour=21))
    of_yesterday = read("eggs yesterday at 8", today=NOW.date(), now=NOW.replace(hour=21))

    assert (late.time, of_yesterday.time) == (dt.time(20), dt.time(8))


@pytest.mark.parametrize(("today", "said"), [("2026-01-01", "2025-12-31"), ("2024-03-01", "2024-02-29")])
def test_yesterday_crosses_years_and_leap_days(today, said):
    day = dt.date.fromisoformat(today)

    assert read("yesterday eggs", today=day, now=NOW).day == dt.date.fromisoformat(said)


def test_a_weekday_said_on_that_day_is_a_week_ago():
    monday = dt.date(2026, 3, 9)

    assert read("on monday eggs", today=monday, now=NOW).day == dt.date(2026, 3, 2)
