"""Adding up what was had day by day, for the cover: lean, because Today goes through hundreds of entries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tracker.domain.cover import Crystalline, DayTaken
from tracker.domain.days import MINUTES_A_DAY, is_tracked
from tracker.domain.intake import Origin
from tracker.domain.unknowns import upper_ug
from tracker.reports.recent import Recent


@dataclass(slots=True)
class _Sum:
    """A day with entries while they are added up, µg."""

    tracked: bool
    known: float = 0.0
    unknown: int = 0
    upper: float | None = 0.0
    crystalline: list[Crystalline] = field(default_factory=list)
    injected: bool = False


@dataclass(slots=True)
class DayLog:
    """What was had by day, and over the tracked days of the window by origin: [µg, entries]."""

    days: dict[dt.date, _Sum] = field(default_factory=dict)
    shares: dict[str, list[float]] = field(default_factory=dict)
    entries: int = 0

    def share(self, origin: str, ug: float, entries: int) -> None:
        share = self.shares.setdefault(origin, [0.0, 0])
        share[0] += ug
        share[1] += entries

    def taken(self, marks: Mapping[dt.date, str]) -> list[DayTaken]:
        """Every day that has entries or a mark."""
        without = (date for date, mark in marks.items() if date not in self.days and is_tracked(mark, 0))
        return [
            *(DayTaken(date, tracked=True) for date in without),
            *(
                DayTaken(date, one.tracked, one.known, one.unknown, one.upper, tuple(one.crystalline), one.injected)
                for date, one in self.days.items()
            ),
        ]


def add_up(
    rows: Iterable[Recent],
    marks: Mapping[dt.date, str],
    *,
    first: dt.date,
    today: dt.date,
    doses_from_minute: int | None,
) -> DayLog:
    """`doses_from_minute`: the start of the day, where single doses matter; None where they do not."""
    log = DayLog()
    for row in rows:
        date, ug, origin = row.date, row.counted_ug, row.origin
        if date > today:
            continue
        day = log.days.get(date)
        if day is None:
            day = log.days[date] = _Sum(is_tracked(marks.get(date, ""), 1))
        shown = date >= first and day.tracked
        log.entries += shown
        if origin == Origin.INJECTED:
            day.injected = True
            if shown:
                log.share(origin, float(ug or 0), 1)
            continue
        if ug is None:
            _take_unknown(day, row)
            added = None if origin == Origin.SUPPLEMENT else 0.0
        else:
            day.known += (ug := float(ug))
            added = _added(row, ug)
            if shown:
                _share(log, origin, ug, added)
        if doses_from_minute is not None and added != 0:
            day.crystalline.append(Crystalline((row.minute - doses_from_minute) % MINUTES_A_DAY, added))
    return log


def _take_unknown(day: _Sum, row: Recent) -> None:
    day.unknown += 1
    high = None if row.high_ug is None else float(row.high_ug)
    upper = upper_ug(row.category or "", row.basis or "", float(row.quantity or 0), origin=row.origin, high_ug=high)
    day.upper = None if upper is None or day.upper is None else day.upper + upper


def _added(row: Recent, ug: float) -> float:
    """The part that is not bound in food, by the same arithmetic as `intake.add_up`."""
    if row.origin == Origin.SUPPLEMENT:
        return ug
    if row.added_ug is None:
        return ug if row.origin == Origin.ADDED else 0.0
    return min(float(row.added_ug), ug)


def _share(log: DayLog, origin: str, ug: float, added: float) -> None:
    if origin == Origin.SUPPLEMENT:
        log.share(origin, ug, 1)
        return
    if added:
        log.share(Origin.ADDED, added, origin == Origin.ADDED)
    if ug > added or not added:
        log.share(Origin.FOOD, ug - added, origin == Origin.FOOD)
