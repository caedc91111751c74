"""What was changed and decided, and taking one change back."""

import re
from copy import copy
from decimal import Decimal

import pytest
from django.db import connection

from foods.importing import runs
from foods.loading import load
from foods.models import ConcernKind, Food, Source
from foods.reports.curate.history import _versions
from tests.factories import ConcernFactory, FoodFactory, UserFactory
from tests.foods.shipments import write_files
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
        ("Imported from foods.csv", "an import"),
        ("Queue: Import conflict", "a curator who has left"),
        (None, "a program, or somebody who has left"),
    ],
)
def test_who_did_it_is_a_kind_of_somebody(curator, why, who):
    food = FoodFactory()
    change(food, why=why, note="x")

    assert changes(curator.get(f"{HISTORY}?food={food.pk}"))[0][1] == who


def as_imported(name: str, *, reason: str = "Imported from foods.csv", by=None) -> Food:
    food = FoodFactory(name=name)
    food.history.update(history_change_reason=reason, history_user=by)
    return food


def listed(page) -> list[str]:
    return [row.name for row in page.context["page"].changes]


def tabs(page) -> list[tuple[str, bool]]:
    return [(label, chosen) for label, _url, chosen in page.context["page"].tabs]


def test_what_people_changed_and_what_imports_changed_are_two_lists(curator, person_who_curates):
    shipped = as_imported("Shipped", reason="Shipped with Cobalog")
    imported = as_imported("Imported")
    change(imported, by=person_who_curates, why="Queue: Import conflict", note="right")
    FoodFactory(name="In the admin")
    people, files = curator.get(HISTORY), curator.get(f"{HISTORY}?show=imports")

    assert listed(people) == ["In the admin", "Imported"]
    assert listed(files) == ["Imported", shipped.name]
    assert [who for _, who, _ in changes(files)] == ["an import", "shipped with Cobalog"]
    assert tabs(people) == [("Changes by people", True), ("Changes by imports", False), ("Decisions", False)]
    assert '<a class="chip-btn" href="/curate/history/?show=imports">Changes by imports</a>' in people.text


def test_a_food_shows_everything_that_was_done_to_it(curator, person_who_curates):
    food = as_imported("Salmon")
    change(food, by=person_who_curates, note="right")
    page = curator.get(f"{HISTORY}?food={food.pk}&show=imports")

    assert [who for _, who, _ in changes(page)] == ["you", "an import"]
    assert tabs(page) == [("All changes", True), ("Decisions", False)]


def test_files_give_the_reasons_by_which_they_are_told_apart(curator, tmp_path):
    (tmp_path / "own.csv").write_text("name,b12_ug,origin\nImported,1,food\n")
    runs.work_on(runs.start(tmp_path / "own.csv").pk)
    load(write_files(tmp_path))
    files = curator.get(f"{HISTORY}?show=imports")

    assert listed(curator.get(HISTORY)) == []
    assert sorted(listed(files)) == ["Egg, boiled", "Imported", "Nutritional yeast, fortified", "Whole milk"]
    assert sorted(who for _, who, _ in changes(files)) == ["an import", *["shipped with Cobalog"] * 3]


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
@pytest.mark.parametrize(("show", "why"), [("changes", None), ("imports", "Imported from foods.csv")])
def test_the_number_of_queries_does_not_grow(curator, django_assert_num_queries, rows, show, why):
    for _ in range(rows):
        change(FoodFactory(), why=why, b12_ug=3)
    with django_assert_num_queries(8):  # session, person, two for rights; versions, those before (2), sources
        page = curator.get(f"{HISTORY}?show={show}")
    assert len(listed(page)) == min(30, rows * (2 if show == "changes" else 1))


def plan_of(show: str) -> str:
    """How the database reads a page of thirty."""
    return _versions(show, None)[:31].explain()


@pytest.mark.parametrize(
    ("show", "index"), [("changes", "food_versions_of_people"), ("imports", "food_versions_shared")]
)
def test_each_list_is_read_in_the_order_of_an_index(db, show, index):
    food = FoodFactory()
    version = food.history.get()
    version.history_change_reason = "Imported from foods.csv"
    lines = [copy(version) for _ in range(3_000)]
    for line in lines:
        line.pk = None
    type(version).objects.bulk_create(lines)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE foods_historicalfood")
    plan = plan_of(show)

    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


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
    assert "Nobody changed anything yet. What imports changed has a list of its own." in curator.get(HISTORY).text
    assert "Nothing was changed yet." in curator.get(f"{HISTORY}?show=imports").text
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
