"""A browser in which somebody looks after the foods."""

import pytest
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture
def curator(client: Client, settings) -> Client:
    """An administrator, signed in, whom nobody asks for a second step."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(UserFactory(email="curator@example.org", is_staff=True, is_superuser=True))
    return client
