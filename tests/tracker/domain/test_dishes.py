"""A dish holds what its parts hold: added up, with what is not known and what does not count said as such."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foods.choices import Diet, Grade
from tracker.domain.dishes import DIETS, GRADES, DishPart, add_up, would_hold_itself

EGG = DishPart("Egg", Decimal("1.2"), Decimal(0), None, None, "food", "bound", "analysed", "vegetarian", True)
YEAST = replace(EGG, name="Yeast flakes", b12_ug=Decimal(5), added_ug=Decimal(5), origin="added",
                form="cyanocobalamin", grade="label", diet="vegan")  # fmt: skip
TEMPEH = replace(EGG, name="Tempeh", b12_ug=None, added_ug=None, diet="vegan")
NORI = replace(EGG, name="Nori", b12_ug=Decimal(30), counts=False, diet="vegan")
LIVER = replace(EGG, name="Liver", b12_ug=Decimal(60), low_ug=Decimal(40), high_ug=Decimal(90), diet="meat")


def test_the_words_are_those_of_the_table_and_in_its_order():
    assert (tuple(Grade.values), tuple(Diet.values)) == (GRADES, DIETS)


def test_parts_are_added_up_with_what_was_added_apart():
    total = add_up([EGG, YEAST])

    assert (total.b12_ug, total.least_ug, total.added_ug) == (Decimal("6.2"), Decimal("6.2"), 5)
    assert (total.low_ug, total.high_ug, total.unknown, total.not_counted) == (None, None, (), ())


def test_one_unknown_part_makes_the_figure_unknown_and_the_rest_the_least():
    total = add_up([EGG, TEMPEH])

    assert (total.b12_ug, total.added_ug, total.least_ug, total.unknown) == (None, None, Decimal("1.2"), ("Tempeh",))


def test_nothing_is_known_of_a_dish_with_nothing_in_it():
    assert (add_up([]).b12_ug, add_up([]).diet) == (None, "")


def test_a_dish_without_b12_holds_0_and_that_is_known():
    assert add_up([replace(EGG, b12_ug=Decimal(0))]).b12_ug == 0


def test_what_does_not_count_is_0_and_named():
    total = add_up([EGG, NORI])

    assert (total.b12_ug, total.not_counted) == (Decimal("1.2"), ("Nori",))


def test_an_unknown_look_alike_is_not_unknown_it_counts_0():
    assert add_up([EGG, replace(NORI, b12_ug=None)]).b12_ug == Decimal("1.2")


def test_a_range_of_one_part_is_a_range_of_the_dish():
    total = add_up([EGG, LIVER])

    assert (total.low_ug, total.b12_ug, total.high_ug) == (Decimal("41.2"), Decimal("61.2"), Decimal("91.2"))


def test_an_unknown_part_with_a_range_gives_the_dish_a_range_without_a_figure():
    total = add_up([EGG, replace(TEMPEH, low_ug=Decimal(0), high_ug=Decimal(3))])

    assert (total.b12_ug, total.low_ug, total.high_ug) == (None, Decimal("1.2"), Decimal("4.2"))


def test_a_range_beside_a_part_nobody_knows_is_no_range():
    total = add_up([LIVER, TEMPEH])

    assert (total.low_ug, total.high_ug) == (None, None)


@pytest.mark.parametrize(
    ("parts", "origin"),
    [([EGG], "food"), ([EGG, YEAST], "added"), ([LIVER, YEAST], "food"), ([TEMPEH], "food")],
)
def test_the_origin_is_that_of_most_of_what_is_known(parts, origin):
    assert add_up(parts).origin == origin


def test_what_was_added_to_a_part_of_unknown_split_follows_its_origin():
    assert add_up([replace(YEAST, added_ug=None)]).added_ug == 5
    assert add_up([replace(EGG, added_ug=None)]).added_ug == 0


def test_a_tablet_that_is_stirred_in_was_added():
    total = add_up([EGG, replace(YEAST, origin="supplement", added_ug=None)])

    assert (total.added_ug, total.origin) == (5, "added")


@pytest.mark.parametrize(
    ("parts", "grade"),
    [
        ([EGG], "calculated"),
        ([EGG, YEAST], "label"),
        ([EGG, replace(YEAST, grade="user")], "user"),
        ([EGG, replace(NORI, grade="user")], "calculated"),
        ([], "calculated"),
    ],
)
def test_the_grade_is_that_of_the_worst_part_that_counts_and_at_best_calculated(parts, grade):
    assert add_up(parts).grade == grade


@pytest.mark.parametrize(
    ("parts", "diet"),
    [([YEAST], "vegan"), ([YEAST, EGG], "vegetarian"), ([LIVER, EGG], "meat"), ([EGG, replace(EGG, diet="")], "")],
)
def test_who_can_eat_it_can_eat_every_part(parts, diet):
    assert add_up(parts).diet == diet


def test_the_form_is_said_where_all_parts_with_b12_have_the_same():
    assert [add_up(parts).form for parts in ([EGG, LIVER], [EGG, YEAST], [EGG, replace(YEAST, b12_ug=Decimal(0))])] == [
        "bound",
        "not_stated",
        "bound",
    ]


_UG = st.none() | st.decimals(0, 5000, places=4)


@given(st.lists(st.tuples(_UG, st.booleans()), max_size=8))
def test_no_part_is_lost_and_nothing_unknown_becomes_0(rows):
    total = add_up([replace(EGG, b12_ug=ug, counts=counts) for ug, counts in rows])
    known = [ug for ug, counts in rows if counts and ug is not None]

    assert total.least_ug == sum(known)
    assert (total.b12_ug is None) == (not rows or any(counts and ug is None for ug, counts in rows))


# --- in itself --------------------------------------------------------------------------------------------------------
STEW, STOCK, SAUCE, EGGS = 1, 2, 3, 9


@pytest.mark.parametrize(
    ("parts", "holds", "expected"),
    [
        ([EGGS], {}, False),
        ([STEW], {}, True),
        ([STOCK], {STOCK: {SAUCE}, SAUCE: {STEW}}, True),
        ([STOCK], {STOCK: {SAUCE}, SAUCE: {EGGS}}, False),
        ([STOCK], {STOCK: {SAUCE}, SAUCE: {STOCK}}, False),  # a ring of others ends too
        ([EGGS], {STEW: {STEW}}, False),
    ],
)
def test_a_dish_that_would_hold_itself_is_found(parts, holds, expected):
    assert would_hold_itself(STEW, parts, holds) is expected
