"""Fixtures that every test may use."""

import gc

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests import quick
from tests.factories import UserFactory

# The same examples in every run, here as in CI; `make soak` tries others (decision 19).
properties.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,  # a busy machine is slow now and then: pytest-timeout is for what hangs
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
properties.load_profile("repeatable")

# Eighteen thousand tests stay in memory to the end, and each of Python's searches for garbage went through them all: a
# sixth of the suite's time. They are collected without searching, and then left out of it.
gc.disable()

settings.PASSWORD_HASHERS = quick.HASHERS

_TOUCH_THE_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out the tests that never touch the database: on a second one they say nothing new",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-database"):
        return
    kept = [item for item in items if touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_the_database(item)])
    items[:] = kept


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


def touches_the_database(item: pytest.Item) -> bool:
    """pytest-django lets a test at the database only by this mark or one of these fixtures; all else is refused."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & _TOUCH_THE_DATABASE)


@pytest.fixture(autouse=True)
def nobody_searched_yet():
    """The limit on searching starts anew: each worker of the tests counts in its own memory."""
    caches["local"].clear()


@pytest.fixture
def person(db):
    """Somebody in London with an empty log."""
    return UserFactory()


@pytest.fixture
def signed_in(client: Client, person) -> Client:
    """A browser in which `person` is signed in."""
    client.force_login(person)
    return client
