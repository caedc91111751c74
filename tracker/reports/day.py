"""One day of the past (or of the future): what was had, part by part."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tracker.domain.days import PartOfDay, part_of_day
from tracker.domain.intake import Intake
from tracker.domain.references import Target
from tracker.models import Entry
from tracker.people import clock_of, target_of
from tracker.reports.absorbed import of_day
from tracker.reports.common import EntryRow, OriginBar, intake_of
from tracker.reports.targets import target_ug

PART_NAMES = {
    PartOfDay.MORNING: _("Morning"),
    PartOfDay.MIDDAY: _("Midday"),
    PartOfDay.EVENING: _("Evening"),
}


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """An entry whose food has another figure today: the entry keeps what was logged."""

    pk: int
    name: str
    then_ug: Decimal | None
    now_ug: Decimal | None


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    name: str
    rows: tuple[EntryRow, ...]
    changed: tuple[ThenAndNow, ...]


@dataclass(frozen=True, slots=True)
class DayReport:
    """Everything that the page of one day prints."""

    day: dt.date
    today: dt.date
    parts: tuple[Part, ...]
    total: Intake
    bar: OriginBar
    mark: str
    target: Target

    @classmethod
    def build(cls, person: User, *, day: dt.date, now: dt.datetime) -> "DayReport":
        clock = clock_of(person)
        entries = list(person.entries.on_day(day).select_related("food"))
        total = intake_of(entries)
        target = target_of(person, today=day)
        mark = person.day_marks.filter(local_date=day).values_list("mark", flat=True).first()
        return cls(
            day=day,
            today=clock.local_date(now),
            parts=_parts(entries, of_day(person, day), start=clock.day_start_minute),
            total=total,
            bar=OriginBar.of(total, reference_ug=target_ug(target)),
            mark=mark or "",
            target=target,
        )

    @property
    def previous(self) -> dt.date:
        return self.day - dt.timedelta(days=1)

    @property
    def next(self) -> dt.date:
        return self.day + dt.timedelta(days=1)

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def is_future(self) -> bool:
        return self.day > self.today


def _parts(entries: list[Entry], absorbed: Mapping[int, float], *, start: int) -> tuple[Part, ...]:
    found: dict[PartOfDay, list[Entry]] = {part: [] for part in PartOfDay}
    for entry in entries:
        found[part_of_day(entry.local_minute, day_start_minute=start)].append(entry)
    return tuple(
        Part(
            key=part.value,
            name=PART_NAMES[part],
            rows=tuple(EntryRow.of(entry, absorbed) for entry in of_part),
            changed=tuple(then_and_now(entry) for entry in of_part if entry.has_newer_figure()),
        )
        for part, of_part in found.items()
        if of_part
    )


def then_and_now(entry: Entry) -> ThenAndNow:
    return ThenAndNow(entry.pk, entry.name, entry.counted_ug, entry.counted_now())
