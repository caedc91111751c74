"""The medicines of one person: how a line reads, what comes in which order, what is another pack of the same."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import MedicineFactory, UserFactory
from tracker.domain.medicines import EFFECTS as EFFECTS_OF_THE_TABLE
from tracker.reports.care.medicines import EFFECTS, MedicineLine, MedicinePage, MedicinesList, taken_already

MARCH_2022 = {"since": dt.date(2022, 3, 15), "since_precision": "month"}


def line(**said) -> MedicineLine:
    return MedicineLine.of(MedicineFactory.build(owner=None, **said))


def test_every_effect_of_the_table_has_its_words():
    assert set(EFFECTS) == set(EFFECTS_OF_THE_TABLE)


# --- one line --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "details"),
    [
        ({"dose_mg": Decimal("2000.000"), **MARCH_2022}, ("2,000\u00a0mg a day", "since March 2022")),
        ({"dose_mg": None}, ()),
        ({"dose_mg": Decimal("0.400")}, ("0.4\u00a0mg a day",)),
        ({"dose_mg": None, "units": Decimal("1.50")}, ("1.5 tablets a day",)),
        ({"dose_mg": None, "units": Decimal("1.00")}, ("1 tablet a day",)),
        ({"dose_mg": None, "confirmed": False}, ("pack not looked at yet",)),
        ({"dose_mg": None, "taking": False, "until": dt.date(2021, 7, 1), "until_precision": "year"}, ("until 2021",)),
    ],
)
def test_a_line_says_what_was_said(said, details):
    assert line(**said).details == details


@pytest.mark.parametrize(
    ("key", "name", "generic", "effect"),
    [
        ("metformin", "Glucophage", "metformin", "may lower B12"),
        ("metformin", "Metformin", "", "may lower B12"),
        ("omeprazole", "omeprazole", "", "less is freed from food"),
        ("", "Tea", "", ""),
    ],
)
def test_a_brand_says_what_it_holds_and_does(key, name, generic, effect):
    made = line(key=key, name=name)
    assert (made.generic, made.effect) == (generic, effect)


# --- the list --------------------------------------------------------------------------------------------------------
def test_what_is_taken_and_what_was_are_two_lists_by_name(db, django_assert_num_queries):
    person = UserFactory()
    for name, taking in (("omeprazole", True), ("Metformin", True), ("ACE", False), ("aspirin", False), ("Zyx", True)):
        MedicineFactory(owner=person, name=name, taking=taking)
    MedicineFactory(name="Of somebody else")
    with django_assert_num_queries(1):
        page = MedicinesList.build(person)

    assert [made.row.name for made in page.now] == ["Metformin", "omeprazole", "Zyx"]
    assert [made.row.name for made in page.before] == ["ACE", "aspirin"]


@pytest.mark.parametrize(
    ("key", "taking", "unchecked"), [("", True, True), ("", False, True), ("metformin", True, False)]
)
def test_the_list_knows_whether_something_is_not_checked(db, key, taking, unchecked):
    person = UserFactory()
    MedicineFactory(owner=person, key=key, taking=taking)
    assert MedicinesList.build(person).unchecked is unchecked


# --- another pack ----------------------------------------------------------------------------------------------------
@pytest.fixture
def packs(db):
    """Metformin and tea that are taken, and omeprazole that was."""
    person = UserFactory()
    made = {
        "metformin": MedicineFactory(owner=person, name="Glucophage"),
        "tea": MedicineFactory(owner=person, key="", name="Green tea"),
        "omeprazole": MedicineFactory(owner=person, key="omeprazole", name="omeprazole", taking=False),
    }
    MedicineFactory(key="colchicine", name="colchicine")
    return person, made


@pytest.mark.parametrize(
    ("key", "name", "found"),
    [
        ("metformin", "metformin", "metformin"),
        ("metformin", "Siofor", "metformin"),
        ("", "green TEA", "tea"),
        ("", "Glucophage", None),
        ("met_sitagliptin", "Janumet", None),
        ("omeprazole", "omeprazole", None),
        ("colchicine", "colchicine", None),
        ("", "", None),
    ],
)
def test_the_same_is_what_has_the_same_row_or_the_same_typed_name(packs, key, name, found):
    person, made = packs
    assert taken_already(person, key, name, but=uuid.uuid4()) == (made[found] if found else None)
    assert taken_already(person, key, name, but=None) == (made[found] if found else None)


def test_a_form_that_is_sent_twice_is_no_second_pack(packs):
    person, made = packs
    assert taken_already(person, "metformin", "metformin", but=made["metformin"].uid) is None


# --- the page --------------------------------------------------------------------------------------------------------
def page_of(row, key="metformin", name="Glucophage") -> MedicinePage:
    return MedicinePage.build(row.owner, key, name, row=row, now=timezone.now())


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ({}, ""),
        ({"taking": False}, "You stopped, but did not say when: so it is left out for all of the time."),
        ({"taking": False, "until": dt.date(2021, 7, 1)}, "Counted for the time that you took it."),
    ],
)
def test_what_was_stopped_counts_for_its_time_or_not_at_all(db, said, pause):
    assert str(page_of(MedicineFactory(**said)).counts.pause) == pause


def test_a_page_that_is_not_saved_yet_costs_no_query(db, django_assert_num_queries):
    person = UserFactory()
    with django_assert_num_queries(0):
        page = MedicinePage.build(person, "metformin", "Glucophage", row=None, now=timezone.now())

    assert (page.holds, page.raised.any, page.counts.lines) == (
        "metformin", False, ("0.7 of the capacity to take up B12 is left",),
    )  # fmt: skip
    assert len(page.citations) > 3


def test_of_a_name_as_typed_nothing_is_known(db):
    page = page_of(MedicineFactory(key="", name="Tea"), "", "Tea")
    assert (page.listed, page.holds, page.raised.any, page.citations, page.counts.lines) == (
        None, "", False, (), (),
    )  # fmt: skip
