"""The log sheet: find it, say how much, log it."""

import uuid
from decimal import Decimal

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.urls import reverse

from foods import search
from foods.choices import State
from tests.factories import AliasFactory, FoodFactory, PortionFactory, UserFactory
from tests.tracker.views.conftest import days_ago, found, had, portion_of
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tracker.models import Entry

UID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def fillet(salmon) -> dict:
    """One fillet of salmon, as the sheet posts it."""
    return {"uid": UID, "food_id": salmon.pk, "portion": portion_of(salmon).pk, "amount": "1"}


# --- finding ----------------------------------------------------------------------------------------------------------
def test_the_empty_sheet_asks_what_it_was(signed_in):
    assert text_of(signed_in.get("/log/")).startswith("What did you have? Food, tablet or injection")


@pytest.mark.parametrize("address", ["/log/?q=salm", "/log/search/?q=salm"])
def test_a_match_says_portion_figure_origin_and_grade_and_one_press_logs_it(signed_in, salmon, address):
    page = signed_in.get(address)

    assert "Salmon 1 fillet, 150 g food calculated 6 µg" in text_of(page)
    assert value_of(page, "what") == [f"{salmon.pk}:{portion_of(salmon).pk}:1"]


def test_a_match_has_the_amount_it_was_last_had_in_and_is_called_usual(signed_in, person, salmon):
    had(person, salmon, f"{days_ago(2)} 12:00", "1")
    had(person, salmon, f"{days_ago(1)} 12:00", "0.5")
    page = signed_in.get("/log/search/", {"q": "salmon"})

    assert value_of(page, "what") == [f"{salmon.pk}:{portion_of(salmon).pk}:0.5"]
    assert "Salmon usual ½ fillet, 75 g" in text_of(page)


def test_a_match_last_had_in_a_portion_that_is_gone_is_shown_in_grams(signed_in, person, salmon):
    had(person, salmon, f"{days_ago(1)} 12:00", "2")
    portion_of(salmon).delete()
    page = signed_in.get("/log/search/", {"q": "salmon"})

    assert value_of(page, "what") == [f"{salmon.pk}:base:300"]


def test_a_match_last_had_in_a_portion_that_is_not_the_default(signed_in, person, salmon):
    steak = PortionFactory(food=salmon, name="steak", quantity=200, is_default=False)
    had(person, salmon, f"{days_ago(1)} 12:00", portion=steak, portion_name="steak", amount=2, quantity=400)
    page = signed_in.get("/log/search/", {"q": "salmon"})

    assert value_of(page, "what") == [f"{salmon.pk}:{steak.pk}:2"]
    assert "2 × steak, 400 g" in text_of(page)


@pytest.mark.parametrize(("basis", "what"), [("g100", "100"), ("ml100", "100"), ("unit", "1")])
def test_a_match_without_portions_is_a_hundred_grams_or_one_piece(signed_in, basis, what):
    food = found(name="Salmon", basis=basis)
    portion_of(food).delete()

    search.reindex([food.pk])
    page = signed_in.get("/log/search/", {"q": "salmon"})

    assert value_of(page, "what") == [f"{food.pk}:base:{what}"]


def test_a_repaired_spelling_says_so(signed_in, salmon):
    page = signed_in.get("/log/search/", {"q": "salmno"})

    assert "Showing salmon for “salmno”." in text_of(page)
    assert "/log/?exact=1&q=salmno" in links_of(page)


def test_what_is_not_there_can_be_added_under_the_typed_name_for_the_chosen_day(signed_in):
    page = signed_in.get("/log/search/", {"q": "zzz & co", "date": "2026-03-03", "time": "08:15"})

    assert "Nothing in the table is called “zzz & co”." in text_of(page)
    assert "/log/new/?name=zzz%20%26%20co&date=2026-03-03&time=08:15" in links_of(page)


def test_an_own_food_is_found_and_called_yours_a_strangers_is_not(signed_in, person):
    found(name="Secret stew", owner=UserFactory())
    mine = found(name="Secret soup", owner=person)
    page = signed_in.get("/log/search/", {"q": "secret"})

    assert value_of(page, "what") == [f"{mine.pk}:{portion_of(mine).pk}:1"]
    assert "Secret soup yours" in text_of(page)
    assert "stew" not in text_of(page)


def test_an_alias_that_matched_is_shown(signed_in, salmon):

    AliasFactory(food=salmon, name="Lachs", language="de")
    search.reindex([salmon.pk])

    assert "Salmon Lachs" in text_of(signed_in.get("/log/search/", {"q": "lachs"}))


