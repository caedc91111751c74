"""An export brought back into an account: first tried, then done, in one go or not at all.

What is there stays as it is. A row is known again by its `uid` or by what makes it one of its kind (the day of a mark,
the name of a symptom and its day), so that the same file brought back twice adds nothing. Parts come and go with what
they are parts of. Every row becomes one of this person's, whatever the file says.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foods import search
from foods.models import Source
from tracker.export import reading
from tracker.export.checks import check
from tracker.export.columns import Wrong
from tracker.export.foods import rows_of, with_foods
from tracker.export.inserting import batches, insert_as_they_are, is_untouched
from tracker.export.matching import FoundFood, own_rows, shared_foods, source_here
from tracker.export.outcome import Outcome
from tracker.export.reading import Damaged, opened, place_of, rows_in
from tracker.export.sections import BY_NAME, Section
from tracker.health import forget_health
from tracker.models import Dish, HistoryRow, WhatIf
from tracker.models.whatif import MOST_KEPT, uid_of_changes
from tracker.regimens import forget_regimens

_OPEN = {"red_flags": ("key", "ended_on"), "finding_records": ("code", "closed_on")}


def tried(path: Path, *, by: User) -> Outcome:
    """What bringing the file back would do. Writes nothing. `Damaged` says why it cannot be."""
    return _Restoring(by, write=False).run(path)


def restore(path: Path, *, by: User) -> Outcome:
    """Bring the file back, all of it or nothing."""
    try:
        with transaction.atomic():
            User.objects.select_for_update().values_list("pk").get(pk=by.pk)  # a second press waits for the first
            outcome = _Restoring(by, write=True).run(path)
    finally:
        forget_health(by)
        forget_regimens(by)
        by.refresh_from_db(fields=["time_zone", "day_start"])
        by._state.fields_cache.pop("profile", None)
    return outcome


class _Restoring:
    """One run over a file. `_found`: by section, the id here of each uid of the file that something may refer to (None:
    not written yet); `_new`: those of them that come from the file. `_keys`: what came before in the file."""

    def __init__(self, by: User, *, write: bool) -> None:
        self.by, self.write, self.outcome = by, write, Outcome()
        self._foods: dict[int, FoundFood] = {}
        self._found: dict[str, dict[str, int | None]] = {}
        self._new: dict[str, set[str]] = {}
        self._keys: dict[str, set] = {}
        self._had: dict[str, set] = {}
        self._new_foods: list[int] = []
        self._taken: set[int] = set()
        self._sources: dict[str | None, Source | None] = {}
        self._was_empty = not rows_of(by, BY_NAME["entries"]).exists()

    def run(self, path: Path) -> Outcome:
        most = reading.MOST_OF_DEMO if self.by.is_demo else reading.MOST_JSON
        with opened(path, most=most) as stream:
            for section, rows in groupby(rows_in(stream), key=lambda one: one[0]):
                for batch in batches((number, row) for _section, number, row in rows):
                    self._take(section, batch)
        if self.write:
            search.reindex(self._new_foods)
        return self.outcome

    def _take(self, section: Section, batch: list[tuple[int, dict[str, Any]]]) -> None:
        if not section.restored:
            self.outcome.to_read[section.name] += len(batch)
            return
        for number, row in batch:
            self._checked(section, number, row)
        if section.name == "account":
            self._account(batch[0][1])
        elif section.single:
            self._single(section, batch[0][1])
        elif section.name == "foods":
            self._take_foods(section, batch)
        else:
            self._several(section, batch)

    def _checked(self, section: Section, number: int, row: dict[str, Any]) -> None:
        try:
            check(section, row)
            self._put_references(section, row)
        except Wrong as wrong:
            raise Damaged(place_of(section, number, str(wrong))) from None

    # --- what a row refers to -----------------------------------------------------------------------------------------
    def _put_references(self, section: Section, row: dict[str, Any]) -> None:
        """Say for every reference what it means here, in `row` itself."""
        food: FoundFood | None = None
        if "food" in row:
            food = row["food"] = self._food(row["food"])
        if section.model is Dish and food and not food.own:
            raise Wrong(_("A dish is a food of one’s own."))
        if "portion" in row:
            row["portion"] = food.portions.get(row["portion"]) if food and row["portion"] else None
        for column in section.columns:
            if column.to in BY_NAME and column.to != "foods" and row[column.name] is not None:
                self._check_uid(column.to, row[column.name])

    def _source(self, key: str | None) -> int | None:
        if key not in self._sources:
            self._sources[key] = source_here(key)
        source = self._sources[key]
        return source and source.pk

    def _food(self, number: Any) -> "FoundFood":
        if number not in self._foods:
            raise Wrong(_("Its food is not in the file."))
        return self._foods[number]

    def _check_uid(self, section: str, uid: str) -> None:
        if uid not in self._found.get(section, {}):
            raise Wrong(_("It belongs to something that is not in the file."))

    # --- the account, and what a person has one of --------------------------------------------------------------------
    def _account(self, row: dict[str, Any]) -> None:
        """Its clock, where nothing was logged by another one: days begin and end by it."""
        clock = (row["time_zone"], row["day_start"])
        if self._was_empty and clock[0] and clock != (self.by.time_zone, self.by.day_start):
            self.outcome.clock = clock
            if self.write:
                User.objects.filter(pk=self.by.pk).update(time_zone=clock[0], day_start=clock[1])

    def _single(self, section: Section, row: dict[str, Any]) -> None:
        there = rows_of(self.by, section).first()
        if there is not None and not is_untouched(there):
            self.outcome.there[section.name] += 1
            return
        self.outcome.new[section.name] += 1
        if self.write:
            section.model._base_manager.update_or_create(**{section.owner: self.by}, defaults=row)

    # --- foods --------------------------------------------------------------------------------------------------------
    def _take_foods(self, section: Section, batch: list[tuple[int, dict[str, Any]]]) -> None:
        rows = [row for _number, row in batch]
        found = shared_foods([row for row in rows if not row["own"]])
        mine = own_rows(self.by, rows, taken=self._taken)
        for number, row in batch:
            if row["ref"] in self._foods:
                raise Damaged(place_of(section, number, _("Another food has this number.")))
            if (food := found.get(row["ref"]) or mine.get(row["ref"])) is None:
                food = self._make_food(section, number, row)
                self.outcome.made_own += not row["own"]
                self.outcome.new["own_foods"] += 1
            elif row["own"]:
                self.outcome.there["own_foods"] += 1
            self._foods[row["ref"]] = food

    def _make_food(self, section: Section, number: int, row: dict[str, Any]) -> FoundFood:
        food = FoundFood.made_of(row, by=self.by)
        if self.write:
            (pk,) = self._insert(section, [(number, food.model)])
            food.pk = pk
            self._new_foods.append(pk)
        return food

    # --- all others ---------------------------------------------------------------------------------------------------
    def _several(self, section: Section, batch: list[tuple[int, dict[str, Any]]]) -> None:
        there = self._there(section, batch)
        new = [(number, row) for number, row in batch if not self._is_there(section, row, there)]
        self.outcome.new[section.name] += len(new)
        self.outcome.there[section.name] += len(batch) - len(new)
        made = self._insert(section, [(n, self._model(section, row)) for n, row in new]) if self.write else []
        if "uid" in section.fields:
            found, news = self._found.setdefault(section.name, {}), self._new.setdefault(section.name, set())
            for (_number, row), pk in zip(new, made or [None] * len(new), strict=True):
                found[str(row["uid"])] = pk
                news.add(str(row["uid"]))
        if section.model is WhatIf and self.write:
            latest = self.by.what_ifs.order_by("-created_at", "-pk").values_list("pk", flat=True)
            self.by.what_ifs.filter(pk__in=list(latest)[MOST_KEPT:]).delete()

    def _there(self, section: Section, batch: list[tuple[int, dict[str, Any]]]) -> set:
        """The keys of the rows of this batch that the person has already."""
        if section.parent:
            return set()
        if section.repeats:
            return self._before(section)
        keys = ("uid",) if section.model is WhatIf else section.key
        if section.model is WhatIf:
            for _number, row in batch:
                row["changes"] = with_foods(row["changes"], {n: food.pk or 0 for n, food in self._foods.items()})
                row["changes"] = [_without_none(change) for change in row["changes"]]
                row["uid"] = uid_of_changes(row["changes"])
        wanted = {row[keys[0]] for _number, row in batch}
        rows = rows_of(self.by, section).filter(**{f"{keys[0]}__in": wanted})
        known = set(rows.values_list(*keys))
        if keys == ("uid",):
            found = self._found.setdefault(section.name, {})
            found.update((str(uid), pk) for uid, pk in rows.values_list("uid", "pk"))
        return known

    def _before(self, section: Section) -> set:
        """Keys of what the person had before the file came, and of what of it is open, which may be but once: a red
        flag that holds, a finding that is there."""
        if section.name not in self._had:
            key, end = _OPEN[section.name]
            rows = rows_of(self.by, section)
            open_ones = {("open", value) for value in rows.filter(**{end: None}).values_list(key, flat=True)}
            self._had[section.name] = set(rows.values_list(*section.key)) | open_ones
        return self._had[section.name]

    def _is_there(self, section: Section, row: dict[str, Any], there: set) -> bool:
        """Whether it is there already, or came earlier in the same file."""
        if section.parent:
            return not self._parent_is_new(section, row)
        keys = ("uid",) if section.model is WhatIf else section.key
        known = self._keys.setdefault(section.name, set())
        marks = [tuple(row[name] for name in keys), *_open_mark(section, row)]
        if section.model is Dish and self._has_dish(row["food"]):
            return True
        if any(mark in there or mark in known for mark in marks):
            return True
        known.update(marks[1:] if section.repeats else marks)
        return False

    def _has_dish(self, food: FoundFood) -> bool:
        """A food has one recipe: that of another dish stays."""
        return food.pk is not None and Dish._base_manager.filter(food=food.pk).exists()

    def _parent_is_new(self, section: Section, row: dict[str, Any]) -> bool:
        if section.parent == "foods":
            return row["food"].new and (section.name == "portions" or row["food"].own)
        column = next(one for one in section.columns if one.to == section.parent)
        return row[column.name] in self._new.get(section.parent, set())

    def _model(self, section: Section, row: dict[str, Any]) -> models.Model:
        """The row as one of this person's, with the references as ids."""
        said: dict[str, Any] = {} if "__" in section.owner else {f"{section.owner}_id": self.by.pk}
        for column in section.columns:
            if column.derived:
                continue
            value = row[column.name]
            if column.to == "food":
                said[column.field.attname] = value and value.pk
            elif column.to == "portion":
                said[column.field.attname] = value
            elif column.to == "source":
                said[column.field.attname] = self._source(value)
            elif column.to:
                said[column.field.attname] = value and self._found[column.to][value]
            else:
                said[column.name] = value
        if section.name == "food_versions":
            said["id"] = row["food"].pk
        if section.model is WhatIf:
            said["uid"] = row["uid"]
        if section.model is HistoryRow and row["entry"] not in self._new.get("entries", set()):
            said["entry_id"] = None  # an entry that was there has its own row, or was logged here
        return section.model(**said)

    def _insert(self, section: Section, rows: Sequence[tuple[int, models.Model]]) -> list[int]:
        """Their ids. What the file contradicts itself in is said with the section."""
        try:
            with transaction.atomic():
                made = insert_as_they_are(section.model, [row for _number, row in rows])
        except IntegrityError:
            why = _("Two rows contradict each other, between row %(first)d and %(last)d.")
            raise Damaged(place_of(section, rows[0][0], why % {"first": rows[0][0], "last": rows[-1][0]})) from None
        if section.name == "portions":
            foods = {food.pk: food for food in self._foods.values()}
            for (_number, row), pk in zip(rows, made, strict=True):
                foods[row.food_id].portions[row.name] = pk
        return made


def _open_mark(section: Section, row: dict[str, Any]) -> list[tuple]:
    key, end = _OPEN.get(section.name, ("", ""))
    return [("open", row[key])] if key and row[end] is None else []


def _without_none(change: Any) -> Any:
    """A food that was not in the file is number 0, which no food has."""
    return change | {"food": change["food"] or 0} if isinstance(change, dict) and "food" in change else change
