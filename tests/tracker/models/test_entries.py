"""One entry: it holds what was true when it was logged."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from foods.choices import Basis, Grade, Origin, Reliability
from foods.models import Food, Portion
from tests.factories import EntryFactory, FoodFactory, PortionFactory
from tracker.models import Entry
from tracker.models.entries import FIGURES, quantity_of


def logged(food: Food, portion: Portion | None = None, amount: str = "1", **fields) -> Entry:
    """An entry as the database gives it back."""
    made = Entry.of(food, portion=portion, amount=Decimal(amount))
    stored = EntryFactory(
        food=food, portion=portion, portion_name=made.portion_name, amount=made.amount, quantity=made.quantity,
        **{field: getattr(made, field) for field in FIGURES}, **fields,
    )  # fmt: skip
    return Entry.objects.get(pk=stored.pk)


@pytest.fixture
def glass(db) -> Portion:
    """A glass of 200 g of something with 1 µg in 100 g."""
    return PortionFactory()


@pytest.mark.parametrize(
    ("basis", "b12", "added", "amount", "swallowed", "of_it_added"),
    [
        (Basis.G100, "1", "0.4", "1.5", "3.0000", "1.2000"),
        (Basis.ML100, "0.41", None, "1", "0.8200", None),
        (Basis.UNIT, "10", "10", "2", "4000.0000", "4000.0000"),
        (Basis.G100, None, None, "1", None, None),
        (Basis.G100, "0", "0", "1", "0.0000", "0.0000"),
    ],
)
def test_a_new_entry_takes_amount_times_portion_times_figure(glass, basis, b12, added, amount, swallowed, of_it_added):
    food = glass.food
    food.basis, food.b12_ug = basis, b12 and Decimal(b12)
    food.b12_added_ug = added and Decimal(added)
    entry = Entry.of(food, portion=glass, amount=Decimal(amount))

    assert entry.swallowed_ug == (swallowed and Decimal(swallowed))
    assert entry.added_ug == (of_it_added and Decimal(of_it_added))
    assert (entry.quantity, entry.portion_name, entry.name) == (Decimal(amount) * 200, "glass", food.name)


def test_an_edit_of_the_food_changes_nothing_that_was_logged(glass):
    entry = logged(glass.food, glass)
    before = Entry.objects.values().get()
    Food.objects.update(
        name="Something else", b12_ug=9, b12_added_ug=9, origin=Origin.ADDED, grade=Grade.ANALYSED,
        reliability=Reliability.DISPUTED, basis=Basis.ML100,
    )  # fmt: skip
    glass.name, glass.quantity = "bucket", Decimal(5000)
    glass.save()

    assert Entry.objects.values().get() == before
    assert entry.what == "1 glass, 200\u00a0g"


@pytest.mark.parametrize(
    ("reliability", "swallowed", "counted"),
    [("active", "1.5", "1.5"), ("active", None, None), ("disputed", "1.5", "0"), ("inactive", None, "0")],
)
def test_only_what_people_can_use_counts(db, reliability, swallowed, counted):
    entry = EntryFactory(reliability=reliability, swallowed_ug=swallowed and Decimal(swallowed))

    assert Entry.objects.get(pk=entry.pk).counted_ug == (counted and Decimal(counted))


def test_a_food_somebody_logged_cannot_be_deleted(glass):
    logged(glass.food, glass)

    with pytest.raises(ProtectedError):
        glass.food.delete()


def test_a_food_in_a_removed_entry_cannot_be_deleted_either(glass):
    EntryFactory(food=glass.food, removed_at="2026-03-14T09:00:00Z")

    with pytest.raises(ProtectedError):
        glass.food.delete()


def test_an_entry_survives_its_portion(glass):
    entry = logged(glass.food, glass, "2")
    glass.delete()
    entry.refresh_from_db()

    assert (entry.portion, entry.what, entry.swallowed_ug) == (None, "2 × glass, 400\u00a0g", 4)
    assert (entry.lost_portion.name, entry.lost_portion.quantity) == ("glass", 200)


def test_an_entry_in_grams_or_with_its_portion_has_lost_none(glass):
    assert logged(glass.food, glass).lost_portion is None
    assert logged(glass.food, None, "50").lost_portion is None


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": 0},
        {"quantity": Decimal(-1)},
        {"swallowed_ug": Decimal(-1)},
        {"local_minute": 1440},
    ],
)
def test_the_database_refuses_what_cannot_be(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(**fields)


def test_one_person_has_a_uid_once_and_two_people_may_share_it(db):
    first = EntryFactory()
    EntryFactory(uid=first.uid)

    with pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(uid=first.uid, owner=first.owner)


def test_removed_entries_are_in_no_list_of_a_person(person):
    EntryFactory(owner=person, removed_at="2026-03-14T09:00:00Z")
    there = EntryFactory(owner=person)

    assert list(person.entries.all()) == [there]
    assert person.entries(manager="with_removed").count() == 2


# --- has the food another figure now? ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("edit", "newer"),
    [
        ({}, False),
        ({"name": "Salmon, raw"}, False),
        ({"b12_ug": Decimal("1.0000")}, False),
        ({"b12_ug": Decimal(2)}, True),
        ({"b12_ug": None, "b12_unknown": True, "b12_added_ug": None}, True),
        ({"b12_ug": Decimal(0)}, True),
        ({"reliability": Reliability.DISPUTED}, True),
        ({"basis": Basis.UNIT}, False),  # pieces and grams cannot be compared
    ],
)
def test_an_entry_says_whether_it_would_count_otherwise_today(glass, edit, newer):
    entry = logged(glass.food, glass)
    Food.objects.filter(pk=glass.food_id).update(**edit)

    assert Entry.objects.get(pk=entry.pk).has_newer_figure() is newer


def test_a_measured_figure_of_a_look_alike_may_change_it_counts_nothing_all_the_same(db):
    food = FoodFactory(reliability=Reliability.INACTIVE, b12_ug=40)
    entry = logged(food, None, "100")
    Food.objects.update(b12_ug=50)

    assert Entry.objects.get(pk=entry.pk).has_newer_figure() is False


@pytest.mark.parametrize("amount", ["0.333", "0.667", "1.001", "2.125"])
@pytest.mark.parametrize("quantity", ["28.35", "0.5", "33.333", "244"])
def test_what_was_just_logged_has_no_newer_figure_however_odd_its_amount(db, amount, quantity):
    food = FoodFactory(b12_ug=Decimal("98.9"))
    portion = PortionFactory(food=food, quantity=Decimal(quantity))

    assert logged(food, portion, amount).has_newer_figure() is False


# --- another amount ---------------------------------------------------------------------------------------------------
def changed(entry: Entry, portion: Portion | None, amount: str) -> Entry:
    entry = Entry.objects.get(pk=entry.pk)
    entry.change_amount(portion=portion, amount=Decimal(amount))
    return entry


def test_another_amount_of_an_unedited_food_is_worked_out_anew(glass):
    entry = changed(logged(glass.food, glass, "0.001"), glass, "3")

    assert (entry.quantity, entry.swallowed_ug, entry.added_ug) == (600, 6, 0)


def test_another_amount_of_an_edited_food_keeps_the_figure_as_logged(glass):
    entry = logged(glass.food, glass)
    Food.objects.update(b12_ug=50, b12_added_ug=50)
    entry = changed(entry, glass, "1.5")

    assert (entry.quantity, entry.swallowed_ug, entry.added_ug) == (300, 3, 0)


def test_an_edit_of_the_added_part_alone_does_not_slip_in_either(glass):
    entry = logged(glass.food, glass)
    Food.objects.update(b12_added_ug=1)

    assert changed(entry, glass, "2").added_ug == 0


def test_an_unknown_figure_stays_unknown_although_the_food_has_one_now(db):
    food = FoodFactory(unknown=True)
    entry = logged(food, None, "100")
    Food.objects.update(b12_ug=2, b12_unknown=False)

    assert changed(entry, None, "200").swallowed_ug is None


def test_another_number_of_the_same_portion_keeps_its_weight_as_logged(glass):
    entry = logged(glass.food, glass)
    Portion.objects.update(quantity=250)
    glass.refresh_from_db()
    entry = changed(entry, glass, "2")

    assert (entry.quantity, entry.swallowed_ug) == (400, 4)


def test_another_portion_has_the_weight_of_today(glass):
    cup = PortionFactory(food=glass.food, name="cup", quantity=240, is_default=False)
    entry = changed(logged(glass.food, glass), cup, "2")

    assert (entry.portion, entry.portion_name, entry.quantity, entry.swallowed_ug) == (cup, "cup", 480, Decimal("4.8"))


def test_from_a_portion_to_grams_and_back(glass):
    entry = logged(glass.food, glass)
    entry.change_amount(portion=None, amount=Decimal(50))
    assert (entry.portion, entry.portion_name, entry.quantity, entry.swallowed_ug) == (None, "", 50, Decimal("0.5"))

    entry.change_amount(portion=glass, amount=Decimal(1))
    assert (entry.portion, entry.portion_name, entry.quantity, entry.swallowed_ug) == (glass, "glass", 200, 2)


def test_a_food_that_is_counted_in_pieces_now_is_figured_anew_for_a_portion_of_today(db):
    food = FoodFactory(b12_ug=1)
    entry = logged(food, None, "200")
    Food.objects.update(basis=Basis.UNIT, b12_ug=10)
    tablet = PortionFactory(food=food, name="tablet", quantity=1)
    entry = changed(entry, tablet, "2")

    assert (entry.basis, entry.quantity, entry.swallowed_ug) == (Basis.UNIT, 2, 20)


@pytest.mark.parametrize(("amount", "quantity"), [("0.333", "9.441"), ("1", "28.350"), ("0.001", "0.028")])
def test_a_quantity_has_three_decimals_as_it_is_stored(amount, quantity):
    assert quantity_of(Portion(quantity=Decimal("28.35")), Decimal(amount)) == Decimal(quantity)
    assert quantity_of(None, Decimal(amount)) == Decimal(amount)
