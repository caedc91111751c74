"""The board of symptoms: what each was last and before, what moved, and what stands ticked."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from foods.units import plain_number
from tracker.domain.journal import CHOOSABLE, FEWEST, TREND_DAYS, Pattern, Trend, pattern, scored_as, trend
from tracker.domain.risks.red_flags import EMERGENCY, SELF_HARM, THIS_WEEK
from tracker.domain.symptoms import Symptom
from tracker.health import health_of
from tracker.reports.care.flags import CLUSTER_NAMES, COURSES, PLACE_NAMES, SIGNS
from tracker.reports.findings.report import FindingsReport

ALSO = 3  # look-alikes that stand beside a symptom on the board; its page has them all

# What of four weeks a trend is made of, and of each that is shown its last two, however long ago. CROSS JOIN keeps
# SQLite from going through all scores: 5 ms for five years of twenty symptoms instead of a tenth of it.
_SCORES = """
SELECT key, "on", score, course, places FROM tracker_symptomscore
WHERE owner_id = %s AND "on" > %s AND "on" <= %s
UNION
SELECT s.key, s."on", s.score, s.course, s.places FROM tracker_trackedsymptom t
CROSS JOIN tracker_symptomscore s
WHERE t.owner_id = %s AND t.shown AND s.owner_id = %s AND s.key = t.key AND s."on" IN (
    SELECT x."on" FROM tracker_symptomscore x
    WHERE x.owner_id = %s AND x.key = t.key AND x."on" <= %s ORDER BY x."on" DESC LIMIT 2
)
ORDER BY 1, 2
"""


class Given(NamedTuple):
    """One score. `places`: words of the body map."""

    on: dt.date
    score: float
    course: str = ""
    places: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One symptom of the board. `given`: its scores that are known here, oldest first."""

    pk: int
    symptom: Symptom
    given: tuple[Given, ...]
    trend: Trend

    @property
    def name(self) -> str:
        return _(self.symptom.name)

    @property
    def kind(self) -> str:
        return scored_as(self.symptom)

    @property
    def last(self) -> Given | None:
        return self.given[-1] if self.given else None

    @property
    def also(self) -> str:
        """What else it often is, in short."""
        return ", ".join(_(cause) for cause in self.symptom.other_causes[:ALSO])

    @property
    def value(self) -> str:
        """“5”, “yes”, “2.5”; empty where it has no score."""
        return value_words(self.last.score, self.kind) if self.last else ""

    @property
    def unit(self) -> str:
        return {"0-10": "/\u00a010", "kg": "kg"}.get(self.kind, "")

    @property
    def was(self) -> str:
        """“was 4”, “same”; empty where there is nothing to hold it against."""
        if len(self.given) < 2:
            return ""
        before = self.given[-2].score
        if before == self.given[-1].score:
            return _("same")
        return _("was %(score)s") % {"score": value_words(before, self.kind)}

    @property
    def beside(self) -> str:
        """How it goes and where it is, as the last score said."""
        if self.last is None:
            return ""
        course = str(COURSES[self.last.course]).lower() if self.last.course in COURSES else ""
        return ", ".join(filter(None, (course, places_words(self.last.places))))


def value_words(score: float, kind: str) -> str:
    if kind == "yes/no":
        return _("yes") if score else _("no")
    return plain_number(Decimal(str(score)), 1)


def places_words(places: str) -> str:
    return ", ".join(str(PLACE_NAMES[place]) for place in places.split() if place in PLACE_NAMES)


class Cluster(NamedTuple):
    name: str
    lines: tuple[Line, ...]


class Flag(NamedTuple):
    key: str
    words: str


