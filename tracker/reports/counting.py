"""What bears on somebody's absorption in the model, in words: named wherever its figures go in."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tracker.domain.parameters import Span
from tracker.domain.states import USUAL_LOSS_PER_DAY, State
from tracker.models.states import STATE_NAMES


def counting(states: Iterable[State]) -> list[str]:
    """“metformin: 0.7 of the capacity to take up B12 is left”, of each state that changes a figure."""
    said = ((STATE_NAMES.get(state.key, state.key), changes_of(state)) for state in states)
    return [_("%(name)s: %(what)s") % {"name": name, "what": "; ".join(what)} for name, what in said if what]


def changes_of(state: State) -> list[str]:
    """What a state does to the figures of the model; nothing where it changes none."""
    said = []
    if state.release.low < 1:
        said.append(_("%(share)s of the B12 in food is set free") % {"share": _share(state.release)})
    if state.capacity.low < 1:
        said.append(_("%(share)s of the capacity to take up B12 is left") % {"share": _share(state.capacity)})
    if state.loss_per_day > USUAL_LOSS_PER_DAY:
        words = _("%(loss)s of the stores is lost a day; %(usual)s is usual")
        said.append(words % {"loss": _percent(state.loss_per_day), "usual": _percent(USUAL_LOSS_PER_DAY)})
    return said


def _share(share: Span) -> str:
    """“0.7”, “0.5 (0 to 1)”: the middle with both ends of its band."""
    if share.low == share.high:
        return f"{share.middle:g}"
    return _("%(middle)s (%(low)s to %(high)s)") % {
        "middle": f"{share.middle:g}", "low": f"{share.low:g}", "high": f"{share.high:g}",
    }  # fmt: skip


def _percent(share: float) -> str:
    return f"{share * 100:.2f}\u00a0%"
