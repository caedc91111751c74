"""An export as it comes back: found in its zip, read row by row, and refused in a sentence where it is damaged.

Nothing in it is believed: sizes are counted while it is unpacked, and no row may be longer than a few megabytes.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TextIO

from django.utils.translation import gettext as _

from tracker.export.columns import Wrong
from tracker.export.document import FORMAT, VERSION
from tracker.export.sections import BY_NAME, SECTIONS, Section

NAME = "cobalog.json"
MOST_JSON = 60_000_000  # bytes, unpacked: a hundred thousand entries. On SQLite nobody else writes meanwhile
MOST_OF_DEMO = 5_000_000  # whoever looks in may open one
MOST_FILES = 10_000  # in the zip
MOST_ROW = 8_000_000  # letters
CHUNK = 1 << 16
_NEAR = 16  # letters: a number, word or escape that the end of what was read cut in two


class Damaged(Exception):
    """Why a file cannot be brought back, in a sentence for people that names the place."""


@contextmanager
def opened(path: Path, *, most: int) -> Iterator[TextIO]:
    """The text of cobalog.json, whether it comes in its zip or by itself; `most`: bytes that it may have, unpacked."""
    try:
        with path.open("rb") as file, _unpacked(file, most) as stream:
            yield io.TextIOWrapper(_Counted(stream, most), encoding="utf-8-sig")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Damaged(_("The zip is damaged: download or copy it again.")) from error
    except UnicodeDecodeError:
        raise Damaged(_("This is no file of Cobalog: its text cannot be read.")) from None


@contextmanager
def _unpacked(file: BinaryIO, most: int) -> Iterator[BinaryIO]:
    if not zipfile.is_zipfile(file):
        file.seek(0)
        yield file
        return
    with zipfile.ZipFile(file) as archive:
        files = archive.infolist()
        found = [one for one in files if one.filename.rpartition("/")[2] == NAME]
        if len(files) > MOST_FILES or len(found) != 1:
            raise Damaged(_("There is no %s in this zip. Choose the zip that Cobalog made.") % NAME)
        if found[0].flag_bits & 0x1:
            raise Damaged(_("This zip asks for a password. Unpack it, and choose the %s in it.") % NAME)
        if found[0].file_size > most:
            _too_large(most)
        with archive.open(found[0]) as stream:
            yield stream  # type: ignore[misc]


def _too_large(most: int) -> NoReturn:
    raise Damaged(_("%(name)s is larger than %(n)d MB.") % {"name": NAME, "n": most // 1_000_000})


class _Counted(io.RawIOBase):
    """What is unpacked, up to `most` bytes: what a zip says of its own size is not believed."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._most, self._left = stream, most, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            _too_large(self._most)
        buffer[: len(data)] = data
        return len(data)


# --- JSON, value by value -------------------------------------------------------------------------------------------
def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


