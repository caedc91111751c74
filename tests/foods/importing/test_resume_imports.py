"""`resume_imports`: what a crash left is gone on with, at each start and by timer."""

import datetime as dt
import io
import os
import time

import pytest
from django.core.management import call_command
from django.utils import timezone

from foods.importing import runs
from foods.models import RunState
from scripts import prepare
from tests.factories import ImportRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def launched(monkeypatch, settings, tmp_path) -> list[int]:
    settings.IMPORT_DIR = tmp_path
    started: list[int] = []
    monkeypatch.setattr(runs, "launch", lambda run: started.append(run.pk))
    return started


def said() -> str:
    out = io.StringIO()
    call_command("resume_imports", stdout=out)
    return out.getvalue()


def test_runs_without_a_process_are_gone_on_with(launched):
    silent = timezone.now() - dt.timedelta(minutes=2)
    dead = ImportRunFactory(file_name="ciqual.zip", state=RunState.RUNNING, worker="x", beat_at=silent)
    ImportRunFactory(state=RunState.RUNNING, worker="y", beat_at=timezone.now())
    ImportRunFactory(state=RunState.DONE, beat_at=silent)

    assert said() == f"Imports gone on with: 1.\nciqual.zip (import {dead.pk})\n"
    assert launched == [dead.pk]


def test_where_nothing_stands_still_nothing_is_begun(launched):
    assert said() == "Imports gone on with: 0.\n"
    assert launched == []


def test_what_broken_uploads_left_is_removed(tmp_path):
    (tmp_path / "upload-lost").write_text("x")
    os.utime(tmp_path / "upload-lost", (time.time() - 90_000,) * 2)
    said()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("purpose", "called"), [("run", True), ("dev", True), ("admin", False)])
def test_a_start_goes_on_with_them(monkeypatch, purpose, called):
    commands = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: commands.append(name))
    prepare.prepare(purpose)

    assert ("resume_imports" in commands) is called
