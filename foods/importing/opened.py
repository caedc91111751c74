"""A file as it came in: plain, packed (.gz, .zip) or a folder, opened the same way, with guards against bad archives.

Everything here reads in a stream: memory does not grow with the file. What is wrong with the whole file raises
`Unreadable`, also in the middle of reading (a damaged archive shows late).
"""

import io
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, TextIO

from foods.importing.encodings import encoding_of
from foods.importing.packed import Member, members_of
from foods.importing.problems import Unreadable
from foods.importing.rows import csv_rows
from foods.importing.streams import Guarded

__all__ = ["Opened", "Unreadable", "csv_rows", "open_source"]

PEEK = 65_536


class Opened:
    """The files inside. Names are relative, with "/", sorted; a packed `x.txt.gz` of a folder is named `x.txt`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._members, self._archive = members_of(path)
        self._expected = sum(member.size for member in self._members.values())
        self._done = 0

    def __enter__(self) -> "Opened":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()

    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def find(self, base_name: str) -> str | None:
        """The file of exactly this base name at any depth, small and capital letters alike; the shallowest wins."""
        wanted = base_name.casefold()
        found = [name for name in self._members if PurePosixPath(name).name.casefold() == wanted]
        return min(found, key=lambda name: (name.count("/"), name), default=None)

    def size(self, name: str) -> int:
        """Bytes unpacked; for a .gz the packed ones, as nothing else is known before reading it."""
        return self._member(name).size

    def binary(self, name: str) -> BinaryIO:
        return io.BufferedReader(Guarded(self._member(name), self._count), buffer_size=1 << 18)

    def text(self, name: str, encoding: str | None = None) -> TextIO:
        """Line ends come as "\\n". Without `encoding`: by byte order mark, else UTF-8, else Windows-1252.

        Bytes that are no letters come as lone surrogates, which `rows.csv_rows` refuses row by row.
        """
        chosen = encoding_of(self.peek(name), encoding)
        errors = "replace" if chosen.startswith("utf-16") else "surrogateescape"
        return io.TextIOWrapper(self.binary(name), encoding=chosen, errors=errors)

    def peek(self, name: str, size: int = PEEK) -> bytes:
        """The first bytes, not counted as read."""
        with io.BufferedReader(Guarded(self._member(name), lambda count: None)) as stream:
            return stream.read(size)

    def head(self, name: str, size: int = PEEK) -> str:
        """The first letters, in whatever encoding `text` would choose."""
        start = self.peek(name, size)
        return start.decode(encoding_of(start, None), errors="replace").lstrip("\ufeff")

    def local(self, name: str, work: Path) -> Path:
        """A path for libraries that want one: the file itself, or a copy in `work` where it is packed."""
        member = self._member(name)
        if member.path is not None and not member.is_gzip:
            return member.path
        target = work / f"member{list(self._members).index(name)}{PurePosixPath(name).suffix}"
        with self.binary(name) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        return target

    def expect(self, names: Iterable[str]) -> None:
        """The files that are going to be read, each as often as it is named: what `share` is a share of."""
        self._expected, self._done = sum(self._member(name).size for name in names), 0

    def share(self) -> float:
        """How much of what is expected was read, from 0 to 1."""
        return min(1.0, self._done / self._expected) if self._expected else 1.0

    def _count(self, read: int) -> None:
        self._done += read

    def _member(self, name: str) -> Member:
        try:
            return self._members[name]
        except KeyError:
            raise Unreadable("missing", f"There is no file {name} in {self.path.name}.") from None


def open_source(path: Path) -> Opened:
    """A context manager over a file, a .zip, a .gz or a folder."""
    return Opened(Path(path))
