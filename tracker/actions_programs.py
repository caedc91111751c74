"""What programs log: under the uid that they chose, so that they can ask for it and take it out by that."""

import datetime as dt
import uuid
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import User
from foods.models import Food, Portion
from tracker.actions import Logged
from tracker.health import forget_health
from tracker.models import Dose, Entry, Regimen
from tracker.people import clock_of
from tracker.regimens import forget_regimens


def named(person: User, uid: uuid.UUID) -> Entry | None:
    """The entry of this uid, be it in the log or taken out."""
    return person.entries(manager="with_removed").filter(uid=uid).select_related("food", "portion").first()


def log_named(
    *, by: User, food: Food, portion: Portion | None, amount: Decimal, eaten_at: dt.datetime, uid: uuid.UUID
) -> Logged:
    """Log one food as the entry `uid`; where there is one of that uid it stays as it is."""
    clock = clock_of(by)
    entry = Entry.of(food, portion=portion, amount=amount, owner=by, uid=uid, eaten_at=eaten_at)
    entry.local_date, entry.local_minute = clock.local_date(eaten_at), clock.local_minute(eaten_at)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        before = named(by, uid)
        if before is None:
            raise  # not a repeat: something is really wrong
        return Logged(before, new=False)
    return Logged(entry, new=True)


@transaction.atomic
def log_named_dose(*, by: User, regimen: Regimen, eaten_at: dt.datetime, uid: uuid.UUID) -> Logged:
    """One dose of a regimen as the entry `uid`."""
    logged = log_named(
        by=by, food=regimen.food, portion=regimen.portion, amount=regimen.amount, eaten_at=eaten_at, uid=uid
    )
    if logged.new:
        Dose.objects.create(entry=logged.entry, regimen=regimen)
    forget_regimens(by)
    forget_health(by)
    return logged
