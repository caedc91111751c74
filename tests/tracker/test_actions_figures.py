"""A figure for a food without one: where it goes, what it corrects, and that once is once."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import connection

from foods import search
from foods.choices import Basis, Form, Origin, Route, State
from foods.models import Food, Portion
from foods.units import ug_in
from tests.factories import AliasFactory, EntryFactory, FoodFactory, PortionFactory, UserFactory
from tests.tracker.test_actions_at_once import AT_ONCE, at_once
from tracker import actions, actions_erasing
from tracker.models import Entry, figures

UID, OTHER_UID = uuid.UUID(int=7), uuid.UUID(int=8)
NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


@pytest.fixture
def pot(db) -> Portion:
    """A pot of 150 g of a yoghurt of the table that nobody has a figure for."""
    food = FoodFactory(unknown=True, name="Oat yoghurt", brand="Acme", category="plant_dairy", form=Form.NOT_STATED)
    PortionFactory(food=food, name="spoon", quantity=Decimal(20), is_default=False)
    AliasFactory(food=food, name="Haferjoghurt", language="de")
    search.reindex([food.pk])
    return PortionFactory(food=food, name="pot", quantity=Decimal(150))


@pytest.fixture
def curry(person) -> Portion:
    """One portion of a curry of the person's own that they had no figure for."""
    return actions.add_own_food(by=person, name="Curry", b12_ug=None)[1]


def logged(person, portion: Portion, amount: str = "1", *, uid: int = 1) -> Entry:
    return actions.log(
        by=person,
        food=Food.objects.get(pk=portion.food_id),
        portion=portion,
        amount=Decimal(amount),
        eaten_at=NOW,
        uid=uuid.UUID(int=uid),
    ).entry


def give(person, portion: Portion, ug: str | None = "1.5", *, per: Portion | None = None, **said) -> actions.Given:
    options = {"origin": Origin.ADDED, "past": True, "uid": UID} | said
    food = Food.objects.get(pk=portion.food_id)
    return actions.give_figure(
        by=person, food=food, portion=per or portion, ug=None if ug is None else Decimal(ug), **options
    )


