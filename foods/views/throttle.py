"""A limit on searching, which is the dearest thing a visitor can ask for without logging in."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SEARCHES_A_MINUTE = 120


def searches_limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 429 to a person, or an address without one, who sends more than 120 texts (`q`) in a minute.

    Each worker counts for itself, so the true limit is that times the workers.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("q", "").strip() and _too_many(_who(request)):
            return _slow_down(request)
        return view(request, *args, **kwargs)

    return limited


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person-{request.user.pk}"
    return f"address-{get_adapter().get_client_ip(request)}"


def _too_many(who: str) -> bool:
    cache, key = caches["local"], f"searches-{who}-{int(time.time() // 60)}"
    cache.add(key, 0, timeout=90)
    try:
        return cache.incr(key) > SEARCHES_A_MINUTE
    except ValueError:  # another thread's entries pushed the count out of a full cache
        return False


def _slow_down(request: HttpRequest) -> HttpResponse:
    """A page, or for htmx a note in the place that was asked for, whatever id it has."""
    template = "foods/_too_many.html" if request.htmx else "foods/too_many.html"
    response = render(request, template, {"minute": SEARCHES_A_MINUTE}, status=429)
    response["Retry-After"] = "60"
    response["Vary"] = "HX-Request"
    return response
