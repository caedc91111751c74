"""Programs that talk to the API, and the people they do it for."""

import datetime as dt
import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tokens
from accounts.models import User
from accounts.models.tokens import Scope

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    """It is half past twelve on 14 March 2026."""
    time_machine.move_to(NOW, tick=False)


def token_for(person: User, scope: Scope = Scope.BOTH, *, days: int = 30, at: dt.datetime | None = None) -> str:
    made = tokens.make(by=person, uid=uuid.uuid4(), name="A program", scope=scope, days=days, now=at or timezone.now())
    return made.secret


class Program:
    """Sends requests with a token, and nothing of a browser."""

    def __init__(self, token: str | None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"authorization": f"Bearer {token}"} if token is not None else {}

    def get(self, path: str, **query):
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: object, *, content_type: str = "application/json"):
        sent = body if isinstance(body, str | bytes) else json.dumps(body, default=str)
        return self.client.post(f"/api/v1/{path}", sent, content_type=content_type, headers=self.headers)

    def delete(self, path: str):
        return self.client.delete(f"/api/v1/{path}", headers=self.headers)


@pytest.fixture
def program(person) -> Program:
    """May read and log for `person`."""
    return Program(token_for(person))
