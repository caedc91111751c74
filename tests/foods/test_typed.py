"""Figures as labels print them."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foods.typed import Unreadable, read_size, read_ug


@pytest.mark.parametrize(
    ("text", "ug"),
    [
        ("2.4", "2.4"), ("0,38", "0.38"), (" 2,50 µg ", "2.5"), ("2.5 mcg", "2.5"), (".38", "0.38"), ("0", "0"),
        ("1,000", "1000"), ("1,000.5 ug", "1000.5"), ("1 000 µg", "1000"), ("1’000", "1000"), ("0.5 mg", "500"),
        ("2.5μg.", "2.5"), ("0,00025 g", "250"),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_it_is_printed(text, ug):
    assert read_ug(text) == Decimal(ug)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number"), ("much", "number"), ("1/2", "number"), ("-2", "negative"), ("−2 µg", "negative"),
        ("100 IU", "unit"), ("15 %", "percent"), ("2 ml", "unit"), ("1.2.3", "number"), ("1e5", "number"),
        ("٢", "number"), (",", "number"), ("9" * 30, "number"), ("nan", "number"),
    ],
)  # fmt: skip
def test_what_is_no_figure_says_why(text, code):
    with pytest.raises(Unreadable) as error:
        read_ug(text)
    assert error.value.args == (code,)


@pytest.mark.parametrize(("text", "size"), [("30 g", "30"), ("250ml", "250"), ("1,5", "1.5"), ("2", "2")])
def test_a_size_is_read_with_or_without_its_unit(text, size):
    assert read_size(text) == Decimal(size)


@pytest.mark.parametrize("text", ["30 mg", "2 %", "a glass", "-1 g"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(Unreadable):
        read_size(text)


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused(text):
    for read in (read_ug, read_size):
        with contextlib.suppress(Unreadable):
            assert read(text) >= 0
