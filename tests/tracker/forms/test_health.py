"""What the forms about medicines and conditions share: what was pressed, lengths and numbers, dates as columns."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from tests.factories import MedicineFactory
from tracker.domain.risks.facts import Precision, When
from tracker.forms.conditions import ConditionForm
from tracker.forms.health import FindForm, HealthForm, LimitedField, Picked, PickForm, as_columns, as_typed
from tracker.forms.medicines import MedicineForm
from tracker.models.health import said_when

TODAY = dt.date(2026, 3, 14)
UID = "11111111-2222-4333-8444-555555555555"


# --- finding and picking ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "query"),
    [({"q": " Nexium "}, "Nexium"), ({"q": ""}, ""), ({}, ""), (None, ""), ({"q": "x" * 81}, ""), ({"q": "\x00"}, "")],
)
def test_what_is_looked_for_is_what_was_typed_or_nothing(typed, query):
    assert FindForm(typed).query() == query


@pytest.mark.parametrize(
    ("pressed", "picked"),
    [
        ("metformin|Glucophage", Picked("metformin", "Glucophage")),
        ("|grandma's tea", Picked("", "grandma's tea")),
        ("metformin", Picked("metformin", "")),
        ("|a|b", Picked("", "a|b")),
        (f"|{'n' * 120}", Picked("", "n" * 80)),
    ],
)
def test_what_was_pressed_is_a_key_and_a_name(pressed, picked):
    form = PickForm({"pick": pressed})
    assert form.is_valid()
    assert form.picked == picked


@pytest.mark.parametrize("pressed", ["", "x" * 122, None])
def test_what_cannot_have_been_pressed_is_nothing(pressed):
    assert not PickForm({"pick": pressed} if pressed is not None else {}).is_valid()


# --- fields ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def field() -> LimitedField:
    return LimitedField(most=800, sentence="Type it like 25.")


@pytest.mark.parametrize(
    ("typed", "figure"), [("25", 25), ("12,5", "12.5"), ("½", "0.5"), ("800", 800), ("", None), (" ", None)]
)
def test_a_figure_up_to_the_most_is_read(field, typed, figure):
    assert field.clean(typed) == (None if figure is None else Decimal(figure))


@pytest.mark.parametrize("typed", ["800.1", "0", "-3", "long", "1e9", "\u0663"])
def test_any_other_gets_the_one_sentence(field, typed):
    form = type("One", (HealthForm,), {"cm": field})({"name": "x", "cm": typed}, today=TODAY)
    assert form.errors == {"cm": ["Type it like 25."]}


@pytest.mark.parametrize(
    ("figure", "text"), [(None, ""), ("2000.000", "2000"), ("0.50", "0.5"), ("1E+3", "1000"), ("12.5", "12.5")]
)
def test_a_stored_figure_reads_as_it_would_be_typed(figure, text):
    assert as_typed(None if figure is None else Decimal(figure)) == text


@pytest.mark.parametrize(
    "said",
    [
        When(dt.date(2022, 3, 15), Precision.MONTH),
        When(dt.date(2022, 7, 1), Precision.YEAR),
        When(dt.date(2022, 3, 3), Precision.DAY),
        None,
    ],
)
def test_a_date_comes_back_from_its_columns_as_it_was_said(said):
    assert said_when(MedicineFactory.build(owner=None, **as_columns("since", said)), "since") == said


def test_no_date_is_stored_as_no_date():
    assert as_columns("until", None) == {"until": None, "until_precision": "month"}


# --- the key and the name --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("form", "key"), [(MedicineForm, "metformin"), (ConditionForm, "crohn")], ids=["medicine", "condition"]
)
def test_the_name_of_a_row_of_the_table_is_not_typed_again(form, key):
    listed = form({"key": key, "name": "As picked"}, today=TODAY)
    typed = form({"key": "", "name": "As typed"}, today=TODAY)

    assert listed.chosen == Picked(key, "As picked")
    assert listed.fields["name"].widget.is_hidden
    assert typed.chosen == Picked("", "As typed")
    assert not typed.fields["name"].widget.is_hidden


@pytest.mark.parametrize("form", [MedicineForm, ConditionForm])
@pytest.mark.parametrize("key", ["nonsense", "../x", "METFORMIN"])
def test_a_key_that_no_row_has_is_none(form, key):
    made = form({"key": key, "name": "Something", "taking": "yes"}, today=TODAY)

    assert made.is_valid(), made.errors
    assert made.chosen == Picked("", "Something")
    assert made.answers["key"] == ""


@pytest.mark.parametrize("form", [MedicineForm, ConditionForm])
def test_a_name_is_needed_and_may_have_80_letters(form):
    def errors(name):
        return form({"name": name, "taking": "yes"}, today=TODAY).errors

    assert errors("") == {"name": ["Type what it is called."]}
    assert errors("n" * 80) == {}
    assert list(errors("n" * 81)) == ["name"]


@pytest.mark.parametrize("form", [MedicineForm, ConditionForm])
def test_what_is_optional_is_said_by_the_page_and_not_by_each_field(form):
    assert {field.says_optional for field in form(today=TODAY).fields.values()} == {False}


# --- the uid ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("sent", "uid"), [(UID, uuid.UUID(UID)), ("", None), ("nonsense", None)])
def test_the_uid_of_a_form_is_known_before_the_form_is_looked_at(sent, uid):
    assert MedicineForm({"uid": sent}, today=TODAY).form_uid == uid
    assert MedicineForm(initial={"uid": uuid.UUID(UID)}, today=TODAY).form_uid == uuid.UUID(UID)


def test_a_form_without_a_uid_gets_one():
    form = MedicineForm({"name": "Tea", "taking": "yes"}, today=TODAY)
    assert form.is_valid()
    assert isinstance(form.cleaned_data["uid"], uuid.UUID)
