"""Finding a food by its barcode: known here, known elsewhere, known nowhere."""

from decimal import Decimal

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from foods import barcodes, lookup
from foods.importing.records import FoodRecord, PortionRecord
from foods.models import Food, Source
from tests.factories import FoodFactory, ProfileFactory, UserFactory
from tests.tracker.views.pages import links_of, text_of, value_of
from tracker.forms.barcode import SALT

CODE = "4006381333931"
OAT = FoodRecord(
    source="open-food-facts", ref=CODE, name="Oat drink", line=0, b12_ug=Decimal("0.38"), b12_added_ug=Decimal("0.38"),
    brand="Maker", category="plant_dairy", origin="added", basis="ml100", grade="label", gtin=CODE, unverified=True,
    figure_date="2026-01-02", portions=(PortionRecord("glass", Decimal(200), True),),
)  # fmt: skip
URL = "https://off.example/product/4006381333931"


def look(client, code: str = CODE, **more):
    return client.post("/log/barcode/", {"digits": code, **more})


@pytest.fixture
def asked(monkeypatch, settings) -> list[str]:
    """The barcodes that Open Food Facts was asked for; it knows the oat drink."""
    settings.OPEN_FOOD_FACTS = True
    seen: list[str] = []

    def answer(gtin: str):
        seen.append(gtin)
        return lookup.Found(OAT, URL) if gtin == CODE else lookup.Missed(lookup.Why.NOT_FOUND)

    monkeypatch.setattr(lookup, "look_up", answer)
    return seen


@pytest.fixture
def curious(person) -> User:
    """Somebody who allowed asking."""
    ProfileFactory(owner=person, asks_open_food_facts=True)
    return person


# --- known here -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("stored", [CODE, f"0{CODE}"])
def test_a_food_of_the_table_opens_in_the_log_form(signed_in, stored):
    food = FoodFactory(gtin=stored)

    answer = look(signed_in)

    assert (answer.status_code, answer.url) == (302, f"/log/?food={food.pk}")


def test_an_own_food_comes_first_and_those_of_others_never(signed_in, person):
    FoodFactory(gtin=CODE, owner=UserFactory(), source=None, source_ref="")
    assert look(signed_in).status_code == 200
    FoodFactory(gtin=CODE)
    mine = FoodFactory(gtin=CODE, owner=person, source=None, source_ref="")

    assert look(signed_in).url == f"/log/?food={mine.pk}"


def test_day_and_time_come_along(signed_in):
    food = FoodFactory(gtin=CODE)
    page = signed_in.get("/log/barcode/?date=2026-03-12&time=08:15")
    assert (value_of(page, "date"), value_of(page, "time")) == (["2026-03-12"], ["08:15"])

    answer = look(signed_in, date="2026-03-12", time="08:15")

    assert answer.url == f"/log/?food={food.pk}&date=2026-03-12&time=08%3A15"


def test_the_log_sheet_leads_there(signed_in):
    assert "/log/barcode/" in links_of(signed_in.get("/log/"))
    assert "/log/barcode/?date=2026-03-12&time=" in links_of(signed_in.get("/log/?date=2026-03-12"))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_look_takes_one_query_of_its_own(signed_in, person, django_assert_num_queries, rows):
    FoodFactory.create_batch(rows, gtin=CODE)
    look(signed_in)

    with django_assert_num_queries(3):  # session, person, the foods with that barcode
        look(signed_in)


# --- what was typed -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("4006381333932", "The last digit does not fit the others"),
        ("12", "A barcode has 8, 12, 13 or 14 digits"),
        ("", "Type the digits below the bars, or send a photo"),
    ],
)
def test_a_wrong_barcode_says_so_and_stays(signed_in, code, sentence):
    page = look(signed_in, code)

    assert page.status_code == 200
    assert sentence in text_of(page)
    assert value_of(page, "digits") == [code]


# --- on a photo -----------------------------------------------------------------------------------------------------
def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("bars.jpg", b"bars")


def test_a_photo_is_read_in_place_of_the_digits(signed_in, monkeypatch):
    food = FoodFactory(gtin=CODE)
    monkeypatch.setattr(barcodes, "on_photo", lambda upload: CODE)

    assert look(signed_in, "", photo=photo()).url == f"/log/?food={food.pk}"


