"""Limits on what a visitor can ask for without logging in: searching, which is dear, and guessing secret addresses."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

SEARCHES_A_MINUTE = 120
MISSES_A_MINUTE = 20


def searches_limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 429 to a person, or an address without one, who sends more than 120 texts (`q`) in a minute.

    Each worker counts for itself, so the true limit is that times the workers.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.GET.get("q", "").strip() and count_this_minute(f"searches-{_who(request)}") > SEARCHES_A_MINUTE:
            return _slow_down(request)
        return view(request, *args, **kwargs)

    return limited


def guesses_limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 429 to an address that asked this view for more than 20 things in a minute that are not there.

    What is there is never counted: whoever holds the right address may ask as often as they like.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        key = f"misses-{_address(request)}"
        if count_this_minute(key, by=0) >= MISSES_A_MINUTE:
            answer = render(request, "429.html", status=429)
            answer["Retry-After"] = "60"
            return answer
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            count_this_minute(key)
            raise
        if answer.status_code == 404:
            count_this_minute(key)
        return answer

    return limited


def _who(request: HttpRequest) -> str:
    return f"person-{request.user.pk}" if request.user.is_authenticated else _address(request)


def _address(request: HttpRequest) -> str:
    return f"address-{get_adapter().get_client_ip(request)}"


def count_this_minute(what: str, *, by: int = 1) -> int:
    """How often it came in this minute, this time included."""
    cache, key = caches["local"], f"{what}-{int(time.time() // 60)}"
    cache.add(key, 0, timeout=90)
    try:
        return cache.incr(key, by)
    except ValueError:  # another thread's entries pushed the count out of a full cache
        return 0


def _slow_down(request: HttpRequest) -> HttpResponse:
    """A page, or for htmx a note in the place that was asked for, whatever id it has."""
    template = "foods/_too_many.html" if request.htmx else "foods/too_many.html"
    response = render(request, template, {"minute": SEARCHES_A_MINUTE}, status=429)
    response["Retry-After"] = "60"
    response["Vary"] = "HX-Request"
    return response
