"""Rows that are good but for one to three odd cells, and what has to hold of whatever a reader makes of them."""

import copy
import json
from collections.abc import Iterable, Iterator
from typing import Any

from hypothesis import event
from hypothesis import strategies as st

from foods.importing.problems import REASONS
from foods.importing.records import Item, Refusal
from foods.importing.wanted import wanted

_FIGURES = (
    "-", "-0", "0", "1,5", "+1", "1e3", "1e30", "1e308", "1e1000000", "1e-1000000", "9" * 40, "1178.0", "nan", "sNaN",
    "-inf", "0.1234567890123456789012345678901", "2147483648", "9223372036854775808", "٣", "²", "½", "0x10", "1_000",
    "<0,5", "< 1e300", "traces", "2147483648-01-01", "0000-00-00", "2/30/2019", "99/9999", "2019-13-01T00:00",
)  # fmt: skip
_WORDS = (
    "", " ", "unknown", "TRUE", "Z" * 5_000, "a" * 130, "A\x00b", "=1+1", "'=1", "<b>a</b>", "&lt;b&gt;", "a\nb", '"',
    "'", "~", "^", "\t", ";,|", "\u202eabc", "\ufeff", "A\u0301", "µg", "mg", "IU", "%", "US", "en:france",
)  # fmt: skip
_NUMBERS = (0, -0.0, -1, 1e-7, 0.5, 1e30, 2**31, -(2**31) - 1, 2**63, 10**30, 1e308, float("inf"), float("nan"))
_RAW = {  # what json.dumps does not write, by what stands for it
    "\ue001": f"1e{'9' * 30}",
    "\ue002": "9" * 5_000,
    "\ue003": "[" * 700 + "]" * 700,
    "\ue004": "-1E-999999999999999999999",
}
TEXT = (
    st.sampled_from(_FIGURES) | st.sampled_from(_WORDS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
)
NUMBER = st.sampled_from(_NUMBERS) | st.integers() | st.floats()
_PLAIN = st.none() | st.booleans() | NUMBER | TEXT | st.sampled_from(("a\ud800b", "\udcff", *_RAW))
NOT_IN_A_LINE = dict.fromkeys(range(32), " ")  # for str.translate: what neither a line nor a workbook can hold
VALUE = _PLAIN | st.lists(_PLAIN, max_size=2) | st.dictionaries(st.sampled_from(("id", "name", "value")), _PLAIN)


@st.composite
def changed(draw: st.DrawFn, row: list, cell: st.SearchStrategy = TEXT, *, places: Iterable[int] | None = None) -> list:
    """The row with one to three other cells, all of them in `places`: those that the reader looks at."""
    row, places = list(row), list(places or range(len(row)))
    for _ in range(draw(st.integers(1, 3))):
        row[draw(st.sampled_from(places))] = draw(cell)
    return row


@st.composite
def changed_json(draw: st.DrawFn, value: dict) -> dict:
    """A copy with one to three of its parts, however deep, left out or odd."""
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 3))):
        inside, key = draw(st.sampled_from(list(_places(value)) or [(value, "id")]))
        if draw(st.integers(0, 5)):
            inside[key] = draw(VALUE)
        else:
            del inside[key]
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a JSON value as what it stands in and where."""
    if isinstance(value, dict | list):
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _places(inner)


def written(value: Any) -> str:
    """As JSON on one line, numbers and depths beyond those of Python included."""
    text = json.dumps(value)
    for mark, raw in _RAW.items():
        text = text.replace(json.dumps(mark), raw)
    return text


def looked_through(items: Iterable[Item]) -> set[str]:
    """The ids of the foods. Refusals have a code that we know, and the table has room for every food."""
    refs, codes = set[str](), set[str]()
    for item in items:
        if isinstance(item, Refusal):
            assert item.code in REASONS
            assert (item.reason + item.excerpt + item.file).isprintable()
            codes.add(item.code)
        else:
            wanted(item)  # the last fence, which a reader leaves nothing to
            assert all(text.isprintable() for text in (item.name, item.ref, item.brand, *dict(item.aliases).values()))
            refs.add(item.ref)
    event("refused: " + ", ".join(sorted(codes)) if codes else "all taken")
    return refs
