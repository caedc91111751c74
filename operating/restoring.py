"""A backup put in the place of what is there: looked at whole first, refused for one reason, never half done."""

import datetime as dt
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection

from operating import postgres, sqlite
from operating.backing_up import KEY, MEDIA
from operating.manifest import NAME, Manifest, held, pieces, read_manifest, unknown_migrations
from operating.refusals import Refused

MEMBERS = {"sqlite": sqlite.MEMBER, "postgresql": postgres.MEMBER}
_DAMAGED = "This backup is damaged: {name} is not what it was. Take another one."


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup whose every file was found as it was made, unpacked in `folder`. `now_rows`: what would be replaced."""

    manifest: Manifest
    folder: Path
    now_rows: dict[str, int]

    @property
    def database(self) -> Path:
        return self.folder / MEMBERS[self.manifest.database]


@contextmanager
def opened(file: Path) -> Iterator[Opened]:
    """Unpack a backup beside the data and check all of it. Refused: damaged, of a newer version, of another vendor."""
    folder = Path(tempfile.mkdtemp(prefix="restore-", dir=settings.VAR))
    try:
        manifest = _unpacked(file, folder)
        if manifest.database == "sqlite":
            sqlite.check_file(folder / sqlite.MEMBER)
        yield Opened(manifest, folder, present_rows())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpacked(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file, mode="r|gz") as archive:
            members = iter(archive)
            manifest = _manifest(archive, next(members, None))
            for member in members:
                _unpack(archive, member, manifest, folder)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise Refused(f"{file.name} cannot be read or unpacked ({error.strerror}).") from error
        raise Refused("This file is damaged, or no backup of Cobalog. Take another one.") from error
    if missing := sorted(name for name in manifest.files if not (folder / name).is_file()):
        raise Refused(_DAMAGED.format(name=missing[0]))
    return manifest


def _manifest(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> Manifest:
    """The first file of all: nothing is unpacked before it was read and found to fit."""
    file = archive.extractfile(member) if member and member.name == NAME and member.isreg() else None
    if file is None:
        raise Refused("This is no backup of Cobalog. Name a file that `manage.py backup` made.")
    manifest = read_manifest(file)
    if unknown := unknown_migrations(manifest):
        raise Refused(
            f"This backup was made by a newer Cobalog (it has {unknown[0]}, unknown here): restore it with that one."
        )
    if manifest.database not in MEMBERS or MEMBERS[manifest.database] not in manifest.files:
        raise Refused("This backup holds no database that can be restored. Take another one.")
    if manifest.database != connection.vendor:
        raise Refused(
            f"This backup is of {manifest.database}, and this site runs on {connection.vendor}: restore it there, then "
            "use `manage.py move_database`."
        )
    return manifest


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest, folder: Path) -> None:
    """One file to a place of ours, if the list names it and it is what it was."""
    expected = manifest.files.get(member.name)
    source = archive.extractfile(member) if member.isreg() else None
    if expected is None or source is None or not _is_ours(member.name) or member.size != expected.bytes:
        raise Refused(_DAMAGED.format(name=repr(member.name)[:80]))
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        for piece in pieces(source):
            out.write(piece)
    if held(target) != expected:
        raise Refused(_DAMAGED.format(name=member.name))


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name and str(path) == name
    return inside and (name in {*MEMBERS.values(), KEY} or (name.startswith(MEDIA) and len(path.parts) > 1))


def present_rows() -> dict[str, int]:
    """What the database holds now."""
    if connection.vendor == "postgresql":
        return postgres.rows()
    connection.close()
    return sqlite.present_rows(Path(connection.settings_dict["NAME"]))


def refuse_in_use() -> None:
    if connection.vendor == "postgresql":
        postgres.refuse_in_use()
    else:
        connection.close()
        sqlite.refuse_in_use(Path(connection.settings_dict["NAME"]))


def put_in_place(backup: Opened, *, now: dt.datetime) -> list[Path]:
    """Replace database, photos and key by those of the backup; returns where what was there before lies now."""
    stamp = now.astimezone(dt.UTC).strftime("before-restore-%Y%m%dT%H%M%SZ")
    refuse_in_use()
    aside = [_put_database(backup, stamp)]
    if any(name.startswith(MEDIA) for name in backup.manifest.files):
        aside += _swap(backup.folder / MEDIA, Path(settings.MEDIA_ROOT), stamp)
    if KEY in backup.manifest.files:
        aside += _swap(backup.folder / KEY, settings.VAR / KEY, stamp)
    return [path for path in aside if path.exists()]


def _put_database(backup: Opened, stamp: str) -> Path:
    if connection.vendor == "postgresql":
        aside = settings.VAR / f"database.{stamp}.dump"
        postgres.put_in_place(backup.database, aside=aside)
        return aside
    path = Path(connection.settings_dict["NAME"])
    aside = path.with_name(f"{path.name}.{stamp}")
    sqlite.put_in_place(backup.database, path, aside=aside)
    return aside


def _swap(fresh: Path, path: Path, stamp: str) -> list[Path]:
    aside = path.with_name(f"{path.name}.{stamp}")
    if path.exists():
        path.rename(aside)
    shutil.move(fresh, path)
    return [aside]