def test_digits_win_over_a_photo(signed_in, monkeypatch):
    food = FoodFactory(gtin=CODE)
    monkeypatch.setattr(barcodes, "on_photo", lambda upload: pytest.fail("looked at"))

    assert look(signed_in, photo=photo()).url == f"/log/?food={food.pk}"


def test_a_photo_that_shows_none_says_so(signed_in):
    page = look(signed_in, "", photo=photo())

    assert "That photo cannot be read" in text_of(page)


def test_where_photos_cannot_be_read_the_page_says_so(signed_in, monkeypatch):
    monkeypatch.setattr(barcodes, "reads_photos", lambda: False)

    page = signed_in.get("/log/barcode/")

    assert "Photos of barcodes cannot be read on this site: type the digits." in text_of(page)
    assert 'type="file"' not in page.text
    assert "Type the digits" in text_of(look(signed_in, "", photo=photo()))


# --- known nowhere --------------------------------------------------------------------------------------------------
def test_what_nobody_knows_is_added_with_its_barcode(signed_in, person):
    page = look(signed_in, date="2026-03-12")
    assert f"No food here has the barcode {CODE}." in text_of(page)
    assert (value_of(page, "gtin"), value_of(page, "date")) == ([CODE], ["2026-03-12"])
    assert 'action="/log/new/"' in page.text

    said = {"uid": value_of(page, "uid")[0], "gtin": CODE, "name": "Oat drink", "b12": "0.9", "date": "2026-03-12"}
    signed_in.post("/log/new/", said)

    food = person.foods.get()
    assert (food.gtin, food.name, person.entries.get().food) == (CODE, "Oat drink", food)
    assert look(signed_in).url == f"/log/?food={food.pk}"


def test_an_error_on_the_way_keeps_the_barcode(signed_in):
    page = signed_in.post("/log/new/", {"gtin": CODE, "name": "Oat drink", "b12": "lots"})

    assert value_of(page, "gtin") == [CODE]


# --- known elsewhere ------------------------------------------------------------------------------------------------
def test_nobody_is_asked_without_both_consents(signed_in, person, asked, settings):
    page = look(signed_in)
    assert "Open Food Facts may know it. Allow asking there" in text_of(page)
    settings.OPEN_FOOD_FACTS = False
    ProfileFactory(owner=person, asks_open_food_facts=True)
    assert "Open Food Facts" not in text_of(look(signed_in))

    assert asked == []


def test_what_is_known_here_is_not_asked_for_elsewhere(signed_in, curious, asked):
    FoodFactory(gtin=CODE)
    look(signed_in)

    assert asked == []


def test_what_was_found_is_shown_as_not_verified_with_whose_it_is(signed_in, curious, asked):
    page = look(signed_in, date="2026-03-12")

    said = text_of(page)
    assert asked == [CODE]
    assert "Not verified: volunteers typed it in." in said
    assert "© Open Food Facts contributors, Open Database Licence (ODbL)." in said
    assert "per 100 ml" in said
    assert (value_of(page, "name"), value_of(page, "brand"), value_of(page, "b12")) == (
        ["Oat drink"],
        ["Maker"],
        ["0.38"],
    )
    assert URL in links_of(page)
    assert not Food.objects.exists()


def keep(client, page, **changes):
    said = {name: value_of(page, name)[0] for name in ("found", "name", "brand", "b12", "date", "time")}
    return client.post("/log/barcode/keep/", said | changes)


def test_what_is_confirmed_becomes_an_own_food_and_opens_in_the_log_form(signed_in, curious, asked):
    answer = keep(signed_in, look(signed_in, date="2026-03-12"))

    food = curious.foods.get()
    assert answer.url == f"/log/?food={food.pk}&date=2026-03-12"
    assert (food.name, food.brand, food.gtin, food.basis) == ("Oat drink", "Maker", CODE, "ml100")
    assert (food.b12_ug, food.b12_added_ug, food.origin, food.category) == (
        Decimal("0.38"), Decimal("0.38"), "added", "plant_dairy",
    )  # fmt: skip
    assert (food.unverified, food.source.key, food.source_ref, food.grade) == (True, "open-food-facts", CODE, "label")
    assert [(p.name, p.quantity, p.is_default) for p in food.portions.all()] == [("glass", 200, True)]
    assert "not verified" in text_of(signed_in.get(food.get_absolute_url()))
    assert "ODbL" in text_of(signed_in.get(food.get_absolute_url()))
    assert look(signed_in).url == f"/log/?food={food.pk}"
    assert asked == [CODE]


