"""Which foods a file holds, taken or refused, kept in a file of its own: a million ids weigh nothing in memory."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from foods.importing.merging import Key


class Seen:
    """Ids that a run met. Not kept over a crash: a run that goes on reads its file from the beginning and meets them
    again."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._file = sqlite3.connect(path, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=OFF",
            "PRAGMA synchronous=OFF",
            "PRAGMA cache_size=-16000",
            "CREATE TABLE seen (source TEXT, ref TEXT, PRIMARY KEY (source, ref)) WITHOUT ROWID",
            "CREATE TABLE refused (source TEXT, ref TEXT, PRIMARY KEY (source, ref)) WITHOUT ROWID",
            "CREATE TABLE replaced (source TEXT, ref TEXT, PRIMARY KEY (source, ref)) WITHOUT ROWID",
        ):
            self._file.execute(statement)
        self._any_replaced = False

    def fresh(self, keys: Iterable[Key]) -> list[bool]:
        """Whether each was not met before; now it is."""
        self._file.execute("BEGIN")
        insert = self._file.execute
        found = [insert("INSERT OR IGNORE INTO seen VALUES (?, ?)", key).rowcount == 1 for key in keys]
        self._file.execute("COMMIT")
        return found

    def refuse(self, keys: Iterable[Key]) -> None:
        """These stand in the file in a row that was refused: they may come again in one that can be taken."""
        self._file.executemany("INSERT OR IGNORE INTO refused VALUES (?, ?)", keys)

    def replace(self, keys: Iterable[Key]) -> None:
        """These are superseded by others of the same file."""
        self._any_replaced = True
        self._file.executemany("INSERT OR IGNORE INTO replaced VALUES (?, ?)", keys)

    def is_replaced(self, key: Key) -> bool:
        return self._any_replaced and self._holds("replaced", key)

    def __contains__(self, key: Key) -> bool:
        return self._holds("seen", key)

    def is_gone(self, key: Key) -> bool:
        """Whether the file neither holds it nor says what took its place."""
        return not (key in self or self._holds("refused", key) or self.is_replaced(key))

    def missing(self, source: str, refs: Sequence[str]) -> set[str]:
        """Those of these ids that the file does not hold."""
        missing = set(refs)
        for table in ("seen", "refused"):
            marks = ", ".join("?" * len(missing))
            sql = f"SELECT ref FROM {table} WHERE source = ? AND ref IN ({marks})"  # nosec B608
            missing -= {ref for (ref,) in self._file.execute(sql, [source, *missing])}
        return missing

    def count(self, source: str) -> int:
        """How many foods of this source the file holds."""
        taken = "SELECT count(*) FROM seen WHERE source = ?1"
        refused = (
            "SELECT count(*) FROM refused WHERE source = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.source = ?1 AND seen.ref = refused.ref)"
        )
        return self._file.execute(f"SELECT ({taken}) + ({refused})", [source]).fetchone()[0]

    def close(self) -> None:
        self._file.close()

    def _holds(self, table: str, key: Key) -> bool:
        row = self._file.execute(f"SELECT 1 FROM {table} WHERE source = ? AND ref = ?", key).fetchone()  # nosec B608
        return row is not None
