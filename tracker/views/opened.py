"""Answers at secret addresses: for whoever has the address, without an account, and leaving no trace of it."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from foods.views.throttle import guesses_limited
from tracker.secret_addresses import SIGNED, TOKEN

_HEADERS = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


class SecretConverter:
    """The token of a secret address, as it stands there; what it opens is for the view to find out."""

    regex = TOKEN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SignedConverter(SecretConverter):
    """The signed part of a link that ends mails."""

    regex = SIGNED


def open_by_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Needs no log-in; is stored nowhere, named to no other site and found by no search. Guessing is limited."""

    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return login_not_required(guesses_limited(opened))
