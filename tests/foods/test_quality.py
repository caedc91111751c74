"""How good the table is: what is counted, what is kept, what may be taken away."""

import csv
import datetime as dt
import io
import re

import pytest

from foods.choices import Grade, State
from foods.models import Food, QualityCount
from foods.reports.quality import QualityPage, count, count_today
from foods.table import COLUMNS
from tests.factories import FoodFactory, PortionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 14)


def page(**counted) -> QualityPage:
    return QualityPage.build(today=TODAY, **counted)


def downloaded(client, address: str = "/sources/table.csv") -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))


# --- counting -----------------------------------------------------------------------------------------------------


def test_an_empty_table_is_counted_too():
    empty = page()

    assert (empty.total, empty.known, empty.grades, empty.sources) == (0, 0, [], [])
    assert [one.ours for one in empty.coverage] == [0, 0, 0]


def test_foods_are_counted_by_grade_and_those_without_a_figure_among_them():
    FoodFactory.create_batch(3, grade=Grade.ANALYSED)
    FoodFactory(grade=Grade.LABEL, b12_ug=None, b12_added_ug=None, b12_unknown=True)

    counted = page()

    assert (counted.total, counted.known, counted.unknown) == (4, 3, 1)
    assert [(one.key, one.foods, one.known, one.percent) for one in counted.grades] == [
        ("analysed", 3, 3, "75"),
        ("label", 1, 0, "25"),
    ]
    assert [one.width for one in counted.grades] == ["75.0", "25.0"]


def test_what_is_private_or_not_published_is_not_counted(person):
    FoodFactory(owner=person)
    FoodFactory(state=State.DRAFT)
    FoodFactory(state=State.RETIRED)

    assert page().total == 0


@pytest.mark.parametrize(
    ("dated", "label"),
    [
        ("2026", "up to 2 years"),
        ("2024-12-31", "up to 2 years"),
        ("2023", "2 to 5 years"),
        ("2021-01-01", "2 to 5 years"),
        ("2020", "5 to 10 years"),
        ("2016", "5 to 10 years"),
        ("2015", "more than 10 years"),
        ("", "no date"),
        ("summer", "no date"),
    ],
)
def test_a_figure_has_the_age_of_its_year(dated, label):
    FoodFactory(figure_date=dated)

    assert [one.label for one in page().ages if one.foods] == [label]


def test_many_markets_end_in_one_line():
    for place in range(14):
        FoodFactory.create_batch(2 if place == 0 else 1, market=f"A{chr(65 + place)}")

    markets = page().markets

    assert len(markets) == 13
    assert (markets[0].label, markets[0].foods) == ("AA", 2)
    assert (markets[-1].label, markets[-1].foods) == ("2 other countries", 2)


def test_the_share_of_a_list_of_the_usda_counts_foods_with_a_figure():
    ours = SourceFactory(key="usda-sr28")
    FoodFactory.create_batch(2, source=ours)
    FoodFactory(source=ours, b12_ug=None, b12_added_ug=None, b12_unknown=True)

    assert [(one.edition, one.ours, one.theirs) for one in page().coverage][1] == ("SR28 (2015)", 2, 7_596)


def test_a_month_knows_what_came_changed_and_went():
    came, changed, went, before = FoodFactory.create_batch(4)
    long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    Food.history.update(history_date=long_ago)
    Food.history.filter(id=came.pk).update(history_date=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    for food, fields in ((changed, {"b12_ug": 2}), (went, {"state": State.RETIRED})):
        for name, value in fields.items():
            setattr(food, name, value)
        food.save()
    Food.history.filter(history_type="~").update(history_date=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))

    assert count(today=TODAY)["month"] == {"added": 1, "changed": 1, "retired": 1}
    assert before.pk


# --- counts that are kept -----------------------------------------------------------------------------------------


def test_a_count_of_yesterday_is_shown_as_it_was():
    FoodFactory()
    count_today(today=TODAY - dt.timedelta(days=1))
    FoodFactory()

    assert (page().total, page().day) == (1, TODAY - dt.timedelta(days=1))


def test_an_old_count_is_not():
    count_today(today=TODAY - dt.timedelta(days=2))
    FoodFactory()

    assert (page().total, page().day) == (1, TODAY)


def test_counting_twice_on_a_day_keeps_the_later():
    count_today(today=TODAY)
    FoodFactory()
    count_today(today=TODAY)

    assert [len(one.figures["grade"]) for one in QualityCount.objects.all()] == [1]


