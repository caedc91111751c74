"""Foods in batches through the admin: out, in, and back with readable errors; filters; pages of a long list."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foods import admin_batches, admin_lists
from foods.choices import Category, Origin, State
from foods.models import Food
from foods.search import search
from tests.factories import FoodFactory, SourceFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/foods/food/"


def exported(curator, query: str = "") -> list[dict[str, str]]:
    answer = curator.get(f"{LIST}export/{query}")
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def csv_file(rows: list[dict[str, object]]) -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("foods.csv", text.getvalue().encode(), "text/csv")


def tried(curator, rows: list[dict[str, object]]):
    """The page that looks at a batch before anything is written."""
    answer = curator.post(f"{LIST}import/", {"import_file": csv_file(rows), "format": "0", "resource": ""})
    assert answer.status_code == 200
    return answer


def written(curator, rows: list[dict[str, object]]) -> None:
    confirm = tried(curator, rows).context["confirm_form"]
    answer = curator.post(f"{LIST}process_import/", confirm.initial | {"confirm": "1"})
    assert answer.status_code == 302


def complaints(curator, rows: list[dict[str, object]]) -> list[str]:
    """Everything the page says is wrong; nothing was written."""
    before = Food.history.count()
    answer = tried(curator, rows)
    result = answer.context["result"]
    found = [str(error.error) for error in result.base_errors]
    found += [str(error.error) for _line, errors in result.row_errors() for error in errors]
    found += [
        sentence for row in result.invalid_rows for sentence in [*row.non_field_specific_errors, *_of_fields(row)]
    ]
    assert "confirm_form" not in answer.context or not found
    assert Food.history.count() == before
    return found


def _of_fields(row) -> list[str]:
    return [f"{name}: {sentence}" for name, sentences in row.field_specific_errors.items() for sentence in sentences]


# --- out ------------------------------------------------------------------------------------------------------------


def test_shared_foods_go_out_with_unknown_as_a_word(curator, person):
    FoodFactory(name="Cod", b12_ug="1.50", b12_added_ug=None)
    FoodFactory(name="Yeast", b12_ug=None, b12_added_ug=None, b12_unknown=True)
    FoodFactory(name="Mine", owner=person)

    assert {row["name"]: row["b12_ug"] for row in exported(curator)} == {"Cod": "1.5", "Yeast": "unknown"}


def test_what_is_filtered_goes_out(curator):
    FoodFactory(name="Cod")
    FoodFactory(name="Old cod", state=State.RETIRED)

    assert [row["name"] for row in exported(curator, "?state__exact=retired")] == ["Old cod"]


def test_no_cell_that_goes_out_is_a_formula(curator):
    FoodFactory(name="=1+1")

    assert [row["name"] for row in exported(curator)] == ["'=1+1"]


def test_a_selection_goes_out(curator):
    food = FoodFactory(name="Cod")
    FoodFactory(name="Salmon")

    answer = curator.post(LIST, {"action": "export_admin_action", "_selected_action": [food.pk]})

    assert [row["name"] for row in csv.DictReader(io.StringIO(answer.content.decode()))] == ["Cod"]


# --- in -------------------------------------------------------------------------------------------------------------


def test_what_went_out_comes_in_unchanged(curator):
    FoodFactory.create_batch(3)
    FoodFactory(name="=1+1", b12_ug=None, b12_added_ug=None, b12_unknown=True)
    before = list(Food.objects.order_by("pk").values())

    written(curator, exported(curator))

    assert list(Food.objects.order_by("pk").values()) == before


def test_a_batch_changes_foods_leaves_a_history_and_is_found(curator):
    food = FoodFactory(name="Cod", b12_ug="1", b12_added_ug=None)

    written(curator, [{"id": food.pk, "name": "Codling", "b12_ug": "1,25"}])

    food.refresh_from_db()
    last = food.history.first()
    assert (food.name, food.b12_ug) == ("Codling", Decimal("1.25"))
    assert (last.history_change_reason, last.history_user.email) == ("Batch in the admin", "curator@example.org")
    assert [hit.name for hit in search("codling").hits] == ["Codling"]


def test_a_row_without_a_number_is_a_new_food(curator):
    SourceFactory(key="label")

    written(curator, [{"id": "", "source": "label", "source_ref": "x1", "name": "Bar", "b12_ug": "unknown"}])

    food = Food.objects.get()
    assert (food.name, food.b12_ug, food.b12_unknown, food.state) == ("Bar", None, True, State.DRAFT)


def test_a_row_finds_its_food_by_source_and_id_there(curator):
    food = FoodFactory(source=SourceFactory(key="label"), source_ref="x1", name="Bar")

    written(curator, [{"id": "", "source": "label", "source_ref": "x1", "name": "Oat bar"}])

    assert list(Food.objects.values_list("pk", "name")) == [(food.pk, "Oat bar")]


def test_a_private_food_cannot_be_reached(curator, person):
    mine = FoodFactory(owner=person, name="Mine")

    assert complaints(curator, [{"id": mine.pk, "name": "Ours"}]) == [
        f"id is “{mine.pk}”: there is no shared food of this number."
    ]
    mine.refresh_from_db()
    assert mine.name == "Mine"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"b12_ug": "a lot"}, ["b12_ug is “a lot”: write a number like 2.5, or leave it empty."]),
        ({"b12_ug": "NaN"}, ["b12_ug is “NaN”: write a number like 2.5, or leave it empty."]),
        ({"source": "nowhere"}, ["source is “nowhere”: there is no data set of this key."]),
        ({"b12_ug": "1", "b12_added_ug": "2"}, ["The added B12 cannot be more than all of it."]),
        ({"b12_ug": "-1"}, ["B12 cannot be below 0."]),
        ({"b12_ug": ""}, ["Give a figure, or tick that it is unknown: one of the two."]),
    ],
)
def test_what_is_wrong_is_said_in_words(curator, cells, said):
    food = FoodFactory(b12_ug="1", b12_added_ug=None)

    found = complaints(curator, [{"id": food.pk} | cells])

    assert [sentence for sentence in found if any(one in sentence for one in said)] == found
    assert found


def test_one_bad_row_keeps_the_whole_batch_out(curator):
    good, bad = FoodFactory.create_batch(2, b12_added_ug=None)

    assert complaints(curator, [{"id": good.pk, "b12_ug": "2"}, {"id": bad.pk, "b12_ug": "lots"}])
    good.refresh_from_db()
    assert good.b12_ug == Decimal("1")


def test_a_whole_data_set_is_sent_to_the_imports(curator, monkeypatch):
    monkeypatch.setattr(admin_batches, "MOST_ROWS", 2)
    rows = [{"id": food.pk} for food in FoodFactory.create_batch(3)]

    assert complaints(curator, rows) == [
        "3 rows are too many here: at most 2. Bring larger files in under Curate, Imports."
    ]


# --- the list -------------------------------------------------------------------------------------------------------


@pytest.fixture
def foods():
    known = {"b12_added_ug": None}
    FoodFactory(name="cod", b12_ug="1", **known)
    FoodFactory(name="apple", b12_ug="0", **known)
    FoodFactory(name="yeast", b12_ug=None, b12_unknown=True, origin=Origin.ADDED, **known)
    FoodFactory(name="draft", b12_ug=None, state=State.DRAFT, source=None, **known)
    FoodFactory(name="tablet", b12_ug="10", b12_added_ug="10", category=Category.SUPPLEMENT, unverified=True)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("figure=some", ["cod", "tablet"]),
        ("figure=zero", ["apple"]),
        ("figure=unknown", ["yeast"]),
        ("figure=none", ["draft"]),
        ("kind=dose", ["tablet"]),
        ("kind=food", ["apple", "cod", "draft", "yeast"]),
        ("fortified=yes", ["tablet", "yeast"]),
        ("fortified=no", ["apple", "cod", "draft"]),
        ("reviewed=unverified", ["tablet"]),
        ("reviewed=yes", []),
        ("reviewed=no", ["apple", "cod", "draft", "tablet", "yeast"]),
        ("figure=nonsense", ["apple", "cod", "draft", "tablet", "yeast"]),
    ],
)
def test_a_filter_keeps_what_it_says(curator, foods, query, names):
    answer = curator.get(f"{LIST}?{query}")

    assert sorted(food.name for food in answer.context["cl"].queryset) == names


def test_facets_count_each_choice(curator, foods):
    assert "0 µg (1)" in " ".join(curator.get(f"{LIST}?_facets=True").text.split())


def test_a_long_list_is_counted_no_further_than_its_bound(curator, foods, monkeypatch):
    monkeypatch.setattr(admin_lists, "MANY", 3)
    answer = curator.get(LIST)

    assert answer.context["cl"].paginator.count >= 4


def test_a_short_list_is_counted_exactly(curator, foods):
    assert curator.get(f"{LIST}?kind=dose").context["cl"].paginator.count == 1


def test_what_was_skipped_is_said(curator):
    there, draft = FoodFactory(), FoodFactory(state=State.DRAFT)
    nameless = FoodFactory(name="No source", source=None, state=State.DRAFT)
    answer = curator.post(
        LIST, {"action": "publish", "_selected_action": [there.pk, draft.pk, nameless.pk]}, follow=True
    )

    said = [str(message) for message in answer.context["messages"]]
    assert said[0] == "1 was published already."
    assert said[1].startswith("No source: ")
    assert said[2] == "1 food published."


def test_no_page_of_a_batch_asks_for_what_the_policy_bars(curator):
    food = FoodFactory()
    pages = [curator.get(f"{LIST}import/").text, curator.get(LIST).text, tried(curator, [{"id": food.pk}]).text]

    for page in pages:
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert " onchange=" not in page
