"""docs/security.md answers every requirement of ASVS 5.0 levels 1 and 2 once, and names nothing that is not there."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ((?:\d+\.\d+\.\d+(?:, )?)+) \| ([12]) \| (\w+) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(
    r"`([\w./-]+\.(?:py|md|json|txt)|(?:tests|accounts|foods|tracker|config|templates)/[\w/]+)(?:::(\w+))?`"
)
KINDS = {"test", "design", "operator", "open", "none"}
# How many requirements of levels 1 and 2 each section of the standard has, counted in its table of version 5.0.0.
SECTIONS = {
    1: {"1.2": 5, "1.3": 2, "1.5": 1, "2.1": 1, "2.2": 2, "2.3": 1, "3.2": 2, "3.3": 1, "3.4": 2, "3.5": 3, "4.1": 1,
        "4.4": 1, "5.2": 2, "5.3": 2, "6.1": 1, "6.2": 8, "6.3": 2, "6.4": 2, "7.2": 4, "7.4": 2, "8.1": 1, "8.2": 2,
        "8.3": 1, "9.1": 3, "9.2": 1, "10.4": 5, "11.3": 2, "11.4": 1, "12.1": 1, "12.2": 2, "13.4": 1, "14.2": 1,
        "14.3": 1, "15.1": 1, "15.2": 1, "15.3": 1},
    2: {"1.1": 2, "1.2": 4, "1.3": 9, "1.4": 3, "1.5": 1, "2.1": 2, "2.2": 1, "2.3": 3, "2.4": 1, "3.3": 3, "3.4": 4,
        "3.5": 2, "3.7": 2, "4.1": 2, "4.2": 1, "4.3": 2, "4.4": 3, "5.1": 1, "5.2": 1, "5.4": 3, "6.1": 2, "6.2": 4,
        "6.3": 2, "6.4": 2, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.3": 2, "7.4": 3, "7.5": 2, "7.6": 2, "8.1": 1,
        "8.2": 1, "8.4": 1, "9.2": 3, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 6, "10.5": 5, "10.6": 2, "10.7": 3,
        "11.1": 2, "11.2": 3, "11.3": 1, "11.4": 3, "11.5": 1, "11.6": 1, "12.1": 2, "12.3": 4, "13.1": 1, "13.2": 5,
        "13.3": 2, "13.4": 4, "14.1": 2, "14.2": 3, "14.3": 2, "15.1": 2, "15.2": 2, "15.3": 6, "16.1": 1, "16.2": 5,
        "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2},
}  # fmt: skip


def functions_of(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


def answered(level: int) -> list[str]:
    return [one for ids, at, _, _ in ROW.findall(DOC) if int(at) == level for one in ids.split(", ")]


@pytest.mark.parametrize(("level", "number"), [(1, 70), (2, 183)])
def test_every_requirement_of_both_levels_is_answered_once(level, number):
    there = answered(level)

    assert len(there) == len(set(there)) == number
    assert Counter(one.rpartition(".")[0] for one in there) == SECTIONS[level]


def test_no_requirement_stands_at_two_levels():
    assert set(answered(1)) & set(answered(2)) == set()


def test_every_row_of_the_tables_is_read():
    rows = [line for line in DOC.splitlines() if re.match(r"\| \d", line)]

    assert len(rows) == len(ROW.findall(DOC)) > 150


def test_every_answer_is_of_a_kind_and_says_something():
    assert {kind for _, _, kind, _ in ROW.findall(DOC)} == KINDS
    assert [ids for ids, _, _, words in ROW.findall(DOC) if len(words) < 8] == []


def test_whatever_a_test_is_said_to_hold_names_one():
    """By its name, or by another requirement whose row does."""
    rows = {one: words for ids, _, _, words in ROW.findall(DOC) for one in ids.split(", ")}
    bare = [
        ids
        for ids, _, kind, words in ROW.findall(DOC)
        if kind == "test" and not re.search(r"tests/|browser tests|bandit|same test|same tests|make bench|As \d", words)
    ]

    assert bare == []
    assert "tests/" in rows["4.1.3"]


def test_every_file_and_test_it_names_is_there():
    named = NAMED.findall(DOC)
    missing = [path for path, _ in named if not (ROOT / path).exists()]
    unknown = [
        f"{path}::{test}"
        for path, test in named
        if test
        and test not in {node.name for node in ast.parse((ROOT / path).read_text()).body if hasattr(node, "name")}
    ]

    assert len(named) > 60
    assert (missing, unknown) == ([], [])


def test_trace_is_not_answered(client, db):
    assert client.trace("/").status_code == 405
    assert client.trace("/accounts/login/").status_code == 405
