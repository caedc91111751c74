"""A symptom by the day of the cycle: which symptom, its drawing, and what may be said of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from tracker.charts import Chart, Table
from tracker.charts.cycles import Line, Look, Mark, cycles_chart, days_of
from tracker.domain.cycles import (
    LEAST_CYCLES,
    Comparison,
    Cycle,
    Scored,
    Way,
    by_day,
    compare,
    long_after_days,
)
from tracker.domain.symptoms import SYMPTOMS, Symptom
from tracker.reports.care.regimen_words import day_words

SCALE = "0-10"  # a count, kg, or yes and no cannot be laid over one another
_LEAST_DAYS = 14.0  # of a drawing
_ROOM = 8 / 7  # beyond the day that the next one is due, so that its name has a place

# the symptoms on the board in their order, each with how often it was scored since a day
_SYMPTOMS = """
SELECT t.id, t.key, COUNT(s.id)
FROM tracker_trackedsymptom t
LEFT JOIN tracker_symptomscore s ON s.owner_id = %s AND s.key = t.key AND s."on" >= %s
WHERE t.owner_id = %s AND t.shown
GROUP BY t.id, t.key ORDER BY t.id
"""


class Tracked(NamedTuple):
    """A symptom on the board that has a scale of 0–10."""

    pk: int
    symptom: Symptom
    scores: int


class Difference(NamedTuple):
    """One cycle that is compared: its days, and how much higher (or lower) its last third is."""

    dates: str
    words: str


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The last cycles over one another for one symptom. `chart` None: it has no score in them, or none is tracked."""

    tracked: tuple[Tracked, ...]
    chosen: Tracked | None
    chart: Chart | None
    comparison: Comparison | None
    cut: bool  # a gap goes on beyond the end of the drawing
    today: dt.date

    @classmethod
    def build(
        cls,
        person: User,
        found: Sequence[Cycle],
        *,
        chosen: int | None,
        planned_days: float | None,
        due_on: dt.date | None,
        today: dt.date,
    ) -> "Overlaid":
        """Two queries: the symptoms, and the scores of the one that is shown."""
        tracked = _tracked(person, since=found[0].start)
        one = _chosen(tracked, chosen)
        scores = _scores(person, one.symptom.key, since=found[0].start) if one else []
        comparison = compare(found, scores) if one else None
        chart, cut = _chart(one, found, scores, planned_days, due_on, comparison, today) if one else (None, False)
        return cls(tracked, one, chart, comparison, cut, today)

    @property
    def statement(self) -> str:
        """What may be said; while too little is complete, only what is still missing."""
        return statement(self.comparison, self.chosen.symptom.name) if self.chosen and self.comparison else ""

    @property
    def differences(self) -> tuple[Difference, ...]:
        if self.comparison is None:
            return ()
        pairs = zip(self.comparison.compared, self.comparison.differences, strict=True)
        return tuple(Difference(_dates(cycle, today=self.today), _signed(figure)) for cycle, figure in pairs)


def _tracked(person: User, *, since: dt.date) -> tuple[Tracked, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_SYMPTOMS, [person.pk, since, person.pk])
        rows = cursor.fetchall()
    known = [(pk, SYMPTOMS.get(key), scores) for pk, key, scores in rows]
    return tuple(Tracked(pk, found, scores) for pk, found, scores in known if found and SCALE in found.scale)


def _chosen(tracked: Sequence[Tracked], pk: int | None) -> Tracked | None:
    """That which was asked for, else the one with most scores, the first of several."""
    asked = [one for one in tracked if one.pk == pk]
    return asked[0] if asked else max(tracked, key=lambda one: one.scores, default=None)


def _scores(person: User, key: str, *, since: dt.date) -> list[Scored]:
    rows = person.symptom_scores.filter(key=key, on__gte=since).order_by("on").values_list("on", "score")
    return [Scored(on, float(score)) for on, score in rows]


