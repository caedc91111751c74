"""The Sources page: lists, filters, orders, bad input, and what a stranger may see."""

from decimal import Decimal

import pytest
from django.core.cache import caches

from foods.choices import Basis, Category, Origin, Reliability, State
from foods.models import Food
from foods.search import reindex
from foods.views.throttle import SEARCHES_A_MINUTE
from tests.factories import AliasFactory, FoodFactory, PortionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limit():
    caches["local"].clear()


def listed(client, query: str = "") -> list[str]:
    """The names on the page, in their order."""
    return [row.food.name for row in report(client, query).rows]


def report(client, query: str = ""):
    response = client.get(f"/sources/{query}")
    assert response.status_code == 200
    return response.context["report"]


def food(name: str, ug: str | None = "1", portion: str | None = None, **fields) -> Food:
    made = FoodFactory(
        name=name, b12_ug=ug, b12_unknown=ug is None, b12_added_ug=None, **{"reliability": Reliability.ACTIVE} | fields
    )
    if portion:
        PortionFactory(food=made, quantity=Decimal(portion))
    return made


# --- who sees what ------------------------------------------------------------------------------------------------


def test_a_visitor_sees_published_foods_of_everybody_and_nothing_else(client, person):
    food("Cod")
    food("Draft", state=State.DRAFT)
    food("Retired", state=State.RETIRED)
    food("Grandma’s soup", owner=person)

    assert listed(client) == ["Cod"]


def test_many_are_counted_in_thousands(signed_in):
    Food.objects.bulk_create(FoodFactory.build_batch(1_001, source=SourceFactory(), source_ref="", category="cheese"))

    text = signed_in.get("/sources/").text

    said = ("1,001 foods, with what", "All sources, 1,001", "1,001 foods · page 1", "<small>1,001</small>")
    assert [one in text for one in said] == [True] * 4


def test_a_person_sees_their_own_foods_too_and_nobody_elses(signed_in, person):
    food("Cod")
    food("My soup", owner=person)
    food("Her soup", owner=UserFactory())

    page = report(signed_in)

    assert [row.food.name for row in page.rows] == ["Cod", "My soup"]
    assert [(tab.label, tab.count) for tab in page.tabs] == [("All sources", 2), ("Your foods", 1)]


def test_the_tab_of_ones_own_foods_holds_only_those_and_links_to_their_own_address(signed_in, person):
    food("Cod")
    mine = food("My soup", owner=person)

    page = report(signed_in, "?yours=1")

    assert [(row.food.name, row.url) for row in page.rows] == [("My soup", f"/sources/yours/{mine.pk}/")]


def test_a_visitor_who_asks_for_their_own_foods_is_told_to_log_in(client):
    food("Cod")

    page = report(client, "?yours=1")

    assert [row.food.name for row in page.rows] == ["Cod"]
    assert page.notes == ["Log in to see your own foods; these are everybody’s."]


def test_a_search_finds_ones_own_foods_and_nobody_elses(signed_in, client, person):
    reindex([food("Parsnip soup", owner=person).pk, food("Parsnip pie", owner=UserFactory()).pk, food("Parsnip").pk])

    assert sorted(listed(signed_in, "?q=parsnip")) == ["Parsnip", "Parsnip soup"]


# --- what a row says ----------------------------------------------------------------------------------------------


def test_a_row_gives_the_default_portion_in_words_and_the_figure_for_it_and_for_100_g(client):
    FoodFactory(name="Milk", b12_ug=Decimal("0.54"))
    PortionFactory(food=Food.objects.get(), name="glass", quantity=244)

    row = report(client).rows[0]

    assert (row.portion, row.ug, row.per) == ("1 glass, 244\u00a0g", Decimal("1.3176"), "0.54 in 100 g")
    assert (row.bar, row.beyond) == ("11.0", False)


def test_a_food_without_a_portion_is_shown_by_100_g(client):
    food("Cod", "2.4")

    row = report(client).rows[0]

    assert (row.portion, row.ug, row.bar) == ("100\u00a0g", Decimal("2.4"), "20.0")


def test_a_bar_that_would_be_longer_than_the_page_says_that_it_goes_on(client):
    FoodFactory(tablet=True)

    html = client.get("/sources/").content.decode()

    assert '<svg class="dose more" aria-hidden="true"><rect class="f-supplement" y="3" width="100.0%"' in html


