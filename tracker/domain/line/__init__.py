"""A line as people type it, read: things, amounts, the day and the time, and what was not understood. Pure.

Only grammar: which food a name means, and whether “with” belongs to it, is for whoever has a table of foods.
"""

from tracker.domain.line.reader import Role
from tracker.domain.line.reading import Line, Piece, read
from tracker.domain.line.things import Thing, Word
from tracker.domain.line.units import Measure, Unit, UnitKind
from tracker.domain.line.words import AND, PREPARED, WITH

__all__ = [
    "AND",
    "MOST_ITEMS",
    "PREPARED",
    "WITH",
    "Line",
    "Measure",
    "Piece",
    "Role",
    "Thing",
    "Unit",
    "UnitKind",
    "Word",
    "read",
]

MOST_ITEMS = 12  # on one page, to be looked at once
