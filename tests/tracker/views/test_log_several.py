"""A line of several things, confirmed at once."""

import html
import re
from decimal import Decimal

import pytest
from django.http import HttpResponse

from foods.models import Food
from tests.factories import FoodFactory, PortionFactory, UserFactory
from tests.tracker.views.conftest import found, portion_of
from tests.tracker.views.pages import checked, text_of, toasts_of, value_of
from tracker.models import Entry

UID = "11111111-2222-4333-8444-555555555555"


def line(*things: dict, **said) -> dict:
    data = {"uid": UID, "count": str(len(things))}
    for n, thing in enumerate(things):
        data |= {f"i{n}-{name}": value for name, value in thing.items()}
    return data | said


def one(food: Food, amount: str = "1", **said) -> dict:
    return {"take": "on", "what": f"{food.pk}:{portion_of(food).pk}:1", "label": food.name, "amount": amount, **said}


@pytest.fixture
def egg(db) -> Food:
    return PortionFactory(food=FoodFactory(name="Egg"), name="egg", quantity=50).food


def test_each_ticked_thing_is_logged_and_a_repeat_logs_none(signed_in, person, salmon, egg):
    unticked = {name: value for name, value in one(egg, "5").items() if name != "take"}
    said = line(one(egg, "2"), one(salmon, "½"), unticked)
    answers = [signed_in.post("/log/several/", said) for _ in range(2)]

    assert [answer.url for answer in answers] == ["/today/", "/today/"]
    assert sorted(entry.what for entry in person.entries.all()) == ["2 × egg, 100\u00a0g", "½ fillet, 75\u00a0g"]
    assert toasts_of(signed_in.get("/today/")) == ["Logged 2 things.", "These were logged already."]


def test_several_go_to_the_day_that_was_chosen(signed_in, person, salmon, egg):
    answer = signed_in.post("/log/several/", line(one(egg), one(salmon), date="2026-03-03", time="08:15"))

    assert answer.url == "/history/2026-03-03/"
    assert {f"{entry.eaten_at:%d %H:%M}" for entry in person.entries.all()} == {"03 08:15"}


def test_one_bad_amount_logs_nothing_and_shows_everything_again(signed_in, salmon, egg):
    unticked = {name: value for name, value in one(egg, "5").items() if name != "take"}
    said = line(one(egg, "-2"), one(salmon, "3"), unticked, date="2026-03-03", time="08:15")
    page = signed_in.post("/log/several/", said)

    assert "One of these needs another look. Nothing was logged yet." in text_of(page)
    assert "An amount cannot be below 0. Type it without the minus." in text_of(page)
    assert [value_of(page, f"i{n}-amount") for n in range(3)] == [["-2"], ["3"], ["5"]]
    assert [bool(checked(page, f"i{n}-take")) for n in range(3)] == [True, True, False]
    assert [value_of(page, name) for name in ("uid", "count", "date", "time")] == [
        [UID], ["3"], ["2026-03-03"], ["08:15"],
    ]  # fmt: skip
    assert Entry.objects.count() == 0

    signed_in.post("/log/several/", said | {"i0-amount": "2"})
    assert Entry.objects.count() == 2


def test_a_thing_that_is_gone_is_named_as_it_was_typed(signed_in, salmon, egg):
    said = line(one(egg, label="2 eggs"), one(salmon))
    egg.state = "retired"
    egg.save()
    page = signed_in.post("/log/several/", said)

    assert "2 eggs That food is not in the table any more. Search for another." in text_of(page)
    assert Entry.objects.count() == 0


def test_somebody_elses_food_is_not_there_and_not_named(signed_in, salmon):
    theirs = PortionFactory(food=FoodFactory(name="Secret stew", owner=UserFactory())).food
    page = signed_in.post("/log/several/", line(one(salmon), one(theirs, label="stew")))

    assert "That food is not in the table any more. Search for another." in text_of(page)
    assert "Secret" not in page.content.decode()
    assert Entry.objects.count() == 0


def test_a_doubtful_thing_is_asked_back_in_its_place_and_passes_with_a_yes(signed_in, person, salmon, egg):
    said = line(one(egg), one(salmon, "20"))
    page = signed_in.post("/log/several/", said)
    assert "3,000 g at once is a lot. Is that right?" in text_of(page)
    assert (value_of(page, "i0-sure"), value_of(page, "i1-sure")) == ([], ["1"])

    signed_in.post("/log/several/", said | {"i1-sure": "1"})
    assert person.entries.count() == 2


