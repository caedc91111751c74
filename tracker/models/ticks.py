"""Rows of medicines and conditions that came from a tick of the first questions, and are still as they were ticked.

Such a row has a uid that follows from its key, so that a tick makes one row however often it is sent. Once the person
has changed it elsewhere it is theirs: the first questions leave it alone.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models

from tracker.domain.risks.facts import Precision, When
from tracker.models.health import Condition, Medicine

Row = Medicine | Condition
_SPACE = uuid.UUID("7c0ba106-b12c-4c0b-a106-000000000001")
_MAKING = dt.timedelta(seconds=1)  # the two times of a new row are taken one after the other


class Ticked(NamedTuple):
    """`before`: what is ticked, by key, in the names of the columns; `elsewhere`: keys that are not asked again."""

    before: dict[str, dict]
    elsewhere: frozenset[str]


def tick_uid(key: str) -> uuid.UUID:
    return uuid.uuid5(_SPACE, key)


def is_tick(row: Row) -> bool:
    """Made by a tick, and not changed since by other means."""
    return row.uid == tick_uid(row.key) and row.updated_at - row.created_at < _MAKING


def ticked(rows: Iterable[Row]) -> Ticked:
    rows = list(rows)
    elsewhere = frozenset(row.key for row in rows if not is_tick(row))
    before = {
        row.key: {
            "since": row.since and When(row.since, Precision(row.since_precision)),
            "dose_mg": getattr(row, "dose_mg", None),
        }
        for row in rows
        if is_tick(row) and row.key not in elsewhere
    }
    return Ticked(before, elsewhere)


def keep(rows: models.Manager, *, names: Mapping[str, str], chosen: Mapping[str, Mapping]) -> None:
    """Have exactly the chosen ones of `names` among the rows that ticks made. Rows of other makings stay as they are.

    A tick that changes is written without its time of change, which tells what was changed elsewhere.
    """
    there = list(rows.filter(key__in=names))
    elsewhere = {row.key for row in there if not is_tick(row)}
    made = {row.key: row for row in there if row.key not in elsewhere}
    if gone := [row.pk for key, row in made.items() if key not in chosen]:
        rows.filter(pk__in=gone).delete()
    for key in chosen.keys() & names.keys() - elsewhere:
        columns = _columns(chosen[key])
        if key not in made:
            rows.create(uid=tick_uid(key), key=key, name=names[key], **columns)
        elif any(getattr(made[key], column) != said for column, said in columns.items()):
            rows.filter(pk=made[key].pk).update(**columns)


def _columns(said: Mapping) -> dict:
    since = said["since"]
    columns = {"since": since and since.date}
    if since:
        columns["since_precision"] = since.precision.value
    return columns | ({"dose_mg": said["dose_mg"]} if "dose_mg" in said else {})
