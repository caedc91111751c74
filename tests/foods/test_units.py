"""Amounts of food and of B12, and how they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foods.choices import Basis, Grade, Origin, Reliability
from foods.templatetags import cobalog
from foods.units import (
    counted_ug,
    describe_amount,
    format_amount,
    format_quantity,
    format_ug,
    plain_number,
    ug_in,
)

amounts = st.decimals(min_value=0, max_value=100_000, places=3)
figures = st.decimals(min_value=0, max_value=100_000, places=4)


@pytest.mark.parametrize(
    ("quantity", "figure", "basis", "ug"),
    [
        ("140", "3.87", Basis.G100, "5.4180"),
        ("244", "0.54", Basis.ML100, "1.3176"),
        ("2", "1000", Basis.UNIT, "2000.0000"),
        ("140", "0", Basis.G100, "0.0000"),
        ("1", "0.0050", Basis.G100, "0.0000"),  # half to even at the fourth place
        ("3", "0.0050", Basis.G100, "0.0002"),
    ],
)
def test_the_ug_in_an_amount_follow_from_the_figure_of_its_basis(quantity, figure, basis, ug):
    assert str(ug_in(Decimal(quantity), Decimal(figure), basis)) == ug


@given(amounts)
def test_unknown_stays_unknown_in_any_amount(quantity):
    assert ug_in(quantity, None, Basis.G100) is None


@given(amounts, amounts, figures)
def test_more_of_a_food_never_holds_less(one, other, figure):
    less, more = sorted([one, other])
    assert ug_in(less, figure, Basis.G100) <= ug_in(more, figure, Basis.G100)


@pytest.mark.parametrize(
    ("ug", "reliability", "counted"),
    [
        (Decimal("3"), Reliability.ACTIVE, Decimal("3")),
        (None, Reliability.ACTIVE, None),
        (Decimal("3"), Reliability.DISPUTED, Decimal(0)),
        (Decimal("3"), Reliability.INACTIVE, Decimal(0)),
        (None, Reliability.INACTIVE, Decimal(0)),
    ],
)
def test_only_active_b12_counts_and_unknown_is_not_zero(ug, reliability, counted):
    assert counted_ug(ug, reliability=reliability) == counted


@pytest.mark.parametrize(
    ("ug", "text"),
    [
        ("0", "0"),
        ("0.0049", "< 0.01"),
        ("0.005", "< 0.01"),
        ("0.0051", "0.01"),
        ("0.5400", "0.54"),
        ("5.4180", "5.42"),
        ("9.999", "10"),
        ("12.34", "12.3"),
        ("83.13", "83.1"),
        ("100.4", "100"),
        ("1000", "1,000"),
    ],
)
def test_a_figure_is_written_as_exactly_as_it_is_useful(ug, text):
    assert format_ug(Decimal(ug)) == text


@given(figures.filter(lambda ug: ug > 0))
def test_a_trace_is_never_written_as_zero(ug):
    assert format_ug(ug) != "0"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("1.50", 3, "1.5"), ("100", 3, "100"), ("1234.5", 3, "1,234.5"), ("0.3870", 4, "0.387")],
)
def test_a_number_has_no_trailing_zeros(value, places, text):
    assert plain_number(Decimal(value), places) == text


@pytest.mark.parametrize(
    ("quantity", "basis", "text"),
    [
        ("140", Basis.G100, "140\u00a0g"),
        ("2.6", Basis.G100, "2.6\u00a0g"),
        ("244", Basis.ML100, "244\u00a0ml"),
        ("1", Basis.UNIT, ""),
    ],
)
def test_a_quantity_carries_its_unit(quantity, basis, text):
    assert format_quantity(Decimal(quantity), basis) == text


@pytest.mark.parametrize(
    ("amount", "text"), [("0.5", "½"), ("1", "1"), ("1.5", "1½"), ("0.25", "¼"), ("2.750", "2¾"), ("0.3", "0.3")]
)
def test_halves_and_quarters_are_written_as_people_write_them(amount, text):
    assert format_amount(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "portion", "quantity", "basis", "words"),
    [
        ("1", "glass", "244", Basis.ML100, "1 glass, 244\u00a0ml"),
        ("2", "large egg", "100", Basis.G100, "2 × large egg, 100\u00a0g"),
        ("0.5", "fillet", "70", Basis.G100, "½ fillet, 70\u00a0g"),
        ("30", "", "30", Basis.G100, "30\u00a0g"),
        ("3", "tablet", "3", Basis.UNIT, "3 × tablet"),
        ("3", "", "3", Basis.UNIT, "3"),
    ],
)
def test_what_was_had_is_told_in_words(amount, portion, quantity, basis, words):
    assert describe_amount(Decimal(amount), portion, Decimal(quantity), basis) == words


# --- marks --------------------------------------------------------------------------------------------------------


def test_unknown_zero_and_not_counted_are_three_figures():
    assert cobalog.figure(None) == '<span class="unknown">unknown</span>'
    assert cobalog.figure(Decimal(0)) == '<span class="n">0<span class="u">&nbsp;µg</span></span>'
    assert cobalog.figure(Decimal(9), Reliability.INACTIVE) == cobalog.figure(Decimal(0))
    assert cobalog.figure(Decimal("0.001")).startswith('<span class="n">&lt; 0.01')


@pytest.mark.parametrize("grade", Grade)
def test_a_grade_is_bars_and_a_word_and_the_short_mark_points_to_the_same_bars(grade):
    bars = cobalog.grade_mark(grade).split("<rect", 1)[1].split("</svg>")[0]

    assert f'<g id="g-{grade.value}"><rect{bars}</g>' in cobalog.grade_symbols()
    assert cobalog.grade_ref(grade).endswith(f'<use href="#g-{grade.value}"/></svg>{grade.label}</span>')
    assert cobalog.grade_mark(grade).endswith(f"{grade.label}</span>")


def test_better_grades_have_more_bars():
    assert [cobalog.grade_mark(grade).count("g-on") for grade in Grade] == [4, 3, 2, 1, 0]


@pytest.mark.parametrize("origin", [*Origin.values, "unknown"])
def test_an_origin_is_a_pattern_and_a_word(origin):
    word = "unknown" if origin == "unknown" else Origin(origin).label

    assert cobalog.origin_mark(origin) == f'<span class="o">{cobalog.swatch(origin)}{word}</span>'
    assert f'class="f-{origin}"' in cobalog.swatch(origin)