class _Text:
    """A long JSON text of which one value is in memory at a time."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._text, self._at, self._ended = stream, "", 0, False

    def _more(self) -> bool:
        """Read on, twice as much each time, and forget what was passed."""
        waiting = self._text[self._at :]
        new = "" if self._ended else self._stream.read(max(CHUNK, len(waiting)))
        self._ended = not new
        self._text, self._at = waiting + new, 0
        return bool(new)

    def peek(self) -> str:
        """The next sign that is no blank; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Whether the next sign is this one, which is then passed."""
        if there := self.peek() == sign:
            self._at += 1
        return there

    def value(self) -> Any:
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                near = error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _NEAR
                if len(self._text) - self._at > MOST_ROW or not near or not self._more():
                    raise Wrong(_("The file is damaged, or was cut off there.")) from None
            except (ValueError, RecursionError):
                raise Wrong(_("The file is damaged there: nothing can be read.")) from None
            else:
                if end < len(self._text) or isinstance(value, str | list | dict) or not self._more():
                    self._at = end
                    return value

    def pairs(self) -> Iterator[str]:
        """The names of an object; whoever asks reads each value before the next name."""
        if not self.take("{"):
            raise Wrong(_("This is no file of Cobalog."))
        while not self.take("}"):
            name = self.value()
            if not isinstance(name, str) or not self.take(":"):
                raise Wrong(_("The file is damaged, or was cut off there."))
            yield name
            if not self.take(",") and self.peek() != "}":
                raise Wrong(_("The file is damaged, or was cut off there."))

    def items(self) -> Iterator[Any]:
        """The values of a list."""
        if not self.take("["):
            raise Wrong(_("There should be a list."))
        while not self.take("]"):
            yield self.value()
            if not self.take(",") and self.peek() != "]":
                raise Wrong(_("The file is damaged, or was cut off there."))


# --- rows -----------------------------------------------------------------------------------------------------------
def rows_in(stream: TextIO) -> Iterator[tuple[Section, int, dict[str, Any]]]:
    """Every row, with its section and number, as values for the database; `Damaged` with the place of what is not.

    References stay as they are written. Sections come in their order: each after those it refers to.
    """
    text, seen, place = _Text(stream), set[str](), ""
    try:
        for name in text.pairs():
            place = name
            if name in ("format", "version", "made_at"):
                _check_head(name, text.value())
            elif name not in BY_NAME or name in seen or not _in_order(name, seen):
                raise Wrong(_("It is not expected there."))
            else:
                yield from _rows(BY_NAME[name], text)
            seen.add(name)
        place = ""
        _check_whole(seen, text)
    except Wrong as wrong:
        raise Damaged(_("“%(place)s”: %(why)s") % {"place": place, "why": wrong} if place else str(wrong)) from None


def _check_head(name: str, value: Any) -> None:
    if name == "format" and value != FORMAT:
        raise Damaged(_("This is no file of Cobalog."))
    if name == "version" and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise Wrong(_("There should be a whole number."))
    if name == "version" and value > VERSION:
        raise Damaged(
            _("This file was made by a newer Cobalog (format %(its)d; this one reads up to %(ours)d). Update first.")
            % {"its": value, "ours": VERSION}
        )


def _in_order(name: str, seen: set[str]) -> bool:
    before = ["format", "version", "made_at", *(section.name for section in SECTIONS)]
    return seen == set(before[: before.index(name)])


def _check_whole(seen: set[str], text: _Text) -> None:
    lacking = [section.name for section in SECTIONS if section.name not in seen]
    if "format" not in seen:
        raise Damaged(_("This is no file of Cobalog."))
    if lacking:
        raise Damaged(_("“%s” is missing: this is no file of Cobalog, or not all of it.") % lacking[0])
    if text.peek():
        raise Damaged(_("Something stands after the end of the file."))


def _rows(section: Section, text: _Text) -> Iterator[tuple[Section, int, dict[str, Any]]]:
    for number, row in enumerate(text.items(), start=1):
        try:
            if section.single and number > 1:
                raise Wrong(_("There should be one row at most."))
            yield section, number, _read(section, row)
        except Wrong as wrong:
            raise Damaged(place_of(section, number, str(wrong))) from None


def place_of(section: Section, number: int, why: str) -> str:
    said = {"section": section.name, "n": number, "why": why}
    return _("“%(section)s”, row %(n)d: %(why)s") % said


def _read(section: Section, row: Any) -> dict[str, Any]:
    columns = {column.name: column for column in section.columns}
    if not isinstance(row, dict) or row.keys() != columns.keys() | section.extra.keys():
        raise Wrong(_("Its columns are not those of this section."))
    if not section.restored:
        return {}
    read = {name: _extra(name, row[name]) for name in section.extra}
    for name, column in columns.items():
        try:
            if column.derived:
                continue
            read[name] = (
                _reference(row[name], column.to) if column.to and row[name] is not None else column.read(row[name])
            )
        except Wrong as wrong:
            raise Wrong(f"{name}: {wrong}") from None
    return read


def _extra(name: str, value: Any) -> Any:
    if type(value) is not (bool if name == "own" else int):
        raise Wrong(_("%s is not what it should be.") % name)
    return value


def _reference(value: Any, to: str) -> Any:
    wanted = int if to == "food" else str
    if not isinstance(value, wanted) or isinstance(value, bool) or "\x00" in str(value):
        raise Wrong(_("It is no reference to another row."))
    return value
