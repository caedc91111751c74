"""How often one address may do a thing. Counted in the shared cache, so that all workers count together."""

from allauth.core.internal import ratelimit
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest

from accounts.models import User


def within(request: HttpRequest, action: str, *, rate: str, key: str | None = None) -> bool:
    """Count one try of `action` and say whether it still is within `rate`, like "10/h/ip" (also s, m, d; user; key, of
    which a digest is kept)."""
    counted = ratelimit.consume(request, app="cobalog", action=action, config={action: rate}, key=key, limit_get=True)
    return counted is not None


def forget(person: User) -> None:
    """Drop the counts kept under a person's number. Where the cache is no table of ours they expire, within a day."""
    if caches.settings["default"]["LOCATION"] != "cobalog_cache":
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cobalog_cache WHERE cache_key LIKE %s", [f"%:user:{person.pk}"])
