"""A person's days: which local date a moment belongs to, and which moment a date and a clock time name.

A day may start later than midnight: with a start of 04:00 what is eaten at 00:30 belongs to the day before.
Pure: the zone, the start of the day and the moment come from outside.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MINUTES_A_DAY = 24 * 60


class Said(StrEnum):
    """What a person may say of a whole day."""

    COMPLETE = "complete"
    PARTLY = "partly"
    NOTHING = "nothing"
    NOT_TRACKED = "not_tracked"


def is_tracked(mark: str, entries: int) -> bool:
    """Whether a day tells anything: it has entries, or was said to be complete or to hold nothing with B12.

    `mark` is a value of `Said`, or empty. What somebody calls not tracked is not, whatever was logged on it.
    """
    return mark != Said.NOT_TRACKED and (entries > 0 or mark in (Said.COMPLETE, Said.NOTHING))


class PartOfDay(StrEnum):
    """The parts of a day by which entries are grouped and copied."""

    MORNING = "morning"
    MIDDAY = "midday"
    EVENING = "evening"


_MIDDAY_FROM, _EVENING_FROM = 11 * 60, 16 * 60 + 30


@dataclass(frozen=True, slots=True)
class Clock:
    """A person's clock. `zone` is their time zone, `day_start` the local time at which their day begins."""

    zone: dt.tzinfo
    day_start: dt.time = dt.time(0, 0)

    @property
    def day_start_minute(self) -> int:
        """Minutes from midnight to the start of the day."""
        return self.day_start.hour * 60 + self.day_start.minute

    def local_date(self, moment: dt.datetime) -> dt.date:
        """The person's day an aware moment belongs to."""
        local = moment.astimezone(self.zone)
        return local.date() - dt.timedelta(days=local.time() < self.day_start)

    def local_minute(self, moment: dt.datetime) -> int:
        """Minutes since midnight on the person's clock: 0 to 1,439."""
        local = moment.astimezone(self.zone)
        return local.hour * 60 + local.minute

    def moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        """The aware moment at which this clock shows `time` within the person's `day`.

        A time before the start of the day lies on the next calendar date. Where clocks go forward a time that does
        not exist means the same time span after midnight (02:30 becomes 03:30); where they go back the first of the
        two moments is meant.
        """
        date = day + dt.timedelta(days=time < self.day_start)
        naive = dt.datetime.combine(date, time.replace(tzinfo=None, fold=0))
        # there and back through UTC moves a time that the clock skips to one that it shows
        return naive.replace(tzinfo=self.zone).astimezone(dt.UTC).astimezone(self.zone)


def part_of_day(minute: int, *, day_start_minute: int = 0) -> PartOfDay:
    """Morning until 11:00, midday until 16:30, then evening, which runs on past midnight to the start of the day."""
    if minute < day_start_minute or minute >= _EVENING_FROM:
        return PartOfDay.EVENING
    return PartOfDay.MORNING if minute < _MIDDAY_FROM else PartOfDay.MIDDAY
