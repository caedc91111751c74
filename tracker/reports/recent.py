"""What a person logged, read lean: for pages that go through hundreds of entries.

Today reads hundreds of entries to learn from, and the search does so at every keystroke. Measured on a year of eight
entries a day: model rows 1.0 ms, plain rows 0.25 ms, rows added up by the database 0.17 ms.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from accounts.models import User

_SINCE = "FROM tracker_entry WHERE owner_id = %s AND removed_at IS NULL AND local_date >= %s"
# where the food lost the portion since, “2 slices” can only be said in g: never as 2 g
_AMOUNT = "CASE WHEN portion_id IS NULL AND portion_name <> '' THEN quantity ELSE amount END"

MERGED = 0  # no portion has this number
LAST_ENTRIES = 150  # three weeks to two months: what the search learns from, the same for a year and for ten


class Recent(NamedTuple):
    """One entry; the first five as `domain.usuals.Logged` wants them. Numbers as the database hands them over.

    `origin` is NASAL for what went through the nose: it was not swallowed, and how much of it counts is unconfirmed.
    Then four that say how much an unknown one may hold: None for what is known. `name` is there for what a case names
    (supplements, injections, what does not count or is not known), `form` for the first two, `reliability` for what
    does not count; else they are None.
    """

    food_id: int
    portion_id: int | None
    amount: Decimal | float
    date: dt.date
    minute: int
    counted_ug: Decimal | float | None
    origin: str
    added_ug: Decimal | float | None
    quantity: Decimal | float | None
    basis: str | None
    category: str | None
    high_ug: Decimal | float | None
    name: str | None = None
    form: str | None = None
    reliability: str | None = None


class Way(NamedTuple):
    """The portion and amount a food was last had in, and how often it was had at all. Numbers as handed over."""

    portion_id: int | None
    amount: Decimal | float
    times: int


NASAL = "nasal"
_ORIGIN = f"CASE WHEN route = '{NASAL}' THEN '{NASAL}' ELSE origin END"
_OF_UNKNOWN = ", ".join(
    f"CASE WHEN counted_ug IS NULL THEN {column} END"
    for column in (
        "quantity",
        "basis",
        "(SELECT category FROM foods_food WHERE id = food_id)",
        "(SELECT high_ug FROM foods_food WHERE id = food_id)",
    )
)
_UNBOUND = "origin IN ('supplement', 'injected')"
_OF_SOME = (
    f"CASE WHEN {_UNBOUND} OR counted_ug IS NULL OR reliability <> 'active' THEN name END, "
    f"CASE WHEN {_UNBOUND} THEN form END, CASE WHEN reliability <> 'active' THEN reliability END"
)
_RECENT = (
    f"SELECT food_id, portion_id, {_AMOUNT}, local_date, local_minute, counted_ug, "
    f"{_ORIGIN}, added_ug, {_OF_UNKNOWN}, {_OF_SOME}"
)
_AND_INJECTED_BEFORE = f"UNION ALL {_RECENT} {_SINCE} AND local_date < %s AND origin = 'injected'"  # has its own index


def recent_entries(person: User, *, since: dt.date, injected_since: dt.date | None = None) -> list[Recent]:
    """Entries from a day on, in no order; injections from an earlier day on where one is given."""
    before = [person.pk, injected_since, since] if injected_since and injected_since < since else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_RECENT} {_SINCE} {_AND_INJECTED_BEFORE if before else ''}",
            [person.pk, since, *before],
        )
        return list(map(Recent._make, cursor.fetchall()))


def entries_between(person: User, *, first: dt.date, last: dt.date) -> list[tuple]:
    """(date, name, counted µg or None, origin) of the entries of these days, in the order they were had."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT local_date, name, counted_ug, origin {_SINCE} AND local_date <= %s ORDER BY eaten_at, id",
            [person.pk, first, last],
        )
        return cursor.fetchall()


def sums_between(person: User, *, first: dt.date, last: dt.date) -> list[tuple]:
    """(date, known µg or None, entries, entries without a figure) of each day with entries, from the index alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT local_date, SUM(counted_ug), COUNT(*), COUNT(*) - COUNT(counted_ug) {_SINCE} "
            "AND local_date <= %s GROUP BY local_date",
            [person.pk, first, last],
        )
        return cursor.fetchall()


def marks_between(person: User, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """What the person said of the days from `first` to `last`, both included, by day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT local_date, mark FROM tracker_daymark WHERE owner_id = %s AND local_date BETWEEN %s AND %s",
            [person.pk, first, last],
        )
        return dict(cursor.fetchall())


def last_ways(person: User) -> Mapping[int, Way]:
    """For each food of the last entries, the way it was last had in; what was had most often first.

    A food that was merged into another counts for that one, in its default portion: `Way.portion_id` is MERGED.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.food_id, r.portion_id, r.amount, COUNT(*), MAX(r.local_date), f.merged_into_id FROM ("
            f"SELECT food_id, portion_id, {_AMOUNT} AS amount, local_date FROM tracker_entry "
            "WHERE owner_id = %s AND removed_at IS NULL ORDER BY local_date DESC LIMIT %s"
            ") AS r JOIN foods_food f ON f.id = r.food_id GROUP BY 1, 2, 3, 6 ORDER BY 4 DESC, 5 DESC",  # nosec B608
            [person.pk, LAST_ENTRIES],
        )
        last: dict[int, object] = {}
        ways: dict[int, Way] = {}
        for food_id, portion_id, amount, times, date, merged_into in cursor.fetchall():
            if merged_into is not None:
                food_id, portion_id = merged_into, MERGED
            before = ways.get(food_id)
            if before is None:
                ways[food_id], last[food_id] = Way(portion_id, amount, times), date
            elif portion_id != MERGED and (date > last[food_id] or before.portion_id == MERGED):
                ways[food_id], last[food_id] = Way(portion_id, amount, before.times + times), date
            else:
                ways[food_id] = before._replace(times=before.times + times)
        return ways
