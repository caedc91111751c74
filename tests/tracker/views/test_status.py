"""The page Status: its words, its figures, what it never says."""

import html
import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse

from foods.models import Food
from tests.factories import EntryFactory, MedicineFactory, ProfileFactory, UserFactory
from tests.tracker.eaters import LAST_28, a_food, ago, ampoule, eats, oat_milk, says, spray, tablet
from tests.tracker.views.conftest import found
from tests.tracker.views.pages import links_of, text_of, words
from tracker.models import DayMark, Entry
from tracker.reports.status.span import Period

NEVER = re.compile(
    r"\b(deficien\w*|safe\w*|unsafe|goals?|streaks?|ran out|run out|you are (low|short|fine))\b", re.IGNORECASE
)
DATE = re.compile(r"\b(\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)"
                  r"|20\d\d|(January|February|March|April) \d)\b")  # fmt: skip
MODEL = "What was absorbed and how stores may go comes from a model; a model is not a measurement."
NUMBER = r"[\d,]+(?:\.\d+)?"


def status(browser, period: str | None = None):
    return browser.get("/status/", {} if period is None else {"period": period})


def section(page, key: str) -> str:
    """The words of one section, drawings left out."""
    drawn = re.search(rf'<section class="sec" id="{key}">.*?</section>', page.content.decode(), re.DOTALL)
    return words(drawn[0]) if drawn else ""


def formulas(page) -> list[str]:
    return [
        words(one.replace("<br>", " "))
        for one in re.findall(r'<p class="formula">(.*?)</p>', page.content.decode(), re.DOTALL)
    ]


def worked_out(formula: str) -> list[tuple[float, float]]:
    """Each side of a printed formula that holds figures alone, worked out, beside the side that follows it."""
    plain = re.sub(r"(?<=\d),(?=\d{3})|µg|offered", "", formula).replace("×", "*").replace("÷", "/")
    inner = re.search(r"\(([^()]+)=([^()]+)\)", plain)  # “(1 + 2 = 3) ÷ 4 = 0.75”
    if inner:
        return [*worked_out(f"{inner[1]}={inner[2]}"), *worked_out(plain.replace(inner[0], inner[2]))]
    sides = [side.strip() for side in re.split(r"=|≈", plain)]
    return list(pairwise(eval(side) for side in sides if re.fullmatch(r"[\d.+*/() ]+", side)))


@pytest.fixture
def mixed(person):
    """Four weeks of breakfasts, tablets, an injection, a spray and something nobody knows."""
    eats(person, a_food("1", category="milk_cream", b12_added_ug=Decimal("0.6")), LAST_28, at="07:30")
    eats(person, a_food("2.6", "Herring", category="fish"), range(1, 20, 2), at="12:10")
    eats(person, tablet("250"), [2, 9, 16, 23], at="19:00")
    eats(person, ampoule("1000"), [5, 75])
    eats(person, spray("500"), [6])
    eats(person, a_food(None, "Cake", category="baked_goods"), [4, 8], at="15:00")
    return person


# --- What it says ----------------------------------------------------------------------------------------------------
def test_somebody_new_is_told_that_too_little_is_tracked(signed_in):
    page = status(signed_in)

    assert "Too little is tracked to say anything yet." in text_of(page)
    assert "Nothing is logged in this time." in section(page, "intake")
    assert "It needs 14 tracked days of the last 28." in section(page, "runway")
    assert "/log/" in links_of(page)
    assert (section(page, "absorbed"), section(page, "foods"), section(page, "gaps")) == ("", "", "")


def test_swallowed_and_absorbed_stand_side_by_side(signed_in, person):
    eats(person, oat_milk("1"), LAST_28)
    page = status(signed_in)

    assert "On a tracked day you swallowed 1 µg and probably absorbed about 0.6 µg (0.3–0.7) of it." in text_of(page)
    assert "Of 28 µg swallowed on 28 tracked days, about 15.9 µg" in section(page, "absorbed")
    assert "were probably absorbed: 57 %." in section(page, "absorbed")