def test_a_month_later_the_growth_is_told():
    FoodFactory(grade=Grade.LABEL)
    count_today(today=TODAY - dt.timedelta(days=30))
    FoodFactory.create_batch(2, grade=Grade.LABEL)

    assert [one.more for one in page().grades] == ["+2"]


def test_large_counts_are_read_in_thousands(client):
    SourceFactory(key="usda-fndds")
    FoodFactory()
    today = dt.datetime.now(dt.UTC).date()
    kept = count(today=today)
    for name in ("grade", "source", "year", "market"):
        kept[name] = {key: [14_339, 13_121] for key in kept[name]}
    kept["source"]["usda-fndds"] = [5_432, 5_431]
    QualityCount.objects.create(day=today, figures=kept)

    text = client.get("/sources/quality/").text

    assert "14,339 foods, 13,121 of them with a figure. For 1,218 nobody knows" in text
    assert [said in text for said in (">5,432</span>", "5,431 with a figure", "of 5,431")] == [True] * 3
    assert not re.search(r"[\s>]\d{5,}[\s<]", text)


def test_the_page_costs_as_many_queries_for_one_food_as_for_thirty(client, django_assert_num_queries):
    FoodFactory(source=SourceFactory())
    with django_assert_num_queries(7):
        client.get("/sources/quality/")
    for _ in range(29):
        FoodFactory(source=SourceFactory())
    with django_assert_num_queries(7):
        client.get("/sources/quality/")


def test_the_page_names_no_food_that_is_private(client, person):
    FoodFactory(name="Grandma’s soup", owner=person)
    FoodFactory(name="Cod")

    text = client.get("/sources/quality/").text

    assert "Cod" in text
    assert "Grandma" not in text


# --- taking it away -----------------------------------------------------------------------------------------------


def test_a_row_of_the_table_names_its_source_and_licence(client):
    source = SourceFactory(key="usda-fndds", name="FNDDS", licence="public domain", attribution="USDA: FNDDS")
    food = FoodFactory(name="Cod", source=source, source_ref="26109110", b12_ug="1.5", b12_added_ug=None, gtin="")
    PortionFactory(food=food, name="fillet", quantity="170", is_default=True)
    PortionFactory(food=food, name="slice", quantity="20", is_default=False)

    (row,) = downloaded(client)

    assert tuple(row) == COLUMNS
    assert {name: row[name] for name in ("name", "b12_ug", "b12_added_ug", "source_key", "source_licence")} == {
        "name": "Cod",
        "b12_ug": "1.5",
        "b12_added_ug": "",
        "source_key": "usda-fndds",
        "source_licence": "public domain",
    }
    assert (row["portion_name"], row["portion_quantity"]) == ("fillet", "170")
    assert client.get(row["address"].removeprefix("http://testserver")).status_code == 301


def test_unknown_is_a_word_and_never_nothing_or_zero(client):
    FoodFactory(b12_ug=None, b12_added_ug=None, b12_unknown=True)

    assert [row["b12_ug"] for row in downloaded(client)] == ["unknown"]


def test_what_is_private_drafted_or_retired_is_not_in_the_table(client):
    FoodFactory(owner=UserFactory())
    FoodFactory(state=State.DRAFT)
    FoodFactory(state=State.RETIRED)
    FoodFactory(name="Cod")

    assert [row["name"] for row in downloaded(client)] == ["Cod"]


def test_rows_that_ask_for_their_own_licence_have_a_file_of_their_own(client):
    FoodFactory(name="Cod")
    FoodFactory(name="Bar", source=SourceFactory(key="open-food-facts"))

    assert [row["name"] for row in downloaded(client)] == ["Cod"]
    assert [row["name"] for row in downloaded(client, "/sources/table/open-food-facts.csv")] == ["Bar"]


def test_a_data_set_that_is_not_there_is_404(client):
    assert client.get("/sources/table/no-such-set.csv").status_code == 404


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_is_a_formula(client, name):
    FoodFactory(name=name)

    assert [row["name"] for row in downloaded(client)] == [f"'{name}"]


def test_the_whole_table_is_one_query(client, django_assert_num_queries):
    FoodFactory.create_batch(30)

    with django_assert_num_queries(1):
        assert len(downloaded(client)) == 30
