"""Rows that ticks make: one each, taken back with the tick, and the person's own once they were changed elsewhere."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import ConditionFactory, MedicineFactory, UserFactory
from tracker import actions, actions_health
from tracker.domain.risks.facts import Precision, When
from tracker.health import health_of
from tracker.models.ticks import Ticked, is_tick, tick_uid, ticked

NAMES = {"metformin": "metformin", "omeprazole": "omeprazole"}
MARCH_2022 = When(dt.date(2022, 3, 15), Precision.MONTH)
YEAR_2019 = When(dt.date(2019, 7, 1), Precision.YEAR)
METFORMIN = {"metformin": {"since": MARCH_2022, "dose_mg": Decimal(2000)}}
BARE = {"since": None, "dose_mg": None}


@pytest.fixture
def tick(person):
    def send(chosen: dict, names: dict = NAMES) -> None:
        actions.keep_ticks(by=person, rows=person.medicines, names=names, chosen=chosen)

    return send


def rows(person) -> list[tuple]:
    return list(person.medicines.order_by("key").values_list("key", "since", "since_precision", "dose_mg"))


def test_a_tick_makes_a_row_with_what_was_said(person, tick):
    tick(METFORMIN)

    assert rows(person) == [("metformin", dt.date(2022, 3, 15), "month", Decimal(2000))]
    made = person.medicines.get()
    assert (made.name, made.taking, made.confirmed, made.until) == ("metformin", True, True, None)
    assert is_tick(made)


def test_the_same_ticks_sent_again_make_nothing_more(person, tick):
    tick(METFORMIN)
    first = list(person.medicines.values())
    tick(METFORMIN)

    assert list(person.medicines.values()) == first


def test_a_tick_that_changes_changes_its_row_and_stays_a_tick(person, tick, time_machine):
    time_machine.move_to("2026-03-14T12:30:00+00:00", tick=False)
    tick(METFORMIN)
    time_machine.move_to("2026-03-15T12:30:00+00:00", tick=False)
    tick({"metformin": {"since": YEAR_2019, "dose_mg": Decimal(1000)}})

    assert rows(person) == [("metformin", dt.date(2019, 7, 1), "year", Decimal(1000))]
    assert is_tick(person.medicines.get())
    tick({"metformin": BARE})
    assert [row[:2] + row[3:] for row in rows(person)] == [("metformin", None, None)]


def test_what_is_unticked_goes_and_the_rest_stays(person, tick):
    tick(METFORMIN | {"omeprazole": BARE})
    tick({"omeprazole": BARE})

    assert [row[0] for row in rows(person)] == ["omeprazole"]


def test_what_was_ticked_goes_and_comes_again(person, tick):
    for chosen in (METFORMIN, {}, METFORMIN):
        tick(chosen)

    assert [row[0] for row in rows(person)] == ["metformin"]


def test_what_was_changed_elsewhere_is_the_persons_own(person, tick, time_machine):
    time_machine.move_to("2026-03-14T12:30:00+00:00", tick=False)
    tick(METFORMIN)
    time_machine.move_to("2026-03-14T12:31:00+00:00", tick=False)
    actions_health.change_medicine(by=person, medicine=person.medicines.get(), dose_mg=Decimal(500))
    before = list(person.medicines.values())
    tick({})
    tick({"metformin": BARE})

    assert list(person.medicines.values()) == before
    assert ticked(person.medicines.all()) == Ticked({}, frozenset({"metformin"}))


def test_what_was_written_down_elsewhere_gets_no_twin_and_is_never_removed(person, tick):
    MedicineFactory(owner=person, key="metformin", dose_mg=Decimal(850))
    tick(METFORMIN)
    tick({})

    assert [row[::3] for row in rows(person)] == [("metformin", Decimal(850))]


def test_what_is_not_asked_is_not_touched(person, tick):
    tick(METFORMIN)
    tick({}, {"omeprazole": "omeprazole"})
    tick(METFORMIN | {"colchicine": BARE}, {"omeprazole": "omeprazole"})

    assert [row[0] for row in rows(person)] == ["metformin"]


def test_what_was_removed_elsewhere_can_be_ticked_again(person, tick):
    tick(METFORMIN)
    actions_health.remove_medicine(by=person, medicine=person.medicines.get())

    assert ticked(person.medicines.all()) == Ticked({}, frozenset())
    tick(METFORMIN)
    assert len(rows(person)) == 1


def test_two_people_tick_the_same(person, tick):
    other = UserFactory()
    tick(METFORMIN)
    actions.keep_ticks(by=other, rows=other.medicines, names=NAMES, chosen={"metformin": BARE})
    actions.keep_ticks(by=other, rows=other.medicines, names=NAMES, chosen={})

    assert len(rows(person)) == 1
    assert rows(other) == []


def test_ticks_are_read_back_as_they_were_said(person, tick):
    tick(METFORMIN | {"omeprazole": BARE})
    ConditionFactory(owner=person, key="coeliac")

    assert ticked(person.medicines.all()) == Ticked(METFORMIN | {"omeprazole": BARE}, frozenset())
    assert ticked(person.conditions.all()) == Ticked({}, frozenset({"coeliac"}))


def test_a_key_that_is_there_twice_is_the_persons_own(person, tick):
    tick(METFORMIN)
    MedicineFactory(owner=person, key="metformin")

    assert ticked(person.medicines.all()) == Ticked({}, frozenset({"metformin"}))
    tick({})
    assert len(rows(person)) == 2


def test_conditions_have_no_dose(person):
    chosen = {"coeliac": {"since": YEAR_2019}}
    actions.keep_ticks(by=person, rows=person.conditions, names={"coeliac": "coeliac disease"}, chosen=chosen)
    made = person.conditions.get()

    assert (made.name, made.since, made.since_precision) == ("coeliac disease", dt.date(2019, 7, 1), "year")
    assert made.uid == tick_uid("coeliac")


def test_what_was_read_before_is_forgotten(person, tick):
    assert health_of(person).medicines == ()
    tick(METFORMIN)

    assert [use.key for use in health_of(person).medicines] == ["metformin"]


def test_sending_the_same_again_costs_a_look_and_a_lock(person, tick, django_assert_num_queries):
    tick(METFORMIN)
    with django_assert_num_queries(4):  # a savepoint around the lock and the rows
        tick(METFORMIN)
