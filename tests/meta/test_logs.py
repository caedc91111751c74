"""What is written down: in both shapes the same, nothing that somebody typed, and no line that anybody else began."""

import json
import logging
import sys

import pytest
from django.db import OperationalError

from config import logs
from config.gunicorn import _ours
from config.logs import DiscreetFormatter, JsonFormatter, told

LINE = "{asctime} {levelname} {name} {message}"
SHAPES = {"line": DiscreetFormatter(LINE, style="{"), "json": JsonFormatter()}


def record_of(message: str, *args: object, error: BaseException | None = None, name: str = "django.request"):
    caught = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "views.py", 7, message, args, caught)


def raised(error: BaseException, *, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as caught:
        return caught


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "error",
    [
        ValueError("could not convert string to float: 'metformin 500'"),
        KeyError("metformin"),
        TypeError("Field 'id' expected a number but got 'metformin'."),
    ],
)
def test_the_words_of_an_error_that_may_quote_somebody_are_left_out(shape, error):
    inner = raised(ValueError("metformin again"))
    text = SHAPES[shape].format(record_of("Internal Server Error: %s", "/log/", error=raised(error, cause=inner)))

    assert "metformin" not in text
    assert type(error).__name__ in text
    assert "test_logs.py" in text  # the places are told


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "OSError: [Errno 28] No space left on device"),
        (OperationalError("database is locked"), "django.db.utils.OperationalError: database is locked"),
        (NameError("name 'x' is not defined"), "NameError: name 'x' is not defined"),
        (OSError("one\nERROR forged"), "OSError: one\\nERROR forged"),
    ],
)
def test_an_error_of_the_machine_or_the_code_keeps_its_words(error, words):
    assert told((type(error), error, None)).splitlines()[-1] == words


def test_a_chain_of_errors_is_told_from_the_first_to_the_last():
    error = raised(RuntimeError("b"), cause=raised(ValueError("a")))
    told_lines = told((RuntimeError, error, error.__traceback__)).splitlines()
    kinds = [line for line in told_lines if line in ("ValueError", "RuntimeError")]

    assert kinds == ["ValueError", "RuntimeError"]
    assert "The above exception was the direct cause of the following exception:" in told_lines


def test_an_error_that_came_while_handling_another_names_both_unless_it_says_not_to():
    def handling(*, quietly: bool) -> str:
        try:
            try:
                raise ValueError
            except ValueError as first:
                if quietly:
                    raise RuntimeError from None
                raise RuntimeError  # noqa: B904 - the case that is tried
                del first
        except RuntimeError:
            return told(sys.exc_info())

    assert "During handling of the above exception" in handling(quietly=False)
    assert [word in handling(quietly=True) for word in ("RuntimeError", "ValueError")] == [True, False]


def test_a_chain_without_an_end_is_cut():
    first, second = RuntimeError(), ValueError()
    first.__context__, second.__context__ = second, first

    assert told((RuntimeError, first, None)).count("Traceback") == logs._MOST_LINKED


@pytest.mark.parametrize("shape", SHAPES)
def test_nobody_begins_a_line_of_their_own(shape):
    text = SHAPES[shape].format(record_of("Not Found: %s", "/x\n2026-01-01 ERROR django forged\r\x1b[31m\u2028"))

    assert len(text.splitlines()) == 1
    assert "\x1b" not in text


def test_a_json_line_says_when_where_and_what():
    record = record_of("Not Found: %s", "/nothing/")
    record.created, record.status_code = 1773489600.5, 404

    assert json.loads(JsonFormatter().format(record)) == {
        "time": "2026-03-14T12:00:00.500Z",
        "level": "ERROR",
        "logger": "django.request",
        "message": "Not Found: /nothing/",
        "status": 404,
    }


def test_a_json_line_of_an_error_has_its_kind_and_its_places():
    error = raised(ValueError("metformin"))
    line = json.loads(JsonFormatter().format(record_of("Internal Server Error: /log/", error=error)))

    assert (line["error"], line["message"]) == ("ValueError", "Internal Server Error: /log/")
    assert line["traceback"].splitlines()[0] == "Traceback (most recent call last):"
    assert line["traceback"].splitlines()[-1] == "ValueError"


def test_a_served_request_is_its_parts_without_address_query_and_browser():
    token = "Zm9vYmFy-_" * 4 + "Zm9"
    atoms = {"m": "GET", "U": f"/r/{token}/", "s": "200", "B": 1234, "M": 17,
             "h": "192.0.2.7", "q": "q=liver", "a": "Firefox", "f": "/log/?q=liver"}  # fmt: skip
    record = record_of("%(m)s %(U)s", name="gunicorn.access")
    record.args = atoms
    line = json.loads(JsonFormatter().format(record))

    assert {name: line[name] for name in line if name not in ("time", "level", "logger")} == {
        "method": "GET", "path": "/r/***/", "status": 200, "bytes": 1234, "ms": 17,
    }  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_what_opens_something_stands_in_neither_shape(shape):
    token = "Zm9vYmFy-_" * 4 + "Zm9"
    text = SHAPES[shape].format(record_of("Not Found: %s", f"/feed/{token}.ics"))

    assert (token in text, "/feed/***" in text) == (False, True)


@pytest.mark.parametrize(
    ("said", "kind"), [("", "DiscreetFormatter"), ("line", "DiscreetFormatter"), ("json", "JsonFormatter")]
)
def test_the_server_writes_in_the_shape_that_was_chosen(monkeypatch, said, kind):
    monkeypatch.setenv("LOG_FORMAT", said)
    formatter = _ours(logging.Formatter("%(asctime)s [%(process)d] %(message)s", "%H:%M"))

    assert (type(formatter).__name__, logs.formatter_of(said)["()"]) == (kind, f"config.logs.{kind}")
    if kind == "DiscreetFormatter":
        assert (formatter._fmt, formatter.datefmt) == ("%(asctime)s [%(process)d] %(message)s", "%H:%M")
