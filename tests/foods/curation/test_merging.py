"""Two foods become one, and two again."""

from decimal import Decimal

import pytest

from foods import search
from foods.choices import State
from foods.curation.merging import merge_foods, unmerge
from foods.curation.writing import Refused
from foods.models import Alias, Food
from tests.factories import AliasFactory, FoodFactory, PortionFactory, UserFactory
from tests.foods.curation.people import NOW, a_curator

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return a_curator()


def names(food: Food) -> set[tuple[str, str]]:
    return set(Alias.objects.filter(food=food).values_list("language", "name"))


def fresh(food: Food) -> Food:
    return Food.objects.get(pk=food.pk)


def test_the_loser_is_retired_and_points_to_the_winner(curator):
    loser, winner = FoodFactory(name="Tuna, oil"), FoodFactory(name="Tuna in brine")
    merge_foods(loser.pk, winner.pk, by=curator, now=NOW)
    loser = fresh(loser)

    assert (loser.state, loser.merged_into, loser.name) == (State.RETIRED, winner, "Tuna, oil")
    line = loser.history.first()
    assert (line.history_user, line.history_change_reason) == (curator, f"Merged into food {winner.pk}")
    assert winner.history.count() == 1  # nothing of it changed


def test_other_names_come_along_and_the_search_finds_by_them(curator):
    loser, winner = FoodFactory(name="Tunny", brand="Mill"), FoodFactory(name="Tuna")
    AliasFactory(food=loser, name="Thon", language="fr")
    AliasFactory(food=loser, name="TUNAS", language="en")  # the winner is found by that already
    AliasFactory(food=winner, name="Thunfisch", language="de")
    merge_foods(loser.pk, winner.pk, by=curator, now=NOW)

    assert names(winner) == {("en", "Tunny, Mill"), ("fr", "Thon"), ("de", "Thunfisch")}
    assert [hit.food_id for hit in search.search("thon").hits] == [winner.pk]


def test_a_name_that_is_too_long_for_an_alias_is_left_out(curator):
    loser, winner = FoodFactory(name="t" * 121), FoodFactory()
    merge_foods(loser.pk, winner.pk, by=curator, now=NOW)

    assert names(winner) == set()


def test_nothing_of_a_private_food_becomes_public(curator):
    mine = FoodFactory(owner=UserFactory(), name="For my knee", source=None, source_ref="", prominence=9)
    AliasFactory(food=mine, name="secret")
    PortionFactory(food=mine)
    winner = FoodFactory()
    merge_foods(mine.pk, winner.pk, by=curator, now=NOW)

    assert (names(winner), winner.portions.count(), fresh(winner).prominence) == (set(), 0, 0)


@pytest.mark.parametrize(("theirs", "basis", "count"), [(0, "g100", 1), (1, "g100", 1), (0, "unit", 0)])
def test_portions_come_along_where_the_winner_has_none_of_its_unit(curator, theirs, basis, count):
    loser, winner = FoodFactory(), FoodFactory(basis=basis)
    PortionFactory(food=loser, name="tin", quantity=Decimal(80))
    for _ in range(theirs):
        PortionFactory(food=winner, name="can")
    merge_foods(loser.pk, winner.pk, by=curator, now=NOW)

    assert [one.name for one in winner.portions.all()] == (["can"] if theirs else ["tin"] * count)


def test_the_winner_is_found_as_easily_as_the_loser_was(curator):
    loser, winner = FoodFactory(prominence=7), FoodFactory(prominence=2)
    undo = merge_foods(loser.pk, winner.pk, by=curator, now=NOW)
    assert fresh(winner).prominence == 7
    unmerge(undo, by=curator)

    assert fresh(winner).prominence == 2


@pytest.mark.parametrize(("theirs", "then"), [("", "4012345678901"), ("40123455", "40123455")])
def test_the_barcode_comes_along_where_the_winner_has_none(curator, theirs, then):
    loser, winner = FoodFactory(gtin="4012345678901"), FoodFactory(gtin=theirs)
    undo = merge_foods(loser.pk, winner.pk, by=curator, now=NOW)
    assert fresh(winner).gtin == then
    unmerge(undo, by=curator)

    assert fresh(winner).gtin == theirs


def test_foods_that_pointed_to_the_loser_follow_and_go_back(curator):
    first, second, third = (FoodFactory(name=name) for name in ("One", "Two", "Three"))
    merge_foods(first.pk, second.pk, by=curator, now=NOW)
    undo = merge_foods(second.pk, third.pk, by=curator, now=NOW)
    assert (fresh(first).merged_into, fresh(second).merged_into) == (third, third)
    unmerge(undo, by=curator)

    assert (fresh(first).merged_into, fresh(second).merged_into) == (second, None)
    assert (fresh(first).state, fresh(second).state) == (State.RETIRED, State.PUBLISHED)


def test_a_merge_is_taken_back_whole(curator):
    loser, winner = FoodFactory(name="Tunny"), FoodFactory(name="Tuna")
    PortionFactory(food=loser)
    undo = merge_foods(loser.pk, winner.pk, by=curator, now=NOW)
    touched = unmerge(undo, by=curator)

    assert touched == sorted([loser.pk, winner.pk])
    assert (names(winner), winner.portions.count()) == (set(), 0)
    assert [hit.food_id for hit in search.search("tunny").hits] == [loser.pk]
    assert fresh(loser).history.first().history_change_reason == "Merge taken back"


def test_a_merge_of_what_was_published_again_since_is_not_taken_back(curator):
    loser, winner = FoodFactory(name="Tunny"), FoodFactory()
    undo = merge_foods(loser.pk, winner.pk, by=curator, now=NOW)
    Food.objects.filter(pk=loser.pk).update(state=State.PUBLISHED, merged_into=None)
    with pytest.raises(Refused, match="Tunny was changed again since"):
        unmerge(undo, by=curator)


@pytest.mark.parametrize("winner", [{"state": State.RETIRED}, {"state": State.DRAFT}, {"owner": "somebody"}])
def test_only_a_published_shared_food_takes_others_in(curator, winner):
    if winner.get("owner"):
        winner = {"owner": UserFactory()}
    loser, winner = FoodFactory(), FoodFactory(name="Winner", **winner)
    with pytest.raises(Refused, match="Winner is not a published food, so nothing"):
        merge_foods(loser.pk, winner.pk, by=curator, now=NOW)


def test_a_food_is_not_merged_into_itself_nor_into_nothing_nor_twice(curator):
    loser, winner, other = FoodFactory(name="Loser"), FoodFactory(), FoodFactory()
    for pair in ((loser.pk, loser.pk), (loser.pk, 10**9), (10**9, loser.pk)):
        with pytest.raises(Refused, match="Two different foods are needed"):
            merge_foods(*pair, by=curator, now=NOW)
    merge_foods(loser.pk, winner.pk, by=curator, now=NOW)
    with pytest.raises(Refused, match="Loser was merged into another food already"):
        merge_foods(loser.pk, other.pk, by=curator, now=NOW)
