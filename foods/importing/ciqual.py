"""The French food composition table (Ciqual, Anses) as a workbook, in French or English.

Figures have decimal commas. "-" is unknown. "< 0,1" was too little to measure: 0, with the range up to 0.1. "traces"
was seen and not measured: 0, and the note says so. Some copies leave out the codes: then the name makes the id.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

from foods.choices import Grade
from foods.importing import checks
from foods.importing.categories import of_ciqual, placed
from foods.importing.datasets import dataset
from foods.importing.opened import Opened
from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import FoodRecord, Item, Progress, Reading
from foods.importing.workbooks import Row, Top, rows_of, text_of, top_of, tops, workbooks

KEY = "ciqual"
NAMES = {"en": "alim_nom_eng", "fr": "alim_nom_fr"}  # the first that is there is the name, the other an alias
CODE = "alim_code"
_GROUPS = ("alim_grp_nom", "alim_ssgrp_nom", "alim_ssssgrp_nom")
_B12 = re.compile(r"vitamine? b12 \([µμ]g ?/ ?100 ?g\)")  # small letters make a Greek mu of the micro sign
TRACES_NOTE = "Traces: seen, but too little to be measured."
BELOW_NOTE = "Ciqual: less than {ug} µg, too little to be measured."
_TICK = 500


@dataclass(frozen=True)
class _Columns:
    """Where the columns stand; those that are not there are missing from `places`."""

    places: dict[str, int]
    figure: int

    def text(self, row: Row, column: str) -> str:
        place = self.places.get(column, -1)
        return text_of(row[place]) if 0 <= place < len(row) else ""


def looks_like(opened: Opened) -> bool:
    return any(_columns(top) for top in tops(opened))


def read(opened: Opened, *, progress: Progress, work: Path) -> Reading:
    for name in workbooks(opened):
        path = opened.local(name, work)
        top = top_of(path, name)
        if (columns := _columns(top)) is not None:
            year = _year(f"{opened.path.name} {name}")
            complete = CODE in columns.places  # copies without codes have lost other things as well
            items = _items(path, name, columns, year, progress, top.in_all)
            return Reading("ciqual", (dataset(KEY, version=year, complete=complete),), items)
    raise Unreadable("columns", "No workbook has the columns alim_nom_fr or alim_nom_eng and that of vitamin B12.")


def _columns(top: Top) -> _Columns | None:
    header = next(filter(None, (top.header(column) for column in NAMES.values())), {})
    figure = next((place for column, place in header.items() if _B12.fullmatch(column)), None)
    return None if figure is None else _Columns(header, figure)


def _year(name: str) -> str:
    """The edition, which stands in the name of the file only."""
    found = re.search(r"(?<!\d)20[12]\d(?!\d)", name)
    return found[0] if found else ""


def _items(path: Path, file: str, columns: _Columns, year: str, progress: Progress, expected: int) -> Iterator[Item]:
    progress.phase, seen, below, line = "foods", set[str](), False, 0
    for line, row in rows_of(path, file):
        if line % _TICK == 0:
            progress.at(line, line / expected if expected else 0.0)
        if not below:
            below = any(text_of(cell).casefold() in NAMES.values() for cell in row)
            continue
        if not any(text_of(cell) for cell in row):
            continue
        try:
            yield _food(line, row, columns, year, seen)
        except Refused as refused:
            excerpt = " | ".join(islice(filter(None, map(text_of, row)), 8))
            yield refusal(file, line, refused, excerpt).about(KEY, checks.readable_ref(columns.text(row, CODE)))
    progress.at(line, 1.0)


def _food(line: int, row: Row, columns: _Columns, year: str, seen: set[str]) -> FoodRecord:
    names = {language: text for language, column in NAMES.items() if (text := columns.text(row, column))}
    language, name = next(iter(names.items()), ("", ""))
    name = checks.clean_name(name)
    code = columns.text(row, CODE)
    ref = checks.ref(code) if code else _ref(name)
    if ref in seen:
        raise Refused("repeated", f"{'The code' if code else 'The name'} {code or name} stands above already.")
    seen.add(ref)
    groups = tuple(columns.text(row, f"{group}_{ending}") for ending in ("fr", "eng") for group in _GROUPS)
    category = of_ciqual(groups, " ".join(names.values()))
    ug, low, high, note, range_note = _figure(row[columns.figure] if columns.figure < len(row) else None)
    record = FoodRecord(
        source=KEY,
        ref=ref,
        name=name,
        line=line,
        b12_ug=ug,
        low_ug=low,
        high_ug=high,
        range_note=range_note,
        note=note,
        grade=str(Grade.CALCULATED),
        figure_date=year,
        aliases=tuple((key, checks.clean_name(text, longest=120)) for key, text in names.items() if key != language),
    )
    checks.within_cap(category, record.basis, ug)
    return placed(record, category, market="FR")


def _figure(cell: object) -> tuple[Decimal | None, Decimal | None, Decimal | None, str, str]:
    """Figure, low, high, note and what the range means."""
    text = text_of(cell)
    if text.casefold() == "traces":
        return Decimal(0), None, None, TRACES_NOTE, ""
    if (below := checks.bound(text, unit="UG", decimal_comma=True)) is not None:
        return Decimal(0), Decimal(0), below, "", BELOW_NOTE.format(ug=f"{below.normalize():f}")
    return checks.figure(text, unit="UG", decimal_comma=True), None, None, "", ""


def _ref(name: str) -> str:
    """An id that stays while the name does: its letters, and eight figures against names that only look alike."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe"))
    letters = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:60]
    return f"{letters}-{hashlib.sha256(name.casefold().encode()).hexdigest()[:8]}"
