"""How fast and how good the search is: `python -m tests.bench.search [--million] [--database sqlite|postgresql|both]`.

Three tables: the shipped foods, the 13,071 USDA names, and with `--million` a million names generated from these.
Each is loaded into a scratch database that is made and dropped here. The queries and what counts as found are in
`search_quality`; `--missed` prints those that were not found.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.report import Line, Report
from tests.bench.search_worker import USDA

SERVER = os.environ.get("POSTGRES_URL") or "postgres:///postgres"
FOUND_PERCENT = 97
FRAGMENT_GROWS = 1.5
P95_MS = {"shipped": 20, "usda": 20, "million": 50}
TITLES = {"shipped": "shipped foods", "usda": "13,071 names", "million": "1,000,000 names"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--million", action="store_true", help="a million foods too: some minutes and 2 GB of disk")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--missed", action="store_true", help="print queries that did not find their target")
    options = parser.parse_args()
    report = Report()
    for database in ["sqlite", "postgresql"] if options.database == "both" else [options.database]:
        if database == "postgresql" and not reachable():
            print(f"\n*** PostgreSQL LEFT OUT: there is no server at {SERVER} ***")
            continue
        fragments: dict[str, float] = {}
        for table in ["shipped", "usda", *(["million"] if options.million else [])]:
            if table != "shipped" and not USDA.exists():
                print(f"\n*** {TITLES[table]} LEFT OUT: usda_b12.csv is not there ***")
                continue
            report.heading(f"Search, {TITLES[table]}, {database}")
            figures = _run(database, table)
            _show(report, table, figures, missed=options.missed)
            fragments[table] = figures["fragment_ms"]
        if "million" in fragments:
            ratio = fragments["million"] / fragments["usda"]
            report.add(Line("fragment, a million foods / 13,071", ratio, "×", FRAGMENT_GROWS))
    return report.close()


def _show(report: Report, table: str, figures: dict, *, missed: bool) -> None:
    report.add(Line("index everything", figures["reindex_s"], "s", 3 if table != "million" else None))
    report.add(Line("index one food", figures["reindex_one_ms"], "ms"))
    report.add(Line("fragment, CPU of a request in the process", figures["fragment_ms"], "ms"))
    for kind, spread in figures["ms"].items():
        detail = f"p50 {spread['p50']:.2f}, worst {spread['worst']:.1f} ms"
        report.add(Line(f"{kind}: p95", spread["p95"], "ms", P95_MS[table], detail=detail))
    for kind, percent in figures["met"].items():
        detail = f"of {figures['queries'][kind]} in the first five"
        report.add(Line(f"{kind}: found", percent, "%", FOUND_PERCENT, at_least=True, detail=detail))
        for text in figures["missed"].get(kind, []) if missed else []:
            print(f"       not found: {text}")


def _run(database: str, table: str) -> dict:
    """The figures of one table on one database, from a process of its own."""
    with tempfile.TemporaryDirectory(prefix="cobalog-search-") as folder, scratch(database, folder) as url:
        environment = os.environ | {
            "COBALOG_VAR": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "",
            "LOG_LEVEL": "WARNING",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.bench.search_worker", table]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def scratch(database: str, folder: str) -> Iterator[str]:
    """The address of an empty database that is gone afterwards."""
    if database == "sqlite":
        yield f"sqlite:///{Path(folder) / 'search.sqlite3'}"
        return
    from scripts.postgres import fresh_url

    name = f"cobalog_search_{os.getpid()}"
    _on_server(f"CREATE DATABASE {name}")
    try:
        yield fresh_url(SERVER, name)
    finally:
        _on_server(f"DROP DATABASE {name}")


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True, connect_timeout=5) as connection:
        connection.execute(statement)


def reachable() -> bool:
    import psycopg

    try:
        _on_server("SELECT 1")
    except psycopg.Error:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
