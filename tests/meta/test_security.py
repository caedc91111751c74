"""Headers, cookies, tokens and limits, seen from outside."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.accounts.tabs import Tab, somebody
from tests.factories import FoodFactory


@pytest.fixture
def mary(db):
    return somebody()


@pytest.fixture
def tab(db) -> Tab:
    return Tab()


POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
VISITORS_PAGES = [
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/sources/",
    "/nothing-here",
]
PERSONS_PAGES = [
    "/today/",
    "/history/",
    "/settings/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/sources/",
    "/nothing-here",
]


def policy_of(answer) -> set[str]:
    return {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}


def features_of(answer) -> dict[str, str]:
    return dict(part.strip().split("=") for part in answer.headers["Permissions-Policy"].split(","))


# --- Headers --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", VISITORS_PAGES)
def test_every_page_carries_the_strict_headers(client, db, page):
    answer = client.get(page)

    assert policy_of(answer) == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_admin_lives_under_the_same_policy(client, db, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(somebody(is_staff=True, is_superuser=True))

    assert policy_of(client.get("/admin/")) == POLICY


def test_a_page_may_use_passkeys_and_no_other_device(client, db):
    features = features_of(client.get("/accounts/login/"))

    assert {name for name, who in features.items() if who != "()"} == {
        "publickey-credentials-create",
        "publickey-credentials-get",
    }
    assert {"camera", "microphone", "geolocation", "payment", "usb"} <= set(features)


@pytest.mark.parametrize("page", PERSONS_PAGES)
def test_pages_of_a_person_are_stored_nowhere(signed_in, page):
    answer = signed_in.get(page)

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "Cookie" in answer.headers["Vary"]


def test_answers_to_what_a_person_sends_are_stored_nowhere(signed_in):
    assert signed_in.post("/settings/", {}).headers["Cache-Control"] == "no-store, private"
    assert signed_in.post(reverse("account_logout")).headers["Cache-Control"] == "no-store, private"


def test_logging_in_is_stored_nowhere(mary, tab):
    assert "no-store" in tab.log_in().headers["Cache-Control"]


def test_logging_out_clears_the_browser_and_nothing_else_does(mary, tab):
    answers = [tab.get("/sources/"), tab.open("/accounts/login/"), tab.log_in(), tab.open("/settings/")]
    assert not [answer for answer in answers if "Clear-Site-Data" in answer.headers]

    assert tab.send("/accounts/logout/").headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    tab.open("/accounts/login/")
    assert "Clear-Site-Data" not in tab.send("/accounts/logout/").headers  # a visitor has nothing to clear


def test_cookies_are_out_of_reach_for_scripts(mary, tab):
    tab.log_in()
    for name in ("session", "csrf"):
        assert tab.cookies[name]["httponly"] is True
        assert tab.cookies[name]["samesite"] == "Lax"


def test_a_failed_page_keeps_its_headers(db, monkeypatch):
    def broken(request):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("foods.views.sources.render", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/sources/")

    assert answer.status_code == 500
    assert "Something broke on our side." in answer.text
    assert policy_of(answer) == POLICY
    assert "Cross-Origin-Resource-Policy" in answer.headers


# --- No inline script, style or handler ------------------------------------------------------------------------------
@pytest.mark.parametrize("folder", ["account", "accounts", "allauth", "mfa", "."])
def test_templates_hold_nothing_the_policy_would_block(folder):
    files = list(
        (Path(django_settings.BASE_DIR) / "templates" / folder).glob("*.html" if folder == "." else "**/*.html")
    )
    bad = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|javascript:|hx-on|<script(?![^>]*(\bsrc=|application/json))""")

    assert files
    assert [(path.name, found.group()) for path in files if (found := bad.search(path.read_text()))] == []


# --- Forged and stale forms ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/logout/", "/settings/",
                                     "/settings/zone/", "/demo/", "/accounts/password/reset/"])  # fmt: skip
def test_nothing_is_taken_without_a_token(mary, address):
    tab = Tab()
    tab.force_login(mary)
    answer = tab.post(address, {"time_zone": "Asia/Tokyo", "day_start": "04:00"})
    mary.refresh_from_db()

    assert answer.status_code == 403
    assert "This page had grown old." in answer.text
    assert mary.time_zone == ""
    assert "_auth_user_id" in tab.session


