"""What a person takes by a plan, as the domain wants it: one query, kept with the person; and the doses they had.

Read lean, in plain SQL, as tracker.health: pages ask for it that most people have little or nothing of. What writes any
of it says so with `forget_regimens`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from foods.choices import Origin, Route
from tracker.domain.regimens.plans import CountsFrom, Phase, Plan, Skipped, Taken, Unit
from tracker.domain.regimens.recurrence import cycle_days

_KEPT = "_regimens"  # on the person of a request
LEAST_DAYS = 400  # how far back doses are read at least: a year, and some

# the first part names the types: what is empty there has to be said so. Foods are looked for by those that are kept and
# then joined: joined at once, SQLite goes through the whole table for a filter
_EVERYTHING = """
WITH own AS (SELECT * FROM tracker_regimen WHERE owner_id = %s),
kept AS (
  SELECT own.id, own.owner_id, COALESCE(food.merged_into_id, food.id) AS food_id
  FROM own JOIN foods_food AS food ON food.id = own.food_id
)
SELECT 'regimen', id, COALESCE((SELECT merged_into_id FROM foods_food WHERE id = food_id), 0),
       route, counts_from, name, form, template, note, dose_ug, amount, stock,
       prescribed, remind, entered_on, began, reviewed_on, stopped_on, stock_on, food_id, portion_id,
       CAST(NULL AS time)
FROM own
UNION ALL
SELECT 'phase', own.id, phase.position, phase.unit, phase.weekdays, '', '', '', '', NULL, NULL, NULL,
       phase.loading, NULL, phase.starts_on, phase.ends_on, NULL, NULL, NULL, phase.every, NULL, phase.at
FROM tracker_phase AS phase JOIN own ON own.id = phase.regimen_id WHERE own.owner_id = %s
UNION ALL
SELECT 'same', kept.id, food.id, '', '', '', '', '', '', NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM foods_food AS food CROSS JOIN kept
WHERE food.merged_into_id IN (SELECT food_id FROM kept) AND food.merged_into_id = kept.food_id
  AND kept.owner_id = %s AND (food.owner_id IS NULL OR food.owner_id = kept.owner_id)
UNION ALL
SELECT 'skip', own.id, 0, skip.reason, '', '', '', '', '', NULL, NULL, NULL,
       NULL, NULL, skip.due_on, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM tracker_skip AS skip JOIN own ON own.id = skip.regimen_id WHERE own.owner_id = %s
