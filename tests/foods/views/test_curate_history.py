"""What was changed and decided, and taking one change back."""

import re
from decimal import Decimal

import pytest

from foods.models import ConcernKind, Food, Source
from tests.factories import ConcernFactory, FoodFactory, UserFactory
from tests.foods.views.test_curate_item import words

HISTORY = "/curate/history/"


def change(food: Food, *, by=None, why: str | None = None, **fields) -> int:
    """Save a food with other values; the number of the version."""
    for name, value in fields.items():
        setattr(food, name, value)
    food._history_user, food._change_reason = by, why
    food.save()
    return food.history.latest("history_id").pk


def changes(page) -> list[tuple[str, str, list[str]]]:
    rows = page.context["page"].changes
    return [(row.name, row.who, [f"{line.label}: {line.now} → {line.then}" for line in row.lines]) for row in rows]


# --- the list --------------------------------------------------------------------------------------------------------
def test_a_change_is_shown_with_what_stood_there_before(curator, person_who_curates):
    food = FoodFactory(name="Salmon")
    change(food, by=person_who_curates, b12_ug=Decimal("2.5"), origin="added")
    page = curator.get(HISTORY)

    assert changes(page)[0] == (
        "Salmon",
        "you",
        ["B12 per 100 g: 1\u00a0µg → 2.5\u00a0µg", "Origin: food → added to food"],
    )
    assert "put into the table" in words(page)


@pytest.mark.parametrize(
    ("why", "who"),
    [
        ("Shipped with Cobalog", "shipped with Cobalog"),
        ("Import 7", "an import"),
        (None, "a program"),
    ],
)
def test_who_did_it_is_a_kind_of_somebody(curator, why, who):
    change(FoodFactory(), why=why, note="x")

    assert changes(curator.get(HISTORY))[0][1] == who


def test_another_curator_is_nobody_by_name(curator):
    other = UserFactory(is_staff=True)
    change(FoodFactory(), by=other, note="x")
    page = curator.get(HISTORY)

    assert changes(page)[0][1] == "a curator"
    assert other.email not in page.text


def test_sources_and_merged_foods_are_named(curator):
    food, winner = FoodFactory(name="One"), FoodFactory(name="Two")
    change(food, source=Source.objects.create(key="new", name="New data"), source_ref="77")
    change(food, merged_into=winner, state="retired")
    first, second = changes(curator.get(f"{HISTORY}?food={food.pk}"))[:2]

    assert "Merged into: – → Two" in first[2]
    assert f"Source: {Source.objects.exclude(key='new').earliest('pk').name} → New data" in second[2]


