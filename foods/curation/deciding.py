"""What curators decide: each in one transaction, once however often a button is pressed, and undoable.

Every function takes the item by its number and gives back an `Outcome`: the item as it stands, whether this call did
something, and a sentence for the person who pressed. Somebody without the right gets `PermissionDenied`; values that
cannot be stored come back as `ValidationError` by field, and nothing is written.

With `settings.CURATION_NEEDS_TWO` what changes a food needs two: the first press is kept with the item, which stays
open, and another curator who wants the same finishes it. Saying no needs one.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foods.choices import State
from foods.curation import accepting, proposals
from foods.curation.accepting import Done, food_of, reason_of
from foods.curation.checking import check_foods
from foods.curation.writing import Refused, locked, plain, take_back, value_of, write
from foods.models import Concern, ConcernKind, ConcernState, Food, ProposalState
from foods.search.index import reindex

PERMISSION = "foods.decide_concern"
UNDO_REASON = "Decision taken back"


@dataclass(frozen=True)
class Outcome:
    """`done` is False where nothing was written, and then the sentence says why."""

    concern: Concern
    done: bool
    sentence: str


Act = Callable[[Concern], Done]


def accept(concern_id: int, *, by: Any, now: dt.datetime, reason: str = "") -> Outcome:
    """What the kind's accept button says (`kinds`)."""
    return _decide(concern_id, "accept", lambda one: accepting.accept(one, by=by, now=now), by, now, reason)


def reject(concern_id: int, *, by: Any, now: dt.datetime, reason: str) -> Outcome:
    """Leave the food as it is. What somebody proposed needs a reason, which they are told."""

    def act(concern: Concern) -> Done:
        if concern.proposal_id:
            proposals.reject_proposal(concern, now=now, reason=reason)
            return Done(_("Not taken. Whoever proposed it is told why."), state=ConcernState.REJECTED)
        return Done(_("Left as it is. It comes up again only when its values change."), state=ConcernState.REJECTED)

    return _decide(concern_id, "", act, by, now, reason)


def edit(concern_id: int, *, by: Any, now: dt.datetime, values: dict[str, Any]) -> Outcome:
    """The curator's own values. Under the rule of two they become what is proposed, and wait for the second yes."""

    def act(concern: Concern) -> Done:
        if concern.proposal_id:
            food, undo = proposals.accept_proposal(concern, by=by, now=now, values=values)
            return Done(_("%s is in the table as you wrote it.") % food, **undo, foods=(food.pk,), state=_EDITED)
        food = food_of(concern)
        step = write(food, values, by=by, reason=reason_of(concern), now=now)
        reindex([food.pk])
        return Done(_("%s is changed as you wrote it.") % food, [step], foods=(food.pk,), state=_EDITED)

    def first(concern: Concern) -> None:
        _try(act, concern)
        old = concern.food
        concern.facts["changes"] = {
            name: [None if old is None else value_of(old, name), plain(value)]
            for name, value in values.items()
            if old is None or value_of(old, name) != plain(value)
        }

    return _decide(concern_id, "accept", act, by, now, first=first)


def retire(concern_id: int, *, by: Any, now: dt.datetime, reason: str) -> Outcome:
    """Nobody can log it any more; what was logged stays."""

    def act(concern: Concern) -> Done:
        food = food_of(concern)
        if food.state == State.RETIRED:
            raise Refused(_("%s is retired already.") % food)
        step = write(food, {"state": State.RETIRED}, by=by, reason=reason or reason_of(concern))
        reindex([food.pk])
        if concern.proposal is not None:
            proposals.answer(concern.proposal, ProposalState.ACCEPTED, now=now, text=reason)
        return Done(_("%s is retired.") % food, [step], foods=(food.pk,), state=ConcernState.RETIRED)

    return _decide(concern_id, "retire", act, by, now, reason)


def merge(concern_id: int, *, by: Any, now: dt.datetime, keep: int) -> Outcome:
    """Two foods that are one; `keep` stays."""
    return _decide(
        concern_id, f"merge {keep}", lambda one: accepting.merge(one, by=by, now=now, keep=keep), by, now
    )  # fmt: skip


def undo(concern_id: int, *, by: Any, now: dt.datetime) -> Outcome:
    """Take a decision back, or one's own first yes; the item is open again."""
    _must_be_curator(by)
    try:
        with transaction.atomic():
            concern = _locked(concern_id)
            if concern.state == ConcernState.OPEN:
                return _first_back(concern, by)
            if concern.undo is None:
                return Outcome(concern, False, _("There is no decision to take back here."))
            touched = _undone(concern, by=by)
            _open_again(concern)
            check_foods(touched, now=now)
            concern.refresh_from_db(fields=["state"])
    except Refused as refused:
        return _not_done(concern_id, str(refused))
    return Outcome(concern, True, _("Taken back: it is open again."))


# --- the frame of every decision ------------------------------------------------------------------------------------
_EDITED = ConcernState.EDITED


