"""Some items of a file on their way into the table, and what there is to say of them: counts, differences, refusals."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from foods.importing.conflicts import NO_QUESTION, Conflict
from foods.importing.merging import Key, Merge, Standing, Wanted
from foods.importing.problems import Refused, refusal
from foods.importing.records import FoodRecord, Refusal
from foods.importing.retiring import Going
from foods.models import Change, ImportDifference, ImportRefusal, ImportRun

ADDS_SHOWN = 1_000  # so many new foods are named in the report of a run; all the others are counted
_VALUES_SHOWN = ("brand", "b12_ug", "basis", "category", "gtin")
_REFUSAL_TEXTS = (("file", 120), ("code", 30), ("reason", 400), ("excerpt", 200))


@dataclass
class Counts:
    """What a run did so far. Each food of the file is added, changed or unchanged; kept ones are counted besides."""

    position: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    retired: int = 0
    superseded: int = 0
    refused: int = 0

    @classmethod
    def of(cls, run: ImportRun) -> "Counts":
        return cls(**{name: getattr(run, name) for name in cls.__dataclass_fields__})


@dataclass
class Batch:
    """`new` are foods that do not stand in the table, `works` those that do with what becomes of them, `replaced`
    superseded ones by the key of that which took their place."""

    size: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    new: list[Wanted] = field(default_factory=list)
    works: list[tuple[Standing, Wanted, Merge]] = field(default_factory=list)
    replaced: dict[Key, Key] = field(default_factory=dict)
    differences: list[ImportDifference] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def refuse(self, file: str, record: FoodRecord, refused: Refused) -> None:
        self.refusals.append(refusal(file, record.line, refused, f"{record.ref} {record.name}"))

    def note_adds(self, counts: Counts, ids: Sequence[int | None]) -> None:
        shown = max(0, ADDS_SHOWN - counts.added)
        for food, pk in list(zip(self.new, ids, strict=True))[:shown]:
            fields = {name: [None, value] for name in _VALUES_SHOWN if (value := food.values[name]) not in (None, "")}
            self._note(Change.ADDED, pk, food.key, food.values["name"], fields)
        counts.added += len(self.new)

    def note_works(self, counts: Counts) -> None:
        for food, new, work in self.works:
            if work.is_change:
                counts.changed += 1
                self._note(Change.CHANGED, food.pk, new.key, food.values["name"], _changes(food, new, work))
            else:
                counts.unchanged += 1
            if work.edited:
                counts.kept += 1
                self._note_kept(food, new, work)

    def note_going(self, counts: Counts, found: Going) -> None:
        """Foods that go, and those that would if no curator had edited them; the former are counted by the caller."""
        counts.kept += len(found.held)
        for change, foods in ((Change.RETIRED, found.going), (Change.KEPT, found.held)):
            for food, _ in foods:
                key = food.loaded_key or ("", food.source_ref)
                self._note(change, food.pk, key, food.values["name"], {"state": ["published", "retired"]})
        self.conflicts += found.conflicts()

    def save(self, run: ImportRun) -> None:
        for difference in self.differences:
            difference.run = run
        ImportDifference.objects.bulk_create(self.differences, batch_size=1_000)
        ImportRefusal.objects.bulk_create([_row(run, one) for one in self.refusals], batch_size=1_000)

    def _note_kept(self, food: Standing, new: Wanted, work: Merge) -> None:
        kept = {name: _both(food, new, name) for name in work.edited}
        self._note(Change.KEPT, food.pk, new.key, food.values["name"], kept)
        asked = {name: values for name, values in kept.items() if name not in NO_QUESTION}
        if asked and food.values["state"] == "published":
            self.conflicts.append(Conflict(food.pk, asked))

    def _note(self, change: Change, pk: int | None, key: Key, name: object, fields: dict) -> None:
        self.differences.append(
            ImportDifference(
                change=change, food_id=pk, source_key=key[0], source_ref=key[1], name=str(name), fields=fields
            )
        )


def _both(food: Standing, new: Wanted, name: str) -> list:
    """The value as it stands and as the file has it."""
    if name == "portions":
        return [food.plain_portions(), new.portions]
    return [food.values[name], new.values[name]]


def _changes(food: Standing, new: Wanted, work: Merge) -> dict[str, list]:
    fields: dict[str, list] = {name: [food.values[name], value] for name, value in work.fields.items()}
    if work.portions is not None:
        fields["portions"] = _both(food, new, "portions")
    if work.gone or work.fresh:
        fields["aliases"] = [[alias.name for alias in work.gone], [name for _, name in work.fresh]]
    return fields


def _row(run: ImportRun, one: Refusal) -> ImportRefusal:
    texts = {name: getattr(one, name).replace("\x00", "")[:longest] for name, longest in _REFUSAL_TEXTS}
    return ImportRefusal(run=run, line=one.line, **texts)
