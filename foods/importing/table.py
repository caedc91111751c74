"""The food table in bulk: foods read with their portions and aliases, added, changed and remembered, with history.

Written past the model layer, because a million foods come through here: what a model would do (defaults, history,
`updated_at`) is done here for all of a batch at once.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import F, Q, QuerySet

from foods import links
from foods.importing.merging import FIELDS, AliasRow, Merge, PortionRow, Standing, Wanted, plain
from foods.models import Alias, Food, Portion

Changed = tuple[Standing, Wanted, Merge]

_HEAD = ["pk", "source_id", "source_ref", "reviewed_at", "merged_into_id", "loaded"]
_REASON_LENGTH = 100


def under(source_id: int, refs: Iterable[str]) -> QuerySet[Food]:
    """The shared foods with these ids in this source.

    The index over ids leaves out empty ones, and a database uses it only where the query says so in the same words:
    else each batch reads all foods of the source.
    """
    return Food.objects.filter(~Q(source_ref=""), owner__isnull=True, source_id=source_id, source_ref__in=refs)


def standing(foods: QuerySet[Food]) -> list[Standing]:
    """These foods as they stand, in the order of their numbers, with portions and aliases."""
    rows = foods.order_by(F("pk") + 0).values_list(*_HEAD, *FIELDS)  # sorted: for the bare number SQLite reads too many
    found = {
        pk: Standing(
            pk, source_id, ref, reviewed_at is not None, merged, loaded,
            dict(zip(FIELDS, map(plain, values), strict=True)),
        )
        for pk, source_id, ref, reviewed_at, merged, loaded, *values in rows
    }  # fmt: skip
    if not found:
        return []
    portions = Portion.objects.filter(food_id__in=found).order_by("pk")
    for food_id, pk, name, quantity, default, order in portions.values_list(
        "food_id", "pk", "name", "quantity", "is_default", "order"
    ):
        found[food_id].portions.append(PortionRow(pk, name, str(plain(quantity)), default, order))
    aliases = Alias.objects.filter(food_id__in=found).order_by("pk")
    for food_id, pk, language, name in aliases.values_list("food_id", "pk", "language", "name"):
        found[food_id].aliases.append(AliasRow(pk, language, name))
    return list(found.values())


def add(foods: Sequence[Wanted], sources: dict[str, int], *, now: dt.datetime, reason: str) -> list[int]:
    """New foods with portions, aliases and a line of history; their numbers in the order given."""
    if not foods:
        return []
    ids = _fresh_ids(len(foods))
    columns, same = _template()
    places = [columns.index(name) for name in ("id", "source_id", "source_ref", "loaded", "created_at", "updated_at")]
    moment = _stored(now)
    rows = []
    for pk, food in zip(ids, foods, strict=True):
        row: list[Any] = same.copy()
        values = (pk, sources[food.key[0]], food.key[1], _json(food.remembered()), moment, moment)
        for place, value in zip(places, values, strict=True):
            row[place] = value
        for name, value in food.values.items():
            row[_PLACES[name]] = value
        rows.append(row)
    _insert(Food, columns, rows)
    remember_history(ids, "+", now=now, reason=reason)
    _insert_portions([(pk, portion) for pk, food in zip(ids, foods, strict=True) for portion in food.portions])
    _insert_aliases([(pk, tuple(alias)) for pk, food in zip(ids, foods, strict=True) for alias in food.aliases])
    return ids


def change(works: Sequence[Changed], *, now: dt.datetime, reason: str) -> None:
    """Write what merging found: fields with a line of history, portions, aliases, and what was loaded."""
    by_fields: dict[tuple[str, ...], list[Changed]] = defaultdict(list)
    for work in works:
        by_fields[tuple(work[2].fields)].append(work)
    for names, some in by_fields.items():
        _update(names, some, now)
    remember_history([food.pk for food, _, merge in works if merge.fields], "~", now=now, reason=reason)
    _replace_portions([(food, merge.portions) for food, _, merge in works if merge.portions is not None])
    _delete(Alias, [alias.pk for _, _, merge in works for alias in merge.gone])
    _insert_aliases([(food.pk, alias) for food, _, merge in works for alias in merge.fresh])


def retire(foods: Sequence[tuple[Standing, int | None]], *, now: dt.datetime, reason: str) -> None:
    """Foods that are no more, each with the one that took its place, to which what led to them leads from now on.

    They stay: people logged them.
    """
    rows = [
        (food_id, _json({**(food.loaded or {}), "state": "retired"}), _stored(now), food.pk) for food, food_id in foods
    ]
    sql = "UPDATE foods_food SET state = 'retired', merged_into_id = %s, loaded = %s, updated_at = %s WHERE id = %s"
    _many(sql, rows)
    remember_history([food.pk for food, _ in foods], "~", now=now, reason=reason)
    for food, successor in foods:
        if successor is None:
            continue
        links.follow([food.pk], successor)
        if followers := list(Food.objects.filter(merged_into=food.pk).values_list("pk", flat=True)):
            Food.objects.filter(pk__in=followers).update(merged_into=successor)
            remember_history(followers, "~", now=now, reason=reason)


def remember_history(ids: Sequence[int], kind: str, *, now: dt.datetime, reason: str) -> None:
    """A line of history for each, as the rows stand now."""
    if not ids:
        return
    history = Food.history.model
    own = {field.column for field in Food._meta.concrete_fields}
    columns = ", ".join(field.column for field in history._meta.concrete_fields if field.column in own)
    sql = (
        f"INSERT INTO {history._meta.db_table} ({columns}, history_date, history_change_reason, history_type) "
        f"SELECT {columns}, %s, %s, %s FROM foods_food WHERE id IN ({_marks(ids)}) ORDER BY id"  # nosec B608
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_stored(now), reason[:_REASON_LENGTH], kind, *ids])


def _update(names: tuple[str, ...], works: Sequence[Changed], now: dt.datetime) -> None:
    """The same fields of several foods; a food that is published again no longer points to another."""
    remembered = [work for work in works if work[2].remembered is not None]
    if not names:
        said = [(_json(merge.remembered), food.pk) for food, _, merge in remembered]
        _many("UPDATE foods_food SET loaded = %s WHERE id = %s", said)
        return
    again = ", merged_into_id = NULL" if "state" in names else ""
    moment = _stored(now)
    sets = ", ".join(f"{name} = %s" for name in names)
    rows = [
        (*merge.fields.values(), _json(food.loaded if merge.remembered is None else merge.remembered), moment, food.pk)
        for food, _, merge in works
    ]
    _many(f"UPDATE foods_food SET {sets}, loaded = %s, updated_at = %s{again} WHERE id = %s", rows)  # nosec B608


def _replace_portions(works: Sequence[tuple[Standing, list[list]]]) -> None:
    """Rows whose name stays stay, because entries point to them. In steps, as a food has one default at any time."""
    gone, staying, fresh = [], [], []
    for food, portions in works:
        rows = {row.name: row for row in food.portions}
        for portion in portions:
            if row := rows.pop(portion[0], None):
                staying.append((portion[1], portion[2], portion[3], row.pk))
            else:
                fresh.append((food.pk, portion))
        gone += [row.pk for row in rows.values()]
    _delete(Portion, gone)
    kept = [pk for *_, pk in staying]
    if kept:
        Portion.objects.filter(pk__in=kept, is_default=True).update(is_default=False)
    _many('UPDATE foods_portion SET quantity = %s, is_default = %s, "order" = %s WHERE id = %s', staying)
    _insert_portions(fresh)


def _insert_portions(portions: Sequence[tuple[int, list]]) -> None:
    rows = [[food_id, *portion] for food_id, portion in portions]
    _insert(Portion, ["food_id", "name", "quantity", "is_default", "order"], rows)


def _insert_aliases(aliases: Sequence[tuple[int, tuple[str, str]]]) -> None:
    _insert(Alias, ["food_id", "language", "name"], [[food_id, *alias] for food_id, alias in aliases])


def _delete(model: type[models.Model], ids: Sequence[int]) -> None:
    if ids:
        model._default_manager.filter(pk__in=ids).delete()


# --- one statement for many rows -------------------------------------------------------------------------------------
@cache
def _template() -> tuple[list[str], list]:
    """The columns of a food and what stands in them where nobody says otherwise."""
    fields = Food._meta.concrete_fields
    return [str(field.column) for field in fields], [
        None if field.primary_key or field.is_relation or field.null else plain(field.get_default()) for field in fields
    ]


_PLACES = {name: _template()[0].index(name) for name in FIELDS}


def _fresh_ids(count: int) -> list[int]:
    """Numbers that no food has or had. SQLite has one writer at a time, so what is read here stays true."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('foods_food', 'id')) FROM generate_series(1, %s)", [count]
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'foods_food'")
        first = cursor.fetchone()[0] + 1
        return list(range(first, first + count))


def _insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[list]) -> None:
    if not rows:
        return
    table = model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({_marks(columns)})', rows)  # nosec B608


def _many(sql: str, rows: Iterable[tuple]) -> None:
    if rows := list(rows):
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _stored(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _marks(values: Sequence) -> str:
    return ", ".join(["%s"] * len(values))
