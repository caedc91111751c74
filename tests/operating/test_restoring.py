"""A backup is put in place whole, or nothing changes and a sentence says why."""

import datetime as dt
import gzip
import io
import json
import random
import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from operating import restoring
from operating.backing_up import back_up
from operating.refusals import Refused
from operating.restoring import opened, put_in_place
from tests.operating.conftest import everything

NOW = dt.datetime(2026, 3, 14, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def backup(file, tmp_path, settings) -> Path:
    photo = Path(settings.MEDIA_ROOT) / "labels" / "a.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"jpeg")
    (tmp_path / "secret_key").write_text("the key of then")
    return back_up(tmp_path / "b.tar.gz", now=NOW, with_key=True).path


def changed(file: Path) -> None:
    database = sqlite3.connect(file)
    with database:
        database.execute("DELETE FROM entry WHERE ug IS NULL")
        database.execute("UPDATE entry SET ug = '9'")
        database.execute("CREATE TABLE newer (id INTEGER)")
    database.close()


def rewritten(backup: Path, change) -> Path:
    """The same backup with its files changed by `change(files)`, a dict of TarInfo and bytes by name."""
    with tarfile.open(backup) as archive:
        files = {member.name: (member, archive.extractfile(member).read()) for member in archive}
    change(files)
    target = backup.with_name("changed.tar.gz")
    with tarfile.open(target, "w:gz") as archive:
        for member, data in files.values():
            member.size = len(data) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(data) if member.isreg() else None)
    return target


def listed(there: dict, **said: object) -> None:
    member, data = there["manifest.json"]
    there["manifest.json"] = (member, json.dumps({**json.loads(data), **said}).encode())


# --- in place -------------------------------------------------------------------------------------------------------
def test_what_was_backed_up_is_there_again_row_by_row(file, backup, tmp_path, settings):
    before = everything(file)
    changed(file)
    shutil.rmtree(settings.MEDIA_ROOT)
    (tmp_path / "secret_key").write_text("another key")
    with opened(backup) as one:
        put_in_place(one, now=NOW)

    assert everything(file) == before == {"entry": [(1, "2.4"), (2, None), (3, "1000")], "total": [(3,)]}
    assert (Path(settings.MEDIA_ROOT) / "labels" / "a.jpg").read_bytes() == b"jpeg"
    assert (tmp_path / "secret_key").read_text() == "the key of then"
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_was_there_before_stays_beside_it(file, backup, tmp_path):
    changed(file)
    before = everything(file)
    with opened(backup) as one:
        aside = put_in_place(one, now=NOW)

    assert [path.name for path in aside] == [
        f"{name}.before-restore-20260314T030000Z" for name in ("cobalog.sqlite3", "media", "secret_key")
    ]
    assert everything(aside[0]) == before
    assert (aside[1] / "labels" / "a.jpg").exists()


def test_a_log_beside_the_old_database_is_not_played_into_the_new_one(file, backup):
    """Rows that were only in the old -wal: they go aside with their database."""
    shutil.copy(file, file.with_name("old"))
    changed(file)
    with opened(backup) as one:
        put_in_place(one, now=NOW)

    assert [path.name for path in file.parent.glob("cobalog.sqlite3-*")] == []
    assert sqlite3.connect(file).execute("SELECT COUNT(*) FROM entry").fetchone() == (3,)


def test_a_backup_goes_into_an_empty_place(file, backup):
    before = everything(file)
    for path in file.parent.glob("cobalog.sqlite3*"):
        path.unlink()
    with opened(backup) as one:
        assert one.now_rows == {}
        put_in_place(one, now=NOW)

    assert everything(file) == before


def test_nothing_is_left_of_looking_at_one(file, backup, tmp_path):
    with opened(backup) as one:
        assert one.folder.parent == tmp_path

    assert list(tmp_path.glob("restore-*")) == []


# --- refused ----------------------------------------------------------------------------------------------------------
def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught, opened(path):
        pass
    return str(caught.value)


def test_one_of_a_newer_version_is_refused(backup):
    newer = rewritten(backup, lambda files: listed(files, migrations=["foods.9999_future", "foods.0001_initial"]))

    assert refused(newer) == (
        "This backup was made by a newer Cobalog (it has foods.9999_future, unknown here): restore it with that one."
    )


def test_one_of_an_older_version_is_taken(backup):
    older = rewritten(backup, lambda files: listed(files, migrations=["foods.0001_initial"]))
    with opened(older) as one:
        assert one.manifest.migrations == ("foods.0001_initial",)


def test_one_of_another_database_is_refused(backup):
    def other(files):
        listed(files, database="postgresql", files={"database.dump": {"sha256": "", "bytes": 0}})

    assert refused(rewritten(backup, other)) == (
        "This backup is of postgresql, and this site runs on sqlite: restore it there, then use "
        "`manage.py move_database`."
    )


@pytest.mark.parametrize("said", [{"version": 2}, {"version": None}, {"version": "1"}])
def test_one_of_another_kind_is_refused(backup, said):
    assert refused(rewritten(backup, lambda files: listed(files, **said))) == (
        "This version does not read this kind of backup: restore it with the version that made it."
    )


