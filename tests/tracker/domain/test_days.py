"""Which day a moment belongs to, and which moment a date and a time name."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.days import Clock, PartOfDay, is_tracked, part_of_day

LONDON, NEW_YORK, APIA = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")
LORD_HOWE, KATHMANDU, HAVANA = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/Havana")
ZONES = [LONDON, NEW_YORK, APIA, LORD_HOWE, KATHMANDU, HAVANA, ZoneInfo("UTC"), ZoneInfo("America/St_Johns")]
FOUR = dt.time(4, 0)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def exists(zone: ZoneInfo, naive: dt.datetime) -> bool:
    """Whether clocks of this zone ever show this time: some are skipped."""
    there = naive.replace(tzinfo=zone).astimezone(dt.UTC)
    return there.astimezone(zone).replace(tzinfo=None) == naive


@pytest.mark.parametrize(
    ("zone", "start", "moment", "day"),
    [
        (LONDON, dt.time(0), "2026-01-15 00:30", "2026-01-15"),
        (LONDON, FOUR, "2026-01-15 00:30", "2026-01-14"),
        (LONDON, FOUR, "2026-01-15 03:59:59", "2026-01-14"),
        (LONDON, FOUR, "2026-01-15 04:00", "2026-01-15"),
        (LONDON, FOUR, "2026-01-01 02:00", "2025-12-31"),  # the year ends at four in the morning
        (LONDON, dt.time(0), "2026-07-01 23:30", "2026-07-02"),  # summer time
        (NEW_YORK, dt.time(0), "2026-01-15 04:59", "2026-01-14"),
        (NEW_YORK, dt.time(0), "2026-01-15 05:00", "2026-01-15"),
        (KATHMANDU, dt.time(0), "2026-01-14 18:15", "2026-01-15"),  # 5 h 45 min ahead
        (APIA, dt.time(0), "2011-12-30 09:59", "2011-12-29"),
        (APIA, dt.time(0), "2011-12-30 10:00", "2011-12-31"),  # Samoa had no 30 December
        (APIA, FOUR, "2011-12-30 10:00", "2011-12-30"),  # but its night has to belong somewhere
    ],
)
def test_a_moment_belongs_to_the_persons_own_day(zone, start, moment, day):
    assert Clock(zone, start).local_date(utc(moment)) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("zone", "start", "day", "time", "moment"),
    [
        (LONDON, dt.time(0), "2026-01-15", "08:00", "2026-01-15 08:00"),
        (LONDON, FOUR, "2026-01-14", "00:30", "2026-01-15 00:30"),  # the night after that day
        (LONDON, FOUR, "2026-01-14", "04:00", "2026-01-14 04:00"),
        (LONDON, FOUR, "2025-12-31", "01:00", "2026-01-01 01:00"),
        (LONDON, dt.time(0), "2026-03-29", "01:30", "2026-03-29 01:30"),  # skipped: read as 02:30 summer time
        (LONDON, dt.time(0), "2026-10-25", "01:30", "2026-10-25 00:30"),  # shown twice: the first
        (NEW_YORK, dt.time(0), "2026-03-08", "02:30", "2026-03-08 07:30"),  # skipped
        (NEW_YORK, dt.time(0), "2026-11-01", "01:30", "2026-11-01 05:30"),  # shown twice
        (LORD_HOWE, dt.time(0), "2026-10-04", "02:15", "2026-10-03 15:45"),  # half an hour skipped
        (LORD_HOWE, dt.time(0), "2026-04-05", "01:45", "2026-04-04 14:45"),  # half an hour shown twice
        (APIA, dt.time(0), "2011-12-31", "00:00", "2011-12-30 10:00"),
    ],
)
def test_a_date_and_a_time_name_one_moment(zone, start, day, time, moment):
    named = Clock(zone, start).moment(dt.date.fromisoformat(day), dt.time.fromisoformat(time))

    assert named.astimezone(dt.UTC) == utc(moment)  # in UTC: Python calls no two zones equal at a time shown twice


@pytest.mark.parametrize(
    ("zone", "day", "time", "shown"),
    [
        (LONDON, "2026-03-29", "01:30", "02:30"),
        (NEW_YORK, "2026-03-08", "02:30", "03:30"),
        (LORD_HOWE, "2026-10-04", "02:15", "02:45"),
        (HAVANA, "2026-03-08", "00:30", "01:30"),  # there clocks go forward at midnight
    ],
)
def test_a_skipped_time_becomes_one_that_the_clock_shows_on_the_same_day(zone, day, time, shown):
    clock, date = Clock(zone), dt.date.fromisoformat(day)
    moment = clock.moment(date, dt.time.fromisoformat(time))

    assert (clock.local_date(moment), f"{moment:%H:%M}") == (date, shown)


def test_a_day_that_a_country_skipped_leads_to_the_next():
    clock = Clock(APIA)

    assert clock.local_date(clock.moment(dt.date(2011, 12, 30), dt.time(12))) == dt.date(2011, 12, 31)


@given(
    zone=st.sampled_from(ZONES),
    start=st.sampled_from([dt.time(0), dt.time(3, 30), FOUR, dt.time(12)]),
    day=st.dates(dt.date(1975, 1, 1), dt.date(2100, 12, 31)),
    time=st.times(),
)
def test_a_time_that_exists_comes_back_as_it_was_said(zone, start, day, time):
    time = time.replace(fold=0)
    assume(exists(zone, dt.datetime.combine(day + dt.timedelta(days=time < start), time)))
    clock = Clock(zone, start)
    moment = clock.moment(day, time)

    assert clock.local_date(moment) == day
    assert clock.local_minute(moment) == time.hour * 60 + time.minute


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04"])
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("start", [dt.time(0), FOUR])
def test_every_quarter_of_an_hour_of_a_clock_change_day_belongs_to_a_day_in_order(day, zone, start):
    clock, first = Clock(zone, start), utc(f"{day} 00:00") - dt.timedelta(hours=16)
    days = [clock.local_date(first + dt.timedelta(minutes=15 * n)) for n in range(4 * 48)]

    assert days == sorted(days)


def test_minutes_are_those_of_the_persons_clock():
    assert Clock(KATHMANDU, FOUR).local_minute(utc("2026-01-14 18:15:59")) == 0
    assert Clock(LONDON).local_minute(utc("2026-07-01 22:59")) == 23 * 60 + 59


@pytest.mark.parametrize(
    ("time", "start", "part"),
    [
        ("00:00", 0, PartOfDay.MORNING),
        ("10:59", 0, PartOfDay.MORNING),
        ("11:00", 0, PartOfDay.MIDDAY),
        ("16:29", 0, PartOfDay.MIDDAY),
        ("16:30", 0, PartOfDay.EVENING),
        ("23:59", 0, PartOfDay.EVENING),
        ("00:00", 240, PartOfDay.EVENING),
        ("03:59", 240, PartOfDay.EVENING),
        ("04:00", 240, PartOfDay.MORNING),
        ("11:59", 720, PartOfDay.EVENING),
        ("12:00", 720, PartOfDay.MIDDAY),
    ],
)
def test_a_day_has_three_parts_and_the_night_belongs_to_the_evening(time, start, part):
    at = dt.time.fromisoformat(time)

    assert part_of_day(at.hour * 60 + at.minute, day_start_minute=start) == part


@pytest.mark.parametrize(
    ("mark", "without_entries", "with_entries"),
    [
        ("", False, True),
        ("partly", False, True),
        ("complete", True, True),
        ("nothing", True, True),
        ("not_tracked", False, False),
    ],
)
def test_a_day_is_tracked_with_entries_or_when_said_to_be_whole_or_empty(mark, without_entries, with_entries):
    assert (is_tracked(mark, 0), is_tracked(mark, 3)) == (without_entries, with_entries)
