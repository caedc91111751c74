"""What stands in the queue, and what its two buttons do, in words. One place for pages, mails and decisions."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foods.models import Concern, ConcernKind


@dataclass(frozen=True, slots=True)
class Kind:
    """`accept_label` and `reject_label` say what a press does to the food. `accept_needs_value`: only where the item
    carries a value to take; else the food is edited or retired. `found`: raised by looking through the table, not by a
    person or a file."""

    icon: str
    accept_label: str | Promise
    reject_label: str | Promise
    merges: bool = False
    accept_needs_value: bool = False
    found: bool = True


KINDS: dict[str, Kind] = {
    ConcernKind.PROPOSAL: Kind("plus", _("Publish it for everybody"), _("Do not take it"), found=False),
    ConcernKind.CORRECTION: Kind("edit", _("Take the correction"), _("Leave the food as it is"), found=False),
    ConcernKind.CONFLICT: Kind("copy", _("Take what the file says"), _("Keep what we have"), found=False),
    ConcernKind.IMPOSSIBLE: Kind("flag", _("It cannot be: make the figure unknown"), _("The figure is right")),
    ConcernKind.UNIT: Kind("drop", _("Take the corrected figure"), _("The figure is right as it stands")),
    ConcernKind.OUTLIER: Kind("status", _("It is wrong: make the figure unknown"), _("The figure is right")),
    ConcernKind.DUPLICATE: Kind("link", _("Merge the two"), _("They are not the same"), merges=True),
    ConcernKind.STALE: Kind("clock", _("Checked today: still right"), _("Leave it until its values change")),
    ConcernKind.UNSOURCED: Kind(
        "sources", _("Take the suggested source"), _("Leave it as it is"), accept_needs_value=True
    ),
    ConcernKind.NO_ORIGIN: Kind(
        "leaf", _("Take the suggested origin"), _("Leave it as it is"), accept_needs_value=True
    ),
}
_GRAVEST_FIRST = (
    (ConcernKind.IMPOSSIBLE,),
    (ConcernKind.UNIT,),
    (ConcernKind.PROPOSAL, ConcernKind.CORRECTION),  # people wait for an answer
    (ConcernKind.CONFLICT,),
    (ConcernKind.OUTLIER,),
    (ConcernKind.DUPLICATE,),
    (ConcernKind.NO_ORIGIN,),
    (ConcernKind.UNSOURCED,),
    (ConcernKind.STALE,),
)
GRAVITY = {kind: place for place, kinds in enumerate(_GRAVEST_FIRST) for kind in kinds}  # of what is logged as often
LEAST_GRAVE = len(_GRAVEST_FIRST)  # sent by somebody new (`foods.proposing`): behind the rest, whatever it is
FOUND = frozenset(kind for kind, words in KINDS.items() if words.found)


def gravity_of(concern: Concern) -> int:
    """How early an item comes among those whose foods are logged as often; 0 is first."""
    return LEAST_GRAVE if concern.facts.get("newcomer") else GRAVITY[ConcernKind(concern.kind)]


def can_accept(concern: Concern) -> bool:
    """Whether there is something to accept; else the way is to edit the food or to retire it."""
    return bool(concern.facts.get("changes")) or not KINDS[concern.kind].accept_needs_value
