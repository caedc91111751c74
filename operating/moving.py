"""Everything of one database copied into another, empty one: from SQLite to PostgreSQL, or back.

Each row goes over as it is, by the columns of its model; what follows from rows (generated columns, the search index)
is made anew over there. One transaction: at the end it is all there and the same, or nothing is.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction
from django.db.models import QuerySet

from config.databases import opened
from foods.search import reindex
from operating.refusals import Refused

HERE, THERE = "default", "moved_to"
AT_ONCE = 500
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Moved:
    tables: int
    rows: int


def add_target(database: dict[str, Any]) -> None:
    """Make the target known to Django for this process."""
    connections.databases[THERE] = connections.configure_settings(
        {"default": connections.databases[HERE], THERE: opened(database, max_age=0)}
    )[THERE]


def move(*, say: Say = lambda text: None) -> Moved:
    """Copy every row to the target, which `add_target` named, and compare both."""
    _refuse_if_not_empty()
    say("Making the tables there …")
    call_command("migrate", database=THERE, verbosity=0, interactive=False)
    moved = list(_models())
    with transaction.atomic(using=HERE), transaction.atomic(using=THERE):
        for model in moved:  # what migrations put there: kinds of content, permissions, groups
            model._base_manager.using(THERE).all()._raw_delete(THERE)
        total = sum(_copy(model, say) for model in moved)
        for model in moved:
            _compare(model)
        _number_on(moved)
    return Moved(len(moved), total)


def finish() -> None:
    """What follows from the rows: the cache's table and the search index. Runs with the new database as its own."""
    call_command("createcachetable", verbosity=0)
    reindex()


def _refuse_if_not_empty() -> None:
    try:
        tables = connections[THERE].introspection.table_names()
    except DatabaseError as error:
        raise Refused(f"The new database cannot be reached: {str(error).splitlines()[0]}") from error
    if tables:
        raise Refused("The new database is not empty: make a fresh one, and name that.")


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _rows(model: type[models.Model], alias: str) -> QuerySet:
    return model._base_manager.using(alias).order_by("pk")


def _columns(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _copy(model: type[models.Model], say: Say) -> int:
    """Rows as they are: no times of change, no defaults, no history are made on the way."""
    copied, some = 0, []
    for row in _rows(model, HERE).iterator(chunk_size=AT_ONCE):
        some.append(row)
        if len(some) == AT_ONCE:
            copied += _insert(model, some)
            some = []
    copied += _insert(model, some)
    if copied:
        say(f"{model._meta.label}: {copied}")
    return copied


def _insert(model: type[models.Model], some: list[models.Model]) -> int:
    columns = _columns(model)
    at_once = max(connections[THERE].ops.bulk_batch_size(columns, some), 1) if some else 1
    for start in range(0, len(some), at_once):
        rows = model._base_manager.get_queryset()
        rows._insert(some[start : start + at_once], fields=columns, using=THERE, raw=True)  # type: ignore[attr-defined]
    return len(some)


def _compare(model: type[models.Model]) -> None:
    if _sum(model, HERE) != _sum(model, THERE):
        raise Refused(f"{model._meta.label} is not the same over there. Nothing was moved; please report this.")


def _sum(model: type[models.Model], alias: str) -> str:
    """A checksum over all rows in order, generated columns too."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    digest = hashlib.sha256()
    for values in _rows(model, alias).values_list(*names).iterator(chunk_size=AT_ONCE):
        digest.update(json.dumps(values, default=str, sort_keys=True).encode())
    return digest.hexdigest()


def _number_on(moved: list[type[models.Model]]) -> None:
    """New rows get numbers after those that came."""
    connection = connections[THERE]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), moved):
            cursor.execute(statement)
