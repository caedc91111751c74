"""What changes the journal: symptoms and red flags, and blood tests. Keyword-only, each safe to repeat.

Each forgets what was read before, so that the page that follows knows.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Min

from accounts.models import User
from tracker.domain.blood import Value
from tracker.domain.risks.red_flags import FALL_TRIPPED, FALL_UNEXPLAINED
from tracker.health import forget_health
from tracker.models import Measured, RedFlagTick, Sample, SymptomScore, TrackedSymptom
from tracker.models.health import Precision

_ONE_OF = (FALL_TRIPPED, FALL_UNEXPLAINED)  # two answers to one question


# --- symptoms --------------------------------------------------------------------------------------------------------
class Said(NamedTuple):
    """What was said of one symptom on one day: the columns of `SymptomScore`."""

    score: Decimal
    course: str = ""
    places: str = ""
    note: str = ""


@transaction.atomic
def save_check(*, by: User, on: dt.date, scores: Mapping[str, Said], ticks: Collection[str] = ()) -> None:
    """The last word of a day: what was scored replaces what that day said before, what was not stays.

    A red flag that is ticked holds from `on`, or from the later day that it was ticked on.
    """
    _hold(by)
    _write(by, on, scores)
    _tick(by, on, ticks)
    forget_health(by)


def _write(by: User, on: dt.date, scores: Mapping[str, Said]) -> None:
    SymptomScore.objects.bulk_create(
        [SymptomScore(owner=by, key=key, on=on, **said._asdict()) for key, said in scores.items()],
        update_conflicts=True,
        unique_fields=["owner", "key", "on"],
        update_fields=[*Said._fields, "updated_at"],
    )
    _know(by, scores)
    _note_first(by, scores)


def _know(by: User, keys: Collection[str]) -> None:
    """Every symptom that has a score is known; whether it is shown stays as it is."""
    rows = [TrackedSymptom(owner=by, key=key) for key in keys]
    TrackedSymptom.objects.bulk_create(rows, ignore_conflicts=True)


def _note_first(by: User, keys: Collection[str]) -> None:
    """`first_on` is the earliest day with a score above 0: a 0 says that it had not begun."""
    felt = by.symptom_scores.filter(key__in=keys, score__gt=0)
    first = dict(felt.values_list("key").annotate(Min("on")).order_by())
    changed = [row for row in by.tracked_symptoms.filter(key__in=keys) if row.first_on != first.get(row.key)]
    for row in changed:
        row.first_on = first.get(row.key)
    TrackedSymptom.objects.bulk_update(changed, ["first_on"])


def _tick(by: User, on: dt.date, ticks: Collection[str]) -> None:
    open_ones = {row.key: row for row in by.red_flags.filter(ended_on=None)}
    for other in (key for key in _ONE_OF if key not in ticks and any(one in ticks for one in _ONE_OF)):
        by.red_flags.filter(key=other, ended_on=None).update(ended_on=on)
    RedFlagTick.objects.bulk_create(
        RedFlagTick(owner=by, key=key, on=on) for key in dict.fromkeys(ticks) if key not in open_ones
    )
    later = [row.pk for key, row in open_ones.items() if key in ticks and row.on < on]
    by.red_flags.filter(pk__in=later).update(on=on)


@transaction.atomic
def same_as_last(*, by: User, today: dt.date) -> tuple[str, ...]:
    """Give today the score that each symptom on the board had last, with its course and places; the keys that were.

    What was scored today already stays, so that a repeat does nothing.
    """
    _hold(by)
    shown = by.tracked_symptoms.filter(shown=True).values("key")
    known = by.symptom_scores.filter(key__in=shown, on__lte=today)
    last = dict(known.values_list("key").annotate(Max("on")).order_by())
    same = {
        row.key: Said(row.score, course=row.course, places=row.places)
        for row in known.filter(on__in=set(last.values()) - {today})
        if row.on == last[row.key]
    }
    if same:
        _write(by, today, same)
        forget_health(by)
    return tuple(same)


@transaction.atomic
def choose_symptoms(*, by: User, keys: Collection[str]) -> None:
    """These stand on the board, the others do not; scores stay."""
    _hold(by)
    _know(by, keys)
    by.tracked_symptoms.filter(key__in=keys, shown=False).update(shown=True)
    by.tracked_symptoms.filter(shown=True).exclude(key__in=keys).update(shown=False)
    forget_health(by)


def change_symptom(
    *, by: User, symptom: TrackedSymptom, onset: dt.date | None, onset_precision: str, looked_into: bool
) -> TrackedSymptom:
    """When it began, as the person says, and whether a clinician has looked into it."""
    symptom.onset, symptom.onset_precision = onset, Precision(onset_precision)
    symptom.looked_into = looked_into
    symptom.save(update_fields=["onset", "onset_precision", "looked_into"])
    forget_health(by)
    return symptom


@transaction.atomic
def remove_score(*, by: User, key: str, on: dt.date) -> None:
    """What one day said of a symptom, for good; one that is gone is no error."""
    _hold(by)
    by.symptom_scores.filter(key=key, on=on).delete()
    _note_first(by, [key])
    forget_health(by)


def end_flags(*, by: User, today: dt.date, keys: Collection[str] | None = None) -> int:
    """Red flags (of these keys, none named: all) are over, or a clinician has looked at them; how many there were."""
    open_ones = by.red_flags.filter(ended_on=None)
    if keys is not None:
        open_ones = open_ones.filter(key__in=keys)
    ended = open_ones.update(ended_on=today)
    forget_health(by)
    return ended


def _hold(person: User) -> None:
    """What is sent twice at the same moment happens one after the other."""
    User.objects.select_for_update().values_list("pk").get(pk=person.pk)


# --- blood tests -----------------------------------------------------------------------------------------------------
class CannotSave(ValueError):
    """A sample without a value."""


@transaction.atomic
def save_sample(
    *,
    by: User,
    values: Sequence[Value],
    uid: uuid.UUID | None = None,
    sample: Sample | None = None,
    **said: object,
) -> Sample:
    """A new sample with its `uid`, or `sample` changed; `said` by the names of the columns, `values` all there are.

    A repeat of the form of a new one gives what the first made, as it is by now. Raises `CannotSave`.
    """
    if not values:
        raise CannotSave("a sample needs a value")
    _hold(by)
    if sample is None:
        sample, made = by.samples.get_or_create(uid=uid, defaults=said)
        if not made:
            return sample
    else:
        for column, value in said.items():
            setattr(sample, column, value)
        sample.save(update_fields=[*said, "updated_at"])
        sample.values.all().delete()
    Measured.objects.bulk_create(Measured(sample=sample, **value._asdict()) for value in values)
    forget_health(by)
    return sample


def remove_sample(*, by: User, sample: Sample) -> None:
    """For good, with its values; that of another is left alone, and one that is gone is no error."""
    by.samples.filter(pk=sample.pk).delete()
    forget_health(by)
