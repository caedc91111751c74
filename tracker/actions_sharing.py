"""What changes the things a person lets out of their account. Keyword-only, each safe to repeat.

A link to the report follows from the `uid` of its form; of the calendar feed there is one at most.
"""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from tracker.models import Reminders, ReportWords, SecretAddress
from tracker.models.sharing import AddressKind


# --- secret addresses -------------------------------------------------------------------------------------------------
@transaction.atomic
def make_feed(*, by: User, now: dt.datetime, instead: int | None = None) -> SecretAddress:
    """The address of the calendar feed: the one that is open, or a new one `instead` of it, named by its id.

    A repeat names one that is closed by now, and gets what the first one made.
    """
    User.objects.select_for_update().values_list("pk").get(pk=by.pk)
    kept = by.secret_addresses.filter(kind=AddressKind.CALENDAR, revoked_at=None).first()
    if kept is not None and kept.pk != instead:
        return kept
    revoke_feed(by=by, now=now)
    return by.secret_addresses.create(kind=AddressKind.CALENDAR, nonce=uuid.uuid4(), created_at=now)


def revoke_feed(*, by: User, now: dt.datetime) -> None:
    by.secret_addresses.filter(kind=AddressKind.CALENDAR, revoked_at=None).update(revoked_at=now)


def make_report_link(*, by: User, uid: uuid.UUID, days: int, now: dt.datetime, language: str = "") -> SecretAddress:
    """A link that opens the report for so many days. A repeat of the form gives the link of the first one."""
    made, _ = by.secret_addresses.get_or_create(
        nonce=uuid.uuid5(uid, f"report of {by.pk}"),
        kind=AddressKind.REPORT,
        defaults={"created_at": now, "expires_at": now + dt.timedelta(days=days), "language": language},
    )
    return made


def revoke(*, by: User, address: SecretAddress, now: dt.datetime) -> None:
    """Close it for good; the moment of the first time stays."""
    by.secret_addresses.filter(pk=address.pk, revoked_at=None).update(revoked_at=now)


def note_visit(*, address: SecretAddress, now: dt.datetime) -> None:
    address.visits.create(at=now)


# --- reminders by mail ------------------------------------------------------------------------------------------------
def save_reminders(*, by: User, **answers: object) -> None:
    """By the names of the columns; made at the first time."""
    Reminders.objects.update_or_create(owner=by, defaults=answers)


def stop_mails(*, by: User) -> None:
    """All that the link at the end of a mail does."""
    Reminders.objects.filter(owner=by).update(by_mail=False)


def claim_mail(*, by: User, day: dt.date) -> bool:
    """Take the one mail of a day before it is sent: of two that run at once, one is told True."""
    return Reminders.objects.filter(_before(day), owner=by, by_mail=True).update(last_mail_on=day) == 1


def give_back_mail(*, by: User, day: dt.date, before: dt.date | None) -> None:
    """The mail of a day could not be sent: the next run may try again."""
    Reminders.objects.filter(owner=by, last_mail_on=day).update(last_mail_on=before)


def _before(day: dt.date) -> Q:
    return Q(last_mail_on=None) | Q(last_mail_on__lt=day)


# --- the report -------------------------------------------------------------------------------------------------------
def save_report_words(*, by: User, **answers: object) -> None:
    """By the names of the columns; made at the first time."""
    by.report_words, _ = ReportWords.objects.update_or_create(owner=by, defaults=answers)
