"""The constants of the absorption model, each with its range and its source. Pure; docs/model.md, Parameters."""

import math
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A figure with the ends of its range, `low <= middle <= high`."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Parameters:
    """One set of constants; docs/model.md, Parameters.

    `ValueError` for anything negative or not finite, and for `vmax_ug / km_ug + passive_share` above 1: a small dose
    would then be absorbed to more than the whole.
    """

    vmax_ug: float  # most that intrinsic factor carries in one go: 1.5, range 1.0–2.0; fit to Carmel 2008
    km_ug: float  # dose that gives half of it: 1.7, range 1.2–2.2; fit to Carmel 2008
    passive_share: float  # taken up without intrinsic factor: 0.012, range 0.005–0.02; Carmel 2008
    recovery_h: float  # until the carrying capacity is full again: 6, range 4–6; Institute of Medicine 1998
    merge_h: float = 0.5  # eaten within this time of the first bite is one meal; estimate

    def __post_init__(self) -> None:
        for name in ("vmax_ug", "km_ug", "passive_share", "recovery_h", "merge_h"):
            value = getattr(self, name)
            if not math.isfinite(value) or value < 0:
                raise ValueError(f"{name} must be finite and not negative, not {value}")
        if not self.km_ug or not self.recovery_h:
            raise ValueError("km_ug and recovery_h must be above 0")
        if self.vmax_ug / self.km_ug + self.passive_share > 1:
            raise ValueError("vmax_ug / km_ug + passive_share is above 1: more would be absorbed than swallowed")


MIDDLE = Parameters(vmax_ug=1.5, km_ug=1.7, passive_share=0.012, recovery_h=6.0)
LOW = Parameters(vmax_ug=1.0, km_ug=2.2, passive_share=0.005, recovery_h=6.0)
# At vmax 2.0 every km below 2.041 breaks the constraint, so the high end has the nearest one that keeps it.
HIGH = Parameters(vmax_ug=2.0, km_ug=2.05, passive_share=0.02, recovery_h=4.0)
