"""What a new usual meal may be made of: the entries of one day."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from tracker.models import Entry
from tracker.reports.common import EntryRow

MOST = 60  # of one day


@dataclass(frozen=True, slots=True)
class Choice:
    """The entries of a day to choose from; `day` None where nothing was ever logged."""

    day: dt.date | None
    entries: tuple[Entry, ...]
    rows: tuple[EntryRow, ...]

    @classmethod
    def build(cls, person: User, day: dt.date | None) -> "Choice":
        """Of `day`, else of the last day with entries. Two queries, one where the day is said."""
        if day is None:
            day = person.entries.order_by("-local_date").values_list("local_date", flat=True).first()
        if day is None:
            return cls(None, (), ())
        of_day = person.entries.on_day(day).select_related("food__merged_into", "portion")
        entries = tuple(of_day[:MOST])
        return cls(day, entries, tuple(EntryRow.of(entry) for entry in entries))
