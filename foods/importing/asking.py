"""Asking a server for a file: over https, the one that was named and no other, and what it says before it sends."""

import http.client
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

TIMEOUT = 30  # seconds in which something must come
HEADERS = {"User-Agent": "Cobalog (fetch_foods)", "Accept-Encoding": "identity"}
_HERE = "127.0.0.1"  # the only place that is asked without TLS


class Stopped(Exception):
    """It could not be fetched; the message says what happened and what to do."""


@dataclass(frozen=True)
class Offer:
    """What a server says of a file before it is fetched. `etag` and `modified` tell one state of it from another."""

    url: str
    size: int | None = None
    etag: str = ""
    modified: str = ""

    @property
    def name(self) -> str:
        return urlsplit(self.url).path.rpartition("/")[2]

    @property
    def mark(self) -> str:
        """What a server compares before it sends the rest: a weak tag promises too little."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


def ask(url: str) -> Offer:
    """The size of a file and its state, without the file. Servers that do not say leave them empty."""
    try:
        with opener(url).open(Request(url, headers=HEADERS, method="HEAD"), timeout=TIMEOUT) as answer:
            return offer_of(url, answer)
    except HTTPError as error:
        error.close()
        if error.code in (403, 405, 501):  # some servers answer GET only
            return Offer(url)
        raise refused(url, error) from None
    except (OSError, http.client.HTTPException) as error:
        raise Stopped(
            f"{host_of(url)} cannot be reached ({why(error)}): look at the connection, then try again."
        ) from None


class _SamePlace(HTTPRedirectHandler):
    """Follows a server to another address of its own, and to no other scheme or host."""

    def redirect_request(self, request, answer, code, message, headers, address):  # type: ignore[no-untyped-def]
        if urlsplit(address)[:2] != urlsplit(request.full_url)[:2]:
            answer.close()
            raise Stopped(
                f"{host_of(request.full_url)} sends us to {urlsplit(address)[0]}://{host_of(address)}, which nobody "
                "asked for. If the files have moved, set FDC_DOWNLOADS_URL."
            )
        fresh = super().redirect_request(request, answer, code, message, headers, address)
        if fresh is not None:
            fresh.method = request.get_method()
        return fresh


def opener(url: str) -> OpenerDirector:
    scheme, host = urlsplit(url).scheme, urlsplit(url).hostname
    if not (scheme == "https" and host) and not (scheme == "http" and host == _HERE):
        raise Stopped(f"{url} does not begin with https://. Nothing was asked: correct FDC_DOWNLOADS_URL.")
    return build_opener(_SamePlace, *([ProxyHandler({})] if host == _HERE else []))


def offer_of(url: str, answer) -> Offer:
    length = answer.headers.get("Content-Length", "")
    return Offer(
        url,
        int(length) if length.isascii() and length.isdigit() else None,
        answer.headers.get("ETag", ""),
        answer.headers.get("Last-Modified", ""),
    )


def refused(url: str, error: HTTPError) -> Stopped:
    if error.code in (404, 410):
        return Stopped(f"There is no {url}. Look there for the newest release and name it with --release.")
    return Stopped(f"{host_of(url)} answered {error.code} {error.reason}: try again later.")


def host_of(url: str) -> str:
    return urlsplit(url).netloc


def why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    return "it does not answer" if isinstance(reason, TimeoutError) else str(reason) or type(reason).__name__