@dataclass(frozen=True)
class Board:
    """What is on the board, by cluster; what stands ticked. `today` is the person's."""

    today: dt.date
    lines: tuple[Line, ...]
    ticks: frozenset[str]

    @classmethod
    def build(cls, person: User, *, today: dt.date) -> "Board":
        """Two queries, and what the person told (`health_of`)."""
        rows = dict(person.tracked_symptoms.filter(shown=True).values_list("key", "pk"))
        given = _read(person, today=today)
        lines = (_line(rows[key], key, given.get(key, []), today) for key in CHOOSABLE if key in rows)
        return cls(today, tuple(lines), health_of(person).ticks)

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.symptom.cluster, []).append(line)
        return tuple(Cluster(str(CLUSTER_NAMES[key]), tuple(lines)) for key, lines in found.items())

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(line.symptom.key for line in self.lines)

    @property
    def by_key(self) -> Mapping[str, Line]:
        return {line.symptom.key: line for line in self.lines}

    @property
    def last_on(self) -> dt.date | None:
        """The latest day with a score."""
        return max((line.last.on for line in self.lines if line.last), default=None)

    @property
    def to_repeat(self) -> int:
        """How many have a score to repeat that is not of today."""
        return sum(1 for line in self.lines if line.last and line.last.on != self.today)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What is ticked and holds; what a fall was is no sign by itself."""
        order = (*EMERGENCY, SELF_HARM, *THIS_WEEK)
        return tuple(Flag(key, str(SIGNS[key])) for key in order if key in self.ticks)

    @cached_property
    def pattern(self) -> Pattern:
        trends = {line.symptom.key: line.trend for line in self.lines if line.kind != "yes/no"}
        return pattern(trends, {line.symptom.key: line.symptom.cluster for line in self.lines})

    @property
    def pattern_words(self) -> tuple[str, ...]:
        """Facts of the last 14 days against the 14 before, a sentence each; empty where there are too few scores."""
        found, by_key = self.pattern, self.by_key
        return tuple(
            filter(
                None,
                (
                    _moved(_("Went up:"), found.rose, by_key),
                    _moved(_("Went down:"), found.fell, by_key),
                    _stayed(found.same, by_key),
                    _together(_("Went up together: %(clusters)s."), found.rose_together),
                    _together(_("Went down together: %(clusters)s."), found.fell_together),
                ),
            )
        )

    @property
    def too_few(self) -> int:
        """How many of those on the board have no trend yet."""
        return sum(1 for line in self.lines if line.kind != "yes/no" and not line.trend.known)


def _read(person: User, *, today: dt.date) -> dict[str, list[Given]]:
    me, since = person.pk, today - dt.timedelta(days=TREND_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(_SCORES, [me, since, today, me, me, me, today])
        rows = cursor.fetchall()
    given: dict[str, list[Given]] = {}
    for key, on, score, course, places in rows:
        given.setdefault(key, []).append(Given(_date(on), float(score), course, places))
    return given


def _date(on: dt.date | str) -> dt.date:
    """SQLite hands the dates of a union over as text."""
    return dt.date.fromisoformat(on) if isinstance(on, str) else on


def _line(pk: int, key: str, given: Sequence[Given], today: dt.date) -> Line:
    scores = trend(((one.on, one.score) for one in given), today=today)
    return Line(pk, CHOOSABLE[key], tuple(given), scores)


def chosen_of(person: User) -> list[str]:
    """Keys of what stands on the board. One query."""
    return list(person.tracked_symptoms.filter(shown=True).values_list("key", flat=True))


# --- in words --------------------------------------------------------------------------------------------------------
def _moved(head: str, keys: Iterable[str], by_key: Mapping[str, Line]) -> str:
    said = [
        _("%(name)s, from %(before)s to %(now)s")
        % {
            "name": by_key[key].name.lower(),
            "before": value_words(by_key[key].trend.before, by_key[key].kind),
            "now": value_words(by_key[key].trend.now, by_key[key].kind),
        }
        for key in keys
    ]
    return f"{head} {'; '.join(said)}." if said else ""


def _stayed(keys: Iterable[str], by_key: Mapping[str, Line]) -> str:
    names = ", ".join(by_key[key].name.lower() for key in keys)
    return _("Stayed within a point: %(names)s.") % {"names": names} if names else ""


def _together(words: str, clusters: Iterable[str]) -> str:
    names = ", ".join(str(CLUSTER_NAMES[one]).lower() for one in clusters)
    return words % {"clusters": names} if names else ""


def trend_words(found: Trend, kind: str) -> str:
    """The trend of one symptom as a sentence."""
    if not found.known:
        return ngettext(
            "Too few entries for a trend: %(n)d in each of two fortnights is needed; there are %(now)d and %(before)d.",
            "Too few entries for a trend: %(n)d in each of two fortnights are needed; there are %(now)d and "
            "%(before)d.",
            FEWEST,
        ) % {"n": FEWEST, "now": found.scores_now, "before": found.scores_before}
    now, before = value_words(found.now, kind), value_words(found.before, kind)
    said = {"now": now, "before": before, "n": found.scores_now, "m": found.scores_before}
    words = {
        "rose": _("Up: median %(now)s over the last 14 days (%(n)d entries), %(before)s over the 14 before (%(m)d)."),
        "fell": _("Down: median %(now)s over the last 14 days (%(n)d entries), %(before)s over the 14 before (%(m)d)."),
        "same": _("No change: median %(now)s over the last 14 days (%(n)d entries) and the 14 before (%(m)d)."),
    }
    return words[found.way] % said


@dataclass(frozen=True)
class BoardPage:
    """The board with what was found."""

    board: Board
    findings: FindingsReport

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "BoardPage":
        """The queries of the two."""
        report = FindingsReport.build(person, now=now)
        return cls(Board.build(person, today=report.case.today), report)