ORDER BY 1, 2, 3, 15
"""

# food by food, each from its own day on: of OR no database makes a range. What is wanted twice comes once
_DOSES = """
WITH wanted (food_id, since, earliest) AS (VALUES {wanted}),
bound (food_id, since) AS MATERIALIZED (
  SELECT food_id, COALESCE((
    SELECT local_date FROM tracker_entry AS before
    WHERE owner_id = %s AND removed_at IS NULL AND before.food_id = wanted.food_id
      AND local_date < wanted.since AND local_date >= earliest
    ORDER BY local_date DESC LIMIT 1
  ), since) FROM wanted
)
SELECT entry.id, entry.food_id, local_date, eaten_at, origin FROM bound CROSS JOIN tracker_entry AS entry
WHERE owner_id = %s AND removed_at IS NULL AND entry.food_id = bound.food_id AND local_date >= since
UNION
SELECT id, food_id, local_date, eaten_at, origin FROM tracker_entry
WHERE owner_id = %s AND removed_at IS NULL AND origin = 'injected' AND local_date >= %s
ORDER BY 3, 4, 1
"""
_NOTHING = (0, dt.date.max, dt.date.max)  # where only injections are wanted


@dataclass(frozen=True, slots=True)
class OwnRegimen:
    """A regimen as its owner keeps it. A dose logs `amount` of the portion, or units of the food where it is None.

    `stock`: what was left on `stock_on`, in what `amount` counts, None where nobody counts. `skipped`: oldest first.
    """

    plan: Plan
    food_id: int
    portion_id: int | None
    amount: float
    remind: bool
    stock: float | None
    stock_on: dt.date | None
    template: str
    skipped: tuple[Skipped, ...] = ()
    note: str = ""
    same: tuple[int, ...] = ()  # what its food was merged into, and what was merged into that: doses of it too

    @property
    def foods(self) -> tuple[int, ...]:
        return (self.food_id, *self.same)


class DoseRow(NamedTuple):
    """An entry that may be a dose."""

    food_id: int
    local_date: dt.date
    eaten_at: dt.datetime
    origin: str


def regimens_of(person: User) -> tuple[OwnRegimen, ...]:
    """All of them, stopped ones too, in the order they were typed in. One query, none when it is asked again."""
    found = person.__dict__.get(_KEPT)
    if found is None:
        found = person.__dict__[_KEPT] = _read(person)
    return found


def forget_regimens(person: User) -> None:
    """After a write: the next one who asks reads them anew."""
    person.__dict__.pop(_KEPT, None)


def _read(person: User) -> tuple[OwnRegimen, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING, [person.pk] * 4)
        rows = cursor.fetchall()
    phases: dict[int, list[Phase]] = {}
    skips: dict[int, list[Skipped]] = {}
    same: dict[int, list[int]] = {}
    for row in rows:
        if row[0] == "phase":
            phases.setdefault(row[1], []).append(_phase(row))
        elif row[0] == "same":
            same.setdefault(row[1], []).append(row[2])
        elif row[0] == "skip":
            skips.setdefault(row[1], []).append(Skipped(_date(row[14]), row[3]))
    return tuple(
        _regimen(row, tuple(phases.get(row[1], ())), tuple(skips.get(row[1], ())), same.get(row[1], []))
        for row in rows
        if row[0] == "regimen"
    )


def _regimen(
    row: Sequence, phases: tuple[Phase, ...], skipped: tuple[Skipped, ...], merged: Sequence[int]
) -> OwnRegimen:
    _, pk, became, route, counts_from, name, form, template, note, dose_ug, amount, stock, prescribed, remind, *rest = (
        row
    )
    *dates, food_id, portion_id, _ = rest
    entered, began, reviewed_on, stopped_on, stock_on = map(_date, dates)
    plan = Plan(
        id=pk,
        name=name,
        route=route,
        phases=phases,
        counts_from=CountsFrom(counts_from),
        dose_ug=_float(dose_ug),
        form=form,
        prescribed=bool(prescribed),
        entered=entered,
        began=began,
        reviewed_on=reviewed_on,
        stopped_on=stopped_on,
    )
    return OwnRegimen(
        plan=plan,
        food_id=food_id,
        portion_id=portion_id,
        amount=float(amount),
        remind=bool(remind),
        stock=_float(stock),
        stock_on=stock_on,
        template=template,
        skipped=skipped,
        note=note,
        same=tuple(food for food in (became, *merged) if food and food != food_id),
    )


def _phase(row: Sequence) -> Phase:
    at = row[21]
    return Phase(
        unit=Unit(row[3]),
        every=row[19],
        starts_on=_date(row[14]),
        ends_on=_date(row[15]),
        weekdays=frozenset(map(int, row[4])),
        at=dt.time.fromisoformat(at) if isinstance(at, str) else at,
        loading=bool(row[12]),
    )


def _date(date: dt.date | str | None) -> dt.date | None:
    """SQLite hands the dates of a union over as text."""
    return dt.date.fromisoformat(date) if isinstance(date, str) else date


def _float(number: Decimal | float | None) -> float | None:
    return None if number is None else float(number)


# --- doses ------------------------------------------------------------------------------------------------------------
def doses_since(regimens: Iterable[OwnRegimen], *, today: dt.date) -> dt.date:
    """From when on doses are needed to say where regimens stand: 400 days, or two rounds of the longest one."""
    longest = max((cycle_days(phase) for own in regimens for phase in own.plan.phases), default=0)
    return today - dt.timedelta(days=max(LEAST_DAYS, 2 * longest))


def read_doses(person: User, *, since: dt.date | Mapping[int, dt.date]) -> tuple[DoseRow, ...]:
    """The entries that may be doses of a regimen, oldest first. One query, none where there is no regimen.

    `since`: one day for all, or by the ids of the regimens that are asked about. The day before it on which a product
    was last had is read too: what is due counts from it, and a page says when it was.
    """
    everything = regimens_of(person)
    days = since if isinstance(since, Mapping) else {own.plan.id: since for own in everything}
    only = only_injected(everything)
    foods: dict[int, dt.date] = {}
    for own in everything:
        if own.plan.id in days and own.plan.id != only:
            foods |= {food: min(days[own.plan.id], foods.get(food, dt.date.max)) for food in own.foods}
    injected = days.get(only, dt.date.max)
    if not foods and only not in days:
        return ()
    wanted = [(food, day, day - dt.timedelta(days=LEAST_DAYS)) for food, day in foods.items()] or [_NOTHING]
    places = ", ".join(["(%s, %s, %s)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(_DOSES.format(wanted=places), [*chain.from_iterable(wanted), *[person.pk] * 3, injected])
        return tuple(DoseRow(food, _date(on), moment_of(at), origin) for _, food, on, at, origin in cursor.fetchall())


def moment_of(moment: dt.datetime | str) -> dt.datetime:
    """SQLite keeps moments in Universal Time, and does not say so."""
    moment = dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def only_injected(regimens: Iterable[OwnRegimen]) -> int | None:
    """The one regimen of injections that is going on: any injection is a dose of it."""
    injected = [own for own in regimens if own.plan.route == Route.INJECTED and own.plan.stopped_on is None]
    return injected[0].plan.id if len(injected) == 1 else None


def taken_by(
    regimens: Iterable[OwnRegimen], rows: Iterable[tuple[int, dt.date, dt.datetime, str]]
) -> dict[int, list[Taken]]:
    """The doses of each regimen by its id, oldest first.

    A dose is any entry of its food; where one regimen of injections is going on, any injection is its dose. Nothing
    counts that was had more than one interval before the regimen begins, or after it was stopped.
    """
    regimens = tuple(regimens)
    only = only_injected(regimens)
    by_food: dict[int, list[Taken]] = {}
    injections: list[Taken] = []
    for food_id, local_date, eaten_at, origin in rows:
        dose = Taken(local_date, eaten_at)
        by_food.setdefault(food_id, []).append(dose)
        if origin == Origin.INJECTED:
            injections.append(dose)
    return {
        own.plan.id: _of(
            own.plan,
            injections if own.plan.id == only else [dose for food in own.foods for dose in by_food.get(food, [])],
        )
        for own in regimens
    }


def _of(plan: Plan, doses: Sequence[Taken]) -> list[Taken]:
    if not plan.phases:
        return sorted(doses)
    begin = plan.phases[0]
    first = begin.starts_on - dt.timedelta(days=cycle_days(begin))
    last = plan.stopped_on or dt.date.max
    return sorted(dose for dose in doses if first <= dose.on <= last)
