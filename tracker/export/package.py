"""The zip with everything, given out while it is written: memory holds a piece of one file, never a file."""

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

from accounts.models import User
from tracker.export.document import document
from tracker.export.fhir.bundle import bundle
from tracker.export.flat import entry_lines
from tracker.export.readme import readme
from tracker.export.schema import FILE
from tracker.export.tables import TABLES, table_lines
from tracker.people import today_of

_PIECE = 1 << 16  # bytes
LEVEL = 6


class _Sink:
    """A file that cannot be gone back in: what was written is taken from it and gone."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        pass

    def full(self) -> bool:
        return self._size >= _PIECE

    def taken(self) -> bytes:
        pieces, self._pieces, self._size = b"".join(self._pieces), [], 0
        return pieces


def package(person: User, *, now: dt.datetime) -> Iterator[bytes]:
    """The zip in pieces. Where writing it fails, it has no end, and every program says that it is damaged."""
    sink = _Sink()
    made = person.local(now).timetuple()[:6]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:  # type: ignore[arg-type]
        for name, pieces in contents(person, now=now):
            info = zipfile.ZipInfo(name, made)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with archive.open(info, "w") as part:
                yield from _written(part, pieces, sink)
    yield sink.taken()


def _written(part: IO[bytes], pieces: Iterable[str | bytes], sink: _Sink) -> Iterator[bytes]:
    for piece in pieces:
        part.write(piece.encode() if isinstance(piece, str) else piece)
        if sink.full():
            yield sink.taken()


def contents(person: User, *, now: dt.datetime) -> Iterator[tuple[str, Iterable[str | bytes]]]:
    """Each file of the zip with its pieces, which are read when they are asked for."""
    today = today_of(person, now=now)
    yield "README.txt", [readme(person, today=today)]
    yield "cobalog.json", document(person, now=now)
    yield "schema.json", [FILE.read_bytes()]
    yield "entries.csv", entry_lines(person, today=today)
    for name in TABLES:
        yield name, table_lines(person, name)
    yield "fhir.json", bundle(person, now=now)
    for proposal in person.proposals.exclude(photo="").order_by("sent_at", "pk"):
        yield f"photos/{proposal.photo.name.rpartition('/')[2]}", _photo(proposal)


def _photo(proposal) -> Iterator[bytes]:
    try:
        with proposal.photo.open("rb") as file:
            yield from file.chunks()
    except FileNotFoundError:
        return  # taken off the disk by hand: the proposal stands without it
