"""One measurement in a process of its own: `DATABASE_URL` is an empty scratch database; prints one line of JSON."""

import csv
import gc
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

USDA = Path(__file__).parents[3] / "shared" / "data" / "usda_b12.csv"
SEED = 12
OF_EACH = 400
MILLION = 1_000_000
FRAGMENT_ROUNDS = 30


def main(table: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    figures: dict[str, object] = {}
    figures["fill_s"] = _seconds(lambda: _fill(table))
    from foods.search import reindex

    figures["reindex_s"] = _seconds(reindex)
    figures["reindex_one_ms"] = 1000 * _seconds(lambda: reindex([_first_id()]))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    figures["fragment_ms"] = fragment_ms()
    figures |= measure(table)
    print(json.dumps(figures))


def usda_names() -> list[str]:
    with USDA.open(encoding="utf-8", newline="") as file:
        return [row["description"] for row in csv.DictReader(file)]


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _first_id() -> int:
    from foods.models import Food

    return Food.objects.order_by("pk").values_list("pk", flat=True)[0]


def _fill(table: str) -> None:
    from tests.bench.search_quality import generated

    if table == "shipped":
        from foods.loading import load

        load()
    elif table == "usda":
        _write([(name, "") for name in usda_names()])
    else:
        _write(generated(usda_names(), count=MILLION, seed=SEED))


def _write(named: Sequence[tuple[str, str]]) -> None:
    """Foods of these (name, brand), each with a portion, past the model layer for speed."""
    from django.db import transaction

    from foods.models import Food, Portion, Source

    source = Source.objects.create(key="bench", name="Bench")
    food = Food(source=source, state="published", b12_ug=Decimal("1.5"), b12_added_ug=Decimal(0))
    with transaction.atomic():
        ids = range(1, len(named) + 1)
        rows = (
            {"id": i, "source_ref": str(i), "name": name[:160], "brand": brand}
            for i, (name, brand) in zip(ids, named, strict=True)
        )
        _copies(food, rows)
        _copies(Portion(name="100 g", quantity=Decimal(100), is_default=True), ({"id": i, "food_id": i} for i in ids))


def _copies(instance: "Model", rows: Iterable[dict[str, object]]) -> None:
    """Rows that are as `instance` except for these columns."""
    from django.db import connection

    fields = instance._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = instance._meta.db_table
    same = {field.column: field.get_db_prep_save(field.pre_save(instance, True), connection) for field in fields}
    values = (tuple((same | row).values()) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})", values)


def measure(table: str) -> dict[str, object]:
    from foods.models import Alias, Food
    from tests.bench.search_quality import Names, alias_cases, beginnings, cases

    names = Names(Food.objects.values_list("name", flat=True))
    asked = cases(names, seed=SEED, of_each=OF_EACH)
    aliases = Alias.objects.order_by("pk").values_list("name", "food__name")
    asked += alias_cases(aliases, seed=SEED, at_most=OF_EACH)
    typed = beginnings(names, seed=SEED, count=OF_EACH * 2)
    del names
    gc.collect()
    _ask("milk"), _ask("mlik")
    met: dict[str, list[bool]] = defaultdict(list)
    times: dict[str, list[float]] = defaultdict(list)
    missed: dict[str, list[str]] = defaultdict(list)
    for case in asked:
        took, results = _ask(case.text)
        ok = case.is_met_by([hit.name for hit in results.hits])
        met[case.kind].append(ok)
        times[case.kind].append(took)
        if not ok:
            missed[case.kind].append(f"{case.text} → {case.target}")
    times["typing"] = [_ask(text)[0] for text in typed]
    everything = [took for some in times.values() for took in some]
    return {
        "met": {kind: 100 * sum(oks) / len(oks) for kind, oks in met.items()},
        "queries": {kind: len(oks) for kind, oks in met.items()},
        "missed": {kind: some[:12] for kind, some in missed.items()},
        "ms": {kind: _spread(some) for kind, some in {**times, "all": everything}.items()},
    }


def fragment_ms() -> float:
    """CPU milliseconds of one search fragment as a signed-in person asks for it, all of Django included."""
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    from accounts.models import User
    from tests.bench import addresses

    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Client()
    browser.force_login(User.objects.create_user("bench@example.org", time_zone="Europe/London"))
    asked = [addresses.SEARCH.format(word=word) for word in addresses.WORDS]

    def ask_all() -> None:
        caches["local"].clear()  # nobody types this fast
        for address in asked:
            if browser.get(address, headers={"HX-Request": "true"}).status_code != 200:
                raise SystemExit(f"The search fragment failed at {address}.")

    ask_all()
    started = process_time()
    for _ in range(FRAGMENT_ROUNDS):
        ask_all()
    return 1000 * (process_time() - started) / (FRAGMENT_ROUNDS * len(asked))


def _ask(text: str):
    from foods.search import search

    started = perf_counter()
    results = search(text)
    return 1000 * (perf_counter() - started), results


def _spread(times: Sequence[float]) -> dict[str, float]:
    """Milliseconds: the middle, the 95th of 100 and the worst."""
    return {
        "p50": statistics.median(times),
        "p95": sorted(times)[int(len(times) * 0.95)],
        "worst": max(times),
    }


if __name__ == "__main__":
    main(sys.argv[1])
