"""Bringing the shipped foods into the database, as often as one likes.

What a curator changed since the last load wins: `Food.loaded` holds the values as last loaded, and a field that no
longer has that value was edited. Everything happens in one transaction; refused rows stop only themselves.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from foods.choices import State
from foods.importing import table
from foods.importing.merging import Key, Merge, Standing, Wanted, merge, plain
from foods.importing.sources import EDITION, follow, imported_keys
from foods.models import Food, Source
from foods.search.index import reindex
from foods.shipped import DIRECTORY, Refusal, Shipment, ShippedFood, read

REASON = "Shipped with Cobalog"


@dataclass(frozen=True)
class LoadReport:
    """What a load did. Foods are named; `kept` says which edited fields were left as they are."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    kept: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def lines(self) -> list[str]:
        """For people: the counts, then everything that is out of the ordinary."""
        counts = (
            f"Foods: {len(self.added)} added, {len(self.changed)} changed, {self.unchanged} unchanged, "
            f"{len(self.kept)} kept as edited, {len(self.retired)} retired, {len(self.refused)} rows refused."
        )
        named = [("Kept", self.kept), ("Retired", self.retired), ("Refused", self.refused)]
        return [counts, *(f"{what}: {one}" for what, those in named for one in those)]


def load(directory: Path = DIRECTORY) -> LoadReport:
    """Make the database hold what the files in `directory` say, edits of curators aside."""
    return write(read(directory))


@transaction.atomic
def write(shipment: Shipment) -> LoadReport:
    now = timezone.now()
    sources = _write_sources(shipment.sources)
    shipped = [_wanted(food) for food in shipment.foods]
    existing = _existing(shipped, sources)
    new = [food for food in shipped if food.key not in existing]
    added = table.add(new, {key: source.pk for key, source in sources.items()}, now=now, reason=REASON)
    works = [(old := existing[food.key], food, merge(old, food)) for food in shipped if food.key in existing]
    table.change(works, now=now, reason=REASON)
    retired, missed = _gone(existing, shipped) if shipment.is_complete else ([], [])
    table.retire([(food, None) for food in retired], now=now, reason=REASON)
    changed = [(food, merged) for food, _, merged in works if merged.is_change]
    reindex([*added, *(food.pk for food, _ in changed), *(food.pk for food in retired)])
    return LoadReport(
        added=tuple(str(food.values["name"]) for food in new),
        changed=tuple(_name(food, merged) for food, merged in changed),
        unchanged=len(works) - len(changed),
        kept=(*(f"{_name(food, merged)}: {', '.join(merged.edited)}" for food, _, merged in works if merged.edited),
              *(f"{_name(food)}: no longer shipped, but edited" for food in missed)),
        retired=tuple(_name(food) for food in retired),
        refused=shipment.refused,
    )  # fmt: skip


def _write_sources(shipped: dict[str, dict[str, object]]) -> dict[str, Source]:
    """Data sets follow the files; an empty cell leaves what is there, and so does the edition that was imported."""
    sources = Source.objects.in_bulk(list(shipped), field_name="key")
    imported = imported_keys()
    for key, values in shipped.items():
        said = {name: value for name, value in values.items() if key not in imported or name not in EDITION}
        sources[key] = follow(key, said, sources.get(key))
    return sources


def _wanted(food: ShippedFood) -> Wanted:
    """What ships with the app was looked at by somebody."""
    return Wanted(
        food.key,
        {name: plain(value) for name, value in food.values.items()} | {"unverified": False},
        [[portion.name, plain(portion.quantity), portion.is_default, portion.order] for portion in food.portions],
        [list(alias) for alias in sorted(food.aliases)],
        imported=False,
    )


def _existing(shipped: list[Wanted], sources: dict[str, Source]) -> dict[Key, Standing]:
    """Shared foods by the key they were loaded under, else by their own: a curator may have changed the source.

    A food that came in from a file or was made by hand before it was shipped becomes the shipped one.
    """
    foods = Food.objects.filter(owner__isnull=True, source__isnull=False).select_for_update(of=("self",))
    ours = table.standing(foods.filter(loaded__isnull=False).exclude(loaded__has_key="imported"))
    found = {food.loaded_key: food for food in ours if food.loaded_key}
    missing = {(sources[key].pk, ref): (key, ref) for key, ref in (food.key for food in shipped)}
    missing = {place: key for place, key in missing.items() if key not in found}
    if missing:
        refs = {ref for _, ref in missing}
        taken = {food.pk for food in ours}
        others = table.standing(foods.filter(source__in=sources.values(), source_ref__in=refs))
        found |= {
            key: food
            for food in others
            if food.pk not in taken and (key := missing.get((food.source_id, food.source_ref)))  # type: ignore[arg-type]
        }
    return found


def _gone(existing: dict[Key, Standing], shipped: list[Wanted]) -> tuple[list[Standing], list[Standing]]:
    """Foods that the files no longer hold: those to retire, and those that are left because a curator edited them."""
    kept = {food.key for food in shipped}
    gone = [food for key, food in existing.items() if key not in kept and food.values["state"] == State.PUBLISHED]
    return [food for food in gone if not food.is_edited], [food for food in gone if food.is_edited]


def _name(food: Standing, merged: Merge | None = None) -> str:
    return str((merged.fields if merged else {}).get("name", food.values["name"]))
