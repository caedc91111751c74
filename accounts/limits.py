"""How often one address may do a thing. Counted in the shared cache, so that all workers count together."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def within(request: HttpRequest, action: str, *, rate: str, key: str | None = None) -> bool:
    """Count one try of `action` and say whether it still is within `rate`, like "10/h/ip" (also s, m, d; user; key, of
    which a digest is kept)."""
    counted = ratelimit.consume(request, app="cobalog", action=action, config={action: rate}, key=key, limit_get=True)
    return counted is not None
