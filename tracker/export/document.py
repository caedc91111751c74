"""cobalog.json, written as it is read: one row a line, a few hundred rows in memory at a time."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from accounts.models import User
from foods.models import Alias, Food, Portion
from tracker.export.foods import Numbers, numbers_of, rows_of, with_foods
from tracker.export.lines import instant
from tracker.export.sections import SECTIONS, Section
from tracker.models import WhatIf

FORMAT, VERSION = "cobalog-export", 1
AT_ONCE = 500  # rows
_FOODS_AT_ONCE = 400


def document(person: User, *, now: dt.datetime) -> Iterator[str]:
    """The whole of it in pieces."""
    numbers = numbers_of(person)
    head = {"format": FORMAT, "version": VERSION, "made_at": instant(now)}
    yield "{\n" + ",\n".join(f"{_json(name)}: {_json(value)}" for name, value in head.items())
    for section in SECTIONS:
        yield f",\n{_json(section.name)}: ["
        separator = "\n"
        for some in _some(rows(person, section, numbers)):
            yield separator + ",\n".join(map(_json, some))
            separator = ",\n"
        yield "\n]"
    yield "\n}\n"


def rows(person: User, section: Section, numbers: Numbers) -> Iterator[dict[str, Any]]:
    """The rows of one section as they stand in the file."""
    if section.model is Food:
        yield from _foods(section, numbers, person)
    elif section.model in (Portion, Alias):
        yield from _of_foods(section, numbers, person)
    elif section.model is Food.history.model:
        yield from _versions(section, numbers, person)
    else:
        found = rows_of(person, section).order_by(*section.order)
        yield from _written(section, found, numbers)


def _foods(section: Section, numbers: Numbers, person: User) -> Iterator[dict[str, Any]]:
    for pks in _batches(numbers):
        found = Food.objects.filter(pk__in=pks).order_by("pk")
        by_pk = dict(zip(found.values_list("pk", flat=True), _written(section, found, numbers), strict=True))
        own = set(found.filter(owner=person).values_list("pk", flat=True))
        yield from ({"ref": numbers[pk], "own": pk in own, **by_pk[pk]} for pk in pks)


def _of_foods(section: Section, numbers: Numbers, person: User) -> Iterator[dict[str, Any]]:
    """Portions of every food that is named, so that it can be made anew elsewhere; other names of own foods alone."""
    for pks in _batches(numbers):
        found = section.model._base_manager.filter(food__in=pks)
        found = found.filter(food__owner=person) if section.model is Alias else found
        yield from sorted(_written(section, found.order_by(*section.order), numbers), key=lambda row: row["food"])


def _versions(section: Section, numbers: Numbers, person: User) -> Iterator[dict[str, Any]]:
    found = Food.history.filter(owner_id=person.pk, id__in=person.foods.values("pk")).order_by(*section.order)
    for pk, row in zip(found.values_list("id", flat=True), _written(section, found, numbers), strict=True):
        yield {"food": numbers[pk], **row}


def _written(section: Section, found: Any, numbers: Numbers) -> Iterator[dict[str, Any]]:
    columns = section.columns
    for values in found.values_list(*(column.lookup for column in columns)).iterator(chunk_size=AT_ONCE):
        row = {}
        for column, value in zip(columns, values, strict=True):
            if column.to == "food":
                value = None if value is None else numbers[value]
            elif section.model is WhatIf and column.name == "changes":
                value = with_foods(value, numbers)
            row[column.name] = column.written(value)
        yield row


def _batches(numbers: Numbers) -> Iterator[tuple[int, ...]]:
    pks = list(numbers)
    for start in range(0, len(pks), _FOODS_AT_ONCE):
        yield tuple(pks[start : start + _FOODS_AT_ONCE])


def _some(found: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    held: list[dict[str, Any]] = []
    for row in found:
        held.append(row)
        if len(held) == AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
