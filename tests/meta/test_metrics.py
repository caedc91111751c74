"""The numbers of a server: for nobody by default, for whoever sends the token, and about no one person."""

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from prometheus_client import REGISTRY

from config import metrics
from config.metrics import Metrics, part_of
from tests.factories import FoodFactory, ImportRunFactory, ProposalFactory, UserFactory

TOKEN = "a-token-of-twenty-letters"
BEARER = {"headers": {"authorization": f"Bearer {TOKEN}"}}


@pytest.fixture
def on(settings):
    settings.METRICS_TOKEN = TOKEN


def numbers(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^(cobalog_\S+) (\S+)$", text, re.MULTILINE)}


def test_without_a_token_there_is_no_such_page_and_nothing_is_counted(client, db, settings):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", **BEARER).status_code == 404
    with pytest.raises(MiddlewareNotUsed):
        Metrics(lambda request: HttpResponse())


def test_a_token_that_could_be_guessed_is_refused(settings):
    settings.METRICS_TOKEN = "x" * 19
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN needs at least 20 characters"):
        Metrics(lambda request: HttpResponse())


@pytest.mark.parametrize(
    "sent",
    [None, "", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer é"],
)
def test_only_the_token_opens_it(client, db, on, sent):
    response = client.get("/metrics", headers={} if sent is None else {"authorization": sent})

    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "cobalog_" not in response.content.decode()


def test_it_tells_what_the_database_holds_in_five_queries(client, db, on, django_assert_num_queries):
    FoodFactory()
    FoodFactory(owner=UserFactory())  # somebody's own is nobody's business
    UserFactory(demo_until=timezone.now() + dt.timedelta(hours=1))
    UserFactory(demo_until=timezone.now() - dt.timedelta(hours=1))
    ImportRunFactory(state="running")
    ProposalFactory(state="waiting")
    with django_assert_num_queries(5):
        response = client.get("/metrics", **BEARER)
    told = numbers(response.content.decode())
    kept = {name: told[name] for name in told if "request" not in name}

    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert kept["cobalog_database_up"] == kept["cobalog_demos"] == 1
    assert kept["cobalog_imports_open"] == kept["cobalog_proposals_open"] == 1
    assert set(kept) == {
        "cobalog_database_up", "cobalog_people", "cobalog_demos", "cobalog_foods", "cobalog_imports_open",
        "cobalog_proposals_open",
    }  # fmt: skip


def test_it_says_so_where_the_database_does_not_answer(client, on, monkeypatch):
    def broken():
        raise DatabaseError
        yield

    monkeypatch.setattr(metrics, "_counted", broken)
    told = numbers(client.get("/metrics", **BEARER).content.decode())

    assert {name: value for name, value in told.items() if "request" not in name} == {"cobalog_database_up": 0}


def test_each_request_is_counted_once_with_its_part_and_its_time(rf, on):
    labels = {"method": "GET", "part": "log", "status": "418"}
    before = REGISTRY.get_sample_value("cobalog_requests_total", labels) or 0
    timed = REGISTRY.get_sample_value("cobalog_request_seconds_count", {"part": "log"}) or 0
    Metrics(lambda request: HttpResponse(status=418))(rf.get("/log/search/?q=liver"))

    assert REGISTRY.get_sample_value("cobalog_requests_total", labels) == before + 1
    assert REGISTRY.get_sample_value("cobalog_request_seconds_count", {"part": "log"}) == timed + 1


def test_a_made_up_method_makes_no_number_of_its_own(rf, on):
    Metrics(lambda request: HttpResponse(status=405))(rf.generic("LIVER", "/log/"))
    told = numbers(metrics.generate_latest(REGISTRY).decode())

    assert [name for name in told if "LIVER" in name] == []
    assert 'cobalog_requests_total{method="other",part="log",status="405"}' in told


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/", "front"),
        ("/today/", "today"),
        ("/metrics", "metrics"),
        ("/sources/12/", "sources"),
        ("/care/medicines/7/", "care"),
        ("/api/v1/foods", "api"),
        ("/liver/", "other"),
        ("/r/Zm9vYmFy/", "r"),
        ("//evil.example/", "other"),
    ],
)
def test_a_part_holds_no_id_and_no_word_that_somebody_made_up(path, part):
    assert part_of(path) == part


def test_every_part_of_the_site_has_its_name():
    firsts = {str(route.pattern).split("/")[0] for route in get_resolver().url_patterns}
    inner = {
        str(inner.pattern).split("/")[0]
        for route in get_resolver().url_patterns
        if str(route.pattern) == ""
        for inner in getattr(route, "url_patterns", [])
    }

    assert (firsts | inner) - {""} - metrics.PARTS == set()


COUNT = """
import os, django
django.setup()
from config import metrics
for n in (1, 2):
    if os.fork() == 0:
        metrics.REQUESTS.labels(method="GET", part="log", status="200").inc(n)
        os._exit(0)
    os.wait()
print(metrics.generate_latest(metrics._of_all_workers()).decode())
"""


def test_the_numbers_are_those_of_all_workers_together(tmp_path: Path):
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "METRICS_TOKEN": TOKEN,
                   "DJANGO_SETTINGS_MODULE": "config.settings", "COBALOG_VAR": str(tmp_path / "var")}  # fmt: skip
    told = subprocess.run([sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True)

    assert numbers(told.stdout)['cobalog_requests_total{method="GET",part="log",status="200"}'] == 3


FOLDER = "import os; from config import gunicorn; print(os.environ.get('PROMETHEUS_MULTIPROC_DIR'))"


@pytest.mark.parametrize(("token", "counted"), [("", None), (TOKEN, "metrics")])
def test_the_server_makes_an_empty_folder_for_its_workers_only_where_it_counts(tmp_path: Path, token, counted):
    old = tmp_path / "metrics" / "counter_7.db"
    old.parent.mkdir()
    old.write_text("of an earlier server")
    environment = {"PATH": os.environ["PATH"], "COBALOG_VAR": str(tmp_path), "METRICS_TOKEN": token}
    said = subprocess.run([sys.executable, "-c", FOLDER], env=environment, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == str(counted and tmp_path / counted)
    assert old.exists() is (counted is None)


def test_it_needs_no_person(on, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/metrics")

    assert (response.status_code, set(response.cookies)) == (401, set())
