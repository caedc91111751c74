"""Fixtures that every test may use."""

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def nobody_searched_yet():
    """The limit on searching starts anew: each worker of the tests counts in its own memory."""
    caches["local"].clear()


@pytest.fixture
def person(db):
    """Somebody in London with an empty log."""
    return UserFactory()


@pytest.fixture
def signed_in(client: Client, person) -> Client:
    """A browser in which `person` is signed in."""
    client.force_login(person)
    return client
