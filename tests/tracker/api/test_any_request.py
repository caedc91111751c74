"""Schemathesis sends what the description allows, and what it does not, and finds nothing to complain about.

The same requests in every run (decision 19): those at the edges of every field, and some forty more an operation.
"""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from tests.factories import EntryFactory, PhaseFactory, RegimenFactory
from tests.tracker.api.conftest import token_for
from tests.tracker.views.conftest import found
from tracker.api import door
from tracker.api.api import openapi

# 409 and 422 may answer what its fields allow: a day after the last one, an amount hard to believe, a text nobody knows
ALSO_RIGHT = PositiveDataAcceptanceConfig(expected_statuses=["2xx", "404", "409", "422"])
CONFIG = SchemathesisConfig(
    seed=1,
    projects=ProjectsConfig(
        default=ProjectConfig(
            checks=ChecksConfig(positive_data_acceptance=ALSO_RIGHT),
            generation=GenerationConfig(deterministic=True, max_examples=25, no_shrink=True),
        )
    ),
)
schema = schemathesis.openapi.from_dict(openapi(), config=CONFIG)
schema.app = get_wsgi_application()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the connection of the test open, as those of Django's own test client do."""
    moments = (request_started, request_finished)
    for moment in moments:
        moment.disconnect(close_old_connections)
    yield
    for moment in moments:
        moment.connect(close_old_connections)


@pytest.fixture
def token(person, one_connection, monkeypatch) -> str:
    """Of somebody who has one of each thing, as often used as one likes."""
    monkeypatch.setattr(door, "READS_A_MINUTE", 10**9)
    monkeypatch.setattr(door, "WRITES_A_MINUTE", 10**9)
    monkeypatch.setattr(door, "WRONG_A_MINUTE", 10**9)
    EntryFactory(owner=person, food=found(name="Oat milk"))
    PhaseFactory(regimen=RegimenFactory(owner=person))
    return token_for(person)


@pytest.mark.timeout(240)
@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case, token):
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