def test_what_was_injected_or_sprayed_stands_apart(signed_in, mixed):
    page = status(signed_in)

    assert "Injections add about 10.7 µg (5.4–14.3) a day." in text_of(page)
    assert "Of 1,000 µg injected, about 750 µg (375–1,000) were probably kept." in section(page, "absorbed")
    assert (
        "Of 500 µg through the nose, about 30.0 µg (15.0–45.0) were perhaps taken up: the share is unconfirmed."
        in section(page, "absorbed")
    )
    assert "Of 1,054 µg swallowed on 28 tracked days" in section(page, "absorbed")
    assert section(page, "foods").count("not swallowed") == 2


def test_unknown_is_said_and_not_zero(signed_in, mixed):
    eats(mixed, tablet(None, name="Some tablet"), [3])
    page = status(signed_in)

    assert "At least: 3 entries have no figure. They count in the upper end alone." in section(page, "absorbed")
    assert "Of 1 there is no saying how much it holds, so it does not count even there." in section(page, "absorbed")
    assert "At least: not everything is known or tracked." in text_of(page)
    assert "These 2 foods without a figure widen the range most." in section(page, "gaps")
    assert "Some tablet 1 no saying" in section(page, "gaps")


def test_a_gap_leads_to_where_it_is_filled_and_back(signed_in, person):
    cake = a_food(None, "Cake")
    eats(person, cake)
    (link,) = [link for link in links_of(status(signed_in)) if "/figures/" in link]

    assert link == f"/figures/{cake.pk}/?next=/status/"
    assert signed_in.get(link).status_code == 200


def test_only_unknown_foods_say_no_figure_of_what_was_swallowed(signed_in, person):
    eats(person, a_food(None, "Cake"), LAST_28)
    page = status(signed_in)

    assert "Nobody has a figure for what you had." in text_of(page)
    assert "On a tracked day you swallowed" not in text_of(page)
    assert "Nothing is known to have been swallowed on a tracked day of this time." in section(page, "absorbed")
    assert "More than half of what you logged has no figure. Give some of it one." in section(page, "runway")


def test_the_weekly_tablet_of_a_vegan(signed_in, person):
    ProfileFactory(owner=person, cover_rule="weekly")
    eats(person, tablet("2000"), [3, 10, 17, 24, 31])
    says(person, "nothing", LAST_28)
    page = status(signed_in)

    assert "Covered on all 27 tracked days. Next weekly dose: Wednesday." in text_of(page)
    assert "Why is so little of a tablet absorbed?" in section(page, "absorbed")
    assert "not reached the low threshold of the model, if you go on as now" in section(page, "runway")
    assert "Stores like most people’s settle near 2,800 µg" in section(page, "runway")


@pytest.mark.parametrize("why", ["Why this number?", "Why these shares?", "Why so wide?", "What goes in?"])
def test_every_section_with_figures_of_the_model_says_why(signed_in, mixed, why):
    eats(mixed, oat_milk("9"), [1])
    page = status(signed_in)
    asked = [words(one) for one in re.findall(r"<summary>(.*?)</summary>", page.content.decode(), re.DOTALL)]

    assert why.replace("Why this number?", "Why is so little of a tablet absorbed?") in asked


def test_what_counts_in_absorption_is_named_with_its_figures(signed_in, mixed):
    ProfileFactory(owner=mixed, birth_year=1950)
    MedicineFactory(owner=mixed, since=ago(400))
    MedicineFactory(owner=mixed, key="omeprazole", name="Omeprazole", since=ago(400), until=ago(3), taking=False)
    said = section(status(signed_in), "absorbed")

    assert (
        "What counts today, by our estimate: an age of 75 or more: 1 (0.3 to 1) of the B12 in food is set free." in said
    )
    assert "metformin: 0.7 of the capacity to take up B12 is left." in said
    assert "acid blocker" not in said


def test_where_nothing_special_counts_nothing_is_named(signed_in, mixed):
    assert "What counts today" not in section(status(signed_in), "absorbed")


