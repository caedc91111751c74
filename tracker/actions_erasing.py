"""Erasing an account with everything in it."""

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from foods import proposing, search
from foods.models import Food


@transaction.atomic
def erase_person(*, person: User) -> None:
    """Delete an account with everything in it. Entries and regimens go first: they protect the person's own foods.

    What of it was shared with everybody (foods, decisions of a curator) stays without the name.
    """
    proposing.forget(person)
    person.entries(manager="with_removed").all().delete()
    person.regimens.all().delete()
    own = list(person.foods.values_list("pk", flat=True))
    person.foods.all().delete()
    search.reindex(own)
    Food.history.filter(Q(owner_id=person.pk) | Q(id__in=own)).delete()  # deleting writes a last version of each
    for role in ("proposed_by_id", "reviewed_by_id"):  # versions hold plain numbers that no deletion follows
        Food.history.filter(**{role: person.pk}).update(**{role: None})
    person.delete()
