"""Objects of a long JSON list one after the other, each with its line: memory holds one of them at a time.

Works for lists with one object a line, for neatly indented ones and for such without any line break. A broken object
is a refusal, and reading goes on with the next one that begins like it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn, TextIO

from foods.importing.problems import Refused

CHUNK = 1 << 20
MOST_OBJECT = 16 << 20
_NEAR = 16  # letters: a number, word or escape that the end of what was read cut in two
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the list, or why there is none; `excerpt` is how its text begins."""

    line: int
    value: dict | None
    refused: Refused | None = None
    excerpt: str = ""


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant)
NOT_JSON = (ValueError, RecursionError, ArithmeticError)  # what it raises; the last for 1e9999999999999999999


def what_is_wrong(error: Exception) -> str:
    """In a word or two, for one of `NOT_JSON`."""
    if isinstance(error, ArithmeticError):
        return "a number larger than any"
    return error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__


class ObjectList:
    """The objects of the list whose “[” stands last in `head`, which was read from `stream` before.

    After the last object `ended` says whether the list was closed: a file that was cut off has no end. `line` is where
    reading stands.
    """

    def __init__(self, stream: TextIO, head: str, after: int) -> None:
        self._stream, self._text, self._at = stream, head, after
        self.line = 1 + head.count("\n", 0, after)
        self.ended = False

    def __iter__(self) -> Iterator[Found]:
        while self._next_begins():
            start, line = self._at, self.line
            try:
                value = self._value()
            except Refused as refused:
                excerpt = self._text[self._at : self._at + 200]
                self._skip()
                yield Found(line, None, refused, excerpt)
            else:
                excerpt = self._text[start : start + 200] if not isinstance(value, dict) else ""
                if isinstance(value, dict):
                    yield Found(line, value)
                else:
                    yield Found(
                        line, None, Refused("value", "There is something else where a food should be."), excerpt
                    )

    def _next_begins(self) -> bool:
        """Move to the next object; False at the end of the list or file."""
        while True:
            between = _BETWEEN.match(self._text, self._at)
            assert between is not None
            self._move(between.end())
            if self._at < len(self._text):
                self.ended = self._text[self._at] == "]"
                return not self.ended
            if not self._more():
                return False

    def _move(self, to: int) -> None:
        self.line += self._text.count("\n", self._at, to)
        self._at = to

    def _more(self) -> bool:
        """Read on, and forget what was passed. Twice as much each time: a long object is not begun too often."""
        waiting = len(self._text) - self._at
        text = self._stream.read(max(CHUNK, waiting))
        self._text, self._at = self._text[self._at :] + text, 0
        return bool(text)

    def _value(self) -> object:
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except NOT_JSON as error:
                if not self._may_go_on(error) or not self._more():
                    raise self._broken(error) from None
            else:
                self._move(end)
                return value

    def _may_go_on(self, error: Exception) -> bool:
        """Whether the object is only not read to its end yet."""
        if len(self._text) - self._at > MOST_OBJECT or not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _NEAR

    def _broken(self, error: Exception) -> Refused:
        if len(self._text) - self._at > MOST_OBJECT:
            return Refused("long", f"The food has more than {MOST_OBJECT:,} letters.")
        if isinstance(error, json.JSONDecodeError) and self._may_go_on(error):
            return Refused("record", "The file ends in the middle of this food: download it again.")
        return Refused("value", f"The food is not written as JSON has to be ({what_is_wrong(error)}).")

    def _skip(self) -> None:
        """Go to the next line that begins an object with the indentation of the one that is broken."""
        before = self._text.rfind("\n", 0, self._at)
        indent = self._text[before + 1 : self._at] if before >= 0 else ""
        begins = "\n" + (indent if not indent.strip() else "") + "{"
        searched = self._at + 1
        while (found := self._text.find(begins, searched)) < 0:
            self._move(max(self._at, len(self._text) - len(begins)))
            if not self._more():
                self._move(len(self._text))
                return
            searched = 0
        self._move(found + 1)
