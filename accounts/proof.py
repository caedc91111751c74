"""Pages that open only to somebody who proved within the last minutes who they are."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest


def needs_proof(view: Callable) -> Callable:
    """Ask for the password or second step first, then come back. A demo has neither, and is left in."""
    return reauthentication_required(enabled=_can_prove)(view)


def _can_prove(request: HttpRequest) -> bool:
    return not request.user.is_demo
