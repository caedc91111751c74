"""What changes regimens, and what is had or left out of them. Keyword-only, each in one transaction, safe to repeat."""

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from tracker import actions
from tracker.actions import Logged, uid_of
from tracker.domain.regimens import plans
from tracker.health import forget_health
from tracker.models import Dose, Entry, Phase, Regimen, Skip
from tracker.regimens import forget_regimens


@transaction.atomic
def save_regimen(
    *,
    by: User,
    uid: uuid.UUID,
    phases: Iterable[plans.Phase],
    today: dt.date,
    regimen: Regimen | None = None,
    **said: object,
) -> Regimen:
    """`said` by the names of the columns. Without `regimen` a new one, once for each `uid`; its phases are replaced.

    A repeat of the form that made one gives what the first made, as it is by now.
    """
    _hold(by)
    if regimen is None:
        regimen, new = by.regimens.get_or_create(uid=uid, defaults={**said, "entered_on": today})
        if not new:
            return regimen
    else:
        _set(regimen, by=by, **said)
        regimen.phases.all().delete()
    Phase.objects.bulk_create(_row(regimen, n, phase) for n, phase in enumerate(phases))
    _forget(by)
    return regimen


def _row(regimen: Regimen, position: int, phase: plans.Phase) -> Phase:
    return Phase(
        regimen=regimen,
        position=position,
        unit=phase.unit.value,
        every=phase.every,
        weekdays="".join(str(day) for day in sorted(phase.weekdays)),
        at=phase.at,
        loading=phase.loading,
        starts_on=phase.starts_on,
        ends_on=phase.ends_on,
    )


def dose_uid(uid: uuid.UUID, regimen: Regimen) -> uuid.UUID:
    """The uid of the entry that a form with this uid makes for a dose of this regimen."""
    return uid_of(uid_of(uid, f"dose {regimen.pk}"), f"log {regimen.food_id}")


@transaction.atomic
def log_dose(
    *,
    by: User,
    regimen: Regimen,
    eaten_at: dt.datetime,
    uid: uuid.UUID,
    site: str = "",
    batch: str = "",
    note: str = "",
) -> Logged:
    """One dose as an entry of the regimen's product, with where it was given. Once for each `uid`."""
    logged = actions.log(
        by=by,
        food=regimen.food,
        portion=regimen.portion,
        amount=regimen.amount,
        eaten_at=eaten_at,
        uid=uid_of(uid, f"dose {regimen.pk}"),
    )
    if logged.new:
        said = {"regimen": regimen, "site": site, "batch": batch, "note": note}
        Dose.objects.update_or_create(entry=logged.entry, defaults=said)
    _forget(by)
    return logged


def logged_dose(*, by: User, regimen: Regimen, uid: uuid.UUID) -> Entry | None:
    """What a form with this uid has logged already and is still in the log."""
    return by.entries.filter(uid=dose_uid(uid, regimen)).first()


@transaction.atomic
def note_dose(*, by: User, entry: Entry, regimen_id: int, **said: str) -> Dose:
    """Where a dose that is in the log was given, its batch, a note; a repeat changes them, never whose dose it is.

    `regimen_id`: one of the person's, for an entry that was not logged as a dose.
    """
    entry = by.entries.get(pk=entry.pk)
    regimen = by.regimens.get(pk=regimen_id)
    made, _ = Dose.objects.update_or_create(entry=entry, defaults=said, create_defaults={**said, "regimen": regimen})
    _forget(by)
    return made


def skip_dose(*, by: User, regimen: Regimen, due_on: dt.date, reason: str = "") -> Skip:
    """A dose is left out on purpose. A repeat changes the reason."""
    made, _ = regimen.skips.update_or_create(due_on=due_on, defaults={"reason": reason})
    _forget(by)
    return made


def unskip(*, by: User, regimen: Regimen, due_on: dt.date) -> None:
    """What was left out is open again; what was never left out is no error."""
    regimen.skips.filter(due_on=due_on).delete()
    _forget(by)


def stop_regimen(*, by: User, regimen: Regimen, on: dt.date) -> Regimen:
    """`on`: the last day it held."""
    return _set(regimen, by=by, stopped_on=on)


def resume_regimen(*, by: User, regimen: Regimen) -> Regimen:
    return _set(regimen, by=by, stopped_on=None)


def set_stock(*, by: User, regimen: Regimen, stock: Decimal | None, on: dt.date) -> Regimen:
    """How much there is on a day, in units of the product; None where nobody counts it any more."""
    return _set(regimen, by=by, stock=stock, stock_on=None if stock is None else on)


def note_review(*, by: User, regimen: Regimen, on: dt.date | None) -> Regimen:
    """The day the treatment was talked over with the practice."""
    return _set(regimen, by=by, reviewed_on=on)


def _set(regimen: Regimen, *, by: User, **said: object) -> Regimen:
    for column, value in said.items():
        setattr(regimen, column, value)
    regimen.save(update_fields=[*said, "updated_at"])
    _forget(by)
    return regimen


def _forget(person: User) -> None:
    forget_regimens(person)
    forget_health(person)


def _hold(person: User) -> None:
    """What is sent twice at the same moment happens one after the other."""
    User.objects.select_for_update().values_list("pk").get(pk=person.pk)
