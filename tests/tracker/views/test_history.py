"""The months behind: a calendar, a list, and days to fill in."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import DayMarkFactory, EntryFactory, FoodFactory, ProfileFactory
from tests.tracker.views.conftest import had, portion_of
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tracker.reports.history import Gap


def tones(page) -> dict[int, str]:
    return {day.date.day: day.tone for week in page.context["report"].weeks for day in week if day.tone != "out"}


def test_a_month_shows_each_day_by_what_is_known_of_it(signed_in, person, salmon):
    for day, food, amount in (
        (1, salmon, "1"),
        (2, FoodFactory(b12_ug=Decimal("0.75")), "100"),
        (3, FoodFactory(b12_ug=Decimal("0.74")), "100"),
        (4, FoodFactory(unknown=True), "100"),
        (5, FoodFactory(tablet=True), "1"),
    ):
        had(person, food, f"2026-03-0{day} 08:00", amount)
    for day, mark in ((6, "nothing"), (7, "complete"), (8, "partly"), (1, "not_tracked")):
        DayMarkFactory(owner=person, local_date=dt.date(2026, 3, day), mark=mark)
    shown = tones(signed_in.get("/history/"))

    assert {day: shown[day] for day in (*range(1, 10), 14, 15)} == {
        1: "untracked", 2: "q1", 3: "q0", 4: "unknown", 5: "q3", 6: "q0", 7: "q0", 8: "untracked", 9: "untracked",
        14: "untracked", 15: "ahead",
    }  # fmt: skip


def test_the_shades_of_a_month_go_by_the_persons_reference(signed_in, person):
    had(person, FoodFactory(b12_ug=Decimal(2)), "2026-03-02 08:00", "100")
    in_london = signed_in.get("/history/")
    ProfileFactory(owner=person, authority="efsa")
    by_efsa = signed_in.get("/history/")

    assert (tones(in_london)[2], tones(by_efsa)[2]) == ("q2", "q1")
    assert "under 0.75 0.75 to 1.5 1.5 and more" in text_of(in_london)
    assert "under 2 2 to 4 4 and more" in text_of(by_efsa)


def test_a_month_in_a_sentence(signed_in, person, salmon):
    had(person, salmon, "2026-03-02 08:00")
    had(person, FoodFactory(unknown=True), "2026-03-02 12:00", "100")
    had(person, salmon, "2026-03-04 12:00")

    assert "2 days tracked, 12 not. 3 entries, 1 of them without a figure." in text_of(signed_in.get("/history/"))
    assert "No day of this month is tracked." in text_of(signed_in.get("/history/?month=2025-07"))


def test_the_list_is_newest_first_and_draws_untracked_days_together(signed_in, person, salmon):
    for day in ("02", "03", "10"):
        had(person, salmon, f"2026-03-{day} 08:00")
    rows = signed_in.get("/history/").context["report"].rows

    assert [(row.first.day, row.last.day, row.days) if isinstance(row, Gap) else row.date.day for row in rows] == [
        (11, 14, 4), 10, (4, 9, 6), 3, 2, (1, 1, 1),
    ]  # fmt: skip


def test_a_day_of_the_list_names_what_was_had_each_once(signed_in, person, salmon):
    for hour in (8, 9):
        had(person, salmon, f"2026-03-02 0{hour}:00")
    for n in range(5):
        had(person, FoodFactory(name=f"Food {chr(65 + n)}"), f"2026-03-02 1{n}:00", "100")

    assert "Monday 2 Salmon · Food A · Food B · Food C and 2 more 17 µg" in text_of(signed_in.get("/history/"))


def test_a_days_sum_has_no_crumbs_of_binary_adding(signed_in, person):
    for hour in range(3):
        had(person, FoodFactory(b12_ug=Decimal("0.1")), f"2026-03-02 0{hour}:00", "100")
    (day,) = [row for row in signed_in.get("/history/").context["report"].rows if not isinstance(row, Gap)]

    assert day.known_ug == Decimal("0.3")


def test_a_calendar_cell_says_its_figure_in_words_too(signed_in, person, salmon):
    had(person, salmon, "2026-03-02 08:00")
    had(person, FoodFactory(unknown=True), "2026-03-02 12:00", "100")
    page = signed_in.get("/history/")

    assert "2 6+ March: 6 µg known, and 1 unknown" in text_of(page)
    assert page.content.decode().count('aria-current="date"') == 1


def test_the_last_gap_can_be_said_to_be_nothing(signed_in, person, salmon):
    had(person, salmon, "2026-03-13 08:00")
    page = signed_in.get("/history/")
    assert "Thursday 12 March has no entries." in text_of(page)

    signed_in.post("/history/2026-03-12/mark/", {"mark": "nothing", "next": "/history/"})
    assert "Wednesday 11 March has no entries." in text_of(signed_in.get("/history/"))


@pytest.mark.parametrize(
    ("month", "shown"),
    [
        ("2026-02", "February 2026"), ("2025-12", "December 2025"), ("2027-12", "December 2027"),
        ("1900-01", "January 1900"), ("evil", "March 2026"), ("0000-00", "March 2026"), ("2026-13", "March 2026"),
        ("9999-12", "March 2026"), ("0001-01", "March 2026"), ("1899-12", "March 2026"), ("2028-01", "March 2026"),
        ("2026-02-30", "March 2026"), ("", "March 2026"), ("\x00", "March 2026"), ("2026-02\x00", "March 2026"),
        ("9" * 5000, "March 2026"),
    ],
)  # fmt: skip
def test_a_month_that_is_none_is_this_one(signed_in, month, shown):
    page = signed_in.get("/history/", {"month": month})

    assert page.status_code == 200
    assert text_of(page).split(" No ")[0].endswith(shown) or f" {shown} " in text_of(page)


def test_the_months_beside_are_a_link_away_also_at_the_end_of_the_year(signed_in):
    links = links_of(signed_in.get("/history/?month=2025-12"))

    assert {"/history/?month=2025-11", "/history/?month=2026-01"} <= set(links)


def test_the_days_of_other_months_are_not_counted(signed_in, person, salmon):
    had(person, salmon, "2026-02-28 08:00")
    had(person, salmon, "2026-04-01 08:00")

    assert signed_in.get("/history/").context["report"].entries == 0


def test_an_entry_ahead_shows_on_its_day(signed_in, person, salmon):
    had(person, salmon, "2026-03-20 08:00")

    assert tones(signed_in.get("/history/"))[20] == "q2"


def year_of(page) -> dict[str, str]:
    """What the year's table says of each day: its date and the words."""
    chart = page.context["report"].year
    monday = dt.date.fromisoformat(chart.first)
    cells = [cell for row in chart.table.rows for cell in row[1:]]
    return {f"{monday + dt.timedelta(days=n)}": cell for n, cell in enumerate(cells) if cell}


