"""Everything that can be wrong before the start gets one plain sentence that says what to do, and no traceback."""

import datetime as dt
import logging
import os
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from gunicorn.config import Config

from config import gunicorn as serving
from config.logs import DiscreetFormatter, without_secrets
from scripts import chromium, install, postgres, preflight, prepare, start

ROOT = Path(__file__).resolve().parents[2]


def sentence(refused: pytest.ExceptionInfo[preflight.Refusal]) -> str:
    text = str(refused.value)
    assert "\n" not in text
    assert text.endswith((".", ")."))
    return text


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_busy_port_is_named_and_another_offered(busy_port: int):
    with pytest.raises(preflight.Refusal) as refused:
        preflight.hold_port("127.0.0.1", busy_port)
    assert sentence(refused) == (
        f"Port {busy_port} is busy: stop what runs there, or choose another (make run PORT={busy_port + 1})."
    )


def test_a_held_port_is_busy_for_the_next_start():
    with preflight.hold_port("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        with pytest.raises(preflight.Refusal, match=f"^Port {port} is busy"):
            preflight.hold_port("127.0.0.1", port)
    preflight.hold_port("127.0.0.1", port).close()


def test_a_busy_port_stops_the_start_before_anything_is_installed(busy_port: int):
    done = run_start("run", PORT=str(busy_port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Port {busy_port} is busy: ")
    assert done.stderr.count("\n") == 1


def run_start(action: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "scripts/start.sh", action], cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True
    )


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "８０００", "8000.0"])
def test_a_port_is_a_number_from_1_to_65535(text: str):
    with pytest.raises(preflight.Refusal) as refused:
        preflight.port_number(text)
    assert sentence(refused) == f"PORT={text} is not a port: choose a number from 1 to 65535."


def test_a_host_that_is_not_of_this_machine_is_refused():
    with pytest.raises(preflight.Refusal) as refused:
        preflight.hold_port("192.0.2.1", 8000)  # set aside for documentation
    assert sentence(refused) == "HOST=192.0.2.1 is not an address of this machine: use 127.0.0.1 or one of its own."


def test_a_python_without_ensurepip_is_told_which_package_is_missing():
    with pytest.raises(preflight.Refusal) as refused:
        preflight.check_venv_module(lambda name: None if name == "ensurepip" else object())
    assert sentence(refused).startswith("Python's venv module is missing: install it (sudo apt install python3.")
    preflight.check_venv_module(lambda name: object())


def test_old_pythons_are_passed_over_and_none_is_said_in_a_sentence(tmp_path: Path):
    pretend_python(tmp_path, "python3", exit_status=1)
    done = run_start("run", PATH=f"{tmp_path}:{only_dirname(tmp_path)}", PYTHON="")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Cobalog needs Python 3.11 or newer: install it (sudo apt install python3 python3-venv), "
        "or name one with PYTHON=.\n"
    )


def test_a_newer_python_beside_an_old_python3_is_taken(tmp_path: Path):
    pretend_python(tmp_path, "python3", exit_status=1)
    pretend_python(tmp_path, "python3.12", exit_status=0)
    done = run_start("run", PATH=f"{tmp_path}:{only_dirname(tmp_path)}", PYTHON="")
    assert (done.returncode, done.stdout) == (0, "python3.12 -m scripts.start run\n")


def pretend_python(folder: Path, name: str, *, exit_status: int) -> None:
    """Answers the question for its version, and names itself where it is taken."""
    script = folder / name
    script.write_text(f'#!/bin/sh\ncase "$1" in -c) exit {exit_status} ;; *) echo "{name} $*" ;; esac\n')
    script.chmod(0o755)


def only_dirname(folder: Path) -> Path:
    """A PATH entry without any Python on it."""
    tools = folder / "tools"
    tools.mkdir()
    (tools / "dirname").symlink_to(next(p for p in ("/usr/bin/dirname", "/bin/dirname") if Path(p).exists()))
    return tools


def test_a_folder_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(preflight.Refusal) as refused:
        preflight.check_writable(tmp_path / "file" / "var")
    assert sentence(refused) == (
        f"Nothing can be written to {tmp_path}/file/var (Not a directory): "
        "give this user the right to, or move the project."
    )


