"""Uploads of food data: onto the disk as they come, for us alone to read, no larger than allowed."""

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from foods.importing.uploads import RESERVE, ImportUploads, as_sent, forget_abandoned, size_words
from tests.factories import ImportRunFactory

REQUESTS = []


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Iterator[Path]:
    settings.IMPORT_DIR = tmp_path / "imports"
    yield settings.IMPORT_DIR
    while REQUESTS:
        REQUESTS.pop().close()


def sent(*files: SimpleUploadedFile, name: str = "file", **fields):
    """The request, read with our handler alone, and the handler."""
    request = RequestFactory().post("/", {**fields, name: list(files)})
    uploads = ImportUploads(request)
    request.upload_handlers = [uploads]
    assert request.POST is not None
    REQUESTS.append(request)
    return request, uploads


def test_a_file_is_written_where_only_we_can_read_it(folder):
    request, uploads = sent(SimpleUploadedFile("foods.csv", b"a,b\n1,2\n"), uid="x")
    upload = request.FILES["file"]

    assert (upload.name, upload.size, upload.read(), request.POST["uid"]) == ("foods.csv", 8, b"a,b\n1,2\n", "x")
    assert stat.S_IMODE(Path(upload.temporary_file_path()).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert uploads.trouble == ""


def test_what_is_kept_stays_and_the_rest_is_gone_with_the_request(folder):
    request, _ = sent(SimpleUploadedFile("foods.csv", b"kept"))
    path = request.FILES["file"].keep()
    assert len(list(folder.iterdir())) == 2
    request.close()

    assert list(folder.iterdir()) == [path]
    assert path.read_bytes() == b"kept"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..\\x.csv", "a/b.csv", "x" * 300, "é“\u202e.csv", "."]
)
def test_a_name_that_was_sent_is_never_a_path(folder, name):
    request, _ = sent(_named(name))
    if upload := request.FILES.get("file"):
        path = upload.keep()
        assert path.parent == folder
        assert path.name.startswith("upload-")
        assert path.name.removeprefix("upload-").isalnum()
        assert "/" not in upload.name


def _named(name: str) -> SimpleUploadedFile:
    file = SimpleUploadedFile("x", b"1")
    file._name = name
    return file


def test_a_file_that_is_too_large_is_let_go_and_what_else_was_sent_is_read(folder, settings):
    settings.IMPORT_MAX_BYTES = 10
    request, uploads = sent(SimpleUploadedFile("foods.csv", b"x" * 11), uid="y")

    assert (uploads.trouble, list(request.FILES), request.POST["uid"]) == ("large", [], "y")
    assert list(folder.iterdir()) == []
    assert sent(SimpleUploadedFile("foods.csv", b"x" * 10))[0].FILES["file"].size == 10


def test_what_says_beforehand_that_it_is_too_large_is_not_even_begun(folder, settings):
    settings.IMPORT_MAX_BYTES = 10
    request, uploads = sent(SimpleUploadedFile("foods.csv", b"x" * (ImportUploads.chunk_size + 1_000)), uid="y")

    assert (uploads.trouble, list(request.FILES), request.POST["uid"]) == ("large", [], "y")
    assert not folder.exists()


def test_a_disk_without_room_is_said(folder, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda where: SimpleNamespace(free=RESERVE))
    request, uploads = sent(SimpleUploadedFile("foods.csv", b"x"))

    assert (uploads.trouble, list(request.FILES)) == ("full", [])


def test_a_disk_that_fills_up_on_the_way_is_said(folder, monkeypatch):
    def write(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("foods.importing.uploads.Upload.write", write, raising=False)
    request, uploads = sent(SimpleUploadedFile("foods.csv", b"x"))

    assert (uploads.trouble, list(request.FILES), list(folder.iterdir())) == ("full", [], [])


def test_only_one_file_is_taken_and_only_under_its_name(folder):
    request, _ = sent(SimpleUploadedFile("one.csv", b"1"), SimpleUploadedFile("two.csv", b"2"))
    assert [file.name for file in request.FILES.getlist("file")] == ["one.csv"]

    request, _ = sent(SimpleUploadedFile("one.csv", b"1"), name="other")
    assert list(request.FILES) == []


@pytest.mark.django_db
def test_uploads_of_processes_that_died_are_removed_after_a_day(folder):
    folder.mkdir()
    old = time.time() - 25 * 3600
    for name, age in (("upload-lost", old), ("upload-fresh", time.time()), ("upload-named", old), ("run-1", old)):
        (folder / name).write_text("x")
        os.utime(folder / name, (age, age))
    ImportRunFactory(path=str((folder / "upload-named").resolve()))

    assert forget_abandoned() == 1
    assert sorted(path.name for path in folder.iterdir()) == ["run-1", "upload-fresh", "upload-named"]


@pytest.mark.django_db
def test_where_nothing_was_uploaded_there_is_nothing_to_remove():
    assert forget_abandoned() == 0


def test_a_sentence_names_the_file_as_its_sender_knows_it():
    name = f"upload-{'0a' * 16}"
    assert as_sent(f"{name} is empty.", r"my \1 foods.csv") == r"my \1 foods.csv is empty."


@pytest.mark.parametrize(
    ("size", "words"), [(12, "12 bytes"), (3_400, "3.4 kB"), (2_000_000_000, "2 GB"), (1_500_000, "1.5 MB")]
)
def test_sizes_in_words(size, words):
    assert size_words(size).replace("\u00a0", " ") == words