def test_nothing_ticked_says_so(signed_in, egg):
    page = signed_in.post("/log/several/", line({"what": f"{egg.pk}:base:1", "amount": "1"}))

    assert "Nothing is ticked. Tick what you had." in text_of(page)


@pytest.mark.parametrize(
    "forged",
    [
        {"count": ""}, {"count": "0"}, {"count": "1000000"}, {"count": "-1"}, {"count": "evil"}, {"count": "9" * 5000},
        {"i0-what": "evil"}, {"i0-what": "1:2:0"}, {"i0-what": f"{'9' * 18}:base:1"}, {"i0-what": ""},
        {"i0-amount": "1\x00"}, {"i0-label": "a\x00b"}, {"i0-label": "x" * 600}, {"date": "9999-12-31"},
        {"time": "99:99"}, {"date": "2026-02-30"},
    ],
)  # fmt: skip
def test_a_forged_line_logs_nothing_and_gets_a_sentence(signed_in, egg, forged):
    page = signed_in.post("/log/several/", line(one(egg)) | forged)

    assert (page.status_code, Entry.objects.count()) == (200, 0)
    assert 'role="alert"' in page.content.decode()


def test_a_broken_time_is_said(signed_in, egg):
    assert "Enter a valid time." in text_of(signed_in.post("/log/several/", line(one(egg), time="99:99")))


def test_the_way_back_never_leaves_the_site(signed_in, egg):
    assert signed_in.post("/log/several/", line(one(egg), next="https://evil.example/")).url == "/today/"


def test_the_page_of_a_line_is_not_there_without_one(signed_in):
    answer = signed_in.get("/log/several/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


# --- the list as it is typed, and looked at again -----------------------------------------------------------------
@pytest.fixture
def table(db) -> dict[str, Food]:
    """Three foods that the search finds: one known, one unknown, one that does not count."""
    return {
        "egg": found(name="Egg", b12_ug=Decimal(2), portion="egg", quantity=Decimal(50)),
        "stew": found(name="Stew", b12_ug=None, b12_unknown=True, portion="bowl", quantity=Decimal(300)),
        "algae": found(
            name="Spirulina", b12_ug=Decimal(100), reliability="inactive", portion="spoon", quantity=Decimal(7)
        ),
    }


def fields(page: HttpResponse) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    form = re.search(r'<form[^>]*id="confirm".*?</form>', page.content.decode(), re.DOTALL)[0]
    said = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'\b{what}="([^"]*)"', tag) for what in ("name", "value"))
        if 'type="checkbox"' not in tag:
            said[name[1]] = html.unescape(value[1]) if value else ""
        elif " checked" in tag:
            said[name[1]] = value[1] if value else "on"
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        said[name] = re.search(r'value="([^"]*)" selected', options)[1]
    said.pop("csrfmiddlewaretoken", None)
    return said


def test_each_thing_shows_its_figure_and_the_total_says_how_many_are_unknown(signed_in, table):
    page = signed_in.get("/log/", {"q": "2 eggs, stew, spirulina"})

    assert "Together 2 µg and 1 unknown" in text_of(page)
    assert re.findall(r'id="i\d-ug">.*?<p', page.content.decode())[1].count("unknown") == 2  # the word and its class
    assert "0 µg inactive look-alike" in text_of(page)
    assert 'data-says="3 things read."' in page.content.decode()


def test_a_line_of_unknowns_alone_has_no_total_of_nought(signed_in, table):
    assert "Together unknown" in text_of(signed_in.get("/log/", {"q": "stew, 2 stew"}))


def test_what_the_list_sends_as_it_stands_is_logged(signed_in, person, table):
    signed_in.post("/log/several/", fields(signed_in.get("/log/", {"q": "2 eggs, stew"})))

    assert [(entry.name, entry.what) for entry in person.entries.order_by("pk")] == [
        ("Egg", "2 × egg, 100\u00a0g"), ("Stew", "1 bowl, 300\u00a0g"),
    ]  # fmt: skip


def test_another_portion_and_amount_make_another_figure_and_write_nothing(signed_in, table):
    said = fields(signed_in.get("/log/", {"q": "2 eggs, stew"})) | {"i0-portion": "base", "i0-amount": "25"}
    page = signed_in.post("/log/several/look/", said)

    assert "0.5 µg and 1 unknown" in text_of(page)
    assert Entry.objects.count() == 0


