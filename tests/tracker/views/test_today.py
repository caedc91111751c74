"""Today: what was had, what may come next, how sure the day is."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from tests.factories import DayMarkFactory, FoodFactory, PortionFactory
from tests.tracker.views.conftest import days_ago, found, had
from tests.tracker.views.pages import text_of, toasts_of, value_of


def usual_names(response) -> list[str]:
    return [usual.name for usual in response.context["report"].usuals]


def test_a_newcomer_is_told_where_to_start(signed_in):
    page = signed_in.get("/today/")

    assert "Nothing logged yet. Start with what you have most days." in text_of(page)
    assert "No day of the last 14 is tracked yet." in text_of(page)
    assert page.context["report"].suggested is True


def test_today_adds_up_what_is_known_and_counts_the_rest(signed_in, person, salmon):
    had(person, salmon, "2026-03-14 08:00")
    had(person, FoodFactory(unknown=True, name="Canteen curry"), "2026-03-14 12:00", "100")
    page = signed_in.get("/today/")

    assert "6 µg so far, and one food without a figure." in text_of(page)
    assert re.search(
        r"08:00 Salmon 1 fillet, 150 g food about 1.2 µg absorbed 6 µg 12:00 Canteen curry 100 g unknown unknown",
        text_of(page),
    )


@pytest.mark.parametrize(
    ("foods", "verdict"),
    [
        ([{"unknown": True}], "Nobody has a figure for what you had so far."),
        ([{"b12_ug": Decimal(2)}], "2 µg so far today."),
        ([{"b12_ug": Decimal(0)}], "0 µg so far today."),
        ([{"unknown": True}, {"unknown": True}, {}], "1 µg so far, and 2 foods without a figure."),
        ([{"reliability": "inactive", "b12_ug": Decimal(40)}], "0 µg so far today."),
    ],
)
def test_the_sum_of_today_tells_unknown_from_zero(signed_in, person, foods, verdict):
    for fields in foods:
        had(person, FoodFactory(**fields), "2026-03-14 08:00", "100")

    assert verdict in text_of(signed_in.get("/today/"))


def test_usuals_of_this_hour_come_first_with_what_one_press_adds(signed_in, person, salmon):
    milk = found(name="Oat milk", b12_ug=Decimal("0.4"))
    for day in range(1, 6):
        had(person, salmon, f"{days_ago(day)} 19:00", "0.5")
        had(person, milk, f"{days_ago(day)} 12:15")
    page = signed_in.get("/today/")

    assert usual_names(page) == ["Oat milk", "Salmon"]
    assert value_of(page, "what") == [
        f"{milk.pk}:{milk.portions.get().pk}:1",
        f"{salmon.pk}:{salmon.portions.get().pk}:0.5",
    ]
    assert "Oat milk 1 glass, 200 g · 0.8 µg" in text_of(page)
    assert "Salmon ½ fillet, 75 g · 3 µg" in text_of(page)


def test_a_usual_whose_food_is_retired_or_whose_portion_is_gone_is_not_offered_as_something_else(
    signed_in, person, salmon
):
    had(person, FoodFactory(name="Retired", state="retired"), "2026-03-13 08:00", "100")
    had(person, salmon, "2026-03-13 08:00", "2")
    salmon.portions.get().delete()
    page = signed_in.get("/today/")

    assert value_of(page, "what") == [f"{salmon.pk}:base:300"]  # two fillets were 300 g, and never 2 g
    assert "Salmon 300 g · 12 µg" in text_of(page)


def test_at_most_eight_usuals_with_keys(signed_in, person):
    for n in range(10):
        had(person, PortionFactory(food=FoodFactory(name=f"Food no. {n}")).food, "2026-03-13 12:00")
    page = signed_in.get("/today/").content.decode()

    assert re.findall(r'id="usual-\d" name="what" value="[^"]+" data-key="(\d)"', page) == list("12345678")


def test_what_lies_ahead_is_no_usual_and_not_of_today(signed_in, person, salmon):
    had(person, salmon, "2026-03-15 08:00")
    page = signed_in.get("/today/")

    assert "Nothing logged yet" in text_of(page)
    assert usual_names(page) == []


def test_yesterdays_meal_of_this_hour_and_the_whole_day_can_be_repeated(signed_in, person, salmon):
    for time in ("08:00", "12:00", "13:00"):
        had(person, salmon, f"2026-03-13 {time}")
    page = signed_in.get("/today/")

    assert value_of(page, "part") == ["midday", ""]
    assert "Same lunch as yesterday, 2 things" in text_of(page)
    assert "All of yesterday, 3 things" in text_of(page)


def test_a_meal_that_is_logged_already_is_not_offered_again(signed_in, person, salmon):
    had(person, salmon, "2026-03-13 12:00")
    had(person, salmon, "2026-03-14 11:30")

    assert value_of(signed_in.get("/today/"), "part") == [""]


def test_after_midnight_it_is_still_yesterdays_evening_where_the_day_starts_at_four(
    signed_in, person, salmon, time_machine
):
    person.day_start = dt.time(4)
    person.save()
    had(person, salmon, "2026-03-13 00:40", local_date=dt.date(2026, 3, 12))  # the evening of the 12th
    time_machine.move_to(dt.datetime(2026, 3, 14, 0, 30, tzinfo=dt.UTC), tick=False)
    page = signed_in.get("/today/")

    assert "Friday 13 March 2026" in text_of(page)
    assert value_of(page, "part") == ["evening", ""]


def test_the_mark_of_today_stands_pressed_and_pressing_it_again_takes_it_back(signed_in, person):
    DayMarkFactory(owner=person, mark="partly")
    page = signed_in.get("/today/").content.decode()

    assert re.findall(r'name="mark" value="([^"]*)" aria-pressed="(\w+)"', page) == [
        ("complete", "false"), ("", "true"), ("nothing", "false"), ("not_tracked", "false"),
    ]  # fmt: skip


def test_today_without_messages_says_nothing(signed_in):
    assert toasts_of(signed_in.get("/today/")) == []


def test_names_are_escaped(signed_in, person):
    had(person, FoodFactory(name='<b>Salmon</b> & "chips"'), "2026-03-14 08:00", "100")
    page = signed_in.get("/today/").content.decode()

    assert "<b>Salmon</b>" not in page
    assert page.count("&lt;b&gt;Salmon&lt;/b&gt; &amp; &quot;chips&quot;") == 2  # as a usual and as an entry