def test_unknown_zero_and_inactive_look_different(client):
    food("Unknown loaf", None)
    food("Zero apple", "0")
    food("Spirulina", "30", reliability=Reliability.INACTIVE)

    html = client.get("/sources/?sort=name").content.decode()
    spirulina, unknown, zero = html.split('<ol class="doses">')[1].split("</ol>")[0].split("<li")[1:]

    assert '<span class="n">0<' in spirulina
    assert "30 in 100 g measured" in spirulina
    assert '<span class="tag">inactive look-alike</span>' in spirulina
    assert 'class="f-unknown"' in unknown
    assert '<span class="unknown">unknown</span>' in unknown
    assert '<span class="n">0<' in zero
    assert '<svg class="dose" aria-hidden="true"></svg>' in zero
    assert "tag" not in zero
    assert "<svg class=" not in spirulina


def test_a_name_with_markup_in_it_is_only_a_name(client):
    reindex([food("<b>Cod</b> roe").pk])

    for query in ("", "?q=roe"):
        html = client.get(f"/sources/{query}").content.decode()
        assert "&lt;b&gt;Cod&lt;/b&gt;" in html
        assert "<b>Cod" not in html


# --- filters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Apple", "Cod", "Crab", "Milk", "Nori", "Steak", "Tablet"]),
        ("kind=vegan", ["Apple", "Nori", "Tablet"]),
        ("kind=vegetarian", ["Apple", "Milk", "Nori", "Tablet"]),
        ("kind=fish", ["Cod", "Crab"]),
        ("kind=dairy", ["Milk"]),
        ("kind=supplement", ["Tablet"]),
        ("origin=food", ["Apple", "Cod", "Crab", "Milk", "Nori", "Steak"]),
        ("category=meat", ["Steak"]),
        ("active=1", ["Apple", "Cod", "Crab", "Milk", "Steak", "Tablet"]),
        ("kind=vegan&active=1&origin=supplement", ["Tablet"]),
        ("kind=dairy&category=meat", []),
    ],
)
def test_filters_narrow_the_list(client, query, names):
    food("Apple", category=Category.FRUIT, diet="vegan")
    food("Cod", category=Category.FISH, diet="fish")
    food("Crab", category=Category.SHELLFISH, diet="fish")
    food("Milk", category=Category.MILK_CREAM, diet="vegetarian")
    food("Nori", category=Category.ALGAE_FERMENTS, diet="vegan", reliability=Reliability.DISPUTED)
    food("Steak", category=Category.MEAT, diet="meat")
    food("Tablet", category=Category.SUPPLEMENT, diet="vegan", origin=Origin.SUPPLEMENT)

    page = report(client, f"?sort=name&{query}")

    assert [row.food.name for row in page.rows] == names
    assert page.paging.found == len(names)


def test_categories_say_how_many_foods_they_have_before_any_filter(client):
    food("Cod", category=Category.FISH)
    food("Hake", category=Category.FISH)
    food("Steak", category=Category.MEAT)

    categories = report(client, "?category=meat").categories

    assert [(c.label, c.count, c.chosen) for c in categories] == [
        ("All foods", 3, False), ("Meat", 1, True), ("Fish", 2, False),
    ]  # fmt: skip


# --- orders -------------------------------------------------------------------------------------------------------


def test_the_most_in_a_portion_comes_first_and_unknown_last(client):
    food("Nobody knows", None, portion="300")
    food("Little", "1", portion="149")  # 1.49, which whole numbers would cut to 1
    food("Less", "1.2", portion="100")
    food("Much", "0.5", portion="400")
    food("Zero", "0", portion="500")
    food("Look-alike", "90", portion="100", reliability=Reliability.INACTIVE)

    assert listed(client) == ["Much", "Little", "Less", "Look-alike", "Zero", "Nobody knows"]


def test_tablets_come_after_foods_by_portion_unless_only_they_are_asked_for(client):
    food("Cod", "1")
    food("Tablet", "1000", category=Category.SUPPLEMENT, origin=Origin.SUPPLEMENT, basis=Basis.UNIT)

    assert listed(client) == ["Cod", "Tablet"]
    assert report(client).doses_last
    assert not report(client, "?kind=supplement").doses_last


