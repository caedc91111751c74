"""What people proposed, on its way into the table. Curators see what is proposed, never by whom."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foods.choices import Grade, State
from foods.curation import popularity
from foods.curation.merging import merge_foods
from foods.curation.rows import LABEL
from foods.curation.writing import Refused, Step, locked, portions_of, publish, set_portions, value_of, write
from foods.models import Concern, ConcernKind, Food, Proposal, ProposalKind, ProposalState, Source
from foods.search.index import reindex

REASON = "Proposal accepted"
REASON_NEEDED = _("Say why in a few words: whoever proposed it reads this.")
_FIGURES = {"b12_ug", "b12_added_ug"}


def raise_for(proposal: Proposal, *, now: dt.datetime) -> Concern:
    """The item of the queue for a proposal; the same one however often it is asked for."""
    is_new = proposal.kind == ProposalKind.NEW
    food = None if is_new else proposal.food
    changes = {
        name: [None if food is None else value_of(food, name), value] for name, value in proposal.values.items()
    }  # fmt: skip
    logged = popularity.logged([food.pk]).get(food.pk, 0) if food is not None else 0
    concern, _made = Concern.objects.get_or_create(
        mark=f"proposal:{proposal.pk}",
        defaults={
            "kind": ConcernKind.PROPOSAL if is_new else ConcernKind.CORRECTION,
            "food": food,
            "proposal": proposal,
            "facts": {"changes": changes} | ({"portions": proposal.portions} if proposal.portions else {}),
            "logged": logged,
            "raised_at": now,
        },
    )
    return concern


def label_source() -> Source:
    """The source of figures that stand on a label."""
    return Source.objects.get_or_create(key=LABEL, defaults={"name": "Product labels", "publisher": "Makers"})[0]


def accept_proposal(
    concern: Concern, *, by: Any, now: dt.datetime, values: dict[str, Any] | None = None
) -> tuple[Food, dict[str, Any]]:
    """What is proposed into the table, or `values` that a curator made of it; the food and the undo."""
    proposal = _waiting(concern)
    if concern.kind == ConcernKind.PROPOSAL:
        food, undo = _publish(proposal, concern, by=by, now=now, values=values)
    else:
        food, undo = _correct(proposal, concern, by=by, now=now, values=values)
    answer(proposal, ProposalState.ACCEPTED, now=now, food=food)
    return food, undo


def reject_proposal(concern: Concern, *, now: dt.datetime, reason: str) -> None:
    """Not taken; the reason is told to whoever proposed it."""
    if not reason.strip():
        raise ValidationError({"reason": str(REASON_NEEDED)})
    answer(_waiting(concern), ProposalState.REJECTED, now=now, text=reason)


def answer(
    proposal: Proposal, state: ProposalState, *, now: dt.datetime, text: str = "", food: Food | None = None
) -> None:
    proposal.state, proposal.answer, proposal.decided_at, proposal.seen_at = state, text.strip()[:500], now, None
    if food is not None:
        proposal.food = food
    proposal.save(update_fields=["state", "answer", "decided_at", "seen_at", "food"])


def reopen(proposal: Proposal) -> None:
    """The decision was taken back: it waits again."""
    proposal.state, proposal.answer, proposal.decided_at, proposal.seen_at = ProposalState.WAITING, "", None, None
    if proposal.kind == ProposalKind.NEW:
        proposal.food = None
    proposal.save(update_fields=["state", "answer", "decided_at", "seen_at", "food"])


def _waiting(concern: Concern) -> Proposal:
    proposal = Proposal.objects.select_for_update().filter(pk=concern.proposal_id).first()
    if proposal is None or proposal.state != ProposalState.WAITING:
        raise Refused(_("Whoever proposed this took it back."))
    return proposal


def _proposed(concern: Concern, values: dict[str, Any] | None) -> dict[str, Any]:
    """The values to write: a curator's, else those of the item, which a first curator may have changed."""
    if values is not None:
        return values
    return {name: pair[1] for name, pair in concern.facts.get("changes", {}).items()}


def _publish(
    proposal: Proposal, concern: Concern, *, by: Any, now: dt.datetime, values: dict[str, Any] | None
) -> tuple[Food, dict[str, Any]]:
    """A shared food of a proposal; published again where an earlier yes was taken back."""
    ref = f"proposal-{proposal.pk}"
    given = _of_label(proposal) | _proposed(concern, values)
    if not given.get("source"):
        given |= {"source": label_source().pk, "source_ref": ref}
    before = Food.objects.filter(source__key=LABEL, source_ref=ref, owner=None).first()
    food = publish(given, by=by, reason=REASON, now=now, food=before)
    if proposal.portions:
        set_portions(food, proposal.portions)
    steps = _moved_over(proposal, food, by=by, now=now)
    reindex([food.pk])
    return food, {"steps": steps, "created": food.pk}


def _moved_over(proposal: Proposal, food: Food, *, by: Any, now: dt.datetime) -> list[Step]:
    """The proposer's own food becomes this one, so that what they usually have goes on under it."""
    own = proposal.own_food
    if own is None or own.state != State.PUBLISHED or own.owner_id is None or own.owner_id != proposal.proposer_id:
        return []
    return merge_foods(own.pk, food.pk, by=by, now=now)["steps"]


def _correct(
    proposal: Proposal, concern: Concern, *, by: Any, now: dt.datetime, values: dict[str, Any] | None
) -> tuple[Food, dict[str, Any]]:
    food = locked([concern.food_id])[concern.food_id or 0]
    if food.merged_into is not None:
        raise Refused(_("This food was merged into %s since. Edit that one.") % food.merged_into)
    given = _proposed(concern, values)
    if values is None and _FIGURES & given.keys():
        given = _dated(given, food, proposal)
    steps = [write(food, given, by=by, reason=REASON, now=now)]
    if proposal.portions:
        steps.append(_usual_portion(food, proposal.portions))
    reindex([food.pk])
    return food, {"steps": steps}


def as_accepted(concern: Concern, values: dict[str, Any]) -> dict[str, Any]:
    """What is proposed with what accepting it would write beside it: for the form that a curator begins from."""
    proposal, food = concern.proposal, concern.food
    if proposal is None:
        return values
    if proposal.kind == ProposalKind.NEW or food is None:
        return _of_label(proposal) | values
    return _dated(values, food, proposal) if _FIGURES & values.keys() else values


def _of_label(proposal: Proposal) -> dict[str, Any]:
    return {"grade": Grade.LABEL, "figure_date": proposal.sent_at.date().isoformat()}


def _dated(given: dict[str, Any], food: Food, proposal: Proposal) -> dict[str, Any]:
    """A figure from a label is graded and dated so, and where the food is of a data set its note says what changed."""
    given = _of_label(proposal) | given
    if food.source is None or food.source.key == LABEL:
        return given
    was = "unknown" if food.b12_ug is None else f"{food.b12_ug.normalize():f} µg"
    line = f"B12 corrected after a label, {given['figure_date']}; the data set has {was}."
    return {"note": f"{food.note}\n{line}".strip()} | given


def _usual_portion(food: Food, proposed: list[list[Any]]) -> Step:
    """The proposed portion becomes the default; the others stay."""
    ((name, quantity, *_rest),) = proposed[:1]
    others = [[*one[:2], False, *one[3:]] for one in portions_of(food) if one[0] != name]
    return set_portions(food, [[name, quantity, True, 0], *others])
