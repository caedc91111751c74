"""Nothing of a person is forgotten: every row that points at them and every column goes along or says why not."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from jsonschema import Draft202012Validator, FormatChecker

from foods.models import Food, Source
from tests.tracker.export.everything import exported, somebody_with_everything
from tracker.export.schema import FILE, as_text, schema
from tracker.export.sections import LEFT_OUT, SECTIONS
from tracker.models import Entry

EVERYBODYS = {get_user_model(), Food, Source, apps.get_model("foods.Concern"), apps.get_model("foods.ImportRun")}
OF_FOODS = {"foods.Portion.food", "foods.Alias.food"}  # of own foods
MODELS = {section.model for section in SECTIONS}


def pointers() -> dict[str, type[models.Model]]:
    """Every column by which a row points at a person, or at a row of theirs."""
    theirs = {get_user_model()}
    while True:
        found = {
            f"{model._meta.label}.{field.name}": model
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.concrete_fields
            if field.related_model in theirs
        }
        more = set(found.values()) - EVERYBODYS | theirs
        if more == theirs:
            return found
        theirs = more


def test_every_row_that_points_at_a_person_goes_along_or_says_why_not():
    owners = {f"{section.model._meta.label}.{section.owner.split('__')[0]}" for section in SECTIONS}
    inside = {
        f"{section.model._meta.label}.{name.split('__')[0]}" for section in SECTIONS for name in section.fields
    }  # fmt: skip
    found = pointers()

    assert {"accounts.Event.person", "tracker.Phase.regimen", "usersessions.UserSession.user"} <= set(found)
    assert set(found) - owners - inside - set(LEFT_OUT) == set()


def test_what_is_left_out_as_a_whole_is_still_there_to_be_left_out():
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }

    assert set(LEFT_OUT) <= there
    assert all(LEFT_OUT.values())


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_column_goes_along_or_says_why_not(section):
    there = {field.name for field in (*section.model._meta.concrete_fields, *section.model._meta.many_to_many)}
    of_food = {"id"} if section.name == "food_versions" else set()  # the food that it is a version of
    parents = {section.owner.split("__")[0]} if "__" in section.owner else set()
    taken = {name.split("__")[0] for name in section.fields}

    assert there - taken - set(section.left_out) - of_food - parents == set()
    assert taken & set(section.left_out) == set()
    assert all(section.left_out.values())


def test_a_column_that_nobody_thought_of_would_be_found():
    section = next(one for one in SECTIONS if one.model is Entry)
    without = {field.name for field in Entry._meta.concrete_fields} - set(section.left_out)

    assert without - (set(section.fields) - {"swallowed_ug"}) == {"swallowed_ug"}


def test_each_section_comes_after_those_it_refers_to():
    names = [section.name for section in SECTIONS]
    later = [
        (section.name, column.to)
        for number, section in enumerate(SECTIONS)
        for column in section.columns
        if column.to in names[number + 1 :]
    ]

    assert later == []


# --- the schema -------------------------------------------------------------------------------------------------------
def test_the_schema_that_ships_is_that_of_the_sections():
    """`python -m scripts.export_schema` writes it anew."""
    assert FILE.read_text(encoding="utf-8") == as_text()


def test_the_schema_is_one_by_the_rules_of_its_draft():
    assert Draft202012Validator.check_schema(schema()) is None


@pytest.mark.django_db
def test_an_export_of_everything_is_as_the_schema_says_and_no_section_is_empty():
    said = exported(somebody_with_everything())
    checked = Draft202012Validator(schema(), format_checker=FormatChecker())

    assert [f"{list(error.path)}: {error.message}" for error in checked.iter_errors(said)] == []
    assert [name for name, rows in said.items() if rows == []] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("section", "column", "value"),
    [
        ("entries", "amount", 1.5),
        ("entries", "amount", "1,5"),
        ("entries", "uid", "1"),
        ("entries", "origin", "nowhere"),
        ("entries", "swallowed_ug", ""),
        ("day_marks", "local_date", None),
        ("profile", "birth_year", "1957"),
    ],
)
def test_the_schema_refuses_what_is_not_so(section, column, value):
    said = exported(somebody_with_everything())
    said[section][0][column] = value
    checked = Draft202012Validator(schema(), format_checker=FormatChecker())

    assert [list(error.path)[:3] for error in checked.iter_errors(said)] == [[section, 0, column]]


@pytest.mark.django_db
def test_nothing_that_opens_a_door_goes_along():
    person = somebody_with_everything()
    text = str(exported(person))
    token, link = person.api_tokens.get(), person.secret_addresses.get()
    doors = [token.digest, str(link.nonce), person.password, "SECRETSEED"]
    doors += list(person.usersession_set.values_list("session_key", flat=True))

    assert "Secret agent" in text  # of the same row as the session key
    assert [door for door in doors if len(door) > 1 and door in text] == []
