"""One process at work on one run: wait for the turn, read, write batch by batch, retire, say how it ended."""

import gc
import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.db import connection
from django.utils import timezone

from foods.importing import detect, runs
from foods.importing.problems import Unreadable
from foods.importing.records import Item, Progress, Reading
from foods.importing.writer import Counts, Writer
from foods.models import ImportRun, RunState

BATCH = 1_500  # items in one transaction: a second of work, so that people's writes never wait long
BEAT_SECONDS = 1.0
_TURN_SECONDS = 2.0
_LOOKED_AT = 1_000
_BLOCK = 1 << 20
_log = logging.getLogger(__name__)

Watch = Callable[[ImportRun], None]
Read = Callable[..., Reading]


class Stop(Exception):
    """The run was cancelled."""


class Lost(Exception):
    """Another process works on the run: this one has no say any more."""


class Work:
    """`watch` is shown the run about every second. `read` finds and starts the reader of a file."""

    def __init__(
        self, run_id: int, *, watch: Watch = lambda run: None, batch: int = 0, read: Read | None = None
    ) -> None:
        self.run_id, self.watch, self.batch = run_id, watch, batch or BATCH
        self.read = read or detect.read
        self.progress = Progress(tick=self.tick)
        self.phase = "read"
        self._beaten = 0.0

    def do(self) -> ImportRun | None:
        self.token = runs.claim(self.run_id)
        if not self.token:
            return None
        try:
            self._do()
            state, error = RunState.DONE, ""
        except Stop:
            state, error = RunState.CANCELLED, ""
        except Lost:
            return None
        except Unreadable as problem:
            state, error = RunState.FAILED, problem.reason
        except Exception as problem:
            _log.exception("Import %s stopped", self.run_id)
            state, error = RunState.FAILED, self._broken(problem)
        runs.end(self.run_id, self.token, state, error=error)
        return ImportRun.objects.get(pk=self.run_id)

    def _do(self) -> None:
        while not runs.take_turn(self.run_id, self.token):
            self._look()
            time.sleep(_TURN_SECONDS)
        run = self.run = ImportRun.objects.get(pk=self.run_id)
        path = Path(run.path)
        if not run.path or not path.exists():
            raise Unreadable("missing", f"{run.file_name} is no longer there: bring it in again.")
        self._same_file(path)
        work = runs.work_folder(run.pk)
        runs.remove(work)
        work.mkdir(parents=True)
        self.phase = "read"
        with tuned():
            self._bring_in(path, work)

    def _bring_in(self, path: Path, work: Path) -> None:
        reading: Reading = self.read(path, progress=self.progress, work=work)
        datasets = {one.key: one.version for one in reading.datasets}
        self._hold_on(format=reading.format, datasets=datasets)
        writer = Writer(self.run, dry_run=self.run.dry_run, seen=work / "seen.sqlite3", hold=self._hold)
        try:
            writer.begin(reading.datasets)
            done = self.run.position
            for items in batches(reading.items, self.batch, skip=done):
                if done > 0:
                    writer.skip(items)
                    done -= len(items)
                else:
                    writer.write(items)
                self.tick()
            self.phase = "retire"
            writer.finish(reading.datasets, between=self.tick)
        finally:
            writer.close()
        look_for_oddities(writer, beat=lambda: self._hold_on(phase="check"))

    def _same_file(self, path: Path) -> None:
        """The file is known by its hash; a run that goes on goes on with the same one."""
        self.phase = "hash"
        digest = sha256(path, self.tick)
        if self.run.sha256 and self.run.sha256 != digest:
            raise Unreadable("changed", f"{self.run.file_name} changed since this import began: begin a new one.")
        self._hold_on(sha256=digest)

    # --- signs of life -----------------------------------------------------------------------------------------------
    def tick(self, *, now: bool = False) -> None:
        """Called whenever there is time for it; does something every second. Never in the middle of a batch."""
        moment = time.monotonic()
        if now or moment - self._beaten >= BEAT_SECONDS:
            self._beaten = moment
            self._hold_on(
                rows=self.progress.rows,
                permille=min(1000, int(1000 * self.progress.share)),
                phase=(self.progress.phase if self.phase == "read" and self.progress.phase else self.phase)[:20],
            )
            self._look()

    def _look(self) -> None:
        run = ImportRun.objects.get(pk=self.run_id)
        if run.cancel_asked:
            raise Stop
        self.watch(run)

    def _hold(self, counts: Counts) -> None:
        """In the transaction of a batch: the counts move, or nothing is written."""
        self._hold_on(rows=self.progress.rows, **vars(counts))

    def _hold_on(self, **values: object) -> None:
        if not runs.beat(self.run_id, self.token, **values):
            raise Lost

    def _broken(self, problem: Exception) -> str:
        position = ImportRun.objects.values_list("position", flat=True).get(pk=self.run_id)
        return (
            f"The import stopped after {position:,} rows because of an error that is Cobalog's "
            f"({type(problem).__name__}). What was written before stays."
        )


def batches(items: Iterable[Item], size: int, *, skip: int = 0) -> Iterator[list[Item]]:
    """Lists of `size` items; the first `skip` items come in lists of their own."""
    items = iter(items)
    while skip > 0 and (some := list(islice(items, min(size, skip)))):
        skip -= len(some)
        yield some
    while some := list(islice(items, size)):
        yield some


def sha256(path: Path, tick: Callable[[], None] = lambda: None) -> str:
    """Of a folder: of its files one after the other, in the order of their names."""
    digest = hashlib.sha256()
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    for one in files:
        with one.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                tick()
    return digest.hexdigest()


@contextmanager
def tuned() -> Iterator[None]:
    """For as long as a million rows go in: SQLite with more memory for pages and none mapped, and Python looking for
    rings of garbage a hundred times less often, which takes a fifth of the time off."""
    before, thresholds = _sqlite({"mmap_size": 0, "cache_size": -64_000}), gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
        _sqlite(before)


def _sqlite(pragmas: dict[str, int]) -> dict[str, int]:
    """Set these; returns what they were before. Nothing on another database."""
    before: dict[str, int] = {}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name, value in pragmas.items():
                if row := cursor.execute(f"PRAGMA {name}").fetchone():
                    before[name] = row[0]
                    cursor.execute(f"PRAGMA {name}={value}")
    return before


def look_for_oddities(writer: Writer, *, beat: Callable[[], None]) -> None:
    """The foods that were written are looked at once; of very many the nightly look takes care.

    What goes wrong here does not undo an import that is through: it is written down, and the night tries again.
    """
    from foods.curation.checking import check_foods  # the queue builds on imports, not they on it

    if writer.dry_run or writer.touched_too_many:
        return
    try:
        for start in range(0, len(writer.touched), _LOOKED_AT):
            beat()
            check_foods(writer.touched[start : start + _LOOKED_AT], now=timezone.now())
    except Lost:
        raise
    except Exception:
        _log.exception("The foods of an import could not be looked at")
