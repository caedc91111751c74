"""A file of JSON: one object a line, however long the file is, or one object or list as a whole if it is not large."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from foods.importing.opened import Opened
from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import Refusal

LONGEST_LINE = 16_000_000  # bytes: the largest products of Open Food Facts have a few million
LARGEST_WHOLE = 64_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is in a file which is not one object a line."""

    value: object


def json_rows(opened: Opened, name: str, *, holding: tuple[bytes, ...] = ()) -> Iterator[tuple[int, object]]:
    """Each line with what it holds, or the `Whole` file on line 1.

    A damaged line is a refusal; one that holds none of the words of `holding` is None, and not unpacked. A whole file
    that is damaged is `Unreadable`.
    """
    if _is_lines(opened, name):
        return _lines(opened, name, holding)
    return iter([(1, Whole(_whole(opened, name)))])


def _is_lines(opened: Opened, name: str) -> bool:
    with opened.binary(name) as stream:
        first, second = stream.readline(LONGEST_LINE), stream.readline(LONGEST_LINE)
    return first.lstrip(b"\xef\xbb\xbf \t\r").startswith(b"{") and second.startswith(b"{")


def _lines(opened: Opened, name: str, holding: tuple[bytes, ...]) -> Iterator[tuple[int, object]]:
    with opened.binary(name) as stream:
        line = 0
        while raw := stream.readline(LONGEST_LINE):
            line += 1
            if len(raw) >= LONGEST_LINE and not raw.endswith(b"\n"):
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield line, refusal(name, line, Refused("long", "The line is far too long for one object."))
            elif raw.strip():
                wanted = not holding or any(word in raw for word in holding)
                yield line, _unpacked(name, line, raw) if wanted else None


def _unpacked(name: str, line: int, raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return _damaged(name, line)


def _damaged(name: str, line: int) -> Refusal:
    return refusal(name, line, Refused("record", "The line is no JSON: it is damaged."))


def _whole(opened: Opened, name: str) -> object:
    with opened.binary(name) as stream:
        raw = stream.read(LARGEST_WHOLE + 1)
    if len(raw) > LARGEST_WHOLE:
        raise Unreadable("format", f"{name} is one JSON object of more than 64 MB: give it with one object a line.")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable("format", f"{name} is no JSON, or was cut off: download it again.") from None
