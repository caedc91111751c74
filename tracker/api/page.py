"""The documentation page, made from the description that programs read: no script, nothing from elsewhere."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from tracker.api.api import ROOT, openapi
from tracker.api.door import MOST_BYTES, READS_A_MINUTE, WRITES_A_MINUTE, WRONG_A_MINUTE

SITE, TOKEN = "https://cobalog.example", "$COBALOG_TOKEN"  # nosec B105 # as they stand in examples
_UID = "0b54bcb4-9a0c-4d2f-8a5e-0d6a2d1f7a10"
# by operation: what follows the address of the API, and what is sent
EXAMPLES: dict[str, tuple[str, dict[str, Any] | None]] = {
    "foods": ("foods?q=oat%20milk&limit=3", None),
    "food": ("foods/1", None),
    "entries": ("entries?from=2026-03-01&to=2026-03-31", None),
    "log_entry": ("entries", {"uid": _UID, "food_id": 1, "amount": 1}),
    "entry": (f"entries/{_UID}", None),
    "remove_entry": (f"entries/{_UID}", None),
    "today": ("today", None),
    "status": ("status", None),
    "due": ("regimens/due", None),
    "log_dose": ("regimens/1/doses", {"uid": _UID}),
}
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of what is sent or comes back. `link`: the table of what it holds."""

    name: str
    kind: str
    link: str
    needed: bool
    says: SafeString


@dataclass(frozen=True, slots=True)
class Response:
    status: str
    says: SafeString
    link: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    key: str
    method: str
    path: str
    title: str
    says: SafeString
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    responses: tuple[Response, ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table of fields."""

    name: str
    title: str
    fields: tuple[Field, ...]


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": groups(),
        "shapes": shapes(),
        "reads": READS_A_MINUTE,
        "writes": WRITES_A_MINUTE,
        "wrong": WRONG_A_MINUTE,
        "bytes": MOST_BYTES,
    }
    return render(request, "api/docs.html", context)


@cache
def groups() -> tuple[Group, ...]:
    found: dict[str, list[Endpoint]] = {}
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_endpoint(path, method.upper(), operation))
    return tuple(Group(title, tuple(endpoints)) for title, endpoints in found.items())


@cache
def shapes() -> tuple[Shape, ...]:
    """What comes back, each once; what is sent stands with its operation."""
    schemas = openapi()["components"]["schemas"]
    return tuple(
        Shape(name, name.removesuffix("Answer"), tuple(_fields(schema)))
        for name, schema in schemas.items()
        if name.endswith("Answer") or name == "Problem"
    )


def _endpoint(path: str, method: str, operation: dict[str, Any]) -> Endpoint:
    key = operation["operationId"]
    sent = operation.get("requestBody")
    body = openapi()["components"]["schemas"][_name(sent["content"]["application/json"]["schema"])] if sent else {}
    return Endpoint(
        key=key,
        method=method,
        path=path,
        title=operation["summary"],
        says=said(operation["description"]),
        scope="read" if method == "GET" else "log",
        parameters=tuple(_parameter(one) for one in operation.get("parameters", ())),
        body=tuple(_fields(body)),
        responses=tuple(_response(status, one) for status, one in operation["responses"].items()),
        curl=curl(method, *EXAMPLES[key]),
    )


def curl(method: str, path: str, body: dict[str, Any] | None) -> str:
    """A command that can be pasted into a shell where `COBALOG_TOKEN` is set."""
    lines = ["curl" if method == "GET" else f"curl -X {method}", f'-H "Authorization: Bearer {TOKEN}"']
    if body is not None:
        lines += ['-H "Content-Type: application/json"', f"-d '{json.dumps(body)}'"]
    return " \\\n  ".join([*lines, f'"{SITE}{ROOT}{path}"'])


def _parameter(parameter: dict[str, Any]) -> Field:
    kind, link = _kind(parameter["schema"])
    says = said(parameter.get("description", ""), parameter["schema"])
    return Field(parameter["name"], kind, link, parameter["required"], says)


def _fields(schema: dict[str, Any]) -> Iterator[Field]:
    needed = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        kind, link = _kind(field)
        yield Field(name, kind, link, name in needed, said(field.get("description", ""), field))


def _response(status: str, response: dict[str, Any]) -> Response:
    content = next(iter(response.get("content", {}).values()), None)
    return Response(status, said(response["description"]), _name(content["schema"]) if content else "")


_WORDS = {
    ("string", "uuid"): "UUID",
    ("string", "date"): "date",
    ("string", "date-time"): "date and time",
    ("string", ""): "text",
    ("number", ""): "number",
    ("integer", ""): "whole number",
    ("boolean", ""): "true or false",
    ("object", ""): "object",
}


def _kind(schema: dict[str, Any]) -> tuple[str, str]:
    """What a field holds in words, and the name of the table that says more."""
    if "anyOf" in schema:
        whole = [one for one in schema["anyOf"] if one.get("type") != "null"]
        kind, link = _kind(whole[0])
        return f"{kind} or null", link
    if name := _name(schema):
        return name.removesuffix("Answer"), name
    if schema.get("type") == "array":
        kind, link = _kind(schema["items"])
        return f"list of {kind}", link
    return _WORDS[schema["type"], schema.get("format", "")], ""


def _name(schema: dict[str, Any]) -> str:
    return schema.get("$ref", "").rpartition("/")[2]


def said(text: str, schema: dict[str, Any] | None = None) -> SafeString:
    """A description with its `names` as code, and the values that are allowed."""
    parts = [_CODE.sub(r"<code>\1</code>", str(escape(" ".join(text.split()))))] if text else []
    values = (schema or {}).get("enum")
    if values:
        parts.append("one of " + ", ".join(f"<code>{escape(value)}</code>" for value in values))
    return mark_safe("; ".join(parts))  # our own words, escaped above
