"""What drawing costs: a year of days as bars and as a calendar, each with its table, ready for the page."""

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from tests.bench.report import Line, Report

DAYS = 365
MOST_MS = 5
BEST_OF = 15


def run(report: Report) -> None:
    """In a process of its own, with settings on a scratch folder: this one may still choose its settings."""
    report.heading(f"Charts: {DAYS} days drawn, with their tables (CPU, best of {BEST_OF})")
    with tempfile.TemporaryDirectory(prefix="cobalog-bench-") as scratch:
        told = os.environ | {"COBALOG_VAR": scratch, "DJANGO_SETTINGS_MODULE": "config.settings"}
        told.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tests.bench.charts"]
        lines = json.loads(subprocess.run(command, env=told, check=True, capture_output=True, text=True).stdout)
    for name, ms, size in lines:
        report.add(Line(name, ms, "ms", MOST_MS, detail=f"{size:,} bytes, not compressed"))


def measured() -> list[tuple[str, float, int]]:
    """Name, ms and bytes of each."""
    found = []
    for name, draw in (("stacked bars", _stacked), ("a calendar of the year", _calendar), ("a band", _band)):
        ms, html = cpu_ms(draw)
        found.append((f"chart: {name}", ms, len(html.encode())))
    return found


def _stacked() -> str:
    from tracker.charts.stacked import Bar, stacked_bars
    from tracker.templatetags.charts import chart

    bars = [
        Bar(
            label=f"{day % 28 + 1} Mar",
            long_label=f"Sat {day % 28 + 1} Mar 2026",
            food=day * 37 % 100 / 13,
            added=day * 17 % 30 / 9,
            supplement=1000.0 if day % 7 == 0 else 0.0,
            unknown=int(day % 9 == 0),
            tracked=day % 31 != 0,
        )
        for day in range(DAYS)
    ]
    drawn = stacked_bars(key="intake", title="Intake", bars=bars, target_ug=2.4, mean=[bar.food for bar in bars])
    return chart(drawn)


def _calendar() -> str:
    import datetime as dt

    from tracker.charts.heat import HeatDay, heat_calendar
    from tracker.templatetags.charts import chart

    today = dt.date(2026, 3, 14)
    dates = [today - dt.timedelta(days=DAYS - 1 - n) for n in range(DAYS)]
    days = [HeatDay(date, n * 37 % 50 / 9, int(n % 9 == 0), n % 31 != 0) for n, date in enumerate(dates)]
    return chart(
        heat_calendar(key="year", title="A year", days=days, target_ug=2.4, today=today, month_url="/?month={}".format)
    )


def _band() -> str:
    from tracker.charts.band import Point, band_line
    from tracker.templatetags.charts import chart

    points = [Point(n, 1000 - n, 2500 - n * 3, 4000 + n, f"{n} months") for n in range(121)]
    return chart(band_line(key="runway", title="Stores", points=points, low_zone_to=300.0, low_zone_label="low"))


def cpu_ms(draw: Callable[[], str]) -> tuple[float, str]:
    """Least CPU time of several runs, and what was drawn."""
    spent = []
    for _ in range(BEST_OF):
        gc.collect()
        started = time.process_time()
        drawn = draw()
        spent.append((time.process_time() - started) * 1000)
    return min(spent), drawn


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measured()))
