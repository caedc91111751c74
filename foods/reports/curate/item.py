"""One item of the queue: what is proposed or doubted, why, on what evidence, and what may be done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from foods.curation.kinds import KINDS, can_accept
from foods.models import Concern, ConcernKind, ConcernState, Food, Portion
from foods.reports.curate.difference import Difference
from foods.reports.curate.place import Place, neighbour
from foods.reports.curate.words import name_of, proposes_a_jump, sentences, why_icon


@dataclass(frozen=True)
class Evidence:
    """What the proposer gave; never who they are."""

    reason: str
    url: str
    photo_url: str

    def __bool__(self) -> bool:
        return bool(self.reason or self.url or self.photo_url)


@dataclass(frozen=True)
class Decided:
    """How it ended, or its first half under the rule of two."""

    words: str
    by: str  # "you", "another curator", "" where nobody had to
    at: dt.datetime | None
    reason: str
    can_undo: bool


@dataclass(frozen=True)
class ItemPage:
    concern: Concern
    place: Place
    name: str
    icon: str
    difference: Difference
    why: tuple[str, ...]
    warns: bool
    evidence: Evidence
    can_accept: bool  # else there is no value to take
    accept: str  # what "accept" does, in words
    reject: str
    can_merge: bool
    can_retire: bool
    reason_needed: bool  # somebody is told it
    first: Decided | None  # one of two said yes
    own: bool  # this curator proposed it, so another one decides
    held: str  # why this curator cannot accept, else ""
    decided: Decided | None
    previous_url: str
    next_url: str

    @classmethod
    def build(cls, concern: Concern, by: Any, *, place: Place) -> "ItemPage":
        """Three queries: portions, and the items before and after."""
        before, after = (neighbour(concern, place.kind, after=after) for after in (False, True))
        return cls._made(concern, by, place, before, after)

    @classmethod
    def of(cls, concern: Concern, by: Any, *, place: Place, beside: Sequence[Concern]) -> "ItemPage":
        """The item opened beside the list it is in: one query."""
        at = next(n for n, one in enumerate(beside) if one.pk == concern.pk)
        before = beside[at - 1].pk if at else None
        after = beside[at + 1].pk if at + 1 < len(beside) else None
        return cls._made(concern, by, place, before, after)

    @classmethod
    def _made(cls, concern: Concern, by: Any, place: Place, before: int | None, after: int | None) -> "ItemPage":
        kind = KINDS[concern.kind]
        both = [food.pk for food in (concern.food, concern.other) if food is not None]
        jumps = proposes_a_jump(concern)
        portions = Portion.objects.filter(food_id__in=both).order_by("order", "pk") if both else []
        return cls(
            concern=concern,
            place=place,
            name=name_of(concern),
            icon=why_icon(concern.kind),
            difference=Difference.of(concern, portions),
            why=tuple(sentences(concern, highest=_highest(concern.food) if jumps else None)),
            warns=jumps or concern.kind in {ConcernKind.IMPOSSIBLE, ConcernKind.UNIT, ConcernKind.OUTLIER},
            evidence=_evidence(concern),
            can_accept=can_accept(concern),
            accept=str(kind.accept_label),
            reject=str(kind.reject_label),
            can_merge=kind.merges and concern.food is not None and concern.other is not None,
            can_retire=concern.food is not None and concern.kind != ConcernKind.PROPOSAL,
            reason_needed=concern.proposal is not None,
            first=_first(concern, by),
            own=is_own(concern, by),
            held=held_back(concern, by),
            decided=_decided(concern, by),
            previous_url=place.item(before) if before else "",
            next_url=place.item(after) if after else "",
        )

    @property
    def is_open(self) -> bool:
        return self.concern.state == ConcernState.OPEN

    @property
    def is_second(self) -> bool:
        """Whether "accept" is the second yes, that does it."""
        return self.first is not None and not self.first.can_undo and _first_of(self.concern) == "accept"

    @property
    def list_url(self) -> str:
        return self.place.queue(at=self.concern.pk)

    @property
    def food(self) -> Food | None:
        return self.concern.food

    @property
    def history_url(self) -> str:
        return f"{reverse('curate_history')}?food={self.concern.food_id}" if self.concern.food_id else ""


def _highest(food: Food | None) -> Decimal | None:
    """The highest figure among other foods of the kind; asked only where a figure is to jump."""
    if food is None:
        return None
    like = Food.objects.published().filter(category=food.category, basis=food.basis).exclude(pk=food.pk)
    return like.aggregate(Max("b12_ug"))["b12_ug__max"]


def _evidence(concern: Concern) -> Evidence:
    proposal = concern.proposal
    if proposal is None:
        return Evidence("", "", "")
    photo = reverse("curate_photo", args=[concern.pk]) if proposal.photo else ""
    return Evidence(proposal.reason, proposal.evidence_url, photo)


def _who(user_id: int | None, by: Any) -> str:
    """None is another curator too: one who has left."""
    return _("you") if user_id == by.pk else _("another curator")


def _first(concern: Concern, by: Any) -> Decided | None:
    if concern.first_at is None or concern.state != ConcernState.OPEN:
        return None
    what = _first_of(concern)
    said = {"accept": _("One of two said yes"), "retire": _("One of two said: retire it")}
    words = said.get(what, _("One of two said: merge them"))
    mine = concern.first_by_id == by.pk
    return Decided(words, _who(concern.first_by_id, by), concern.first_at, "", can_undo=mine)


def _first_of(concern: Concern) -> str:
    """What the first of two curators said yes to: “accept”, “retire” or “merge” with a food."""
    return str(concern.facts.get("first", "accept"))


def is_own(concern: Concern, by: Any) -> bool:
    return concern.proposal is not None and concern.proposal.proposer_id == by.pk


def held_back(concern: Concern, by: Any) -> str:
    """Why this curator's yes does not count here, in a sentence; "" where it does."""
    if is_own(concern, by):
        return _("You proposed this yourself, so another curator has to decide.")
    if settings.CURATION_NEEDS_TWO and concern.first_by_id == by.pk and _first_of(concern) == "accept":
        return _("You said yes; another curator has to say so too.")
    return ""


def _decided(concern: Concern, by: Any) -> Decided | None:
    if concern.state == ConcernState.OPEN:
        return None
    return Decided(
        words=str(concern.get_state_display()),
        by="" if concern.state == ConcernState.GONE else _who(concern.decided_by_id, by),
        at=concern.decided_at,
        reason=concern.reason,
        can_undo=concern.undo is not None,
    )
