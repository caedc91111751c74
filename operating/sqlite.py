"""A copy of a SQLite database while it is used, and a copy put in its place while it is not.

The copy is made by SQLite's backup API in one step. Measured: a plain copy of the file was broken three times of three
under writes, and a copy in steps of 500 pages never came to its end.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from operating.refusals import Refused

MEMBER = "database.sqlite3"
_BESIDE = ("-wal", "-shm", "-journal")


def copy(source: Path, target: Path) -> dict[str, int]:
    """Copy a database that others may be writing to; returns the rows of each table. The copy is checked whole."""
    with _opened(source, mode="ro") as live, _opened(target, mode="rwc") as made:
        live.backup(made, pages=-1)
        made.execute("PRAGMA journal_mode=DELETE")
        check(made)
        return rows(made)


def check(database: sqlite3.Connection) -> None:
    """Refuse a database that is damaged."""
    try:
        found = [text for (text,) in database.execute("PRAGMA integrity_check(1)")]
        orphans = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused("The database is damaged. Take another backup, or ask SQLite's own tools.") from error
    if found != ["ok"] or orphans:
        raise Refused("The database is damaged. Take another backup, or ask SQLite's own tools.")


def rows(database: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; the search index aside, which follows from the foods."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    tables = sorted(name for (name,) in database.execute(names) if not name.startswith("foods_searchfts"))
    return {
        name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]  # nosec B608 # a table of this database
        for name in tables
    }


def present_rows(path: Path) -> dict[str, int]:
    if not path.exists():
        return {}
    with _opened(path, mode="ro") as database:
        return rows(database)


def check_file(path: Path) -> None:
    with _opened(path, mode="ro") as database:
        check(database)


def refuse_in_use(path: Path) -> None:
    """Refuse where another process has the database open, and fold its log of writes into it otherwise."""
    if not path.exists():
        return
    database = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        database.execute("PRAGMA locking_mode=EXCLUSIVE")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise Refused("The database is in use: stop the server and every command that runs, then restore.") from error
    finally:
        database.close()


def put_in_place(fresh: Path, path: Path, *, aside: Path) -> None:
    """Make `fresh` the database. The one before stays at `aside`; at no moment is there none."""
    if path.exists():
        os.link(path, aside)
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    fresh.chmod(0o600)
    fresh.replace(path)


@contextlib.contextmanager
def _opened(path: Path, *, mode: str) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=30)
    try:
        yield database
    finally:
        database.close()
