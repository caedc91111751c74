"""Labels of supplements from the NIH Dietary Supplement Label Database: JSON, one label a file, a line or in a list.

A label states B12 for a serving of one or more tablets; the food is one unit of what is swallowed. Of labels with the
same barcode the one that is sold, then the newest, counts; it replaces the others. Labels without B12, or with B12 in
a blend whose parts have no amounts, are passed over. A stock number in place of a barcode is left out.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from foods.importing import checks
from foods.importing.datasets import dataset
from foods.importing.dsld_labels import SOURCE, barcode_of, food_of, rank_of, ref_of
from foods.importing.json_rows import Whole, json_rows
from foods.importing.opened import Opened
from foods.importing.problems import refusal
from foods.importing.records import Item, Progress, Reading, Refusal

EVERY = 200  # labels between two signs of life
_MARKS = ('"ingredientRows"', '"servingSizes"', '"upcSku"', '"netContents"')
_WORDS = tuple(  # one of them stands in every label with B12
    word.encode()
    for word in ("B12", "B-12", "B 12", "b12", "b-12", "b 12", "balamin", "BALAMIN", "ibencozide", "obamamide")
)
Ranked = tuple[tuple[bool, int], str]  # whether it is sold and how new it is; its id


def looks_like(opened: Opened) -> bool:
    return any(_is_ours(opened, name) for name in opened.names()[:20])


def read(opened: Opened, *, progress: Progress, work: Path) -> Reading:
    names = [name for name in opened.names() if _is_ours(opened, name)]
    opened.expect([*names, *names])
    return Reading("dsld", (dataset(SOURCE),), _items(opened, names, progress))


def _is_ours(opened: Opened, name: str) -> bool:
    head = opened.head(name).lstrip()
    return head.startswith(("{", "[")) and '"fullName"' in head and any(mark in head for mark in _MARKS)


def _items(opened: Opened, names: list[str], progress: Progress) -> Iterator[Item]:
    progress.phase = "barcodes"
    labels = _barcodes(opened, names, progress)
    progress.phase, count = "labels", 0
    for count, (name, line, label) in enumerate(_labels(opened, names), start=1):
        if count % EVERY == 0:
            progress.at(count, opened.share())
        if isinstance(label, Refusal):
            yield label
        elif label is not None:
            yield from _of_label(name, line, label, labels)
    progress.at(count, 1.0)


def _barcodes(opened: Opened, names: list[str], progress: Progress) -> dict[str, list[Ranked]]:
    """Every label with B12 of each barcode: some megabytes for all two hundred thousand labels."""
    labels: dict[str, list[Ranked]] = {}
    for count, (_name, _line, label) in enumerate(_labels(opened, names), start=1):
        if count % EVERY == 0:
            progress.at(0, opened.share())
        if isinstance(label, dict) and (barcode := barcode_of(label)):
            labels.setdefault(barcode, []).append((rank_of(label), ref_of(label)))
    return labels


def _of_label(name: str, line: int, label: dict, labels: dict[str, list[Ranked]]) -> Iterator[Item]:
    """The food, with the labels that it replaces; nothing for one that is replaced itself or has no figure."""
    try:
        rivals = labels.get(barcode_of(label), [])
        if rivals and max(rivals)[1] != ref_of(label):
            return
        food = food_of(label, line=line)
        if food is not None:
            yield replace(food, replaces=tuple(sorted({ref for _, ref in rivals} - {food.ref})))
    except checks.Refused as refused:
        told = refusal(name, line, refused, f"{label.get('id')} {label.get('fullName')}")
        yield told.about(SOURCE, checks.readable_ref(ref_of(label)))


def _labels(opened: Opened, names: list[str]) -> Iterator[tuple[str, int, dict | Refusal | None]]:
    """Each label; None for a line without any."""
    for name in names:
        for line, found in json_rows(opened, name, holding=_WORDS):
            if found is None or isinstance(found, Refusal):
                yield name, line, found
            else:
                for label in _in(found.value if isinstance(found, Whole) else found):
                    yield name, line, label


def _in(found: object) -> Iterator[dict]:
    """The labels of one object: itself, those of a list, or those of the hits of a search."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict) and isinstance(one.get("_source"), dict):
            yield {"id": one.get("_id")} | one["_source"]
        elif isinstance(one, dict) and isinstance(one.get("hits"), dict | list):
            waiting.append(one["hits"])
        elif isinstance(one, dict) and "fullName" in one:
            yield one