def test_another_food_brings_its_own_portion_and_is_not_logged_unseen(signed_in, table):
    broth = found(name="Egg broth", b12_ug=Decimal(1), portion="cup", quantity=Decimal(240))
    said = fields(signed_in.get("/log/", {"q": "2 eggs, stew"}))
    other = next(what for what in said["i0-options"].split() if what.startswith(f"{broth.pk}:"))
    page = signed_in.post("/log/several/", said | {"i0-what": other})

    assert "You chose another food. Look at how much of it there was, then confirm." in text_of(page)
    assert Entry.objects.count() == 0
    again = fields(page)
    assert (again["i0-was"], again["i0-portion"]) == (str(broth.pk), str(portion_of(broth).pk))

    signed_in.post("/log/several/", again)
    assert sorted(entry.name for entry in Entry.objects.all()) == ["Egg broth", "Stew"]


def test_a_thing_that_was_not_found_is_searched_for_by_another_name(signed_in, table):
    said = fields(signed_in.get("/log/", {"q": "2 eggs, qqzzxx"})) | {"i1-q": "stew"}
    page = signed_in.post("/log/several/", said)

    assert "Look at these, then confirm" in text_of(page)
    assert (value_of(page, "i1-label"), checked(page, "i1-take")) == (["qqzzxx"], ["on"])
    assert fields(page)["i1-what"] == f"{table['stew'].pk}:{portion_of(table['stew']).pk}:1"
    assert Entry.objects.count() == 0


def test_another_name_that_nothing_has_is_said_and_the_thing_stays(signed_in, table):
    said = fields(signed_in.get("/log/", {"q": "2 eggs, stew"})) | {"i0-q": "qqzzxx"}
    page = signed_in.post("/log/several/look/", said)

    assert "Nothing in the table is called “qqzzxx”." in text_of(page)
    assert fields(page)["i0-what"] == said["i0-what"]


def test_the_number_of_portions_stays_with_another_food(signed_in, table):
    said = fields(signed_in.get("/log/", {"q": "3 eggs, stew"})) | {"i0-q": "spirulina"}

    assert value_of(signed_in.post("/log/several/look/", said), "i0-amount") == ["3"]


def test_what_was_missing_is_added_and_enter_in_that_field_logs_nothing(signed_in, table):
    said = fields(signed_in.get("/log/", {"q": "2 eggs, stew"})) | {"more": "3 spoons spirulina yesterday"}
    page = signed_in.post("/log/several/", said)

    assert [value_of(page, f"i{n}-amount") for n in range(3)] == [["2"], ["1"], ["3"]]
    assert (value_of(page, "more"), value_of(page, "date")) == ([""], ["2026-03-13"])
    assert Entry.objects.count() == 0


def test_the_thirteenth_thing_is_named_and_comes_back_in_the_line(signed_in, table):
    said = fields(signed_in.get("/log/", {"q": ", ".join(["2 eggs"] * 12)})) | {"more": "stew"}
    page = signed_in.post("/log/several/look/", said)

    assert (value_of(page, "count"), value_of(page, "beyond")) == (["12"], ["stew"])
    assert "q=stew" in signed_in.post("/log/several/", fields(page)).url
    assert Entry.objects.count() == 12


def test_what_was_not_understood_is_marked_and_stays_in_the_line(signed_in, person, table):
    page = signed_in.get("/log/", {"q": "2 eggs, 5, stew, qqzzxx"})
    assert "2 eggs, <mark>5</mark>, stew, qqzzxx" in page.content.decode()
    assert 'data-says="3 things read, 1 needs a look."' in page.content.decode()

    answer = signed_in.post("/log/several/", fields(page))
    assert (answer.url, person.entries.count()) == ("/log/?q=5%2C+qqzzxx", 2)
    left = signed_in.get(answer.url)
    assert value_of(left, "q")[0] == "5, qqzzxx"
    assert toasts_of(left) == ["Logged 2 things.", "What was not understood is still in the line."]


def test_a_day_and_a_time_in_the_line_are_shown_and_can_be_changed(signed_in, person, table):
    page = signed_in.get("/log/", {"q": "2 eggs, stew yesterday at 8"})
    assert [value_of(page, name)[-1] for name in ("date", "time")] == ["2026-03-13", "08:00"]
    assert "You are logging for Friday 13 March 2026" in text_of(page)

    signed_in.post("/log/several/", fields(page) | {"date": "2026-03-12", "time": "09:15"})
    assert {f"{entry.eaten_at:%d %H:%M}" for entry in person.entries.all()} == {"12 09:15"}


def test_a_range_says_that_its_middle_was_taken(signed_in, table):
    page = signed_in.get("/log/", {"q": "2-3 eggs, stew"})

    assert value_of(page, "i0-amount") == ["2.5"]
    assert "You said 2 to 3: the middle of it stands here." in text_of(page)


