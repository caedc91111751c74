"""Small databases in files, and whole sites of their own: the tests' own database lies in memory."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from scripts.postgres import fresh_url

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path, db, monkeypatch, settings) -> Path:
    """A SQLite database in a file, as the one that Django would have open; and a folder for what is written."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own ways are tried on SQLite")
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    path = tmp_path / "cobalog.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.executescript("CREATE TABLE entry (id INTEGER PRIMARY KEY, ug TEXT); CREATE TABLE total (n INTEGER)")
        made.executemany("INSERT INTO entry (ug) VALUES (?)", [("2.4",), (None,), ("1000",)])
        made.execute("INSERT INTO total VALUES (3)")
    made.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    monkeypatch.setattr(connection, "close", lambda: None)  # the tests' own stays open
    return path


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def run(site_folder: Path) -> Callable[..., subprocess.CompletedProcess]:
    """Run a command on a site of its own, in `site_folder` and, on PostgreSQL, in a database of its own."""

    def running(*arguments: str, check: bool = True, typed: str = "", **environ: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, input=typed, capture_output=True, text=True, check=check,
            env={**os.environ, "COBALOG_VAR": str(site_folder), **environ},
        )  # fmt: skip

    return running


FILL = """
from django.utils import timezone
from config.views import _filled_demo
from tracker.demo import fill_year
_filled_demo("Europe/London")
"""


def own_url(name: str) -> str:
    return fresh_url(os.environ["DATABASE_URL"], name)


@pytest.fixture(scope="session")
def postgres_site(run, site_folder: Path) -> Iterator[str]:
    """DATABASE_URL of a database with a demo person's year in it, dropped afterwards."""
    if connection.vendor != "postgresql":
        pytest.skip("tried where the suite runs on PostgreSQL")
    name = f"cobalog_operating_{os.getpid()}"
    server = fresh_url(os.environ.get("POSTGRES_URL") or os.environ["DATABASE_URL"], "postgres")
    with psycopg.connect(server, autocommit=True) as asked:
        asked.execute(f'DROP DATABASE IF EXISTS "{name}"')
        asked.execute(f'CREATE DATABASE "{name}"')
        url = own_url(name)
        run("-m", "scripts.prepare", "run", DATABASE_URL=url)
        run("manage.py", "shell", "-c", FILL, DATABASE_URL=url)
        yield url
        asked.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def sqlite_site(run, site_folder: Path) -> Path:
    """The database of a site with a demo person's year in it."""
    if connection.vendor != "sqlite":
        pytest.skip("tried where the suite runs on SQLite")
    run("-m", "scripts.prepare", "run", DATABASE_URL=f"sqlite:///{site_folder / 'cobalog.sqlite3'}")
    run("manage.py", "shell", "-c", FILL, DATABASE_URL=f"sqlite:///{site_folder / 'cobalog.sqlite3'}")
    return site_folder / "cobalog.sqlite3"


def everything(path: Path) -> dict[str, list]:
    """Every row of every table of a SQLite file."""
    database = sqlite3.connect(path)
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%fts%'"
    try:
        return {
            name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for (name,) in database.execute(names)
        }
    finally:
        database.close()


def everything_there(url: str) -> dict[str, list]:
    """The same of a PostgreSQL database."""
    with psycopg.connect(url) as database:
        tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: sorted(database.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for (name,) in tables}