@pytest.mark.parametrize(("reliability", "word"), [("inactive", "inactive"), ("disputed", "disputed")])
def test_a_match_that_does_not_count_says_so_and_shows_zero(signed_in, reliability, word):
    found(name="Spirulina", reliability=reliability, b12_ug=Decimal(40))

    assert f"Spirulina {word} 1 glass, 200 g food calculated 0 µg" in text_of(
        signed_in.get("/log/search/", {"q": "spirulina"})
    )


def test_names_in_matches_are_escaped(signed_in):
    found(name="Salmon <script>alert(1)</script>", brand="<i>Brand</i>")
    page = signed_in.get("/log/search/", {"q": "salmon script"}).content.decode()

    assert "<script" not in page
    assert "<i>" not in page


# --- a line of several ------------------------------------------------------------------------------------------------
def test_a_line_of_several_becomes_things_to_confirm(signed_in, salmon):
    egg = found(name="Egg", portion="egg", quantity=Decimal(50))
    page = signed_in.get("/log/", {"q": "2 eggs, salmon, zzzzzz"})

    assert value_of(page, "i0-amount") == ["2"]
    assert value_of(page, "i1-amount") == ["1"]
    assert f'<option value="{egg.pk}:{portion_of(egg).pk}:2" selected>Egg: egg, 50' in page.content.decode()
    assert "Nothing in the table is called “zzzzzz”." in text_of(page)
    assert value_of(page, "count") == ["3"]


def test_a_thing_without_portions_stands_there_with_a_hundred_grams_and_not_with_one(signed_in, salmon):
    food = found(name="Broth", b12_ug=Decimal(1))
    portion_of(food).delete()

    search.reindex([food.pk])
    page = signed_in.get("/log/", {"q": "salmon, broth"})

    assert value_of(page, "i1-amount") == ["100"]


def test_more_things_than_fit_on_a_page_are_named_and_not_lost(signed_in, salmon):
    line = ", ".join(["salmon"] * 12 + ["2 eggs", "toast"])
    page = signed_in.get("/log/", {"q": line})

    assert len(page.context["sheet"].line.items) == 12
    assert "Too many for one page. Log these first, then: 2 eggs, toast" in text_of(page)


# --- how much ---------------------------------------------------------------------------------------------------------
def test_a_chosen_food_shows_portions_the_figure_and_what_the_day_would_be(signed_in, person, salmon):
    had(person, FoodFactory(b12_ug=Decimal(1)), "2026-03-14 08:00", "100")
    page = signed_in.get("/log/", {"food": salmon.pk})

    assert value_of(page, "portion") == [str(portion_of(salmon).pk), "base"]
    assert checked(page, "portion") == [str(portion_of(salmon).pk)]
    assert value_of(page, "amount") == ["1"]
    assert "Swallowed + 6 µg Probably absorbed 1.2 µg (0.7–1.5) The day with it 7 µg" in text_of(page)
    assert "150 g × 4 µg ÷ 100 g = 6 µg" in text_of(page)


def test_a_chosen_food_remembers_how_it_was_last_had(signed_in, person, salmon):
    had(person, salmon, f"{days_ago(1)} 12:00", "0.75")
    page = signed_in.get("/log/", {"food": salmon.pk})

    assert value_of(page, "amount") == ["0.75"]
    assert "last: ¾" in text_of(page)


@pytest.mark.parametrize("food", ["0", "999999999", "9" * 40, "-1", "evil", "1\x00"])
def test_a_food_that_is_not_there_leads_to_the_search(signed_in, food):
    assert "What did you have?" in text_of(signed_in.get("/log/", {"food": food}))


def test_a_strangers_own_food_cannot_be_opened_by_its_number(signed_in):
    theirs = found(name="Secret stew", owner=UserFactory())
    page = signed_in.get("/log/", {"food": theirs.pk})

    assert "Secret" not in page.content.decode()
    assert "What did you have?" in text_of(page)


# --- preview ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"amount": "2"}, "Swallowed + 12 µg Probably absorbed 1.4 µg (0.9–1.9) The day with it 12 µg"),
        ({"amount": "½"}, "Swallowed + 3 µg Probably absorbed 0.9 µg (0.5–1.2) The day with it 3 µg"),
        (
            {"amount": "1", "date": "2026-03-13"},
            "Swallowed + 6 µg Probably absorbed 1.1 µg (0.7–1.5) The day with it 16 µg",
        ),
        (
            {"amount": "11"},
            "Swallowed + 66 µg Probably absorbed 2.1 µg (1.2–3.1) The day with it 66 µg",
        ),  # the log asks back, the preview shows
        ({"amount": "abc"}, "“abc” is not a number we can read. Type it like 2, 1.5 or 1/2."),
        ({"amount": "0"}, "An amount of 0 logs nothing. Type how much it was, or leave the entry out."),
        ({"amount": "99999"}, "Nobody has that much at once. Check the number and the unit."),
        ({"amount": "1", "date": "1500-01-01"}, "Choose a day within a lifetime, and not more than a year ahead."),
        ({"amount": "1", "food_id": "9" * 30}, "That food is not in the table any more. Search for another."),
    ],
)
def test_the_preview_says_what_an_amount_would_add_or_why_it_cannot(signed_in, person, salmon, said, expected):
    had(person, FoodFactory(b12_ug=Decimal(10)), "2026-03-13 08:00", "100")
    page = signed_in.get("/log/preview/", {"food_id": salmon.pk, **said})

    assert text_of(page).startswith(expected)


