"""The Sources page: what B12 comes from."""

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from foods import search
from foods.choices import Category, Grade, Origin
from foods.forms import Kind, Sort, SourcesForm, usual_sort
from foods.models import Food, FoodQuerySet
from foods.reliability import GRADE_MEANS, REFERENCE_INTAKE, Citation
from foods.reports import shelf
from foods.reports.rows import Row

ROWS_A_PAGE = 30
_FILTERS = ("kind", "origin", "category", "active")


@dataclass(frozen=True)
class Option:
    """A filter value, a category or an order that can be chosen."""

    value: str
    label: str
    chosen: bool
    url: str = ""
    count: int = 0


@dataclass(frozen=True)
class Paging:
    """Where in a list of `found` foods the page stands that was asked for; past the end is the last."""

    asked: int
    found: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.found / ROWS_A_PAGE))

    @property
    def page(self) -> int:
        return min(self.asked, self.pages)

    @property
    def first(self) -> int:
        """How many foods come before this page."""
        return (self.page - 1) * ROWS_A_PAGE


@dataclass(frozen=True)
class SourcesPage:
    chosen: dict[str, Any]
    notes: list[str]
    reference_ug: float
    total: int  # foods to choose from before any filter
    more: bool  # the search found more than it lists
    repaired: str  # what was searched in place of a word nobody spells so, else ""
    exact_url: str
    rows: list[Row]
    paging: Paging
    previous_url: str
    next_url: str
    url: str
    canonical: str
    tabs: list[Option]
    kinds: list[Option]
    origins: list[Option]
    categories: list[Option]
    sorts: list[Option]

    @property
    def narrowed(self) -> bool:
        return any(self.chosen[name] for name in _FILTERS)

    @property
    def grades(self) -> list[tuple[str, str]]:
        return [(grade.value, str(GRADE_MEANS[grade])) for grade in Grade]

    @property
    def reference(self) -> Citation:
        """Where the day's reference intake is from."""
        return REFERENCE_INTAKE

    @property
    def doses_last(self) -> bool:
        """Whether foods and supplements can both be in this list, which then has its own order."""
        one_kind = any(self.chosen[name] for name in ("kind", "origin", "category"))
        return self.chosen["sort"] == Sort.PORTION and not one_kind

    @property
    def units_last(self) -> bool:
        return self.chosen["sort"] == Sort.BASIS and not self.chosen["category"]

    @property
    def usual_sort(self) -> Sort:
        return usual_sort(self.chosen["q"])

    @property
    def wider_url(self) -> str:
        """The same search among all foods."""
        return _address({"q": self.chosen["q"]})

    @property
    def all_url(self) -> str:
        return _address({})

    @classmethod
    def build(cls, *, user, asked: QueryDict) -> "SourcesPage":
        """What `user`, who may be a visitor, asked for: three queries, and those of the search."""
        form = SourcesForm(asked, signed_in=user.is_authenticated)
        chosen, notes = form.chosen, form.notes
        visible = Food.objects.visible_to(user)
        everybodys, own = _count_by_category(visible)
        counts = own if chosen["yours"] else everybodys + own

        scope = visible.owned_by(user) if chosen["yours"] else visible
        foods = shelf.with_usual_portion(shelf.narrowed(scope, **{name: chosen[name] for name in _FILTERS}))
        results = _search(chosen, user) if chosen["q"] else None
        paging, listed = _page_of(_ordered(foods, chosen, results), foods, chosen["page"])
        if paging.page < paging.asked:
            notes.append(_("There is no page %(asked)d; this is the last.") % {"asked": paging.asked})
        searched = results.searched if results else ""
        aliases = {hit.food_id: hit.matched_alias for hit in results.hits} if results else {}
        return cls(
            chosen=chosen,
            notes=notes,
            reference_ug=settings.DEFAULT_DAY_REFERENCE_UG,
            total=counts.total(),
            more=bool(results and results.more),
            repaired=searched if results and results.repaired else "",
            exact_url=_address(chosen, exact=True),
            rows=[Row.of(food, searched=searched, alias=aliases.get(food.pk, "")) for food in listed],
            paging=paging,
            previous_url=_address(chosen, page=paging.page - 1) if paging.page > 1 else "",
            next_url=_address(chosen, page=paging.page + 1) if paging.page < paging.pages else "",
            url=_address(chosen, page=paging.page),
            canonical=_address({"category": chosen["category"]}, page=paging.page),
            tabs=_tabs(chosen, everybodys.total(), own.total()) if user.is_authenticated else [],
            kinds=_options(Kind.choices, chosen["kind"], any_label=_("all")),
            origins=_options(Origin.choices, chosen["origin"], any_label=_("any")),
            categories=_categories(counts, chosen["category"]),
            sorts=_sorts(chosen),
        )


