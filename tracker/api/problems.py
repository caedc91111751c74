"""Errors as programs and people can read them: RFC 9457, with our sentences, and never what was sent."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CONTENT_TYPE = "application/problem+json"
DOCS = "/api/v1/docs"
TITLES = {
    400: gettext_lazy("The body cannot be read"),
    401: gettext_lazy("No token that opens anything"),
    403: gettext_lazy("The token may not do this"),
    404: gettext_lazy("Not here"),
    405: gettext_lazy("Not in this way"),
    409: gettext_lazy("Something to decide first"),
    413: gettext_lazy("Too long"),
    415: gettext_lazy("Not JSON"),
    422: gettext_lazy("Something does not fit"),
    429: gettext_lazy("Too many requests"),
}


class Problem(Exception):
    """What ends a request with an error. `code` is stable; `more` are members of the answer besides the usual ones."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: str = "",
        errors: Iterable[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(status)
        self.status, self.detail, self.code = status, str(detail), code or _CODES[status]
        self.errors, self.headers, self.more = tuple(errors), headers or {}, more

    def answer(self) -> HttpResponse:
        body = {
            "type": f"{DOCS}#{self.code}",
            "title": str(TITLES[self.status]),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **({"errors": list(self.errors)} if self.errors else {}),
            **self.more,
        }
        return HttpResponse(
            json.dumps(body, ensure_ascii=False),
            status=self.status,
            content_type=CONTENT_TYPE,
            headers=dict(self.headers),
        )


_CODES = {
    400: "unreadable",
    401: "token",
    403: "scope",
    404: "not-found",
    405: "method",
    409: "conflict",
    413: "too-long",
    415: "not-json",
    422: "invalid",
    429: "too-many",
}


def not_found(detail: str = "") -> Problem:
    return Problem(404, detail or _("There is nothing of that kind here, or it is not yours."))


def invalid(field: str, message: str) -> Problem:
    """One field of what was sent does not fit."""
    return Problem(422, message, errors=[{"field": field, "message": str(message)}])


# --- what pydantic found ---------------------------------------------------------------------------------------------
_SENTENCES = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "uuid": gettext_lazy("Send a UUID like 0b54bcb4-9a0c-4d2f-8a5e-0d6a2d1f7a10."),
    "amount": gettext_lazy("Send a number above 0, like 1 or 0.5, up to 20000."),
    "date": gettext_lazy("Send a date like 2026-03-14."),
    "time": gettext_lazy("Send a time like 07:30."),
    "moment": gettext_lazy("Send date, time and offset, like 2026-03-14T07:30:00+01:00."),
    "string_pattern_mismatch": gettext_lazy("This holds a character that no text has."),
    "string_too_long": gettext_lazy("That is too long: at most %(max_length)s characters."),
    "string_too_short": gettext_lazy("That is empty."),
    "string_type": gettext_lazy("Send text."),
    "string_unicode": gettext_lazy("This is not readable text."),
    "bool_type": gettext_lazy("Send true or false."),
    "int_type": gettext_lazy("Send a whole number."),
    "int_parsing": gettext_lazy("Send a whole number."),
    "greater_than_equal": gettext_lazy("Send %(ge)s or more."),
    "less_than_equal": gettext_lazy("Send %(le)s at most."),
}
_OTHERWISE = gettext_lazy("This does not fit. The documentation says what does.")


def of_validation(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Every field that does not fit, named as it was sent."""
    found = [{"field": _place(error["loc"]), "message": _sentence(error)} for error in errors]
    return Problem(422, " ".join(f"{one['field']}: {one['message']}" for one in found[:5]), errors=found[:50])


def _place(loc: Iterable[object]) -> str:
    """“amount” for ("body", "sent", "amount"): the name of a parameter of ours says nothing to anybody."""
    parts = [str(part) for part in loc if part not in ("body", "query", "path", "sent", "asked")]
    return ".".join(parts)[:80] or "body"


def _sentence(error: Mapping[str, Any]) -> str:
    said = _SENTENCES.get(error["type"])
    if said is None:
        return str(error["msg"]) if error["type"] == "ours" else str(_OTHERWISE)
    return str(said) % (error.get("ctx") or {})
