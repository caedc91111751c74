"""Curators and moments for the tests of curation."""

import datetime as dt

from django.contrib.auth.models import Group

from accounts.models import User
from tests.factories import UserFactory

NOW = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)


def a_curator(**fields) -> User:
    """Staff of the group Curators."""
    somebody = UserFactory(is_staff=True, **fields)
    somebody.groups.add(Group.objects.get(name="Curators"))
    return somebody
