"""Lines measured in a process of its own: `DATABASE_URL` is an empty scratch database; prints one line of JSON."""

import json
import statistics
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING

from tests.bench.search_worker import USDA, usda_names

ROUNDS = 3

if TYPE_CHECKING:
    from accounts.models import User


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from accounts.models import User
    from foods.models import Food

    call_command("migrate", verbosity=0)
    _fill()
    person = User.objects.create_user("bench@example.org", time_zone="Europe/London")
    print(json.dumps({"foods": Food.objects.count(), **_measure(person)}))


def _fill() -> None:
    """The shipped foods with their portions and aliases, and the USDA's names with 100 g as a portion."""
    from django.db import connection

    from foods.loading import load
    from foods.models import Food, Portion, Source
    from foods.search import reindex

    load()
    source = Source.objects.create(key="bench", name="Bench")
    made = Food.objects.bulk_create(
        Food(
            source=source, source_ref=str(n), name=name[:160], state="published", b12_ug=Decimal("1.5"),
            b12_added_ug=Decimal(0),
        )
        for n, name in enumerate(usda_names() if USDA.exists() else [])
    )  # fmt: skip
    Portion.objects.bulk_create(
        Portion(food=food, name="100 g", quantity=Decimal(100), is_default=True) for food in made
    )
    reindex()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _measure(person: "User") -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.tracker.eaters import NOW
    from tests.tracker.line.measure import cases
    from tracker.domain.line import read
    from tracker.reports.line import resolve

    texts = [case.text for case in cases()]
    queries = 0
    for text in texts:  # to warm up, and to count
        with CaptureQueriesContext(connection) as asked:
            resolve(person, text, now=NOW)
        queries = max(queries, len(asked))
    local = NOW.replace(tzinfo=None)
    times = sorted(_ms(lambda text=text: resolve(person, text, now=NOW)) for text in texts)
    alone = sorted(_ms(lambda text=text: read(text, today=NOW.date(), now=local)) for text in texts)
    return {
        "lines": len(texts),
        "queries": queries,
        "p50": statistics.median(times),
        "p95": _p95(times),
        "worst": times[-1],
        "read_p95": _p95(alone),
    }


def _ms(work: Callable[[], object]) -> float:
    """Milliseconds of the best of three: what else the machine does is not the line's."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = perf_counter()
        work()
        best = min(best, 1000 * (perf_counter() - started))
    return best


def _p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
