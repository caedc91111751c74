"""The page of one food: what it says, who may see it, and how it says what nobody knows."""

import datetime as dt
from decimal import Decimal

import pytest

from foods.choices import Basis, Category, Form, Grade, Origin, Reliability, Route, State
from foods.models import Food
from foods.reliability import GRADE_MEANS, REASONS, WATANABE_2007, WATANABE_2014, why_not_counted
from foods.reports.ranges import RangeChart
from tests.factories import FoodFactory, PortionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


def salmon(**fields) -> Food:
    fish = FoodFactory(
        **{"name": "Salmon, baked", "b12_ug": Decimal("3.87"), "b12_added_ug": Decimal(0), "grade": Grade.CALCULATED}
        | fields
    )
    PortionFactory(food=fish, name="portion", quantity=85, is_default=False, order=1)
    PortionFactory(food=fish, name="fillet", quantity=140, order=2)
    return fish


def page(client, food: Food):
    response = client.get(food.get_absolute_url())
    assert response.status_code == 200
    return response.context["report"], response.content.decode()


# --- who may see it, at which address -----------------------------------------------------------------------------


def test_a_visitor_reads_a_published_food(client):
    report, html = page(client, salmon())

    assert "<title>Salmon, baked: 5.42 µg B12 in 1 fillet · Cobalog</title>" in html
    assert report.description.startswith("Salmon, baked: 5.42 µg of vitamin B12 in 1 fillet, 140\u00a0g. Figure: calc")


def test_a_wrong_name_in_the_address_leads_to_the_right_one_for_good(client):
    fish = salmon()

    response = client.get(f"/sources/{fish.pk}/cod/")

    assert (response.status_code, response["Location"]) == (301, f"/sources/{fish.pk}/salmon-baked/")


def test_a_draft_is_not_there(client, signed_in):
    assert client.get(salmon(state=State.DRAFT).get_absolute_url()).status_code == 404


def test_a_retired_food_says_so_and_asks_not_to_be_indexed(client):
    report, html = page(client, salmon(state=State.RETIRED))

    assert report.is_retired
    assert "This food is retired: it can no longer be logged." in html
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html
    assert "Log in to log this" not in html


def test_the_page_of_a_merged_food_leads_to_the_one_it_became(client):
    """For now, and not for ever: a merge can be taken back."""
    better = FoodFactory(name="Salmon, grilled")
    response = client.get(salmon(state=State.RETIRED, merged_into=better).get_absolute_url())

    assert (response.status_code, response["Location"]) == (302, f"/sources/{better.pk}/salmon-grilled/")


def test_the_page_of_a_food_whose_winner_is_retired_too_says_so_and_names_it(client):
    better = FoodFactory(name="Salmon, grilled", state=State.RETIRED)
    _, html = page(client, salmon(state=State.RETIRED, merged_into=better))

    assert f'<a href="/sources/{better.pk}/salmon-grilled/">Salmon, grilled</a>' in html


def test_two_foods_that_point_to_each_other_end_nowhere(client):
    one, other = salmon(state=State.RETIRED), FoodFactory(state=State.RETIRED)
    for here, there in ((one, other), (other, one)):
        here.merged_into = there
        here.save()

    assert client.get(one.get_absolute_url()).status_code == 200


def test_an_own_food_that_was_taken_for_everybody_leads_there(signed_in, person):
    better = FoodFactory(name="Salmon, grilled")
    mine = salmon(owner=person, source=None, source_ref="", state=State.RETIRED, merged_into=better)

    assert signed_in.get(mine.get_absolute_url())["Location"] == f"/sources/{better.pk}/salmon-grilled/"


def test_the_owner_reads_their_own_food_without_its_name_in_the_address(signed_in, person):
    mine = salmon(owner=person, source=None, source_ref="", grade=Grade.USER)

    report, html = page(signed_in, mine)

    assert mine.get_absolute_url() == f"/sources/yours/{mine.pk}/"
    assert report.food == mine
    assert "You typed it in" in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("address", ["/sources/{}/salmon-baked/", "/sources/yours/{}/", "/sources/{}/food/"])
