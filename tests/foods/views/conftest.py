"""Curators for the tests of their pages."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory


def somebody_who_curates() -> User:
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name="Curators"))
    return person


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture(autouse=True)
def without_a_second_step(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False  # tried in tests/accounts/test_admin_door.py


@pytest.fixture
def person_who_curates(db) -> User:
    return somebody_who_curates()


@pytest.fixture
def curator(person_who_curates) -> Client:
    """A browser in which a curator is signed in."""
    return browser_of(person_who_curates)


@pytest.fixture
def another(db) -> Client:
    """The browser of another curator."""
    return browser_of(somebody_who_curates())
