"""The queue: what a curator should look at, most eaten first."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foods.models import Concern, ConcernKind, ConcernState, QualityCount
from foods.reports.curate.item import ItemPage
from foods.reports.curate.place import Counts, Place, open_concerns
from foods.reports.curate.words import in_short, name_of, why_icon

ROWS_A_PAGE = 30


@dataclass(frozen=True)
class QueueRow:
    pk: int
    icon: str
    why: str
    name: str
    short: str  # the difference in a few words
    source: str
    logged: int
    url: str
    chosen: bool

    @classmethod
    def of(cls, concern: Concern, place: Place, *, chosen: bool) -> "QueueRow":
        return cls(
            pk=concern.pk,
            icon=why_icon(concern.kind),
            why=concern.get_kind_display(),
            name=name_of(concern),
            short=in_short(concern),
            source=_source(concern),
            logged=concern.logged,
            url=place.item(concern.pk),
            chosen=chosen,
        )


def _source(concern: Concern) -> str:
    """Where what is proposed, or what is doubted, is from. Never who sent it."""
    if concern.proposal is not None:
        return _("a user, with a photo") if concern.proposal.photo else _("a user")
    if concern.food is None or concern.food.source is None:
        return _("no source")
    return concern.food.source.name


@dataclass(frozen=True)
class Tab:
    """A kind that can be chosen."""

    label: str
    count: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class QueuePage:
    place: Place
    counts: Counts
    rows: list[QueueRow]
    item: ItemPage | None
    kinds: list[Tab]
    previous_url: str
    next_url: str
    last: Concern | None  # what this curator decided last and may take back
    checked_on: dt.date | None  # known only where nothing waits
    note: str

    @classmethod
    def build(cls, by: Any, *, kind: str, page: int, at: int | None) -> "QueuePage":
        """Five queries: what waits by kind, a page of it, the opened item's portions, and what may be taken back."""
        counts = Counts.build()
        listed, note = _page(kind, page), ""
        if not listed and page > 1:
            page, note = 1, _("There is no such page any more; this is the first.")
            listed = _page(kind, page)
        place = Place(kind, page, side=True)
        shown = listed[:ROWS_A_PAGE]
        opened = next((concern for concern in shown if concern.pk == at), None) or _elsewhere(at)
        opened = opened or (shown[0] if shown else None)
        return cls(
            place=place,
            counts=counts,
            rows=[QueueRow.of(concern, Place(kind, page), chosen=concern is opened) for concern in shown],
            item=_item(opened, by, place, shown),
            kinds=_kinds(counts, kind),
            previous_url=place.queue(page=page - 1) if page > 1 else "",
            next_url=place.queue(page=page + 1) if len(listed) > ROWS_A_PAGE else "",
            last=last_of(by),
            checked_on=None if shown else _checked_on(),
            note=note,
        )

    @property
    def url(self) -> str:
        return self.place.queue(at=self.item.concern.pk if self.item else None)

    @property
    def kind_words(self) -> str:
        return next(tab.label for tab in self.kinds if tab.chosen)

    @property
    def waiting(self) -> str:
        return self.counts.words(self.place.kind)


def _elsewhere(at: int | None) -> Concern | None:
    """An item that waits but is not on this page: one that was just taken up again."""
    return _whole(open_concerns()).filter(pk=at).first() if at else None


def _item(opened: Concern | None, by: Any, place: Place, shown: list[Concern]) -> ItemPage | None:
    if opened is None:
        return None
    if opened in shown:
        return ItemPage.of(opened, by, place=place, beside=shown)
    return ItemPage.build(opened, by, place=place)


def _whole(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    whole = concerns.select_related("food__source", "other__source", "proposal", "run")
    return whole.defer("undo", "food__loaded", "other__loaded", "food__source__attribution", "run__error")


def _page(kind: str, page: int) -> list[Concern]:
    """One more than the page shows: whether there is a next one is known without counting.

    Only numbers are sorted, and the rest read for the page: all of it for ten thousand takes a third of a second.
    """
    first, waiting = (page - 1) * ROWS_A_PAGE, open_concerns(kind)
    return list(_whole(waiting.filter(pk__in=waiting.values("pk")[first : first + ROWS_A_PAGE + 1])))


def _kinds(counts: Counts, chosen: str) -> list[Tab]:
    tabs = [Tab(_("Every kind"), counts.queue, Place().queue(), not chosen)]
    for kind in ConcernKind:
        if counts.by_kind.get(kind) or kind == chosen:
            tabs.append(Tab(str(kind.label), counts.words(kind), Place(kind).queue(), kind == chosen))
    return tabs


def last_of(by: Any) -> Concern | None:
    """What this curator decided last, if it can be taken back."""
    decided = Concern.objects.filter(decided_by=by, decided_at__isnull=False).exclude(state=ConcernState.OPEN)
    last = decided.select_related("food").order_by("-decided_at", "-pk").first()
    return last if last is not None and last.undo is not None else None


def _checked_on() -> dt.date | None:
    """The day of the last nightly check, which also counts how good the table is."""
    return QualityCount.objects.order_by("-day").values_list("day", flat=True).first()
