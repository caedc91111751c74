"""What browser tests share: the site with its shipped foods, people in it, browsers that fail on any trouble.

They run in a call of their own (`make test` makes it), because Playwright's event loop keeps Django from its database
unless DJANGO_ALLOW_ASYNC_UNSAFE is set, and nothing else should run under that.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from foods import loading
from foods.models import Food
from scripts import chromium
from tests.browser.people import CHEDDAR, EGG, OAT, forget_everybody, had, in_the_morning, sign_in
from tests.browser.screens import SCREENS
from tests.browser.trouble import Trouble
from tests.factories import UserFactory

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _cannot(why: str) -> None:
    """In CI nothing may be left out."""
    if os.environ.get("CI") == "true":
        pytest.fail(why, pytrace=False)
    pytest.skip(f"BROWSER TESTS LEFT OUT: {why}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    if "DJANGO_ALLOW_ASYNC_UNSAFE" not in os.environ:
        _cannot("run them with DJANGO_ALLOW_ASYNC_UNSAFE=true (make test does)")
    path = chromium.find()
    if path is None:
        _cannot("there is no Chromium (package chromium-headless-shell, or chromium)")
    return {**browser_type_launch_args, "executable_path": path, "args": ARGS}


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """A database that several threads can open, filled once; tests tidy up after themselves."""
    if connections["default"].vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "cobalog.sqlite3")
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        loading.load()
        yield
        _hang_up()
        teardown_databases(made, verbosity=0)


def _hang_up() -> None:
    """Close connections of the site's threads that have not ended yet: PostgreSQL drops no database in use."""
    connections.close_all()
    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def site(django_db_setup) -> Iterator[str]:
    """The address of the running site; a name and no number, because passkeys want one."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Addresses of tests begin at the slash."""
    return site


@pytest.fixture(scope="session")
def shipped(django_db_setup) -> frozenset[int]:
    return frozenset(Food.objects.values_list("pk", flat=True))


@pytest.fixture(autouse=True)
def _tidy(shipped: frozenset[int]) -> Iterator[None]:
    yield
    forget_everybody(keep_foods=shipped)
    for name in caches.settings:
        caches[name].clear()


@pytest.fixture
def person() -> User:
    """Somebody for whom it is nine in the morning, whenever the test runs: no test meets midnight."""
    return UserFactory(time_zone=in_the_morning())


@pytest.fixture
def eater(person: User) -> User:
    """Somebody who had two eggs and a glass of oat milk yesterday morning, and Cheddar at night."""
    had(person, OAT, days_ago=1, at="08:00")
    had(person, EGG, days_ago=1, at="08:10", amount="2")
    had(person, CHEDDAR, days_ago=1, at="21:00")
    return person


@pytest.fixture
def trouble(site: str) -> Iterator[Trouble]:
    """What went wrong in any browser of the test. `trouble.expect(404)` allows an answer."""
    trouble = Trouble(site)
    yield trouble
    assert not trouble.seen, "\n".join(trouble.seen)


@pytest.fixture
def browse(site: str, trouble: Trouble, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Open a page in a fresh browser: `browse(person, screen="phone", dark=True, script=False, path="/log/")`."""

    def open_page(
        person: User | None = None,
        *,
        screen: str = "desktop",
        path: str = "",
        script: bool = True,
        dark: bool = False,
        still: bool = True,
        **options,
    ) -> Page:
        context = new_context(
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if still else "no-preference",
            locale="en-GB",
            **{**SCREENS[screen], **options},
        )
        context.set_default_timeout(10_000)
        trouble.watch(context)
        if person is not None:
            sign_in(context, person, site)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    return open_page


expect.set_options(timeout=10_000)
