"""What a person proposed, and what became of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foods.choices import Basis, Category, Origin
from foods.models import Food, Proposal, ProposalKind, ProposalState
from foods.reports.sources import ROWS_A_PAGE, Paging
from foods.units import UNIT_OF_BASIS

ANSWERED = [ProposalState.ACCEPTED, ProposalState.REJECTED]
_FIELDS = {
    "name": gettext_lazy("Name"),
    "brand": gettext_lazy("Brand"),
    "market": gettext_lazy("Country"),
    "category": gettext_lazy("Kind of food"),
    "origin": gettext_lazy("Origin"),
    "b12_ug": gettext_lazy("B12"),
    "b12_added_ug": gettext_lazy("Of it added"),
    "gtin": gettext_lazy("Barcode"),
    "state": gettext_lazy("Sold"),
}
_CHOICES = {"category": Category, "origin": Origin}


@dataclass(frozen=True)
class Standing:
    """How many proposals a person has, and how many answers they have not read."""

    proposals: int
    unread: int

    @classmethod
    def of(cls, person: User) -> "Standing":
        unread = Count("pk", filter=Q(state__in=ANSWERED, seen_at=None))
        return cls(**person.proposals.aggregate(proposals=Count("pk"), unread=unread))


@dataclass(frozen=True)
class Line:
    """One proposal: what it says in words, and what became of it."""

    pk: int
    kind: str
    name: str
    url: str  # the page of the food, "" where there is none any more
    said: list[tuple[str, str]]
    reason: str
    link: str
    has_photo: bool
    sent_at: dt.datetime
    decided_at: dt.datetime | None
    state: str
    state_label: str
    answer: str
    unread: bool

    @classmethod
    def of(cls, proposal: Proposal) -> "Line":
        """Needs its foods."""
        food = proposal.food or proposal.own_food
        return cls(
            pk=proposal.pk,
            kind=str(proposal.get_kind_display()),
            name=proposal.values.get("name") or str(food or ""),
            url=food.get_absolute_url() if food else "",
            said=in_words(proposal, food),
            reason=proposal.reason,
            link=proposal.evidence_url,
            has_photo=bool(proposal.photo),
            sent_at=proposal.sent_at,
            decided_at=proposal.decided_at,
            state=proposal.state,
            state_label=str(proposal.get_state_display()),
            answer=proposal.answer,
            unread=proposal.state in ANSWERED and proposal.seen_at is None,
        )

    @property
    def waits(self) -> bool:
        return self.state == ProposalState.WAITING

    @property
    def taken(self) -> bool:
        return self.state == ProposalState.ACCEPTED


def in_words(proposal: Proposal, food: Food | None) -> list[tuple[str, str]]:
    """What is proposed, as (field, value) for people; what was left empty stays out."""
    basis = proposal.values.get("basis") or (food.basis if food else Basis.G100)
    said = [
        (str(label), _value(name, proposal.values[name], basis))
        for name, label in _FIELDS.items()
        if name in proposal.values and proposal.values[name] != ""
        and not (name == "name" and proposal.kind == ProposalKind.NEW)
        and not (name == "b12_added_ug" and proposal.values[name] is None)
    ]  # fmt: skip
    unit = UNIT_OF_BASIS[Basis(basis)]
    sizes = [f"{name}, {size}\u00a0{unit}" if unit else name for name, size, *_rest in proposal.portions]
    return said + [(_("Portion"), size) for size in sizes if size != _("portion")]


def _value(field: str, value: Any, basis: str) -> str:
    if field in _CHOICES:
        return str(_CHOICES[field](value).label)
    if field == "state":
        return _("not any more")
    if not field.endswith("_ug"):
        return str(value)
    if value is None:
        return _("unknown")
    return f"{value}\u00a0µg {Basis(basis).label}"


@dataclass(frozen=True)
class ProposalsPage:
    lines: list[Line]
    standing: Standing
    paging: Paging

    @classmethod
    def build(cls, person: User, *, page: int) -> "ProposalsPage":
        """Two queries."""
        standing = Standing.of(person)
        paging = Paging(asked=page, found=standing.proposals)
        rows = person.proposals.select_related("food", "own_food")[paging.first : paging.first + ROWS_A_PAGE]
        return cls([Line.of(proposal) for proposal in rows], standing, paging)

    @property
    def previous_url(self) -> str:
        return self._page(self.paging.page - 1) if self.paging.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self._page(self.paging.page + 1) if self.paging.page < self.paging.pages else ""

    @staticmethod
    def _page(page: int) -> str:
        return f"{reverse('proposals')}?page={page}"