def _decide(
    concern_id: int, what: str, act: Act, by: Any, now: dt.datetime, reason: str = "",
    first: Callable[[Concern], None] | None = None,
) -> Outcome:  # fmt: skip
    """`what` names what two curators have to agree on; "" needs no second one."""
    _must_be_curator(by)
    try:
        with transaction.atomic():
            concern = _locked(concern_id)
            if concern.state != ConcernState.OPEN:
                return Outcome(concern, False, _("This was decided already, so nothing was changed."))
            if concern.proposal is not None and concern.proposal.proposer_id == by.pk:
                return Outcome(concern, False, _("You proposed this yourself, so another curator has to decide."))
            if what and _waits_for_a_second(concern, what, by):
                return _said_first(concern, what, by, now, first or (lambda one: _try(act, one)))
            done = act(concern)
            _close(concern, done, by=by, now=now, reason=reason)
            check_foods(done.foods, now=now)
    except Refused as refused:
        return _not_done(concern_id, str(refused))
    return Outcome(concern, True, done.sentence)


def _must_be_curator(by: Any) -> None:
    if not (by.is_active and by.is_staff and by.has_perm(PERMISSION)):
        raise PermissionDenied


def _locked(concern_id: int) -> Concern:
    """Foods first, then the item, as an import does: two who hold one and want the other would wait for ever."""
    about = Concern.objects.values_list("food_id", "other_id", "proposal__own_food_id").get(pk=concern_id)
    locked(about)
    concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern_id)
    if concern.food_id:  # read after the lock: what it holds is current
        concern.food = Food.objects.get(pk=concern.food_id)
    return concern


def _not_done(concern_id: int, sentence: str) -> Outcome:
    return Outcome(Concern.objects.get(pk=concern_id), False, sentence)


def _waits_for_a_second(concern: Concern, what: str, by: Any) -> bool:
    if not settings.CURATION_NEEDS_TWO:
        return False
    if concern.first_at is None or concern.first_by_id == by.pk:  # the yes of one who has left since still counts
        return True
    return concern.facts.get("first", "accept") != what


def _said_first(
    concern: Concern, what: str, by: Any, now: dt.datetime, prepare: Callable[[Concern], None]
) -> Outcome:  # fmt: skip
    """Keep the first yes. What could not be done is refused now, not when the second one presses."""
    if concern.first_by_id == by.pk and concern.facts.get("first", "accept") == what and what != "accept":
        return Outcome(concern, False, _("You said so; another curator has to say so too."))
    again = concern.first_by_id == by.pk and concern.facts.get("first") == what
    before = dict(concern.facts)
    prepare(concern)
    if again and concern.facts == before:
        return Outcome(concern, False, _("You said yes; another curator has to say so too."))
    concern.first_by, concern.first_at = by, now
    concern.facts["first"] = what
    concern.save(update_fields=["first_by", "first_at", "facts"])
    return Outcome(concern, True, _("Kept as the first of two. It is done when another curator says so too."))


def _try(act: Act, concern: Concern) -> None:
    """Do it and take it back at once: to hear now what would be wrong with it."""

    class Tried(Exception):
        pass

    kept = dict(concern.facts)
    try:
        with transaction.atomic():
            act(concern)
            raise Tried
    except Tried:
        concern.refresh_from_db()
        concern.facts = kept


def _close(concern: Concern, done: Done, *, by: Any, now: dt.datetime, reason: str) -> None:
    concern.state, concern.decided_by, concern.decided_at = done.state, by, now
    concern.reason = reason.strip()[:500]
    concern.undo = {"steps": done.steps, "created": done.created}
    if concern.kind == ConcernKind.PROPOSAL and done.created:
        concern.food_id = done.created
    concern.save(update_fields=["state", "decided_by", "decided_at", "reason", "undo", "food"])


def _undone(concern: Concern, *, by: Any) -> list[int]:
    """Write back what stood there; a published proposal is retired. Returns the foods that were touched."""
    undo = concern.undo or {}
    touched = take_back(undo.get("steps", []), by=by, reason=UNDO_REASON)
    if created := undo.get("created"):
        food = food_of(concern)
        if food.merged_into_id:
            raise Refused(_("It cannot be taken back: the food was merged into another one since."))
        write(food, {"state": State.RETIRED}, by=by, reason=UNDO_REASON)
        reindex([created])
    if concern.proposal is not None:
        proposals.reopen(concern.proposal)
    return touched


def _open_again(concern: Concern) -> None:
    concern.state, concern.decided_by, concern.decided_at = ConcernState.OPEN, None, None
    concern.reason, concern.undo = "", None
    concern.first_by = concern.first_at = None
    concern.facts.pop("first", None)
    if concern.kind == ConcernKind.PROPOSAL:
        concern.food = None
    concern.save()


def _first_back(concern: Concern, by: Any) -> Outcome:
    if concern.first_by_id != by.pk:
        return Outcome(concern, False, _("There is no decision of yours to take back here."))
    concern.first_by = concern.first_at = None
    concern.facts.pop("first", None)
    concern.save(update_fields=["first_by", "first_at", "facts"])
    return Outcome(concern, True, _("Your yes is taken back."))
