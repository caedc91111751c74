"""Runs of the importer: asked for, worked on by one process at a time, cancelled, gone on with after a crash.

A process holds a run by the token in `worker` and shows that it lives by `beat_at`. Each batch is written in a
transaction that moves the run's counts and only if the process still holds the run: what is killed in the middle
leaves whole batches, and whoever goes on starts behind them. One run is worked on at a time, the others wait.
"""

import datetime as dt
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foods.models import ImportRun, RunState

SILENT_AFTER = dt.timedelta(seconds=60)  # without a sign of life for so long a process is taken for dead
KEEP_FILES = dt.timedelta(days=7)
OPEN = (RunState.WAITING, RunState.RUNNING)
PHASES = {
    "queue": _("Waiting until another import is through"),
    "hash": _("Looking at the file"),
    "read": _("Reading"),
    "retire": _("Looking for what the file no longer holds"),
    "check": _("Looking for odd values"),
}  # readers have words of their own besides
_LOCK = 0xB120


def start(
    path: Path, *, by: User | None = None, dry_run: bool = False, file_name: str = "", owns_file: bool = False
) -> ImportRun:
    """Ask for an import of `path`. With `owns_file` it is an upload, which is removed when the run is over."""
    path = path.resolve()
    return ImportRun.objects.create(
        file_name=(file_name or path.name)[:255],
        path=str(path),
        owns_file=owns_file,
        size=_size(path),
        dry_run=dry_run,
        started_by=by,
    )


def start_for_real(tried: ImportRun, *, by: User | None = None) -> ImportRun | None:
    """Ask for the import that `tried` was a dry run of; the file goes over to it. None where it went before."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=tried.pk)
        if not (run.dry_run and run.state == RunState.DONE and run.path and Path(run.path).exists()):
            return None
        fresh = start(Path(run.path), by=by, file_name=run.file_name, owns_file=run.owns_file)
        ImportRun.objects.filter(pk=run.pk).update(path="", owns_file=False)
    return fresh


def stalled(run: ImportRun, now: dt.datetime) -> bool:
    """Whether a run that should be worked on has shown no sign of life for a minute."""
    return run.state in OPEN and (run.beat_at or run.created_at) < now - SILENT_AFTER


def stalled_runs(now: dt.datetime) -> QuerySet[ImportRun]:
    silent = now - SILENT_AFTER
    return ImportRun.objects.filter(
        Q(beat_at__lt=silent) | Q(beat_at__isnull=True, created_at__lt=silent), state__in=OPEN
    )


def waits_for(run: ImportRun, now: dt.datetime) -> ImportRun | None:
    """The run that has to be through before this one begins."""
    if run.state != RunState.WAITING:
        return None
    alive = ImportRun.objects.filter(state=RunState.RUNNING, beat_at__gte=now - SILENT_AFTER)
    return alive.exclude(pk=run.pk).first()


def ask_to_cancel(run: ImportRun) -> None:
    """Stop between two batches: what is written stays. A run that nobody works on stops here and now."""
    ImportRun.objects.filter(pk=run.pk, state__in=OPEN).update(cancel_asked=True)
    now = timezone.now()
    nobody = Q(worker="") | Q(beat_at__isnull=True) | Q(beat_at__lt=now - SILENT_AFTER)
    if ImportRun.objects.filter(nobody, pk=run.pk, state__in=OPEN).update(
        state=RunState.CANCELLED, finished_at=now, worker="", phase=""
    ):
        tidy(run)


def launch(run: ImportRun) -> None:
    """Work on the run in a process of its own, which outlives this one and leaves nothing to wait for."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "import_foods", "--run", str(run.pk)]
    # The shell ends at once, and whoever adopts orphans adopts the importer.
    subprocess.run(
        ["/bin/sh", "-c", '"$@" &', "import", *command, "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=dict(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        close_fds=True,
        check=True,
    )


def resume_stalled(now: dt.datetime | None = None) -> list[ImportRun]:
    """Start processes for runs whose process died; returns these runs."""
    runs = list(stalled_runs(now or timezone.now()).order_by("pk"))
    for run in runs:
        launch(run)
    return runs


def work_on(run_id: int, **how: Any) -> ImportRun | None:
    """Do the run, or what is left of it, in this process. None where another process holds it or it is over."""
    from foods.importing.working import Work

    return Work(run_id, **how).do()


# --- holding a run ---------------------------------------------------------------------------------------------------
def claim(run_id: int) -> str:
    """A token for the run, which nobody else holds from now on; "" where somebody does, or the run is over."""
    now, token = timezone.now(), secrets.token_hex(16)
    free = Q(worker="") | Q(beat_at__isnull=True) | Q(beat_at__lt=now - SILENT_AFTER)
    taken = ImportRun.objects.filter(free, pk=run_id, state__in=OPEN).update(worker=token, beat_at=now)
    return token if taken else ""


def take_turn(run_id: int, token: str) -> bool:
    """Begin, unless another run is being worked on. Two that ask at the same time get different answers."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        now = timezone.now()
        others = ImportRun.objects.filter(state=RunState.RUNNING, beat_at__gte=now - SILENT_AFTER).exclude(pk=run_id)
        if others.exists():
            beat(run_id, token, phase="queue")
            return False
        held = ImportRun.objects.filter(pk=run_id, worker=token)
        held.filter(started_at__isnull=True).update(started_at=now)
        return bool(held.update(state=RunState.RUNNING, beat_at=now, phase=""))


def beat(run_id: int, token: str, **values: object) -> bool:
    """A sign of life, with whatever is to be seen of the run; False where another process holds it now."""
    held = ImportRun.objects.filter(pk=run_id, worker=token)
    return bool(held.update(beat_at=timezone.now(), **values))


def end(run_id: int, token: str, state: RunState, *, error: str = "") -> None:
    """The run is over. Its upload goes, unless it was a dry run and the real one may follow."""
    done = ImportRun.objects.filter(pk=run_id, worker=token)
    permille = {"permille": 1000} if state == RunState.DONE else {}
    if done.update(state=state, finished_at=timezone.now(), worker="", phase="", error=error, **permille):
        tidy(ImportRun.objects.get(pk=run_id))


def let_go(run_id: int) -> None:
    """The process that worked on it stops in an orderly way: the next one need not wait for its silence."""
    ImportRun.objects.filter(pk=run_id, state__in=OPEN).update(worker="", beat_at=None, phase="")


# --- files -----------------------------------------------------------------------------------------------------------
def work_folder(run_id: int) -> Path:
    """Where readers and the writer keep what does not fit into memory; gone when the run is over."""
    return settings.IMPORT_DIR / f"run-{run_id}"


def tidy(run: ImportRun) -> None:
    """Remove what a run that is over leaves in files, and uploads of dry runs that nobody came back to."""
    shutil.rmtree(work_folder(run.pk), ignore_errors=True)
    late = ImportRun.objects.filter(~Q(state__in=OPEN), owns_file=True, finished_at__lt=timezone.now() - KEEP_FILES)
    for one in [*([] if run.dry_run and run.state == RunState.DONE else [run]), *late.exclude(pk=run.pk)]:
        if one.owns_file and one.path:
            remove(Path(one.path))
            ImportRun.objects.filter(pk=one.pk).update(path="", owns_file=False)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    return path.stat().st_size if path.exists() else 0
