"""What bears on somebody's absorption in the model, in words: named wherever its figures go in."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tracker.domain.parameters import Span
from tracker.domain.states import USUAL_LOSS_PER_DAY, State
from tracker.models.states import STATE_NAMES


def counting(states: Iterable[State]) -> list[str]:
    """“metformin: 0.7 of the capacity is left”, of each state that changes a figure."""
    said = ((STATE_NAMES.get(state.key, state.key), _changes(state)) for state in states)
    return [_("%(name)s: %(what)s") % {"name": name, "what": "; ".join(what)} for name, what in said if what]


def _changes(state: State) -> list[str]:
    said = (
        (state.release.low < 1, _("%(share)s of what food holds is set free"), _share(state.release)),
        (state.capacity.low < 1, _("%(share)s of the capacity is left"), _share(state.capacity)),
        (
            state.loss_per_day > USUAL_LOSS_PER_DAY,
            _("%(share)s of the stores is lost a day"),
            f"{state.loss_per_day * 100:.2f}\u00a0%",
        ),
    )
    return [words % {"share": share} for applies, words, share in said if applies]


def _share(share: Span) -> str:
    """“0.7”; “0.5 to 1” where the band uses both ends."""
    if share.low == share.high:
        return f"{share.middle:g}"
    return _("%(low)s to %(high)s") % {"low": f"{share.low:g}", "high": f"{share.high:g}"}