# --- What it never says ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("period", list(Period))
def test_no_diagnosis_and_no_praise_and_the_model_says_what_it_is(signed_in, mixed, period):
    page = status(signed_in, period)

    assert NEVER.findall(html.unescape(page.content.decode())) == []
    assert MODEL in text_of(page)
    assert "Information, not medical advice." in text_of(page)
    assert "model, not a measurement" not in section(page, "intake")


@pytest.mark.parametrize("nothing", [False, True])
def test_no_date_stands_in_the_runway(signed_in, mixed, nothing):
    if nothing:
        Entry.objects.all().delete()
        says(mixed, "nothing", LAST_28)
    drawn = re.search(r'<section class="sec" id="runway">.*?</section>', status(signed_in).content.decode(), re.DOTALL)[
        0
    ]
    without_sources = re.sub(r"<p>Sources:.*?</p>", "", drawn, flags=re.DOTALL)

    assert "the low threshold of the model" in without_sources
    assert DATE.findall(re.sub(r"<[^>]+>", " ", without_sources)) == []


def test_the_searches_for_words_find_them():
    assert NEVER.findall("You are safe: your streak")
    assert DATE.findall("until 3 March or in 2031")


# --- What it prints adds up ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("period", list(Period))
@pytest.mark.parametrize("old", [False, True])
def test_every_formula_works_out_to_what_it_says(signed_in, mixed, period, old):
    if old:
        ProfileFactory(owner=mixed, birth_year=1946)
    shown = [pair for formula in formulas(status(signed_in, period)) for pair in worked_out(formula)]

    assert len(shown) >= 4
    for left, right in shown:
        assert left == pytest.approx(right, rel=0.05 if left > 1000 else 0.01, abs=0.06), shown


def test_the_formula_of_a_food_shows_what_it_offers(signed_in, person):
    eats(person, a_food("20", "Liver", category="organ_meat"))
    page = status(signed_in)

    assert "0.55 × 1.0 × 20 = 11 µg offered" in formulas(page)
    assert "1.5 × 11 ÷ (1.7 + 11) + 0.012 × 11 = 1.30 + 0.13 = 1.4 µg" in formulas(page)
    assert "Why this number?" in section(page, "absorbed")


def test_a_working_out_that_does_not_add_up_is_seen():
    first, second = worked_out("1.5 × 11 ÷ (1.7 + 11) + 0.012 × 11 = 2.30 + 0.13 = 1.4 µg")

    assert first == pytest.approx((1.431, 2.43), abs=0.001)
    assert second == pytest.approx((2.43, 1.4))
    assert worked_out("(37.8 + 1,000 = 1,038) µg ÷ 2 = 519 µg") == [(1037.8, 1038), (519, 519)]


def test_foods_and_times_of_day_add_up_to_what_stands_above_them(signed_in, mixed):
    page = status(signed_in)
    above = re.search(rf"about ({NUMBER}) µg \({NUMBER}–{NUMBER}\) were probably absorbed", section(page, "absorbed"))
    swallowed = re.search(rf"Of ({NUMBER}) µg swallowed", section(page, "absorbed"))
    foods, times = section(page, "foods").split("Time of day", 2)[0], section(page, "foods").split("Time of day", 2)[-1]
    rows = re.findall(rf"({NUMBER}) µg( not swallowed)? ({NUMBER}) µg \(", foods)
    parts = re.findall(rf"({NUMBER}) µg ({NUMBER}) µg \(", times)

    def number(text: str) -> float:
        return float(text.replace(",", ""))

    absorbed = sum(number(ug) for _, past, ug in rows if not past)
    assert len(rows) == 5
    assert len(parts) == 3
    assert absorbed == pytest.approx(number(above[1]), abs=0.2)
    assert sum(number(ug) for _, ug in parts) == pytest.approx(number(above[1]), abs=0.2)
    assert sum(number(ug) for ug, past, _ in rows if not past) == pytest.approx(number(swallowed[1]), rel=0.001)
    assert sum(number(ug) for ug, _ in parts) == pytest.approx(number(swallowed[1]), rel=0.001)


