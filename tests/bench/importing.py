"""How fast the importer is: `python -m tests.bench.importing [--foods N] [--database sqlite|postgresql|both]`.

A download of FoodData Central with so many branded foods (a million unless told otherwise; 27 rows of figures each) is
made, brought into an empty scratch database, brought in again, and then searched. Names are put together from those of
the USDA's tables where these are at hand, else invented. Memory is that of the whole process at its highest.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import big_fdc
from tests.bench.report import Line, Report
from tests.bench.search import FOUND_PERCENT, P95_MS, SERVER, reachable, scratch
from tests.bench.search_worker import SEED, USDA, usda_names

MILLION = 1_000_000
ROWS_EACH = 27  # of food_nutrient.csv
FOODS_EACH_SECOND = MILLION / 600  # a million in ten minutes
MOST_MB = 300
SMALL, SMALL_SECONDS = 8_000, 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.importing", description=__doc__)
    parser.add_argument("--foods", type=int, default=MILLION, help="branded foods; a million are 5 GB on disk")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="cobalog-import-") as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        _write(small, branded=SMALL)
        took = _write(large, branded=options.foods)
        size = sum(file.stat().st_size for file in large.iterdir()) / 1e6
        print(f"A download of {options.foods:,} branded foods, {size:,.0f} MB, made in {took:.0f} s")
        for database in ["sqlite", "postgresql"] if options.database == "both" else [options.database]:
            if database == "postgresql" and not reachable():
                print(f"\n*** PostgreSQL LEFT OUT: there is no server at {SERVER} ***")
                continue
            report.heading(f"Import, {SMALL:,} foods, {database}")
            _show_small(report, _run(database, small))
            report.heading(f"Import, {options.foods:,} foods, {database}")
            _show(report, _run(database, large, "--search"), options.foods)
    return report.close()


def _write(folder: Path, *, branded: int) -> float:
    from tests.bench.search_quality import generated

    started = time.perf_counter()
    named = [name for name, _ in generated(usda_names(), count=branded, seed=SEED)] if USDA.exists() else []
    big_fdc.write(folder, rows=branded * ROWS_EACH, foods=0, branded=branded, named=named)
    return time.perf_counter() - started


def _show_small(report: Report, figures: dict) -> None:
    report.add(Line("all of it", figures["first_s"], "s", SMALL_SECONDS))
    report.add(Line("again, nothing changed", figures["again_s"], "s", SMALL_SECONDS))


def _show(report: Report, figures: dict, foods: int) -> None:
    took = figures["first_s"]
    report.add(Line("all of it", took, "s", foods / FOODS_EACH_SECOND, detail=f"{figures['added']:,} foods"))
    report.add(Line("  of it reading the files", figures["read_s"], "s"))
    report.add(Line("  of it CPU of the process", figures["cpu_s"], "s", detail="the server's not counted"))
    report.add(Line("foods", foods / took, "/s", FOODS_EACH_SECOND, at_least=True))
    report.add(Line("rows of all files", figures["rows"] / took, "/s"))
    report.add(Line("memory of the process", figures["peak_mb"], "MB", MOST_MB, detail=f"{figures['idle_mb']} idle"))
    report.add(Line("again, nothing changed", figures["again_s"], "s", foods / FOODS_EACH_SECOND))
    report.add(Line("database", figures["database_mb"], "MB"))
    whole = foods >= MILLION  # in fewer, more of the names drawn for a slip are each other's slips
    if "ms" in figures:
        report.add(Line("search fragment, CPU of a request", figures["fragment_ms"], "ms"))
        for kind, spread in figures["ms"].items():
            detail = f"p50 {spread['p50']:.2f}, worst {spread['worst']:.1f} ms"
            report.add(Line(f"search, {kind}: p95", spread["p95"], "ms", P95_MS["million"], detail=detail))
        for kind, percent in figures["met"].items():
            report.add(Line(f"search, {kind}: found", percent, "%", FOUND_PERCENT if whole else None, at_least=True))


def _run(database: str, files: Path, *more: str) -> dict:
    """The figures of one import, from a process of its own."""
    with tempfile.TemporaryDirectory(prefix="cobalog-import-") as folder, scratch(database, folder) as url:
        environment = os.environ | {
            "COBALOG_VAR": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "",
            "LOG_LEVEL": "WARNING",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.bench.import_worker", str(files), *more]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