def test_the_preview_of_an_unknown_food_is_unknown_and_not_zero(signed_in):
    food = FoodFactory(unknown=True)
    page = signed_in.get("/log/preview/", {"food_id": food.pk, "portion": "base", "amount": "100"})

    assert text_of(page).startswith("Swallowed unknown The day with it unknown")
    assert "No source gives a figure for this food. Unknown is not zero: it is counted apart." in text_of(page)


# --- logging ----------------------------------------------------------------------------------------------------------
def test_logging_leads_to_today_and_says_so(signed_in, person, fillet):
    answer = signed_in.post("/log/", fillet)
    page = signed_in.get("/today/")

    assert (answer.status_code, answer.url) == (302, "/today/")
    assert person.entries.get().what == "1 fillet, 150\u00a0g"
    assert toasts_of(page) == ["Logged Salmon, 1 fillet, 150 g · 6 µg"]
    assert toasts_of(signed_in.get("/today/")) == []  # said once


def test_the_same_form_again_logs_nothing_and_says_so(signed_in, person, fillet):
    signed_in.post("/log/", fillet)
    signed_in.get("/today/")
    signed_in.post("/log/", fillet)

    assert person.entries.count() == 1
    assert toasts_of(signed_in.get("/today/")) == ["Already logged Salmon, 1 fillet, 150 g · 6 µg"]


def test_undo_and_the_same_form_again_leave_one_entry(signed_in, person, fillet):
    signed_in.post("/log/", fillet)
    signed_in.post(reverse("entry_remove", args=[person.entries.get().pk]))
    assert person.entries.count() == 0

    signed_in.post("/log/", fillet)
    assert (person.entries.count(), Entry.with_removed.count()) == (1, 1)


def test_a_usual_is_logged_by_one_press(signed_in, person, salmon):
    what = f"{salmon.pk}:{portion_of(salmon).pk}:0.5"
    answer = signed_in.post("/log/", {"uid": UID, "what": what, "next": "/today/"})

    assert answer.url == "/today/"
    assert person.entries.get().quantity == 75


def test_logging_for_another_day_leads_to_that_day(signed_in, person, fillet):
    answer = signed_in.post("/log/", {**fillet, "date": "2026-03-03", "time": "08:15"})

    assert answer.url == "/history/2026-03-03/"
    assert f"{person.entries.get().eaten_at:%Y-%m-%d %H:%M}" == "2026-03-03 08:15"


def test_who_logs_for_another_day_is_told_and_keeps_that_day_wherever_they_go(signed_in, salmon):
    asked = {"q": "salmon", "date": "2026-03-03", "time": "08:15"}
    page = signed_in.get("/log/", asked)
    assert "You are logging for Tuesday 3 March 2026 . Log for today instead" in text_of(page)
    assert (value_of(page, "date")[-1], value_of(page, "time")[-1]) == ("2026-03-03", "08:15")
    food = next(link for link in links_of(page) if f"food={salmon.pk}" in link)
    assert "date=2026-03-03&time=08%3A15" in food

    page = signed_in.get(food)
    assert "You are logging for Tuesday 3 March 2026 ." in text_of(page)
    assert (value_of(page, "date"), value_of(page, "time")) == (["2026-03-03"], ["08:15"])
    assert "/log/?q=salmon&date=2026-03-03&time=08:15" in links_of(page)  # something else

    page = signed_in.get("/log/", {**asked, "q": "salmno"})
    assert "/log/?exact=1&q=salmno&date=2026-03-03&time=08:15" in links_of(page)


