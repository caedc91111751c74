"""What typing a name finds, as the pages of Care print it."""

import pytest

from tests.factories import UserFactory
from tracker.domain.conditions import CONDITIONS
from tracker.domain.medicines import MEDICINES
from tracker.reports.care.matches import ELSEWHERE, conditions_called, holds_metformin, leads_to, medicines_called
from tracker.reports.care.medicines import effect_of, pick_value


def first(query: str, zone: str = "Europe/London"):
    return medicines_called(query, UserFactory.build(time_zone=zone)).matches[0]


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("b12", "log"),
        ("hydroxocobalamin", "log"),
        ("laughing gas", "gas"),
        ("alcohol", "conditions"),
        ("metformin", ""),
        ("Nexium", ""),
    ],
)
def test_some_things_are_kept_elsewhere(query, where):
    assert leads_to(first(query)) == where


def test_what_is_kept_elsewhere_has_a_group_and_a_place():
    assert {row.group for row in MEDICINES.values()} >= set(ELSEWHERE)
    assert "alcohol" in CONDITIONS


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("metformin", "metformin|metformin"),
        ("Nexium", "esomeprazole|Nexium"),
        ("glucofage", "metformin|Glucophage"),
        ("PPI", "omeprazole|omeprazole"),
        ("metformin hydrochloride", "metformin|metformin"),
    ],
)
def test_a_match_is_kept_by_its_name_and_a_brand_by_that_of_the_brand(query, value):
    assert pick_value(first(query)) == value


@pytest.mark.parametrize(
    ("query", "holds"),
    [("sitagliptin", True), ("glipizide", True), ("Janumet", True), ("metformin", False), ("topiramate", False)],
)
def test_a_combination_found_by_its_other_part_says_that_it_holds_metformin(query, holds):
    assert holds_metformin(first(query)) is holds


def test_brands_of_the_own_market_come_first():
    assert first("pro", "America/New_York").market == "US"
    assert first("pro", "Asia/Tokyo").market == "JP"


def test_a_match_says_what_it_does_in_a_few_words():
    assert effect_of(first("metformin")) == "may lower B12"
    assert effect_of(first("PPI")) == "less is freed from food"
    assert effect_of(first("orlistat")) == "no known effect"


@pytest.mark.parametrize(
    ("query", "asked", "other"), [("", False, True), ("m", False, True), ("qwertz", True, True), ("b12", True, False),
                                  ("metformin", True, True), ("vitamin b", True, True)]
)  # fmt: skip
def test_anything_but_b12_itself_may_be_added_as_typed(query, asked, other):
    found = medicines_called(query, UserFactory.build())
    assert (found.asked, found.may_be_other) == (asked, other)


@pytest.mark.parametrize(("query", "repaired"), [("glucofage", True), ("metformin", False), ("qwertz", False)])
def test_a_repaired_spelling_says_so(query, repaired):
    assert medicines_called(query, UserFactory.build()).repaired is repaired


def test_conditions_are_found_likewise():
    assert [match.key for match in conditions_called("celiac").matches] == ["coeliac"]
    assert conditions_called("").matches == conditions_called("qwertz").matches == ()
    assert conditions_called("chrons").repaired
