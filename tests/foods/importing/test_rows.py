"""Rows by the names of their columns; a broken one is refused with its line, and those around it are read."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foods.importing import rows as module
from foods.importing.opened import Unreadable, csv_rows, open_source
from foods.importing.records import Refusal


@pytest.fixture
def read(tmp_path):
    """Rows as (line, cells) and refusals as (line, code)."""

    def of(content: str | bytes, *, needed=("id", "name"), **options):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "t.csv").write_bytes(data)
        with open_source(tmp_path / "t.csv") as opened:
            return [
                (row.line, row.code) if isinstance(row, Refusal) else (row[0], *row[1].values())
                for row in csv_rows(opened, "t.csv", needed=needed, **options)
            ]

    return of


def test_columns_are_found_by_name_in_any_order_and_case(read):
    assert read("Other,NAME, id \nx, Egg ,1\n") == [(2, "1", "Egg")]


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_header(read):
    assert read("\ufeffid,name\r\n1,Käse\r\n") == [(2, "1", "Käse")]


def test_a_missing_column_names_itself(read):
    with pytest.raises(Unreadable, match=r"t\.csv has no column name") as error:
        read("id,nom\n1,Oeuf\n")
    assert error.value.code == "columns"


@pytest.mark.parametrize("content", ["\n", '"id\n', b"\xff\xfe"])
def test_without_a_header_nothing_can_be_read(read, content):
    with pytest.raises(Unreadable) as error:
        read(content)
    assert error.value.code == "columns"


def test_missing_optional_columns_are_empty_and_all_can_be_asked_for(read):
    assert read("id,name\n1,Egg\n", optional=("brand",)) == [(2, "1", "Egg", "")]
    assert read("id,name,brand\n1,Egg,Hen\n", optional=None) == [(2, "1", "Egg", "Hen")]


def test_quoted_cells_may_hold_commas_quotes_and_lines(read):
    assert read('id,name\n1,"Egg, ""free"" range"\n2,"two\nlines"\n3,x\n') == [
        (2, "1", 'Egg, "free" range'),
        (3, "2", "two\nlines"),
        (5, "3", "x"),
    ]


def test_a_quote_inside_a_plain_cell_is_an_inch(read):
    assert read('id,name\n1,Pizza 12" round\n2,x\n') == [(2, "1", 'Pizza 12" round'), (3, "2", "x")]


def test_a_quote_that_is_never_closed_costs_one_row(read):
    assert read('id,name\n1,"Egg\n2,Milk\n3,"Käse"\n') == [(2, "quotes"), (3, "2", "Milk"), (4, "3", "Käse")]


def test_a_quote_that_is_not_doubled_costs_one_row(read):
    assert read('id,name\n1,"a "b" c"\n2,Milk\n') == [(2, "quotes"), (3, "2", "Milk")]


def test_every_row_with_an_open_quote_is_refused_and_none_is_lost(read):
    found = read("id,name\n" + "".join(f'{number},"x\n' for number in range(200)))
    assert found == [(number + 2, "quotes") for number in range(200)]


def test_too_many_and_too_few_cells_are_refused_and_empty_lines_are_nothing(read):
    assert read("id,name\n1\n\n1,2,3\n2,Egg\n") == [(2, "cells"), (4, "cells"), (5, "2", "Egg")]


def test_tables_without_quotes_take_them_as_letters(read):
    assert read('id\tname\n1\t"Egg\n', delimiter="\t", quoted=False) == [(2, "1", '"Egg')]


def test_nul_bytes_are_refused(read):
    assert read(b"id,name\n1,E\x00gg\n2,x\n") == [(2, "nul"), (3, "2", "x")]


def test_letters_that_are_none_are_refused(read):
    lines = b"id,name\n" + b"1,Egg\n" * 20_000 + b"2,K\xe4se\n3,K\xc3\xa4se\n"  # beyond where the encoding is decided
    assert read(lines)[-2:] == [(20_002, "encoding"), (20_003, "3", "Käse")]


def test_cells_and_lines_that_are_far_too_long_are_refused(read, monkeypatch):
    monkeypatch.setattr(module, "MOST_FIELD", 100)
    monkeypatch.setattr(module, "MOST_LINE", 300)
    content = "id,name\n1," + "x" * 150 + "\n2," + "x" * 1_000 + "\n3,x\n"
    assert read(content) == [(2, "long"), (3, "long"), (4, "3", "x")]


def test_utf_16_is_read(read):
    assert read("id,name\n1,Käse\n".encode("utf-16")) == [(2, "1", "Käse")]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_bring_it_down(read, content):
    for row in read(b"id,name\n" + content):
        assert len(row) in (2, 3)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text('ab,"\n', max_size=60))
def test_a_good_row_after_any_rubbish_is_read(read, rubbish):
    rows = read(f"id,name\n{rubbish}\n\n7,Egg\n")
    assert rows[-1][1:] == ("7", "Egg") or rubbish.count('"') % 2
