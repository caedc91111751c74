"""When each thing was had: clocks of files, of people, of meals; days on which clocks change; keys that stay."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.tracker.importing.conftest import FILES, history, when
from tests.tracker.importing.test_readers import MORNING
from tracker.domain.days import Clock

NEW_YORK = Clock(ZoneInfo("America/New_York"))


def table(file, *lines: str, head: str = "date,time,food,meal"):
    return file("\n".join([head, *lines, ""]))


def test_a_clock_without_a_zone_is_the_persons(file):
    path = table(file, "2026-07-01,08:30,Egg,")

    assert when(path) == [("2026-07-01", "08:30", True, "+0100")]
    assert when(path, NEW_YORK) == [("2026-07-01", "08:30", True, "-0400")]


def test_a_clock_with_a_zone_shows_what_it_showed_there():
    assert when("apple-health.xml", NEW_YORK)[0] == ("2026-03-13", "08:00", True, "+0100")


def test_health_connect_knows_how_far_the_clock_was_from_utc(health_connect):
    assert when(health_connect((MORNING, 32_400, 1, "Rice", None))) == [("2026-03-13", "17:00", True, "+0900")]


def test_without_it_the_moment_is_seen_on_the_persons_clock(health_connect):
    assert when(health_connect((MORNING, None, 1, "Rice", None)), NEW_YORK)[0][:3] == ("2026-03-13", "04:00", True)


@pytest.mark.parametrize(
    ("meal", "hour"),
    [
        ("Breakfast", "08:00"), ("Lunch", "12:30"), ("Dinner", "19:00"), ("Snacks", "15:30"), ("", "12:00"),
        ("Frühstück", "08:00"), ("Abendessen", "19:00"), ("petit déjeuner", "08:00"), ("déjeuner", "12:30"),
        ("Morning Snack", "10:30"), ("Uncategorized", "12:00"),
    ],
)  # fmt: skip
def test_without_an_hour_a_meal_has_its_usual_one_and_says_so(file, meal, hour):
    assert when(table(file, f"2026-03-14,,Egg,{meal}"))[0][1:3] == (hour, False)


def test_an_hour_that_clocks_skip_is_the_one_after(file):
    assert when(table(file, "2026-03-29,01:30,Egg,")) == [("2026-03-29", "02:30", True, "+0100")]


def test_an_hour_that_clocks_show_twice_is_the_first_of_them(file):
    assert when(table(file, "2026-10-25,01:30,Egg,")) == [("2026-10-25", "01:30", True, "+0100")]


def test_our_own_export_knows_which_of_the_two_it_was(file):
    head = "uid,local_date,local_time,time_zone,eaten_at,food,amount,portion,quantity,quantity_unit,swallowed_ug"
    rows = [
        f"00000000-0000-0000-0000-00000000000{n},2026-10-25,01:30,Europe/London,2026-10-25T0{n}:30:00Z,Egg,1,egg,50,g,0.6"
        for n in (0, 1)
    ]
    read = history(table(file, *rows, head=head))[1]

    assert [f"{one.eaten_at.astimezone(dt.UTC):%H:%M}" for one in read] == ["00:30", "01:30"]
    assert [(one.local_minute, str(one.key)[-1], str(one.row.amount)) for one in read] == [
        (90, "0", "50.000"), (90, "1", "50.000"),
    ]  # fmt: skip


def test_a_snack_after_midnight_belongs_to_the_day_it_is_noted_under(file):
    owl = Clock(ZoneInfo("Europe/London"), dt.time(4))
    read = history(table(file, "2026-12-31,01:30,Toast,"), owl)[1][0]

    assert (str(read.local_date), read.eaten_at.isoformat()) == ("2026-12-31", "2027-01-01T01:30:00+00:00")


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2026-03-14", "2026-03-14"), ("2026-3-4", "2026-03-04"), ("14.3.2026", "2026-03-14"), ("3/14/2026", "2026-03-14"),
     ("Mar 14, 2026", "2026-03-14"), ("14 March 2026", "2026-03-14"), ("2026/03/14", "2026-03-14")],
)  # fmt: skip
def test_days_are_read_as_trackers_write_them(file, cell, day):
    assert when(file(f'date;food\n"{cell}";Egg\n'))[0][0] == day


def test_one_day_that_can_only_be_read_one_way_says_how_the_others_are(file):
    assert [one[0] for one in when(file("date,food\n3/4/2026,Egg\n14/3/2026,Egg\n"))] == ["2026-04-03", "2026-03-14"]


@pytest.mark.parametrize(
    ("cell", "time"), [("8:05 AM", "08:05"), ("12:15 am", "00:15"), ("08:15 ", "08:15"), ("23:59:59", "23:59")]
)
def test_times_are_read_as_trackers_write_them(file, cell, time):
    assert when(table(file, f"2026-03-14,{cell},Egg,"))[0][1] == time


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_the_same_file_has_the_same_keys_whatever_the_persons_zone(name):
    keys = [one.key for one in history(name)[1]]

    assert keys == [one.key for one in history(name, NEW_YORK)[1]]
    assert len(set(keys)) == len(keys)


def test_an_export_that_overlaps_has_the_same_keys_for_the_same_rows(file):
    lines = (FILES / "cronometer-servings.csv").read_text().splitlines()
    later = file("\n".join([lines[0], *lines[6:], "2026-03-15,8:00 AM,Breakfast,Coffee,1.00 cup,2,0,0,0,0,Beverages"]))
    before, after = ({one.key for one in history(path)[1]} for path in ("cronometer-servings.csv", later))

    assert (len(before & after), len(after - before)) == (2, 1)


def test_a_figure_that_the_tracker_corrected_is_still_the_same_row(file):
    text = (FILES / "cronometer-servings.csv").read_text()
    keys = [[one.key for one in history(path)[1]] for path in (file(text), file(text.replace("4.20", "4.31"), "2.csv"))]

    assert keys[0] == keys[1]


def test_two_trackers_never_share_a_key():
    all_keys = [one.key for path in FILES.iterdir() for one in history(path)[1]]

    assert len(set(all_keys)) == len(all_keys) > 20