# --- For whom the model is off ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"birth_year": 2010}, "The model is made for adults. Under 18 it is off."),
        ({"life_stage": "pregnant", "sex": "female"}, "In pregnancy a baby draws on the stores."),
        ({"life_stage": "breastfeeding", "sex": "female"}, "While breast-feeding a baby draws on the stores."),
    ],
)  # fmt: skip
def test_where_the_model_is_off_no_page_says_what_was_absorbed(signed_in, mixed, about, why):
    food = found(name="Salmon", b12_ug=Decimal(4))
    entry = mixed.entries.filter(name="Herring").first()
    pages = {
        "status": lambda: status(signed_in),
        "preview": lambda: signed_in.get("/log/preview/", {"food_id": food.pk, "portion": "base", "amount": "100"}),
        "sheet": lambda: signed_in.get("/log/", {"food": food.pk}),
        "entry": lambda: signed_in.get(reverse("entry", args=[entry.pk])),
    }
    said = re.compile(r"robably absorbed|robably kept|range\">\(|taken up")
    assert [name for name, page in pages.items() if said.search(page().content.decode())] == list(pages)

    ProfileFactory(owner=mixed, **about)
    assert [name for name, page in pages.items() if said.search(page().content.decode())] == []
    page = status(signed_in)
    assert why in section(page, "absorbed")
    assert why in section(page, "runway")
    assert section(page, "foods") == ""
    assert "On a tracked day you swallowed" in text_of(page)
    assert 'id="absorbed"' in page.content.decode()
    assert "<svg" not in re.search(r'id="runway">.*?</section>', page.content.decode(), re.DOTALL)[0].replace(
        '<svg class="i', ""
    )


@pytest.mark.parametrize(("days", "off"), [(13, True), (14, False)])
def test_thirteen_days_are_too_few_for_the_runway_and_fourteen_are_not(signed_in, person, days, off):
    eats(person, oat_milk(), range(1, days + 1))
    page = status(signed_in)

    assert ("It needs 14 tracked days of the last 28." in section(page, "runway")) is off
    assert ("What goes in?" in section(page, "runway")) is not off
    assert ("At least: not everything is known or tracked." in text_of(page)) is off


# --- A spray through the nose ----------------------------------------------------------------------------------------
def test_a_spray_is_called_unconfirmed_before_and_after_it_is_logged(signed_in, person):
    (entry,) = eats(person, spray("500"))
    preview = text_of(signed_in.get("/log/preview/", {"food_id": entry.food_id, "amount": "1"}))
    page = text_of(signed_in.get(reverse("entry", args=[entry.pk])))

    assert "Perhaps taken up, unconfirmed 30.0 µg (15.0–45.0)" in preview
    assert "perhaps taken up, unconfirmed: 30.0 µg (15.0–45.0)" in page
    for words_of in (preview, page):
        assert "unconfirmed" in words_of.partition("Why this number?")[2]
        assert "1.5 × D" not in words_of


def test_an_entry_says_what_was_probably_absorbed_of_it(signed_in, person):
    one, two = *eats(person, oat_milk("1"), at="08:00"), *eats(person, oat_milk("1"), at="08:20")
    (shot,) = eats(person, ampoule("1000"))

    for entry in (one, two):
        assert "probably absorbed about 0.4 µg (0.2–0.5)" in text_of(signed_in.get(reverse("entry", args=[entry.pk])))
    assert "probably kept about 750 µg (375–1,000)" in text_of(signed_in.get(reverse("entry", args=[shot.pk])))


# --- What is asked for -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "period", [None, "", "30", "0", "-1", "31", "x", "ALL", "9" * 50, "30 ", "\x00", "٣٠", "<b>", ["90", "x"]]
)
def test_anything_else_than_a_period_means_thirty_days(signed_in, person, period):
    eats(person, oat_milk(), [1])
    page = signed_in.get("/status/", {} if period is None else {"period": period})

    assert page.status_code == 200
    assert len(page.context["report"].days) == 30
    assert re.findall(r'href="\?period=(\w+)" aria-current="true"', page.content.decode()) == ["30"]


