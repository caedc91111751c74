"""Files, folders and archives open alike; what is dangerous or damaged says so before or while it is read."""

import gzip
import os
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foods.importing import packed
from foods.importing.opened import Unreadable, open_source

TABLE = b"id,name\n1,Egg\n"


@pytest.fixture
def archive(tmp_path):
    """Makes a zip of the members it is given."""

    def make(members: dict[str, bytes], name="foods.zip"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as file:
            for member, content in members.items():
                file.writestr(member, content)
        return tmp_path / name

    return make


def code_of(path) -> str:
    with pytest.raises(Unreadable) as error:
        read_through(path)
    return error.value.code


def read_through(path) -> None:
    with open_source(path) as opened:
        for name in opened.names():
            with opened.binary(name) as stream:
                while stream.read(1 << 20):
                    pass


def contents(path) -> dict[str, bytes]:
    with open_source(path) as opened:
        return {name: opened.binary(name).read() for name in opened.names()}


def test_a_file_an_archive_and_a_folder_hold_the_same(tmp_path, archive):
    folder = tmp_path / "folder" / "2023-04"
    folder.mkdir(parents=True)
    (folder / "food.csv").write_bytes(TABLE)
    (folder / "more.txt.gz").write_bytes(gzip.compress(b"more"))
    (tmp_path / "food.csv").write_bytes(TABLE)
    (tmp_path / "food.csv.gz").write_bytes(gzip.compress(TABLE))

    assert contents(tmp_path / "food.csv") == {"food.csv": TABLE}
    assert contents(tmp_path / "food.csv.gz") == {"food.csv": TABLE}
    assert contents(tmp_path / "folder") == {"2023-04/food.csv": TABLE, "2023-04/more.txt": b"more"}
    assert contents(archive({"a/food.csv": TABLE, "b.csv": b"b"})) == {"a/food.csv": TABLE, "b.csv": b"b"}


def test_what_a_file_is_shows_in_its_bytes_and_not_in_its_name(tmp_path, archive):
    archive({"food.csv": TABLE}, name="upload.csv")
    assert contents(tmp_path / "upload.csv") == {"food.csv": TABLE}


def test_a_workbook_is_one_file_though_it_is_an_archive(archive):
    path = archive({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}, name="table.xlsx")
    assert list(contents(path)) == ["table.xlsx"]


def test_files_are_found_by_their_whole_base_name_at_any_depth(archive):
    path = archive(
        {"x/y/food.csv": b"deep", "x/Food.CSV": b"shallow", "branded_food.csv": b"", "__MACOSX/food.csv": b""}
    )
    with open_source(path) as opened:
        assert opened.find("food.csv") == "x/Food.CSV"
        assert opened.find("od.csv") is None
        assert "__MACOSX/food.csv" not in opened.names()
        with pytest.raises(Unreadable, match=r"There is no file other\.csv"):
            opened.binary("other.csv")


def test_links_in_a_folder_are_not_followed(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "food.csv").write_bytes(TABLE)
    os.symlink(tmp_path / "secret", folder / "link.csv")
    assert contents(folder) == {"food.csv": TABLE}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Käse".encode(), "Käse"),
        ("Käse".encode("utf-8-sig"), "Käse"),
        ("Käse".encode("utf-16"), "Käse"),
        ("Käse".encode("cp1252"), "Käse"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
    ],
)
def test_text_is_read_in_the_encoding_it_is_in(tmp_path, content, text):
    (tmp_path / "x").write_bytes(content)
    with open_source(tmp_path / "x") as opened:
        assert opened.text("x").read() == text
        assert opened.head("x").startswith(text[0])


def test_a_letter_on_the_edge_of_the_look_ahead_does_not_change_the_encoding(tmp_path):
    (tmp_path / "x").write_bytes(b"a" * 65_535 + "ä".encode())
    with open_source(tmp_path / "x") as opened:
        assert opened.text("x").read()[-1] == "ä"


