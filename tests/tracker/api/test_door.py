"""Who comes in: by a token and nothing else, as far as its scope goes, and not too often."""

import datetime as dt
import logging
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import tokens
from accounts.models import ApiToken
from accounts.models.tokens import Scope
from tests.factories import EntryFactory, PhaseFactory, RegimenFactory, UserFactory
from tests.tracker.api.conftest import NOW, Program, token_for
from tests.tracker.views.conftest import found
from tracker.api import door
from tracker.models import Entry

LOOKS = ("foods?q=oat", "foods/1", "entries", f"entries/{uuid.UUID(int=7)}", "today", "status", "regimens/due")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|SAVEPOINT)\b", re.IGNORECASE)


def press(program: Program, person) -> list:
    """Everything that writes, once."""
    food = found(name="Oat milk")
    regimen = PhaseFactory(regimen=RegimenFactory(owner=person)).regimen
    uid = uuid.uuid4()
    return [
        program.post("entries", {"uid": uid, "food_id": food.pk}),
        program.post(f"regimens/{regimen.pk}/doses", {"uid": uuid.uuid4()}),
        program.delete(f"entries/{uid}"),
    ]


@pytest.mark.parametrize("path", LOOKS)
@pytest.mark.parametrize("token", [None, "", "cobalog_wrong", "cobalog_" + "A" * 43])
def test_without_a_token_that_opens_something_nothing_is_answered(db, path, token):
    answer = Program(token).get(path)

    assert (answer.status_code, answer.json()["code"]) == (401, "token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", LOOKS)
def test_the_session_of_a_browser_opens_nothing(signed_in, path):
    assert signed_in.get("/today/").status_code == 200

    assert signed_in.get(f"/api/v1/{path}").status_code == 401


def test_a_session_writes_nothing_either(signed_in, person):
    food = found(name="Oat milk")
    body = {"uid": str(uuid.uuid4()), "food_id": food.pk}
    answer = signed_in.post("/api/v1/entries", body, content_type="application/json")

    assert (answer.status_code, person.entries.count()) == (401, 0)


@pytest.mark.parametrize("scheme", ["Basic {}", "Token {}", "{}", "Bearer{}", "Bearer  {} x"])
def test_a_token_counts_only_as_a_bearer_token(person, scheme):
    client = Client(headers={"authorization": scheme.format(token_for(person))})

    assert client.get("/api/v1/entries").status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer {}", "bearer {}", "BEARER   {}"])
def test_the_word_bearer_may_be_written_in_any_case(person, scheme):
    client = Client(headers={"authorization": scheme.format(token_for(person))})

    assert client.get("/api/v1/entries").status_code == 200


def test_a_token_in_the_address_opens_nothing(person):
    assert Client().get("/api/v1/entries", {"token": token_for(person)}).status_code == 401


def test_a_revoked_and_an_expired_token_open_nothing(person, time_machine):
    revoked, over, good = token_for(person), token_for(person, days=30), token_for(person, days=90)
    tokens.revoke(person, pk=ApiToken.objects.order_by("pk").first().pk, now=timezone.now())
    time_machine.move_to(NOW + dt.timedelta(days=30), tick=False)

    assert [Program(one).get("entries").status_code for one in (revoked, over, good)] == [401, 401, 200]


def test_a_token_that_only_logs_sees_nothing(person):
    program = Program(token_for(person, Scope.WRITE))
    answers = [program.get(path) for path in LOOKS]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(403, "scope")] * len(LOOKS)
    assert [one.status_code for one in press(program, person)] == [201, 201, 204]


def test_a_token_that_only_reads_changes_nothing(person):
    program = Program(token_for(person, Scope.READ))
    before = list(Entry.with_removed.values())

    assert [one.status_code for one in press(program, person)] == [403] * 3
    assert list(Entry.with_removed.values()) == before
    assert program.get("entries").status_code == 200


def test_a_look_never_writes_and_no_session_is_asked_for(person, program):
    EntryFactory(owner=person, uid=uuid.UUID(int=7), food=found(name="Oat milk"))
    PhaseFactory(regimen=RegimenFactory(owner=person))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answers = [program.get(path) for path in LOOKS if path != "foods/1"]

    assert {one.status_code for one in answers} == {200}
    assert [query["sql"] for query in asked if WRITES.match(query["sql"]) or "session" in query["sql"]] == []
    assert ApiToken.objects.get().last_used_on is None


