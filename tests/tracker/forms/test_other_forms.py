"""What is typed to add a food, to log several, to change an entry, about whole days."""

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict

from foods.models import Food
from tests.factories import EntryFactory, FoodFactory, PortionFactory, UserFactory
from tracker.forms.days import MOST_DAYS, FillForm, MarkForm, SpanForm
from tracker.forms.entries import AmountOnlyForm, ChangeForm
from tracker.forms.new import QuickAddForm
from tracker.forms.once import OnceForm
from tracker.forms.several import SeveralForm

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
ZERO = "An amount of 0 logs nothing. Type how much it was, or leave the entry out."


def errors(form) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in form.errors.items()}


# --- a food the table does not know -----------------------------------------------------------------------------------
def quick(person, **said) -> QuickAddForm:
    return QuickAddForm({"name": "Canteen curry", **said}, person=person, now=NOW)


NAME_IT = "Give it a name you will recognise, like “canteen curry”."
MILLIGRAMS = "That would be 9,000 µg of B12. Is that right? On labels, 1 mg is 1,000 µg; and most doses are in µg."
A_GRAM = "That would be more than a gram of B12. Check the number and the unit."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"b12": "1.5"}, {}),
        ({"b12": "0"}, {}),
        ({"unknown": "1"}, {}),
        ({}, {"b12": ["Type the figure in µg, or tick that you don’t know it: that is a good answer."]}),
        ({"b12": "1", "unknown": "1"}, {"b12": ["There is a figure and also “don’t know”. Keep one of the two."]}),
        ({"b12": "much"}, {"b12": ["“much” is not a figure we can read. Type it like 2.4 or 1,000."]}),
        ({"b12": "-1"}, {"b12": ["B12 cannot be below 0. Type the figure without the minus."]}),
        ({"b12": "9 mg"}, {"sure": [MILLIGRAMS]}),
        ({"b12": "9 mg", "sure": "1"}, {}),
        ({"b12": "9 mg", "origin": "supplement"}, {}),
        ({"b12": "999999999", "sure": "1"}, {"b12": [A_GRAM]}),
        ({"b12": "999999999 g", "sure": "1"}, {"b12": [A_GRAM]}),
        ({"unknown": "1", "name": ""}, {"name": ["This field is required."]}),
        ({"unknown": "1", "name": " … "}, {"name": [NAME_IT]}),
        ({"unknown": "1", "name": "a\x00b"}, {"name": ["Null characters are not allowed."]}),
        (
            {"unknown": "1", "name": "x" * 161},
            {"name": ["Ensure this value has at most 160 characters (it has 161)."]},
        ),
        (
            {"unknown": "1", "origin": "moon"},
            {"origin": ["Select a valid choice. moon is not one of the available choices."]},
        ),
    ],
)
def test_a_new_food_needs_a_name_and_a_figure_or_a_dont_know(person, said, expected):
    assert errors(quick(person, **said)) == expected


def test_a_name_is_tidied(person):
    form = quick(person, name="  Canteen \t curry ", unknown="1")

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Canteen curry"


# --- several ----------------------------------------------------------------------------------------------------------
def several(person, *things: dict, **said) -> SeveralForm:
    data = {"count": str(len(things)), **said}
    for n, thing in enumerate(things):
        data |= {f"i{n}-{name}": value for name, value in thing.items()}
    return SeveralForm(data, person=person, now=NOW)


def thing(portion, **said) -> dict:
    return {"take": "on", "what": f"{portion.food_id}:{portion.pk}:1", "label": "as typed", **said}


LOOK = {"__all__": ["One of these needs another look. Nothing was logged yet."]}
NONE_TICKED = {"__all__": ["Nothing is ticked. Tick what you had."]}


def test_what_is_ticked_is_chosen_in_order_with_its_amount(person):
    egg, milk, left_out = PortionFactory(), PortionFactory(), PortionFactory()
    form = several(person, thing(egg, amount="2"), thing(left_out, take=""), thing(milk))

    assert errors(form) == {}
    assert form.chosen() == [(egg.food, egg, 2), (milk.food, milk, 1)]


