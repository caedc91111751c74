"""One barcode asked at Open Food Facts, where the operator allows it (`OPEN_FOOD_FACTS`).

Only the barcode leaves this server, never who asked. An answer is kept in the shared cache, so that a second person
does not ask again; the site as a whole stays below the limit that Open Food Facts sets. Nothing is stored in the
table of foods: what is found is handed over with the mark that nobody here verified it.
"""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foods.importing import off_json
from foods.importing.checks import Refused
from foods.importing.off_products import food_of
from foods.importing.records import FoodRecord
from foods.shipped import gtin_is_valid

DAY, MINUTE = 24 * 60 * 60, 60
FOUND_IS_KEPT, NOT_FOUND_IS_KEPT, FAILURE_IS_KEPT = 30 * DAY, DAY, MINUTE
ASKED_A_MINUTE = 15  # by the whole site: what Open Food Facts allows one address for reading products
LARGEST_ANSWER = 1_000_000  # bytes
REDIRECTS = 2
_KEY = "open-food-facts-1"  # the number changes with what is kept
_HERE = ("127.0.0.1", "::1", "localhost")


class Why(StrEnum):
    """Why there is no food to show."""

    OFF = "off"
    NO_BARCODE = "no-barcode"
    BUSY = "busy"
    TOO_SLOW = "too-slow"
    UNREACHABLE = "unreachable"
    NOT_FOUND = "not-found"
    NO_FIGURE = "no-figure"


