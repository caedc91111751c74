"""Today's headline: covered or not by the person's rule, over the days they look back on."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from tests.factories import ConditionFactory, DayMarkFactory, FoodFactory, ProfileFactory
from tests.tracker.views.conftest import TODAY, days_ago, had
from tests.tracker.views.pages import links_of, text_of

TABLET = {"tablet": True, "b12_ug": Decimal(2000), "b12_added_ug": Decimal(2000)}


def today(browser, **asked):
    return browser.get("/today/", asked)


def headline(page) -> str:
    return re.search(r'<h1 class="verdict">(.*?)</h1>', page.content.decode())[1]


def states(page) -> dict[int, str]:
    return {date.day: state.value for date, state in page.context["report"].cover.cover.days if date.month == 3}


def eats(person, ug: str, *ago: int, **food) -> None:
    """Something with so many µg on each of these days before today; “?” is unknown."""
    fields = {"unknown": True} if ug == "?" else {"b12_ug": Decimal(ug)}
    for days in ago:
        had(person, FoodFactory(**fields | food), f"{days_ago(days)} 08:00", "100")


def swallows(person, *ago: int, **food) -> None:
    for days in ago:
        had(person, FoodFactory(**TABLET | food), f"{days_ago(days)} 08:00")


def test_covered_days_are_counted_among_the_tracked_ones(signed_in, person):
    eats(person, "1.5", 1, 2, 3)  # the reference value of the United Kingdom
    eats(person, "1.4", 4, 5)
    page = today(signed_in)

    assert headline(page) == "Covered on 3 of 5 tracked days."
    assert "9 of the last 14 days are not tracked." in text_of(page)
    assert "The last 14 days: 3 covered, 2 short, 9 not tracked." in text_of(page)


@pytest.mark.parametrize(
    ("covered", "short", "words"),
    [
        ((1,), (), "Covered on the one day tracked."),
        ((), (1,), "One day tracked, and not covered so far."),
        ((1, 2), (), "Covered on all 2 tracked days."),
        ((), (1, 2), "Covered on none of 2 tracked days."),
        ((0,), (1,), "Covered on 1 of 2 tracked days."),
    ],
)
def test_all_none_and_one_have_their_own_words(signed_in, person, covered, short, words):
    eats(person, "2", *covered)
    eats(person, "1", *short)

    assert headline(today(signed_in)) == words


def test_days_without_entries_are_not_zero(signed_in, person):
    eats(person, "6", 2)
    eats(person, "0", 3)
    eats(person, "?", 4)
    eats(person, "6", 8)
    for day, mark in ((9, "nothing"), (8, "complete"), (7, "partly"), (6, "not_tracked")):
        DayMarkFactory(owner=person, local_date=dt.date(2026, 3, day), mark=mark)

    assert states(today(signed_in)) == {
        1: "untracked", 2: "untracked", 3: "untracked", 4: "untracked", 5: "untracked", 6: "untracked",
        7: "untracked", 8: "short", 9: "short", 10: "maybe", 11: "short", 12: "covered", 13: "untracked",
        14: "untracked",
    }  # fmt: skip


def test_the_mean_is_of_tracked_days_and_goes_up_to_what_foods_of_the_kind_hold(signed_in, person):
    eats(person, "2", 1)
    eats(person, "1", 2)
    eats(person, "?", 2, category="plant_dairy", origin="added")  # at most 0.55 µg in 100 g
    eats(person, "9", 20)
    page = today(signed_in)

    assert "1.5 µg a tracked day" in text_of(page)
    assert "Up to 1.78 µg if the unknown entry held as much as foods of its kind do: our estimate." in text_of(page)
    assert "food 1.5 µg 2 entries unknown 0–0.28 µg 1 entry" in text_of(page)
    assert "On 1 day only foods without a figure could make it." in text_of(page)


def test_a_range_of_the_food_itself_comes_before_foods_of_its_kind(signed_in, person):
    eats(person, "?", 1, low_ug=Decimal(1), high_ug=Decimal(4))

    assert "Up to 4 µg if the unknown entry held" in text_of(today(signed_in))


def test_a_supplement_of_unknown_strength_has_no_upper_end(signed_in, person):
    eats(person, "2", 1)
    swallows(person, 1, b12_ug=None, b12_unknown=True, b12_added_ug=None)
    page = today(signed_in)

    assert "At least: nobody can say how much the entry without a figure holds." in text_of(page)
    assert "unknown unknown 1 entry" in text_of(page)


def test_only_unknown_foods_start_at_nothing_and_say_so(signed_in, person):
    eats(person, "?", 0, 1, category="fish")
    page = today(signed_in)

    assert headline(page) == "Nobody has a figure for what you had."
    assert "? nothing known" in text_of(page)
    assert "Up to 10.3 µg if the 2 unknown entries held as much as foods of their kind do" in text_of(page)


def test_a_day_called_not_tracked_counts_for_nothing_whatever_was_logged(signed_in, person):
    eats(person, "5", 0)
    DayMarkFactory(owner=person, local_date=TODAY, mark="not_tracked")
    page = today(signed_in)

    assert headline(page) == "None of the last days is tracked."
    assert "5 µg so far today." in text_of(page)


def test_today_counts_as_it_stands_and_that_is_said_while_it_is_open(signed_in, person):
    eats(person, "1", 0)
    eats(person, "2", 1)
    said = "Today counts as it stands so far."

    assert said in text_of(today(signed_in))
    DayMarkFactory(owner=person, local_date=TODAY, mark="complete")
    assert said not in text_of(today(signed_in))


def test_the_window_is_that_of_the_profile_until_another_is_asked_for(signed_in, person):
    eats(person, "2", 3, 10, 20)
    chosen = re.compile(r'days=(\d+)" aria-current="true"')

    def shown(**asked) -> tuple[str, list[str]]:
        page = today(signed_in, **asked)
        return headline(page), chosen.findall(page.content.decode())

    assert shown() == ("Covered on all 2 tracked days.", ["14"])
    assert shown(days=30) == ("Covered on all 3 tracked days.", ["30"])
    assert shown(days=7) == ("Covered on the one day tracked.", ["7"])
    assert shown(days=8) == shown(days="x") == shown(days="") == shown()
    ProfileFactory(owner=person, cover_days=30)
    assert shown() == ("Covered on all 3 tracked days.", ["30"])


def test_one_large_dose_is_never_called_covered(signed_in, person):
    eats(person, "2", *range(10))
    swallows(person, 4)
    page = today(signed_in)

    assert headline(page) == "One large dose lifts this average."
    assert "overed" not in text_of(page)
    assert "Choose the weekly rule" in text_of(page)
    assert "/settings/reference/" in links_of(page)


def test_fortified_food_twice_a_day(signed_in, person):
    ProfileFactory(owner=person, cover_rule="fortified")
    milk = FoodFactory(b12_ug=Decimal("1.5"), b12_added_ug=Decimal("1.5"), origin="added")
    for time in ("08:00", "08:31"):
        had(person, milk, f"{days_ago(1)} {time}", "100")
    for time in ("08:00", "08:30"):
        had(person, milk, f"{days_ago(2)} {time}", "100")
    eats(person, "50", 3)

    assert states(today(signed_in))[13] == "covered"
    assert headline(today(signed_in)) == "Covered on 1 of 3 tracked days."


def test_half_an_hour_around_midnight_belongs_together_where_the_day_starts_later(signed_in, person):
    ProfileFactory(owner=person, cover_rule="fortified")
    person.day_start = dt.time(4)
    person.save()
    milk = FoodFactory(b12_ug=Decimal("1.5"), b12_added_ug=Decimal("1.5"), origin="added")
    for moment in ("2026-03-13 23:50", "2026-03-14 00:10"):
        had(person, milk, moment, "100", local_date=days_ago(1))

    assert states(today(signed_in))[13] == "short"


def test_ten_micrograms_a_day(signed_in, person):
    ProfileFactory(owner=person, cover_rule="daily")
    swallows(person, 1, b12_ug=Decimal(10), b12_added_ug=Decimal(10))
    swallows(person, 2, b12_ug=Decimal("9.9"), b12_added_ug=Decimal("9.9"))

    assert headline(today(signed_in)) == "Covered on 1 of 2 tracked days."


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        ((0,), "Covered on 6 of 6 tracked days. Next weekly dose: 21 March."),
        ((5,), "Next weekly dose: Monday."),
        ((6,), "Next weekly dose: tomorrow."),
        ((7,), "Next weekly dose: today."),
        ((8,), "The next weekly dose was due yesterday."),
        ((10,), "The next weekly dose was due on Wednesday."),
        ((30,), "The next weekly dose was due on 19 February."),
        ((), ""),
    ],
)
def test_a_weekly_dose_says_when_the_next_is_due(signed_in, person, ago, words):
    ProfileFactory(owner=person, cover_rule="weekly")
    eats(person, "1", *range(6))
    swallows(person, *ago)
    _, _, due = headline(today(signed_in)).partition(". ")

    assert due.rstrip(".") in words
    assert bool(due) is bool(words)


def test_weekly_tablets_cover_the_days_between(signed_in, person):
    ProfileFactory(owner=person, cover_rule="weekly")
    eats(person, "1", *range(14))
    swallows(person, 6, 13)
    page = today(signed_in)

    assert headline(page) == "Covered on all 14 tracked days. Next weekly dose: tomorrow."
    assert "A day counts as covered with 2,000 µg or more" in text_of(page)
    assert "One large dose" not in text_of(page)


def test_an_injection_covers_its_interval_and_stays_out_of_what_was_swallowed(signed_in, person):
    profile = ProfileFactory(owner=person, cover_rule="injections", injection_interval_days=84)
    shot = {"category": "injection", "origin": "injected", "route": "injected", "b12_ug": Decimal(1000)}
    had(person, FoodFactory(basis="unit", **shot), f"{days_ago(60)} 08:00")
    eats(person, "2", 0, 1)
    page = today(signed_in)

    assert headline(page) == "Covered on all 2 tracked days. Next injection: 7 April."
    assert "2 µg a tracked day" in text_of(page)
    profile.injection_interval_days = 28
    profile.save()
    assert headline(today(signed_in)) == "Covered on none of 2 tracked days. The next injection was due on 10 February."


def test_an_injection_of_the_window_stands_in_the_table_alone(signed_in, person):
    had(
        person,
        FoodFactory(basis="unit", category="injection", origin="injected", route="injected", b12_ug=Decimal(1000)),
        f"{days_ago(2)} 08:00",
    )
    eats(person, "2", 2)
    page = text_of(today(signed_in))

    assert "2 µg a tracked day" in page
    assert "food 2 µg 1 entry injected 1,000 µg 1 injection" in page
    assert "Injections are left out of this mean." in page


def test_without_an_interval_the_page_asks_and_judges_nothing(signed_in, person):
    ProfileFactory(owner=person, cover_rule="injections")
    eats(person, "2", 1)
    page = today(signed_in)

    assert headline(page) == "How often do you have an injection? Then this page can say when the next one is due."
    assert "Say how often" in text_of(page)
    assert "The last 14 days: 1 tracked, 13 not tracked." in text_of(page)


def test_why_puts_the_persons_numbers_in_and_names_whose_reference_it_is(signed_in, person):
    eats(person, "1", 1, 2)
    eats(person, "2", 2, origin="added", b12_added_ug=Decimal("1.5"))
    page = text_of(today(signed_in))

    assert "Why 2?" in page
    assert "(2.5 + 1.5 = 4) µg ÷ 2 = 2 µg" in page
    assert (
        "The tick at 1.5 µg is the recommended intake (RNI) of United Kingdom (COMA), 1991. Department of Health (UK). "
        "Dietary Reference Values" in page
    )
    assert "Your age is not known here; assumed: adult." in page


def test_why_follows_age_and_authority(signed_in, person):
    ProfileFactory(owner=person, authority="efsa", birth_year=1990)
    eats(person, "2", 1)
    page = today(signed_in)

    assert "The tick at 4 µg is the adequate intake (AI) of European Union (EFSA), 2015." in text_of(page)
    assert "assumed: adult" not in text_of(page)
    assert "https://doi.org/10.2903/j.efsa.2015.4150" in links_of(page)


def test_a_day_page_compares_with_the_persons_reference_too(signed_in, person):
    eats(person, "2", 1)
    page = text_of(signed_in.get("/history/2026-03-13/"))

    assert "The tick at 1.5 µg is the recommended intake (RNI) of United Kingdom (COMA), 1991." in page
    assert "in the US and Canada" not in page


def test_thirty_days_stand_in_two_rows_that_say_where_they_begin(signed_in, person):
    eats(person, "2", 1)
    page = today(signed_in, days=30).content.decode()

    assert re.findall(r'<text x="[^"]+" y="\d+">(\d+ \w+)</text>', page) == ["13 Feb", "28 Feb"]
    assert (page.count('<use href="#dot-untracked"'), page.count('<g id="dot-untracked">')) == (30, 1)  # and the legend


def test_what_lies_ahead_covers_nothing(signed_in, person):
    had(person, FoodFactory(b12_ug=Decimal(5)), "2026-03-16 08:00", "100")
    eats(person, "1", 1, 2)

    assert headline(today(signed_in)) == "Covered on none of 2 tracked days."


def test_what_goes_through_the_nose_is_not_swallowed_and_lifts_no_average(signed_in, person):
    eats(person, "1", 1, 2, 3, 4)
    swallows(person, 5, name="Nasal spray", route="nasal")
    page = today(signed_in)

    assert headline(page) == "Covered on none of 5 tracked days."
    assert page.context["report"].cover.total_ug == 4


# --- where food cannot be relied on ---------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/today/", "/status/"])
def test_nobody_is_called_covered_where_food_cannot_be_relied_on(signed_in, person, address):
    eats(person, "5", 1, 2, 3)
    assert headline(signed_in.get(address)) == "Covered on all 3 tracked days."
    ConditionFactory(owner=person, key="pernicious_anaemia", name="pernicious anaemia")
    page = signed_in.get(address)

    assert headline(page) == "Food cannot be relied on here, and no treatment is logged."
    assert "Covered on" not in text_of(page)
    assert "3 covered" not in text_of(page)


def test_their_days_are_at_the_reference_and_no_more(signed_in, person):
    ConditionFactory(owner=person, key="gastrectomy_total", name="stomach removed", treated_elsewhere=True)
    eats(person, "5", 1, 2)
    eats(person, "0.1", 3)
    page = today(signed_in)

    assert headline(page) == "Food cannot be relied on here: your treatment is what counts."
    assert "The last 14 days: 2 at the reference, 1 short, 11 not tracked." in text_of(page)


def test_with_injections_the_rule_looks_at_the_treatment_itself(signed_in, person):
    ProfileFactory(owner=person, cover_rule="injections", injection_interval_days=84)
    ConditionFactory(owner=person, key="pernicious_anaemia", name="pernicious anaemia")
    swallows(person, 3, origin="injected", route="injected")
    eats(person, "5", 1, 2)

    assert headline(today(signed_in)).startswith("Covered on all 3 tracked days.")


def test_a_vegan_without_a_schedule_is_not_called_covered(signed_in, person):
    ProfileFactory(owner=person, diet="vegan")
    eats(person, "5", *range(1, 21))

    assert headline(today(signed_in)) == "No source of B12 that can be relied on is logged."