def test_a_missing_folder_is_made_for_its_owner_only_and_left_empty(tmp_path: Path):
    preflight.check_writable(tmp_path / "var")
    assert ((tmp_path / "var").stat().st_mode & 0o777, list((tmp_path / "var").iterdir())) == (0o700, [])


def test_a_sqlite_without_full_text_search_is_refused():
    class WithoutFullText:
        def execute(self, statement: str) -> None:
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self) -> None:
            pass

    with pytest.raises(preflight.Refusal) as refused:
        preflight.check_full_text(lambda name: WithoutFullText())
    assert sentence(refused).endswith("use another Python, or PostgreSQL through DATABASE_URL.")
    preflight.check_full_text()


@pytest.mark.parametrize(("url", "sqlite"), [(None, True), ("sqlite:///x.sqlite3", True), ("postgres://u@h/x", False)])
def test_the_database_is_sqlite_unless_its_address_says_otherwise(url: str | None, sqlite: bool):
    environ = {} if url is None else {"DATABASE_URL": url}
    preflight.check_database_url(environ)
    assert preflight.uses_sqlite(environ) is sqlite


def test_a_database_address_that_is_none_is_refused():
    with pytest.raises(preflight.Refusal) as refused:
        preflight.check_database_url({"DATABASE_URL": "localhost"})
    assert sentence(refused).startswith("DATABASE_URL is no database address: ")


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_refused():
    MigrationRecorder(connection).record_applied("tracker", "9999_from_the_future")
    with pytest.raises(preflight.Refusal) as refused:
        prepare.refuse_newer_database(connection)
    assert sentence(refused) == (
        "The database was made by a newer Cobalog (it has tracker.9999_from_the_future, unknown here): "
        "run that version, or restore a backup from before the upgrade."
    )


@pytest.mark.django_db
def test_a_database_of_this_version_is_taken():
    assert prepare.unknown_migrations(connection) == []


def test_an_error_of_many_lines_is_told_in_one():
    assert prepare.first_line(OSError("connection failed\nIs the server running?")) == "connection failed"
    assert prepare.first_line(OSError()) == "OSError"


def test_an_installation_that_is_up_to_date_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    calls: list[str] = []
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("django==1")
    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install, "BASE_DIR", tmp_path)
    monkeypatch.setattr(install, "FILES", {"run": requirements})
    monkeypatch.setattr(install, "_works", lambda: True)
    monkeypatch.setattr(install, "_fill_venv", lambda path: calls.append(path.read_text()))
    install.install("run")
    install.install("run")
    requirements.write_text("django==2")
    install.install("run")
    assert calls == ["django==1", "django==2"]


