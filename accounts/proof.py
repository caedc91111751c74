"""Pages that open only to somebody who proved within the last minutes who they are.

allauth would put a refused POST away and send it by itself after the proof, or days later after the proof for something
else. Here nothing is sent by itself: the person comes back to the page they were on, with what they typed where it can
be shown again (`accounts.kept`), and presses once more. See docs/decisions/0022.
"""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from accounts import kept

ASKING = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}  # names of the pages that ask


def needs_proof(view: Callable) -> Callable:
    """Ask for the password or second step first, then come back. A demo has neither, and is left in."""
    return reauthentication_required(enabled=_can_prove)(view)


def _can_prove(request: HttpRequest) -> bool:
    return not request.user.is_demo


def ask_where_old(request: HttpRequest) -> HttpResponse | None:
    """For middleware, which no exception of its own reaches: None where the proof is fresh."""
    try:
        return needs_proof(lambda request: None)(request)
    except ReauthenticationRequired:
        return ask(request)


def ask(request: HttpRequest) -> HttpResponse:
    """To the page where this person proves who they are, and back from there to where they were."""
    was_kept = request.method == "POST" and kept.keep(request)
    ways = get_adapter().get_reauthentication_methods(request.user)
    page = ways[0]["url"] if ways else resolve_url(settings.LOGIN_URL)
    target = f"{page}?{urlencode({'next': kept.way_back(request, kept=was_kept)})}"
    return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
