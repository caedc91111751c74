"""What a line says: its things, in order, with their amounts."""

import datetime as dt
from decimal import Decimal

import pytest

from tracker.domain.line import Line, Thing, UnitKind, read

NOW = dt.datetime(2026, 3, 14, 12, 30)  # noqa: DTZ001 (the person's own clock) a Saturday


def reads(text: str) -> Line:
    return read(text, today=NOW.date(), now=NOW)


def said(text: str) -> list[tuple[str, str | None]]:
    """(name, amount) of each thing."""
    return [(thing.name, None if thing.amount is None else f"{thing.amount:f}") for thing in reads(text).things]


def only(text: str) -> Thing:
    (thing,) = reads(text).things
    return thing


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
        ("7up", [("7up", None)]),
        ("milk,egg", [("milk", None), ("egg", None)]),
    ],
)
def test_a_line_is_split_into_things_with_their_amounts(line, things):
    assert said(line) == things


@pytest.mark.parametrize(("line", "grams"), [("200 g salmon", 200), ("200g salmon", 200), ("salmon 0.2 kg", 200)])
def test_a_weight_is_the_total_of_a_thing(line, grams):
    total = only(line).total

    assert (only(line).name, total.kind, total.value) == ("salmon", UnitKind.MASS, Decimal(grams))


@pytest.mark.parametrize("line", ["12", "200 g"])
def test_a_number_with_no_name_is_handed_back(line):
    read = reads(line)

    assert (read.things, [piece.text for piece in read.not_understood]) == ((), [line])
