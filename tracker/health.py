"""What a person takes, has, feels, had tested and set aside, as rules and the model want it: one query, kept with them.

Read lean, in plain SQL: every page that says what was probably absorbed asks for it, and most people have little or
nothing of it. What writes any of it says so with `forget_health`. docs/risks.md, Facts.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from accounts.models import User
from tracker.domain import conditions, medicines
from tracker.domain.days import Clock
from tracker.domain.risks.facts import Gas, GasUse, Has, Precision, Result, Symptom, Use, When
from tracker.domain.risks.felt import SCORE_DAYS, Score, Told, symptoms_of
from tracker.domain.states import NORMAL, STATES, State
from tracker.models.health import Relation

_KEPT = "_health"  # on the person of a request

TICK_DAYS = 28  # how long a red flag counts that nobody ended: estimate

# the first part names the types: what is empty there has to be said so
_EVERYTHING = """
SELECT 'medicine', id, key, name, dose_mg, units, since, since_precision, until, until_precision,
       taking, confirmed, CAST(NULL AS boolean), CAST(NULL AS numeric)
FROM tracker_medicine WHERE owner_id = %s
UNION ALL
SELECT 'condition', id, key, name, resection_cm, ileal_cm, since, since_precision, NULL, relation,
       treated_elsewhere, resected, chronic_diarrhoea, NULL
FROM tracker_condition WHERE owner_id = %s
UNION ALL
SELECT 'gas', id, kind, '', NULL, NULL, "on", '', NULL, '', NULL, NULL, NULL, NULL
FROM tracker_gasuse WHERE owner_id = %s
UNION ALL
SELECT 'aside', id, code, basis, NULL, NULL, until, '', discussed_on, '', NULL, NULL, NULL, NULL
FROM tracker_snooze WHERE owner_id = %s
UNION ALL
SELECT 'told', id, key, '', NULL, NULL, first_on, '', onset, onset_precision, looked_into, NULL, NULL, NULL
FROM tracker_trackedsymptom WHERE owner_id = %s
UNION ALL
SELECT 'score', id, key, places, score, NULL, "on", course, NULL, '', NULL, NULL, NULL, NULL
FROM tracker_symptomscore WHERE owner_id = %s AND "on" > %s
UNION ALL
SELECT 'flag', id, key, '', NULL, NULL, "on", '', NULL, '', NULL, NULL, NULL, NULL
FROM tracker_redflagtick WHERE owner_id = %s AND ended_on IS NULL AND "on" >= %s
UNION ALL
SELECT 'result', measured.id, marker, unit, value, low, taken_on, comparator, NULL, '',
       microbiological, NULL, NULL, high
FROM tracker_sample AS sample JOIN tracker_measured AS measured ON sample_id = sample.id WHERE owner_id = %s
UNION ALL
SELECT 'regimen', 0, '', '', NULL, NULL, NULL, '', NULL, '', NULL, NULL, NULL, NULL
WHERE EXISTS (SELECT 1 FROM tracker_regimen WHERE owner_id = %s)
ORDER BY 1, 2
"""
_KINDS = ("medicine", "condition", "gas", "aside", "told", "score", "flag", "result", "regimen")


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
    """All of it, in the order it was typed in; `snoozes` by the code of the finding.

    `symptoms`: those with a score of the last 28 days; `ticks`: red flags of as many days that are not over. `results`:
    every value of every blood test, the newest first; whether B12 was taken before is not said here. `has_regimens`:
    there are some to read (`tracker.regimens`), stopped ones too.
    """

    medicines: tuple[Use, ...] = ()
    conditions: tuple[Has, ...] = ()
    gas: tuple[GasUse, ...] = ()
    snoozes: Mapping[str, Snoozed] = field(default_factory=dict)
    symptoms: tuple[Symptom, ...] = ()
    ticks: frozenset[str] = frozenset()
    results: tuple[Result, ...] = ()
    has_regimens: bool = False

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
    today = Clock(person.zone, person.day_start).local_date(timezone.now())
    scored_after, ticked_from = (today - dt.timedelta(days=n) for n in (SCORE_DAYS, TICK_DAYS))
    me = person.pk
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING, [me, me, me, me, me, me, scored_after, me, ticked_from, me, me])
        rows = cursor.fetchall()
    if not rows:
        return Health()
    of: dict[str, list[Sequence]] = {kind: [] for kind in _KINDS}
    for row in rows:
        of[row[0]].append(row[2:])
    return Health(
        medicines=tuple(map(_use, of["medicine"])),
        conditions=tuple(map(_has, of["condition"])),
        gas=tuple(GasUse(Gas(row[0]), _date(row[4])) for row in of["gas"]),
        snoozes={row[0]: Snoozed(_date(row[4]), _date(row[6]), row[1]) for row in of["aside"]},
        symptoms=_symptoms(of["score"], of["told"], today) if of["score"] else (),
        ticks=frozenset(row[0] for row in of["flag"]),
        results=tuple(sorted(map(_result, of["result"]), key=lambda one: one.taken_on, reverse=True)),
        has_regimens=bool(of["regimen"]),
    )


def _use(row: Sequence) -> Use:
    key, name, dose_mg, units, since, since_precision, until, until_precision, taking, confirmed, _, _ = row
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
    key, name, resection_cm, ileal_cm, since, precision, _, relation, elsewhere, resected, diarrhoea, _ = row
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


def _symptoms(scores: Sequence[Sequence], told: Sequence[Sequence], today: dt.date) -> tuple[Symptom, ...]:
    by_key: dict[str, list[Score]] = {}
    for key, places, score, _, on, course, *_ in scores:
        by_key.setdefault(key, []).append(Score(_date(on), float(score), course, frozenset(places.split())))
    return symptoms_of(by_key, {row[0]: _told(row) for row in told}, today=today)


def _told(row: Sequence) -> Told:
    _, _, _, _, first_on, _, onset, precision, looked_into, *_ = row
    return Told(_date(first_on), _when(onset, precision), bool(looked_into))


def _result(row: Sequence) -> Result:
    marker, unit, value, low, taken_on, comparator, _, _, microbiological, _, _, high = row
    return Result(
        marker=marker,
        value=float(value),
        unit=unit,
        taken_on=_date(taken_on),
        low=_float(low),
        high=_float(high),
        microbiological=bool(microbiological),
        comparator=comparator,
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
