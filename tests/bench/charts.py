"""How long a chart takes to draw, with its table, and what it weighs: `run(report)`."""

import dataclasses
import datetime as dt
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from tests.bench.report import Line, Report

TURNS = 25
DRAW_MS = 5.0
YEAR_KB, YEAR_WITH_TABLE_KB = 6.0, 10.0


def run(report: Report) -> None:
    """In a process of its own, with settings on a scratch folder: this one may still choose its settings."""
    report.heading("Charts, drawn with their tables")
    with tempfile.TemporaryDirectory(prefix="cobalog-bench-") as scratch:
        told = os.environ | {"COBALOG_VAR": scratch, "DJANGO_SETTINGS_MODULE": "config.settings"}
        told.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tests.bench.charts"]
        said = subprocess.run(command, env=told, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in json.loads(said):
        report.add(Line(**line))


def measured() -> Iterator[Line]:
    """Django has to be set up."""
    from tracker.templatetags.charts import chart

    for name, made, heaviest_kb in (
        ("30 days of bars", lambda: _bars(30), YEAR_KB),
        ("90 days of bars", lambda: _bars(90), YEAR_KB),
        ("365 days of bars", lambda: _bars(365), YEAR_WITH_TABLE_KB),
        ("ten years in a range", _runway, YEAR_KB),
        ("a year of days", _year, YEAR_KB),
    ):
        drawn = made()
        page = chart(drawn)
        taken = _ms(lambda made=made: chart(made()))
        yield Line(name, taken, "ms", DRAW_MS, detail=f"{len(page) / 1_000:.1f} kB before packing")
        yield Line(f"{name}: drawing, packed", _gzipped_kb(drawn.svg), "kB", YEAR_KB)
        yield Line(f"{name}: with its table, packed", _gzipped_kb(page), "kB", heaviest_kb)


def _ms(made: Callable[[], object]) -> float:
    """The middle of several turns."""
    taken = []
    for _turn in range(TURNS):
        start = time.process_time()
        made()
        taken.append((time.process_time() - start) * 1_000)
    return sorted(taken)[TURNS // 2]


def _gzipped_kb(text: str) -> float:
    return len(gzip.compress(text.encode(), 6)) / 1_000


def _bars(days: int):
    """No two days alike, which packs worse than what people eat."""
    from tracker.charts.stacked import Bar, stacked_bars

    chance = random.Random(days)
    bars = [
        Bar(
            f"{n % 28 + 1} Mar",
            f"Sat {n % 28 + 1} March 2026",
            food=round(chance.random() * 5, 2),
            added=chance.choice([0.0, 0.4, 1.2]),
            supplement=0.0 if n % 7 else 1000.0,
            unknown=int(chance.random() < 0.1),
            tracked=chance.random() > 0.06,
        )
        for n in range(days)
    ]
    mean = [bar.food for bar in bars]
    return stacked_bars(key="intake", title="Intake by day", bars=bars, target_ug=2.4, mean=mean)


def _runway():
    from tracker.charts.band import Point, band_line

    points = [Point(n, 1500 - n * 3, 2500 - n * 2, 4000 + n * 5, "" if n % 12 else f"{n // 12}") for n in range(121)]
    return band_line(key="runway", title="Runway", points=points, low_zone_to=300, low_zone_label="low")


def _year():
    from tracker.charts.heat import HeatDay, heat_calendar

    chance, today = random.Random(7), dt.date(2026, 3, 14)
    days = [
        HeatDay(today - dt.timedelta(days=back), round(chance.random() * 5, 2), 0, chance.random() > 0.1)
        for back in reversed(range(365))
    ]
    return heat_calendar(key="year", title="A year", days=days, target_ug=2.4, today=today, month_url=str)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps([dataclasses.asdict(line) for line in measured()]))
