"""Rows of a history that become entries, in stretches, with the own foods that they need."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from foods.choices import State
from foods.models import Food, Portion
from tracker.becoming import Chosen, OwnKey, entry_of, fits, own_food, own_key, own_portion, portions_by_name
from tracker.models import Entry, HistoryChoice, HistoryImport, HistoryName, HistoryRow


def names_of(run: HistoryImport) -> QuerySet[HistoryName]:
    """What is remembered of the names of this tracker."""
    return run.owner.history_names.filter(format=run.format)


def stretches(things: Iterable, size: int) -> Iterator[tuple]:
    coming = iter(things)
    while some := tuple(islice(coming, size)):
        yield some


def chosen_for(run: HistoryImport, names: Iterable[str] | None = None) -> dict[str, Chosen | None]:
    """By name: the food that was chosen, None for what is left out; nothing for what becomes an own food.

    A food that is not offered any more counts as not chosen.
    """
    rows = names_of(run).select_related("food", "portion").prefetch_related("food__portions")
    rows = rows if names is None else rows.filter(name__in=list(names))
    return {
        row.name: None if row.choice == HistoryChoice.OUT else _chosen(row)
        for row in rows
        if row.choice == HistoryChoice.OUT or _is_offered(row.food, run.owner)
    }


def _chosen(row: HistoryName) -> Chosen:
    return Chosen(row.food, row.portion, portions_by_name(row.food.portions.all()))


def _is_offered(food: Food | None, owner: User) -> bool:
    return food is not None and food.state == State.PUBLISHED and food.owner_id in (None, owner.pk)


@dataclass(slots=True)
class Bringing:
    """One import while it runs."""

    run: HistoryImport
    known_only: bool
    table_first: bool
    entries: int = 0
    made: list[int] = field(default_factory=list)
    _chosen: dict[str, Chosen | None] = field(default_factory=dict)
    _own: dict[OwnKey, Food] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chosen = chosen_for(self.run)
        there = self.run.owner.foods.filter(state=State.PUBLISHED).order_by("-pk")
        self._own = {OwnKey(food.name.casefold(), food.basis): food for food in there}

    def bring(self, rows: tuple[HistoryRow, ...]) -> None:
        owner = self.run.owner
        keys = [row.key for row in rows]
        there = set(owner.entries(manager="with_removed").filter(uid__in=keys).values_list("uid", flat=True))
        there |= set(HistoryRow.removed_by(owner).filter(key__in=keys).values_list("key", flat=True))
        wanted = [row for row in rows if row.key not in there and self._is_wanted(row)]
        self._make_foods([row for row in wanted if self._needs_own(row)])
        entries = [self._entry(row) for row in wanted]
        entries = [entry for entry in entries if not self.known_only or entry.swallowed_ug is not None]
        made = {entry.uid for entry in Entry.objects.bulk_create(entries)}
        same = owner.entries.filter(uid=OuterRef("key")).values("pk")[:1]
        self.run.rows.filter(pk__in=[row.pk for row in wanted if row.key in made]).update(
            entry_id=Subquery(same), brought=True
        )
        self.entries += len(entries)

    def _is_wanted(self, row: HistoryRow) -> bool:
        chosen = self._chosen.get(row.name, "own")
        return chosen is not None and not (self.known_only and row.ug is None and self._needs_own(row))

    def _needs_own(self, row: HistoryRow) -> bool:
        chosen = self._chosen.get(row.name)
        return chosen is None or not fits(row, chosen)

    def _make_foods(self, rows: list[HistoryRow]) -> None:
        """Of several rows of a name the first with a figure tells what the food holds."""
        told: dict[OwnKey, HistoryRow] = {}
        for row in rows:
            key = own_key(row)
            if key not in self._own and (key not in told or (told[key].ug is None and row.ug is not None)):
                told[key] = row
        foods = Food.objects.bulk_create([own_food(row, owner=self.run.owner) for row in told.values()])
        Portion.objects.bulk_create(own_portion(row, food) for row, food in zip(told.values(), foods, strict=True))
        self._own |= dict(zip(told, foods, strict=True))
        self.made += [food.pk for food in foods]

    def _entry(self, row: HistoryRow) -> Entry:
        own = self._own.get(own_key(row)) if self._needs_own(row) else None
        chosen = self._chosen.get(row.name)
        return entry_of(row, owner=self.run.owner, chosen=chosen, own=own, table_first=self.table_first)
