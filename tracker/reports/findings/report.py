"""All that was found of one person, as Today, Status and the pages of findings print it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from tracker.domain.emergency import Numbers, numbers_for
from tracker.domain.risks.evaluate import findings, questions
from tracker.domain.risks.facts import Case
from tracker.domain.risks.findings import Level
from tracker.health import Snoozed, health_of
from tracker.models.findings import DAYS_ASIDE, FindingLevel
from tracker.reports.findings.asked import Asked, Unsaid, unsaid
from tracker.reports.findings.case import aside, read_case
from tracker.reports.findings.shown import Shown
from tracker.reports.findings.ways import ticks_of

ON_TODAY = 2
ALONE = "self-harm"


@dataclass(frozen=True, slots=True)
class FindingsReport:
    """What was found of one person, most pressing first: what is open, and what they set aside.

    `time_zone`: theirs, for whom to call.
    """

    case: Case
    open: tuple[Shown, ...]
    aside: tuple[Shown, ...] = ()
    time_zone: str = ""

    @classmethod
    def of(cls, case: Case, snoozes: Mapping[str, Snoozed], *, time_zone: str = "") -> "FindingsReport":
        """Without a query."""
        found = findings(case)
        away = aside(found, snoozes, today=case.today) if snoozes else {}
        return cls(
            case=case,
            time_zone=time_zone,
            open=tuple(
                Shown(one, case.today, ticks=ticks_of(one, case.ticks)) for one in found if one.code not in away
            ),
            aside=tuple(
                Shown(one, case.today, away[one.code].until, away[one.code].discussed_on)
                for one in found
                if one.code in away
            ),
        )

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "FindingsReport":
        """For pages that have nothing of the log: the queries of `read_case`."""
        return cls.of(read_case(person, now=now), health_of(person).snoozes, time_zone=person.time_zone)

    @property
    def top(self) -> tuple[Shown, ...]:
        """What stands before everything else: all that is urgent, else the first that needs a clinician."""
        urgent = tuple(one for one in self.open if one.finding.level is Level.URGENT)
        return urgent or tuple(one for one in self.open[:1] if one.finding.level is Level.SEE_A_CLINICIAN)

    @property
    def urgent(self) -> bool:
        return bool(self.open) and self.open[0].finding.level is Level.URGENT

    @property
    def any(self) -> bool:
        return bool(self.open or self.aside)

    @property
    def beside(self) -> tuple[Shown, ...]:
        """The open ones that do not stand at the top."""
        return self.open[len(self.top) :]

    @property
    def few(self) -> tuple[Shown, ...]:
        """What Today says of them: with those at the top two, or all that are urgent."""
        return self.beside[: max(ON_TODAY - len(self.top), 0)]

    @property
    def more(self) -> int:
        """How many Today leaves to Status."""
        return len(self.beside) - len(self.few)

    @property
    def alone(self) -> bool:
        """Nothing about B12 may stand on the same screen."""
        return any(one.code == ALONE for one in self.top)

    @property
    def numbers(self) -> Numbers:
        """Whom to call where they are."""
        return numbers_for(self.time_zone)

    @property
    def questions(self) -> tuple[Asked, ...]:
        return tuple(Asked.of(question, self.case) for question in questions(self.case))

    @property
    def unsaid(self) -> tuple[Unsaid, ...]:
        return unsaid(self.case)

    def shown(self, code: str) -> Shown | None:
        """The finding of this code, also one that stands inside another; None where it does not fire."""
        return next((one for whole in self._all for one in (whole, *whole.parts) if one.code == code), None)

    def whole_of(self, code: str) -> Shown | None:
        """The finding that this one stands inside."""
        return next((whole for whole in self._all for part in whole.parts if part.code == code), None)

    def days_aside(self, code: str) -> int:
        """For how long this one may be set aside; 0 for urgent ones, and for what goes with another."""
        mine = next((one for one in self._all if one.code == code), None)
        return DAYS_ASIDE.get(FindingLevel(mine.finding.level), 0) if mine else 0

    @property
    def _all(self) -> tuple[Shown, ...]:
        return (*self.open, *self.aside)