def test_who_logs_for_today_is_not_told(signed_in, salmon):
    assert "You are logging for" not in text_of(signed_in.get("/log/", {"q": "salmon", "date": "2026-03-14"}))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"amount": "-2"}, "An amount cannot be below 0. Type it without the minus."),
        ({"amount": "a lot"}, "“a lot” is not a number we can read. Type it like 2, 1.5 or 1/2."),
        ({"amount": "0"}, "An amount of 0 logs nothing. Type how much it was, or leave the entry out."),
        ({"amount": "500"}, "Nobody has that much at once. Check the number and the unit."),
        ({"amount": "20"}, "3,000 g at once is a lot. Is that right?"),
        ({"date": "1500-01-01"}, "Choose a day within a lifetime, and not more than a year ahead."),
        ({"date": "2026-02-30"}, "Enter a valid date."),
        ({"time": "25:61"}, "Enter a valid time."),
        ({"portion": "999999999999999999999"}, "That portion is not there any more. Choose another."),
        ({"amount": "1\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_logged_gets_a_sentence_and_nothing_typed_is_lost(signed_in, fillet, said, sentence):
    typed = {**fillet, "date": "2026-03-10", "time": "09:30", "q": "salm", **said}
    page = signed_in.post("/log/", typed)

    assert page.status_code == 200
    assert sentence in text_of(page)
    assert value_of(page, "amount") == [typed["amount"]]
    assert (value_of(page, "date"), value_of(page, "time")) == ([typed["date"]], [typed["time"]])
    assert value_of(page, "q") == ["salm"]
    assert Entry.objects.count() == 0


def test_yes_that_is_right_passes(signed_in, person, fillet):
    assert "sure" in signed_in.post("/log/", {**fillet, "amount": "20"}).content.decode()
    signed_in.post("/log/", {**fillet, "amount": "20", "sure": "1"})

    assert person.entries.get().quantity == 3000


def test_a_press_that_is_asked_back_keeps_what_the_button_said(signed_in, person, salmon):
    portion = portion_of(salmon).pk
    page = signed_in.post("/log/", {"uid": UID, "what": f"{salmon.pk}:{portion}:20"})
    assert "3,000 g at once is a lot. Is that right?" in text_of(page)
    again = {name: value_of(page, name)[0] for name in ("uid", "food_id", "amount")}
    assert (again["food_id"], again["amount"], checked(page, "portion")) == (str(salmon.pk), "20", [str(portion)])

    signed_in.post("/log/", {**again, "portion": checked(page, "portion")[0], "sure": "1"})
    assert person.entries.get().amount == 20


@pytest.mark.parametrize("food", [{"owner": "stranger"}, {"state": State.RETIRED}, {"state": State.DRAFT}])
def test_a_food_that_is_not_ones_to_log_is_refused_without_its_name(signed_in, food):
    if "owner" in food:
        food = {"owner": UserFactory()}
    theirs = found(name="Secret stew", **food)
    page = signed_in.post("/log/", {"uid": UID, "what": f"{theirs.pk}:base:100", "q": "st"})

    assert "That food is not in the table any more. Search for another." in text_of(page)
    assert "Secret" not in page.content.decode()
    assert Entry.objects.count() == 0


def test_no_cookie_and_no_message_holds_what_was_eaten(signed_in, fillet, salmon):
    answer = signed_in.post("/log/", {**fillet, "q": "Salmon"})
    entry = Entry.objects.get()
    said = [(str(message), message.extra_tags) for message in cookie_messages(answer)]

    assert said == [("logged", f"logged-{entry.pk}")]
    assert set(answer.cookies) == {"messages"}


def cookie_messages(answer) -> list:
    """The messages that travel in the cookie of an answer, decoded."""
    storage = CookieStorage(answer.wsgi_request)
    return storage._decode(answer.cookies["messages"].value)


def test_a_form_without_a_uid_still_logs(signed_in, person, fillet):
    signed_in.post("/log/", {name: value for name, value in fillet.items() if name != "uid"})

    assert person.entries.count() == 1


def test_two_forms_are_two_entries(signed_in, person, fillet):
    for _ in range(2):
        signed_in.post("/log/", {**fillet, "uid": str(uuid.uuid4())})

    assert person.entries.count() == 2


# --- the way back -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/history/2026-03-01/", "/history/2026-03-01/"),
        ("/history/?month=2026-03", "/history/?month=2026-03"),
        ("https://evil.example/", "/today/"),
        ("//evil.example/", "/today/"),
        ("/\\evil.example", "/today/"),
        ("/\t/evil.example", "/today/"),
        ("\\\\evil.example", "/today/"),
        ("javascript:alert(1)", "/today/"),
        ("evil", "/today/"),
        ("///evil.example", "/today/"),
        (" //evil.example", "/today/"),
        ("//[", "/today/"),
        ("", "/today/"),
    ],
)
def test_the_way_back_never_leaves_the_site(signed_in, fillet, target, leads_to):
    assert signed_in.post("/log/", {**fillet, "next": target}).url == leads_to
