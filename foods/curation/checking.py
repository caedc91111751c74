"""Looking through the table for what a curator should see: each night all of it, after a change the foods it touched.

docs/curation.md says what is looked for, with every threshold and its reason. A look is repeatable: the same values
are raised once, what was decided stays decided, and what is no longer so leaves the queue.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from foods.curation import duplicates, spread
from foods.curation.kinds import FOUND
from foods.curation.raising import Queue, Raised
from foods.curation.rows import Row, all_rows, is_current, read, some_rows
from foods.curation.rules import doubts
from foods.curation.spread import Spreads
from foods.curation.writing import plain, value_of
from foods.models import Concern, ConcernKind, ConcernState, Food

_CHECKED = "foods:curation:checked"
_OF_ONE = FOUND - {ConcernKind.DUPLICATE}
MANY = 200  # foods after which what is usual may have moved
_CHUNK = 500


def check_foods(food_ids: Iterable[int] | None = None, *, now: dt.datetime) -> int:
    """Look at these foods, or at all; returns how many items came into the queue."""
    return sum(look(food_ids, now=now).raised.values())


def look(food_ids: Iterable[int] | None = None, *, now: dt.datetime) -> Raised:
    """The same with all that there is to say about it."""
    if food_ids is None:
        return _look_at_all(now)
    ids = sorted(set(food_ids))
    queue = Queue(now=now)
    if not ids:
        return queue.report
    today = timezone.localtime(now).date()
    spreads = spread.measure() if len(ids) > MANY else spread.known()
    for rows in some_rows(ids):
        _look_at(rows, queue, spreads, today)
        queue.take(duplicates.of_barcodes(rows))
    queue.finish()
    _close_what_is_over(queue.report, ids)
    return queue.report


def _look_at_all(now: dt.datetime) -> Raised:
    today, spreads = timezone.localtime(now).date(), spread.measure()
    queue, keys = Queue(now=now), duplicates.Keys()
    try:
        for rows in all_rows():
            _look_at(rows, queue, spreads, today)  # no transaction: people log meanwhile, and a repeat is safe
            keys.add(rows)
        for pairs in duplicates.of_keys(keys):
            queue.take(pairs)
    finally:
        keys.close()
    queue.finish()
    _close_what_is_over(queue.report, None)
    cache.set(_CHECKED, now.isoformat(), None)
    return queue.report


def last_checked() -> dt.datetime | None:
    """When the whole table was looked through last; None where nobody knows."""
    said = cache.get(_CHECKED)
    return dt.datetime.fromisoformat(said) if said else None


def _look_at(rows: Sequence[Row], queue: Queue, spreads: Spreads, today: dt.date) -> None:
    """All doubts about some foods into the queue; open ones about them that are not found any more are over."""
    found = [doubt for row in rows for doubt in doubts(row, spreads, today)]
    marks = {doubt.mark for doubt in found}
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), _CHUNK):
        some = _open(_OF_ONE).filter(food_id__in=ids[start : start + _CHUNK])
        found_so = some.exclude(facts__has_key="beside")  # those are found two by two
        over = [pk for pk, mark in found_so.values_list("pk", "mark") if mark not in marks]
        queue.report.gone += _close(over)
    queue.take(found)


# --- what is over ---------------------------------------------------------------------------------------------------
def _open(kinds: Collection[str]) -> QuerySet[Concern]:
    return Concern.objects.filter(state=ConcernState.OPEN, kind__in=kinds)


def _close(ids: Sequence[int]) -> int:
    """Nobody had to decide these. One that somebody decides at this moment is theirs."""
    closed = 0
    for start in range(0, len(ids), _CHUNK):
        with transaction.atomic():
            free = Concern.objects.select_for_update(skip_locked=True).filter(pk__in=ids[start : start + _CHUNK])
            mine = list(free.filter(state=ConcernState.OPEN).values_list("pk", flat=True))
            closed += Concern.objects.filter(pk__in=mine).update(state=ConcernState.GONE)
    return closed


def _close_what_is_over(report: Raised, food_ids: Sequence[int] | None) -> None:
    """Items about foods that left the table, pairs that are none any more, conflicts that solved themselves."""
    if food_ids is None:
        report.gone += _close_some(_open({*FOUND, ConcernKind.CONFLICT}))
        return
    for start in range(0, len(food_ids), _CHUNK):
        ids = food_ids[start : start + _CHUNK]
        about = Q(food__in=ids) | Q(other__in=ids)
        report.gone += _close_some(_open({*FOUND, ConcernKind.CONFLICT}).filter(about))


def _close_some(concerns: QuerySet[Concern]) -> int:
    closed = last = 0
    concerns = concerns.filter(food__isnull=False).select_related("food", "other").order_by("pk")
    while some := list(concerns.filter(pk__gt=last)[:_CHUNK]):
        last = some[-1].pk
        pairs = {food.pk for one in some if one.kind == ConcernKind.DUPLICATE for food in (one.food, one.other) if food}
        rows = {row.pk: row for row in read(pairs)} if pairs else {}
        closed += _close([one.pk for one in some if _is_over(one, rows)])
    return closed


def _is_over(concern: Concern, rows: dict[int, Row]) -> bool:
    food = concern.food
    if food is None or not is_current(food.state, food.owner_id):
        return True
    if concern.kind == ConcernKind.DUPLICATE:
        one, other = rows.get(food.pk), rows.get(concern.other_id or 0)
        return one is None or other is None or not duplicates.is_pair(one, other)
    if "beside" in concern.facts:
        return value_of(food, "b12_ug") != concern.facts["changes"]["b12_ug"][0]
    if concern.kind == ConcernKind.CONFLICT:
        return _is_settled(concern, food)
    return False


def _is_settled(concern: Concern, food: Food) -> bool:
    """Whether the food stands as the file had it: somebody set it so by another way."""
    changes = {name: pair for name, pair in concern.facts.get("changes", {}).items() if name != "portions"}
    has_more = "portions" in concern.facts.get("changes", {})
    return (
        bool(changes) and not has_more and all(value_of(food, name) == plain(pair[1]) for name, pair in changes.items())
    )
