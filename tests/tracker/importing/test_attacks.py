"""Files that are broken, hostile or something else: a sentence each, never a crash, never a half-read row."""

import io
import sqlite3
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foods.importing.problems import Unreadable
from tests.tracker.importing.conftest import FILES, LONDON, history, said
from tests.tracker.importing.test_readers import MORNING
from tracker.importing import reading, rows
from tracker.importing.reading import History

LAUGHS = (
    '<!DOCTYPE HealthData [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><HealthData>&b;</HealthData>'
)
OUTSIDE = '<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/passwd">]><HealthData>&x;</HealthData>'
PARAMETER = '<!DOCTYPE HealthData [<!ENTITY % x SYSTEM "http://example.org/x"> %x;]><HealthData/>'


def refused(path) -> str:
    with pytest.raises(Unreadable) as caught:
        history(path)
    return caught.value.code


def codes(path) -> list[str]:
    return [one.code for one in history(path)[0].refused]


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, PARAMETER])
def test_entities_are_refused(file, content):
    assert refused(file(content, "export.xml")) == "format"


def test_elements_that_lie_endlessly_in_each_other_are_refused(file):
    assert refused(file("<HealthData>" + "<Record>" * 100_000, "export.xml")) == "format"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b"holiday photo", "format"), (b"\x89PNG\r\n\x1a\n" + bytes(100), "format"),
        (b"PK\x03\x04 and no more", "archive"), (b"a,b,c\n1,2,3\n", "format"), (b"{}", "format"),
        (b'{"diary": [1', "format"), (b"<html></html>", "format"), (bytes(1000), "format"),
    ],
)  # fmt: skip
def test_what_is_no_history_is_said_to_be_none(file, content, code):
    assert refused(file(content)) == code


def test_an_archive_in_an_archive_is_left(zipped):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("servings.csv", "Day,Food Name,Amount\n")

    assert refused(zipped(inner_dot_zip=inner.getvalue())) == "nested"


def test_a_bomb_is_left_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.xml", bytes(150_000_000))

    assert refused(path) == "bomb"


def test_a_file_of_too_many_rows_says_what_to_do(file, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)

    assert refused(file("date,food\n" + "2026-03-14,Egg\n" * 4)) == "long"


