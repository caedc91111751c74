"""`make kill-test`: kills the server under load, again and again; what it acknowledged is there, and none of it twice.

Bounded on purpose: only 127.0.0.1, only a scratch folder and a database of its own, eight clients, so many kills. Each
client logs one form after the other. What got no answer it sends again with the same uid, as a person does, until it
is answered. A kill hits a worker, the whole server or the master alone, in turn, and at the worst moment that comes:
the server is halted again and again until an entry is stored that nobody was told of.
"""

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from scripts import ready
from scripts.postgres import DEFAULT, fresh_url
from tests.bench import addresses
from tests.bench.client import Browser
from tests.bench.kills_found import Found, Rows, judged

ROOT = Path(__file__).resolve().parents[2]
TIMES, CLIENTS, PEOPLE = 20, 8, 4
KINDS = ("worker", "server", "worker", "master")
BETWEEN = 40  # entries acknowledged from one kill to the next, at least: it shall hit a server at work
PAUSE_S, START_S, END_S = 0.02, 60, 60
ORPHANED_S = 0.5  # how long workers go on without a master: by themselves they end within `graceful_timeout`
LOOKS, ARRIVES_S = 100, 0.03  # for the worst moment; what the server sent before it was halted is there by then

START, START_BARE = ("-m", "scripts.serve"), ("-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi")
MAKE_PEOPLE = """
import json, uuid
from django.conf import settings
from accounts.models import User
from foods.models import Food
from tests.bench.people import session_of
food = Food.objects.published().filter(b12_ug__isnull=False, basis="g100").order_by("pk")[0]
people = [User.objects.create_user(f"{uuid.uuid4()}@example.org", time_zone="Europe/London") for n in range(%d)]
print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME, "food": food.pk,
    "sessions": {person.pk: session_of(person) for person in people}}))
"""


@dataclass
class Site:
    """A server as the container starts it, or without its preparation; its port stays the same over its deaths."""

    folder: Path
    environ: dict[str, str]
    port: int
    command: tuple[str, ...]
    process: subprocess.Popen | None = None

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self) -> None:
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                [sys.executable, *self.command], cwd=ROOT, start_new_session=True, stdout=out, stderr=out,
                env={**self.environ, "HOST": "127.0.0.1", "PORT": str(self.port)},
            )  # fmt: skip
        wait_for(self._answers, START_S, lambda: f"The server did not start:\n{self.log.read_text()[-2000:]}")

    def _answers(self) -> bool:
        try:
            return bool(self.workers()) and ready.status(self.port, "localhost") == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False

    def workers(self) -> list[int]:
        """The master's children; while it prepares, the one child is the preparation."""
        master = self.process.pid
        try:
            return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]
        except OSError:
            return []

    def all(self, what: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, what)

    def kill(self, kind: str, chance: random.Random) -> None:
        """And start again what does not do so by itself, as systemd does: orphans of a master are killed first."""
        if kind == "server":
            self.all(signal.SIGKILL)
        else:
            os.kill(chance.choice(self.workers()) if kind == "worker" else self.process.pid, signal.SIGKILL)
        self.all(signal.SIGCONT)
        if kind != "worker":
            time.sleep(ORPHANED_S if kind == "master" else 0)
            self.all(signal.SIGKILL)
            self.process.wait()
            self.start()

    def end(self) -> None:
        """With all that it started, whatever was found."""
        if self.process:
            self.all(signal.SIGKILL)
            self.process.wait()


