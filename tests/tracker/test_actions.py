"""What changes a person's log: each once, all or nothing, on the right day."""

import datetime as dt
import uuid
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from foods import search
from foods.choices import Basis, Origin
from foods.models import Food, Portion
from tests.factories import EntryFactory, FoodFactory, PortionFactory, UserFactory
from tracker import actions
from tracker.actions import Item
from tracker.models import DayMark, Entry

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
UID = uuid.UUID(int=7)


@pytest.fixture
def glass(db) -> Portion:
    """200 g of something with 1 µg in 100 g."""
    return PortionFactory()


def log(person, portion: Portion, *, amount: str = "1", uid: uuid.UUID = UID, at: dt.datetime = NOW) -> actions.Logged:
    return actions.log(
        by=person, food=portion.food, portion=portion, amount=Decimal(amount), eaten_at=at, uid=uid
    )  # fmt: skip


# --- log --------------------------------------------------------------------------------------------------------------
def test_logging_makes_one_entry_on_the_persons_day(person, glass):
    logged = log(person, glass, amount="1.5")
    entry = person.entries.get()

    assert (logged.entry, logged.new) == (entry, True)
    assert (entry.local_date, entry.local_minute, entry.eaten_at) == (TODAY, 12 * 60 + 30, NOW)
    assert (entry.amount, entry.quantity, entry.swallowed_ug, entry.counted_ug) == (Decimal("1.5"), 300, 3, 3)


def test_the_same_form_twice_logs_once(person, glass):
    first, second = log(person, glass), log(person, glass)

    assert (second.new, second.entry) == (False, first.entry)
    assert person.entries.count() == 1


def test_two_foods_of_one_page_are_two_entries(person, glass):
    log(person, glass)
    log(person, PortionFactory())

    assert person.entries.count() == 2


def test_two_people_may_send_the_same_uid(person, glass):
    log(person, glass)
    other = UserFactory()
    log(other, glass)

    assert (person.entries.count(), other.entries.count()) == (1, 1)


def test_the_same_form_after_an_undo_brings_exactly_one_entry_back(person, glass):
    entry = log(person, glass).entry
    actions.remove(entry=entry, now=NOW)
    back = log(person, glass, amount="2")

    assert (back.new, back.entry.pk) == (True, entry.pk)
    assert person.entries(manager="with_removed").count() == 1
    assert (person.entries.get().amount, person.entries.get().counted_ug) == (2, 4)


def test_what_the_database_refuses_is_not_mistaken_for_a_repeat(person, glass):
    with pytest.raises(IntegrityError):
        log(person, glass, amount="0")


@pytest.mark.parametrize(
    ("day_start", "at", "day", "minute"),
    [
        ("00:00", "2026-03-15T00:30Z", "2026-03-15", 30),
        ("04:00", "2026-03-15T00:30Z", "2026-03-14", 30),
        ("04:00", "2026-01-01T03:59Z", "2025-12-31", 239),
        ("04:00", "2026-06-01T02:59Z", "2026-05-31", 239),  # summer time: 03:59
    ],
)
def test_the_night_belongs_to_the_day_before_where_the_day_starts_later(person, glass, day_start, at, day, minute):
    person.day_start = dt.time.fromisoformat(day_start)
    entry = log(person, glass, at=dt.datetime.fromisoformat(at)).entry

    assert (entry.local_date, entry.local_minute) == (dt.date.fromisoformat(day), minute)


# --- change -----------------------------------------------------------------------------------------------------------
def fresh(person) -> Entry:
    return person.entries.select_related("food", "portion").get()


def test_a_change_moves_and_resizes_an_entry(person, glass):
    log(person, glass)
    actions.change(
        entry=fresh(person), by=person, portion=None, amount=Decimal(50), eaten_at=NOW - dt.timedelta(days=2)
    )  # fmt: skip
    entry = fresh(person)

    assert (entry.local_date, entry.portion, entry.quantity) == (dt.date(2026, 3, 12), None, 50)
    assert entry.counted_ug == Decimal("0.5")


def test_a_move_leaves_amount_and_figure_alone_whatever_the_food_says_now(person, glass):
    log(person, glass)
    Food.objects.update(b12_ug=50)
    Portion.objects.update(quantity=999)
    actions.change(
        entry=fresh(person), by=person, portion=fresh(person).portion, amount=Decimal(1),
        eaten_at=NOW - dt.timedelta(days=1),
    )  # fmt: skip

    assert (fresh(person).quantity, fresh(person).swallowed_ug) == (200, 2)


