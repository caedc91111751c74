"""What a rule is, and what it finds. Pure; docs/risks.md, How findings work.

A rule is a function from a case to what it found, or None. Its code, level, sources and the rules it yields to stand
in its decorator; the words live in `templates/findings/<code>.html`.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.risks.facts import Case


class Level(StrEnum):
    """How much it matters, least first."""

    INFO = "info"
    CAUTION = "caution"
    SEE_A_CLINICIAN = "see-a-clinician"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """0 for the most pressing."""
        return _RANKS.index(self)


_RANKS = (Level.URGENT, Level.SEE_A_CLINICIAN, Level.CAUTION, Level.INFO)


class Group(StrEnum):
    """What a rule is about; inside a level findings are shown in this order."""

    RED_FLAGS = "red-flags"
    SYMPTOMS = "symptoms"
    TESTS = "tests"
    TREATMENT = "treatment"
    MEDICINES = "medicines"
    EXPOSURE = "exposure"
    CONDITIONS = "conditions"
    LIFE_STAGE = "life-stage"
    DIET = "diet"
    CAUTIONS = "cautions"
    COMBINED = "combined"
    FOOD = "food"


class Found(NamedTuple):
    """What a rule found: `facts` for the words, by name.

    `basis`: what it rests on, in a form that stays the same while nothing changes but the calendar (keys, doses, start
    dates; never a number of days or a mean): a finding that was set aside comes back when this changes.
    `level`: another one than the rule's; `unconfirmed` True: rests on a row that nobody has compared yet.
    `sources`: more than the rule's own.
    """

    facts: Mapping[str, object] = MappingProxyType({})
    basis: tuple[str, ...] = ()
    level: Level | None = None
    unconfirmed: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A stated risk. `sources` are keys of `tables.citations`; `look_again`: when to look at it anew.

    `for_a_child`: the words add that a children's doctor is to be asked. `parts`: findings that are shown inside it.
    An unconfirmed finding is at most `caution`.
    """

    code: str
    level: Level
    group: Group
    facts: Mapping[str, object] = field(hash=False)
    basis: tuple[str, ...]
    sources: tuple[str, ...]
    unconfirmed: bool = False
    look_again: dt.date | None = None
    for_a_child: bool = False
    parts: tuple["Finding", ...] = ()

    @property
    def template(self) -> str:
        return f"findings/{self.code}.html"


Judge = Callable[[Case], Found | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with what is fixed about it. `yields_to`: codes of rules that stand for this one when they fire.

    `asks_for_test`: it only asks for a B12 test, so it is silent while injections are on time. `again_days`: when to
    look at it anew. `child_note`: under 18 its words add that a children's doctor is to be asked.
    """

    code: str
    level: Level
    group: Group
    sources: tuple[str, ...]
    judge: Judge
    yields_to: tuple[str, ...] = ()
    asks_for_test: bool = False
    unconfirmed: bool = False
    again_days: int = 90
    child_note: bool = False

    def find(self, case: Case) -> Finding | None:
        """The finding for this case, without a look at other rules."""
        found = self.judge(case)
        if found is None:
            return None
        unconfirmed = self.unconfirmed or found.unconfirmed
        level = found.level or self.level
        if unconfirmed and level.rank < Level.CAUTION.rank:
            level = Level.CAUTION
        return Finding(
            code=self.code,
            level=level,
            group=self.group,
            facts=found.facts,
            basis=(level, *found.basis),
            sources=(*self.sources, *found.sources),
            unconfirmed=unconfirmed,
            look_again=case.today + dt.timedelta(days=self.again_days),
            for_a_child=self.child_note and case.is_child(),
        )


def rule(
    code: str,
    level: Level,
    *,
    group: Group,
    sources: tuple[str, ...],
    yields_to: tuple[str, ...] = (),
    asks_for_test: bool = False,
    unconfirmed: bool = False,
    again_days: int = 90,
    child_note: bool = False,
) -> Callable[[Judge], Rule]:
    """Makes a rule of a function from a case to what it found, or None."""

    def made(judge: Judge) -> Rule:
        return Rule(code, level, group, sources, judge, yields_to, asks_for_test, unconfirmed, again_days, child_note)

    return made


class Question(NamedTuple):
    """Something that matters for safety and was not said. The words live in `templates/findings/ask/<code>.html`.

    `about`: the key or code it is asked for; `where`: "profile", "medicines", "conditions", "symptoms" or "tests".
    """

    code: str
    where: str
    about: str = ""
