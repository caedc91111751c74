"""Hand-made streams of items, as readers hand them over."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from foods.importing.batch import Counts
from foods.importing.records import Dataset, FoodRecord, Item, PortionRecord, Progress, Reading, Refusal
from foods.importing.writer import Writer
from foods.models import ImportRun

SET = Dataset("set", "A published set", "A public body", "2024", "public domain", "A public body, 2024.", complete=True)
PART = Dataset("part", "A part of a set", version="1")


def record(ref: str = "1", **values) -> FoodRecord:
    """Milk of the set, 0.5 µg in 100 g."""
    return FoodRecord(**({
        "source": "set", "ref": ref, "name": f"Milk {ref}", "line": 2, "b12_ug": Decimal("0.5"),
        "b12_added_ug": Decimal(0), "category": "milk_cream",
        "portions": (PortionRecord("glass", Decimal(200), is_default=True), PortionRecord("splash", Decimal(30))),
    } | values))  # fmt: skip


def bring_in(
    folder: Path, items: Iterable[Item], *, datasets: Sequence[Dataset] = (SET,), run: ImportRun | None = None,
    dry_run: bool = False, batch: int = 100, whole: bool = True,
) -> Counts:  # fmt: skip
    """All of it by one writer; `whole`: the file came to its end."""
    writer = Writer(run, dry_run=dry_run, seen=folder / "seen.sqlite3")
    items = list(items)
    try:
        writer.begin(datasets)
        for start in range(0, len(items), batch):
            writer.write(items[start : start + batch])
        if whole:
            writer.finish(datasets)
    finally:
        writer.close()
    return writer.counts


def reader(items: Iterable[Item], *, datasets: Sequence[Dataset] = (SET,), each=lambda place: None):
    """A reader of these items, whatever the file."""
    kept = list(items)

    def read(path: Path, *, progress: Progress, work: Path) -> Reading:
        return Reading("made", tuple(datasets), _told(kept, progress, each))

    return read


def _told(items: Sequence[Item], progress: Progress, each):
    for place, item in enumerate(items, 1):
        each(place)
        progress.at(place, place / len(items))
        yield item


BATCH = 3
# After EARLIER: added, changed, refused, superseded and, in the end, vanished foods, in four batches.
EARLIER = [record(ref) for ref in ("1", "2", "3", "4", "5")]
MIXED = [
    record("1"),
    record("2", note="New.", aliases=(("de", "Milch"),)),
    Refusal("made.csv", 3, "portion", "A portion without a weight."),
    record("6"),
    record("7", replaces=("3",)),
    record("6", line=6),
    record("8"),
    record("9", portions=(PortionRecord("mug", Decimal(300)),)),
    record("10"),
    record("5"),
    record("11"),
]