def test_a_stranger_gets_404_for_a_private_food_at_every_address(signed_in, address):
    hers = salmon(owner=UserFactory())

    assert signed_in.get(address.format(hers.pk)).status_code == 404


def test_a_food_of_everybody_is_not_at_the_address_of_own_foods(signed_in):
    assert signed_in.get(f"/sources/yours/{salmon().pk}/").status_code == 404


def test_a_visitor_is_sent_to_log_in_before_an_own_food_whether_it_exists_or_not(client, person):
    mine = salmon(owner=person)

    for pk in (mine.pk, mine.pk + 1):
        response = client.get(f"/sources/yours/{pk}/")
        assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next=/sources/yours/{pk}/")
    assert client.get(f"/sources/{mine.pk}/salmon-baked/").status_code == 404


def test_a_name_without_letters_still_has_an_address(client):
    _, html = page(client, salmon(name="鮭"))

    assert "鮭" in html


# --- what to press ------------------------------------------------------------------------------------------------


def test_the_main_button_logs_the_default_portion_after_log_in(client):
    fish = salmon()

    assert f'href="/accounts/login/?next=/log/%3Ffood%3D{fish.pk}">Log in to log this' in page(client, fish)[1]


def test_somebody_signed_in_logs_it_straight_away(signed_in):
    fish = salmon()
    _, html = page(signed_in, fish)

    assert f'<a class="btn main" href="/log/?food={fish.pk}">' in html
    assert "Log 1 fillet" in html


# --- figures ------------------------------------------------------------------------------------------------------


def test_every_portion_has_its_figure_the_default_first_and_100_g_last(client):
    report, _ = page(client, salmon())

    assert [(amount.name, amount.weight, amount.ug) for amount in report.amounts] == [
        ("1 fillet", "140\u00a0g", Decimal("5.4180")),
        ("1 portion", "85\u00a0g", Decimal("3.2895")),
        ("100\u00a0g", "100\u00a0g", Decimal("3.8700")),
    ]
    assert report.formula == "140 g × 3.87 µg / 100 g = 5.418 µg"


def test_a_drink_is_shown_by_100_ml(client):
    drink = FoodFactory(name="Energy drink", basis=Basis.ML100, b12_ug=Decimal("2.5"))

    report, html = page(client, drink)

    assert [amount.words for amount in report.amounts] == ["100\u00a0ml"]
    assert report.formula == "100 ml × 2.5 µg / 100 ml = 2.5 µg"
    assert "per 100 ml" in html


def test_a_tablet_has_no_weight_and_no_100_g(client):
    tablet = FoodFactory(tablet=True)
    PortionFactory(food=tablet, name="tablet", quantity=1)

    report, _ = page(client, tablet)

    assert [(amount.words, amount.ug) for amount in report.amounts] == [("1 tablet", Decimal("1000.0000"))]
    assert report.title == "B12 tablet, 1,000 µg: 1,000 µg B12 in 1 tablet"
    assert report.formula == "1 × 1,000 µg each = 1,000 µg"


def test_without_any_portion_a_unit_is_one(client):
    report, _ = page(client, FoodFactory(tablet=True))

    assert [amount.words for amount in report.amounts] == ["1 unit"]


def test_the_origin_is_split_where_it_is_known(client):
    report, _ = page(client, salmon(b12_ug=4, b12_added_ug=3, origin=Origin.ADDED))

    assert [(part.label, part.ug, part.start, part.width) for part in report.parts] == [
        ("naturally in the food", Decimal("1.4000"), "0", "25.0"),
        ("added by the maker", Decimal("4.2000"), "25.0", "75.0"),
    ]


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"b12_added_ug": 0}, "All of it is naturally in the food; none was added."),
        ({"b12_added_ug": None}, "How much of it was added is not known."),
        ({"b12_ug": 0, "b12_added_ug": None}, "How much of it was added is not known."),
        ({"b12_ug": 0, "b12_added_ug": 0}, "There is none in it."),
        ({"b12_ug": None, "b12_unknown": True, "b12_added_ug": None}, "Neither how much nor where it comes from is"),
        ({"origin": Origin.SUPPLEMENT}, "All of it was made and put into the product."),
        ({"origin": Origin.INJECTED}, "Injected: it does not pass through the gut."),
    ],
)
def test_where_there_is_nothing_to_split_a_sentence_says_why(client, fields, note):
    report, html = page(client, salmon(**fields))

    assert report.parts == []
    assert report.origin_note.startswith(note)
    assert note in html