@pytest.mark.parametrize(("period", "bars"), [("30", 30), ("90", 90), ("365", 365), ("all", 14)])
def test_each_period_shows_what_it_says(signed_in, person, period, bars):
    eats(person, oat_milk(), [400, 1])
    page = status(signed_in, period)

    assert len(page.context["charts"].intake.table.rows) == bars
    assert re.findall(r'href="\?period=(\w+)" aria-current="true"', page.content.decode()) == [period]
    assert ("so from here on this page looks at the last 30 days" in text_of(page)) is (period == "all")


def test_a_look_leaves_everything_as_it_was(signed_in, mixed):
    before = list(Entry.with_removed.values()), list(DayMark.objects.values())
    status(signed_in, "all")

    assert (list(Entry.with_removed.values()), list(DayMark.objects.values())) == before


def test_nobody_sees_anything_of_anybody_else(stranger, signed_in, mixed):
    assert "Herring" in text_of(status(signed_in))
    for period in Period:
        page = status(stranger, period)
        assert "Herring" not in page.text
        assert "Nothing is logged in this time." in text_of(page)


def test_names_are_escaped_and_long_ones_whole(signed_in, person):
    name = "<script>alert(1)</script> & " + "x" * 132
    eats(person, a_food("3", name, brand="y" * 120), [1])
    eats(person, a_food(None, name, brand="z" * 120), [1])
    page = status(signed_in)

    assert "<script>alert" not in page.text
    assert page.text.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; " + "x" * 132) >= 3


def test_a_food_that_was_retired_is_shown_by_the_name_it_was_logged_by(signed_in, person):
    food = a_food("3", "Old herring")
    eats(person, food)
    Food.objects.filter(pk=food.pk).update(state="retired", name="New herring")

    assert "Old herring" in section(status(signed_in), "foods")


# --- Queries ---------------------------------------------------------------------------------------------------------
def much(person, days: int, a_day: int = 1) -> None:
    for n in range(a_day):
        eats(person, oat_milk(), range(days), at=f"{8 + n % 12:02}:00")
    eats(person, ampoule(), range(0, days, 30))
    for n in range(0, min(days, 90), 7):
        says(person, "partly", [n])


@pytest.mark.parametrize("entries", [1, 30])
@pytest.mark.parametrize(("period", "queries"), [("30", 7), ("90", 7), ("365", 7), ("all", 8)])
def test_a_page_takes_so_many_queries(signed_in, person, entries, period, queries, django_assert_num_queries):
    """Session, person; entries, what was injected, marks, what they take, what-ifs; for “all” where the log begins."""
    EntryFactory.create_batch(entries, owner=person)
    with django_assert_num_queries(queries):
        status(signed_in, period)


@pytest.mark.parametrize("days", [370, 3650])
@pytest.mark.parametrize(("period", "queries"), [("30", 7), ("90", 7), ("365", 7), ("all", 9)])
def test_ten_years_take_as_many_queries_as_one(signed_in, person, days, period, queries, django_assert_num_queries):
    """For “all” also the months, which the database adds up."""
    much(person, days)
    with django_assert_num_queries(queries):
        status(signed_in, period)


def test_somebody_new_takes_no_more(signed_in, django_assert_num_queries):
    with django_assert_num_queries(7):
        status(signed_in)


def test_profiles_and_rules_cost_nothing(signed_in, person, django_assert_num_queries):
    ProfileFactory(owner=person, birth_year=1950, cover_rule="injections", injection_interval_days=90)
    much(person, 100)
    with django_assert_num_queries(7):
        status(signed_in)


def test_the_log_of_others_costs_nothing(signed_in, person, django_assert_num_queries):
    much(UserFactory(), 400)
    eats(person, oat_milk(), [1])
    with django_assert_num_queries(8):
        assert status(signed_in, "all").context["report"].swallowed.swallowed_ug == 1


def test_an_address_that_is_not_quite_right_is_led_to_it(signed_in):
    assert signed_in.get("/status").headers["Location"] == "/status/"
