"""Getting a published file: in pieces if need be, whole or not at all. Nothing here knows what is in it."""

import errno
import fcntl
import hashlib
import http.client
import json
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import Request

from foods.importing import asking
from foods.importing.asking import HEADERS, Offer, Stopped, host_of, offer_of, opener, refused, why

BLOCK = 1 << 20
RESERVE = 200_000_000  # bytes that stay free on the disk
IN_VAIN = 3  # attempts in a row that bring nothing
PAUSE = 2.0  # seconds between attempts

Say = Callable[[int, int | None], None]  # bytes that are here, bytes in all where that is known


class _Cut(Exception):
    """The connection ended early: what came is kept, and the rest can be asked for."""


@dataclass(frozen=True)
class Fetched:
    path: Path
    size: int
    sha256: str


def fetch(offer: Offer, folder: Path, *, say: Say = lambda here, whole: None, pause: float = PAUSE) -> Fetched:
    """The file in `folder`, with its hash in a file beside it. What an earlier call left half-done is gone on with."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{offer.name}.part"
        with _held(part):
            _whole(offer, part, say, pause)
            return _keep(part, folder / offer.name)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Stopped(f"The disk of {folder} is full: make room, then call this again. It goes on there.") from None
        raise Stopped(f"{error.filename or folder} cannot be written ({error.strerror}).") from None


def already(offer: Offer, folder: Path) -> Fetched | None:
    """The file as an earlier call left it: with the hash noted then, and of the size that is offered now."""
    path = folder / offer.name
    note = _beside(path)
    if not (path.is_file() and note.is_file() and offer.size in (None, path.stat().st_size)):
        return None
    sha256 = _sha256(path)
    return Fetched(path, path.stat().st_size, sha256) if note.read_text().split(" ")[0] == sha256 else None


# --- the bytes -------------------------------------------------------------------------------------------------------
def _whole(offer: Offer, part: Path, say: Say, pause: float) -> None:
    """Ask for what is missing until all of it is here."""
    in_vain = 0
    while True:
        before = _length(part)
        try:
            _receive(offer, part, say)
            return
        except _Cut as cut:
            in_vain = 0 if _length(part) > before else in_vain + 1
            if in_vain >= IN_VAIN:
                raise Stopped(
                    f"{host_of(offer.url)} broke off ({cut}) with {_length(part):,} bytes here. Call this again: it "
                    "goes on there."
                ) from None
        time.sleep(pause)


def _receive(offer: Offer, part: Path, say: Say) -> None:
    """One request, for all of the file or for the rest of it. `_Cut` where it ended early."""
    begun = _begun(offer.url, part)
    here = _length(part) if begun else 0
    if begun and here == begun.size:
        return
    headers = {**HEADERS, **({"Range": f"bytes={here}-", "If-Range": begun.mark} if begun else {})}
    try:
        answer = opener(offer.url).open(Request(offer.url, headers=headers), timeout=asking.TIMEOUT)
    except HTTPError as error:
        error.close()
        if error.code == 416 and here:  # it is shorter now
            _forget(part)
            raise _Cut("the file changed") from None
        raise refused(offer.url, error) from None
    except (OSError, http.client.HTTPException) as error:
        raise _Cut(why(error)) from None
    with answer:
        _take(offer, answer, part, here, say)


def _take(offer: Offer, answer, part: Path, here: int, say: Say) -> None:
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise Stopped(f"{host_of(offer.url)} sent it packed in a way nobody asked for.")
    state = offer_of(offer.url, answer)
    if answer.status == 206:
        start, whole = _range(answer.headers.get("Content-Range", ""))
        if start != here:
            _forget(part)
            raise _Cut("another piece than asked for")
    else:
        here, whole = 0, state.size
    _room(part.parent, whole, here)
    if not here:
        _note(part).write_text(json.dumps(asdict(state)))
    with part.open("r+b") as file:
        file.truncate(here)
        file.seek(here)
        here = _pour(answer, file, here, whole, say)
    if whole is not None and here != whole:
        raise _Cut(f"{here:,} of {whole:,} bytes came")


def _pour(answer, file: IO[bytes], here: int, whole: int | None, say: Say) -> int:
    while block := _block(answer):
        file.write(block)
        here += len(block)
        say(here, whole)
    file.flush()
    os.fsync(file.fileno())
    return here


def _block(answer) -> bytes:
    try:
        return answer.read(BLOCK)
    except (OSError, http.client.HTTPException) as error:
        raise _Cut(why(error)) from None


def _range(text: str) -> tuple[int, int | None]:
    """“bytes 100-199/200” → 100, 200; −1 where it is none."""
    unit, _, rest = text.partition(" ")
    span, _, whole = rest.partition("/")
    start = span.partition("-")[0]
    if unit != "bytes" or not start.isdigit():
        return -1, None
    return int(start), int(whole) if whole.isdigit() else None


def _room(folder: Path, whole: int | None, here: int) -> None:
    free = shutil.disk_usage(folder).free
    if whole is not None and free - (whole - here) < RESERVE:
        raise Stopped(
            f"It needs {whole - here:,} bytes and {folder} has {free:,} free: make room, or choose another folder "
            "with --to."
        )


# --- files -----------------------------------------------------------------------------------------------------------
def _begun(url: str, part: Path) -> Offer | None:
    """The state of the file that some bytes are here of; None where it has to start over."""
    try:
        state = Offer(**json.loads(_note(part).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return state if state.url == url and state.mark and _length(part) else None


def _keep(part: Path, path: Path) -> Fetched:
    """Give the whole file its name, and note its hash beside it."""
    if not zipfile.is_zipfile(part):
        _forget(part)
        raise Stopped(f"What came for {path.name} is no archive, perhaps a page that says why. Try again later.")
    found = Fetched(path, _length(part), _sha256(part))
    _beside(path).write_text(f"{found.sha256}  {path.name}\n")
    part.replace(path)
    _note(part).unlink(missing_ok=True)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(part: Path) -> None:
    """Empty it; it stays because it is locked."""
    os.truncate(part, 0)
    _note(part).unlink(missing_ok=True)


def _length(part: Path) -> int:
    return part.stat().st_size


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


@contextmanager
def _held(part: Path) -> Iterator[None]:
    """Nobody else writes it meanwhile."""
    with part.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stopped(f"Another process is fetching {part.name.removesuffix('.part')} into this folder.") from None
        try:
            yield
        finally:
            if part.exists() and not _length(part):
                part.unlink()
