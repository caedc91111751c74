"""Rows of an Excel workbook: values as they were last calculated, guarded against broken and bloated files."""

import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

import openpyxl

from foods.importing.opened import Opened
from foods.importing.packed import guard_ratio
from foods.importing.problems import Unreadable

Row = tuple[object, ...]
T = TypeVar("T")
_START = b"PK\x03\x04"
MOST_PART = 32 * 1024**2  # of what is read whole, such as the table of texts (half a megabyte in real ones)
MOST_ROWS = 1_100_000  # a sheet holds 1,048,576; a row that claims a higher number is made up
MOST_COLUMNS = 500
_HEADER_WITHIN = 6


def workbooks(opened: Opened) -> list[str]:
    """The names of the files that are workbooks, by their first bytes."""
    return [name for name in opened.names() if _may_be(name) and opened.peek(name, 4) == _START]


def _may_be(name: str) -> bool:
    """A name that does not say otherwise, as an upload may be called anything."""
    return name.casefold().endswith((".xlsx", ".xlsm")) or "." not in name.rsplit("/", 1)[-1]


def text_of(value: object) -> str:
    """A cell as text: line breaks folded, a whole number without its “.0”."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


@dataclass(frozen=True)
class Top:
    """The first rows of a workbook, and how many it says to have: for its header and for progress."""

    rows: tuple[Row, ...]
    in_all: int

    @property
    def title(self) -> str:
        return next((text for cell in self.rows[0] if (text := text_of(cell))), "") if self.rows else ""

    def header(self, wanted: str) -> dict[str, int]:
        """The places of the columns by their names in small letters; empty where no row holds `wanted`."""
        for row in self.rows:
            places = {text_of(cell).casefold(): place for place, cell in reversed(list(enumerate(row)))}
            if wanted in places:
                return places
        return {}


def tops(opened: Opened) -> Iterator[Top]:
    """The tops of the workbooks inside; what cannot be opened is left out."""
    for name in workbooks(opened):
        with suppress(Unreadable), opened.binary(name) as stream:
            yield top_of(stream, name)


def top_of(source: Path | BinaryIO, name: str) -> Top:
    with _workbook(source, name) as workbook:
        try:
            in_all = int(workbook.worksheets[0].max_row or 0)
        except Exception as error:
            raise _broken(name, error) from None
        return Top(tuple(row for _, row in islice(_rows(workbook, name), _HEADER_WITHIN)), in_all)


def rows_of(source: Path | BinaryIO, name: str) -> Iterator[tuple[int, Row]]:
    """The rows of the first sheet with their numbers. Whatever is wrong with the file is `Unreadable`."""
    with _workbook(source, name) as workbook:
        yield from _rows(workbook, name)


@contextmanager
def _workbook(source: Path | BinaryIO, name: str) -> Iterator[openpyxl.Workbook]:
    """Opens the file itself, as openpyxl leaves one open that it cannot read."""
    with source.open("rb") if isinstance(source, Path) else nullcontext(source) as stream:
        try:
            _guard(stream, name)
            workbook = _quietly(lambda: openpyxl.load_workbook(stream, read_only=True, data_only=True))
        except Unreadable:
            raise
        except Exception as error:  # a broken workbook makes openpyxl stumble in any way
            raise _broken(name, error) from None
        try:
            yield workbook
        finally:
            workbook.close()


def _rows(workbook: openpyxl.Workbook, name: str) -> Iterator[tuple[int, Row]]:
    try:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # some files lie about them
        rows = iter(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
    except Exception as error:
        raise _broken(name, error) from None
    for line in range(1, MOST_ROWS + 1):
        try:
            row = _quietly(lambda: next(rows, None))
        except Exception as error:
            raise _broken(name, error) from None
        if row is None:
            return
        yield line, row
    raise Unreadable("bomb", f"{name} claims more than {MOST_ROWS:,} rows: save it again as .xlsx.")


def _quietly(call: Callable[[], T]) -> T:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of headers, styles and extensions that it leaves out
        return call()


def _guard(stream: BinaryIO, name: str) -> None:
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
        for info in infos:
            guard_ratio(info.filename, packed=info.compress_size, unpacked=info.file_size)
            is_sheet = info.filename.casefold().startswith("xl/worksheets/")
            if not is_sheet and info.file_size > MOST_PART:
                raise Unreadable("bomb", f"{info.filename} in {name} unpacks to more than 32 MB: it was left.")
        packed, unpacked = (sum(sizes) for sizes in zip(*_sizes(infos), strict=True))
        guard_ratio(name, packed=packed, unpacked=unpacked)


def _sizes(infos: list[zipfile.ZipInfo]) -> list[tuple[int, int]]:
    return [(info.compress_size, info.file_size) for info in infos] or [(0, 0)]


def _broken(name: str, error: Exception) -> Unreadable:
    return Unreadable(
        "archive", f"{name} is no workbook that can be read ({type(error).__name__}): save it again as .xlsx."
    )
