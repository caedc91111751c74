"""Histories from other trackers: a file is read and looked at, brought in with one press, and can be taken back whole.

Each in one transaction under the person's lock, so that two presses or two tabs make one after the other.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from foods import search
from foods.models import Alias, Food, Portion
from foods.search.folding import words
from tracker.bringing import Bringing, names_of, stretches
from tracker.importing.amounts import measured
from tracker.importing.reading import History, Placed
from tracker.models import HistoryImport, HistoryName, HistoryRow, HistoryState
from tracker.people import clock_of

AT_ONCE = 500  # rows that are written together
LOOKED_UP = 150  # names for which a food is looked for: the most frequent
MOST_KEPT = 200  # refused rows that are kept to be looked at
KEPT = dt.timedelta(days=1)  # how long a file waits that nobody brought in
_TO_COME = "The day is still to come."


class Empty(ValueError):
    """The file was read, and there is nothing in it to bring in. `refused`: how many rows could not be read."""

    def __init__(self, refused: int) -> None:
        super().__init__("nothing to bring in")
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Brought:
    """How many entries came in, and whether this call did it."""

    entries: int
    new: bool


# --- read -------------------------------------------------------------------------------------------------------------
def take(*, by: User, path: Path, uid: uuid.UUID, now: dt.datetime) -> HistoryImport:
    """Read a file and keep its rows to be looked at; `Unreadable` and `Empty` keep nothing. Once for each `uid`.

    It is read before anything is locked: that may take a minute.
    """
    if before := by.history_imports.filter(uid=uid).first():
        return before
    read = _read(by, path, now=now)
    if not read.rows:
        raise Empty(sum(one.get("more", 1) for one in read.refused))
    run = HistoryImport(
        owner=by, uid=uid, format=read.format, state=HistoryState.LOOKED_AT, digest=_digest(path),
        refused=read.refused, created_at=now,
    )  # fmt: skip
    return _keep(run, read.rows, now=now)


@transaction.atomic
def _keep(run: HistoryImport, rows: list[Placed], *, now: dt.datetime) -> HistoryImport:
    _lock(run.owner)
    others = run.owner.history_imports
    if before := others.filter(uid=run.uid).first():
        return before
    others.filter(state=HistoryState.LOOKED_AT, created_at__lt=now - KEPT).delete()
    run.save()
    for some in stretches(enumerate(rows, start=1), AT_ONCE):
        HistoryRow.objects.bulk_create(_row(run, number, placed) for number, placed in some)
    _suggest(run)
    return run


@dataclass(frozen=True, slots=True)
class _Read:
    """`refused` as they are kept: line, why, what; last how many more there were."""

    format: str
    rows: list[Placed]
    refused: list[dict]


def _read(by: User, path: Path, *, now: dt.datetime) -> _Read:
    """The rows; those of days to come are refused."""
    clock = clock_of(by)
    history, rows, refused, late = History(path, clock), [], [], 0
    today = clock.local_date(now)
    for placed in history.rows():
        if placed.local_date <= today:
            rows.append(placed)
        elif (late := late + 1) <= MOST_KEPT:
            refused.append({"line": placed.row.line, "why": _TO_COME, "what": placed.row.name[:200]})
    refused += ({"line": one.line, "why": one.reason, "what": one.excerpt} for one in history.refused)
    kept = sorted(refused, key=lambda one: one["line"])[:MOST_KEPT]
    more = late + len(history.refused) + history.refused_more - len(kept)
    return _Read(history.format, rows, [*kept, {"more": more}] if more else kept)


def _row(run: HistoryImport, number: int, placed: Placed) -> HistoryRow:
    row, found = placed.row, measured(placed.row.amount, placed.row.unit)
    return HistoryRow(
        run=run, number=number, key=placed.key, name=row.name, eaten_at=placed.eaten_at, timed=placed.timed,
        local_date=placed.local_date, local_minute=placed.local_minute, amount=row.amount, unit=row.unit,
        grams=found[0] if found and found[1] == "g" else None, ug=row.ug, origin=row.origin,
    )  # fmt: skip


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _suggest(run: HistoryImport) -> None:
    """A food of the table for each frequent name that is called exactly so and was not asked about before."""
    known = set(names_of(run).values_list("name", flat=True))
    often = run.rows.order_by().values_list("name").annotate(n=Count("pk")).order_by("-n", "name")
    asked = [name for name, _times in often[: LOOKED_UP + len(known)] if name not in known][:LOOKED_UP]
    sure = {name: food for name in asked if (food := sure_food(run.owner, name))}
    HistoryName.objects.bulk_create(
        HistoryName(owner=run.owner, format=run.format, name=name, food_id=food) for name, food in sure.items()
    )


def sure_food(person: User, name: str) -> int | None:
    """The food that is called exactly so, its brand included where it has one; by its folded words, in any order."""
    wanted = sorted(words(name))
    if not wanted:
        return None
    for hit in search.search(name[:100], owner_id=person.pk, limit=8, exact=True).hits:
        called = [f"{hit.name} {hit.brand}"] + ([hit.matched_alias] if hit.matched_alias and not hit.brand else [])
        if any(sorted(words(one)) == wanted for one in called):
            return hit.food_id
    return None


# --- chosen -----------------------------------------------------------------------------------------------------------
def choose(
    *, by: User, run: HistoryImport, name: str, choice: str, food: Food | None = None, portion: Portion | None = None
) -> HistoryName:
    """What a name becomes, in this file and in later ones of the tracker."""
    said = {"choice": choice, "food": food, "portion": portion if food else None}
    return by.history_names.update_or_create(format=run.format, name=name, defaults=said)[0]


# --- brought in -------------------------------------------------------------------------------------------------------
@transaction.atomic
def bring_in(*, by: User, run: HistoryImport, known_only: bool, now: dt.datetime, table_first: bool = False) -> Brought:
    """Log every row that is not in the log already, and was not left out. `known_only`: none without a figure.

    `table_first`: the figures of the foods that were chosen count before those of the file.
    """
    _lock(by)
    run = by.history_imports.select_for_update().get(pk=run.pk)
    if run.state == HistoryState.DONE:
        return Brought(run.rows.filter(entry__isnull=False).count(), new=False)
    bringing = Bringing(run, known_only, table_first)
    for some in stretches(run.rows.order_by("number").iterator(AT_ONCE * 4), AT_ONCE):
        bringing.bring(some)
    search.reindex(bringing.made)
    run.state, run.done_at, run.undone_at, run.made = HistoryState.DONE, now, None, bringing.made
    run.save(update_fields=["state", "done_at", "undone_at", "made"])
    return Brought(bringing.entries, new=True)


# --- taken back -------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_back(*, by: User, run: HistoryImport, now: dt.datetime) -> int:
    """Remove exactly the entries of this import, and the foods it made that nothing else uses; how many entries."""
    _lock(by)
    run = by.history_imports.select_for_update().get(pk=run.pk)
    if run.state != HistoryState.DONE:
        return 0
    gone = by.entries(manager="with_removed").filter(history_row__run=run)
    removed = gone.count()
    gone.delete()
    run.rows.filter(brought=True).update(brought=False)
    _forget_foods(by, run.made)
    run.state, run.undone_at, run.made = HistoryState.UNDONE, now, []
    run.save(update_fields=["state", "undone_at", "made"])
    return removed


def _forget_foods(by: User, made: list[int]) -> None:
    """Foods that the person changed since, or that anything of theirs holds, stay."""
    for some in stretches(made, AT_ONCE):
        ids = set(by.foods.filter(pk__in=some).values_list("pk", flat=True)) - _used(by, set(some))
        by.foods.filter(pk__in=ids).delete()
        search.reindex(ids)
        Food.history.filter(id__in=ids).delete()  # deleting writes a last version of each


def _used(by: User, ids: set[int]) -> set[int]:
    used = set(Food.history.filter(id__in=ids).values_list("id", flat=True))
    for field_ in Food._meta.get_fields(include_hidden=True):
        if not (field_.auto_created and field_.is_relation) or field_.related_model in _PARTS:
            continue
        of = field_.field.attname
        used |= set(field_.related_model._base_manager.filter(**{f"{of}__in": ids}).values_list(of, flat=True))
    for changes in by.what_ifs.values_list("changes", flat=True):
        used |= {int(change["food"]) for change in changes if str(change.get("food") or "").isdigit()} & ids
    return used


_PARTS = (Portion, Alias, HistoryName)  # they go with the food


def forget(*, by: User, run: HistoryImport) -> None:
    """Take the rows of a file away that is not in the log; one that is stays, to be taken back."""
    by.history_imports.filter(~Q(state=HistoryState.DONE), pk=run.pk).delete()


def _lock(person: User) -> None:
    User.objects.select_for_update().values_list("pk").get(pk=person.pk)
