"""What people propose for the table: a food of their own, or a correction of one of everybody's.

Keyword-only, each in one transaction, each safe to repeat. What is sent waits until a curator decides; curators see
what is proposed and never by whom.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foods.curation.proposals import raise_for
from foods.models import Concern, ConcernState, Food, Proposal, ProposalKind, ProposalState

MOST_OPEN, MOST_OPEN_OF_NEW, MOST_A_DAY = 10, 3, 20
NEW_FOR = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


class Why(StrEnum):
    """Why nothing can be sent just now."""

    DEMO = "demo"
    WAITING = "waiting"
    OPEN = "open"
    OPEN_OF_NEW = "open_of_new"
    DAY = "day"


SENTENCES: dict[Why, str | Promise] = {
    Why.DEMO: _("A demo cannot propose anything: it is gone tomorrow. Make an account of your own to do it."),
    Why.WAITING: _(
        "You have sent something about this food already, and it waits. Withdraw that to send something else."
    ),
    Why.OPEN: _("Ten of your proposals wait. Send more when some of them are decided."),
    Why.OPEN_OF_NEW: _("Three of your proposals wait. Until one is taken, that is as many as can wait at a time."),
    Why.DAY: _("That was a lot for one day. Send the rest tomorrow."),
}


class NotNow(Exception):
    """Nothing was stored; `why` says the reason."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.why])


@dataclass(frozen=True, slots=True)
class Sent:
    """What was proposed, and whether this call stored it (False: a repeat of the same form)."""

    proposal: Proposal
    new: bool


def refusal(*, by: User, food: Food, now: dt.datetime) -> Why | None:
    """Why this person cannot propose something about this food now; None where they can."""
    if by.is_demo:
        return Why.DEMO
    mine = by.proposals.filter(state=ProposalState.WAITING)
    waiting = list(mine.values_list("food_id", "own_food_id"))
    if any(food.pk in pair for pair in waiting):
        return Why.WAITING
    if len(waiting) >= MOST_OPEN:
        return Why.OPEN
    if len(waiting) >= MOST_OPEN_OF_NEW and is_new(by, now=now):
        return Why.OPEN_OF_NEW
    return Why.DAY if by.proposals.filter(sent_at__gt=now - DAY).count() >= MOST_A_DAY else None


def is_new(person: User, *, now: dt.datetime) -> bool:
    """Whether nobody knows this person's proposals yet: a week young, or none was taken so far."""
    young = now - person.date_joined < NEW_FOR
    return young or not person.proposals.filter(state=ProposalState.ACCEPTED).exists()


def propose(
    *,
    by: User,
    uid: uuid.UUID,
    food: Food,
    values: dict[str, Any],
    portions: list[list[Any]],
    reason: str,
    evidence_url: str,
    photo: ContentFile | None,
    now: dt.datetime,
) -> Sent:
    """Send one proposal, once however often its form arrives: an own `food` is offered, another one is to be corrected.

    Raises `NotNow` where the person has to wait. The curators' queue gets an item of it in the same transaction; that
    of somebody new carries `newcomer` among its facts and is shown after the others.
    """
    mine = uuid.uuid5(uid, f"proposal of {by.pk}")  # nobody else's form can take this uid
    stored = ""
    try:
        with transaction.atomic():
            User.objects.select_for_update().values_list("pk").get(pk=by.pk)  # one at a time for a person
            if there := by.proposals.filter(uid=mine).first():
                return Sent(there, new=False)
            if why := refusal(by=by, food=food, now=now):
                raise NotNow(why)
            own = food.owner_id is not None
            proposal = Proposal(
                proposer=by,
                uid=mine,
                kind=ProposalKind.NEW if own else ProposalKind.CORRECTION,
                food=None if own else food,
                own_food=food if own else None,
                values=values,
                portions=portions,
                reason=reason,
                evidence_url=evidence_url,
                sent_at=now,
            )
            if photo is not None:
                proposal.photo.save(photo.name, photo, save=False)
                stored = proposal.photo.name
            proposal.save()
            _raise_for(proposal, by=by, now=now)
    except BaseException:
        if stored:
            Proposal.photo.field.storage.delete(stored)
        raise
    return Sent(proposal, new=True)


def _raise_for(proposal: Proposal, *, by: User, now: dt.datetime) -> None:
    concern = raise_for(proposal, now=now)
    if is_new(by, now=now):
        concern.facts["newcomer"], concern.logged = True, 0
        concern.save(update_fields=["facts", "logged"])


@transaction.atomic
def withdraw(*, by: User, pk: int, now: dt.datetime) -> bool:
    """Take back what waits; False where it was decided or withdrawn already. Its photo is deleted."""
    concern = Concern.objects.select_for_update().filter(proposal_id=pk, proposal__proposer=by).first()
    proposal = by.proposals.select_for_update().get(pk=pk)
    if proposal.state != ProposalState.WAITING:
        return False
    _drop_photo(proposal)
    proposal.state, proposal.decided_at, proposal.seen_at = ProposalState.WITHDRAWN, now, now
    proposal.save(update_fields=["state", "decided_at", "seen_at", "photo"])
    if concern is not None and concern.state == ConcernState.OPEN:
        concern.state, concern.decided_at = ConcernState.GONE, now
        concern.save(update_fields=["state", "decided_at"])
    return True


def mark_read(*, by: User, now: dt.datetime) -> int:
    """Note that this person has read every answer there is."""
    answered = by.proposals.filter(state__in=[ProposalState.ACCEPTED, ProposalState.REJECTED])
    return answered.filter(seen_at=None).update(seen_at=now)


@transaction.atomic
def forget(person: User) -> dict[str, int]:
    """What erasing an account asks of proposals, before the account goes: all that were not taken go, with their photos
    and what curators were asked. What came of the others stays in the table; the database drops who sent it. Returns
    the rows that went, by table."""
    mine = person.proposals.exclude(state=ProposalState.ACCEPTED)
    for proposal in mine.exclude(photo=""):
        _drop_photo(proposal)
    return mine.delete()[1]


def _drop_photo(proposal: Proposal) -> None:
    """The file goes when the transaction holds; the row says so at once."""
    if name := proposal.photo.name:
        proposal.photo = ""
        transaction.on_commit(lambda: Proposal.photo.field.storage.delete(name))
