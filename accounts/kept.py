"""What somebody typed when their session had ended: kept on the server until they are signed in again.

`keep` is called where a POST is turned away (config.middleware, config.views). A view shows it again by

    form = LogForm(request.POST or kept_for(request))      # or kept_for(request, action=reverse("log"))

which reads and never writes. It is shown to the person whose page it was typed on and to nobody else, for half an
hour at most, and dropped at that person's next POST. See docs/decisions/0004.
"""

import json
import re
import time
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import limits
from accounts.marks import secret_sent_with, was_given_to

SESSION_KEY = "kept"
MARK = "kept"  # ?kept=1 on the page that shows it again
MOST_BYTES = 20_000
SECONDS = 30 * 60
RATE = "30/10m/ip"  # every one of them is a row in the session table
_NEVER = re.compile(r"password|csrfmiddlewaretoken|secret|credential|^code$", re.IGNORECASE)


def keep(request: HttpRequest) -> bool:
    """Put away what this POST carried, for whom its page was made; say whether it could be."""
    secret = secret_sent_with(request)
    data = {name: values for name, values in request.POST.lists() if not _NEVER.search(name)}
    if not secret or not data or len(json.dumps(data)) > MOST_BYTES:
        return False
    if request.user.is_authenticated and not was_given_to(request.user, secret):
        return False
    if not limits.within(request, "keep", rate=RATE):
        return False
    request.session[SESSION_KEY] = {
        "page": urlsplit(page_of(request)).path,
        "path": request.path,
        "data": data,
        "at": int(time.time()),
        "for": secret,
    }
    return True


def kept_for(request: HttpRequest, *, action: str | None = None) -> QueryDict | None:
    """What this person had typed on this page before the session ended; with `action`, in the form sent there."""
    if MARK not in request.GET or not request.user.is_authenticated:
        return None
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["page"] != request.path or action not in (None, kept["path"]):
        return None
    if time.time() - kept["at"] > SECONDS or not was_given_to(request.user, kept["for"]):
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["data"].items():
        data.setlist(name, values)
    data._mutable = False
    return data


def drop(request: HttpRequest) -> None:
    """Forget what was kept: the person has sent something since."""
    if SESSION_KEY in request.session:
        del request.session[SESSION_KEY]


def page_of(request: HttpRequest) -> str:
    """The address of the page this request was made from, on this site only; else its own path.

    Read from what browsers send along: htmx's current address, or the referrer (our policy is `same-origin`).
    """
    page = request.htmx.current_url_abs_path if request.htmx else None
    if page is None and request.method == "GET":
        page = request.get_full_path()
    if page is None:
        came_from = urlsplit(request.headers.get("referer", ""))
        if (came_from.scheme, came_from.netloc) == (request.scheme, request.get_host()):
            page = urlunsplit(("", "", came_from.path, came_from.query, ""))
    # a path like //evil.example is ours as long as our name stands before it, and a link elsewhere without
    return page if page and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else request.path


def way_back(request: HttpRequest, *, kept: bool = False) -> str:
    """Where the person returns to after log-in: the page they were on, marked where something is kept for it."""
    page = urlsplit(page_of(request))
    if page.path == resolve_url(settings.LOGIN_URL):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    query = QueryDict(page.query, mutable=True)
    query.pop(MARK, None)
    if kept:
        query[MARK] = "1"
    return urlunsplit(("", "", page.path, query.urlencode(), ""))