def test_one_bad_thing_is_named_and_the_others_are_not(person):
    good, bad = PortionFactory(), PortionFactory()
    form = several(person, thing(good), thing(bad, amount="-1"))

    assert errors(form) == LOOK
    assert [errors(item) for item in form.items] == [
        {}, {"amount": ["An amount cannot be below 0. Type it without the minus."]},
    ]  # fmt: skip


def test_a_thing_that_is_not_ticked_may_hold_anything(person):
    form = several(person, thing(PortionFactory()), {"what": "evil", "amount": "-1", "label": "x" * 501})

    assert errors(form) == {}
    assert len(form.chosen()) == 1


def test_a_doubtful_thing_is_asked_back_and_yes_passes(person):
    glass = PortionFactory()

    assert errors(several(person, thing(glass, amount="11"))) == LOOK
    assert errors(several(person, thing(glass, amount="11", sure="1"))) == {}


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ("0", {"count": ["Ensure this value is greater than or equal to 1."]} | NONE_TICKED),
        ("13", {"count": ["Ensure this value is less than or equal to 12."]} | NONE_TICKED),
        ("1000000000", {"count": ["Ensure this value is less than or equal to 12."]} | NONE_TICKED),
        ("", {"count": ["This field is required."]} | NONE_TICKED),
        ("3", NONE_TICKED),
    ],
)
def test_a_forged_count_gets_a_sentence(person, count, expected):
    assert errors(several(person, count=count)) == expected


def test_a_forged_food_of_somebody_else_is_refused(person):
    theirs = PortionFactory(food=FoodFactory(owner=UserFactory(), name="Secret stew"))
    form = several(person, thing(theirs))

    assert errors(form) == LOOK
    assert "Secret" not in str(form.items[0].errors)


# --- an entry that is there -------------------------------------------------------------------------------------------
def change(entry, **said) -> ChangeForm:
    return ChangeForm(said, entry=entry, person=entry.owner, now=NOW)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ({}, None),
        ({"date": "2026-03-10", "time": "09:00"}, None),
        ({"time": "10:00"}, "2026-03-10 10:00"),
        ({"date": "2026-03-11"}, "2026-03-11 09:00"),
        ({"date": "", "time": ""}, None),
    ],
)
def test_a_change_moves_only_what_was_said(person, said, moment):
    entry = EntryFactory(
        owner=person, eaten_at=dt.datetime(2026, 3, 10, 9, 0, 42, tzinfo=dt.UTC), local_date=dt.date(2026, 3, 10),
        local_minute=9 * 60,
    )  # fmt: skip
    form = change(entry, portion="base", amount="100", **said)

    assert form.is_valid()
    assert (form.moment() and f"{form.moment():%Y-%m-%d %H:%M}") == moment


def test_a_change_may_keep_the_portion_that_the_food_lost(person):
    entry = EntryFactory(owner=person, portion_name="slice", amount=Decimal(2), quantity=Decimal(100))
    form = change(entry, portion="lost", amount="3")

    assert form.is_valid()
    much = form.cleaned_data["how_much"]
    assert (much.portion.name, much.portion.pk, much.quantity) == ("slice", None, 150)


def test_an_entry_that_lost_nothing_has_no_lost_portion(person):
    form = change(EntryFactory(owner=person), portion="lost", amount="3")

    assert errors(form) == {"__all__": ["That portion is not there any more. Choose another."]}


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("2", None),
        ("0", ZERO),
        ("20001", "Nobody has that much at once. Check the number and the unit."),
        ("0.0001", ZERO),
        ("", "This field is required."),
    ],
)
def test_a_step_of_an_amount_has_the_same_limits(person, amount, sentence):
    form = AmountOnlyForm({"amount": amount}, entry=EntryFactory(owner=person))

    assert errors(form).get("amount") == ([sentence] if sentence else None)


