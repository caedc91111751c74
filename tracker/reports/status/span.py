"""Which days Status shows."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Period(StrEnum):
    """What can be chosen, in days."""

    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"
    ALL = "all"


LONGEST_BY_DAY = 365
DOSE_BY_DOSE_OF_ALL = 30  # absorption is worked out dose by dose: beyond a year, for the last month of it


@dataclass(frozen=True, slots=True)
class Shown:
    """The local days from `first` to `last`, both included."""

    period: Period
    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, period: Period, *, today: dt.date, began: dt.date | None) -> "Shown":
        """`began` is the first day with an entry: “all” reaches back to it."""
        if period is Period.ALL:
            return cls(period, min(began or today, today), today)
        return cls(period, today - dt.timedelta(days=int(period) - 1), today)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def by_month(self) -> bool:
        """Longer than a year is drawn by month."""
        return self.days > LONGEST_BY_DAY

    @property
    def dose_by_dose_from(self) -> dt.date:
        """The first day for which absorption is worked out."""
        return self.last - dt.timedelta(days=DOSE_BY_DOSE_OF_ALL - 1) if self.by_month else self.first
