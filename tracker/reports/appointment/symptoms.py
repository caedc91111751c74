"""How symptoms moved over ninety days: a small line each, with where it stands and where it stood."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from tracker.domain import journal
from tracker.domain.journal import Step, trend
from tracker.domain.symptoms import CLUSTERS, SYMPTOMS
from tracker.reports.appointment.parts import Curve, Section, day, more_words, notes, number
from tracker.reports.findings.words import SYMPTOM_NAMES

MOST = 6
_HIGHEST = 10.0


class Score(NamedTuple):
    on: dt.date
    value: float


def read_scores(person: User, *, first: dt.date, today: dt.date) -> dict[str, list[Score]]:
    """What was scored from a day on, by symptom, oldest first. One lean query: there may be hundreds."""
    found: dict[str, list[Score]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT key, "on", score FROM tracker_symptomscore WHERE owner_id = %s AND "on" BETWEEN %s AND %s '
            'ORDER BY "on"',
            [person.pk, first, today],
        )
        for key, on, score in cursor.fetchall():
            found.setdefault(key, []).append(Score(on, float(score)))
    return found


def symptoms(scores: Mapping[str, Sequence[Score]], *, first: dt.date, today: dt.date) -> Section:
    """Those that stand highest now come first."""
    graded = {key: rows for key, rows in scores.items() if key in SYMPTOMS and _is_graded(key)}
    ranked = sorted(graded, key=lambda key: (-_last(graded[key], today), CLUSTERS.index(SYMPTOMS[key].cluster), key))
    curves = tuple(_curve(key, graded[key], first=first, today=today) for key in ranked[:MOST])
    said = _said([key for key in scores if key in SYMPTOMS and key not in graded], scores)
    lines = (said,) if said else ()
    if not curves and not lines:
        lines = (_("None noted in 90 days."),)
    scale = _("0 to 10, self-scored. Now: the middle of two weeks; was: of the two before")
    more = more_words(len(ranked) - MOST)
    return Section(
        "symptoms", _("Symptoms"), lines=lines, curves=curves, note=notes(scale if curves else "", more)
    )  # fmt: skip


def _is_graded(key: str) -> bool:
    return SYMPTOMS[key].scale[0] == "0-10"


def _last(rows: Sequence[Score], today: dt.date) -> float:
    """Where it stands: the median of the last two weeks, the last score where these hold too few."""
    now = trend(rows, today=today).now
    return rows[-1].value if now is None else now


def name_of(key: str) -> str:
    return capfirst(str(SYMPTOM_NAMES.get(key, SYMPTOMS[key].name)))


def _curve(key: str, rows: Sequence[Score], *, first: dt.date, today: dt.date) -> Curve:
    """By week: a longer gap stays open."""
    span = max((today - first).days, 1)
    strokes = tuple(
        tuple((_percent((one.first - first).days / span), _percent(1 - one.score / _HIGHEST)) for one in piece)
        for piece in journal.strokes(journal.points(rows, Step.WEEK), Step.WEEK)
    )
    return Curve(name_of(key), _moved(rows, today), strokes)


def _percent(share: float) -> float:
    return round(min(max(share, 0.0), 1.0) * 100, 2)


def _moved(rows: Sequence[Score], today: dt.date) -> str:
    found = trend(rows, today=today)
    if found.known:
        return _("now %(now)s, was %(was)s") % {"now": number(found.now, 1), "was": number(found.before, 1)}
    last = rows[-1]
    return _("%(score)s on %(date)s") % {"score": number(last.value, 1), "date": day(last.on)}


def _said(keys: Sequence[str], scores: Mapping[str, Sequence[Score]]) -> str:
    """What is not scored from 0 to 10: on how many days it was noted, and the last of them."""
    found = []
    for key in keys:
        there = [one for one in scores[key] if one.value > 0]
        if there:
            words = ngettext("on %(n)d day, last %(date)s", "on %(n)d days, last %(date)s", len(there))
            found.append(f"{name_of(key)}: {words % {'n': len(there), 'date': day(there[-1].on)}}")
    shown = found[:3]
    return "; ".join(filter(None, (*shown, more_words(len(found) - len(shown)))))