def test_foods_of_people_are_not_in_it(curator):
    secret = FoodFactory(owner=UserFactory(), name="Secret stew", source=None, source_ref="")
    change(secret, note="x")

    assert "Secret stew" not in curator.get(HISTORY).text
    assert curator.get(f"{HISTORY}?food={secret.pk}").status_code == 404
    version = secret.history.latest("history_id").pk
    assert curator.get(f"{HISTORY}{version}/revert/").status_code == 404
    assert curator.post(f"{HISTORY}{version}/revert/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_number_of_queries_does_not_grow(curator, django_assert_num_queries, rows):
    for _ in range(rows):
        change(FoodFactory(), b12_ug=3)
    with django_assert_num_queries(8):  # session, person, two for rights; versions, those before (2), sources
        curator.get(HISTORY)


@pytest.mark.parametrize("rows", [1, 30])
def test_neither_does_that_of_decisions(curator, django_assert_num_queries, rows):
    for _ in range(rows):
        curator.post(f"/curate/{ConcernFactory().pk}/reject/")
    curator.get(HISTORY)
    with django_assert_num_queries(5):  # session, person, two for rights; decisions
        curator.get(f"{HISTORY}?show=decisions")


def test_one_food_at_a_time_and_thirty_on_a_page(curator):
    food = FoodFactory()
    for n in range(31):
        change(food, note=str(n))
    FoodFactory(name="Another")
    page = curator.get(f"{HISTORY}?food={food.pk}")

    assert len(changes(page)) == 30
    assert {name for name, _, _ in changes(page)} == {food.name}
    assert len(changes(curator.get(page.context["page"].next_url))) == 2
    assert curator.get(f"{HISTORY}?food=9999").status_code == 404


@pytest.mark.parametrize("asked", ["page=0", "page=x", "show=x", "food=x"])
def test_nonsense_in_the_address_shows_the_first_page(curator, asked):
    FoodFactory(name="Salmon")

    assert changes(curator.get(f"{HISTORY}?{asked}"))[0][0] == "Salmon"


def test_nothing_yet(curator):
    assert "Nothing was changed yet." in curator.get(HISTORY).text
    assert "Nothing was decided yet." in curator.get(f"{HISTORY}?show=decisions").text


def test_decisions_stand_with_their_reason_and_can_be_taken_back(curator, another):
    mine, theirs = ConcernFactory(kind=ConcernKind.STALE), ConcernFactory()
    curator.post(f"/curate/{mine.pk}/reject/", {"reason": "Seen in the shop."})
    another.post(f"/curate/{theirs.pk}/retire/")
    ConcernFactory(state="gone", decided_at="2026-03-14T12:00Z")
    page = curator.get(f"{HISTORY}?show=decisions")

    rows = page.context["page"].decisions
    assert [(row.words, row.who, row.reason) for row in rows] == [
        ("retired", "another curator", ""),
        ("rejected", "you", "Seen in the shop."),
    ]
    listed = page.text.partition("<ol")[2].partition("</ol>")[0]
    assert re.findall(r'action="/curate/(\d+)/undo/"', listed) == [str(theirs.pk), str(mine.pk)]


# --- taking back -----------------------------------------------------------------------------------------------------
def test_first_it_is_said_what_taking_back_would_do(curator):
    food = FoodFactory(name="Salmon")
    version = change(food, b12_ug=Decimal("2.5"))
    page = curator.get(f"{HISTORY}{version}/revert/")

    assert "B12 per 100 g 2.5 µg 1 µg" in words(page)
    food.refresh_from_db()
    assert food.b12_ug == Decimal("2.5")


def test_a_change_is_taken_back_once_and_stands_in_the_history(curator, person_who_curates):
    food = FoodFactory()
    version = change(food, b12_ug=Decimal("2.5"), note="later")
    change(food, brand="Kept")
    for _ in range(2):
        page = curator.post(f"{HISTORY}{version}/revert/", follow=True)

    food.refresh_from_db()
    assert (food.b12_ug, food.note, food.brand) == (1, "", "Kept")
    latest = food.history.latest("history_id")
    assert (latest.history_user_id, latest.history_change_reason) == (person_who_curates.pk, "Change taken back")
    assert food.history.count() == 4
    assert "There is nothing to take back: the food is as it was before." in words(page)


def test_what_was_changed_again_since_is_named(curator):
    food = FoodFactory()
    version = change(food, b12_ug=Decimal("2.5"))
    change(food, b12_ug=Decimal(9))

    assert "Changed again since: B12 per 100 g." in words(curator.get(f"{HISTORY}{version}/revert/"))


def test_how_a_food_came_in_cannot_be_taken_back(curator):
    food = FoodFactory()
    version = food.history.get().pk
    page = curator.get(f"{HISTORY}{version}/revert/")

    assert "to take it out, retire it" in page.text
    assert '<form method="post" action="/curate/history/' not in page.text
    curator.post(f"{HISTORY}{version}/revert/")
    assert food.history.count() == 1


def test_a_merge_is_taken_back_among_the_decisions(curator):
    food = FoodFactory()
    version = change(food, merged_into=FoodFactory(), state="retired")

    assert "Two foods were merged here." in curator.get(f"{HISTORY}{version}/revert/").text
    later = change(food, note="x")
    assert "this food was merged into another one since" in curator.get(f"{HISTORY}{later}/revert/").text


def test_what_no_food_can_be_any_more_is_refused_in_a_sentence(curator):
    food = FoodFactory(b12_ug=5, b12_added_ug=5)
    version = change(food, b12_added_ug=0)
    change(food, b12_ug=2)
    page = curator.post(f"{HISTORY}{version}/revert/", follow=True)

    assert "It cannot go back as it was. The added B12 cannot be more than all of it." in words(page)
    food.refresh_from_db()
    assert (food.b12_ug, food.b12_added_ug) == (2, 0)


def test_an_id_that_another_food_has_by_now_is_refused(curator):
    food = FoodFactory()
    source, ref = food.source, food.source_ref
    version = change(food, source_ref="elsewhere")
    FoodFactory(source=source, source_ref=ref)
    page = curator.get(f"{HISTORY}{version}/revert/")

    assert "This id of this source is in the table already." in page.text
