"""A run is worked on by one process, says how far it is, stops when asked, and goes on where it stood."""

import datetime as dt
import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.utils import timezone

from foods.importing import runs, working
from foods.importing.problems import Unreadable
from foods.importing.working import Work, batches
from foods.models import Alias, Food, ImportDifference, ImportRefusal, ImportRun, Portion, RunState, Source
from foods.search import reindex
from scripts.postgres import fresh_url
from tests.factories import ImportRunFactory, UserFactory
from tests.foods.importing.streams import BATCH, EARLIER, MIXED, PART, bring_in, reader, record

pytestmark = pytest.mark.django_db
ITEMS = [record(str(number)) for number in range(1, 11)]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "imports"
    return settings.IMPORT_DIR


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Every occasion is taken to say how far the run is, and nobody waits."""
    monkeypatch.setattr(working, "BEAT_SECONDS", 0)
    monkeypatch.setattr(working, "_TURN_SECONDS", 0)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "foods.csv"
    path.write_text("a file")
    return path


def work(run: ImportRun, **how) -> ImportRun | None:
    return Work(run.pk, **{"batch": BATCH, "read": reader(ITEMS), **how}).do()


def silent(run: ImportRun, seconds: int = 61) -> None:
    """As if nobody had been heard of for so long."""
    ImportRun.objects.filter(pk=run.pk).update(beat_at=timezone.now() - dt.timedelta(seconds=seconds))


def test_a_run_brings_the_file_in_and_says_what_it_was(path):
    by = UserFactory()
    run = work(runs.start(path, by=by))
    assert (run.state, run.error, run.added, run.position, run.rows, run.permille) == (
        RunState.DONE, "", 10, 10, 10, 1000,
    )  # fmt: skip
    assert (run.format, run.datasets, run.file_name, run.size) == ("made", {"set": "2024"}, "foods.csv", 6)
    assert run.sha256 == hashlib.sha256(b"a file").hexdigest()
    assert run.started_at <= run.finished_at
    assert (run.worker, run.phase, run.started_by) == ("", "", by)
    assert Food.objects.count() == 10


def test_the_real_reader_is_asked_where_none_is_given(path):
    path.write_text("no,format,of,ours\n1,2,3,4\n")
    run = runs.work_on(runs.start(path).pk)
    assert (run.state, run.worker) == (RunState.FAILED, "")
    assert run.error == "foods.csv is in none of the formats that can be imported: docs/data.md lists them."


def test_a_folder_is_known_by_the_hash_of_all_its_files(tmp_path):
    (tmp_path / "set" / "inner").mkdir(parents=True)
    (tmp_path / "set" / "b.csv").write_text("b")
    (tmp_path / "set" / "inner" / "a.csv").write_text("a")
    run = work(runs.start(tmp_path / "set"))
    assert (run.size, run.sha256) == (2, hashlib.sha256(b"ba").hexdigest())


def test_a_run_says_how_far_it_is(path):
    seen = []
    work(runs.start(path), watch=lambda run: seen.append((run.state, run.phase, run.rows, run.permille, run.added)))
    assert seen[0] == ("running", "hash", 0, 0, 0)
    assert ("running", "read", 4, 400, 3) in seen
    assert seen[-1] == ("running", "retire", 10, 1000, 10)


def test_the_phase_of_a_reader_is_shown(path):
    def read(path, *, progress, work):
        progress.phase = "food_nutrient.csv of a long name"
        return reader(ITEMS)(path, progress=progress, work=work)

    seen = []
    work(runs.start(path), read=read, watch=lambda run: seen.append(run.phase))
    assert "food_nutrient.csv of"[:20] in seen


def test_a_run_is_saved_once_a_second_at_most(path, monkeypatch):
    monkeypatch.setattr(working, "BEAT_SECONDS", 1.0)
    seen = []
    many = [record(str(number)) for number in range(200)]
    work(runs.start(path), read=reader(many), batch=200, watch=seen.append)
    assert len(seen) <= 3


# One process at a time


def test_a_run_that_somebody_works_on_is_left_to_them(path):
    run = runs.start(path)
    token = runs.claim(run.pk)
    assert token != ""
    assert runs.claim(run.pk) == ""
    assert work(run) is None
    assert Food.objects.count() == 0


def test_a_run_that_is_over_is_not_begun_again(path):
    run = work(runs.start(path))
    assert work(run) is None


def test_a_run_waits_until_the_one_before_it_is_through(path):
    other = ImportRunFactory(state=RunState.RUNNING, worker="x", beat_at=timezone.now())
    run = runs.start(path)
    seen = []

    def watch(now: ImportRun) -> None:
        seen.append((now.state, now.phase, runs.waits_for(now, timezone.now())))
        if len(seen) == 2:
            ImportRun.objects.filter(pk=other.pk).update(state=RunState.DONE)

    assert work(run, watch=watch).state == RunState.DONE
    assert seen[:3] == [("waiting", "queue", other), ("waiting", "queue", other), ("running", "hash", None)]


def test_two_that_ask_for_their_turn_do_not_both_get_it(path):
    one, two = runs.start(path), runs.start(path)
    tokens = [runs.claim(one.pk), runs.claim(two.pk)]
    assert (runs.take_turn(one.pk, tokens[0]), runs.take_turn(two.pk, tokens[1])) == (True, False)
    two.refresh_from_db()
    assert (two.state, two.phase, runs.waits_for(two, timezone.now())) == ("waiting", "queue", one)
    runs.end(one.pk, tokens[0], RunState.DONE)
    assert runs.waits_for(two, timezone.now()) is None
    assert runs.take_turn(two.pk, tokens[1])


def test_a_dead_run_keeps_nobody_waiting(path):
    dead = ImportRunFactory(state=RunState.RUNNING, worker="x")
    silent(dead)
    assert work(runs.start(path)).state == RunState.DONE


def test_whoever_lost_a_run_to_another_process_writes_nothing_more(path):
    run = runs.start(path)

    def take_away(place: int) -> None:
        if place == 5:
            silent(run)
            assert runs.claim(run.pk)

    assert work(run, read=reader(ITEMS, each=take_away)) is None
    run.refresh_from_db()
    assert (run.state, run.position, Food.objects.count()) == (RunState.RUNNING, 3, 3)


# Going on


def test_a_run_without_a_sign_of_life_for_a_minute_is_stalled(path):
    now = timezone.now()
    run = runs.start(path)
    assert not runs.stalled(run, now)
    assert runs.stalled(run, now + dt.timedelta(seconds=62))
    run.beat_at, run.state = now, RunState.RUNNING
    assert not runs.stalled(run, now + dt.timedelta(seconds=59))
    assert runs.stalled(run, now + dt.timedelta(seconds=61))
    run.state = RunState.DONE
    assert not runs.stalled(run, now + dt.timedelta(days=1))


def test_stalled_runs_get_a_process_and_no_others(path, monkeypatch):
    launched = []
    monkeypatch.setattr(runs, "launch", launched.append)
    dead = ImportRunFactory(state=RunState.RUNNING, worker="x")
    silent(dead)
    ImportRunFactory(state=RunState.RUNNING, worker="y", beat_at=timezone.now())
    ImportRunFactory(state=RunState.FAILED, beat_at=timezone.now() - dt.timedelta(hours=1))
    runs.start(path)
    assert runs.resume_stalled() == launched == [dead]


def test_a_run_that_goes_on_with_another_file_fails(path):
    run = runs.start(path)
    ImportRun.objects.filter(pk=run.pk).update(sha256="0" * 64)
    assert work(run).error == "foods.csv changed since this import began: begin a new one."


def test_the_first_items_come_in_lists_of_their_own():
    assert list(batches(range(8), 3, skip=4)) == [[0, 1, 2], [3], [4, 5, 6], [7]]
    assert list(batches(range(3), 3, skip=5)) == [[0, 1, 2]]
    assert list(batches([], 3)) == []


def written() -> dict[str, list]:
    """All that an import writes, but for numbers and times."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM foods_searchdoc ORDER BY words")
        words = cursor.fetchall()
        cursor.execute("SELECT word, docs FROM foods_searchword ORDER BY word")
        vocabulary = cursor.fetchall()
    counts = ["position", "added", "changed", "unchanged", "kept", "retired", "superseded", "refused", "state"]
    return {
        "foods": list(Food.objects.order_by("source_ref").values_list(
            "source_ref", "name", "b12_ug", "note", "state", "merged_into__source_ref", "loaded")),
        "portions": list(Portion.objects.order_by("food__source_ref", "order").values_list(
            "food__source_ref", "name", "quantity", "is_default")),
        "aliases": list(Alias.objects.values_list("food__source_ref", "name")),
        "history": sorted(Food.history.values_list("source_ref", "history_type", "state", "note")),
        "differences": sorted(ImportDifference.objects.values_list("change", "source_ref", "name")),
        "refusals": sorted(ImportRefusal.objects.values_list("line", "code")),
        "sources": list(Source.objects.values_list("key", "version")),
        "run": list(ImportRun.objects.values(*counts)),
        "words": words,
        "vocabulary": vocabulary,
    }  # fmt: skip


