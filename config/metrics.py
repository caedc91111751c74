"""How this server does, in numbers for Prometheus. Off until `METRICS_TOKEN` is set; then for whoever sends it.

Counts of requests and their times by part of the site, and how many rows there are: nothing about any one person,
and of what is logged not even a count.
"""

import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from accounts.models import User
from config.views import for_machines
from foods.models import Food, ImportRun, Proposal
from foods.models.curation import ProposalState
from foods.models.imports import RunState

PARTS = {
    "accounts", "admin", "api", "care", "curate", "demo", "entries", "feed", "figures", "healthz", "history", "learn",
    "log", "meals", "metrics", "r", "readyz", "settings", "sources", "static", "status", "today", "unsubscribe",
    "welcome",
}  # fmt: skip
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SHORTEST_TOKEN = 20
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("cobalog_requests", "Requests answered.", ["method", "part", "status"])
TOOK = Histogram("cobalog_request_seconds", "Time from a request to its answer.", ["part"], buckets=SECONDS)


class Metrics:
    """Counts each request and its time. Left out altogether where nobody may ask for the numbers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        if len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
            raise ImproperlyConfigured(f"METRICS_TOKEN needs at least {SHORTEST_TOKEN} characters that nobody guesses.")
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        part = part_of(request.path)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method=method, part=part, status=str(response.status_code)).inc()
        TOOK.labels(part=part).observe(time.perf_counter() - begun)
        return response


def part_of(path: str) -> str:
    """The first step of an address if it is one of ours: no ids, and no more names than there are parts."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in PARTS else "front" if not first else "other"


class Rows(Collector):
    """What the database holds, asked when the numbers are: whether it answers, and how much of it is open work."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            counted = list(_counted())
        except DatabaseError:
            yield GaugeMetricFamily("cobalog_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("cobalog_database_up", "Whether the database answers.", value=1)
        for name, says, count in counted:
            yield GaugeMetricFamily(name, says, value=count)


def _counted() -> Iterator[tuple[str, str, int]]:
    people = User.objects.filter(is_active=True)
    running = ImportRun.objects.filter(state__in=(RunState.WAITING, RunState.RUNNING))
    yield "cobalog_people", "Accounts, demos aside.", people.filter(demo_until=None).count()
    yield "cobalog_demos", "Demo accounts that still run.", people.filter(demo_until__gt=timezone.now()).count()
    yield "cobalog_foods", "Published foods of the shared table.", Food.objects.published().filter(owner=None).count()
    yield "cobalog_imports_open", "Imports of food data that wait or run.", running.count()
    open_proposals = Proposal.objects.filter(state=ProposalState.WAITING)
    yield "cobalog_proposals_open", "Proposals that wait for a curator.", open_proposals.count()


@for_machines
@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, to whoever sends the token as `Authorization: Bearer …`."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(sent, settings.METRICS_TOKEN):
        return HttpResponse("Send the token of METRICS_TOKEN as a bearer token.\n", status=401,
                            content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})  # fmt: skip
    text = generate_latest(_of_all_workers()) + generate_latest(_only(Rows()))
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _of_all_workers() -> CollectorRegistry:
    """What every worker counted: they share a folder (`config.gunicorn`); a server of one process has it at hand."""
    return _only(MultiProcessCollector(None)) if settings.METRICS_FOLDER else REGISTRY


def _only(collector: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry
