"""Addresses of the API, all for machines but its documentation."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from tracker.api.api import api, openapi, parameters_of
from tracker.api.door import for_programs
from tracker.api.page import docs
from tracker.api.problems import not_found

app_name = "api"
_CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")


def description(request: HttpRequest) -> JsonResponse:
    """OpenAPI, for whoever asks: nothing personal is in it."""
    return JsonResponse(openapi())


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What is no address of the API, in its own words."""
    return not_found().answer()


def _of_ninja() -> list[URLPattern]:
    patterns = [one for one in api.urls[0] if one.name != "api-root"]
    for one in patterns:
        route = _CONVERTED.sub(r"{\1}", str(one.pattern))
        one.callback = for_programs(one.callback, parameters=parameters_of(route))
    return patterns


urlpatterns = [
    path("openapi.json", for_programs(description, parameters={"GET": frozenset()}), name="openapi"),
    path("docs", docs, name="docs"),
    *_of_ninja(),
    path("", for_programs(nowhere, parameters={})),
    path("<path:rest>", for_programs(nowhere, parameters={})),
]