def test_logging_notes_the_day_of_use(person, program):
    press(program, person)

    assert ApiToken.objects.get().last_used_on == NOW.date()


def test_no_answer_is_stored_sets_a_cookie_or_opens_to_other_sites(person, program):
    for answer in [program.get("entries"), program.get("nowhere"), Program(None).get("today"), *press(program, person)]:
        assert (answer.headers["Cache-Control"], len(answer.cookies)) == ("no-store", 0)
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_csrf_token_is_asked_for(person, program):
    """The client checks; without a cookie there is nothing that a foreign page could misuse."""
    assert press(program, person)[0].status_code == 201


def test_after_a_hundred_and_twenty_looks_in_a_minute_one_waits(person, program, monkeypatch, time_machine):
    monkeypatch.setattr(door, "READS_A_MINUTE", 3)
    answers = [program.get("entries") for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert (answers[-1].headers["Retry-After"], answers[-1].json()["code"]) == ("60", "too-many")
    assert Program(token_for(person)).get("entries").status_code == 200  # another token counts for itself
    time_machine.move_to(NOW + dt.timedelta(minutes=1), tick=False)
    assert program.get("entries").status_code == 200


def test_writes_are_counted_apart_from_looks(person, program, monkeypatch):
    monkeypatch.setattr(door, "WRITES_A_MINUTE", 1)
    food = found(name="Oat milk")
    answers = [program.post("entries", {"uid": uuid.uuid4(), "food_id": food.pk}) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 429]
    assert (program.get("entries").status_code, person.entries.count()) == (200, 1)


def test_whoever_sends_many_wrong_tokens_waits_and_a_right_one_still_opens(person, monkeypatch):
    monkeypatch.setattr(door, "WRONG_A_MINUTE", 2)
    good = token_for(person)
    answers = [Program(f"cobalog_{n}").get("entries").status_code for n in range(4)]

    assert answers == [401, 401, 429, 429]
    assert Program(good).get("entries").status_code == 200


def test_no_line_of_the_log_holds_a_token(person, caplog):
    secret = token_for(person, Scope.WRITE)
    with caplog.at_level(logging.DEBUG):
        for token in (secret, secret[:-1] + "?"):
            Program(token).get("today")
            Program(token).post("entries", "{")

    assert len(caplog.records) >= 4
    assert secret[12:-1] not in caplog.text


def test_whose_token_it_is_decides_what_is_there(person, program):
    theirs = EntryFactory(owner=UserFactory(), food=found(name="Oat milk"))
    regimen = PhaseFactory(regimen=RegimenFactory(owner=theirs.owner)).regimen
    private = found(name="Their stew", owner=theirs.owner, source=None, source_ref="")

    assert program.get(f"entries/{theirs.uid}").status_code == 404
    assert program.delete(f"entries/{theirs.uid}").status_code == 404
    assert program.get(f"foods/{private.pk}").status_code == 404
    assert program.get("foods", q="Their stew").json()["foods"] == []
    assert program.post("entries", {"uid": uuid.uuid4(), "food_id": private.pk}).status_code == 404
    assert program.post(f"regimens/{regimen.pk}/doses", {"uid": uuid.uuid4()}).status_code == 404
    assert program.get("entries", **{"from": "2026-03-14"}).json()["entries"] == []
    assert (
        program.post("entries", {"uid": theirs.uid, "food_id": theirs.food_id}).status_code == 201
    )  # a uid is one's own
    assert Entry.objects.filter(uid=theirs.uid).count() == 2  # a uid is one's own


def test_what_is_no_address_is_said_in_json(program):
    answer = program.get("nowhere/at/all")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_another_method_is_refused_with_those_that_are_allowed(program):
    answer = program.client.put("/api/v1/entries", headers=program.headers)

    assert (answer.status_code, answer.headers["Allow"], answer.json()["code"]) == (405, "GET, POST", "method")
