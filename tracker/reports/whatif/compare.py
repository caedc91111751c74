"""Today's habit beside what it becomes: lines, figures and the picture that Status and the page of a what-if share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tracker.domain.changes import Kind, read, try_out
from tracker.domain.parameters import Span
from tracker.domain.scenarios import COMPARED_MONTHS, Habit, absorbed_per_day, projection_of
from tracker.domain.stores import DAYS_A_MONTH, THRESHOLD_UG, Projection, store_after
from tracker.models.whatif import REFUSALS
from tracker.reports.whatif.ground import Ground
from tracker.reports.whatif.words import stored, stored_between, words_of

_HARDLY = 0.02  # of the plateau: what the model cannot tell apart
_MEDICAL = (Kind.INTERVAL, Kind.START, Kind.STOP)


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words; `refusal` says why it cannot be made now, and is empty where it can."""

    words: str
    refusal: str
    kind: str

    @property
    def is_interval(self) -> bool:
        return self.kind == Kind.INTERVAL and not self.refusal


@dataclass(frozen=True, slots=True)
class Side:
    """One way of going on: as now, or with the changes."""

    habit: Habit
    per_day: Span
    projection: Projection

    @classmethod
    def of(cls, habit: Habit) -> "Side | None":
        """None where no day was tracked."""
        per_day, projection = absorbed_per_day(habit), projection_of(habit, months=COMPARED_MONTHS)
        return cls(habit, per_day, projection) if per_day and projection else None

    def middle_ug(self, months: float) -> float:
        """The store by the formula with its middle figures: smooth, where the median of draws is not."""
        made = self.projection
        return store_after(made.start_ug, self.per_day.middle, made.loss_per_day, months * DAYS_A_MONTH)

    @property
    def after(self) -> str:
        """mg in store after twelve months."""
        return stored(self.middle_ug(COMPARED_MONTHS))

    @property
    def after_between(self) -> str:
        last = self.projection.points[-1]
        return stored_between(last.low_ug, last.high_ug)

    @property
    def settles(self) -> str:
        return stored(self.projection.plateau_ug.middle)

    @property
    def settles_between(self) -> str:
        plateau = self.projection.plateau_ug
        return stored_between(plateau.low, plateau.high)

    @property
    def settles_low(self) -> bool:
        """Below the low threshold of the model."""
        return self.projection.plateau_ug.middle < THRESHOLD_UG


@dataclass(frozen=True, slots=True)
class Compared:
    """`now` is None where no day was tracked, `then` also where no change can be made."""

    lines: tuple[Line, ...]
    now: Side | None
    then: Side | None

    @classmethod
    def of(cls, ground: Ground, said: object, *, now: Side | None) -> "Compared":
        """`said`: the changes as they were kept, whatever stands there."""
        kept = said if isinstance(said, list) else []
        changes = [read(one) for one in kept]
        tried = try_out(ground.habit, changes)
        lines = tuple(
            Line(
                words_of(one, ground.names) if change else _("A change"),
                str(REFUSALS[refusal]) if refusal else "",
                str(one["kind"]) if change else "",
            )
            for one, change, refusal in zip(kept, changes, tried.refusals, strict=True)
        )
        return cls(lines, now, Side.of(tried.habit) if now and tried.fitting else None)

    @property
    def made(self) -> list[str]:
        return [line.words for line in self.lines if not line.refusal]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.refusal]

    @property
    def is_medical(self) -> bool:
        """Something here is for a doctor to decide."""
        return any(line.kind in _MEDICAL for line in self.lines if not line.refusal)

    @property
    def changes_interval(self) -> bool:
        return any(line.is_interval for line in self.lines)

    @property
    def hardly_differs(self) -> bool:
        if not (self.now and self.then):
            return False
        one, other = (side.projection.plateau_ug.middle for side in (self.now, self.then))
        return abs(one - other) <= _HARDLY * max(one, other)


def readable(said: object) -> Sequence[Mapping[str, Any]]:
    """The kept changes that can be read, to be put into a form again."""
    return [one for one in said if read(one)] if isinstance(said, list) else []
