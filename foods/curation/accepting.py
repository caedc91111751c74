"""What "accept" does, kind by kind. Each runs within the decision's transaction and gives back what it did."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from foods.choices import State
from foods.curation.kinds import can_accept
from foods.curation.merging import merge_foods
from foods.curation.proposals import accept_proposal
from foods.curation.writing import Refused, Step, locked, plain, sentences, set_portions, value_of, write
from foods.models import Concern, ConcernKind, ConcernState, Food
from foods.search.index import reindex


@dataclass(frozen=True)
class Done:
    """What was done: in a sentence, and as steps to take it back. `foods` are those to look at again."""

    sentence: str
    steps: list[Step] = field(default_factory=list)
    created: int | None = None
    foods: tuple[int, ...] = ()
    state: ConcernState = ConcernState.ACCEPTED


def reason_of(concern: Concern) -> str:
    """What the history of the food says about a decision."""
    return f"Queue: {ConcernKind(concern.kind).label}"


def food_of(concern: Concern) -> Food:
    """The food of an item, held until the transaction is over."""
    food = locked([concern.food_id]).get(concern.food_id or 0)
    if food is None:
        raise Refused(_("There is no food in the table yet. Publish it, or say no with a reason."))
    return food


def accept(concern: Concern, *, by: Any, now: dt.datetime) -> Done:
    """Do what the kind's accept button says. `Refused` says in a sentence why it cannot be done."""
    if not can_accept(concern):
        raise Refused(_("There is nothing suggested to take. Edit the food, or retire it."))
    try:
        return _ACCEPT[concern.kind](concern, by, now)
    except ValidationError as refused:
        raise Refused(_("It cannot be stored so: %s Edit it instead.") % sentences(refused)) from None


def _proposal(concern: Concern, by: Any, now: dt.datetime) -> Done:
    food, undo = accept_proposal(concern, by=by, now=now)
    return Done(_("%s is in the table for everybody.") % food, **undo, foods=(food.pk,))


def _correction(concern: Concern, by: Any, now: dt.datetime) -> Done:
    food, undo = accept_proposal(concern, by=by, now=now)
    return Done(_("%s is corrected.") % food, **undo, foods=(food.pk,))


def _conflict(concern: Concern, by: Any, now: dt.datetime) -> Done:
    food = food_of(concern)
    values = {name: theirs for name, (_ours, theirs) in concern.facts["changes"].items()}
    successor = concern.facts.get("successor")
    if values.get("state") == State.RETIRED and successor:
        steps = merge_foods(food.pk, successor, by=by, now=now)["steps"]
        return Done(_("%s is retired; another food took its place.") % food, steps, foods=(food.pk, successor))
    portions = values.pop("portions", None)
    steps = [write(food, values, by=by, reason=reason_of(concern), now=now)]
    if portions is not None:
        steps.append(set_portions(food, portions))
    reindex([food.pk])
    return Done(_("%s now stands as the file has it.") % food, steps, foods=(food.pk,))


def _suggested(concern: Concern, by: Any, now: dt.datetime) -> Done:
    food = food_of(concern)
    changes: dict[str, list] = concern.facts.get("changes") or {}
    moved = [name for name, (before, _then) in changes.items() if not _same(value_of(food, name), before)]
    if moved or food.state != State.PUBLISHED:
        raise Refused(_("%s has changed since this was found. Look at it again.") % food)
    values = {name: then for name, (_before, then) in changes.items()}
    step = write(food, values, by=by, reason=reason_of(concern), now=now)
    reindex([food.pk])
    unknown = "b12_ug" in values and food.b12_ug is None
    words = _("The figure of %s is unknown now.") if unknown else _("%s is put right.")
    return Done(words % food, [step], foods=(food.pk,))


def _stale(concern: Concern, by: Any, now: dt.datetime) -> Done:
    food = food_of(concern)
    today = timezone.localtime(now).date().isoformat()
    step = write(food, {"figure_date": today}, by=by, reason=reason_of(concern), now=now)
    reindex([food.pk])
    return Done(_("%s: checked today, still right.") % food, [step], foods=(food.pk,))


def _duplicate(concern: Concern, by: Any, now: dt.datetime) -> Done:
    return merge(concern, by=by, now=now, keep=concern.facts.get("keep") or concern.food_id)


def merge(concern: Concern, *, by: Any, now: dt.datetime, keep: int | None) -> Done:
    """Merge the two foods of an item; `keep` is the one that stays."""
    pair = {concern.food_id, concern.other_id}
    if None in pair or len(pair) != 2 or keep not in pair:
        raise Refused(_("Choose which of the two foods stays."))
    (loser,) = pair - {keep}
    steps = merge_foods(int(loser or 0), int(keep or 0), by=by, now=now)["steps"]
    winner = Food.objects.get(pk=keep)
    words = _("Merged into %s. What people logged stays as it was.") % winner
    return Done(words, steps, foods=(int(loser or 0), winner.pk), state=ConcernState.MERGED)


def _same(one: Any, other: Any) -> bool:
    return (one or "") == (plain(other) or "") if not isinstance(one, bool) else one == bool(other)


_ACCEPT: dict[str, Callable[[Concern, Any, dt.datetime], Done]] = {
    ConcernKind.PROPOSAL: _proposal,
    ConcernKind.CORRECTION: _correction,
    ConcernKind.CONFLICT: _conflict,
    ConcernKind.IMPOSSIBLE: _suggested,
    ConcernKind.UNIT: _suggested,
    ConcernKind.OUTLIER: _suggested,
    ConcernKind.DUPLICATE: _duplicate,
    ConcernKind.STALE: _stale,
    ConcernKind.UNSOURCED: _suggested,
    ConcernKind.NO_ORIGIN: _suggested,
}
