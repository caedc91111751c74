"""A person's clock, from what their account says."""

import datetime as dt

from accounts.models import User
from tracker.domain.days import Clock


def clock_of(person: User) -> Clock:
    return Clock(person.zone, person.day_start)


def today_of(person: User, *, now: dt.datetime) -> dt.date:
    """The local date that `now` belongs to for this person."""
    return clock_of(person).local_date(now)
