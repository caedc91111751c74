"""Adding a food the table does not know, and logging it."""

from decimal import Decimal

import pytest

from foods.models import Food
from tests.factories import FoodFactory, UserFactory
from tests.tracker.views.pages import checked, text_of, toasts_of, value_of

UID = "11111111-2222-4333-8444-555555555555"


def test_the_form_begins_with_what_was_searched_for_and_the_day_it_is_for(signed_in):
    page = signed_in.get("/log/new/", {"name": "Canteen “curry”", "date": "2026-03-03", "time": "08:15"})

    assert value_of(page, "name") == ["Canteen “curry”"]
    assert (value_of(page, "date"), value_of(page, "time")) == (["2026-03-03"], ["08:15"])


@pytest.mark.parametrize("said", [{"name": "x" * 5000}, {"name": "a\x00b"}, {"date": "evil"}, {"date": "0000-00-00"}])
def test_a_strange_address_opens_the_form_all_the_same(signed_in, said):
    page = signed_in.get("/log/new/", said)

    assert (page.status_code, value_of(page, "date")) == (200, [""])
    assert len(value_of(page, "name")[0]) <= 160


def test_a_food_with_a_figure_becomes_ones_own_and_is_logged(signed_in, person):
    answer = signed_in.post("/log/new/", {"uid": UID, "name": "Canteen curry", "b12": "1,5"})
    entry, food = person.entries.get(), person.foods.get()

    assert answer.url == "/today/"
    assert (entry.food, entry.what, entry.counted_ug, entry.grade) == (food, "1 portion", Decimal("1.5"), "user")
    assert toasts_of(signed_in.get("/today/")) == ["Logged Canteen curry, 1 portion · 1.5 µg"]


def test_dont_know_is_a_good_answer(signed_in, person):
    signed_in.post("/log/new/", {"uid": UID, "name": "Canteen curry", "unknown": "on"})

    assert (person.entries.get().counted_ug, person.foods.get().b12_unknown) == (None, True)
    assert "Nobody has a figure for what you had so far." in text_of(signed_in.get("/today/"))


def test_the_same_form_twice_makes_one_food_and_one_entry(signed_in, person):
    for _ in range(2):
        signed_in.post("/log/new/", {"uid": UID, "name": "Canteen curry", "b12": "1.5"})

    assert (person.entries.count(), Food.objects.count()) == (1, 1)


def test_it_is_logged_on_the_day_that_was_typed(signed_in, person):
    answer = signed_in.post(
        "/log/new/", {"uid": UID, "name": "Curry", "unknown": "on", "date": "2026-03-03", "time": "08:15"}
    )

    assert answer.url == "/history/2026-03-03/"
    assert f"{person.entries.get().eaten_at:%d %H:%M}" == "03 08:15"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "…"}, "Give it a name you will recognise, like “canteen curry”."),
        ({"b12": ""}, "Type the figure in µg, or tick that you don’t know it: that is a good answer."),
        ({"b12": "some"}, "“some” is not a figure we can read. Type it like 2.4 or 1,000."),
        ({"unknown": "on"}, "There is a figure and also “don’t know”. Keep one of the two."),
        ({"b12": "9000"}, "That would be 9,000 µg of B12. Is that right?"),
        ({"b12": "99999999"}, "That would be more than a gram of B12. Check the number and the unit."),
        ({"date": "1500-01-01"}, "Choose a day within a lifetime, and not more than a year ahead."),
    ],
)
def test_what_cannot_be_added_gets_a_sentence_and_nothing_typed_is_lost(signed_in, said, sentence):
    typed = {"uid": UID, "name": "Curry", "b12": "1.5", "date": "2026-03-10", "time": "09:30"} | said
    page = signed_in.post("/log/new/", typed)

    assert page.status_code == 200
    assert sentence in text_of(page)
    assert {name: value_of(page, name)[0] for name in ("uid", "name", "b12", "date", "time")} == {
        name: typed[name] for name in ("uid", "name", "b12", "date", "time")
    }
    assert checked(page, "unknown") == ["on"] * ("unknown" in said)
    assert Food.objects.count() == 0


def test_much_passes_with_a_yes(signed_in, person):
    signed_in.post("/log/new/", {"uid": UID, "name": "Big tablet", "b12": "9 mg", "sure": "1"})

    assert person.entries.get().counted_ug == 9000


def test_a_figure_cannot_grow_beyond_what_can_be_stored_by_logging_many(signed_in, person):
    signed_in.post("/log/new/", {"uid": UID, "name": "Drum", "b12": "1 g", "sure": "1"})
    food = person.foods.get()
    page = signed_in.post("/log/", {"what": f"{food.pk}:base:20000", "sure": "1"})

    assert "That would be more than a gram of B12. Check the number and the unit." in text_of(page)
    assert person.entries.count() == 1


def test_an_own_food_is_found_by_its_owner_and_by_nobody_else(signed_in, stranger):
    signed_in.post("/log/new/", {"uid": UID, "name": "Secret stew", "unknown": "on"})
    food = Food.objects.get()

    assert "Secret stew" in text_of(signed_in.get("/log/search/", {"q": "secret"}))
    for address in ("/log/search/?q=secret", f"/log/?food={food.pk}", f"/log/preview/?food_id={food.pk}&amount=1"):
        assert "Secret stew" not in stranger.get(address).content.decode()


def test_the_name_of_somebody_elses_food_may_be_used(signed_in, person):
    FoodFactory(name="Curry", owner=UserFactory(), b12_ug=Decimal("1.5"))
    signed_in.post("/log/new/", {"uid": UID, "name": "Curry", "b12": "1.5"})

    assert person.entries.get().food.owner == person


def test_the_way_back_never_leaves_the_site(signed_in):
    said = {"uid": UID, "name": "Curry", "unknown": "on", "next": "//evil.example/"}

    assert signed_in.post("/log/new/", said).url == "/today/"


def test_a_tick_goes_on_to_the_offer_when_it_is_logged(signed_in, person):
    answer = signed_in.post("/log/new/", {"uid": UID, "name": "Canteen curry", "b12": "1.5", "offer": "on"})

    food = person.foods.get()
    assert answer.url == f"/sources/yours/{food.pk}/propose/"
    assert person.entries.get().food == food
    assert value_of(signed_in.get(answer.url), "name") == ["Canteen curry"]


def test_a_demo_is_not_asked_for_an_offer(client, signed_in):
    assert 'name="offer"' in signed_in.get("/log/new/").text
    client.force_login(UserFactory(demo_until="2026-03-15T00:00:00Z"))
    assert 'name="offer"' not in client.get("/log/new/").text
