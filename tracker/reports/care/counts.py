"""How a medicine or a condition counts in the model: the figures of its state, in words. docs/model.md, States."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.domain.parameters import Span
from tracker.domain.states import STATES, USUAL_LOSS_PER_DAY
from tracker.models.states import STATE_NAMES

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
    state = STATES[key]
    said = (
        (state.release.low < 1, _("%(share)s of the B12 in food is set free") % {"share": _share(state.release)}),
        (
            state.capacity.low < 1,
            _("%(share)s of the capacity to take up B12 is left") % {"share": _share(state.capacity)},
        ),
        (
            state.loss_per_day > USUAL_LOSS_PER_DAY,
            _("%(loss)s of the stores is lost a day; %(usual)s is usual")
            % {"loss": _percent(state.loss_per_day), "usual": _percent(USUAL_LOSS_PER_DAY)},
        ),
    )
    return tuple(words for applies, words in said if applies)


def _share(share: Span) -> str:
    """“0.7”, “0.5 (0 to 1)”."""
    if share.low == share.high:
        return f"{share.middle:g}"
    return _("%(middle)s (%(low)s to %(high)s)") % {
        "middle": f"{share.middle:g}", "low": f"{share.low:g}", "high": f"{share.high:g}",
    }  # fmt: skip


def _percent(share: float) -> str:
    return f"{share * 100:.2f}\u00a0%"
