"""A stream of bytes that counts what it read and says in our words what is wrong with an archive."""

import gzip
import io
from collections.abc import Callable
from typing import BinaryIO, cast

from foods.importing.packed import Member, guard_ratio
from foods.importing.problems import Unreadable


class Guarded(io.RawIOBase):
    """Reads a member. `count` is told the bytes that `Member.size` is measured in: for a .gz the packed ones.

    Damage makes what unpacks stumble in any way (zlib, lzma, a name that is no text): all of it is `Unreadable`.
    """

    def __init__(self, member: Member, count: Callable[[int], None]) -> None:
        super().__init__()
        self._member, self._count = member, count
        self._unpacked = self._packed = 0
        try:
            self._stored = member.open()
            self._stream = cast(BinaryIO, gzip.GzipFile(fileobj=self._stored)) if member.is_gzip else self._stored
        except Exception as error:
            raise self._damaged(error) from None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._stream.seek(offset, whence)
        except Exception as error:
            raise self._damaged(error) from None

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            read = self._stream.read(len(view))
        except Exception as error:
            raise self._damaged(error) from None
        view[: len(read)] = read
        self._note(len(read))
        return len(read)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._stored.close()
        super().close()

    def _note(self, read: int) -> None:
        if not self._member.is_gzip:
            self._count(read)
            return
        self._unpacked += read
        packed = self._stored.tell()
        self._count(max(0, packed - self._packed))
        self._packed = max(packed, self._packed)
        guard_ratio(self._member.name, packed=self._packed, unpacked=self._unpacked)

    def _damaged(self, error: Exception) -> Unreadable:
        return Unreadable("archive", f"{self._member.name} is damaged ({error}): download the file again.")