def test_an_emptied_amount_is_asked_for_and_never_taken_as_one(signed_in, table):
    page = signed_in.post("/log/several/", fields(signed_in.get("/log/", {"q": "2 eggs, stew"})) | {"i0-amount": ""})

    assert "Type how much it was, like 1, ½ or 0.5." in text_of(page)
    assert "unknown, 1 not read yet" in text_of(page)
    assert Entry.objects.count() == 0


def test_a_yes_to_one_amount_is_no_yes_to_another(signed_in, table):
    said = fields(signed_in.get("/log/", {"q": "25 eggs, stew"})) | {"i0-sure": "1", "i0-amount": "90"}
    headers = {"HX-Request": "true", "HX-Trigger-Name": "i0-amount"}
    page = signed_in.post("/log/several/look/", said, headers=headers)

    assert "is a lot. Is that right?" in text_of(page)
    assert checked(page, "i0-sure") == []


# --- one press, and back ------------------------------------------------------------------------------------------
def test_the_whole_line_is_taken_back_in_one_press(signed_in, person, table):
    signed_in.post("/log/several/", fields(signed_in.get("/log/", {"q": "2 eggs, stew"})))
    undo = re.search(r'action="(/meals/undo/[^"]*)"', signed_in.get("/today/").content.decode())[1]
    signed_in.post(undo)

    assert person.entries.count() == 0


def test_a_line_is_kept_as_a_usual_meal_once(signed_in, person, table):
    said = fields(signed_in.get("/log/", {"q": "2 eggs, stew"})) | {"meal_name": "  Sunday   stew "}
    for _ in range(2):
        signed_in.post("/log/several/", said)

    meal = person.usual_meals.get()
    assert (meal.name, [(item.food.name, item.amount) for item in meal.items.all()]) == (
        "Sunday stew", [("Egg", 2), ("Stew", 1)],
    )  # fmt: skip
    assert person.entries.count() == 2


def test_a_line_that_is_refused_keeps_the_name_of_the_meal_and_no_meal(signed_in, person, table):
    said = fields(signed_in.get("/log/", {"q": "2 eggs, stew"})) | {"meal_name": "Stew", "i0-amount": "-1"}

    assert value_of(signed_in.post("/log/several/", said), "meal_name") == ["Stew"]
    assert (person.usual_meals.count(), person.entries.count()) == (0, 0)


def test_somebody_elses_food_is_no_choice_however_it_is_asked_for(signed_in, table):
    theirs = found(name="Secret stew", owner=UserFactory())
    said = fields(signed_in.get("/log/", {"q": "2 eggs, stew"}))
    what = f"{theirs.pk}:{portion_of(theirs).pk}:1"
    page = signed_in.post("/log/several/look/", said | {"i0-what": what, "i0-options": what, "i1-q": "secret"})

    assert "Secret" not in page.content.decode()


@pytest.mark.parametrize(
    "forged",
    [
        {"count": "x"}, {"count": "99"}, {"i0-what": "evil"}, {"i0-was": "x"}, {"i0-options": "1:2 <b>:: 9:9:9"},
        {"i0-portion": "0"}, {"i0-amount": "1\x00"}, {"i0-q": "\x00"}, {"more": "\x00"}, {"more": "x" * 3000},
        {"i0-low": "<b>", "i0-high": "<b>"}, {"i0-asks": "<script>"}, {"date": "x"}, {"line": "5, " * 900},
        {"uid": "x"},
    ],
)  # fmt: skip
def test_a_forged_look_gets_a_list_and_no_markup(signed_in, table, forged):
    page = signed_in.post("/log/several/look/", fields(signed_in.get("/log/", {"q": "2 eggs, stew"})) | forged)

    assert (page.status_code, Entry.objects.count()) == (200, 0)
    assert 'id="confirm"' in page.content.decode()
    assert re.findall(r"<script|<b>\W", page.content.decode()) == []


@pytest.mark.parametrize("things", [2, 12])
def test_a_look_takes_as_many_queries_for_two_things_as_for_twelve(signed_in, table, things, django_assert_num_queries):
    said = fields(signed_in.get("/log/", {"q": ", ".join(["2 eggs", "stew"] * (things // 2))}))
    with django_assert_num_queries(4):  # + foods, portions
        signed_in.post("/log/several/look/", said)


def test_only_pages_with_the_button_may_listen(signed_in, table):
    policies = {
        path: signed_in.get(path).headers["Permissions-Policy"] for path in ("/log/", "/today/", "/log/barcode/")
    }

    assert [("microphone=(self)" in policy, "camera=(self)" in policy) for policy in policies.values()] == [
        (True, False), (False, False), (False, True),
    ]  # fmt: skip