def test_a_change_without_a_time_keeps_the_moment_to_the_second_also_where_clocks_go_back(person, glass):
    second_half_past_one = dt.datetime(2026, 10, 25, 1, 30, 42, tzinfo=dt.UTC)  # 01:30 in London for the second time
    log(person, glass, at=second_half_past_one)
    actions.change(entry=fresh(person), by=person, portion=glass, amount=Decimal(2), eaten_at=None)

    assert (fresh(person).eaten_at, fresh(person).amount) == (second_half_past_one, 2)


def test_a_change_in_one_tab_does_not_put_back_what_another_removed(person, glass):
    log(person, glass)
    opened = fresh(person)
    actions.remove(entry=fresh(person), now=NOW)
    actions.set_amount(entry=opened, amount=Decimal(2))

    assert person.entries.count() == 0


def test_set_amount_keeps_the_portion(person, glass):
    log(person, glass)
    actions.set_amount(entry=fresh(person), amount=Decimal("0.5"))

    assert (fresh(person).portion, fresh(person).quantity, fresh(person).counted_ug) == (glass, 100, 1)


def test_set_amount_keeps_name_and_weight_of_a_portion_that_is_gone(person, glass):
    log(person, glass)
    glass.delete()
    actions.set_amount(entry=fresh(person), amount=Decimal(3))
    entry = fresh(person)

    assert (entry.portion, entry.what, entry.counted_ug) == (None, "3 × glass, 600\u00a0g", 6)


def test_the_new_figure_is_taken_only_when_asked_for(person, glass):
    log(person, glass)
    Food.objects.update(b12_ug=5, name="Corrected")
    actions.use_current_figure(entry=fresh(person))
    entry = fresh(person)

    assert (entry.name, entry.swallowed_ug, entry.counted_ug, entry.has_newer_figure()) == ("Corrected", 10, 10, False)


def test_a_figure_per_piece_is_not_taken_for_an_entry_in_grams(person, glass):
    log(person, glass)
    Food.objects.update(basis=Basis.UNIT, b12_ug=1000)
    actions.use_current_figure(entry=fresh(person))

    assert (fresh(person).basis, fresh(person).swallowed_ug) == (Basis.G100, 2)


# --- remove and restore -----------------------------------------------------------------------------------------------
def test_what_was_removed_can_be_put_back(person, glass):
    entry = log(person, glass).entry
    actions.remove(entry=entry, now=NOW)
    assert person.entries.count() == 0

    actions.restore(entry=entry)
    assert person.entries.get() == entry


def test_removing_deletes_for_good_what_was_removed_over_a_day_ago_and_only_that(person):
    old, recent, others = (
        EntryFactory(owner=owner, removed_at=NOW - dt.timedelta(hours=hours))
        for owner, hours in ((person, 25), (person, 23), (UserFactory(), 25))
    )
    now_removed = EntryFactory(owner=person)
    actions.remove(entry=now_removed, now=NOW)

    assert set(Entry.with_removed.values_list("pk", flat=True)) == {recent.pk, others.pk, now_removed.pk} != old.pk


# --- several ----------------------------------------------------------------------------------------------------------
def test_several_are_logged_together_and_a_repeat_logs_none(person, glass):
    items = [Item(glass.food, glass, Decimal(1)), Item(glass.food, None, Decimal(50))]  # the same food twice
    made = actions.log_several(by=person, items=items, eaten_at=NOW, uid=UID)
    again = actions.log_several(by=person, items=items, eaten_at=NOW, uid=UID)

    assert [one.new for one in made + again] == [True, True, False, False]
    assert sorted(entry.quantity for entry in person.entries.all()) == [50, 200]


def test_several_are_logged_all_or_none(person, glass):
    items = [Item(glass.food, glass, Decimal(1)), Item(glass.food, glass, Decimal(0))]
    with pytest.raises(IntegrityError):
        actions.log_several(by=person, items=items, eaten_at=NOW, uid=UID)

    assert person.entries.count() == 0


