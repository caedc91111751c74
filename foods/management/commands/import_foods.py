"""Bring files of published food data into the table: FoodData Central, SR28, FNDDS, CIQUAL, Open Food Facts, DSLD, own
CSV. May be repeated: a second import of a file changes nothing, and edits of curators stay."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foods.importing import runs
from foods.models import ImportRun, RunState

_REFUSALS_SHOWN = 10


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a file, an archive or a folder")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
        parser.add_argument("--run", type=int, help="go on with this import, or begin it where it waits")

    def handle(self, *, files: list[Path], dry_run: bool, run: int | None, **options: Any) -> None:
        if bool(files) == bool(run):
            raise CommandError("Name files to import, or a run to go on with.")
        self.loud = options["verbosity"] > 0
        if missing := [str(path) for path in files if not path.exists()]:
            raise CommandError(f"There is no {missing[0]}. Nothing was imported.")
        ended = [self._work(run)] if run else [self._work(runs.start(path, dry_run=dry_run).pk) for path in files]
        if bad := [one for one in ended if one.state == RunState.FAILED]:
            raise CommandError(f"{len(bad)} of {len(ended)} could not be imported: {bad[0].error}")

    def _work(self, run_id: int) -> ImportRun:
        self._began, self._rows = time.monotonic(), None
        try:
            run = runs.work_on(run_id, watch=self._show)
        except KeyboardInterrupt:
            runs.let_go(run_id)
            raise CommandError(f"Stopped. `import_foods --run {run_id}` goes on where it stood.") from None
        if run is None:
            raise CommandError(f"Import {run_id} is over, or another process works on it: nothing to do here.")
        if self.loud:
            self._report(run)
        return run

    def _show(self, run: ImportRun) -> None:
        """One line that is written over every second; nothing where nobody watches."""
        if not self.loud or not self.stderr.isatty():
            return
        if self._rows is None:
            self._began, self._rows = time.monotonic(), run.rows
        took = time.monotonic() - self._began
        speed = f", {(run.rows - self._rows) / took:,.0f} rows/s" if took > 1 else ""
        phase = runs.PHASES.get(run.phase, run.phase)
        self.stderr.write(f"\r{phase} {run.permille / 10:5.1f} %  {run.rows:,} rows{speed}\x1b[K", ending="")

    def _report(self, run: ImportRun) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
        took = (run.finished_at - run.started_at).total_seconds() if run.finished_at and run.started_at else 0
        self.stdout.write("\n".join(_lines(run, took)))


def _lines(run: ImportRun, took: float) -> list[str]:
    head = f"{run.file_name}: {run.format or 'format not known'}"
    head += "".join(f", {key} {version}".rstrip() for key, version in run.datasets.items())
    did = "would be " if run.dry_run else ""
    counts = (
        f"Foods: {run.added} {did}added, {run.changed} {did}changed, {run.unchanged} unchanged, {run.kept} kept as "
        f"edited, {run.superseded} {did}superseded, {run.retired} {did}retired. Rows refused: {run.refused}."
    )
    speed = f"{run.rows:,} rows in {took:,.0f} s" + (f", {run.rows / took:,.0f} rows/s" if took >= 1 else "")
    lines = [head, counts, f"Import {run.pk}: {run.get_state_display()}. {speed}."]
    if run.state == RunState.CANCELLED:
        lines.append("It was cancelled: what was written before stays.")
    shown = [f"Refused: {one}" for one in run.refusals.all()[:_REFUSALS_SHOWN]]
    if run.refused > len(shown):
        shown.append(f"… and {run.refused - len(shown)} more: /curate/imports/{run.pk}/ has them all, also as CSV.")
    return [*lines, *shown]
