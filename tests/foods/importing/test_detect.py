"""The format is found by content; what is none of ours says so."""

import pytest

from foods.importing import detect
from foods.importing.datasets import DATASETS, dataset
from foods.importing.opened import Unreadable, open_source
from foods.importing.records import Dataset, Progress, Reading, Refusal


class Toy:
    """A format of one's own."""

    opened = None

    def looks_like(self, opened):
        return opened.peek(opened.names()[0], 3) == b"toy"

    def read(self, opened, *, progress, work):
        self.opened = opened
        return Reading("toy", (Dataset("toy", "Toy"),), self.items(opened))

    def items(self, opened):
        with opened.text(opened.names()[0]) as lines:
            for number, line in enumerate(lines, 1):
                if "stop" in line:
                    raise Unreadable("archive", "Damaged.")
                yield Refusal("x", number, "cells", line)


@pytest.fixture
def toy(monkeypatch):
    toy = Toy()
    monkeypatch.setattr(detect, "FORMATS", {"toy": "toy"})
    monkeypatch.setattr(detect, "_module", lambda key: toy)
    return toy


def test_a_format_that_knows_the_file_reads_it(toy, tmp_path):
    (tmp_path / "x.zip").write_text("toy\nb\n")
    reading = detect.read(tmp_path / "x.zip", progress=Progress(), work=tmp_path)
    assert reading.format == "toy"
    assert [item.line for item in reading.items] == [1, 2]


def test_the_file_is_closed_after_the_last_item_and_when_nobody_wants_more(toy, tmp_path, monkeypatch):
    (tmp_path / "x").write_text("toy\nb\n")
    closed = []
    monkeypatch.setattr("foods.importing.opened.Opened.close", lambda self: closed.append(self))
    list(detect.read(tmp_path / "x", progress=Progress(), work=tmp_path).items)
    assert closed == [toy.opened]
    items = detect.read(tmp_path / "x", progress=Progress(), work=tmp_path).items
    next(items)
    items.close()
    assert closed[1:] == [toy.opened]


def test_damage_may_show_late(toy, tmp_path):
    (tmp_path / "x").write_text("toy\nstop\n")
    items = detect.read(tmp_path / "x", progress=Progress(), work=tmp_path).items
    next(items)
    with pytest.raises(Unreadable):
        next(items)


@pytest.mark.parametrize(
    "content",
    [b"hello", b"\x00" * 5_000, b"\xff\xfe\x00\x00", b"a,b\n1,2\n", b"{}", b"[1, 2]", b"<html>", b"%PDF-1.7\n"],
)
def test_what_is_none_of_our_formats_is_unreadable(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with open_source(tmp_path / "x") as opened, pytest.raises(Unreadable) as error:
        detect.detect(opened)
    assert error.value.code in ("format", "encoding")


def test_every_format_is_there_or_left_out(tmp_path):
    for key in detect.FORMATS:
        module = detect._module(key)
        assert module is None or (callable(module.looks_like) and callable(module.read))


def test_data_sets_keep_their_key_and_carry_their_edition():
    one = dataset("usda-foundation", version="2023-04-20", complete=True)
    assert (one.key, one.version, one.complete) == ("usda-foundation", "2023-04-20", True)
    assert all(found.publisher and found.licence and found.attribution for found in DATASETS.values())