# --- copy -------------------------------------------------------------------------------------------------------------
def yesterdays(person, portion: Portion, *times: str) -> list[Entry]:
    for n, time in enumerate(times):
        at = dt.datetime.combine(TODAY - dt.timedelta(days=1), dt.time.fromisoformat(time), dt.UTC)
        log(person, portion, at=at, uid=uuid.UUID(int=n))
    return list(person.entries.order_by("eaten_at").select_related("food", "portion"))


def test_a_copy_stands_at_its_own_time_but_never_in_the_future(person, glass):
    actions.copy(by=person, entries=yesterdays(person, glass, "08:00", "20:00"), day=TODAY, uid=UID, now=NOW)
    copies = person.entries.on_day(TODAY)

    assert [f"{entry.eaten_at:%d %H:%M}" for entry in copies] == ["14 08:00", "14 12:30"]


def test_a_copy_of_the_night_stays_on_this_day(person, glass):
    person.day_start = dt.time(4)
    at = dt.datetime(2026, 3, 14, 1, 0, tzinfo=dt.UTC)  # belongs to the 13th
    entry = log(person, glass, at=at).entry
    (copied,) = actions.copy(by=person, entries=[entry], day=TODAY, uid=UID, now=NOW)

    assert (copied.entry.local_date, copied.entry.eaten_at) == (TODAY, NOW)


def test_a_copy_has_the_figure_of_today_and_the_amount_of_then(person, glass):
    entries = yesterdays(person, glass, "08:00")
    Food.objects.update(b12_ug=5)
    actions.copy(by=person, entries=list(person.entries.select_related("food")), day=TODAY, uid=UID, now=NOW)

    assert person.entries.on_day(TODAY).get().counted_ug == 10
    assert person.entries.get(pk=entries[0].pk).counted_ug == 2


def test_a_copy_of_grams_does_not_take_a_figure_per_piece(person, glass):
    yesterdays(person, glass, "08:00")
    Food.objects.update(basis=Basis.UNIT, b12_ug=1000)
    actions.copy(by=person, entries=list(person.entries.select_related("food")), day=TODAY, uid=UID, now=NOW)
    copied = person.entries.on_day(TODAY).get()

    assert (copied.basis, copied.counted_ug, copied.what) == (Basis.G100, 2, "1 glass, 200\u00a0g")


def test_actions_that_share_a_uid_are_not_taken_for_each_other(person, glass):
    EntryFactory(pk=glass.food_id, owner=person, food=glass.food)  # the entry has the number of its food
    log(person, glass)
    entry = person.entries.select_related("food", "portion").get(pk=glass.food_id)
    made = actions.copy(by=person, entries=[entry], day=TODAY, uid=UID, now=NOW)
    made.append(actions.again(by=person, entry=entry, uid=UID, now=NOW))

    assert [one.new for one in made] == [True, True]


def test_the_same_copy_twice_copies_once_and_another_press_copies_again(person, glass):
    entries = yesterdays(person, glass, "08:00", "09:00")
    for uid in (UID, UID, uuid.UUID(int=99)):
        actions.copy(by=person, entries=entries, day=TODAY, uid=uid, now=NOW)

    assert person.entries.on_day(TODAY).count() == 4


def test_a_copy_onto_the_day_clocks_go_forward_stands_at_a_time_that_exists(person, glass):
    saturday = log(person, glass, at=dt.datetime(2026, 3, 28, 1, 30, tzinfo=dt.UTC)).entry
    sunday, evening = dt.date(2026, 3, 29), dt.datetime(2026, 3, 29, 20, 0, tzinfo=dt.UTC)
    (copied,) = actions.copy(by=person, entries=[saturday], day=sunday, uid=UID, now=evening)

    assert (copied.entry.local_date, copied.entry.local_minute) == (sunday, 2 * 60 + 30)


def test_again_logs_the_same_now_and_a_repeat_does_not(person, glass):
    (entry,) = yesterdays(person, glass, "08:00")
    made = [actions.again(by=person, entry=entry, uid=UID, now=NOW) for _ in range(2)]

    assert [one.new for one in made] == [True, False]
    assert person.entries.on_day(TODAY).get().eaten_at == NOW


