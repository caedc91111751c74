"""One barcode asked at Open Food Facts: against a server here that answers as theirs does, well and badly."""

import json
import threading
import time
from contextlib import suppress
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from foods import lookup
from foods.choices import Basis, Origin
from foods.lookup import SENTENCES, Found, Missed, Why, look_up

OAT_DRINK = "7394376616037"
FIELDS_SAVED_LATER = {
    "code": OAT_DRINK, "lang": "sv", "product_name": "Havredryck", "product_name_en": "Oat drink",
    "brands": "Oatly,Cereal",
    "categories_tags": ["en:beverages", "en:plant-milks", "en:oat-milks"], "countries_tags": ["en:sweden"],
    "ingredients_tags": ["en:oat", "en:vitamin-b12"], "ingredients_analysis_tags": ["en:vegan", "en:vegetarian"],
    "quantity": "1 l", "serving_size": "1 glass (200 ml)", "serving_quantity": 200, "last_modified_t": 1772003438,
    "schema_version": 1003,
}  # fmt: skip


def new_shape(**nutrient) -> dict:
    nutrient = {"value": 3.8e-07, "unit": "g", "source": "packaging", "source_per": "100ml"} | nutrient
    aggregated = {"per": "100ml", "preparation": "as_sold", "nutrients": {"vitamin-b12": nutrient}}
    return FIELDS_SAVED_LATER | {"nutrition": {"aggregated_set": aggregated}}


def old_shape(**nutriments) -> dict:
    nutriments = {"vitamin-b12_100g": 3.8e-07, "vitamin-b12_unit": "µg", "vitamin-b12_value": 0.38} | nutriments
    product = FIELDS_SAVED_LATER | {"nutriments": nutriments, "last_modified_t": 1611903875}
    return {key: value for key, value in product.items() if key != "schema_version"}


def found(product: dict) -> bytes:
    return json.dumps({"code": OAT_DRINK, "product": product, "status": 1, "status_verbose": "product found"}).encode()


NOT_FOUND = json.dumps({"code": OAT_DRINK, "status": 0, "status_verbose": "product not found"}).encode()


@pytest.fixture
def there(settings):
    """Open Food Facts on this machine: says `body`, or does what `act` says, and keeps the requests."""
    told = SimpleNamespace(body=NOT_FOUND, status=200, act=None, asked=[], stop=threading.Event())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(SimpleNamespace(path=self.path, headers=dict(self.headers)))
            if told.act:
                told.act(self)
                return
            self.send_response(told.status)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *arguments) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.OPEN_FOOD_FACTS = True
    settings.OPEN_FOOD_FACTS_URL = f"http://127.0.0.1:{server.server_port}"
    settings.OPEN_FOOD_FACTS_TIMEOUT = 5
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "lookup"}}
    cache.clear()
    yield told
    told.stop.set()
    server.shutdown()
    thread.join()
    server.server_close()


# --- What it says -------------------------------------------------------------------------------------------------
def test_a_product_in_the_new_shape_is_found(there):
    there.body = found(new_shape())
    answer = look_up(OAT_DRINK)
    assert isinstance(answer, Found)
    food = answer.food
    assert (food.name, food.brand, food.gtin, food.market) == ("Havredryck", "Oatly", OAT_DRINK, "SE")
    assert (food.b12_ug, food.basis, food.origin) == (Decimal("0.38"), Basis.ML100, Origin.ADDED)
    assert food.unverified
    assert [(portion.name, portion.quantity) for portion in food.portions] == [("glass", 200)]
    assert ("en", "Oat drink") in food.aliases
    assert answer.url.endswith(f"/product/{OAT_DRINK}")


@pytest.mark.parametrize(
    ("value", "unit"), [(3.8e-07, "g"), (0.38, "µg"), (0.38, "mcg"), (0.00038, "mg"), ("3.8E-7", "g")]
)
def test_the_unit_of_the_new_shape_is_read(there, value, unit):
    there.body = found(new_shape(value=value, unit=unit))
    assert look_up(OAT_DRINK).food.b12_ug == Decimal("0.38")


def test_a_product_in_the_old_shape_is_found(there):
    there.body = found(old_shape())
    assert look_up(OAT_DRINK).food.b12_ug == Decimal("0.38")


def test_the_new_shape_wins_over_the_old_one(there):
    there.body = found(new_shape() | {"nutriments": {"vitamin-b12_100g": 1e-05}})
    assert look_up(OAT_DRINK).food.b12_ug == Decimal("0.38")


def test_an_old_figure_beside_a_new_shape_without_one_is_not_taken(there):
    product = new_shape() | {"nutriments": {"vitamin-b12_100g": 1e-05}}
    product["nutrition"]["aggregated_set"]["nutrients"] = {"fat": {"value": 1}}
    there.body = found(product)
    assert look_up(OAT_DRINK).why == Why.NO_FIGURE


