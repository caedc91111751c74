"""One import in a process of its own: `DATABASE_URL` is an empty scratch database; prints one line of JSON."""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time


def main(files: Path, *, search: bool) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    figures: dict[str, object] = {"idle_mb": _peak_mb()}
    figures |= _import(files, "first")
    figures["peak_mb"] = _peak_mb()
    figures["again_s"] = _import(files, "again")["again_s"]
    figures["database_mb"] = _database_mb()
    if search:
        figures |= _search()
    print(json.dumps(figures))


def _import(files: Path, name: str) -> dict[str, object]:
    """Seconds and counts, with how long it took until the first food came."""
    from foods.importing import detect, runs
    from foods.importing.working import Work

    read_s = 0.0

    def read(path: Path, **how):
        nonlocal read_s
        started = perf_counter()
        reading = detect.read(path, **how)
        read_s = perf_counter() - started
        return reading

    started, burnt = perf_counter(), process_time()
    run = Work(runs.start(files).pk, read=read).do()
    if run is None or run.error or run.state != "done":
        raise SystemExit(f"The import did not come through: {run and run.error}")
    took, burnt = perf_counter() - started, process_time() - burnt
    return {f"{name}_s": took, "cpu_s": burnt, "read_s": read_s, "added": run.added, "rows": run.rows}


def _search() -> dict[str, object]:
    from django.db import connection

    from tests.bench import search_worker

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
    return {"fragment_ms": search_worker.fragment_ms()} | search_worker.measure("million")


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _database_mb() -> float:
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0] / 1e6
    return Path(settings.DATABASES["default"]["NAME"]).stat().st_size / 1e6


if __name__ == "__main__":
    main(Path(sys.argv[1]), search="--search" in sys.argv)
