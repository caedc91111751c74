"""One day: look at it, say how complete it is, copy it to today."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from tests.factories import DayMarkFactory, FoodFactory
from tests.tracker.views.conftest import had
from tests.tracker.views.pages import links_of, text_of, toasts_of, value_of
from tracker.models import DayMark, Entry

DAY = "/history/2026-03-13/"


def test_a_day_shows_its_parts_in_order_and_adds_them_up(signed_in, person, salmon):
    had(person, salmon, "2026-03-13 19:00")
    had(person, salmon, "2026-03-13 08:00", "0.5")
    had(person, FoodFactory(unknown=True, name="Curry"), "2026-03-13 13:00", "100")
    page = signed_in.get(DAY)

    assert [part.name for part in page.context["report"].parts] == ["Morning", "Midday", "Evening"]
    assert "9 µg known and 1 food nobody has a figure for" in text_of(page)
    assert "08:00 Salmon ½ fillet, 75 g food about 0.9 µg absorbed 3 µg" in text_of(page)


@pytest.mark.parametrize(
    ("address", "mark", "words"),
    [
        (DAY, "", "No entries. Not tracked is neither zero nor short."),
        (DAY, "nothing", "Nothing with B12, you said."),
        ("/history/2026-03-20/", "", "This day is still to come."),
    ],
)
def test_a_day_without_entries_says_what_that_means(signed_in, person, address, mark, words):
    if mark:
        DayMarkFactory(owner=person, local_date=dt.date(2026, 3, 13), mark=mark)

    assert words in text_of(signed_in.get(address))


def test_a_day_of_unknown_foods_only_shows_a_question_mark_and_no_zero(signed_in, person):
    had(person, FoodFactory(unknown=True), "2026-03-13 13:00", "100")

    assert "? nothing known and 1 food nobody has a figure for" in text_of(signed_in.get(DAY))


def test_a_day_splits_what_was_added_from_what_was_there(signed_in, person):
    had(
        person, FoodFactory(origin="added", b12_ug=Decimal(3), b12_added_ug=Decimal(2)), "2026-03-13 08:00", "100"
    )  # fmt: skip
    had(person, FoodFactory(tablet=True), "2026-03-13 09:00")
    bar = signed_in.get(DAY).context["report"].bar

    assert [(part.kind, part.ug) for part in bar.segments] == [("food", 1), ("added", 2), ("supplement", 1000)]


def test_the_days_before_and_after_are_a_link_away_and_today_is_today(signed_in):
    links = links_of(signed_in.get(DAY))

    assert {"/history/2026-03-12/", "/today/", "/history/?month=2026-03", "/log/?date=2026-03-13"} <= set(links)


def test_somebody_elses_day_is_empty(stranger, person, salmon):
    had(person, salmon, "2026-03-13 08:00")
    DayMarkFactory(owner=person, local_date=dt.date(2026, 3, 13))
    page = stranger.get(DAY)

    assert "Salmon" not in page.content.decode()
    assert (page.context["report"].total.entries, page.context["report"].mark) == (0, "")


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("1900-01-01", 200), ("2200-12-31", 200), ("2024-02-29", 200), ("1899-12-31", 404), ("2201-01-01", 404),
        ("0000-00-00", 404), ("9999-12-31", 404), ("2026-02-30", 404), ("2026-13-01", 404), ("2026-3-1", 404),
        ("evil", 404), ("٢٠٢٦-03-01", 404),
    ],
)  # fmt: skip
def test_a_day_that_is_none_is_not_found(signed_in, day, status):
    assert signed_in.get(f"/history/{day}/").status_code == status
    assert signed_in.post(f"/history/{day}/mark/", {"mark": "complete"}).status_code == (302 if status == 200 else 404)
    assert signed_in.post(f"/history/{day}/copy/", {}).status_code == (302 if status == 200 else 404)


# --- marks
def test_a_mark_is_set_and_taken_back_and_leads_back(signed_in, person):
    answer = signed_in.post(f"{DAY}mark/", {"mark": "partly", "next": "/today/"})
    assert (answer.url, person.day_marks.get().mark) == ("/today/", "partly")

    answer = signed_in.post(f"{DAY}mark/", {"mark": ""})
    assert (answer.url, person.day_marks.count()) == (DAY, 0)


@pytest.mark.parametrize("mark", ["evil", "COMPLETE", "x" * 1000, "complete\x00"])
def test_a_mark_of_another_name_changes_nothing_and_says_so(signed_in, person, mark):
    answer = signed_in.post(f"{DAY}mark/", {"mark": mark})

    assert person.day_marks.count() == 0
    assert toasts_of(signed_in.get(answer.url)) == ["That mark is not one of ours. Choose one of the four."]


def test_the_way_back_of_a_mark_never_leaves_the_site(signed_in):
    assert signed_in.post(f"{DAY}mark/", {"mark": "partly", "next": "//evil.example"}).url == DAY


# --- copies
def copy(client, **said):
    return client.post(f"{DAY}copy/", {"uid": str(uuid.uuid4()), **said})


@pytest.mark.parametrize(("part", "times"), [("", ["08:00", "12:00", "12:30"]), ("morning", ["08:00"]),
                                             ("evening", ["12:30"])])  # fmt: skip
def test_a_day_or_a_part_of_it_is_copied_to_today_never_into_the_future(signed_in, person, salmon, part, times):
    for time in ("08:00", "12:00", "20:00"):
        had(person, salmon, f"2026-03-13 {time}")
    answer = copy(signed_in, part=part)

    assert answer.url == "/today/"
    assert [f"{entry.eaten_at:%H:%M}" for entry in person.entries.on_day(dt.date(2026, 3, 14))] == times
    things = "1 thing" if len(times) == 1 else f"{len(times)} things"
    assert toasts_of(signed_in.get("/today/")) == [f"Copied {things} to today."]


def test_the_same_copy_twice_copies_once(signed_in, person, salmon):
    had(person, salmon, "2026-03-13 08:00")
    uid = str(uuid.uuid4())
    copy(signed_in, uid=uid)
    signed_in.get("/today/")
    copy(signed_in, uid=uid)

    assert person.entries.count() == 2
    assert toasts_of(signed_in.get("/today/")) == ["There was nothing more to copy."]


def test_a_part_that_is_none_copies_nothing(signed_in, person, salmon):
    had(person, salmon, "2026-03-13 08:00")
    answer = copy(signed_in, part="brunch")

    assert (answer.url, person.entries.count()) == (DAY, 1)
    assert toasts_of(signed_in.get(DAY)) == ["That part of the day is not there. Open the day and choose again."]


def test_nobody_copies_somebody_elses_day(stranger, person, salmon):
    had(person, salmon, "2026-03-13 08:00")
    copy(stranger)

    assert Entry.objects.count() == 1


def test_a_mark_goes_to_its_own_person(stranger, person):
    DayMarkFactory(owner=person, local_date=dt.date(2026, 3, 13))
    stranger.post(f"{DAY}mark/", {"mark": ""})

    assert DayMark.objects.get().owner == person


def test_the_page_of_a_day_offers_a_copy_of_each_part_and_of_all(signed_in, person, salmon):
    for time in ("08:00", "20:00"):
        had(person, salmon, f"2026-03-13 {time}")

    assert value_of(signed_in.get(DAY), "part") == ["morning", "evening", ""]
    assert value_of(signed_in.get("/history/2026-03-14/"), "part") == []
