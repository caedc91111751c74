"""Files that somebody sent to be brought back, until they say yes: on the server's disk, readable by it alone.

One a person, under their number. It goes when it was brought back, when another comes, with the account, and after
a day.
"""

import contextlib
import os
import re
import time
import uuid
from pathlib import Path

from django.conf import settings

from accounts.models import User
from foods.importing.uploads import ImportUploads, Upload

MOST_BYTES = 100_000_000
_DAY = 24 * 3600  # seconds
_NAME = re.compile(r"[0-9]+-[0-9a-f-]{36}")


class ExportUploads(ImportUploads):
    """Takes one file in, no larger than an export is."""

    most = MOST_BYTES


def keep(upload: Upload, *, by: User, uid: uuid.UUID) -> None:
    """Once for each `uid`; what the person sent before goes."""
    forget(by, but=uid)
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.link(upload.temporary_file_path(), folder / _name(by, uid))


def find(by: User, uid: uuid.UUID) -> Path | None:
    """The file that this person sent, if it still waits."""
    path = _folder() / _name(by, uid)
    return path if path.is_file() else None


def forget(by: User, *, but: uuid.UUID | None = None) -> None:
    for path in _folder().glob(f"{by.pk}-*"):
        if but is None or path.name != _name(by, but):
            path.unlink(missing_ok=True)


def forget_old() -> int:
    """Remove what waits for longer than a day; returns how many."""
    late = time.time() - _DAY
    old = [path for path in _folder().glob("*") if _NAME.fullmatch(path.name) and path.stat().st_mtime < late]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return settings.IMPORT_DIR / "exports"


def _name(by: User, uid: uuid.UUID) -> str:
    return f"{by.pk}-{uid}"