SENTENCES: dict[Why, str | Promise] = {
    Why.OFF: _("Barcodes are not looked up elsewhere here."),
    Why.NO_BARCODE: _("That is not a barcode: 8, 12, 13 or 14 digits, the last of which has to fit the others."),
    Why.BUSY: _("Open Food Facts was asked very often just now. Try again in a minute."),
    Why.TOO_SLOW: _("Open Food Facts did not answer in time. Try again in a minute, or enter the food by hand."),
    Why.UNREACHABLE: _("Open Food Facts cannot be reached. Try again in a minute, or enter the food by hand."),
    Why.NOT_FOUND: _("Open Food Facts does not know this barcode."),
    Why.NO_FIGURE: _("Open Food Facts knows this product, but has no figure for its B12 that could be used."),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A product with a figure, as Open Food Facts has it: unverified."""

    food: FoodRecord
    url: str  # its page there, for people


@dataclass(frozen=True, slots=True)
class Missed:
    """No figure, and why. `name` and `brand` are known where the product is (`NO_FIGURE`)."""

    why: Why
    name: str = ""
    brand: str = ""
    url: str = ""

    @property
    def sentence(self) -> str | Promise:
        return SENTENCES[self.why]


class TooSlow(Exception):
    """No whole answer within the time."""


class Unreachable(Exception):
    """No answer, or none that can be understood."""


Client = Callable[[str], dict]  # from a barcode to the answer of the API; raises TooSlow or Unreachable


def is_on() -> bool:
    """Whether the operator allows asking, at an address that nobody on the way can read or change."""
    address = urlsplit(settings.OPEN_FOOD_FACTS_URL)
    is_safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _HERE)
    return settings.OPEN_FOOD_FACTS and is_safe


def look_up(gtin: str, *, client: Client | None = None) -> Found | Missed:
    """What Open Food Facts has for a barcode. Takes at most `OPEN_FOOD_FACTS_TIMEOUT` seconds in all."""
    if not is_on():
        return Missed(Why.OFF)
    if not gtin_is_valid(gtin):
        return Missed(Why.NO_BARCODE)
    key = f"{_KEY}-{gtin.zfill(14)}"
    kept = cache.get(key)
    if kept is None:
        kept = _asked(gtin, client or ask)
        if kept["why"] != Why.BUSY:
            cache.set(key, kept, _how_long(kept))
    return _answer(kept)


def _asked(gtin: str, client: Client) -> dict:
    """What to keep: a reason, and the product where there is one. Plain values: the cache outlives versions."""
    if not _take_a_turn():
        return {"why": Why.BUSY.value}
    try:
        product = off_json.product_in(client(gtin))
    except TooSlow:
        return {"why": Why.TOO_SLOW.value}
    except Unreachable:
        return {"why": Why.UNREACHABLE.value}
    if product is None:
        return {"why": Why.NOT_FOUND.value}
    product = {field: product[field] for field in off_json.FIELDS if field in product} | {"code": gtin}
    return {"why": "", "product": product}


def _answer(kept: dict) -> Found | Missed:
    if kept["why"]:
        return Missed(Why(kept["why"]))
    data = kept["product"]
    url = f"{settings.OPEN_FOOD_FACTS_URL}/product/{data['code']}"
    with suppress(Refused):
        food = food_of(off_json.product_of(data), line=0)
        if food.b12_ug is not None:
            return Found(food, url)
    name, brand = off_json.name_and_brand(data)
    return Missed(Why.NO_FIGURE, name, brand, url)


def _how_long(kept: dict) -> int:
    if kept["why"] in (Why.TOO_SLOW, Why.UNREACHABLE):
        return FAILURE_IS_KEPT
    if kept["why"] == Why.NOT_FOUND or isinstance(_answer(kept), Missed):
        return NOT_FOUND_IS_KEPT  # somebody may add the product or its figure tomorrow
    return FOUND_IS_KEPT


def _take_a_turn() -> bool:
    """One of the turns that the whole site has in any sixty seconds. Adding to the cache succeeds for one worker."""
    return any(cache.add(f"{_KEY}-turn-{turn}", 1, MINUTE) for turn in range(ASKED_A_MINUTE))


# --- Asking, by the standard library ------------------------------------------------------------------------------
def ask(gtin: str) -> dict:
    """The answer of the API. Raises TooSlow or Unreachable, and nothing else."""
    fields = urlencode({"fields": ",".join(off_json.FIELDS)})
    request = _Request(f"{settings.OPEN_FOOD_FACTS_URL}/api/v2/product/{gtin}.json?{fields}")
    worker = threading.Thread(target=request.run, name="open-food-facts", daemon=True)
    worker.start()
    worker.join(settings.OPEN_FOOD_FACTS_TIMEOUT)  # in all: names, connecting, trickling headers, the body
    if worker.is_alive():
        request.give_up()
        raise TooSlow
    if isinstance(request.failure, TimeoutError):
        raise TooSlow from request.failure
    if request.failure is not None:
        raise Unreachable from request.failure
    try:
        answer = json.loads(request.body)
    except (ValueError, RecursionError) as problem:
        raise Unreachable from problem
    if not isinstance(answer, dict):
        raise Unreachable
    return answer


class _Request:
    """One question, asked in a thread of its own: a socket's own time limit starts anew with every byte."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.body = b""
        self.failure: Exception | None = None
        self._socket: socket.socket | None = None
        self._given_up = threading.Event()

    def run(self) -> None:
        try:
            self.body = self._follow()
        except Exception as problem:
            self.failure = problem

    def give_up(self) -> None:
        """Wakes the thread out of whatever it waits for."""
        self._given_up.set()
        if open_socket := self._socket:
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)

    def _follow(self) -> bytes:
        address = self.address
        for _turn in range(REDIRECTS + 1):
            with closing(_connection(address)) as connection:
                connection.connect()
                self._socket = connection.sock
                parts = urlsplit(address)
                connection.request("GET", f"{parts.path}?{parts.query}", headers=_headers())
                with connection.getresponse() as answer:
                    if answer.status not in (301, 302, 303, 307, 308):
                        return self._read(answer)
                    address = urljoin(address, answer.getheader("Location", ""))
            if urlsplit(address)[:2] != urlsplit(self.address)[:2]:
                raise Unreachable("sent to another host")
        raise Unreachable("sent around in circles")

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        if answer.status not in (200, 404):  # an unknown product comes as either
            raise Unreachable(f"status {answer.status}")
        body = b""
        while chunk := answer.read1(65_536):
            body += chunk
            if len(body) > LARGEST_ANSWER or self._given_up.is_set():
                raise Unreachable("more than a product holds")
        return body


def _connection(address: str) -> http.client.HTTPConnection:
    parts, limit = urlsplit(address), settings.OPEN_FOOD_FACTS_TIMEOUT
    if parts.scheme == "https":
        return http.client.HTTPSConnection(parts.netloc, timeout=limit, context=ssl.create_default_context())
    return http.client.HTTPConnection(parts.netloc, timeout=limit)


def _headers() -> dict[str, str]:
    return {"User-Agent": user_agent(), "Accept": "application/json", "Connection": "close"}


def user_agent() -> str:
    """Who asks, in the form they wish: the app, its version, and where it runs."""
    return f"Cobalog/0.1 ({settings.SITE_URL or 'self-hosted'})"
