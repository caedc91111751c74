"""Which findings speak of a medicine or a condition."""

from collections.abc import Iterable, Set

from tracker.domain.risks.facts import Has, Use
from tracker.reports.findings.shown import Shown


def about(shown: Iterable[Shown], *, keys: Set[str]) -> tuple[Shown, ...]:
    """Those that rest on one of these rows of the tables."""
    return tuple(one for one in shown if any(_names(fact, keys) for fact in one.finding.facts.values()))


def _names(fact: object, keys: Set[str]) -> bool:
    if isinstance(fact, Use | Has):
        return fact.key in keys
    return isinstance(fact, tuple) and any(_names(one, keys) for one in fact)
