"""What becomes of a food that stands in the table when a file says how it should stand.

What a curator changed since the last load wins: `Food.loaded` holds the values as last loaded, and a field that no
longer has that value was edited. Pure: plain values in (text, whole numbers, None; a figure is text in its shortest
spelling), plain values out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

Key = tuple[str, str]  # the data set's key, the food's id in it
Plain = str | int | None

# These only make sense together: who edits one of them keeps all.
FIGURE = (
    "basis", "b12_ug", "b12_unknown", "b12_added_ug", "low_ug", "high_ug", "range_note", "grade", "figure_date",
)  # fmt: skip
ALONE = (
    "name", "brand", "market", "category", "diet", "origin", "form", "route", "reliability", "gtin", "note",
    "prominence", "state", "unverified",
)  # fmt: skip
FIELDS = (*ALONE, *FIGURE)
# What is meant where `loaded` does not name a field: a million foods do not each say that they have no brand.
UNSAID: dict[str, Plain] = {
    "brand": "", "market": "", "category": "other", "diet": "", "origin": "food", "form": "not_stated",
    "route": "swallowed", "reliability": "active", "gtin": "", "note": "", "prominence": 0, "state": "published",
    "unverified": False, "basis": "g100", "b12_ug": None, "b12_unknown": False, "b12_added_ug": None, "low_ug": None,
    "high_ug": None, "range_note": "", "figure_date": "",
}  # fmt: skip


@dataclass(slots=True)
class Wanted:
    """A food as a file says it should stand. `values` may leave out fields that the file says nothing about."""

    key: Key
    values: dict[str, Plain]
    portions: list[list]  # [name, quantity, is default, order], in their order
    aliases: list[list]  # [language, name], sorted
    imported: bool = True  # from a published file, not from the table that ships with the app

    def remembered(self) -> dict[str, object]:
        """The values as they are kept in `Food.loaded`; of an imported food only those that say something."""
        if not self.imported:
            known = {name: value for name, value in self.values.items() if name != "unverified"}
            head: dict[str, object] = {"source": self.key[0], "source_ref": self.key[1]}
            return {**head, **known, "portions": self.portions, "aliases": self.aliases}
        kept: dict[str, object] = {"imported": True, "source": self.key[0], "source_ref": self.key[1]}
        for name, value in self.values.items():
            if value != UNSAID.get(name, ...):
                kept[name] = value
        if self.portions:
            kept["portions"] = self.portions
        if self.aliases:
            kept["aliases"] = self.aliases
        return kept


class PortionRow(NamedTuple):
    pk: int
    name: str
    quantity: str
    is_default: bool
    order: int


class AliasRow(NamedTuple):
    pk: int
    language: str
    name: str


@dataclass(slots=True)
class Standing:
    """A food as it stands in the table."""

    pk: int
    source_id: int | None
    source_ref: str
    reviewed: bool
    merged_into_id: int | None
    loaded: dict | None
    values: dict[str, Plain]
    portions: list[PortionRow] = field(default_factory=list)
    aliases: list[AliasRow] = field(default_factory=list)

    @property
    def is_shipped(self) -> bool:
        """Whether it is one of the foods that ship with the app, under names and figures of our own."""
        return self.loaded is not None and "imported" not in self.loaded

    @property
    def loaded_key(self) -> Key | None:
        """The key it was loaded under, whatever a curator made of its source since."""
        return (self.loaded["source"], self.loaded["source_ref"]) if self.loaded else None

    @property
    def is_edited(self) -> bool:
        """Whether a curator changed a field since it was last loaded."""
        return bool(_edited(self.values, self.loaded or {}, self.values.keys()))

    def plain_portions(self) -> list[list]:
        return [list(row[1:]) for row in sorted(self.portions, key=itemgetter(4, 0))]


@dataclass(slots=True)
class Merge:
    """What to write to a standing food so that it is as wanted, edits of curators aside."""

    fields: dict[str, Plain] = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)  # kept although the file says otherwise; may name "portions"
    portions: list[list] | None = None  # all of them anew
    gone: list[AliasRow] = field(default_factory=list)
    fresh: list[tuple[str, str]] = field(default_factory=list)
    remembered: dict | None = None  # what `loaded` becomes, where it changes

    @property
    def is_change(self) -> bool:
        return bool(self.fields or self.portions is not None or self.gone or self.fresh)


def plain(value: object) -> Plain:
    """One spelling for each value: 2.50 and 2.5 are the same figure."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value  # type: ignore[return-value]


def said(loaded: dict, name: str) -> Plain:
    """The value of a field as `Food.loaded` has it, said or not."""
    return loaded[name] if name in loaded else UNSAID.get(name)


def merge(food: Standing, wanted: Wanted) -> Merge:
    """The values that the file gives and nobody edited; the edited ones are named and left."""
    new = wanted.remembered()
    now = food.values
    if food.loaded == new and all(now[name] == value for name, value in wanted.values.items()):
        old = food.loaded  # nothing to do but for portions and aliases
        work = Merge()
    else:
        old = food.loaded if food.loaded is not None else _never_loaded(food, new)
        work = _merge_fields(now, old, wanted)
        work.remembered = new if food.loaded != new else None
    _merge_portions(food, work, old, wanted)
    _merge_aliases(food, work, old, wanted)
    return work


def _merge_fields(now: dict[str, Plain], old: dict, wanted: Wanted) -> Merge:
    new = wanted.values
    edited = _edited(now, old, new.keys())
    if kept_figure := not edited.isdisjoint(FIGURE):
        edited |= {name for name in FIGURE if now[name] != new[name]}
    work = Merge()
    for name in FIELDS:
        if name not in new or now[name] == new[name]:
            continue
        if name in edited:
            work.edited.append(name)
        elif not (kept_figure and name in FIGURE):
            work.fields[name] = new[name]
    return work


def _edited(now: dict[str, Plain], old: dict, names: Iterable[str]) -> set[str]:
    return {name for name in names if now[name] != said(old, name)}


def _never_loaded(food: Standing, new: dict) -> dict:
    """A food that somebody made before it was loaded: the file replaces it, unless a curator has reviewed it."""
    if food.reviewed:
        return new
    return {**food.values, "portions": food.plain_portions(), "aliases": []}


def _merge_portions(food: Standing, work: Merge, old: dict, wanted: Wanted) -> None:
    """All portions or none: they belong together, and to the basis."""
    now = food.plain_portions()
    if now == wanted.portions:
        return
    if now != old.get("portions", []) or "basis" in work.edited:
        work.edited.append("portions")
    else:
        work.portions = wanted.portions


def _merge_aliases(food: Standing, work: Merge, old: dict, wanted: Wanted) -> None:
    """One by one: an alias that a curator added stays, one that they removed does not come back."""
    if not (food.aliases or wanted.aliases):
        return
    before = {(language, name) for language, name in old.get("aliases", [])}
    new = {(language, name) for language, name in wanted.aliases}
    now = {(alias.language, alias.name): alias for alias in food.aliases}
    work.gone = [now[key] for key in (before - new) & now.keys()]
    work.fresh = sorted(new - before - now.keys())
