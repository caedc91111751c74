"""Rows of a table by the names of its columns, each with its line; a broken row is a refusal, never the end."""

import csv
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TextIO

from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import Refusal

if TYPE_CHECKING:
    from foods.importing.opened import Opened

MOST_FIELD = 1_000_000
MOST_LINE = 4_000_000
MOST_LINES = 64  # that one quoted cell may run over
csv.field_size_limit(MOST_LINE)

Row = tuple[int, dict[str, str]]


def csv_rows(
    opened: "Opened",
    name: str,
    *,
    needed: Sequence[str],
    optional: Sequence[str] | None = (),
    delimiter: str = ",",
    quoted: bool = True,
    encoding: str | None = None,
) -> Iterator[Row | Refusal]:
    """Each row as its line and the needed and optional columns; all columns where `optional` is None.

    Columns are found by name, small and capital letters alike; a missing needed one is `Unreadable`, a missing
    optional one is "". Cells are stripped. A row that cannot be read comes as a refusal, and reading goes on below.
    """
    with opened.text(name, encoding) as stream:
        lines = _Lines(stream)
        header = _header(lines, name, delimiter, quoted)
        places = _places(name, header, needed, optional)
        for line, raw in lines:
            cells = _split(raw, delimiter, quoted)
            try:
                if cells is None:
                    cells = lines.join(line, raw, len(header), delimiter)
                _check(raw, cells, len(header))
            except Refused as refused:
                yield refusal(name, line, refused, raw)
            else:
                yield line, {column: cells[place].strip() if place >= 0 else "" for column, place in places}


class _Lines:
    """Physical lines that are not empty, with their numbers; some can be handed back."""

    def __init__(self, stream: TextIO) -> None:
        self._read = partial(stream.readline, MOST_LINE)
        self._waiting: list[tuple[int, str]] = []
        self._number = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while (line := self._next()) is not None:
            if line[1]:
                yield line

    def _next(self) -> tuple[int, str] | None:
        if self._waiting:
            return self._waiting.pop()
        raw = self._read()
        if not raw:
            return None
        self._number += 1
        if len(raw) >= MOST_LINE and not raw.endswith("\n"):
            while (rest := self._read()) and not rest.endswith("\n"):
                pass
        return self._number, raw.removesuffix("\n")

    def join(self, line: int, raw: str, width: int, delimiter: str) -> list[str]:
        """The cells of a row that runs over several lines. Where it never ends, only its first line is lost."""
        taken: list[tuple[int, str]] = []
        size = len(raw)
        parts = [raw]
        while len(taken) < MOST_LINES and size < MOST_FIELD and (following := self._next()) is not None:
            taken.append(following)
            parts.append(following[1])
            size += len(following[1])
            if following[1].count('"') % 2:
                cells = _split("\n".join(parts), delimiter, True)
                if cells is not None and len(cells) == width:
                    return cells
        self._waiting.extend(reversed(taken))
        raise Refused("quotes", "A quotation mark is never closed, or stands inside a cell without being doubled.")


def _split(raw: str, delimiter: str, quoted: bool) -> list[str] | None:
    """The cells; None where a quotation mark stays open or stands where it must not."""
    if not quoted or '"' not in raw:
        return raw.split(delimiter)
    try:
        return next(csv.reader((raw,), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _header(lines: _Lines, name: str, delimiter: str, quoted: bool) -> list[str]:
    for _, raw in lines:
        cells = _split(raw.lstrip("\ufeff"), delimiter, quoted)
        if cells is not None:
            return [cell.strip().casefold() for cell in cells]
        break
    raise Unreadable("columns", f"{name} has no header that can be read.")


def _places(
    name: str, header: list[str], needed: Sequence[str], optional: Sequence[str] | None
) -> tuple[tuple[str, int], ...]:
    first = {column: place for place, column in reversed(list(enumerate(header)))}
    if missing := [column for column in needed if column.casefold() not in first]:
        raise Unreadable("columns", f"{name} has no column {missing[0]}.")
    if optional is None:
        optional = [column for column in first if column not in {one.casefold() for one in needed}]
    return tuple((column, first.get(column.casefold(), -1)) for column in (*needed, *optional))


def _check(raw: str, cells: list[str], width: int) -> None:
    if len(cells) != width:
        raise Refused("cells", f"The row has {len(cells)} cells, the header {width}.")
    if len(raw) > MOST_FIELD and any(len(cell) > MOST_FIELD for cell in cells):
        raise Refused("long", f"A cell has more than {MOST_FIELD:,} letters.")
    if "\x00" in raw:
        raise Refused("nul", "The row holds a NUL byte: it is damaged.")
    if not raw.isascii() and any("\udc80" <= sign <= "\udcff" for sign in raw):
        raise Refused("encoding", "Some letters of the row cannot be read in the encoding of the file.")