def forget_everything() -> None:
    Food.objects.update(merged_into=None)
    for model in (ImportDifference, ImportRefusal, ImportRun, Alias, Portion, Food, Food.history.model, Source):
        model.objects.all().delete()
    reindex()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["between", "inside"])
def test_a_run_that_was_killed_goes_on_and_ends_as_if_nothing_had_happened(path, folder, tmp_path, how):
    forget_everything()
    bring_in(tmp_path, EARLIER)
    work(runs.start(path), read=reader(MIXED))
    undisturbed = written()
    assert undisturbed["run"] == [{
        "position": 11, "added": 6, "changed": 1, "unchanged": 2, "kept": 0, "retired": 1, "superseded": 1,
        "refused": 2, "state": "done",
    }]  # fmt: skip
    forget_everything()

    bring_in(tmp_path, EARLIER)
    run = runs.start(path)
    assert killed(run, how, tmp_path) == -9
    run.refresh_from_db()
    assert (run.state, run.position) == (RunState.RUNNING, 2 * BATCH if how == "between" else BATCH)
    assert runs.claim(run.pk) == ""  # nobody knows yet that it is dead
    silent(run)
    work(run, read=reader(MIXED))
    assert written() == undisturbed
    assert reindex() == 0


def killed(run: ImportRun, how: str, scratch: Path) -> int:
    """The exit code of a process that worked on the run on this database and was killed."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "COBALOG_VAR": str(scratch / "var")}
    command = [sys.executable, "-m", "tests.foods.importing.worker", str(run.pk), how]
    where = {"cwd": project.BASE_DIR, "stderr": subprocess.DEVNULL}
    if connection.vendor == "postgresql":
        environment["DATABASE_URL"] = fresh_url(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
        return subprocess.run(command, env=environment, check=False, **where).returncode
    environment["DATABASE_URL"] = f"sqlite:///{scratch / 'copy.sqlite3'}"  # the tests' own is in memory
    with closing(sqlite3.connect(scratch / "copy.sqlite3")) as copy:
        connection.connection.backup(copy)
    code = subprocess.run(command, env=environment, check=False, **where).returncode
    with closing(sqlite3.connect(scratch / "copy.sqlite3")) as copy:
        copy.backup(connection.connection)
    return code


# Stopping


def test_a_run_that_is_cancelled_stops_between_two_batches_and_keeps_what_is_written(path):
    run = runs.start(path)

    def ask(place: int) -> None:
        if place == 5:
            runs.ask_to_cancel(run)

    done = work(run, read=reader(ITEMS, each=ask))
    assert (done.state, done.position, done.worker, done.error) == (RunState.CANCELLED, 3, "", "")
    assert done.finished_at is not None
    assert Food.objects.count() == 3


def test_a_cancelled_run_retires_nothing(path, tmp_path):
    bring_in(tmp_path, [record("old"), record("1")])
    run = runs.start(path)
    work(run, read=reader(ITEMS, each=lambda place: runs.ask_to_cancel(run) if place == 10 else None))
    assert Food.objects.get(source_ref="old").state == "published"


def test_a_run_that_nobody_works_on_is_cancelled_at_once(path):
    waiting, dead = runs.start(path), runs.start(path)
    runs.claim(dead.pk)
    silent(dead)
    for run in (waiting, dead):
        runs.ask_to_cancel(run)
        run.refresh_from_db()
        assert (run.state, run.worker) == (RunState.CANCELLED, "")
        assert run.finished_at is not None
        assert work(run) is None


def test_a_run_that_is_over_cannot_be_cancelled(path):
    run = work(runs.start(path))
    runs.ask_to_cancel(run)
    run.refresh_from_db()
    assert (run.state, run.cancel_asked) == (RunState.DONE, False)


def test_a_waiting_run_can_be_cancelled(path):
    ImportRunFactory(state=RunState.RUNNING, worker="x", beat_at=timezone.now())
    run = runs.start(path)
    looks = []

    class Impatient(Work):
        def _look(self) -> None:
            looks.append(self)
            if len(looks) == 2:
                runs.ask_to_cancel(run)
            super()._look()

    assert Impatient(run.pk, read=reader(ITEMS)).do().state == RunState.CANCELLED


# Failing


def test_a_file_that_cannot_be_read_fails_with_its_sentence(path):
    def read(*args, **how):
        raise Unreadable("archive", "foods.csv is a damaged archive: get it again.")

    run = work(runs.start(path), read=read)
    assert (run.state, run.error, run.position) == (
        RunState.FAILED, "foods.csv is a damaged archive: get it again.", 0,
    )  # fmt: skip


def test_a_file_that_cannot_be_read_to_its_end_keeps_what_was_written(path):
    def tear(place: int) -> None:
        if place == 8:
            raise Unreadable("archive", "The archive ends in the middle.")

    run = work(runs.start(path), read=reader(ITEMS, each=tear))
    assert (run.state, run.error, run.position) == (RunState.FAILED, "The archive ends in the middle.", 6)
    assert Food.objects.count() == 6


def test_a_fault_of_ours_is_written_down_and_shown_without_details(path, caplog):
    def fail(place: int) -> None:
        if place == 8:
            raise ZeroDivisionError("a secret")

    run = work(runs.start(path), read=reader(ITEMS, each=fail))
    assert (run.state, run.error) == (
        RunState.FAILED,
        "The import stopped after 6 rows because of an error that is Cobalog's (ZeroDivisionError). What was written "
        "before stays.",
    )
    assert "ZeroDivisionError" in caplog.text


def test_a_file_that_is_gone_fails(path):
    run = runs.start(path)
    path.unlink()
    assert work(run).error == "foods.csv is no longer there: bring it in again."


# Looking at what was written


def test_the_foods_that_were_written_are_looked_at(path, monkeypatch):
    told = []
    monkeypatch.setattr("foods.curation.checking.check_foods", lambda ids, *, now: told.append(len(ids)))
    work(runs.start(path))
    work(runs.start(path))
    work(runs.start(path, dry_run=True), read=reader([record("99")], datasets=[PART]))
    assert told == [10]


def test_of_very_many_foods_none_is_looked_at(path, monkeypatch):
    told = []
    monkeypatch.setattr("foods.curation.checking.check_foods", lambda ids, *, now: told.append(len(ids)))
    monkeypatch.setattr("foods.importing.writer.TOUCHED_KEPT", 9)
    assert work(runs.start(path)).state == RunState.DONE
    assert told == []


def test_an_import_is_through_even_if_its_foods_cannot_be_looked_at(path, monkeypatch, caplog):
    def fail(ids, *, now):
        raise ZeroDivisionError

    monkeypatch.setattr("foods.curation.checking.check_foods", fail)
    assert work(runs.start(path)).state == RunState.DONE
    assert "could not be looked at" in caplog.text


# Files


def test_an_upload_and_the_work_files_are_gone_when_the_run_is_over(path, folder):
    run = work(runs.start(path, owns_file=True, file_name="mine.csv"))
    assert (run.file_name, run.path, path.exists()) == ("mine.csv", "", False)
    assert list(folder.iterdir()) == []


def test_a_file_of_ones_own_stays(path):
    work(runs.start(path))
    assert path.exists()


def test_the_upload_of_a_dry_run_stays_for_the_real_one_which_takes_it_over(path):
    tried = work(runs.start(path, owns_file=True, dry_run=True))
    assert (tried.added, Food.objects.count(), path.exists()) == (10, 0, True)
    run = runs.start_for_real(tried)
    assert (run.path, run.owns_file, run.dry_run) == (str(path), True, False)
    assert runs.start_for_real(tried) is None
    work(run)
    assert (Food.objects.count(), path.exists()) == (10, False)


def test_only_a_dry_run_that_came_through_is_followed_by_a_real_one(path):
    assert runs.start_for_real(work(runs.start(path))) is None
    assert runs.start_for_real(runs.start(path, dry_run=True)) is None


def test_the_upload_of_a_dry_run_that_nobody_came_back_to_goes_after_a_week(path, tmp_path):
    tried = work(runs.start(path, owns_file=True, dry_run=True))
    ImportRun.objects.filter(pk=tried.pk).update(finished_at=timezone.now() - dt.timedelta(days=8))
    other = tmp_path / "other.csv"
    other.write_text("other")
    work(runs.start(other))
    assert (path.exists(), other.exists()) == (False, True)


# A process of its own


def test_a_launched_process_is_nobodys_child_and_inherits_nothing(path, tmp_path, monkeypatch):
    told = tmp_path / "told"
    script = tmp_path / "python"
    script.write_text(
        f'#!/bin/sh\n{{ echo "$@"; ps -o sid= -p $$; ls -l /proc/$$/fd | grep -c {path.name}; pwd; }} > {told}.part\n'
        f"mv {told}.part {told}\nsleep 30\n"
    )
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    run = runs.start(path)
    with path.open():
        started = time.monotonic()
        runs.launch(run)
        took = time.monotonic() - started
    for _ in range(200):
        if told.exists():
            break
        time.sleep(0.02)
    arguments, session, files, folder = told.read_text().splitlines()
    assert arguments.split()[1:] == ["import_foods", "--run", str(run.pk), "--verbosity", "0"]
    assert Path(arguments.split()[0]).name == "manage.py"
    assert int(session) != os.getsid(0)
    assert (files, folder) == ("0", str(project.BASE_DIR))
    assert took < 5
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    os.killpg(int(session), 9)
