"""The B12 rows of food_nutrient.csv, which has about 27 million rows of all nutrients.

Most rows are never taken apart: the bytes are searched for the ids of the two nutrients between commas, and only lines
around a hit are split into cells. Where the file is not written as usual, it is read row by row instead.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from foods.importing.encodings import encoding_of
from foods.importing.opened import PEEK, Opened, csv_rows
from foods.importing.problems import Refused, refusal
from foods.importing.records import Refusal

BLOCK = 1 << 22
_MOST_LINE = 1 << 16  # of bytes of one row; a longer one has no figure that we could believe
_MOST_LINES = 64
_NEEDED = ("fdc_id", "nutrient_id", "amount")
_COLUMNS = (*_NEEDED, "derivation_id")


@dataclass(frozen=True, slots=True)
class FigureRow:
    line: int
    fdc_id: str
    nutrient: str
    amount: str
    derivation: str


Tell = Callable[[int], None]  # is told how many more rows were passed


def figure_rows(opened: Opened, name: str, nutrients: Sequence[str], tell: Tell) -> Iterator[FigureRow | Refusal]:
    """Rows of these nutrient ids, in the order of the file."""
    header = _usual_header(opened.peek(name))
    if header is None:
        return _one_by_one(opened, name, frozenset(nutrients), tell)
    return _searched(opened, name, header, nutrients, tell)


def _usual_header(start: bytes) -> list[str] | None:
    """The columns, where rows can be found by their bytes: UTF-8, and the nutrient a whole number between commas."""
    if encoding_of(start, None).startswith("utf-16") or len(lines := start.splitlines()) < 2:
        return None
    header = [cell.strip().casefold() for cell in _cells(lines[0].removeprefix(b"\xef\xbb\xbf")) or ()]
    if any(column not in header for column in _NEEDED) or not 0 < header.index("nutrient_id") < len(header) - 1:
        return None
    place = header.index("nutrient_id")
    whole = lines[1:-1] if len(start) >= PEEK else lines[1:]
    for line in whole[:500]:
        cells = _cells(line)
        if cells and len(cells) == len(header) and not re.fullmatch("[0-9]+", cells[place]):
            return None
    return header


def _one_by_one(opened: Opened, name: str, nutrients: frozenset[str], tell: Tell) -> Iterator[FigureRow | Refusal]:
    for row in csv_rows(opened, name, needed=_NEEDED, optional=_COLUMNS[3:]):
        tell(1)
        if isinstance(row, Refusal):
            yield row
        elif (nutrient := row[1]["nutrient_id"].removesuffix(".0")) in nutrients:
            line, cells = row
            yield FigureRow(line, cells["fdc_id"], nutrient, cells["amount"], cells["derivation_id"])


def _searched(
    opened: Opened, name: str, header: list[str], nutrients: Sequence[str], tell: Tell
) -> Iterator[FigureRow | Refusal]:
    needles = [needle for one in nutrients for needle in (f",{one},".encode(), f',"{one}",'.encode())]
    places = [header.index(column) if column in header else -1 for column in _COLUMNS]
    for first, block in _blocks(opened, name):
        line, at, done = first, 0, 0
        for start, end in _hits(block, needles):
            line += block.count(b"\n", at, start)
            at = start
            if start < done:
                continue  # inside the footnote of the row above
            cells, done = _row_at(block, start, end)
            try:
                _check(cells, block[start:done], len(header))
            except Refused as refused:
                yield refusal(name, line, refused, block[start : start + 400].decode(errors="replace"))
                done = end
                continue
            values = [cells[place].strip() if place >= 0 else "" for place in places]
            if values[1] in nutrients:
                yield FigureRow(line, *values)
        tell(block.count(b"\n") - (first == 1))  # the header is no row


def _blocks(opened: Opened, name: str) -> Iterator[tuple[int, bytes]]:
    """Whole lines, with the number of the first one. A line too long for a row is cut: it is no row of ours."""
    line, rest = 1, b""
    with opened.binary(name) as stream:
        while block := stream.read(BLOCK):
            block = rest + block
            end = block.rfind(b"\n") + 1
            if not end and len(block) < BLOCK:
                rest = block
                continue
            end = end or len(block)
            yield line, block[:end]
            line += block.count(b"\n", 0, end)
            rest = block[end:]
        if rest:
            yield line, rest


def _hits(block: bytes, needles: Sequence[bytes]) -> list[tuple[int, int]]:
    """Start and end of every line with one of the needles, each once, in order."""
    found: dict[int, int] = {}
    for needle in needles:
        place = block.find(needle)
        while place >= 0:
            end = block.find(b"\n", place)
            end = len(block) if end < 0 else end
            found[block.rfind(b"\n", 0, place) + 1] = end
            place = block.find(needle, end)
    return sorted(found.items())


def _row_at(block: bytes, start: int, end: int) -> tuple[list[str], int]:
    """The cells and where the row ends: a footnote may run over several lines. No cells where it never ends."""
    for _ in range(_MOST_LINES):
        cells = _cells(block[start:end])
        if cells is not None:
            return cells, end
        if end >= min(len(block), start + _MOST_LINE):
            break
        following = block.find(b"\n", end + 1)
        end = following if following >= 0 else len(block)
    return [], end


def _check(cells: list[str], raw: bytes, width: int) -> None:
    if not cells:
        raise Refused("quotes", "A quotation mark is never closed.")
    if len(cells) != width:
        raise Refused("cells", f"The row has {len(cells)} cells, the header {width}.")
    if b"\x00" in raw:
        raise Refused("nul", "The row holds a NUL byte: it is damaged.")


def _cells(raw: bytes) -> list[str] | None:
    text = raw.decode(errors="replace").rstrip("\r\n")
    if '"' not in text:
        return text.split(",")
    try:
        return next(csv.reader((text,), strict=True), [])
    except csv.Error:
        return None
