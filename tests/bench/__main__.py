"""`python -m tests.bench [--only pages|care|load|science]`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import care, load, pages, science, stage
from tests.bench.report import Report


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=["pages", "care", "load", "search", "science"], help="one part of it")
    only = parser.parse_args().only
    if only == "search":
        print("Search has its own: python -m tests.bench.search")
        return 2
    report = Report()
    if only in (None, "science"):
        science.run(report)
    if only == "science":
        return report.close()
    with tempfile.TemporaryDirectory(prefix="cobalog-bench-") as scratch:
        stage.set_up(Path(scratch))
        for name, part in (("pages", pages), ("care", care), ("load", load)):
            if only in (None, name):
                part.run(Path(scratch), report)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