# --- Limits ----------------------------------------------------------------------------------------------------------
def test_a_body_over_a_megabyte_is_refused_in_our_words(client, db):
    answer = client.post("/accounts/login/", {"login": "x" * 1_100_000})

    assert answer.status_code == 400
    assert "We could not take this in." in answer.text


def test_more_than_a_thousand_fields_are_refused_in_our_words(client, db):
    answer = client.post("/accounts/login/", {f"field{n}": "1" for n in range(1_001)})

    assert answer.status_code == 400
    assert "We could not take this in." in answer.text


def test_an_unknown_host_is_refused_in_our_words(client, db):
    answer = client.get("/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "We could not take this in." in answer.text
    assert "evil.example" not in answer.text


def test_letters_never_name_a_host_that_is_not_ours(client, db, mailoutbox):
    somebody()
    answer = client.post("/accounts/password/reset/", {"email": "mary@example.org"}, headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert mailoutbox == []


def test_log_in_counts_failures_for_all_workers():
    """What one worker counts another must see: the shared cache is no memory of a process."""
    assert "LocMem" not in django_settings.CACHES["default"]["BACKEND"]
    assert "Dummy" not in django_settings.CACHES["default"]["BACKEND"]


# --- Errors ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(databases=[])
def test_the_page_for_what_broke_needs_no_database(rf):
    from config.views import server_error

    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something broke on our side." in answer.text


def test_what_broke_is_said_even_without_templates(rf, monkeypatch):
    from config import views

    def broken(name):
        raise ValueError

    monkeypatch.setattr(views, "render_to_string", broken)
    answer = views.server_error(rf.get("/"))
    assert (answer.status_code, "Something broke on our side." in answer.text) == (500, True)


def test_a_page_that_is_not_there_says_so(client, db):
    answer = client.get("/nothing-here")

    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text


# --- Machines ---------------------------------------------------------------------------------------------------------
def test_the_process_answers_without_the_database(client, django_assert_num_queries, person):
    client.force_login(person)
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "session" not in answer.cookies


def test_ready_means_migrated_and_filled(client, db):
    assert client.get("/readyz").json() == {"database": True, "migrations": True, "foods": False}
    assert client.get("/readyz").status_code == 503
    FoodFactory()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrations": True, "foods": True})
    assert answer.headers["Content-Type"] == "application/json"


def test_not_ready_while_a_migration_is_missing(client, db):
    FoodFactory()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'foods'")

    assert client.get("/readyz").json() == {"database": True, "migrations": False, "foods": True}
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_a_database(client, db, monkeypatch):
    from django.db import OperationalError

    def gone():
        raise OperationalError

    monkeypatch.setattr("config.views._all_migrated", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": False, "migrations": False, "foods": False})


# --- Behind TLS: settings are read once, so another process asks -----------------------------------------------------
ASK = """
import json, django
django.setup()
from django.test import Client
from django.conf import settings
front = Client().get("/accounts/signup/", headers={"x-forwarded-proto": "https"})
plain = Client().get("/accounts/signup/")
probe = Client().get("/healthz")
print(json.dumps({
    "hsts": front.headers.get("Strict-Transport-Security"),
    "cookies": {name: [bool(cookie["secure"]), cookie["path"], cookie["domain"]] for name, cookie in front.cookies.items()},
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE],
    "plain": [plain.status_code, plain.headers.get("Location")],
    "probe": probe.status_code,
    "proxies": settings.ALLAUTH_TRUSTED_PROXY_COUNT,
}))
"""  # noqa: E501


def test_behind_tls_cookies_belong_to_this_host_alone(tmp_path):
    environment = {**os.environ, "BEHIND_TLS": "1", "COBALOG_VAR": str(tmp_path), "ALLOWED_HOSTS": "testserver",
                   "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1"}  # fmt: skip
    environment.pop("DATABASE_URL", None)
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        env=environment, cwd=django_settings.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = json.loads(asked.stdout.splitlines()[-1])

    assert said["hsts"] == "max-age=63072000; includeSubDomains; preload"
    assert said["cookies"] == {
        "__Host-csrf": [True, "/", ""],
        "__Host-messages": [True, "/", ""],
    }
    assert said["session"] == ["__Host-session", True]
    assert said["plain"] == [301, "https://testserver/accounts/signup/"]
    assert said["probe"] == 200
    assert said["proxies"] == 1
