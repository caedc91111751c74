"""A line read: its things with their amounts, the day and the time, and what was not understood. Pure.

The grammar decides nothing that needs a table of foods. Where “and” or “with” may belong to a name the thing after it
carries that word as its `joiner`; whoever knows the foods decides.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.line.reader import Reader, Role
from tracker.domain.line.things import Thing
from tracker.domain.line.times import settle
from tracker.domain.line.tokens import LONGEST


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    things: tuple[Thing, ...]
    day: dt.date | None
    time: dt.time | None
    not_understood: tuple[Piece, ...]
    roles: tuple[tuple[int, int, Role], ...]  # every token once, in order


def read(text: str, *, today: dt.date, now: dt.datetime) -> Line:
    """`now` is local, `today` the person's day it belongs to."""
    reader = Reader(text)
    reader.read()
    day, time = settle(reader.said, now=now, today=today)
    roles = tuple((token.start, token.end, role) for token, role in zip(reader.tokens, reader.roles, strict=True))
    return Line(text, tuple(reader.things), day, time, _unread(text, roles), roles)


def _unread(text: str, roles: Sequence[tuple[int, int, Role]]) -> tuple[Piece, ...]:
    """What was not understood: neighbouring tokens as one piece, and what lies beyond the longest line."""
    found: list[list[int]] = []
    before = False
    for start, end, role in roles:
        if role is Role.UNREAD:
            if before:
                found[-1][1] = end
            else:
                found.append([start, end])
        before = role is Role.UNREAD
    if text[LONGEST:].strip():
        found.append([LONGEST, len(text)])
    pieces = (Piece(start, end, text[start:end]) for start, end in found)
    return tuple(piece for piece in pieces if any(char.isalnum() for char in piece.text))
