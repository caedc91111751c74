"""Messages between two pages, in a cookie as closely held as the session's."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class OwnCookieStorage(CookieStorage):
    """Django's, under a name that browsers bind to this very host where there is TLS."""

    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"
