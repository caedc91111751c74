"""Where browser and server disagree about the address of the site: which setting an operator has to change."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

FROM_ELSEWHERE = {"cross-site", "same-site"}  # a browser that says so: a foreign page, whatever our settings


@dataclass(frozen=True, slots=True)
class Misplaced:
    """`there`: the site's address as the browser sees it; `here`: as this server does. `setting`=`value` mends it."""

    there: str
    here: str
    setting: str
    value: str


def misplaced(request: HttpRequest) -> Misplaced | None:
    """What a refused form tells of the proxy in front; None where the two agree or a foreign page sent it."""
    there = request.headers.get("origin", "")
    sent = urlsplit(there)
    here = f"{request.scheme}://{request.get_host()}"
    if sent.scheme not in ("http", "https") or request.headers.get("sec-fetch-site") in FROM_ELSEWHERE:
        return None
    if there in {here, *settings.CSRF_TRUSTED_ORIGINS}:
        return None
    if sent.netloc != request.get_host():
        return Misplaced(there, here, "CSRF_TRUSTED_ORIGINS", there)
    return Misplaced(there, here, "BEHIND_TLS", "1" if sent.scheme == "https" else "0")
