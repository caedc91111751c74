"""What was found about a medicine or a condition, and what is asked about it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from typing import NamedTuple

from accounts.models import User
from tracker.domain.risks.facts import Has, Use
from tracker.domain.risks.findings import Finding
from tracker.domain.risks.points import Point
from tracker.reports.findings.asked import Asked
from tracker.reports.findings.report import FindingsReport
from tracker.reports.findings.shown import Shown


class Raised(NamedTuple):
    """What stands at the top of the page of a medicine or a condition."""

    findings: tuple[Shown, ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.findings or self.asked)


def raised(
    person: User, key: str, *, at: str, now: dt.datetime, group: str = "", codes: Set[str] = frozenset()
) -> Raised:  # fmt: skip
    """About one row of the tables. `at`: where on its page a question is answered; `group`, `codes`: see `about`.

    The queries of `FindingsReport.build`.
    """
    report = FindingsReport.build(person, now=now)
    asked = (replace(one, address=at) for one in report.questions if one.question.about == key)
    return Raised(about(report.open, key, group=group, codes=codes), tuple(asked))


def about(
    shown: Iterable[Shown], key: str, *, group: str = "", codes: Set[str] = frozenset()
) -> tuple[Shown, ...]:  # fmt: skip
    """Those that rest on this row of the tables, that hold a finding which does, or that have one of these `codes`.

    `group`: of points, where risks come together. They name metformin by it, whatever it is sold as.
    """
    return tuple(one for one in shown if one.code in codes or _is_about(one.finding, key, group))


def _is_about(finding: Finding, key: str, group: str) -> bool:
    return _names(finding.facts, key, group) or any(_is_about(part, key, group) for part in finding.parts)


def _names(fact: object, key: str, group: str) -> bool:
    if isinstance(fact, Use | Has):
        return fact.key == key
    if isinstance(fact, Point) and fact.group == group:
        return True
    held = fact.values() if isinstance(fact, Mapping) else fact if isinstance(fact, tuple) else ()
    return any(_names(one, key, group) for one in held)
