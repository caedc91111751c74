"""Files of other trackers, as they write them."""

import sqlite3
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker.domain.days import Clock
from tracker.importing.reading import History, Placed

FILES = Path(__file__).parent / "files"
LONDON = Clock(ZoneInfo("Europe/London"))


def history(path: Path | str, clock: Clock = LONDON) -> tuple[History, list[Placed]]:
    """A file read to its end; a name means one of `files`."""
    read = History(FILES / path if isinstance(path, str) else path, clock)
    return read, list(read.rows())


def said(path: Path | str, clock: Clock = LONDON) -> list[tuple]:
    """Name, amount, unit and µg of each row, as text; None is unknown."""
    return [(one.row.name, text(one.row.amount), one.row.unit, text(one.row.ug)) for one in history(path, clock)[1]]


def text(value) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def when(path: Path | str, clock: Clock = LONDON) -> list[tuple]:
    """Local day and clock time of each row, whether the file says the time, and the moment in UTC."""
    return [
        (str(one.local_date), "{:02}:{:02}".format(*divmod(one.local_minute, 60)), one.timed, f"{one.eaten_at:%z}")
        for one in history(path, clock)[1]
    ]


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """A file of this text or these bytes."""

    def made(content: str | bytes, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return made


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[..., Path]:
    def made(**files: str | bytes) -> Path:
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
        return path

    return made


COLUMNS = (
    "row_id INTEGER PRIMARY KEY, uuid BLOB, app_info_id INTEGER, start_time INTEGER, start_zone_offset INTEGER, "
    "end_time INTEGER, meal_type INTEGER, meal_name TEXT, energy REAL, vitamin_b12 REAL"
)


@pytest.fixture
def health_connect(tmp_path: Path) -> Callable[..., Path]:
    """A database as Android's, with these rows: start_time, offset, meal_type, meal_name, vitamin_b12."""

    def made(*rows: tuple, script: str = "") -> Path:
        path = tmp_path / "health_connect_export.db"
        with sqlite3.connect(path) as database:
            database.execute(f"CREATE TABLE nutrition_record_table ({COLUMNS})")
            database.execute("CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY, app_name TEXT)")
            database.execute("INSERT INTO application_info_table VALUES (1, 'MacroFactor')")
            for number, (start, offset, meal, name, b12) in enumerate(rows, start=1):
                database.execute(
                    "INSERT INTO nutrition_record_table VALUES (?, ?, 1, ?, ?, ?, ?, ?, 1000, ?)",
                    (number, uuid.UUID(int=number).bytes, start, offset, start, meal, name, b12),
                )
            database.executescript(script)
        database.close()
        return path

    return made
