"""The commands of docs/api.md and of the documentation page do what they say, read as a shell would read them."""

import json
import re
import shlex
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.models.tokens import Scope
from tests.factories import FoodFactory, PhaseFactory, RegimenFactory
from tests.tracker.api.conftest import token_for
from tests.tracker.views.conftest import found
from tracker.api import page
from tracker.api.api import openapi

GUIDE = Path(settings.BASE_DIR, "docs/api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.replace("\\\n", " ").splitlines() if line.startswith("curl")]


def run(command: str, token: str):
    """What `curl` would send, to this app."""
    command = command.replace("$COBALOG_TOKEN", token).replace("$COBALOG", page.SITE)
    words = shlex.split(command.replace("$(uuidgen)", str(uuid.uuid4())))
    assert words.pop(0) == "curl"
    method, headers, body, address = "GET", {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name.lower()] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            address = word.removeprefix(page.SITE)
    kind = headers.pop("content-type", "application/octet-stream")
    return Client().generic(method, address, body or "", content_type=kind, headers=headers)


@pytest.fixture
def things(person) -> dict[str, int]:
    """A food and a plan, whose numbers stand in the commands in place of 1."""
    tablet = found(name="B12 tablet", portion="tablet", quantity=1, basis="unit", b12_ug=1000, origin="supplement")
    regimen = PhaseFactory(regimen=RegimenFactory(owner=person, food=FoodFactory(tablet=True))).regimen
    return {"food": tablet.pk, "regimen": regimen.pk}


def with_ids(command: str, things: dict[str, int]) -> str:
    command = re.sub(r'(food_id\\?": )1\b', rf"\g<1>{things['food']}", command)
    return command.replace("regimens/1/", f"regimens/{things['regimen']}/").replace(
        "foods/1", f"foods/{things['food']}"
    )


def test_the_guide_holds_the_commands_that_it_should():
    assert len(COMMANDS) == 10
    assert sum("-X POST" in command for command in COMMANDS) == 4


@pytest.mark.parametrize("command", COMMANDS, ids=range(len(COMMANDS)))
def test_a_command_of_the_guide_works(command, person, things):
    token = token_for(person)
    answer = run(with_ids(command, things), token)

    expected = {"POST": 201, "DELETE": 404}  # nobody logged the uid of the example
    assert answer.status_code == next((code for word, code in expected.items() if word in command), 200)
    assert answer.json()


def test_the_button_on_the_phone_works_with_a_token_that_only_logs_and_once_a_day(person, things):
    """As the recipe for the iPhone makes its uid: of the day."""
    command = next(command for command in COMMANDS if "/doses" in command)
    command = command.replace("$(uuidgen)", "00000000-0000-4000-8000-000020260314")
    token = token_for(person, Scope.WRITE)
    answers = [run(with_ids(command, things), token).status_code for _ in range(2)]

    assert (answers, person.entries.count()) == ([201, 200], 1)
    assert "00000000-0000-4000-8000-0000" in GUIDE


def operations() -> list[tuple[str, str, dict]]:
    return [
        (method.upper(), path, operation)
        for path, methods in openapi()["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_has_an_example():
    assert {operation["operationId"] for _, _, operation in operations()} == set(page.EXAMPLES)


@pytest.mark.parametrize(
    "endpoint", [one for group in page.groups() for one in group.endpoints], ids=lambda one: one.key
)
def test_an_example_of_the_page_works(endpoint, person, things):
    answer = run(with_ids(endpoint.curl, things), token_for(person))

    missing = {"entry", "remove_entry"}  # nobody logged the uid of the example
    assert answer.status_code == (404 if endpoint.key in missing else 201 if endpoint.method == "POST" else 200)


def test_the_page_names_every_address_field_and_error(client, db):
    text = client.get("/api/v1/docs").content.decode()
    names = [name for shape in page.shapes() for name in [field.name for field in shape.fields]]

    assert [path for _, path, _ in operations() if f"<code>{path}</code>" not in text] == []
    assert [name for name in names if f"<code>{name}</code>" not in text] == []
    assert len(names) > 80
    anchors = set(re.findall(r' id="([^"]+)"', text))
    assert [link for link in re.findall(r'href="#([^"]+)"', text) if link not in anchors] == []
    assert {"token", "scope", "sure", "uid", "removed", "invalid", "unclear", "too-many"} <= anchors


def test_the_description_is_open_and_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/api/v1/openapi.json")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.content)["openapi"] == "3.1.0"


def test_every_description_is_there():
    """What stands nowhere cannot be understood."""
    bare = [operation["operationId"] for _, _, operation in operations() if not operation.get("description")]
    unsaid = [
        parameter["name"]
        for _, _, operation in operations()
        for parameter in operation.get("parameters", ())
        if not parameter.get("description") and parameter["name"] != "page"
    ]

    assert (bare, unsaid) == ([], [])


def test_every_figure_says_its_unit():
    """A number that is µg has a name that says so."""
    schemas = openapi()["components"]["schemas"]
    figures = {
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, said in schema.get("properties", {}).items()
        if "µg" in said.get("description", "") and "_ug" not in field and "number" in json.dumps(said)
    }

    assert figures == set()
