"""How lines are written down, and what never stands in one: what people typed, and what opens something.

An exception's own words may quote what somebody typed or a row of the database ("Key (email)=(…) already exists"), so
a traceback here has its places and the kind of each error; words only of those that speak of the machine or the code.
"""

import datetime as dt
import json
import logging
import re
import traceback
from types import TracebackType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import InterfaceError, OperationalError
from django.template.exceptions import TemplateDoesNotExist, TemplateSyntaxError

_SECRET = re.compile(r"(/(?:r|feed|unsubscribe)/)[^\s/?\"']{16,}")  # a token has 43 letters and more
_CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n"
_MEANWHILE = "\nDuring handling of the above exception, another exception occurred:\n\n"
_MOST_LINKED = 10  # exceptions that one traceback names
# a disk that is full, a database that cannot be reached, a name that is missing: no words of people stand in these
_OF_THE_MACHINE = (
    OSError, MemoryError, ImportError, NameError, AttributeError, ImproperlyConfigured, OperationalError,
    InterfaceError, TemplateDoesNotExist, TemplateSyntaxError,
)  # fmt: skip
Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def without_secrets(text: str) -> str:
    """“/feed/***” for a feed, and the same for a shared report and for the end of mails."""
    return _SECRET.sub(r"\1***", text)


def one_line(text: str) -> str:
    """A text in which nobody can begin a line of their own: line ends and other controls as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def told(caught: Caught) -> str:
    """The traceback of an exception and of those behind it: places and kinds, without what may quote somebody."""
    error, parts = caught[1], []
    while error is not None and len(parts) < 2 * _MOST_LINKED:
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{_named(error)}\n")
        hidden = None if error.__suppress_context__ else error.__context__
        parts.append(_CAUSED if error.__cause__ else _MEANWHILE if hidden else "")
        error = error.__cause__ or hidden
    return "".join(reversed(parts)).strip("\n")


def _named(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return f"{name}: {one_line(str(error).strip())}" if isinstance(error, _OF_THE_MACHINE) else name


class DiscreetFormatter(logging.Formatter):
    """A line for people to read. Django names the path of whatever it refused, and a refused path may be one letter
    away from a right one."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return one_line(super().formatMessage(record))

    def formatException(self, ei: Caught) -> str:
        return told(ei)

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have told it in its own words
        return without_secrets(super().format(record))


class JsonFormatter(DiscreetFormatter):
    """The same as one JSON object a line: `time` (UTC), `level`, `logger`, `message`, and what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            **self._said(record),
        }
        if isinstance(status := getattr(record, "status_code", None), int):
            line["status"] = status
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
            line["traceback"] = without_secrets(told(record.exc_info))
        return json.dumps(line)

    @staticmethod
    def _said(record: logging.LogRecord) -> dict[str, Any]:
        """The message; of a request that gunicorn served its parts instead, without address, query and browser."""
        if record.name == "gunicorn.access" and isinstance(atoms := record.args, dict):
            return {
                "method": str(atoms["m"]),
                "path": without_secrets(str(atoms["U"])),
                "status": int(str(atoms["s"])),
                "bytes": int(atoms["B"] or 0),
                "ms": int(atoms["M"]),
            }
        return {"message": without_secrets(record.getMessage())}


LINE = "{asctime} {levelname} {name} {message}"


def formatter_of(shape: str) -> dict[str, Any]:
    """The formatter of `LOG_FORMAT`, for `logging.config`: "json", or lines for people."""
    if shape == "json":
        return {"()": "config.logs.JsonFormatter"}
    return {"()": "config.logs.DiscreetFormatter", "format": LINE, "style": "{"}


def logging_config(level: str, *, shape: str = "line") -> dict[str, Any]:
    """What is written down, and in which words, for `settings.LOGGING`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": formatter_of(shape)},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},  # a line a request of runserver
        },
    }
