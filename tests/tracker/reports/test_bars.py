"""The bar of a day: pieces by origin beside the reference, with room for what is unknown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.intake import Had, Origin, add_up
from tracker.reports.common import OriginBar


def bar(*figures: tuple[str, str | None], reference: str = "2.4", upper: str | None = None) -> OriginBar:
    total = add_up(Had(Origin(origin), None if ug is None else Decimal(ug)) for origin, ug in figures)
    upper_ug = None if upper is None else Decimal(upper)
    return OriginBar.of(total, reference_ug=Decimal(reference), upper_ug=upper_ug)


def test_the_pieces_stand_beside_each_other_in_percent():
    pieces = bar(("food", "1"), ("supplement", "3")).segments

    assert [(piece.kind, piece.label, piece.x, piece.width) for piece in pieces] == [
        ("food", "food", "0.0", "20.0"), ("supplement", "supplement", "20.0", "60.0"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ug", "ends_at"), [("0", "4"), ("2.4", "4"), ("3.2", "4"), ("3.3", "5"), ("8", "10"), ("11.9", "15"), ("12", "15")]
)
def test_a_bar_ends_at_a_round_number_with_room_to_spare(ug, ends_at):
    made = bar(("food", ug))

    assert (made.end_ug, made.cut) == (Decimal(ends_at), False)


def test_a_tablet_is_cut_so_that_the_meals_beside_it_can_be_seen():
    made = bar(("food", "3"), ("supplement", "1000"))

    assert [(piece.x, piece.width) for piece in made.segments] == [("0.0", "25.0"), ("25.0", "75.0")]
    assert (made.end_ug, made.cut, made.reference_x) == (Decimal(1003), True, "20.0")


def test_what_lies_beyond_the_end_of_a_cut_bar_is_not_drawn_but_named():
    made = bar(("food", "20"), ("supplement", "1000"))

    assert [(piece.kind, piece.width) for piece in made.segments] == [("food", "100.0"), ("supplement", "")]


def test_a_day_of_unknown_foods_has_a_hollow_piece_and_no_filled_one():
    only = bar(("food", None), ("food", None))

    assert (only.segments, only.unknown, only.unknown_x) == ((), 2, "0.0")


def test_a_food_with_none_has_no_piece():
    assert bar(("food", "0")).segments == ()


def test_the_reference_is_where_that_much_would_end():
    assert bar(("food", "2.4")).segments[0].width == bar().reference_x == "60.0"
    assert bar(("food", "1.5"), reference="1.5").segments[0].width == bar(reference="1.5").reference_x == "75.0"


def test_the_hollow_piece_is_to_scale_where_it_is_known_how_much_the_unknown_may_hold():
    made = bar(("food", "1"), ("food", None), upper="3")

    assert (made.segments[0].width, made.unknown_x, made.unknown_width, made.end_ug) == ("25.0", "25.0", "50.0", 4)


def test_a_bar_makes_room_for_what_the_unknown_may_hold():
    made = bar(("food", "1"), ("food", None), upper="9")

    assert (made.end_ug, made.unknown_width, made.cut) == (12, "66.6", False)


def test_what_the_unknown_may_hold_beyond_the_end_is_cut_as_well():
    made = bar(("food", "1.2"), ("food", None), upper="40")

    assert (made.cut, made.end_ug, made.unknown_x, made.unknown_width) == (True, 40, "10.0", "90.0")


ug = st.decimals("0", "100000", places=4)


@given(
    st.lists(st.tuples(st.sampled_from(Origin), st.none() | ug), max_size=12),
    st.sampled_from([Decimal("0.4"), Decimal("1.5"), Decimal("2.4"), Decimal("5.5")]),
    st.none() | ug,
)
def test_no_piece_leaves_the_bar(figures, reference, more):
    total = add_up(Had(origin, ug) for origin, ug in figures)
    made = OriginBar.of(total, reference_ug=reference, upper_ug=None if more is None else total.known_ug + more)
    end = max((float(piece.x) + float(piece.width) for piece in made.segments if piece.width), default=0)

    assert end <= 92 if made.unknown and more is None else end <= 100
    assert float(made.unknown_x) + float(made.unknown_width) <= 100
    assert 0 <= float(made.reference_x) <= 100