# --- the drawing -----------------------------------------------------------------------------------------------------
def _chart(
    one: Tracked,
    found: Sequence[Cycle],
    scores: Sequence[Scored],
    planned_days: float | None,
    due_on: dt.date | None,
    comparison: Comparison,
    today: dt.date,
) -> tuple[Chart | None, bool]:
    """The drawing, and whether something lies beyond its end."""
    shown = found[-3:]
    lines = [
        Line(name, look, by_day(cycle, scores))
        for cycle, (name, look) in zip(shown, _names(shown)[-len(shown) :], strict=True)
    ]
    if not days_of(lines):
        return None, False
    limit = long_after_days([cycle.days for cycle in found if cycle.complete], planned_days=planned_days)
    running = shown[-1]
    due_day = None if due_on is None else running.day_of(due_on)
    longest = float(max(cycle.days for cycle in shown))
    end = max(min(longest, limit) if limit else longest, (due_day or 0) * _ROOM, _LEAST_DAYS)
    last = lines[-1].points[-1][0] if lines[-1].points else None
    chart = cycles_chart(
        key="cycles",
        title=_("%(symptom)s by day of the cycle") % {"symptom": one.symptom.name},
        description=_description(len(shown), one.symptom.name, comparison),
        lines=lines,
        last_day=end,
        first_word=_("day 0"),
        due=Mark(due_day, _due_words(due_day, late=due_on < today)) if due_day is not None else None,
        latest=None if last is None else Mark(last, _latest_words(last, running.day_of(today))),
        table=_table(lines),
    )
    return chart, longest > end


def _names(shown: Sequence[Cycle]) -> list[tuple[str, Look]]:
    """The oldest first."""
    names = [
        (_("two before"), Look.OLDER),
        (_("the one before"), Look.BEFORE),
        (_("this cycle"), Look.NOW),
    ]
    long = [cycle.long for cycle in shown]
    padded = [False] * (3 - len(long)) + long
    return [
        (_("%(cycle)s, a long gap") % {"cycle": name} if is_long else name, look)
        for (name, look), is_long in zip(names, padded, strict=True)
    ]


def _description(shown: int, name: str, comparison: Comparison) -> str:
    words = ngettext("%(n)s cycle.", "%(n)s cycles over one another.", shown) % {"n": shown}
    return f"{words} {statement(comparison, name)}"


def _due_words(day: int, *, late: bool) -> str:
    return (_("was due, day %(day)s") if late else _("next due, day %(day)s")) % {"day": day}


def _latest_words(day: int, today: int) -> str:
    return _("today") if day == today else _("day %(day)s") % {"day": day}


def _table(lines: Sequence[Line]) -> Table:
    """The newest first, as in the key."""
    newest_first = list(reversed(lines))
    by_line = [dict(line.points) for line in newest_first]
    rows = (
        (_("day %(day)s") % {"day": day}, *(_score(points[day]) if day in points else "–" for points in by_line))
        for day in days_of(lines)
    )
    return Table((_("Day of the cycle"), *(line.name for line in newest_first)), tuple(rows))


def _score(score: float) -> str:
    return f"{score:.1f}".removesuffix(".0")


# --- what may be said ------------------------------------------------------------------------------------------------
def statement(found: Comparison, symptom: str) -> str:
    """Never why, and never what to change. Before three cycles nothing is said of what repeats."""
    if found.way is None:
        return _missing(found)
    said = {"symptom": symptom, "n": len(found.compared), "day": found.from_day}
    if found.way == Way.HIGHER:
        return _(
            "%(symptom)s: in each of the last %(n)s cycles that can be compared, the scores were higher in the last "
            "third, from about day %(day)s, than in the middle. Worth raising at your next visit: the interval is the "
            "prescriber’s to change."
        ) % said  # fmt: skip
    if found.way == Way.LOWER:
        return _(
            "%(symptom)s: in each of the last %(n)s cycles that can be compared, the scores were lower in the last "
            "third, from about day %(day)s, than in the middle. You can show this at your next visit."
        ) % said  # fmt: skip
    return _("%(symptom)s: no pattern that repeats in all of the last %(n)s cycles that can be compared.") % said


def _missing(found: Comparison) -> str:
    if found.complete < LEAST_CYCLES:
        return _("Cycles are compared once three are complete. So far: %(n)s.") % {"n": found.complete}
    return _(
        "Three complete cycles are compared once each has two scores in its middle third and two in its last. "
        "So far: %(n)s."
    ) % {"n": len(found.compared)}  # fmt: skip


def _dates(cycle: Cycle, *, today: dt.date) -> str:
    return _("%(first)s to %(last)s") % {
        "first": day_words(cycle.start, today=today),
        "last": day_words(cycle.after - dt.timedelta(days=1), today=today),
    }


def _signed(figure: float) -> str:
    if figure == 0:
        return _("as in the middle")
    words = _("%(n)s higher in the last third") if figure > 0 else _("%(n)s lower in the last third")
    return words % {"n": _score(abs(figure))}
