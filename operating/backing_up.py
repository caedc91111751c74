"""One file with everything that cannot be made again: the database, photos, and what they were held to."""

import datetime as dt
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from operating import postgres, sqlite
from operating.manifest import NAME, Held, Manifest, held, manifest_of
from operating.refusals import Refused

MEDIA, KEY = "media/", "secret_key"
PATTERN = "cobalog-*.tar.gz"
_FORM = "cobalog-%Y%m%dT%H%M%SZ.tar.gz"
_PART, _SCRATCH = ".part", ".cobalog-backup-"
_LEFT_BEHIND_S = 24 * 3600  # a backup that was killed left its folder; one that runs is younger


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    manifest: Manifest


def name_of(now: dt.datetime) -> str:
    return now.astimezone(dt.UTC).strftime(_FORM)


def back_up(target: Path, *, now: dt.datetime, with_media: bool = True, with_key: bool = False) -> Made:
    """Write a backup to `target`, which is there only once it is whole."""
    if target.exists():
        raise Refused(f"{target.name} is there already: name another file.")
    with _scratch(target.parent) as folder:
        files, rows = _database(folder)
        if with_media:
            files |= _media()
        if with_key:
            files |= _key()
        manifest = manifest_of(rows=rows, files={name: held(path) for name, path in files.items()}, now=now)
        part = folder / (target.name + _PART)
        _pack(part, manifest, files)
        part.chmod(0o600)
        try:
            os.link(part, target)  # unlike a rename it never takes the place of a file that came meanwhile
        except FileExistsError as error:
            raise Refused(f"{target.name} is there already: name another file.") from error
        _to_disk(target.parent)
    return Made(target, manifest)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder of our own beside the target, on the same disk, gone afterwards whatever happens."""
    try:
        _clear_away(folder)
        made = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
    except OSError as error:
        raise Refused(f"Nothing can be written to {folder} ({error.strerror}): name another folder.") from error
    try:
        yield made
    except OSError as error:
        raise Refused(f"The backup could not be written ({error.strerror or error}); there is no half one.") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _clear_away(folder: Path) -> None:
    for left in folder.glob(f"{_SCRATCH}*"):
        if time.time() - left.stat().st_mtime > _LEFT_BEHIND_S:
            shutil.rmtree(left, ignore_errors=True)


def _database(folder: Path) -> tuple[dict[str, Path], dict[str, int]]:
    if connection.vendor == "sqlite":
        path = folder / sqlite.MEMBER
        return {sqlite.MEMBER: path}, sqlite.copy(Path(connection.settings_dict["NAME"]), path)
    path = folder / postgres.MEMBER
    rows = postgres.copy(path)
    return {postgres.MEMBER: path}, rows


def _media() -> dict[str, Path]:
    root = Path(settings.MEDIA_ROOT)
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
    return {MEDIA + path.relative_to(root).as_posix(): path for path in found}


def _key() -> dict[str, Path]:
    path = settings.VAR / "secret_key"
    if not path.exists():
        raise Refused("The key comes from SECRET_KEY, not from a file: keep it where you keep that.")
    return {KEY: path}


def _pack(part: Path, manifest: Manifest, files: dict[str, Path]) -> None:
    with part.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as archive:
            listed = part.with_name(NAME)
            listed.write_bytes(manifest.written())
            for name, path in {NAME: listed, **files}.items():
                archive.add(path, arcname=name, recursive=False, filter=_bare)
        out.flush()
        os.fsync(out.fileno())


def _bare(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of this machine's users."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop_older(folder: Path, *, keep: int) -> list[str]:
    """Delete all but the newest `keep` backups of a folder, by their names; returns those that went."""
    found = sorted(folder.glob(PATTERN), key=lambda path: path.name, reverse=True)
    gone = [path for path in found[keep:] if path.is_file()]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def listed(files: dict[str, Held]) -> str:
    """“database 1.2 MB, 3 photos”: what a backup holds, in words for a terminal."""
    size = sum(one.bytes for name, one in files.items() if not name.startswith(MEDIA))
    photos = sum(name.startswith(MEDIA) for name in files)
    return f"database {size / 1e6:.1f} MB, {photos} {'photo' if photos == 1 else 'photos'}"