def test_by_100_g_the_portion_does_not_matter_and_things_counted_in_units_come_after(client):
    food("Tablet", "1000", basis=Basis.UNIT, origin=Origin.SUPPLEMENT)
    food("Weak", "1", portion="900")
    food("Strong", "2", portion="10")
    food("Nobody knows", None)

    assert listed(client, "?sort=basis") == ["Strong", "Weak", "Tablet", "Nobody knows"]


def test_equal_figures_stand_by_prominence_then_name(client):
    for name, prominence in [("b", 0), ("C", 0), ("a", 0), ("z", 5)]:
        food(name, prominence=prominence)

    assert listed(client) == ["z", "a", "b", "C"]
    assert listed(client, "?sort=name") == ["a", "b", "C", "z"]


def test_a_search_is_sorted_by_match_unless_another_order_is_chosen(client):
    foods = [food("Milk chocolate", "9"), food("Milk", "1", prominence=9), food("Milk shake", "5")]
    reindex([each.pk for each in foods])

    assert listed(client, "?q=milk")[0] == "Milk"
    assert listed(client, "?q=milk&sort=portion") == ["Milk chocolate", "Milk shake", "Milk"]
    assert [sort.label for sort in report(client, "?q=milk").sorts] == [
        "best match", "µg in a portion", "µg in 100 g", "name",
    ]  # fmt: skip


# --- pages --------------------------------------------------------------------------------------------------------


def test_thirty_foods_a_page_and_links_keep_what_was_chosen(client):
    for n in range(61):
        food(f"Fish {n:02}", category=Category.FISH)

    second = report(client, "?sort=name&category=fish&page=2")

    assert [row.food.name for row in second.rows] == [f"Fish {n:02}" for n in range(30, 60)]
    assert (second.paging.page, second.paging.pages) == (2, 3)
    assert second.previous_url == "/sources/?category=fish&sort=name"
    assert second.next_url == "/sources/?category=fish&sort=name&page=3"
    assert listed(client, "?sort=name&page=3") == ["Fish 60"]


def test_the_address_that_htmx_shows_has_no_empty_fields(client):
    food("Cod")

    response = client.get("/sources/?q=&kind=vegan&origin=&category=&sort=portion")

    assert response["HX-Replace-Url"] == "/sources/?kind=vegan"


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("page=abc", "There is no such page; this is the first."),
        ("page=-1", "There is no such page; this is the first."),
        ("page=0", "There is no such page; this is the first."),
        (f"page={'9' * 5000}", "There is no such page; this is the first."),
        ("page=7", "There is no page 7; this is the last."),
        ("sort=evil", "There is no such order, so the usual one is used."),
        ("kind=evil", "There is no such filter, so foods of every kind are shown."),
        ("origin=evil", "There is no such origin, so foods of every origin are shown."),
        ("category=%00", "There is no such category, so all foods are shown."),
    ],
)
def test_a_bad_value_falls_back_with_a_sentence(client, query, note):
    food("Cod")

    response = client.get(f"/sources/?{query}")

    assert [row.food.name for row in response.context["report"].rows] == ["Cod"]
    assert response.context["report"].notes == [note]
    assert note in response.content.decode()


# --- search -------------------------------------------------------------------------------------------------------


def test_a_very_long_search_is_cut_with_a_sentence(client):
    page = report(client, f"?q={'a' * 5000}")

    assert page.chosen["q"] == "a" * 100
    assert page.notes == ["Only the first 100 characters were searched."]


def test_control_characters_in_a_search_are_spaces(client):
    reindex([food("Cod roe").pk])

    assert listed(client, "?q=%00cod%00%0aroe%00") == ["Cod roe"]


def test_only_spaces_are_no_search(client):
    food("Cod")

    page = report(client, "?q=%20%20")

    assert (page.chosen["q"], page.chosen["sort"], len(page.rows)) == (None, "portion", 1)


def test_a_repaired_spelling_says_so_and_links_to_the_exact_search(client):
    reindex([food("Salmon").pk])

    page = report(client, "?q=salmom")
    html = client.get("/sources/?q=salmom").content.decode()

    assert [row.food.name for row in page.rows] == ["Salmon"]
    assert (page.repaired, page.exact_url) == ("salmon", "/sources/?q=salmom&exact=1")
    assert "Hardly anything is spelled “salmom”; these are for “salmon” too." in html
    assert "<mark>Salmon</mark>" in html
    assert listed(client, "?q=salmom&exact=1") == []


