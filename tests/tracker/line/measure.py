"""The lines of lines.txt with what is right for them, and how many things of a line came out right.

`language|line|food=amount food=amount`, things in any order. A food is a name of foods.txt or a reference of the
shipped table, several with commas where any of them is right. An amount is in g (units for tablets), `2p` two default
portions of the food, `?` one that the table cannot know (right is what is marked as not sure); `/` stands between
amounts that are both right. It counts as right within 5 %: a cup is 240 or 244 ml.

A third of the lines, drawn by a hash of their text, is held out: not looked at while the grammar is mended.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
WITHIN = Decimal("0.05")
_SEED = "cobalog line 1 "


@dataclass(frozen=True, slots=True)
class Expected:
    """A thing: references of the foods that are right, and amounts of which one is."""

    refs: frozenset[str]
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    language: str
    text: str
    expected: tuple[Expected, ...]

    @property
    def held_out(self) -> bool:
        return hashlib.sha256((_SEED + self.text).encode()).digest()[0] % 3 == 0


@dataclass(frozen=True, slots=True)
class Got:
    """A thing as it was resolved: the food's reference, g or units of it, and of its default portion."""

    ref: str
    quantity: Decimal
    default: Decimal
    sure: bool


def foods() -> dict[str, frozenset[str]]:
    rows = (line.split() for line in _lines("foods.txt"))
    return {name: frozenset(refs) for name, *refs in rows}


def cases() -> list[Case]:
    names = foods()
    return [_case(line, names) for line in _lines("lines.txt")]


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _case(line: str, names: dict[str, frozenset[str]]) -> Case:
    language, text, things = line.split("|")
    return Case(language, text.replace("\\n", "\n"), tuple(_expected(thing, names) for thing in things.split()))


def _expected(thing: str, names: dict[str, frozenset[str]]) -> Expected:
    keys, _, amounts = thing.partition("=")
    refs = frozenset().union(*(names.get(key, frozenset([key])) for key in keys.split(",")))
    return Expected(refs, tuple(amounts.split("/")))


def is_right(expected: Expected, got: Got) -> bool:
    return got.ref in expected.refs and any(_is_amount(amount, got) for amount in expected.amounts)


def _is_amount(amount: str, got: Got) -> bool:
    if amount == "?":
        return not got.sure
    wanted = Decimal(amount[:-1]) * got.default if amount.endswith("p") else Decimal(amount)
    return abs(got.quantity - wanted) <= WITHIN * wanted


def right(case: Case, got: Sequence[Got]) -> tuple[int, int]:
    """(right things, all things); what is missing and what nobody expected is wrong."""
    left = list(got)
    found = 0
    for expected in case.expected:
        match = next((one for one in left if is_right(expected, one)), None)
        if match:
            left.remove(match)
            found += 1
    return found, max(len(case.expected), len(got))
