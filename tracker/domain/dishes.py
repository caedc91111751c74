"""What a dish holds, from what goes into it. Pure.

B12 of the parts is added up as their foods give it, what is in the food by itself and what was added to it apart. Not
known stays not known: with one part that nobody has a figure for, the dish has none, and what the others hold is the
least it can be. Look-alikes and disputed figures count 0, as everywhere. Nothing is taken off for cooking: some B12 is
lost in the pan, but no factor that fits every pan is at hand from a source, and an invented one would only look exact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

GRADES = ("analysed", "calculated", "label", "assumed", "user")  # best first
DIETS = ("vegan", "vegetarian", "fish", "meat")  # each may eat what stands before it
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class DishPart:
    """One part as it goes in: µg in all of it. `b12_ug` None is not known; `added_ug` None where its split is not."""

    name: str
    b12_ug: Decimal | None
    added_ug: Decimal | None
    low_ug: Decimal | None
    high_ug: Decimal | None
    origin: str
    form: str
    grade: str
    diet: str
    counts: bool


@dataclass(frozen=True, slots=True)
class DishSum:
    """All of a dish. `b12_ug` is None where a part is not known; `least_ug` is then what the others hold.

    `low_ug` and `high_ug` are both there or neither. `unknown` and `not_counted` name the parts that are not known, and
    those that count 0.
    """

    b12_ug: Decimal | None
    least_ug: Decimal
    added_ug: Decimal | None
    low_ug: Decimal | None
    high_ug: Decimal | None
    origin: str
    form: str
    grade: str
    diet: str
    unknown: tuple[str, ...]
    not_counted: tuple[str, ...]


def add_up(parts: Sequence[DishPart]) -> DishSum:
    """Of no parts at all nothing is known.

    Origin: added where most of what is known was added to its parts, else food; `added_ug` holds the split either way.
    Grade: that of the worst part that counts, and at best calculated, since nobody measured the dish itself.
    """
    counted = [part for part in parts if part.counts]
    known = [part for part in counted if part.b12_ug is not None]
    unknown = tuple(part.name for part in counted if part.b12_ug is None)
    least = sum((part.b12_ug or _NOTHING for part in known), _NOTHING)
    added = sum((_added(part) for part in known), _NOTHING)
    whole = bool(parts) and not unknown
    low, high = _range(counted)
    return DishSum(
        b12_ug=least if whole else None,
        least_ug=least,
        added_ug=added if whole else None,
        low_ug=low,
        high_ug=high,
        origin="added" if added * 2 > least else "food",
        form=_one_or(counted, "form", "not_stated"),
        grade=max(["calculated", *(part.grade for part in counted)], key=GRADES.index),
        diet=_diet(parts),
        unknown=unknown,
        not_counted=tuple(part.name for part in parts if not part.counts),
    )


def _added(part: DishPart) -> Decimal:
    """Of a part whose split is not known all or nothing, by its origin. A tablet that is stirred in was added."""
    if part.origin == "supplement" or (part.origin == "added" and part.added_ug is None):
        return part.b12_ug or _NOTHING
    return min(part.added_ug or _NOTHING, part.b12_ug or _NOTHING)


def _range(counted: Sequence[DishPart]) -> tuple[Decimal | None, Decimal | None]:
    """The ends of all parts together, where one has a range and none lacks an end."""
    lows = [part.b12_ug if part.low_ug is None else part.low_ug for part in counted]
    highs = [part.b12_ug if part.high_ug is None else part.high_ug for part in counted]
    if all(part.high_ug is None for part in counted) or None in lows or None in highs:
        return None, None
    return sum((low for low in lows if low), _NOTHING), sum((high for high in highs if high), _NOTHING)


def _one_or(parts: Iterable[DishPart], field: str, other: str) -> str:
    """What all parts with B12 say alike, else `other`."""
    said = {getattr(part, field) for part in parts if part.b12_ug is None or part.b12_ug > 0}
    return str(said.pop()) if len(said) == 1 else other


def _diet(parts: Sequence[DishPart]) -> str:
    """Who can eat it: who can eat every part; empty where a part does not say."""
    if not parts or any(part.diet not in DIETS for part in parts):
        return ""
    return max((part.diet for part in parts), key=DIETS.index)


def would_hold_itself(dish: int, parts: Iterable[int], holds: dict[int, set[int]]) -> bool:
    """Whether a dish with these parts would hold itself, directly or over others.

    All are numbers of foods; `holds`: what each dish of the person holds now, by the dish's food.
    """
    waiting, seen = list(parts), set()
    while waiting:
        food = waiting.pop()
        if food == dish:
            return True
        if food not in seen:
            seen.add(food)
            waiting += holds.get(food, ())
    return False
