"""The food beside what is proposed, in words."""

from decimal import Decimal

import pytest

from foods.models import ConcernKind, Portion
from foods.reports.curate.difference import Difference, proposed
from foods.reports.curate.values import NOTHING, label_of, said, same
from tests.factories import ConcernFactory, FoodFactory, PortionFactory, ProposalFactory


def lines(concern) -> list[tuple[str, str, str, bool]]:
    table = Difference.of(concern, Portion.objects.all())
    return [
        (one.label.replace("\u00a0", " "), one.now.replace("\u00a0", " "), one.then.replace("\u00a0", " "), one.differs)
        for one in table.lines
    ]


def conflict(changes: dict, **food):
    return ConcernFactory(kind=ConcernKind.CONFLICT, food=FoodFactory(**food), facts={"changes": changes})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("b12_ug", "4400", "4,400\u00a0µg"),
        ("b12_ug", "0.3800", "0.38\u00a0µg"),
        ("b12_ug", 0, "0\u00a0µg"),
        ("b12_ug", None, "unknown"),
        ("b12_ug", "lots", "unknown"),
        ("b12_ug", "NaN", "unknown"),
        ("b12_added_ug", None, NOTHING),
        ("origin", "added", "added to food"),
        ("origin", "of old", "of old"),
        ("b12_unknown", True, "yes"),
        ("brand", "", NOTHING),
        ("gone_since", "x", "x"),
        ("portions", [["glass", "200", True], ["cup", "150", ""]], "glass, 200, True; cup, 150"),
        ("aliases", [], NOTHING),
    ],
)
def test_a_value_is_said_in_words(name, value, words):
    assert said(name, value) == words


@pytest.mark.parametrize(
    ("name", "one", "other", "equal"),
    [
        ("b12_ug", "2", Decimal("2.0000"), True),
        ("b12_ug", None, "0", False),
        ("b12_ug", None, None, True),
        ("brand", None, "", True),
        ("brand", "A", "a", False),
        ("b12_unknown", False, True, False),
    ],
)
def test_the_same_value_in_another_spelling_is_the_same(name, one, other, equal):
    assert same(name, one, other) is equal


def test_a_field_is_called_as_everywhere():
    assert label_of("b12_ug", "ml100") == "B12 per 100 ml"
    assert label_of("b12_ug") == "B12"
    assert label_of("gtin") == "Barcode"
    assert label_of("b12_added_ug") == "Of it added"  # the unit stands with the figure
    assert label_of("gone_since") == "Gone since"


def test_a_figure_stands_per_portion_too_and_the_origin_beside_it(db):
    concern = conflict({"b12_ug": ["1", "2.5"]})
    PortionFactory(food=concern.food, name="slice", quantity=5)

    assert lines(concern) == [
        ("B12 per 100 g", "1 µg", "2.5 µg", True),
        ("Per 5 g", "0.05 µg", "0.12 µg", True),
        ("Origin", "food", "food", False),
    ]


def test_one_tablet_of_what_is_counted_in_tablets_is_not_said_twice(db):
    concern = conflict({"b12_ug": ["1", "2.5"]}, basis="unit")
    PortionFactory(food=concern.food, name="tablet", quantity=1)

    assert [label for label, *_ in lines(concern)] == ["B12 per unit", "Origin"]


def test_what_is_the_same_by_now_is_no_difference(db):
    assert lines(conflict({"brand": ["", "Alpro"]}, brand="Alpro")) == [("Brand", "Alpro", "Alpro", False)]


def test_a_source_by_its_key_is_compared_by_its_key(db):
    concern = conflict({"source": ["usda", "ciqual"]})
    concern.food.source.key = "ciqual"

    assert [(differs) for *_, differs in lines(concern)] == [False]


def test_what_is_no_field_is_shown_as_it_was_noted(db):
    concern = conflict({"portions": [[["cup", "240", True]], [["cup", "250", True]]]})

    assert lines(concern) == [("Portions", "cup, 240, True", "cup, 250, True", True)]


def test_a_new_food_stands_alone_with_its_portions(db):
    values = {"name": "Bar", "basis": "g100", "b12_ug": None, "brand": "", "origin": "added"}
    proposal = ProposalFactory(
        kind="new", food=None, values=values, portions=[["bar", "45", True], ["odd", "x", False]]
    )
    concern = ConcernFactory(kind=ConcernKind.PROPOSAL, food=None, proposal=proposal)
    table = Difference.of(concern, [])

    assert (table.now, table.then) == ("", "Proposed")
    assert [(one.label.replace("\u00a0", " "), one.then.replace("\u00a0", " ")) for one in table.lines] == [
        ("Name", "Bar"),
        ("Basis", "per 100 g"),
        ("B12 per 100 g", "unknown"),
        ("Origin", "added to food"),
        ("bar, 45 g", "unknown"),
    ]


def test_a_food_about_which_nothing_is_proposed_stands_as_it_is(db):
    food = FoodFactory(unknown=True, source=None, source_ref="", state="draft")
    table = Difference.of(ConcernFactory(food=food), [])

    assert (table.now, table.then) == ("Now", "")
    assert [one.now for one in table.lines][:1] == ["unknown"]


def test_two_foods_stand_beside_each_other(db):
    one, other = FoodFactory(name="Salmon"), FoodFactory(name="Lax", b12_ug=2)
    PortionFactory(food=one)
    concern = ConcernFactory(kind=ConcernKind.DUPLICATE, food=one, other=other)
    found = {label: (now, then, differs) for label, now, then, differs in lines(concern)}

    assert found["Name"] == ("Salmon", "Lax", True)
    assert found["B12 per 100 g"] == ("1 µg", "2 µg", True)
    assert found["Portions"] == ("1", "0", True)
    assert "Brand" not in found


@pytest.mark.parametrize("changes", [None, {}, {"b12_ug": "2"}, {"b12_ug": ["1"]}, {"b12_ug": None}])
def test_facts_in_another_shape_are_no_proposal(db, changes):
    concern = ConcernFactory(facts={"changes": changes})

    assert proposed(concern) == ({}, {})
    assert lines(concern) != []
