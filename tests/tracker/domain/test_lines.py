"""A line with several things in it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.lines import Item, split_line


@pytest.mark.parametrize(
    ("line", "things"),
    [
        ("", []),
        (" , ;\n ", []),
        ("egg", [("egg", None)]),
        ("2 eggs, oat milk; ½ avocado", [("eggs", "2"), ("oat milk", None), ("avocado", "0.5")]),
        ("egg\nmilk\r\nbread", [("egg", None), ("milk", None), ("bread", None)]),
        ("0,5 avocado, egg", [("avocado", "0.5"), ("egg", None)]),  # a comma within a number stays
        ("1,000 mcg tablet, egg", [("1,000 mcg tablet", None), ("egg", None)]),
        ("b12 1000, egg", [("b12 1000", None), ("egg", None)]),
        ("1 1/2 bananas", [("bananas", "1.5")]),
        ("1½ bananas", [("bananas", "1.5")]),
        ("2x egg", [("egg", "2")]),
        ("3 × egg", [("egg", "3")]),
        ("half avocado, an egg, a latte", [("avocado", "0.5"), ("egg", "1"), ("latte", "1")]),
        ("1000 mcg tablet", [("1000 mcg tablet", None)]),
        ("200 g salmon", [("200 g salmon", None)]),
        ("200g salmon", [("200g salmon", None)]),
        ("0 eggs", [("0 eggs", None)]),
        ("7up", [("7up", None)]),
        ("12", [("12", None)]),
        ("milk,egg", [("milk", None), ("egg", None)]),
    ],
)
def test_a_line_is_split_into_things_with_their_amounts(line, things):
    found = [(item.name, item.amount) for item in split_line(line)]

    assert found == [(name, amount and Decimal(amount)) for name, amount in things]


def test_what_was_typed_is_kept_beside_what_was_understood():
    assert split_line("2 eggs, milk") == [Item("2 eggs", "eggs", Decimal(2)), Item("milk", "milk", None)]


@given(line=st.text(max_size=200) | st.text(alphabet="12,;½/ xegg\n", max_size=80))
def test_no_text_breaks_it_and_every_thing_has_a_name(line):
    for item in split_line(line):
        assert item.name.strip() == item.name != ""
        assert item.amount is None or item.amount > 0


@given(line=st.text(max_size=200))
def test_nothing_typed_gets_lost_but_what_stands_between_things(line):
    kept = "".join(item.typed for item in split_line(line))

    assert [c for c in kept if not c.isspace()] == [c for c in line if not c.isspace() and c not in ",;"] or "," in kept
