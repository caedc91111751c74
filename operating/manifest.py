"""What a backup says of itself: the first file in it, which the others are held to."""

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from operating.refusals import Refused

FORMAT, VERSION = "cobalog-backup", 1
NAME = "manifest.json"
MOST_BYTES = 50_000_000  # of the manifest: a million photos are named in less
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Held:
    """One file of the backup."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`database`: vendor; `migrations`: every applied one, as app.name; `rows`: how many each table had."""

    made_at: str
    cobalog: str
    database: str
    migrations: tuple[str, ...]
    rows: dict[str, int]
    files: dict[str, Held]

    def written(self) -> bytes:
        said = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return (json.dumps(said, indent=1, sort_keys=True) + "\n").encode()


def manifest_of(*, rows: dict[str, int], files: dict[str, Held], now: dt.datetime) -> Manifest:
    applied = MigrationLoader(connection, ignore_no_migrations=True).applied_migrations
    return Manifest(
        made_at=now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        cobalog=cobalog_version(),
        database=connection.vendor,
        migrations=tuple(sorted(f"{app}.{name}" for app, name in applied)),
        rows=rows,
        files=files,
    )


def read_manifest(file: IO[bytes]) -> Manifest:
    """The manifest of a backup that this version can restore; refused otherwise."""
    said = _json(file)
    if said.get("format") != FORMAT:
        raise Refused("This is no backup of Cobalog. Name a file that `manage.py backup` made.")
    if said.get("version") != VERSION:
        raise Refused("This version does not read this kind of backup: restore it with the version that made it.")
    try:
        return Manifest(
            **{name: said[name] for name in ("made_at", "cobalog", "database", "rows")},
            migrations=tuple(map(str, said["migrations"])),
            files={str(name): Held(**held) for name, held in said["files"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Refused("The list of this backup is damaged. Take another one.") from error


def _json(file: IO[bytes]) -> dict[str, Any]:
    try:
        said = json.loads(file.read(MOST_BYTES))
    except ValueError as error:
        raise Refused("The list of this backup is damaged. Take another one.") from error
    return said if isinstance(said, dict) else {}


def unknown_migrations(manifest: Manifest) -> list[str]:
    """What the backup's database has and this code does not know: it is of a newer version."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations) | {old for new in loader.disk_migrations.values() for old in new.replaces}
    return sorted(set(manifest.migrations) - {f"{app}.{name}" for app, name in known})


def cobalog_version() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def held(path: Path) -> Held:
    """Checksum and size of a file, read in pieces."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        for piece in pieces(file):
            digest.update(piece)
            size += len(piece)
    return Held(digest.hexdigest(), size)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
