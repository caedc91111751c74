"""One dose of the person's own, worked through the formula: why so little, or so much, of it was absorbed."""

from collections.abc import Sequence
from dataclasses import dataclass

from foods.choices import Origin
from tracker.domain.absorption import absorbed_ug
from tracker.domain.factors import Part, parts_of
from tracker.domain.parameters import MIDDLE
from tracker.domain.states import State
from tracker.reports.absorbed import Absorption, Taken

LARGE_UG = 20.0  # of a tablet: from here on it is the small share that one wonders about


@dataclass(frozen=True, slots=True)
class Example:
    """A dose taken alone and at rest, in µg: `effective_ug` is `factor` × `release` × `dose_ug`."""

    name: str
    is_large_tablet: bool
    dose_ug: float
    factor: float
    release: float
    capacity: float
    effective_ug: float
    carried_ug: float
    passive_ug: float

    @property
    def absorbed_ug(self) -> float:
        return self.carried_ug + self.passive_ug

    @property
    def is_plain(self) -> bool:
        """Nothing takes a share off before intrinsic factor."""
        return self.factor == self.release == 1.0


def example_of(absorption: Absorption, numbers: Sequence[int], state: State) -> Example | None:
    """The dose that gave most, of those that are of one kind; None where nothing was absorbed through the gut."""
    rows, middle = absorption.rows, absorption.middle
    through_the_gut = (n for n in numbers if middle[n] and n not in absorption.past_the_gut)
    most_first = sorted(through_the_gut, key=lambda n: -middle[n])
    best = next((n for n in most_first if _is_of_one_kind(rows[n])), None)
    if best is None:
        return None
    row = rows[best]
    (part,) = _parts(row)
    dose, release = part.dose_ug or 0.0, state.release.middle if part.bound else 1.0
    effective = part.factor * release * dose
    passive = MIDDLE.passive_share * effective
    whole = absorbed_ug(dose, release=release, capacity=state.capacity.middle, factor=part.factor)
    large = row.origin == Origin.SUPPLEMENT and dose >= LARGE_UG
    return Example(
        row.name, large, dose, part.factor, release, state.capacity.middle, effective, whole - passive, passive
    )  # fmt: skip


def _is_of_one_kind(row: Taken) -> bool:
    """Not a food that holds both its own and added B12: no single formula says what it gave."""
    return row.counted_ug is not None and len(_parts(row)) == 1


def _parts(row: Taken) -> tuple[Part, ...]:
    return parts_of(
        counted_ug=float(row.counted_ug or 0),
        added_ug=None if row.added_ug is None else float(row.added_ug),
        origin=row.origin,
        category=row.category,
    )
