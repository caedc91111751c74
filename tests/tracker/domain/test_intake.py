"""Adding up: unknown is not zero, and nothing is counted twice."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.intake import Had, Intake, Origin, OriginTotal, add_up


def had(origin: str, ug: str | None, added: str | None = None) -> Had:
    return Had(Origin(origin), None if ug is None else Decimal(ug), None if added is None else Decimal(added))


def total(origin: str, ug: str, entries: int) -> OriginTotal:
    return OriginTotal(Origin(origin), Decimal(ug), entries)


def test_nothing_adds_up_to_nothing_and_is_not_called_unknown():
    assert add_up([]) == Intake(Decimal(0), Decimal(0), 0, 0, ())
    assert add_up([]).only_unknown is False


def test_an_unknown_food_is_counted_apart_and_not_as_zero():
    intake = add_up([had("food", "1.5"), had("food", None)])

    assert (intake.known_ug, intake.unknown, intake.entries) == (Decimal("1.5"), 1, 2)
    assert intake.by_origin == (total("food", "1.5", 1),)
    assert intake.only_unknown is False


def test_only_unknown_foods_are_called_that():
    intake = add_up([had("food", None), had("added", None)])

    assert (intake.known_ug, intake.unknown, intake.only_unknown) == (0, 2, True)
    assert intake.by_origin == ()


def test_a_food_known_to_hold_none_is_known():
    intake = add_up([had("food", "0")])

    assert (intake.unknown, intake.only_unknown, intake.by_origin) == (0, False, (total("food", "0", 1),))


def test_an_injection_is_not_swallowed():
    intake = add_up([had("injected", "1000"), had("supplement", "10"), had("food", "1")])

    assert (intake.known_ug, intake.swallowed_ug) == (1011, 11)


def test_origins_stand_in_one_order_whatever_came_first():
    intake = add_up([had("injected", "4"), had("supplement", "3"), had("added", "2"), had("food", "1")])

    assert [part.origin for part in intake.by_origin] == ["food", "added", "supplement", "injected"]


@pytest.mark.parametrize(
    ("entry", "parts"),
    [
        (had("added", "3", "2"), (total("food", "1", 0), total("added", "2", 1))),
        (had("added", "3", "3"), (total("added", "3", 1),)),
        (had("added", "3", "4"), (total("added", "3", 1),)),
        (had("added", "3", "0"), (total("food", "3", 0),)),
        (had("added", "3", None), (total("added", "3", 1),)),
        (had("food", "3", "2"), (total("food", "1", 1), total("added", "2", 0))),
        (had("added", "0", "0"), (total("added", "0", 1),)),
        (had("added", "0", "2"), (total("added", "0", 1),)),  # counts 0: a look-alike
    ],
)
def test_a_fortified_food_is_split_as_far_as_the_added_part_is_known(entry, parts):
    assert add_up([entry]).by_origin == parts


ug = st.none() | st.decimals("0", "5000", places=4)
anything_had = st.builds(Had, st.sampled_from(Origin), ug, ug)


@given(entries=st.lists(anything_had), order=st.randoms())
def test_the_order_of_entries_changes_nothing(entries, order):
    shuffled = list(entries)
    order.shuffle(shuffled)

    assert add_up(shuffled) == add_up(entries)


@given(entries=st.lists(anything_had))
def test_every_known_microgram_stands_in_one_origin(entries):
    intake = add_up(entries)

    assert intake.known_ug == sum(e.counted_ug for e in entries if e.counted_ug is not None)
    assert intake.known_ug == sum(part.known_ug for part in intake.by_origin)
    assert sum(part.entries for part in intake.by_origin) <= intake.entries - intake.unknown
    assert intake.unknown == sum(e.counted_ug is None for e in entries)
    assert intake.entries == len(entries)
