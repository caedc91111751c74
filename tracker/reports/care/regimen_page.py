"""One regimen: where it stands, what is to come, what was had and left out."""

import datetime as dt
import math
from dataclasses import dataclass

from accounts.models import User
from foods.units import plain_number
from tracker.domain.regimens.plans import Phase, Plan, Skipped, Taken, Unit
from tracker.domain.regimens.standing import interval_days, upcoming, window_days
from tracker.health import health_of
from tracker.models import Regimen
from tracker.people import clock_of
from tracker.regimens import OwnRegimen, read_doses, regimens_of, taken_by
from tracker.reports.care.regimen_doses import Doses
from tracker.reports.care.regimen_words import day_words, short_words
from tracker.reports.care.regimens import RegimenLine, reach

SHOWN_DATES = 6
AHEAD_DAYS = 366 * 2
FIRST_DAYS = 7  # of treating severe anaemia, in which potassium may fall


@dataclass(frozen=True, slots=True)
class RegimenPage:
    """`window`: on how many days after its date a dose counts as on time."""

    row: Regimen
    line: RegimenLine
    dates: tuple[str, ...]
    doses: Doses
    skips: tuple[Skipped, ...]
    window: int
    potassium: bool

    @classmethod
    def build(cls, person: User, row: Regimen, *, number: int, now: dt.datetime) -> "RegimenPage":
        """Five queries at most: the regimens, their doses, a page of doses, the last site, and what the person has."""
        today = clock_of(person).local_date(now)
        own, everything = own_of(person, row), regimens_of(person)
        since = today - dt.timedelta(days=reach(own, today=today))
        taken = taken_by(everything, read_doses(person, since={row.pk: since})).get(row.pk, [])
        line = RegimenLine.of(own, taken, person=person, now=now, today=today)
        coming = upcoming(
            own.plan, taken=taken, skipped=own.skipped, today=today, until=today + dt.timedelta(days=AHEAD_DAYS)
        )
        return cls(
            row=row,
            line=line,
            dates=tuple(short_words(day, today=today) for day in coming[:SHOWN_DATES]),
            doses=Doses.build(person, own, number=number, today=today),
            skips=tuple(sorted(own.skipped, reverse=True)),
            window=window_days(line.phase, route=own.plan.route) if line.phase else 0,
            potassium=_may_fall(person, own, taken, today=today),
        )

    @property
    def interval(self) -> str:
        """“84”: days between two doses, where a rhythm is known."""
        days = interval_days(self.line.phase) if self.line.phase else math.inf
        return "" if math.isinf(days) else plain_number(days, 1)

    @property
    def reviewed(self) -> str:
        return day_words(self.row.reviewed_on, today=self.line.today) if self.row.reviewed_on else ""

    @property
    def stock_on(self) -> str:
        return day_words(self.row.stock_on, today=self.line.today) if self.row.stock_on else ""

    @property
    def stock_typed(self) -> str:
        """What its form begins with: what was counted last."""
        return "" if self.row.stock is None else f"{self.row.stock.normalize():f}"

    @property
    def kept_since(self) -> str:
        return day_words(self.line.kept_since, today=self.line.today)


def own_of(person: User, row: Regimen) -> OwnRegimen:
    return next(own for own in regimens_of(person) if own.plan.id == row.pk)


def _may_fall(person: User, own: OwnRegimen, taken: list[Taken], *, today: dt.date) -> bool:
    """In the first days of treating severe anaemia: then the page says what to look out for."""
    if not own.plan.prescribed or not any(has.key == "severe_anaemia" for has in health_of(person).conditions):
        return False
    began = own.plan.began or (taken[0].on if taken else None)
    return began is not None and 0 <= (today - began).days <= FIRST_DAYS


def too_soon(own: OwnRegimen, taken: list[Taken], *, on: dt.date, at: dt.datetime) -> Taken | None:
    """The dose that is closer to this one than half of the interval; None where none is."""
    phase = _phase_on(own.plan, on)
    half = interval_days(phase) / 2 if phase else math.inf
    if phase is None or math.isinf(half) or not taken:
        return None
    nearest = min(taken, key=lambda dose: abs(dose.at - at))
    if phase.unit == Unit.HOURS:
        return nearest if abs(nearest.at - at) < dt.timedelta(days=half) else None
    return nearest if abs((nearest.on - on).days) < half else None


def _phase_on(plan: Plan, day: dt.date) -> Phase | None:
    begun = [phase for phase in plan.phases if phase.starts_on <= day]
    return begun[-1] if begun else next(iter(plan.phases), None)


def doses_near(person: User, row: Regimen, *, on: dt.date) -> tuple[OwnRegimen, list[Taken]]:
    """The regimen, and its doses as far back as half of its longest interval. Two queries."""
    own = own_of(person, row)
    days = max((interval_days(phase) for phase in own.plan.phases if phase.unit != Unit.AS_NEEDED), default=0)
    since = on - dt.timedelta(days=math.ceil(days / 2) + 1)
    return own, taken_by(regimens_of(person), read_doses(person, since={row.pk: since})).get(row.pk, [])
