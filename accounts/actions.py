"""Writes that make accounts."""

import datetime as dt
import uuid

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.models import User


def make_demo(*, now: dt.datetime, time_zone: str = "") -> User:
    """A nameless account that nobody can log in to again; it ends after `DEMO_HOURS`."""
    return User.objects.create_user(
        f"demo-{uuid.uuid4().hex}@example.invalid",
        time_zone=time_zone,
        demo_until=now + dt.timedelta(hours=settings.DEMO_HOURS),
    )


@transaction.atomic
def make_administrator(*, email: str, password: str) -> User:
    """A superuser whose address counts as confirmed: whoever can run commands here owns the site."""
    user = User.objects.create_superuser(email, password)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user
