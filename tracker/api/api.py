"""The API put together: its parts, its errors, and its description (OpenAPI)."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from tracker.api import entries, foods, regimens, sums
from tracker.api.answers import ProblemAnswer
from tracker.api.door import MOST_BYTES, READS_A_MINUTE, WRITES_A_MINUTE, Strict, Token
from tracker.api.problems import CONTENT_TYPE, TITLES, Problem, not_found, of_validation

ROOT = "/api/v1/"
ABOUT = (
    "Log and read your own entries from programs of yours. Every request carries a token, made in the settings, as "
    "“Authorization: Bearer cobalog_…”; cookies open nothing here. µg stand in names that end in `_ug`. null is "
    "“nobody knows” and never 0; sums say how many entries were unknown. Figures are JSON numbers; amounts are read "
    "exactly as they are written, to three decimals. Dates are your own days, moments carry an offset. What the model "
    "estimates is no measurement, and nothing here is medical advice."
)

api = NinjaAPI(
    title="Cobalog API",
    version="1",
    description=ABOUT,
    auth=Token(),
    parser=Strict(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for part in (foods, entries, sums, regimens):
    api.add_router("", part.router)


# --- errors -----------------------------------------------------------------------------------------------------------
@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return error.answer()


@api.exception_handler(ValidationError)
def _does_not_fit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return of_validation(error.errors).answer()


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja says so of a body that it cannot parse, and of nothing else here."""
    if error.status_code != 400:
        raise error
    return Problem(400, _("The body is not valid JSON, or names something twice.")).answer()


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return not_found().answer()


# --- its description --------------------------------------------------------------------------------------------------
_ALWAYS = (401, 403, 413, 422, 429)
_ALSO = {  # by operation
    "food": (404,),
    "entry": (404,),
    "remove_entry": (404,),
    "log_entry": (400, 404, 409, 415),
    "log_dose": (400, 404, 409, 415),
}
_TIMES = {
    401: "There is no token, or it is mistyped, revoked or over.",
    403: "The token's scope does not hold this.",
    409: "`sure`: hard to believe, send “sure”: true if it is right. `uid`: taken by another entry. `removed`: it was "
    "taken out.",
    413: f"The body is longer than {MOST_BYTES:,} bytes.",
    422: "`invalid`: `errors` names each field. `unclear`: it may mean several foods, `candidates` lists them.",
    429: f"More than {READS_A_MINUTE} reads or {WRITES_A_MINUTE} writes in a minute; `Retry-After` says when.",
}


@cache
def openapi() -> dict[str, Any]:
    """The description: that of ninja, with every error that an operation may answer."""
    made = deepcopy(dict(api.get_openapi_schema(path_prefix=ROOT)))
    for operations in made["paths"].values():
        for operation in operations.values():
            _describe(operation)
    schemas = made["components"]["schemas"]
    schemas["Problem"] = ProblemAnswer.model_json_schema()
    return made


def _describe(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        response["description"] = {200: "OK", 201: "Logged", 204: "Taken out, or it was out already"}[int(status)]
    if operation["operationId"] in {"log_entry", "log_dose"}:
        operation["responses"][200]["description"] = "Logged before with this `uid`"
    for status in sorted({*_ALWAYS, *_ALSO.get(operation["operationId"], ())}):
        operation["responses"][status] = _described(status)
    operation["responses"] = {str(status): said for status, said in operation["responses"].items()}


def _described(status: int) -> dict[str, Any]:
    return {
        "description": f"{TITLES[status]}. {_TIMES.get(status, '')}".strip(),
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def parameters_of(route: str) -> Mapping[str, frozenset[str]]:
    """Which parameters an address of the API may carry, by method; `route` as the description has it."""
    return {
        method.upper(): frozenset(
            parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"
        )
        for method, operation in openapi()["paths"][ROOT + route].items()
    }
