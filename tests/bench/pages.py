"""Server CPU and latency of our pages beside the floor's, pages a second at eight connections, memory."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from tests.bench import addresses, stage
from tests.bench.client import Answer, Browser, trouble
from tests.bench.report import Line, Report
from tests.bench.turns import Target, measure
from tests.bench.weight import weigh_pages

CONNECTIONS, BUSY_S, BUSY_TURNS = 8, 3.0, 2
HTMX = {"HX-Request": "true"}
LENGTHS = {1: "one", 2: "two", 5: "five", 10: "ten", 20: "twenty"}  # years of log, last: they make a large database
SEARCHERS = [f"searcher{n}" for n in range(6)]  # in turn, because one person may search 120 times a minute


def run(folder: Path, report: Report) -> None:
    people = {
        "year": stage.YEAR_DAYS,
        "ten-years": stage.TEN_YEARS_DAYS,
        "logger": stage.YEAR_DAYS,
        "minded": stage.YEAR_DAYS,
    }
    people |= dict.fromkeys(SEARCHERS, stage.YEAR_DAYS)
    with stage.product(folder, people) as ours, stage.floor(folder) as floor:
        _costs(ours, floor, report)
        _busy(ours, floor, report)
        _memory(ours, floor, report)
        weigh_pages(ours, report)
    with stage.product(folder, {name: round(years * 365.25) for years, name in LENGTHS.items()}) as ours:
        _growth(ours, report)


def _costs(ours: stage.Product, floor: stage.Floor, report: Report) -> None:
    from accounts.models import User

    year = User.objects.get(email="year@example.org")
    today = year.local().date()
    long_day = addresses.day(today - dt.timedelta(days=1))
    targets = _floor_targets(floor) + _our_targets(ours, long_day, _logging(ours, today))
    before = _entries_of_logger()
    measure(targets)
    by_name = {target.name: target for target in targets}
    logging = by_name["log"]
    if not logging.trouble and _entries_of_logger() - before < logging.asked:
        logging.trouble = "answered, but did not store every entry"
    _print_costs(by_name, report)
    _print_ratios(by_name, report)
    if any(target.trouble.startswith("answered 5") for target in targets):
        print("\nThe end of the server's log:\n" + ours.server.log.read_text()[-1_500:])


def _floor_targets(floor: stage.Floor) -> list[Target]:
    browser = floor.browser()

    def insert(number: int) -> Answer:
        return browser.post("/insert/", {"name": f"Row {number}", "amount": "1.5"})

    return [
        Target("F_page", floor.server, lambda _: browser.get("/page/")),
        Target("F_insert", floor.server, insert, expected=302),
        Target("F_search", floor.server, lambda n: browser.get(f"/search/?q={_word(n)}")),
        Target("bare", floor.server, lambda _: browser.get("/bare/")),
    ]


def _our_targets(ours: stage.Product, long_day: str, log: Callable[[int], Answer]) -> list[Target]:
    year, ten_years, minded = ours.browser("year"), ours.browser("ten-years"), ours.browser("minded")
    searchers = [ours.browser(name) for name in SEARCHERS]

    def get(browser: Browser, path: str) -> Callable[[int], Answer]:
        return lambda _: browser.get(path)

    def search(number: int) -> Answer:
        return searchers[number % len(searchers)].get(addresses.SEARCH.format(word=_word(number)), **HTMX)

    return [
        Target("Today", ours.server, get(year, addresses.TODAY)),
        Target("Today, ten years", ours.server, get(ten_years, addresses.TODAY)),
        Target("Today, with findings", ours.server, get(minded, addresses.TODAY)),
        Target("day of 30", ours.server, get(year, long_day)),
        Target("day of 30, ten years", ours.server, get(ten_years, long_day)),
        Target("History", ours.server, get(year, addresses.HISTORY)),
        Target("Status", ours.server, get(year, addresses.STATUS)),
        Target("Status, with findings", ours.server, get(minded, addresses.STATUS)),
        Target("Status, ten years", ours.server, get(ten_years, addresses.STATUS)),
        Target("Status of 365 days", ours.server, get(year, addresses.STATUS_OF_YEAR)),
        Target("Status of 365 days, ten years", ours.server, get(ten_years, addresses.STATUS_OF_YEAR)),
        Target("Status of all, ten years", ours.server, get(ten_years, addresses.STATUS_OF_ALL)),
        Target("medicines", ours.server, get(minded, addresses.MEDICINES)),
        Target("search", ours.server, search),
        Target("log", ours.server, log, expected=302),
    ]


def _word(number: int) -> str:
    return addresses.WORDS[number % len(addresses.WORDS)]


def _logging(ours: stage.Product, today: dt.date) -> Callable[[int], Answer]:
    from foods.models import Food

    browser = ours.browser("logger")
    food = Food.objects.published().filter(b12_ug__isnull=False, basis="g100").order_by("pk")[0].pk

    def log(number: int) -> Answer:
        fields = addresses.log_fields(food=food, amount=Decimal(100 + number % 50), date=today, time="00:05")
        return browser.post(addresses.LOG, fields)

    return log


def _entries_of_logger() -> int:
    from tracker.models import Entry

    return Entry.objects.filter(owner__email="logger@example.org").count()


def _print_costs(targets: dict[str, Target], report: Report) -> None:
    report.heading("Server CPU for one request, in turn with the floor (median latency, bytes of body)")
    for target in targets.values():
        if target.trouble:
            report.missing(target.name, target.trouble)
        else:
            detail = f"median {target.median_ms:6.2f} ms   {target.bytes:>7,} B   of {target.asked}"
            report.add(Line(target.name, target.cpu_each_ms, "ms", detail=detail))


@dataclass(frozen=True, slots=True)
class Budget:
    target: str
    floor: str
    times: float


BUDGETS = [
    Budget("Today", "F_page", 1.8),
    Budget("Today, with findings", "F_page", 1.8),
    Budget("day of 30", "F_page", 2.5),
    Budget("History", "F_page", 1.8),
    Budget("log", "F_insert", 6),
    Budget("Status", "F_page", 3),
    Budget("Status, with findings", "F_page", 3),
    Budget("Status of all, ten years", "F_page", 6),
    Budget("Status, ten years", "Status", 1.5),
    Budget("Status of 365 days, ten years", "Status of 365 days", 1.5),
    Budget("Today, ten years", "Today", 1.1),
    Budget("day of 30, ten years", "day of 30", 1.1),
]


def _print_ratios(targets: dict[str, Target], report: Report) -> None:
    report.heading("Ratios to the floor, and of ten years to one")
    for budget in BUDGETS:
        ours, floor = targets[budget.target], targets[budget.floor]
        if not (ours.trouble or floor.trouble):
            name = f"{budget.target} / {budget.floor}"
            report.add(Line(name, ours.cpu_each_ms / floor.cpu_each_ms, budget=budget.times))
    search, floor, bare = targets["search"], targets["F_search"], targets["bare"]
    if not search.trouble:
        allowed = 3 * floor.cpu_each_ms + bare.cpu_each_ms
        report.add(Line("search, against 3 × F_search + bare", search.cpu_each_ms, "ms", budget=round(allowed, 2)))


def _growth(ours: stage.Product, report: Report) -> None:
    """Status of the whole log, from one year to twenty: what it costs may grow with the log, but no faster."""
    report.heading("Status of all, by years of eight entries a day")
    targets = {
        years: Target(f"{years} years", ours.server, partial(_status_of_all, ours.browser(name)))
        for years, name in LENGTHS.items()
    }
    measure(list(targets.values()), rounds=4, requests=15)
    for target in targets.values():
        if target.trouble:
            report.missing(target.name, target.trouble)
        else:
            report.add(Line(f"Status of all, {target.name}", target.cpu_each_ms, "ms", detail=f"{target.bytes:,} B"))
    first, last = targets[1], targets[20]
    if not (first.trouble or last.trouble):
        report.add(Line("twenty years / one year", last.cpu_each_ms / first.cpu_each_ms, budget=20))


def _status_of_all(browser: Browser, _number: int) -> Answer:
    return browser.get(addresses.STATUS_OF_ALL)


def _busy(ours: stage.Product, floor: stage.Floor, report: Report) -> None:
    report.heading(f"Pages a second at {CONNECTIONS} connections")
    if wrong := trouble(ours.browser("year").get(addresses.TODAY)):
        report.missing(f"Today at {CONNECTIONS} connections", wrong)
        return
    rates: dict[str, list[float]] = {"floor": [], "ours": []}
    errors = 0
    for _ in range(BUSY_TURNS):
        for name, browser, path in (
            ("floor", floor.browser, "/page/"),
            ("ours", lambda: ours.browser("year"), addresses.TODAY),
        ):
            rate, wrong = _pages_per_second(browser, path)
            rates[name].append(rate)
            errors += wrong
    floor_rate, our_rate = (sum(rates[name]) / BUSY_TURNS for name in ("floor", "ours"))
    detail = f"{our_rate:.0f} against {floor_rate:.0f} a second"
    report.add(Line("Today / F_page, pages a second", our_rate / floor_rate, budget=0.4, at_least=True, detail=detail))
    report.add(Line("errors", errors, "", budget=0))


def _pages_per_second(new_browser: Callable[[], Browser], path: str) -> tuple[float, int]:
    """Pages a second over all connections, and how many were anything but a page."""
    statuses: list[int] = []
    end = time.monotonic() + BUSY_S

    def reader() -> None:
        browser = new_browser()
        while time.monotonic() < end:
            try:
                statuses.append(browser.get(path).status)
            except OSError:
                statuses.append(0)

    threads = [threading.Thread(target=reader) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses.count(200) / BUSY_S, len(statuses) - statuses.count(200)


def _memory(ours: stage.Product, floor: stage.Floor, report: Report) -> None:
    report.heading("Memory of a worker after all that")
    (our_pss, our_rss), (floor_pss, floor_rss) = ours.server.memory_mb(), floor.server.memory_mb()
    detail = f"{our_pss:.0f} against {floor_pss:.0f} MB (RSS {our_rss:.0f} against {floor_rss:.0f})"
    report.add(Line("PSS, ours / floor", our_pss / floor_pss, budget=2, detail=detail))
