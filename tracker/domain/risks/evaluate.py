"""Which findings of a case are shown, and in what order. Pure; docs/risks.md, How findings work.

Every rule judges alone. Here rules fall silent, give way to one another and stand inside one another, so that one
advice is given once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from tracker.domain.risks import (
    cautions,
    combined,
    conditions,
    diet,
    exposure,
    labs,
    life_stage,
    medicines,
    red_flags,
)
from tracker.domain.risks.common import injections_on_time
from tracker.domain.risks.facts import Case
from tracker.domain.risks.findings import Finding, Group, Level, Rule
from tracker.domain.risks.questions import questions
from tracker.domain.risks.results import has_result

__all__ = ("RULES", "findings", "open_findings", "questions")

SELF_HARM = "self-harm"
UNTREATED = (
    "pernicious-anaemia-untreated",
    "gastrectomy-untreated",
    "bariatric-bypass-untreated",
    "ileal-resection-replace",
)
MANY = ("many-risks", "several-risks")  # hold what gave them points
GAVE_POINTS: Mapping[str, tuple[str, ...]] = MappingProxyType(  # by group of points
    {
        "diet": ("diet-vegan-schedule-not-met", "diet-vegetarian-low", "intake-below-requirement"),
        "age": ("age-75-test", "age-50-crystalline"),
        "stomach": ("gastric-atrophy-or-gastritis", "yearly-test-due"),
        "bowel": ("malabsorption-condition", "yearly-test-due"),
        "bariatric": ("yearly-test-due",),
        "metformin": ("metformin-high-or-long", "metformin-use"),
        "acid": ("ppi-2-years", "acid-blocker-watch"),
        "medicine": ("medicine-listed-long",),
        "background": ("autoimmune-or-family",),
        "test": ("lab-indeterminate",),
    }
)
ASK_FOR_A_TEST = frozenset(  # besides the rules that ask for nothing else
    (
        "diet-vegan-long-gap",
        "maternal-diet-risk",
        "gastric-atrophy-or-gastritis",
        "metformin-with-symptoms",
        "nitrous-oxide-repeated",
        "folic-acid-masking",
        "symptom-and-risk",
        "lab-indeterminate",
    )
)


_MODULES = (diet, life_stage, conditions, medicines, exposure, combined, cautions, labs, red_flags)
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for module in _MODULES for rule in module.RULES})
_MODULE_OF = {rule.code: module for module in _MODULES for rule in module.RULES}
_PLACES = {code: place for place, code in enumerate(RULES)}
_GROUPS = {group: place for place, group in enumerate(Group)}


def _looked_at(case: Case) -> Iterable[Rule]:
    """Rules that may fire: the others need something that this person did not say. Most people said little."""
    taken, has, felt = bool(case.medicines), bool(case.conditions), bool(case.symptoms or case.ticks)
    tested = bool(case.results or case.regimens or case.treatment_began)
    said = {
        conditions: has,
        medicines: taken,
        exposure: taken or bool(case.gas),
        cautions: has or felt or tested,
        labs: tested or taken or has or bool(case.gas or case.life_stage),
        red_flags: felt,
    }
    return (rule for code, rule in RULES.items() if said.get(_MODULE_OF[code], True))


def findings(case: Case) -> tuple[Finding, ...]:
    """What is shown, most pressing first. Thoughts of self-harm stand alone."""
    found = open_findings(case)
    return tuple(one for one in found if one.code == SELF_HARM) or found


def open_findings(case: Case) -> tuple[Finding, ...]:
    """All that holds, in the same order, whatever else is shown."""
    found = _without_silent(case, [one for rule in _looked_at(case) if (one := rule.find(case))])
    found = _without_replaced(found)
    if not (has_result(case) or any(_asks_for_test(one) for one in found.values())):
        found.pop("lab-context", None)
    _put_inside(found)
    return tuple(sorted(found.values(), key=_order))


def _order(finding: Finding) -> tuple[int, int, int]:
    return finding.level.rank, _GROUPS[finding.group], _PLACES[finding.code]


def _without_silent(case: Case, found: Iterable[Finding]) -> dict[str, Finding]:
    """While injections are on time, a level is not repeated. (Rules about intake ask that themselves.)"""
    on_time = injections_on_time(case)
    return {one.code: one for one in found if not (on_time and RULES[one.code].asks_for_test)}


def _without_replaced(found: Mapping[str, Finding]) -> dict[str, Finding]:
    return {code: one for code, one in found.items() if found.keys().isdisjoint(RULES[code].yields_to)}


def _asks_for_test(finding: Finding) -> bool:
    return finding.code in ASK_FOR_A_TEST or RULES[finding.code].asks_for_test


def _put_inside(found: dict[str, Finding]) -> None:
    """A late dose belongs to the condition that needs it; what gave points, to the finding about many risks."""
    _move(found, next((code for code in UNTREATED if code in found), None), ("treatment-overdue",))
    many = next((code for code in MANY if code in found), None)
    if many:
        _move(found, many, _that_gave_points(found[many]))


def _that_gave_points(many: Finding) -> tuple[str, ...]:
    groups = cast(tuple[str, ...], many.facts["groups"])
    return tuple(code for group in groups for code in GAVE_POINTS.get(group, ()))


def _move(found: dict[str, Finding], into: str | None, codes: Iterable[str]) -> None:
    """Only what is less pressing than a clinician's visit: the rest stays beside it."""
    if into is None:
        return
    inside = [found.pop(code) for code in codes if code in found and found[code].level.rank >= Level.CAUTION.rank]
    found[into] = replace(found[into], parts=tuple(sorted(inside, key=_order)))
