"""A backup is whole or not there at all, whatever happens meanwhile."""

import datetime as dt
import io
import json
import os
import sqlite3
import tarfile
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from operating import backing_up, sqlite
from operating.backing_up import back_up, drop_older, name_of
from operating.manifest import held
from operating.refusals import Refused

NOW = dt.datetime(2026, 3, 14, 3, 0, tzinfo=dt.UTC)


def unpacked(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def photo(settings, name: str, said: bytes = b"jpeg") -> Path:
    path = Path(settings.MEDIA_ROOT) / "labels" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(said)
    return path


def test_it_holds_the_database_the_photos_and_a_list_of_both(file, tmp_path, settings):
    photo(settings, "a.jpg")
    made = back_up(tmp_path / "b.tar.gz", now=NOW)
    files = unpacked(made.path)
    said = json.loads(files["manifest.json"])

    assert list(files) == ["manifest.json", "database.sqlite3", "media/labels/a.jpg"]
    assert (said["format"], said["version"], said["database"]) == ("cobalog-backup", 1, "sqlite")
    assert said["made_at"] == "2026-03-14T03:00:00+00:00"
    assert said["rows"] == {"entry": 3, "total": 1}
    assert "foods.0001_initial" in said["migrations"]
    assert said["files"]["media/labels/a.jpg"] == {"sha256": held(photo(settings, "a.jpg")).sha256, "bytes": 4}
    assert files["media/labels/a.jpg"] == b"jpeg"


def test_only_its_owner_can_read_it_and_it_names_no_user_of_the_machine(file, tmp_path):
    path = back_up(tmp_path / "b.tar.gz", now=NOW).path
    with tarfile.open(path) as archive:
        members = {(member.uid, member.gid, member.uname, member.gname, member.mode) for member in archive}

    assert path.stat().st_mode & 0o777 == 0o600
    assert members == {(0, 0, "", "", 0o600)}


def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(file, tmp_path):
    """Each transaction adds an entry and counts it: in every copy both agree."""
    stop, written = threading.Event(), []

    def write() -> None:
        database = sqlite3.connect(file, timeout=20, isolation_level=None)
        while not stop.is_set() and len(written) < 3000:
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO entry (ug) VALUES (?)", ("x" * 500,))
            database.execute("UPDATE total SET n = n + 1")
            database.execute("COMMIT")
            written.append(1)
        database.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [back_up(tmp_path / f"{n}.tar.gz", now=NOW).manifest.rows["entry"] for n in range(5)]
    finally:
        stop.set()
        writer.join()
    for n, rows in enumerate(copies):
        (tmp_path / "copy").write_bytes(unpacked(tmp_path / f"{n}.tar.gz")["database.sqlite3"])
        copy = sqlite3.connect(tmp_path / "copy")
        assert copy.execute("SELECT n, (SELECT COUNT(*) FROM entry) FROM total").fetchone() == (rows, rows)
        copy.close()

    assert len(written) > 5
    assert copies == sorted(copies)


def test_a_plain_copy_of_the_file_would_lack_what_was_written_last(file, tmp_path):
    """Why it is not done so: new rows are in the log beside the file."""
    writer = sqlite3.connect(file)
    writer.execute("PRAGMA wal_autocheckpoint=0")
    with writer:
        writer.executemany("INSERT INTO entry (ug) VALUES (?)", [("1",)] * 50)
    plain = tmp_path / "plain"
    plain.write_bytes(file.read_bytes())
    copy = sqlite3.connect(plain)
    there, rows = copy.execute("SELECT COUNT(*) FROM entry").fetchone()[0], sqlite.copy(file, tmp_path / "ours")
    copy.close()
    writer.close()

    assert (there, rows["entry"]) == (3, 53)


@pytest.mark.parametrize("step", ["_media", "_pack", "_to_disk"])
def test_where_it_fails_no_half_one_is_left(file, tmp_path, monkeypatch, step):
    folder = tmp_path / "backups"
    folder.mkdir()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, step, full)
    with pytest.raises(Refused, match=r"^The backup could not be written \(No space left on device\)"):
        back_up(folder / "b.tar.gz", now=NOW)

    assert [path.name for path in folder.iterdir()] == ([] if step != "_to_disk" else ["b.tar.gz"])


def test_a_file_that_is_there_is_never_overwritten(file, tmp_path):
    target = tmp_path / "b.tar.gz"
    target.write_text("mine")
    with pytest.raises(Refused, match=r"^b\.tar\.gz is there already: name another file\.$"):
        back_up(target, now=NOW)

    assert target.read_text() == "mine"


