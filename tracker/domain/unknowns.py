"""The most that an entry may plausibly hold of which nobody knows the B12. docs/model.md, Unknown foods. Pure.

Our estimate, and called so wherever it is shown: nine in ten of the foods of this kind that have a figure hold less.
It draws the open end of a range, and is never added to what is known.
"""

from functools import cache

from tracker.domain import tables

_ANY, _FORTIFIED = "other", "added"
_NO_BOUND = {"supplement", "injection", "injected"}  # from 1 to 5,000 µg: nobody can say


def upper_ug(
    category: str, basis: str, quantity: float, *, origin: str = "food", high_ug: float | None = None
) -> float | None:
    """µg at most in `quantity` (g, ml, or pieces where `basis` is “unit”); None where there is no bound.

    `category` and `origin` are words of the food database; a category of which too few foods have a figure counts as
    any food, and what is fortified is compared with fortified foods. One piece or plate of something that nobody
    weighed counts as one usual portion. `high_ug` is the food's own high figure in its basis, where its sources give
    a range: it is used instead.
    """
    size = quantity if basis == "unit" else quantity / 100
    if high_ug is not None:
        return high_ug * size
    if category in _NO_BOUND or origin in _NO_BOUND:
        return None
    table, fortified = _highs(), _FORTIFIED if origin == _FORTIFIED else ""
    highs = table.get((category, fortified)) or table[_ANY, fortified]
    return highs[basis == "unit"] * size


@cache
def _highs() -> dict[tuple[str, str], tuple[float, float]]:
    """µg at most per 100 g or ml and per portion, by category and, for fortified foods, origin.

    `python -m tests.tracker.unknown_ranges` works them out.
    """
    return {
        (row["category"], row["origin"]): (float(row["high_100_ug"]), float(row["high_portion_ug"]))
        for row in tables.read("unknown_ranges")
    }