@dataclass
class Client(threading.Thread):
    """One tab of one person. Every form it sends has a date and an amount that no other has."""

    number: int
    new_browser: Callable[[], Browser]
    owner: int
    food: int
    rows: Rows
    stop: threading.Event
    acknowledged: set[uuid.UUID] = field(default_factory=set)
    sent: dict[uuid.UUID, tuple] = field(default_factory=dict)
    waits_for: uuid.UUID | None = None
    cut_off: int = 0
    stored_unanswered: int = 0
    failures: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        threading.Thread.__init__(self, daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        with closing(self.new_browser()) as browser, closing(self.rows.connected()) as looking:
            entry = 0
            while not self.stop.is_set() and not self.failures:
                self._log(browser, looking, entry)
                entry += 1
                time.sleep(PAUSE_S)

    def _log(self, browser: Browser, looking, entry: int) -> None:
        form, (date, amount) = uuid.uuid4(), self.rows.nth(self.number, entry)
        fields = addresses.log_fields(food=self.food, amount=amount, date=date, time="12:00", uid=form)
        stored = uuid.uuid5(form, f"log {self.food}")
        self.sent[stored] = (self.owner, date, amount)
        self.waits_for = stored
        if not self._answered(browser, fields):
            self.cut_off += 1
            self.stored_unanswered += self.rows.has(looking, stored)
            if not self._answered_later(browser, fields):
                return
        self.acknowledged.add(stored)
        self.waits_for = None

    def _answered_later(self, browser: Browser, fields: dict[str, str]) -> bool:
        until = time.monotonic() + END_S
        while not self.failures:
            time.sleep(0.1)
            if self._answered(browser, fields):
                return True
            if time.monotonic() > until:
                self.failures["never answered"] += 1
        return False

    def _answered(self, browser: Browser, fields: dict[str, str]) -> bool:
        try:
            answer = browser.post(addresses.LOG, fields)
        except (OSError, http.client.HTTPException):
            browser.close()
            return False
        where = answer.headers.get("Location", "")
        if answer.status != http.HTTPStatus.FOUND or "login" in where:
            self.failures[f"answered {answer.status} {where}"] += 1
        return not self.failures


def kill_under_load(
    folder: Path, environ: dict[str, str], *, kinds: Sequence[str], between: int, seed: int, command: tuple[str, ...]
) -> Found:
    """Serve the site of `environ`, which is prepared, and kill it once for each of `kinds` while clients log."""
    chance, stop = random.Random(seed), threading.Event()
    said = _run(environ, "manage.py", "shell", "-c", MAKE_PEOPLE % PEOPLE)
    made = json.loads(said.splitlines()[-1])
    rows = Rows(environ["DATABASE_URL"])
    site = Site(folder, environ, _free_port(), command)
    sessions = [(int(owner), key) for owner, key in made["sessions"].items()]

    def client(number: int) -> Client:
        owner, key = sessions[number % PEOPLE]
        cookies = {"session_cookie": made["cookie"], "csrf_cookie": made["csrf_cookie"]}
        return Client(
            number, lambda: Browser(site.port, session=key, **cookies), owner, made["food"], rows, stop
        )  # fmt: skip

    clients = [client(number) for number in range(CLIENTS)]
    try:
        site.start()
        for one in clients:
            one.start()
        for kind in kinds:
            _wait_for_entries(clients, between)
            _halt_at_the_worst_moment(site, clients, rows, chance)
            site.kill(kind, chance)
        _wait_for_entries(clients, between)
        stop.set()
        for one in clients:
            one.join(END_S)
        return judged(clients, kinds, rows)
    finally:
        stop.set()
        site.end()


def _halt_at_the_worst_moment(site: Site, clients: list[Client], rows: Rows, chance: random.Random) -> None:
    """An entry is stored and its answer is not sent. Where no such moment comes, any will do."""
    with closing(rows.connected()) as looking:
        for _ in range(LOOKS):
            time.sleep(chance.random() / 20)
            site.all(signal.SIGSTOP)
            time.sleep(ARRIVES_S)
            if any(rows.has(looking, uid) for uid in [client.waits_for for client in clients] if uid):
                return
            site.all(signal.SIGCONT)


def _wait_for_entries(clients: list[Client], more: int) -> None:
    def count() -> int:
        return sum(len(client.acknowledged) for client in clients)

    before = count()

    def flows() -> bool:
        return count() >= before + more or any(client.failures for client in clients)

    wait_for(flows, END_S, lambda: f"The clients got no more answers than {count() - before}.")


def wait_for(happened: Callable[[], bool], seconds: float, why: Callable[[], str]) -> None:
    until = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > until:
            raise SystemExit(why())
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run(environ: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    """DATABASE_URL of one that nobody else uses; on PostgreSQL dropped afterwards."""
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'cobalog.sqlite3'}"
        return
    server, name = os.environ.get("POSTGRES_URL") or DEFAULT, f"cobalog_kills_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as asked:
        asked.execute(f'CREATE DATABASE "{name}"')
        try:
            yield fresh_url(server, name)
        finally:
            asked.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _try(kind: str, times: int, seed: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="cobalog-kills-") as made, _database(kind, Path(made)) as url:
        environ = {**os.environ, "COBALOG_VAR": made, "DATABASE_URL": url, "LOG_LEVEL": "WARNING"}
        _run(environ, "-m", "scripts.prepare", "run")
        print(f"\n{kind}: {times} kills while {CLIENTS} clients log", flush=True)
        kinds = [KINDS[number % len(KINDS)] for number in range(times)]
        found = kill_under_load(Path(made), environ, kinds=kinds, between=BETWEEN, seed=seed, command=START)
        print(found.said(), flush=True)
        return found.good


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["SQLite", "PostgreSQL"])
    said = parser.parse_args()
    good = True
    for kind in [said.only] if said.only else ["SQLite", "PostgreSQL"]:
        try:
            good = _try(kind, said.times, said.seed) and good
        except psycopg.OperationalError as error:
            print(f"\n*** {kind} LEFT OUT: {str(error).splitlines()[0]} ***")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