def test_a_figure_that_was_changed_by_hand_is_the_persons_own(signed_in, curious, asked):
    keep(signed_in, look(signed_in), b12="0,5")

    food = curious.foods.get()
    assert (food.b12_ug, food.source, food.unverified, food.grade) == (Decimal("0.5"), None, False, "user")


def test_a_double_click_or_a_second_tab_makes_one_food(signed_in, curious, asked):
    page = look(signed_in)
    urls = {keep(signed_in, page).url for _ in range(3)}

    assert curious.foods.count() == len(urls) == 1
    assert Source.objects.filter(key="open-food-facts").count() == 1


@pytest.mark.parametrize(
    "found",
    ["", "nonsense", signing.dumps({"gtin": CODE}, salt="another")],
    ids=["nothing", "nonsense", "signed elsewhere"],
)
def test_what_was_not_found_here_is_not_taken(signed_in, curious, found):
    page = signed_in.post("/log/barcode/keep/", {"found": found, "name": "Oat drink", "b12": "1"})

    assert page.status_code == 200
    assert not curious.foods.exists()
    assert "Oat drink" in page.text


def test_what_was_found_long_ago_is_looked_up_again(signed_in, curious, asked, time_machine):
    page = look(signed_in)
    time_machine.shift(25 * 60 * 60)

    answer = keep(signed_in, page)

    assert "That was too long ago. Look the barcode up once more." in text_of(answer)
    assert signing.loads(value_of(page, "found")[0], salt=SALT)["name"] == "Oat drink"


@pytest.mark.parametrize("b12", ["", "lots", "-1"])
def test_a_figure_that_cannot_be_read_is_asked_for_again(signed_in, curious, asked, b12):
    page = keep(signed_in, look(signed_in), b12=b12)

    assert page.status_code == 200
    assert not curious.foods.exists()
    assert (value_of(page, "b12"), value_of(page, "name")) == ([b12], ["Oat drink"])


def test_what_is_not_there_either_says_so_and_goes_on_to_a_quick_add(signed_in, curious, asked):
    page = look(signed_in, "96385074")

    assert "Open Food Facts does not know this barcode." in text_of(page)
    assert value_of(page, "gtin") == ["96385074"]


def test_a_product_without_a_figure_gives_its_name(signed_in, curious, asked, monkeypatch):
    missed = lookup.Missed(lookup.Why.NO_FIGURE, "Oat drink", "Maker", URL)
    monkeypatch.setattr(lookup, "look_up", lambda gtin: missed)

    page = look(signed_in)

    assert value_of(page, "name") == ["Oat drink Maker"]
    assert "no figure for its B12" in text_of(page)


# --- the profile ----------------------------------------------------------------------------------------------------
def test_asking_is_off_until_it_is_ticked(signed_in, person, settings):
    assert 'name="asks_open_food_facts"' not in signed_in.get("/settings/profile/").text
    settings.OPEN_FOOD_FACTS = True
    page = signed_in.get("/settings/profile/")
    assert "Only the barcode is sent: nothing about you, and not from your device." in text_of(page)

    signed_in.post("/settings/profile/", {"asks_open_food_facts": "on"})
    assert person.profile.asks_open_food_facts
    signed_in.post("/settings/profile/", {})
    person.profile.refresh_from_db()
    assert not person.profile.asks_open_food_facts


def test_where_the_operator_switched_it_off_a_consent_stays_as_it_was(signed_in, curious):
    signed_in.post("/settings/profile/", {"diet": "vegan"})

    curious.profile.refresh_from_db()
    assert (curious.profile.diet, curious.profile.asks_open_food_facts) == ("vegan", True)


# --- the camera -----------------------------------------------------------------------------------------------------
def test_this_page_alone_may_use_the_camera(signed_in):
    for address, who in (("/log/barcode/", "(self)"), ("/log/", "()"), ("/sources/", "()")):
        assert f"camera={who}," in signed_in.get(address).headers["Permissions-Policy"], address