@pytest.mark.parametrize(
    "product",
    [
        new_shape(source="estimate"),
        new_shape(value=1.48),
        new_shape(value=-1e-7),
        new_shape(value="a lot"),
        new_shape(value={}),
        new_shape(unit="IU"),
        new_shape(modifier="<"),
        old_shape(**{"vitamin-b12_100g": 1.48}),
        old_shape(**{"vitamin-b12_modifier": "<"}),
        old_shape(**{"vitamin-b12_100g": None}),
        old_shape() | {"nutriments": []},
        FIELDS_SAVED_LATER,
    ],
)
def test_a_product_without_a_figure_that_can_be_used_is_named_all_the_same(there, product):
    there.body = found(product)
    assert look_up(OAT_DRINK) == Missed(
        Why.NO_FIGURE, "Havredryck", "Oatly", f"{lookup.settings.OPEN_FOOD_FACTS_URL}/product/{OAT_DRINK}"
    )


def test_a_figure_for_one_serving_of_unknown_size_is_none(there):
    product = new_shape()
    product["nutrition"]["aggregated_set"]["per"] = "serving"
    there.body = found(product)
    assert look_up(OAT_DRINK).why == Why.NO_FIGURE


def test_a_zero_is_a_figure(there):
    there.body = found(new_shape(value=0))
    assert look_up(OAT_DRINK).food.b12_ug == 0


def test_names_with_html_are_not_passed_on(there):
    there.body = found(FIELDS_SAVED_LATER | {"product_name": "<script>x</script>", "brands": "=cmd|x"})
    answer = look_up(OAT_DRINK)
    assert (answer.why, answer.name, answer.brand) == (Why.NO_FIGURE, "", "")


@pytest.mark.parametrize("status", [200, 404])
def test_an_unknown_product_is_not_found(there, status):
    there.status = status
    assert look_up(OAT_DRINK) == Missed(Why.NOT_FOUND)


# --- What it asks -------------------------------------------------------------------------------------------------
def test_only_the_barcode_and_the_fields_are_sent(there, settings):
    settings.SITE_URL = "https://b12.example"
    look_up(OAT_DRINK)
    (request,) = there.asked
    path, query = request.path.split("?")
    assert path == f"/api/v2/product/{OAT_DRINK}.json"
    assert query.startswith("fields=code%2Cproduct_name")
    assert request.headers["User-Agent"] == "Cobalog/0.1 (https://b12.example)"
    assert not {"Cookie", "Referer", "X-Forwarded-For"} & set(request.headers)


@pytest.mark.parametrize(
    ("on", "address"),
    [(False, "https://world.example"), (True, "http://world.example"), (True, "ftp://127.0.0.1"), (True, "")],
)
def test_nothing_is_asked_where_it_is_off_or_in_the_clear(settings, on, address):
    settings.OPEN_FOOD_FACTS, settings.OPEN_FOOD_FACTS_URL = on, address
    assert look_up(OAT_DRINK, client=pytest.fail) == Missed(Why.OFF)


@pytest.mark.parametrize(
    "text", ["", "1", "7394376616030", "../../secret", "7394376616037\n", "７３９４３７６６１６０３７"]
)
def test_what_is_no_barcode_is_not_asked(there, text):
    assert look_up(text) == Missed(Why.NO_BARCODE)
    assert there.asked == []


# --- What goes wrong ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "body",
    [b"", b"garbage", b"[]", b"null", b"1", b"\xff\xfe\x00", b'{"status": 1', b'{"a":' * 5_000, b"<html>no</html>"],
)
def test_garbage_is_no_answer(there, body):
    there.body = body
    assert look_up(OAT_DRINK) == Missed(Why.UNREACHABLE)


@pytest.mark.parametrize(
    "answer",
    [{}, {"status": 1}, {"status": 1, "product": []}, {"status": 1, "product": {}}, {"status": 0, "product": {"a": 1}}],
)
def test_an_answer_without_a_product_is_not_found(there, answer):
    there.body = json.dumps(answer).encode()
    assert look_up(OAT_DRINK) == Missed(Why.NOT_FOUND)


@pytest.mark.parametrize("status", [429, 500, 503, 403])
def test_a_server_in_trouble_cannot_be_reached(there, status):
    there.status = status
    assert look_up(OAT_DRINK) == Missed(Why.UNREACHABLE)


def test_nobody_there_cannot_be_reached(there, settings):
    settings.OPEN_FOOD_FACTS_URL = "http://127.0.0.1:1"
    assert look_up(OAT_DRINK) == Missed(Why.UNREACHABLE)


