"""Where somebody goes from a finding: to where what it rests on is kept, and what they end when it is over."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.domain.risks.evaluate import ASK_FOR_A_TEST, RULES, SELF_HARM, UNTREATED
from tracker.domain.risks.findings import Finding, Group
from tracker.domain.risks.red_flags import EMERGENCY, THIS_WEEK
from tracker.domain.risks.red_flags import SELF_HARM as THOUGHTS

_FELT = frozenset(
    ("metformin-with-symptoms", "nitrous-oxide-nerve-signs", "lab-deficient-nerve-signs", "lab-unlikely-with-symptoms",
     "infant-warning-signs", "treatment-start-potassium")
)  # fmt: skip
_TREATED = frozenset((*UNTREATED, "treatment-start-potassium", "symptoms-on-treatment"))
_TICKED = {"self-harm": (THOUGHTS,), "emergency-signs": (*EMERGENCY, "fainting"), "symptom-red-flag": THIS_WEEK}
CALLS = frozenset((SELF_HARM, "emergency-signs", "confusion-new", "infant-warning-signs"))  # they name a number


class Way(NamedTuple):
    words: Promise
    address: str


def ways_of(finding: Finding) -> tuple[Way, ...]:
    """None beside thoughts of self-harm."""
    return _ways(finding.code, get_script_prefix())


@cache
def _ways(code: str, prefix: str) -> tuple[Way, ...]:
    group = RULES[code].group
    asks = (code in ASK_FOR_A_TEST or RULES[code].asks_for_test) and group != Group.TESTS
    found = (
        (group == Group.TESTS, _("Your blood tests"), "blood_tests"),
        (asks, _("Had a test? Enter the result"), "sample_new"),
        (group in (Group.SYMPTOMS, Group.RED_FLAGS) or code in _FELT, _("Your symptoms"), "symptoms"),
        (group == Group.TREATMENT or code in _TREATED, _("Your regimens"), "regimens"),
    )
    return tuple(Way(words, reverse(name)) for leads, words, name in found if leads and code != SELF_HARM)


def ticks_of(finding: Finding, ticks: Iterable[str]) -> tuple[str, ...]:
    """The red flags that were ticked and that it rests on, in its order. Fainting alone is no emergency."""
    signs = finding.facts.get("signs", ())
    keys = (key for key in _TICKED.get(finding.code, ()) if key in set(ticks))
    return tuple(key for key in keys if not (finding.code == "emergency-signs" and key == "fainting") or _faints(signs))


def _faints(signs: object) -> bool:
    return isinstance(signs, tuple) and "fainting_palpitations" in signs
