"""What a person takes, has and set aside, as rules and the model want it: one query, kept with the person.

Read lean, in plain SQL: every page that says what was probably absorbed asks for it, and most people have little or
nothing of it. What writes any of it says so with `forget_health`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from accounts.models import User
from tracker.domain import conditions, medicines
from tracker.domain.risks.facts import Gas, GasUse, Has, Precision, Use, When
from tracker.domain.states import NORMAL, STATES, State
from tracker.models.health import Relation

_KEPT = "_health"  # on the person of a request

# the first part names the types: what is empty there has to be said so
_EVERYTHING = """
SELECT 'medicine', id, key, name, dose_mg, units, since, since_precision, until, until_precision,
       taking, confirmed, CAST(NULL AS boolean)
FROM tracker_medicine WHERE owner_id = %s
UNION ALL
SELECT 'condition', id, key, name, resection_cm, ileal_cm, since, since_precision, NULL, relation,
       treated_elsewhere, resected, chronic_diarrhoea
FROM tracker_condition WHERE owner_id = %s
UNION ALL
SELECT 'gas', id, kind, '', NULL, NULL, "on", '', NULL, '', NULL, NULL, NULL
FROM tracker_gasuse WHERE owner_id = %s
UNION ALL
SELECT 'aside', id, code, basis, NULL, NULL, until, '', discussed_on, '', NULL, NULL, NULL
FROM tracker_snooze WHERE owner_id = %s
ORDER BY 1, 2
"""


class Snoozed(NamedTuple):
    """A finding set aside up to and including `until`; `basis` is the digest of what it rested on."""

    until: dt.date
    discussed_on: dt.date | None
    basis: str


class Spell(NamedTuple):
    """A state from a day up to and including another; None: always, or still."""

    state: State
    first: dt.date | None
    last: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Health:
    """All of it, in the order it was typed in; `snoozes` by the code of the finding."""

    medicines: tuple[Use, ...] = ()
    conditions: tuple[Has, ...] = ()
    gas: tuple[GasUse, ...] = ()
    snoozes: Mapping[str, Snoozed] = field(default_factory=dict)

    def spells(self) -> Iterator[Spell]:
        """What bears on absorption, and from when to when. What began nobody knows when was always there.

        A medicine that was stopped nobody knows when is left out: there is no day of which one could say that it holds.
        """
        for use in self.medicines:
            state = STATES.get(medicines.state_of(use.key), NORMAL)
            if state != NORMAL and (use.active or use.end):
                yield Spell(state, use.start and use.start.date, use.end and use.end.date)
        for has in self.conditions:
            state = STATES.get(conditions.state_of(has), NORMAL)
            if state != NORMAL and not has.in_family:
                yield Spell(state, has.since and has.since.date, None)


def health_of(person: User) -> Health:
    """What the person told. One query, none when it is asked again of the same person of a request."""
    found = person.__dict__.get(_KEPT)
    if found is None:
        found = person.__dict__[_KEPT] = _read(person)
    return found


def forget_health(person: User) -> None:
    """After a write: the next one who asks reads it anew."""
    person.__dict__.pop(_KEPT, None)


def _read(person: User) -> Health:
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING, [person.pk] * 4)
        rows = cursor.fetchall()
    if not rows:
        return Health()
    of = {kind: [row[2:] for row in rows if row[0] == kind] for kind in ("medicine", "condition", "gas", "aside")}
    return Health(
        medicines=tuple(map(_use, of["medicine"])),
        conditions=tuple(map(_has, of["condition"])),
        gas=tuple(GasUse(Gas(row[0]), _date(row[4])) for row in of["gas"]),
        snoozes={row[0]: Snoozed(_date(row[4]), _date(row[6]), row[1]) for row in of["aside"]},
    )


def _use(row: Sequence) -> Use:
    key, name, dose_mg, units, since, since_precision, until, until_precision, taking, confirmed, _ = row
    listed = medicines.MEDICINES.get(key)
    return Use(
        key=key,
        group=listed.group if listed else "",
        name=name,
        dose_mg=_float(dose_mg),
        units=_float(units),
        start=_when(since, since_precision),
        end=_when(until, until_precision),
        active=bool(taking),
        confirmed=bool(confirmed),
    )


def _has(row: Sequence) -> Has:
    key, name, resection_cm, ileal_cm, since, precision, _, relation, elsewhere, resected, diarrhoea = row
    return Has(
        key=key,
        name=name,
        since=_when(since, precision),
        treated_elsewhere=bool(elsewhere),
        resection_cm=_float(resection_cm),
        ileal_cm=_float(ileal_cm),
        resected=_yes_or_no(resected),
        in_family=relation == Relation.FAMILY,
        chronic_diarrhoea=_yes_or_no(diarrhoea),
    )


def _when(date: dt.date | str | None, precision: str) -> When | None:
    found = _date(date)
    return None if found is None else When(found, Precision(precision))


def _date(date: dt.date | str | None) -> dt.date | None:
    """SQLite hands the dates of a union over as text."""
    return dt.date.fromisoformat(date) if isinstance(date, str) else date


def _float(number: Decimal | float | None) -> float | None:
    return None if number is None else float(number)


def _yes_or_no(said: bool | int | None) -> bool | None:
    return None if said is None else bool(said)
