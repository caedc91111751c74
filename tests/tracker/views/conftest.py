"""It is half past twelve on Saturday 14 March 2026 in London."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from foods import search
from foods.models import Food, Portion
from tests.factories import EntryFactory, FoodFactory, PortionFactory, UserFactory
from tracker.models import Entry

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def stranger(db) -> Client:
    """A browser of somebody else."""
    client = Client()
    client.force_login(UserFactory())
    return client


@pytest.fixture
def salmon(db) -> Food:
    """Salmon, 4 µg in 100 g, a fillet of 150 g; it can be found."""
    return found(name="Salmon", b12_ug=Decimal(4), portion="fillet", quantity=Decimal(150))


def found(*, portion: str = "glass", quantity: Decimal = Decimal(200), **fields) -> Food:
    """A food with one portion that the search finds."""
    food = PortionFactory(food=FoodFactory(**fields), name=portion, quantity=quantity).food
    search.reindex([food.pk])
    return food


def portion_of(food: Food) -> Portion:
    return food.portions.get()


def had(owner: User, food: Food, at: str, amount: str = "1", **fields) -> Entry:
    """An entry of one portion of `food`, `at` like “2026-03-13 08:00” in London's winter."""
    moment, portion = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC), food.portions.first()
    entry = Entry.of(food, portion=portion, amount=Decimal(amount))
    for_factory = {
        name: getattr(entry, name)
        for name in ("portion", "portion_name", "amount", "quantity", "basis", "name", "swallowed_ug", "added_ug",
                     "origin", "form", "route", "reliability", "grade")
    }  # fmt: skip
    return EntryFactory(owner=owner, food=food, eaten_at=moment, **for_factory | fields)


def days_ago(n: int) -> dt.date:
    return TODAY - dt.timedelta(days=n)
