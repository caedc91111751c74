"""Regimens are written once, their phases replaced, their doses logged as entries that never double."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist

from tests.factories import EntryFactory, FoodFactory, PhaseFactory, PortionFactory, RegimenFactory, UserFactory
from tracker import actions
from tracker import actions_regimens as regimens
from tracker.domain.regimens import plans
from tracker.domain.regimens.plans import Unit
from tracker.models import Dose, Phase, Regimen
from tracker.regimens import regimens_of

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
LOADING = plans.Phase(Unit.WEEKS, 1, TODAY, dt.date(2026, 3, 27), frozenset((4, 0, 2)), dt.time(9), loading=True)
AFTER = plans.Phase(Unit.WEEKS, 12, dt.date(2026, 3, 28))


@pytest.fixture
def tablet(db):
    return PortionFactory(food=FoodFactory(tablet=True), name="tablet", quantity=Decimal(1)).food


@pytest.fixture
def daily(person):
    """A tablet a day."""
    return PhaseFactory(regimen=RegimenFactory(owner=person, amount=Decimal(1))).regimen


def said(food, **more) -> dict:
    return {
        "food": food,
        "portion": food.portions.get(),
        "amount": Decimal(2),
        "name": "B12",
        "route": "injected",
        "counts_from": "last_dose",
        "prescribed": True,
        **more,
    }


def save(person, food, *, uid=None, phases=(LOADING, AFTER), regimen=None, **more) -> Regimen:
    return regimens.save_regimen(
        by=person, uid=uid or uuid.uuid4(), phases=phases, today=TODAY, regimen=regimen, **said(food, **more)
    )


# --- a plan -----------------------------------------------------------------------------------------------------------
def test_a_regimen_is_kept_with_its_phases_in_order(person, tablet):
    row = save(person, tablet)

    assert (row.owner, row.food, row.amount, row.prescribed, row.entered_on) == (person, tablet, 2, True, TODAY)
    assert [
        (one.position, one.unit, one.every, one.weekdays, one.at, one.loading, one.starts_on, one.ends_on)
        for one in row.phases.all()
    ] == [
        (0, "weeks", 1, "024", dt.time(9), True, TODAY, dt.date(2026, 3, 27)),
        (1, "weeks", 12, "", None, False, dt.date(2026, 3, 28), None),
    ]
    (own,) = regimens_of(person)
    assert own.plan.phases == (LOADING, AFTER)


def test_one_form_makes_one_regimen_however_often_it_arrives(person, tablet):
    uid = uuid.uuid4()
    first, again = save(person, tablet, uid=uid), save(person, tablet, uid=uid, phases=(AFTER,))

    assert first == again
    assert (person.regimens.count(), first.phases.count()) == (1, 2)


def test_two_people_may_send_the_same_uid(person, tablet):
    uid, other = uuid.uuid4(), UserFactory()
    save(person, tablet, uid=uid)
    save(other, tablet, uid=uid)

    assert (person.regimens.count(), other.regimens.count()) == (1, 1)


def test_changing_a_regimen_replaces_its_phases_and_keeps_when_it_was_entered(person, daily):
    food = PortionFactory(food=daily.food, name="tablet", quantity=Decimal(1)).food
    changed = save(person, food, phases=(AFTER,), regimen=daily, amount=Decimal(3))

    changed.refresh_from_db()
    assert (changed.pk, changed.amount, changed.entered_on) == (daily.pk, 3, dt.date(2026, 3, 1))
    assert [phase.every for phase in Phase.objects.all()] == [12]


def test_what_was_read_before_is_forgotten(person, tablet):
    assert regimens_of(person) == ()
    row = save(person, tablet)
    assert [own.plan.id for own in regimens_of(person)] == [row.pk]


# --- doses ------------------------------------------------------------------------------------------------------------
def test_a_dose_is_an_entry_of_the_amount_with_its_place(person, tablet):
    row = save(person, tablet)
    logged = regimens.log_dose(
        by=person, regimen=row, eaten_at=NOW, uid=uuid.uuid4(), site="left_thigh", batch="A1", note="sore"
    )
    entry = person.entries.get()

    assert (logged.entry, logged.new) == (entry, True)
    assert (entry.food, entry.amount, entry.portion_name, entry.swallowed_ug) == (tablet, 2, "tablet", 2000)
    assert (entry.dose.regimen, entry.dose.site, entry.dose.batch, entry.dose.note) == (row, "left_thigh", "A1", "sore")


def test_a_repeat_of_the_form_makes_no_second_dose(person, daily):
    uid = uuid.uuid4()
    assert [regimens.log_dose(by=person, regimen=daily, eaten_at=NOW, uid=uid).new for _ in range(3)] == [
        True,
        False,
        False,
    ]
    assert (person.entries.count(), Dose.objects.count()) == (1, 1)
    assert regimens.logged_dose(by=person, regimen=daily, uid=uid) == person.entries.get()
    assert regimens.logged_dose(by=person, regimen=daily, uid=uuid.uuid4()) is None


def test_one_uid_of_a_page_serves_two_regimens_of_the_same_food(person, daily):
    other, uid = RegimenFactory(owner=person, food=daily.food, amount=Decimal(1)), uuid.uuid4()
    made = [regimens.log_dose(by=person, regimen=row, eaten_at=NOW, uid=uid).new for row in (daily, other)]

    assert made == [True, True]


def test_a_dose_that_was_undone_comes_back_when_it_is_pressed_again(person, daily):
    uid = uuid.uuid4()
    entry = regimens.log_dose(by=person, regimen=daily, eaten_at=NOW, uid=uid, site="left_arm").entry
    actions.remove(entry=entry, now=NOW)
    assert regimens.logged_dose(by=person, regimen=daily, uid=uid) is None

    again = regimens.log_dose(by=person, regimen=daily, eaten_at=NOW, uid=uid, site="right_arm")

    assert (again.new, again.entry.pk, Dose.objects.get().site) == (True, entry.pk, "right_arm")


def test_a_dose_left_out_is_noted_once_and_can_be_opened_again(person, daily):
    for reason in ("on holiday", "blood test"):
        regimens.skip_dose(by=person, regimen=daily, due_on=TODAY, reason=reason)
    assert list(daily.skips.values_list("due_on", "reason")) == [(TODAY, "blood test")]

    for _ in range(2):
        regimens.unskip(by=person, regimen=daily, due_on=TODAY)
    assert daily.skips.count() == 0


# --- the rest ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("act", "columns"),
    [
        (lambda **who: regimens.stop_regimen(**who, on=TODAY), {"stopped_on": TODAY}),
        (lambda **who: regimens.set_stock(**who, stock=Decimal(12), on=TODAY), {"stock": 12, "stock_on": TODAY}),
        (lambda **who: regimens.set_stock(**who, stock=Decimal(0), on=TODAY), {"stock": 0, "stock_on": TODAY}),
        (lambda **who: regimens.set_stock(**who, stock=None, on=TODAY), {"stock": None, "stock_on": None}),
        (lambda **who: regimens.note_review(**who, on=TODAY), {"reviewed_on": TODAY}),
    ],
)
def test_what_is_noted_of_a_regimen_stays_the_same_when_it_is_repeated(person, daily, act, columns):
    regimens_of(person)
    for _ in range(2):
        act(by=person, regimen=daily)
    kept = person.regimens.values(*columns).get()

    assert kept == columns


def test_a_regimen_that_was_stopped_goes_on(person, daily):
    regimens.stop_regimen(by=person, regimen=daily, on=TODAY)
    assert regimens_of(person)[0].plan.stopped_on == TODAY
    regimens.resume_regimen(by=person, regimen=daily)
    assert regimens_of(person)[0].plan.stopped_on is None


# --- where a dose was given -------------------------------------------------------------------------------------------
def test_where_a_dose_was_given_is_noted_once_and_it_stays_a_dose_of_its_regimen(person, daily):
    entry, other = EntryFactory(owner=person), RegimenFactory(owner=person)
    for batch, regimen in (("A", daily), ("A", daily), ("B", other)):
        regimens.note_dose(by=person, entry=entry, regimen_id=regimen.pk, site="belly", batch=batch, note="")
    dose = Dose.objects.get()

    assert (dose.entry_id, dose.regimen_id, dose.site, dose.batch) == (entry.pk, daily.pk, "belly", "B")


def test_nothing_is_noted_of_what_is_not_ones_own(person, daily):
    own, theirs, their_regimen = EntryFactory(owner=person), EntryFactory(), RegimenFactory()
    for entry, regimen in ((theirs, daily), (own, their_regimen)):
        with pytest.raises(ObjectDoesNotExist):
            regimens.note_dose(by=person, entry=entry, regimen_id=regimen.pk, site="belly")
    assert not Dose.objects.exists()
