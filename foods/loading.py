"""Bringing the shipped foods into the database, as often as one likes.

What a curator changed since the last load wins: `Food.loaded` holds the values as last loaded, and a field that no
longer has that value was edited. Everything happens in one transaction; refused rows stop only themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from foods.choices import State
from foods.models import Alias, Food, Portion, Source
from foods.search.index import reindex
from foods.shipped import DIRECTORY, Key, Refusal, Shipment, ShippedFood, ShippedPortion, read

REASON = "Shipped with Cobalog"
# These only make sense together: who edits one of them keeps all.
FIGURE = (
    "basis", "b12_ug", "b12_unknown", "b12_added_ug", "low_ug", "high_ug", "range_note", "grade", "figure_date",
)  # fmt: skip
ALONE = (
    "name", "brand", "market", "category", "diet", "origin", "form", "route", "reliability", "gtin", "note",
    "prominence", "state",
)  # fmt: skip
FIELDS = (*ALONE, *FIGURE)
_BATCH = 100


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


@dataclass
class _Work:
    """One food with what is to become of it."""

    food: Food
    shipped: ShippedFood
    portions: list[Portion]
    aliases: list[Alias]
    fields: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    parts: bool = False
    remember: bool = False

    @property
    def is_changed(self) -> bool:
        return bool(self.fields) or self.parts


def load(directory: Path = DIRECTORY) -> LoadReport:
    """Make the database hold what the files in `directory` say, edits of curators aside."""
    return write(read(directory))


@transaction.atomic
def write(shipment: Shipment) -> LoadReport:
    sources = _write_sources(shipment.sources)
    existing = _existing(shipment)
    added = _add([food for food in shipment.foods if food.key not in existing], sources)
    works = _prepare([food for food in shipment.foods if food.key in existing], existing)
    _update(works)
    retired, missed = _retire(existing, shipment)
    changed = [work for work in works if work.is_changed]
    reindex([food.pk for food in (*added, *(work.food for work in changed), *retired)])
    return LoadReport(
        added=tuple(food.name for food in added),
        changed=tuple(work.food.name for work in changed),
        unchanged=len(works) - len(changed),
        kept=(*(f"{work.food.name}: {', '.join(work.edited)}" for work in works if work.edited), *missed),
        retired=tuple(food.name for food in retired),
        refused=shipment.refused,
    )


def _write_sources(shipped: dict[str, dict[str, object]]) -> dict[str, Source]:
    """Data sets follow the files; an empty cell leaves what is there."""
    sources = Source.objects.in_bulk(list(shipped), field_name="key")
    for key, values in shipped.items():
        source = sources.setdefault(key, Source(key=key))
        new = {name: value for name, value in values.items() if value and getattr(source, name) != value}
        for name, value in new.items():
            setattr(source, name, value)
        if new:
            source.save()
    return sources


def _existing(shipment: Shipment) -> dict[Key, Food]:
    """Shared foods by the key they were loaded under, else by their own: a curator may have changed the source."""
    foods = Food.objects.filter(owner__isnull=True, source__isnull=False).select_related("source")
    shared = foods.filter(loaded__isnull=False).select_for_update(of=("self",))
    found = {(food.loaded["source"], food.loaded["source_ref"]): food for food in shared}
    wanted = {food.key for food in shipment.foods} - found.keys()
    others = foods.filter(loaded__isnull=True, source_ref__in={ref for _, ref in wanted})
    found |= {key: food for food in others if (key := (food.source.key, food.source_ref)) in wanted}
    return found


def _remembered(shipped: ShippedFood) -> dict[str, object]:
    """The values of a food as they are kept in `Food.loaded`."""
    values = {name: _plain(value) for name, value in shipped.values.items()}
    portions = [_plain_portion(portion) for portion in shipped.portions]
    aliases = sorted([language, name] for language, name in shipped.aliases)
    return {"source": shipped.key[0], "source_ref": shipped.key[1], **values, "portions": portions, "aliases": aliases}


def _plain(value: object) -> object:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _plain_portion(portion: Portion | ShippedPortion) -> list[object]:
    return [portion.name, _plain(portion.quantity), portion.is_default, portion.order]


def _add(shipped: list[ShippedFood], sources: dict[str, Source]) -> list[Food]:
    foods = [
        Food(source=sources[one.key[0]], source_ref=one.key[1], loaded=_remembered(one), **one.values)
        for one in shipped
    ]
    foods = bulk_create_with_history(foods, Food, batch_size=_BATCH, default_change_reason=REASON) if foods else []
    pairs = list(zip(foods, shipped, strict=True))
    Portion.objects.bulk_create([_portion(food, portion) for food, one in pairs for portion in one.portions])
    Alias.objects.bulk_create([_alias(food, alias) for food, one in pairs for alias in sorted(one.aliases)])
    return foods


def _portion(food: Food, shipped: ShippedPortion) -> Portion:
    return Portion(
        food=food, name=shipped.name, quantity=shipped.quantity, is_default=shipped.is_default, order=shipped.order
    )


def _alias(food: Food, alias: tuple[str, str]) -> Alias:
    return Alias(food=food, language=alias[0], name=alias[1])


def _prepare(shipped: list[ShippedFood], existing: dict[Key, Food]) -> list[_Work]:
    ids = [existing[one.key].pk for one in shipped]
    portions, aliases = _by_food(Portion, ids), _by_food(Alias, ids)
    works = [_Work(food := existing[one.key], one, portions[food.pk], aliases[food.pk]) for one in shipped]
    for work in works:
        _merge(work)
    return works


def _by_food(model: type[Portion] | type[Alias], ids: list[int]) -> dict[int, list]:
    rows: dict[int, list] = {pk: [] for pk in ids}
    for row in model.objects.filter(food_id__in=ids).order_by("pk"):
        rows[row.food_id].append(row)
    return rows


def _merge(work: _Work) -> None:
    """Set on the food what the file says and nobody edited; note the rest."""
    food, new = work.food, _remembered(work.shipped)
    old = food.loaded or _never_loaded(work, new)
    edited = {name for name in FIELDS if _plain(getattr(food, name)) != old.get(name)}
    if edited & set(FIGURE):
        edited |= {name for name in FIGURE if _plain(getattr(food, name)) != new[name]}
    kept_figure = bool(edited & set(FIGURE))
    for name in FIELDS:
        if name in edited or (kept_figure and name in FIGURE) or _plain(getattr(food, name)) == new[name]:
            continue
        setattr(food, name, work.shipped.values[name])
        work.fields.append(name)
    work.edited = [name for name in FIELDS if name in edited and _plain(getattr(food, name)) != new[name]]
    _merge_portions(work, old, basis_is_kept="basis" in work.edited)
    _merge_aliases(work, old)
    work.remember = food.loaded != new
    food.loaded = new


def _never_loaded(work: _Work, new: dict[str, object]) -> dict[str, object]:
    """A food that somebody imported before it was shipped: ours replaces it, unless a curator has reviewed it."""
    if work.food.reviewed_by_id:
        return new
    values = {name: _plain(getattr(work.food, name)) for name in FIELDS}
    return {**values, "portions": [_plain_portion(one) for one in _in_order(work.portions)], "aliases": []}


def _in_order(portions: list[Portion]) -> list[Portion]:
    return sorted(portions, key=lambda portion: (portion.order, portion.pk))


def _merge_portions(work: _Work, old: dict[str, object], *, basis_is_kept: bool) -> None:
    """All portions or none: they belong together, and to the basis."""
    now = [_plain_portion(portion) for portion in _in_order(work.portions)]
    new = [_plain_portion(portion) for portion in work.shipped.portions]
    if now == new:
        return
    if now != old["portions"] or basis_is_kept:
        work.edited.append("portions")
        return
    work.parts = True
    wanted = {portion.name: portion for portion in work.shipped.portions}
    _delete(Portion, [portion for portion in work.portions if portion.name not in wanted])
    staying = [portion for portion in work.portions if portion.name in wanted]
    # Two steps, as a food has one default at any time. Rows stay, because entries point to them.
    Portion.objects.filter(food=work.food).update(is_default=False)
    for portion in staying:
        shipped = wanted.pop(portion.name)
        portion.quantity, portion.is_default, portion.order = shipped.quantity, shipped.is_default, shipped.order
    Portion.objects.bulk_update(staying, ["quantity", "is_default", "order"])
    Portion.objects.bulk_create([_portion(work.food, portion) for portion in wanted.values()])


def _merge_aliases(work: _Work, old: dict[str, object]) -> None:
    """One by one: an alias that a curator added stays, one that they removed does not come back."""
    before = {(language, name) for language, name in old["aliases"]}
    now = {(alias.language, alias.name): alias for alias in work.aliases}
    gone = [now[key] for key in (before - work.shipped.aliases) & now.keys()]
    fresh = sorted(work.shipped.aliases - before - now.keys())
    if gone or fresh:
        work.parts = True
        _delete(Alias, gone)
        Alias.objects.bulk_create([_alias(work.food, alias) for alias in fresh])


def _delete(model: type[Portion] | type[Alias], rows: Iterable[Portion | Alias]) -> None:
    if ids := [row.pk for row in rows]:
        model.objects.filter(pk__in=ids).delete()


def _update(works: list[_Work]) -> None:
    now = timezone.now()
    written = [work.food for work in works if work.fields]
    for food in written:
        food.updated_at = now
    if written:
        fields = [*sorted({name for work in works for name in work.fields}), "loaded", "updated_at"]
        bulk_update_with_history(written, Food, fields, batch_size=_BATCH, default_change_reason=REASON)
    if rest := [work.food for work in works if work.remember and not work.fields]:
        Food.objects.bulk_update(rest, ["loaded"], batch_size=_BATCH)


def _retire(existing: dict[Key, Food], shipment: Shipment) -> tuple[list[Food], list[str]]:
    """Foods that the files no longer hold: retired, or left alone and named where a curator edited them."""
    shipped = {food.key for food in shipment.foods}
    if not shipment.is_complete:
        return [], []
    gone = [food for key, food in existing.items() if key not in shipped and food.state == State.PUBLISHED]
    edited = [food for food in gone if any(_plain(getattr(food, name)) != food.loaded.get(name) for name in FIELDS)]
    retired = [food for food in gone if food not in edited]
    for food in retired:
        food.state = str(State.RETIRED)
        food.loaded = {**food.loaded, "state": food.state}
        food.updated_at = timezone.now()
    if retired:
        fields = ["state", "loaded", "updated_at"]
        bulk_update_with_history(retired, Food, fields, batch_size=_BATCH, default_change_reason=REASON)
    return retired, [f"{food.name}: no longer shipped, but edited" for food in edited]
