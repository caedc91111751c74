"""Uploads of food data: straight onto the disk they are read from, readable by us only, no larger than allowed."""

import contextlib
import os
import re
import secrets
import shutil
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

from foods.models import ImportRun

FIELD = "file"
RESERVE = 200_000_000  # bytes that stay free for the database
_LATE = 24 * 3600  # seconds after which an upload that no run names was broken off
_NAME = re.compile(r"upload-[0-9a-z_]+")


class Upload(UploadedFile):
    """A file that is gone when it is closed, unless it was kept. Its name is for showing only."""

    def temporary_file_path(self) -> str:
        return self.file.name

    def keep(self) -> Path:
        """Where it stays; nothing of the name that was sent is in there."""
        path = settings.IMPORT_DIR / f"upload-{secrets.token_hex(16)}"
        os.link(self.temporary_file_path(), path)
        return path

    def close(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            super().close()


class ImportUploads(FileUploadHandler):
    """Writes one file as it comes. `trouble` says why there is none: "large" or "full"."""

    chunk_size = 1 << 20

    @property
    def most(self) -> int:
        """How many bytes it may have."""
        return settings.IMPORT_MAX_BYTES

    def __init__(self, request=None) -> None:
        super().__init__(request)
        self.trouble = ""
        self.held: Upload | None = None

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or self.held is not None:
            raise SkipFile
        self._refuse_what_cannot_fit(self.request.META.get("CONTENT_LENGTH"))
        settings.IMPORT_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = tempfile.NamedTemporaryFile(dir=settings.IMPORT_DIR, prefix="upload-")  # noqa: SIM115, mode 0600
        self.held = Upload(held, self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            self._give_up("large")
        assert self.held is not None
        try:
            self.held.write(raw_data)
        except OSError:
            self._give_up("full")

    def file_complete(self, file_size: int) -> Upload | None:
        assert self.held is not None
        self.held.seek(0)
        self.held.size = file_size
        return self.held

    def upload_interrupted(self) -> None:
        if self.held is not None:
            self.held.close()

    def _refuse_what_cannot_fit(self, length: str | None) -> None:
        """Before the first byte is written; the rest of the request still has to come in."""
        announced = int(length) if length and length.isdigit() else 0
        if announced > self.most + self.chunk_size:
            self._give_up("large")
        if announced and shutil.disk_usage(_standing(settings.IMPORT_DIR)).free - announced < RESERVE:
            self._give_up("full")

    def _give_up(self, trouble: str) -> None:
        self.trouble = trouble
        if self.held is not None:
            self.held.close()
        raise SkipFile


def size_words(size: int) -> str:
    """“340 kB”, “2 GB”."""
    for unit, times in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= times:
            return f"{size / times:,.1f}".removesuffix(".0") + f"\u00a0{unit}"
    return f"{size}\u00a0bytes"


def _standing(folder: Path) -> Path:
    return folder if folder.exists() else _standing(folder.parent)


def as_sent(text: str, file_name: str) -> str:
    """A sentence about an upload, with the name that its sender knows it by."""
    return _NAME.sub(lambda found: file_name, text)


def forget_abandoned() -> int:
    """Remove uploads that were broken off when the process died; returns how many."""
    named = set(ImportRun.objects.exclude(path="").values_list("path", flat=True))
    late = time.time() - _LATE
    found = [
        path
        for path in (settings.IMPORT_DIR.glob("upload-*") if settings.IMPORT_DIR.exists() else [])
        if str(path.resolve()) not in named and path.is_file() and path.stat().st_mtime < late
    ]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
