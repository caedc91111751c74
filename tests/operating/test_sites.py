"""The commands on whole sites with a person's year in them: backed up, changed, restored, moved to another database."""

import re
import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests.operating.conftest import everything, everything_there, own_url

pytestmark = pytest.mark.timeout(300)  # each command starts a Python, and a site takes its migrations
FORGET = "from tracker.models import Entry, Profile; Entry.with_removed.all().delete(); Profile.objects.all().delete()"
FIND = "from foods.search import search; print([hit.name for hit in search('samlon').hits][:1])"


@pytest.fixture(autouse=True)
def on_both(db) -> None:
    """So that these run with the suite on the second database too (docs/decisions/0017)."""


def made(said: str) -> str:
    return re.match(r"(\S+\.tar\.gz): ", said)[1]


def test_a_sqlite_site_comes_back_row_by_row(run, sqlite_site: Path):
    environ = {"DATABASE_URL": f"sqlite:///{sqlite_site}"}
    before = everything(sqlite_site)
    backup = made(run("manage.py", "backup", **environ).stdout)
    run("manage.py", "shell", "-c", FORGET, **environ)
    assert everything(sqlite_site) != before
    dry = run("manage.py", "restore", backup, "--dry-run", **environ).stdout
    said = run("manage.py", "restore", backup, "--yes", **environ).stdout

    assert re.search(r"^tracker_entry +0 +1[0-9]{3}$", dry, re.MULTILINE)
    assert "Restored. Start the server again." in said
    assert everything(sqlite_site) == before
    assert run("manage.py", "shell", "-c", FIND, **environ).stdout.splitlines()[-1] == "['Salmon, baked']"


def test_a_postgresql_site_comes_back_row_by_row(run, postgres_site: str):
    environ = {"DATABASE_URL": postgres_site}
    before = everything_there(postgres_site)
    backup = made(run("manage.py", "backup", **environ).stdout)
    run("manage.py", "shell", "-c", FORGET, **environ)
    with psycopg.connect(postgres_site) as asked:  # a newer version left something that the backup does not know
        asked.execute("CREATE TABLE newer (id serial PRIMARY KEY)")
    assert everything_there(postgres_site) != before
    said = run("manage.py", "restore", backup, "--yes", **environ).stdout

    assert "Restored. Start the server again." in said
    assert everything_there(postgres_site) == before
    assert run("manage.py", "shell", "-c", FIND, **environ).stdout.splitlines()[-1] == "['Salmon, baked']"


def test_a_postgresql_site_that_is_in_use_is_left_alone(run, postgres_site: str):
    environ = {"DATABASE_URL": postgres_site}
    backup = made(run("manage.py", "backup", **environ).stdout)
    before = everything_there(postgres_site)
    with psycopg.connect(postgres_site):
        refused = run("manage.py", "restore", backup, "--yes", check=False, **environ)

    assert (refused.returncode, refused.stderr.strip().splitlines()[-1]) == (
        1, "CommandError: The database is in use: stop the server and every command that runs, then restore."
    )  # fmt: skip
    assert everything_there(postgres_site) == before


def test_a_restore_that_breaks_half_way_changes_nothing(run, postgres_site: str, tmp_path: Path):
    """psql stops at the first error, and all of it is one transaction."""
    environ = {"DATABASE_URL": postgres_site}
    backup = made(run("manage.py", "backup", **environ).stdout)
    before = everything_there(postgres_site)
    broken = tmp_path / "psql"
    broken.write_text('#!/bin/sh\necho "SELECT 1/0;" > "$0.sql"\nexec /usr/bin/psql "$@" --file="$0.sql"\n')
    broken.chmod(0o755)
    refused = run("manage.py", "restore", backup, "--yes", check=False, PATH=f"{tmp_path}:/usr/bin:/bin", **environ)

    assert refused.returncode == 1
    assert "psql failed and nothing was changed" in refused.stderr
    assert everything_there(postgres_site) == before


def test_without_postgresqls_programs_a_sentence_names_them(run, postgres_site: str, tmp_path: Path):
    refused = run("manage.py", "backup", check=False, PATH=str(tmp_path), DATABASE_URL=postgres_site)

    assert refused.stderr.strip().splitlines()[-1] == (
        "CommandError: pg_dump is missing: install PostgreSQL's client programs (apt install postgresql-client)."
    )


# --- moving ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def empty(postgres_site: str):
    """DATABASE_URL of an empty database."""
    name = f"{postgres_site.rpartition('/')[2]}_empty"
    with psycopg.connect(postgres_site, autocommit=True) as asked:
        asked.execute(f'CREATE DATABASE "{name}"')
        yield own_url(name)
        asked.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_everything_moves_to_sqlite_and_back_again(run, postgres_site: str, empty: str, tmp_path: Path):
    there = f"sqlite:///{tmp_path / 'moved.sqlite3'}"
    out = run("manage.py", "move_database", "--to", there, DATABASE_URL=postgres_site).stdout
    back = run("manage.py", "move_database", DATABASE_URL=there, COBALOG_MOVE_TO=empty).stdout
    assert re.search(r"^Moved \d{4,} rows of \d+ tables, and compared each\.", out, re.MULTILINE)
    assert re.search(r"^Moved \d{4,} rows of \d+ tables, and compared each\.", back, re.MULTILINE)
    unlike = ("django_migrations", "foods_searchdoc", "foods_searchword", "cobalog_cache")  # made anew over there
    before, after = (
        {name: rows for name, rows in everything_there(url).items() if name not in unlike}
        for url in (postgres_site, empty)
    )

    assert after == before
    assert len(after["tracker_entry"]) > 1000
    for url in (there, empty):
        assert run("manage.py", "shell", "-c", FIND, DATABASE_URL=url).stdout.splitlines()[-1] == "['Salmon, baked']"


def test_new_rows_get_numbers_after_those_that_came(run, sqlite_site: Path, empty: str):
    run("manage.py", "move_database", "--to", empty, DATABASE_URL=f"sqlite:///{sqlite_site}")
    add = "from accounts.models import User; print(User.objects.create_user('new@example.org').pk)"
    added = int(run("manage.py", "shell", "-c", add, DATABASE_URL=empty).stdout.splitlines()[-1])
    with psycopg.connect(empty) as asked:
        (most,) = asked.execute("SELECT MAX(id) FROM accounts_user WHERE email <> 'new@example.org'").fetchone()

    assert added == most + 1


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("", "Say where to with --to: one looks like postgres://user:password@host/name."),
        ("mysql://host/name", "Say where to with --to: one looks like postgres://user:password@host/name."),
    ],
)
def test_where_to_has_to_be_said(run, sqlite_site: Path, to, says):
    refused = run("manage.py", "move_database", "--to", to, check=False, DATABASE_URL=f"sqlite:///{sqlite_site}")

    assert refused.stderr.strip().splitlines()[-1] == f"CommandError: {says}"


def test_a_database_that_holds_something_is_not_written_to(run, sqlite_site: Path, tmp_path: Path):
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as made_here:
        made_here.execute("CREATE TABLE mine (id INTEGER)")
    refused = run(
        "manage.py", "move_database", "--to", f"sqlite:///{other}", check=False, DATABASE_URL=f"sqlite:///{sqlite_site}"
    )

    assert refused.stderr.strip().splitlines()[-1] == (
        "CommandError: The new database is not empty: make a fresh one, and name that."
    )
    assert everything(other) == {"mine": []}
