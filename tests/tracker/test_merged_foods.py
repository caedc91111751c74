"""Two foods were merged: what people logged stays, and what they are offered is the one that is left."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from foods.choices import State
from foods.curation.merging import merge_foods, unmerge
from foods.models import Food
from tests.factories import EntryFactory, FoodFactory, PhaseFactory, PortionFactory, RegimenFactory, UserFactory
from tests.foods.curation.people import NOW, a_curator
from tracker import actions
from tracker.domain.usuals import Usual
from tracker.regimens import read_doses, regimens_of, taken_by
from tracker.reports.matches import matches
from tracker.reports.recent import MERGED, last_ways
from tracker.reports.suggested import ANYBODY
from tracker.reports.usuals import chips, suggestions

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def loser() -> Food:
    return FoodFactory(name="Tuna, oil", b12_ug=Decimal(2))


@pytest.fixture
def winner() -> Food:
    return FoodFactory(name="Tuna in oil", b12_ug=Decimal(3))


def merge(loser: Food, winner: Food) -> dict:
    return merge_foods(loser.pk, winner.pk, by=a_curator(), now=NOW)


def usual(food: Food, portion=None, amount: str = "1") -> Usual:
    return Usual(food.pk, portion and portion.pk, amount=Decimal(amount), weight=1.0)


def test_entries_keep_what_was_logged(person, loser, winner):
    entry = EntryFactory(owner=person, food=loser)
    merge(loser, winner)
    kept = person.entries.get()

    assert (kept.food, kept.name, kept.swallowed_ug) == (loser, "Tuna, oil", entry.swallowed_ug)


def test_a_usual_offers_the_winner_in_the_portion_of_the_same_name(loser, winner):
    tin, other_tin = PortionFactory(food=loser, name="tin", quantity=80), PortionFactory(food=winner, name="tin")
    merge(loser, winner)
    (chip,) = chips([usual(loser, tin, "2")])

    assert (chip.food_id, chip.name, chip.amount, chip.ug) == (winner.pk, "Tuna in oil", "2 × tin, 400\u00a0g", 12)
    assert chip.what == f"{winner.pk}:{other_tin.pk}:2"


def test_a_usual_in_a_portion_that_the_winner_lacks_is_offered_in_g(loser, winner):
    tin = PortionFactory(food=loser, name="tin", quantity=Decimal("80.5"))
    PortionFactory(food=winner, name="can")
    merge(loser, winner)
    (chip,) = chips([usual(loser, tin, "0.5")])

    assert (chip.amount, chip.what) == ("40\u00a0g", f"{winner.pk}:base:40.25")


def test_both_being_usual_make_one_button(loser, winner):
    merge(loser, winner)

    assert [chip.what for chip in chips([usual(loser, amount="80"), usual(winner, amount="50")])] == [
        f"{winner.pk}:base:80"
    ]


def test_the_button_logs(signed_in, person, loser, winner):
    merge(loser, winner)
    (chip,) = chips([usual(loser, amount="80")])
    signed_in.post(reverse("log"), {"what": chip.what})

    assert (person.entries.get().food, person.entries.get().swallowed_ug) == (winner, Decimal("2.4"))


def test_the_search_remembers_for_the_winner(person, loser, winner):
    tin = PortionFactory(food=loser, name="tin", quantity=80)
    for _ in range(3):
        EntryFactory(owner=person, food=loser, portion=tin, portion_name="tin", amount=1, quantity=80)
    merge(loser, winner)

    assert dict(last_ways(person)) == {winner.pk: (MERGED, 1, 3)}
    (row,) = matches(person, "tuna").rows
    assert (row.food_id, row.tag) == (winner.pk, "usual")


def test_the_way_the_winner_was_had_in_itself_is_the_one_that_is_remembered(person, loser, winner):
    for day, food, amount in ((10, winner, 50), (12, loser, 80), (13, loser, 80)):
        moment = NOW.replace(day=day)
        EntryFactory(owner=person, food=food, amount=amount, quantity=amount, eaten_at=moment)
    merge(loser, winner)

    assert dict(last_ways(person)) == {winner.pk: (None, 50, 3)}


def test_the_search_asks_no_more_for_merged_foods(person, loser, winner, django_assert_num_queries):
    EntryFactory(owner=person, food=loser)
    merge(loser, winner)
    with django_assert_num_queries(2):
        matches(person, "tuna")


def test_the_same_again_is_the_winner(person, loser, winner):
    tin = PortionFactory(food=loser, name="tin", quantity=80)
    same = PortionFactory(food=winner, name="tin", quantity=80)
    entry = EntryFactory(owner=person, food=loser, portion=tin, portion_name="tin", amount=2, quantity=160)
    merge(loser, winner)
    entry = person.entries.get(pk=entry.pk)
    again = actions.again(by=person, entry=entry, uid=entry.uid, now=NOW).entry

    assert (again.food, again.portion, again.name, again.quantity) == (winner, same, "Tuna in oil", 160)
    assert again.swallowed_ug == Decimal("4.8")


def test_the_same_again_is_as_heavy_where_the_portion_is_another(person, loser, winner):
    tin = PortionFactory(food=loser, name="tin", quantity=80)
    PortionFactory(food=winner, name="tin", quantity=100)
    entry = EntryFactory(owner=person, food=loser, portion=tin, portion_name="tin", amount=2, quantity=160)
    merge(loser, winner)
    (copy,) = actions.copy(
        by=person, entries=[person.entries.get(pk=entry.pk)], day=TODAY, uid=entry.uid, now=NOW
    )  # fmt: skip

    assert (copy.entry.food, copy.entry.portion, copy.entry.portion_name) == (winner, None, "tin")
    assert (copy.entry.quantity, copy.entry.swallowed_ug) == (160, Decimal("4.8"))


def test_a_suggestion_that_was_merged_offers_the_winner(winner):
    source, ref = ANYBODY.wanted[0]
    wished = FoodFactory(source__key=source, source_ref=ref, name="Wished for")
    PortionFactory(food=wished)
    assert [chip.food_id for chip in suggestions()] == [wished.pk]
    merge(wished, winner)

    assert [chip.food_id for chip in suggestions()] == [winner.pk]


def test_a_dose_of_either_is_a_dose_of_the_plan(person):
    old, new = FoodFactory(tablet=True, name="Old"), FoodFactory(tablet=True, name="New")
    own = RegimenFactory(owner=person, food=old)
    PhaseFactory(regimen=own)
    EntryFactory(owner=person, food=old, eaten_at=NOW - dt.timedelta(days=1), origin="supplement")
    merge(old, new)
    EntryFactory(owner=person, food=new, eaten_at=NOW, origin="supplement")
    rows = read_doses(person, since=TODAY - dt.timedelta(days=30))

    assert [dose.on.day for dose in taken_by(regimens_of(person), rows)[own.pk]] == [13, 14]


def test_the_links_of_a_merge_that_was_taken_back_lead_home(loser, winner):
    undo = merge(loser, winner)
    assert [chip.food_id for chip in chips([usual(loser, amount="80")])] == [winner.pk]
    unmerge(undo, by=a_curator())

    assert [chip.food_id for chip in chips([usual(loser, amount="80")])] == [loser.pk]


def test_an_own_food_that_everybody_got_is_offered_as_that(person, winner):
    mine = FoodFactory(owner=person, name="My tuna", source=None, source_ref="")
    EntryFactory(owner=person, food=mine)
    merge(mine, winner)

    assert [chip.name for chip in chips([usual(mine, amount="80")])] == ["Tuna in oil"]
    assert Food.objects.get(pk=mine.pk).state == State.RETIRED
    assert list(winner.aliases.all()) == []


def test_somebody_who_logged_nothing_of_it_sees_nothing_of_it(loser, winner):
    EntryFactory(food=loser)
    merge(loser, winner)

    assert dict(last_ways(UserFactory())) == {}
