"""What leads to a food from elsewhere, and follows when the food is merged into another.

Foods know nothing of it: whoever keeps such links registers how they follow and how they go back. What followed is
given as plain JSON, numbers of rows and nothing about anybody; the merge keeps it with what it takes to undo it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

Moved = list[Any]
Follow = Callable[[Collection[int], int], Moved]  # the foods that were merged, and the one that is left
GoBack = Callable[[Moved], None]

_registered: dict[str, tuple[Follow, GoBack]] = {}


def register(name: str, *, follow: Follow, go_back: GoBack) -> None:
    """From now on these links take part; `name` stays, because merges of the past know them by it."""
    _registered[name] = follow, go_back


def follow(foods: Collection[int], winner: int) -> dict[str, Moved]:
    """Let what leads to `foods` lead to `winner`; what was moved, by name. Within the merge's transaction."""
    moved = {name: follow(foods, winner) for name, (follow, _go_back) in _registered.items()}
    return {name: rows for name, rows in moved.items() if rows}


def go_back(moved: Mapping[str, Moved]) -> None:
    """Let what was moved lead where it led before, as far as nobody moved it since."""
    for name, rows in moved.items():
        if name in _registered:
            _registered[name][1](rows)
