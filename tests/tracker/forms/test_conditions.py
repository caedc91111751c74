"""One condition as it is typed in: each row of the table asks for its own details."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import ConditionFactory
from tracker.domain.conditions import CONDITIONS, DETAILS
from tracker.domain.risks.facts import Precision, When
from tracker.forms.conditions import ON_TREATMENT, ConditionForm, typed_of
from tracker.models import Condition

TODAY = dt.date(2026, 3, 14)
ALWAYS = {"uid", "key", "name", "since"}
CROHN = {"key": "crohn", "name": "Crohn's disease"}


def form(key: str, **more) -> ConditionForm:
    name = CONDITIONS[key].name if key else "Something"
    return ConditionForm({"key": key, "name": name, **more}, today=TODAY)


def answers(key: str, **more) -> dict:
    made = form(key, **more)
    assert made.is_valid(), made.errors
    return made.answers


# --- what is asked ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", list(CONDITIONS))
def test_a_row_asks_for_its_own_details_and_no_others(key):
    treated = {"treated_elsewhere"} if key in ON_TREATMENT else set()
    assert set(form(key).fields) == ALWAYS | set(CONDITIONS[key].asks) | treated


def test_a_name_as_typed_asks_for_no_details():
    assert set(form("").fields) == ALWAYS


def test_every_detail_is_asked_for_somewhere_and_every_row_that_may_be_treated_exists():
    assert {detail for row in CONDITIONS.values() for detail in row.asks} == set(DETAILS)
    assert set(CONDITIONS) >= ON_TREATMENT


@pytest.mark.parametrize("key", list(CONDITIONS))
def test_a_name_alone_is_enough(key):
    relation = {"relation": "own"} if "relation" in CONDITIONS[key].asks else {}
    said = answers(key, **relation)
    assert (said["key"], said["since"]) == (key, None)
    assert set(said) <= {field.name for field in Condition._meta.concrete_fields}


# --- what is said ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("typed", "cm"), [("25", 25), ("12,5", "12.5"), ("0.1", "0.1"), ("800", 800), ("", None)])
def test_a_length_is_read_and_may_stay_unknown(typed, cm):
    assert answers("ileal_resection", resection_cm=typed)["resection_cm"] == (None if cm is None else Decimal(cm))
    assert answers("crohn", ileal_cm=typed)["ileal_cm"] == (None if cm is None else Decimal(cm))


@pytest.mark.parametrize("typed", ["801", "0", "-20", "a bit"])
def test_an_impossible_length_is_asked_back(typed):
    assert form("ileal_resection", resection_cm=typed).errors == {
        "resection_cm": ["Type the length in cm, like 25, or leave it empty."]
    }


@pytest.mark.parametrize(("said", "stored"), [("yes", True), ("no", False), ("", None)])
def test_dont_know_is_neither_yes_nor_no(said, stored):
    assert answers("crohn", resected=said)["resected"] is stored
    assert answers("hiv", chronic_diarrhoea=said)["chronic_diarrhoea"] is stored


def test_another_answer_is_asked_back():
    assert form("crohn", resected="maybe").errors == {"resected": ["Choose one of the three."]}


def test_lebers_disease_may_be_in_the_family():
    assert answers("lhon", relation="family")["relation"] == "family"
    assert form("lhon", relation="").errors == {"relation": ["Say whether it is you or somebody in your family."]}


def test_treatment_elsewhere_is_a_tick():
    assert answers("gastric_bypass", treated_elsewhere="on")["treated_elsewhere"] is True
    assert answers("gastric_bypass")["treated_elsewhere"] is False
    assert "treated_elsewhere" not in answers("coeliac", treated_elsewhere="on")


# --- when ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", [key for key, row in CONDITIONS.items() if row.category == "operation"])
def test_an_operation_may_be_planned(key):
    assert form(key).fields["since"].label == "When was it, or when is it planned?"
    assert answers(key, since="May 2027")["since"] == dt.date(2027, 5, 15)


@pytest.mark.parametrize("key", ["coeliac", "crohn", ""])
def test_an_illness_began_in_the_past(key):
    assert form(key, since="May 2027").errors == {"since": ["That is still to come. Type a date up to today."]}
    assert form(key, since="2026").is_valid()


def test_one_form_does_not_change_the_next():
    form("gastric_bypass")
    assert form("coeliac", since="2027").errors != {}


# --- what the form begins with ---------------------------------------------------------------------------------------
def test_the_form_of_a_condition_begins_with_what_was_said():
    row = ConditionFactory.build(
        owner=None, key="crohn", name="Crohn's disease", since=dt.date(2019, 7, 1), since_precision="year",
        ileal_cm=Decimal("30.0"), resected=True, treated_elsewhere=True,
    )  # fmt: skip
    assert typed_of(row) == {
        "uid": row.uid, "key": "crohn", "name": "Crohn's disease", "since": When(dt.date(2019, 7, 1), Precision.YEAR),
        "resection_cm": "", "ileal_cm": "30", "resected": "yes", "relation": "own", "chronic_diarrhoea": "",
        "treated_elsewhere": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "details"),
    [
        ("ileal_resection", {"resection_cm": Decimal("19.9"), "treated_elsewhere": True}),
        ("crohn", {"ileal_cm": Decimal(31), "resected": False}),
        ("crohn", {"ileal_cm": None, "resected": None}),
        ("hiv", {"chronic_diarrhoea": True}),
        ("lhon", {"relation": "family"}),
    ],
)
def test_saving_it_unchanged_changes_nothing(key, details):
    row = ConditionFactory.build(owner=None, key=key, name=CONDITIONS[key].name, **details)
    made = ConditionForm(initial=typed_of(row), today=TODAY)
    sent = {name: said for name in made.fields if (said := made[name].value())}
    again = answers(key, **{name: said for name, said in sent.items() if name not in ("key", "name")})

    assert {name: again[name] for name in details} == details
