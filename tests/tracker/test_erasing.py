"""Erasing a person leaves nothing of them, and nothing of anybody else goes."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import models

from accounts.models import User
from foods.choices import State
from foods.models import Food
from tests.factories import (
    ConditionFactory,
    DayMarkFactory,
    EntryFactory,
    FindingRecordFactory,
    FoodFactory,
    GasUseFactory,
    MedicineFactory,
    ProfileFactory,
    SnoozeFactory,
    UserFactory,
)
from tracker import actions, actions_erasing
from tracker.models import DayMark, Entry, Profile

NOW = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)


def rows_about(pk: int) -> dict[str, int]:
    """How many rows of each table point at a person."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            to_people = isinstance(field, models.ForeignKey) and field.related_model is get_user_model()
            rows = model._base_manager.filter(**{field.attname: pk}).count() if to_people else 0
            if rows:
                found[f"{model._meta.label}.{field.name}"] = rows
    return found


def somebody_with_everything() -> User:
    person = UserFactory()
    food, portion = actions.add_own_food(by=person, name="Secret stew", b12_ug=Decimal(1))
    actions.log(by=person, food=food, portion=portion, amount=Decimal(1), eaten_at=NOW, uid=uuid.uuid4())
    food.name = "Secret stew, mended"
    food.save()  # writes a version
    EntryFactory(owner=person)
    EntryFactory(owner=person, food=food, removed_at=NOW)
    DayMarkFactory(owner=person)
    ProfileFactory(owner=person, birth_year=1984, sex="female")
    person.what_ifs.keep(by=person, changes=[{"kind": "start", "state": "metformin"}], now=NOW)
    for factory in (MedicineFactory, ConditionFactory, GasUseFactory, SnoozeFactory, FindingRecordFactory):
        factory(owner=person)
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    proposed = FoodFactory(name="Proposed", proposed_by=person, reviewed_by=person, reviewed_at=NOW)
    proposed.reviewed_by = UserFactory()  # somebody looked at it again
    proposed.save()
    FoodFactory(name="Own draft", owner=person, state=State.DRAFT)
    return person


@pytest.mark.django_db
def test_nothing_points_at_an_erased_person_any_more():
    person = somebody_with_everything()
    before = rows_about(person.pk)
    pk = person.pk
    actions_erasing.erase_person(person=person)

    assert set(before) >= {
        "tracker.Entry.owner", "tracker.DayMark.owner", "tracker.Profile.owner", "tracker.WhatIf.owner",
        "tracker.Medicine.owner", "tracker.Condition.owner", "tracker.GasUse.owner", "tracker.Snooze.owner",
        "tracker.FindingRecord.owner",
        "foods.Food.owner", "foods.HistoricalFood.owner", "account.EmailAddress.user", "foods.Food.proposed_by",
        "foods.HistoricalFood.proposed_by", "foods.HistoricalFood.reviewed_by",
    }  # fmt: skip
    assert rows_about(pk) == {}
    assert not User.objects.filter(pk=pk).exists()


@pytest.mark.django_db
def test_no_version_of_an_own_food_outlives_its_owner():
    actions_erasing.erase_person(person=somebody_with_everything())

    assert not Food.history.filter(name__contains="Secret").exists()
    assert Food.history.filter(name="Proposed").exists()  # what was proposed to everybody stays


@pytest.mark.django_db
def test_everybody_else_keeps_everything():
    other = somebody_with_everything()
    before = rows_about(other.pk)
    actions_erasing.erase_person(person=somebody_with_everything())

    assert rows_about(other.pk) == before


# --- demos ------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_expired_demos_go_with_everything_and_others_stay(capsys, time_machine):
    time_machine.move_to(NOW, tick=False)
    over, running, person = (
        UserFactory(demo_until=until) for until in (NOW, NOW + dt.timedelta(seconds=1), None)
    )  # fmt: skip
    for owner in (over, running, person):
        EntryFactory(owner=owner)
        DayMarkFactory(owner=owner)
        ProfileFactory(owner=owner)
    call_command("delete_expired_demos")

    assert set(User.objects.all()) == {running, person}
    assert Entry.objects.count() == DayMark.objects.count() == Profile.objects.count() == 2
    assert capsys.readouterr().out == "Demo accounts deleted: 1. Removed entries deleted for good: 0.\n"


@pytest.mark.django_db
def test_the_same_command_deletes_what_nobody_can_put_back_and_may_be_repeated(capsys, time_machine):
    time_machine.move_to(NOW, tick=False)
    for hours in (25, 23):
        EntryFactory(removed_at=NOW - dt.timedelta(hours=hours))
    EntryFactory()
    call_command("delete_expired_demos")
    call_command("delete_expired_demos")

    assert Entry.with_removed.count() == 2
    assert capsys.readouterr().out.splitlines() == [
        "Demo accounts deleted: 0. Removed entries deleted for good: 1.",
        "Demo accounts deleted: 0. Removed entries deleted for good: 0.",
    ]
