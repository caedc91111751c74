"""Which findings speak of a medicine or a condition."""

from collections.abc import Iterable, Mapping, Set

from tracker.domain.risks.facts import Has, Use
from tracker.domain.risks.findings import Finding
from tracker.domain.risks.points import Point
from tracker.reports.findings.shown import Shown


def about(shown: Iterable[Shown], *, keys: Set[str], groups: Set[str] = frozenset()) -> tuple[Shown, ...]:
    """Those that rest on one of these rows of the tables, or hold a finding that does.

    `groups`: of medicines, for risks that come together: they name metformin, whatever it is sold as.
    """
    return tuple(one for one in shown if _is_about(one.finding, keys, groups))


def _is_about(finding: Finding, keys: Set[str], groups: Set[str]) -> bool:
    return _names(finding.facts, keys, groups) or any(_is_about(part, keys, groups) for part in finding.parts)


def _names(fact: object, keys: Set[str], groups: Set[str]) -> bool:
    if isinstance(fact, Use | Has):
        return fact.key in keys
    if isinstance(fact, Point) and fact.group in groups:
        return True
    held = fact.values() if isinstance(fact, Mapping) else fact if isinstance(fact, tuple) else ()
    return any(_names(one, keys, groups) for one in held)
