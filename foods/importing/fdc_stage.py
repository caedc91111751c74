"""A scratch database for the joins of FoodData Central: too large for memory, and in no useful order."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from foods.importing.records import Refusal

KINDS = {  # data_type → key of the data set
    "foundation_food": "usda-foundation",
    "sr_legacy_food": "usda-sr-legacy",
    "survey_fndds_food": "usda-fndds",
    "branded_food": "usda-branded",
}
TOTAL, ADDED = 0, 1
_TABLES = """
CREATE TABLE food (fdc_id INTEGER PRIMARY KEY, kind TEXT, line INT, name TEXT, category TEXT, published TEXT);
CREATE TABLE known (fdc_id INTEGER PRIMARY KEY, kind TEXT, ref TEXT, wweia TEXT, began TEXT, ended TEXT);
CREATE TABLE figure (fdc_id INT, which INT, line INT, amount TEXT, derivation TEXT, PRIMARY KEY (fdc_id, which))
    WITHOUT ROWID;
CREATE TABLE portion (fdc_id INT, seq INT, line INT, amount TEXT, unit TEXT, description TEXT, modifier TEXT,
    grams TEXT, PRIMARY KEY (fdc_id, seq, line)) WITHOUT ROWID;
CREATE TABLE alias (fdc_id INT, line INT, name TEXT, PRIMARY KEY (fdc_id, line)) WITHOUT ROWID;
CREATE TABLE branded (fdc_id INTEGER PRIMARY KEY, line INT, owner TEXT, brand TEXT, gtin TEXT, problem TEXT, size TEXT,
    unit TEXT, household TEXT, category TEXT, market TEXT, modified TEXT);
CREATE TABLE refused (place INTEGER PRIMARY KEY, file TEXT, line INT, code TEXT, reason TEXT, excerpt TEXT,
    source TEXT, ref TEXT);
"""
_INDEXES = """
CREATE INDEX known_by_ref ON known (ref, kind);
CREATE INDEX branded_by_gtin ON branded (gtin) WHERE gtin <> '';
CREATE TABLE repeated (gtin TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO repeated SELECT gtin FROM branded WHERE gtin <> '' GROUP BY gtin HAVING COUNT(*) > 1;
"""


class Stage:
    """`write(sql, values)` says whether a row was new; `rows` streams."""

    def __init__(self, work: Path) -> None:
        self._path = work / "fdc.sqlite3"
        self._path.unlink(missing_ok=True)
        self._database = sqlite3.connect(self._path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -49152", "locking_mode = EXCLUSIVE"):
            self._database.execute(f"PRAGMA {pragma}").close()
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        self._insert = {
            table: f"INSERT OR IGNORE INTO {table} VALUES ({','.join('?' * width)})"
            for table, width in (
                ("food", 6), ("known", 6), ("figure", 5), ("portion", 8), ("alias", 3), ("branded", 12), ("refused", 8),
            )
        }  # fmt: skip

    def write(self, table: str, *values: object) -> bool:
        """False where there is a row of this key already: the first stays."""
        return self._database.execute(self._insert[table], values).rowcount == 1

    def keep(self, one: Refusal) -> None:
        """To be told before the foods."""
        self.write("refused", None, one.file, one.line, one.code, one.reason, one.excerpt, one.source, one.ref)

    def ready(self) -> None:
        """Everything is written: what is asked for from now on is found by index."""
        self._database.executescript(_INDEXES)

    def rows(self, sql: str, *values: object) -> Iterator[tuple]:
        return self._database.execute(sql, values)

    def one(self, sql: str, *values: object) -> tuple | None:
        row: tuple | None = self._database.execute(sql, values).fetchone()
        return row

    def refusals(self) -> Iterator[Refusal]:
        for row in self.rows("SELECT file, line, code, reason, excerpt, source, ref FROM refused ORDER BY place"):
            yield Refusal(*row)

    def close(self) -> None:
        self._database.close()
        with suppress(OSError):
            self._path.unlink()
