"""Adding up what was had day by day, for the cover: lean, because Today goes through hundreds of entries."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.domain.cover import Crystalline, DayTaken
from tracker.domain.days import MINUTES_A_DAY, is_tracked
from tracker.domain.intake import Origin, added_part
from tracker.domain.unknowns import upper_ug
from tracker.reports.recent import NASAL, Recent

# plain texts: an enum looked up for each of hundreds of rows takes as long as all the rest
_FOOD, _ADDED, _SUPPLEMENT, _INJECTED = (str(origin.value) for origin in Origin)


@dataclass(slots=True)
class _Sum:
    """A day with entries while they are added up, µg."""

    tracked: bool
    known: float = 0.0
    unknown: int = 0
    upper: float | None = 0.0
    crystalline: list[Crystalline] = field(default_factory=list)
    injected: bool = False
    entries: int = 0
    supplements: int = 0
    supplement_ug: float = 0.0

    def take_unknown(
        self,
        origin: str,
        quantity: Decimal | float | None,
        basis: str | None,
        category: str | None,
        high_ug: Decimal | float | None,
    ) -> None:
        self.unknown += 1
        high = None if high_ug is None else float(high_ug)
        upper = upper_ug(category or "", basis or "", float(quantity or 0), origin=origin, high_ug=high)
        self.upper = None if upper is None or self.upper is None else self.upper + upper

    def taken_on(self, date: dt.date) -> DayTaken:
        return DayTaken(
            date, self.tracked, self.known, self.unknown, self.upper, tuple(self.crystalline), self.injected,
            self.entries, self.supplements, self.supplement_ug,
        )  # fmt: skip


@dataclass(slots=True)
class DayLog:
    """What was had by day, and over the tracked days of the window by origin: [µg, entries]."""

    days: dict[dt.date, _Sum] = field(default_factory=dict)
    shares: dict[str, list[float]] = field(default_factory=dict)
    entries: int = 0

    def share(self, origin: str, ug: float, entries: int) -> None:
        share = self.shares.get(origin)
        if share is None:
            share = self.shares[origin] = [0.0, 0]
        share[0] += ug
        share[1] += entries

    def taken(self, marks: Mapping[dt.date, str]) -> list[DayTaken]:
        """Every day that has entries or a mark."""
        without = (date for date, mark in marks.items() if date not in self.days and is_tracked(mark, 0))
        return [
            *(DayTaken(date, tracked=True) for date in without),
            *(one.taken_on(date) for date, one in self.days.items()),
        ]


def add_up(
    rows: Iterable[Recent],
    marks: Mapping[dt.date, str],
    *,
    oldest: dt.date,
    first: dt.date,
    today: dt.date,
    day_start_minute: int,
) -> DayLog:
    """The days from `oldest` to `today`, their shares from `first` on. Injections of before `oldest` are there too."""
    log, day, last = DayLog(), _Sum(tracked=False), None
    for row in rows:
        _, _, _, date, minute, ug, origin, added_ug, quantity, basis, category, high_ug, _, _, reliability = row
        if not oldest <= date <= today and (origin != _INJECTED or date > today):
            continue
        if date != last:
            last = date
            day = log.days.get(date) or log.days.setdefault(date, _Sum(is_tracked(marks.get(date, ""), 1)))
        shown = date >= first and day.tracked
        log.entries += shown
        day.entries += 1
        if origin == NASAL:
            continue
        if origin == _INJECTED:
            day.injected = True
            if shown:
                log.share(origin, float(ug or 0), 1)
            continue
        if ug is None:
            day.take_unknown(origin, quantity, basis, category, high_ug)
            added = None if origin == _SUPPLEMENT else 0.0
        else:
            ug = float(ug)
            day.known += ug
            added = _added(origin, ug, added_ug)
            if shown:
                _share(log, origin, ug, added)
        if origin == _SUPPLEMENT and reliability is None:
            day.supplements += 1
            day.supplement_ug += ug or 0.0
        if added != 0:
            day.crystalline.append(Crystalline((minute - day_start_minute) % MINUTES_A_DAY, added))
    return log


def _added(origin: str, ug: float, added_ug: Decimal | float | None) -> float:
    """The part that is not bound in food."""
    return ug if origin == _SUPPLEMENT else added_part(origin, ug, None if added_ug is None else float(added_ug))


def _share(log: DayLog, origin: str, ug: float, added: float) -> None:
    if origin == _SUPPLEMENT:
        log.share(origin, ug, 1)
        return
    if added:
        log.share(_ADDED, added, origin == _ADDED)
    if ug > added or not added:
        log.share(_FOOD, ug - added, origin == _FOOD)
