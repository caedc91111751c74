"""Servers die. What was acknowledged is there, and what was sent again because nobody answered is there once."""

import datetime as dt
import os
import sqlite3
import uuid
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.bench.kills import START_BARE, kill_under_load
from tests.bench.kills_found import Rows, judged

DAY = dt.date(2020, 1, 1)


@pytest.mark.timeout(240)  # some 15 s; `make kill-test` does it 20 times on each database
def test_a_killed_worker_and_a_killed_server_lose_nothing_and_double_nothing(request, db, site_folder: Path):
    if connection.vendor == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('sqlite_site')}"
    else:
        url = request.getfixturevalue("postgres_site")
    environ = {**os.environ, "COBALOG_VAR": str(site_folder), "DATABASE_URL": url, "LOG_LEVEL": "WARNING"}
    found = kill_under_load(
        site_folder, environ, kinds=("worker", "server"), between=15, seed=7, command=START_BARE
    )  # fmt: skip

    assert found.good, found.said()
    assert found.acknowledged >= 3 * 15
    assert found.cut_off > 0, "nobody was cut off: this run says nothing"


# --- what it would find ---


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    path = tmp_path / "some.sqlite3"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE tracker_entry (uid TEXT, owner_id INTEGER, local_date TEXT, amount TEXT)")
    database.close()
    return Rows(f"sqlite:///{path}")


def stored(rows: Rows, uid: uuid.UUID, *, owner: int = 1, date: dt.date = DAY, amount: str = "1") -> None:
    database = sqlite3.connect(rows.url.removeprefix("sqlite:///"))
    with database:
        database.execute("INSERT INTO tracker_entry VALUES (?, ?, ?, ?)", (uid.hex, owner, str(date), amount))
    database.close()


def client(**said) -> SimpleNamespace:
    empty = {"owner": 1, "acknowledged": set(), "sent": {}, "cut_off": 0, "stored_unanswered": 0, "failures": Counter()}
    return SimpleNamespace(**{**empty, **said})


def sender(*uids: uuid.UUID) -> SimpleNamespace:
    """A client that got an answer to each of these forms, of one amount a day."""
    sent = {uid: (1, DAY + dt.timedelta(days=number), Decimal(1)) for number, uid in enumerate(uids)}
    return client(acknowledged=set(uids), sent=sent)


A, B = uuid.UUID(int=1), uuid.UUID(int=2)


def counted(rows: Rows, *clients: SimpleNamespace) -> tuple[int, int, int, bool]:
    found = judged(list(clients), [], rows)
    return found.lost, found.doubled, found.strange, found.good


def test_what_is_as_it_should_be_is_good(rows: Rows):
    stored(rows, A)
    stored(rows, B, date=DAY + dt.timedelta(days=1))

    assert counted(rows, sender(A, B)) == (0, 0, 0, True)


def test_an_entry_that_was_acknowledged_and_is_not_there_is_lost(rows: Rows):
    stored(rows, A)

    assert counted(rows, sender(A, B)) == (1, 0, 0, False)


def test_one_that_is_there_without_an_answer_is_neither(rows: Rows):
    stored(rows, A)
    one = sender(A)
    one.acknowledged.clear()

    assert counted(rows, one) == (0, 0, 0, True)


def test_the_same_form_twice_is_found_by_its_uid_and_by_what_it_said(rows: Rows):
    stored(rows, A)
    stored(rows, A)

    assert counted(rows, sender(A)) == (0, 2, 0, False)


def test_the_same_form_under_another_uid_is_doubled_and_strange(rows: Rows):
    stored(rows, A)
    stored(rows, B)

    assert counted(rows, sender(A)) == (0, 1, 1, False)


def test_an_entry_on_another_day_or_of_somebody_else_is_strange(rows: Rows):
    stored(rows, A, date=DAY + dt.timedelta(days=9))
    stored(rows, B, owner=2, date=DAY + dt.timedelta(days=1))

    assert counted(rows, sender(A, B), client(owner=2)) == (0, 0, 2, False)


def test_a_damaged_file_is_not_good(rows: Rows):
    path = Path(rows.url.removeprefix("sqlite:///"))
    database = sqlite3.connect(path)
    with database:
        database.executemany("INSERT INTO tracker_entry VALUES (?, 1, '', '1')", [(str(n) * 9,) for n in range(999)])
    database.close()
    whole = bytearray(path.read_bytes())
    whole[8192 + 8 : 8192 + 40] = b"\xff" * 32  # the order of the rows on a page
    path.write_bytes(whole)

    assert not rows.is_whole()


def test_an_answer_that_is_none_is_not_good(rows: Rows):
    failures = Counter({"answered 500 ": 1})

    assert judged([client(failures=failures)], ["worker"], rows).good is False


def test_what_was_found_is_said_in_a_table(rows: Rows):
    stored(rows, A)

    assert judged([sender(A, B)], ["worker", "server", "worker"], rows).said().splitlines() == [
        "  killed                                        1 × server, 2 × worker",
        "  entries acknowledged                          2",
        "  forms without an answer, sent again           0",
        "  of these stored the first time                0",
        "  lost                                          1",
        "  doubled                                       0",
        "  sent by nobody                                0",
        "  the database is whole                         yes",
        "  failures                                      none",
    ]