def test_a_step_cannot_lead_to_more_b12_than_there_is(person):
    entry = EntryFactory(owner=person, amount=Decimal(1), quantity=Decimal(1), swallowed_ug=Decimal(5000))

    assert AmountOnlyForm({"amount": "200"}, entry=entry).is_valid()
    assert not AmountOnlyForm({"amount": "201"}, entry=entry).is_valid()


def test_a_broken_uid_is_replaced():
    assert OnceForm({"uid": "evil"}).form_uid != OnceForm({"uid": "evil"}).form_uid


# --- whole days -------------------------------------------------------------------------------------------------------
def span(**said) -> tuple[str, str]:
    first, last = SpanForm(said).span(today=TODAY)
    return first.isoformat(), last.isoformat()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, ("2026-02-28", "2026-03-13")),
        ({"first": "2026-03-01", "last": "2026-03-07"}, ("2026-03-01", "2026-03-07")),
        ({"first": "2026-03-07", "last": "2026-03-01"}, ("2026-03-01", "2026-03-07")),
        ({"last": "2026-03-01"}, ("2026-02-16", "2026-03-01")),
        ({"first": "2030-01-01"}, ("2026-03-13", "2026-03-14")),
        ({"first": "2030-01-01", "last": "2031-01-01"}, ("2026-03-14", "2026-03-14")),
        ({"first": "0001-01-01", "last": "0001-01-02"}, ("1905-12-14", "1905-12-14")),
        ({"last": "0001-01-02"}, ("1905-12-14", "1905-12-14")),
        ({"first": "9999-12-31", "last": "9999-12-31"}, ("2026-03-14", "2026-03-14")),
        ({"first": "2026-02-30", "last": "2026-03-01"}, ("2026-02-28", "2026-03-13")),
        ({"first": "evil", "last": "\x00", "pick": "most"}, ("2026-02-28", "2026-03-13")),
    ],
)
def test_a_span_is_always_one_that_can_be_shown(said, expected):
    assert span(**said) == expected


def test_a_span_has_an_end():
    first, last = SpanForm({"first": "2020-01-01", "last": "2026-03-13"}).span(today=TODAY)

    assert ((last - first).days + 1, last) == (MOST_DAYS, dt.date(2026, 3, 13))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {}),
        ({"days": []}, {"days": ["Choose at least one day."]}),
        ({"days": ["2026-03-01"]}, {"days": ["One of these days is not offered. Choose again."]}),
        ({"days": ["evil"]}, {"days": ["One of these days is not offered. Choose again."]}),
        ({"what": ""}, {"what": ["Choose what you had."]}),
        ({"what": "evil"}, {"what": ["That button is out of date. Search for the food again."]}),
        ({"time": "25:00"}, {"time": ["Enter a valid time."]}),
    ],
)
def test_filling_in_needs_days_and_something_to_have_had(person, said, expected):
    glass = PortionFactory()
    data = {"days": ["2026-03-10"], "what": f"{glass.food_id}:{glass.pk}:1", **said}
    form = FillForm(_post(data), offered=[dt.date(2026, 3, 10)], person=person, now=NOW)

    assert errors(form) == expected


def _post(data: dict) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def test_filling_in_with_nothing_of_a_food_gets_a_sentence(person):
    glass = PortionFactory()
    data = _post({"days": ["2026-03-10"], "what": f"{glass.food_id}:{glass.pk}:0"})
    form = FillForm(data, offered=[dt.date(2026, 3, 10)], person=person, now=NOW)

    assert errors(form) == {"amount": [ZERO]}


@pytest.mark.parametrize(("mark", "valid"), [("complete", True), ("", True), ("evil", False), ("\x00", False)])
def test_a_mark_is_one_of_four_or_none(mark, valid):
    assert MarkForm({"mark": mark}).is_valid() is valid


def test_forms_make_no_foods(person):
    quick(person, b12="1").is_valid()

    assert Food.objects.count() == 0
