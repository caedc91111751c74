"""What was changed in the foods and what was decided, newest first. Who did it is never named."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from foods.curation import reverting
from foods.forms_curate import Show
from foods.models import Concern, ConcernState, Food, Source
from foods.models.foods import IMPORTED, OF_FILES, SHIPPED
from foods.reports.curate.difference import Line
from foods.reports.curate.values import SHOWN, label_of, said, same, value_of
from foods.reports.curate.words import name_of, why_icon

ROWS_A_PAGE = 30
Versions = Food.history.model
_NEW = "+"


@dataclass(frozen=True)
class ChangeRow:
    """One version of a food beside the one before it."""

    history_id: int
    food_id: int
    name: str
    on: dt.datetime
    who: str
    is_new: bool
    lines: tuple[Line, ...]

    @property
    def can_revert(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True)
class DecisionRow:
    pk: int
    icon: str
    why: str
    name: str
    words: str
    who: str
    on: dt.datetime
    reason: str
    can_undo: bool
    url: str


@dataclass(frozen=True)
class HistoryPage:
    show: str
    food: Food | None
    changes: list[ChangeRow]
    decisions: list[DecisionRow]
    previous_url: str
    next_url: str
    page: int

    @classmethod
    def build(cls, by: Any, *, show: str, food: Food | None, page: int) -> "HistoryPage":
        """Changes: the versions, those before them, the names of sources and foods in them. Decisions: one query.

        All changes of one food stand together, whoever made them.
        """
        show = Show.CHANGES if food and show == Show.IMPORTS else show
        first = (page - 1) * ROWS_A_PAGE
        part = slice(first, first + ROWS_A_PAGE + 1)
        listed: list[Any]
        listed = list((_decided(food) if show == Show.DECISIONS else _versions(show, food))[part])
        shown = listed[:ROWS_A_PAGE]
        return cls(
            show=show,
            food=food,
            changes=changes_of(shown, by) if show != Show.DECISIONS else [],
            decisions=[_decision(concern, by) for concern in shown] if show == Show.DECISIONS else [],
            previous_url=_address(show, food, page - 1) if page > 1 else "",
            next_url=_address(show, food, page + 1) if len(listed) > ROWS_A_PAGE else "",
            page=page,
        )

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        labels: list[tuple[Show, str]] = [(one, str(one.label)) for one in Show]
        if self.food:
            labels = [(Show.CHANGES, _("All changes")), (Show.DECISIONS, str(Show.DECISIONS.label))]
        return [(label, _address(one, self.food), one == self.show) for one, label in labels]

    @property
    def nothing(self) -> str:
        """What stands in place of an empty list."""
        if self.show == Show.DECISIONS:
            return _("Nothing was decided yet.")
        if self.show == Show.CHANGES and not self.food:
            return _("Nobody changed anything yet. What imports changed has a list of its own.")
        return _("Nothing was changed yet.")


def _address(show: str, food: Food | None, page: int = 1) -> str:
    asked = {
        "show": show if show != Show.CHANGES else None,
        "food": food.pk if food else None,
        "page": page if page > 1 else None,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('curate_history')}?{query}" if query else reverse("curate_history")


def _versions(show: str, food: Food | None) -> QuerySet:
    """Of everything what people changed or what files did, each in the order of an index; of one food all of it."""
    which = Q(id=food.pk) if food else OF_FILES if show == Show.IMPORTS else ~OF_FILES
    return Versions.objects.filter(which, owner__isnull=True).order_by("-history_date", "-history_id")


def _decided(food: Food | None) -> QuerySet[Concern]:
    decided = Concern.objects.filter(decided_at__isnull=False).exclude(state__in=[ConcernState.OPEN, ConcernState.GONE])
    decided = decided.filter(Q(food=food) | Q(other=food)) if food else decided
    return decided.select_related("food", "other", "proposal").order_by("-decided_at", "-pk")


def _before(version: Any) -> QuerySet:
    return Versions.objects.filter(id=version, history_id__lt=OuterRef("history_id")).order_by("-history_id")


def changes_of(versions: Iterable[Any], by: Any) -> list[ChangeRow]:
    """Each version with what it changed: two queries more, whatever their number."""
    listed = list(versions)
    before = _before_each([version.history_id for version in listed])
    names = _names([*listed, *before.values()])
    return [_change(version, before.get(version.history_id), by, names) for version in listed]


def _before_each(ids: list[int]) -> dict[int, Any]:
    """The version that each of these replaced."""
    earlier = Subquery(_before(OuterRef("id")).values("history_id")[:1])
    pairs = Versions.objects.filter(history_id__in=ids).annotate(earlier=earlier).values_list("history_id", "earlier")
    found = dict(pairs) if ids else {}
    versions = Versions.objects.in_bulk({pk for pk in found.values() if pk is not None}) if found else {}
    return {pk: versions[earlier] for pk, earlier in found.items() if earlier in versions}


def _names(versions: list[Any]) -> dict[tuple[str, Any], str]:
    """What sources and foods are called that stand in these versions."""
    sources = {version.source_id for version in versions} - {None}
    foods = {version.merged_into_id for version in versions} - {None}
    named = {("source", pk): name for pk, name in Source.objects.filter(pk__in=sources).values_list("pk", "name")}
    if foods:
        named |= {
            ("merged_into", food.pk): str(food) for food in Food.objects.filter(pk__in=foods).only("name", "brand")
        }
    return named


def lines_between(before: Any, after: Any, names: dict[tuple[str, Any], str]) -> tuple[Line, ...]:
    """The fields that differ, with what stood in them."""
    pairs = [(name, value_of(before, name), value_of(after, name)) for name in SHOWN]
    return tuple(
        Line(label_of(name, after.basis), said(name, old, names=names), said(name, new, names=names), True)
        for name, old, new in pairs
        if not same(name, old, new)
    )


def _change(version: Any, before: Any, by: Any, names: dict[tuple[str, Any], str]) -> ChangeRow:
    return ChangeRow(
        history_id=version.history_id,
        food_id=version.id,
        name=f"{version.name}, {version.brand}" if version.brand else version.name,
        on=version.history_date,
        who=_who(version, by),
        is_new=version.history_type == _NEW or before is None,
        lines=lines_between(before, version, names) if before is not None else (),
    )


def _who(version: Any, by: Any) -> str:
    """“you”, “a curator”, “an import”, “shipped”: never a name. Only curators give a reason besides files."""
    reason = version.history_change_reason or ""
    if version.history_user_id is not None:
        return _("you") if version.history_user_id == by.pk else _("a curator")
    if reason.startswith(IMPORTED):
        return _("an import")
    if reason == SHIPPED:
        return _("shipped with Cobalog")
    return _("a curator who has left") if reason else _("a program, or somebody who has left")


def _decision(concern: Concern, by: Any) -> DecisionRow:
    who = _("you") if concern.decided_by_id == by.pk else _("another curator")  # who may have left since
    return DecisionRow(
        pk=concern.pk,
        icon=why_icon(concern.kind),
        why=str(concern.get_kind_display()),
        name=name_of(concern),
        words=str(concern.get_state_display()),
        who=who,
        on=concern.decided_at,  # type: ignore[arg-type]
        reason=concern.reason,
        can_undo=concern.undo is not None,
        url=reverse("curate_item", args=[concern.pk]),
    )


@dataclass(frozen=True)
class RevertPage:
    """What taking a change back would do, said before it is done."""

    change: ChangeRow
    food: Food
    lines: tuple[Line, ...]
    since: tuple[str, ...]
    refusal: str

    @classmethod
    def build(cls, version: Any, food: Food, by: Any) -> "RevertPage":
        change, seen = changes_of([version], by)[0], reverting.look(version, food)
        named = {pk for name, pair in seen.changes.items() if name == "source" for pk in pair}
        sources = Source.objects.filter(pk__in=named).values_list("pk", "name") if named else []
        names = {("source", pk): name for pk, name in sources}
        return cls(
            change=change,
            food=food,
            lines=tuple(
                Line(label_of(name, food.basis), said(name, now, names=names), said(name, then, names=names), True)
                for name, (now, then) in seen.changes.items()
            ),
            since=tuple(label_of(name, food.basis) for name in seen.since),
            refusal=seen.refusal,
        )

    @property
    def history_url(self) -> str:
        return _address(Show.CHANGES, self.food)
