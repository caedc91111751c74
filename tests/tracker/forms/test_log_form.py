"""What is typed to log one food."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from foods.choices import Basis, Origin, State
from tests.factories import FoodFactory, PortionFactory, UserFactory
from tracker.forms.log import LogForm, SheetForm, WhenForm

NOW = dt.datetime(2026, 3, 14, 12, 30, 45, tzinfo=dt.UTC)
GONE = "That food is not in the table any more. Search for another."
NO_PORTION = "That portion is not there any more. Choose another."
OUT_OF_DATE = "That button is out of date. Search for the food again."
TOO_MUCH = "Nobody has that much at once. Check the number and the unit."
ZERO = "An amount of 0 logs nothing. Type how much it was, or leave the entry out."


@pytest.fixture
def glass(db):
    return PortionFactory()


def form(person, glass, **said) -> LogForm:
    data = {"food_id": glass.food_id, **{name: str(value) for name, value in said.items()}}
    return LogForm({name: value for name, value in data.items() if value != ""}, person=person, now=NOW)


def errors(form: LogForm) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in form.errors.items()}


# --- how much ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "portion", "amount"),
    [
        ({}, "glass", "1"),
        ({"amount": "½"}, "glass", "0.5"),
        ({"amount": "0,5"}, "glass", "0.5"),
        ({"portion": "base", "amount": "140"}, None, "140"),
    ],
)
def test_what_is_typed_is_understood(person, glass, said, portion, amount):
    typed = form(person, glass, **said)

    assert errors(typed) == {}
    much = typed.cleaned_data["how_much"]
    assert (much.portion and much.portion.name, much.amount) == (portion, Decimal(amount))


@pytest.mark.parametrize(("basis", "amount"), [(Basis.G100, 100), (Basis.ML100, 100), (Basis.UNIT, 1)])
def test_without_portions_the_first_amount_is_a_hundred_grams_or_one_piece(person, basis, amount):
    food = FoodFactory(basis=basis)
    typed = LogForm({"food_id": food.pk}, person=person, now=NOW)

    assert errors(typed) == {}
    assert typed.cleaned_data["how_much"].amount == amount


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"amount": "-1"}, {"amount": ["An amount cannot be below 0. Type it without the minus."]}),
        ({"amount": "0"}, {"amount": [ZERO]}),
        ({"amount": "abc"}, {"amount": ["“abc” is not a number we can read. Type it like 2, 1.5 or 1/2."]}),
        ({"portion": "base"}, {"amount": ["Type how much it was, like 1, ½ or 0.5."]}),
        ({"amount": "101", "sure": "1"}, {"amount": [TOO_MUCH]}),  # 20,200 g
        ({"amount": "999999999", "sure": "1"}, {"amount": [TOO_MUCH]}),
        ({"portion": "99999999"}, {"__all__": [NO_PORTION]}),
        ({"portion": "9" * 300}, {"__all__": [NO_PORTION]}),
        ({"portion": "evil"}, {"__all__": [NO_PORTION]}),
        ({"food_id": "99999999"}, {"__all__": [GONE]}),
        ({"food_id": "9" * 40}, {"__all__": [GONE]}),
        ({"food_id": "-1"}, {"__all__": [GONE]}),
        ({"food_id": ""}, {"__all__": [GONE]}),
        ({"food_id": "milk"}, {"food_id": ["Enter a whole number."], "__all__": [GONE]}),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(person, glass, said, expected):
    assert errors(form(person, glass, **said)) == expected


def test_a_portion_of_another_food_is_refused(person, glass):
    other = PortionFactory()

    assert errors(form(person, glass, portion=other.pk)) == {"__all__": [NO_PORTION]}


@pytest.mark.parametrize("amount", ["0.001", "0.0014"])
def test_an_amount_too_small_to_be_stored_gets_a_sentence(person, amount):
    pinch = PortionFactory(quantity=Decimal("0.3"))

    assert errors(form(person, pinch, amount=amount)) == {"amount": [ZERO]}


def test_an_amount_too_large_to_be_stored_gets_a_sentence_however_light_the_portion(person):
    pinch = PortionFactory(quantity=Decimal("0.001"))

    assert errors(form(person, pinch, amount="9999999")) == {"amount": [TOO_MUCH]}


def test_more_b12_than_there_is_gets_a_sentence_also_from_somebody_who_is_sure(person):
    ampoule = PortionFactory(food=FoodFactory(tablet=True, b12_ug=5000), quantity=1)

    assert errors(form(person, ampoule, amount="201", sure="1")) == {
        "amount": ["That would be more than a gram of B12. Check the number and the unit."]
    }


# --- whose food -------------------------------------------------------------------------------------------------------
def test_somebody_elses_own_food_is_not_there(person):
    theirs = PortionFactory(food=FoodFactory(owner=UserFactory()))

    assert errors(form(person, theirs)) == {"__all__": [GONE]}


@pytest.mark.parametrize("state", [State.DRAFT, State.RETIRED])
def test_a_food_that_is_not_published_is_not_there(person, state):
    assert errors(form(person, PortionFactory(food=FoodFactory(state=state)))) == {"__all__": [GONE]}


def test_an_own_food_is_there(person):
    assert errors(form(person, PortionFactory(food=FoodFactory(owner=person)))) == {}


# --- asking back ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("food", "portion", "amount", "question"),
    [
        ({}, "base", "2001", "2,001 g at once is a lot. Is that right?"),
        ({}, "", "11", "2,200 g at once is a lot. Is that right?"),
        ({"basis": Basis.UNIT}, "", "13", "13 portions at once is a lot. Is that right?"),
        (
            {"b12_ug": Decimal(3000)},
            "",
            "1",
            "That would be 6,000 µg of B12. Is that right? "
            "On labels, 1 mg is 1,000 µg; and most doses are in µg.",
        ),
    ],
)  # fmt: skip
def test_what_is_hard_to_believe_is_asked_back_and_yes_passes(person, food, portion, amount, question):
    size = 1 if food.get("basis") == Basis.UNIT else 200
    glass = PortionFactory(food=FoodFactory(**food), quantity=size)
    asked = form(person, glass, portion=portion, amount=amount)

    assert errors(asked) == {"sure": [question]}
    assert asked.questions == (question,)
    assert errors(form(person, glass, portion=portion, amount=amount, sure="1")) == {}


def test_many_pieces_are_asked_back_also_without_a_portion(person):
    food = FoodFactory(tablet=True, b12_ug=10, b12_added_ug=10)
    typed = LogForm({"food_id": food.pk, "portion": "base", "amount": "500"}, person=person, now=NOW)

    assert errors(typed) == {"sure": ["500 portions at once is a lot. Is that right?"]}


@pytest.mark.parametrize(
    ("origin", "b12", "asked"),
    [(Origin.FOOD, 5000, False), (Origin.FOOD, 5001, True), (Origin.SUPPLEMENT, 5001, False),
     (Origin.SUPPLEMENT, 20001, True), (Origin.INJECTED, 20000, False)],
)  # fmt: skip
def test_doses_may_hold_more_than_foods(person, origin, b12, asked):
    portion = PortionFactory(food=FoodFactory(origin=origin, basis=Basis.UNIT, b12_ug=b12), quantity=1)

    assert ("sure" in form(person, portion).errors) is asked


# --- one button says it all -------------------------------------------------------------------------------------------
def pressed(person, what: str, **said) -> LogForm:
    return LogForm({"what": what, **said}, person=person, now=NOW)


def test_a_button_says_food_portion_and_amount(person, glass):
    typed = pressed(person, f"{glass.food_id}:{glass.pk}:1.5")

    assert errors(typed) == {}
    assert (typed.food, typed.cleaned_data["how_much"].portion, typed.cleaned_data["how_much"].amount) == (
        glass.food, glass, Decimal("1.5"),
    )  # fmt: skip


def test_a_typed_amount_wins_over_the_buttons(person, glass):
    typed = pressed(person, f"{glass.food_id}:base:100", amount="30")

    assert typed.is_valid()
    assert typed.cleaned_data["how_much"].amount == 30


def test_a_button_that_is_asked_back_shows_what_it_said(person, glass):
    typed = pressed(person, f"{glass.food_id}:{glass.pk}:11")

    assert list(typed.errors) == ["sure"]
    assert (typed["amount"].value(), typed["portion"].value()) == ("11", str(glass.pk))


@pytest.mark.parametrize("amount", ["0", "0.000", "000000"])
def test_a_forged_button_with_no_amount_gets_a_sentence(person, glass, amount):
    assert errors(pressed(person, f"{glass.food_id}:{glass.pk}:{amount}")) == {"amount": [ZERO]}


@pytest.mark.parametrize(
    "what",
    [
        "evil", "1", "1:2", "1:2:3:4", "-1:base:1", "1:base:-1", "1:base:1e5", "1:base:nan", "1:base:1.2345",
        "1:base:1234567", f"{'9' * 19}:base:1", f"1:{'9' * 19}:1", "1:base:1\x00", " :base:1", "1:other:1",
    ],
)  # fmt: skip
def test_a_forged_button_gets_a_sentence(person, what):
    found = errors(pressed(person, what))

    assert found["what"][0] in {OUT_OF_DATE, "Null characters are not allowed."}


@pytest.mark.parametrize("what", [f"{'9' * 18}:base:1", "0:base:1", "٣:base:1"])
def test_a_button_of_a_food_that_never_was_gets_a_sentence(person, what):
    assert errors(pressed(person, what)) == {"__all__": [GONE]}


def test_a_button_cannot_name_a_portion_of_another_food(person, glass):
    assert errors(pressed(person, f"{glass.food_id}:{PortionFactory().pk}:1")) == {"__all__": [NO_PORTION]}


# --- when -------------------------------------------------------------------------------------------------------------
def when(person, **said) -> WhenForm:
    return WhenForm(said, person=person, now=NOW)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ({}, "2026-03-14 12:30:45"),
        ({"date": "2026-03-14"}, "2026-03-14 12:30:45"),  # today is now, to the second
        ({"time": "08:00"}, "2026-03-14 08:00:00"),
        ({"date": "2026-03-10"}, "2026-03-10 12:30:00"),
        ({"date": "2026-03-10", "time": "00:00"}, "2026-03-10 00:00:00"),
        ({"date": "2026-07-01", "time": "08:00"}, "2026-07-01 07:00:00"),
        ({"date": "2026-03-29", "time": "01:30"}, "2026-03-29 01:30:00"),  # skipped in London: 02:30 there
        ({"date": "2026-10-25", "time": "01:30"}, "2026-10-25 00:30:00"),  # the first of two
    ],
)
def test_date_and_time_are_those_of_the_persons_clock(person, said, moment):
    typed = when(person, **said)

    assert typed.is_valid()
    assert f"{typed.moment().astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}" == moment


def test_today_is_now_also_in_the_hour_that_clocks_show_twice(person):
    second = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)  # 01:30 in London for the second time
    typed = WhenForm({"date": "2026-10-25"}, person=person, now=second)

    assert typed.is_valid()
    assert typed.moment() == second


def test_an_early_time_belongs_to_the_night_after_the_persons_day(person):
    person.day_start = dt.time(4)
    typed = when(person, date="2026-03-10", time="00:30")

    assert typed.is_valid()
    assert f"{typed.moment():%Y-%m-%d %H:%M}" == "2026-03-11 00:30"


LIFETIME = "Choose a day within a lifetime, and not more than a year ahead."


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        ("1905-01-01", LIFETIME),
        ("0001-01-01", LIFETIME),
        ("9999-12-31", LIFETIME),
        ("2027-03-16", LIFETIME),
        ("2027-03-15", None),
        ("1906-01-01", None),
        ("2026-02-30", "Enter a valid date."),
        ("0000-00-00", "Enter a valid date."),
        ("yesterday", "Enter a valid date."),
        ("2026-03-14\x00", "Enter a valid date."),
    ],
)
def test_a_date_that_cannot_be_meant_gets_a_sentence(person, date, sentence):
    assert when(person, date=date).errors.get("date") == ([sentence] if sentence else None)


@pytest.mark.parametrize("time", ["25:00", "noon", "12:60", "\x00"])
def test_a_time_that_cannot_be_gets_a_sentence(person, time):
    assert when(person, time=time).errors.get("time") == ["Enter a valid time."]


# --- uid --------------------------------------------------------------------------------------------------------------
def test_the_uid_of_the_form_is_used_and_one_is_made_where_there_is_none(person, glass):
    uid = uuid.uuid4()
    said, unsaid = form(person, glass, uid=uid), form(person, glass)

    assert said.is_valid()
    assert unsaid.is_valid()
    assert said.form_uid == uid != unsaid.form_uid


# --- what the address of the sheet may say ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("q", "milk", "milk"),
        ("q", "x" * 501, None),
        ("q", "mi\x00lk", None),
        ("food", "12", 12),
        ("food", "evil", None),
        ("date", "2026-03-10", dt.date(2026, 3, 10)),
        ("date", "2026-02-30", None),
        ("date", "1500-01-01", None),
        ("time", "08:15", dt.time(8, 15)),
        ("time", "99:99", None),
    ],
)
def test_an_address_says_what_makes_sense_and_nothing_else(person, name, value, said):
    assert SheetForm({name: value}, person=person, now=NOW).said(name) == said


def test_one_bad_part_of_an_address_does_not_spoil_the_others(person):
    asked = SheetForm({"q": "milk", "date": "evil", "time": "08:15"}, person=person, now=NOW)

    assert (asked.said("q"), asked.as_typed()) == ("milk", {"date": "", "time": "08:15"})
