"""A line of several things, confirmed at once."""

import pytest

from foods.models import Food
from tests.factories import FoodFactory, PortionFactory, UserFactory
from tests.tracker.views.conftest import portion_of
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