def _count_by_category(foods: FoodQuerySet) -> tuple[Counter, Counter]:
    """How many foods each category has: everybody's, and the person's own."""
    everybodys, own = Counter(), Counter()
    for category, owner, count in foods.order_by().values_list("category", "owner").annotate(Count("pk")):
        (own if owner else everybodys)[category] += count
    return everybodys, own


def _search(chosen: dict[str, Any], user) -> search.Results:
    return search.search(chosen["q"], owner_id=user.pk, limit=search.MOST_HITS, exact=bool(chosen["exact"]))


def _ordered(foods: FoodQuerySet, chosen: dict[str, Any], results: search.Results | None) -> FoodQuerySet | list[int]:
    """Foods in their order, or the ids of them where the search ranks."""
    if results is None:
        return shelf.in_order(foods, chosen["sort"])
    hits = [hit.food_id for hit in results.hits]
    foods = foods.filter(pk__in=hits)
    if chosen["sort"] != Sort.MATCH:
        return shelf.in_order(foods, chosen["sort"])
    kept = set(foods.order_by().values_list("pk", flat=True))
    return [pk for pk in hits if pk in kept]


def _page_of(ordered: FoodQuerySet | list[int], foods: FoodQuerySet, page: int) -> tuple[Paging, list[Food]]:
    ranked = isinstance(ordered, list)
    found = len(ordered) if ranked else ordered.count()
    paging = Paging(asked=page, found=found)
    part = ordered[paging.first : paging.first + ROWS_A_PAGE]
    if not ranked:
        return paging, list(part)
    by_pk = foods.in_bulk(part)
    return paging, [by_pk[pk] for pk in part]


def _address(chosen: dict[str, Any], *, page: int = 1, **changes: Any) -> str:
    """The page with these choices, and nothing in it that goes without saying."""
    kept = {name: chosen.get(name) for name in ("q", "yours", *_FILTERS, "sort")} | changes
    if kept["sort"] == usual_sort(kept["q"]):
        kept["sort"] = None
    if page > 1:
        kept["page"] = page
    query = urlencode({name: 1 if value is True else value for name, value in kept.items() if value})
    return f"{reverse('sources')}?{query}" if query else reverse("sources")


def _options(choices: list[tuple[str, str]], chosen: str | None, *, any_label: str) -> list[Option]:
    return [Option(value, str(label), chosen=value == (chosen or "")) for value, label in [("", any_label), *choices]]


def _categories(counts: Counter, chosen: str | None) -> list[Option]:
    """Every category that has foods, with how many, before any filter."""
    everything = Option("", _("All foods"), chosen=not chosen, count=counts.total())
    return [everything] + [
        Option(value, str(label), chosen=value == chosen, count=counts[value])
        for value, label in Category.choices
        if counts[value] or value == chosen
    ]


def _sorts(chosen: dict[str, Any]) -> list[Option]:
    return [
        Option(value, str(label), chosen=value == chosen["sort"], url=_address(chosen, sort=value))
        for value, label in Sort.choices
        if value != Sort.MATCH or chosen["q"]
    ]


def _tabs(chosen: dict[str, Any], everybodys: int, own: int) -> list[Option]:
    all_url, own_url = _address(chosen, yours=None), _address(chosen, yours=True)
    return [
        Option("", _("All sources"), chosen=not chosen["yours"], url=all_url, count=everybodys + own),
        Option("yours", _("Your foods"), chosen=bool(chosen["yours"]), url=own_url, count=own),
    ]