# --- unknown, zero, not counted -----------------------------------------------------------------------------------


def test_unknown_is_said_in_words_and_is_never_a_figure(client):
    report, html = page(client, salmon(b12_ug=None, b12_unknown=True, b12_added_ug=None))

    assert report.counted is None
    assert report.title == "Salmon, baked: B12 unknown"
    assert '<span class="n-hero unknown-hero">unknown</span>' in html
    assert "Unknown is not zero" in html
    assert "There is no figure to judge." in html
    assert "Why this figure?" not in html
    assert "µg</span></span>" not in html.split('class="aside"')[0]


def test_zero_is_a_figure(client):
    report, html = page(client, salmon(b12_ug=0))

    assert report.counted == 0
    assert report.title == "Salmon, baked: 0 µg B12 in 1 fillet"
    assert '<span class="n-hero">0</span>' in html
    assert "Why it counts 0" not in html


def test_an_inactive_look_alike_counts_0_says_why_and_cites_who_found_so(client):
    report, html = page(client, salmon(name="Spirulina, dried", reliability=Reliability.INACTIVE, b12_ug=100))

    assert report.counted == 0
    assert report.reason.citations == (WATANABE_2007,)
    assert report.title == "Spirulina, dried: B12 that does not count"
    assert '<span class="n-hero">0</span>' in html
    assert "Why it counts 0" in html
    assert "Measured: 100 µg per 100 g, which is not counted." in html
    assert f'<a href="{WATANABE_2007.url}" rel="noreferrer">' in html


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Spirulina, dried", "cyanobacteria"),
        ("Blue-green algae (AFA)", "cyanobacteria"),
        ("Nori, dried", "nori"),
        ("Green laver (ao-nori), dried", "nori"),
        ("Chlorella", "chlorella"),
        ("Wakame, dried", "seaweed"),
        ("Tempeh, cooked", "ferment"),
        ("Mushrooms, raw", "mushroom"),
        ("Minori something", Reliability.DISPUTED),
        ("Water lentils", Reliability.DISPUTED),
    ],
)
def test_the_reason_is_found_by_what_the_food_is(name, kind):
    assert why_not_counted(Reliability.DISPUTED, name) == REASONS[kind]
    assert why_not_counted(Reliability.ACTIVE, name) is None


def test_every_reason_cites_a_publication_and_every_grade_has_a_meaning():
    assert all(reason.citations for reason in REASONS.values())
    assert set(GRADE_MEANS) == set(Grade)
    assert WATANABE_2014.url == "https://pmc.ncbi.nlm.nih.gov/articles/PMC4042564/"


# --- where sources disagree ---------------------------------------------------------------------------------------


def test_a_range_is_drawn_and_told(client):
    report, html = page(client, salmon(low_ug="2.3", high_ug="4.9", range_note="Species and cut differ."))

    chart = report.chart
    assert (chart.low_at, chart.high_at, chart.figure_at, chart.width) == ("38.3", "81.7", "64.5", "43.3")
    assert (chart.end, chart.with_zero, chart.ends_touch) == ("6", True, False)
    assert chart.sentence == "Sources give from 2.3 to 4.9 µg per 100 g; 3.87 is used here."
    assert f'role="img" aria-label="{chart.sentence}"' in html
    assert f"<p>{chart.sentence} Species and cut differ.</p>" in html


def test_a_range_without_a_figure_has_no_dot(client):
    report, html = page(client, salmon(b12_ug=None, b12_unknown=True, b12_added_ug=None, low_ug="0.7", high_ug="8"))

    assert report.chart.sentence == "Sources give from 0.7 to 8 µg per 100 g; none of them is used."
    assert 'class="c-dot"' not in html
    assert not report.chart.with_zero  # it would touch 0.7


