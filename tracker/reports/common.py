"""What several pages print: one entry as a row, a bar by origin, the way back."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from foods.choices import Origin, Reliability
from foods.units import describe_amount
from tracker.domain import intake
from tracker.domain.intake import Had, Intake
from tracker.models import Entry
from tracker.models.days import Mark

MARK_CHOICES = tuple(Mark.choices)
MOST_REFERENCES = 5  # a bar ends at five days' reference: a tablet is cut, or the meals beside it could not be seen


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as a page prints it. `counted_ug` None is unknown."""

    pk: int
    food_id: int
    time: str
    name: str
    what: str
    origin: str
    counted_ug: Decimal | None
    reliability: str
    absorbed_ug: float | None = None  # probably; of an injection what is kept; None where it is not said

    @classmethod
    def of(cls, entry: "Entry | LeanEntry", absorbed: Mapping[int, float] | None = None) -> "EntryRow":
        """`absorbed`: µg by the id of the entry."""
        return cls(
            pk=entry.pk,
            food_id=entry.food_id,
            time=f"{entry.local_minute // 60:02d}:{entry.local_minute % 60:02d}",
            name=entry.name,
            what=describe_amount(entry.amount, entry.portion_name, entry.quantity, entry.basis),
            origin="unknown" if entry.counted_ug is None else entry.origin,
            counted_ug=entry.counted_ug,
            reliability=entry.reliability,
            absorbed_ug=(absorbed or {}).get(entry.pk),
        )

    @property
    def counts(self) -> bool:
        return self.reliability == Reliability.ACTIVE


class LeanEntry(NamedTuple):
    """The columns of an entry that a list of entries prints and adds up."""

    pk: int
    food_id: int
    local_minute: int
    name: str
    amount: Decimal
    portion_name: str
    quantity: Decimal
    basis: str
    origin: str
    reliability: str
    counted_ug: Decimal | None
    added_ug: Decimal | None


def lean_entries(person: User, day: dt.date) -> list[LeanEntry]:
    """The entries of a day in the order they were had, a tenth of the time that whole models take."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, food_id, local_minute, name, amount, portion_name, quantity, basis, origin, reliability, "
            "counted_ug, added_ug FROM tracker_entry "
            "WHERE owner_id = %s AND removed_at IS NULL AND local_date = %s ORDER BY eaten_at, id",
            [person.pk, day],
        )
        return [
            LeanEntry(
                *row[:4], _decimal(row[4]), row[5], _decimal(row[6]), *row[7:10], _decimal(row[10]), _decimal(row[11])
            )
            for row in cursor.fetchall()
        ]


def _decimal(number: Decimal | float | None) -> Decimal | None:
    """A stored figure. SQLite hands decimals over as binary fractions, whose shortest text is what was stored."""
    return number if number is None or isinstance(number, Decimal) else Decimal(str(number))


def intake_of(entries: Iterable[Entry | LeanEntry]) -> Intake:
    return intake.add_up(Had(intake.Origin(e.origin), e.counted_ug, e.added_ug) for e in entries)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: `kind` names its pattern, `x` and `width` are in percent."""

    kind: str
    label: str
    ug: Decimal
    entries: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class OriginBar:
    """The known µg by origin beside the reference, with a hollow piece where something is unknown.

    The hollow piece is to scale where it is known how much it may hold at most. Widths and places are percent of the
    bar as text; a width is empty for what is not drawn.
    """

    segments: tuple[Segment, ...]
    unknown: int
    unknown_x: str
    unknown_width: str
    reference_ug: Decimal
    reference_x: str
    end_ug: Decimal  # what stands at the end: the scale's, or all of it where the bar is cut
    cut: bool

    @classmethod
    def of(cls, total: Intake, *, reference_ug: Decimal, upper_ug: Decimal | None = None) -> "OriginBar":
        """`upper_ug`: what is known and the most that the unknown may hold, together; None where nobody can say."""
        most = max(total.known_ug, reference_ug, upper_ug or Decimal(0))
        cut = most > reference_ug * MOST_REFERENCES
        full = reference_ug * MOST_REFERENCES if cut else _full_scale(most)
        room = Decimal(92) if total.unknown and upper_ug is None else Decimal(100)
        at = min(total.known_ug / full, Decimal(1)) * room
        return cls(
            segments=_segments(total, full=full, room=room),
            unknown=total.unknown,
            unknown_x=f"{at:.1f}",
            unknown_width=_unknown_width(total, full=full, at=at, upper_ug=upper_ug),
            reference_ug=reference_ug,
            reference_x=f"{reference_ug / full * room:.1f}",
            end_ug=max(total.known_ug, upper_ug or Decimal(0)) if cut else full,
            cut=cut,
        )


def _unknown_width(total: Intake, *, full: Decimal, at: Decimal, upper_ug: Decimal | None) -> str:
    if not total.unknown:
        return "0"
    if upper_ug is None:
        return "7"
    return _tenths(max(min(upper_ug / full * 100, Decimal(100)) - at, Decimal(0)))


def _segments(total: Intake, *, full: Decimal, room: Decimal) -> tuple[Segment, ...]:
    """Pieces side by side; what lies beyond the end of a bar that is cut has no width and is not drawn."""
    at, segments = Decimal(0), []
    for part in total.by_origin:
        if not part.known_ug:
            continue
        width = min(part.known_ug / full * room, room - at)
        drawn = max(width, _SLIVER) if width > 0 else Decimal(0)
        x, shown = _tenths(min(at, room - drawn)), _tenths(drawn) if drawn else ""
        segments.append(Segment(part.origin, str(Origin(part.origin).label), part.known_ug, part.entries, x, shown))
        at += width
    return tuple(segments)


def _tenths(percent: Decimal) -> str:
    """Rounded down, so that pieces side by side never leave the bar."""
    return f"{percent.quantize(Decimal('0.1'), rounding=ROUND_FLOOR)}"


_SLIVER = Decimal("0.6")  # percent: the least that can be seen


_ROUND = (1, 2, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40)  # the highest reference, 5.5 µg, times five and a quarter


def _full_scale(ug: Decimal) -> Decimal:
    """The round number at which a bar for `ug` ends: at least a quarter above it."""
    return next(Decimal(step) for step in _ROUND if ug * Decimal("1.25") <= step)
