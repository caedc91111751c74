"""Logging what was confirmed of a line, and keeping it as a usual meal where a name was given."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from tracker.actions import Item, Logged, log_several
from tracker.actions_meals import keep_meal


@transaction.atomic
def log_line(
    *, by: User, items: Sequence[Item], eaten_at: dt.datetime, uid: uuid.UUID, meal_name: str = ""
) -> list[Logged]:
    """All of it or nothing, the meal included; a repeat of the same form makes neither twice."""
    logged = log_several(by=by, items=items, eaten_at=eaten_at, uid=uid)
    if meal_name:
        keep_meal(by=by, name=meal_name, items=items, uid=uid)
    return logged