def test_nor_one_that_came_while_it_was_made(file, tmp_path, monkeypatch):
    target, pack = tmp_path / "b.tar.gz", backing_up._pack

    def slowly(*args):
        pack(*args)
        target.write_text("another's")

    monkeypatch.setattr(backing_up, "_pack", slowly)
    with pytest.raises(Refused, match="is there already"):
        back_up(target, now=NOW)

    assert target.read_text() == "another's"


def test_a_folder_that_is_not_there_is_named(file, tmp_path):
    with pytest.raises(Refused, match="Nothing can be written to"):
        back_up(tmp_path / "nowhere" / "b.tar.gz", now=NOW)


def test_a_damaged_database_is_no_backup(file, tmp_path):
    whole = bytearray(file.read_bytes())
    sqlite3.connect(file).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole[4096:4200] = b"\xff" * 104
    file.write_bytes(whole)
    with pytest.raises((Refused, sqlite3.DatabaseError)):
        back_up(tmp_path / "b.tar.gz", now=NOW)

    assert not (tmp_path / "b.tar.gz").exists()


def test_links_in_the_photos_are_not_followed(file, tmp_path, settings):
    (tmp_path / "secret").write_text("key")
    photo(settings, "a.jpg").with_name("b.jpg").symlink_to(tmp_path / "secret")
    files = unpacked(back_up(tmp_path / "b.tar.gz", now=NOW).path)

    assert sorted(name for name in files if name.startswith("media/")) == ["media/labels/a.jpg"]


def test_the_key_comes_along_only_where_it_is_asked_for(file, tmp_path):
    (tmp_path / "secret_key").write_text("the key")

    assert "secret_key" not in unpacked(back_up(tmp_path / "a.tar.gz", now=NOW).path)
    assert unpacked(back_up(tmp_path / "b.tar.gz", now=NOW, with_key=True).path)["secret_key"] == b"the key"


def test_a_key_from_the_environment_cannot_come_along(file, tmp_path):
    with pytest.raises(Refused, match="comes from SECRET_KEY"):
        back_up(tmp_path / "b.tar.gz", now=NOW, with_key=True)


def test_photos_can_be_left_out(file, tmp_path, settings):
    photo(settings, "a.jpg")

    assert list(unpacked(back_up(tmp_path / "b.tar.gz", now=NOW, with_media=False).path)) == [
        "manifest.json", "database.sqlite3"
    ]  # fmt: skip


def test_what_a_killed_backup_left_goes_after_a_day(file, tmp_path):
    old, young = (tmp_path / f".cobalog-backup-{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir()
        (folder / "database.sqlite3").write_text("half")
    os.utime(old, (0, 0))
    back_up(tmp_path / "b.tar.gz", now=NOW)

    assert (old.exists(), young.exists()) == (False, True)


def test_the_newest_are_kept_and_nothing_else_is_touched(tmp_path):
    names = [name_of(NOW + dt.timedelta(days=n)) for n in range(5)]
    for name in [*names, "mine.tar.gz", "cobalog-notes.txt"]:
        (tmp_path / name).touch()
    gone = drop_older(tmp_path, keep=2)

    assert gone == list(reversed(names[:3]))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[3:], "mine.tar.gz", "cobalog-notes.txt"])


# --- the command ------------------------------------------------------------------------------------------------------
def test_the_command_says_where_and_how_much(file, tmp_path, time_machine, settings):
    time_machine.move_to(NOW, tick=False)
    photo(settings, "a.jpg")
    out = io.StringIO()
    call_command("backup", stdout=out)
    path = tmp_path / "backups" / "cobalog-20260314T030000Z.tar.gz"

    assert out.getvalue() == f"{path}: database 0.0 MB, 1 photo, 4 rows.\n"
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_command_keeps_as_many_as_it_is_told(file, tmp_path, time_machine):
    for day in range(4):
        time_machine.move_to(NOW + dt.timedelta(days=day), tick=False)
        call_command("backup", str(tmp_path / "kept"), keep=2, stdout=io.StringIO())

    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "cobalog-20260316T030000Z.tar.gz", "cobalog-20260317T030000Z.tar.gz"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--keep=0"], "--keep leaves at least one backup."),
        (["x.tar.gz", "--keep=2"], "--keep goes with a folder: name one instead of a file."),
    ],
)
def test_what_makes_no_sense_is_refused(file, arguments, says):
    with pytest.raises(CommandError, match=f"^{says}$"):
        call_command("backup", *arguments)