def test_a_huge_answer_is_not_read_to_its_end(there):
    sent = []

    def flood(handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        with suppress(OSError):
            for _ in range(400):
                handler.wfile.write(b" " * 65_536)
                sent.append(1)

    there.act = flood
    assert look_up(OAT_DRINK) == Missed(Why.UNREACHABLE)
    assert len(sent) < 400


def trickle_nothing(handler, stop) -> None:
    stop.wait(20)


def trickle_headers(handler, stop) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(2_000):
        if stop.wait(0.02):
            return
        handler.wfile.write(f"X-{number}: 1\r\n".encode()[:6])


def trickle_body(handler, stop) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(2_000):
        if stop.wait(0.02):
            return
        handler.wfile.write(b" ")


@pytest.mark.parametrize("trickle", [trickle_nothing, trickle_headers, trickle_body])
def test_the_time_limit_is_for_all_of_it(there, settings, trickle):
    def act(handler) -> None:
        with suppress(OSError):
            trickle(handler, there.stop)

    settings.OPEN_FOOD_FACTS_TIMEOUT = 0.2
    there.act = act
    began = time.monotonic()
    assert look_up(OAT_DRINK) == Missed(Why.TOO_SLOW)
    assert time.monotonic() - began < 1.5
    for thread in threading.enumerate():
        if thread.name == "open-food-facts":
            thread.join(3)
    assert "open-food-facts" not in {thread.name for thread in threading.enumerate()}


def redirect(location: str, times: int):
    seen = []

    def act(handler) -> None:
        seen.append(handler.path)
        if len(seen) <= times:
            handler.send_response(302)
            handler.send_header("Location", location)
            handler.end_headers()
        else:
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(found(new_shape()))

    return act


def test_a_redirect_on_the_same_host_is_followed(there):
    there.act = redirect(f"/api/v2/product/{OAT_DRINK}", times=1)
    assert isinstance(look_up(OAT_DRINK), Found)


@pytest.mark.parametrize(
    "location",
    ["https://evil.example/", "//evil.example/x", "http://127.0.0.1:1/", "file:///etc/hosts", "http://[", ""],
)
def test_a_redirect_elsewhere_is_not_followed(there, location):
    there.act = redirect(location, times=9)
    assert look_up(OAT_DRINK) == Missed(Why.UNREACHABLE)


def test_redirects_in_a_circle_end(there):
    there.act = redirect("/again", times=99)
    assert look_up(OAT_DRINK) == Missed(Why.UNREACHABLE)
    assert len(there.asked) == 3


# --- How often ----------------------------------------------------------------------------------------------------
@pytest.fixture
def kept_for(monkeypatch):
    """Seconds that the answer was kept for."""
    seconds = []
    watched = SimpleNamespace(get=cache.get, add=cache.add, set=lambda key, value, timeout: seconds.append(timeout))
    monkeypatch.setattr(lookup, "cache", watched)
    return seconds


@pytest.mark.parametrize(
    ("body", "status", "seconds"),
    [
        (found(new_shape()), 200, 30 * 86_400),
        (found(new_shape(source="estimate")), 200, 86_400),
        (NOT_FOUND, 200, 86_400),
        (b"", 500, 60),
    ],
)
def test_answers_are_kept_as_long_as_they_are_good(there, kept_for, body, status, seconds):
    there.body, there.status = body, status
    look_up(OAT_DRINK)
    assert kept_for == [seconds]


@pytest.mark.parametrize("body", [found(new_shape()), NOT_FOUND, b"garbage"])
def test_a_second_person_gets_the_answer_that_is_kept(there, body):
    there.body = body
    assert look_up(OAT_DRINK) == look_up(OAT_DRINK)
    assert len(there.asked) == 1


def test_the_same_barcode_in_twelve_and_thirteen_digits_is_asked_once(there):
    look_up("036000291452")
    look_up("0036000291452")
    assert len(there.asked) == 1


def test_the_whole_site_asks_only_so_often(there, monkeypatch):
    monkeypatch.setattr(lookup, "ASKED_A_MINUTE", 2)
    assert [look_up(code).why for code in ("96385074", "73513537", OAT_DRINK)] == [
        Why.NOT_FOUND, Why.NOT_FOUND, Why.BUSY,
    ]  # fmt: skip
    assert len(there.asked) == 2
    assert look_up("96385074").why == Why.NOT_FOUND  # kept: needs no turn
    cache.delete(f"{lookup._KEY}-turn-0")  # a minute later
    assert look_up(OAT_DRINK).why == Why.NOT_FOUND


def test_turns_are_counted_in_the_shared_cache_too(db, settings):
    settings.OPEN_FOOD_FACTS = True
    assert look_up(OAT_DRINK, client=lambda code: {"status": 1, "product": new_shape()}).food.b12_ug == Decimal("0.38")
    assert isinstance(look_up(OAT_DRINK, client=pytest.fail), Found)


def test_every_reason_has_a_sentence():
    assert set(SENTENCES) == set(Why)
    assert all(str(Missed(why).sentence) for why in Why)
