"""USDA's food survey database (FNDDS) as workbooks: nutrient values, portions, and further words for each food.

Several workbooks in a folder or archive are one import. Row 1 is a title, row 2 the header; columns go by name.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path

from foods.choices import Grade
from foods.importing import checks, usda
from foods.importing.categories import of_fndds
from foods.importing.datasets import dataset
from foods.importing.opened import Opened
from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import FoodRecord, Item, Progress, Reading, Refusal
from foods.importing.workbooks import Row, rows_of, text_of, top_of, tops, workbooks

KEY = "usda-fndds"
CODE, NAME, GROUP = "food code", "main food description", "wweia category number"
B12, ADDED = "vitamin b-12 (mcg)", "vitamin b-12, added (mcg)"
WORDS, PORTION, WEIGHT = "additional food description", "portion description", "portion weight (g)"
_MOST_ALIASES = 30
_TICK = 500


@dataclass(frozen=True)
class _Sheet:
    """One workbook of the release; `kind` is the column it is known by."""

    file: str
    path: Path
    kind: str
    header: dict[str, int]
    edition: str
    rows: int


@dataclass
class _Kept:
    """What the other workbooks say, by food code; `codes` are the foods that were given."""

    measures: defaultdict[str, list[usda.Measure]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    named: dict[str, tuple[int, str, str]] = field(default_factory=dict)  # line, name, WWEIA number
    codes: set[str] = field(default_factory=set)
    first: dict[str, int] = field(default_factory=dict)  # line of the first portion


def looks_like(opened: Opened) -> bool:
    return any(NAME in top.header(CODE) for top in tops(opened))


def read(opened: Opened, *, progress: Progress, work: Path) -> Reading:
    sheets = [sheet for name in workbooks(opened) if (sheet := _sheet(name, opened.local(name, work))) is not None]
    figures = [sheet for sheet in sheets if sheet.kind == B12]
    if not figures:
        raise Unreadable("missing", "The workbook with the nutrient values is missing: give it too, or the folder.")
    edition = max(sheet.edition for sheet in figures)
    return Reading("fndds", (dataset(KEY, version=edition, complete=True),), _items(sheets, edition, progress))


def _sheet(file: str, path: Path) -> _Sheet | None:
    """None for workbooks that say nothing about B12, such as the one of ingredients."""
    top = top_of(path, file)
    header = top.header(CODE)
    kind = next((column for column in (B12, WEIGHT, WORDS) if column in header), "")
    years = re.search(r"(20\d\d)\D{1,3}(20\d\d)", top.title)
    return _Sheet(file, path, kind, header, f"{years[1]}–{years[2]}" if years else "", top.in_all) if kind else None


def _items(sheets: list[_Sheet], edition: str, progress: Progress) -> Iterator[Item]:
    kept, steps = _Kept(), _Steps(progress, sheets)
    date = edition[-4:]
    for kind, take in ((WORDS, _words), (WEIGHT, _portion)):
        for sheet in sheets:
            if sheet.kind == kind:
                yield from _each(steps, sheet, partial(take, kept))
    for sheet in sheets:
        if sheet.kind == B12:
            yield from _each(steps, sheet, partial(_food, kept, date))
    yield from _without_figures(sheets, kept, date)
    progress.at(steps.rows, 1.0)


@dataclass
class _Steps:
    progress: Progress
    sheets: list[_Sheet]
    rows: int = 0
    expected: int = 0

    def __post_init__(self) -> None:
        self.expected = sum(sheet.rows for sheet in self.sheets)

    def one(self) -> None:
        self.rows += 1
        if self.rows % _TICK == 0:
            self.progress.at(self.rows, self.rows / self.expected if self.expected else 0.0)


Take = Callable[[int, dict[str, str]], FoodRecord | None]


def _each(steps: _Steps, sheet: _Sheet, take: Take) -> Iterator[Item]:
    steps.progress.phase = sheet.kind.split()[0]
    below = False
    for line, row in rows_of(sheet.path, sheet.file):
        steps.one()
        cells = _cells(row, sheet.header)
        if not below:
            below = cells[CODE].casefold() == CODE
            continue
        if not any(cells.values()):
            continue
        try:
            food = take(line, cells)
        except Refused as refused:
            yield _refusal(sheet.file, line, refused, cells[CODE], " | ".join(islice(cells.values(), 4)))
        else:
            if food is not None:
                yield food


def _cells(row: Row, header: dict[str, int]) -> dict[str, str]:
    """The columns that matter; a missing one is empty."""
    return {
        column: text_of(row[header[column]]) if column in header and header[column] < len(row) else ""
        for column in (CODE, NAME, GROUP, B12, ADDED, WORDS, PORTION, WEIGHT)
    }


def _code(cells: dict[str, str]) -> str:
    code = cells[CODE]
    if not _is_code(code):
        raise Refused("ref", f"The food code is “{code[:20]}”: it has eight figures.")
    return code


def _is_code(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) == 8


def _words(kept: _Kept, line: int, cells: dict[str, str]) -> None:
    code = _code(cells)
    kept.named.setdefault(code, (line, cells[NAME], cells[GROUP]))
    words = [part for part in cells[WORDS].split(";") if any(sign.isalnum() for sign in part)]
    names = dict.fromkeys(checks.clean_name(word, longest=120) for word in words[:_MOST_ALIASES])
    kept.aliases[code] = tuple(("en", name) for name in names)


def _portion(kept: _Kept, line: int, cells: dict[str, str]) -> None:
    code = _code(cells)
    kept.first.setdefault(code, line)
    unstated = cells[PORTION].casefold().startswith(usda.NOT_SPECIFIED)
    if unstated and cells[WEIGHT] in ("", "0"):
        return  # no usual amount is known
    kept.measures[code].append(usda.measure(cells[PORTION], cells[WEIGHT]))


def _food(kept: _Kept, date: str, line: int, cells: dict[str, str]) -> FoodRecord:
    code = _code(cells)
    if code in kept.codes:
        raise Refused("repeated", f"The food code {code} stands above already.")
    kept.codes.add(code)
    ug, added = (checks.figure(cells[column], unit="UG") for column in (B12, ADDED))
    return _record(code, line, cells[NAME], cells[GROUP], kept, date, ug, added)


def _record(
    code: str,
    line: int,
    name: str,
    group: str,
    kept: _Kept,
    date: str,
    ug: Decimal | None = None,
    added: Decimal | None = None,
) -> FoodRecord:
    record = FoodRecord(
        source=KEY,
        ref=code,
        name=checks.clean_name(name),
        line=line,
        b12_ug=ug,
        b12_added_ug=added,
        grade=str(Grade.CALCULATED),
        figure_date=date,
        portions=usda.portions(kept.measures.get(code, ())),
        aliases=kept.aliases.get(code, ()),
    )
    return usda.finished(record, of_fndds(code, name, group))


def _without_figures(sheets: list[_Sheet], kept: _Kept, date: str) -> Iterator[Item]:
    """Foods that are listed but have no nutrient values are unknown; portions of foods that are not listed are odd."""
    files = {sheet.kind: sheet.file for sheet in sheets}
    for code, (line, name, group) in kept.named.items():
        if code in kept.codes:
            continue
        kept.codes.add(code)
        try:
            yield _record(code, line, name, group, kept, date)
        except Refused as refused:
            yield _refusal(files[WORDS], line, refused, code, name)
    for code, line in kept.first.items():
        if code not in kept.codes:
            lost = Refused("record", f"There are portions of food {code}, but no such food.")
            yield _refusal(files[WEIGHT], line, lost, code, code)


def _refusal(file: str, line: int, refused: Refused, code: str, excerpt: str) -> Refusal:
    return refusal(file, line, refused, excerpt).about(KEY, code if _is_code(code) else "")
