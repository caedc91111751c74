"""Erasing an account with everything in it."""

from collections import Counter
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import devices, limits
from accounts.models import User
from foods import proposing, search
from foods.models import Food
from tracker import waiting


class LastAdministrator(Exception):
    """Nothing was erased: without this account nobody could run the site from its pages."""


def erase_person(*, person: User, sessions: Collection[str] | None = None) -> Counter[str]:
    """Delete an account with everything in it, at once; how many rows of each table went.

    What of it was shared with everybody (foods, decisions of a curator) stays without the name. `sessions`: the keys of
    theirs, from `devices.keys_of`, where several people are erased and one look through all sessions is enough.
    """
    keys = devices.keys_of([person]) if sessions is None else sessions
    with transaction.atomic():
        _claim(person)
        gone = _erase(person)
        devices.end_all(keys)
    limits.forget(person)
    waiting.forget(person)
    return gone


def _claim(person: User) -> None:
    """Wait for what writes about this person now, and let nothing begin. Of administrators one at a time."""
    who = Q(pk=person.pk) | Q(is_superuser=True) if person.is_superuser else Q(pk=person.pk)
    list(User.objects.select_for_update().order_by("pk").filter(who).values_list("pk"))
    if is_last_administrator(person):
        raise LastAdministrator


def is_last_administrator(person: User) -> bool:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    return person.is_superuser and not others.exists()


def _erase(person: User) -> Counter[str]:
    """What protects the person's own foods goes first: entries, regimens, meals, dishes."""
    gone: Counter[str] = Counter(proposing.forget(person))

    def drop(rows: QuerySet) -> None:
        gone.update(rows.delete()[1])

    drop(person.entries(manager="with_removed").all())
    drop(person.regimens.all())
    drop(person.usual_meals.all())
    drop(person.dishes.all())
    own = list(person.foods.values_list("pk", flat=True))
    drop(person.foods.all())
    search.reindex(own)
    drop(Food.history.filter(Q(owner_id=person.pk) | Q(id__in=own)))  # deleting writes a last version of each
    for role in ("proposed_by_id", "reviewed_by_id"):  # versions hold plain numbers that no deletion follows
        Food.history.filter(**{role: person.pk}).update(**{role: None})
    drop(User.objects.filter(pk=person.pk))
    return +gone