def fresh(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


# --- a food of the table ----------------------------------------------------------------------------------------------
def test_the_table_stays_as_it_is_and_the_figure_goes_to_an_own_food(person, pot):
    before = Food.objects.filter(pk=pot.food_id).values().get()
    given = give(person, pot)
    own = person.foods.get()

    assert Food.objects.filter(pk=pot.food_id).values().get() == before
    assert (given.food, given.new) == (own, True)
    assert (own.b12_ug, own.b12_unknown, own.b12_added_ug) == (Decimal("1.0000"), False, None)
    assert (own.name, own.brand, own.category, own.basis) == ("Oat yoghurt", "Acme", "plant_dairy", Basis.G100)
    assert (own.origin, own.grade, own.source, own.source_ref, own.state) == ("added", "user", None, "", "published")
    assert [(p.name, p.quantity, p.is_default) for p in own.portions.order_by("pk")] == [
        ("spoon", 20, False), ("pot", 150, True),
    ]  # fmt: skip


def test_the_own_food_is_offered_first_to_its_owner_and_to_nobody_else(person, pot):
    own = give(person, pot).food

    assert [hit.food_id for hit in search.search("oat yog", owner_id=person.pk).hits] == [own.pk, pot.food_id]
    assert [hit.food_id for hit in search.search("haferjoghurt", owner_id=person.pk).hits] == [own.pk, pot.food_id]
    assert [hit.food_id for hit in search.search("oat yog", owner_id=UserFactory().pk).hits] == [pot.food_id]


def test_past_entries_take_the_figure_and_keep_amount_and_time(person, pot):
    entry = logged(person, pot, "2")
    Entry.objects.update(updated_at=NOW)
    given = give(person, pot)
    after = fresh(entry)

    assert given.entries == 1
    assert (after.food, after.portion) == (given.food, given.food.portions.get(name="pot"))
    assert (after.amount, after.quantity, after.portion_name) == (2, 300, "pot")
    assert (after.eaten_at, after.local_date, after.uid) == (entry.eaten_at, entry.local_date, entry.uid)
    assert after.updated_at > NOW
    assert (after.swallowed_ug, after.counted_ug, after.origin, after.grade) == (3, 3, "added", "user")


def test_past_entries_stay_where_that_was_not_asked_for(person, pot):
    entry = logged(person, pot)
    given = give(person, pot, past=False)

    assert given.entries == 0
    assert (fresh(entry).food_id, fresh(entry).counted_ug) == (pot.food_id, None)


def test_nobody_elses_entries_and_none_that_have_a_figure_are_touched(person, pot):
    theirs, mine = logged(UserFactory(), pot), logged(person, pot)
    kept = EntryFactory(owner=person, food=pot.food, swallowed_ug=Decimal(9))
    pieces = EntryFactory(owner=person, food=pot.food, swallowed_ug=None, basis=Basis.UNIT)
    removed = EntryFactory(owner=person, food=pot.food, swallowed_ug=None, removed_at=NOW)
    given = give(person, pot)

    assert given.entries == 1
    assert fresh(mine).counted_ug == Decimal("1.5")
    for entry in (theirs, kept, pieces, removed):
        after = Entry.with_removed.get(pk=entry.pk)
        assert (after.food_id, after.swallowed_ug) == (pot.food_id, entry.swallowed_ug)


@pytest.mark.parametrize(("per", "ug", "figure"), [("pot", "1.5", "1"), ("spoon", "1", "5"), (None, "0.8", "0.8")])
def test_the_figure_is_kept_per_100_g_whatever_it_was_said_for(person, pot, per, ug, figure):
    food = pot.food
    portion = food.portions.get(name=per) if per else None
    given = actions.give_figure(
        by=person, food=food, portion=portion, ug=Decimal(ug), origin="food", past=False, uid=UID
    )  # fmt: skip

    assert given.food.b12_ug == Decimal(figure)


def test_nought_is_a_figure(person, pot):
    entry = logged(person, pot)
    own = give(person, pot, "0").food

    assert (own.b12_ug, own.b12_unknown) == (0, False)
    assert fresh(entry).counted_ug == 0


@pytest.mark.parametrize(
    ("origin", "route", "added"),
    [
        (Origin.FOOD, "swallowed", None),
        (Origin.ADDED, "swallowed", None),
        (Origin.SUPPLEMENT, "swallowed", Decimal("1.0000")),
        (Origin.INJECTED, "injected", Decimal("1.0000")),
    ],
)
def test_how_it_got_there_decides_how_it_is_taken(person, pot, origin, route, added):
    entry = logged(person, pot)
    own = give(person, pot, origin=origin).food
    after = fresh(entry)

    assert (own.origin, own.route, own.b12_added_ug) == (origin, route, added)
    assert (after.origin, after.route, after.added_ug) == (origin, route, None if added is None else Decimal("1.5"))


def test_what_was_bound_in_food_is_not_any_more_where_it_was_added(person, pot):
    Food.objects.filter(pk=pot.food_id).update(form=Form.BOUND, route=Route.INJECTED)

    assert (give(person, pot).food.form, person.foods.get().route) == (Form.NOT_STATED, Route.SWALLOWED)


def test_many_different_quantities_are_all_corrected(person, pot, monkeypatch):
    monkeypatch.setattr(figures, "AT_ONCE", 3)
    for n in range(8):
        logged(person, pot, f"{1 + n // 2}.{n % 2}25", uid=n)
    EntryFactory(owner=person, food=pot.food, swallowed_ug=None, quantity=Decimal("33.333"), portion_name="")

    assert give(person, pot, "1.4987", origin=Origin.SUPPLEMENT).entries == 9
    for entry in person.entries.all():
        exact = ug_in(entry.quantity, person.foods.get().b12_ug, "g100")
        assert (entry.swallowed_ug, entry.added_ug, entry.has_newer_figure()) == (exact, exact, False)
    assert {(entry.portion_name, entry.portion and entry.portion.name) for entry in person.entries.all()} == {
        ("pot", "pot"), ("", None),
    }  # fmt: skip


# --- again ------------------------------------------------------------------------------------------------------------
def test_the_same_form_twice_does_nothing_the_second_time(person, pot):
    first = give(person, pot)
    give(person, pot, "3", uid=OTHER_UID)
    late = logged(person, pot)
    again = give(person, pot)

    assert (again.food, again.entries, again.new) == (first.food, 0, False)
    assert (person.foods.count(), person.foods.get().b12_ug) == (1, 2)
    assert fresh(late).counted_ug is None


def test_two_people_may_send_the_same_uid(person, pot):
    other = UserFactory()

    assert [give(one, pot).new for one in (person, other)] == [True, True]
    assert (person.foods.count(), other.foods.count()) == (1, 1)


def test_a_second_figure_goes_to_the_same_own_food_and_leaves_what_has_one(person, pot):
    early = logged(person, pot)
    give(person, pot)
    late = logged(person, pot, uid=2)
    given = give(person, pot, "3", uid=OTHER_UID)

    assert (person.foods.get(), given.entries) == (given.food, 1)
    assert given.food.portions.count() == 2
    assert (fresh(early).counted_ug, fresh(late).counted_ug) == (Decimal("1.5"), 3)


@pytest.mark.parametrize(
    "other",
    [{"name": "Rice yoghurt"}, {"brand": ""}, {"basis": Basis.ML100}, {"state": State.RETIRED}, {"owner": None}],
)
def test_only_an_own_food_that_is_the_same_is_used(person, pot, other):
    fields = {"owner": person, "source": None, "source_ref": "", "name": "oat YOGHURT", "brand": "acme"} | other
    if fields["owner"] is None:
        fields |= {"owner": UserFactory()}
    before = FoodFactory(**fields)

    assert give(person, pot).food != before


def test_an_own_food_of_the_same_name_is_used_and_gets_the_portions_it_lacks(person, pot):
    mine = FoodFactory(owner=person, source=None, source_ref="", name="oat yoghurt", brand="ACME", unknown=True)
    PortionFactory(food=mine, name="spoon", quantity=Decimal(25))
    given = give(person, pot)

    assert given.food == mine
    assert [(p.name, p.quantity, p.is_default) for p in mine.portions.order_by("pk")] == [
        ("spoon", 25, True), ("pot", 150, False),
    ]  # fmt: skip


def test_an_entry_whose_portion_the_food_lost_keeps_its_name_and_weight(person, pot):
    entry = logged(person, pot, "2")
    pot.delete()
    food = Food.objects.get(pk=pot.food_id)
    actions.give_figure(by=person, food=food, portion=None, ug=Decimal(1), origin="food", past=True, uid=UID)
    after = fresh(entry)

    assert (after.portion, after.portion_name, after.quantity, after.counted_ug) == (None, "pot", 300, 3)


# --- a food of one's own ----------------------------------------------------------------------------------------------
def test_an_own_food_without_a_figure_gets_it_and_its_entries_too(person, curry):
    entry = logged(person, curry)
    given = give(person, curry, "2.5", name="Canteen curry")

    assert (given.food.pk, given.entries, person.foods.count()) == (curry.food_id, 1, 1)
    assert (given.food.name, given.food.b12_ug, given.food.b12_unknown) == ("Canteen curry", Decimal("2.5"), False)
    assert (fresh(entry).name, fresh(entry).counted_ug) == ("Canteen curry", Decimal("2.5"))


def test_a_renamed_food_is_found_by_its_new_name(person, curry):
    give(person, curry, name="Laksa")

    assert [hit.name for hit in search.search("laksa", owner_id=person.pk).hits] == ["Laksa"]
    assert search.search("curry", owner_id=person.pk).hits == ()


def test_a_change_leaves_what_was_logged_alone_and_corrects_all_of_it_when_asked(person, curry):
    unknown = logged(person, curry)
    give(person, curry, "2", past=False)
    known = logged(person, curry, uid=2)
    give(person, curry, "3", past=False, uid=OTHER_UID)

    assert (fresh(unknown).counted_ug, fresh(known).counted_ug) == (None, 2)
    assert give(person, curry, "4", uid=uuid.UUID(int=9)).entries == 2
    assert (fresh(unknown).counted_ug, fresh(known).counted_ug) == (4, 4)


def test_an_own_food_may_become_unknown_again(person, curry):
    give(person, curry, "2", origin=Origin.SUPPLEMENT)
    entry = logged(person, curry)
    own = give(person, curry, None, uid=OTHER_UID).food

    assert (own.b12_ug, own.b12_unknown, own.b12_added_ug) == (None, True, None)
    assert (fresh(entry).swallowed_ug, fresh(entry).counted_ug) == (None, None)


def test_the_history_says_what_the_figure_was_before_though_the_food_was_made_without_one(person, curry):
    give(person, curry, "2")
    give(person, curry, "3", uid=OTHER_UID)
    versions = curry.food.history.order_by("history_date", "history_id")

    assert [version.b12_ug for version in versions] == [None, 2, 3]
    assert versions[0].history_date == curry.food.created_at


def test_saving_a_food_unchanged_does_not_let_its_figure_drift(person):
    food = FoodFactory(owner=person, source=None, source_ref="", b12_ug=Decimal("0.3333"))
    spoon = PortionFactory(food=food, name="spoon", quantity=Decimal(5))

    assert give(person, spoon, "0.0167").food.b12_ug == Decimal("0.3333")


def test_a_range_that_the_new_figure_does_not_fit_goes(person):
    food = FoodFactory(owner=person, source=None, source_ref="", low_ug=Decimal("0.5"), high_ug=Decimal(2))

    assert give(person, PortionFactory(food=food), "90").food.low_ug is None


# --- the table has a figure by now ------------------------------------------------------------------------------------
def test_entries_without_a_figure_take_the_one_the_table_has_by_now(person, pot):
    entry, theirs = logged(person, pot), logged(UserFactory(), pot)
    kept = EntryFactory(owner=person, food=pot.food, swallowed_ug=Decimal(9))
    Food.objects.filter(pk=pot.food_id).update(b12_ug=Decimal(2), b12_unknown=False)
    food = Food.objects.get(pk=pot.food_id)

    assert [actions.use_figure(by=person, food=food) for _ in range(2)] == [1, 0]
    assert (fresh(entry).food, fresh(entry).portion, fresh(entry).counted_ug) == (food, pot, 3)
    assert (fresh(theirs).counted_ug, fresh(kept).counted_ug) == (None, 9)


# --- retired and back -------------------------------------------------------------------------------------------------
def test_a_retired_food_is_not_found_its_entries_stay_and_it_can_come_back(person, curry):
    entry = logged(person, curry)
    for offered, found in ((False, []), (False, []), (True, ["Curry"])):
        actions.offer(food=person.foods.get(), offered=offered)
        assert [hit.name for hit in search.search("curry", owner_id=person.pk).hits] == found

    assert fresh(entry).name == "Curry"
    assert [version.state for version in curry.food.history.order_by("history_id")][:2] == ["published", "retired"]


def test_retiring_does_not_write_what_another_tab_changed(person, curry):
    stale = person.foods.get()
    give(person, curry, "2")
    actions.offer(food=stale, offered=False)

    assert (person.foods.get().b12_ug, person.foods.get().state) == (2, "retired")


# --- leaving ----------------------------------------------------------------------------------------------------------
def test_nothing_of_it_outlives_its_owner(person, pot):
    logged(person, pot)
    own = give(person, pot).food
    assert own.history.exists()
    pk = own.pk
    actions_erasing.erase_person(person=person)

    assert not Food.history.filter(id=pk).exists()
    assert list(Food.objects.all()) == [pot.food]


# --- figures of speed -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("entries", [1, 30])
def test_as_many_queries_for_one_entry_as_for_thirty(person, pot, entries, django_assert_num_queries):
    for n in range(entries):
        logged(person, pot, str(n + 1), uid=n)
    food = Food.objects.prefetch_related("portions").get(pk=pot.food_id)
    # on PostgreSQL writers of the index take turns, and its words go in one statement in place of two
    with django_assert_num_queries(22):
        given = actions.give_figure(
            by=person, food=food, portion=pot, ug=Decimal(1), origin="food", past=True, uid=UID
        )  # fmt: skip

    assert given.entries == entries


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="a test database in memory locks whole tables")
def test_one_form_sent_many_times_at_once_makes_one_food_and_corrects_once():
    person, portion = UserFactory(), PortionFactory(food=FoodFactory(unknown=True))
    logged(person, portion)
    made = at_once(lambda n: give(person, portion))

    assert sorted((given.new, given.entries) for given in made) == [(False, 0)] * (AT_ONCE - 1) + [(True, 1)]
    assert (person.foods.count(), person.entries.get().counted_ug) == (1, Decimal("1.5"))
