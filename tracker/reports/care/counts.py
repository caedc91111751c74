"""How a medicine or a condition counts in the model: the figures of its state, in words. docs/model.md, States."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tracker.domain.states import STATES
from tracker.models.states import STATE_NAMES
from tracker.reports.counting import changes_of

# what switches the model off instead, or a part of it
OFF = {
    "inherited": gettext_lazy("It switches the model off: what is absorbed and the months ahead are left out."),
    "kidney_failure": gettext_lazy("It switches off the model of the months ahead."),
    "nitrous_oxide": gettext_lazy("For a year after it was used, it switches off the model of the months ahead."),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """`lines`: what the model reckons with, none where it counts nothing. `case`: for whom, where that depends.

    `off`: what is switched off. `pause`: why nothing of it counts now.
    """

    lines: tuple[str, ...] = ()
    case: str | Promise = ""
    off: str | Promise = ""
    pause: str | Promise = ""


def counts_of(key: str, state: str, *, pause: str | Promise = "", named: bool = False) -> Counts:
    """`key`: the row of its table; `state`: a key of `states.STATES` or "". `named`: say for whom the state is."""
    lines = _lines(state) if state else ()
    case = STATE_NAMES[state] if named and lines else ""
    return Counts(lines=lines, case=case, off=OFF.get(key, ""), pause=pause if lines else "")


def _lines(key: str) -> tuple[str, ...]:
    return tuple(changes_of(STATES[key]))
