"""The doses of one regimen that were had, a page at a time, newest first. Read in plain SQL, as tracker.regimens."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from tracker.domain.regimens.recurrence import cycle_days
from tracker.models.sites import site_words
from tracker.people import clock_of
from tracker.regimens import OwnRegimen, moment_of, only_injected, regimens_of
from tracker.reports.care.regimen_words import short_words

SHOWN_DOSES = 30

# what counts as a dose has to be written out: only then is the index of injections taken
_DOSES = """
SELECT {what} FROM tracker_entry AS entry LEFT JOIN tracker_dose AS dose ON dose.entry_id = entry.id
WHERE owner_id = %s AND removed_at IS NULL AND {is_dose} AND local_date BETWEEN %s AND %s{more}
ORDER BY local_date DESC, eaten_at DESC, entry.id DESC LIMIT {limit}
"""


class DoseRow(NamedTuple):
    """A dose that was had, with where it was given as far as that was said."""

    entry_id: int
    day: str
    time: str
    site: str
    batch: str


@dataclass(frozen=True, slots=True)
class Doses:
    """One page of them. `more`: there are older ones; `last_site`: where the last one was given that says so."""

    rows: tuple[DoseRow, ...]
    number: int
    more: bool
    last_site: str

    @classmethod
    def build(cls, person: User, own: OwnRegimen, *, number: int, today: dt.date) -> "Doses":
        """One query, or two: for a page on which no place is said, where older or newer doses may say it."""
        first, zone = (number - 1) * SHOWN_DOSES, clock_of(person).zone
        found = _read(person, own, "entry.id, local_date, eaten_at, site, batch", f"{SHOWN_DOSES + 1} OFFSET {first}")
        rows = tuple(
            DoseRow(
                pk,
                short_words(on, today=today),
                f"{moment_of(at).astimezone(zone):%H:%M}",
                site_words(site or ""),
                batch or "",
            )
            for pk, on, at, site, batch in found[:SHOWN_DOSES]
        )
        more = len(found) > SHOWN_DOSES
        return cls(
            rows, number, more, _last_site(person, own, rows, alone=number == 1 and not more, newest=number == 1)
        )

    @property
    def newer(self) -> int:
        return self.number - 1

    @property
    def older(self) -> int:
        return self.number + 1


def _last_site(person: User, own: OwnRegimen, rows: tuple[DoseRow, ...], *, alone: bool, newest: bool) -> str:
    if own.plan.route != "injected":
        return ""
    shown = next((row.site for row in rows if row.site), "") if newest else ""
    if shown or alone:
        return shown
    found = _read(person, own, "site", "1", " AND site > ''")
    return site_words(found[0][0]) if found else ""


def _read(person: User, own: OwnRegimen, what: str, limit: str, more: str = "") -> list[tuple]:
    """As `regimens.taken_by` counts them."""
    plan, injected = own.plan, only_injected(regimens_of(person)) == own.plan.id
    begin = plan.phases[0] if plan.phases else None
    first = begin.starts_on - dt.timedelta(days=cycle_days(begin)) if begin else dt.date.min
    food = () if injected else own.foods
    is_dose = f"food_id IN ({', '.join(['%s'] * len(food))})" if food else "origin = 'injected'"
    parts = {"what": what, "is_dose": is_dose, "more": more, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_DOSES.format(**parts), [person.pk, *food, first, plan.stopped_on or dt.date.max])
        return cursor.fetchall()
