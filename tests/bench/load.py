"""8 clients write and read for thirty seconds, then 32 for ten: none may fail, no entry may be lost or doubled.

Bounded on purpose: only 127.0.0.1, only its own scratch database, so many seconds, a fixed number of clients. Some
forms are sent twice with the same uid, side by side as by a double click or one after the other as by a retry.
"""

import datetime as dt
import http.client
import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tests.bench import addresses, stage
from tests.bench.client import Answer, Browser, trouble
from tests.bench.report import Line, Report

RUNS = ((8, 30.0), (32, 10.0))  # clients, seconds
PEOPLE = 8
SENT_TWICE = 0.15
DAYS = 10
FIRST_DAY = dt.date(2020, 1, 1)  # long before the log that is there, so that every entry of the run can be told apart


@dataclass
class Client(threading.Thread):
    """One tab of one person. Every entry it logs has a date and an amount that no other has."""

    number: int
    product: stage.Product
    food: int
    first_day: dt.date
    seconds: float
    took: dict[str, list[float]] = field(default_factory=lambda: {"log": [], "Today": []})
    stored: set[tuple[str, dt.date, Decimal]] = field(default_factory=set)
    failures: Counter = field(default_factory=Counter)
    reads: int = 0
    repeats: int = 0
    reconnected: int = 0

    def __post_init__(self) -> None:
        threading.Thread.__init__(self, daemon=True)
        self.person = f"load{self.number % PEOPLE}"
        self.chance = random.Random(self.number)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        browser = self.product.browser(self.person)
        self.other_tab = self.product.browser(self.person)
        end = time.monotonic() + self.seconds
        entry = 0
        while time.monotonic() < end:
            self._log(browser, entry)
            self._read(browser)
            entry += 1

    def _log(self, browser: Browser, entry: int) -> None:
        date = self.first_day + dt.timedelta(days=self.number * DAYS + entry % DAYS)
        amount = Decimal(1) + Decimal(entry // DAYS) / 1_000
        fields = addresses.log_fields(food=self.food, amount=amount, date=date, time="12:00", uid=uuid.uuid4())
        same_entry = (self.person, date, amount)
        twice = self.chance.random() < SENT_TWICE
        self.repeats += twice
        if twice and entry % 2:
            second = threading.Thread(target=self._send, args=(self.other_tab, fields, same_entry))
            second.start()
            self._send(browser, fields, same_entry)
            second.join()
            return
        for _ in range(1 + twice):
            self._send(browser, fields, same_entry)

    def _send(self, browser: Browser, fields: dict[str, str], entry: tuple[str, dt.date, Decimal]) -> None:
        answer = self._ask(browser, lambda: browser.post(addresses.LOG, fields))
        if answer and answer.status == 302:
            self.stored.add(entry)
            self.took["log"].append(answer.seconds)
        elif answer:
            self.failures[f"POST {answer.status}"] += 1

    def _read(self, browser: Browser) -> None:
        answer = self._ask(browser, lambda: browser.get(addresses.TODAY))
        self.reads += 1
        if answer and answer.status == 200:
            self.took["Today"].append(answer.seconds)
        elif answer:
            self.failures[f"GET {answer.status}"] += 1

    def _ask(self, browser: Browser, ask) -> Answer | None:
        """As Chromium does: a kept connection that the server closed meanwhile is opened again, once."""
        for attempt in (1, 2):
            try:
                return ask()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                browser.close()
                self.reconnected += attempt == 1
            except OSError as error:
                browser.close()
                self.failures[type(error).__name__] += 1
                return None
        self.failures["cut off twice"] += 1
        return None


def run(folder: Path, report: Report) -> None:
    from foods.models import Food

    food = Food.objects.published().filter(b12_ug__isnull=False, basis="g100").order_by("pk")[0].pk
    with stage.product(folder, {f"load{n}": 30 for n in range(PEOPLE)}, recycle=True) as ours:
        if wrong := trouble(ours.browser("load0").get(addresses.LOG)):
            report.missing("load", wrong)
            return
        first_day = FIRST_DAY
        for number, seconds in RUNS:
            report.heading(f"{number} clients of {PEOPLE} people writing and reading for {seconds:.0f} s")
            clients = [Client(n, ours, food, first_day, seconds) for n in range(number)]
            for client in clients:
                client.start()
            for client in clients:
                client.join()
            _judge(clients, report)
            first_day += dt.timedelta(days=number * DAYS)


def _judge(clients: list[Client], report: Report) -> None:
    acknowledged = set().union(*(client.stored for client in clients))
    in_database = _entries_of_the_run(clients)
    failures = sum((client.failures for client in clients), Counter())
    lost = sum(1 for entry in acknowledged if entry not in in_database)
    doubled = sum(1 for times in in_database.values() if times > 1)
    rate = len(acknowledged) / clients[0].seconds
    writes = f"{rate:.0f} a second, {sum(c.repeats for c in clients)} sent twice"
    least = len(clients)
    report.add(Line("entries acknowledged", len(acknowledged), "", budget=least, at_least=True, detail=writes))
    report.add(Line("pages read", sum(client.reads for client in clients), ""))
    for kind in ("log", "Today"):
        took = sorted(1_000 * seconds for client in clients for seconds in client.took[kind])
        if took:
            detail = f"median {took[len(took) // 2]:.0f} ms, of {len(took)}"
            report.add(Line(f"{kind}, p95", took[int(len(took) * 0.95)], "ms", detail=detail))
    report.add(Line("connections opened again", sum(client.reconnected for client in clients), ""))
    report.add(Line("failed", failures.total(), "", budget=0, detail=str(dict(failures)) if failures else ""))
    report.add(Line("lost", lost, "", budget=0))
    report.add(Line("doubled", doubled, "", budget=0))
    report.add(Line("stored without an answer", len(in_database.keys() - acknowledged), "", budget=0))


def _entries_of_the_run(clients: list[Client]) -> Counter:
    from tracker.models import Entry

    first_day = clients[0].first_day
    last_day = first_day + dt.timedelta(days=len(clients) * DAYS - 1)
    rows = Entry.objects.filter(local_date__range=(first_day, last_day), owner__email__startswith="load")
    return Counter(
        (email.split("@")[0], date, Decimal(amount))
        for email, date, amount in rows.values_list("owner__email", "local_date", "amount")
    )
