"""Foods that a new edition no longer holds: retired, never deleted; an edited one is left and asked about."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from foods.choices import State
from foods.importing import table
from foods.importing.conflicts import Conflict
from foods.importing.merging import Key, Standing
from foods.importing.seen import Seen
from foods.models import Food

_CHUNK = 2_000
MUCH = 0.5  # a file that holds less than this share of what stands under its source is taken for a torn one
FEW = 20  # below this many foods any share may go

Gone = tuple[Standing, int | None]


@dataclass
class Going:
    """Foods that go, each with the one that took its place, and those that a curator's edit holds."""

    going: list[Gone] = field(default_factory=list)
    held: list[Gone] = field(default_factory=list)

    def conflicts(self) -> list[Conflict]:
        return [
            Conflict(food.pk, {"state": [str(State.PUBLISHED), str(State.RETIRED)]}, successor)
            for food, successor in self.held
        ]


def shared() -> Q:
    return Q(owner__isnull=True)


def superseded(replaced: dict[Key, int | None], sources: dict[str, int]) -> Going:
    """The published imported foods under these keys. `replaced`: key → the food that took its place."""
    by_source: dict[int, dict[str, int | None]] = defaultdict(dict)
    for (source, ref), successor in replaced.items():
        if source in sources:
            by_source[sources[source]][ref] = successor
    found = Going()
    for source_id, successors in by_source.items():
        foods = table.under(source_id, successors).filter(state=State.PUBLISHED)
        for food in table.standing(foods.select_for_update(of=("self",))):
            _sort(found, food, successors[food.source_ref])
    return found


def vanished(source_id: int, key: str, seen: Seen) -> Iterator[list[int]]:
    """Numbers of published shared foods of this source that the file does not hold, some at a time."""
    last = 0
    foods = Food.objects.filter(shared(), source_id=source_id, state=State.PUBLISHED).order_by("pk")
    while rows := list(foods.filter(pk__gt=last).values_list("pk", "source_ref")[:_CHUNK]):
        last = rows[-1][0]
        missing = seen.missing(key, [ref for _, ref in rows])
        yield [pk for pk, ref in rows if ref in missing]


def gone(ids: Sequence[int], key: str, seen: Seen) -> Going:
    """Of these foods those that were imported under this source and that the file neither holds nor supersedes."""
    found = Going()
    for food in table.standing(Food.objects.filter(shared(), pk__in=ids).select_for_update(of=("self",))):
        loaded = food.loaded_key
        if loaded and loaded[0] == key and seen.is_gone(loaded):
            _sort(found, food, None)
    return found


def looks_torn(source_id: int, key: str, seen: Seen) -> bool:
    """Whether so much would go that the file is more likely cut off than right."""
    standing = Food.objects.filter(shared(), source_id=source_id, state=State.PUBLISHED, loaded__isnull=False).count()
    return standing > FEW and seen.count(key) < standing * MUCH


def moved() -> dict[Key, int]:
    """Foods that a curator gave another source or id, by the key they were loaded under: still the same foods."""
    source, ref = (
        ("loaded ->> 'source'", "loaded ->> 'source_ref'")
        if connection.vendor == "postgresql"
        else ("json_extract(loaded, '$.source')", "json_extract(loaded, '$.source_ref')")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.id, {source}, {ref} FROM foods_food f JOIN foods_source s ON s.id = f.source_id "
            f"WHERE loaded IS NOT NULL AND owner_id IS NULL AND ({ref} <> source_ref OR {source} <> s.key)"  # nosec B608
        )
        return {(key, ref): pk for pk, key, ref in cursor.fetchall()}


def _sort(found: Going, food: Standing, successor: int | None) -> None:
    if food.loaded is None or food.is_shipped or food.values["state"] != State.PUBLISHED:
        return
    (found.held if food.is_edited else found.going).append((food, successor))