def test_only_a_thousand_refusals_are_kept_and_the_rest_counted(file, monkeypatch):
    monkeypatch.setattr(reading, "MOST_REFUSED", 2)
    read, _rows = history(file("date,food\n" + "never,Egg\n" * 5))

    assert (len(read.refused), read.refused_more) == (2, 3)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("never,Egg,1,g,1", "value"), ("2026-02-30,Egg,1,g,1", "value"), ("0001-01-01,Egg,1,g,1", "value"),
        ("9999-12-31,Egg,1,g,1", "value"), ("2026-03-14,,1,g,1", "name_empty"), ("2026-03-14,Egg,1,g,-1", "negative"),
        ("2026-03-14,Egg,-1,g,1", "negative"), ("2026-03-14,Egg,1,g,much", "number"),
        ("2026-03-14,Egg,1,g,NaN", "number"), ("2026-03-14,Egg,1,g,1e999", "impossible"),
        ("2026-03-14,Egg,1,g,2000000", "impossible"), ("2026-03-14,Egg,9999999,g,1", "impossible"),
        ("2026-03-14,Egg,1", "cells"), ("2026-03-14,E\x00g,1,g,1", "nul"), ("2026-03-14,Egg,1,g,𝟙", "number"),
        ('2026-03-14,"Egg,1,g,1', "quotes"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why_and_the_next_one_is_read(file, cells, code):
    path = file(f"date,food,amount,unit,b12\n{cells}\n2026-03-14,Milk,200,ml,1\n")

    assert (codes(path), [name for name, *_rest in said(path)]) == ([code], ["Milk"])


def test_lists_far_into_a_backup_are_found_with_the_line_they_stand_in(file):
    filler = '{"settings":{"x":"' + "y" * 2_100_000 + '"},\n"z":1,\n'
    text = (FILES / "waistline.json").read_text().replace("{", filler, 1)
    path = file(text, "backup.json")

    assert (len(said(path)), [(one.line, one.code) for one in history(path)[0].refused]) == (4, [(3, "record")])


def test_an_amount_of_nothing_is_no_amount(file):
    assert said(file("date,food,amount\n2026-03-14,Egg,0\n")) == [("Egg", None, "", None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_read_in_whatever_encoding_they_are(file, encoding):
    assert said(file("date,food,B12 (µg)\n2026-03-14,Crème,1\n".encode(encoding))) == [("Crème", None, "", "1")]


def test_signs_that_cannot_be_printed_are_no_part_of_a_name(file):
    assert said(file("date,food\n2026-03-14,\u202egge\u0007  x\n"))[0][0] == "gge x"


def test_a_very_long_name_is_cut_to_what_can_be_kept(file):
    assert len(said(file(f"date,food\n2026-03-14,{'x' * 5000}\n"))[0][0]) == rows.LONGEST_NAME


def test_a_database_without_foods_is_said_to_have_none(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE steps (n)")
    database.close()

    assert refused(path) == "columns"


def test_a_view_in_the_place_of_the_table_is_not_asked(tmp_path):
    path = tmp_path / "view.db"
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS start_time FROM n"
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE VIEW nutrition_record_table AS {endless}")
    database.close()

    assert refused(path) == "columns"


def test_a_database_that_takes_too_long_is_given_up(health_connect, monkeypatch):
    from tracker.importing import health_connect as reader

    monkeypatch.setattr(reader, "_SECONDS", -1)
    monkeypatch.setattr(reader, "_STEPS", 1)

    assert refused(health_connect((MORNING, 0, 1, "Skyr", 1e-06))) == "archive"


def test_a_damaged_database_is_said_to_be_damaged(health_connect):
    path = health_connect(*((MORNING + n, 0, 1, "Skyr" * 50, 1e-06) for n in range(500)))
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 9] = bytes([255]) * 4096 * 7
    path.write_bytes(content)

    assert refused(path) == "archive"


@pytest.mark.parametrize(
    ("start", "offset", "b12", "code"),
    [("soon", 0, 1e-06, "value"), (9 * 10**18, 0, 1e-06, "value"), (MORNING, 10**6, 1e-06, "value"),
     (MORNING, 0, "much", "number"), (MORNING, 0, -1.0, "negative"), (MORNING, 0, 1e300, "impossible"),
     (MORNING, 0, float("inf"), "number"), (-(10**14), 0, 1e-06, "value")],
)  # fmt: skip
def test_odd_rows_of_health_connect_are_refused_one_by_one(health_connect, start, offset, b12, code):
    path = health_connect((start, offset, 1, "Odd", b12), (MORNING, 0, 1, "Skyr", 1e-06))

    assert (codes(path), [name for name, *_rest in said(path)]) == ([code], ["Skyr"])


def test_the_database_is_not_changed_by_being_read(health_connect):
    path = health_connect((MORNING, 0, 1, "Skyr", 1e-06))
    before = path.read_bytes()
    history(path)

    assert (path.read_bytes(), sorted(one.name for one in path.parent.iterdir())) == (before, [path.name])


HEADS = st.sampled_from(
    [b"", b"Day,Food Name,Amount,B12 (Cobalamin) (\xc2\xb5g)\n", b"Date,Meal,Calories\n", b"date;food;b12;time\n",
     b"Date;Meal;Food;Quantity;Unit\n", b'{"foodList":[{"id":1,"name":"x"}],"diary":[', b"<HealthData>",
     b"<HealthData><Record type=\"HKQuantityTypeIdentifierDietaryVitaminB12\" ", b"SQLite format 3\x00", b"PK\x03\x04"]
)  # fmt: skip


@given(HEADS, st.binary(max_size=400))
def test_no_bytes_make_a_reader_crash(tmp_path_factory, head, content):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(head + content)
    read = History(path, LONDON)
    try:
        taken = list(read.rows())
    except Unreadable:
        taken = []

    assert [one for one in taken if not one.row.name or (one.row.ug is not None and one.row.ug < 0)] == []


@given(st.lists(st.text(max_size=20), min_size=4, max_size=4))
def test_no_cells_make_a_reader_crash(tmp_path_factory, cells):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    path.write_text(f"date,food,amount,b12\n{quoted}\n", encoding="utf-8", errors="surrogatepass")
    read = History(path, LONDON)
    taken = len(list(read.rows()))

    assert taken + len(read.refused) >= (1 if any(cells) else 0)


@given(st.integers(min_value=0, max_value=2000), st.sampled_from(sorted(path.name for path in FILES.iterdir())))
def test_a_file_that_was_cut_off_anywhere_never_crashes(tmp_path_factory, at, name):
    path = tmp_path_factory.getbasetemp() / "cut"
    path.write_bytes((FILES / name).read_bytes()[:at])
    whole = {one.key for one in history(name)[1]}
    read = History(path, LONDON)
    try:
        taken = list(read.rows())
    except Unreadable:
        taken = []

    assert len(taken) <= len(whole)


def test_a_long_line_of_quotes_takes_no_longer_than_its_length(file):
    path = file("date,food\n" + '"' * 200_000 + "\n2026-03-14,Egg\n")
    began = time.perf_counter()

    assert (len(said(path)), time.perf_counter() - began < 10) == (1, True)
