"""USDA's Standard Reference, release 28, as text files: "^" between cells, "~" around text, one food a line.

FOOD_DES names the foods, NUT_DATA holds their figures, WEIGHT their portions. A food without a figure is unknown; one
with a figure that cannot be read is refused with it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from foods.importing import checks, usda
from foods.importing.categories import of_usda_group
from foods.importing.datasets import dataset
from foods.importing.opened import Opened
from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import FoodRecord, Item, Progress, Reading, Refusal

KEY, VERSION, YEAR = "usda-sr28", "28 (2015)", "2015"
B12, ADDED = "418", "578"
FOODS, FIGURES, WEIGHTS = "FOOD_DES.txt", "NUT_DATA.txt", "WEIGHT.txt"
_WIDTHS = {FOODS: 14, FIGURES: 18, WEIGHTS: 7}
_WANTED = (b"^~418~^", b"^~578~^", b"^418^", b"^578^")
_NUMBER = re.compile("[0-9]{4,6}")  # of a food, with its leading zeros
_MOST_LINE = 100_000
_TICK = 5_000


@dataclass
class _Kept:
    """What the other two files say, by NDB number."""

    figures: dict[tuple[str, str], tuple[Decimal | None, str, str]] = field(default_factory=dict)  # figure, code, date
    lines: dict[str, int] = field(default_factory=dict)  # of the first figure, until its food comes
    broken: set[str] = field(default_factory=set)  # foods with a figure that cannot be read
    measures: defaultdict[str, list[usda.Measure]] = field(default_factory=lambda: defaultdict(list))


def looks_like(opened: Opened) -> bool:
    name = opened.find(FOODS)
    return name is not None and opened.peek(name, 512).lstrip().startswith(b"~")


def read(opened: Opened, *, progress: Progress, work: object = None) -> Reading:
    names = {base: opened.find(base) for base in (FOODS, FIGURES, WEIGHTS)}
    for base in (FOODS, FIGURES):
        if names[base] is None:
            raise Unreadable("missing", f"{base} is missing: give the folder or archive with all files of the release.")
    given = {base: name for base, name in names.items() if name is not None}
    opened.expect(given.values())
    return Reading("sr28", (dataset(KEY, version=VERSION, complete=True),), _items(opened, given, progress))


def _items(opened: Opened, names: dict[str, str], progress: Progress) -> Iterator[Item]:
    kept, counter = _Kept(), _Counter(opened, progress)
    yield from _figures(counter, names[FIGURES], kept)
    if WEIGHTS in names:
        yield from _weights(counter, names[WEIGHTS], kept)
    yield from _foods(counter, names[FOODS], kept)
    for ref, line in kept.lines.items():
        lost = Refused("record", f"There are figures of food {ref}, but no such food.")
        yield refusal(names[FIGURES], line, lost, ref).about(KEY, checks.readable_ref(ref))


@dataclass
class _Counter:
    """Rows of a file with their lines; broken ones come as refusals."""

    opened: Opened
    progress: Progress
    rows: int = 0

    def lines(
        self, name: str, base: str, *, wanted: tuple[bytes, ...] = ()
    ) -> Iterator[tuple[int, list[str], str] | Refusal]:
        """With `wanted` only rows that hold one of these; the others have to have the right number of cells."""
        self.progress.phase = base
        marks = _WIDTHS[base] - 1
        with self.opened.binary(name) as stream:  # not as text: some rows hold a lone carriage return
            number = 0
            for raw in iter(lambda: stream.readline(_MOST_LINE), b""):
                number, self.rows = number + 1, self.rows + 1
                if self.rows % _TICK == 0:
                    self.progress.at(self.rows, self.opened.share())
                if wanted and raw.count(b"^") == marks and not any(mark in raw for mark in wanted):
                    continue
                text = raw.decode("latin-1").rstrip("\r\n")
                if not text:
                    continue
                try:
                    yield number, _cells(text, _WIDTHS[base]), text
                except Refused as refused:
                    yield _refusal(name, number, refused, text)
        self.progress.at(self.rows, self.opened.share())


def _cells(text: str, width: int) -> list[str]:
    if len(text) >= _MOST_LINE - 2:
        raise Refused("long", f"The line has more than {_MOST_LINE:,} letters.")
    if "\x00" in text:
        raise Refused("nul", "The row holds a NUL byte: it is damaged.")
    cells = text.split("^")
    if len(cells) != width:
        raise Refused("cells", f"The row has {len(cells)} cells instead of {width}.")
    if any((cell[:1] == "~") != (cell[-1:] == "~") or cell == "~" for cell in cells):
        raise Refused("quotes", "A cell begins with ~ and does not end with it.")
    return [cell.strip("~").strip() for cell in cells]


def _figures(counter: _Counter, name: str, kept: _Kept) -> Iterator[Refusal]:
    for row in counter.lines(name, FIGURES, wanted=_WANTED):
        if isinstance(row, Refusal):
            if any(mark.decode() in row.excerpt for mark in _WANTED):
                kept.broken.add(row.ref)
            yield row
            continue
        line, cells, text = row
        if cells[1] not in (B12, ADDED):
            continue
        kept.lines.setdefault(cells[0], line)
        try:
            kept.figures[cells[0], cells[1]] = checks.figure(cells[2], unit="UG"), cells[5], cells[16]
        except Refused as refused:
            kept.broken.add(cells[0])
            yield _refusal(name, line, refused, text)


def _weights(counter: _Counter, name: str, kept: _Kept) -> Iterator[Refusal]:
    for row in counter.lines(name, WEIGHTS):
        if isinstance(row, Refusal):
            yield row
            continue
        line, cells, text = row
        try:
            kept.measures[cells[0]].append(usda.measure(cells[3], cells[4], amount=cells[2]))
        except Refused as refused:
            yield _refusal(name, line, refused, text)


def _foods(counter: _Counter, name: str, kept: _Kept) -> Iterator[Item]:
    seen: set[str] = set()
    for row in counter.lines(name, FOODS):
        if isinstance(row, Refusal):
            yield row
            continue
        line, cells, text = row
        try:
            food = _food(line, cells, kept, seen)
        except Refused as refused:
            yield _refusal(name, line, refused, text)
        else:
            if food.ref not in kept.broken:
                yield food


def _food(line: int, cells: list[str], kept: _Kept, seen: set[str]) -> FoodRecord:
    ref, group, long_name, common, maker = cells[0], cells[1], cells[2], cells[4], cells[5]
    if not _NUMBER.fullmatch(ref):
        raise Refused("ref", f"“{ref[:20]}” is no NDB number: five figures with their leading zeros.")
    if ref in seen:
        raise Refused("repeated", f"The NDB number {ref} stands above already.")
    seen.add(ref)
    kept.lines.pop(ref, None)
    ug, code, date = kept.figures.get((ref, B12), (None, "", ""))
    record = FoodRecord(
        source=KEY,
        ref=ref,
        name=checks.clean_name(long_name),
        line=line,
        b12_ug=ug,
        b12_added_ug=kept.figures.get((ref, ADDED), (None, "", ""))[0],
        brand=checks.clean_name(maker)[:120] if maker else "",
        grade=str(usda.grade_of(code)),
        figure_date=_month(date) or YEAR,
        note=usda.note_of(code, ug),
        portions=usda.portions(kept.measures.pop(ref, ())),
        aliases=_aliases(common),
    )
    return usda.finished(record, of_usda_group(group, long_name))


def _refusal(file: str, line: int, refused: Refused, text: str) -> Refusal:
    """With the food it is about, where the row begins with its number."""
    first = text[:20].partition("^")[0].strip("~")
    return refusal(file, line, refused, text).about(KEY, first if _NUMBER.fullmatch(first) else "")


def _month(date: str) -> str:
    """ "03/2003" as "2003-03"."""
    month, _, year = date.partition("/")
    return f"{year}-{month}" if len(month) == 2 and len(year) == 4 and (month + year).isdecimal() else ""


def _aliases(common: str) -> tuple[tuple[str, str], ...]:
    """Other common names, which stand with commas between them."""
    names = chain.from_iterable(part.split(";") for part in common.split(","))
    return tuple(("en", name) for name in dict.fromkeys(checks.clean_name(one)[:120] for one in names if one.strip()))