def test_a_food_found_by_another_name_shows_that_name(client):
    aubergine = food("Aubergine")
    AliasFactory(food=aubergine, name="eggplant")
    reindex([aubergine.pk])

    row = report(client, "?q=eggplant").rows[0]

    assert (row.food.name, row.alias) == ("Aubergine", [("eggplant", True)])


@pytest.mark.parametrize(
    ("query", "sentence", "link"),
    [
        ("?q=xyzzy", "Nothing here matches “xyzzy”", 'href="/sources/">Browse all sources'),
        ("?q=cod&kind=dairy", "The filters may be in the way.", 'href="/sources/?q=cod">Search all sources'),
        ("?kind=dairy", "No food passes all these filters", 'href="/sources/">Show all sources'),
    ],
)
def test_an_empty_list_says_why_and_how_to_widen_it(client, query, sentence, link):
    reindex([food("Cod").pk])

    html = client.get(f"/sources/{query}").content.decode()

    assert sentence in html
    assert link in html


def test_somebody_without_own_foods_reads_how_one_comes_about(signed_in):
    assert "No foods of your own yet" in signed_in.get("/sources/?yours=1").content.decode()


def test_what_was_searched_stands_in_the_field_as_text(client):
    html = client.get("/sources/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert "<script>alert" not in html


# --- the limit ----------------------------------------------------------------------------------------------------


def test_more_than_120_searches_a_minute_are_told_to_wait(client, time_machine):
    time_machine.move_to("2026-03-14T08:00:00Z", tick=False)
    food("Cod")
    for _ in range(SEARCHES_A_MINUTE):
        assert client.get("/sources/?q=cod").status_code == 200

    refused = client.get("/sources/?q=cod")

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "More than 120 searches came within a minute." in refused.content.decode()
    assert client.get("/sources/").status_code == 200  # browsing goes on
    time_machine.move_to("2026-03-14T08:01:00Z", tick=False)
    assert client.get("/sources/?q=cod").status_code == 200


def test_one_persons_searches_do_not_count_for_another(client, signed_in, person, time_machine):
    time_machine.move_to("2026-03-14T08:00:00Z", tick=False)
    for _ in range(SEARCHES_A_MINUTE + 1):
        last = signed_in.get("/sources/?q=cod")
    client.logout()

    assert last.status_code == 429
    assert client.get("/sources/?q=cod").status_code == 200


def test_htmx_gets_the_sentence_in_the_place_it_asked_for(client, time_machine):
    time_machine.move_to("2026-03-14T08:00:00Z", tick=False)
    headers = {"HX-Request": "true", "HX-Target": "foods"}
    for _ in range(SEARCHES_A_MINUTE):
        client.get("/sources/?q=cod", headers=headers)

    refused = client.get("/sources/?q=cod", headers=headers)

    assert refused.status_code == 429
    assert refused.content.decode().startswith('<div id="foods"><div class="note" role="alert">')


# --- cost ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_three_queries(client, django_assert_num_queries, rows):
    for n in range(rows):
        food(f"Cod {n}", portion="100")
    with django_assert_num_queries(3):
        assert len(listed(client)) == rows


@pytest.mark.parametrize("rows", [3, 30])
def test_a_search_takes_four_queries(client, django_assert_num_queries, rows):
    reindex([food(f"Cod {n}", portion="100").pk for n in range(rows)])
    with django_assert_num_queries(4):
        assert len(listed(client, "?q=cod")) == rows


def test_a_page_of_30_foods_is_light(client):
    for n in range(60):
        food(f"Mackerel, smoked, with its skin, number {n}", portion="100", category=Category.values[n % 26])

    assert len(client.get("/sources/").content) < 35_000


def test_the_page_names_itself_without_filters(client):
    food("Cod")

    html = client.get("/sources/?category=fish&kind=fish&q=").content.decode()

    assert "<title>Where vitamin B12 comes from · Cobalog</title>" in html
    assert '<link rel="canonical" href="http://testserver/sources/?category=fish">' in html
