"""Adding up what was had: known µg by origin, and how many of the foods nobody has a figure for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Origin(StrEnum):
    FOOD = "food"
    ADDED = "added"
    SUPPLEMENT = "supplement"
    INJECTED = "injected"


@dataclass(frozen=True, slots=True)
class Had:
    """One entry: `counted_ug` is None where nobody knows it; `added_ug` is the part of it known to be added."""

    origin: Origin
    counted_ug: Decimal | None
    added_ug: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OriginTotal:
    origin: Origin
    known_ug: Decimal
    entries: int


@dataclass(frozen=True, slots=True)
class Intake:
    """What a set of entries adds up to. `known_ug` is a lower bound as long as `unknown` is not 0."""

    known_ug: Decimal
    swallowed_ug: Decimal
    unknown: int
    entries: int
    by_origin: tuple[OriginTotal, ...]

    @property
    def only_unknown(self) -> bool:
        """There are entries, and nobody knows the B12 of any of them."""
        return self.entries > 0 and self.unknown == self.entries


def add_up(entries: Iterable[Had]) -> Intake:
    """Sum entries by origin, in the fixed order food, added, supplement, injected.

    A food that holds both its own and added B12 counts in both places, as far as the added part is known.
    Injections are kept out of `swallowed_ug`.
    """
    known: dict[Origin, Decimal] = {}
    counts: dict[Origin, int] = {}
    unknown = total = 0
    for had in entries:
        total += 1
        if had.counted_ug is None:
            unknown += 1
            continue
        counts[had.origin] = counts.get(had.origin, 0) + 1
        for origin, ug in _shares(had.origin, had.counted_ug, had.added_ug):
            known[origin] = known.get(origin, Decimal(0)) + ug
    by_origin = tuple(OriginTotal(o, known[o], counts.get(o, 0)) for o in Origin if o in known)
    known_ug = sum(known.values(), Decimal(0))
    injected = known.get(Origin.INJECTED, Decimal(0))
    return Intake(known_ug, known_ug - injected, unknown, total, by_origin)


def added_part(origin: str, counted_ug: float, added_ug: float | None) -> float:
    """µg of a food that were added to it; where its split is not known, all or nothing by its origin."""
    if added_ug is None:
        return counted_ug if origin == Origin.ADDED else 0.0
    return min(added_ug, counted_ug)


def _shares(origin: Origin, counted_ug: Decimal, added_ug: Decimal | None) -> Iterable[tuple[Origin, Decimal]]:
    """An entry's µg split into what the food holds by itself and what was added to it."""
    if origin not in (Origin.FOOD, Origin.ADDED) or added_ug is None or not counted_ug:
        yield origin, counted_ug
        return
    added_ug = min(added_ug, counted_ug)
    if added_ug:
        yield Origin.ADDED, added_ug
    if counted_ug > added_ug:
        yield Origin.FOOD, counted_ug - added_ug