def test_the_year_comes_when_it_is_asked_for(signed_in):
    page = signed_in.get("/history/?month=2026-02")

    assert page.context["report"].year is None
    assert "/history/?month=2026-02&year=1#year" in links_of(page)
    assert 'hx-get="/history/?month=2026-02&amp;year=1" hx-trigger="revealed"' in page.content.decode()


def test_the_year_to_today_shows_each_day_whatever_month_is_open(signed_in, person, salmon):
    had(person, salmon, "2026-03-02 08:00")
    had(person, salmon, "2026-03-02 12:00")
    had(person, FoodFactory(unknown=True), "2025-12-24 12:00", "100")
    had(person, salmon, "2025-12-25 12:00")
    DayMarkFactory(owner=person, local_date=dt.date(2025, 12, 25), mark="not_tracked")
    DayMarkFactory(owner=person, local_date=dt.date(2025, 12, 26), mark="nothing")
    for month in ("2026-03", "2024-01"):
        year = year_of(signed_in.get("/history/", {"month": month, "year": "1"}))

        assert (min(year), max(year), len(year)) == ("2025-03-15", "2026-03-14", 365)
        assert {day: words for day, words in year.items() if words != "not tracked"} == {
            "2025-12-24": "unknown", "2025-12-26": "0", "2026-03-02": "12",
        }  # fmt: skip


def test_the_days_of_the_year_are_covered_by_the_persons_reference(signed_in, person):
    had(person, FoodFactory(b12_ug=Decimal(2)), "2026-03-02 08:00", "100")
    by_the_uk = signed_in.get("/history/?year=1").context["report"].year.description
    ProfileFactory(owner=person, authority="efsa")
    by_efsa = signed_in.get("/history/?year=1").context["report"].year.description

    assert "1 with 1.5\u00a0µg or more, 0 with less" in by_the_uk
    assert "0 with 4\u00a0µg or more, 1 with less" in by_efsa


def test_days_before_the_year_and_after_today_are_not_in_it(signed_in, person, salmon):
    for day in ("2025-03-14", "2026-03-15"):
        had(person, salmon, f"{day} 08:00")

    assert set(year_of(signed_in.get("/history/?year=1")).values()) == {"not tracked"}


def test_each_month_of_the_year_is_a_link_away(signed_in):
    links = links_of(signed_in.get("/history/?year=1"))

    assert {"/history/?month=2025-04", "/history/?month=2025-10", "/history/?month=2026-03"} <= set(links)


def test_somebody_elses_year_is_empty(stranger, person, salmon):
    had(person, salmon, "2026-03-02 08:00")

    assert set(year_of(stranger.get("/history/?year=1")).values()) == {"not tracked"}