def test_packages_are_installed_as_hashed_wheels_only(monkeypatch: pytest.MonkeyPatch):
    commands: list[list[str]] = []

    def refuse(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(install.subprocess, "run", refuse)
    with pytest.raises(preflight.Refusal, match=r"^The packages could not be installed"):
        install._fill_venv(Path("requirements.txt"))
    assert {"--require-hashes", "--only-binary", ":all:"} - set(commands[0]) == set()


@pytest.mark.parametrize(
    ("server", "url"),
    [
        ("postgres:///postgres", "postgres:///fresh"),
        ("postgres://me:secret@db.example:5433/postgres?sslmode=require",
         "postgres://me:secret@db.example:5433/fresh?sslmode=require"),
    ],
)  # fmt: skip
def test_the_second_database_is_on_the_same_server_under_its_own_name(server: str, url: str):
    assert postgres.fresh_url(server, "fresh") == url


@pytest.mark.parametrize(
    ("installed", "wanted", "found"),
    [
        ({"chromium", "chromium-headless-shell"}, None, "chromium-headless-shell"),
        ({"chromium", "chromium-headless-shell"}, "chromium", "chromium"),
        ({"google-chrome", "chromium"}, "", "chromium"),
        ({"chromium"}, "another", None),
        (set(), None, None),
    ],
)
def test_the_browser_is_the_one_that_was_named_or_else_the_lightest(installed, wanted, found, monkeypatch, capsys):
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/bin/{name}" if name in installed else None)
    monkeypatch.delenv("CHROMIUM", raising=False)
    if wanted is not None:
        monkeypatch.setenv("CHROMIUM", wanted)

    assert chromium.main() == (0 if found else 1)
    assert capsys.readouterr().out == (f"/bin/{found}\n" if found else "")


def test_an_unknown_action_lists_what_there_is(capsys: pytest.CaptureFixture[str]):
    assert start.main(["fly"]) == 2
    assert capsys.readouterr().err == "Say one of: run, dev, admin, install-for-tests.\n"


def test_ctrl_c_during_the_start_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(start.ACTIONS, "run", interrupted)
    assert start.main(["run"]) == 130
    assert capsys.readouterr().err == "\nStopped.\n"


@pytest.fixture
def logger(tmp_path: Path) -> Iterator[serving.DiscreetLogger]:
    """It writes into the file `log`."""
    config = Config()
    config.set("errorlog", str(tmp_path / "log"))
    logger = serving.DiscreetLogger(config)
    yield logger
    for handler in list(logger.error_log.handlers):
        logger.error_log.removeHandler(handler)
        handler.close()


def test_the_servers_log_has_no_query_string_and_no_address(logger: serving.DiscreetLogger, tmp_path: Path):
    try:
        raise ValueError("broken")
    except ValueError:
        logger.exception("Error handling request %s %s", "GET", "/log/search/?q=liver")
    logger.warning("Invalid request from ip=192.0.2.7: Invalid header 'liver'")
    logger.warning("Worker is %s", "slow")
    text = (tmp_path / "log").read_text()
    assert "Error handling request GET /log/search/\n" in text
    assert text.count("\nValueError\n") == 1
    assert "Refused a request that is not well-formed HTTP." in text
    assert "Worker is slow" in text
    assert [word for word in ("liver", "192.0.2.7", "?") if word in text] == []


TOKEN = "Zm9vYmFy-_" * 4 + "Zm9"
SECRETS = (
    f"/feed/{TOKEN}.ics",
    f"/r/{TOKEN}/",
    f"/r/{TOKEN}/pdf/",
    f"/unsubscribe/12.{TOKEN}/",
    f"/r/{TOKEN[:-1]}?x=1",
)
PLAIN = ("/admin/r/", "/care/reminders/feed/", "/care/reminders/feed/revoke/", "/sources/12/feed/", "/learn/r/")


@pytest.mark.parametrize("path", SECRETS)
def test_what_opens_something_stands_in_no_line_of_any_log(path: str, logger: serving.DiscreetLogger, tmp_path: Path):
    """Errors, lines of debugging, the access log, and whatever Django writes."""
    logger.error_log.setLevel("DEBUG")
    logger.exception("Error handling request %s", path)
    logger.debug("%s %s", "GET", path)
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": path, "PATH_INFO": path, "SERVER_PROTOCOL": "HTTP/1.1",
               "QUERY_STRING": "", "HTTP_REFERER": f"http://testserver{path}"}  # fmt: skip
    answer = SimpleNamespace(status="404 Not Found", headers=[], sent=9)
    atoms = logger.atoms(answer, SimpleNamespace(headers=[("REFERER", path)]), environ, dt.timedelta())
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (path,), None)
    written = [(tmp_path / "log").read_text(), str(atoms), DiscreetFormatter("%(message)s").format(record)]

    assert [text for text in written if "Zm9vYmFy" in text] == []
    assert [text.count("***") > 0 for text in written] == [True] * 3


@pytest.mark.parametrize("path", PLAIN)
def test_other_paths_stay_as_they_are(path: str):
    assert without_secrets(f"Not Found: {path}") == f"Not Found: {path}"


def test_every_line_of_django_goes_through_the_discreet_formatter():
    handlers = settings.LOGGING["handlers"]
    formatters = {settings.LOGGING["formatters"][handler["formatter"]]["()"] for handler in handlers.values()}
    assert formatters == {"config.logs.DiscreetFormatter"}
    assert [name for name, logger in settings.LOGGING["loggers"].items() if logger["handlers"]] == []


def test_forwarded_headers_count_only_behind_tls():
    assert (serving.forwarded_allow_ips, serving.accesslog) == ("", None)
