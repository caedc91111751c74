"""The one way from readers' records into the food table: a batch at a time, each batch whole or not at all.

What a record says is merged into the food that stands under its source and id (`merging`), so that a second import of
the same file changes nothing and an edit of a curator stays. Foods that ship with the app are left as they are.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from foods.importing import retiring, table
from foods.importing.batch import Batch, Counts
from foods.importing.conflicts import asked_about, settle
from foods.importing.merging import Key, Standing, Wanted, merge
from foods.importing.problems import OF_A_PART, Refused
from foods.importing.records import Dataset, FoodRecord, Item, Refusal
from foods.importing.retiring import Going
from foods.importing.seen import Seen
from foods.importing.sources import write_sources
from foods.importing.wanted import wanted
from foods.models import Food, ImportRun, Source
from foods.search.index import NewFood, add_new, reindex

TOUCHED_KEPT = 20_000

Hold = Callable[[Counts], None]


class Writer:
    """Writes the items of one run. `run` takes differences and refusals; without one only foods are written.

    `hold` is called at the end of the transaction of each batch with the counts as they will be: what it raises undoes
    the batch. `seen` is where the ids that were met are kept while the run lasts.
    """

    def __init__(self, run: ImportRun | None, *, dry_run: bool, seen: Path, hold: Hold = lambda counts: None) -> None:
        self.run, self.dry_run, self.hold = run, dry_run, hold
        self.counts = Counts.of(run) if run else Counts()
        self.seen = Seen(seen)
        self.sources: dict[str, int] = {}
        self.touched: list[int] = []
        self.touched_too_many = False
        self.lost = 0  # rows that may have been a food: which one they do not say
        self._moved: dict[Key, int] = {}
        self._asked_about: set[int] = set()
        self._file = run.file_name if run else ""
        self._reason = f"Imported from {self._file}".strip()

    def begin(self, datasets: Sequence[Dataset]) -> None:
        """Data sets are made known; in a dry run they are only looked up."""
        self.sources = write_sources(datasets, dry_run=self.dry_run, today=timezone.localdate())
        self._moved = retiring.moved()
        self._asked_about = asked_about()

    def skip(self, items: Sequence[Item]) -> None:
        """Items that an earlier attempt at this run has written."""
        self._note_refused(items)
        records = [item for item in items if isinstance(item, FoodRecord)]
        self.seen.fresh([(record.source, record.ref) for record in records])
        self.seen.replace([(record.source, ref) for record in records for ref in record.replaces])

    def write(self, items: Sequence[Item]) -> None:
        """One batch, in one transaction."""
        batch = self._looked_through(items)
        with self._whole(batch):
            self._write(batch, timezone.now())

    def finish(self, datasets: Sequence[Dataset], *, between: Callable[[], None] = lambda: None) -> None:
        """Retire what the complete data sets no longer hold. Only after the last item of a whole file."""
        for dataset in datasets:
            source_id = self.sources.get(dataset.key)
            if not (dataset.complete and source_id):
                continue
            if why := self._why_none_goes(source_id, dataset):
                self._say_why(why)
                continue
            moved = [pk for key, pk in self._moved.items() if key[0] == dataset.key]
            for ids in (moved, *retiring.vanished(source_id, dataset.key, self.seen)):
                between()
                if ids:
                    self._retire_vanished(ids, dataset.key)

    def close(self) -> None:
        self.seen.close()

    @contextmanager
    def _whole(self, batch: Batch) -> Iterator[None]:
        """A transaction whose last act is to say what was done in it."""
        before = Counts(**vars(self.counts))
        try:
            with transaction.atomic():
                yield
                if self.run:
                    batch.save(self.run)
                self.counts.refused += len(batch.refusals)
                self.counts.position += batch.size
                self.hold(self.counts)
        except BaseException:
            self.counts = before
            raise

    # --- looking through a batch -------------------------------------------------------------------------------------
    def _looked_through(self, items: Sequence[Item]) -> Batch:
        batch = Batch(len(items))
        self._note_refused(items)
        batch.refusals += [item for item in items if isinstance(item, Refusal)]
        records = [item for item in items if isinstance(item, FoodRecord)]
        fresh = self.seen.fresh([(record.source, record.ref) for record in records])
        for record, is_fresh in zip(records, fresh, strict=True):
            try:
                self._take(batch, record, is_fresh=is_fresh)
            except Refused as refused:
                batch.refuse(self._file, record, refused)
        return batch

    def _take(self, batch: Batch, record: FoodRecord, *, is_fresh: bool) -> None:
        key = record.source, record.ref
        if not is_fresh:
            raise Refused("repeated", f"{record.source} {record.ref} stands above already.")
        if self.seen.is_replaced(key):
            raise Refused("repeated", f"A newer one of the same file takes the place of {record.source} {record.ref}.")
        if record.source not in self.sources:
            self._look_up_source(record.source)
        batch.new.append(wanted(record))
        if record.replaces:
            replaced = [(record.source, ref) for ref in record.replaces if ref != record.ref]
            batch.replaced |= {old: key for old in replaced if old not in self.seen}
            self.seen.replace(replaced)

    def _look_up_source(self, key: str) -> None:
        source_id = Source.objects.filter(key=key).values_list("pk", flat=True).first()
        if source_id is None:
            raise Refused("value", f"The data set “{key}” is not known.")
        self.sources[key] = source_id

    # --- writing it --------------------------------------------------------------------------------------------------
    def _write(self, batch: Batch, now: dt.datetime) -> None:
        self._compare(batch)
        ids: Sequence[int | None] = [None] * len(batch.new)
        if not self.dry_run:
            ids = fresh = table.add(batch.new, self.sources, now=now, reason=self._reason)
            add_new(_for_search(batch.new, fresh))
            table.change(batch.works, now=now, reason=self._reason)
        batch.note_adds(self.counts, ids)
        batch.note_works(self.counts)
        going = self._superseded(batch, ids)
        self.counts.superseded += len(going.going)
        batch.note_going(self.counts, going)
        if not self.dry_run:
            changed = [food.pk for food, _, work in batch.works if work.is_change]
            self._retire(batch, going, now, also=changed)
            self._touch([*ids, *changed])

    def _compare(self, batch: Batch) -> None:
        """Sort the foods of the batch into new ones and those that stand already."""
        standing = self._standing([food.key for food in batch.new])
        new = []
        for food in batch.new:
            old = standing.get(food.key)
            if old is None:
                new.append(food)
            elif old.is_shipped:
                self.counts.unchanged += 1
            else:
                batch.works.append((old, food, merge(old, food)))
        batch.new = new

    def _standing(self, keys: Sequence[Key]) -> dict[Key, Standing]:
        found: dict[Key, Standing] = {}
        for source, source_id in self.sources.items():
            if refs := [ref for key, ref in keys if key == source]:
                foods = self._locked(table.under(source_id, refs))
                found |= {(source, food.source_ref): food for food in table.standing(foods)}
        if moved := {pk: key for key in keys if (pk := self._moved.get(key))}:
            foods = self._locked(Food.objects.filter(owner__isnull=True, pk__in=moved))
            found |= {moved[food.pk]: food for food in table.standing(foods)}
        return found

    def _locked(self, foods: QuerySet[Food]) -> QuerySet[Food]:
        return foods if self.dry_run else foods.select_for_update(of=("self",))

    def _superseded(self, batch: Batch, ids: Sequence[int | None]) -> Going:
        if not batch.replaced:
            return Going()
        numbers: dict[Key, int | None] = dict(zip((food.key for food in batch.new), ids, strict=True))
        numbers |= {new.key: food.pk for food, new, _ in batch.works}
        return retiring.superseded({old: numbers.get(new) for old, new in batch.replaced.items()}, self.sources)

    def _retire_vanished(self, ids: Sequence[int], key: str) -> None:
        batch = Batch()
        with self._whole(batch):
            going = retiring.gone(ids, key, self.seen)
            self.counts.retired += len(going.going)
            batch.note_going(self.counts, going)
            if not self.dry_run:
                self._retire(batch, going, timezone.now())

    def _retire(self, batch: Batch, going: Going, now: dt.datetime, *, also: Sequence[int] = ()) -> None:
        """Foods that go; the index and the queue brought up to date for them and `also` for these."""
        table.retire(going.going, now=now, reason=self._reason)
        if touched := [*also, *(food.pk for food, _ in going.going)]:
            reindex(touched)
        looked_at = {*(food.pk for food, *_ in batch.works), *(food.pk for food, _ in (*going.going, *going.held))}
        settle(looked_at & self._asked_about, batch.conflicts, run=self.run, now=now)

    def _note_refused(self, items: Sequence[Item]) -> None:
        """A refused row that says which food it is shows that the file holds it; any other may have been any food."""
        refused = [item for item in items if isinstance(item, Refusal) and item.code not in OF_A_PART]
        self.seen.refuse((one.source, ref) for one in refused if one.ref for ref in (one.ref, *one.replaces))
        self.lost += sum(not one.ref for one in refused)

    def _why_none_goes(self, source_id: int, dataset: Dataset) -> Refusal | None:
        """Why no food is taken for withdrawn though the file lacks it; None where nothing speaks against it."""
        if retiring.looks_torn(source_id, dataset.key, self.seen):
            return Refusal(
                self._file, 0, "torn",
                f"The file holds less than half of the foods that stand under {dataset.name}. It may be cut off, so "
                "none of them was retired.",
            )  # fmt: skip
        if self.lost and any(retiring.vanished(source_id, dataset.key, self.seen)):
            return Refusal(
                self._file, 0, "lost",
                f"{dataset.name} no longer holds some foods that stand in the table. They may be among the refused "
                "rows, so none of them was retired.",
            )  # fmt: skip
        return None

    def _say_why(self, why: Refusal) -> None:
        with self._whole(Batch(refusals=[why])):
            pass

    def _touch(self, ids: Sequence[int | None]) -> None:
        """Foods to be looked at when the run is over."""
        self.touched_too_many |= len(self.touched) + len(ids) > TOUCHED_KEPT
        if not self.touched_too_many:
            self.touched += [pk for pk in ids if pk]


def _for_search(foods: Sequence[Wanted], ids: Sequence[int]) -> Iterator[NewFood]:
    for food, pk in zip(foods, ids, strict=True):
        values: dict = food.values
        yield {
            "food_id": pk, "name": values["name"], "brand": values["brand"], "market": values["market"],
            "form": values["form"], "route": values["route"], "prominence": 0,
            "aliases": [name for _, name in food.aliases],
        }  # fmt: skip
