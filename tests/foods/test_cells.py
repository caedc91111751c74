"""Cells that no spreadsheet runs, and back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foods.cells import harmless, meant

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n"]


@pytest.mark.parametrize("sign", SIGNS)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(sign):
    assert (harmless(f"{sign}1"), meant(f"'{sign}1")) == (f"'{sign}1", f"{sign}1")


@pytest.mark.parametrize("text", ["", "Milk", "'", "'s-Hertogenbosch", "''", " =1", "1+1", "a@b"])
def test_other_text_stays_as_it_is(text):
    assert (harmless(text), meant(text)) == (text, text)


def test_an_apostrophe_of_its_own_is_not_lost():
    assert (harmless("'=1"), meant("''=1")) == ("''=1", "'=1")


@given(st.text() | st.text("'=+-@\t\r\na", max_size=6))
@example("'=1+1")
def test_what_was_made_harmless_comes_back_as_it_was(text):
    assert meant(harmless(text)) == text


@given(st.text() | st.text("'=+-@\t\r\na", max_size=6))
def test_nothing_that_was_made_harmless_runs(text):
    assert not harmless(text).startswith(tuple(SIGNS))
