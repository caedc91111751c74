"""How rows of an export are put into the database: many at a time, and just as they were."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models

from tracker.models import Profile

AT_ONCE = 500  # rows
_UNTOUCHED = {"welcomed", "findings_noted_on"}  # what a profile may say although nobody answered anything


def is_untouched(row: models.Model) -> bool:
    """A profile that was made by going past the first questions, and says nothing."""
    if not isinstance(row, Profile):
        return False
    fields = (one for one in Profile._meta.concrete_fields if one.name not in _UNTOUCHED | {"id", "owner"})
    return all(getattr(row, one.name) == one.get_default() for one in fields)


def batches(rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    held = []
    for row in rows:
        held.append(row)
        if len(held) == AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def insert_as_they_are(model: type[models.Model], rows: Sequence[models.Model]) -> list[int]:
    """Insert rows with the times of making and change that they have, as Django's loaddata does; returns their ids."""
    fields = [one for one in model._meta.concrete_fields if not one.generated and not isinstance(one, models.AutoField)]
    size = max(connection.ops.bulk_batch_size(fields, rows), 1)
    manager, returned = model._base_manager, [model._meta.pk]
    made: list[int] = []
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        ids = manager._insert(some, fields=fields, using=manager.db, returning_fields=returned, raw=True)
        made.extend(pk for (pk,) in ids)
    return made