# --- backfill ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Europe/London", ["2026-03-28", "2026-03-29", "2026-10-25"]),
        ("America/New_York", ["2026-03-08", "2026-11-01"]),
        ("Australia/Lord_Howe", ["2026-04-05", "2026-10-04"]),
    ],
)
@pytest.mark.parametrize("time", ["00:10", "01:30", "02:15", "12:00", "23:50"])
def test_backfilling_puts_one_entry_on_each_day_also_where_clocks_change(person, glass, zone, days, time):
    person.time_zone = zone
    days = [dt.date.fromisoformat(day) for day in days]
    at = dt.time.fromisoformat(time)
    actions.backfill(by=person, food=glass.food, portion=glass, amount=Decimal(1), days=days, time=at, uid=UID)

    assert sorted(person.entries.values_list("local_date", flat=True)) == days
    for entry in person.entries.all():
        assert entry.eaten_at.astimezone(ZoneInfo(zone)).date() == entry.local_date


def test_backfilling_twice_fills_once_and_a_day_more_adds_that_day(person, glass):
    days = [dt.date(2026, 3, day) for day in (10, 11)]
    said = {"by": person, "food": glass.food, "portion": glass, "amount": Decimal(1), "time": dt.time(12), "uid": UID}
    first = actions.backfill(days=days, **said)
    more = actions.backfill(days=[*days, dt.date(2026, 3, 12)], **said)

    assert [one.new for one in first] == [True, True]
    assert [one.new for one in more] == [False, False, True]


# --- marks ------------------------------------------------------------------------------------------------------------
def test_a_day_is_marked_marked_anew_and_unmarked(person):
    others = UserFactory()
    actions.mark_day(by=others, day=TODAY, mark="partly")
    marks = []
    for mark in ("complete", "complete", "nothing", ""):
        actions.mark_day(by=person, day=TODAY, mark=mark)
        marks.append(list(person.day_marks.values_list("mark", flat=True)))

    assert marks == [["complete"], ["complete"], ["nothing"], []]
    assert DayMark.objects.get().owner == others


# --- own foods --------------------------------------------------------------------------------------------------------
def test_an_own_food_is_private_has_one_portion_and_is_found_by_its_owner_only(person):
    food, portion = actions.add_own_food(by=person, name="Canteen curry", b12_ug=Decimal("1.5"))

    assert (food.owner, food.state, food.b12_ug, portion.quantity, portion.is_default) == (
        person, "published", Decimal("1.5"), 1, True,
    )  # fmt: skip
    assert [hit.food_id for hit in search.search("canteen curry", owner_id=person.pk).hits] == [food.pk]
    assert search.search("canteen curry", owner_id=UserFactory().pk).hits == ()
    assert search.search("canteen curry").hits == ()
    assert Food.history.count() == 0  # no copies of what is somebody's own


def test_an_unknown_own_food_is_unknown_and_not_zero(person):
    food, _ = actions.add_own_food(by=person, name="Curry", b12_ug=None)

    assert (food.b12_ug, food.b12_unknown, food.b12_added_ug) == (None, True, None)


@pytest.mark.parametrize(
    ("origin", "route", "added"),
    [
        (Origin.FOOD, "swallowed", None),
        (Origin.ADDED, "swallowed", None),
        (Origin.SUPPLEMENT, "swallowed", 10),
        (Origin.INJECTED, "injected", 10),
    ],
)
def test_where_the_b12_is_from_decides_how_it_is_taken(person, origin, route, added):
    food, _ = actions.add_own_food(by=person, name="Mine", b12_ug=Decimal(10), origin=origin)

    assert (food.origin, food.route, food.b12_added_ug) == (origin, route, added)


@pytest.mark.parametrize(
    ("again", "foods"),
    [
        ({}, 1),
        ({"name": "CANTEEN curry"}, 1),
        ({"b12_ug": Decimal("1.5001")}, 2),
        ({"b12_ug": None}, 2),
        ({"name": "Other curry"}, 2),
        ({"origin": Origin.SUPPLEMENT}, 2),
        ({"by": "somebody else"}, 2),
    ],
)
def test_the_same_name_with_the_same_figure_is_the_same_food(person, again, foods):
    said = {"by": person, "name": "Canteen curry", "b12_ug": Decimal("1.5")}
    actions.add_own_food(**said)
    if "by" in again:
        again = {"by": UserFactory()}
    actions.add_own_food(**said | again)

    assert Food.objects.count() == foods


def test_a_public_food_of_the_same_name_is_not_taken_for_an_own_one(person):
    FoodFactory(name="Curry", b12_ug=1)
    food, _ = actions.add_own_food(by=person, name="Curry", b12_ug=Decimal(1))

    assert food.owner == person
