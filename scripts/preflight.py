"""What has to be true before anything is installed or started. Standard library only: nothing is installed yet.

Each check returns quietly or raises `Refusal` with one sentence that says what is wrong and what to do.
"""

import errno
import importlib.util
import os
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", "8000"


class Refusal(Exception):
    """A sentence for the person at the terminal, instead of a traceback."""


def var_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the settings keep the database, the key and the collected files."""
    return Path(environ.get("COBALOG_VAR") or BASE_DIR / "var")


def uses_sqlite(environ: Mapping[str, str] = os.environ) -> bool:
    return environ.get("DATABASE_URL", "sqlite:").startswith("sqlite:")


def check_database_url(environ: Mapping[str, str] = os.environ) -> None:
    url = environ.get("DATABASE_URL", "sqlite:")
    if not url.startswith(("sqlite:", "postgres:", "postgresql:")):
        raise Refusal("DATABASE_URL is no database address: write postgres://user:password@host/name, or unset it.")


def check_venv_module(find: Callable[[str], object] = importlib.util.find_spec) -> None:
    """Debian splits `ensurepip` off `python3`: `venv` is there, and fails half-way."""
    if not find("venv") or not find("ensurepip"):
        version = "{}.{}".format(*sys.version_info)
        raise Refusal(f"Python's venv module is missing: install it (sudo apt install python{version}-venv) and retry.")


def check_writable(folder: Path) -> None:
    """Make `folder` where it is missing and try a file in it: permission bits alone say too little."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise Refusal(
            f"Nothing can be written to {folder} ({reason}): give this user the right to, or move the project."
        ) from error


def check_full_text(connect: Callable[[str], sqlite3.Connection] = sqlite3.connect) -> None:
    """Search needs FTS5, which a Python may have been built without."""
    connection = connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(word)")
    except sqlite3.OperationalError as error:
        raise Refusal(
            f"This Python's SQLite {sqlite3.sqlite_version} has no full-text search (FTS5): "
            "use another Python, or PostgreSQL through DATABASE_URL."
        ) from error
    finally:
        connection.close()


def check_for_serving() -> None:
    """All that a start needs before it touches the database."""
    check_database_url()
    check_writable(var_folder())
    if uses_sqlite():
        check_full_text()


def port_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Refusal(f"PORT={text} is not a port: choose a number from 1 to 65535.")
    return int(text)


def hold_port(host: str, port: int) -> socket.socket:
    """A listening socket that the server inherits: a second start fails at once, not after its installation."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise Refusal(f"HOST={host} is not an address of this machine: use 127.0.0.1 or one of its own.") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise Refusal(_why_not(error, host, port)) from error
    return listener


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is busy: stop what runs there, or choose another (make run PORT={port + 1 & 0xFFFF})."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This user may not listen on port {port}: choose one from 1024 up (make run PORT=8000)."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST={host} is not an address of this machine: use 127.0.0.1 or one of its own."
    return f"Nothing can listen on {host}:{port} ({error.strerror}): choose another HOST or PORT."