@pytest.mark.parametrize(
    ("low", "figure", "high", "end"), [("0", "0", "0", "0.01"), ("99", "99", "99", "120"), ("0", "5", "9", "")]
)
def test_a_range_at_the_edge_still_fits(low, figure, high, end):
    chart = RangeChart.of(FoodFactory.build(low_ug=Decimal(low), b12_ug=Decimal(figure), high_ug=Decimal(high)))

    assert chart.end == end
    assert 0 <= float(chart.low_at) <= float(chart.high_at) <= 100


def test_without_a_range_there_is_no_chart(client):
    report, html = page(client, salmon())

    assert report.chart is None
    assert 'role="img"' not in html


# --- where it is from, and what happened to it --------------------------------------------------------------------


def test_the_source_is_named_with_its_link_licence_and_dates(client):
    source = SourceFactory(
        name="Table of foods",
        publisher="The ministry",
        version="2020",
        licence="CC BY 4.0",
        attribution="The ministry, 2020.",
        url="https://example.org/table",
        retrieved_on=dt.date(2026, 3, 2),
    )
    _, html = page(
        client,
        salmon(
            source=source, source_ref="26137", figure_date="2019", market="GB", form=Form.BOUND, route=Route.SWALLOWED
        ),
    )
    facts = html.split('<dl class="dl">')[1].split("</dl>")[0]

    assert '<dd><a href="https://example.org/table" rel="noreferrer">Table of foods</a>, The ministry</dd>' in facts
    for name, value in [
        ("Version", "2020"), ("Id there", "26137"), ("Licence", "CC BY 4.0"), ("Credit", "The ministry, 2020."),
        ("Read on", "2 March 2026"), ("Figure of", "2019"), ("Market", "GB"), ("Form", "bound in food"),
        ("Taken", "swallowed"),
    ]:  # fmt: skip
        assert f"<dt>{name}</dt><dd>{value}</dd>" in facts


def test_the_history_tells_what_happened_to_the_figure_and_not_who_did_it(client, time_machine):
    curator = UserFactory(email="curator@example.org")
    time_machine.move_to(dt.datetime(2022, 1, 5, tzinfo=dt.UTC))
    fish = salmon(b12_ug=Decimal("3.05"))
    time_machine.move_to(dt.datetime(2024, 10, 6, tzinfo=dt.UTC))
    fish.b12_ug = Decimal("3.87")
    fish._history_user = curator
    fish.save()
    time_machine.move_to(dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    fish.note = "A note changes no figure."
    fish.save()
    time_machine.move_to(dt.datetime(2026, 3, 7, tzinfo=dt.UTC))
    fish.reviewed_by, fish.reviewed_at = curator, dt.datetime(2026, 3, 7, tzinfo=dt.UTC)
    fish.state = State.RETIRED
    fish.save()

    report, html = page(client, fish)

    assert [(event.on.date().isoformat(), event.what, event.detail) for event in report.events] == [
        ("2026-03-07", "Retired", ""),
        ("2026-03-07", "Reviewed by a curator", ""),
        ("2024-10-06", "Figure changed", "3.05 became 3.87 µg per 100 g"),
        ("2022-01-05", "Put into the table", "3.05 µg per 100 g"),
    ]
    assert "curator@example.org" not in html


def test_foods_like_it_are_the_best_known_of_its_category_and_nobodys_own(client, person):
    fish = salmon(category=Category.FISH)
    for n in range(6):
        FoodFactory(name=f"Fish {n}", category=Category.FISH, prominence=n)
    FoodFactory(name="Steak", category=Category.MEAT, prominence=9)
    FoodFactory(name="My fish", category=Category.FISH, prominence=9, owner=person)
    FoodFactory(name="Draft fish", category=Category.FISH, prominence=9, state=State.DRAFT)

    report, _ = page(client, fish)

    assert [str(row.food) for row in report.like_this] == ["Fish 5", "Fish 4", "Fish 3", "Fish 2", "Fish 1"]


@pytest.mark.parametrize("portions", [1, 30])
def test_the_page_takes_four_queries(client, django_assert_num_queries, portions):
    fish = FoodFactory(category=Category.FISH)
    for n in range(portions):
        PortionFactory(food=fish, name=f"portion {n}", is_default=not n)
        PortionFactory(food=FoodFactory(category=Category.FISH))
        fish.b12_ug += 1
        fish.save()
    with django_assert_num_queries(4):
        page(client, fish)
