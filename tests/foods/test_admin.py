"""The food database in the admin: shared foods only, refusals in sentences, nothing ever deleted."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from foods.choices import Reliability, State
from foods.models import Food
from foods.search import reindex, search
from tests.factories import AliasFactory, FoodFactory, PortionFactory, SourceFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/foods/food/"


def change(food: Food) -> str:
    return f"{LIST}{food.pk}/change/"


def filled(food: Food, *, portions=(), aliases=(), **changed) -> dict:
    """What the change form would send: the food as it stands, with `changed` in it."""
    names = [
        "name", "brand", "market", "category", "diet", "state", "prominence", "basis", "b12_ug", "b12_added_ug",
        "low_ug", "high_ug", "range_note", "origin", "form", "route", "reliability", "grade", "note", "source_ref",
        "figure_date", "gtin",
    ]  # fmt: skip
    data = {name: getattr(food, name) for name in names} | {
        "source": food.source_id,
        "merged_into": food.merged_into_id,
    }
    if food.b12_unknown:
        data["b12_unknown"] = "on"
    for prefix, rows in (("portions", portions), ("aliases", aliases)):
        data[f"{prefix}-TOTAL_FORMS"] = len(rows)
        data[f"{prefix}-INITIAL_FORMS"] = sum("id" in row for row in rows)
        for n, row in enumerate(rows):
            data |= {f"{prefix}-{n}-{name}": value for name, value in row.items()} | {f"{prefix}-{n}-food": food.pk}
    return {name: "" if value is None else value for name, value in (data | changed).items()}


def portion(name: str, *, default: bool = False, pk: int | None = None) -> dict:
    row = {"name": name, "quantity": "100", "order": 0}
    return row | ({"is_default": "on"} if default else {}) | ({"id": pk} if pk else {})


def errors(response) -> list[str]:
    """Every sentence the form answered with; it was not saved."""
    assert response.status_code == 200
    form = response.context["adminform"].form
    sets = [formset.formset for formset in response.context["inline_admin_formsets"]]
    found = [sentence for sentences in form.errors.values() for sentence in sentences]
    for each in sets:
        found += each.non_form_errors()
        found += [sentence for row in each.errors for sentences in row.values() for sentence in sentences]
    return found


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# --- what people keep for themselves ------------------------------------------------------------------------------


def test_private_foods_are_not_in_the_list_nor_found_there(curator, person):
    shared, private = FoodFactory(name="Soup of all"), FoodFactory(name="Soup of mine", owner=person)
    reindex([shared.pk, private.pk])

    for query in ("", "?q=soup", "?q=sooup"):
        response = curator.get(LIST + query)
        assert [food.name for food in response.context["cl"].queryset] == ["Soup of all"]


def test_private_foods_are_not_offered_where_a_food_is_chosen(curator, person):
    FoodFactory(name="Soup of all")
    FoodFactory(name="Soup of mine", owner=person)

    query = {"term": "soup", "app_label": "foods", "model_name": "food", "field_name": "merged_into"}
    offered = curator.get("/admin/autocomplete/", query).json()["results"]

    assert [each["text"] for each in offered] == ["Soup of all"]


@pytest.mark.parametrize("page", ["change/", "history/", "delete/", "history/{version}/"])
def test_a_private_food_cannot_be_reached_by_its_number(curator, person, page):
    private = FoodFactory(name="Soup of mine", owner=person)

    response = curator.get(f"{LIST}{private.pk}/{page.format(version=private.history.get().pk)}")

    assert response.status_code in (302, 403, 404)
    assert "Soup of mine" not in response.content.decode() + "".join(said(response))


def test_the_history_of_a_deleted_private_food_is_not_there_either(curator, person):
    private = FoodFactory(name="Soup of mine", owner=person)
    pk = private.pk
    private.delete()

    response = curator.get(f"{LIST}{pk}/history/")

    assert response.status_code == 404
    assert "Soup of mine" not in response.content.decode()


def test_a_shared_food_cannot_be_merged_into_a_private_one(curator, person):
    food, private = FoodFactory(), FoodFactory(owner=person)

    response = curator.post(change(food), filled(food, merged_into=private.pk))

    assert errors(response) == ["Select a valid choice. That choice is not one of the available choices."]


def test_actions_do_not_touch_private_foods(curator, person):
    private = FoodFactory(owner=person)

    curator.post(LIST, {"action": "retire", "_selected_action": [private.pk]})

    private.refresh_from_db()
    assert private.state == State.PUBLISHED


# --- saving -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"b12_ug": ""}, "Give a figure, or tick that it is unknown: one of the two."),
        ({"b12_unknown": "on"}, "Give a figure, or tick that it is unknown: one of the two."),
        ({"source": ""}, "A published food needs a source."),
        ({"b12_ug": "-1", "b12_added_ug": ""}, "B12 cannot be below 0."),
        ({"b12_added_ug": "2"}, "The added B12 cannot be more than all of it."),
        ({"low_ug": "3", "high_ug": "4"}, "Give both ends of the range, with the figure between them."),
        ({"low_ug": "0.5"}, "Give both ends of the range, with the figure between them."),
        ({"prominence": "10"}, "Prominence runs from 0 to 9."),
    ],
)
def test_what_a_food_may_not_be_is_said_in_a_sentence(curator, changed, sentence):
    food = FoodFactory(b12_ug=Decimal("1"), b12_added_ug=Decimal("0"))

    assert errors(curator.post(change(food), filled(food, **changed))) == [sentence]


def test_the_same_id_of_the_same_source_is_refused(curator):
    first, second = FoodFactory(), FoodFactory()

    response = curator.post(change(second), filled(second, source=first.source_id, source_ref=first.source_ref))

    assert errors(response) == ["This id of this source is in the table already."]


def test_a_food_cannot_be_merged_into_itself(curator):
    food = FoodFactory()

    response = curator.post(change(food), filled(food, merged_into=food.pk))

    assert errors(response) == ["A food cannot be merged into itself."]


def test_a_new_food_is_saved_found_by_its_other_name_and_remembered(curator):
    data = filled(
        FoodFactory.build(name="Zander", source=SourceFactory(), source_ref="z1", b12_ug=2),
        portions=[portion("fillet", default=True)],
        aliases=[{"name": "pikeperch", "language": "en"}],
    )
    data = {name: value for name, value in data.items() if not name.endswith("-food")}

    response = curator.post(f"{LIST}add/", data)

    assert response.status_code == 302
    food = Food.objects.get()
    assert [hit.name for hit in search("pikeperch").hits] == ["Zander"]
    assert [version.history_user.email for version in food.history.all()] == ["curator@example.org"]


def test_a_changed_name_is_found_at_once_and_the_old_one_no_more(curator):
    food = FoodFactory(name="Cod")
    reindex([food.pk])

    assert curator.post(change(food), filled(food, name="Haddock")).status_code == 302

    assert [hit.name for hit in search("haddock").hits] == ["Haddock"]
    assert search("cod", exact=True).hits == ()


def test_going_back_to_an_earlier_version_brings_back_its_figure_and_its_name_in_the_search(curator):
    food = FoodFactory(name="Cod", b12_ug=Decimal("1"))
    earlier = food.history.get()
    curator.post(change(food), filled(food, name="Haddock", b12_ug="2"))

    data = filled(food, name="Cod", b12_ug="1")
    response = curator.post(f"{LIST}{food.pk}/history/{earlier.pk}/", data)

    food.refresh_from_db()
    assert response.status_code == 302
    assert (food.name, food.b12_ug, food.history.count()) == ("Cod", Decimal("1"), 3)
    assert [hit.name for hit in search("cod").hits] == ["Cod"]


# --- portions and other names -------------------------------------------------------------------------------------


def test_the_default_portion_can_move_in_one_go(curator):
    food = FoodFactory()
    glass = PortionFactory(food=food, name="glass", order=1)
    cup = PortionFactory(food=food, name="cup", is_default=False)

    sent = [portion("cup", default=True, pk=cup.pk), portion("glass", pk=glass.pk)]
    response = curator.post(change(food), filled(food, portions=sent))

    assert response.status_code == 302
    assert dict(food.portions.values_list("name", "is_default")) == {"cup": True, "glass": False}


def test_a_new_portion_can_take_the_default_from_one_that_goes(curator):
    food = FoodFactory()
    glass = PortionFactory(food=food, name="glass")

    sent = [portion("glass", default=True, pk=glass.pk) | {"DELETE": "on"}, portion("mug", default=True)]
    response = curator.post(change(food), filled(food, portions=sent))

    assert response.status_code == 302
    assert list(food.portions.values_list("name", "is_default")) == [("mug", True)]


def test_saving_without_a_change_keeps_the_default(curator):
    food = FoodFactory()
    glass = PortionFactory(food=food, name="glass", quantity=100)

    curator.post(change(food), filled(food, portions=[portion("glass", default=True, pk=glass.pk)]))

    assert list(food.portions.values_list("name", "is_default")) == [("glass", True)]


@pytest.mark.parametrize(
    ("portions", "sentence"),
    [
        ([portion("a", default=True), portion("b", default=True)], "A food has one default portion."),
        ([portion("a") | {"quantity": "0"}], "Ensure this value is greater than or equal to 0.001."),
        ([portion("a"), portion("a")], "Please correct the duplicate data for name."),
    ],
)
def test_portions_that_cannot_be_are_refused_with_a_sentence(curator, portions, sentence):
    food = FoodFactory()

    response = curator.post(change(food), filled(food, portions=portions))

    assert sentence in errors(response)
    assert not food.portions.exists()


# --- publishing, retiring, never deleting -------------------------------------------------------------------------


def test_publishing_tells_of_each_food_that_may_not_and_publishes_the_others(curator):
    ready = FoodFactory(name="Ready", state=State.DRAFT)
    FoodFactory(name="No figure", state=State.DRAFT, b12_ug=None)
    FoodFactory(name="No source", state=State.DRAFT, source=None)
    everything = list(Food.objects.values_list("pk", flat=True))

    response = curator.post(LIST, {"action": "publish", "_selected_action": everything})

    assert sorted(said(response)) == [
        "1 food published.",
        "No figure: Give a figure, or tick that it is unknown: one of the two.",
        "No source: A published food needs a source.",
    ]
    assert list(Food.objects.published()) == [ready]
    assert [hit.name for hit in search("ready").hits] == ["Ready"]
    assert [version.state for version in ready.history.all()] == ["published", "draft"]


def test_a_refused_food_says_which_field_is_wrong(curator):
    food = FoodFactory(name="Odd", state=State.DRAFT)
    Food.objects.filter(pk=food.pk).update(category="gone")

    response = curator.post(LIST, {"action": "publish", "_selected_action": [food.pk]})

    assert said(response) == ["Odd: category: Value 'gone' is not a valid choice.", "0 foods published."]


def test_a_retired_food_leaves_the_table_and_the_search_but_stays(curator):
    food = FoodFactory(name="Cod")
    reindex([food.pk])

    response = curator.post(LIST, {"action": "retire", "_selected_action": [food.pk]})

    assert said(response) == ["1 food retired."]
    assert Food.objects.get().state == State.RETIRED
    assert search("cod", exact=True).hits == ()


def test_foods_cannot_be_deleted(curator):
    food = FoodFactory()

    assert curator.get(f"{LIST}{food.pk}/delete/").status_code == 403
    assert curator.post(f"{LIST}{food.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in curator.get(LIST).content.decode()
    assert Food.objects.count() == 1


def test_a_source_can_be_deleted_only_while_no_food_names_it(curator):
    used, unused = FoodFactory().source, SourceFactory()

    assert curator.post(f"/admin/foods/source/{used.pk}/delete/", {"post": "yes"}).status_code == 403
    assert curator.post(f"/admin/foods/source/{unused.pk}/delete/", {"post": "yes"}).status_code == 302
    assert "delete_selected" not in curator.get("/admin/foods/source/").content.decode()


# --- finding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["cod", "dorsch", "Ocean brand", "00123456", "ref-7", "coood"])
def test_a_food_is_found_by_name_other_name_brand_barcode_id_and_roughly(curator, query):
    food = FoodFactory(name="Coood fillet" if query == "coood" else "Cod", brand="Ocean brand", gtin="00123456",
                       source_ref="ref-7")  # fmt: skip
    AliasFactory(food=food, name="Dorsch", language="de")
    reindex([food.pk, FoodFactory(name="Apple").pk])

    assert list(curator.get(LIST, {"q": query}).context["cl"].queryset) == [food]


def test_a_misspelled_name_is_found_by_our_own_search(curator):
    food = FoodFactory(name="Salmon")
    reindex([food.pk])

    assert list(curator.get(LIST, {"q": "salmom"}).context["cl"].queryset) == [food]


@pytest.mark.parametrize("query", ["state__exact=draft", "reliability__exact=inactive", "b12_unknown__exact=1"])
def test_the_list_is_filtered(curator, query):
    FoodFactory()
    wanted = FoodFactory(
        state=State.DRAFT, reliability=Reliability.INACTIVE, b12_ug=None, b12_added_ug=None, b12_unknown=True
    )

    assert list(curator.get(f"{LIST}?{query}").context["cl"].queryset) == [wanted]


def test_the_list_says_unknown_and_no_figure_yet_apart(curator):
    FoodFactory(name="a", unknown=True)
    FoodFactory(name="b", state=State.DRAFT, b12_ug=None, b12_added_ug=None)
    FoodFactory(name="c", b12_ug=0)

    html = curator.get(f"{LIST}?o=1").content.decode()

    assert [part.split("</td>")[0] for part in html.split('<td class="field-b12">')[1:]] == [
        "unknown", "no figure yet", "0 µg per 100 g",
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_number_of_queries_however_long(curator, django_assert_num_queries, rows):
    for _ in range(rows):
        AliasFactory(food=FoodFactory(source=SourceFactory()))
    with django_assert_num_queries(6):
        curator.get(LIST)


def test_the_history_says_what_changed_and_by_whom_without_inline_styles(curator):
    food = FoodFactory(b12_ug=Decimal("1"))
    curator.post(change(food), filled(food, b12_ug="2"))

    html = curator.get(f"{LIST}{food.pk}/history/").content.decode()

    assert "<li>B12, µg: 1.0000 → 2.0000</li>" in html
    assert "curator@example.org" in html
    assert "style=" not in html


def test_somebody_who_is_not_staff_sees_nothing_of_it(signed_in):
    response = signed_in.get(LIST)

    assert response.status_code in (302, 403, 404)
    assert "Cod" not in response.content.decode()
