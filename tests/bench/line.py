"""How fast a line of several foods is resolved: `python -m tests.bench.line [--database sqlite|postgresql|both]`.

The foods are the shipped ones and the 13,071 USDA names; the lines are those of tests/tracker/line, the best of three
after a round to warm up, all of its queries included. Each database in a process of its own, as the search is measured.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

from tests.bench.report import Line, Report
from tests.bench.search import SERVER, reachable, scratch
from tests.bench.search_worker import USDA

P95_MS = 20.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.line", description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    chosen = parser.parse_args().database
    report = Report()
    if not USDA.exists():
        print("\n*** 13,071 names LEFT OUT: usda_b12.csv is not there: only the shipped foods ***")
    for database in ["sqlite", "postgresql"] if chosen == "both" else [chosen]:
        if database == "postgresql" and not reachable():
            print(f"\n*** PostgreSQL LEFT OUT: there is no server at {SERVER} ***")
            continue
        figures = _run(database)
        report.heading(f"A line of several foods, {figures['foods']:,} foods, {database}")
        detail = f"p50 {figures['p50']:.2f}, worst {figures['worst']:.1f} ms, of {figures['lines']} lines"
        report.add(Line("a line: p95", figures["p95"], "ms", P95_MS, detail=detail))
        report.add(Line("read alone, no database: p95", figures["read_p95"], "ms"))
        report.add(Line("queries a line: the most", figures["queries"], ""))
    return report.close()


def _run(database: str) -> dict:
    """The figures of one database, from a process of its own."""
    with tempfile.TemporaryDirectory(prefix="cobalog-line-") as folder, scratch(database, folder) as url:
        environment = os.environ | {
            "COBALOG_VAR": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "",
            "LOG_LEVEL": "WARNING",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.bench.line_worker"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
