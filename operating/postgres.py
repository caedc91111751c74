"""The same for PostgreSQL, by its own programs: pg_dump, pg_restore and psql."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from operating.refusals import Refused

MEMBER = "database.dump"
# What a restore takes away first. The schema itself stays: who owns it is nobody's business here.
_EMPTY = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT c.relname, c.relkind FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v', 'S')
        ORDER BY c.relkind = 'S' LOOP  -- a sequence of a column goes with its table
        EXECUTE format('DROP %s IF EXISTS %I CASCADE',
            CASE one.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, one.relname);
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name);
    END LOOP;
END $$;
"""


def copy(target: Path) -> dict[str, int]:
    """Dump the database as it is at one moment; returns the rows of each table at that moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            counted = rows()
        _run(
            "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", f"--file={target}"
        )
    return counted


def rows() -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        counted = {}
        for name in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')  # nosec B608 # a table of this database
            counted[name] = cursor.fetchone()[0]
    return counted


def refuse_in_use() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone()
    if others:
        raise Refused("The database is in use: stop the server and every command that runs, then restore.")


def put_in_place(dump: Path, *, aside: Path) -> None:
    """Make the dump the database, all or nothing. The one before is dumped to `aside` first."""
    copy(aside)
    aside.chmod(0o600)
    connection.close()
    try:
        _replace_by(dump)
    except Refused:
        aside.unlink()
        raise


def _replace_by(dump: Path) -> None:
    script = dump.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump), connects=False)
    whole = dump.with_suffix(".whole.sql")
    with whole.open("wb") as out:
        out.write(_EMPTY.encode())
        with script.open("rb") as made:
            shutil.copyfileobj(made, out)
    _run(
        "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
        f"--file={whole}",
    )  # fmt: skip


def _run(program: str, *arguments: str, connects: bool = True) -> None:
    found = shutil.which(program)
    if found is None:
        raise Refused(f"{program} is missing: install PostgreSQL's client programs (apt install postgresql-client).")
    where = _where(connection.settings_dict) if connects else {}
    done = subprocess.run([found, *arguments], env={**os.environ, **where}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Refused(f"{program} failed and nothing was changed: {said}")


def _where(database: dict[str, Any]) -> dict[str, str]:
    """The database as PostgreSQL's programs read it from the environment: never in a list of processes."""
    options = database.get("OPTIONS", {})
    said = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database.get("NAME"),
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
    }
    return {name: str(value) for name, value in said.items() if value}
