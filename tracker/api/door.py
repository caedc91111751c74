"""Who comes in, how often, and with what: a token in the header, never a cookie; short bodies of JSON; no-store.

Counts stand in each worker's own memory, as those of searches do: a look must not write, not even into a cache that is
a table. So the true limit is that times the workers, at most.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.parser import Parser
from ninja.security import HttpBearer

from accounts import tokens
from accounts.tokens import Bearer
from foods.views.throttle import count_this_minute
from tracker.api.problems import Problem

READS_A_MINUTE = 120
WRITES_A_MINUTE = 60
WRONG_A_MINUTE = 20  # tokens that open nothing, from one address
MOST_BYTES = 16_384
LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})


class Token(HttpBearer):
    """`Authorization: Bearer cobalog_…`. The session of a browser opens nothing here."""

    def __call__(self, request: HttpRequest) -> Bearer:
        scheme, _space, secret = request.headers.get("authorization", "").partition(" ")
        return self.authenticate(request, secret.strip() if scheme.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> Bearer:
        bearer = tokens.bearer_of(token, now=timezone.now())
        if bearer is None:
            if count_this_minute(f"api-wrong-{_address(request)}") > WRONG_A_MINUTE:
                raise too_many()
            raise Problem(
                401,
                _("Send a token that is open as “Authorization: Bearer …”. Tokens are made in the settings."),
                headers={"WWW-Authenticate": "Bearer"},
            )
        _let_in(request, bearer)
        _look_at(request)
        timezone.activate(bearer.person.zone)  # until config.middleware.PersonsTime puts it back
        return bearer


def _address(request: HttpRequest) -> str:
    """Behind a socket of the machine there may be none."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""


def _let_in(request: HttpRequest, bearer: Bearer) -> None:
    """By what the token may do, and how often it was used this minute."""
    looks = request.method in LOOKS
    if not (bearer.reads if looks else bearer.writes):
        raise Problem(
            403,
            _("This token only logs. Make one that may read.")
            if looks
            else _("This token only reads. Make one that may log."),
            headers={"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
        )
    kind, most = ("reads", READS_A_MINUTE) if looks else ("writes", WRITES_A_MINUTE)
    if count_this_minute(f"api-{kind}-{bearer.token_pk}") > most:
        raise too_many()


def too_many() -> Problem:
    return Problem(429, _("That were many requests in a minute. Wait for one."), headers={"Retry-After": "60"})


class Strict(Parser):
    """JSON as its standard has it: no NaN, no Infinity, no name twice; numbers exactly as they were written."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once_each)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def for_programs(
    view: Callable[..., HttpResponse], *, parameters: Mapping[str, frozenset[str]]
) -> Callable[..., HttpResponse]:
    """A view of the API: no session, no person of a session, no CSRF; every answer is JSON that nobody stores.

    `parameters`: which may stand in the address, by method.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.parameters = parameters.get(request.method or "")
        try:
            _not_too_long(request)
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = problem.answer()
        if response.status_code == 405:
            allow = ", ".join(sorted(response.headers["Allow"].split(", ")))
            response = Problem(405, _("Allowed here: %(methods)s.") % {"methods": allow}).answer()
            response.headers["Allow"] = allow
        response.headers["Cache-Control"] = "no-store"
        return response

    answered.for_machines = True
    answered.login_required = False
    answered.csrf_exempt = True
    return answered


def _not_too_long(request: HttpRequest) -> None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise Problem(413, _("Send %(n)d bytes at most.") % {"n": MOST_BYTES})


def _look_at(request: HttpRequest) -> None:
    """Refuse what is no use reading further: names that mean nothing, a body of another kind."""
    if unknown := [name for name in request.GET if name not in request.parameters]:
        errors = [{"field": name[:80], "message": _("There is no such parameter.")} for name in unknown[:20]]
        raise Problem(422, _("The address holds something that means nothing here."), errors=errors)
    if request.method == "POST" and request.content_type != "application/json":
        raise Problem(415, _("Send JSON, with the header “Content-Type: application/json”."))