def test_the_format_may_say_the_encoding_but_a_mark_wins(tmp_path):
    (tmp_path / "latin").write_bytes("é".encode("latin-1"))
    (tmp_path / "marked").write_bytes("é".encode("utf-8-sig"))
    for name in ("latin", "marked"):
        with open_source(tmp_path / name) as opened:
            assert opened.text(name, "latin-1").read() == "é"


def test_utf_32_is_refused(tmp_path):
    (tmp_path / "x").write_bytes("Käse".encode("utf-32"))
    with open_source(tmp_path / "x") as opened, pytest.raises(Unreadable, match="UTF-8"):
        opened.text("x")


def test_progress_counts_what_was_read_of_what_is_expected(archive):
    path = archive({"a": b"a" * 300, "b": b"b" * 100, "c": b"c" * 999})
    with open_source(path) as opened:
        opened.expect(["a", "b"])
        assert (opened.share(), opened.size("a")) == (0.0, 300)
        opened.peek("a")
        assert opened.share() == 0.0
        opened.binary("b").read()
        assert opened.share() == 0.25
        opened.binary("a").read()
        assert opened.share() == 1.0


def test_progress_through_a_packed_file_goes_by_its_packed_bytes(tmp_path):
    (tmp_path / "x.gz").write_bytes(gzip.compress(os.urandom(3_000_000)))
    with open_source(tmp_path / "x.gz") as opened:
        stream = opened.binary("x")
        stream.read(1_500_000)
        assert 0.3 < opened.share() < 0.8
        stream.read()
        assert opened.share() > 0.99


def test_libraries_get_a_path(tmp_path, archive):
    path = archive({"x/table.parquet": b"PAR1"})
    with open_source(path) as opened:
        copy = opened.local("x/table.parquet", tmp_path)
        assert (copy.read_bytes(), copy.suffix) == (b"PAR1", ".parquet")
    (tmp_path / "plain").write_bytes(TABLE)
    with open_source(tmp_path / "plain") as opened:
        assert opened.local("plain", tmp_path) == tmp_path / "plain"


def test_nothing_and_nothing_inside_are_said(tmp_path, archive):
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    assert code_of(tmp_path / "empty") == "empty"
    assert code_of(tmp_path / "folder") == "empty"
    assert code_of(archive({})) == "empty"
    assert code_of(archive({"folder/": b""})) == "empty"
    assert code_of(tmp_path / "not there") == "missing"


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv", "c:/evil.csv"])
def test_names_that_lead_out_of_the_archive_are_refused(archive, name):
    assert code_of(archive({name: TABLE})) == "members"


def test_too_many_files_are_refused(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "MOST_MEMBERS", 3)
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(4):
        (folder / str(number)).write_bytes(TABLE)
    assert code_of(folder) == "members"
    assert code_of(archive({str(number): TABLE for number in range(4)})) == "members"


def test_the_same_name_twice_is_refused(archive):
    path = archive({"food.csv": b"1", "fOOd.csv": b"2"})
    path.write_bytes(path.read_bytes().replace(b"fOOd.csv", b"food.csv"))
    assert code_of(path) == "members"


def test_a_file_without_a_name_is_refused(archive):
    path = archive({"food.csv": TABLE, "\x01": TABLE})
    path.write_bytes(path.read_bytes().replace(b"\x01PK", b"\x00PK"))  # what follows a NUL is no part of the name
    assert code_of(path) == "members"


def test_an_archive_inside_an_archive_is_refused(archive):
    assert code_of(archive({"inner.zip": b"PK\x03\x04"})) == "nested"


def test_a_bomb_is_refused_before_it_goes_off(archive):
    assert code_of(archive({"zeros.csv": bytes(packed.FROM_BYTES + 1)})) == "bomb"


def test_many_small_bombs_are_one(archive, monkeypatch):
    monkeypatch.setattr(packed, "FROM_BYTES", 1_000_000)
    assert code_of(archive({f"{number}.csv": bytes(900_000) for number in range(3)})) == "bomb"