def test_somebody_elses_month_is_empty(stranger, person, salmon):
    had(person, salmon, "2026-03-02 08:00")
    page = stranger.get("/history/")

    assert page.context["report"].entries == 0
    assert "Salmon" not in page.content.decode()


# --- filling in
@pytest.fixture
def usual(person, salmon) -> str:
    """Salmon is a usual; what its button posts."""
    had(person, salmon, "2026-03-13 12:00")
    return f"{salmon.pk}:{portion_of(salmon).pk}:1"


def test_filling_in_offers_two_weeks_newest_first_and_the_usuals(signed_in, usual):
    page = signed_in.get("/history/fill/")

    assert value_of(page, "days")[0] == "2026-03-13"
    assert value_of(page, "days")[-1] == "2026-02-28"
    assert value_of(page, "what") == [usual]
    assert checked(page, "days") == []


@pytest.mark.parametrize(("pick", "chosen"), [("all", 3), ("untracked", 1), ("evil", 0)])
def test_days_can_be_chosen_all_at_once(signed_in, person, usual, pick, chosen):
    DayMarkFactory(owner=person, local_date=dt.date(2026, 3, 12), mark="nothing")
    page = signed_in.get("/history/fill/", {"first": "2026-03-11", "last": "2026-03-13", "pick": pick})

    assert len(checked(page, "days")) == chosen


def test_filling_in_logs_on_each_chosen_day_once(signed_in, person, usual):
    said = {
        "uid": "11111111-2222-4333-8444-555555555555", "first": "2026-03-01", "last": "2026-03-13", "what": usual,
        "days": ["2026-03-02", "2026-03-05"], "time": "08:30",
    }  # fmt: skip
    answers = [signed_in.post("/history/fill/", said) for _ in range(2)]
    made = person.entries.exclude(local_date=dt.date(2026, 3, 13)).order_by("eaten_at")

    assert [answer.url for answer in answers] == ["/history/", "/history/"]
    assert [f"{entry.eaten_at:%d %H:%M}" for entry in made] == ["02 08:30", "05 08:30"]
    assert toasts_of(signed_in.get("/history/")) == ["Logged on 2 days.", "These days had it already."]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"days": []}, "Choose at least one day."),
        ({"days": ["2026-01-01"]}, "One of these days is not offered. Choose again."),
        ({"what": ""}, "Choose what you had."),
        ({"what": "999999999:base:1"}, "That food is not in the table any more. Search for another."),
        ({"time": "evil"}, "Enter a valid time."),
    ],
)
def test_filling_in_wrongly_gets_a_sentence_and_keeps_what_was_chosen(signed_in, person, usual, said, sentence):
    typed = {"first": "2026-03-01", "last": "2026-03-13", "what": usual, "days": ["2026-03-02"], "time": "08:30"} | said
    page = signed_in.post("/history/fill/", typed)

    assert sentence in text_of(page)
    assert (value_of(page, "first")[0], value_of(page, "last")[0]) == ("2026-03-01", "2026-03-13")
    assert value_of(page, "time") == [typed["time"]]
    assert checked(page, "what") == [what for what in [typed["what"]] if what == usual]
    assert checked(page, "days") == [day for day in typed["days"] if day == "2026-03-02"]
    assert person.entries.count() == 1


def test_a_usual_that_is_hard_to_believe_can_be_confirmed(signed_in, person, salmon):
    had(person, salmon, "2026-03-13 12:00", "20")
    what = f"{salmon.pk}:{portion_of(salmon).pk}:20"
    said = {"first": "2026-03-01", "last": "2026-03-13", "what": what, "days": ["2026-03-02"]}
    page = signed_in.post("/history/fill/", said)
    assert "3,000 g at once is a lot. Is that right?" in text_of(page)
    assert value_of(page, "sure") == ["1"]

    signed_in.post("/history/fill/", {**said, "sure": "1"})
    assert person.entries.count() == 2


@pytest.mark.parametrize("ends", [("0001-01-01", "0001-01-02"), ("9999-12-31", "9999-12-31"), ("evil", "\x00")])
def test_filling_in_at_the_ends_of_time_offers_days_that_were(signed_in, ends):
    page = signed_in.get("/history/fill/", {"first": ends[0], "last": ends[1]})

    assert page.status_code == 200
    assert all("1900" < day <= "2026-03-14" for day in value_of(page, "days"))


def test_somebody_elses_days_are_not_shown_in_filling_in(stranger, person, salmon):
    EntryFactory(owner=person, name="Secret stew", food=salmon, local_date=dt.date(2026, 3, 13))
    page = stranger.get("/history/fill/")

    assert "Salmon" not in page.content.decode()
    assert {day.entries for day in page.context["page"].days} == {0}
