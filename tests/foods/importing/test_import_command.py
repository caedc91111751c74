"""`manage.py import_foods`: what it prints, what it leaves, and how it fails."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from foods.importing import detect, runs, working
from foods.importing.problems import Unreadable
from foods.models import Food, ImportRun, RunState
from tests.factories import ImportRunFactory
from tests.foods.importing.streams import MIXED, reader, record

pytestmark = pytest.mark.django_db
ITEMS = [record(str(number)) for number in range(1, 11)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path, monkeypatch):
    settings.IMPORT_DIR = tmp_path / "imports"
    monkeypatch.setattr(detect, "read", reader(ITEMS))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "foods.csv"
    path.write_text("a file")
    return path


def say(*args, **how) -> list[str]:
    """What the command prints, with the seconds that it took taken out."""
    out = io.StringIO()
    try:
        call_command("import_foods", *args, stdout=out, **how)
    finally:
        text = re.sub(r"in [\d,]+ s(, [\d,]+ rows/s)?", "in … s", out.getvalue())
    return text.splitlines()


def test_it_says_what_it_did(path):
    assert say(path) == [
        "foods.csv: made, set 2024",
        "Foods: 10 added, 0 changed, 0 unchanged, 0 kept as edited, 0 superseded, 0 retired. Rows refused: 0.",
        f"Import {ImportRun.objects.get().pk}: done. 10 rows in … s.",
    ]
    assert Food.objects.count() == 10


def test_a_dry_run_says_what_it_would_do(path):
    assert say(path, dry_run=True)[1] == (
        "Foods: 10 would be added, 0 would be changed, 0 unchanged, 0 kept as edited, 0 would be superseded, 0 would "
        "be retired. Rows refused: 0."
    )
    assert Food.objects.count() == 0


def test_the_first_refusals_are_named_and_the_place_of_the_others(path, monkeypatch):
    monkeypatch.setattr(detect, "read", reader(MIXED))
    monkeypatch.setattr("foods.management.commands.import_foods._REFUSALS_SHOWN", 1)
    run = f"/curate/imports/{ImportRunFactory().pk + 1}/"
    assert say(path)[3:] == [
        "Refused: made.csv, line 3: A portion without a weight.",
        f"… and 1 more: {run} has them all, also as CSV.",
    ]


def test_several_files_are_brought_in_one_after_the_other(path, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("other")
    assert [line for line in say(path, other) if "made" in line] == [
        "foods.csv: made, set 2024", "other.csv: made, set 2024",
    ]  # fmt: skip
    assert list(ImportRun.objects.order_by("pk").values_list("file_name", "unchanged")) == [
        ("foods.csv", 0), ("other.csv", 10),
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_ends_in_an_error_and_does_not_stop_the_next(path, tmp_path, monkeypatch):
    def read(file, **how):
        if file.name == "foods.csv":
            raise Unreadable("archive", "foods.csv is a damaged archive: get it again.")
        return reader(ITEMS)(file, **how)

    monkeypatch.setattr(detect, "read", read)
    other = tmp_path / "other.csv"
    other.write_text("other")
    with pytest.raises(CommandError, match=r"1 of 2 could not be imported: foods\.csv is a damaged archive"):
        say(path, other)
    assert Food.objects.count() == 10


def test_a_file_that_is_not_there_stops_everything_before_it_begins(path, tmp_path):
    with pytest.raises(CommandError, match=r"There is no .*missing\.csv\. Nothing was imported\."):
        say(path, tmp_path / "missing.csv")
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize("arguments", [[], ["foods.csv", "--run", "1"]])
def test_files_or_a_run_are_named_and_not_both(arguments):
    with pytest.raises(CommandError, match="Name files to import, or a run to go on with"):
        say(*arguments)


def test_a_run_is_gone_on_with(path):
    run = runs.start(path)
    assert say(run=run.pk)[2] == f"Import {run.pk}: done. 10 rows in … s."


def test_a_run_that_is_over_or_held_is_left(path):
    for run in (ImportRunFactory(state="done"), ImportRunFactory(worker="x", beat_at=timezone.now())):
        with pytest.raises(CommandError, match=f"Import {run.pk} is over, or another process works on it"):
            say(run=run.pk)


def test_it_is_silent_when_asked(path):
    errors = Terminal()
    assert say(path, verbosity=0, stderr=errors) == []
    assert errors.getvalue() == ""


def test_a_terminal_shows_how_far_it_is(path, monkeypatch):
    monkeypatch.setattr(working, "BEAT_SECONDS", 0)
    clock = iter(range(1000))
    monkeypatch.setattr("foods.management.commands.import_foods.time.monotonic", lambda: next(clock))
    errors = Terminal()
    say(path, stderr=errors)
    shown = errors.getvalue().split("\r")
    assert "Looking at the file   0.0 %  0 rows\x1b[K" in shown
    assert any(re.fullmatch(r"Reading 100\.0 %  10 rows, \d+ rows/s\x1b\[K", line) for line in shown)


def test_nothing_is_shown_where_nobody_watches(path, monkeypatch):
    monkeypatch.setattr(working, "BEAT_SECONDS", 0)
    errors = io.StringIO()
    say(path, stderr=errors)
    assert errors.getvalue() == ""


def test_a_cancelled_run_says_that_what_was_written_stays(path, monkeypatch):
    run = runs.start(path)
    monkeypatch.setattr(working, "BEAT_SECONDS", 0)
    monkeypatch.setattr(working, "BATCH", 3)
    monkeypatch.setattr(
        detect, "read", reader(ITEMS, each=lambda place: runs.ask_to_cancel(run) if place == 5 else None)
    )
    assert say(run=run.pk)[2:] == [
        f"Import {run.pk}: cancelled. 5 rows in … s.", "It was cancelled: what was written before stays.",
    ]  # fmt: skip


def test_a_run_that_is_interrupted_is_let_go_so_that_it_can_go_on_at_once(path, monkeypatch):
    def interrupt(place: int) -> None:
        if place == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr(detect, "read", reader(ITEMS, each=interrupt))
    with pytest.raises(CommandError, match=r"Stopped\. `import_foods --run \d+` goes on where it stood"):
        say(path)
    run = ImportRun.objects.get()
    assert (run.state, run.worker) == (RunState.RUNNING, "")
    monkeypatch.setattr(detect, "read", reader(ITEMS))
    say(run=run.pk)
    assert Food.objects.count() == 10