def test_a_packed_bomb_stops_while_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "FROM_BYTES", 1_000_000)
    (tmp_path / "x.gz").write_bytes(gzip.compress(bytes(5_000_000)))
    assert code_of(tmp_path / "x.gz") == "bomb"


def test_more_than_any_food_database_is_refused(archive, monkeypatch):
    monkeypatch.setattr(packed, "MOST_BYTES", 10)
    assert code_of(archive({"food.csv": TABLE})) == "bomb"


def test_a_bomb_dressed_up_as_a_workbook_is_one(archive):
    members = {"[Content_Types].xml": b"<x/>", "xl/a.xml": bytes(packed.FROM_BYTES + 1)}
    assert code_of(archive(members, name="table.xlsx")) == "bomb"


def test_a_password_is_asked_for_nowhere(archive):
    path = archive({"food.csv": TABLE})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(bytes(content))
    assert code_of(path) == "encrypted"


def test_a_torn_archive_is_damaged(archive):
    path = archive({"food.csv": os.urandom(5_000)})
    whole = path.read_bytes()
    path.write_bytes(whole[:3_000])
    assert code_of(path) == "archive"
    path.write_bytes(whole[:1_000] + b"\x00" * 100 + whole[1_100:])
    assert code_of(path) == "archive"


def test_a_torn_packed_file_is_damaged(tmp_path):
    whole = gzip.compress(os.urandom(50_000))
    (tmp_path / "x.gz").write_bytes(whole[:30_000])
    assert code_of(tmp_path / "x.gz") == "archive"
    (tmp_path / "x.gz").write_bytes(b"\x1f\x8b" + os.urandom(100))
    assert code_of(tmp_path / "x.gz") == "archive"


def test_a_torn_member_packed_with_lzma_is_damaged(tmp_path):
    with zipfile.ZipFile(tmp_path / "foods.zip", "w", zipfile.ZIP_LZMA) as file:
        file.writestr("food.csv", TABLE * 50)
    whole = (tmp_path / "foods.zip").read_bytes()
    (tmp_path / "foods.zip").write_bytes(whole[:55] + b"\xff" * 10 + whole[65:])
    assert code_of(tmp_path / "foods.zip") == "archive"


def test_a_member_whose_name_is_no_text_is_damaged(archive):
    path = archive({"fööd.csv": TABLE})
    path.write_bytes(path.read_bytes().replace("fööd".encode(), b"f\xff\xff\xff\xffd", 1))  # where the member begins
    assert code_of(path) == "archive"


def test_an_archive_of_a_version_nobody_reads_is_said_to_be_damaged(tmp_path):
    """The fuzzing of workbooks found it: a flipped byte can ask for version 6.4 of the format."""
    path = tmp_path / "foods.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("food.csv", "fdc_id\n1\n")
    damaged = bytearray(path.read_bytes())
    damaged[damaged.index(b"PK\x01\x02") + 6] = 64
    path.write_bytes(damaged)

    with pytest.raises(Unreadable, match="damaged") as refused, open_source(path):
        pass

    assert refused.value.code == "archive"


@pytest.fixture(scope="module")
def packs(tmp_path_factory) -> dict[str, bytes]:
    path = tmp_path_factory.mktemp("packs") / "foods.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in ("food.csv", "folder/", "folder/b.csv"):
            file.writestr(name, TABLE)
    return {"zip": path.read_bytes(), "gz": gzip.compress(TABLE)}


@settings(max_examples=300)
@given(
    kind=st.sampled_from(["zip", "zip", "zip", "gz"]),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4),
    cut=st.none() | st.floats(0, 1),
)
def test_no_flipped_bytes_end_in_a_crash(packs, tmp_path_factory, kind, changes, cut):
    damaged = bytearray(packs[kind])
    for at, byte in changes:
        damaged[int(at * len(damaged))] = byte
    path = tmp_path_factory.getbasetemp() / f"damaged.{kind}"
    path.write_bytes(damaged if cut is None else damaged[: int(cut * len(damaged))])
    with suppress(Unreadable):
        read_through(path)