@pytest.mark.parametrize(
    "said",
    [
        {"migrations": 7},
        {"files": ["database.sqlite3"]},
        {"files": {"database.sqlite3": {"sha256": "x"}}},
        {"files": {"database.sqlite3": 1}},
    ],
)
def test_a_damaged_list_is_refused(backup, said):
    assert refused(rewritten(backup, lambda files: listed(files, **said))).endswith("Take another one.")


@pytest.mark.parametrize("data", [b"[]", b"{", b"", b"null", b"\xff", b'{"format": "tar"}'])
def test_a_list_that_is_none_is_refused(backup, data):
    def other(files):
        files["manifest.json"] = (files["manifest.json"][0], data)

    assert refused(rewritten(backup, other)).startswith(("This is no backup of Cobalog", "The list of this backup is"))


def test_a_byte_that_was_changed_is_found(backup):
    def other(files):
        member, _ = files["media/labels/a.jpg"]
        files["media/labels/a.jpg"] = (member, b"jpeG")

    assert refused(rewritten(backup, other)) == (
        "This backup is damaged: media/labels/a.jpg is not what it was. Take another one."
    )


def test_a_file_that_is_missing_is_found(backup):
    assert refused(rewritten(backup, lambda files: files.pop("media/labels/a.jpg"))) == (
        "This backup is damaged: media/labels/a.jpg is not what it was. Take another one."
    )


def test_a_file_that_nobody_listed_is_refused(backup):
    def other(files):
        files["media/x.jpg"] = (tarfile.TarInfo("media/x.jpg"), b"x")

    assert "'media/x.jpg' is not what it was" in refused(rewritten(backup, other))


@pytest.mark.parametrize(
    "name", ["../out", "/tmp/out", "media/../../out", "media/./x", "other", "media/", "media\\..\\out"]
)
def test_a_name_that_leads_elsewhere_is_refused_even_if_it_is_listed(backup, tmp_path, name):
    def other(files):
        member, data = files["manifest.json"]
        said = json.loads(data)
        said["files"][name] = {"sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "bytes": 1}
        files["manifest.json"] = (member, json.dumps(said).encode())
        files[name] = (tarfile.TarInfo(name), b"x")

    assert "is not what it was" in refused(rewritten(backup, other))
    assert not (tmp_path.parent / "out").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_what_is_no_plain_file_is_refused(backup, kind):
    def other(files):
        member = tarfile.TarInfo("media/labels/a.jpg")
        member.type, member.linkname = kind, "database.sqlite3"
        files["media/labels/a.jpg"] = (member, b"")

    assert "is not what it was" in refused(rewritten(backup, other))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9])
def test_one_that_was_cut_off_is_refused(backup, share):
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])

    assert refused(backup).endswith("Take another one.") or "no backup of Cobalog" in refused(backup)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", gzip.compress(b"hello"), b"PK\x03\x04", random.Random(7).randbytes(5000)],
    ids=["nothing", "text", "gzip", "zip", "noise"],
)
def test_what_is_no_backup_is_refused(file, tmp_path, data):
    (tmp_path / "x.tar.gz").write_bytes(data)

    assert "no backup of Cobalog" in refused(tmp_path / "x.tar.gz")


def test_a_file_that_is_not_there_is_named(file, tmp_path):
    assert refused(tmp_path / "x.tar.gz") == "x.tar.gz cannot be read or unpacked (No such file or directory)."


def test_a_database_that_is_in_use_is_left_alone(file, backup):
    before = everything(file)
    server = sqlite3.connect(file)
    server.execute("SELECT COUNT(*) FROM entry").fetchone()
    with opened(backup) as one, pytest.raises(Refused, match=r"^The database is in use: stop the server"):
        put_in_place(one, now=NOW)
    server.close()

    assert everything(file) == before


# --- the command ------------------------------------------------------------------------------------------------------
def test_a_dry_run_says_what_would_change_and_changes_nothing(file, backup):
    changed(file)
    before, out = everything(file), io.StringIO()
    call_command("restore", str(backup), "--dry-run", stdout=out)
    said = out.getvalue().splitlines()

    assert said[0] == "A backup of 2026-03-14T03:00:00+00:00 by Cobalog 0.1.0, sqlite. It is whole."
    assert [line.split() for line in said[1:4]] == [
        ["table", "now", "backup"],
        ["entry", "2", "3"],
        ["newer", "0", "–"],
    ]
    assert said[-1] == "Nothing was changed."
    assert everything(file) == before


@pytest.mark.parametrize(("typed", "done"), [("restore", True), ("Restore ", True), ("yes", False), ("", False)])
def test_it_asks_first(file, backup, monkeypatch, typed, done):
    migrated = []
    monkeypatch.setattr("builtins.input", lambda: typed)
    monkeypatch.setattr("operating.management.commands.restore.call_command", lambda *args, **kw: migrated.append(args))
    changed(file)
    if done:
        call_command("restore", str(backup), stdout=io.StringIO())
    else:
        with pytest.raises(CommandError, match=r"^Nothing was changed\.$"):
            call_command("restore", str(backup), stdout=io.StringIO())

    assert ("newer" not in everything(file)) is done
    assert migrated == ([("migrate",)] if done else [])


def test_what_is_refused_is_a_sentence(file, tmp_path):
    with pytest.raises(CommandError, match=r"^nothing\.tar\.gz cannot be read"):
        call_command("restore", str(tmp_path / "nothing.tar.gz"))


def test_the_two_vendors_have_their_own_file_each():
    assert restoring.MEMBERS == {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
